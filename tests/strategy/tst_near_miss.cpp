// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/NearMiss.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace breakline;

namespace {

Gate gate(GateStage stage, std::string_view scope, std::string_view name, Bound bound, double value,
          double threshold)
{
    Gate result;
    result.stage = stage;
    result.scope = scope;
    result.name = name;
    result.bound = bound;
    result.value = value;
    result.threshold = threshold;
    result.refuses = !holds(bound, value, threshold);
    result.outcome = result.refuses ? CheckOutcome::Fail : CheckOutcome::Pass;
    return result;
}

NearMissLine lineOf(const NearMissReport& report, const std::string& name)
{
    const auto found = std::ranges::find(report.lines, name, &NearMissLine::name);
    REQUIRE(found != report.lines.end());
    return *found;
}

/// Spread and volume of a symbol, as an evaluation asks them.
void add(NearMissTally& tally, double spread, double volume)
{
    GateTrace trace;
    for (const Gate& each : {gate(GateStage::Scan, "", "max_spread", Bound::AtMost, spread, 10.0),
                             gate(GateStage::Scan, "", "volume", Bound::AtLeast, volume, 100.0)}) {
        trace.add(each);
        if (each.refuses && trace.decision() == nullptr)
            trace.decideByLast();
    }
    trace.markSoleBlockers();
    tally.add(trace.gates());
}

} // namespace

TEST_CASE("nothing evaluated is nothing refused")
{
    const NearMissReport report = NearMissTally().report();
    CHECK(report.evaluated == 0);
    CHECK(report.lines.empty());
}

TEST_CASE("who refused, alone or with others, and how far off")
{
    NearMissTally tally;
    add(tally, 5.0, 200.0); // passes
    add(tally, 10.4, 200.0); // 4 % off, alone
    add(tally, 11.0, 200.0); // 10 % off, alone
    add(tally, 11.5, 200.0); // 15 % off, alone
    add(tally, 30.0, 50.0); // both
    add(tally, 5.0, 96.0); // volume alone, 4 % off
    const NearMissReport report = tally.report();
    CHECK(report.evaluated == 6);
    CHECK(report.endedIn == std::array<std::size_t, 6> {5, 0, 0, 0, 0, 0});
    REQUIRE(report.lines.size() == 2);
    CHECK(report.lines.front().name == "max_spread");
    const NearMissLine spread = lineOf(report, "max_spread");
    CHECK(spread.refused == 4);
    CHECK(spread.decided == 4);
    CHECK(spread.alone == 3);
    CHECK(spread.threshold == 10.0);
    CHECK(spread.values == Quantiles {10.4, 11.0, 30.0});
    CHECK(spread.distances->p50 == Approx(10.0));
    CHECK(spread.distances->p90 == Approx(200.0));
    CHECK(spread.admitted == std::array<std::size_t, 3> {1, 2, 3});
    CHECK(spread.soleCases == std::vector<NearMissCase> {{1, 10.4, 10.0}, {2, 11.0, 10.0}, {3, 11.5, 10.0}});
    CHECK(spread.admits(spread.soleCases[1], 0.10));
    CHECK_FALSE(spread.admits(spread.soleCases[2], 0.10));
    CHECK_FALSE(spread.suggestionAdmits(spread.soleCases[0]));
    CHECK_FALSE(spread.suggestion); // too few
    const NearMissLine volume = lineOf(report, "volume");
    CHECK(volume.refused == 2);
    CHECK(volume.decided == 1);
    CHECK(volume.alone == 1);
    CHECK(volume.admitted == std::array<std::size_t, 3> {1, 1, 1});
}

TEST_CASE("a suggestion goes half-way to the median and says what it stands on")
{
    NearMissTally tally;
    for (int i = 1; i <= 49; ++i)
        add(tally, 10.0 + i, 200.0);
    CHECK_FALSE(lineOf(tally.report(), "max_spread").suggestion);
    add(tally, 60.0, 200.0);
    const auto suggestion = lineOf(tally.report(), "max_spread").suggestion;
    REQUIRE(suggestion);
    // Median 35 of 11 to 60, half-way from 10: 22.5, which 11 to 22 are below.
    CHECK(*suggestion == NearMissSuggestion {22.5, 50, 12});
}

TEST_CASE("a gate of several levels counts once an evaluation, and not where another level did")
{
    const auto tried = [](NearMissTally& tally, double first, double second, bool isSized) {
        GateTrace trace;
        for (const double volume : {first, second}) {
            trace.beginAlternative();
            trace.add(gate(GateStage::Signal, "momentum", "volume_surge", Bound::AtLeast, volume, 2.0));
            trace.endAlternative(true);
        }
        if (isSized) {
            Gate size;
            size.stage = GateStage::Risk;
            size.name = "size";
            trace.add(size);
        }
        trace.markSoleBlockers();
        tally.add(trace.gates());
    };
    NearMissTally tally;
    tried(tally, 1.5, 1.9, false);
    const NearMissLine both = lineOf(tally.report(), "momentum:volume_surge");
    CHECK(both.refused == 1);
    CHECK(both.alone == 1);
    CHECK(both.admitted == std::array<std::size_t, 3> {1, 1, 1}); // by the second level, at 1.9
    CHECK(both.values == Quantiles {1.9, 1.9, 1.9});
    tried(tally, 1.5, 2.5, true);
    const NearMissReport report = tally.report();
    CHECK(lineOf(report, "momentum:volume_surge").refused == 1);
    CHECK(report.evaluated == 2);
    CHECK(report.signals == 1);
}

TEST_CASE("on both sides of the market a gate is two")
{
    NearMissTally tally;
    GateTrace trace;
    for (const Bound bound : {Bound::LessThan, Bound::MoreThan}) {
        trace.beginAlternative();
        Gate breaks = gate(GateStage::Signal, "momentum", "price_breakout", bound, 100.0,
                           bound == Bound::LessThan ? 99.0 : 102.0);
        breaks.unit = "price";
        trace.add(breaks);
        trace.endAlternative(true);
    }
    trace.markSoleBlockers();
    tally.add(trace.gates());
    const NearMissReport report = tally.report();
    REQUIRE(report.lines.size() == 2);
    for (const NearMissLine& line : report.lines) {
        CHECK(line.refused == 1);
        CHECK(line.alone == 1);
        CHECK_FALSE(line.admitted); // no plan sets a price
    }
}

TEST_CASE("without data there is no value to be moved")
{
    NearMissTally tally;
    Gate missing = gate(GateStage::Scan, "", "min_oi", Bound::AtLeast, 0.0, 5.0);
    missing.value.reset();
    missing.outcome = CheckOutcome::NoData;
    GateTrace trace;
    trace.add(missing);
    trace.decideByLast();
    trace.markSoleBlockers();
    for (int i = 0; i < 60; ++i)
        tally.add(trace.gates());
    const NearMissLine line = lineOf(tally.report(), "min_oi");
    CHECK(line.refused == 60);
    CHECK(line.withoutData == 60);
    CHECK(line.alone == 60);
    CHECK_FALSE(line.values);
    CHECK_FALSE(line.threshold);
    CHECK_FALSE(line.suggestion);
    CHECK(line.admitted == std::array<std::size_t, 3> {0, 0, 0});
}
