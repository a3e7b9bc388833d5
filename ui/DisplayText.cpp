// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/DisplayText.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>
#include <array>
#include <cmath>

namespace breakline {

namespace {

QLocale numberLocale()
{
    return QLocale();
}

QDateTime utc(Timestamp time)
{
    return QDateTime::fromMSecsSinceEpoch(time.ms, Qt::UTC);
}

} // namespace

QString DisplayText::plain(const std::string& text)
{
    return QString::fromStdString(text);
}

QString DisplayText::number(std::optional<double> value, int decimals)
{
    if (!value || !std::isfinite(*value))
        return unknown();
    return numberLocale().toString(*value, 'f', decimals);
}

QString DisplayText::signedNumber(std::optional<double> value, int decimals)
{
    if (!value || !std::isfinite(*value))
        return unknown();
    const QString digits = numberLocale().toString(std::abs(*value), 'f', decimals);
    const bool isZero = numberLocale().toDouble(digits) == 0.0;
    if (isZero)
        return digits;
    return (*value < 0.0 ? QChar(0x2212) : QLatin1Char('+')) + digits;
}

int DisplayText::decimalsOf(double value)
{
    if (!std::isfinite(value))
        return 8;
    double scaled = std::abs(value);
    for (int decimals = 0; decimals < 8; ++decimals, scaled *= 10.0) {
        if (std::abs(scaled - std::round(scaled)) <= 1e-9 * std::max(1.0, scaled))
            return decimals;
    }
    return 8;
}

QString DisplayText::price(std::optional<double> value)
{
    if (!value || !std::isfinite(*value))
        return unknown();
    return numberLocale().toString(*value, 'f', decimalsOf(*value));
}

QString DisplayText::compact(std::optional<double> value)
{
    if (!value || !std::isfinite(*value))
        return unknown();
    const double magnitude = std::abs(*value);
    if (magnitude >= 1e9)
        return tr("%1 B").arg(numberLocale().toString(*value / 1e9, 'f', 2));
    if (magnitude >= 1e6)
        return tr("%1 M").arg(numberLocale().toString(*value / 1e6, 'f', 2));
    if (magnitude >= 1e4)
        return tr("%1 k").arg(numberLocale().toString(*value / 1e3, 'f', 1));
    return numberLocale().toString(*value, 'f', magnitude >= 100.0 ? 0 : 2);
}

QString DisplayText::timeOfDay(Timestamp time)
{
    return utc(time).toString(QStringLiteral("HH:mm:ss"));
}

QString DisplayText::dateTime(Timestamp time)
{
    return utc(time).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) + QStringLiteral(" UTC");
}

