// SPDX-License-Identifier: GPL-3.0-or-later
#include "StrategyFixture.h"

#include "strategy/EntryValidator.h"

#include <catch2/catch.hpp>

#include <functional>

using namespace breakline;
using namespace breakline::test;

namespace {

Approx near(double value)
{
    return Approx(value).margin(5e-7).epsilon(0);
}

/// Quiet bars under 100, then a close at 100.30 on 2.25 times the volume, at
/// 05:05 UTC: far from every boundary. All entry rules on.
struct Candidate {
    Scene scene;
    Preset preset = openPreset();
    Signal signal;
    std::optional<std::vector<PriceZone>> zones = std::vector<PriceZone> {};

    Candidate()
    {
        for (std::size_t i = 0; i < 60; ++i)
            scene.candles.push_back(bar(i, 99.7, 100.0, 99.4, 99.7, 100.0));
        scene.candles.push_back(bar(60, 99.8, 100.4, 99.6, 100.3, 225.0));
        preset.entryRules = EntryRules {};
        preset.entryRules->requireDensityConfirmation = false;
        signal.symbol = scene.instrument.id;
        signal.level = 100.0;
        signal.breakoutPrice = 100.12;
        signal.entry = Price {10'030};
        signal.barClose = scene.closeTime();
    }
    EntryReport judge() const
    {
        const MarketView view = scene.view();
        return validateEntry(signal, view, measureCandles(view), preset,
                             zones ? std::optional(std::span<const PriceZone>(*zones)) : std::nullopt, {});
    }
};

using enum EntryCheckKind;

} // namespace

TEST_CASE("scores of the examples")
{
    CHECK(surplusScore(2.25, 1.5) == near(0.85));
    CHECK(surplusScore(1.5, 1.5) == near(0.7));
    CHECK(surplusScore(9.0, 1.5) == 1.0);
    CHECK(surplusScore(0.0, 0.0) == 1.0);
    CHECK(densityScore(0.0) == near(0.6));
    CHECK(densityScore(1.5) == near(0.75));
    CHECK(densityScore(7.0) == 1.0);
    CHECK(qualityScore(0.14, 0.7) == near(0.8));
    CHECK(qualityScore(0.6, 0.7) == 0.5);
    CHECK(qualityScore({}, 0.7) == 0.5); // unknown counts as 1
    CHECK(qualityScore(0.0, 0.0) == 1.0);
}

TEST_CASE("a good entry and what each check says of it")
{
    const Candidate candidate;
    const EntryReport report = candidate.judge();
    CHECK(report.passes());
    CHECK(report.isValid());
    CHECK(report.reason().empty());
    CHECK(report[Volume].value == near(2.25));
    CHECK(report[Volume].score == near(0.85));
    CHECK(report[DensityAvoidance].score == 1.0);
    const double change = (100.3 / 99.7 - 1.0) * 100.0;
    CHECK(report[Momentum].value == near(change));
    CHECK(report[Momentum].score == near(0.7 + 0.3 * (change - 0.5) / 0.5));
    CHECK(report[BreakoutQuality].value == near(17.978426));
    const double quality = (1.0 - 17.978426 / 30.0 + 1.0) / 2.0;
    CHECK(report[BreakoutQuality].score == near(quality));
    CHECK(report[EntryCheckKind::MarketQuality].outcome == CheckOutcome::Skipped);
    CHECK(report.enabled == 4);
    CHECK(report.confidence == near((0.85 + 1.0 + report[Momentum].score + quality) / 4.0));
    for (const EntryCheckKind kind : {Approach, CleanBreakout, SessionGuard})
        CHECK(report[kind].outcome == CheckOutcome::Pass);
}

TEST_CASE("without blocks nothing is judged")
{
    Candidate candidate;
    candidate.preset.entryRules.reset();
    candidate.signal.breakoutPrice = 200.0; // would be refused
    EntryReport report = candidate.judge();
    CHECK(report.enabled == 0);
    CHECK(report.confidence == 1.0);
    CHECK(report.passes());
    // Market quality has a block of its own, and alone it can refuse.
    candidate.preset.marketQuality = breakline::MarketQuality {};
    candidate.preset.marketQuality->flatMarketAtrThreshold = 5.0;
    report = candidate.judge();
    CHECK(report.enabled == 1);
    CHECK(report.confidence == 0.0);
    CHECK(report.reason() == "signal:entry:confidence 0 against 0.5: market_quality");
}

TEST_CASE("what rejects by itself")
{
    struct Row {
        EntryCheckKind kind;
        const char* reason;
        std::function<void(Candidate&)> breakIt;
    };
    const Row rows[] = {
        {BreakoutQuality, "signal:entry:breakout_quality 17.9784",
         [](Candidate& c) { c.preset.entryRules->maxDistanceFromLevelBps = 17.9; }},
        {BreakoutQuality, "signal:entry:breakout_quality -1.994",
         [](Candidate& c) { c.signal.breakoutPrice = 100.32000798; }},
        {Approach, "signal:entry:approach_too_steep 0.25 against 0.2",
         [](Candidate& c) {
             c.scene.candles[50] = bar(50, 100.0, 100.1, 99.9, 100.0, 100.0);
             c.scene.candles[59] = bar(59, 100.0, 102.6, 99.9, 102.5, 100.0);
             c.preset.levels.approachSlopeMaxPctPerBar = 0.2;
         }},
        {Approach, "signal:entry:approach_no_consolidation", [](Candidate& c) { c.signal.level = 100.3; }},
        {Approach, "signal:entry:approach_too_few_bars no data",
         [](Candidate& c) { c.preset.levels.prebreakoutConsolidationMinBars = 61; }},
        {CleanBreakout, "signal:entry:clean_breakout 1 against 0",
         [](Candidate& c) { c.scene.candles[52] = bar(52, 99.7, 100.2, 99.4, 100.1, 100.0); }},
        {SessionGuard, "signal:entry:session_guard -15 against -15",
         [](Candidate& c) { c.signal.barClose = kMidnight + Duration::minutes(7 * 60 + 45); }},
        {SessionGuard, "signal:entry:session_guard 0 against 5",
         [](Candidate& c) { c.signal.barClose = kMidnight + Duration::hours(16); }},
    };
    for (const Row& row : rows) {
        INFO(row.reason);
        Candidate candidate;
        row.breakIt(candidate);
        const EntryReport report = candidate.judge();
        CHECK_FALSE(report.passes());
        REQUIRE(report.rejection() != nullptr);
        CHECK(report.rejection()->kind == row.kind);
        CHECK(report.reason().starts_with(row.reason));
    }
}

TEST_CASE("what only lowers the confidence")
{
    Candidate candidate;
    candidate.scene.candles.back().volume = 140.0;
    EntryReport report = candidate.judge();
    CHECK(report[Volume].outcome == CheckOutcome::Fail);
    CHECK(report[Volume].score == 0.0);
    CHECK(report.isValid());
    CHECK(report.passes()); // three of four carry it
    candidate.zones = std::vector<PriceZone> {{100.2, 100.3}};
    report = candidate.judge();
    CHECK(report[DensityAvoidance].outcome == CheckOutcome::Fail);
    CHECK(report.confidence == near((report[Momentum].score + report[BreakoutQuality].score) / 4.0));
    CHECK(report.reason().ends_with(": volume density_avoidance"));
    // The nearest edge counts, of either side.
    candidate.zones = std::vector<PriceZone> {{98.0, 99.0}, {101.303, 102.0}};
    CHECK(candidate.judge()[DensityAvoidance].value == near(1.0));
    CHECK(candidate.judge()[DensityAvoidance].score == near(0.7));
}

TEST_CASE("missing data: no entry where a rule needs it, and it is named")
{
    Candidate candidate;
    candidate.zones.reset(); // no book
    CHECK(candidate.judge()[DensityAvoidance].outcome == CheckOutcome::Skipped);
    CHECK(candidate.judge().enabled == 3);
    for (std::size_t i = 0; i < 60; ++i)
        candidate.scene.candles[i].volume = 0.0;
    EntryReport report = candidate.judge();
    CHECK(report[Volume].outcome == CheckOutcome::NoData);
    candidate.preset.entryRules->momentumCheckBars = 61;
    report = candidate.judge();
    CHECK(report[Momentum].outcome == CheckOutcome::NoData);
    CHECK(report.confidence == near(report[BreakoutQuality].score / 3.0));
    CHECK_FALSE(report.passes());
    CHECK(report.reason().ends_with(": volume momentum"));
}

TEST_CASE("rules that are off, and a retest, skip checks")
{
    Candidate candidate;
    EntryRules& rules = *candidate.preset.entryRules;
    rules.requireVolumeConfirmation = rules.requireMomentum = false;
    rules.validateApproach = rules.requireCleanBreakout = false;
    rules.avoidSessionStartMinutes = rules.avoidSessionEndMinutes = 0;
    candidate.signal.barClose = kMidnight;
    EntryReport report = candidate.judge();
    CHECK(report.passes());
    CHECK(report.enabled == 2);
    for (const EntryCheckKind kind : {Volume, Momentum, Approach, CleanBreakout})
        CHECK(report[kind].outcome == CheckOutcome::Skipped);

    Candidate retest;
    retest.signal.strategy = Strategy::Retest;
    retest.signal.breakoutPrice = 100.0; // 30 bps from the entry
    retest.signal.level = 90.0; // no approach to judge
    report = retest.judge();
    CHECK(report.enabled == 2);
    CHECK(report[BreakoutQuality].value == near(30.0));
    CHECK(report[BreakoutQuality].score == near(0.0)); // just within
    retest.signal.entry = Price {10'031};
    CHECK(retest.judge().rejection()->kind == BreakoutQuality);
    retest.signal.entry = Price {10'015};
    report = retest.judge();
    CHECK(report[BreakoutQuality].score == near(0.5));
    CHECK(report.passes());
    for (const EntryCheckKind kind : {Volume, Momentum, Approach, CleanBreakout})
        CHECK(report[kind].outcome == CheckOutcome::Skipped);
    // The session guard holds for it too.
    retest.signal.barClose = kMidnight + Duration::hours(24);
    CHECK(retest.judge().rejection()->kind == SessionGuard);
}

TEST_CASE("session boundaries")
{
    const auto at = [](int hours, int minutes) {
        return kMidnight + Duration::hours(hours) + Duration::minutes(minutes);
    };
    const auto minutes = [](Timestamp close, std::optional<Timestamp> next = {}, Duration interval = {}) {
        return minutesFromSessionBoundary(close, next, interval, Duration::minutes(15), Duration::minutes(5));
    };
    CHECK_FALSE(minutes(at(7, 44)));
    CHECK(minutes(at(7, 45)) == -15.0);
    CHECK(minutes(at(8, 0)) == 0.0);
    CHECK(minutes(at(8, 4)) == 4.0);
    CHECK_FALSE(minutes(at(8, 5)));
    CHECK(minutes(at(23, 50)) == -10.0);
    // The symbol's own times, and midnight always.
    const Timestamp next = at(26, 0);
    const Duration four = Duration::hours(4);
    CHECK_FALSE(minutes(at(8, 0), next, four));
    CHECK(minutes(at(10, 0), next, four) == 0.0);
    CHECK(minutes(at(24, 0), next, four) == 0.0);
    CHECK(minutes(at(5, 50), next, four) == -10.0);
    // The next one may have passed already.
    CHECK(minutes(at(12, 0), at(0, 0), four) == 0.0);
    CHECK(minutes(at(15, 45), at(16, 0), Duration::hours(1)) == -15.0);
}

TEST_CASE("momentum and breakout checks mirror")
{
    const Candidate up;
    Candidate down = up;
    constexpr double kCentre = 100.0;
    down.scene.candles = reflected(up.scene.candles, kCentre);
    down.signal.direction = Direction::Short;
    down.signal.level = 100.0;
    down.signal.breakoutPrice = 200.0 - 100.12;
    down.signal.entry = Price {20'000 - 10'030};
    const EntryReport a = up.judge();
    const EntryReport b = down.judge();
    for (std::size_t i = 0; i < kEntryCheckCount; ++i)
        CHECK(a.checks[i].outcome == b.checks[i].outcome);
    CHECK(a.confidence == Approx(b.confidence).margin(2e-3)); // percentages are of other prices
}

TEST_CASE("parts of the market's quality")
{
    CHECK(volatilityPart(0.15, 0.3) == near(0.25));
    CHECK(volatilityPart(0.3, 0.3) == near(0.5)); // no jump at the threshold
    CHECK(volatilityPart(0.45, 0.3) == near(0.75));
    CHECK(volatilityPart(0.6, 0.3) == 1.0);
    CHECK(consolidationPart(0.25, 0.5) == near(0.5));
    CHECK(consolidationPart(0.5, 0.5) == 0.7);
    CHECK(consolidationPart(1.0, 0.5) == 1.0);
    CHECK(noisePart(0.35, 0.7) == 1.0);
    CHECK(noisePart(0.56, 0.7) == near(0.2));
    CHECK(noisePart(0.9, 0.7) == 0.0);
}

TEST_CASE("metrics of the market's quality")
{
    // Closes 100, 101, 100, 101, 102, each bar 1 wide on top of its move.
    std::vector<Candle> bars;
    const double closes[] = {100, 101, 100, 101, 102};
    double before = 100.0;
    for (std::size_t i = 0; i < 5; ++i) {
        bars.push_back(
            bar(i, before, std::max(before, closes[i]) + 0.5, std::min(before, closes[i]) - 0.5, closes[i]));
        before = closes[i];
    }
    breakline::MarketQuality rules;
    rules.flatMarketLookbackBars = 3;
    rules.consolidationMinBars = 2;
    rules.consolidationRangeThresholdPct = 3.0;
    rules.volatilityLookbackBars = 4;
    rules.trendLookbackBars = 4;
    const auto metrics = measureMarketQuality(bars, rules);
    CHECK(metrics.atrPct == near(*lastAverageTrueRange(bars, 3) / 102.0 * 100.0));
    CHECK(metrics.priceRangePct == near((102.5 - 99.5) / 99.5 * 100.0));
    CHECK(metrics.consolidationBars == 1); // two bars span 3.015 %
    // Closes 101, 100, 101, 102 over 0..3: slope (-1.5*0 - 0.5*-1 + 0.5*0 + 1.5*1)/5 = 0.4.
    CHECK(metrics.trendSlopePct == near(0.4 / 102.0 * 100.0));
    CHECK(metrics.noise == near(1.0 - 2.0 / 4.0));
    // True ranges 1, 2, 2, 2 then 2: mean 1.75, deviation 0.433.
    CHECK(metrics.isVolatilitySpike == false);
    rules.volatilitySpikeThreshold = 0.5;
    CHECK(measureMarketQuality(bars, rules).isVolatilitySpike == true);

    rules.flatMarketLookbackBars = rules.consolidationMinBars = 6;
    rules.trendLookbackBars = 5;
    rules.volatilityLookbackBars = 5;
    const auto unknown = measureMarketQuality(bars, rules);
    CHECK_FALSE(unknown.atrPct);
    CHECK_FALSE(unknown.priceRangePct);
    CHECK_FALSE(unknown.noise);
    CHECK_FALSE(unknown.isVolatilitySpike);
    CHECK(unknown.trendSlopePct); // five closes suffice
    // Too few bars raise no flag.
    rules.requireClearTrend = false;
    const auto report = judgeMarketQuality(unknown, rules);
    CHECK(report.passes());
    CHECK(report.score == 1.0);
    const auto level = barsOfCloses(std::vector<double>(10, 100.0));
    rules.trendLookbackBars = 4;
    CHECK(measureMarketQuality(level, rules).noise == 1.0); // nothing moved
}

TEST_CASE("flags and class of the market's quality")
{
    MarketQualityMetrics metrics;
    metrics.atrPct = 0.6;
    metrics.priceRangePct = 1.0;
    metrics.consolidationBars = 3;
    metrics.trendSlopePct = -0.2;
    metrics.noise = 0.3;
    metrics.isVolatilitySpike = false;
    breakline::MarketQuality rules;
    auto report = judgeMarketQuality(metrics, rules);
    CHECK(report.passes());
    CHECK(report.score == 1.0);
    CHECK(report.marketClass == MarketClass::Trending); // 0.1 where none is required
    metrics.trendSlopePct = 0.05;
    CHECK(judgeMarketQuality(metrics, rules).marketClass == MarketClass::Acceptable);
    rules.requireClearTrend = true;
    report = judgeMarketQuality(metrics, rules);
    CHECK(report.isWeakTrend);
    CHECK(report.reason() == "weak_trend");
    CHECK(report.score == near((4.0 + 0.05 / 0.3) / 5.0));
    rules.requireClearTrend = false;

    const auto with = [&](auto&& change) {
        MarketQualityMetrics other = metrics;
        change(other);
        return judgeMarketQuality(other, rules);
    };
    report = with([](auto& m) { m.noise = 0.71; });
    CHECK(report.marketClass == MarketClass::Noisy);
    CHECK(report.score == near(0.75)); // its part is 0
    report = with([](auto& m) { m.isVolatilitySpike = true; });
    CHECK(report.marketClass == MarketClass::Volatile);
    CHECK(report.score == near((3.0 + 0.3) / 4.0));
    report = with([](auto& m) { m.priceRangePct = 0.5; });
    CHECK(report.passes()); // too few bars of it
    report = with([](auto& m) {
        m.priceRangePct = 0.5;
        m.consolidationBars = 10;
    });
    CHECK(report.marketClass == MarketClass::Consolidating);
    report = with([](auto& m) {
        m.atrPct = 0.29;
        m.noise = 0.9;
    });
    CHECK(report.marketClass == MarketClass::Flat);
    CHECK(report.reason() == "flat noisy");
    // Passed, but barely: a range just over its threshold and noise at its own.
    report = with([](auto& m) {
        m.atrPct = 0.3;
        m.priceRangePct = 0.51;
        m.noise = 0.7;
    });
    CHECK(report.passes());
    CHECK(report.score == near((0.5 + 0.7 + 1.0 + 0.0) / 4.0));
    CHECK(report.warns());
}
