// SPDX-License-Identifier: GPL-3.0-or-later
#include "ExchangeFixture.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace breakline;
using namespace breakline::test;

namespace {

const SymbolId kA{0};

std::vector<OrderUpdate> stopsOf(const Venue& venue)
{
    std::vector<OrderUpdate> result;
    for (const OrderUpdate& order : venue.exchange.allOrders())
        if (order.isPositionStop)
            result.push_back(order);
    return result;
}

/// Long, or its mirror about 10,000.
struct Way {
    Side in;
    std::int64_t sign;
    std::int64_t at(std::int64_t distance) const { return 10'000 + sign * distance; }
    GridCandle move(std::int64_t open, std::int64_t close) const
    {
        return bar(at(open), std::max(at(open), at(close)), std::min(at(open), at(close)), at(close));
    }
};

const Way kWays[] = {{Side::Buy, 1}, {Side::Sell, -1}};

} // namespace

TEST_CASE("an attached stop goes live up to 20 ms after the fill and is announced")
{
    std::vector<std::int64_t> delays;
    for (const Way& way : kWays) {
        for (int dry = 0; dry < 30; ++dry) {
            Venue venue;
            for (int before = 0; before < dry; ++before)
                venue.exchange.query(0); // the delay is a function of the number
            REQUIRE(venue.place(withStop(market("e", way.in, 100), way.at(-100))) == OrderEndReason::None);
            const Timestamp filled = venue.exchange.now();
            CHECK_FALSE(venue.seen.positions.front().stop);
            const auto next = venue.exchange.nextEventTime();
            venue.run(Duration::milliseconds(20));
            REQUIRE(venue.seen.positions.back().stop == Price{way.at(-100)});
            const auto stops = stopsOf(venue);
            REQUIRE(stops.size() == 1);
            const OrderUpdate& stop = stops[0];
            CHECK(stop.status == OrderStatus::Untriggered);
            CHECK(stop.parentClientId == "e");
            CHECK(stop.clientId.empty());
            CHECK_FALSE(stop.venueId.empty());
            CHECK(stop.type == OrderType::StopMarket);
            CHECK(stop.reduceOnly);
            CHECK(stop.side == opposite(way.in));
            CHECK(stop.quantity == Quantity{100});
            CHECK(stop.trigger == Price{way.at(-100)});
            const std::int64_t delay = (stop.time - filled).ms;
            CHECK(delay >= 0);
            CHECK(delay <= 20);
            if (delay > 0)
                CHECK(next == stop.time);
            const auto records = venue.exchange.positionRecords();
            REQUIRE(records.size() == 1);
            CHECK(records[0].unprotectedMs == delay);
            delays.push_back(delay);
        }
    }
    std::sort(delays.begin(), delays.end());
    CHECK(std::unique(delays.begin(), delays.end()) - delays.begin() > 8);
}

TEST_CASE("a position's stop closes the whole position when the mark reaches it")
{
    for (const Way& way : kWays) {
        for (const TriggerBy by : {TriggerBy::MarkPrice, TriggerBy::LastPrice}) {
            Venue venue({withBars({way.move(0, -49), way.move(-49, -60)}, 1)});
            venue.exchange.streamTrades(kA, true);
            REQUIRE(venue.place(withStop(market("e", way.in, 100), way.at(-50), by)) == OrderEndReason::None);
            venue.runTo(kStart + Duration::minutes(2));
            CHECK(stopsOf(venue).at(0).status == OrderStatus::Untriggered);
            venue.seen.log.clear();
            venue.runTo(kStart + Duration::minutes(3));
            const OrderUpdate stop = stopsOf(venue).at(0);
            CHECK(stop.status == OrderStatus::Filled);
            CHECK(stop.filled == Quantity{100});
            CHECK(venue.position() == Quantity{0});
            const auto reached = std::find_if(venue.seen.trades.begin(), venue.seen.trades.end(), [&](const auto& trade) {
                return (trade.price.ticks - way.at(-50)) * way.sign <= 0;
            });
            REQUIRE(reached != venue.seen.trades.end());
            CHECK(stop.time == reached->time); // at the same instant
            REQUIRE(venue.seen.log.size() >= 5);
            CHECK(venue.seen.log.front() == "order stop triggered");
            const std::size_t size = venue.seen.log.size();
            CHECK(venue.seen.log[size - 3] == "order stop filled");
            CHECK(venue.seen.log[size - 2] == "position 0");
            CHECK(venue.seen.log[size - 1] == "wallet");
            CHECK(venue.seen.executions.back().clientId.empty());
            CHECK(venue.seen.executions.back().venueId == stop.venueId);
            CHECK(venue.seen.executions.back().kind == ExecutionKind::Trade);
        }
    }
}

TEST_CASE("a later order with a stop replaces the position's when it executes, without a gap")
{
    for (const Way& way : kWays) {
        Venue venue;
        REQUIRE(venue.place(withStop(market("e1", way.in, 100), way.at(-100))) == OrderEndReason::None);
        venue.run(Duration::milliseconds(20));
        const std::int64_t before = venue.exchange.positionRecords()[0].unprotectedMs;
        venue.seen.log.clear();
        REQUIRE(venue.place(withStop(market("e2", way.in, 50), way.at(-90))) == OrderEndReason::None);
        // The old one follows the size at once.
        CHECK(stopsOf(venue).at(0).quantity == Quantity{150});
        const auto grown = std::find_if(venue.seen.positions.begin(), venue.seen.positions.end(), [](const auto& update) {
            return update.quantity.magnitude() == Quantity{150};
        });
        REQUIRE(grown != venue.seen.positions.end());
        CHECK(grown->stop == Price{way.at(-100)});
        venue.run(Duration::milliseconds(20));
        const auto stops = stopsOf(venue);
        REQUIRE(stops.size() == 2);
        CHECK(stops[0].status == OrderStatus::Cancelled);
        CHECK(stops[0].reason == OrderEndReason::StopReplaced);
        CHECK(stops[1].status == OrderStatus::Untriggered);
        CHECK(stops[1].parentClientId == "e2");
        CHECK(stops[1].quantity == Quantity{150});
        CHECK(venue.seen.positions.back().stop == Price{way.at(-90)});
        const std::vector<std::string> tail(venue.seen.log.end() - 3, venue.seen.log.end());
        CHECK(tail
              == std::vector<std::string>{"order stop untriggered", "order stop cancelled: stop replaced",
                                          "position " + std::to_string(way.sign * 150) + " stop "
                                              + std::to_string(way.at(-90))});
        CHECK(venue.exchange.positionRecords()[0].unprotectedMs == before);

        // It follows a smaller size too, and goes with the position.
        REQUIRE(venue.place(reduceOnly(market("x1", opposite(way.in), 60))) == OrderEndReason::None);
        CHECK(stopsOf(venue)[1].quantity == Quantity{90});
        venue.seen.log.clear();
        REQUIRE(venue.place(reduceOnly(market("x2", opposite(way.in), 90))) == OrderEndReason::None);
        CHECK(stopsOf(venue)[1].status == OrderStatus::Cancelled);
        CHECK(stopsOf(venue)[1].reason == OrderEndReason::StopClearedAtFlat);
        const std::vector<std::string> end(venue.seen.log.end() - 4, venue.seen.log.end());
        CHECK(end
              == std::vector<std::string>{"order x2 filled", "order stop cancelled: stop cleared, position flat",
                                          "position 0", "wallet"});
        CHECK_FALSE(venue.seen.positions.back().stop);
    }
}

TEST_CASE("a stop on its way to a position that has gone is dropped")
{
    VenueSettings settings = Venue::quick();
    settings.latencyMin = settings.latencyMax = Duration{};
    for (std::uint64_t first = 1; first < 40; first += 2) {
        Venue venue({ScriptedSource::Symbol{}}, settings);
        venue.requests = first - 1;
        REQUIRE(venue.place(withStop(market("e", Side::Buy, 100), 9'900)) == OrderEndReason::None);
        REQUIRE(venue.place(reduceOnly(market("x", Side::Sell, 100))) == OrderEndReason::None);
        REQUIRE(venue.place(market("n", Side::Sell, 100)) == OrderEndReason::None);
        venue.run(Duration::seconds(1));
        for (const OrderUpdate& stop : stopsOf(venue))
            CHECK(stop.status == OrderStatus::Cancelled);
        CHECK_FALSE(venue.seen.positions.back().stop);
        CHECK(venue.exchange.positionRecords().at(1).unprotectedMs == 1'000);
    }
}

TEST_CASE("the stop of an order that rests comes with its first fill and again after it was lost")
{
    Venue venue({withBars({bar(10'000, 10'000, 9'950, 9'955), bar(9'955, 9'960, 9'950, 9'960)}, 1)});
    REQUIRE(venue.place(withStop(limit("e", Side::Buy, 100, 9'960), 9'900)) == OrderEndReason::None);
    CHECK(stopsOf(venue).empty());
    venue.runTo(kStart + Duration::minutes(2));
    REQUIRE(venue.order("e").status == OrderStatus::Filled);
    CHECK(stopsOf(venue).at(0).status == OrderStatus::Untriggered);
    CHECK(venue.exchange.positionRecords().at(0).unprotectedMs <= 20);
}

TEST_CASE("trading-stop edits in place and says why it does not")
{
    for (const Way& way : kWays) {
        Venue venue({withBars({way.move(0, -15), way.move(-15, -40)}, 2)});
        CHECK(venue.setStop(way.at(-100)) == OrderEndReason::NoPosition);
        REQUIRE(venue.place(market("e", way.in, 100)) == OrderEndReason::None);
        CHECK(venue.setStop(way.at(5)) == OrderEndReason::TriggerOnWrongSide);
        CHECK(venue.setStop(-1) == OrderEndReason::InvalidPrice);
        CHECK(venue.setStop(0) == OrderEndReason::NotModified); // there is none to cancel
        CHECK(venue.setStop(way.at(-100)) == OrderEndReason::None); // makes one
        REQUIRE(stopsOf(venue).size() == 1);
        CHECK(stopsOf(venue)[0].parentClientId.empty());
        const std::string id = stopsOf(venue)[0].venueId;
        CHECK(venue.setStop(way.at(-100)) == OrderEndReason::NotModified);
        CHECK(venue.setStop(way.at(-100), TriggerBy::LastPrice) == OrderEndReason::None);
        CHECK(venue.setStop(way.at(-20)) == OrderEndReason::None);
        CHECK(venue.seen.positions.back().stop == Price{way.at(-20)});
        REQUIRE(stopsOf(venue).size() == 1);
        CHECK(stopsOf(venue)[0].venueId == id);
        CHECK(stopsOf(venue)[0].trigger == Price{way.at(-20)});
        venue.runTo(kStart + Duration::minutes(3));
        CHECK(stopsOf(venue)[0].status == OrderStatus::Untriggered);
        venue.runTo(kStart + Duration::minutes(4));
        CHECK(stopsOf(venue)[0].status == OrderStatus::Filled);
        CHECK(venue.setStop(way.at(-100)) == OrderEndReason::NoPosition);
    }
}

TEST_CASE("cancel-all takes the position's stop too")
{
    Venue venue;
    REQUIRE(venue.place(withStop(market("e", Side::Buy, 100), 9'900)) == OrderEndReason::None);
    REQUIRE(venue.place(reduceOnly(limit("t", Side::Sell, 50, 10'100))) == OrderEndReason::None);
    venue.run(Duration::milliseconds(20));
    venue.exchange.cancelAll(++venue.requests, {kA});
    CHECK(venue.awaitAnswer() == OrderEndReason::None);
    CHECK(venue.account().orders.empty());
    CHECK_FALSE(venue.account().positions.at(0).stop);
    CHECK(stopsOf(venue)[0].reason == OrderEndReason::ByUser);
}

TEST_CASE("a conditional order waits for its trigger and protects like a stop")
{
    for (const Way& way : kWays) {
        Venue venue({withBars({way.move(0, -30), way.move(-30, -60)}, 2)});
        REQUIRE(venue.place(market("e", way.in, 100)) == OrderEndReason::None);
        const Timestamp filled = venue.exchange.now();
        OrderRequest stop = stopMarket("s", opposite(way.in), 100, way.at(-50));
        stop.reduceOnly = true;
        stop.closeOnTrigger = true;
        REQUIRE(venue.place(stop) == OrderEndReason::None);
        CHECK(venue.order("s").status == OrderStatus::Untriggered);
        CHECK(venue.exchange.positionRecords()[0].unprotectedMs == (venue.exchange.now() - filled).ms);
        venue.runTo(kStart + Duration::minutes(3));
        CHECK(venue.order("s").status == OrderStatus::Untriggered);
        venue.runTo(kStart + Duration::minutes(4));
        CHECK(venue.order("s").status == OrderStatus::Filled);
        CHECK(venue.position() == Quantity{0});
        CHECK(venue.seen.executions.back().clientId == "s");
    }
}

TEST_CASE("a conditional order that has nothing to reduce is cancelled when it triggers")
{
    Venue venue({withBars({bar(10'000, 10'000, 9'940, 9'940)}, 2)});
    REQUIRE(venue.place(reduceOnly(stopMarket("s", Side::Sell, 100, 9'950))) == OrderEndReason::None);
    REQUIRE(venue.place(stopMarket("in", Side::Sell, 100, 9'945)) == OrderEndReason::None);
    venue.runTo(kStart + Duration::minutes(3));
    CHECK(venue.order("s").status == OrderStatus::Cancelled);
    CHECK(venue.order("s").reason == OrderEndReason::ReduceOnly);
    CHECK(venue.order("in").status == OrderStatus::Filled);
    CHECK(venue.position() == Quantity{-100});
}

TEST_CASE("a conditional order is cancelled where margin is short at its trigger")
{
    VenueSettings settings = Venue::quick();
    settings.startingBalance = dec("100");
    Venue venue({withBars({bar(10'000, 10'060, 10'000, 10'060)}, 2)}, settings);
    REQUIRE(venue.place(stopMarket("in", Side::Buy, 2'000, 10'050)) == OrderEndReason::None);
    venue.runTo(kStart + Duration::minutes(3));
    CHECK(venue.order("in").status == OrderStatus::Cancelled);
    CHECK(venue.order("in").reason == OrderEndReason::InsufficientMargin);
}

TEST_CASE("a stop-limit rests at its price once triggered")
{
    Venue venue({withBars({bar(10'000, 10'060, 10'000, 10'060)}, 2)});
    OrderRequest order = stopMarket("in", Side::Buy, 100, 10'050);
    order.type = OrderType::StopLimit;
    order.price = Price{10'020};
    REQUIRE(venue.place(order) == OrderEndReason::None);
    venue.runTo(kStart + Duration::minutes(3));
    CHECK(venue.order("in").status == OrderStatus::Acknowledged);
    CHECK(venue.order("in").filled.isZero());
}

TEST_CASE("a stop that meets too little liquidity fills in part, and the position shows no stop")
{
    ScriptedSource::Symbol thin = withBars({bar(10'000, 10'000, 9'900, 9'900)}, 2);
    thin.instrument.priceBand = dec("0.003");
    Venue venue({thin});
    std::int64_t inside = 0;
    for (const BookLevel& level : venue.exchange.book(kA).asks)
        inside += level.price.ticks <= 10'030 ? level.quantity.lots : 0;
    // Larger than one side of the band holds, bought in two goes.
    for (const char* id : {"e1", "e2", "e3"}) {
        REQUIRE(venue.place(withStop(market(id, Side::Buy, inside), 9'950)) == OrderEndReason::None);
        venue.run(Duration::seconds(2));
    }
    const Quantity held = venue.position();
    venue.runTo(kStart + Duration::minutes(3));
    const OrderUpdate stop = stopsOf(venue).back();
    CHECK(stop.status == OrderStatus::Cancelled);
    CHECK(stop.reason == OrderEndReason::PriceBand);
    CHECK(stop.quantity == held);
    CHECK(stop.filled > Quantity{0});
    CHECK(stop.filled < held);
    CHECK(venue.position() == held - stop.filled);
    CHECK_FALSE(venue.seen.positions.back().stop);
}

TEST_CASE("a triggered stop trades no more than the largest market order")
{
    ScriptedSource::Symbol small = withBars({bar(10'000, 10'000, 9'900, 9'900)}, 2);
    small.instrument.maxMarketQuantity = Quantity{100};
    Venue venue({small});
    REQUIRE(venue.place(withStop(market("e1", Side::Buy, 100), 9'950)) == OrderEndReason::None);
    REQUIRE(venue.place(withStop(market("e2", Side::Buy, 50), 9'950)) == OrderEndReason::None);
    venue.runTo(kStart + Duration::minutes(3));
    CHECK(stopsOf(venue).back().status == OrderStatus::Cancelled);
    CHECK(stopsOf(venue).back().reason == OrderEndReason::InvalidQuantity);
    CHECK(stopsOf(venue).back().filled == Quantity{100});
    CHECK(venue.position() == Quantity{50});
}
