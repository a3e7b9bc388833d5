// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/StoryChronicle.h"

#include "report/StoryAlarms.h"
#include "trading/TransitionTable.h"

#include <algorithm>
#include <array>

namespace breakline {

namespace {

/// Transitions that follow each other within this time are told in one line.
constexpr Duration kOneStory = Duration::minutes(1);

/// Of a scan that comes to no signal.
bool isRoutine(const TransitionRow& transition)
{
    constexpr std::array kRoutine {Trigger::CandidatesFound, Trigger::LevelsBuilt, Trigger::NoLevels,
                                   Trigger::ScanDue, Trigger::PositionsOpen};
    return std::ranges::any_of(kRoutine,
                               [&](Trigger trigger) { return transition.trigger == toText(trigger); });
}

} // namespace

StoryChronicle::StoryChronicle(const StoryRows& rows, std::span<const StoryTrade> trades)
{
    addMarks(rows, trades);
    m_runs.resize(m_marks.size() + 1);
    for (const TransitionRow& transition : rows.transitions)
        if (isRoutine(transition))
            runAt(transition.time);
    for (const CheckpointRow& checkpoint : rows.checkpoints)
        if (checkpoint.type == "scan_complete")
            ++runAt(checkpoint.time).event.scans;
    for (const CandidateRow& candidate : rows.candidates)
        ++runAt(candidate.time).event.candidates;
    for (const LogRow& row : rows.log)
        if (isAlarm(row))
            ++runAt(row.time).event.alarms;
}

void StoryChronicle::addMarks(const StoryRows& rows, std::span<const StoryTrade> trades)
{
    for (const TransitionRow& transition : rows.transitions) {
        if (isRoutine(transition))
            continue;
        const StoryStep step {transition.time, transition.from, transition.to, transition.trigger,
                              transition.reason};
        if (!m_marks.empty() && m_marks.back().steps.back().to == step.from
            && step.time - m_marks.back().to <= kOneStory) {
            m_marks.back().steps.push_back(step);
            m_marks.back().to = step.time;
            continue;
        }
        StoryEvent event;
        event.kind = StoryEventKind::Transitions;
        event.from = event.to = step.time;
        event.steps.push_back(step);
        m_marks.push_back(std::move(event));
    }
    const auto addTrade = [this](StoryEventKind kind, Timestamp time, std::size_t trade) {
        StoryEvent event;
        event.kind = kind;
        event.from = event.to = time;
        event.trade = trade;
        m_marks.push_back(std::move(event));
    };
    for (std::size_t i = 0; i < trades.size(); ++i) {
        addTrade(StoryEventKind::Opened, trades[i].opened, i);
        if (trades[i].closed)
            addTrade(StoryEventKind::Closed, *trades[i].closed, i);
    }
    std::ranges::stable_sort(m_marks, {}, &StoryEvent::from);
}

StoryChronicle::Run& StoryChronicle::runAt(Timestamp time)
{
    const auto mark = std::ranges::lower_bound(m_marks, time, {}, &StoryEvent::from);
    Run& run = m_runs[static_cast<std::size_t>(mark - m_marks.begin())];
    run.event.from = run.isEmpty ? time : std::min(run.event.from, time);
    run.event.to = run.isEmpty ? time : std::max(run.event.to, time);
    run.isEmpty = false;
    return run;
}

void StoryChronicle::addEvaluation(Timestamp time, const std::string& gate)
{
    Run& run = runAt(time);
    ++run.event.evaluations;
    if (gate.empty())
        return;
    ++run.event.refused;
    ++run.gates[gate];
}

std::vector<StoryEvent> StoryChronicle::events() const
{
    std::vector<StoryEvent> events;
    for (std::size_t i = 0; i < m_runs.size(); ++i) {
        if (!m_runs[i].isEmpty) {
            StoryEvent event = m_runs[i].event;
            for (const auto& [gate, count] : m_runs[i].gates) {
                if (count <= event.refusedByGate)
                    continue;
                event.gate = gate;
                event.refusedByGate = count;
            }
            events.push_back(std::move(event));
        }
        if (i < m_marks.size())
            events.push_back(m_marks[i]);
    }
    return events;
}

} // namespace breakline
