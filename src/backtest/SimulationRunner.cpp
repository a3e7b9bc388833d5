// SPDX-License-Identifier: GPL-3.0-or-later
#include "backtest/SimulationRunner.h"

#include <algorithm>

namespace breakline {

SimulationRunner::SimulationRunner(SessionSettings settings, VenueSettings venue, BookModel model,
                                   std::unique_ptr<MarketSource> source, SessionJournal& journal,
                                   RecordingSink* recorder, PortDecorator* decorator)
    : m_exchange(std::move(venue), model, std::move(source), m_gateway.listener())
    , m_journal(journal)
    , m_session(std::move(settings),
                decorated(SessionPorts {m_gateway, m_timers, journal, recorder}, decorator))
    , m_recorderWatch(recorder)
    , m_rounds(*this)
{
    m_gateway.attach(m_exchange);
    connect(&m_gateway, &ExchangeGateway::event, this,
            [this](const ExchangeEvent& event) { m_session.inputs().post(m_exchange.now(), event); });
    connect(&journal, &SessionJournal::durable, this,
            [this](JournalTicket upTo) { m_durable = std::max(m_durable, upTo); });
    connect(&journal, &SessionJournal::failed, this,
            [this](const QString& what) { m_journalFailure = what.toStdString(); });
}

void SimulationRunner::submitOutside(const OutsideInput& input)
{
    m_outside.push_back(input);
    settle();
}

bool SimulationRunner::holds(StepPhase phase)
{
    switch (phase) {
    case StepPhase::Timers: {
        const auto due = m_timers.nextDue();
        return due && *due <= m_exchange.now();
    }
    case StepPhase::Durable: return holdsDurable();
    case StepPhase::Commands: return !m_outside.empty();
    default: return m_gateway.holds(phase);
    }
}

StepPhase SimulationRunner::firstHeld(StepPhase from)
{
    for (StepPhase phase = from; phase != StepPhase::None;
         phase = static_cast<StepPhase>(static_cast<std::uint8_t>(phase) + 1))
        if (holds(phase))
            return phase;
    return StepPhase::None;
}

void SimulationRunner::deliver(StepPhase phase)
{
    const Timestamp now = m_exchange.now();
    switch (phase) {
    case StepPhase::Timers:
        while (const auto due = m_timers.takeDue(now))
            m_session.inputs().post(now, TimerFired {due->timer});
        break;
    case StepPhase::Durable: deliverDurable(); break;
    case StepPhase::Commands:
        for (const OutsideInput& input : std::exchange(m_outside, {}))
            std::visit([&](const auto& value) { m_session.inputs().post(now, value); }, input);
        break;
    default: m_gateway.deliver(phase); break;
    }
}

bool SimulationRunner::holdsDurable()
{
    if (m_recalledFailure)
        if (auto failed = m_recalledFailure())
            m_journalFailure = std::move(failed->what);
    // Settled first, so that it does not matter how the journal grouped its commits.
    if (!m_journalFailure && m_session.desk().hasHeld())
        m_journal.settle();
    return m_journalFailure || m_recorderFailure || (m_session.desk().hasHeld() && m_durable > m_told);
}

void SimulationRunner::deliverDurable()
{
    const Timestamp now = m_exchange.now();
    if (m_recorderFailure)
        m_session.inputs().post(now, *std::exchange(m_recorderFailure, std::nullopt));
    else if (m_journalFailure)
        m_session.inputs().post(now, JournalFailed {*std::exchange(m_journalFailure, std::nullopt)});
    else
        for (const JournalTicket last = m_durable; m_told < last;)
            m_session.inputs().post(now, JournalDurable {++m_told});
}

void SimulationRunner::settle()
{
    if (m_isSettling)
        return;
    m_isSettling = true;
    if (auto failed = m_recorderWatch.look())
        m_recorderFailure = std::move(failed);
    do {
        m_rounds.proceed();
    } while (m_gateway.holdSnapshots());
    m_isSettling = false;
}

SimulationRunner::~SimulationRunner() = default;

bool SimulationRunner::step(Timestamp limit)
{
    auto timer = m_timers.nextDue();
    if (const auto own = m_gateway.nextDue(); own && (!timer || *own < *timer))
        timer = own;
    const bool isTimerDue = timer && *timer <= limit;
    // A timer started for the past is due now.
    if (!m_exchange.step(isTimerDue ? std::max(*timer, m_exchange.now()) : limit) && !isTimerDue)
        return false;
    m_gateway.advance();
    settle();
    return true;
}

} // namespace breakline
