// SPDX-License-Identifier: GPL-3.0-or-later
#include "execution/OrderChoice.h"
#include "execution/ProtectiveRequest.h"

#include <catch2/catch.hpp>

using namespace breakline;

namespace {

OrderRequest entry(Side side = Side::Buy)
{
    return entryOrder("e1", SymbolId{}, side, Quantity{5},
                      OrderTerms{OrderType::Limit, TimeInForce::ImmediateOrCancel, Price{1000}},
                      AttachedStop{side == Side::Buy ? Price{990} : Price{1010}});
}

OrderRequest stop()
{
    return separateStopOrder("s1", SymbolId{}, Side::Sell, Quantity{5}, Price{990}, TriggerBy::MarkPrice);
}

bool refused(const OrderRequest& request)
{
    const auto checked = checkProtective(request);
    return !checked && checked.error().code == ErrorCode::Refused;
}

} // namespace

TEST_CASE("an entry needs its stop, on the losing side, with an explicit trigger source")
{
    for (const Side side : {Side::Buy, Side::Sell}) {
        CHECK(checkProtective(entry(side)).has_value());
        OrderRequest order = entry(side);
        order.stop.reset();
        CHECK(refused(order));
        order = entry(side);
        order.stop->trigger = Price{1000};
        CHECK(refused(order));
        order.stop->trigger = side == Side::Buy ? Price{1001} : Price{999};
        CHECK(refused(order));
        order = entry(side);
        order.stop->triggerBy = static_cast<TriggerBy>(7);
        CHECK(refused(order));
        order = entry(side);
        order.stop->trigger = Price{0};
        CHECK(refused(order));
    }
}

TEST_CASE("a separate stop that lacks one of its parts is refused")
{
    CHECK(checkProtective(stop()).has_value());
    OrderRequest order = stop();
    order.reduceOnly = false;
    CHECK(refused(order));
    order = stop();
    order.closeOnTrigger = false;
    CHECK(refused(order));
    order = stop();
    order.trigger.reset();
    CHECK(refused(order));
    order = stop();
    order.triggerBy = static_cast<TriggerBy>(9);
    CHECK(refused(order));
    order = stop();
    order.type = OrderType::StopLimit;
    CHECK(refused(order));
    order = stop();
    order.stop = AttachedStop{Price{980}};
    CHECK(refused(order));
}

TEST_CASE("a reduce-only order carries no stop, and malformed orders do not pass")
{
    OrderRequest order = marketExitOrder("x", SymbolId{}, Side::Sell, Quantity{5});
    order.stop = AttachedStop{Price{990}};
    CHECK(refused(order));
    order = entry();
    order.quantity = Quantity{0};
    CHECK(refused(order));
    order = entry();
    order.price.reset();
    CHECK(refused(order));
    for (const std::string& id : {std::string(), std::string(37, 'a'), std::string("a b")}) {
        order = entry();
        order.clientId = id;
        CHECK(refused(order));
    }
    order = entry();
    order.clientId = std::string(36, 'a');
    CHECK(checkProtective(order).has_value());
}
