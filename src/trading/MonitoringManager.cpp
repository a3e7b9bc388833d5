// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/MonitoringManager.h"

#include <fmt/format.h>

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

CheckpointType endOf(CheckpointType kind)
{
    switch (kind) {
    case CheckpointType::ScanStart: return CheckpointType::ScanComplete;
    case CheckpointType::LevelBuildingStart: return CheckpointType::LevelBuildingComplete;
    default: return kind;
    }
}

/// An event beside the steps: it neither succeeds nor fails.
bool isStep(CheckpointType type)
{
    return type != CheckpointType::Error && type != CheckpointType::Warning;
}

SessionCounts difference(const SessionCounts& now, const SessionCounts& before)
{
    return {now.symbolsScanned - before.symbolsScanned, now.candidates - before.candidates,
            now.signals - before.signals, now.positionsOpened - before.positionsOpened,
            now.ordersExecuted - before.ordersExecuted};
}

void add(MetricSummary& summary, double value)
{
    ++summary.count;
    summary.last = value;
    summary.minimum = std::min(summary.minimum.value_or(value), value);
    summary.maximum = std::max(summary.maximum.value_or(value), value);
    const double before = summary.mean.value_or(0.0);
    summary.mean = before + (value - before) / static_cast<double>(summary.count);
}

} // namespace

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

MonitoringManager::MonitoringManager(std::string sessionId, std::string preset, QObject* parent)
    : QObject(parent)
{
    m_status.sessionId = std::move(sessionId);
    m_status.preset = std::move(preset);
}

void MonitoringManager::beginSession(Timestamp now)
{
    if (!m_status.started)
        m_status.started = now;
    m_status.session = SessionStatus::Active;
    m_status.ended.reset();
}

void MonitoringManager::endSession(SessionStatus status, Timestamp now)
{
    endCycle(now);
    for (const auto& [key, begun] : std::exchange(m_inProgress, {}))
        skip(key, begun, "the session ended", now);
    m_status.session = status;
    m_status.ended = now;
}

MonitoringManager::Key MonitoringManager::keyOf(const Checkpoint& checkpoint)
{
    return {kindOf(checkpoint.type), checkpoint.symbol, checkpoint.subject};
}

void MonitoringManager::record(Checkpoint checkpoint)
{
    const Key key = keyOf(checkpoint);
    const auto found = m_inProgress.find(key);
    if (checkpoint.status == CheckpointStatus::InProgress) {
        if (found != m_inProgress.end())
            skip(key, found->second, "it began anew", checkpoint.time);
        m_inProgress[key] = {checkpoint.time, checkpoint.traceId};
    } else if (found != m_inProgress.end()) {
        checkpoint.durationMs = (checkpoint.time - found->second.time).ms;
        if (checkpoint.traceId.empty())
            checkpoint.traceId = found->second.traceId;
        m_inProgress.erase(found);
    }
    write(std::move(checkpoint));
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

bool MonitoringManager::conclude(Checkpoint checkpoint)
{
    if (!m_inProgress.contains(keyOf(checkpoint)))
        return false;
    record(std::move(checkpoint));
    return true;
}

bool MonitoringManager::conclude(CheckpointType type, CheckpointStatus status, Timestamp now,
                                 const std::string& symbol, std::string message)
{
    Checkpoint checkpoint;
    checkpoint.type = type;
    checkpoint.status = status;
    checkpoint.time = now;
    checkpoint.symbol = symbol;
    checkpoint.message = std::move(message);
    return conclude(std::move(checkpoint));
}

void MonitoringManager::skip(const Key& key, const Begun& begun, std::string message, Timestamp now)
{
    Checkpoint checkpoint;
    checkpoint.type = endOf(std::get<CheckpointType>(key));
    checkpoint.status = CheckpointStatus::Skipped;
    checkpoint.time = now;
    checkpoint.durationMs = (now - begun.time).ms;
    checkpoint.traceId = begun.traceId;
    checkpoint.symbol = std::get<1>(key);
    checkpoint.subject = std::get<2>(key);
    checkpoint.message = std::move(message);
    write(std::move(checkpoint));
}

void MonitoringManager::write(Checkpoint checkpoint)
{
    checkpoint.id = ++m_lastId;
    if (isStep(checkpoint.type) && checkpoint.status == CheckpointStatus::Completed)
        ++m_status.succeeded;
    else if (isStep(checkpoint.type) && checkpoint.status == CheckpointStatus::Failed)
        ++m_status.failed;
    m_recent.push_back(checkpoint);
    if (m_recent.size() > kRecent)
        m_recent.pop_front();
    Q_EMIT checkpointRecorded(checkpoint);
}

void MonitoringManager::stateChanged(TradingState state, Timestamp now)
{
    m_status.state = state;
    m_process.stateChanged(state, now);
    if (state == TradingState::Scanning) {
        endCycle(now);
        ++m_status.cycles;
        m_cycleStart = now;
        m_atCycleStart = m_status.counts;
    } else if (!isRunning(state)) {
        endCycle(now);
    }
}

void MonitoringManager::endCycle(Timestamp now)
{
    if (!m_cycleStart)
        return;
    const SessionCounts added = difference(m_status.counts, m_atCycleStart);
    m_status.lastCycleMs = (now - *m_cycleStart).ms;
    m_status.lastCycle = added;
    m_cycleStart.reset();
    recordMetrics(now,
                  {{"engine.cycle_ms", static_cast<double>(*m_status.lastCycleMs)},
                   {"engine.signals", static_cast<double>(added.signals)},
                   {"engine.positions", static_cast<double>(added.positionsOpened)},
                   {"engine.orders", static_cast<double>(added.ordersExecuted)}});
}

void MonitoringManager::count(const SessionCounts& added)
{
    m_status.counts.symbolsScanned += added.symbolsScanned;
    m_status.counts.candidates += added.candidates;
    m_status.counts.signals += added.signals;
    m_status.counts.positionsOpened += added.positionsOpened;
    m_status.counts.ordersExecuted += added.ordersExecuted;
}

void MonitoringManager::recordMetrics(
    Timestamp now, std::initializer_list<std::pair<std::string_view, std::optional<double>>> values)
{
    std::string text;
    for (const auto& [name, value] : values) {
        if (!text.empty())
            text += ' ';
        if (!value || !std::isfinite(*value)) {
            text.append(name).append("=-");
            continue;
        }
        text += fmt::format("{}={}", name, *value);
        auto found = m_metrics.find(name);
        if (found == m_metrics.end())
            found = m_metrics.emplace(std::string(name), MetricSummary {}).first;
        add(found->second, *value);
    }
    Q_EMIT metricsRecorded(text, now);
}

MonitoringStatus MonitoringManager::status() const
{
    MonitoringStatus status = m_status;
    status.process = m_process.status();
    const std::uint64_t judged = status.succeeded + status.failed;
    if (judged > 0)
        status.successRate = static_cast<double>(status.succeeded) / static_cast<double>(judged);
    return status;
}

} // namespace breakline
