// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/DrillCrashRun.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

struct CrashSeriesSettings {
    CrashRunSettings run; ///< its seed is that of the first market; killAt and away are chosen
    std::optional<std::uint64_t> points; ///< how many; empty: until it is told to end
    /// So long the venue goes on alone after the kills: each point has a run for each.
    std::vector<Duration> away {Duration {}, Duration::seconds(5), Duration::minutes(1)};
    /// Each point has one run, for the next of them in turn.
    bool isAwayInTurn = false;
    /// Every so many seeds one whose venue fails on purpose besides, by random faults
    /// of the seed; 0: none. Of no meaning where the run has faults.
    std::uint64_t faultsEvery = 3;
};

/// The first run that broke an invariant.
struct BrokenCrash {
    CrashRunSettings run;
    std::string what; ///< for a person
};

struct CrashTotals {
    std::uint64_t runs = 0; ///< those that were not killed, one a seed, included
    std::uint64_t points = 0;
    std::uint64_t crashes = 0;
    std::uint64_t notPassed = 0; ///< kills that did not come: the session ended before
    DrillFindings findings;
    std::map<DrillInvariant, BrokenCrash> broken;
    std::map<std::string, std::uint64_t> killedAt; ///< kills by name of the point
    std::map<std::string, std::uint64_t> faults; ///< how often each kind met something
    std::uint64_t orders = 0, fills = 0, positions = 0;
    std::uint64_t ordersLost = 0, ordersDoubled = 0;
    Duration longestUnprotected;
    Duration length; ///< venue time of all runs
    Decimal ledgerDifference; ///< the largest, without its sign
    std::vector<std::int64_t> restartMs; ///< wall time, of every restart
};

/// Adds what a run found.
void add(CrashTotals& totals, const CrashRunSettings& run, const CrashRunOutcome& outcome);

/// Runs one session after the other that are killed: for each seed the points that
/// its session passes are listed by a run of its own, and some of them are chosen,
/// those first whose name had the fewest kills, at a passing that the seed
/// chooses. Every fourth point is followed by a second kill, which may come
/// while the program still catches up.
class CrashSeries {
public:
    static constexpr std::size_t kPointsPerSeed = 10;

    /// `isOver` is asked before each point.
    CrashSeries(CrashSeriesSettings settings, std::function<bool(const CrashTotals&)> isOver);

    /// The error of the first run that could not be made.
    Expected<void> run();
    const CrashTotals& totals() const { return m_totals; }

private:
    bool isOver() const;
    CrashRunSettings runOf(std::uint64_t seed) const;
    Expected<CrashPasses> list(std::uint64_t seed);
    std::vector<CrashPoint> choose(std::uint64_t seed, const CrashPasses& passes);
    Expected<void> killAt(std::uint64_t seed, std::vector<CrashPoint> points);

    CrashSeriesSettings m_settings;
    std::function<bool(const CrashTotals&)> m_isOver;
    std::map<std::string, std::uint64_t> m_chosen; ///< by name
    CrashTotals m_totals;
};

} // namespace breakline
