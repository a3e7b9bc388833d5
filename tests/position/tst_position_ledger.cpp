// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Rng.h"
#include "position/FrozenRisk.h"
#include "position/PositionLedger.h"
#include "TestInstrument.h"

#include <catch2/catch.hpp>

#include <string>

using namespace breakline;

namespace {

LedgerFill fill(const std::string& id, Side side, std::int64_t ticks, std::int64_t lots, std::string_view fee = "0",
                ExitReason reason = ExitReason::Manual, std::int64_t ms = 0)
{
    return LedgerFill{id, side, Price{ticks}, Quantity{lots}, Decimal::literal(fee), reason, Timestamp{ms}};
}

} // namespace

TEST_CASE("a long in two fills, out by target and stop, to the last digit")
{
    const Instrument instrument = test::instrument(); // tick 0.01, lot 0.1
    PositionLedger ledger(Direction::Long, instrument);
    CHECK_FALSE(ledger.isFlat());
    REQUIRE(ledger.apply(fill("1", Side::Buy, 10'000, 60, "0.45", ExitReason::Manual, 10)));
    REQUIRE(ledger.apply(fill("2", Side::Buy, 10'010, 40, "0.3", ExitReason::Manual, 20)));
    CHECK(ledger.entryAverage()->toString() == "100.04");
    CHECK(ledger.quantity() == Quantity{100});
    CHECK(ledger.opened() == Timestamp{10});
    CHECK(ledger.unrealised(Price{10'104}).toString() == "10");

    REQUIRE(ledger.apply(fill("3", Side::Sell, 10'104, 50, "0.1", ExitReason::Target, 30)));
    CHECK(ledger.realised().toString() == "5");
    CHECK(ledger.applyFunding("f1", Decimal::literal("0.15")));
    CHECK_FALSE(ledger.applyFunding("f1", Decimal::literal("0.15")));
    const auto booked = ledger.apply(fill("4", Side::Sell, 9'904, 50, "0.5", ExitReason::Stop, 40));
    REQUIRE(booked.has_value());
    CHECK(booked->madeFlat);
    CHECK(ledger.isFlat());
    CHECK(ledger.closed() == Timestamp{40});
    CHECK(ledger.exitReason() == ExitReason::Stop);
    CHECK(ledger.realised().toString() == "0");
    CHECK(ledger.exitAverage()->toString() == "100.04");
    CHECK(ledger.fees().toString() == "1.35");
    CHECK(ledger.funding().toString() == "0.15");
    CHECK(ledger.net().toString() == "-1.5");
    const auto risk = FrozenRisk::make(Direction::Long, *ledger.entryAverage(), Price{9'904}, Quantity{100}, instrument);
    REQUIRE(risk.has_value());
    CHECK(risk->initialRiskUsd().toString() == "10");
    CHECK(ledger.netR(risk->initialRiskUsd()) == Approx(-0.15));
}

TEST_CASE("a short earns when the price falls")
{
    PositionLedger ledger(Direction::Short, test::instrument());
    REQUIRE(ledger.apply(fill("1", Side::Sell, 10'000, 30)));
    CHECK(ledger.unrealised(Price{9'900}).toString() == "3");
    REQUIRE(ledger.apply(fill("2", Side::Buy, 9'900, 30, "0", ExitReason::Target)));
    CHECK(ledger.realised().toString() == "3");
    CHECK(ledger.exitReason() == ExitReason::Target);
}

TEST_CASE("executions count once; after flat and before an entry nothing is booked")
{
    PositionLedger ledger(Direction::Long, test::instrument());
    CHECK(ledger.apply(fill("0", Side::Sell, 10'000, 1)).error().code == ErrorCode::Refused);
    REQUIRE(ledger.apply(fill("1", Side::Buy, 10'000, 10, "1")));
    const auto again = ledger.apply(fill("1", Side::Buy, 10'000, 10, "1"));
    REQUIRE(again.has_value());
    CHECK_FALSE(again->counted);
    CHECK(ledger.quantity() == Quantity{10});
    CHECK(ledger.fees().toString() == "1");
    CHECK(ledger.apply(fill("x", Side::Buy, 10'000, 0)).error().code == ErrorCode::InvalidArgument);
    // More is sold than was held: what is beyond is not of this position.
    const auto over = ledger.apply(fill("2", Side::Sell, 10'100, 13, "0", ExitReason::Manual));
    REQUIRE(over.has_value());
    CHECK(over->madeFlat);
    CHECK(over->excess == Quantity{3});
    CHECK(ledger.realised().toString() == "1");
    CHECK(ledger.apply(fill("3", Side::Buy, 10'000, 1)).error().code == ErrorCode::Refused);
    // The repeat of the last fill is a repeat, not an error.
    CHECK_FALSE(ledger.apply(fill("2", Side::Sell, 10'100, 13))->counted);
}

TEST_CASE("what is heard of after a position was taken over, and is older, is in it already")
{
    PositionLedger ledger(Direction::Long, test::instrument()); // lot 0.1
    REQUIRE(ledger.apply(fill("1", Side::Buy, 10'000, 60, "0.45", ExitReason::Manual, 10)));
    ledger.takeOver(Quantity {50}, Decimal::literal("101"), Timestamp {100});
    const auto late = ledger.apply(fill("2", Side::Buy, 10'200, 40, "0.3", ExitReason::Manual, 90));
    REQUIRE(late.has_value());
    CHECK(late->counted);
    CHECK(ledger.quantity() == Quantity {50});
    CHECK(ledger.entryAverage()->toString() == "101");
    REQUIRE(ledger.apply(fill("3", Side::Sell, 10'200, 10, "0.1", ExitReason::Manual, 100)));
    CHECK(ledger.quantity() == Quantity {50});
    CHECK(ledger.realised().toString() == "1");
    CHECK(ledger.fees().toString() == "0.85");
    CHECK_FALSE(ledger.apply(fill("3", Side::Sell, 10'200, 10, "0.1", ExitReason::Manual, 100))->counted);
    // One that is younger leaves it as ever.
    const auto exit = ledger.apply(fill("4", Side::Sell, 10'300, 50, "0.5", ExitReason::Stop, 101));
    REQUIRE(exit.has_value());
    CHECK(exit->madeFlat);
    CHECK(ledger.realised().toString() == "11");
}

TEST_CASE("random lives: at flat the result is what was sold less what was bought")
{
    Rng rng(5);
    const Instrument instrument = test::instrument("0.0001", "0.001");
    for (int run = 0; run < 3'000; ++run) {
        const Direction direction = rng.chance(0.5) ? Direction::Long : Direction::Short;
        PositionLedger ledger(direction, instrument);
        Decimal cash;
        Decimal fees;
        int id = 0;
        const auto book = [&](Side side, std::int64_t lots) {
            const Price price{rng.integer(900'000, 1'100'000)};
            const Decimal fee = instrument.notional(price, Quantity{lots}) * Decimal::literal("0.00055");
            LedgerFill next{std::to_string(++id), side, price, Quantity{lots}, fee, ExitReason::Stop, Timestamp{id}};
            REQUIRE(ledger.apply(next));
            cash += instrument.notional(price, Quantity{lots}) * -signOf(side);
            fees += fee;
        };
        book(entrySide(direction), rng.integer(1, 1'000));
        for (int step = 0; step < 12 && !ledger.isFlat(); ++step) {
            if (rng.chance(0.4))
                book(entrySide(direction), rng.integer(1, 1'000));
            else
                book(exitSide(direction), rng.integer(1, ledger.quantity().lots));
            // Open value and result always add up to the cash that moved.
            const Price mark{rng.integer(900'000, 1'100'000)};
            const Decimal open = instrument.notional(mark, ledger.quantity()) * signOf(direction);
            REQUIRE(ledger.realised() + ledger.unrealised(mark) == cash + open);
        }
        if (!ledger.isFlat())
            book(exitSide(direction), ledger.quantity().lots);
        REQUIRE(ledger.realised() == cash);
        REQUIRE(ledger.net() == cash - fees);
    }
}

TEST_CASE("the average of what is open: an add-on after a target counts against the rest")
{
    PositionLedger ledger(Direction::Long, test::instrument());
    CHECK_FALSE(ledger.openAverage().has_value());
    REQUIRE(ledger.apply(fill("1", Side::Buy, 10'000, 100)));
    REQUIRE(ledger.apply(fill("2", Side::Sell, 10'100, 50, "0", ExitReason::Target)));
    CHECK(ledger.openAverage()->toString() == "100");
    REQUIRE(ledger.apply(fill("3", Side::Buy, 10'200, 50)));
    CHECK(ledger.openAverage()->toString() == "101");
    CHECK(ledger.entryAverage()->toDouble() == Approx(100.66666666666667));
    REQUIRE(ledger.apply(fill("4", Side::Sell, 10'100, 100)));
    CHECK_FALSE(ledger.openAverage().has_value());
}
