// SPDX-License-Identifier: GPL-3.0-or-later
// Each gate that can stand alone in the way says by how much its value has to change. Moved
// by that, the same functions let the candidate pass; moved by a hair less, they do not.
#include "CandidateFixture.h"

#include "strategy/StrategyRegistry.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace breakline;
using namespace breakline::test;

namespace {

using Change = std::function<void(Candidate&, const Gate&, double)>;

/// How a gate is made to refuse, and how its value moves by so much. Without `move` the
/// key of the plan that is its threshold moves the other way.
struct Flip {
    const char* gate;
    Candidate (*scene)();
    std::function<void(Candidate&)> refuse;
    Change move = {};
    double hair = 1e-6; ///< of the change; of a count a part that is a whole one
    Bound bound = Bound::AtLeast;
};

Candidate breakout()
{
    return {};
}

Candidate breakdown()
{
    Candidate candidate;
    candidate.scene.candles = reflected(candidate.scene.candles, 100.0);
    candidate.scene.setBook(99.70, 35.0, 99.72, 65.0);
    candidate.level.type = LevelType::Support;
    candidate.level.id.type = LevelType::Support;
    return candidate;
}

/// Beside a reference that goes another way.
Candidate other()
{
    Candidate candidate;
    candidate.scene.isReference = false;
    candidate.scene.reference = randomWalk(5, candidate.scene.candles.size());
    for (std::size_t i = 0; i < candidate.scene.candles.size(); ++i)
        if (i % 2 == 1 && i < 320)
            candidate.scene.candles[i].close = 99.75;
    return candidate;
}

/// Broken six hours before, a rise to 102, and back to 100.05.
Candidate comeback()
{
    Candidate candidate;
    candidate.scene.candles.clear();
    for (std::size_t i = 0; i < 320; ++i)
        candidate.scene.candles.push_back(bar(i, 100.3, 100.6, 100.0, 100.3, 100.0));
    candidate.scene.candles.push_back(bar(320, 100.3, 100.5, 100.05, 100.15, 120.0));
    candidate.scene.setBook(100.14, 65.0, 100.15, 35.0);
    candidate.preset.position.targets.front().r = 2.0;
    candidate.preset.strategies = {Strategy::Retest};
    candidate.preset.strategyPriority = Strategy::Retest;
    candidate.breaks = {{candidate.level.id, 100.0, Direction::Long,
                         candidate.scene.closeTime() - Duration::hours(6), 102.0, false}};
    // So that a wick does not move what it is held against.
    candidate.adjust = [](CandleMetrics& metrics) { metrics.atr14 = 0.6; };
    return candidate;
}

/// The first six bars of the day lie between 99.50 and 100.50; bar 318 is the first beyond.
Candidate opening()
{
    Candidate candidate;
    candidate.scene.candles.clear();
    for (std::size_t i = 0; i < 318; ++i)
        candidate.scene.candles.push_back(bar(i, 100.0, 100.3, 99.7, 100.0, 100.0));
    candidate.scene.candles[288 + 2].high = 100.5;
    candidate.scene.candles[288 + 4].low = 99.5;
    candidate.scene.candles.push_back(bar(318, 100.2, 100.75, 100.1, 100.7, 250.0));
    candidate.scene.setBook(100.70, 65.0, 100.71, 35.0);
    candidate.preset.strategies = {Strategy::OpeningRange};
    candidate.preset.strategyPriority = Strategy::OpeningRange;
    candidate.adjust = [](CandleMetrics& metrics) { metrics.atr14 = 0.6; };
    return candidate;
}

double& own(Candidate& candidate, std::string_view key)
{
    const auto schema = definitionOf(Strategy::OpeningRange).parameters;
    auto& values = candidate.preset.ownValues[static_cast<std::size_t>(Strategy::OpeningRange)];
    if (values.empty())
        for (const StrategyParameter& parameter : schema)
            values.push_back(parameter.usual);
    const auto found = std::ranges::find(schema, key, &StrategyParameter::key);
    REQUIRE(found != schema.end());
    return values[static_cast<std::size_t>(found - schema.begin())];
}

/// What is `by` times something moves by this so that the threshold moves by -change.
double scaled(const Gate& gate, double change)
{
    return (*gate.threshold - change) / *gate.threshold;
}

void moveLastClose(Candidate& c, const Gate&, double change)
{
    c.last().close += change;
}
void moveNearestStop(Candidate& c, const Gate& gate, double change)
{
    c.settings.minStopAtr *= scaled(gate, change);
}
void moveFarthestStop(Candidate& c, const Gate& gate, double change)
{
    double& multiple = c.preset.position.chandelierAtrMult;
    multiple = (multiple + 1.0) * scaled(gate, change) - 1.0;
}
void stopTooWide(Candidate& c)
{
    c.settings.maxStopAtr = 0.0;
    c.preset.position.chandelierAtrMult = -0.5;
}

const std::vector<Flip>& flips()
{
    static const std::vector<Flip> all {
        // The scan.
        {"min_24h_volume", breakout, [](Candidate& c) { c.preset.liquidity.min24hVolumeUsd = 2e9; }},
        {"min_oi", breakout, [](Candidate& c) { c.preset.liquidity.minOpenInterestUsd = 2e8; }},
        {"max_spread",
         breakout,
         [](Candidate& c) { c.preset.liquidity.maxSpreadBps = 1.5; },
         {},
         1e-6,
         Bound::AtMost},
        {"min_depth_0_5pct", breakout, [](Candidate& c) { c.preset.liquidity.minDepthUsd05Pct = 3e4; }},
        {"min_depth_0_3pct", breakout, [](Candidate& c) { c.preset.liquidity.minDepthUsd03Pct = 3e4; }},
        {"min_trades_per_minute", breakout,
         [](Candidate& c) { c.preset.liquidity.minTradesPerMinute = 99.0; }},
        {"atr_range", breakout, [](Candidate& c) { c.preset.volatility.atrRangeMin = 0.05; }},
        {"atr_range",
         breakout,
         [](Candidate& c) { c.preset.volatility.atrRangeMax = 0.0002; },
         {},
         1e-6,
         Bound::AtMost},
        {"bb_width",
         breakout,
         [](Candidate& c) { c.preset.volatility.bbWidthPercentileMax = 20.0; },
         {},
         1e-6,
         Bound::AtMost},
        {"volume_surge_1h", breakout, [](Candidate& c) { c.preset.volatility.volumeSurge1hMin = 50.0; }},
        {"volume_surge_5m", breakout, [](Candidate& c) { c.preset.volatility.volumeSurge5mMin = 50.0; }},
        {"oi_delta", breakout, [](Candidate& c) { c.preset.volatility.oiDeltaThreshold = 0.03; }},
        {"correlation",
         other,
         [](Candidate& c) { c.preset.risk.correlationLimit = 1e-4; },
         {},
         1e-6,
         Bound::AtMost},
        {"data_health", breakout, [](Candidate& c) { c.scene.candles[300].openTime.ms += 60'000; },
         [](Candidate& c, const Gate&, double change) {
             if (change == -1.0)
                 c.scene.candles[300].openTime.ms -= 60'000;
         },
         0.5, Bound::AtMost},
        {"levels", breakout, [](Candidate& c) { c.levelCount = 0; },
         [](Candidate& c, const Gate&, double change) { c.levelCount += static_cast<std::size_t>(change); },
         0.5},
        // Momentum.
        {"momentum:price_breakout", breakout, [](Candidate& c) { c.last().close = 100.1; }, moveLastClose,
         1e-6, Bound::MoreThan},
        {"momentum:price_breakout", breakdown, [](Candidate& c) { c.last().close = 99.9; }, moveLastClose,
         1e-6, Bound::LessThan},
        {"momentum:volume_surge", breakout,
         [](Candidate& c) { c.preset.signal.momentumVolumeMultiplier = 2.75; }},
        {"momentum:body_ratio", breakout, [](Candidate& c) { c.preset.signal.momentumBodyRatioMin = 0.7; }},
        {"momentum:l2_imbalance", breakout, [](Candidate& c) { c.preset.signal.l2ImbalanceThreshold = 0.9; }},
        {"momentum:l2_imbalance", breakdown,
         [](Candidate& c) { c.preset.signal.l2ImbalanceThreshold = 0.9; }},
        {"momentum:vwap_gap",
         breakout,
         [](Candidate& c) { c.preset.signal.vwapGapMaxAtr = 0.1; },
         {},
         1e-6,
         Bound::AtMost},
        {"momentum:vwap_gap", breakout,
         [](Candidate& c) { c.adjust = [](CandleMetrics& metrics) { metrics.vwap = 100.4; }; },
         [](Candidate& c, const Gate&, double change) {
             c.adjust = [change](CandleMetrics& metrics) { metrics.vwap = 100.4 - change; };
         }},
        {"momentum:crossing", breakout,
         [](Candidate& c) { c.scene.candles[319].high = c.scene.candles[319].close = 100.2; },
         [](Candidate& c, const Gate&, double change) { c.scene.candles[319].close += change; }, 1e-6,
         Bound::AtMost},
        {"momentum:crossing", breakdown,
         [](Candidate& c) { c.scene.candles[319].low = c.scene.candles[319].close = 99.8; },
         [](Candidate& c, const Gate&, double change) { c.scene.candles[319].close += change; }},
        {"momentum:too_far",
         breakout,
         [](Candidate& c) { c.preset.entryRules->maxDistanceFromLevelBps = 5.0; },
         {},
         1e-6,
         Bound::AtMost},
        {"momentum:bad_stop", breakout, [](Candidate& c) { c.settings.minStopAtr = 1.5; }, moveNearestStop},
        {"momentum:bad_stop", breakout, stopTooWide, moveFarthestStop, 1e-6, Bound::AtMost},
        {"momentum:no_edge", breakout, [](Candidate& c) { c.settings.minEdgeR = 2.5; }},
        // Retest.
        {"retest:previous_breakout", comeback,
         [](Candidate& c) { c.breaks.front().time = c.scene.closeTime() - Duration::minutes(30); },
         [](Candidate& c, const Gate&, double change) {
             c.breaks.front().time.ms -= std::llround(change * 3'600'000.0);
         },
         1e-3},
        {"retest:previous_breakout", comeback,
         [](Candidate& c) { c.breaks.front().time = c.scene.closeTime() - Duration::hours(25); },
         [](Candidate& c, const Gate&, double change) {
             c.breaks.front().time.ms -= std::llround(change * 3'600'000.0);
         },
         1e-3, Bound::AtMost},
        {"retest:moved_away", comeback, [](Candidate& c) { c.breaks.front().extreme = 100.4; },
         [](Candidate& c, const Gate&, double change) { *c.breaks.front().extreme += change; }},
        {"retest:level_retest", comeback,
         [](Candidate& c) { c.last() = bar(320, 100.4, 100.5, 100.3, 100.35, 120.0); },
         [](Candidate& c, const Gate&, double change) { c.last().low += change; }, 1e-6, Bound::AtMost},
        {"retest:level_retest", comeback, [](Candidate& c) { c.last().low = c.last().close = 99.95; },
         moveLastClose, 1e-6, Bound::MoreThan},
        {"retest:pierce_tolerance",
         comeback,
         [](Candidate& c) { c.last().low = 99.7; },
         {},
         1e-6,
         Bound::AtMost},
        {"retest:l2_imbalance", comeback, [](Candidate& c) { c.preset.signal.l2ImbalanceThreshold = 0.9; }},
        {"retest:trading_activity", comeback,
         [](Candidate& c) {
             for (std::size_t i = 316; i <= 320; ++i)
                 c.scene.candles[i].volume = 60.0;
         },
         [](Candidate& c, const Gate& gate, double change) {
             for (std::size_t i = 316; i <= 320; ++i)
                 c.scene.candles[i].volume *= (*gate.value + change) / *gate.value;
         }},
        {"retest:too_far",
         comeback,
         [](Candidate& c) { c.preset.signal.retestPierceTolerance = 0.001; },
         {},
         1e-6,
         Bound::AtMost},
        {"retest:bad_stop", comeback, [](Candidate& c) { c.settings.minStopAtr = 1.5; }, moveNearestStop},
        {"retest:bad_stop", comeback, stopTooWide, moveFarthestStop, 1e-6, Bound::AtMost},
        {"retest:no_edge", comeback, [](Candidate& c) { c.settings.minEdgeR = 2.5; }},
        // Opening range.
        {"opening_range:range_age",
         opening,
         [](Candidate& c) { own(c, "valid_bars") = 24.0; },
         {},
         1e-6,
         Bound::AtMost},
        {"opening_range:range_height", opening, [](Candidate& c) { own(c, "max_height_atr") = 1.0; },
         [](Candidate& c, const Gate& gate, double change) {
             own(c, "max_height_atr") *= scaled(gate, change);
         },
         1e-6, Bound::AtMost},
        {"opening_range:price_breakout", opening, [](Candidate& c) { c.last().close = 100.52; },
         moveLastClose, 1e-6, Bound::MoreThan},
        {"opening_range:volume_surge", opening, [](Candidate& c) { own(c, "volume_multiplier") = 2.75; }},
        {"opening_range:l2_imbalance", opening,
         [](Candidate& c) { c.preset.signal.l2ImbalanceThreshold = 0.9; }},
        {"opening_range:crossing", opening,
         [](Candidate& c) { c.scene.candles[317].high = c.scene.candles[317].close = 100.65; },
         [](Candidate& c, const Gate&, double change) { c.scene.candles[317].close += change; }, 1e-6,
         Bound::AtMost},
        {"opening_range:too_far",
         opening,
         [](Candidate& c) { c.preset.entryRules->maxDistanceFromLevelBps = 5.0; },
         {},
         1e-6,
         Bound::AtMost},
        {"opening_range:bad_stop", opening, [](Candidate& c) { c.settings.minStopAtr = 1.5; },
         moveNearestStop},
        {"opening_range:bad_stop", opening, stopTooWide, moveFarthestStop, 1e-6, Bound::AtMost},
        {"opening_range:no_edge", opening, [](Candidate& c) { c.settings.minEdgeR = 2.5; }},
        // The entry rules.
        {"entry:breakout_quality",
         comeback,
         [](Candidate& c) {
             c.preset.entryRules->maxDistanceFromLevelBps = 10.0;
             c.settings.minEntryConfidence = 0.0; // at its bound it has a score of 0
         },
         {},
         1e-6,
         Bound::AtMost},
        {"entry:breakout_quality", comeback, [](Candidate& c) { c.scene.setBook(99.94, 65.0, 99.95, 35.0); },
         [](Candidate& c, const Gate&, double change) {
             c.scene.setBook(99.94, 65.0, 99.95 + change * 1e-4 * 100.0, 35.0);
         },
         0.2},
        {"entry:approach",
         breakout,
         [](Candidate& c) {
             c.preset.entryRules->validateApproach = true;
             c.scene.candles[310].close = 99.5;
             c.preset.levels.approachSlopeMaxPctPerBar = 0.01;
         },
         {},
         1e-6,
         Bound::AtMost},
        {"entry:consolidation", breakout,
         [](Candidate& c) {
             c.preset.entryRules->validateApproach = true;
             c.scene.candles[318].close = 99.45;
         },
         [](Candidate& c, const Gate&, double change) { c.scene.candles[318].close -= change; }, 1e-6,
         Bound::AtMost},
        {"entry:clean_breakout", breakout,
         [](Candidate& c) { c.scene.candles[315].high = c.scene.candles[315].close = 100.05; },
         [](Candidate& c, const Gate&, double change) {
             if (change == -1.0)
                 c.scene.candles[315].close = 99.7;
         },
         0.5, Bound::AtMost},
        {"entry:session_guard",
         breakout,
         [](Candidate& c) { c.preset.entryRules->avoidSessionStartMinutes = 200; },
         {},
         0.1},
        {"entry:session_guard",
         breakout,
         [](Candidate& c) { c.preset.entryRules->avoidSessionEndMinutes = 400; },
         {},
         0.1,
         Bound::LessThan},
        {"entry:confidence", breakout, [](Candidate& c) { c.settings.minEntryConfidence = 0.999; }},
        // The last look.
        {"flow:touch_activity", comeback, [](Candidate& c) { c.preset.signal.tpmOnTouchFrac = 1.5; }},
        {"flow:wall_standing", breakout,
         [](Candidate& c) {
             c.preset.entryRules->requireDensityConfirmation = true;
             DensityWall wall;
             wall.side = Side::Sell;
             wall.bucket = 10'010;
             wall.initialSize = 100;
             wall.eaten = 50;
             wall.greatestStrength = 2.0;
             wall.lastSeen = c.scene.closeTime();
             c.walls = {wall};
         }},
        {"flow:activity_drop",
         breakout,
         [](Candidate& c) { c.activityDrop = 0.5; },
         {},
         1e-6,
         Bound::LessThan},
    };
    return all;
}

/// What cannot stand alone with a value, and why.
const std::map<std::string, const char*>& exempt()
{
    static const std::map<std::string, const char*> all {
        {"long:level", "names what is tried, asks nothing"},
        {"short:level", "names what is tried, asks nothing"},
        {"momentum:strategy", "yes or no"},
        {"momentum:side", "yes or no"},
        {"momentum:bars", "nothing else is asked without"},
        {"momentum:atr", "nothing else is asked without"},
        {"retest:strategy", "yes or no"},
        {"retest:side", "yes or no"},
        {"retest:bars", "nothing else is asked without"},
        {"retest:atr", "nothing else is asked without"},
        {"retest:breakout_unused", "yes or no"},
        {"opening_range:strategy", "yes or no"},
        {"opening_range:side", "yes or no"},
        {"opening_range:bars", "nothing else is asked without"},
        {"opening_range:atr", "nothing else is asked without"},
        {"opening_range:opening_range", "has no data where it refuses"},
        {"entry:volume", "weighs only"},
        {"entry:density_avoidance", "weighs only"},
        {"entry:momentum", "weighs only"},
        {"entry:market_quality", "weighs only"},
    };
    return all;
}

const Gate* blockerOf(GateTrace& trace, const Flip& flip)
{
    trace.markSoleBlockers();
    for (const Gate& gate : trace.gates())
        if (gate.isSoleBlocker && gate.fullName() == flip.gate && gate.bound == flip.bound)
            return &gate;
    return nullptr;
}

/// The candidate with the gate's value moved by this.
Candidate moved(const Candidate& refused, const Flip& flip, const Gate& gate, double change)
{
    Candidate result = refused;
    if (flip.move) {
        flip.move(result, gate, change);
        return result;
    }
    const std::string name = gate.fullName();
    auto plan = withThreshold(refused.plan(), {gate.stage, name, gate.bound, *gate.threshold},
                              *gate.threshold - change);
    REQUIRE(plan);
    result.preset = plan->preset;
    result.settings = plan->settings;
    return result;
}

} // namespace

TEST_CASE("moved by what it needs a sole blocker lets pass, by a hair less it does not")
{
    for (const Flip& flip : flips()) {
        INFO(flip.gate << ' ' << toText(flip.bound));
        Candidate candidate = flip.scene();
        GateTrace trace;
        CHECK(candidate.evaluate(trace));
        flip.refuse(candidate);
        CHECK_FALSE(candidate.evaluate(trace));
        const Gate* found = blockerOf(trace, flip);
        REQUIRE(found != nullptr);
        CHECK(soleBlockers(trace).size() == 1);
        CHECK(found->decided);
        REQUIRE(found->neededChange());
        REQUIRE(found->margin());
        CHECK(*found->margin() <= 0.0);
        const Gate gate = *found;
        // The last digits of what is computed from the value.
        const double rounding = std::copysign(
            1e-12 * std::max(std::fabs(*gate.value), std::fabs(*gate.threshold)), *gate.neededChange());
        const double change = *gate.neededChange()
            + (std::floor(*gate.neededChange()) == *gate.neededChange() ? 0.0 : rounding);
        GateTrace again;
        CHECK(moved(candidate, flip, gate, change).evaluate(again));
        CHECK_FALSE(moved(candidate, flip, gate, change * (1.0 - flip.hair)).evaluate(again));
        CHECK(blockerOf(again, flip) != nullptr);
    }
}

TEST_CASE("so it is with the sole blockers of a market, by the keys of the plan")
{
    constexpr std::size_t kCount = 700;
    const std::vector<Candle> reference = randomWalk(3, kCount, 10'000.0, 12.0, 1'500.0);
    std::vector<Candle> bars = randomWalk(4, kCount, 10'000.0, 12.0, 1'500.0);
    for (std::size_t i = 0; i < kCount; i += 17)
        bars[i].volume *= 6.0;
    std::map<std::string, int> flipped;
    for (std::size_t i = 300; i < kCount; ++i) {
        Candidate candidate;
        candidate.scene.isReference = false;
        candidate.scene.candles.assign(bars.begin() + static_cast<std::ptrdiff_t>(i - 300),
                                       bars.begin() + static_cast<std::ptrdiff_t>(i));
        candidate.scene.reference.assign(reference.begin() + static_cast<std::ptrdiff_t>(i - 300),
                                         reference.begin() + static_cast<std::ptrdiff_t>(i));
        const double close = candidate.last().close;
        candidate.scene.setBook(close - 1.0, 6.5, close + 1.0, 3.5);
        candidate.scene.setTape(12.0);
        // A level that the bar has just broken, or nearly.
        candidate.level.price = close - 14.0;
        candidate.preset.signal.momentumVolumeMultiplier = 1.0;
        candidate.preset.entryRules->validateApproach = true;
        if (i % 2 == 0) {
            candidate.preset.volatility.atrRangeMin = 0.0035;
            candidate.preset.volatility.atrRangeMax = 0.006;
            candidate.preset.volatility.volumeSurge5mMin = 0.6;
            candidate.preset.volatility.volumeSurge1hMin = 0.9;
            candidate.preset.volatility.bbWidthPercentileMax = 90.0;
            candidate.preset.risk.correlationLimit = 0.2;
        } else {
            candidate.preset.signal.momentumBodyRatioMin = 0.6;
            candidate.preset.signal.vwapGapMaxAtr = 3.0;
            candidate.preset.levels.approachSlopeMaxPctPerBar = 0.02;
        }
        GateTrace trace;
        if (candidate.evaluate(trace))
            continue;
        trace.markSoleBlockers();
        for (const Gate& gate : trace.gates()) {
            const std::string name = gate.fullName();
            const auto change = gate.neededChange();
            if (!gate.isSoleBlocker || !change
                || keyOf({gate.stage, name, gate.bound, *gate.threshold}, candidate.plan()).empty())
                continue;
            INFO(name << " at bar " << i);
            const auto refusesWith = [&](double by) {
                const auto plan = withThreshold(
                    candidate.plan(), {gate.stage, name, gate.bound, *gate.threshold}, *gate.threshold - by);
                Candidate other = candidate;
                other.preset = plan->preset;
                other.settings = plan->settings;
                GateTrace again;
                other.evaluate(again);
                const Gate* same = nullptr;
                for (const Gate& each : again.gates())
                    if (each.fullName() == name && each.refuses && each.bound == gate.bound)
                        same = &each;
                return same != nullptr;
            };
            const double rounding =
                std::copysign(1e-12 * std::max(std::fabs(*gate.value), std::fabs(*gate.threshold)), *change);
            CHECK_FALSE(refusesWith(*change + rounding));
            CHECK(refusesWith(*change * (1.0 - 1e-6) - rounding));
            ++flipped[name];
        }
    }
    std::set<std::string> kinds;
    for (const auto& [name, count] : flipped)
        kinds.insert(name);
    CHECK(kinds
          == std::set<std::string> {"atr_range", "bb_width", "correlation", "entry:approach",
                                    "entry:confidence", "momentum:body_ratio", "momentum:volume_surge",
                                    "momentum:vwap_gap", "volume_surge_1h", "volume_surge_5m"});
}

TEST_CASE("every kind of gate has such a flip, or a reason to have none")
{
    std::set<std::string> known;
    for (std::size_t i = 0; i < kFilterCount; ++i)
        known.emplace(toText(static_cast<Filter>(i)));
    for (std::size_t i = 0; i < kEntryCheckCount; ++i)
        known.insert("entry:" + std::string(toText(static_cast<EntryCheckKind>(i))));
    known.insert("entry:consolidation"); // of the approach the other measure
    for (std::size_t i = 0; i < kFlowCheckCount; ++i)
        known.insert("flow:" + std::string(toText(static_cast<FlowCheckKind>(i))));
    // What a strategy asks its evaluations show.
    std::set<Strategy> strategies;
    for (const auto scene : {breakout, comeback, opening}) {
        const Candidate candidate = scene();
        GateTrace trace;
        CHECK(candidate.evaluate(trace));
        for (const Gate& gate : trace.gates())
            known.insert(gate.fullName());
        strategies.insert(candidate.preset.strategyPriority);
    }
    CHECK(strategies.size() == kStrategyCount);
    std::set<std::string> covered;
    for (const Flip& flip : flips()) {
        CHECK_FALSE(exempt().contains(flip.gate));
        covered.insert(flip.gate);
    }
    for (const auto& [name, reason] : exempt())
        covered.insert(name);
    CHECK(covered == known);
}
