// SPDX-License-Identifier: GPL-3.0-or-later
#include "../market/CandleMaker.h"

#include "market/Indicators.h"
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
    CHECK(level->methods == (kDonchianMethod | kSwingMethod));
    // 3 of 5 touches, 20 of 40 bars, even volume, no pierce.
    CHECK(level->strength == near(0.24 + 0.10 + 0.20 + 0.20));
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
            bars.push_back(bar(i, 100, 101, 99, 100));
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
    LevelSettings one;
    one.minTouches = 1;
    AnalysisSettings settings;
    const auto levels = findLevels(bars, kInstrument, one, settings);
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
                REQUIRE(levels[i - 1].strength >= level.strength);
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
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
        // All within 0.1 % of the centre, so that no close pierces by 0.2 %.
        const auto bars = randomWalk(seed, 150, kCentre, 20.0, 900.0);
        const auto levels = findLevels(bars, kInstrument, {});
        auto mirrored = findLevels(reflected(bars, kCentre), kInstrument, {});
        INFO("seed " << seed);
        REQUIRE(mirrored.size() == levels.size());
        for (std::size_t i = 0; i < levels.size(); ++i) {
            REQUIRE(mirrored[i].price == 2.0 * kCentre - levels[i].price);
            REQUIRE(mirrored[i].type != levels[i].type);
            REQUIRE(mirrored[i].touches == levels[i].touches);
            REQUIRE(mirrored[i].firstTouch == levels[i].firstTouch);
            REQUIRE(mirrored[i].methods == levels[i].methods);
            REQUIRE(mirrored[i].strength == levels[i].strength);
        }
    }
}

TEST_CASE("the same bars give the same levels, also into a used vector")
{
    const auto bars = randomWalk(77, 150);
    std::vector<Level> out = findLevels(randomWalk(78, 150), kInstrument, {});
    findLevels(bars, kInstrument, {}, {}, out);
    CHECK(out == findLevels(bars, kInstrument, {}));
}
