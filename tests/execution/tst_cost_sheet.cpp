// SPDX-License-Identifier: GPL-3.0-or-later
#include "execution/CostSheet.h"

#include "TestInstrument.h"
#include "core/Rng.h"

#include <catch2/catch.hpp>

using namespace breakline;

namespace {

Decimal number(std::string_view text)
{
    return Decimal::literal(text);
}

/// Middle 100: 10, 20 and 100 coins at 1, 2 and 10 cents on either side.
BookSnapshot book()
{
    BookSnapshot result;
    for (const auto& [ticks, lots] : {std::pair {1, 100}, std::pair {2, 200}, std::pair {10, 1000}}) {
        result.bids.push_back({Price {10'000 - ticks}, Quantity {lots}});
        result.asks.push_back({Price {10'000 + ticks}, Quantity {lots}});
    }
    return result;
}

/// 25 coins from 100 with a stop at 99, taker 7.5 bps, three payments of 1 bps ahead.
CostQuestion question(const BookSnapshot& known)
{
    CostQuestion result;
    result.quantity = Quantity {250};
    result.plannedEntry = Price {10'000};
    result.stop = Price {9'900};
    result.book = &known;
    result.entryFeeRate = result.exitFeeRate = number("0.00075");
    result.now = Timestamp {1'767'607'200'000};
    result.fundingRate = number("0.0001");
    result.nextFunding = result.now + Duration::hours(1);
    result.fundingInterval = Duration::hours(8);
    result.longestHold = Duration::hours(24);
    result.liquidationPrice = number("90.5");
    return result;
}

} // namespace

TEST_CASE("a walk takes level by level, and nothing is known beyond the last")
{
    const Instrument instrument = test::instrument();
    const auto walk = walkBook(book(), Side::Buy, Quantity {250}, instrument);
    REQUIRE(walk);
    CHECK(walk->value == number("2500.40"));
    CHECK(walk->averagePrice == number("100.016"));
    CHECK(walkBook(book(), Side::Sell, Quantity {250}, instrument)->averagePrice == number("99.984"));
    CHECK(walkBook(book(), Side::Sell, Quantity {1'300}, instrument));
    CHECK_FALSE(walkBook(book(), Side::Sell, Quantity {1'301}, instrument));
    CHECK_FALSE(walkBook(book(), Side::Buy, Quantity {0}, instrument));
    CHECK_FALSE(walkBook(BookSnapshot {}, Side::Buy, Quantity {1}, instrument));
}

TEST_CASE("the sheet of a long, worked by hand")
{
    const BookSnapshot known = book();
    const CostSheet sheet = forecastCosts(question(known), test::instrument());
    CHECK(sheet.quantity == number("25"));
    CHECK(sheet.entryPrice == number("100.016"));
    CHECK(*sheet.entrySlippageBps == Approx(1.6).epsilon(1e-9));
    CHECK(sheet.entryFee == number("1.8753")); // 2500.40 * 0.00075
    CHECK(sheet.exitPrice == number("98.98416")); // 99 * 99.984 / 100
    CHECK(*sheet.exitSlippageBps == Approx(1.6).epsilon(1e-9));
    CHECK(sheet.exitFee == number("1.855953")); // 2474.604 * 0.00075
    CHECK(sheet.funding == number("0.75")); // after 1, 9 and 17 hours, 0.25 each
    CHECK(sheet.liquidationDistance == number("9.516"));
    CHECK(sheet.loss == number("30.277253")); // 25.796 + 1.8753 + 1.855953 + 0.75
    CHECK(*sheet.lossR == Approx(30.277253 / 25.0));
    CHECK(sheet.worstLoss == number("242.222175")); // 237.9 + 1.8753 + 1.696875 + 0.75
    CHECK(*sheet.worstLossR == Approx(242.222175 / 25.0));
}

TEST_CASE("a short is the mirror, and funding that is received covers no loss")
{
    const BookSnapshot known = book();
    CostQuestion mirrored = question(known);
    mirrored.direction = Direction::Short;
    mirrored.stop = Price {10'100};
    mirrored.liquidationPrice = number("109.5");
    const CostSheet sheet = forecastCosts(mirrored, test::instrument());
    CHECK(sheet.entryPrice == number("99.984"));
    CHECK(*sheet.entrySlippageBps == Approx(1.6).epsilon(1e-9));
    CHECK(sheet.exitPrice == number("101.01616"));
    CHECK(*sheet.exitSlippageBps == Approx(1.6).epsilon(1e-9));
    CHECK(sheet.funding == number("-0.75"));
    CHECK(sheet.liquidationDistance == number("9.516"));
    CHECK(sheet.entryFee == number("1.8747"));
    CHECK(sheet.exitFee == number("1.894053"));
    CHECK(sheet.loss == number("29.572753")); // 25.804 + 1.8747 + 1.894053
}

TEST_CASE("what is not known is empty, and nothing stands in its place")
{
    const Instrument instrument = test::instrument();
    const BookSnapshot known = book();
    CostQuestion asked = question(known);
    SECTION("no book: fees at the planned prices, no loss")
    {
        asked.book = nullptr;
        const CostSheet sheet = forecastCosts(asked, instrument);
        CHECK_FALSE(sheet.entryPrice);
        CHECK_FALSE(sheet.entrySlippageBps);
        CHECK_FALSE(sheet.exitPrice);
        CHECK_FALSE(sheet.exitSlippageBps);
        CHECK_FALSE(sheet.loss);
        CHECK_FALSE(sheet.lossR);
        CHECK_FALSE(sheet.worstLoss);
        CHECK(sheet.entryFee == number("1.875"));
        CHECK(sheet.exitFee == number("1.85625"));
        CHECK(sheet.liquidationDistance == number("9.5"));
    }
    SECTION("a book that is too thin on the side of the exit")
    {
        BookSnapshot thin = book();
        thin.bids.resize(1);
        asked.book = &thin;
        const CostSheet sheet = forecastCosts(asked, instrument);
        CHECK(sheet.entryPrice == number("100.016"));
        CHECK_FALSE(sheet.exitPrice);
        CHECK_FALSE(sheet.loss);
    }
    SECTION("funding")
    {
        asked.longestHold = Duration::minutes(59);
        CHECK(forecastCosts(asked, instrument).funding == Decimal());
        asked.longestHold = Duration::hours(1);
        CHECK(forecastCosts(asked, instrument).funding == number("0.25"));
        asked.longestHold.reset();
        CHECK_FALSE(forecastCosts(asked, instrument).funding);
        asked.longestHold = Duration::hours(24);
        asked.nextFunding = asked.now; // of before: nobody has told the next
        CHECK_FALSE(forecastCosts(asked, instrument).funding);
        asked.nextFunding = asked.now + Duration::hours(1);
        asked.fundingRate.reset();
        CHECK_FALSE(forecastCosts(asked, instrument).funding);
    }
    SECTION("margin")
    {
        asked.liquidationPrice.reset();
        const CostSheet sheet = forecastCosts(asked, instrument);
        CHECK_FALSE(sheet.liquidationDistance);
        CHECK_FALSE(sheet.worstLoss);
        CHECK(sheet.loss);
        // One that cannot be reached above 0: all of it can be lost.
        asked.liquidationPrice = number("-10");
        CHECK(forecastCosts(asked, instrument).liquidationDistance == number("100.016"));
    }
}

TEST_CASE("what it cost, and by how much the forecast was wrong")
{
    const Instrument instrument = test::instrument();
    const BookSnapshot known = book();
    const CostSheet forecast = forecastCosts(question(known), instrument);
    CostTally tally(Direction::Long);
    tally.entryFilled(Price {10'002}, Quantity {100}, number("0.75"));
    tally.entryFilled(Price {10'004}, Quantity {100}, number("0.76"));
    tally.exitFilled(Price {10'300}, Quantity {50}, number("0.1"), std::nullopt);
    tally.exitFilled(Price {9'890}, Quantity {150}, number("1.11"), number("99"));

    CostTally::Outcome outcome;
    outcome.middle = number("100");
    outcome.liquidationPrice = number("90.4");
    outcome.funding = number("0.2");
    outcome.net = number("-5.02");
    outcome.riskUsd = number("20");
    const CostSheet realised = tally.realised(outcome, instrument);
    CHECK(realised.quantity == number("20"));
    CHECK(realised.entryPrice == number("100.03"));
    CHECK(*realised.entrySlippageBps == Approx(3.0).epsilon(1e-9));
    CHECK(realised.entryFee == number("1.51"));
    CHECK(realised.exitPrice == number("98.9"));
    CHECK(*realised.exitSlippageBps == Approx(0.1 / 99.0 * 1e4).epsilon(1e-9));
    CHECK(realised.exitFee == number("1.21"));
    CHECK(realised.funding == number("0.2"));
    CHECK(realised.liquidationDistance == number("9.63"));
    CHECK(realised.loss == number("5.02"));
    CHECK(*realised.lossR == Approx(0.251));
    CHECK_FALSE(realised.worstLoss);

    const auto error = tally.errorOf(forecast, Price {9'900}, outcome.riskUsd, instrument);
    REQUIRE(error);
    // Entry: 2000.60 - 2000.32 + 1.51 - 1.50024 = 0.28976; exit: 1.5 - 0.2376 + 1.11 - 1.1135718.
    CHECK(error->usd == number("1.5485882"));
    CHECK(error->bps == Approx(1.5485882 / 2000.32 * 1e4));
    CHECK(*error->r == Approx(0.07742941));
}

TEST_CASE("a trade that came as it was forecast has no error")
{
    const Instrument instrument = test::instrument();
    BookSnapshot flat;
    flat.bids.push_back({Price {9'999}, Quantity {1'000}});
    flat.asks.push_back({Price {10'001}, Quantity {1'000}});
    CostQuestion asked = question(flat);
    asked.stop = Price {9'000};
    const CostSheet forecast = forecastCosts(asked, instrument);
    CHECK(forecast.exitPrice == number("89.991"));
    CostTally tally(Direction::Long);
    tally.entryFilled(Price {10'001}, Quantity {250}, forecast.entryFee);
    tally.exitFilled(Price {8'999}, Quantity {225}, number("1.51858125"), number("90"));
    tally.exitFilled(Price {9'000}, Quantity {25}, number("0.16873125"), number("90"));
    CHECK(forecast.exitFee == number("1.68733125"));
    // 89.99 of nine parts and 90 of one are the forecast's 89.991; the fee is 0.00001875 less.
    CHECK(tally.errorOf(forecast, Price {9'000}, number("250"), instrument)->usd == number("-0.00001875"));
}

TEST_CASE("there is no error without a forecast, an entry or a risk to measure it by")
{
    const Instrument instrument = test::instrument();
    const BookSnapshot known = book();
    CostQuestion asked = question(known);
    const CostSheet forecast = forecastCosts(asked, instrument);
    CostTally tally(Direction::Long);
    CHECK_FALSE(tally.errorOf(forecast, asked.stop, number("20"), instrument));
    tally.entryFilled(Price {10'001}, Quantity {10}, Decimal());
    CHECK(tally.errorOf(forecast, asked.stop, number("20"), instrument));
    CHECK_FALSE(tally.errorOf(forecast, asked.stop, Decimal(), instrument)->r);
    asked.book = nullptr;
    CHECK_FALSE(tally.errorOf(forecastCosts(asked, instrument), asked.stop, number("20"), instrument));
}

TEST_CASE("whatever the book: more is never cheaper, and the worst is never better than the stop")
{
    const Instrument instrument = test::instrument();
    Rng rng(7);
    for (int round = 0; round < 2'000; ++round) {
        BookSnapshot known;
        std::int64_t bid = 10'000;
        std::int64_t ask = bid + rng.integer(1, 20);
        for (int level = 0; level < 8; ++level) {
            known.bids.push_back({Price {bid}, Quantity {rng.integer(1, 300)}});
            known.asks.push_back({Price {ask}, Quantity {rng.integer(1, 300)}});
            bid -= rng.integer(1, 15);
            ask += rng.integer(1, 15);
        }
        CostQuestion asked = question(known);
        asked.direction = rng.chance(0.5) ? Direction::Long : Direction::Short;
        const int side = signOf(asked.direction);
        asked.stop = asked.plannedEntry - side * rng.integer(10, 400);
        asked.liquidationPrice = instrument.toDecimal(asked.plannedEntry - side * rng.integer(100, 3'000));
        asked.fundingRate = Decimal::fromUnits(rng.integer(-30, 30), 5);
        std::optional<CostSheet> smaller;
        for (std::int64_t lots = rng.integer(1, 40); lots < 1'500; lots += rng.integer(1, 200)) {
            asked.quantity = Quantity {lots};
            const CostSheet sheet = forecastCosts(asked, instrument);
            if (smaller && sheet.entryPrice) {
                REQUIRE((*sheet.entryPrice - *smaller->entryPrice) * side >= Decimal());
                REQUIRE(*sheet.entrySlippageBps >= *smaller->entrySlippageBps);
            }
            if (smaller && smaller->exitPrice && sheet.exitPrice) {
                REQUIRE((*smaller->exitPrice - *sheet.exitPrice) * side >= Decimal());
                REQUIRE(*sheet.exitSlippageBps >= *smaller->exitSlippageBps);
            }
            REQUIRE((!smaller || smaller->entryPrice || !sheet.entryPrice));
            if (sheet.loss) {
                const Decimal byPrice =
                    (*sheet.entryPrice - instrument.toDecimal(asked.stop)) * side * sheet.quantity;
                REQUIRE(*sheet.loss >= byPrice);
                REQUIRE(*sheet.worstLoss >= *sheet.loss);
            }
            smaller = sheet;
        }
    }
}
