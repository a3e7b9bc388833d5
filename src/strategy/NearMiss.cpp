// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/NearMiss.h"

#include <algorithm>
#include <cmath>
#include <optional>

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

/// Of a signal that was found, not of a level that was tried.
bool isAfterSelection(const Gate& gate)
{
    return gate.stage > GateStage::Signal
        || (gate.stage == GateStage::Signal
            && (gate.scope.empty() || gate.scope == "entry" || gate.scope == "flow"));
}

} // namespace

double movedThreshold(Bound bound, double threshold, double share)
{
    const double by = share * std::fabs(threshold);
    return isLower(bound) ? threshold - by : threshold + by;
}

void NearMissTally::add(std::span<const Gate> gates)
{
    const std::size_t evaluation = m_evaluated++;
    const bool hasSignal = std::ranges::any_of(gates, isAfterSelection);
    // A gate that is asked of several levels counts once an evaluation: where it alone
    // stood in the way, else the nearest.
    struct Met {
        bool isAlone = false;
        bool hasData = false;
        std::optional<Case> nearest;
    };
    std::map<Line*, Met> met;
    for (const Gate& gate : gates) {
        if (gate.decided)
            ++m_endedIn[static_cast<std::size_t>(gate.stage)];
        if (!gate.refuses || (hasSignal && gate.stage == GateStage::Signal && !isAfterSelection(gate)))
            continue;
        Line& line = m_lines[{gate.stage, gate.fullName()}][gate.bound];
        if (line.line.name.empty()) {
            line.line.stage = gate.stage;
            line.line.name = gate.fullName();
            line.line.unit = gate.unit;
            line.line.bound = gate.bound;
        }
        line.line.decided += gate.decided ? 1 : 0;
        Met& here = met[&line];
        here.isAlone = here.isAlone || gate.isSoleBlocker;
        here.hasData = here.hasData || gate.outcome != CheckOutcome::NoData;
        if (!gate.value || !gate.threshold)
            continue;
        const Case one {*gate.value, *gate.threshold, gate.isSoleBlocker, evaluation};
        const auto awayOf = [](const Case& each) { return std::fabs(each.value - each.threshold); };
        if (!here.nearest || (one.isAlone && !here.nearest->isAlone)
            || (one.isAlone == here.nearest->isAlone && awayOf(one) < awayOf(*here.nearest)))
            here.nearest = one;
    }
    for (const auto& [line, here] : met) {
        ++line->line.refused;
        line->line.withoutData += here.hasData ? 0 : 1;
        line->line.alone += here.isAlone ? 1 : 0;
        if (here.nearest)
            line->cases.push_back(*here.nearest);
    }
    const auto isIn = [gates](auto&& which) { return std::ranges::any_of(gates, which); };
    m_signals += isIn([](const Gate& gate) { return gate.stage > GateStage::Signal; }) ? 1 : 0;
    m_traded += isIn([](const Gate& gate) {
        return gate.stage == GateStage::Execution && gate.outcome == CheckOutcome::Pass;
    })
        ? 1
        : 0;
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
            for (const Case& each : counted.cases)
                if (each.isAlone)
                    line.soleCases.push_back({each.evaluation, each.value, each.threshold});
            // No plan sets a price: it sets what the price is made of.
            if (line.unit != "price") {
                const auto count = [&line](auto isAdmitted) {
                    return static_cast<std::size_t>(std::ranges::count_if(line.soleCases, isAdmitted));
                };
                line.admitted.emplace();
                for (std::size_t i = 0; i < kNearMissMoves.size(); ++i)
                    (*line.admitted)[i] = count(
                        [&](const NearMissCase& each) { return line.admits(each, kNearMissMoves[i]); });
                if (line.threshold && counted.cases.size() >= kNearMissLeast) {
                    line.suggestion.emplace();
                    line.suggestion->threshold =
                        *line.threshold + (line.values->p50 - *line.threshold) / 2.0;
                    line.suggestion->cases = counted.cases.size();
                    line.suggestion->admitted =
                        count([&](const NearMissCase& each) { return line.suggestionAdmits(each); });
                }
            }
            report.lines.push_back(std::move(line));
        }
    }
    std::ranges::stable_sort(report.lines, std::ranges::greater {}, &NearMissLine::refused);
    return report;
}

} // namespace breakline
