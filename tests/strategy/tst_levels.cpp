// SPDX-License-Identifier: GPL-3.0-or-later
#include "../market/CandleMaker.h"

#include "market/Indicators.h"
#include "strategy/LevelApproach.h"
#include "strategy/LevelEvents.h"
#include "strategy/LevelStrength.h"
#include "strategy/Levels.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <optional>

using namespace breakline;
using namespace breakline::test;

namespace {

const Instrument kInstrument = makeInstrument();

Approx near(double value)
{
    return Approx(value).margin(5e-7).epsilon(0);
}

/// 41 bars 99-101 around 100, the last cut off by levels, with highs of 105 at `spikes`.
std::vector<Candle> spiked(const std::vector<std::size_t>& spikes)
{
    std::vector<Candle> bars;
    for (std::size_t i = 0; i < 41; ++i)
        bars.push_back(bar(i, 100, 101, 99, 100));
    for (const std::size_t i : spikes)
        bars[i].high = 105.0;
    return bars;
}

std::optional<Level> resistanceAt(const std::vector<Level>& levels, double price)
{
    const auto found = std::ranges::find_if(
        levels, [&](const Level& l) { return l.type == LevelType::Resistance && l.price == price; });
    return found == levels.end() ? std::nullopt : std::optional(*found);
}

} // namespace

