// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backtest/LockStepMessages.h"
#include "backtest/PortDecorator.h"
#include "backtest/StepRounds.h"
#include "core/Scheduler.h"
#include "exchange/bybit/BybitGateway.h"
#include "exchange/bybit/BybitNetwork.h"
#include "exchange/bybit/RecalledCalls.h"
#include "trading/RecorderWatch.h"
#include "trading/SessionRunner.h"

#include <QObject>
#include <QThread>
#include <QUrl>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

class LockStepNetwork;

/// Where a venue is that goes in step with its client.
struct LockStepVenue {
    QUrl rest;
    QUrl ws;
    QUrl control;
    std::string key {};
    std::string secret {};
    /// It goes on when this program ends: what the session knows is written
    /// down before anything that changes the account leaves.
    bool isOfAnotherProcess = false;
};

/// A trading session on a simulated exchange behind a wire, in step with it: the
/// same rounds over the same inputs as the SimulationRunner's, so that both come
/// to the same end. Has a network thread of its own; the trading thread waits
/// for it inside the calls, without an event loop.
///
/// Between two calls the venue stands still. It goes on with step(), no further
/// than its limit; its own speed is the only brake.
class LockStepRunner : public QObject, public SessionRunner, private StepInputs, private NetworkPort {
    Q_OBJECT
public:
    /// Opens the control socket and reads the venue's time; Unavailable where
    /// there is no venue.
    static Expected<std::unique_ptr<LockStepRunner>> open(SessionSettings settings, LockStepVenue venue,
                                                          SessionJournal& journal, RecordingSink* recorder,
                                                          PortDecorator* decorator = nullptr);
    /// The same in two parts, for a session that goes on: make(), recall() for
    /// each input of the recording, reach().
    static std::unique_ptr<LockStepRunner> make(SessionSettings settings, SessionJournal& journal,
                                                RecordingSink* recorder, PortDecorator* decorator = nullptr);
    /// Handles an input of an earlier run. Nothing is sent.
    void recall(Timestamp time, const Input& input);
    /// Opens the venue; Refused where it is not of this machine: orders would
    /// leave it. After recall(): the calls that were under way have an
    /// unknown fate, the streams are asked for again, and the session is told
    /// that the connection was lost in between.
    Expected<void> reach(LockStepVenue venue);
    ~LockStepRunner() override;

    TradingSession& session() override { return *m_session; }
    Timestamp now() const override { return m_now; }
    /// While a step is on its way: last in that step.
    void submit(const UserCommand& command) override { submitOutside(command); }
    void report(const DiskReading& disk) override { submitOutside(disk); }
    void setRecalledFailure(std::function<std::optional<JournalFailed>()> recalled) override
    {
        m_recalledFailure = std::move(recalled);
    }
    /// After an interrupt the step stays asked for.
    bool step(Timestamp limit) override;
    std::optional<std::string> failure() const override { return m_failure; }
    void setInterruptCheck(std::function<bool()> check) override { m_interruptCheck = std::move(check); }

    BybitGateway& gateway() { return m_gateway; }

private:
    LockStepRunner(SessionSettings settings, SessionJournal& journal, RecordingSink* recorder,
                   PortDecorator* decorator);

    bool start(LockStepVenue venue);
    void send(NetworkCommand command) override;

    bool isWaiting() const override;
    StepPhase firstHeld(StepPhase from) override;
    void deliver(StepPhase phase) override;
    bool holds(StepPhase phase);
    void submitOutside(const OutsideInput& input);
    bool holdsDurable();
    void deliverDurable();

    /// Rounds until this instant is quiet, snapshots of new streams included.
    void settle();
    void ask(std::optional<Timestamp> next);
    /// Takes one message; false: interrupted, or failed.
    bool receive();
    /// The same inside a step; fails at last where both an interrupt and silence last.
    void receiveWithin();
    void absorb(std::vector<Delivery>& deliveries);
    void flush();

    LockStepNetwork* m_network = nullptr; ///< lives and ends on m_thread
    BybitGateway m_gateway;
    TimerQueue m_timers;
    SessionJournal& m_journal;
    RecordingSink* m_recorder;
    PortDecorator* m_decorator; ///< may be null
    RecalledCalls m_recalled;
    bool m_hasRecalled = false;
    bool m_hasPrivateNews = false;
    int m_interrupted = 0; ///< waits in a row
    bool m_isOfAnotherProcess = false;
    std::unique_ptr<TradingSession> m_session;
    RecorderWatch m_recorderWatch;
    StepRounds m_rounds;
    LockStepMailbox m_mailbox;
    QThread m_thread;
    std::function<bool()> m_interruptCheck;
    std::optional<std::string> m_failure;

    Timestamp m_now;
    bool m_isReady = false;
    bool m_isStepAsked = false;
    bool m_isSettling = false;
    std::vector<NetworkCommand> m_outgoing;
    std::uint64_t m_round = 0;
    std::uint64_t m_settledRound = 0;
    bool m_isOwedSnapshots = false;
    std::size_t m_absorbed = 0; ///< in this step
    JournalTicket m_durable = 0;
    JournalTicket m_told = 0;
    std::optional<std::string> m_journalFailure;
    std::optional<RecorderFailed> m_recorderFailure;
    std::function<std::optional<JournalFailed>()> m_recalledFailure;
    std::vector<OutsideInput> m_outside;
};

} // namespace breakline
