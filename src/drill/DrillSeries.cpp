// SPDX-License-Identifier: GPL-3.0-or-later
#include "drill/DrillSeries.h"

#include "drill/FaultShrinker.h"

#include <algorithm>
#include <utility>

namespace breakline {

bool canHappen(FaultKind kind)
{
    return kind != FaultKind::ClockJump;
}

bool hasToChangeSomething(FaultKind kind)
{
    return canHappen(kind) && kind != FaultKind::AnswerTwice && kind != FaultKind::PushTwice;
}

DrillSeries::DrillSeries(DrillSeriesSettings settings, std::function<bool(const DrillTotals&)> isOver,
                         std::function<std::function<bool()>()> beginShrinking)
    : m_settings(std::move(settings))
    , m_isOver(std::move(isOver))
    , m_beginShrinking(std::move(beginShrinking))
{
}

const DrillTotals& DrillSeries::run()
{
    while ((!m_settings.runs || m_totals.runs < *m_settings.runs) && !m_isOver(m_totals)) {
        const std::uint64_t seed = m_settings.seed + m_totals.runs;
        const FaultScript faults = m_settings.faults
            ? *m_settings.faults
            : randomFaults(seed, m_settings.length, drillSymbols(seed));
        add(seed, faults, drill(seed, faults));
    }
    return m_totals;
}

DrillOutcome DrillSeries::drill(std::uint64_t seed, const FaultScript& faults) const
{
    return runDrill({seed, m_settings.preset, faults, m_settings.length});
}

void DrillSeries::add(std::uint64_t seed, const FaultScript& faults, const DrillOutcome& outcome)
{
    ++m_totals.runs;
    m_totals.runsWithoutPosition += outcome.positions == 0 ? 1 : 0;
    m_totals.findings.add(outcome.findings);
    m_totals.orders += outcome.orders;
    m_totals.fills += outcome.fills;
    m_totals.positions += outcome.positions;
    m_totals.ordersLost += outcome.ordersLost;
    m_totals.ordersDoubled += outcome.ordersDoubled;
    m_totals.longestUnprotected = std::max(m_totals.longestUnprotected, outcome.longestUnprotected);
    m_totals.length = m_totals.length + outcome.length;
    m_totals.ledgerDifference = std::max(m_totals.ledgerDifference, outcome.ledgerDifference.abs());
    shrinkBroken(seed, faults, outcome);
    compareKinds(seed, faults, outcome);
}

void DrillSeries::shrinkBroken(std::uint64_t seed, const FaultScript& faults, const DrillOutcome& outcome)
{
    for (std::size_t i = 0; i < kDrillInvariantCount; ++i) {
        const auto invariant = static_cast<DrillInvariant>(i);
        if (!outcome.findings.isBroken(invariant) || m_totals.broken.contains(invariant))
            continue;
        const ShrunkScript shrunk = shrink(
            faults,
            [&](const FaultScript& script) { return drill(seed, script).findings.isBroken(invariant); },
            kMostShrinkRuns, m_beginShrinking());
        // What is told is what the smaller script does.
        const DrillOutcome least = drill(seed, shrunk.script);
        m_totals.broken.emplace(
            invariant, BrokenDrill {seed, shrunk.script, least.findings.of(invariant).first, shrunk.runs});
    }
}

void DrillSeries::compareKinds(std::uint64_t seed, const FaultScript& faults, const DrillOutcome& outcome)
{
    for (std::size_t i = 0; i < kFaultKindCount; ++i) {
        KindEffect& effect = m_totals.kinds[i];
        effect.injected += outcome.injected[i];
        if (outcome.injected[i] == 0 || effect.changed || effect.compared >= kMostComparisons)
            continue;
        FaultScript without = faults;
        std::erase_if(without.faults,
                      [i](const Fault& fault) { return static_cast<std::size_t>(fault.kind) == i; });
        ++effect.compared;
        const DrillOutcome other = drill(seed, without);
        effect.changed = other.digest != outcome.digest || other.logRows != outcome.logRows;
    }
}

} // namespace breakline
