// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/Flattener.h"
#include "trading/FlowSampler.h"
#include "trading/InputSequencer.h"
#include "trading/LevelRecorder.h"
#include "trading/RefusalTally.h"
#include "trading/TradingOrchestrator.h"
#include "trading/TradingServices.h"
#include "trading/TradingSnapshot.h"

#include <memory>

namespace breakline {

/// What a session is wired to. All outlive it. `recorder` may be null.
struct SessionPorts {
    ExchangeGateway& gateway;
    Scheduler& scheduler;
    SessionJournal& journal;
    RecordingSink* recorder = nullptr;
};

/// One trading session: the managers, wired, behind the one door. The same for
/// live, simulated and replayed sessions; what differs are the ports. Lives on
/// the trading thread.
class TradingSession {
public:
    TradingSession(SessionSettings settings, const SessionPorts& ports);
    ~TradingSession();
    TradingSession(const TradingSession&) = delete;
    TradingSession& operator=(const TradingSession&) = delete;

    InputSequencer& inputs() { return m_sequencer; }
    DecisionLog& decisions() { return m_decisions; }
    TradingLog& log() { return m_log; }
    const TradingStateMachine& machine() const { return m_machine; }
    const TradingOrchestrator& orchestrator() const { return m_orchestrator; }
    TradingOrchestrator& orchestrator() { return m_orchestrator; }
    const PositionManager& positions() const { return m_positions; }
    const OrderDesk& desk() const { return m_desk; }
    const RiskManager& risk() const { return m_risk; }
    const AccountReconciler& reconciler() const { return m_reconciler; }
    const FeedHealth& health() const { return m_health; }
    const SelfTest& selfTest() const { return m_selfTest; }
    const FirstStopCheck& firstStop() const { return m_firstStop; }
    const ErrorHandler& errors() const { return m_errors; }
    const ScanningManager& scanning() const { return m_scanning; }
    const FlowSampler& flow() const { return m_flow; }
    const SignalManager& signalManager() const { return m_signals; }
    const Flattener& flattener() const { return m_flattener; }
    const MonitoringManager& monitoring() const { return m_monitoring; }
    const RefusalTally& refusals() const { return m_refusals; }
    const MarketBoard& board() const { return m_board; }
    const SessionSettings& settings() const { return m_settings; }
    Timestamp now() const { return m_clock.now(); }
    bool isFinished() const;

    /// What the window shows now.
    TradingSnapshotPtr snapshot();
    /// From now on the charts of all symbols are kept as they were, for the
    /// snapshots; before the first input, where all of them are to be there.
    void keepCharts();

private:
    friend class SnapshotBuilder;

    void countRefusals();

    SessionSettings m_settings;
    SessionClock m_clock;
    TimerService m_timers;
    DecisionLog m_decisions;
    TradingLog m_log;
    DecisionTracer m_tracer;
    TradingStateMachine m_machine;
    MarketBoard m_board;
    LevelRecorder m_levels;
    CostSheets m_costs;
    TradingServices m_services;
    ErrorHandler m_errors;
    RequestDesk m_requests;
    OrderDesk m_desk;
    PositionManager m_positions;
    WalletLedger m_ledger;
    RiskManager m_risk;
    ExecutionManager m_execution;
    ScanningManager m_scanning;
    FlowSampler m_flow;
    SignalManager m_signals;
    Flattener m_flattener;
    AccountReconciler m_reconciler;
    FeedHealth m_health;
    SelfTest m_selfTest;
    FirstStopCheck m_firstStop;
    MonitoringManager m_monitoring;
    RefusalTally m_refusals;
    TradingOrchestrator m_orchestrator;
    InputSequencer m_sequencer;
    std::unique_ptr<class ChartHistory> m_charts;
    std::unique_ptr<class SnapshotBuilder> m_snapshots;
};

} // namespace breakline
