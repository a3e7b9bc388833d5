// SPDX-License-Identifier: GPL-3.0-or-later
#include "CandidateFixture.h"

#include "core/Rng.h"
#include "strategy/GateCodec.h"

#include <catch2/catch.hpp>

#include <algorithm>
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

using Names = std::vector<std::string>;

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
    CHECK(find(trace, "long:level")->value == 100.0);
    CHECK(find(trace, "momentum:volume_surge")->value == 2.5);
    CHECK(find(trace, "momentum:volume_surge")->stage == GateStage::Signal);
    CHECK(find(trace, "max_spread")->stage == GateStage::Scan);
    CHECK(find(trace, "entry:confidence") != nullptr);
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

TEST_CASE("of several levels the one that a single condition refused decides")
{
    const auto check = [](SignalCondition condition, bool passes) {
        return SignalCheck {condition, passes ? CheckOutcome::Pass : CheckOutcome::Fail, false,
                            Bound::AtLeast, 1.0, passes ? 0.5 : 1.5};
    };
    const auto verdict = [&](double level, Direction direction, bool volume, bool body, bool isWhole) {
        SignalVerdict result;
        result.level = level;
        result.direction = direction;
        for (const SignalCheck& each :
             {check(SignalCondition::VolumeSurge, volume), check(SignalCondition::BodyRatio, body)}) {
            if (!each.passes() && !result.refusal)
                result.refusal = each;
            result.checks[result.checkCount++] = each;
        }
        if (isWhole)
            result.checks[result.checkCount++] = check(SignalCondition::NoEdge, true);
        return result;
    };
    SelectionAccount account;
    account.verdicts = {verdict(100.0, Direction::Long, false, false, true),
                        verdict(101.0, Direction::Long, false, true, false), // not looked at to its end
                        verdict(99.0, Direction::Short, true, false, true)};
    REQUIRE(account.nearest() != nullptr);
    CHECK(account.nearest()->level == 99.0);
    GateTrace trace;
    append(trace, account, "AUSDT");
    trace.markSoleBlockers();
    REQUIRE(trace.decision() != nullptr);
    CHECK(trace.decision()->fullName() == "momentum:body_ratio");
    CHECK(trace.decision()->isSoleBlocker);
    CHECK(std::ranges::count_if(trace.gates(), &Gate::decided) == 1);
    CHECK(find(trace, "short:level")->value == 99.0);

    // Where each has several the strongest level speaks.
    account.verdicts.pop_back();
    CHECK(account.nearest()->level == 100.0);
    account.verdicts.clear();
    CHECK(account.nearest() == nullptr);
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
