// SPDX-License-Identifier: GPL-3.0-or-later
#include "position/StopPolicy.h"
#include "TestInstrument.h"

#include <catch2/catch.hpp>

using namespace breakline;

TEST_CASE("breakeven of 100 with buffer 5, lock 10 and fees of twice 7.5 bps is 100.15")
{
    const Instrument instrument = test::instrument();
    const Decimal entry = Decimal::fromUnits(100);
    const BreakevenSettings settings;
    CHECK(breakevenPrice(Direction::Long, entry, 15.0, settings, instrument) == Price{10'015});
    CHECK(breakevenPrice(Direction::Short, entry, 15.0, settings, instrument) == Price{9'985});
    // The largest of the three decides; a lock that is switched off does not.
    CHECK(breakevenPrice(Direction::Long, entry, 7.0, settings, instrument) == Price{10'010});
    BreakevenSettings unlocked = settings;
    unlocked.lockProfitEnabled = false;
    CHECK(breakevenPrice(Direction::Long, entry, 3.0, unlocked, instrument) == Price{10'005});
    unlocked.bufferBps = 20.0;
    CHECK(breakevenPrice(Direction::Long, entry, 3.0, unlocked, instrument) == Price{10'020});
}

TEST_CASE("breakeven is rounded away from the market")
{
    const Instrument coarse = test::instrument("0.1");
    CHECK(breakevenPrice(Direction::Long, Decimal::fromUnits(100), 15.0, {}, coarse) == Price{1'001});
    CHECK(breakevenPrice(Direction::Short, Decimal::fromUnits(100), 15.0, {}, coarse) == Price{999});
    // An average that does not end.
    const Decimal third = Decimal::fromUnits(301).dividedBy(Decimal::fromUnits(3), 18, Rounding::HalfEven);
    CHECK(breakevenPrice(Direction::Long, third, 15.0, {}, test::instrument()) == Price{10'048}); // 100.4838...
}

TEST_CASE("breakeven is due at its R or with the first target, whichever is first")
{
    BreakevenSettings settings;
    CHECK_FALSE(breakevenDue(0.99, false, settings));
    CHECK(breakevenDue(1.0, false, settings));
    CHECK(breakevenDue(0.2, true, settings));
    settings.enabled = false;
    CHECK_FALSE(breakevenDue(2.0, true, settings));
}

TEST_CASE("the least distance is a tick or 5 bps of the mark, rounded up")
{
    const StopSettings settings;
    CHECK(minimumStopDistance(Price{10'000}, settings) == 5);
    CHECK(minimumStopDistance(Price{10'001}, settings) == 6);
    CHECK(minimumStopDistance(Price{100}, settings) == 1);
}

TEST_CASE("a stop too near the mark goes to the nearest legal price, if that is better")
{
    const StopSettings settings;
    const auto legal = [&](Direction direction, std::int64_t candidate, std::int64_t mark, std::int64_t inForce) {
        return legalStop(direction, Price{candidate}, Price{mark}, Price{inForce}, settings);
    };
    CHECK(legal(Direction::Long, 9'990, 10'000, 9'900) == Price{9'990});
    CHECK(legal(Direction::Long, 9'999, 10'000, 9'900) == Price{9'995});
    CHECK(legal(Direction::Long, 10'050, 10'000, 9'900) == Price{9'995});
    CHECK_FALSE(legal(Direction::Long, 9'999, 10'000, 9'995).has_value());
    CHECK_FALSE(legal(Direction::Long, 9'890, 10'000, 9'900).has_value()); // never wider
    CHECK_FALSE(legal(Direction::Long, 9'900, 10'000, 9'900).has_value());
    CHECK(legal(Direction::Short, 10'001, 10'000, 10'100) == Price{10'005});
    CHECK(legal(Direction::Short, 10'020, 10'000, 10'100) == Price{10'020});
    CHECK_FALSE(legal(Direction::Short, 10'110, 10'000, 10'100).has_value());
}

TEST_CASE("breakeven waits for room")
{
    const StopSettings settings;
    CHECK_FALSE(breakevenHasRoom(Direction::Long, Price{10'015}, Price{10'020}, settings)); // needs 6
    CHECK(breakevenHasRoom(Direction::Long, Price{10'015}, Price{10'021}, settings));
    CHECK(breakevenHasRoom(Direction::Short, Price{9'985}, Price{9'980}, settings));
    CHECK_FALSE(breakevenHasRoom(Direction::Short, Price{9'985}, Price{9'981}, settings));
}

TEST_CASE("a stop is reached at its price")
{
    CHECK(stopReached(Direction::Long, Price{9'900}, Price{9'900}));
    CHECK_FALSE(stopReached(Direction::Long, Price{9'900}, Price{9'901}));
    CHECK(stopReached(Direction::Short, Price{10'100}, Price{10'100}));
    CHECK_FALSE(stopReached(Direction::Short, Price{10'100}, Price{10'099}));
}
