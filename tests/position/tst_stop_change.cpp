// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Rng.h"
#include "position/StopChange.h"

#include <catch2/catch.hpp>

using namespace breakline;

namespace {

constexpr Timestamp at(std::int64_t ms)
{
    return Timestamp{ms};
}
const Price kMark{10'500};

} // namespace

TEST_CASE("one change in flight, later wishes coalesce to the most protective")
{
    StopChange change(Direction::Long, Price{9'900});
    CHECK(change.wish(Price{10'000}, kMark, at(0)) == Price{10'000});
    CHECK(change.inFlight() == Price{10'000});
    CHECK(change.queryDue() == at(1'000));
    CHECK_FALSE(change.wish(Price{10'020}, kMark, at(10)));
    CHECK_FALSE(change.wish(Price{10'010}, kMark, at(20)));
    CHECK_FALSE(change.wish(Price{10'000}, kMark, at(30)));
    CHECK(change.pending() == Price{10'020});
    // Confirmed: the most protective of the waiting goes out.
    CHECK(change.shown(Price{10'000}, kMark, at(40)) == Price{10'020});
    CHECK(change.inForce() == Price{10'000});
    CHECK_FALSE(change.shown(Price{10'020}, kMark, at(50)));
    CHECK(change.inForce() == Price{10'020});
    CHECK_FALSE(change.inFlight());
    CHECK_FALSE(change.queryDue());
}

TEST_CASE("news of the old stop does not end the wait for the new one")
{
    StopChange change(Direction::Short, Price{10'100});
    CHECK(change.wish(Price{10'050}, Price{9'500}, at(0)) == Price{10'050});
    CHECK_FALSE(change.shown(Price{10'100}, Price{9'500}, at(5)));
    CHECK(change.inFlight() == Price{10'050});
    CHECK_FALSE(change.wish(Price{10'060}, Price{9'500}, at(6))); // looser than what is on its way
    CHECK_FALSE(change.pending());
}

TEST_CASE("an unknown result is asked for, and one that never arrived frees the next")
{
    StopChange change(Direction::Long, Price{9'900});
    REQUIRE(change.wish(Price{10'000}, kMark, at(0)));
    CHECK_FALSE(change.wish(Price{10'030}, kMark, at(5)));
    change.unknown(at(20));
    CHECK(change.queryDue() == at(20));
    change.queried(at(20));
    CHECK(change.queryDue() == at(1'020));
    CHECK(change.notArrived(kMark, at(60)) == Price{10'030});
    CHECK(change.inForce() == Price{9'900});
}

TEST_CASE("a refusal drops the change and sends what waited")
{
    StopChange change(Direction::Long, Price{9'900});
    REQUIRE(change.wish(Price{10'000}, kMark, at(0)));
    CHECK_FALSE(change.refused(kMark, at(10)));
    CHECK_FALSE(change.inFlight());
    CHECK(change.wish(Price{10'000}, kMark, at(20)) == Price{10'000});
}

TEST_CASE("a tighter stop set by another hand is adopted, a looser one is not")
{
    StopChange change(Direction::Long, Price{9'900});
    CHECK_FALSE(change.shown(Price{9'950}, kMark, at(0)));
    CHECK(change.inForce() == Price{9'950});
    CHECK_FALSE(change.shown(Price{9'800}, kMark, at(5)));
    CHECK(change.inForce() == Price{9'950});
    CHECK_FALSE(change.wish(Price{9'940}, kMark, at(10)));
}

TEST_CASE("the stop never widens, whatever happens")
{
    Rng rng(3);
    for (int run = 0; run < 2'000; ++run) {
        const Direction direction = rng.chance(0.5) ? Direction::Long : Direction::Short;
        const int sign = signOf(direction);
        StopChange change(direction, Price{10'000 - sign * 100});
        Price venue = change.inForce();
        Price best = venue;
        std::optional<Price> onItsWay;
        const auto sent = [&](std::optional<Price> price) {
            if (!price)
                return;
            REQUIRE_FALSE(onItsWay.has_value()); // one in flight
            REQUIRE(moreProtective(direction, *price, best));
            onItsWay = price;
        };
        for (std::int64_t step = 0; step < 60; ++step) {
            const Price mark{10'000 + rng.integer(-300, 300)};
            const double fate = rng.uniform();
            if (fate < 0.5) {
                sent(change.wish(Price{10'000 + rng.integer(-200, 300)}, mark, at(step)));
            } else if (fate < 0.7 && onItsWay) {
                venue = *onItsWay;
                onItsWay.reset();
                best = venue;
                sent(change.shown(venue, mark, at(step)));
            } else if (fate < 0.8) {
                sent(change.shown(venue, mark, at(step)));
            } else if (fate < 0.9 && onItsWay) {
                onItsWay.reset();
                sent(change.refused(mark, at(step)));
            }
            REQUIRE(change.inForce() == venue);
            REQUIRE(change.inFlight() == onItsWay);
        }
    }
}
