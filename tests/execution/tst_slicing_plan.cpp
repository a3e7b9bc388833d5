// SPDX-License-Identifier: GPL-3.0-or-later
#include "execution/SlicingPlan.h"
#include "core/Rng.h"
#include "TestInstrument.h"

#include <catch2/catch.hpp>

#include <limits>

using namespace breakline;
using Reason = SlicingRefusal::Reason;

namespace {

Quantity sum(const SlicingPlan& plan)
{
    Quantity total;
    for (const Quantity slice : plan.slices)
        total += slice;
    return total;
}

} // namespace

TEST_CASE("32,000 over a depth of 20,000 at a quarter makes seven slices")
{
    // 640 at 50; sliceMax 5000 USD is 100, 1000 lots.
    const auto plan = planSlices(Quantity{6400}, Price{5000}, 20'000.0, {}, test::instrument());
    REQUIRE(plan.has_value());
    CHECK(plan->slices.size() == 7);
    CHECK(plan->largestSlice == Quantity{1000});
    CHECK(plan->slices.front() == Quantity{914});
    CHECK(plan->slices.back() == Quantity{916});
    CHECK(sum(*plan) == Quantity{6400});
    CHECK_FALSE(plan->shrunk);
}

TEST_CASE("one slice where depth is enough, unknown, or TWAP is off")
{
    ExecutionParameters parameters;
    const Instrument instrument = test::instrument();
    CHECK(planSlices(Quantity{1000}, Price{5000}, 20'000.0, parameters, instrument)->slices
          == std::vector<Quantity>{Quantity{1000}});
    CHECK(planSlices(Quantity{6400}, Price{5000}, std::nullopt, parameters, instrument)->slices
          == std::vector<Quantity>{Quantity{6400}});
    parameters.enableTwap = false;
    CHECK(planSlices(Quantity{6400}, Price{5000}, 20'000.0, parameters, instrument)->slices
          == std::vector<Quantity>{Quantity{6400}});
}

TEST_CASE("more than one slice means at least the least number, unless children got too small")
{
    ExecutionParameters parameters;
    parameters.twapMinSlices = 4;
    const Instrument instrument = test::instrument();
    // 10,000 USD over 5,000 a slice: 2 by depth, 4 by preference, 3 by the iceberg's 3,000.
    CHECK(planSlices(Quantity{2000}, Price{5000}, 20'000.0, parameters, instrument)->slices.size() == 3);
    parameters.enableIceberg = false;
    CHECK(planSlices(Quantity{2000}, Price{5000}, 20'000.0, parameters, instrument)->slices.size() == 4);
    parameters.enableIceberg = true;
    parameters.icebergMinNotional = 0.0;
    CHECK(planSlices(Quantity{2000}, Price{5000}, 20'000.0, parameters, instrument)->slices.size() == 4);
    // Depth alone may cut finer than the iceberg's wish.
    parameters.icebergMinNotional = 8000.0;
    CHECK(planSlices(Quantity{2000}, Price{5000}, 20'000.0, parameters, instrument)->slices.size() == 2);
}

TEST_CASE("beyond the most slices the entry shrinks, and below 30 percent it is refused")
{
    ExecutionParameters parameters;
    const Instrument instrument = test::instrument();
    // sliceMax 500 USD, 100 lots, 12 slices: 6,000 of 10,000 USD.
    const auto plan = planSlices(Quantity{2000}, Price{5000}, 2'000.0, parameters, instrument);
    REQUIRE(plan.has_value());
    CHECK(plan->shrunk);
    CHECK(plan->total == Quantity{1200});
    CHECK(plan->slices == std::vector<Quantity>(12, Quantity{100}));

    // 6,000 of 20,000 USD is exactly 30 percent: sent. One lot more: refused.
    CHECK(planSlices(Quantity{4000}, Price{5000}, 2'000.0, parameters, instrument).has_value());
    const auto refused = planSlices(Quantity{4001}, Price{5000}, 2'000.0, parameters, instrument);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().reason == Reason::DepthTooThin);
    CHECK(refused.error().value == Approx(6000.0));
    CHECK(refused.error().threshold == Approx(6001.5));
    CHECK(planSlices(Quantity{2000}, Price{5000}, 0.0, parameters, instrument).error().reason
          == Reason::DepthTooThin);
}

TEST_CASE("the venue's largest order splits too, with and without depth")
{
    Instrument instrument = test::instrument();
    instrument.maxMarketQuantity = Quantity{300};
    ExecutionParameters parameters;
    CHECK(planSlices(Quantity{1000}, Price{5000}, std::nullopt, parameters, instrument)->slices
          == std::vector<Quantity>(4, Quantity{250}));
    const auto plan = planSlices(Quantity{1000}, Price{5000}, 20'000.0, parameters, instrument);
    CHECK(plan->slices == std::vector<Quantity>(4, Quantity{250}));
    CHECK(plan->largestSlice == Quantity{300});
}

TEST_CASE("orders below the venue's minimum are refused with both values")
{
    const Instrument instrument = test::instrument(); // minimum 5 USD: one lot at 50
    const auto refused = planSlices(Quantity{1}, Price{2000}, std::nullopt, {}, instrument);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error() == SlicingRefusal{Reason::SliceBelowMinimum, 2.0, 6.0});
    CHECK(smallestOrder(Price{5000}, instrument) == Quantity{1});
    CHECK(smallestOrder(Price{2000}, instrument) == Quantity{3});
    CHECK(planSlices(Quantity{0}, Price{2000}, std::nullopt, {}, instrument).error().reason == Reason::InvalidInput);
    CHECK(planSlices(Quantity{5}, Price{0}, std::nullopt, {}, instrument).error().reason == Reason::InvalidInput);
    CHECK(planSlices(Quantity{5}, Price{5000}, std::numeric_limits<double>::quiet_NaN(), {}, instrument)
              .error()
              .reason
          == Reason::InvalidInput);
}

TEST_CASE("random plans: whole lots, never above the largest slice, at least 30 percent")
{
    Rng rng(7);
    int plans = 0;
    for (int i = 0; i < 20'000; ++i) {
        Instrument instrument = test::instrument("0.01", rng.chance(0.5) ? "0.1" : "1");
        if (rng.chance(0.3))
            instrument.maxMarketQuantity = Quantity{rng.integer(1, 5000)};
        ExecutionParameters parameters;
        parameters.twapMinSlices = static_cast<int>(rng.integer(1, 5));
        parameters.twapMaxSlices = parameters.twapMinSlices + static_cast<int>(rng.integer(0, 10));
        parameters.maxDepthFraction = rng.uniform(0.01, 1.0);
        const Quantity total{rng.integer(1, 20'000)};
        const Price price{rng.integer(10, 10'000)};
        const auto depth = rng.chance(0.8) ? std::optional(rng.uniform(0.0, 200'000.0)) : std::nullopt;
        const auto plan = planSlices(total, price, depth, parameters, instrument);
        if (!plan)
            continue;
        ++plans;
        REQUIRE(sum(*plan) == plan->total);
        REQUIRE(plan->total <= total);
        REQUIRE(plan->shrunk == (plan->total < total));
        REQUIRE(plan->total.lots * 10 >= total.lots * 3);
        for (const Quantity slice : plan->slices) {
            REQUIRE(slice >= smallestOrder(price, instrument));
            if (plan->largestSlice)
                REQUIRE(slice <= *plan->largestSlice);
        }
        if (depth)
            REQUIRE(plan->slices.size() <= static_cast<std::size_t>(parameters.twapMaxSlices));
    }
    CHECK(plans > 5'000);
}

TEST_CASE("the interval moves by at most 10 percent and only by its hash")
{
    CHECK(jitteredInterval(Duration::seconds(3), 0) == Duration::milliseconds(2700));
    CHECK(jitteredInterval(Duration::seconds(3), 300) == Duration::milliseconds(3000));
    CHECK(jitteredInterval(Duration::seconds(3), 600) == Duration::milliseconds(3300));
    CHECK(jitteredInterval(Duration::seconds(3), 601) == Duration::milliseconds(2700));
    CHECK(jitteredInterval(Duration::milliseconds(5), 12345) == Duration::milliseconds(5));
}
