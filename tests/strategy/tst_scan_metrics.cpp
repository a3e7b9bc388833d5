// SPDX-License-Identifier: GPL-3.0-or-later
#include "StrategyFixture.h"

#include "strategy/ScanMetrics.h"
#include "strategy/Score.h"

#include <catch2/catch.hpp>

using namespace breakline;
using namespace breakline::test;

namespace {

Approx near(double value)
{
    return Approx(value).margin(5e-7).epsilon(0);
}

} // namespace

TEST_CASE("ATR quality is continuous, 0.5 at both edges")
{
    CHECK(atrQuality(0.003) == near(0.3));
    CHECK(atrQuality(0.005) == near(0.5));
    CHECK(atrQuality(0.0085) == near(0.85));
    CHECK(atrQuality(0.010) == near(1.0));
    CHECK(atrQuality(0.015) == near(0.5));
    CHECK(atrQuality(0.020) == near(0.333333));
    CHECK(atrQuality(0.022) == near(0.266667));
    CHECK(atrQuality(0.050) == 0.0);
    for (double q = 0.0; q < 0.05; q += 1e-5)
        CHECK(std::fabs(atrQuality(q + 1e-5) - atrQuality(q)) < 0.0011);
}

TEST_CASE("volume surges compare medians of closed bars")
{
    Scene scene;
    scene.candles = randomWalk(1, 30);
    for (std::size_t i = 6; i < 18; ++i)
        scene.candles[i].volume = 100.0;
    for (std::size_t i = 18; i < 30; ++i)
        scene.candles[i].volume = 180.0;
    CHECK(measureCandles(scene.view()).surge1h == Approx(1.8));

    for (std::size_t i = 9; i < 29; ++i)
        scene.candles[i].volume = 120.0;
    scene.candles[29].volume = 300.0;
    CHECK(measureCandles(scene.view()).surge5m == Approx(2.5));

    for (std::size_t i = 0; i < 29; ++i)
        scene.candles[i].volume = 0.0;
    CHECK_FALSE(measureCandles(scene.view()).surge5m);
    CHECK_FALSE(measureCandles(scene.view()).surge1h);
    scene.candles = randomWalk(1, 23);
    CHECK_FALSE(measureCandles(scene.view()).surge1h);
    CHECK(measureCandles(scene.view()).surge5m);
    scene.candles.resize(20);
    CHECK_FALSE(measureCandles(scene.view()).surge5m);
}

TEST_CASE("metrics look at the last 150 bars, day figures at 288")
{
    Scene scene;
    scene.candles = randomWalk(4, 300);
    scene.reference = randomWalk(5, 300);
    const CandleMetrics all = measureCandles(scene.view());
    CHECK(all.bars == 150);
    const std::vector<Candle> last150(scene.candles.end() - 150, scene.candles.end());
    Scene shorter = scene;
    shorter.candles = last150;
    const CandleMetrics cut = measureCandles(shorter.view());
    CHECK(cut.atr14 == all.atr14);
    CHECK(cut.atr15m == all.atr15m);
    CHECK(cut.bollingerPercentile == all.bollingerPercentile);
    CHECK(cut.vwap == all.vwap);
    CHECK(cut.correlation == all.correlation);
    CHECK(all.atr14 == lastAverageTrueRange(last150));
    CHECK(all.turnover24hUsd.has_value());
    CHECK_FALSE(cut.turnover24hUsd);
    double turnover = 0.0;
    for (std::size_t i = 12; i < 300; ++i)
        turnover += scene.candles[i].volume * scene.candles[i].close;
    CHECK(*all.turnover24hUsd == Approx(turnover));
    CHECK(*all.change24h == Approx(scene.candles[299].close / scene.candles[11].close - 1.0));
    scene.candles.erase(scene.candles.begin(), scene.candles.begin() + 12);
    CHECK(measureCandles(scene.view()).turnover24hUsd);
    CHECK_FALSE(measureCandles(scene.view()).change24h);

    scene.isReference = true;
    scene.reference.clear();
    CHECK(measureCandles(scene.view()).correlation == 1.0);
}

TEST_CASE("gainers momentum is of the last five bars")
{
    Scene scene;
    scene.candles = {bar(0, 100, 101, 99, 100, 10), bar(1, 100, 101, 99, 100, 10), bar(2, 100, 101, 99, 100, 20),
                     bar(3, 100, 101, 99, 100, 20), bar(4, 100, 102, 99, 101, 20)};
    CHECK(*measureCandles(scene.view()).gainersMomentum == near(1.0 + std::log(2.0)));
    scene.candles[4].close = 102.0;
    scene.candles[2].volume = 2'000.0;
    CHECK(*measureCandles(scene.view()).gainersMomentum == 3.0);
    scene.candles[0].volume = scene.candles[1].volume = 0.0;
    CHECK(*measureCandles(scene.view()).gainersMomentum == 0.0);
    scene.candles.erase(scene.candles.begin());
    CHECK(*measureCandles(scene.view()).gainersMomentum == 0.0);
}

