// SPDX-License-Identifier: GPL-3.0-or-later
#include "CandleMaker.h"

#include "market/CandleSeries.h"
#include "market/Indicators.h"
#include "market/WindowIndicators.h"

#include <catch2/catch.hpp>

#include <charconv>
#include <fstream>
#include <map>
#include <numeric>
#include <sstream>
#include <string>

using namespace breakline;
using namespace breakline::test;

namespace {

std::vector<Candle> atrExample()
{
    return {bar(0, 9, 10, 8, 9, 1), bar(1, 10, 11, 9, 10, 2), bar(2, 11, 12, 10, 11, 1), bar(3, 10, 11, 9, 10, 1),
            bar(4, 12, 13, 10, 12, 1)};
}

Approx near(double value)
{
    return Approx(value).margin(5e-7).epsilon(0);
}

using Cells = std::vector<std::string>;

/// The lines of a file of the reference, by column; the first is the heading.
std::vector<Cells> readTable(const char* name)
{
    std::ifstream file(std::string(BREAKLINE_REFERENCE_DIR "/") + name);
    std::vector<Cells> rows;
    for (std::string line; std::getline(file, line);) {
        Cells cells;
        std::size_t begin = 0;
        for (std::size_t comma = line.find(','); comma != std::string::npos; comma = line.find(',', begin)) {
            cells.push_back(line.substr(begin, comma - begin));
            begin = comma + 1;
        }
        cells.push_back(line.substr(begin));
        rows.push_back(std::move(cells));
    }
    return rows;
}

double numberIn(const std::string& cell)
{
    double value = 0.0;
    const auto result = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    REQUIRE(result.ec == std::errc{});
    return value;
}

/// The last row may be of a bar still open and is left out.
std::vector<Candle> readBars(const char* name)
{
    std::vector<Candle> bars;
    const auto rows = readTable(name);
    for (std::size_t i = 1; i + 1 < rows.size(); ++i) {
        const Cells& cells = rows[i];
        bars.push_back({Timestamp{std::stoll(cells[0])}, numberIn(cells[1]), numberIn(cells[2]), numberIn(cells[3]),
                        numberIn(cells[4]), numberIn(cells[5])});
    }
    return bars;
}

} // namespace

TEST_CASE("moving averages")
{
    const std::vector<double> values{1, 2, 3, 4, 5};
    const auto sma = simpleMovingAverage(values, 3);
    CHECK_FALSE(sma[1]);
    CHECK(sma[2] == 2.0);
    CHECK(sma[4] == 4.0);
    const auto ema = exponentialMovingAverage(values, 3);
    CHECK_FALSE(ema[1]);
    // alpha 1/2 from 1: 1.5, 2.25, 3.125, 4.0625
    CHECK(ema[2] == 2.25);
    CHECK(ema[4] == 4.0625);
    CHECK(simpleMovingAverage(std::vector<double>{1.0}, 3).size() == 1);
}

TEST_CASE("true range and its average")
{
    const auto bars = atrExample();
    CHECK(trueRange(bars) == std::vector<double>{2, 2, 2, 2, 3});
    const auto ema = averageTrueRange(bars, 3, AtrMode::Ema);
    CHECK_FALSE(ema[1]);
    CHECK(ema[2] == 2.0);
    CHECK(*ema[4] == near(2.5));
    const auto wilder = averageTrueRange(bars, 3, AtrMode::Wilder);
    CHECK_FALSE(wilder[1]);
    CHECK(*wilder[4] == near(2.333333));
    CHECK(lastAverageTrueRange(bars, 3, AtrMode::Ema) == ema[4]);
    CHECK(lastAverageTrueRange(bars, 3, AtrMode::Wilder) == wilder[4]);
    CHECK_FALSE(lastAverageTrueRange(bars, 6, AtrMode::Ema));
    // A gap up counts from the close before.
    CHECK(trueRange(std::vector<Candle>{bar(0, 10, 10, 10, 10), bar(1, 15, 16, 15, 15)}).back() == 6.0);
}

