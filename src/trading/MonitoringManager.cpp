// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/MonitoringManager.h"

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

CheckpointType kindOf(CheckpointType type)
{
    switch (type) {
    case CheckpointType::ScanComplete: return CheckpointType::ScanStart;
    case CheckpointType::LevelBuildingComplete: return CheckpointType::LevelBuildingStart;
    default: return type;
    }
}

SessionCounts difference(const SessionCounts& now, const SessionCounts& before)
{
    return {now.symbolsScanned - before.symbolsScanned, now.candidates - before.candidates,
            now.signals - before.signals, now.positionsOpened - before.positionsOpened,
            now.ordersExecuted - before.ordersExecuted};
}

} // namespace

std::string_view toText(ProcessStep step)
{
    switch (step) {
    case ProcessStep::Scan: return "scan";
    case ProcessStep::Levels: return "levels";
    case ProcessStep::Signals: return "signals";
    case ProcessStep::Sizing: return "sizing";
    case ProcessStep::Execution: return "execution";
    case ProcessStep::Management: return "management";
    }
    return {};
}

std::string_view toText(SessionStatus status)
{
    switch (status) {
    case SessionStatus::Active: return "active";
    case SessionStatus::Completed: return "completed";
    case SessionStatus::Stopped: return "stopped";
    case SessionStatus::Failed: return "failed";
    }
    return {};
}

MonitoringManager::MonitoringManager(std::string sessionId, std::string preset, Timestamp started,
                                     QObject* parent)
    : QObject(parent)
{
    m_status.sessionId = std::move(sessionId);
    m_status.preset = std::move(preset);
    m_status.started = started;
}

void MonitoringManager::endSession(SessionStatus status, Timestamp now)
{
    m_status.session = status;
    m_status.ended = now;
}

void MonitoringManager::record(Checkpoint checkpoint)
{
    checkpoint.id = ++m_lastId;
    checkpoint.durationMs.reset();
    const std::pair key {kindOf(checkpoint.type), checkpoint.symbol};
    if (checkpoint.status == CheckpointStatus::InProgress) {
        m_inProgress[key] = checkpoint.time;
    } else if (const auto begun = m_inProgress.find(key);
               begun != m_inProgress.end() && checkpoint.status != CheckpointStatus::Pending) {
        checkpoint.durationMs = (checkpoint.time - begun->second).ms;
        m_inProgress.erase(begun);
    }
    std::erase_if(checkpoint.metrics, [](const auto& metric) { return !std::isfinite(metric.second); });
    if (checkpoint.status == CheckpointStatus::Completed)
        ++m_status.succeeded;
    else if (checkpoint.status == CheckpointStatus::Failed)
        ++m_status.failed;
    follow(checkpoint);
    if (m_checkpoints.size() == kCheckpointCapacity)
        m_checkpoints.pop_front();
    m_checkpoints.push_back(checkpoint);
    Q_EMIT checkpointRecorded(checkpoint);
}

void MonitoringManager::record(CheckpointType type, CheckpointStatus status, Timestamp now,
                               std::string symbol, std::string traceId, std::string message)
{
    Checkpoint checkpoint;
    checkpoint.type = type;
    checkpoint.status = status;
    checkpoint.time = now;
    checkpoint.symbol = std::move(symbol);
    checkpoint.traceId = std::move(traceId);
    checkpoint.message = std::move(message);
    record(std::move(checkpoint));
}

void MonitoringManager::follow(const Checkpoint& checkpoint)
{
    const Timestamp now = checkpoint.time;
    const bool isBegun =
        checkpoint.status == CheckpointStatus::InProgress || checkpoint.status == CheckpointStatus::Pending;
    const auto step = [&](ProcessStep which) {
        if (isBegun)
            begin(which, now);
        else
            finish(which, checkpoint.status, now);
    };
    switch (checkpoint.type) {
    case CheckpointType::ScanStart:
        m_steps = {};
        begin(ProcessStep::Scan, now);
        break;
    case CheckpointType::ScanComplete: step(ProcessStep::Scan); break;
    case CheckpointType::LevelBuildingStart: begin(ProcessStep::Levels, now); break;
    case CheckpointType::LevelBuildingComplete:
        step(ProcessStep::Levels);
        begin(ProcessStep::Signals, now);
        break;
    case CheckpointType::SignalDetected:
    case CheckpointType::SignalValidated: step(ProcessStep::Signals); break;
    case CheckpointType::PositionSizing: step(ProcessStep::Sizing); break;
    case CheckpointType::OrderPlaced: begin(ProcessStep::Execution, now); break;
    case CheckpointType::PositionOpened:
        step(ProcessStep::Execution);
        begin(ProcessStep::Management, now);
        break;
    case CheckpointType::PositionClosed: step(ProcessStep::Management); break;
    case CheckpointType::OrderFilled:
    case CheckpointType::StopLossSet:
    case CheckpointType::TakeProfitSet:
    case CheckpointType::PositionManaged:
    case CheckpointType::Error:
    case CheckpointType::Warning: break;
    }
}