QString DisplayText::age(qint64 ms)
{
    if (ms < 0)
        return unknown();
    if (ms < 9'950)
        return tr("%1 s", "seconds").arg(numberLocale().toString(static_cast<double>(ms) / 1000.0, 'f', 1));
    if (ms < 120'000)
        return tr("%1 s", "seconds").arg(ms / 1000);
    if (ms < 7'200'000)
        return tr("%1 min", "minutes").arg(ms / 60'000);
    return tr("%1 h", "hours").arg(ms / 3'600'000);
}

QString DisplayText::stateName(TradingState state)
{
    switch (state) {
    case TradingState::Idle: return tr("Idle");
    case TradingState::Initializing: return tr("Initializing");
    case TradingState::Scanning: return tr("Scanning");
    case TradingState::LevelBuilding: return tr("Building levels");
    case TradingState::SignalWait: return tr("Signal wait");
    case TradingState::Sizing: return tr("Sizing");
    case TradingState::Execution: return tr("Execution");
    case TradingState::Managing: return tr("Managing");
    case TradingState::Paused: return tr("Paused");
    case TradingState::Error: return tr("Error");
    case TradingState::Emergency: return tr("Emergency");
    case TradingState::Stopped: return tr("Stopped");
    }
    return unknown();
}

QString DisplayText::commandName(CommandKind kind)
{
    switch (kind) {
    case CommandKind::Start: return tr("Start");
    case CommandKind::Stop: return tr("Stop");
    case CommandKind::Pause: return tr("Pause");
    case CommandKind::Resume: return tr("Resume");
    case CommandKind::PanicExit: return tr("Flatten");
    case CommandKind::KillSwitch: return tr("Kill switch");
    case CommandKind::Retry: return tr("Retry");
    case CommandKind::Rearm: return tr("Re-arm");
    case CommandKind::SelectSymbol: return tr("Select symbol");
    case CommandKind::TimeStop: return tr("Time stop");
    case CommandKind::Reload: return tr("Reload preset");
    case CommandKind::OnStart: return tr("On start");
    case CommandKind::Resolve: return tr("Contested position");
    }
    return unknown();
}

QString DisplayText::sideName(Side side)
{
    return side == Side::Buy ? tr("Buy") : tr("Sell");
}

QString DisplayText::directionName(Direction direction)
{
    return direction == Direction::Long ? tr("Long") : tr("Short");
}

QString DisplayText::orderTypeName(OrderType type)
{
    switch (type) {
    case OrderType::Market: return tr("Market");
    case OrderType::Limit: return tr("Limit");
    case OrderType::StopMarket: return tr("Stop market");
    case OrderType::StopLimit: return tr("Stop limit");
    }
    return unknown();
}

QString DisplayText::orderIntentName(OrderIntent intent)
{
    switch (intent) {
    case OrderIntent::Entry: return tr("Entry");
    case OrderIntent::Exit: return tr("Exit");
    case OrderIntent::Stop: return tr("Protective stop");
    case OrderIntent::Target: return tr("Target");
    case OrderIntent::AddOn: return tr("Add-on");
    }
    return unknown();
}

QString DisplayText::orderStatusName(OrderStatus status)
{
    switch (status) {
    case OrderStatus::Intent: return tr("Being journalled");
    case OrderStatus::Sent: return tr("Sent");
    case OrderStatus::Unknown: return tr("Unknown");
    case OrderStatus::Acknowledged: return tr("Working");
    case OrderStatus::Untriggered: return tr("Waiting for trigger");
    case OrderStatus::Triggered: return tr("Triggered");
    case OrderStatus::PartiallyFilled: return tr("Partially filled");
    case OrderStatus::Filled: return tr("Filled");
    case OrderStatus::CancelSent: return tr("Cancel sent");
    case OrderStatus::Cancelled: return tr("Cancelled");
    case OrderStatus::Rejected: return tr("Rejected");
    case OrderStatus::Expired: return tr("Expired");
    }
    return unknown();
}

QString DisplayText::stopModeName(const std::string& mode)
{
    if (mode == "initial")
        return tr("Initial");
    if (mode == "breakeven")
        return tr("Breakeven");
    if (mode == "trailing")
        return tr("Trailing");
    return mode.empty() ? unknown() : plain(mode);
}

QString DisplayText::venueName(const std::string& id)
{
    if (id == "sim")
        return tr("Demo exchange");
    if (id == "bybit")
        return tr("Bybit");
    return id.empty() ? unknown() : plain(id);
}

QString DisplayText::streamState(std::optional<bool> isUp)
{
    if (!isUp)
        return unknown();
    return *isUp ? tr("Up") : tr("Down");
}

QString DisplayText::gateReasonName(const std::string& name)
{
    struct Name {
        std::string_view reason;
        const char* text;
    };
    static constexpr std::array names {
        Name {"kill_latch", QT_TR_NOOP("Kill latch")},
        Name {"daily_loss_latch", QT_TR_NOOP("Daily loss limit")},
        Name {"loss_streak_latch", QT_TR_NOOP("Losses in a row")},
        Name {"stop_requested", QT_TR_NOOP("Stop requested")},
        Name {"pause_requested", QT_TR_NOOP("Paused by command")},
        Name {"time_stop", QT_TR_NOOP("Time stop")},
        Name {"flatten", QT_TR_NOOP("Flatten")},
        Name {"limit_reading", QT_TR_NOOP("Limit reached")},
        Name {"risk_check_failed", QT_TR_NOOP("Risk check failed")},
        Name {"equity_unknown", QT_TR_NOOP("Equity unknown")},
        Name {"equity_jump", QT_TR_NOOP("Equity jumped")},
        Name {"day_start_unknown", QT_TR_NOOP("Start of day unknown")},
        Name {"market_data_down", QT_TR_NOOP("Market data down")},
        Name {"market_data_stale", QT_TR_NOOP("Market data frozen")},
        Name {"book_gap", QT_TR_NOOP("Gap in a book")},
        Name {"stream_against_rest", QT_TR_NOOP("Stream against REST")},
        Name {"request_budget", QT_TR_NOOP("Request budget")},
        Name {"market_data_only", QT_TR_NOOP("Market data only")},
        Name {"private_stream_down", QT_TR_NOOP("Account stream down")},
        Name {"clock_offset", QT_TR_NOOP("Clock offset")},
        Name {"authentication", QT_TR_NOOP("Authentication")},
        Name {"queue_overflow", QT_TR_NOOP("Queue overflow")},
        Name {"self_test", QT_TR_NOOP("Self-test")},
        Name {"not_reconciled", QT_TR_NOOP("Not reconciled")},
        Name {"position_contested", QT_TR_NOOP("Position contested")},
        Name {"unprotected", QT_TR_NOOP("Position unprotected")},
        Name {"not_running", QT_TR_NOOP("Not running")},
        Name {"journal_slow", QT_TR_NOOP("Journal slow")},
        Name {"journal_failed", QT_TR_NOOP("Journal failed")},
        Name {"recorder_failed", QT_TR_NOOP("Recorder failed")},
        Name {"disk_full", QT_TR_NOOP("Disk full")},
        Name {"invariant_broken", QT_TR_NOOP("Internal check failed")},
    };
    for (const Name& known : names) {
        if (known.reason == name)
            return tr(known.text);
    }
    return plain(name);
}

QString DisplayText::filterName(const std::string& name)
{
    if (name == "min_24h_volume")
        return tr("24 h volume");
    if (name == "min_oi")
        return tr("Open interest");
    if (name == "max_spread")
        return tr("Spread");
    if (name == "min_depth_0_5pct")
        return tr("Depth within 0.5 %");
    if (name == "min_depth_0_3pct")
        return tr("Depth within 0.3 %");
    if (name == "min_trades_per_minute")
        return tr("Trades per minute");
    if (name == "atr_range")
        return tr("ATR range");
    if (name == "bb_width")
        return tr("Bollinger percentile");
    if (name == "volume_surge_1h")
        return tr("Volume surge 1 h");
    if (name == "volume_surge_5m")
        return tr("Volume surge 5 min");
    if (name == "oi_delta")
        return tr("Open interest change");
    if (name == "correlation")
        return tr("Correlation with BTC");
    if (name == "data_health")
        return tr("Data health");
    return plain(name);
}

QString DisplayText::filterResultName(const std::string& result)
{
    if (result == "pass")
        return tr("Pass");
    if (result == "fail")
        return tr("Fail");
    if (result == "no_data")
        return tr("No data");
    if (result == "no_data_allowed")
        return tr("No data, allowed");
    return result.empty() ? unknown() : plain(result);
}

QString DisplayText::filterRange(const std::string& name, double minimum, double maximum)
{
    // The unit once: the column is narrow.
    if (name == "atr_range" || name == "oi_delta")
        return tr("%1–%2 %").arg(number(minimum * 100.0, 2), number(maximum * 100.0, 2));
    return tr("%1–%2").arg(filterValue(name, minimum), filterValue(name, maximum));
}

QString DisplayText::filterValue(const std::string& name, std::optional<double> value)
{
    if (!value || !std::isfinite(*value))
        return unknown();
    if (name == "data_health")
        return number(value, 0); // faults
    if (name == "max_spread")
        return tr("%1 bps").arg(number(value, 2));
    if (name == "atr_range" || name == "oi_delta")
        return tr("%1 %").arg(number(*value * 100.0, 2));
    if (name == "min_24h_volume" || name == "min_oi" || name.starts_with("min_depth"))
        return compact(value);
    return number(value, 2);
}

} // namespace breakline
