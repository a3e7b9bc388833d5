// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/GateText.h"

#include "ui/DisplayText.h"
#include "ui/EngineCodes.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <span>

namespace breakline {

namespace {

struct GateName {
    std::string_view code;
    const char* text;
};

constexpr GateName kGates[] = {
    {"bar", QT_TRANSLATE_NOOP("GateText", "Bar of this close")},
    {"bars", QT_TRANSLATE_NOOP("GateText", "Bars known")},
    {"rank", QT_TRANSLATE_NOOP("GateText", "Rank by score")},
    {"levels", QT_TRANSLATE_NOOP("GateText", "Levels found")},
    {"level", QT_TRANSLATE_NOOP("GateText", "Level")},
    {"strategy", QT_TRANSLATE_NOOP("GateText", "Strategy of the plan")},
    {"side", QT_TRANSLATE_NOOP("GateText", "Side of the plan")},
    {"atr", QT_TRANSLATE_NOOP("GateText", "ATR")},
    {"price_breakout", QT_TRANSLATE_NOOP("GateText", "Close beyond the level")},
    {"volume_surge", QT_TRANSLATE_NOOP("GateText", "Volume against its median")},
    {"body_ratio", QT_TRANSLATE_NOOP("GateText", "Candle body against its range")},
    {"l2_imbalance", QT_TRANSLATE_NOOP("GateText", "Book imbalance")},
    {"vwap_gap", QT_TRANSLATE_NOOP("GateText", "Distance from VWAP")},
    {"crossing", QT_TRANSLATE_NOOP("GateText", "Close before, on the other side")},
    {"too_far", QT_TRANSLATE_NOOP("GateText", "Distance from the level")},
    {"bad_stop", QT_TRANSLATE_NOOP("GateText", "Distance of the stop")},
    {"no_edge", QT_TRANSLATE_NOOP("GateText", "Reward after costs")},
    {"previous_breakout", QT_TRANSLATE_NOOP("GateText", "Age of the breakout")},
    {"breakout_unused", QT_TRANSLATE_NOOP("GateText", "Breakout not retested yet")},
    {"moved_away", QT_TRANSLATE_NOOP("GateText", "Moved away since the breakout")},
    {"level_retest", QT_TRANSLATE_NOOP("GateText", "Return to the level")},
    {"pierce_tolerance", QT_TRANSLATE_NOOP("GateText", "Depth through the level")},
    {"trading_activity", QT_TRANSLATE_NOOP("GateText", "Trading activity")},
    {"range_age", QT_TRANSLATE_NOOP("GateText", "Time since the opening range")},
    {"opening_range", QT_TRANSLATE_NOOP("GateText", "Bars of the opening range")},
    {"range_height", QT_TRANSLATE_NOOP("GateText", "Height of the opening range")},
    {"volume", QT_TRANSLATE_NOOP("GateText", "Volume of the breakout")},
    {"density_avoidance", QT_TRANSLATE_NOOP("GateText", "Distance from walls of the book")},
    {"momentum", QT_TRANSLATE_NOOP("GateText", "Change of price")},
    {"market_quality", QT_TRANSLATE_NOOP("GateText", "Quality of the market")},
    {"breakout_quality", QT_TRANSLATE_NOOP("GateText", "Distance from the breakout price")},
    {"approach", QT_TRANSLATE_NOOP("GateText", "Approach to the level")},
    {"consolidation", QT_TRANSLATE_NOOP("GateText", "Closes near the level before the breakout")},
    {"clean_breakout", QT_TRANSLATE_NOOP("GateText", "False starts before the breakout")},
    {"session_guard", QT_TRANSLATE_NOOP("GateText", "Minutes from midnight and funding")},
    {"confidence", QT_TRANSLATE_NOOP("GateText", "Confidence of the entry rules")},
    {"touch_activity", QT_TRANSLATE_NOOP("GateText", "Trades at the level")},
    {"wall_standing", QT_TRANSLATE_NOOP("GateText", "Wall in the book")},
    {"activity_drop", QT_TRANSLATE_NOOP("GateText", "Drop of the trading activity")},
    {"duplicate", QT_TRANSLATE_NOOP("GateText", "Symbol free of positions and signals")},
    {"cooldown", QT_TRANSLATE_NOOP("GateText", "Pause after the last trade")},
    {"capacity", QT_TRANSLATE_NOOP("GateText", "Signals waiting")},
    {"gate", QT_TRANSLATE_NOOP("GateText", "Entry gate")},
    {"released", QT_TRANSLATE_NOOP("GateText", "Symbol not left to the operator")},
    {"first_stop", QT_TRANSLATE_NOOP("GateText", "Stop of the first position seen")},
    {"size", QT_TRANSLATE_NOOP("GateText", "Risk at the size")},
    {"filled", QT_TRANSLATE_NOOP("GateText", "Filled, slippage")},
    {"filled_share", QT_TRANSLATE_NOOP("GateText", "Filled, of what was approved")},
    {"exit_price", QT_TRANSLATE_NOOP("GateText", "Price of the exit")},
    {"lifetime", QT_TRANSLATE_NOOP("GateText", "Life of the signal")},
    {"withdrawn", QT_TRANSLATE_NOOP("GateText", "Signal not withdrawn")},
};

constexpr GateName kScopes[] = {
    {"momentum", QT_TRANSLATE_NOOP("GateText", "Momentum")},
    {"retest", QT_TRANSLATE_NOOP("GateText", "Retest")},
    {"opening_range", QT_TRANSLATE_NOOP("GateText", "Opening range")},
    {"entry", QT_TRANSLATE_NOOP("GateText", "Entry rules")},
    {"flow", QT_TRANSLATE_NOOP("GateText", "Order flow")},
    {"long", QT_TRANSLATE_NOOP("GateText", "for a long")},
    {"short", QT_TRANSLATE_NOOP("GateText", "for a short")},
    {"position_size", QT_TRANSLATE_NOOP("GateText", "capped by the position size")},
    {"depth", QT_TRANSLATE_NOOP("GateText", "capped by the depth of the book")},
    {"leverage", QT_TRANSLATE_NOOP("GateText", "capped by the leverage")},
};

constexpr GateName kUnits[] = {
    {"usd", QT_TRANSLATE_NOOP("GateText", "USDT")},
    {"bps", QT_TRANSLATE_NOOP("GateText", "bps")},
    {"r", QT_TRANSLATE_NOOP("GateText", "R")},
    {"1/min", QT_TRANSLATE_NOOP("GateText", "a minute")},
    {"percent", QT_TRANSLATE_NOOP("GateText", "%")},
    {"percentile", QT_TRANSLATE_NOOP("GateText", "percentile")},
    {"hours", QT_TRANSLATE_NOOP("GateText", "h")},
    {"minutes", QT_TRANSLATE_NOOP("GateText", "min")},
    {"bars", QT_TRANSLATE_NOOP("GateText", "bars")},
    {"issues", QT_TRANSLATE_NOOP("GateText", "faults")},
};

QString textOf(std::span<const GateName> names, std::string_view code)
{
    const auto found = std::ranges::find(names, code, &GateName::code);
    return found == names.end() ? QString() : QCoreApplication::translate("GateText", found->text);
}

/// Empty where it is not known.
QString knownName(std::string_view scope, std::string_view name)
{
    const std::string code(name);
    if (const QString filter = DisplayText::filterName(code);
        scope.empty() && filter != DisplayText::plain(code))
        return filter;
    if (const QString gate = textOf(kGates, name); !gate.isEmpty())
        return gate;
    // What ends an entry or a position has a name of its own.
    for (const EngineCode kind : {EngineCode::RiskRule, EngineCode::EntryEnd, EngineCode::ExitReason})
        if (const QString text = engineCodeName(kind, name); !text.isEmpty())
            return text;
    return {};
}

} // namespace

QString GateText::name(std::string_view scope, std::string_view name)
{
    const QString known = knownName(scope, name);
    return known.isEmpty() ? DisplayText::plain(std::string(name)) : known;
}

bool GateText::isKnown(std::string_view scope, std::string_view name)
{
    return !knownName(scope, name).isEmpty();
}

QString GateText::stage(GateStage stage)
{
    switch (stage) {
    case GateStage::Scan: return QCoreApplication::translate("GateText", "Scan");
    case GateStage::Level: return QCoreApplication::translate("GateText", "Levels");
    case GateStage::Signal: return QCoreApplication::translate("GateText", "Signal");
    case GateStage::Risk: return QCoreApplication::translate("GateText", "Risk");
    case GateStage::Execution: return QCoreApplication::translate("GateText", "Execution");
    case GateStage::Exit: return QCoreApplication::translate("GateText", "Exit");
    }
    return {};
}

QString GateText::scope(std::string_view scope)
{
    const QString known = textOf(kScopes, scope);
    return known.isEmpty() ? DisplayText::plain(std::string(scope)) : known;
}

QString GateText::number(std::optional<double> value, int digits)
{
    if (!value || !std::isfinite(*value))
        return DisplayText::unknown();
    if (std::abs(*value) >= 1e6)
        return DisplayText::compact(value);
    const int whole = *value == 0.0 ? 1 : static_cast<int>(std::floor(std::log10(std::abs(*value)))) + 1;
    const int decimals = std::clamp(digits - whole, 0, 14);
    QString text = DisplayText::number(value, decimals);
    if (decimals > 0) {
        while (text.endsWith(QLatin1Char('0')))
            text.chop(1);
        if (!text.back().isDigit())
            text.chop(1);
    }
    return text;
}

QString GateText::signedNumber(std::optional<double> value)
{
    if (!value || !std::isfinite(*value))
        return DisplayText::unknown();
    if (*value == 0.0)
        return number(value);
    return (*value < 0.0 ? QChar(0x2212) : QLatin1Char('+')) + number(std::abs(*value));
}

QString GateText::unit(std::string_view unit)
{
    return textOf(kUnits, unit);
}

QString GateText::condition(Bound bound, std::optional<double> threshold, std::string_view unitCode)
{
    if (!threshold)
        return {};
    const QString shown = unit(unitCode);
    const QString text = number(threshold) + (shown.isEmpty() ? QString() : QLatin1Char(' ') + shown);
    switch (bound) {
    case Bound::AtLeast: return QStringLiteral("≥ ") + text;
    case Bound::MoreThan: return QStringLiteral("> ") + text;
    case Bound::AtMost: return QStringLiteral("≤ ") + text;
    case Bound::LessThan: return QStringLiteral("< ") + text;
    }
    return text;
}

} // namespace breakline
