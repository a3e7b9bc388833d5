// SPDX-License-Identifier: GPL-3.0-or-later
#include "StrategyFixture.h"
#include "Verdicts.h"

#include "strategy/LevelEvents.h"
#include "strategy/SignalRules.h"
#include "strategy/SignalSelection.h"
#include "strategy/StopPlan.h"
#include "strategy/momentum/MomentumSignal.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>

using namespace breakline;
using namespace breakline::test;

namespace {

Approx near(double value)
{
    return Approx(value).margin(5e-7).epsilon(0);
}

/// Sixty quiet bars 99.40-100.00, then a close through 100 at 100.30 on 2.5
/// times the volume. Ticks of 0.01, lots of 0.001.
struct Breakout {
    Scene scene;
    Preset preset = openPreset();
    Level level;

    Breakout()
    {
        for (std::size_t i = 0; i < 60; ++i)
            scene.candles.push_back(bar(i, 99.7, 100.0, 99.4, 99.7, 100.0));
        scene.candles.push_back(bar(60, 99.8, 100.4, 99.6, 100.3, 250.0));
        scene.setBook(100.28, 65.0, 100.30, 35.0);
        level.type = LevelType::Resistance;
        level.price = 100.0;
        level.touches = 3;
        level.strength = 0.7;
        level.id = {level.type, kMidnight, 10'000};
        level.firstTouch = kMidnight;
    }

    SignalVerdict evaluate(Account account = Account::Decide, double score = 1.029146) const
    {
        const MarketView view = scene.view();
        return evaluateMomentum(view, measureCandles(view), preset, level, score, {}, {}, account);
    }
    std::optional<SignalCondition> refusal() const
    {
        const auto verdict = evaluate();
        return verdict.refusal ? std::optional(verdict.refusal->condition) : std::nullopt;
    }
};

} // namespace

TEST_CASE("a breakout with everything right is a signal")
{
    const Breakout breakout;
    const auto verdict = breakout.evaluate(Account::Explain);
    REQUIRE(verdict.signal);
    CHECK_FALSE(verdict.refusal);
    const Signal& signal = *verdict.signal;
    const double atr = *lastAverageTrueRange(breakout.scene.candles);

    CHECK(signal.direction == Direction::Long);
    CHECK(signal.barClose == breakout.scene.closeTime());
    CHECK(signal.breakoutPrice == near(100.12));
    CHECK(signal.entry == Price{10'030}); // best ask
    CHECK(checkOf(verdict, SignalCondition::TooFar).value == near(17.978426));
    CHECK(checkOf(verdict, SignalCondition::VolumeSurge).value == near(2.5));
    CHECK(checkOf(verdict, SignalCondition::BodyRatio).value == near(0.625));
    CHECK(checkOf(verdict, SignalCondition::L2Imbalance).value
          == near((65.0 * 200.36 - 35.0 * 200.80) / (65.0 * 200.36 + 35.0 * 200.80)));
    CHECK(checkOf(verdict, SignalCondition::PriceBreakout).threshold == near(100.12));
    CHECK(checkOf(verdict, SignalCondition::Crossing).value == 99.7);
    // The nearer of 99.40 and 1.2 ATR, one R away, down to the tick.
    const double stop = std::max(99.4, 100.3 - 1.2 * atr);
    CHECK(signal.stop == *breakout.scene.instrument.quantizePrice(stop, QuantizeFor::StopOfLong));
    CHECK(breakout.scene.instrument.toDouble(signal.stop) <= stop + 1e-9);
    REQUIRE(signal.targets.size() == 2);
    const double risk = static_cast<double>(signal.entry - signal.stop);
    CHECK(signal.targets[0].price.ticks == static_cast<std::int64_t>(std::ceil(10'030 + 1.5 * risk - 1e-6)));
    CHECK(signal.targets[1].price.ticks == static_cast<std::int64_t>(std::ceil(10'030 + 3.0 * risk - 1e-6)));
    CHECK(signal.targets[1].sizeFrac == 0.5);
    CHECK(signal.rewardRisk
          == Approx(static_cast<double>(signal.targets[0].price - signal.entry) / risk));
    CHECK(signal.costPerUnit == near(100.3 * (2.0 * 7.5 + 5.0) * 1e-4));
    CHECK(signal.atr14 == atr);
    CHECK(missingNames(signal.missing).empty());
    CHECK(signal.reason == "close 100.30 over 100.120, volume 2.50x, body 0.62");
    CHECK(verdict.checkCount == 13);
    for (const SignalCheck& check : verdict.evaluated())
        CHECK(check.outcome == CheckOutcome::Pass);
}

TEST_CASE("confidence of the example")
{
    CHECK(momentumConfidence(1.029146, 2.5, 0.6, 0.3) == near(0.662915));
    CHECK(momentumConfidence(1.029146, 2.5, 0.6, -0.3) == near(0.662915));
    CHECK(momentumConfidence(1.029146, 2.5, 0.6, {}) == near(0.602915));
    CHECK(momentumConfidence(-9.0, 0.0, 0.0, {}) == 0.1);
    CHECK(momentumConfidence(9.0, 50.0, 1.0, 1.0) == near(1.0));
    CHECK(distanceBps(Direction::Long, 100.30, 100.12) == near(17.978426));
    CHECK(distanceBps(Direction::Short, 99.70, 99.88) == near(18.021626));
}

TEST_CASE("each condition refuses by itself")
{
    struct Row {
        SignalCondition condition;
        std::function<void(Breakout&)> breakIt;
        CheckOutcome outcome = CheckOutcome::Fail;
    };
    const Row rows[] = {
        {SignalCondition::Strategy, [](Breakout& b) { b.preset.strategies.set(Strategy::Momentum, false); }},
        {SignalCondition::SideFilter, [](Breakout& b) { b.preset.intendedSide = IntendedSide::Short; }},
        {SignalCondition::Bars,
         [](Breakout& b) { b.scene.candles.erase(b.scene.candles.begin(), b.scene.candles.end() - 19); }},
        {SignalCondition::PriceBreakout, [](Breakout& b) { b.level.price = 100.2; }},
        {SignalCondition::VolumeSurge, [](Breakout& b) { b.scene.candles.back().volume = 139.0; }},
        {SignalCondition::VolumeSurge,
         [](Breakout& b) {
             for (Candle& candle : b.scene.candles)
                 candle.volume = 0.0;
         },
         CheckOutcome::NoData},
        {SignalCondition::BodyRatio, [](Breakout& b) { b.scene.candles.back().open = 100.2; }},
        {SignalCondition::BodyRatio,
         [](Breakout& b) { b.scene.candles.back() = bar(60, 100.3, 100.3, 100.3, 100.3, 250.0); }},
        {SignalCondition::L2Imbalance, [](Breakout& b) { b.scene.setBook(100.28, 57.0, 100.30, 43.0); }},
        {SignalCondition::L2Imbalance, [](Breakout& b) { b.scene.setBook(100.28, 35.0, 100.30, 65.0); }},
        {SignalCondition::L2Imbalance, [](Breakout& b) { b.scene.book.reset(); }, CheckOutcome::NoData},
        {SignalCondition::L2Imbalance, [](Breakout& b) { b.scene.bookAge = Duration::milliseconds(2'001); },
         CheckOutcome::NoData},
        {SignalCondition::L2Imbalance, [](Breakout& b) { b.scene.book->asks.clear(); }, CheckOutcome::NoData},
        {SignalCondition::VwapGap, [](Breakout& b) { b.preset.signal.vwapGapMaxAtr = 0.5; }},
        {SignalCondition::VwapGap,
         [](Breakout& b) {
             // The day's trade took place far above.
             b.scene.candles[10] = bar(10, 99.7, 100.0, 99.4, 99.7, 1e6);
             b.scene.candles[11] = bar(11, 120, 120, 120, 120, 1e6);
         }},
        {SignalCondition::VwapGap,
         [](Breakout& b) {
             // The bars straddle midnight: fewer than 12 are of the day.
             for (Candle& candle : b.scene.candles)
                 candle.openTime = candle.openTime - Duration::minutes(5 * 50);
         },
         CheckOutcome::NoData},
        {SignalCondition::Crossing,
         [](Breakout& b) { b.scene.candles[59] = bar(59, 99.7, 100.2, 99.4, 100.13, 100.0); }},
        {SignalCondition::TooFar, [](Breakout& b) { b.scene.setBook(100.42, 65.0, 100.43, 35.0); }},
        {SignalCondition::BadStop, [](Breakout& b) { b.preset.position.slR = 0.1; }},
        {SignalCondition::BadStop, [](Breakout& b) { b.preset.position.slR = 6.0; }},
        {SignalCondition::BadStop,
         [](Breakout& b) {
             b.preset.position.stopMode = StopMode::Chandelier;
             b.preset.position.chandelierLookbackBars = 80;
         },
         CheckOutcome::NoData},
        {SignalCondition::NoEdge, [](Breakout& b) { b.preset.position.targets[0].r = 0.4; }},
        {SignalCondition::NoEdge,
         [](Breakout& b) {
             b.preset.position.maxHoldTimeHours = 240.0;
             b.scene.fundingRate = 0.01;
         }},
    };
    for (const Row& row : rows) {
        INFO(toText(row.condition) << " row " << &row - rows);
        Breakout breakout;
        row.breakIt(breakout);
        const auto decided = breakout.evaluate();
        CHECK_FALSE(decided.signal);
        REQUIRE(decided.refusal);
        CHECK(decided.refusal->condition == row.condition);
        CHECK(decided.refusal->outcome == row.outcome);
        CHECK(decided.evaluated().back().condition == row.condition);
        // The whole account names the same first refusal.
        const auto explained = breakout.evaluate(Account::Explain);
        CHECK_FALSE(explained.signal);
        REQUIRE(explained.refusal);
        CHECK(explained.refusal->condition == row.condition);
        CHECK(explained.checkCount >= decided.checkCount);
    }
}

TEST_CASE("the book may be missing where the preset says so")
{
    Breakout breakout;
    breakout.scene.book.reset();
    breakout.preset.allowMissing.l2Imbalance = true;
    const auto verdict = breakout.evaluate();
    REQUIRE(verdict.signal);
    CHECK(verdict.signal->entry == Price{10'030}); // the close
    CHECK(missingNames(verdict.signal->missing) == std::vector<std::string>{"l2_imbalance"});
    CHECK(verdict.signal->confidence == near(momentumConfidence(1.029146, 2.5, 0.625, {})));
    // It does not let a book through that speaks against.
    breakout.scene.setBook(100.28, 35.0, 100.30, 65.0);
    CHECK(breakout.refusal() == SignalCondition::L2Imbalance);
}

TEST_CASE("stop modes")
{
    const Breakout breakout;
    const auto view = breakout.scene.view();
    const AnalysisSettings settings;
    const double atr = *lastAverageTrueRange(view.candles());
    StopInput input{view.candles(), Direction::Long, 100.3, atr, 0.02, 7.5, 0.01, settings};
    Preset preset = openPreset();
    const double candidate = std::max(99.4, 100.3 - 1.2 * atr);
    CHECK(*planStop(input, preset) == near(candidate));
    preset.position.slR = 2.0;
    CHECK(*planStop(input, preset) == near(100.3 - 2.0 * (100.3 - candidate)));
    preset.position.stopMode = StopMode::Atr;
    CHECK(*planStop(input, preset) == near(100.3 - 3.0 * atr));
    preset.position.stopMode = StopMode::Chandelier;
    CHECK(*planStop(input, preset) == near(lastChandelierStops(view.candles(), 22, 3.0)->forLong));
    input.direction = Direction::Short;
    CHECK(*planStop(input, preset) == near(lastChandelierStops(view.candles(), 22, 3.0)->forShort));
    preset.position.stopMode = StopMode::Atr;
    CHECK(*planStop(input, preset) == near(100.3 + 3.0 * atr));
    preset.position.stopMode = StopMode::Fixed;
    preset.position.slR = 1.0;
    CHECK(*planStop(input, preset) == near(std::min(100.4, 100.3 + 1.2 * atr)));

    // Bounds: here the round trip's fee is the largest of the lower ones.
    CHECK(stopBounds(input, preset).nearest == near(std::max(0.25 * atr, 2.0 * 7.5e-4 * 100.3)));
    CHECK(stopBounds(input, preset).farthest == near(4.0 * atr));
    input.spread = 1.0;
    CHECK(stopBounds(input, preset).nearest == 3.0);
    input.spread.reset();
    input.tick = 0.5;
    CHECK(stopBounds(input, preset).nearest == 2.5);
    preset.position.chandelierAtrMult = 1.0;
    CHECK(stopBounds(input, preset).farthest == near(3.0 * atr));
}

TEST_CASE("funding is counted over the times held through and never earned")
{
    const Timestamp now = kMidnight + Duration::hours(5);
    const Duration eight = Duration::hours(8);
    CHECK(fundingTimesWithinHold(now, {}, eight, Duration::hours(2)) == 0);
    CHECK(fundingTimesWithinHold(now, {}, eight, Duration::hours(3)) == 1);
    CHECK(fundingTimesWithinHold(now, {}, eight, Duration::hours(24)) == 3);
    CHECK(fundingTimesWithinHold(now, kMidnight + Duration::hours(6), Duration::hours(4), Duration::hours(12)) == 3);
    CHECK(fundingTimesWithinHold(now, kMidnight, eight, Duration::hours(3)) == 1);
    CHECK(expectedFunding(100.0, 0.0001, 3) == Approx(0.03));
    CHECK(expectedFunding(100.0, -0.0001, 3) == 0.0);
    Preset preset = openPreset();
    CHECK(maxHold(preset) == Duration::hours(24));
    preset.exitRules.maxHoldTimeHours = 6.0;
    CHECK(maxHold(preset) == Duration::hours(6));
    preset.exitRules.maxHoldTimeHours.reset();
    preset.position.maxHoldTimeHours.reset();
    CHECK(maxHold(preset) == Duration::hours(24));
}

TEST_CASE("the account's fee goes before the preset's")
{
    Breakout breakout;
    breakout.scene.takerFeeBps = 2.0;
    CHECK(breakout.evaluate().signal->costPerUnit == near(100.3 * (2.0 * 2.0 + 5.0) * 1e-4));
}

TEST_CASE("long and short mirror")
{
    // Whole prices near a million: the pattern spans less than 0.1 %.
    constexpr double kCentre = 1'000'000.0;
    int signals = 0;
    for (const StopMode mode : {StopMode::Fixed, StopMode::Atr, StopMode::Chandelier}) {
        for (std::uint64_t seed = 0; seed < 25; ++seed) {
            Breakout up;
            up.scene.instrument = makeInstrument("X", "1", "0.001");
            up.preset.signal.momentumEpsilon = 0.0001;
            up.preset.signal.vwapGapMaxAtr = 50.0;
            up.preset.position.stopMode = mode;
            up.preset.execution.expectedSlippageBps = 0.1;
            up.scene.takerFeeBps = 0.1;
            up.scene.candles = randomWalk(seed, 60, kCentre - 200.0, 20.0, 150.0);
            const double before = up.scene.candles.back().close;
            double top = before;
            for (const Candle& candle : up.scene.candles)
                top = std::max(top, candle.high);
            const double close = top + 310.0;
            up.scene.candles.push_back(bar(60, before, close + 40.0, before - 20.0, close, 400.0));
            up.level.price = top;
            up.scene.setBook(close - 2.0, 65.0, close + 2.0, 35.0);

            Breakout down = up;
            down.scene.candles = reflected(up.scene.candles, kCentre);
            down.level.type = LevelType::Support;
            down.level.price = 2.0 * kCentre - top;
            const double mirrored = 2.0 * kCentre - close;
            down.scene.setBook(mirrored - 2.0, 35.0, mirrored + 2.0, 65.0);

            const auto longVerdict = up.evaluate(Account::Explain);
            const auto shortVerdict = down.evaluate(Account::Explain);
            INFO("seed " << seed << " mode " << static_cast<int>(mode));
            if (!requireMirrored(longVerdict, shortVerdict))
                continue;
            const Signal& a = *longVerdict.signal;
            const Signal& b = *shortVerdict.signal;
            ++signals;
            CHECK(a.direction == Direction::Long);
            CHECK(b.direction == Direction::Short);
            CHECK(b.entry.ticks == 2'000'000 - a.entry.ticks);
            CHECK(b.stop.ticks == 2'000'000 - a.stop.ticks);
            for (std::size_t t = 0; t < a.targets.size(); ++t)
                CHECK(std::abs(b.targets[t].price.ticks - (2'000'000 - a.targets[t].price.ticks)) <= 1);
            // The imbalance is of notional, which is not quite the same on both sides.
            CHECK(a.confidence == Approx(b.confidence).margin(1e-3));
            CHECK(a.stop < a.entry);
            CHECK(a.entry < a.targets[0].price);
            CHECK(b.stop > b.entry);
            CHECK(b.entry > b.targets[0].price);
        }
    }
    CHECK(signals >= 25);
}

TEST_CASE("selection takes the highest confidence of the two strongest levels")
{
    Breakout breakout;
    const auto view = breakout.scene.view();
    const auto metrics = measureCandles(view);
    Level second = breakout.level;
    second.price = 99.99;
    second.strength = 0.6;
    Level third = breakout.level;
    third.price = 100.01;

    SECTION("equal confidence: the stronger level")
    {
        const std::vector<Level> levels{breakout.level, second};
        const auto signal = selectSignal(view, metrics, breakout.preset, levels, {}, 1.0);
        REQUIRE(signal);
        CHECK(signal->level == 100.0);
    }
    SECTION("a level beyond the first two is not tried")
    {
        Level broken = breakout.level;
        broken.price = 105.0;
        CHECK_FALSE(selectSignal(view, metrics, breakout.preset, std::vector<Level>{broken, broken, third}, {}, 1.0));
        CHECK(selectSignal(view, metrics, breakout.preset, std::vector<Level>{broken, third, broken}, {}, 1.0));
    }
    SECTION("an account changes nothing and tells all")
    {
        const std::vector<Level> levels{breakout.level, second};
        SelectionAccount account;
        const auto signal = selectSignal(view, metrics, breakout.preset, levels, {}, 1.0, {}, {}, &account);
        REQUIRE(signal);
        CHECK(signal->level == 100.0);
        REQUIRE(account.verdicts.size() == 2);
        CHECK(account.verdicts[0].checkCount == 13);
    }
    SECTION("strategies and side filter hold")
    {
        const std::vector<Level> levels{breakout.level};
        breakout.preset.intendedSide = IntendedSide::Short;
        CHECK_FALSE(selectSignal(view, metrics, breakout.preset, levels, {}, 1.0));
        breakout.preset.intendedSide = IntendedSide::Long;
        CHECK(selectSignal(view, metrics, breakout.preset, levels, {}, 1.0));
        breakout.preset.strategies.set(Strategy::Momentum, false);
        CHECK_FALSE(selectSignal(view, metrics, breakout.preset, levels, {}, 1.0));
    }
    SECTION("what the scan let pass is named")
    {
        AllowMissing missing;
        missing.filters[static_cast<std::size_t>(Filter::MaxSpread)] = true;
        const auto signal =
            selectSignal(view, metrics, breakout.preset, std::vector<Level>{breakout.level}, {}, 1.0, missing);
        REQUIRE(signal);
        CHECK(missingNames(signal->missing) == std::vector<std::string>{"max_spread"});
    }
    CHECK_FALSE(selectSignal(view, metrics, breakout.preset, {}, {}, 1.0));
}

TEST_CASE("signals are taken by confidence, then symbol")
{
    std::vector<Signal> signals(3);
    signals[0].symbol = SymbolId{2};
    signals[1].symbol = SymbolId{1};
    signals[2].symbol = SymbolId{3};
    signals[0].confidence = signals[1].confidence = 0.5;
    signals[2].confidence = 0.6;
    std::ranges::sort(signals, takenBefore);
    CHECK(signals[0].symbol == SymbolId{3});
    CHECK(signals[1].symbol == SymbolId{1});
}

TEST_CASE("duplicates are of the same symbol and side within a tick or 5 bps")
{
    Signal a;
    a.entry = Price{10'000};
    Signal b = a;
    b.entry = Price{10'004};
    CHECK(isDuplicate(a, b));
    b.entry = Price{9'995};
    CHECK(isDuplicate(a, b));
    CHECK(entryDistance(a, b, {}).ticks == 5.0);
    CHECK(entryDistance(a, b, {}).most == near(5.0));
    b.entry = Price{10'006};
    CHECK_FALSE(isDuplicate(a, b));
    b = a;
    b.direction = Direction::Short;
    CHECK_FALSE(isDuplicate(a, b));
    b = a;
    b.symbol = SymbolId{1};
    CHECK_FALSE(isDuplicate(a, b));
    // 5 bps of a coarse price are under a tick.
    a.entry = Price{100};
    b = a;
    b.entry = Price{101};
    CHECK(isDuplicate(a, b));
    b.entry = Price{102};
    CHECK_FALSE(isDuplicate(a, b));
    CHECK(entryDistance(a, b, {}).most == 1.0);
}

TEST_CASE("a signal ends by time, by distance and by a close back")
{
    Signal signal;
    signal.barOpen = kMidnight;
    signal.barClose = kMidnight + Duration::minutes(5);
    signal.level = 100.0;
    signal.breakoutPrice = 100.12;
    CHECK(expiryTime(signal) == signal.barClose + Duration::seconds(30));
    CHECK_FALSE(isExpired(signal, signal.barClose + Duration::seconds(30)));
    CHECK(isExpired(signal, signal.barClose + Duration::milliseconds(30'001)));

    CHECK_FALSE(invalidatedByPrice(signal, 100.12 * 1.0029, 30.0));
    CHECK(invalidatedByPrice(signal, 100.12 * 1.0031, 30.0) == Invalidation::TooFar);
    CHECK_FALSE(invalidatedByPrice(signal, 90.0, 30.0));
    CHECK_FALSE(invalidatedByClose(signal, bar(1, 100, 101, 99, 100.0)));
    CHECK(invalidatedByClose(signal, bar(1, 100, 101, 99, 99.99)) == Invalidation::ClosedBack);
    CHECK_FALSE(invalidatedByClose(signal, bar(0, 100, 101, 99, 99.99))); // its own bar

    signal.direction = Direction::Short;
    signal.breakoutPrice = 99.88;
    CHECK(invalidatedByPrice(signal, 99.88 * 0.9969, 30.0) == Invalidation::TooFar);
    CHECK_FALSE(invalidatedByPrice(signal, 99.88 * 0.9971, 30.0));
    CHECK_FALSE(invalidatedByClose(signal, bar(1, 100, 101, 99, 100.0)));
    CHECK(invalidatedByClose(signal, bar(1, 100, 101, 99, 100.01)) == Invalidation::ClosedBack);
    CHECK(toText(Invalidation::TooFar) == "too_far");
    CHECK(toText(Invalidation::ClosedBack) == "closed_back");
}
