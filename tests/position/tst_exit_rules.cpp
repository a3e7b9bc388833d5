// SPDX-License-Identifier: GPL-3.0-or-later
#include "position/ExitRules.h"

#include <catch2/catch.hpp>

#include <vector>

using namespace breakline;

namespace {

/// 40 quiet bars around 100, then those given; a range of 0.4 and a volume of 100 each.
struct Bars {
    std::vector<Candle> candles;

    explicit Bars(Direction which = Direction::Long)
        : direction(which)
    {
        for (int i = 0; i < 40; ++i)
            add(i % 2 == 0 ? 0.1 : -0.1);
    }
    /// `close` is the distance from 100 in favour.
    void add(double close, double volume = 100.0, double range = 0.4)
    {
        const int side = signOf(direction);
        const double price = 100.0 + side * close;
        const double open = candles.empty() ? price : candles.back().close;
        Candle candle;
        candle.openTime = Timestamp {static_cast<std::int64_t>(candles.size()) * 300'000};
        candle.open = open;
        candle.close = price;
        candle.high = std::max({open, price, (open + price + range) / 2.0});
        candle.low = std::min({open, price, (open + price - range) / 2.0});
        candle.volume = volume;
        candles.push_back(candle);
    }
    ExitRuleQuestion question(std::int64_t bars) const
    {
        ExitRuleQuestion result;
        result.direction = direction;
        result.candles = candles;
        result.bars = bars;
        result.entry = 100.0;
        return result;
    }
    Direction direction;
};

ExitRuleSettings none()
{
    ExitRuleSettings settings;
    settings.failedBreakoutEnabled = settings.activityDropEnabled = settings.weakImpulseEnabled = false;
    return settings;
}

} // namespace

TEST_CASE("a breakout has failed when a bar closes half a threshold of an ATR behind its level")
{
    const auto direction = GENERATE(Direction::Long, Direction::Short);
    ExitRuleSettings settings;
    const auto exits = [&](double close, std::int64_t bars) {
        Bars series(direction);
        series.add(close);
        ExitRuleQuestion question = series.question(bars);
        question.level = 100.0;
        question.atr = 0.4; // 0.5 x 0.5 x 0.4 = 0.1
        return failedBreakout(question, settings);
    };
    CHECK_FALSE(exits(0.0, 3).has_value());
    CHECK_FALSE(exits(-0.09, 3).has_value());
    const auto failed = exits(-0.1, 3);
    CHECK(*failed->value == Approx(0.1));
    CHECK(*failed->threshold == Approx(0.1));
    CHECK(failed->bound == Bound::AtLeast);
    CHECK(failed->unit == "price");
    REQUIRE(failed.has_value());
    CHECK(failed->reason == ExitReason::FailedBreakout);
    CHECK(failed->urgency == ExitUrgency::Immediate);
    CHECK(failed->confidence == 0.9);
    CHECK_FALSE(exits(-0.1, 2).has_value());
    settings.failedBreakoutBars = 2;
    CHECK(exits(-0.1, 2).has_value());
    settings.failedBreakoutThreshold = 0.0; // back at the level
    CHECK(exits(0.0, 3).has_value());
    settings.failedBreakoutEnabled = false;
    CHECK_FALSE(exits(-1.0, 9).has_value());
    // Without a level or an ATR nobody can say.
    settings.failedBreakoutEnabled = true;
    Bars series(direction);
    series.add(-2.0);
    CHECK_FALSE(failedBreakout(series.question(5), settings).has_value());
}

TEST_CASE("activity has dropped when volume and momentum both have")
{
    CHECK(activityDropConfidence(0.15, 0.3) == Approx(0.75).epsilon(1e-12));
    CHECK(activityDropConfidence(0.0, 0.3) == 0.95);
    const ExitRuleSettings settings;
    // Before: volume 100 and moves of 0.2 a bar.
    const auto exits = [&](double volume, double move, std::int64_t bars) {
        Bars series;
        const auto before = activityOf(series.candles, 5);
        REQUIRE(before.has_value());
        CHECK(before->volume == Approx(100.0));
        CHECK(before->move == Approx(0.2));
        for (int i = 0; i < 5; ++i)
            series.add(-0.1 + (i % 2 == 0 ? move : 0.0), volume);
        ExitRuleQuestion question = series.question(bars);
        question.before = before;
        return activityDrop(question, settings);
    };
    const auto dropped = exits(15.0, 0.05, 5); // ratios 0.15 and 0.25
    REQUIRE(dropped.has_value());
    CHECK(dropped->reason == ExitReason::ActivityDrop);
    CHECK(dropped->urgency == ExitUrgency::Normal);
    CHECK(dropped->confidence == Approx(0.75).epsilon(1e-9));
    CHECK_FALSE(exits(15.0, 0.2, 5).has_value()); // volume alone
    CHECK_FALSE(exits(100.0, 0.02, 5).has_value()); // momentum alone
    CHECK_FALSE(exits(15.0, 0.05, 4).has_value());
    // Nothing to compare with.
    Bars series;
    CHECK_FALSE(activityDrop(series.question(9), settings).has_value());
}

TEST_CASE("an impulse is weak when its best move stays under the least one")
{
    CHECK(weakImpulseConfidence(0.1, 0.3) == Approx(0.8).epsilon(1e-12));
    CHECK(weakImpulseConfidence(-5.0, 0.3) == 0.9);
    const auto direction = GENERATE(Direction::Long, Direction::Short);
    const Bars series(direction);
    ExitRuleQuestion question = series.question(5);
    question.best = 100.0 + signOf(direction) * 0.1;
    const auto weak = weakImpulse(question, {});
    REQUIRE(weak.has_value());
    CHECK(weak->reason == ExitReason::WeakImpulse);
    CHECK(weak->urgency == ExitUrgency::Normal);
    CHECK(weak->confidence == Approx(0.8).epsilon(1e-9));
    CHECK(*bestMovePct(question) == Approx(0.1));
    question.best = 100.0 + signOf(direction) * 0.3;
    CHECK_FALSE(weakImpulse(question, {}).has_value());
    question.best = 100.0;
    question.bars = 4;
    CHECK_FALSE(weakImpulse(question, {}).has_value());
    question.bars = 5;
    question.best.reset();
    CHECK_FALSE(weakImpulse(question, {}).has_value());
}

TEST_CASE("the rules of time")
{
    const Bars series;
    ExitRuleQuestion question = series.question(1);
    ExitRuleSettings settings = none();
    settings.maxHold = Duration::hours(12);
    question.age = Duration::hours(12) - Duration::milliseconds(1);
    CHECK_FALSE(exitRule(question, settings).has_value());
    question.age = Duration::hours(12);
    REQUIRE(exitRule(question, settings).has_value());
    CHECK(exitRule(question, settings)->reason == ExitReason::MaxHold);
    CHECK(exitRule(question, settings)->urgency == ExitUrgency::Normal);
    CHECK(exitRule(question, settings)->confidence == 1.0);
    settings = none();
    settings.timeStop = Duration::minutes(30);
    question.pnlR = 0.01;
    CHECK_FALSE(exitRule(question, settings).has_value());
    question.pnlR = 0.0;
    REQUIRE(exitRule(question, settings).has_value());
    CHECK(exitRule(question, settings)->reason == ExitReason::TimeStop);
    CHECK(exitRule(question, settings)->urgency == ExitUrgency::Low);
    CHECK(exitRule(question, settings)->confidence == 0.7);
}

TEST_CASE("a bar of more than three deviations against the position leaves it at once")
{
    const auto direction = GENERATE(Direction::Long, Direction::Short);
    ExitRuleSettings settings = none();
    settings.volatilityEnabled = true;
    const auto exits = [&](double close, std::int64_t bars) {
        Bars series(direction);
        series.add(close, 100.0, 0.1);
        return exitRule(series.question(bars), settings);
    };
    // The bars before are all alike: their deviation is 0, any larger range is a spike.
    const auto spike = exits(-2.0, 1);
    REQUIRE(spike.has_value());
    CHECK(spike->reason == ExitReason::Volatility);
    CHECK(spike->urgency == ExitUrgency::Immediate);
    CHECK(spike->confidence == 0.8);
    CHECK_FALSE(exits(2.0, 1).has_value()); // in favour
    CHECK_FALSE(exits(-2.0, 0).has_value()); // before the entry
    settings.volatilityEnabled = false;
    CHECK_FALSE(exits(-2.0, 1).has_value());
    // Ranges of 0.4 and 0.8 in turn: mean 0.6, deviation 0.2.
    settings.volatilityEnabled = true;
    settings.volatilitySigmas = 3.0;
    const auto swinging = [&](double range) {
        Bars series(direction);
        for (int i = 0; i < 21; ++i)
            series.add(i % 2 == 0 ? 0.1 : -0.1, 100.0, i % 2 == 0 ? 0.8 : 0.4);
        series.add(-0.15, 100.0, range);
        return exitRule(series.question(1), settings);
    };
    CHECK_FALSE(swinging(1.1).has_value());
    CHECK(swinging(1.3).has_value());
}

TEST_CASE("the highest urgency wins, then confidence")
{
    Bars series;
    series.add(-0.5);
    ExitRuleQuestion question = series.question(5);
    question.best = 100.1;
    question.age = Duration::hours(2);
    ExitRuleSettings settings;
    settings.maxHold = Duration::hours(1);
    CHECK(exitRule(question, settings)->reason == ExitReason::MaxHold); // 1.0 over 0.8
    settings.maxHold.reset();
    CHECK(exitRule(question, settings)->reason == ExitReason::WeakImpulse);
    settings.timeStop = Duration::hours(1);
    CHECK(exitRule(question, settings)->reason == ExitReason::WeakImpulse); // normal over low
    question.level = 100.0;
    question.atr = 0.4;
    CHECK(exitRule(question, settings)->reason == ExitReason::FailedBreakout);
}

TEST_CASE("a panic leaves what has not got half an R where activity drops")
{
    PanicSettings settings;
    CHECK_FALSE(panicExitDue(0.9, 0.0, settings));
    settings.enabled = true;
    CHECK(panicExitDue(0.4, 0.49, settings));
    CHECK_FALSE(panicExitDue(0.4, 0.5, settings));
    CHECK_FALSE(panicExitDue(0.39, 0.0, settings));
    CHECK_FALSE(panicExitDue(std::nullopt, 0.0, settings)); // no data is no drop
}

TEST_CASE("only exits of low and normal urgency may rest")
{
    for (std::size_t i = 0; i < kExitReasonCount; ++i) {
        const auto reason = static_cast<ExitReason>(i);
        INFO(toText(reason));
        const bool mayRest = reason == ExitReason::TimeStop || reason == ExitReason::MaxHold
            || reason == ExitReason::NoProgress || reason == ExitReason::ActivityDrop
            || reason == ExitReason::WeakImpulse;
        CHECK((urgencyOf(reason) != ExitUrgency::Immediate) == mayRest);
    }
    CHECK(urgencyOf(ExitReason::TimeStop) == ExitUrgency::Low);
}

TEST_CASE("one exit at a time: panic before the rules, they before the longest hold")
{
    ExitQuestion question;
    question.age = Duration::hours(30);
    question.dropFraction = 0.8;
    question.rule = ExitSignal {ExitReason::WeakImpulse, ExitUrgency::Normal, 0.8};
    TimeExitSettings times;
    times.maxHold = Duration::hours(24);
    times.timeStop = Duration::hours(1);
    PanicSettings panic;
    panic.enabled = true;
    CHECK(exitDue(question, times, panic) == ExitReason::PanicExit);
    question.dropFraction.reset();
    CHECK(exitDue(question, times, panic) == ExitReason::WeakImpulse);
    question.rule.reset();
    CHECK(exitDue(question, times, panic) == ExitReason::TimeStop);
    question.pnlR = 1.0;
    CHECK(exitDue(question, times, panic) == ExitReason::MaxHold);
    question.age = Duration::hours(24);
    CHECK_FALSE(exitDue(question, times, panic).has_value());
}