TEST_CASE("strength of the example")
{
    CHECK(levelStrength(4, 6.25, 1.2, 3, 149) == near(0.800537));
    CHECK(levelStrength(5, 100.0, {}, 0, 149) == near(0.4 + 0.2 + 0.1 + 0.2));
    CHECK(levelStrength(1, 0.0, 0.0, 149, 149) == near(0.08));
    // Beyond a week of bars the normaliser is 168 h: 4 touches, 84 h, 1.2, 3 in 100
    // would be 0.79 there.
    CHECK(levelStrength(4, 84.0, 1.2, 0, 3'000) == near(0.32 + 0.10 + 0.20 + 0.20));
}

TEST_CASE("a level of three separate touches")
{
    const auto levels = findLevels(spiked({10, 20, 30}), kInstrument, {});
    const auto level = resistanceAt(levels, 105.0);
    REQUIRE(level);
    CHECK(level->touches == 3);
    CHECK(level->firstTouch == kMidnight + Duration::minutes(50));
    CHECK(level->lastTouch == kMidnight + Duration::minutes(150));
    CHECK(level->methods == (kDonchianMethod | kSwingMethod | kVolumeMethod));
    CHECK(level->volume == 100.0);
    // 3 of 5 touches, 20 of 40 bars, even volume, no pierce.
    CHECK(level->strength == near(0.24 + 0.10 + 0.20 + 0.20));
    // 105 is a multiple of 5, after 10 the second step that fits it.
    CHECK(level->roundBonus == 0.10);
    CHECK(level->cascadeBonus == 0.0);
    CHECK(level->enhancedStrength == near(0.84));
    CHECK(level->id == LevelId{LevelType::Resistance, level->firstTouch, 10'500});
    CHECK(toText(level->id, "TESTUSDT") == "TESTUSDT:resistance:1767574200000:10500");
    // The floor at 99 is one long touch: adjacent bars never make a new one.
    CHECK(levels.size() == 1);
    LevelSettings one;
    one.minTouches = 1;
    CHECK(findLevels(spiked({10, 20, 30}), kInstrument, one).size() > 1);
    LevelSettings four;
    four.minTouches = 4;
    CHECK_FALSE(resistanceAt(findLevels(spiked({10, 20, 30}), kInstrument, four), 105.0));
}

TEST_CASE("touches have to be apart")
{
    // A high of 115 at bar 20 is the level; the other highs given come within half
    // an ATR, which is 1 by the end, of it.
    const auto withHighs = [](const std::vector<std::size_t>& others) {
        std::vector<Candle> bars;
        for (std::size_t i = 0; i < 141; ++i)
            bars.push_back(bar(i, 100, 101, 99, 100, i < 100 ? 100.0 : 200.0)); // found by swing alone
        bars[20].high = 115.0;
        double high = 114.8;
        for (const std::size_t i : others) {
            bars[i].high = high;
            high -= 0.1;
        }
        return bars;
    };
    const auto touchesOf = [](const std::vector<Candle>& bars) {
        LevelSettings one;
        one.minTouches = 1;
        const auto levels = findLevels(bars, kInstrument, one);
        const auto level = std::ranges::find_if(levels, [](const Level& l) { return l.price > 110.0; });
        REQUIRE(level != levels.end());
        return level->touches;
    };
    REQUIRE(*lastAverageTrueRange(withHighs({22})) == near(2.0));
    CHECK(touchesOf(withHighs({})) == 1);
    CHECK(touchesOf(withHighs({21})) == 1); // adjacent
    CHECK(touchesOf(withHighs({21, 22, 23, 24, 25, 26})) == 1);
    CHECK(touchesOf(withHighs({22})) == 2); // bar 21 was more than an ATR below
    CHECK(touchesOf(withHighs({23})) == 2);

    // Bars between that stay near, without touching, are no departure ...
    const auto staying = [&](std::size_t next, double at) {
        auto bars = withHighs({next});
        for (std::size_t i = 21; i < next; ++i)
            bars[i] = bar(i, at, at, at, at);
        return touchesOf(bars);
    };
    CHECK(staying(22, 113.5) == 1);
    CHECK(staying(23, 113.5) == 1);
    CHECK(staying(24, 113.5) == 2); // ... but three of them part two touches
    CHECK(staying(23, 112.8) == 2); // and an ATR away is one

    // What counts is the distance to the bar that touched last, counted or not.
    auto chain = withHighs({21, 24});
    chain[22] = chain[23] = bar(22, 113.5, 113.5, 113.5, 113.5);
    chain[23].openTime = chain[22].openTime + Duration::minutes(5);
    CHECK(touchesOf(chain) == 1);
}

TEST_CASE("pierces, volume and span enter the strength")
{
    auto bars = spiked({10, 20, 30});
    bars[35] = bar(35, 100, 110, 99, 105.22); // closes more than 0.2 % above 105
    bars[10].volume = bars[20].volume = bars[30].volume = 50.0;
    const auto level = resistanceAt(findLevels(bars, kInstrument, {}), 105.0);
    REQUIRE(level);
    const double meanVolume = (37.0 * 100.0 + 3.0 * 50.0) / 40.0;
    CHECK(level->strength == near(0.24 + 0.10 + 0.2 * 50.0 / meanVolume + 0.2 * (1.0 - 5.0 / 40.0)));
    bars[35].close = 105.2;
    CHECK(resistanceAt(findLevels(bars, kInstrument, {}), 105.0)->strength
          == near(0.24 + 0.10 + 0.2 * 50.0 / meanVolume + 0.2));
    for (Candle& candle : bars)
        candle.volume = 0.0;
    CHECK(resistanceAt(findLevels(bars, kInstrument, {}), 105.0)->strength == near(0.24 + 0.10 + 0.1 + 0.2));
}

TEST_CASE("no levels without bars or movement")
{
    const auto bars = spiked({10, 20, 30});
    CHECK(findLevels({}, kInstrument, {}).empty());
    CHECK(findLevels(std::span(bars).last(20), kInstrument, {}).empty());
    CHECK_FALSE(findLevels(std::span(bars).last(36), kInstrument, {}).empty());
    CHECK(findLevels(barsOfCloses(std::vector<double>(100, 10.0)), kInstrument, {}).empty());
}

TEST_CASE("an id's ticks are the nearest, half up")
{
    // 105.00 and 105.01 merge to their middle, half a tick above 10500.
    auto bars = spiked({10, 30});
    bars[30].high = 105.01;
    const auto levels = findLevels(bars, kInstrument, {});
    const auto level = std::ranges::find_if(levels, [](const Level& l) { return l.price > 104.0; });
    REQUIRE(level != levels.end());
    // Donchian finds 105.01 in each of its periods, swings find both.
    CHECK(level->price == 105.01);
    CHECK(level->id.ticks == 10'501);
}

TEST_CASE("properties over random walks")
{
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        auto bars = randomWalk(seed, 150 + seed % 3 * 10);
        const auto levels = findLevels(bars, kInstrument, {});
        const auto window = std::span<const Candle>(bars).last(150).first(149);
        const double atr = *lastAverageTrueRange(window);
        INFO("seed " << seed);
        REQUIRE_FALSE(levels.empty());
        for (std::size_t i = 0; i < levels.size(); ++i) {
            const Level& level = levels[i];
            const bool isResistance = level.type == LevelType::Resistance;
            REQUIRE(level.strength >= 0.0);
            REQUIRE(level.strength <= 1.0);
            REQUIRE(level.touches >= 2);
            REQUIRE(level.methods != 0);
            REQUIRE(level.firstTouch <= level.lastTouch);
            if (i > 0)
                REQUIRE(levels[i - 1].enhancedStrength >= level.enhancedStrength);
            REQUIRE(level.enhancedStrength == std::min(1.0, level.strength + level.roundBonus + level.cascadeBonus));
            REQUIRE(level.roundBonus == roundNumberBonus(level.price, atr, {}));
            for (std::size_t k = 0; k < i; ++k)
                if (levels[k].type == level.type)
                    REQUIRE(std::fabs(levels[k].price - level.price) >= 2.0 * atr);

            // The touches and the strength, counted the plain way.
            std::vector<std::size_t> touching;
            int pierces = 0;
            double volume = 0.0;
            double touchVolume = 0.0;
            for (std::size_t b = 0; b < window.size(); ++b) {
                const double extreme = isResistance ? window[b].high : window[b].low;
                volume += window[b].volume;
                if (std::fabs(extreme - level.price) <= 0.5 * atr) {
                    touching.push_back(b);
                    touchVolume += window[b].volume;
                }
                if (isResistance ? window[b].close > level.price * 1.002 : window[b].close < level.price * 0.998)
                    ++pierces;
            }
            int touches = 1;
            for (std::size_t t = 1; t < touching.size(); ++t) {
                bool left = touching[t] - touching[t - 1] >= 4;
                for (std::size_t b = touching[t - 1] + 1; b < touching[t]; ++b)
                    left = left
                        || (isResistance ? window[b].low <= level.price - atr : window[b].high >= level.price + atr);
                touches += left ? 1 : 0;
            }
            REQUIRE(touches == level.touches);
            REQUIRE(level.volume == Approx(touchVolume / static_cast<double>(touching.size())).epsilon(1e-12));
            REQUIRE(window[touching.front()].openTime == level.firstTouch);
            REQUIRE(window[touching.back()].openTime == level.lastTouch);
            const double hours = static_cast<double>(touching.back() - touching.front()) / 12.0;
            const double ratio = touchVolume / static_cast<double>(touching.size()) / (volume / 149.0);
            REQUIRE(level.strength == Approx(levelStrength(touches, hours, ratio, pierces, 149)).epsilon(1e-12));
        }

        // The newest bar is not seen: whatever it does, the levels stay.
        Candle& last = bars.back();
        last.high += 5'000.0;
        last.low -= 3'000.0;
        last.volume *= 100.0;
        REQUIRE(findLevels(bars, kInstrument, {}) == levels);
    }
}

TEST_CASE("levels mirror additively")
{
    constexpr double kCentre = 1'000'000.0;
    LevelSettings settings;
    settings.preferRoundNumbers = false;
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
        // All within 0.1 % of the centre, so that no close pierces by 0.2 %.
        const auto bars = randomWalk(seed, 150, kCentre, 20.0, 900.0);
        const auto levels = findLevels(bars, kInstrument, settings);
        auto mirrored = findLevels(reflected(bars, kCentre), kInstrument, settings);
        INFO("seed " << seed);
        REQUIRE(mirrored.size() == levels.size());
        for (std::size_t i = 0; i < levels.size(); ++i) {
            REQUIRE(mirrored[i].price == 2.0 * kCentre - levels[i].price);
            REQUIRE(mirrored[i].type != levels[i].type);
            REQUIRE(mirrored[i].touches == levels[i].touches);
            REQUIRE(mirrored[i].firstTouch == levels[i].firstTouch);
            REQUIRE(mirrored[i].methods == levels[i].methods);
            REQUIRE(mirrored[i].strength == levels[i].strength);
            REQUIRE(mirrored[i].baseHeight == levels[i].baseHeight);
        }
    }
}

TEST_CASE("prices and tick times a thousand give the same levels")
{
    LevelSettings settings;
    settings.roundStepCandidates = {1e12}; // none fits: powers of ten stand for them
    const Instrument thousandfold = makeInstrument("TESTUSDT", "10");
    std::size_t rounded = 0;
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
        const auto bars = randomWalk(seed, 150);
        auto scaled = bars;
        for (Candle& candle : scaled)
            candle = {candle.openTime,      1e3 * candle.open,  1e3 * candle.high,
                      1e3 * candle.low,     1e3 * candle.close, candle.volume};
        const auto levels = findLevels(bars, kInstrument, settings);
        const auto same = findLevels(scaled, thousandfold, settings);
        INFO("seed " << seed);
        REQUIRE(same.size() == levels.size());
        for (std::size_t i = 0; i < levels.size(); ++i) {
            REQUIRE(same[i].id == levels[i].id);
            REQUIRE(same[i].price == 1e3 * levels[i].price);
            REQUIRE(same[i].methods == levels[i].methods);
            REQUIRE(same[i].touches == levels[i].touches);
            REQUIRE(same[i].roundBonus == levels[i].roundBonus);
            REQUIRE(same[i].cascadeBonus == levels[i].cascadeBonus);
            REQUIRE(same[i].enhancedStrength == Approx(levels[i].enhancedStrength).epsilon(1e-12));
            rounded += levels[i].roundBonus > 0.0 ? 1 : 0;
        }
    }
    CHECK(rounded > 10);
}

TEST_CASE("the same bars give the same levels, also into a used vector")
{
    const auto bars = randomWalk(77, 150);
    std::vector<Level> out = findLevels(randomWalk(78, 150), kInstrument, {});
    findLevels(bars, kInstrument, {}, {}, out);
    CHECK(out == findLevels(bars, kInstrument, {}));
}

TEST_CASE("a bar of much volume makes a level of its high and its low")
{
    // Two equal highs side by side are no swing and lie before the channels.
    const auto with = [](double volume) {
        std::vector<Candle> bars;
        for (std::size_t i = 0; i < 42; ++i)
            bars.push_back(bar(i, 100, 101, 99, 100, static_cast<double>(i + 1)));
        bars[0].high = bars[1].high = 120.0;
        bars[0].volume = volume;
        bars[static_cast<std::size_t>(volume) - 1].volume = 1.0;
        LevelSettings one;
        one.minTouches = 1;
        return resistanceAt(findLevels(bars, kInstrument, one), 120.0);
    };
    // Volumes 1 to 41: the 85th percentile lies at 0.85 * 40 = 34 of them, at 35.
    REQUIRE(with(35.0));
    CHECK(with(35.0)->methods == kVolumeMethod);
    CHECK(with(35.0)->touches == 1);
    CHECK(with(35.0)->volume == (35.0 + 2.0) / 2.0);
    CHECK_FALSE(with(34.0));

    // Between two places: of 45 bars 0.85 * 44 = 37.4.
    const auto between = [](double volume, std::size_t replaced) {
        std::vector<Candle> bars;
        for (std::size_t i = 0; i < 46; ++i)
            bars.push_back(bar(i, 100, 101, 99, 100, static_cast<double>(i + 1)));
        bars[0].high = bars[1].high = 120.0;
        bars[0].volume = volume;
        bars[replaced].volume = 1.0;
        LevelSettings one;
        one.minTouches = 1;
        return resistanceAt(findLevels(bars, kInstrument, one), 120.0);
    };
    CHECK_FALSE(between(38.0, 37)); // 38 + 0.4 * (39 - 38)
    CHECK_FALSE(between(38.999, 37));
    CHECK(between(39.0, 38));
}

TEST_CASE("bonus of a round number")
{
    LevelSettings settings;
    CHECK(roundNumberBonus(50.02, 0.3, settings) == 0.15); // steps 5, 1, 0.1 fit; at 50
    CHECK(roundNumberBonus(51.01, 0.3, settings) == 0.10);
    CHECK(roundNumberBonus(50.1, 0.3, settings) == 0.05);
    CHECK(roundNumberBonus(50.3, 0.3, settings) == 0.05);
    CHECK(roundNumberBonus(50.04, 0.3, settings) == 0.0); // 0.05 % is 0.02502
    CHECK(roundNumberBonus(50.02, 0.19, settings) == 0.0); // a tenth of the ATR is 0.019
    CHECK(roundNumberBonus(50.107, 1.0, settings) == 0.0); // a twentieth of 0.1 is 0.005
    settings.roundStepCandidates = {0.1, 10.0, 1.0, 5.0};
    CHECK(roundNumberBonus(51.01, 0.3, settings) == 0.10); // in whatever order
    // Where none fits: 5, 2.5, 1, 0.5, 0.25, 0.1.
    settings.roundStepCandidates = {1000.0};
    CHECK(roundNumberBonus(50.02, 0.3, settings) == 0.15);
    CHECK(roundNumberBonus(52.51, 0.3, settings) == 0.10);
    CHECK(roundNumberBonus(51.0, 0.3, settings) == 0.05);
    CHECK(roundNumberBonus(51.1, 0.3, settings) == 0.05);
    CHECK(roundNumberBonus(51.13, 0.3, settings) == 0.0);
    CHECK(roundNumberBonus(0.00525, 0.0003, settings) == 0.10); // 0.0005, then 0.00025
    CHECK(roundNumberBonus(0.022305, 0.0003, settings) == 0.05); // a twentieth of 0.0001 away, exactly
    CHECK(roundNumberBonus(22305 * 0.000001, 0.0003, settings) == 0.05);
    CHECK(roundNumberBonus(100'000.0, 300.0, settings) == 0.15); // 10000
    settings.preferRoundNumbers = false;
    CHECK(roundNumberBonus(50.02, 0.3, settings) == 0.0);
}

TEST_CASE("bonus of a cascade")
{
    LevelSettings settings;
    CHECK(cascadeBonus(1, settings) == 0.0);
    CHECK(cascadeBonus(2, settings) == 0.10);
    CHECK(cascadeBonus(4, settings) == 0.20);
    CHECK(cascadeBonus(9, settings) == 0.20);
    settings.cascadeMinLevels = 3;
    CHECK(cascadeBonus(2, settings) == 0.0);
    // 15 bps of 100 are 0.15.
    const std::vector<double> prices{100.0, 100.125, 99.875, 100.25, 99.0};
    CHECK(cascadeNeighbours(100.0, prices, settings) == 2);
    settings.cascadeRadiusBps = 10.0;
    CHECK(cascadeNeighbours(100.0, prices, settings) == 0);

    // A neighbour counts although it overlaps and is gone afterwards.
    std::vector<Candle> bars;
    for (std::size_t i = 0; i < 141; ++i)
        bars.push_back(bar(i, 100, 100.05, 99.95, 100));
    bars[10].high = bars[20].high = bars[30].high = 100.375;
    bars[13].high = bars[23].high = 100.5;
    LevelSettings one;
    one.cascadeMinLevels = 1;
    const auto level = resistanceAt(findLevels(bars, kInstrument, one), 100.375);
    REQUIRE(level);
    CHECK_FALSE(resistanceAt(findLevels(bars, kInstrument, one), 100.5));
    CHECK(level->cascadeBonus == 0.05);
    CHECK(resistanceAt(findLevels(bars, kInstrument, {}), 100.375)->cascadeBonus == 0.0);
    one.minTouches = 3; // the neighbour has two
    CHECK(resistanceAt(findLevels(bars, kInstrument, one), 100.375)->cascadeBonus == 0.0);
}

TEST_CASE("the bonuses rank, overlap goes by the plain strength")
{
    // 105.01 twice and 107 three times; 107 is the stronger, 105.01 the rounder.
    auto bars = spiked({});
    bars[10].high = bars[20].high = bars[30].high = 107.3;
    bars[14].high = bars[24].high = bars[34].high = 105.01;
    bars[34].volume = 90.0;
    LevelSettings settings;
    settings.preferRoundNumbers = false;
    auto levels = findLevels(bars, kInstrument, settings);
    REQUIRE(levels.size() == 1); // nearer than two ATR: the stronger stays
    CHECK(levels[0].price == 107.3);

    std::size_t reordered = 0;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const auto walk = randomWalk(seed, 150);
        const auto ranked = findLevels(walk, kInstrument, {});
        const auto plain = findLevels(walk, kInstrument, settings);
        REQUIRE(ranked.size() == plain.size()); // the same ones, in another order
        for (const Level& level : ranked)
            REQUIRE(std::ranges::count(plain, level.id, &Level::id) == 1);
        reordered += ranked.front().id == plain.front().id ? 0 : 1;
    }
    CHECK(reordered > 0);
}

TEST_CASE("height of the base")
{
    const auto heightOf = [](const std::vector<Candle>& bars) {
        const auto level = resistanceAt(findLevels(bars, kInstrument, {}), 105.0);
        REQUIRE(level);
        return level->baseHeight;
    };
    // From the touch at bar 20, the last but one, to bar 39.
    auto bars = spiked({10, 20, 30});
    bars[19].low = 90.0;
    CHECK(heightOf(bars) == 6.0);
    bars[25].low = 96.0;
    CHECK(heightOf(bars) == 9.0);
    // From bar 15, but no more than 20 bars.
    bars = spiked({10, 15, 30});
    bars[19].low = 90.0;
    CHECK(heightOf(bars) == 6.0);
    CHECK(heightOf(spiked({20, 35, 38})) == 6.0); // five bars
    CHECK_FALSE(heightOf(spiked({20, 36, 38}))); // four
    // A touch that is not counted is none: 30 and 31 are one.
    bars = spiked({10, 30, 31});
    bars[19].low = 90.0;
    bars[25].low = 96.0;
    CHECK(heightOf(bars) == 9.0);

    bars = spiked({});
    bars[20].high = 115.0;
    LevelSettings one;
    one.minTouches = 1;
    const auto level = resistanceAt(findLevels(bars, kInstrument, one), 115.0);
    REQUIRE(level);
    CHECK_FALSE(level->baseHeight); // one touch
}

TEST_CASE("quality of the approach")
{
    CHECK(approachSlopePctPerBar(100.0, 108.0) == near(0.8));
    CHECK(approachSlopePctPerBar(100.0, 92.0) == near(0.8));
    const LevelSettings settings;
    std::vector<double> closes{100, 101, 102, 103, 104, 105, 106, 108, 108, 108, 500};
    const auto judge = [&](double level) { return judgeApproach(barsOfCloses(closes), level, settings); };
    Approach approach = judge(108.5); // the bar itself is not looked at
    CHECK(approach.verdict == ApproachVerdict::Good);
    CHECK(*approach.slopePctPerBar == near(0.8));
    CHECK(*approach.farthestPct == near(0.460829));
    CHECK(judge(108.6).verdict == ApproachVerdict::NoConsolidation);
    closes[7] = 107.0;
    CHECK(judge(108.5).verdict == ApproachVerdict::NoConsolidation);
    closes[7] = 108.0;
    closes[0] = 93.0; // 1.612903 % a bar
    CHECK(judge(108.5).verdict == ApproachVerdict::TooSteep);
    closes[0] = 100.0;
    LevelSettings strict;
    strict.approachSlopeMaxPctPerBar = 0.7;
    CHECK(judgeApproach(barsOfCloses(closes), 108.5, strict).verdict == ApproachVerdict::TooSteep);
    strict = settings;
    strict.prebreakoutConsolidationMinBars = 4;
    CHECK(judgeApproach(barsOfCloses(closes), 108.5, strict).verdict == ApproachVerdict::NoConsolidation);
    strict.prebreakoutConsolidationMinBars = 11;
    CHECK(judgeApproach(barsOfCloses(closes), 108.5, strict).verdict == ApproachVerdict::TooFewBars);
    closes.erase(closes.begin());
    CHECK(judge(108.5).verdict == ApproachVerdict::TooFewBars);
    CHECK_FALSE(judge(108.5).slopePctPerBar);
    CHECK(judgeApproach({}, 108.5, settings).verdict == ApproachVerdict::TooFewBars);
}

TEST_CASE("strongest and recent levels")
{
    std::vector<Level> levels(7);
    for (std::size_t i = 0; i < levels.size(); ++i) {
        levels[i].price = 100.0 + static_cast<double>(i);
        levels[i].lastTouch = kMidnight - Duration::hours(69 + static_cast<std::int64_t>(i));
    }
    CHECK(strongestLevels(levels).size() == 5);
    CHECK(strongestLevels(levels).front() == levels.front());
    CHECK(strongestLevels(levels, 9).size() == 7);
    const auto recent = recentLevels(levels, kMidnight);
    REQUIRE(recent.size() == 4); // 69, 70, 71 and 72 hours
    CHECK(recent.back().price == 103.0);
}

TEST_CASE("a close breaks a level once")
{
    Level level;
    level.type = LevelType::Resistance;
    level.price = 100.0;
    CHECK(breakoutPrice(100.0, Direction::Long, 0.0012) == near(100.12));
    CHECK(breaksOut(level, 100.0, 100.13, 0.0012));
    CHECK_FALSE(breaksOut(level, 100.0, 100.12, 0.0012)); // at P, not beyond
    CHECK(breaksOut(level, 100.12, 100.13, 0.0012));
    CHECK_FALSE(breaksOut(level, 100.125, 100.13, 0.0012)); // it was beyond before
    CHECK_FALSE(breaksOut(level, 100.0, 99.0, 0.0012));
    level.type = LevelType::Support;
    CHECK(breaksOut(level, 100.0, 99.87, 0.0012));
    CHECK_FALSE(breaksOut(level, 100.0, 99.88, 0.0012));
    CHECK_FALSE(breaksOut(level, 99.87, 99.5, 0.0012));
    CHECK_FALSE(breaksOut(level, 100.0, 100.13, 0.0012));
}

TEST_CASE("a retest is a wick that comes near and a close that holds")
{
    CHECK(retests(100.0, Direction::Long, bar(0, 101, 102, 100.25, 100.5), 0.25));
    CHECK_FALSE(retests(100.0, Direction::Long, bar(0, 101, 102, 100.26, 100.5), 0.25));
    CHECK_FALSE(retests(100.0, Direction::Long, bar(0, 101, 102, 99, 100.0), 0.25));
    CHECK(retests(100.0, Direction::Short, bar(0, 99, 99.75, 98, 99.5), 0.25));
    CHECK_FALSE(retests(100.0, Direction::Short, bar(0, 99, 99.74, 98, 99.5), 0.25));
    CHECK_FALSE(retests(100.0, Direction::Short, bar(0, 99, 101, 98, 100.0), 0.25));
}
