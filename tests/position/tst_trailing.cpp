// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestInstrument.h"
#include "core/Rng.h"
#include "position/AddOn.h"
#include "position/StopChange.h"
#include "position/Trailing.h"

#include <catch2/catch.hpp>

using namespace breakline;

namespace {

/// 2 R, 20 bps; from 4 R on 10 bps; after a target from 1.5 R on, 15 bps.
TrailingSettings settings()
{
    TrailingSettings result;
    result.partialTriggerR = 1.5;
    result.partialStepBps = 15.0;
    return result;
}

/// Prices of a long at 100 reflected about it, in ticks of 0.01.
Price mirrored(Direction direction, std::int64_t ticks)
{
    return Price {direction == Direction::Long ? ticks : 20'000 - ticks};
}

} // namespace

TEST_CASE("a high of 103 and a step of 20 bps put the stop at 102.794")
{
    const Instrument fine = test::instrument("0.001");
    CHECK(trailingPrice(Direction::Long, Price {103'000}, 20.0, fine) == Price {102'794});
    CHECK(trailingPrice(Direction::Short, Price {97'000}, 20.0, fine) == Price {97'194});
    // Away from the market where the tick is coarser.
    CHECK(trailingPrice(Direction::Long, Price {10'300}, 20.0, test::instrument()) == Price {10'279});
    CHECK(trailingPrice(Direction::Short, Price {9'700}, 20.0, test::instrument()) == Price {9'720});
}

TEST_CASE("trailing begins at its R, or at that of a position that a target has reduced")
{
    TrailingSettings some = settings();
    CHECK_FALSE(trailingDue(1.99, false, some));
    CHECK(trailingDue(2.0, false, some));
    CHECK_FALSE(trailingDue(1.49, true, some));
    CHECK(trailingDue(1.5, true, some));
    CHECK_FALSE(trailingDue(1.5, false, some));
    some.partialEnabled = false;
    CHECK_FALSE(trailingDue(1.9, true, some));
    some.activationR = 0.0; // never by itself
    CHECK_FALSE(trailingDue(9.0, true, some));
    some.enabled = false;
    some.activationR = 2.0;
    CHECK_FALSE(trailingDue(9.0, true, some));
}

TEST_CASE("the step is the partial one after a target and never wider than the accelerated one beyond its R")
{
    TrailingSettings some = settings();
    CHECK(trailingStepBps(2.0, false, some) == 20.0);
    CHECK(trailingStepBps(2.0, true, some) == 15.0);
    CHECK(trailingStepBps(4.0, false, some) == 10.0);
    CHECK(trailingStepBps(4.0, true, some) == 10.0);
    some.partialStepBps = 5.0;
    CHECK(trailingStepBps(4.0, true, some) == 5.0);
    some.accelerationEnabled = false;
    CHECK(trailingStepBps(4.0, false, some) == 20.0);
    some.partialEnabled = false;
    CHECK(trailingStepBps(4.0, true, some) == 20.0);
}

TEST_CASE("a trail moves by a tick, 2 bps or 5 % of its step, whichever is most")
{
    CHECK(minimumTrailMove(Price {100}, Price {101}) == 1);
    CHECK(minimumTrailMove(Price {10'000}, Price {10'020}) == 2); // 2 bps
    CHECK(minimumTrailMove(Price {10'001}, Price {10'020}) == 3); // rounded up
    CHECK(minimumTrailMove(Price {10'000}, Price {10'200}) == 10); // 5 % of 200
    CHECK(minimumTrailMove(Price {10'000}, Price {9'800}) == 10);
}

TEST_CASE("the stop follows the extreme, not the last price")
{
    const Instrument instrument = test::instrument();
    const auto direction = GENERATE(Direction::Long, Direction::Short);
    const auto at = [direction](std::int64_t ticks) { return mirrored(direction, ticks); };
    TrailingStop trail(direction);
    TrailingStop::Question question;
    question.bestR = 3.0;
    question.inForce = at(9'900);
    const auto move = [&](std::int64_t mark, std::int64_t nowMs) {
        question.mark = at(mark);
        trail.observe(question.mark);
        return trail.move(question, settings(), {}, instrument, Timestamp {nowMs});
    };
    // 103 less 20 bps is 102.794; a short has 97 and 97.194.
    CHECK(move(10'300, 1'000) == at(direction == Direction::Long ? 10'279 : 10'280));
    // The price falls back; the extreme stays.
    CHECK(move(10'290, 1'100) == at(direction == Direction::Long ? 10'279 : 10'280));
    // Too near the mark now: the nearest legal price, 5 bps from it.
    CHECK(move(10'282, 1'200) == at(direction == Direction::Long ? 10'276 : 10'277));
    trail.moved(at(10'276), Timestamp {1'200});
    question.inForce = at(10'276);
    CHECK_FALSE(move(10'400, 2'100).has_value()); // once a second
    CHECK(move(10'400, 2'200).has_value());
    CHECK(trail.extreme() == at(10'400));
    CHECK(trail.firstMove() == at(10'276));
}

TEST_CASE("a trail that is held goes on from the next extreme only")
{
    const Instrument instrument = test::instrument();
    TrailingStop trail(Direction::Long);
    trail.observe(Price {10'300});
    TrailingStop::Question question;
    question.bestR = 3.0;
    question.mark = Price {10'300};
    question.inForce = Price {9'900};
    CHECK(trail.move(question, settings(), {}, instrument, Timestamp {0}));
    trail.hold();
    trail.observe(Price {10'300});
    trail.observe(Price {10'200});
    CHECK_FALSE(trail.move(question, settings(), {}, instrument, Timestamp {5'000}));
    trail.observe(Price {10'301});
    CHECK(trail.move(question, settings(), {}, instrument, Timestamp {6'000}));
}

TEST_CASE("a trail that gains too little waits")
{
    const Instrument instrument = test::instrument();
    TrailingStop trail(Direction::Long);
    trail.observe(Price {10'300});
    TrailingStop::Question question;
    question.bestR = 3.0;
    question.mark = Price {10'300};
    question.inForce = Price {10'277}; // 102.79 would be 2 ticks better; 2 bps are 3
    CHECK_FALSE(trail.move(question, settings(), {}, instrument, Timestamp {0}).has_value());
    question.inForce = Price {10'276};
    CHECK(trail.move(question, settings(), {}, instrument, Timestamp {0}) == Price {10'279});
    question.bestR = 1.0;
    CHECK_FALSE(trail.move(question, settings(), {}, instrument, Timestamp {0}).has_value());
}

TEST_CASE("the more favourable of step and chandelier holds")
{
    const Instrument instrument = test::instrument();
    const auto direction = GENERATE(Direction::Long, Direction::Short);
    const int side = signOf(direction);
    TrailingStop trail(direction);
    trail.observe(mirrored(direction, 10'300));
    TrailingStop::Question question;
    question.bestR = 3.0;
    question.mark = mirrored(direction, 10'300);
    question.inForce = mirrored(direction, 9'900);
    const auto step = trailingPrice(direction, *trail.extreme(), 20.0, instrument);
    question.chandelier = 100.0 + side * 2.0; // looser than the step
    CHECK(trail.candidate(question, settings(), instrument) == step);
    question.chandelier = 100.0 + side * 2.85; // tighter
    CHECK(trail.candidate(question, settings(), instrument) == mirrored(direction, 10'285));
    question.bestR = 1.9;
    CHECK_FALSE(trail.candidate(question, settings(), instrument).has_value());
}

TEST_CASE("over any path of prices a trailed stop only tightens, stays legal and keeps its pace")
{
    const Instrument instrument = test::instrument();
    const StopSettings stopSettings;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        Rng random(seed);
        const Direction direction = seed % 2 == 0 ? Direction::Long : Direction::Short;
        TrailingStop trail(direction);
        StopChange stop(direction, mirrored(direction, 9'900), stopSettings);
        std::int64_t mark = 10'000;
        double best = 0.0;
        std::optional<Timestamp> last;
        for (std::int64_t step = 0; step < 300; ++step) {
            mark += random.integer(-19, 21);
            mark = std::max<std::int64_t>(mark, 9'950);
            const Timestamp now {step * 400};
            TrailingStop::Question question;
            question.mark = mirrored(direction, mark);
            trail.observe(question.mark);
            best = std::max(best, static_cast<double>(mark - 10'000) / 100.0);
            question.bestR = best;
            question.inForce = stop.inForce();
            const auto move = trail.move(question, settings(), stopSettings, instrument, now);
            if (!move)
                continue;
            REQUIRE(moreProtective(direction, *move, stop.inForce()));
            REQUIRE((question.mark - *move) * signOf(direction)
                    >= minimumStopDistance(question.mark, stopSettings));
            REQUIRE((!last || now - *last >= Duration::seconds(1)));
            const auto sent = stop.wish(*move, question.mark, now);
            REQUIRE(sent == move);
            trail.moved(*sent, now);
            last = now;
            const Price before = stop.inForce();
            stop.shown(*sent, question.mark, now);
            REQUIRE(moreProtective(direction, stop.inForce(), before));
        }
    }
}

TEST_CASE("trailing comes before breakeven, unless that protects better")
{
    const auto choose = [](std::optional<std::int64_t> trail, std::optional<std::int64_t> breakeven) {
        const auto price = [](std::optional<std::int64_t> ticks) {
            return ticks ? std::optional(Price {*ticks}) : std::nullopt;
        };
        return chooseStopMove(Direction::Long, price(trail), price(breakeven));
    };
    CHECK_FALSE(choose({}, {}).has_value());
    CHECK(choose(10'180, 10'015)->kind == StopMoveKind::Trailing);
    CHECK(choose(10'015, 10'015)->kind == StopMoveKind::Trailing);
    CHECK(choose(10'000, 10'015)->kind == StopMoveKind::Breakeven);
    CHECK(choose({}, 10'015)->price == Price {10'015});
    CHECK(chooseStopMove(Direction::Short, Price {9'820}, Price {9'985})->kind == StopMoveKind::Trailing);
    CHECK(chooseStopMove(Direction::Short, Price {9'999}, Price {9'985})->kind == StopMoveKind::Breakeven);
}

TEST_CASE("an add-on waits for half an R and a price between the average and half a percent beyond it")
{
    const auto direction = GENERATE(Direction::Long, Direction::Short);
    const int side = signOf(direction);
    AddOnSettings some;
    some.enabled = true;
    AddOnQuestion question;
    question.direction = direction;
    question.pnlR = 0.5;
    question.average = 100.0;
    const auto due = [&](double beyond) {
        question.price = 100.0 + side * beyond;
        return addOnDue(question, some);
    };
    CHECK(due(0.0));
    CHECK(due(0.5));
    CHECK_FALSE(due(0.51));
    CHECK_FALSE(due(-0.01));
    question.pnlR = 0.49;
    CHECK_FALSE(due(0.2));
    question.pnlR = 0.5;
    question.isDone = true;
    CHECK_FALSE(due(0.2));
    question.isDone = false;
    question.average.reset(); // fewer than 9 bars
    CHECK_FALSE(due(0.2));
    question.average = 100.0;
    some.enabled = false;
    CHECK_FALSE(due(0.2));
    some.maxSizeFraction = 0.3;
    CHECK(addOnQuantity(Quantity {100}, some) == Quantity {30});
    CHECK(addOnQuantity(Quantity {7}, some) == Quantity {2});
}