void MonitoringManager::begin(ProcessStep step, Timestamp now)
{
    Step& s = m_steps[static_cast<std::size_t>(step)];
    if (s.status == CheckpointStatus::InProgress)
        return;
    s = {CheckpointStatus::InProgress, now};
}

void MonitoringManager::finish(ProcessStep step, CheckpointStatus status, Timestamp now)
{
    Step& s = m_steps[static_cast<std::size_t>(step)];
    if (s.begun && status == CheckpointStatus::Completed) {
        m_stepTotalMs += (now - *s.begun).ms;
        ++m_stepsMeasured;
    }
    s = {status, std::nullopt};
}

void MonitoringManager::beginCycle(Timestamp now)
{
    endCycle(now);
    m_cycleStart = now;
    m_atCycleStart = m_status.counts;
}

void MonitoringManager::endCycle(Timestamp now)
{
    if (!m_cycleStart)
        return;
    ++m_status.cycles;
    m_status.lastCycleMs = (now - *m_cycleStart).ms;
    m_status.lastCycle = difference(m_status.counts, m_atCycleStart);
    m_cycleStart.reset();
}

void MonitoringManager::count(const SessionCounts& added)
{
    m_status.counts.symbolsScanned += added.symbolsScanned;
    m_status.counts.candidates += added.candidates;
    m_status.counts.signals += added.signals;
    m_status.counts.positionsOpened += added.positionsOpened;
    m_status.counts.ordersExecuted += added.ordersExecuted;
}

void MonitoringManager::recordMetric(std::string_view name, double value, Timestamp now)
{
    if (!std::isfinite(value))
        return;
    auto it = m_metrics.find(name);
    if (it == m_metrics.end())
        it = m_metrics.emplace(std::string(name), Series {}).first;
    Series& series = it->second;
    MetricSummary& summary = series.summary;
    ++summary.count;
    series.sum += value;
    summary.last = value;
    summary.minimum = summary.minimum ? std::min(*summary.minimum, value) : value;
    summary.maximum = summary.maximum ? std::max(*summary.maximum, value) : value;
    summary.mean = series.sum / static_cast<double>(summary.count);
    if (series.points.size() == kMetricCapacity)
        series.points.pop_front();
    series.points.push_back({now, value});
}

MetricSummary MonitoringManager::metric(std::string_view name) const
{
    const auto it = m_metrics.find(name);
    return it == m_metrics.end() ? MetricSummary {} : it->second.summary;
}

const std::deque<MetricPoint>* MonitoringManager::metricPoints(std::string_view name) const
{
    const auto it = m_metrics.find(name);
    return it == m_metrics.end() ? nullptr : &it->second.points;
}

MonitoringStatus MonitoringManager::status() const
{
    MonitoringStatus status = m_status;
    const std::uint64_t judged = status.succeeded + status.failed;
    if (judged > 0)
        status.successRate = static_cast<double>(status.succeeded) / static_cast<double>(judged);
    return status;
}

ProcessView MonitoringManager::process() const
{
    ProcessView view;
    std::int64_t completed = 0;
    for (std::size_t i = 0; i < kProcessStepCount; ++i) {
        view.steps[i] = m_steps[i].status;
        if (view.steps[i] == CheckpointStatus::Completed)
            ++completed;
    }
    constexpr auto count = static_cast<std::int64_t>(kProcessStepCount);
    view.progressPercent = static_cast<double>(completed) / static_cast<double>(count) * 100.0;
    if (m_stepsMeasured > 0)
        view.etaMs = (count - completed) * m_stepTotalMs / m_stepsMeasured;
    return view;
}

std::optional<TradingState> MonitoringManager::stateOf(CheckpointType type)
{
    switch (type) {
    case CheckpointType::ScanStart: return TradingState::Scanning;
    case CheckpointType::ScanComplete: return TradingState::LevelBuilding;
    case CheckpointType::LevelBuildingComplete: return TradingState::SignalWait;
    case CheckpointType::SignalDetected: return TradingState::Execution;
    case CheckpointType::PositionOpened: return TradingState::Managing;
    case CheckpointType::Error: return TradingState::Error;
    default: return std::nullopt;
    }
}

} // namespace breakline
