// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backtest/InProcessGateway.h"
#include "core/Scheduler.h"
#include "matching/SimulatedExchange.h"
#include "trading/TradingSession.h"

#include <QObject>

#include <memory>
#include <optional>

namespace breakline {

/// A trading session on the simulated exchange in one process and one thread,
/// on a clock that is advanced by hand: from one instant at which something
/// happens to the next. At each: what the venue pushes, then the answers it
/// gives at once, then the timers that are due, in this order. The disk takes
/// no venue time: what waits for the journal waits inside the instant.
class SimulationRunner : public QObject {
    Q_OBJECT
public:
    SimulationRunner(SessionSettings settings, VenueSettings venue, BookModel model,
                     std::unique_ptr<MarketSource> source, SessionJournal& journal, RecordingSink* recorder);

    /// Venue time.
    Timestamp now() const { return m_exchange.now(); }
    /// Handles a person's command now.
    void submit(const UserCommand& command);
    /// The next instant, if it is not after `limit`; else the clock moves there.
    /// Returns whether something happened.
    bool step(Timestamp limit);
    void runUntil(Timestamp limit);

    TradingSession& session() { return m_session; }
    SimulatedExchange& exchange() { return m_exchange; }

private:
    /// Delivers answers and durability until the instant is quiet.
    void settle();

    InProcessGateway m_gateway;
    SimulatedExchange m_exchange;
    TimerQueue m_timers;
    SessionJournal& m_journal;
    TradingSession m_session;
    JournalTicket m_durable = 0;
    std::optional<std::string> m_journalFailure;
};

} // namespace breakline
