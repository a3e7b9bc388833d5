// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/NearMiss.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace breakline {

namespace {

/// By nearest rank.
Quantiles quantilesOf(std::vector<double> values)
{
    std::ranges::sort(values);
    const auto at = [&values](double share) {
        const double rank = std::ceil(share * static_cast<double>(values.size()));
        return values[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
    };
    return {at(0.1), at(0.5), at(0.9)};
}

/// The threshold moved by a share of itself toward letting pass.
double moved(Bound bound, double threshold, double share)
{
    const double by = share * std::fabs(threshold);
    return isLower(bound) ? threshold - by : threshold + by;
}

/// Of a signal that was found, not of a level that was tried.
bool isAfterSelection(const Gate& gate)
{
    return gate.stage > GateStage::Signal
        || (gate.stage == GateStage::Signal
            && (gate.scope.empty() || gate.scope == "entry" || gate.scope == "flow"));
}

} // namespace

void NearMissTally::add(std::span<const Gate> gates)
{
    ++m_evaluated;
    const bool hasSignal = std::ranges::any_of(gates, isAfterSelection);
    // A gate that is asked of several levels counts once an evaluation.
    std::set<std::pair<GateStage, std::string>> seen, alone;
    for (const Gate& gate : gates) {
        if (gate.decided)
            ++m_endedIn[static_cast<std::size_t>(gate.stage)];
        if (!gate.refuses || (hasSignal && gate.stage == GateStage::Signal && !isAfterSelection(gate)))
            continue;
        std::pair<GateStage, std::string> key {gate.stage, gate.fullName()};
        Line& line = m_lines[key][gate.bound];
        if (line.line.name.empty()) {
            line.line.stage = gate.stage;
            line.line.name = key.second;
            line.line.unit = gate.unit;
            line.line.bound = gate.bound;
        }
        line.line.decided += gate.decided ? 1 : 0;
        const bool isFirst = seen.insert(key).second;
        line.line.alone += gate.isSoleBlocker && alone.insert(std::move(key)).second ? 1 : 0;
        line.line.refused += isFirst ? 1 : 0;
        line.line.withoutData += isFirst && gate.outcome == CheckOutcome::NoData ? 1 : 0;
        // Of several the one that alone stood in the way is the one to look at.
        if (gate.value && gate.threshold && (isFirst || gate.isSoleBlocker))
            line.cases.push_back({*gate.value, *gate.threshold, gate.isSoleBlocker, m_evaluated});
    }
    const bool isTraded =
        std::ranges::any_of(gates, [](const Gate& gate) { return gate.stage == GateStage::Exit; });
    m_traded += isTraded ? 1 : 0;
    m_signals += hasSignal ? 1 : 0;
}

NearMissReport NearMissTally::report() const
{
    NearMissReport report;
    report.evaluated = m_evaluated;
    report.signals = m_signals;
    report.traded = m_traded;
    report.endedIn = m_endedIn;
    for (const auto& [key, byBound] : m_lines) {
        for (const auto& [bound, counted] : byBound) {
            NearMissLine line = counted.line;
            if (!counted.cases.empty()) {
                std::vector<double> values, distances;
                for (const Case& each : counted.cases) {
                    values.push_back(each.value);
                    if (each.threshold != 0.0)
                        distances.push_back(std::fabs((each.value - each.threshold) / each.threshold)
                                            * 100.0);
                }
                line.values = quantilesOf(std::move(values));
                if (!distances.empty())
                    line.distances = quantilesOf(std::move(distances));
                const double first = counted.cases.front().threshold;
                if (std::ranges::all_of(counted.cases,
                                        [first](const Case& each) { return each.threshold == first; }))
                    line.threshold = first;
            }
            const auto admittedBy = [&](auto thresholdOf) {
                std::set<std::size_t> evaluations;
                for (const Case& each : counted.cases)
                    if (each.isAlone && holds(bound, each.value, thresholdOf(each)))
                        evaluations.insert(each.evaluation);
                return evaluations.size();
            };
            for (std::size_t i = 0; i < kNearMissMoves.size(); ++i)
                line.admitted[i] = admittedBy(
                    [&](const Case& each) { return moved(bound, each.threshold, kNearMissMoves[i]); });
            if (line.threshold && counted.cases.size() >= kNearMissLeast) {
                NearMissSuggestion suggestion;
                suggestion.threshold = *line.threshold + (line.values->p50 - *line.threshold) / 2.0;
                suggestion.cases = counted.cases.size();
                suggestion.admitted = admittedBy([&](const Case&) { return suggestion.threshold; });
                line.suggestion = suggestion;
            }
            report.lines.push_back(std::move(line));
        }
    }
    std::ranges::stable_sort(report.lines, std::ranges::greater {}, &NearMissLine::refused);
    return report;
}

} // namespace breakline
