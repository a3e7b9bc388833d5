// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "drill/DrillRun.h"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace breakline {

struct DrillSeriesSettings {
    Preset preset;
    std::uint64_t seed = 1; ///< of the first run; each has the next one
    std::optional<FaultScript> faults; ///< of every run; empty: random ones of the run's seed
    std::optional<std::uint64_t> runs; ///< empty: until it is told to end
    Duration length = Duration::minutes(30); ///< of a run
    bool isOverWire = false; ///< every run; else every twentieth
};

/// The first run that broke an invariant, with the faults that it takes.
struct BrokenDrill {
    std::uint64_t seed = 0;
    FaultScript faults;
    DrillWay way = DrillWay::InProcess;
    std::string what; ///< for a person
    int shrinkRuns = 0;
};

/// Whether drills of this way can meet the kind: without a wire all but a jump of
/// the venue's clock, which is ours there.
bool canHappen(FaultKind kind, DrillWay way);
/// Whether they have to show an effect of it: not of what comes twice, which has to
/// change nothing.
bool hasToChangeSomething(FaultKind kind, DrillWay way);

/// Whether the program did, or said, anything else because of a kind of fault.
struct KindEffect {
    std::uint64_t injected = 0;
    int compared = 0; ///< runs that were repeated without the kind
    bool changed = false; ///< one of them decided otherwise
};

struct DrillTotals {
    std::uint64_t runs = 0;
    std::uint64_t runsOverWire = 0;
    std::uint64_t runsWithoutPosition = 0;
    DrillFindings findings;
    std::array<KindEffect, kFaultKindCount> kinds {};
    std::map<DrillInvariant, BrokenDrill> broken;
    std::uint64_t orders = 0, fills = 0, positions = 0;
    std::uint64_t ordersLost = 0, ordersDoubled = 0;
    Duration longestUnprotected;
    Duration length; ///< venue time of all runs
    Decimal ledgerDifference; ///< the largest, without its sign
};

/// Runs drills one after the other and adds up what they found. A script that
/// breaks an invariant for the first time is cut down to what that takes, within
/// 200 runs or so long as `isShrinkingOver` allows. Each kind of fault that met
/// something is left out of a run, up to some times, until one decides otherwise
/// without it.
class DrillSeries {
public:
    static constexpr int kMostShrinkRuns = 200;
    static constexpr int kMostComparisons = 150; ///< a kind; one of the rarest changes one run of twenty
    static constexpr std::uint64_t kOverWireEvery = 20; ///< runs

    /// `isOver` is asked before each run; `beginShrinking` gives the clock of one shrinking.
    DrillSeries(DrillSeriesSettings settings, std::function<bool(const DrillTotals&)> isOver,
                std::function<std::function<bool()>()> beginShrinking);

    const DrillTotals& run();

private:
    DrillOutcome drill(const DrillSettings& run, const FaultScript& faults) const;
    void add(const DrillSettings& run, const DrillOutcome& outcome);
    void shrinkBroken(const DrillSettings& run, const DrillOutcome& outcome);
    void compareKinds(const DrillSettings& run, const DrillOutcome& outcome);

    DrillSeriesSettings m_settings;
    std::function<bool(const DrillTotals&)> m_isOver;
    std::function<std::function<bool()>()> m_beginShrinking;
    DrillTotals m_totals;
};

} // namespace breakline
