// SPDX-License-Identifier: GPL-3.0-or-later
#include "position/FrozenRisk.h"
#include "TestInstrument.h"

#include <catch2/catch.hpp>

using namespace breakline;

namespace {

FrozenRisk risk(Direction direction, std::string_view entry, std::int64_t stopTicks, std::int64_t lots = 100)
{
    auto made = FrozenRisk::make(direction, Decimal::literal(entry), Price{stopTicks}, Quantity{lots},
                                 test::instrument());
    REQUIRE(made.has_value());
    return *made;
}

} // namespace

TEST_CASE("entry 100, stop 99: R is 1 and stays, so 2.8 R stands at 102.8")
{
    const FrozenRisk frozen = risk(Direction::Long, "100", 9'900);
    CHECK(frozen.initialR() == Decimal::fromUnits(1));
    CHECK(frozen.priceAtR(1.5).toString() == "101.5");
    // Wherever the stop has moved: nothing here knows of it.
    CHECK(frozen.priceAtR(2.8).toString() == "102.8");
    CHECK(frozen.pnlR(101.5) == Approx(1.5));
    CHECK(frozen.pnlR(99.0) == Approx(-1.0));
    CHECK(frozen.initialRiskUsd().toString() == "10"); // 100 lots of 0.1
}

TEST_CASE("a short is the mirror image")
{
    const FrozenRisk frozen = risk(Direction::Short, "100", 10'100);
    CHECK(frozen.initialR() == Decimal::fromUnits(1));
    CHECK(frozen.priceAtR(2.8).toString() == "97.2");
    CHECK(frozen.pnlR(98.5) == Approx(1.5));
    CHECK(frozen.pnlR(101.0) == Approx(-1.0));
}

TEST_CASE("the total takes in what was realised and paid")
{
    // 10 risked; 6 realised, 5 open, 1 paid: one R.
    const FrozenRisk frozen = risk(Direction::Long, "100", 9'900);
    CHECK(frozen.totalR(Decimal::fromUnits(6), Decimal::fromUnits(5), Decimal::fromUnits(1)) == Approx(1.0));
}

TEST_CASE("a stop on the wrong side has no risk to freeze")
{
    const Instrument instrument = test::instrument();
    const auto make = [&](Direction direction, std::int64_t stop, std::int64_t lots) {
        return FrozenRisk::make(direction, Decimal::fromUnits(100), Price{stop}, Quantity{lots}, instrument)
            .has_value();
    };
    CHECK_FALSE(make(Direction::Long, 10'000, 1));
    CHECK_FALSE(make(Direction::Long, 10'001, 1));
    CHECK_FALSE(make(Direction::Short, 10'000, 1));
    CHECK_FALSE(make(Direction::Short, 9'999, 1));
    CHECK_FALSE(make(Direction::Long, 9'900, 0));
    CHECK(make(Direction::Short, 10'001, 1));
}

TEST_CASE("a price exactly at a multiple of R has reached it in spite of binary noise")
{
    // 0.3 - 0.1 over 0.1 is a little under 2 in doubles.
    const FrozenRisk frozen = risk(Direction::Long, "0.1", 0 + 5, 1);
    CHECK(reachedR(frozen.pnlR(0.15), 1.0));
    CHECK(reachedR((0.3 - 0.1) / 0.1, 2.0));
    CHECK_FALSE(reachedR(1.99999, 2.0));
}

TEST_CASE("an add-on moves the average that pnlR counts from, not R, quantity or targets")
{
    const Instrument instrument = test::instrument();
    auto risk = FrozenRisk::make(Direction::Long, Decimal::fromUnits(100), Price{9'900}, Quantity{100}, instrument);
    REQUIRE(risk.has_value());
    risk->reaverage(Decimal::literal("100.5"));
    CHECK(risk->pnlR(102.0) == Approx(1.5));
    CHECK(risk->entryAverage() == Decimal::literal("100.5"));
    CHECK(risk->initialEntry() == Decimal::fromUnits(100));
    CHECK(risk->initialR() == Decimal::fromUnits(1));
    CHECK(risk->initialQuantity() == Quantity{100});
    CHECK(risk->priceAtR(2.0) == Decimal::fromUnits(102));
}
