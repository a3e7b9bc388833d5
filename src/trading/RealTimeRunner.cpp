// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/RealTimeRunner.h"

#include <QEventLoop>

#include <algorithm>

namespace breakline {

namespace {

/// Between two looks at the limit and at an interrupt, and two at the recorder.
constexpr int kLookIntervalMs = 200;

/// News that the venue tells once.
bool isOfAccount(const ExchangeEvent& event)
{
    return std::holds_alternative<OrderUpdate>(event) || std::holds_alternative<Execution>(event)
        || std::holds_alternative<PositionUpdate>(event) || std::holds_alternative<WalletUpdate>(event)
        || std::holds_alternative<RequestAnswer>(event);
}

} // namespace

RealTimeRunner::RealTimeRunner(SessionSettings settings, VenueLink& link, const WallClock& clock,
                               SessionJournal& journal, RecordingSink* recorder)
    : m_link(link)
    , m_clock(clock)
    , m_timers(clock)
    , m_recorder(recorder)
    , m_session(std::move(settings), SessionPorts {link.gateway(), m_timers, journal, recorder})
    , m_recorderWatch(recorder)
{
    connect(&link.gateway(), &ExchangeGateway::event, this, [this](const ExchangeEvent& event) {
        post(event);
        if (m_recorder != nullptr && isOfAccount(event))
            m_recorder->flush();
    });
    connect(&m_timers, &WallScheduler::fired, this, [this](TimerId timer) { post(TimerFired {timer}); });
    connect(&journal, &SessionJournal::durable, this, [this](JournalTicket upTo) {
        // What is said of a recalled session's intents waits for the way to the venue.
        if (m_isRecalling)
            m_durableMeanwhile = std::max(m_durableMeanwhile, upTo);
        else
            tellDurable(upTo);
    });
    connect(&journal, &SessionJournal::failed, this,
            [this](const QString& what) { post(JournalFailed {what.toStdString()}); });
    if (recorder == nullptr)
        return;
    link.setBeforeChange([recorder] { recorder->writeOut(); });
    connect(&m_recorderLook, &QTimer::timeout, this, [this] {
        const auto failed = m_recorderWatch.look();
        if (!failed)
            return;
        m_recorderLook.stop();
        post(*failed);
    });
    m_recorderLook.start(kLookIntervalMs);
}

RealTimeRunner::~RealTimeRunner()
{
    m_link.setBeforeChange({});
}

template<class Value>
void RealTimeRunner::post(const Value& value)
{
    m_last = now();
    ++m_handled;
    m_session.inputs().post(m_last, value);
    // An entry waits for the journal: meanwhile its causes are written.
    if (m_recorder != nullptr && m_session.desk().hasHeld())
        m_recorder->flush();
    if (m_waiting != nullptr)
        m_waiting->quit();
}

Timestamp RealTimeRunner::now() const
{
    return std::max(m_last, m_clock.now());
}

void RealTimeRunner::tellDurable(JournalTicket upTo)
{
    if (upTo <= m_told)
        return;
    m_told = upTo;
    post(JournalDurable {upTo});
}

void RealTimeRunner::recall(Timestamp time, const Input& input)
{
    m_isRecalling = true;
    m_last = time;
    if (const auto* event = std::get_if<ExchangeEvent>(&input))
        m_link.recall(*event);
    else if (const auto* timer = std::get_if<TimerFired>(&input))
        m_timers.cancel(timer->timer);
    else if (const auto* durable = std::get_if<JournalDurable>(&input))
        m_told = std::max(m_told, durable->upTo);
    std::visit([&](const auto& value) { m_session.inputs().post(time, value); }, input);
}

Expected<void> RealTimeRunner::goOn()
{
    const Timestamp clock = m_clock.now();
    if (clock < m_last)
        return fail(
            ErrorCode::Unavailable,
            "this venue is at " + toIso8601(clock) + ", before the " + toIso8601(m_last)
                + " that the session has seen: it is another one. Name the venue on which the session began, "
                  "or another --session-dir");
    m_link.reopen(m_session.board().instruments().all());
    m_isRecalling = false;
    tellDurable(m_durableMeanwhile);
    return {};
}

void RealTimeRunner::submit(const UserCommand& command)
{
    post(command);
}

void RealTimeRunner::report(const DiskReading& disk)
{
    post(disk);
}

bool RealTimeRunner::step(Timestamp limit)
{
    const auto left = m_clock.wallUntil(limit);
    if (left && *left <= 0)
        return false;
    QEventLoop loop;
    QTimer look;
    look.setTimerType(Qt::PreciseTimer);
    look.setInterval(
        static_cast<int>(std::min<std::int64_t>(left.value_or(kLookIntervalMs), kLookIntervalMs)));
    connect(&look, &QTimer::timeout, &loop, [&] {
        if (m_clock.now() >= limit || (m_interruptCheck && m_interruptCheck()))
            loop.quit();
    });
    look.start();
    m_waiting = &loop;
    const std::uint64_t before = m_handled;
    loop.exec();
    m_waiting = nullptr;
    return m_handled != before;
}

} // namespace breakline