TEST_CASE("five-minute bars aggregate into aligned quarter hours only where complete")
{
    // Starts at 00:05: the first quarter is incomplete, bar 7 is missing.
    std::vector<Candle> bars;
    for (std::size_t i = 1; i <= 12; ++i)
        if (i != 7)
            bars.push_back(bar(i, 10.0 + static_cast<double>(i), 20.0 + static_cast<double>(i), 5.0, 11.0, 2.0));
    const auto quarters = aggregateCandles(bars, Duration::minutes(5), Duration::minutes(15));
    REQUIRE(quarters.size() == 2);
    CHECK(quarters[0].openTime == kMidnight + Duration::minutes(15));
    CHECK(quarters[0].open == 13.0);
    CHECK(quarters[0].high == 25.0);
    CHECK(quarters[0].low == 5.0);
    CHECK(quarters[0].volume == 6.0);
    CHECK(quarters[1].openTime == kMidnight + Duration::minutes(45));

    // 13 complete quarters are too few, the fourteenth gives a value.
    auto walk = randomWalk(3, 42);
    const auto whole = aggregateCandles(walk, Duration::minutes(5), Duration::minutes(15));
    REQUIRE(whole.size() == 14);
    CHECK(lastAverageTrueRange15m(walk) == lastAverageTrueRange(whole));
    CHECK_FALSE(lastAverageTrueRange15m(std::span(walk).first(41)));
}

TEST_CASE("Bollinger bands and the percentile of their width")
{
    std::vector<double> closes(20);
    std::iota(closes.begin(), closes.end(), 1.0);
    const auto bands = bollingerBands(barsOfCloses(closes));
    REQUIRE(bands[19]);
    CHECK_FALSE(bands[18]);
    CHECK(bands[19]->middle == 10.5);
    CHECK((bands[19]->upper - bands[19]->middle) / 2.0 == near(5.766281));
    CHECK(bands[19]->widthPercent == near(219.667859));
    CHECK(lastBollingerWidth(barsOfCloses(closes)) == bands[19]->widthPercent);

    // A move that grows: every width is above all before it.
    std::vector<double> growing;
    for (int i = 0; i < 150; ++i)
        growing.push_back(1'000'000.0 + i * i);
    CHECK(lastBollingerWidthPercentile(barsOfCloses(growing)) == 100.0);
    std::vector<double> shrinking(growing.rbegin(), growing.rend());
    CHECK(lastBollingerWidthPercentile(barsOfCloses(shrinking)) == 1.0);
    CHECK_FALSE(lastBollingerWidthPercentile(barsOfCloses(std::vector<double>(growing.begin(), growing.begin() + 68))));
    CHECK(lastBollingerWidthPercentile(barsOfCloses(std::vector<double>(growing.begin(), growing.begin() + 69)))
          == 100.0);
    // Without any move all widths are 0 and equal.
    CHECK(lastBollingerWidthPercentile(barsOfCloses(std::vector<double>(150, 50.1))) == 100.0);

    // Twenty closes over and over: every window holds the same ones.
    std::vector<double> repeating;
    for (int i = 0; i < 150; ++i)
        repeating.push_back(0.7 + 0.0137 * ((i * 7) % 20));
    CHECK(lastBollingerWidthPercentile(barsOfCloses(repeating)) == 100.0);

    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const auto walk = randomWalk(seed, 150);
        const auto series = bollingerBands(walk);
        const double current = series.back()->widthPercent;
        int notAbove = 0;
        for (std::size_t i = 50; i < 150; ++i)
            notAbove += series[i]->widthPercent <= current ? 1 : 0;
        CHECK(lastBollingerWidthPercentile(walk) == static_cast<double>(notAbove));
    }
}

