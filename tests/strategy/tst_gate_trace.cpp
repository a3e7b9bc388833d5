// SPDX-License-Identifier: GPL-3.0-or-later
#include "StrategyFixture.h"

#include "core/Rng.h"
#include "strategy/CandidateGates.h"
#include "strategy/CloseJudgement.h"
#include "strategy/GateCodec.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <limits>

using namespace breakline;
using namespace breakline::test;

namespace {

Gate gate(std::string_view name, bool refuses, GateStage stage = GateStage::Signal)
{
    Gate result;
    result.stage = stage;
    result.name = name;
    result.refuses = refuses;
    result.outcome = refuses ? CheckOutcome::Fail : CheckOutcome::Pass;
    return result;
}

std::vector<std::string> soleBlockers(GateTrace& trace)
{
    trace.markSoleBlockers();
    std::vector<std::string> names;
    for (const Gate& each : trace.gates())
        if (each.isSoleBlocker)
            names.push_back(each.fullName());
    return names;
}

using Names = std::vector<std::string>;

/// A candidate at the close of a bar that breaks its level: everything right.
struct Candidate {
    Scene scene;
    Preset preset = openPreset();
    AnalysisSettings settings;
    Level level;

    Candidate()
    {
        scene.isReference = true;
        for (std::size_t i = 0; i < 320; ++i)
            scene.candles.push_back(bar(i, 99.7, 100.0, 99.4, 99.7, 100.0));
        scene.candles.push_back(bar(320, 99.8, 100.4, 99.6, 100.3, 250.0));
        scene.setBook(100.28, 65.0, 100.30, 35.0);
        scene.setTape(12.0);
        level.type = LevelType::Resistance;
        level.price = 100.0;
        level.touches = 3;
        level.strength = 0.7;
        level.id = {level.type, kMidnight, 10'000};
        level.firstTouch = kMidnight;
        preset.entryRules.emplace();
        preset.entryRules->requireVolumeConfirmation = true;
        preset.entryRules->requireMomentum = true;
        preset.entryRules->momentumMinSlopePct = 0.1;
        preset.entryRules->validateApproach = false;
        preset.entryRules->avoidSessionStartMinutes = 0;
        preset.entryRules->avoidSessionEndMinutes = 0;
        preset.entryRules->maxDistanceFromLevelBps = 40.0;
        preset.strategies.set(Strategy::Retest, false);
    }

    /// Filters, then the close, as a session asks them.
    bool evaluate(GateTrace& trace) const
    {
        trace.clear();
        const MarketView view = scene.view();
        const CandleMetrics metrics = measureCandles(view);
        const FilterResults filters = evaluateFilters(view, metrics, measureLive(view, metrics), preset);
        append(trace, filters);
        if (!filters.passesAll())
            return false;
        appendLevelCount(trace, 1);
        BreakoutHistory history;
        const CloseJudgement judgement = judgeClose(view, metrics, preset, std::span(&level, 1), 1.029146,
                                                    filters.letPass(), history, {}, settings);
        append(trace, judgement.account);
        if (judgement.signal)
            append(trace, judgement.entry);
        return judgement.refusal.empty();
    }
};

const Gate* find(const GateTrace& trace, const std::string& name)
{
    for (const Gate& each : trace.gates())
        if (each.fullName() == name)
            return &each;
    return nullptr;
}

} // namespace

TEST_CASE("on the one way the only gate that refuses is the sole blocker")
{
    GateTrace trace;
    trace.add(gate("a", false));
    trace.add(gate("b", true));
    trace.add(gate("c", false));
    CHECK(soleBlockers(trace) == Names {"b"});
    trace.add(gate("d", true));
    CHECK(soleBlockers(trace).empty());
}

TEST_CASE("of alternatives each can have its own, unless another passes")
{
    struct Row {
        const char* what;
        bool onWay, firstA, firstB, secondA, secondB, isSecondWhole, after;
        Names expected;
    };
    const Row rows[] = {
        {"one each", false, true, false, false, true, true, false, {"a1", "b2"}},
        {"two in the second", false, true, false, true, true, true, false, {"a1"}},
        {"the second was left", false, true, false, false, true, false, false, {"a1"}},
        {"the second passes", false, true, false, false, false, true, false, {}},
        {"refused on the way as well", true, true, false, false, true, true, false, {"scan"}},
        {"a signal that is refused later", false, true, false, false, false, true, true, {"late"}},
        {"no signal, and later all the same", false, true, false, false, true, true, true, {"late"}},
    };
    for (const Row& row : rows) {
        INFO(row.what);
        GateTrace trace;
        trace.add(gate("scan", row.onWay, GateStage::Scan));
        trace.beginAlternative();
        trace.add(gate("a1", row.firstA));
        trace.add(gate("b1", row.firstB));
        trace.endAlternative(true);
        trace.beginAlternative();
        trace.add(gate("a2", row.secondA));
        trace.add(gate("b2", row.secondB));
        trace.endAlternative(row.isSecondWhole);
        trace.add(gate("late", row.after, GateStage::Risk));
        CHECK(soleBlockers(trace) == row.expected);
    }
}

TEST_CASE("one gate decides, the last one named")
{
    GateTrace trace;
    CHECK(trace.decision() == nullptr);
    trace.add(gate("a", true));
    trace.decideByLast();
    trace.add(gate("b", true));
    CHECK(trace.decision()->name == "a");
    trace.decideByLast();
    CHECK(trace.decision()->name == "b");
    CHECK(std::ranges::count_if(trace.gates(), &Gate::decided) == 1);
    trace.clear();
    CHECK(trace.decision() == nullptr);
    CHECK(trace.isEmpty());
}

TEST_CASE("a skipped gate is none")
{
    GateTrace trace;
    Gate skipped = gate("a", false);
    skipped.outcome = CheckOutcome::Skipped;
    trace.add(skipped);
    CHECK(trace.isEmpty());
}

TEST_CASE("what was written comes back")
{
    constexpr std::string_view kNames[] = {"atr", "volume_surge", "crossing", "previous_breakout", "rank"};
    constexpr std::string_view kScopes[] = {"", "momentum", "retest"};
    constexpr std::string_view kUnits[] = {"", "bps"};
    Rng rng(7, "gates");
    std::vector<GateKind> kinds;
    GateEncoder encoder([&](std::size_t number, const GateKind& kind) {
        REQUIRE(number == kinds.size());
        kinds.push_back(kind);
    });
    const auto pick = [&rng](auto& of) {
        return of[static_cast<std::size_t>(rng.integer(0, std::ssize(of) - 1))];
    };
    std::vector<std::pair<std::string, std::vector<Gate>>> written;
    for (int i = 0; i < 400; ++i) {
        std::vector<Gate> gates;
        for (std::int64_t left = rng.integer(0, 60); left > 0; --left) {
            Gate each;
            each.stage = static_cast<GateStage>(rng.integer(0, 5));
            each.scope = pick(kScopes);
            each.name = pick(kNames);
            each.unit = pick(kUnits);
            each.bound = static_cast<Bound>(rng.integer(0, 3));
            each.outcome = static_cast<CheckOutcome>(rng.integer(0, 2));
            each.refuses = rng.integer(0, 1) == 1;
            each.decided = rng.integer(0, 9) == 0;
            each.isSoleBlocker = rng.integer(0, 9) == 0;
            if (rng.integer(0, 3) > 0)
                each.value = rng.uniform(-1e9, 1e9);
            if (rng.integer(0, 3) > 0)
                each.threshold = rng.integer(0, 1) == 0 ? 1.5 : rng.uniform(-10.0, 10.0);
            gates.push_back(each);
        }
        written.emplace_back(encoder.encode(gates), gates);
    }
    REQUIRE(kinds.size() > 128); // numbers of two bytes
    for (const auto& [bytes, gates] : written) {
        const auto read = decodeGates(bytes, kinds);
        REQUIRE(read);
        REQUIRE(*read == gates);
        // Cut anywhere it is either a shorter list or said to be broken.
        for (std::size_t length = 0; length < bytes.size(); length += 7) {
            const auto cut = decodeGates(std::string_view(bytes).substr(0, length), kinds);
            REQUIRE((!cut || cut->size() < gates.size()));
        }
    }
    CHECK(decodeGates("\x02", kinds).error().message == "a trace of gates: version 2 is not known");
    CHECK(decodeGates(written.front().first.empty() ? "" : std::string("\x01\xff\x7f\x00", 4), kinds)
              .error()
              .message
          == "a trace of gates: kind 16383 is not there");
    CHECK(decodeGates(std::string("\x01\x00\x20\x01", 4), kinds).error().message
          == "a trace of gates: it ends within a gate");
}

TEST_CASE("a candidate that passes has no blocker")
{
    const Candidate candidate;
    GateTrace trace;
    const bool passes = candidate.evaluate(trace);
    for (const Gate& each : trace.gates()) {
        INFO(each.fullName());
        CHECK_FALSE(each.refuses);
        if (each.value && each.threshold)
            CHECK(holds(each.bound, *each.value, *each.threshold));
    }
    REQUIRE(passes);
    CHECK(trace.decision() == nullptr);
    CHECK(soleBlockers(trace).empty());
    CHECK(find(trace, "level")->value == 100.0);
    CHECK(find(trace, "momentum:volume_surge")->value == 2.5);
    CHECK(find(trace, "momentum:volume_surge")->stage == GateStage::Signal);
    CHECK(find(trace, "max_spread")->stage == GateStage::Scan);
    CHECK(find(trace, "entry:confidence") != nullptr);
}

TEST_CASE("a sole blocker whose value moves by what it needs lets pass")
{
    // A threshold that refuses, and one that lies back by what the gate says it
    // needs: the same as a value that lies further.
    struct Row {
        const char* name;
        double refusing;
        std::function<void(Candidate&, double)> set;
    };
    const Row rows[] = {
        {"min_24h_volume", 2e9, [](Candidate& c, double t) { c.preset.liquidity.min24hVolumeUsd = t; }},
        {"max_spread", 0.5, [](Candidate& c, double t) { c.preset.liquidity.maxSpreadBps = t; }},
        {"min_depth_0_5pct", 30'000.0,
         [](Candidate& c, double t) { c.preset.liquidity.minDepthUsd05Pct = t; }},
        {"min_depth_0_3pct", 30'000.0,
         [](Candidate& c, double t) { c.preset.liquidity.minDepthUsd03Pct = t; }},
        {"min_trades_per_minute", 99.0,
         [](Candidate& c, double t) { c.preset.liquidity.minTradesPerMinute = t; }},
        {"volume_surge_5m", 50.0, [](Candidate& c, double t) { c.preset.volatility.volumeSurge5mMin = t; }},
        {"volume_surge_1h", 50.0, [](Candidate& c, double t) { c.preset.volatility.volumeSurge1hMin = t; }},
        {"momentum:volume_surge", 2.75,
         [](Candidate& c, double t) { c.preset.signal.momentumVolumeMultiplier = t; }},
        {"momentum:body_ratio", 0.7,
         [](Candidate& c, double t) { c.preset.signal.momentumBodyRatioMin = t; }},
        {"momentum:l2_imbalance", 0.9,
         [](Candidate& c, double t) { c.preset.signal.l2ImbalanceThreshold = t; }},
        {"momentum:no_edge", 2.5, [](Candidate& c, double t) { c.settings.minEdgeR = t; }},
        {"momentum:too_far", 5.0,
         [](Candidate& c, double t) { c.preset.entryRules->maxDistanceFromLevelBps = t; }},
        {"entry:confidence", 0.999, [](Candidate& c, double t) { c.settings.minEntryConfidence = t; }},
    };
    for (const Row& row : rows) {
        INFO(row.name);
        Candidate candidate;
        row.set(candidate, row.refusing);
        GateTrace trace;
        CHECK_FALSE(candidate.evaluate(trace));
        CHECK(soleBlockers(trace) == Names {row.name});
        const Gate* blocker = find(trace, row.name);
        REQUIRE(blocker != nullptr);
        CHECK(blocker->decided);
        CHECK(blocker->threshold == row.refusing);
        REQUIRE(blocker->neededChange());
        REQUIRE(blocker->margin());
        CHECK(*blocker->margin() < 0.0);
        const double change = *blocker->neededChange();
        row.set(candidate, row.refusing - 0.5 * change);
        CHECK_FALSE(candidate.evaluate(trace));
        row.set(candidate, row.refusing - change);
        CHECK(candidate.evaluate(trace));
    }
}

TEST_CASE("two that fail are no sole blockers, and the first in order decides")
{
    Candidate candidate;
    candidate.preset.signal.momentumVolumeMultiplier = 3.0;
    candidate.preset.signal.momentumBodyRatioMin = 0.9;
    GateTrace trace;
    CHECK_FALSE(candidate.evaluate(trace));
    CHECK(soleBlockers(trace).empty());
    REQUIRE(trace.decision() != nullptr);
    CHECK(trace.decision()->fullName() == "momentum:volume_surge");
    CHECK(find(trace, "momentum:body_ratio")->refuses);
    CHECK_FALSE(find(trace, "momentum:body_ratio")->decided);
}

TEST_CASE("without data a gate needs no change, and says so")
{
    Candidate candidate;
    candidate.scene.tape.reset();
    GateTrace trace;
    CHECK_FALSE(candidate.evaluate(trace));
    const Gate* tape = find(trace, "min_trades_per_minute");
    REQUIRE(tape != nullptr);
    CHECK(tape->outcome == CheckOutcome::NoData);
    CHECK(tape->refuses);
    CHECK_FALSE(tape->value);
    CHECK_FALSE(tape->neededChange());
    CHECK_FALSE(tape->margin());
}