TEST_CASE("the live part prefers the ticker's volume and the book's spread")
{
    Scene scene;
    scene.candles = randomWalk(4, 300, 100.0, 1.0, 40.0);
    scene.setBook(99.95, 100.0, 100.05, 100.0);
    scene.setTape(12.0);
    MarketView view = scene.view();
    view.tickerSpreadBps = 44.0;
    const CandleMetrics candles = measureCandles(view);
    LiveMetrics live = measureLive(view, candles);
    CHECK(live.turnover24hUsd == 1e9);
    CHECK(*live.openInterestUsd == Approx(1e6 * candles.close));
    CHECK(*live.spreadBps == Approx(10.0));
    CHECK(*live.depth05Usd == Approx(100.0 * (99.95 + 100.05 + 99.75 + 100.25)));
    CHECK(live.tradesPerMinute == 12.0);
    // depth 0.04, spread 0.8, volume 1
    CHECK(*live.liquidityScore == Approx((0.04 + 0.8 + 1.0) / 3.0).margin(1e-9));

    view.book.reset();
    view.turnover24hUsd.reset();
    view.tape.reset();
    live = measureLive(view, candles);
    CHECK(live.turnover24hUsd == candles.turnover24hUsd);
    CHECK(live.spreadBps == 44.0);
    CHECK_FALSE(live.depth05Usd);
    CHECK_FALSE(live.tradesPerMinute);
    CHECK(*live.liquidityScore == Approx(*candles.turnover24hUsd / 1e8));
}

TEST_CASE("score components")
{
    CHECK(volumeSurgeZ(2.0, 3.0) == near(0.9));
    CHECK(volumeSurgeZ(20.0, 3.0) == 3.0);
    CHECK(openInterestDeltaZ(-0.02) == near(0.4));
    CHECK(atrQualityZ(0.85) == near(1.75));
    CHECK(correlationZ(0.0) == 1.0);
    CHECK(correlationZ(0.3) == near(0.5));
    CHECK(correlationZ(0.35) == near(0.75));
    CHECK(correlationZ(-0.5) == 1.0);
    CHECK(correlationZ(1.0) == near(-0.5));
    CHECK(tradesPerMinuteZ(20.0) == near(0.995732));
    CHECK(tradesPerMinuteZ(0.0) == -3.0);
    for (double c = 0.0; c < 1.0; c += 1e-4)
        CHECK(std::fabs(correlationZ(c + 1e-4) - correlationZ(c)) < 0.001);
}

TEST_CASE("score is the weighted sum, what is missing adds nothing")
{
    const Preset preset = openPreset();
    CandleMetrics candles;
    candles.surge1h = 2.0;
    candles.surge5m = 3.0;
    candles.atrQuality = atrQuality(0.0085);
    candles.correlation = 0.5;
    LiveMetrics live;
    live.openInterestChange24h = 0.02;
    live.tradesPerMinute = 20.0;
    CHECK(computeScore(candles, live, false, {}, preset).total == near(1.029146));

    SECTION("each input removed in turn")
    {
        const auto total = [&] { return computeScore(candles, live, false, {}, preset).total; };
        live.tradesPerMinute.reset();
        CHECK(total() == near(0.83));
        live.tradesPerMinute = 0.0;
        CHECK(total() == near(0.83 - 0.6));
        live.tradesPerMinute.reset();
        candles.surge5m.reset();
        CHECK(total() == near(0.56));
        live.openInterestChange24h.reset();
        CHECK(total() == near(0.50));
        candles.atrQuality.reset();
        CHECK(total() == near(0.15));
        candles.correlation.reset();
        CHECK(total() == 0.0);
    }
    SECTION("BTC's own correlation counts 0")
    {
        CHECK(computeScore(candles, live, true, {}, preset).total == near(1.029146 - 0.15));
    }
    SECTION("the other components")
    {
        candles.gainersMomentum = -1.5;
        live.liquidityScore = 0.75;
        Preset other = preset;
        const auto z = [&](ScoreComponent component) {
            return *computeScore(candles, live, false, 0.9, other)[component];
        };
        CHECK(z(ScoreComponent::GainersMomentum) == -1.5);
        CHECK(z(ScoreComponent::LosersMomentum) == 1.5);
        CHECK(z(ScoreComponent::LosersReversal) == 1.5);
        CHECK(z(ScoreComponent::Volume) == near(0.9));
        CHECK(z(ScoreComponent::Volatility) == near(1.75));
        CHECK(z(ScoreComponent::LevelQuality) == near(2.4));
        CHECK(z(ScoreComponent::Liquidity) == near(1.5));
        CHECK(z(ScoreComponent::Momentum) == 1.5);
        other.intendedSide = IntendedSide::Long;
        CHECK(z(ScoreComponent::Momentum) == -1.5);
        other.intendedSide = IntendedSide::Short;
        CHECK(z(ScoreComponent::Momentum) == 1.5);
        CHECK_FALSE(computeScore(candles, live, false, {}, other)[ScoreComponent::LevelQuality]);
    }
}
