// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/TradingSession.h"

#include "trading/ChartHistory.h"
#include "trading/SnapshotBuilder.h"

namespace breakline {

TradingSession::TradingSession(SessionSettings settings, const SessionPorts& ports)
    : m_settings(std::move(settings))
    , m_timers(m_clock, ports.scheduler)
    , m_decisions(ports.recorder)
    , m_log(m_clock, ports.journal)
    , m_tracer(ports.journal, m_settings.isTraced)
    , m_levels(m_settings, m_board, ports.journal)
    , m_costs(m_settings, m_board, ports.journal)
    , m_services {m_settings, m_clock,       m_timers,      m_decisions, m_log,    m_machine.gate(),
                  m_board,    ports.gateway, ports.journal, m_tracer,    m_levels, m_costs}
    , m_requests(m_services, m_errors, m_machine)
    , m_desk(m_services, m_requests, SendLimitSettings {})
    , m_positions(m_services, m_desk, m_requests)
    , m_ledger(m_positions)
    , m_risk(m_services, m_positions, m_requests, m_ledger)
    , m_execution(m_services, m_desk, m_positions, m_requests)
    , m_scanning(m_services, m_requests)
    , m_flow(m_services)
    , m_signals(m_services, m_flow,
                [this](SymbolId symbol) {
                    return m_positions.find(symbol) != nullptr || m_execution.isWorking(symbol)
                        || !m_desk.liveOrders(symbol).empty();
                })
    , m_flattener(m_services, m_desk, m_positions, m_execution, m_requests)
    , m_reconciler(m_services, m_desk, m_positions, m_requests, m_ledger)
    , m_health(m_services)
    , m_selfTest(m_services, m_requests, m_desk, m_positions, m_reconciler, m_health)
    , m_firstStop(m_services, m_requests, m_positions)
    , m_monitoring(m_settings.sessionId, m_settings.preset.id)
    , m_orchestrator(m_services,
                     TradingManagers {m_machine, m_requests, m_desk, m_positions, m_risk, m_execution,
                                      m_scanning, m_flow, m_signals, m_flattener, m_reconciler, m_health,
                                      m_selfTest, m_firstStop, m_errors, m_monitoring})
    , m_sequencer(m_orchestrator, m_clock, m_decisions, ports.recorder)
    , m_charts(std::make_unique<ChartHistory>(*this))
    , m_snapshots(std::make_unique<SnapshotBuilder>(*this))
{
    MicrostructureSource source;
    source.denseZones = [this](SymbolId symbol) {
        return m_flow.zones(symbol).value_or(std::vector<PriceZone> {});
    };
    source.activityDrop = [this](SymbolId symbol) { return m_flow.activityDrop(symbol); };
    m_positions.setMicrostructure(std::move(source));
    m_flow.setSampled([this] { m_positions.onFlowSampled(); });
    countRefusals();
    if (!m_settings.protections.entryGate)
        m_machine.gate().ignore();
}

TradingSession::~TradingSession() = default;

void TradingSession::countRefusals()
{
    QObject::connect(&m_scanning, &ScanningManager::finished, &m_monitoring, [this](const ScanOutcome& outcome) {
        if (outcome.kind == ScanKind::BarClose)
            m_refusals.addClose(outcome);
    });
    QObject::connect(&m_signals, &SignalManager::refused, &m_monitoring,
                     [this](const std::string& reason) { m_refusals.add(reason); });
    QObject::connect(&m_signals, &SignalManager::ended, &m_monitoring, [this](const SignalRecord& record) {
        if (record.status == SignalStatus::Expired)
            m_refusals.add("signal:expired");
        else if (record.status != SignalStatus::Executed)
            m_refusals.add(record.reason);
    });
}

bool TradingSession::isFinished() const
{
    const TradingState state = m_machine.state();
    return (state == TradingState::Stopped && !m_selfTest.isActive())
        || (state == TradingState::Emergency && !m_flattener.isActive() && m_flattener.receipt().has_value());
}

TradingSnapshotPtr TradingSession::snapshot()
{
    return m_snapshots->build();
}

void TradingSession::keepCharts()
{
    m_sequencer.setOnlooker([this](Timestamp next) { m_charts->beforeInput(next); });
}

} // namespace breakline
