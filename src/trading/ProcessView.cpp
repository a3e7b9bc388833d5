// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/ProcessView.h"

#include <algorithm>

namespace breakline {

namespace {

std::optional<ProcessStep> stepOf(TradingState state)
{
    switch (state) {
    case TradingState::Scanning: return ProcessStep::Scan;
    case TradingState::LevelBuilding: return ProcessStep::Levels;
    case TradingState::SignalWait: return ProcessStep::Signals;
    case TradingState::Sizing: return ProcessStep::Sizing;
    case TradingState::Execution: return ProcessStep::Execution;
    case TradingState::Managing: return ProcessStep::Management;
    default: return std::nullopt;
    }
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

void ProcessView::stateChanged(TradingState state, Timestamp now)
{
    const auto next = stepOf(state);
    if (next == m_current)
        return; // it goes on
    if (m_current) {
        ProcessStepState& left = m_steps[static_cast<std::size_t>(*m_current)];
        left = next ? ProcessStepState::Completed : ProcessStepState::Pending;
        if (next) {
            m_measuredMs += (now - m_since).ms;
            ++m_measured;
        }
    }
    if (next == ProcessStep::Scan)
        m_steps.fill(ProcessStepState::Pending);
    if (next)
        m_steps[static_cast<std::size_t>(*next)] = ProcessStepState::InProgress;
    m_current = next;
    m_since = now;
}

ProcessStatus ProcessView::status() const
{
    ProcessStatus status;
    status.steps = m_steps;
    const auto completed = std::ranges::count(m_steps, ProcessStepState::Completed);
    status.progressPct = static_cast<double>(completed) / static_cast<double>(kProcessSteps) * 100.0;
    if (m_measured > 0 && m_current)
        status.remainingMs = static_cast<double>(static_cast<std::int64_t>(kProcessSteps) - completed)
            * static_cast<double>(m_measuredMs) / static_cast<double>(m_measured);
    return status;
}

} // namespace breakline
