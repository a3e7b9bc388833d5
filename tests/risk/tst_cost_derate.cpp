// SPDX-License-Identifier: GPL-3.0-or-later
#include "risk/CostDerate.h"

#include "core/Rng.h"
#include "risk/AddOnSizing.h"
#include "risk/Sizing.h"
#include "risk_fixtures.h"

#include <catch2/catch.hpp>

#include <limits>

using namespace breakline;
using namespace breakline::test;

namespace {
constexpr SymbolId kFirst {0};
constexpr SymbolId kSecond {1};
} // namespace

TEST_CASE("nothing is said of fewer than ten trades")
{
    CostErrors errors;
    for (int i = 0; i < 9; ++i)
        errors.add(kFirst, 1.0);
    CHECK_FALSE(errors.of(kFirst));
    errors.add(kFirst, 1.0);
    CHECK(errors.of(kFirst) == 1.0);
}

TEST_CASE("the largest and the smallest of ten do not count, and of twenty two each")
{
    CostErrors errors;
    for (const double error : {9.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, -9.0})
        errors.add(kFirst, error);
    CHECK(*errors.of(kFirst) == Approx(0.45)); // 3.6 / 8
    for (int i = 0; i < 10; ++i)
        errors.add(kFirst, 0.45);
    CHECK(*errors.of(kFirst) == Approx(0.45 * 10 / 16 + (3.6 - 0.8 - 0.1) / 16));
    errors.add(kFirst, 0.45); // the oldest, the 9, is forgotten
    CHECK(*errors.of(kFirst) == Approx((0.45 * 11 + 0.2 + 0.3 + 0.4 + 0.5 + 0.6) / 16));
}

TEST_CASE("a symbol with too few trades has the error of all")
{
    CostErrors errors;
    for (int i = 0; i < 9; ++i)
        errors.add(kFirst, 0.3);
    errors.add(kSecond, 0.3);
    CHECK(*errors.of(kFirst) == Approx(0.3));
    CHECK(*errors.of(kSecond) == Approx(0.3));
    for (int i = 0; i < 10; ++i)
        errors.add(kSecond, 0.0);
    CHECK(*errors.of(kSecond) == Approx(0.0).margin(1e-12));
    errors.add(kFirst, 0.3);
    CHECK(*errors.of(kFirst) == Approx(0.3));
}

TEST_CASE("what is no number is not counted")
{
    CostErrors errors;
    for (int i = 0; i < 9; ++i)
        errors.add(kFirst, 0.2);
    errors.add(kFirst, std::numeric_limits<double>::quiet_NaN());
    errors.add(kFirst, std::numeric_limits<double>::infinity());
    CHECK_FALSE(errors.of(kFirst));
}

TEST_CASE("up to the bound the whole may be taken, beyond it what loses no more at the stop")
{
    CHECK(costSizeFactor(std::nullopt, 0.1) == 1.0);
    CHECK(costSizeFactor(-3.0, 0.1) == 1.0);
    CHECK(costSizeFactor(0.1, 0.1) == 1.0);
    CHECK(costSizeFactor(0.21, 0.1) == Approx(1.1 / 1.21));
    CHECK(costSizeFactor(1.2, 0.1) == Approx(0.5));
    double before = 1.0;
    for (double error = 0.0; error < 20.0; error += 0.01) {
        const double factor = costSizeFactor(error, 0.1);
        REQUIRE(factor > 0.0);
        REQUIRE(factor <= before);
        REQUIRE(factor * (1.0 + error) <= std::max(1.1, 1.0 + error) + 1e-12);
        before = factor;
    }
}

TEST_CASE("a derated size of the example")
{
    const Instrument instrument = makeInstrument();
    SizingInput input;
    input.equityUsd = 100'000.0;
    input.entry = Price {5000};
    input.stop = Price {4900};
    input.bidDepthUsd = 50'000.0;
    input.askDepthUsd = 40'000.0;
    input.takerFeeBps = 7.5;
    CHECK(instrument.toDecimal(calculateSize(breakoutV1(), instrument, input).quantity)
          == Decimal::literal("200"));
    input.sizeFactor = costSizeFactor(1.2, 0.1);
    CHECK(instrument.toDecimal(calculateSize(breakoutV1(), instrument, input).quantity)
          == Decimal::literal("100"));
}

TEST_CASE("whatever the errors, no size is larger than without them")
{
    const Instrument instrument = makeInstrument();
    Rng rng(11);
    for (int round = 0; round < 3'000; ++round) {
        CostErrors errors;
        for (std::int64_t trades = rng.integer(0, 40); trades > 0; --trades)
            errors.add(SymbolId {static_cast<std::uint32_t>(rng.integer(0, 2))}, rng.normal() * 0.5 + 0.1);
        const double factor = costSizeFactor(errors.of(kFirst), 0.1);
        REQUIRE(factor > 0.0);
        REQUIRE(factor <= 1.0);

        SizingInput input;
        input.equityUsd = rng.uniform(100.0, 200'000.0);
        input.entry = Price {rng.integer(1'000, 9'000)};
        input.stop = input.entry - rng.integer(1, 300);
        input.bidDepthUsd = rng.uniform(0.0, 500'000.0);
        input.askDepthUsd = rng.uniform(0.0, 500'000.0);
        input.takerFeeBps = 7.5;
        input.halve = rng.chance(0.2);
        if (rng.chance(0.5))
            input.freeMarginUsd = rng.uniform(0.0, 5'000.0);
        const PositionSize whole = calculateSize(breakoutV1(), instrument, input);
        input.sizeFactor = factor;
        const PositionSize derated = calculateSize(breakoutV1(), instrument, input);
        REQUIRE(derated.quantity <= whole.quantity);
        REQUIRE(derated.riskUsd <= whole.riskUsd);
        if (factor == 1.0)
            REQUIRE(derated.quantity == whole.quantity);

        AddOnSizingInput more;
        more.equityUsd = input.equityUsd;
        more.price = input.entry;
        more.stop = input.stop;
        more.open = Quantity {rng.integer(1, 10'000)};
        more.openAverage = instrument.toDouble(input.entry) - rng.uniform(0.0, 3.0);
        more.initialRiskUsd = rng.uniform(1.0, 1'000.0);
        more.wanted = Quantity {rng.integer(1, 10'000)};
        more.freeMarginUsd = input.freeMarginUsd;
        more.bidDepthUsd = input.bidDepthUsd;
        more.askDepthUsd = input.askDepthUsd;
        const PositionSize all = sizeAddOn(breakoutV1(), instrument, more);
        more.sizeFactor = factor;
        const PositionSize part = sizeAddOn(breakoutV1(), instrument, more);
        REQUIRE(part.quantity <= all.quantity);
    }
}
