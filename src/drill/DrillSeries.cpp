// SPDX-License-Identifier: GPL-3.0-or-later
#include "drill/DrillSeries.h"

#include "drill/FaultShrinker.h"

#include <algorithm>
#include <utility>

namespace breakline {

bool canHappen(FaultKind kind, DrillWay way)
{
    return kind != FaultKind::ClockJump || way == DrillWay::OverWire;
}

bool hasToChangeSomething(FaultKind kind, DrillWay way)
{
    return canHappen(kind, way) && kind != FaultKind::AnswerTwice && kind != FaultKind::PushTwice;
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
        const bool isOverWire = m_settings.isOverWire || m_totals.runs % kOverWireEvery == kOverWireEvery - 1;
        DrillSettings run {seed, m_settings.preset, faults, m_settings.length};
        run.way = isOverWire ? DrillWay::OverWire : DrillWay::InProcess;
        add(run, runDrill(run));
    }
    return m_totals;
}

DrillOutcome DrillSeries::drill(const DrillSettings& run, const FaultScript& faults) const
{
    DrillSettings other = run;
    other.faults = faults;
    return runDrill(other);
}

void DrillSeries::add(const DrillSettings& run, const DrillOutcome& outcome)
{
    ++m_totals.runs;
    m_totals.runsOverWire += run.way == DrillWay::OverWire ? 1 : 0;
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
    shrinkBroken(run, outcome);
    compareKinds(run, outcome);
}

void DrillSeries::shrinkBroken(const DrillSettings& run, const DrillOutcome& outcome)
{
    for (std::size_t i = 0; i < kDrillInvariantCount; ++i) {
        const auto invariant = static_cast<DrillInvariant>(i);
        if (!outcome.findings.isBroken(invariant) || m_totals.broken.contains(invariant))
            continue;
        const ShrunkScript shrunk = shrink(
            run.faults,
            [&](const FaultScript& script) { return drill(run, script).findings.isBroken(invariant); },
            kMostShrinkRuns, m_beginShrinking());
        // What is told is what the smaller script does.
        const DrillOutcome least = drill(run, shrunk.script);
        m_totals.broken.emplace(
            invariant,
            BrokenDrill {run.seed, shrunk.script, run.way, least.findings.of(invariant).first, shrunk.runs});
    }
}

void DrillSeries::compareKinds(const DrillSettings& run, const DrillOutcome& outcome)
{
    for (std::size_t i = 0; i < kFaultKindCount; ++i) {
        KindEffect& effect = m_totals.kinds[i];
        effect.injected += outcome.injected[i];
        if (outcome.injected[i] == 0 || effect.changed || effect.compared >= kMostComparisons)
            continue;
        FaultScript without = run.faults;
        std::erase_if(without.faults,
                      [i](const Fault& fault) { return static_cast<std::size_t>(fault.kind) == i; });
        ++effect.compared;
        const DrillOutcome other = drill(run, without);
        effect.changed = other.digest != outcome.digest || other.logRows != outcome.logRows;
    }
}

} // namespace breakline
