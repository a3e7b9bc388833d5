// SPDX-License-Identifier: GPL-3.0-or-later
#include "backtest/SimulationRunner.h"

#include <algorithm>

namespace breakline {

SimulationRunner::SimulationRunner(SessionSettings settings, VenueSettings venue, BookModel model,
                                   std::unique_ptr<MarketSource> source, SessionJournal& journal,
                                   RecordingSink* recorder)
    : m_exchange(std::move(venue), model, std::move(source), m_gateway.listener())
    , m_journal(journal)
    , m_session(std::move(settings), SessionPorts {m_gateway, m_timers, journal, recorder})
{
    m_gateway.attach(m_exchange);
    connect(&m_gateway, &ExchangeGateway::event, this,
            [this](const ExchangeEvent& event) { m_session.inputs().post(m_exchange.now(), event); });
    connect(&journal, &SessionJournal::durable, this,
            [this](JournalTicket upTo) { m_durable = std::max(m_durable, upTo); });
    connect(&journal, &SessionJournal::failed, this,
            [this](const QString& what) { m_journalFailure = what.toStdString(); });
}

void SimulationRunner::submit(const UserCommand& command)
{
    m_session.inputs().post(m_exchange.now(), command);
    settle();
}

void SimulationRunner::settle()
{
    bool busy = true;
    while (busy) {
        busy = m_gateway.deliverAnswers();
        if (m_journalFailure) {
            m_session.inputs().post(m_exchange.now(),
                                    JournalFailed {*std::exchange(m_journalFailure, std::nullopt)});
            busy = true;
        }
        if (!m_session.desk().hasHeld())
            continue;
        const JournalTicket before = m_durable;
        m_journal.settle();
        if (m_durable != before) {
            m_session.inputs().post(m_exchange.now(), JournalDurable {m_durable});
            busy = true;
        }
    }
}

bool SimulationRunner::step(Timestamp limit)
{
    const auto timer = m_timers.nextDue();
    const bool isTimerDue = timer && *timer <= limit;
    // A timer started for the past is due now.
    if (!m_exchange.step(isTimerDue ? std::max(*timer, m_exchange.now()) : limit) && !isTimerDue)
        return false;
    const Timestamp instant = m_exchange.now();
    settle();
    while (const auto due = m_timers.takeDue(instant)) {
        m_session.inputs().post(instant, TimerFired {due->timer});
        settle();
    }
    return true;
}

void SimulationRunner::runUntil(Timestamp limit)
{
    while (step(limit)) { }
}

} // namespace breakline
