// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backtest/InProcessGateway.h"
#include "backtest/PortDecorator.h"
#include "backtest/StepRounds.h"
#include "core/Scheduler.h"
#include "matching/SimulatedExchange.h"
#include "trading/RecorderWatch.h"
#include "trading/SessionRunner.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

/// A trading session on the simulated exchange in one process and one thread,
/// on a clock that is advanced by hand: from one instant at which something
/// happens to the next. All that an instant brings is held and then numbered
/// in the rounds of backtest/StepRounds.h; snapshots of new subscriptions follow
/// once it is quiet, and it becomes quiet again. The disk takes no venue time:
/// what waits for the journal waits inside the instant, and where an entry does,
/// every intent written so far is told to be durable, each by an input of its own.
class SimulationRunner : public QObject, public SessionRunner, private StepInputs {
    Q_OBJECT
public:
    SimulationRunner(SessionSettings settings, VenueSettings venue, BookModel model,
                     std::unique_ptr<MarketSource> source, SessionJournal& journal, RecordingSink* recorder,
                     PortDecorator* decorator = nullptr);
    ~SimulationRunner() override;

    TradingSession& session() override { return m_session; }
    Timestamp now() const override { return m_exchange.now(); }
    void submit(const UserCommand& command) override { submitOutside(command); }
    void report(const DiskReading& disk) override { submitOutside(disk); }
    void setRecalledFailure(std::function<std::optional<JournalFailed>()> recalled) override
    {
        m_recalledFailure = std::move(recalled);
    }
    bool step(Timestamp limit) override;

    SimulatedExchange& exchange() { return m_exchange; }
    const SimulatedExchange& exchange() const { return m_exchange; }

private:
    bool isWaiting() const override { return false; }
    StepPhase firstHeld(StepPhase from) override;
    void deliver(StepPhase phase) override;
    bool holds(StepPhase phase);
    void submitOutside(const OutsideInput& input);
    bool holdsDurable();
    void deliverDurable();
    /// Rounds until the instant is quiet.
    void settle();

    InProcessGateway m_gateway;
    SimulatedExchange m_exchange;
    TimerQueue m_timers;
    SessionJournal& m_journal;
    TradingSession m_session;
    RecorderWatch m_recorderWatch;
    StepRounds m_rounds;
    bool m_isSettling = false;
    JournalTicket m_durable = 0; ///< as far as the journal has said
    JournalTicket m_told = 0;    ///< as far as the session knows
    std::optional<std::string> m_journalFailure;
    std::optional<RecorderFailed> m_recorderFailure;
    std::function<std::optional<JournalFailed>()> m_recalledFailure;
    std::vector<OutsideInput> m_outside;
};

} // namespace breakline
