// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/AccountReconciler.h"
#include "trading/ErrorHandler.h"
#include "trading/ExecutionManager.h"
#include "trading/FeedHealth.h"
#include "trading/FirstStopCheck.h"
#include "trading/Flattener.h"
#include "trading/FlowSampler.h"
#include "trading/Input.h"
#include "trading/MonitoringManager.h"
#include "trading/OrderDesk.h"
#include "trading/PositionManager.h"
#include "trading/RequestDesk.h"
#include "trading/RiskManager.h"
#include "trading/ScanningManager.h"
#include "trading/SelfTest.h"
#include "trading/SignalManager.h"
#include "trading/StartChoice.h"
#include "trading/TradingServices.h"
#include "trading/TradingStateMachine.h"

#include <QObject>

#include <optional>
#include <set>
#include <string>

namespace breakline {

/// The managers of one session.
struct TradingManagers {
    TradingStateMachine& machine;
    RequestDesk& requests;
    OrderDesk& desk;
    PositionManager& positions;
    RiskManager& risk;
    ExecutionManager& execution;
    ScanningManager& scanning;
    FlowSampler& flow;
    SignalManager& signalManager;
    Flattener& flattener;
    AccountReconciler& reconciler;
    FeedHealth& health;
    SelfTest& selfTest;
    FirstStopCheck& firstStop;
    ErrorHandler& errors;
    MonitoringManager& monitoring;
};

/// The way to the venue, as its last changes told it.
struct ConnectionStatus {
    bool marketUp = false;
    bool privateUp = false;
    std::string reason; ///< newest
    Timestamp since; ///< of the present marketUp and privateUp
    int timesUp = 0; ///< how often all of it came up
};

/// Hands every input to those whom it concerns, in a fixed order, and leads the
/// trading state from what they answer. Owns none of the rules. Trading thread.
class TradingOrchestrator : public QObject, public InputHandler {
    Q_OBJECT
public:
    TradingOrchestrator(TradingServices& services, TradingManagers managers);

    void handle(const ExchangeEvent& event) override;
    void handle(const TimerFired& timer) override;
    void handle(const JournalDurable& durable) override;
    void handle(const JournalFailed& failed) override;
    void handle(const UserCommand& command) override;
    void handle(const RecorderFailed& failed) override;
    void handle(const DiskReading& disk) override;

    /// Why the session stopped, as stop's argument said; empty while it runs.
    const std::string& stopReason() const { return m_stopReason; }
    /// Why the session cannot go on without a person; empty while it can. Where
    /// none is there, whoever runs it stops it with the argument "error".
    const std::string& failure() const { return m_failure; }
    /// The last start, or return to trading, was refused by the self-test.
    bool isRefusedBySelfTest() const { return m_isRefusedBySelfTest; }
    StartChoice startChoice() const { return m_startChoice; }
    std::optional<SymbolId> selectedSymbol() const { return m_selected; }
    /// Empty before the gateway has told of it.
    const std::optional<ConnectionStatus>& connection() const { return m_connection; }
    bool hasExposure() const;

Q_SIGNALS:
    void replied(const breakline::CommandReply& reply);

private:
    // Exchange events.
    void on(const TradePrint& print);
    void on(const BookSnapshot& book);
    void on(const CandleClosed& closed);
    void on(const Ticker& ticker);
    void on(const OrderUpdate& update);
    void on(const Execution& execution);
    void on(const PositionUpdate& update);
    void on(const WalletUpdate& wallet);
    void on(const RequestAnswer& answer);
    void on(const CandlesAnswer& answer);
    void on(const TradesAnswer& answer);
    void on(const BookAnswer& answer);
    void on(const TickersAnswer& answer);
    void on(const InstrumentsAnswer& answer);
    void on(const AccountAnswer& answer);
    void on(const OrderAnswer& answer);
    void on(const ConnectionChanged& changed);
    void on(const ExecutionsAnswer& answer);
    void on(const TransfersAnswer& answer);
    void on(const ClockReading& reading);
    void on(const BookGap& gap);
    void on(const AccountSettingsAnswer& answer);

    /// While the private stream is down the account is asked for every second.
    void pollAccount();
    /// What there is of the connection is up: without an account, its market data.
    bool isWhole(const ConnectionStatus& connection) const;

    // Requests and failures.
    void concluded(const RequestAnswer& answer);
    void follow(RequestId ticket, const OperationError& error, const RecoveryAction& action);
    void armErrorRetry();

