// SPDX-License-Identifier: GPL-3.0-or-later
// What TradingOrchestrator tells the monitoring: each step where it happens,
// under its trace id. Nothing here decides.
#include "trading/TradingOrchestrator.h"

#include <fmt/format.h>

namespace breakline {

namespace {

using enum CheckpointType;
using enum CheckpointStatus;

CheckpointRow rowOf(const Checkpoint& checkpoint)
{
    CheckpointRow row;
    row.time = checkpoint.time;
    row.traceId = checkpoint.traceId;
    row.checkpointId = std::to_string(checkpoint.id);
    row.type = toText(checkpoint.type);
    row.status = toText(checkpoint.status);
    row.durationMs = checkpoint.durationMs;
    row.symbol = checkpoint.symbol;
    row.message = checkpoint.subject;
    if (!row.message.empty() && !checkpoint.message.empty())
        row.message += ' ';
    row.message += checkpoint.message;
    return row;
}

/// How a stopped session ended.
SessionStatus statusOf(const std::string& stopReason)
{
    if (stopReason == "error")
        return SessionStatus::Failed;
    return stopReason == "duration" || stopReason == "until_end" ? SessionStatus::Completed
                                                                 : SessionStatus::Stopped;
}

} // namespace

void TradingOrchestrator::watchSteps()
{
    MonitoringManager& monitoring = m_managers.monitoring;
    connect(&monitoring, &MonitoringManager::checkpointRecorded, this,
            [this](const Checkpoint& checkpoint) { m_services.journal.write(rowOf(checkpoint)); });
    m_services.log.setAlarm([this, &monitoring](const LogRow& row) {
        const bool isWarning = row.level == toText(LogLevel::Warning);
        monitoring.record(isWarning ? Warning : CheckpointType::Error, isWarning ? Completed : Failed,
                          m_services.now(), row.symbol, row.traceId, row.component + ": " + row.message);
    });
    connect(&m_managers.scanning, &ScanningManager::began, this, [this, &monitoring](const std::string& id) {
        monitoring.record(ScanStart, InProgress, m_services.now(), {}, id);
        m_scanBegan = m_services.now();
    });
    watchSignals();
    watchOrders();
    watchPositions();
}

void TradingOrchestrator::scanRecorded(const ScanOutcome& outcome)
{
    MonitoringManager& monitoring = m_managers.monitoring;
    const Timestamp now = m_services.now();
    monitoring.count({outcome.results.size(), outcome.candidates, 0, 0, 0});
    monitoring.conclude(ScanComplete, outcome.isComplete ? Completed : Failed, now, {},
                        fmt::format("{} symbols, {} candidates{}", outcome.results.size(), outcome.candidates,
                                    outcome.isComplete ? "" : "; the venue did not answer all questions"));
    monitoring.recordMetrics(now,
                             {{"scanner.symbols", static_cast<double>(outcome.results.size())},
                              {"scanner.candidates", static_cast<double>(outcome.candidates)},
                              {"scanner.time_ms", static_cast<double>((now - m_scanBegan).ms)}});
    if (outcome.candidates == 0)
        return;
    // The scan has found them with the candidates, of the same bars.
    std::size_t levels = 0;
    for (const ScanResult& result : std::span(outcome.results).first(outcome.candidates))
        levels += result.levels.size();
    monitoring.record(LevelBuildingStart, InProgress, now, {}, outcome.id);
    monitoring.conclude(LevelBuildingComplete, levels > 0 ? Completed : Skipped, now, {},
                        fmt::format("{} levels of {} candidates", levels, outcome.candidates));
}

void TradingOrchestrator::watchSignals()
{
    MonitoringManager& monitoring = m_managers.monitoring;
    const auto about = [this](CheckpointType type, CheckpointStatus status, const SignalRecord& record,
                              const std::string& message) {
        Checkpoint checkpoint;
        checkpoint.type = type;
        checkpoint.status = status;
        checkpoint.time = m_services.now();
        checkpoint.traceId = record.traceId;
        checkpoint.symbol = m_services.symbolName(record.signal.symbol);
        checkpoint.subject = record.id;
        checkpoint.message = message;
        return checkpoint;
    };
    connect(&m_managers.signalManager, &SignalManager::detected, this,
            [&monitoring, about](const SignalRecord& record) {
                monitoring.count({0, 0, 1, 0, 0});
                monitoring.record(about(SignalDetected, Completed, record, record.signal.reason));
                monitoring.record(about(SignalValidated, InProgress, record, {}));
            });
    connect(&m_managers.signalManager, &SignalManager::validated, this,
            [&monitoring, about](const SignalRecord& record, const std::string& refusal) {
                monitoring.record(
                    about(SignalValidated, refusal.empty() ? Completed : Failed, record, refusal));
                if (refusal.empty())
                    monitoring.record(about(PositionSizing, InProgress, record, {}));
            });
    // One that never came to be sized.
    connect(&m_managers.signalManager, &SignalManager::ended, this,
            [&monitoring, about](const SignalRecord& record) {
                monitoring.conclude(about(PositionSizing, Skipped, record, record.reason));
            });
}

void TradingOrchestrator::sizingRecorded(const SignalRecord& record, const Expected<ApprovedEntry>& entry)
{
    MonitoringManager& monitoring = m_managers.monitoring;
    Checkpoint sizing;
    sizing.type = PositionSizing;
    sizing.status = entry ? Completed : Failed;
    sizing.time = m_services.now();
    sizing.traceId = record.traceId;
    sizing.symbol = m_services.symbolName(record.signal.symbol);
    sizing.subject = record.id;
    if (!entry)
        sizing.message = entry.error().message;
    const std::string symbol = sizing.symbol;
    monitoring.record(std::move(sizing));
    // The entry is at work until it has opened a position, or is final without one.
    if (entry)
        monitoring.record(PositionOpened, InProgress, m_services.now(), symbol, record.traceId);
}

void TradingOrchestrator::orderConcluded(const std::string& clientId, CheckpointStatus status,
                                         const std::string& message)
{
    const TrackedOrder* order = m_managers.desk.find(clientId);
    if (order == nullptr)
        return;
    Checkpoint checkpoint;
    checkpoint.type = OrderPlaced;
    checkpoint.status = status;
    checkpoint.time = m_services.now();
    checkpoint.traceId = order->traceId();
    checkpoint.symbol = m_services.symbolName(order->request().symbol);
    checkpoint.subject = clientId;
    checkpoint.message = message;
    m_managers.monitoring.conclude(checkpoint);
    checkpoint.type = TakeProfitSet;
    m_managers.monitoring.conclude(checkpoint);
}

void TradingOrchestrator::watchOrders()
{
    MonitoringManager& monitoring = m_managers.monitoring;
    OrderDesk& desk = m_managers.desk;
    connect(&desk, &OrderDesk::sent, this, [this, &monitoring](const std::string& clientId) {
        const TrackedOrder& order = *m_managers.desk.find(clientId);
        Checkpoint checkpoint;
        checkpoint.type = OrderPlaced;
        checkpoint.status = InProgress;
        checkpoint.time = m_services.now();
        checkpoint.traceId = order.traceId();
        checkpoint.symbol = m_services.symbolName(order.request().symbol);
        checkpoint.subject = clientId;
        checkpoint.message = toText(order.intent());
        monitoring.record(checkpoint);
        if (order.intent() == OrderIntent::Target) {
            checkpoint.type = TakeProfitSet;
            monitoring.record(std::move(checkpoint));
        }
    });
    connect(&desk, &OrderDesk::placeAnswered, this,
            [this](const std::string& clientId, SendOutcome outcome, OrderEndReason reason) {
                if (outcome == SendOutcome::Taken)
                    orderConcluded(clientId, Completed, {});
                else if (outcome == SendOutcome::Refused)
                    orderConcluded(clientId, Failed, std::string(toText(reason)));
            });
    // An order of unknown fate is in progress until its own news, or a question, tells.
    connect(&desk, &OrderDesk::orderUpdated, this, [this](const OrderUpdate& update) {
        if (update.status == OrderStatus::Rejected)
            orderConcluded(update.clientId, Failed, std::string(toText(update.reason)));
        else if (!update.clientId.empty())
            orderConcluded(update.clientId, Completed, {});
    });
    connect(&desk, &OrderDesk::queryAnswered, this,
            [this](const std::string& clientId, const std::optional<OrderUpdate>& found) {
                const TrackedOrder* order = m_managers.desk.find(clientId);
                if (!found && order != nullptr && order->isFinal())
                    orderConcluded(clientId, Failed, "the venue knows none");
            });
    connect(&desk, &OrderDesk::filled, this,
            [this, &monitoring](const Execution& execution, const TrackedOrder* order) {
                if (m_executedOrders.insert(execution.venueId).second)
                    monitoring.count({0, 0, 0, 0, 1});
                const Instrument& instrument = m_services.board.instrument(execution.symbol);
                Checkpoint checkpoint;
                checkpoint.type = OrderFilled;
                checkpoint.time = m_services.now();
                if (order != nullptr && order->sentAt())
                    checkpoint.durationMs = (m_services.now() - *order->sentAt()).ms;
                checkpoint.traceId =
                    order != nullptr ? order->traceId() : m_managers.desk.traceOf(execution.symbol);
                checkpoint.symbol = instrument.symbol;
                checkpoint.subject = execution.clientId;
                checkpoint.message = fmt::format("{} {} at {}", toText(execution.side),
                                                 instrument.toDecimal(execution.quantity).toString(),
                                                 instrument.toDecimal(execution.price).toString());
                monitoring.record(std::move(checkpoint));
            });
}

void TradingOrchestrator::watchPositions()
{
    MonitoringManager& monitoring = m_managers.monitoring;
    PositionManager& positions = m_managers.positions;
    const auto tell = [this, &monitoring](CheckpointType type, CheckpointStatus status, SymbolId symbol,
                                          const std::string& message) {
        const ManagedPosition* position = m_managers.positions.find(symbol);
        monitoring.record(type, status, m_services.now(), m_services.symbolName(symbol),
                          position != nullptr ? position->plan.traceId : std::string(), message);
    };
    connect(&positions, &PositionManager::opened, this, [&monitoring, tell](SymbolId symbol) {
        monitoring.count({0, 0, 0, 1, 0});
        tell(PositionOpened, Completed, symbol, {});
        tell(PositionManaged, InProgress, symbol, {});
        tell(StopLossSet, InProgress, symbol, {});
    });
    const auto priceOf = [this](SymbolId symbol, Price price) {
        return m_services.board.instrument(symbol).toDecimal(price).toString();
    };
    connect(&positions, &PositionManager::stopChanging, this,
            [tell, priceOf](SymbolId symbol, Price trigger) {
                tell(StopLossSet, InProgress, symbol, priceOf(symbol, trigger));
            });
    connect(&positions, &PositionManager::stopSet, this, [tell, priceOf](SymbolId symbol, Price trigger) {
        tell(StopLossSet, Completed, symbol, priceOf(symbol, trigger));
    });
    connect(&positions, &PositionManager::stopRefused, this,
            [this, &monitoring](SymbolId symbol, const std::string& why) {
                monitoring.conclude(StopLossSet, Failed, m_services.now(), m_services.symbolName(symbol),
                                    why);
            });
    connect(&positions, &PositionManager::stopLost, this, [tell](SymbolId symbol) {
        tell(StopLossSet, InProgress, symbol, "the venue no longer shows the stop");
    });
    connect(&positions, &PositionManager::exiting, this,
            [tell](SymbolId symbol) { tell(PositionClosed, InProgress, symbol, {}); });
}

void TradingOrchestrator::closedRecorded(SymbolId symbol, const std::string& traceId, double netR)
{
    MonitoringManager& monitoring = m_managers.monitoring;
    const Timestamp now = m_services.now();
    const std::string& name = m_services.symbolName(symbol);
    monitoring.conclude(StopLossSet, Skipped, now, name, "the position is closed");
    monitoring.conclude(PositionManaged, Completed, now, name);
    monitoring.record(PositionClosed, Completed, now, name, traceId, fmt::format("net {:.2f} R", netR));
    const PositionManager& positions = m_managers.positions;
    monitoring.recordMetrics(now,
                             {{"trade.opened", static_cast<double>(positions.openedCount())},
                              {"trade.closed", static_cast<double>(positions.closedCount())},
                              {"trade.net_r", netR}});
}

void TradingOrchestrator::riskRecorded()
{
    const RiskSummary summary = m_managers.risk.summary();
    m_managers.monitoring.recordMetrics(m_services.now(),
                                        {{"risk.open_usd", summary.openRiskUsd},
                                         {"risk.drawdown", summary.drawdown},
                                         {"risk.positions", static_cast<double>(summary.openPositions)},
                                         {"risk.daily_used", summary.dailyRiskUsed}});
}

void TradingOrchestrator::stateRecorded(TradingState state)
{
    const Timestamp now = m_services.now();
    m_managers.monitoring.stateChanged(state, now);
    if (state == TradingState::Stopped)
        m_managers.monitoring.endSession(statusOf(m_stopReason), now);
    else if (state == TradingState::Emergency && !m_managers.flattener.isActive())
        m_managers.monitoring.endSession(SessionStatus::Failed, now);
}

} // namespace breakline
