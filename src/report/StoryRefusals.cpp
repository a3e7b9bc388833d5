// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/StoryRefusals.h"

#include "trading/SignalManager.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

namespace breakline {

namespace {

bool wasRefused(const SignalRow& signal)
{
    constexpr std::array kRefused {SignalStatus::Failed, SignalStatus::Expired, SignalStatus::Removed};
    return std::ranges::any_of(kRefused,
                               [&](SignalStatus status) { return signal.status == toText(status); });
}

/// 0 for the scan ... 5; a stage that is not known stands before all.
int rankOf(const std::string& stage)
{
    for (int i = 0; i <= static_cast<int>(GateStage::Exit); ++i)
        if (stage == toText(static_cast<GateStage>(i)))
            return i;
    return -1;
}

} // namespace

std::string refusingGate(const RecordedDecision& decision)
{
    const auto decided =
        std::ranges::find_if(decision.gates, [](const Gate& gate) { return gate.decided && gate.refuses; });
    if (decided == decision.gates.end())
        return {};
    return std::string(toText(decided->stage)) + ':' + decided->fullName();
}

StoryRefusals::StoryRefusals(const std::vector<SignalRow>& signalRows)
{
    for (const SignalRow& signal : signalRows) {
        if (!wasRefused(signal))
            continue;
        StoryRefusal refusal;
        refusal.time = signal.time;
        refusal.symbol = signal.symbol;
        refusal.strategy = signal.strategy;
        refusal.side = signal.side;
        refusal.reason = signal.reason;
        refusal.confidence = signal.confidence;
        m_places.emplace(signal.traceId, m_signals.size());
        m_signals.push_back(std::move(refusal));
    }
}

void StoryRefusals::add(const RecordedDecision& decision)
{
    if (const auto place = m_places.find(decision.row.traceId); place != m_places.end())
        m_signals[place->second].stage = decision.row.stage;
    std::optional<StoryNearMiss> nearest;
    bool isSole = false;
    for (const Gate& gate : decision.gates) {
        if (!gate.isSoleBlocker)
            continue;
        isSole = true;
        // Nothing can be said in percent of a threshold of 0.
        if (!gate.value || !gate.threshold || *gate.threshold == 0.0)
            continue;
        const double distance = 100.0 * std::fabs((*gate.value - *gate.threshold) / *gate.threshold);
        if (!std::isfinite(distance) || (nearest && nearest->distancePct <= distance))
            continue;
        nearest = StoryNearMiss {decision.row.time, decision.row.symbol,    std::string(toText(gate.stage)),
                                 gate.fullName(),   std::string(gate.unit), gate.bound,
                                 *gate.value,       *gate.threshold,        distance};
    }
    m_soleBlocked += isSole ? 1 : 0;
    if (nearest)
        m_nearMisses.push_back(std::move(*nearest));
}

void StoryRefusals::tell(Story& story) const
{
    story.refusedSignals = m_signals.size();
    story.refusals = m_signals;
    std::ranges::stable_sort(story.refusals, [](const StoryRefusal& a, const StoryRefusal& b) {
        return std::pair(-rankOf(a.stage), -a.confidence) < std::pair(-rankOf(b.stage), -b.confidence);
    });
    if (story.refusals.size() > kStoryRefusals)
        story.refusals.resize(kStoryRefusals);

    story.soleBlocked = m_soleBlocked;
    std::vector<const StoryNearMiss*> closest;
    for (const StoryNearMiss& miss : m_nearMisses)
        closest.push_back(&miss);
    std::ranges::stable_sort(closest, [](const StoryNearMiss* a, const StoryNearMiss* b) {
        const auto key = [](const StoryNearMiss& miss) {
            return std::tuple(rankOf(miss.stage) == rankOf(std::string(toText(GateStage::Scan))),
                              miss.distancePct, miss.time, std::string_view(miss.symbol));
        };
        return key(*a) < key(*b);
    });
    std::map<std::string_view, std::size_t> ofGate;
    for (const StoryNearMiss* miss : closest) {
        if (story.nearMisses.size() == kStoryRefusals)
            break;
        if (ofGate[miss->gate] == kStoryNearMissesOfGate)
            continue;
        ++ofGate[miss->gate];
        story.nearMisses.push_back(*miss);
    }
}

} // namespace breakline
