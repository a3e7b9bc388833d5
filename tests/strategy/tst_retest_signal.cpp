// SPDX-License-Identifier: GPL-3.0-or-later
#include "StrategyFixture.h"
#include "Verdicts.h"

#include "strategy/Scan.h"
#include "strategy/SignalSelection.h"
#include "strategy/retest/RetestSignal.h"

#include <catch2/catch.hpp>

#include <functional>

using namespace breakline;
using namespace breakline::test;

namespace {

Approx near(double value)
{
    return Approx(value).margin(5e-7).epsilon(0);
}

constexpr std::size_t kBars = 60;

/// A resistance at 100 was broken 6 h before b; price went to 102 and comes back:
/// b dips to 100.05 and closes at 100.15. Every bar before it spans 0.60.
struct Retest {
    Scene scene;
    Preset preset = openPreset();
    Level level;
    LevelBreak broken;
    BreakoutHistory history;

    Retest()
    {
        for (std::size_t i = 0; i < kBars; ++i)
            scene.candles.push_back(bar(i, 100.3, 100.6, 100.0, 100.3, 100.0));
        scene.candles.push_back(bar(kBars, 100.3, 100.5, 100.05, 100.15, 120.0));
        scene.setBook(100.14, 65.0, 100.15, 35.0);
        preset.position.targets.front().r = 2.0;
        level.type = LevelType::Resistance;
        level.price = 100.0;
        level.touches = 4;
        level.strength = 0.7;
        level.id = {level.type, kMidnight, 10'000};
        broken = {level.id, 100.0, Direction::Long, scene.closeTime() - Duration::hours(6), 102.0, false};
    }
    const Candle& last() const { return scene.candles.back(); }

    SignalVerdict evaluate(Account account = Account::Decide, double score = 0.0) const
    {
        BreakoutHistory all = history;
        all.record(broken);
        const MarketView view = scene.view();
        return evaluateRetest(view, measureCandles(view), preset, level, all, score, {}, {}, account);
    }
};

LevelBreak breakAt(double price, Timestamp time, std::int64_t ticks = 1)
{
    LevelBreak breakout;
    breakout.level = {LevelType::Resistance, kMidnight, ticks};
    breakout.price = price;
    breakout.time = time;
    return breakout;
}

} // namespace

TEST_CASE("a return to a broken level is a signal")
{
    const Retest retest;
    const auto verdict = retest.evaluate(Account::Explain);
    REQUIRE(verdict.signal);
    const Signal& signal = *verdict.signal;
    const double atr = *lastAverageTrueRange(retest.scene.candles);
    CHECK(verdict.strategy == Strategy::Retest);
    CHECK(signal.strategy == Strategy::Retest);
    CHECK(signal.direction == Direction::Long);
    CHECK(signal.breakoutPrice == 100.0); // distances count from the level itself
    CHECK(signal.entry == Price {10'015}); // best ask
    CHECK(signal.stop == *retest.scene.instrument.quantizePrice(100.0 - atr, QuantizeFor::StopOfLong));
    CHECK(signal.breakout == BreakoutKey {retest.level.id, retest.broken.time});
    // 0.15 + 0.24 + 0.15 + 0.08 + 0.1: activity is (4 * 100 + 120) / 5 / 100 = 1.04.
    CHECK(signal.confidence == near(0.72));
    CHECK(checkOf(verdict, SignalCondition::PreviousBreakout).value == near(6.0));
    CHECK(checkOf(verdict, SignalCondition::MovedAway).threshold == near(100.0 + atr));
    CHECK(checkOf(verdict, SignalCondition::LevelRetest).value == 100.05);
    CHECK(checkOf(verdict, SignalCondition::LevelRetest).threshold == near(100.0 + 0.35 * atr));
    CHECK(checkOf(verdict, SignalCondition::PierceTolerance).value == near(-0.05));
    CHECK(checkOf(verdict, SignalCondition::TradingActivity).value == near(1.04));
    CHECK(checkOf(verdict, SignalCondition::TooFar).value == near(15.0));
    CHECK(checkOf(verdict, SignalCondition::TooFar).threshold == near(20.0));
    CHECK(verdict.checkCount == kMaxSignalChecks);
    for (const SignalCheck& check : verdict.evaluated())
        CHECK(check.outcome == CheckOutcome::Pass);
    CHECK(signal.reason
          == "back to 100.000 from above, low 100.05, close 100.15, broken 6.0 h before, activity 1.04");
}

TEST_CASE("the stop is one ATR behind the level, whatever the stop mode")
{
    for (const StopMode mode : {StopMode::Fixed, StopMode::Atr, StopMode::Chandelier}) {
        Retest retest;
        retest.preset.position.stopMode = mode;
        retest.preset.position.slR = 3.0;
        const auto verdict = retest.evaluate();
        REQUIRE(verdict.signal);
        const double atr = *lastAverageTrueRange(retest.scene.candles);
        CHECK(verdict.signal->stop
              == *retest.scene.instrument.quantizePrice(100.0 - atr, QuantizeFor::StopOfLong));
    }
}

TEST_CASE("confidence of the retest example")
{
    CHECK(retestConfidence(0.0, 6.0, 4, 1.2) == near(0.72));
    CHECK(retestConfidence(-9.0, 24.0, 0, 0.0) == near(0.24 + 0.06));
    CHECK(retestConfidence(9.0, 0.0, 9, 9.0) == near(0.3 + 0.24 + 0.2 + 0.1 + 0.1));
}

TEST_CASE("each condition of a retest refuses by itself")
{
    struct Row {
        SignalCondition condition;
        std::function<void(Retest&)> breakIt;
        CheckOutcome outcome = CheckOutcome::Fail;
    };
    const Row rows[] = {
        {SignalCondition::Strategy, [](Retest& r) { r.preset.strategies.set(Strategy::Retest, false); }},
        {SignalCondition::SideFilter, [](Retest& r) { r.preset.intendedSide = IntendedSide::Short; }},
        {SignalCondition::Bars,
         [](Retest& r) { r.scene.candles.erase(r.scene.candles.begin(), r.scene.candles.end() - 19); }},
        // Another level's, and more than half an ATR away.
        {SignalCondition::PreviousBreakout,
         [](Retest& r) {
             r.broken.level.ticks = 1;
             r.broken.price = 100.35;
         }},
        {SignalCondition::PreviousBreakout,
         [](Retest& r) { r.broken.time = r.broken.time + Duration::minutes(301); }},
        {SignalCondition::PreviousBreakout,
         [](Retest& r) { r.broken.time = r.broken.time - Duration::milliseconds(18 * 3'600'000 + 1); }},
        {SignalCondition::BreakoutUnused, [](Retest& r) { r.broken.used = true; }},
        {SignalCondition::MovedAway, [](Retest& r) { r.broken.extreme = 100.5; }},
        {SignalCondition::MovedAway, [](Retest& r) { r.broken.extreme.reset(); }, CheckOutcome::NoData},
        {SignalCondition::LevelRetest,
         [](Retest& r) { r.scene.candles.back() = bar(kBars, 100.3, 100.5, 100.25, 100.3, 120.0); }},
        {SignalCondition::LevelRetest,
         [](Retest& r) { r.scene.candles.back() = bar(kBars, 100.3, 100.5, 99.9, 100.0, 120.0); }},
        {SignalCondition::PierceTolerance,
         [](Retest& r) { r.scene.candles.back() = bar(kBars, 100.3, 100.5, 99.7, 100.15, 120.0); }},
        {SignalCondition::L2Imbalance, [](Retest& r) { r.scene.setBook(100.14, 55.0, 100.15, 45.0); }},
        {SignalCondition::L2Imbalance, [](Retest& r) { r.scene.book.reset(); }, CheckOutcome::NoData},
        {SignalCondition::TradingActivity,
         [](Retest& r) {
             for (std::size_t i = kBars - 4; i <= kBars; ++i)
                 r.scene.candles[i].volume = 79.0;
         }},
        {SignalCondition::TradingActivity,
         [](Retest& r) {
             for (std::size_t i = 0; i < kBars - 4; ++i)
                 r.scene.candles[i].volume = 0.0;
         }},
        {SignalCondition::TooFar, [](Retest& r) { r.preset.signal.retestPierceTolerance = 0.0014; }},
        {SignalCondition::BadStop, [](Retest& r) { r.scene.takerFeeBps = 60.0; }},
        {SignalCondition::NoEdge, [](Retest& r) { r.preset.position.targets.front().r = 0.4; }},
    };
    for (const Row& row : rows) {
        INFO(toText(row.condition) << " row " << &row - rows);
        Retest retest;
        row.breakIt(retest);
        const auto decided = retest.evaluate();
        CHECK_FALSE(decided.signal);
        REQUIRE(decided.refusal);
        CHECK(decided.refusal->condition == row.condition);
        CHECK(decided.refusal->outcome == row.outcome);
        const auto explained = retest.evaluate(Account::Explain);
        CHECK_FALSE(explained.signal);
        REQUIRE(explained.refusal);
        CHECK(explained.refusal->condition == row.condition);
    }
}

TEST_CASE("ages from one hour to a day count, both ends included")
{
    Retest retest;
    for (const Duration age : {Duration::hours(1), Duration::hours(24)}) {
        retest.broken.time = retest.scene.closeTime() - age;
        CHECK(retest.evaluate().signal);
    }
}

TEST_CASE("a missing book passes a retest only where the preset says so")
{
    Retest retest;
    retest.scene.book.reset();
    retest.preset.allowMissing.l2Imbalance = true;
    const auto verdict = retest.evaluate();
    REQUIRE(verdict.signal);
    CHECK(verdict.signal->entry == Price {10'015}); // the close
    CHECK(missingNames(verdict.signal->missing) == std::vector<std::string> {"l2_imbalance"});
}

TEST_CASE("only the newest break of a level counts")
{
    Retest retest;
    retest.history.record(retest.broken); // good, but older
    retest.broken.time = retest.broken.time + Duration::hours(2);
    retest.broken.level.ticks = 5;
    retest.broken.price = 100.1;
    retest.broken.used = true;
    CHECK(retest.evaluate().refusal->condition == SignalCondition::BreakoutUnused);
    // Out of reach of the level it is none of its breaks.
    retest.broken.price = 101.0;
    CHECK(retest.evaluate().signal);
}

TEST_CASE("the history finds by id or price")
{
    BreakoutHistory history;
    const LevelId mine {LevelType::Support, kMidnight, 77};
    CHECK(history.newestOf(mine, 100.0, 1.0) == nullptr);
    history.record(breakAt(100.5, kMidnight, 1)); // exactly half an ATR away
    REQUIRE(history.newestOf(mine, 100.0, 1.0) != nullptr);
    CHECK(history.newestOf(mine, 100.0, 0.99) == nullptr);
    // At one time the nearest, then the lower.
    history.record(breakAt(100.25, kMidnight, 2));
    CHECK(history.newestOf(mine, 100.0, 1.0)->price == 100.25);
    history.record(breakAt(99.75, kMidnight, 3));
    CHECK(history.newestOf(mine, 100.0, 1.0)->price == 99.75);
    // By its id, however far its price has gone.
    LevelBreak own = breakAt(105.0, kMidnight + Duration::minutes(5));
    own.level = mine;
    history.record(own);
    CHECK(history.newestOf(mine, 100.0, 1.0)->price == 105.0);
    // Once is once.
    history.record(own);
    CHECK(history.all().size() == 4);
    CHECK(history.markUsed(mine, own.time));
    CHECK(history.newestOf(mine, 100.0, 1.0)->used);
    CHECK_FALSE(history.markUsed(mine, kMidnight));
}

TEST_CASE("extremes follow the bars after a break, for seven days")
{
    BreakoutHistory history;
    std::vector<Candle> bars {bar(0, 100, 103, 97, 100, 1), bar(1, 100, 102, 98, 100, 1)};
    history.follow(bars);
    LevelBreak up = breakAt(100.0, bars.back().openTime + Duration::minutes(5), 1);
    LevelBreak down = breakAt(100.0, up.time, 2);
    down.direction = Direction::Short;
    history.record(up);
    history.record(down);
    CHECK_FALSE(history.all()[0].extreme); // its own bar is none after it
    bars.push_back(bar(2, 100, 101, 99, 100, 1));
    bars.push_back(bar(3, 100, 101.5, 99.5, 100, 1)); // two at once: one came late
    history.follow(bars);
    history.follow(bars);
    CHECK(history.all()[0].extreme == 101.5);
    CHECK(history.all()[1].extreme == 99.0);
    // The break closed with bar 1: bar 2017 closes seven days later.
    bars.push_back(bar(2017, 100, 101, 99, 100, 1));
    history.follow(bars);
    CHECK(history.all().size() == 2);
    bars.push_back(bar(2018, 100, 101, 99, 100, 1));
    history.follow(bars);
    CHECK(history.all().empty());
}

TEST_CASE("breaks of bars that came late, or that nobody judged, are recorded as if in time")
{
    Scene scene;
    for (std::size_t i = 0; i < kBars; ++i)
        scene.candles.push_back(bar(i, 100, i == 30 || i == 40 || i == 50 ? 105 : 101, 99, 100, 100.0));
    scene.candles.push_back(bar(kBars, 100.5, 106, 100, 105.8, 250.0)); // breaks 105
    scene.candles.push_back(bar(kBars + 1, 105.8, 107, 105.5, 106, 100.0));
    scene.candles.push_back(bar(kBars + 2, 106, 106.5, 105.6, 106.1, 100.0));
    scene.candles.push_back(bar(kBars + 3, 106.1, 106.6, 105.7, 106.2, 100.0));
    const Preset preset = openPreset();
    const std::vector<Candle> whole = scene.candles;
    // Judged after each of these counts of bars, of which some were not there yet.
    const auto breaksAfter = [&](const std::vector<std::vector<Candle>>& seen) {
        BreakoutHistory history;
        for (const std::vector<Candle>& candles : seen) {
            scene.candles = candles;
            const MarketView view = scene.view();
            recordMissedBars(history, view, preset);
            BarAnalysis analysis;
            analyseBar(view, {}, analysis);
            recordBar(history, view, analysis.candles, preset, levelsOfBar(view, analysis, preset, {}));
        }
        return std::vector<LevelBreak>(history.all().begin(), history.all().end());
    };
    const auto upTo = [&](std::size_t count) {
        return std::vector<Candle>(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(count));
    };
    const auto without = [&](std::size_t count, std::size_t missing) {
        auto candles = upTo(count);
        candles.erase(candles.begin() + static_cast<std::ptrdiff_t>(missing));
        return candles;
    };
    const auto expected =
        breaksAfter({upTo(kBars), upTo(kBars + 1), upTo(kBars + 2), upTo(kBars + 3), upTo(kBars + 4)});
    REQUIRE_FALSE(expected.empty());
    CHECK(expected.front().price == 105.0);
    CHECK(expected.front().extreme == 107.0);
    // Nobody scanned for a while, the bar of the break among what was missed.
    CHECK(breaksAfter({upTo(kBars), upTo(kBars + 4)}) == expected);
    // It came after those behind it.
    CHECK(breaksAfter({upTo(kBars), without(kBars + 2, kBars), without(kBars + 3, kBars), upTo(kBars + 4)})
          == expected);
    // A symbol never looked at before begins with its newest bar.
    CHECK(breaksAfter({upTo(kBars + 4)}).empty());
}

TEST_CASE("a bar's breaks are recorded whatever else refuses")
{
    Scene scene;
    for (std::size_t i = 0; i < kBars; ++i)
        scene.candles.push_back(bar(i, 99.7, 100.0, 99.4, 99.7, 100.0));
    scene.candles.push_back(bar(kBars, 99.8, 100.4, 99.6, 100.3, 250.0));
    Preset preset = openPreset();
    preset.strategies = {}; // it trades nothing
    std::vector<Level> levels(3);
    const double prices[] = {100.0, 105.0, 100.15};
    for (std::size_t i = 0; i < levels.size(); ++i) {
        levels[i].type = LevelType::Resistance;
        levels[i].price = prices[i];
        levels[i].id = {LevelType::Resistance, kMidnight, static_cast<std::int64_t>(i)};
    }
    const auto record = [&] {
        BreakoutHistory history;
        const MarketView view = scene.view();
        return recordBar(history, view, measureCandles(view), preset, levels);
    };
    const auto found = record();
    REQUIRE(found.size() == 2);
    CHECK(found[0] == LevelBreak {levels[0].id, 100.0, Direction::Long, scene.closeTime(), {}, false});
    CHECK(found[1].price == 100.15);
    const auto without = [&](double open, double volume, double before) {
        Scene kept = scene;
        scene.candles.back().open = open;
        scene.candles.back().volume = volume;
        scene.candles[kBars - 1].close = before;
        const auto count = record().size();
        scene = std::move(kept);
        return count;
    };
    CHECK(without(99.8, 139.0, 99.7) == 0); // volume
    CHECK(without(100.2, 250.0, 99.7) == 0); // body
    CHECK(without(99.8, 250.0, 100.13) == 1); // 100 was broken before
}

TEST_CASE("long and short retests mirror")
{
    constexpr double kCentre = 1'000'000.0;
    int signals = 0;
    for (std::uint64_t seed = 0; seed < 25; ++seed) {
        Retest up;
        up.scene.instrument = makeInstrument("X", "1", "0.001");
        up.scene.takerFeeBps = 0.1;
        up.preset.execution.expectedSlippageBps = 0.1;
        up.preset.signal.retestPierceTolerance = 0.0005;
        up.scene.candles = randomWalk(seed, kBars, kCentre + 200.0, 20.0, 150.0);
        const double before = up.scene.candles.back().close;
        const double level = before - 120.0;
        up.scene.candles.push_back(bar(kBars, before, before + 10.0, level - 5.0, level + 40.0, 150.0));
        up.level.price = level;
        up.broken.price = level;
        up.broken.extreme = level + 400.0;
        up.broken.time = up.scene.closeTime() - Duration::hours(3);
        up.scene.setBook(level + 38.0, 65.0, level + 42.0, 35.0);

        Retest down = up;
        down.scene.candles = reflected(up.scene.candles, kCentre);
        down.level.price = down.broken.price = 2.0 * kCentre - level;
        down.broken.direction = Direction::Short;
        down.broken.extreme = 2.0 * kCentre - *up.broken.extreme;
        down.scene.setBook(down.level.price - 42.0, 35.0, down.level.price - 38.0, 65.0);

        const auto longVerdict = up.evaluate(Account::Explain);
        const auto shortVerdict = down.evaluate(Account::Explain);
        INFO("seed " << seed);
        if (!requireMirrored(longVerdict, shortVerdict))
            continue;
        ++signals;
        const Signal& a = *longVerdict.signal;
        const Signal& b = *shortVerdict.signal;
        CHECK(a.direction == Direction::Long);
        CHECK(b.direction == Direction::Short);
        CHECK(b.entry.ticks == 2'000'000 - a.entry.ticks);
        CHECK(b.stop.ticks == 2'000'000 - a.stop.ticks);
        CHECK(a.confidence == Approx(b.confidence).margin(1e-9));
    }
    CHECK(signals >= 15);
}

TEST_CASE("the first strategy goes before the other, whatever the confidence")
{
    // b breaks 100.2 freshly and comes back to 100 at the same time.
    Retest both;
    both.scene.candles.back() = bar(kBars, 100.3, 100.6, 100.05, 100.45, 250.0);
    for (std::size_t i = 0; i < kBars; ++i)
        both.scene.candles[i] = bar(i, 100.1, 100.4, 99.8, 100.1, 100.0);
    both.scene.candles.back().open = 100.1;
    both.scene.setBook(100.44, 65.0, 100.45, 35.0);
    both.preset.signal.retestPierceTolerance = 0.005;
    both.preset.signal.momentumEpsilon = 0.0;
    both.preset.position.targets.front().r = 4.0;
    Level higher = both.level;
    higher.price = 100.2;
    higher.id.ticks = 10'020;
    both.history.record(both.broken);
    const MarketView view = both.scene.view();
    const auto metrics = measureCandles(view);
    const std::vector<Level> levels {both.level, higher};
    const auto select = [&](SelectionAccount* account = nullptr) {
        return selectSignal(view, metrics, both.preset, levels, both.history, 0.0, {}, {}, account);
    };
    both.preset.strategyPriority = Strategy::Momentum;
    SelectionAccount account;
    const auto momentum = select(&account);
    REQUIRE(momentum);
    CHECK(momentum->strategy == Strategy::Momentum);
    CHECK(momentum->level == 100.2);
    CHECK_FALSE(momentum->breakout);
    CHECK(account.verdicts.size() == 2); // the other was not tried
    both.preset.strategyPriority = Strategy::Retest;
    CHECK(select()->strategy == Strategy::Retest);
    // Without a signal of the first the other is tried.
    both.preset.strategies.set(Strategy::Retest, false);
    account = {};
    CHECK(select(&account)->strategy == Strategy::Momentum);
    REQUIRE(account.verdicts.size() == 4); // the third was not tried
    CHECK(account.verdicts[0].strategy == Strategy::Retest);
    CHECK(account.verdicts[0].refusal->condition == SignalCondition::Strategy);
    both.preset.strategies.set(Strategy::Momentum, false);
    CHECK_FALSE(select());
}
