// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/SessionView.h"

#include "ui/DisplayText.h"
#include "ui/EngineCodes.h"
#include "ui/EngineText.h"
#include "ui/SnapshotFeed.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

QStringList toList(const std::vector<std::string>& texts)
{
    QStringList list;
    list.reserve(static_cast<qsizetype>(texts.size()));
    for (const std::string& text : texts)
        list.append(DisplayText::plain(text));
    return list;
}

} // namespace

SessionView::SessionView(const SnapshotFeed& feed, QString speed, QObject* parent)
    : QObject(parent)
    , m_feed(feed)
    , m_speed(std::move(speed))
{
}

QString SessionView::stateText() const
{
    return m_known ? DisplayText::stateName(m_state) : DisplayText::unknown();
}

QString SessionView::venueTime() const
{
    // No exchange has said its time before the session is connected.
    return m_known && m_time.ms > 0 ? DisplayText::dateTime(m_time) : DisplayText::unknown();
}

QString SessionView::speed() const
{
    // A real market has the speed that it has.
    if (m_speed.isEmpty() || !m_simulated)
        return {};
    return m_speed == QLatin1String("max") ? tr("max speed") : QStringLiteral("×") + m_speed;
}

QString SessionView::equity() const
{
    return DisplayText::number(m_equity, 2);
}

QString SessionView::wallet() const
{
    return DisplayText::number(m_wallet, 2);
}

QString SessionView::dailyPnl() const
{
    return DisplayText::signedNumber(m_dailyPnl, 2);
}

int SessionView::dailyPnlSign() const
{
    return !m_dailyPnl || *m_dailyPnl == 0.0 ? 0 : (*m_dailyPnl > 0.0 ? 1 : -1);
}

QString SessionView::counted(std::uint64_t count) const
{
    return m_known ? QLocale().toString(static_cast<qulonglong>(count)) : DisplayText::unknown();
}

QString SessionView::lastCycle() const
{
    if (!m_lastCycleMs)
        return tr("Last cycle: %1").arg(DisplayText::unknown());
    return tr("Last cycle: %1 · symbols %2 · candidates %3 · signals %4 · positions opened %5 · orders "
              "filled %6")
        .arg(DisplayText::age(*m_lastCycleMs), counted(m_lastCycle.symbolsScanned),
             counted(m_lastCycle.candidates), counted(m_lastCycle.signals),
             counted(m_lastCycle.positionsOpened), counted(m_lastCycle.ordersExecuted));
}

QVariantList SessionView::processSteps() const
{
    QVariantList steps;
    for (std::size_t i = 0; i < kProcessSteps; ++i) {
        const ProcessStepState state = m_process.steps[i];
        const CheckpointStatus word = state == ProcessStepState::Completed ? CheckpointStatus::Completed
            : state == ProcessStepState::InProgress                       ? CheckpointStatus::InProgress
                                                                          : CheckpointStatus::Pending;
        const QString name = engineCodeName(EngineCode::ProcessStep, toText(static_cast<ProcessStep>(i)));
        steps.push_back(
            QVariantMap {{QStringLiteral("name"), name},
                         {QStringLiteral("state"), static_cast<int>(state)},
                         {QStringLiteral("text"),
                          QStringLiteral("%1: %2").arg(
                              name, engineCodeName(EngineCode::CheckpointStatus, toText(word)))}});
    }
    return steps;
}

QString SessionView::processText() const
{
    if (!m_known)
        return DisplayText::unknown();
    return tr("%1 % · remaining %2")
        .arg(QLocale().toString(m_process.progressPct, 'f', 0),
             m_process.remainingMs ? DisplayText::age(std::llround(*m_process.remainingMs))
                                   : DisplayText::unknown());
}

QString SessionView::longestUnprotected() const
{
    return milliseconds(m_unprotected.longest());
}

QString SessionView::usualUnprotected() const
{
    return milliseconds(m_unprotected.quantile(0.5)) + QStringLiteral(" · ")
        + milliseconds(m_unprotected.quantile(0.99));
}

QVariantList SessionView::unprotectedBars() const
{
    QVariantList bars;
    if (m_unprotected.count() == 0)
        return bars;
    const auto buckets = m_unprotected.buckets();
    const auto fullest = static_cast<double>(*std::ranges::max_element(buckets));
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        const bool isBounded = i < DurationHistogram::kUpTo.size();
        const qlonglong ms = isBounded ? DurationHistogram::kUpTo[i] : DurationHistogram::kUpTo.back();
        const QString bound = QLocale().toString(ms);
        const QString count = counted(buckets[i]);
        bars.push_back(QVariantMap {
            {QStringLiteral("label"), isBounded ? QString::number(ms) : QStringLiteral(">")},
            {QStringLiteral("count"), count},
            {QStringLiteral("share"), static_cast<double>(buckets[i]) / fullest},
            {QStringLiteral("text"),
             isBounded ? tr("up to %1 ms: %2").arg(bound, count) : tr("above %1 ms: %2").arg(bound, count)}});
    }
    return bars;
}

