// SPDX-License-Identifier: GPL-3.0-or-later
#include "execution/OrderChoice.h"
#include "execution/SendLimits.h"
#include "TestInstrument.h"

#include <catch2/catch.hpp>

#include <vector>

using namespace breakline;
using Reason = SendRefusal::Reason;

namespace {

const Price kMark{10'000}; // 100.00

OrderRequest entry(std::int64_t lots = 10, std::int64_t ticks = 10'010)
{
    return entryOrder("e1", SymbolId{}, Side::Buy, Quantity{lots},
                      OrderTerms{OrderType::Limit, TimeInForce::ImmediateOrCancel, Price{ticks}},
                      AttachedStop{Price{9'000}});
}

struct Fixture {
    SendLimits limits{SendLimitSettings{1'000.0, 0.01, 3, 2}};
    Instrument instrument = test::instrument();
    std::vector<RestingExit> exits;

    std::optional<SendRefusal> check(const OrderRequest& order, std::int64_t ms = 0, bool opens = false,
                                     std::optional<Price> mark = kMark)
    {
        return limits.check(order, opens, mark, exits, instrument, Timestamp{ms});
    }
};

} // namespace

TEST_CASE("notional and deviation from mark are judged at the threshold")
{
    Fixture f;
    CHECK_FALSE(f.check(entry(100, 10'000)).has_value()); // 10 at 100.00 is 1000
    CHECK(f.check(entry(101, 10'000)) == SendRefusal{Reason::Notional, 1010.0, 1000.0});
    CHECK_FALSE(f.check(entry(10, 10'100)).has_value());
    CHECK(f.check(entry(10, 10'101)) == SendRefusal{Reason::DeviationFromMark, 0.0101, 0.01});
    CHECK(f.check(entry(), 0, false, std::nullopt)->reason == Reason::NoMark);
}

TEST_CASE("orders a minute and new positions an hour")
{
    Fixture f;
    for (int i = 0; i < 3; ++i) {
        CHECK_FALSE(f.check(entry(), i * 10).has_value());
        f.limits.recordSent(entry(), false, Timestamp{i * 10});
    }
    CHECK(f.check(entry(), 59'999) == SendRefusal{Reason::OrderRate, 4.0, 3.0});
    CHECK_FALSE(f.check(entry(), 60'000).has_value());

    f.limits.recordSent(entry(), true, Timestamp{200'000});
    f.limits.recordSent(entry(), true, Timestamp{300'000});
    CHECK(f.check(entry(), 400'000, true) == SendRefusal{Reason::NewPositionRate, 3.0, 2.0});
    CHECK_FALSE(f.check(entry(), 400'000, false).has_value());
    CHECK_FALSE(f.check(entry(), 200'000 + 3'600'000, true).has_value());
}

TEST_CASE("no entry against our own resting exit")
{
    Fixture f;
    f.exits.push_back({Side::Sell, Price{10'011}});
    CHECK_FALSE(f.check(entry()).has_value());
    f.exits.push_back({Side::Sell, Price{10'010}});
    const auto refused = f.check(entry());
    REQUIRE(refused.has_value());
    CHECK(refused->reason == Reason::OwnRestingExit);
    f.exits = {{Side::Buy, Price{10'010}}}; // the same side does not meet it
    CHECK_FALSE(f.check(entry()).has_value());
}

TEST_CASE("exits pass every limit, but not without their form")
{
    Fixture f;
    for (int i = 0; i < 3; ++i)
        f.limits.recordSent(entry(), true, Timestamp{0});
    CHECK_FALSE(f.check(marketExitOrder("x", SymbolId{}, Side::Sell, Quantity{1'000'000}), 0, false, std::nullopt));
    OrderRequest naked = entry();
    naked.stop.reset();
    CHECK(f.check(naked)->reason == Reason::Protection);
}
