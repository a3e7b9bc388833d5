// SPDX-License-Identifier: GPL-3.0-or-later
#include "position/StopWatchdog.h"

#include <catch2/catch.hpp>

#include <vector>

using namespace breakline;

namespace {

constexpr Timestamp at(std::int64_t ms)
{
    return Timestamp{ms};
}

StopView protectedView(std::int64_t ms = 0)
{
    StopView view;
    view.position = Quantity{10};
    view.wanted = Price{9'900};
    view.state = StopOrderState::Live;
    view.shown = Price{9'900};
    view.covered = Quantity{10};
    view.trigger = Price{10'000};
    view.priceTime = at(ms);
    return view;
}

StopView bareView(std::int64_t ms = 0)
{
    StopView view = protectedView(ms);
    view.state = StopOrderState::Absent;
    view.shown.reset();
    view.covered = Quantity{};
    return view;
}

} // namespace

TEST_CASE("a protected position needs nothing")
{
    StopWatchdog watchdog;
    CHECK(watchdog.check(protectedView(), at(0)) == StopAction::None);
    CHECK_FALSE(watchdog.lostSince());
    StopView tighter = protectedView();
    tighter.shown = Price{9'950};
    CHECK(watchdog.check(tighter, at(1)) == StopAction::None);
    CHECK(watchdog.due() == at(10'000)); // only the age of the price
}

TEST_CASE("an absent stop: query, set in place, separate order, exit at 1.5 s")
{
    StopWatchdog watchdog;
    CHECK(watchdog.check(bareView(), at(0)) == StopAction::None);
    CHECK(watchdog.due() == at(250));
    CHECK(watchdog.check(bareView(), at(249)) == StopAction::None);
    CHECK(watchdog.check(bareView(), at(250)) == StopAction::Query);
    CHECK(watchdog.check(bareView(), at(260)) == StopAction::None);
    CHECK(watchdog.due() == at(500));
    CHECK(watchdog.check(bareView(), at(500)) == StopAction::ChangeInPlace);
    CHECK(watchdog.check(bareView(), at(999)) == StopAction::None);
    CHECK(watchdog.check(bareView(), at(1'000)) == StopAction::PlaceConditional);
    CHECK(watchdog.due() == at(1'500));
    CHECK(watchdog.check(bareView(), at(1'499)) == StopAction::None);
    CHECK(watchdog.check(bareView(), at(1'500)) == StopAction::Exit);
    CHECK(watchdog.check(bareView(), at(1'750)) == StopAction::Exit); // until flat
    CHECK_FALSE(watchdog.due());
    StopView flat = bareView();
    flat.position = Quantity{};
    CHECK(watchdog.check(flat, at(1'800)) == StopAction::None);
    CHECK_FALSE(watchdog.lostSince());
}

TEST_CASE("whoever was away asks first, and leaves only after the whole time-out")
{
    StopWatchdog watchdog;
    CHECK(watchdog.check(bareView(), at(0)) == StopAction::None);
    // The program was killed, or stood still, for a minute.
    CHECK(watchdog.check(bareView(60'000), at(60'000)) == StopAction::None);
    CHECK(watchdog.due() == at(60'250));
    CHECK(watchdog.check(bareView(60'000), at(60'250)) == StopAction::Query);
    CHECK(watchdog.check(bareView(60'000), at(60'500)) == StopAction::ChangeInPlace);
    CHECK(watchdog.check(bareView(60'000), at(61'000)) == StopAction::PlaceConditional);
    CHECK(watchdog.check(bareView(60'000), at(61'499)) == StopAction::None);
    CHECK(watchdog.check(bareView(60'000), at(61'500)) == StopAction::Exit);
    // Two seconds later than due is away, less is not.
    StopWatchdog late;
    CHECK(late.check(bareView(), at(0)) == StopAction::None);
    CHECK(late.check(bareView(), at(2'249)) == StopAction::Exit);

    StopWatchdog passed;
    StopView through = protectedView();
    through.trigger = Price{9'890};
    CHECK(passed.check(through, at(0)) == StopAction::None);
    CHECK(passed.check(protectedView(60'000), at(60'000)) == StopAction::None);
    // The venue had time to say that it has closed; the position is still there.
    CHECK(passed.check(protectedView(60'000), at(60'499)) == StopAction::None);
    CHECK(passed.check(protectedView(60'000), at(60'500)) == StopAction::ExitTriggered);

    // Who stalls again and again leaves all the same.
    StopWatchdog stalling;
    CHECK(stalling.check(bareView(), at(0)) == StopAction::None);
    CHECK(stalling.check(bareView(3'000), at(3'000)) == StopAction::None);
    CHECK(stalling.check(bareView(6'000), at(6'000)) == StopAction::Exit);
}

TEST_CASE("a stop that another hand loosens is set back once, then asked about and left")
{
    StopView view = protectedView();
    StopView loosened = view;
    loosened.shown = Price{9'800};
    StopWatchdog watchdog;
    CHECK(watchdog.check(view, at(0)) == StopAction::None);
    CHECK(watchdog.check(loosened, at(100)) == StopAction::ChangeInPlace);
    CHECK(watchdog.check(view, at(200)) == StopAction::None); // restored
    CHECK_FALSE(watchdog.isAsking());
    // Again: the question whether it is so comes first, then that to a person.
    CHECK(watchdog.check(loosened, at(1'000)) == StopAction::None);
    CHECK(watchdog.due() == at(1'250));
    CHECK(watchdog.check(loosened, at(1'250)) == StopAction::Query);
    CHECK(watchdog.due() == at(1'500));
    CHECK_FALSE(watchdog.isAsking());
    CHECK(watchdog.check(loosened, at(1'500)) == StopAction::Ask);
    CHECK(watchdog.isAsking());
    // It is left where it is, however long nobody answers.
    CHECK(watchdog.check(loosened, at(1'600)) == StopAction::None);
    CHECK_FALSE(watchdog.lostSince());
    CHECK(watchdog.check(loosened, at(9'000)) == StopAction::None);
    // Gone altogether it is made anew all the same.
    CHECK(watchdog.check(bareView(), at(9'100)) == StopAction::None);
    CHECK(watchdog.check(bareView(), at(9'350)) == StopAction::Query);
    CHECK(watchdog.check(bareView(), at(9'600)) == StopAction::ChangeInPlace);
    CHECK(watchdog.check(bareView(), at(10'600)) == StopAction::Exit);
}

TEST_CASE("a stop that another hand removes is made anew each time, and asked about from the second on")
{
    StopWatchdog watchdog;
    CHECK(watchdog.check(bareView(), at(0)) == StopAction::None); // of a new position: nobody's doing
    CHECK(watchdog.check(bareView(), at(500)) == StopAction::Query);
    CHECK(watchdog.check(bareView(), at(500)) == StopAction::ChangeInPlace);
    CHECK(watchdog.check(protectedView(), at(600)) == StopAction::None);
    CHECK(watchdog.check(bareView(), at(700)) == StopAction::None);
    CHECK(watchdog.check(bareView(), at(950)) == StopAction::Query);
    CHECK(watchdog.check(bareView(), at(1'200)) == StopAction::ChangeInPlace);
    CHECK(watchdog.check(protectedView(), at(1'300)) == StopAction::None);
    CHECK_FALSE(watchdog.isAsking());
    CHECK(watchdog.check(bareView(), at(2'000)) == StopAction::None);
    CHECK(watchdog.check(bareView(), at(2'250)) == StopAction::Query);
    CHECK(watchdog.check(bareView(), at(2'500)) == StopAction::Ask);
    CHECK(watchdog.check(bareView(), at(2'501)) == StopAction::ChangeInPlace);
    CHECK(watchdog.check(protectedView(), at(2'600)) == StopAction::None);
    CHECK(watchdog.isAsking()); // until a person has decided
}

TEST_CASE("a stop over less than is believed to be held is nobody's doing")
{
    StopWatchdog watchdog;
    CHECK(watchdog.check(protectedView(), at(0)) == StopAction::None);
    StopView smaller = protectedView();
    smaller.covered = Quantity{6}; // a target has filled, and its fill is not known yet
    for (const std::int64_t since : {1'000, 5'000, 9'000}) {
        CHECK(watchdog.check(smaller, at(since)) == StopAction::None);
        CHECK(watchdog.check(smaller, at(since + 250)) == StopAction::Query);
        CHECK(watchdog.check(smaller, at(since + 500)) == StopAction::ChangeInPlace);
        CHECK(watchdog.check(protectedView(), at(since + 600)) == StopAction::None);
        CHECK_FALSE(watchdog.isAsking());
    }
}

TEST_CASE("a loss that ends by itself was nobody's doing")
{
    StopView late = protectedView();
    late.shown = Price{9'800};
    StopWatchdog watchdog;
    for (const std::int64_t since : {0, 10'000, 20'000}) {
        CHECK(watchdog.check(protectedView(since), at(since)) == StopAction::None);
        CHECK(watchdog.check(bareView(since), at(since + 100)) == StopAction::None);
        CHECK(watchdog.check(bareView(since), at(since + 350)) == StopAction::Query);
        CHECK(watchdog.check(protectedView(since), at(since + 400)) == StopAction::None);
    }
    late.priceTime = at(30'000);
    CHECK(watchdog.check(late, at(30'000)) == StopAction::ChangeInPlace);
}

TEST_CASE("events far apart skip no step and go straight to the exit when time is up")
{
    StopWatchdog watchdog;
    watchdog.check(bareView(), at(0));
    CHECK(watchdog.check(bareView(), at(1'200)) == StopAction::Query);
    CHECK(watchdog.check(bareView(), at(1'200)) == StopAction::ChangeInPlace);
    CHECK(watchdog.check(bareView(), at(1'200)) == StopAction::PlaceConditional);
    CHECK(watchdog.check(bareView(), at(1'200)) == StopAction::None);
    StopWatchdog late;
    late.check(bareView(), at(0));
    CHECK(late.check(bareView(), at(2'000)) == StopAction::Exit);
}

TEST_CASE("a stop that appears in time ends the escalation, the next loss starts anew")
{
    StopWatchdog watchdog;
    watchdog.check(bareView(), at(0));
    CHECK(watchdog.check(bareView(), at(300)) == StopAction::Query);
    CHECK(watchdog.check(protectedView(), at(350)) == StopAction::None);
    CHECK_FALSE(watchdog.lostSince());
    watchdog.check(bareView(), at(5'000));
    CHECK(watchdog.lostSince() == at(5'000));
    CHECK(watchdog.check(bareView(), at(5'250)) == StopAction::Query);
}

TEST_CASE("a stop over only a part is none")
{
    StopWatchdog watchdog;
    StopView part = protectedView();
    part.covered = Quantity{9};
    watchdog.check(part, at(0));
    CHECK(watchdog.check(part, at(1'500)) == StopAction::Exit);
}

TEST_CASE("a worse stop is set back before anything else, once")
{
    for (const Direction direction : {Direction::Long, Direction::Short}) {
        StopWatchdog watchdog;
        StopView worse = protectedView();
        worse.direction = direction;
        worse.wanted = direction == Direction::Long ? Price{9'900} : Price{10'100};
        worse.shown = direction == Direction::Long ? Price{9'899} : Price{10'101};
        CHECK(watchdog.check(worse, at(0)) == StopAction::ChangeInPlace);
        CHECK(watchdog.check(worse, at(10)) == StopAction::None);
        CHECK(watchdog.check(worse, at(250)) == StopAction::Query);
        CHECK(watchdog.check(worse, at(500)) == StopAction::None); // set back already
        CHECK(watchdog.check(worse, at(1'000)) == StopAction::PlaceConditional);
        CHECK(watchdog.check(worse, at(1'500)) == StopAction::Exit);
    }
    StopWatchdog waiting;
    StopView inFlight = protectedView();
    inFlight.shown = Price{9'899};
    inFlight.changeInFlight = true;
    CHECK(waiting.check(inFlight, at(0)) == StopAction::None);
}

TEST_CASE("triggered, then cancelled or partly filled counts as no stop")
{
    StopWatchdog watchdog;
    StopView failed = protectedView();
    failed.state = StopOrderState::Failed;
    CHECK(watchdog.check(failed, at(0)) == StopAction::ExitTriggered);
    CHECK(watchdog.check(failed, at(250)) == StopAction::ExitTriggered);
}

TEST_CASE("the trigger price was passed half a second ago and the position is open")
{
    StopWatchdog watchdog;
    StopView passed = protectedView();
    passed.trigger = Price{9'900};
    CHECK(watchdog.check(passed, at(100)) == StopAction::None);
    CHECK(watchdog.due() == at(600));
    CHECK(watchdog.check(protectedView(), at(400)) == StopAction::None); // the price has come back
    CHECK(watchdog.check(protectedView(), at(599)) == StopAction::None);
    CHECK(watchdog.check(protectedView(), at(600)) == StopAction::ExitTriggered);

    StopWatchdog triggered;
    StopView working = protectedView();
    working.state = StopOrderState::Triggered;
    CHECK(triggered.check(working, at(0)) == StopAction::None);
    CHECK(triggered.check(working, at(500)) == StopAction::ExitTriggered);

    // Never for a stop that the venue does not show: nothing was crossed.
    StopWatchdog bare;
    StopView below = bareView();
    below.trigger = Price{9'800};
    bare.check(below, at(0));
    CHECK(bare.check(below, at(510)) == StopAction::Query);
}

TEST_CASE("no price: verified after 10 s, alarmed after 60 s, each once")
{
    StopWatchdog watchdog;
    CHECK(watchdog.check(protectedView(), at(9'999)) == StopAction::None);
    CHECK(watchdog.check(protectedView(), at(10'000)) == StopAction::Verify);
    CHECK(watchdog.due() == at(60'000));
    CHECK(watchdog.check(protectedView(), at(30'000)) == StopAction::None);
    CHECK(watchdog.check(protectedView(), at(60'000)) == StopAction::Alarm);
    CHECK(watchdog.check(protectedView(), at(90'000)) == StopAction::None);
    CHECK(watchdog.check(protectedView(95'000), at(95'000)) == StopAction::None);
    CHECK(watchdog.check(protectedView(95'000), at(105'000)) == StopAction::Verify);
}