    // Initialising.
    void connectOnce();
    void askForInstruments();
    /// Asks again and again, as no venue tells of a change by itself.
    void scheduleInstruments();
    /// Asks at once, at most once a second: an order shows that they have changed.
    void doubtRules();
    void changed(const Instrument& instrument, bool loads);
    void beginInitialising();
    void loadSymbol(const Instrument& instrument, bool isPartOfStart);
    RequestId askForCandles(SymbolId symbol, Timestamp from, Timestamp to);
    /// The bars that lie before those of the board, for the breaks in them.
    void askForPast(SymbolId symbol);
    /// Asks for the bars since the last one known, where one has closed since.
    void askForMissedCandles(SymbolId symbol);
    void loaded(RequestId request);
    void initialised();
    /// The self-test, where there is one, stands between the loading and trading.
    void tryOut();
    void selfTestFinished(bool hasPassed);
    void ready();
    /// Those found without a stop get one; of our own the position manager sees to it.
    void protectFound();
    /// A position or an order is there, of this session or of another hand.
    bool hasFound() const;
    void initialisingFailed(const std::string& why);

    // The trading cycle.
    bool fire(Trigger trigger, const std::string& reason);
    void entered(TradingState state);
    Duration scanInterval() const;
    void scheduleScan(Duration delay);
    void scanDue();
    void scanFinished(const ScanOutcome& outcome);
    void collectClose(const CandleClosed& closed);
    void closeComplete();
    std::string gateReason() const;
    void goToSizing();
    void sizeSignals();
    /// What stands in the way of the symbol alone, before risk is asked.
    Expected<void> mayEnter(SymbolId symbol) const;
    /// The rules of adding to the position hold: risk has the word, as of every entry.
    void addTo(SymbolId symbol);
    void addOnFinished(SymbolId symbol);
    void entryFinished(SymbolId symbol, const std::string& signalId, bool filled, const std::string& reason);
    void leaveExecution();
    void positionClosed(SymbolId symbol, const std::string& traceId, double netR, bool stoppedOut);

    // What the monitoring is told.
    void watchSteps();
    void watchSignals();
    void watchOrders();
    void watchPositions();
    void scanRecorded(const ScanOutcome& outcome);
    void sizingRecorded(const SignalRecord& record, const Expected<ApprovedEntry>& entry);
    /// Sending it has come to an end; nothing where it had before.
    void orderConcluded(const std::string& clientId, CheckpointStatus status, const std::string& message);
    void closedRecorded(SymbolId symbol, const std::string& traceId, double netR);
    void riskRecorded();
    void stateRecorded(TradingState state);

    // Commands.
    struct Outcome {
        bool success = false;
        std::string message;
    };
    Outcome perform(const UserCommand& command);
    Outcome start();
    Outcome stop(const std::string& reason);
    Outcome pause();
    Outcome resume();
    Outcome panicExit();
    Outcome kill();
    Outcome rearm(const std::string& confirmation);
    Outcome retry();
    /// A failure of journal or recorder stays: only a new session is without it.
    void clearFailure();
    /// Leaves PAUSED or ERROR, and scans at once.
    bool goOn(const std::string& reason);
    Outcome timeStop();
    Outcome onStart(const std::string& argument);
    Outcome resolve(const std::string& argument);
    void carryOut(const ContestOutcome& outcome);
    /// Of a position that has none: where one may stand.
    Price stopFor(const PositionUpdate& venue) const;
    /// A stop that waits: time stop until flat, leave until no entry is at work.
    void stopIfDue();
    void flatten(ExitReason reason);
    void flattened();
    void toPaused(const std::string& reason);
    void killConfirmed(const std::string& cause);

    TradingServices& m_services;
    TradingManagers m_managers;

    std::set<RequestId> m_loading;
    std::set<RequestId> m_past; ///< of m_loading, what is no news to the board
    TimerId m_loadTimer = 0;
    bool m_isConnected = false; ///< it was asked for
    std::optional<ConnectionStatus> m_connection;
    bool m_hasInstruments = false;
    bool m_isInitialised = false;
    std::string m_alert; ///< the last
    Timestamp m_alerted;
    RequestId m_instrumentsRequest = 0;
    TimerId m_instrumentsTimer = 0;
    std::optional<Timestamp> m_rulesDoubted;
    RequestId m_startAccount = 0;
    std::vector<PositionUpdate> m_found; ///< by the account that the start was compared with
    bool m_hasFoundOrders = false; ///< the same
    StartChoice m_startChoice = StartChoice::Adopt;
    bool m_goesOnWhenFlat = false; ///< a start that flattens first
    bool m_isRefusedBySelfTest = false;
    TimerId m_errorTimer = 0;
    TimerId m_accountTimer = 0;

    TimerId m_scanTimer = 0;
    std::optional<Timestamp> m_lastScan;
    Timestamp m_closing; ///< close time of the bars being collected
    std::set<SymbolId> m_closed; ///< whose bar of it is there
    TimerId m_closeTimer = 0;
    Timestamp m_evaluated; ///< last close that was evaluated
    bool m_openedInBatch = false;
    bool m_opening = false;

    Timestamp m_scanBegan;
    std::set<std::string> m_executedOrders; ///< venue ids of orders with a fill

    bool m_stopWanted = false;
    bool m_leaveWanted = false;
    bool m_pauseWanted = false;
    std::string m_stopReason;
    std::string m_failure;
    std::optional<SymbolId> m_selected;
};

} // namespace breakline