QString SessionView::milliseconds(std::optional<Duration> duration) const
{
    return duration ? tr("%1 ms").arg(QLocale().toString(static_cast<qlonglong>(duration->ms)))
                    : DisplayText::unknown();
}

QString SessionView::flattenReceipt() const
{
    if (!m_flatten)
        return {};
    const QLocale locale;
    return tr("Flat in %1 ms on the exchange's clock (%2 ms real time) · positions closed: %3 · orders "
              "cancelled: %4")
        .arg(locale.toString(static_cast<qlonglong>(m_flatten->venueMs)),
             m_flatten->wallMs ? locale.toString(static_cast<qlonglong>(*m_flatten->wallMs))
                               : DisplayText::unknown(),
             locale.toString(m_flatten->positionsClosed), locale.toString(m_flatten->ordersCancelled));
}

QString SessionView::rearmText() const
{
    const auto amount = [](const std::string& text) {
        return text.empty() ? DisplayText::unknown() : DisplayText::plain(text);
    };
    const QString losses = QLocale().toString(m_rearm.consecutiveLosses);
    if (m_rearm.isKillLatched)
        return tr("%1. Equity %2 USDT. High water %3 becomes %2. Losses in a row %4 become 0. The day's "
                  "start %5 stays.")
            .arg(EngineText::translate(m_rearm.cause), amount(m_rearm.equity), amount(m_rearm.highWater),
                 losses, amount(m_rearm.dayStart));
    if (m_rearm.isLossLatched)
        return tr("Loss latch: %1 losses in a row, the most allowed. It is released; nothing else changes.")
            .arg(QLocale().toString(m_rearm.maxConsecutiveLosses));
    return {};
}

QString SessionView::snapshotAge() const
{
    return DisplayText::age(m_feed.ageMs());
}

bool SessionView::isSnapshotStale() const
{
    return m_feed.ageMs() < 0 || m_feed.ageMs() > kStaleMs;
}

qint64 SessionView::lastTradeAgeMs() const
{
    return m_lastTrade ? (m_time - *m_lastTrade).ms : -1;
}

QString SessionView::lastTradeAge() const
{
    return DisplayText::age(lastTradeAgeMs());
}

bool SessionView::isLastTradeStale() const
{
    return lastTradeAgeMs() < 0 || lastTradeAgeMs() > kStaleMs;
}

QString SessionView::framesDropped() const
{
    return QLocale().toString(m_feed.dropped());
}

void SessionView::update(const TradingSnapshot& snapshot)
{
    m_known = true;
    m_simulated = snapshot.isSimulated;
    m_state = snapshot.state;
    m_exposed = snapshot.isExposed;
    m_time = snapshot.time;
    m_sessionId = DisplayText::plain(snapshot.sessionId);
    m_equity = snapshot.equityNow;
    m_wallet = snapshot.walletBalance;
    m_dailyPnl = snapshot.dailyPnl;
    m_lastTrade = snapshot.chart.lastTradeTime;
    m_flatten = snapshot.flatten;
    m_unprotected = snapshot.unprotected;
    m_rearm = snapshot.rearm;
    m_cycles = snapshot.monitoring.cycles;
    m_lastCycleMs = snapshot.monitoring.lastCycleMs;
    m_lastCycle = snapshot.monitoring.lastCycle;
    m_process = snapshot.monitoring.process;
    m_scans = snapshot.scans;
    m_signals = snapshot.signals;
    m_inputs = snapshot.inputs;

    const QStringList symbols = toList(snapshot.symbols);
    if (symbols != m_symbols) {
        m_symbols = symbols;
        Q_EMIT symbolsChanged();
    }
    QList<QPointF> points;
    points.reserve(static_cast<qsizetype>(snapshot.equity.size()));
    for (const EquityPoint& point : snapshot.equity)
        points.append(QPointF(static_cast<double>(point.time.ms), point.equity));
    if (points != m_equityPoints) {
        m_equityPoints = std::move(points);
        Q_EMIT equityPointsChanged();
    }
    Q_EMIT changed();
}

void SessionView::age()
{
    Q_EMIT aged();
}

void SessionView::retranslate()
{
    Q_EMIT changed();
    Q_EMIT aged();
}

} // namespace breakline
