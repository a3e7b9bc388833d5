// SPDX-License-Identifier: GPL-3.0-or-later
#include "risk/AddOnSizing.h"
#include "risk/Sizing.h"

#include "core/Rng.h"
#include "risk_fixtures.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

using namespace breakline;
using namespace breakline::test;

namespace {

/// Equity 100 000, entry 50, stop 49, fees 7.5 bps: the plan of the examples.
SizingInput example()
{
    SizingInput input;
    input.equityUsd = 100'000.0;
    input.entry = Price{5000};
    input.stop = Price{4900};
    input.bidDepthUsd = 50'000.0;
    input.askDepthUsd = 40'000.0;
    input.takerFeeBps = 7.5;
    return input;
}

RiskParameters withoutCosts()
{
    RiskParameters parameters = breakoutV1();
    parameters.riskIncludesCosts = false;
    return parameters;
}

RiskParameters unlimited(RiskParameters parameters)
{
    parameters.maxPositionSizeUsd.reset();
    parameters.allowMissingSizingDepth = true;
    return parameters;
}

SizingInput withoutDepth(SizingInput input)
{
    input.bidDepthUsd.reset();
    input.askDepthUsd.reset();
    return input;
}

} // namespace

TEST_CASE("The risk budget alone gives 1500 of 75 000 USD")
{
    const Instrument instrument = makeInstrument();
    const PositionSize size = calculateSize(unlimited(withoutCosts()), instrument, withoutDepth(example()));
    REQUIRE(size.valid);
    CHECK(instrument.toDecimal(size.quantity) == Decimal::literal("1500"));
    CHECK(size.notionalUsd == Approx(75'000.0));
    CHECK(size.riskUsd == Approx(1500.0));
    CHECK(size.riskR == Approx(1.0));
    CHECK(size.stopDistance == Approx(1.0));
    CHECK(size.costsPerUnit == 0.0);
    CHECK_FALSE(size.precisionAdjusted);
    CHECK(size.reason == SizeRejection::None);
    CHECK(size.cap == SizeCap::None);
}

TEST_CASE("The position cap gives 1200")
{
    RiskParameters parameters = withoutCosts();
    parameters.allowMissingSizingDepth = true;
    const PositionSize size = calculateSize(parameters, makeInstrument(), withoutDepth(example()));
    REQUIRE(size.valid);
    CHECK(size.quantity == Quantity{1'200'000});
    CHECK(size.notionalUsd == Approx(60'000.0));
    CHECK(size.cap == SizeCap::PositionSize);
}

TEST_CASE("One depth limit over both sides: a quarter of 40 000 is 200, 0.1333 R")
{
    const PositionSize size = calculateSize(withoutCosts(), makeInstrument(), example());
    REQUIRE(size.valid);
    CHECK(size.quantity == Quantity{200'000});
    CHECK(size.notionalUsd == Approx(10'000.0));
    CHECK(size.riskUsd == Approx(200.0));
    CHECK(size.riskR == Approx(0.133333).epsilon(1e-5));
    CHECK(size.cap == SizeCap::Depth);

    SizingInput swapped = example();
    std::swap(swapped.bidDepthUsd, swapped.askDepthUsd);
    CHECK(calculateSize(withoutCosts(), makeInstrument(), swapped).quantity == Quantity{200'000});
}

TEST_CASE("Costs widen the stop distance that is sized, not the one that is reported")
{
    const Instrument instrument = makeInstrument("0.000001");
    RiskParameters parameters = unlimited(breakoutV1());
    parameters.expectedSlippageBps = 0.0;
    PositionSize size = calculateSize(parameters, instrument, withoutDepth(example()));
    REQUIRE(size.valid);
    CHECK(instrument.toDouble(size.quantity) == Approx(1395.348837).margin(1e-6));
    CHECK(size.riskR == Approx(0.930233).margin(1e-6));
    CHECK(size.costsPerUnit == Approx(0.075));
    CHECK(size.stopDistance == Approx(1.0));

    parameters.expectedSlippageBps = 5.0;
    size = calculateSize(parameters, instrument, withoutDepth(example()));
    CHECK(instrument.toDouble(size.quantity) == Approx(1363.636364).margin(1e-6));
}

TEST_CASE("Costs include no more than they are asked to in the depth example")
{
    // The cap binds before the costs do.
    const PositionSize size = calculateSize(breakoutV1(), makeInstrument(), example());
    REQUIRE(size.valid);
    CHECK(size.quantity == Quantity{200'000});
    CHECK(size.riskR == Approx(0.133333).epsilon(1e-5));
}

TEST_CASE("The quantity is floored to the lot")
{
    const Instrument instrument = makeInstrument("10");
    RiskParameters parameters = unlimited(withoutCosts());
    SizingInput input = withoutDepth(example());
    input.stop = Price{4893}; // 1500 / 1.07 = 1401.87
    const PositionSize size = calculateSize(parameters, instrument, input);
    REQUIRE(size.valid);
    CHECK(instrument.toDecimal(size.quantity) == Decimal::literal("1400"));
    CHECK(size.precisionAdjusted);
}

TEST_CASE("A stop at or behind the entry is refused with its signed distance")
{
    const auto [direction, stop] = GENERATE(table<Direction, std::int64_t>(
        {{Direction::Long, 5000}, {Direction::Long, 5001}, {Direction::Short, 5000}, {Direction::Short, 4999}}));
    SizingInput input = example();
    input.direction = direction;
    input.stop = Price{stop};
    const PositionSize size = calculateSize(breakoutV1(), makeInstrument(), input);
    CHECK_FALSE(size.valid);
    CHECK(size.reason == SizeRejection::StopOnWrongSide);
    CHECK(size.value.value() <= 0.0);
    CHECK(size.threshold == 0.0);
    CHECK(size.quantity.isZero());
}

TEST_CASE("Missing depth is refused unless the plan lets it pass")
{
    RiskParameters parameters = breakoutV1();
    SizingInput input = example();
    input.askDepthUsd.reset();
    CHECK(calculateSize(parameters, makeInstrument(), input).reason == SizeRejection::DepthMissing);
    input = example();
    input.bidDepthUsd = std::numeric_limits<double>::quiet_NaN();
    CHECK(calculateSize(parameters, makeInstrument(), input).reason == SizeRejection::DepthMissing);
    parameters.allowMissingSizingDepth = true;
    CHECK(calculateSize(parameters, makeInstrument(), input).valid);
}

TEST_CASE("The leverage room caps the quantity and refuses only below the minimum")
{
    const RiskParameters parameters = unlimited(withoutCosts());
    SizingInput input = withoutDepth(example());
    input.committedNotionalUsd = 490'000.0; // 5 x 100 000 leaves 10 000
    PositionSize size = calculateSize(parameters, makeInstrument(), input);
    REQUIRE(size.valid);
    CHECK(size.quantity == Quantity{200'000});
    input.committedNotionalUsd = 499'995.0;
    size = calculateSize(parameters, makeInstrument(), input);
    REQUIRE(size.valid); // exactly the minimum of 5 USD
    CHECK(size.quantity == Quantity{100});
    input.committedNotionalUsd = 499'995.1;
    size = calculateSize(parameters, makeInstrument(), input);
    CHECK(size.reason == SizeRejection::LeverageRoom);
    CHECK(size.value.value() == Approx(4.9));
    CHECK(size.threshold.value() == Approx(5.0));
    input.committedNotionalUsd = 600'000.0;
    size = calculateSize(parameters, makeInstrument(), input);
    CHECK(size.reason == SizeRejection::LeverageRoom);
    CHECK(size.value.value() == 0.0);
}

TEST_CASE("Minimum notional: at it passes, under it is refused")
{
    RiskParameters parameters = unlimited(withoutCosts());
    parameters.maxPositionSizeUsd = 5.0;
    CHECK(calculateSize(parameters, makeInstrument(), withoutDepth(example())).valid);
    parameters.maxPositionSizeUsd = 4.99;
    const PositionSize size = calculateSize(parameters, makeInstrument(), withoutDepth(example()));
    CHECK(size.reason == SizeRejection::BelowMinimum);
    CHECK(size.value.value() == Approx(4.95));
    CHECK(size.threshold.value() == Approx(5.0));
}

TEST_CASE("Risk reduction halves everything and floors again")
{
    SizingInput input = withoutDepth(example());
    input.halve = true;
    PositionSize size = calculateSize(unlimited(withoutCosts()), makeInstrument(), input);
    REQUIRE(size.valid);
    CHECK(size.quantity == Quantity{750'000});
    CHECK(size.notionalUsd == Approx(37'500.0));
    CHECK(size.riskUsd == Approx(750.0));
    CHECK(size.riskR == Approx(0.5));

    RiskParameters parameters = unlimited(withoutCosts());
    parameters.maxPositionSizeUsd = 9.0; // 0.18, half of it is 4.5 USD
    size = calculateSize(parameters, makeInstrument(), input);
    CHECK(size.reason == SizeRejection::BelowMinimum);
}

TEST_CASE("The stop must lie well before liquidation")
{
    // Leverage 10, maintenance 0.5 %: liquidation 9.5 % away, so 4.75 % is the widest stop.
    CHECK(isolatedLiquidationPrice(Direction::Long, 100.0, 10.0, 0.005) == Approx(90.5));
    CHECK(isolatedLiquidationPrice(Direction::Short, 100.0, 10.0, 0.005) == Approx(109.5));
    const RiskParameters parameters = unlimited(withoutCosts());
    SizingInput input = withoutDepth(example());
    input.entry = Price{10'000};
    input.stop = Price{10'000 - 475};
    CHECK(calculateSize(parameters, makeInstrument(), input).valid);
    input.stop = Price{10'000 - 476};
    const PositionSize size = calculateSize(parameters, makeInstrument(), input);
    CHECK(size.reason == SizeRejection::LiquidationTooNear);
    CHECK(size.value.value() == Approx(9.5));
    CHECK(size.threshold.value() == Approx(9.52));
}

TEST_CASE("A maintenance rate above the initial margin never counts as distance")
{
    Instrument instrument = makeInstrument();
    instrument.maintenanceMarginRate = Decimal::literal("0.2");
    const PositionSize size = calculateSize(unlimited(withoutCosts()), instrument, withoutDepth(example()));
    CHECK(size.reason == SizeRejection::LiquidationTooNear);
    CHECK(size.value.value() < 0.0);
}

TEST_CASE("Free margin must carry the initial margin and the entry fees")
{
    const RiskParameters parameters = unlimited(withoutCosts());
    SizingInput input = withoutDepth(example());
    // 75 000 at leverage 10 and 7.5 bps: 7500 + 56.25.
    input.freeMarginUsd = 7556.26;
    CHECK(calculateSize(parameters, makeInstrument(), input).valid);
    input.freeMarginUsd = 7556.24;
    const PositionSize size = calculateSize(parameters, makeInstrument(), input);
    CHECK(size.reason == SizeRejection::MarginTooSmall);
    CHECK(size.value.value() == Approx(7556.24));
    CHECK(size.threshold.value() == Approx(7556.25));
}

TEST_CASE("The leverage set at the venue is 10 or what the instrument offers")
{
    Instrument instrument = makeInstrument();
    CHECK(leverageToSet(breakoutV1(), instrument) == 10.0);
    instrument.maxLeverage = Decimal::literal("8");
    CHECK(leverageToSet(breakoutV1(), instrument) == 8.0);
}

TEST_CASE("Equity that is not a positive number gives nothing")
{
    const double equity = GENERATE(0.0, -1.0, std::numeric_limits<double>::quiet_NaN(),
                                   std::numeric_limits<double>::infinity());
    SizingInput input = example();
    input.equityUsd = equity;
    CHECK(calculateSize(breakoutV1(), makeInstrument(), input).reason == SizeRejection::EquityUnknown);
}

TEST_CASE("A book whose notional is unknown gives nothing")
{
    SizingInput input = example();
    input.committedNotionalUsd = std::numeric_limits<double>::quiet_NaN();
    CHECK(calculateSize(breakoutV1(), makeInstrument(), input).reason == SizeRejection::EquityUnknown);
}

TEST_CASE("Targets come out in lots; fractions that add up to 1 leave nothing")
{
    const std::vector<TargetLeg> legs{{1.5, 0.5}, {3.0, 0.5}};
    SizingInput input = example();
    input.targets = legs;
    const PositionSize size = calculateSize(withoutCosts(), makeInstrument(), input);
    REQUIRE(size.valid);
    CHECK(size.targets == std::vector<SizedTarget>{{1.5, Quantity{100'000}, 1}, {3.0, Quantity{100'000}, 1}});
    CHECK(size.runner.isZero());
}

TEST_CASE("No legal split refuses the size")
{
    const std::vector<TargetLeg> legs{{1.5, 0.4}, {2.8, 0.35}};
    RiskParameters parameters = unlimited(withoutCosts());
    parameters.maxPositionSizeUsd = 6.0;
    SizingInput input = withoutDepth(example());
    input.targets = legs;
    // 6 USD: 0.75 of it is 4.5, under the minimum of 5, so no target stands alone.
    const PositionSize size = calculateSize(parameters, makeInstrument(), input);
    CHECK(size.reason == SizeRejection::TargetNotLegal);
    CHECK(size.targets.empty());
    CHECK(size.value.value() == Approx(6.0));
}

TEST_CASE("Every rejection has a name of its own")
{
    std::vector<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(SizeRejection::AddedRisk); ++i) {
        const auto name = toText(static_cast<SizeRejection>(i));
        CHECK(std::find(names.begin(), names.end(), name) == names.end());
        names.push_back(name);
    }
    CHECK(names.front() == "none");
    CHECK(names.size() == 12);
}

TEST_CASE("Sizing never exceeds a cap, is finite, grows with equity and mirrors")
{
    Rng rng(20260105);
    int valid = 0;
    for (int i = 0; i < 20'000; ++i) {
        const Instrument instrument = makeInstrument(i % 3 == 0 ? "0.001" : i % 3 == 1 ? "0.1" : "5");
        RiskParameters parameters = breakoutV1();
        parameters.riskPerTrade = 0.0005 + 0.0495 * rng.uniform();
        parameters.riskIncludesCosts = rng.uniform() < 0.5;
        parameters.maxDepthFraction = 0.05 + 0.95 * rng.uniform();
        parameters.maxLeverage = 0.5 + 5.0 * rng.uniform();
        if (rng.uniform() < 0.3)
            parameters.maxPositionSizeUsd.reset();
        else
            parameters.maxPositionSizeUsd = 10.0 + 100'000.0 * rng.uniform();
        const std::vector<TargetLeg> legs{{1.0, 0.3}, {2.0, 0.3}, {3.5, 0.25}};
        SizingInput input = example();
        input.targets = legs;
        input.equityUsd = 10.0 + 200'000.0 * rng.uniform();
        input.entry = Price{1000 + static_cast<std::int64_t>(100'000 * rng.uniform())};
        const auto distance = std::max<std::int64_t>(1, static_cast<std::int64_t>(static_cast<double>(input.entry.ticks) * 0.06 * rng.uniform()));
        input.direction = Direction::Long;
        input.stop = Price{input.entry.ticks - distance};
        input.bidDepthUsd = 200'000.0 * rng.uniform();
        input.askDepthUsd = 200'000.0 * rng.uniform();
        input.committedNotionalUsd = 300'000.0 * rng.uniform();
        input.halve = rng.uniform() < 0.2;
        const PositionSize size = calculateSize(parameters, instrument, input);
        REQUIRE(std::isfinite(size.notionalUsd));
        REQUIRE(std::isfinite(size.riskUsd));
        REQUIRE(std::isfinite(size.riskR));
        REQUIRE(size.valid == (size.reason == SizeRejection::None));
        REQUIRE(size.valid == (size.quantity.lots > 0));

        // A short with the same distance: the same quantity. Only the price of a
        // leg differs, so the minimum of a leg may refuse it.
        SizingInput mirrored = input;
        mirrored.direction = Direction::Short;
        mirrored.stop = Price{input.entry.ticks + distance};
        const PositionSize other = calculateSize(parameters, instrument, mirrored);
        if (size.valid && other.valid) {
            REQUIRE(other.quantity == size.quantity);
            REQUIRE(other.riskUsd == size.riskUsd);
        } else if (size.valid) {
            REQUIRE(other.reason == SizeRejection::TargetNotLegal);
        }
        if (!size.valid)
            continue;
        ++valid;
        constexpr double kHair = 1.0 + 1e-8;
        if (parameters.maxPositionSizeUsd)
            REQUIRE(size.notionalUsd <= *parameters.maxPositionSizeUsd * kHair);
        REQUIRE(size.notionalUsd
                <= parameters.maxDepthFraction * std::min(*input.bidDepthUsd, *input.askDepthUsd) * kHair);
        REQUIRE(size.notionalUsd
                <= (parameters.maxLeverage * input.equityUsd - input.committedNotionalUsd) * kHair);
        REQUIRE(size.riskUsd <= input.equityUsd * parameters.riskPerTrade * kHair);
        REQUIRE(instrument.notional(input.entry, size.quantity) >= instrument.minNotional);
        Quantity sum = size.runner;
        for (const SizedTarget& target : size.targets)
            sum += target.quantity;
        REQUIRE(sum == size.quantity);

        SizingInput richer = input;
        richer.equityUsd *= 1.0 + rng.uniform();
        REQUIRE(calculateSize(parameters, instrument, richer).quantity >= size.quantity);
    }
    CHECK(valid > 2000);
}

namespace {

/// 1000 at 50 with R 1, half sold at the first target, the stop at breakeven, price at 51.
AddOnSizingInput addOn(Direction direction = Direction::Long)
{
    const auto at = [direction](std::int64_t ticks) {
        return Price{direction == Direction::Long ? ticks : 10'000 - ticks};
    };
    AddOnSizingInput input;
    input.equityUsd = 100'000.0;
    input.direction = direction;
    input.price = at(5100);
    input.stop = at(5005);
    input.open = Quantity{500'000};
    input.openAverage = 50.0;
    input.initialRiskUsd = 1000.0;
    input.wanted = Quantity{250'000};
    input.committedNotionalUsd = 25'500.0;
    input.takerFeeBps = 7.5;
    return input;
}

} // namespace

TEST_CASE("An add-on takes what is wanted under the caps of the whole position")
{
    const Instrument instrument = makeInstrument();
    const auto direction = GENERATE(Direction::Long, Direction::Short);
    const double price = direction == Direction::Long ? 51.0 : 49.0;
    RiskParameters parameters = unlimited(withoutCosts());
    PositionSize size = sizeAddOn(parameters, instrument, addOn(direction));
    REQUIRE(size.valid);
    CHECK(size.quantity == Quantity{250'000});
    CHECK(size.runner == size.quantity);
    CHECK(size.targets.empty());
    CHECK(size.notionalUsd == Approx(250.0 * price));
    // Average 50.3333, stop 50.05: 750 lose 212.50 there.
    CHECK(size.riskUsd == Approx(212.5));
    CHECK(size.riskR == Approx(0.2125));

    parameters.maxPositionSizeUsd = 30'000.0;
    size = sizeAddOn(parameters, instrument, addOn(direction));
    REQUIRE(size.valid);
    CHECK(size.precisionAdjusted);
    CHECK(instrument.toDouble(size.quantity) == Approx(30'000.0 / price - 500.0).margin(0.001));

    parameters = withoutCosts(); // a quarter of the thinner side, over both parts
    AddOnSizingInput input = addOn(direction);
    input.bidDepthUsd = 140'000.0;
    input.askDepthUsd = 200'000.0;
    size = sizeAddOn(parameters, instrument, input);
    REQUIRE(size.valid);
    CHECK(instrument.toDouble(size.quantity) == Approx(35'000.0 / price - 500.0).margin(0.001));
    input.halve = true;
    CHECK(sizeAddOn(parameters, instrument, input).quantity.lots == size.quantity.lots / 2);
    input.bidDepthUsd.reset();
    CHECK(sizeAddOn(parameters, instrument, input).reason == SizeRejection::DepthMissing);
    input.bidDepthUsd = 60'000.0; // there is no room left
    CHECK(sizeAddOn(parameters, instrument, input).reason == SizeRejection::BelowMinimum);
}

TEST_CASE("An add-on risks no more than the position began with")
{
    const Instrument instrument = makeInstrument();
    const RiskParameters parameters = unlimited(withoutCosts());
    const auto direction = GENERATE(Direction::Long, Direction::Short);
    const auto at = [direction](std::int64_t ticks) {
        return Price{direction == Direction::Long ? ticks : 10'000 - ticks};
    };
    // Below breakeven all between price and stop counts: 750 x 1.10 and 1.40.
    AddOnSizingInput input = addOn(direction);
    input.stop = at(4990);
    CHECK(sizeAddOn(parameters, instrument, input).valid);
    input.stop = at(4960);
    PositionSize size = sizeAddOn(parameters, instrument, input);
    CHECK(size.reason == SizeRejection::AddedRisk);
    CHECK(*size.value == Approx(1050.0));
    CHECK(size.threshold == 1000.0);
    // At breakeven what the whole would lose from its average counts.
    input = addOn(direction);
    input.price = at(5500);
    input.wanted = Quantity{500'000};
    size = sizeAddOn(parameters, instrument, input);
    CHECK(size.reason == SizeRejection::AddedRisk);
    CHECK(*size.value == Approx(2450.0)); // 1000 x (52.50 - 50.05)
    input.stop = at(5155);
    CHECK(sizeAddOn(parameters, instrument, input).valid);
    // And never on the wrong side of its stop.
    input.price = at(5155);
    CHECK(sizeAddOn(parameters, instrument, input).reason == SizeRejection::StopOnWrongSide);
}

TEST_CASE("An add-on leaves leverage, margin and minimums as an entry does")
{
    const Instrument instrument = makeInstrument();
    RiskParameters parameters = unlimited(withoutCosts());
    AddOnSizingInput input = addOn();
    input.committedNotionalUsd = 499'998.0; // of 5 times 100 000
    CHECK(sizeAddOn(parameters, instrument, input).reason == SizeRejection::LeverageRoom);
    input.committedNotionalUsd = 494'900.0;
    CHECK(sizeAddOn(parameters, instrument, input).quantity == Quantity{100'000});
    input = addOn();
    input.freeMarginUsd = 1'275.0;
    CHECK(sizeAddOn(parameters, instrument, input).reason == SizeRejection::MarginTooSmall);
    input.wanted = Quantity{50};
    CHECK(sizeAddOn(parameters, instrument, input).reason == SizeRejection::BelowMinimum);
    input = addOn();
    input.equityUsd = 0.0;
    CHECK(sizeAddOn(parameters, instrument, input).reason == SizeRejection::EquityUnknown);
}
