// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backtest/LockStepMessages.h"
#include "backtest/StepRounds.h"
#include "core/Scheduler.h"
#include "exchange/bybit/BybitGateway.h"
#include "exchange/bybit/BybitNetwork.h"
#include "trading/TradingSession.h"

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
    std::string key;
    std::string secret;
    /// Of every instrument; empty: the venue is asked.
    std::optional<bybit::FeeRates> feeRates;
};

/// A trading session on a simulated exchange behind a wire, in step with it: the
/// same rounds over the same inputs as the SimulationRunner's, so that both come
/// to the same end. Has a network thread of its own; the trading thread waits
/// for it inside the calls, without an event loop.
///
/// Between two calls the venue stands still. It goes on with step(), no further
/// than its limit; its own speed is the only brake.
class LockStepRunner : public QObject, private StepInputs, private NetworkPort {
    Q_OBJECT
public:
    /// Opens the control socket and reads the venue's time; Unavailable where
    /// there is no venue.
    static Expected<std::unique_ptr<LockStepRunner>> open(SessionSettings settings, LockStepVenue venue,
                                                          SessionJournal& journal, RecordingSink* recorder);
    ~LockStepRunner() override;

    /// Venue time.
    Timestamp now() const { return m_now; }
    /// Handles a person's command, last of what now is there to handle; while a
    /// step is on its way, last in that step.
    void submit(const UserCommand& command);
    /// The next instant, if it is not after `limit`; else the clock moves there.
    /// False once `limit` is reached without anything happening, where the wait
    /// was interrupted (the step stays asked for), and after a failure.
    bool step(Timestamp limit);
    void runUntil(Timestamp limit);

    /// The lock step has ended by an error: nothing goes on.
    const std::optional<std::string>& failure() const { return m_failure; }
    /// Looked at five times a second while a step is waited for.
    void setInterruptCheck(std::function<bool()> check) { m_interruptCheck = std::move(check); }

    TradingSession& session() { return *m_session; }
    BybitGateway& gateway() { return m_gateway; }

Q_SIGNALS:
    /// For a log; holds no secret. Through the event loop.
    void problem(const QString& message);

private:
    LockStepRunner(SessionSettings settings, SessionJournal& journal, RecordingSink* recorder);

    bool start(LockStepVenue venue);
    void send(NetworkCommand command) override;

    bool isWaiting() const override;
    StepPhase firstHeld(StepPhase from) override;
    void deliver(StepPhase phase) override;
    bool holds(StepPhase phase);
    bool holdsDurable();
    void deliverDurable();

    /// Rounds until this instant is quiet, snapshots of new streams included.
    void settle();
    void ask(std::optional<Timestamp> next);
    /// Takes one message; false: interrupted, or failed.
    bool receive();
    void absorb(std::vector<Delivery>& deliveries);
    void flush();

    BybitGateway m_gateway;
    TimerQueue m_timers;
    SessionJournal& m_journal;
    std::unique_ptr<TradingSession> m_session;
    StepRounds m_rounds;
    LockStepMailbox m_mailbox;
    QThread m_thread;
    LockStepNetwork* m_network = nullptr; ///< lives and ends on m_thread
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
    std::vector<UserCommand> m_commands;
};

} // namespace breakline
