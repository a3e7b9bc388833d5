// SPDX-License-Identifier: GPL-3.0-or-later
#include "execution/TrackedOrder.h"
#include "TestInstrument.h"

#include <catch2/catch.hpp>

using namespace breakline;

namespace {

constexpr Timestamp at(std::int64_t ms)
{
    return Timestamp{ms};
}

TrackedOrder sentOrder(std::int64_t lots = 10)
{
    OrderRequest request;
    request.clientId = "child-1";
    request.quantity = Quantity{lots};
    request.type = OrderType::Limit;
    request.timeInForce = TimeInForce::ImmediateOrCancel;
    request.price = Price{1000};
    TrackedOrder order(request, OrderIntent::Entry, "ABCUSDT:1", at(1));
    REQUIRE(order.apply(OrderTrigger::Sent, at(2)));
    return order;
}

Execution execution(const std::string& id, std::int64_t ticks, std::int64_t lots, std::string_view fee = "0.1")
{
    Execution result;
    result.venueTradeId = id;
    result.clientId = "child-1";
    result.price = Price{ticks};
    result.quantity = Quantity{lots};
    result.fee = Decimal::literal(fee);
    result.time = at(5);
    return result;
}

OrderUpdate update(OrderStatus status, std::int64_t filled, std::int64_t ms = 6)
{
    OrderUpdate result;
    result.clientId = "child-1";
    result.venueId = "v1";
    result.status = status;
    result.filled = Quantity{filled};
    result.quantity = Quantity{10};
    result.time = at(ms);
    if (filled > 0)
        result.averagePrice = Decimal::literal("9.99");
    return result;
}

} // namespace

TEST_CASE("executions count once and average exactly")
{
    const Instrument instrument = test::instrument();
    TrackedOrder order = sentOrder();
    CHECK_FALSE(order.averagePrice(instrument).has_value());
    CHECK(order.apply(execution("t1", 1000, 4)) == true);
    CHECK(order.apply(execution("t1", 1000, 4)) == false);
    CHECK(order.filled() == Quantity{4});
    CHECK(order.status() == OrderStatus::PartiallyFilled);
    CHECK(order.apply(execution("t2", 1005, 6)) == true);
    CHECK(order.status() == OrderStatus::Filled);
    CHECK(order.remaining() == Quantity{0});
    CHECK(order.averagePrice(instrument)->toString() == "10.03");
    CHECK(order.fees().toString() == "0.2");
    CHECK(order.sentAt() == at(2));
    CHECK(order.firstFillAt() == at(5));
    CHECK(order.finalAt() == at(5));
}

TEST_CASE("an average that does not end is rounded half even at 18 places")
{
    TrackedOrder order = sentOrder(3);
    REQUIRE(order.apply(execution("t1", 1000, 1)));
    REQUIRE(order.apply(execution("t2", 1001, 2)));
    CHECK(order.averagePrice(test::instrument())->toString() == "10.006666666666666667");
}

TEST_CASE("the venue's last word and its executions may come in either order")
{
    const Instrument instrument = test::instrument();
    TrackedOrder order = sentOrder();
    REQUIRE(order.apply(update(OrderStatus::Filled, 10)) == true);
    CHECK(order.filled() == Quantity{10});
    CHECK_FALSE(order.executionsComplete());
    CHECK(order.averagePrice(instrument)->toString() == "9.99");
    REQUIRE(order.apply(update(OrderStatus::Filled, 10)) == false); // the second Filled message
    REQUIRE(order.apply(execution("t1", 1000, 10)) == true);
    CHECK(order.executionsComplete());
    CHECK(order.filled() == Quantity{10});
    CHECK(order.averagePrice(instrument)->toString() == "10");
    CHECK(order.status() == OrderStatus::Filled);
    CHECK(order.apply(OrderTrigger::Acknowledged, at(9))); // the answer after the fill
    CHECK(order.status() == OrderStatus::Filled);
}

TEST_CASE("a fill after the cancel was sent counts")
{
    TrackedOrder order = sentOrder();
    REQUIRE(order.apply(update(OrderStatus::Acknowledged, 0)) == true);
    REQUIRE(order.apply(OrderTrigger::CancelRequested, at(7)));
    REQUIRE(order.apply(execution("t1", 1000, 4)) == true);
    CHECK(order.status() == OrderStatus::CancelSent);
    REQUIRE(order.apply(update(OrderStatus::Cancelled, 4)) == true);
    CHECK(order.status() == OrderStatus::Cancelled);
    CHECK(order.remaining() == Quantity{6});
    // Late news of the part that filled before.
    REQUIRE(order.apply(update(OrderStatus::PartiallyFilled, 4)) == false);
    CHECK(order.status() == OrderStatus::Cancelled);
}

TEST_CASE("what does not fit is refused and changes nothing")
{
    TrackedOrder order = sentOrder();
    CHECK(order.apply(execution("t1", 1000, 11)).error().code == ErrorCode::Corrupt);
    CHECK(order.apply(execution("t2", 1000, 0)).error().code == ErrorCode::Corrupt);
    CHECK(order.apply(update(OrderStatus::PartiallyFilled, 11)).error().code == ErrorCode::Corrupt);
    Execution other = execution("t3", 1000, 1);
    other.side = Side::Sell;
    CHECK(order.apply(other).error().code == ErrorCode::Corrupt);
    OrderUpdate foreign = update(OrderStatus::Filled, 10);
    foreign.clientId = "child-2";
    CHECK(order.apply(foreign).error().code == ErrorCode::Corrupt);
    CHECK(order.apply(update(OrderStatus::CancelSent, 0)).error().code == ErrorCode::Refused);
    CHECK(order.filled() == Quantity{0});
    CHECK(order.status() == OrderStatus::Sent);
}

TEST_CASE("a reason of the end is kept")
{
    TrackedOrder order = sentOrder();
    OrderUpdate cancelled = update(OrderStatus::Cancelled, 0);
    cancelled.reason = OrderEndReason::PostOnlyWouldTake;
    REQUIRE(order.apply(cancelled) == true);
    CHECK(order.endReason() == OrderEndReason::PostOnlyWouldTake);
    CHECK(order.venueId() == "v1");
    CHECK(order.isFinal());
}