TEST_CASE("Donchian channel holds the bar itself")
{
    const auto bars = atrExample();
    const auto channel = donchianChannel(bars, 3);
    CHECK_FALSE(channel[1]);
    CHECK(channel[4]->high == 13.0);
    CHECK(channel[4]->low == 9.0);
    CHECK(channel[3]->high == 12.0);
}

TEST_CASE("VWAP is of the UTC day and needs twelve bars")
{
    const auto bars = atrExample();
    CHECK(*volumeWeightedAveragePrice(std::span(bars).first(3)) == near(10.0));
    CHECK_FALSE(volumeWeightedAveragePrice({}));

    // Ten bars of the day before, then twelve of the day.
    std::vector<Candle> twoDays;
    for (std::size_t i = 0; i < 22; ++i)
        twoDays.push_back(bar(278 + i, 10, 10, 10, 10, 1.0));
    for (std::size_t i = 10; i < 22; ++i)
        twoDays[i] = bar(278 + i, 20, 20, 20, 20, 1.0);
    CHECK(lastDailyVwap(twoDays) == 20.0);
    CHECK_FALSE(lastDailyVwap(std::span(twoDays).first(21)));
    for (Candle& candle : twoDays)
        candle.volume = 0.0;
    CHECK_FALSE(lastDailyVwap(twoDays));
}

TEST_CASE("RSI starts at index n")
{
    std::vector<double> rising(20);
    std::iota(rising.begin(), rising.end(), 100.0);
    const auto up = relativeStrengthIndex(barsOfCloses(rising));
    CHECK_FALSE(up[13]);
    CHECK(up[14] == 100.0);
    CHECK(relativeStrengthIndex(barsOfCloses(std::vector<double>(20, 5.0)))[14] == 50.0);
    // n = 2, closes 10 11 10 12: gains .5, losses .5 at index 2; then 1.25 and .25.
    const auto rsi = relativeStrengthIndex(barsOfCloses({10, 11, 10, 12}), 2);
    CHECK(*rsi[2] == near(50.0));
    CHECK(*rsi[3] == near(100.0 - 100.0 / 6.0));
}

TEST_CASE("on-balance volume")
{
    std::vector<Candle> bars = barsOfCloses({10, 11, 11, 9, 10});
    const double volumes[] = {5, 3, 4, 2, 6};
    for (std::size_t i = 0; i < bars.size(); ++i)
        bars[i].volume = volumes[i];
    CHECK(onBalanceVolume(bars) == std::vector<double>{0, 3, 3, 1, 7});
}

TEST_CASE("volume surge against the median of the bars before")
{
    std::vector<Candle> bars = barsOfCloses(std::vector<double>(20, 10.0));
    for (std::size_t i = 0; i < 19; ++i)
        bars[i].volume = static_cast<double>(i + 1); // median 10
    bars[19].volume = 25.0;
    CHECK(lastVolumeSurgeRatio(bars) == 2.5);
    CHECK(volumeSurgeRatio(bars)[19] == 2.5);
    CHECK_FALSE(volumeSurgeRatio(bars)[18]);
    for (Candle& candle : bars)
        candle.volume = 0.0;
    CHECK_FALSE(lastVolumeSurgeRatio(bars));
}

TEST_CASE("median of an even count is the mean of the middle two")
{
    std::vector<double> odd{5, 1, 3};
    CHECK(medianInPlace(odd) == 3.0);
    std::vector<double> even{4, 1, 3, 2};
    CHECK(medianInPlace(even) == 2.5);
}

