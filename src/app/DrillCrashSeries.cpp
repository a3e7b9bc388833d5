// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/DrillCrashSeries.h"

#include "core/Rng.h"
#include "drill/DrillRun.h"

#include <algorithm>
#include <utility>

namespace breakline {

namespace {
constexpr std::uint64_t kSecondKillEvery = 4; ///< points
} // namespace

void add(CrashTotals& totals, const CrashRunSettings& run, const CrashRunOutcome& outcome)
{
    ++totals.runs;
    totals.crashes += outcome.kills;
    totals.notPassed += run.killAt.size() - outcome.kills;
    for (std::size_t i = 0; i < outcome.kills; ++i)
        ++totals.killedAt[run.killAt[i].name];
    totals.findings.add(outcome.findings);
    for (std::size_t i = 0; i < kDrillInvariantCount; ++i) {
        const auto invariant = static_cast<DrillInvariant>(i);
        if (outcome.findings.isBroken(invariant))
            totals.broken.emplace(invariant, BrokenCrash {run, outcome.findings.of(invariant).first});
    }
    for (const auto& [kind, count] : outcome.verdict.faults)
        totals.faults[kind] += count;
    totals.orders += outcome.verdict.orders;
    totals.fills += outcome.verdict.fills;
    totals.positions += outcome.verdict.positions;
    totals.ordersLost += outcome.verdict.ordersLost;
    totals.ordersDoubled += outcome.verdict.ordersDoubled;
    totals.longestUnprotected = std::max(totals.longestUnprotected, outcome.verdict.longestUnprotected);
    totals.length = totals.length + outcome.length;
    totals.ledgerDifference = std::max(totals.ledgerDifference, outcome.verdict.ledgerDifference.abs());
    totals.restartMs.insert(totals.restartMs.end(), outcome.restartMs.begin(), outcome.restartMs.end());
}

CrashSeries::CrashSeries(CrashSeriesSettings settings, std::function<bool(const CrashTotals&)> isOver)
    : m_settings(std::move(settings))
    , m_isOver(std::move(isOver))
{
}

bool CrashSeries::isOver() const
{
    return (m_settings.points && m_totals.points >= *m_settings.points) || m_isOver(m_totals);
}

Expected<void> CrashSeries::run()
{
    for (std::uint64_t seed = m_settings.run.seed; !isOver(); ++seed) {
        const auto passes = list(seed);
        if (!passes)
            return std::unexpected(passes.error());
        const std::vector<CrashPoint> points = choose(seed, *passes);
        for (std::size_t i = 0; i < points.size() && !isOver(); ++i) {
            std::vector<CrashPoint> lives {points[i]};
            if (m_totals.points % kSecondKillEvery == kSecondKillEvery - 1)
                lives.push_back(points[(i + 1) % points.size()]);
            if (const auto killed = killAt(seed, std::move(lives)); !killed)
                return killed;
        }
    }
    return {};
}

CrashRunSettings CrashSeries::runOf(std::uint64_t seed) const
{
    CrashRunSettings run = m_settings.run;
    run.seed = seed;
    if (!run.faults && m_settings.faultsEvery > 0 && seed % m_settings.faultsEvery == 0)
        run.faults = randomFaults(seed, run.length, drillSymbols(seed));
    return run;
}

Expected<CrashPasses> CrashSeries::list(std::uint64_t seed)
{
    const CrashRunSettings run = runOf(seed);
    auto outcome = runCrash(run);
    if (!outcome)
        return std::unexpected(outcome.error());
    add(m_totals, run, *outcome);
    return std::move(outcome->passes);
}

std::vector<CrashPoint> CrashSeries::choose(std::uint64_t seed, const CrashPasses& passes)
{
    struct Candidate {
        std::uint64_t chosen = 0;
        std::int64_t lot = 0;
        CrashPoint point;
    };
    Rng rng(seed, "crash points");
    std::vector<Candidate> candidates;
    for (const auto& [name, count] : passes) {
        Candidate candidate;
        candidate.chosen = m_chosen[name];
        candidate.lot = rng.integer(0, 1'000'000);
        candidate.point = {name,
                           static_cast<std::uint64_t>(rng.integer(1, static_cast<std::int64_t>(count)))};
        candidates.push_back(std::move(candidate));
    }
    std::ranges::stable_sort(candidates, {}, [](const Candidate& candidate) {
        return std::pair(candidate.chosen, candidate.lot);
    });
    std::vector<CrashPoint> points;
    for (std::size_t i = 0; i < std::min(kPointsPerSeed, candidates.size()); ++i) {
        ++m_chosen[candidates[i].point.name];
        points.push_back(std::move(candidates[i].point));
    }
    return points;
}

Expected<void> CrashSeries::killAt(std::uint64_t seed, std::vector<CrashPoint> points)
{
    CrashRunSettings run = runOf(seed);
    run.killAt = std::move(points);
    std::vector<Duration> aways = m_settings.away;
    if (m_settings.isAwayInTurn)
        aways = {m_settings.away[m_totals.points % m_settings.away.size()]};
    ++m_totals.points;
    for (const Duration away : aways) {
        run.away = away;
        const auto outcome = runCrash(run);
        if (!outcome)
            return std::unexpected(outcome.error());
        add(m_totals, run, *outcome);
    }
    return {};
}

} // namespace breakline
