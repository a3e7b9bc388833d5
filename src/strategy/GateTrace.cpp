// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/GateTrace.h"

#include <algorithm>
#include <cmath>

namespace breakline {

std::string_view toText(GateStage stage)
{
    switch (stage) {
    case GateStage::Scan: return "scan";
    case GateStage::Level: return "level";
    case GateStage::Signal: return "signal";
    case GateStage::Risk: return "risk";
    case GateStage::Execution: return "execution";
    case GateStage::Exit: return "exit";
    }
    return "";
}

std::string Gate::fullName() const
{
    std::string text(scope);
    if (!text.empty())
        text += ':';
    return text.append(name);
}

std::optional<double> Gate::margin() const
{
    return value && threshold ? std::optional(marginOf(bound, *value, *threshold)) : std::nullopt;
}

std::optional<double> Gate::neededChange() const
{
    if (!value || !threshold || outcome != CheckOutcome::Fail || !std::isfinite(*value)
        || !std::isfinite(*threshold) || holds(bound, *value, *threshold))
        return std::nullopt;
    return breakline::neededChange(bound, *value, *threshold);
}

void GateTrace::clear()
{
    m_gates.clear();
    m_alternatives.clear();
    m_levelIds.clear();
    m_decision.reset();
}

void GateTrace::add(const Gate& gate)
{
    if (gate.outcome == CheckOutcome::Skipped)
        return;
    m_gates.push_back(gate);
    Gate& added = m_gates.back();
    // It failed for another reason than this one: a threshold would say it had passed.
    if (added.outcome == CheckOutcome::Fail && added.value && added.threshold
        && holds(added.bound, *added.value, *added.threshold))
        added.threshold.reset();
}

void GateTrace::beginAlternative()
{
    m_alternatives.push_back({m_gates.size(), m_gates.size(), false});
}

void GateTrace::endAlternative(bool isWhole)
{
    m_alternatives.back().end = m_gates.size();
    m_alternatives.back().isWhole = isWhole;
}

void GateTrace::decideByLast()
{
    if (!m_gates.empty())
        decideBy(m_gates.size() - 1);
}

void GateTrace::addLevelId(std::string_view id)
{
    if (!m_levelIds.empty())
        m_levelIds += ' ';
    m_levelIds += id;
}

void GateTrace::decideBy(std::size_t index)
{
    if (m_decision)
        m_gates[*m_decision].decided = false;
    m_decision = index;
    m_gates[index].decided = true;
}

const Gate* GateTrace::decision() const
{
    return m_decision ? &m_gates[*m_decision] : nullptr;
}

void GateTrace::markSoleBlockers()
{
    for (Gate& gate : m_gates)
        gate.isSoleBlocker = false;
    // The only refusing gate of a stretch; null where there is none, or another.
    const auto onlyOne = [](std::span<Gate> stretch, std::size_t& count, Gate* only) {
        for (Gate& gate : stretch)
            if (gate.refuses && ++count == 1)
                only = &gate;
        return only;
    };
    Gate* onWay = nullptr;
    std::size_t refusedOnWay = 0;
    std::size_t from = 0;
    for (const Alternative& alternative : m_alternatives) {
        onWay = onlyOne(std::span(m_gates).subspan(from, alternative.begin - from), refusedOnWay, onWay);
        from = alternative.end;
    }
    onWay = onlyOne(std::span(m_gates).subspan(from), refusedOnWay, onWay);
    if (refusedOnWay > 0) {
        if (refusedOnWay == 1)
            onWay->isSoleBlocker = true;
        return;
    }
    std::vector<Gate*> found;
    for (const Alternative& alternative : m_alternatives) {
        std::size_t refused = 0;
        Gate* only =
            onlyOne(std::span(m_gates).subspan(alternative.begin, alternative.end - alternative.begin),
                    refused, nullptr);
        if (refused == 0)
            return; // one of them would do
        if (refused == 1 && alternative.isWhole)
            found.push_back(only);
    }
    for (Gate* gate : found)
        gate->isSoleBlocker = true;
}

} // namespace breakline