TEST_CASE("swings are strict and known two bars later")
{
    std::vector<Candle> bars;
    const double highs[] = {10, 11, 15, 12, 11, 12, 14, 14, 11, 10};
    for (std::size_t i = 0; i < 10; ++i)
        bars.push_back(bar(i, 5, highs[i], 4, 5));
    const auto found = swings(bars);
    REQUIRE(found.size() == 1); // the equal pair at 14 is none, nor is any low
    CHECK(found[0].isHigh);
    CHECK(found[0].index == 2);
    CHECK(found[0].price == 15.0);
    CHECK(found[0].confirmTime == bars[4].openTime);
    CHECK(swings(std::span(bars).first(4)).empty());

    // The mirror image swings the other way.
    const auto walk = randomWalk(9, 150);
    const auto up = swings(walk);
    const auto down = swings(reflected(walk, 10'000.0));
    REQUIRE(up.size() > 20);
    REQUIRE(up.size() == down.size());
    std::size_t highsUp = 0;
    std::size_t lowsDown = 0;
    for (std::size_t i = 0; i < up.size(); ++i) {
        highsUp += up[i].isHigh ? 1 : 0;
        lowsDown += down[i].isHigh ? 0 : 1;
    }
    CHECK(highsUp == lowsDown);
}

TEST_CASE("chandelier stops")
{
    const auto bars = atrExample();
    const auto stops = chandelierStops(bars, 3, 2.0);
    CHECK_FALSE(stops[1]);
    REQUIRE(stops[4]);
    CHECK(stops[4]->forLong == 13.0 - 2.0 * 2.5);
    CHECK(stops[4]->forShort == 9.0 + 2.0 * 2.5);
    CHECK(lastChandelierStops(bars, 3, 2.0)->forLong == stops[4]->forLong);
    CHECK_FALSE(lastChandelierStops(bars, 6, 2.0));
}

TEST_CASE("correlation of log returns")
{
    const auto a = barsOfCloses({100, 102, 101, 104});
    const auto b = barsOfCloses({50, 50.5, 50.25, 51.5});
    CHECK(*correlationOfReturns(a, b, 48, 3) == near(0.959991));
    CHECK_FALSE(correlationOfReturns(a, b)); // 3 returns of the 20 needed

    const auto walk = randomWalk(1, 150);
    const auto other = randomWalk(2, 150);
    CHECK(*correlationOfReturns(walk, walk) == near(1.0));
    // Only the newest 49 joined closes count.
    CHECK(correlationOfReturns(walk, other)
          == correlationOfReturns(std::span(walk).last(49), std::span(other).last(49)));
    CHECK(correlationOfReturns(std::span(walk).last(21), other).has_value());
    CHECK_FALSE(correlationOfReturns(std::span(walk).last(20), other));
    CHECK_FALSE(correlationOfReturns(walk, barsOfCloses(std::vector<double>(150, 7.0))));
    CHECK_FALSE(correlationOfReturns(walk, {}));

    // A bar that only one of them has is left out of both.
    std::vector<Candle> withHole(other.begin(), other.end());
    withHole.erase(withHole.begin() + 140);
    std::vector<Candle> sameHole(walk.begin(), walk.end());
    sameHole.erase(sameHole.begin() + 140);
    CHECK(correlationOfReturns(walk, withHole) == correlationOfReturns(sameHole, withHole));
}

TEST_CASE("the last forms equal the series")
{
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        const auto walk = randomWalk(seed, 40);
        std::vector<double> closes;
        for (const Candle& candle : walk)
            closes.push_back(candle.close);
        for (std::size_t n = 1; n <= walk.size(); ++n) {
            const auto bars = std::span(walk).first(n);
            CHECK(lastExponentialMovingAverage(bars, 9) == exponentialMovingAverage(std::span(closes).first(n), 9).back());
            CHECK(lastRelativeStrengthIndex(bars) == relativeStrengthIndex(bars).back());
            CHECK(lastOnBalanceVolume(bars) == onBalanceVolume(bars).back());
        }
    }
    CHECK_FALSE(lastOnBalanceVolume({}));
    CHECK_FALSE(lastRelativeStrengthIndex({}));
    CHECK(windowIndicators({}, 22, 3.0) == WindowIndicators{});
}

TEST_CASE("a swing is told by the bar that confirms it")
{
    std::vector<Candle> bars;
    const double highs[] = {10, 11, 15, 12, 11, 10};
    for (std::size_t i = 0; i < 6; ++i)
        bars.push_back(bar(i, 5, highs[i], 4, 5));
    CHECK_FALSE(windowIndicators(std::span(bars).first(4), 22, 3.0).swingHigh);
    CHECK(windowIndicators(std::span(bars).first(5), 22, 3.0).swingHigh == 15.0);
    CHECK_FALSE(windowIndicators(bars, 22, 3.0).swingHigh);
    CHECK_FALSE(windowIndicators(std::span(bars).first(5), 22, 3.0).swingLow);
}

// Made by tests/interop/make_indicator_values.mjs with TA-Lib and trading-signals.
TEST_CASE("indicators agree with implementations of others")
{
    const auto bars = readBars("TESTUSDT-5m.csv");
    const auto reference = readBars("REFUSDT-5m.csv");
    const auto values = readTable("indicator_values.txt");
    REQUIRE(bars.size() == 330);
    REQUIRE(values.size() == bars.size() + 1);
    std::map<std::string, std::size_t> known;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const std::size_t from = i + 1 - std::min(i + 1, kDecisionWindow);
        const auto window = std::span(bars).subspan(from, i + 1 - from);
        const auto other = std::span(reference).subspan(from, i + 1 - from);
        std::vector<double> closes;
        for (const Candle& candle : window)
            closes.push_back(candle.close);
        const WindowIndicators own = windowIndicators(window, 22, 3.0);
        const auto wilder = lastChandelierStops(window, 22, 3.0, AtrMode::Wilder);
        const auto sma = simpleMovingAverage(closes, 20).back();
        const std::map<std::string, std::optional<double>> ours{
            {"atr14", own.atr14},
            {"ema9", own.ema9},
            {"bb_width_pct", own.bollingerWidthPercent},
            {"bb_width_percentile", own.bollingerPercentile},
            {"vwap", own.vwap},
            {"rsi14", own.rsi14},
            {"obv", own.onBalanceVolume},
            {"donchian20_high", own.donchian20High},
            {"donchian20_low", own.donchian20Low},
            {"swing_high", own.swingHigh},
            {"swing_low", own.swingLow},
            {"chandelier_long", own.chandelierLong},
            {"chandelier_short", own.chandelierShort},
            {"volume_surge", own.volumeSurge},
            {"sma20", sma},
            {"talib_sma20", sma},
            {"atr14_wilder", lastAverageTrueRange(window, 14, AtrMode::Wilder)},
            {"chandelier_wilder_long", wilder ? std::optional(wilder->forLong) : std::nullopt},
            {"chandelier_wilder_short", wilder ? std::optional(wilder->forShort) : std::nullopt},
            {"true_range", i == 0 ? std::nullopt : std::optional(trueRange(window).back())},
            {"correlation", correlationOfReturns(window, other)},
        };
        for (std::size_t c = 1; c < values[0].size(); ++c) {
            const std::string& name = values[0][c];
            const std::string& cell = values[i + 1][c];
            INFO(name << " at bar " << i);
            const auto found = ours.find(name);
            REQUIRE(found != ours.end());
            REQUIRE(found->second.has_value() == !cell.empty());
            if (cell.empty())
                continue;
            ++known[name];
            // 13 digits are written; sums of gains and losses lose a few.
            CHECK(*found->second == Approx(numberIn(cell)).epsilon(1e-9).margin(name == "obv" ? 1e-6 : 1e-12));
        }
    }
    CHECK(known.size() == values[0].size() - 1);
    CHECK(known["bb_width_percentile"] == 330 - 68);
    CHECK(known["rsi14"] == 330 - 14);
    CHECK(known["swing_high"] > 30);
    CHECK(known["vwap"] == 330 - 2 * 11);
}
