// SPDX-License-Identifier: GPL-3.0-or-later
#include "ExchangeFixture.h"

#include <catch2/catch.hpp>

using namespace breakline;
using namespace breakline::test;

namespace {

const SymbolId kA{0};

AmendRequest amendment(const std::string& id)
{
    AmendRequest request;
    request.order = OrderName::byClient(id);
    return request;
}

AmendRequest toPrice(const std::string& id, std::int64_t price)
{
    AmendRequest request = amendment(id);
    request.price = Price{price};
    return request;
}

AmendRequest toQuantity(const std::string& id, std::int64_t lots)
{
    AmendRequest request = amendment(id);
    request.quantity = Quantity{lots};
    return request;
}

VenueWords lastWords(const Venue& venue)
{
    return venue.seen.answers.back().words;
}

} // namespace

TEST_CASE("an amended order is answered, pushed once, and keeps its names")
{
    Venue venue;
    REQUIRE(venue.place(limit("a", Side::Buy, 100, 9'500)) == OrderEndReason::None);
    const OrderUpdate before = venue.order("a");
    venue.seen.log.clear();
    AmendRequest request = toPrice("a", 9'600);
    request.quantity = Quantity{80};
    CHECK(venue.amend(request) == OrderEndReason::None);
    CHECK(venue.seen.log == std::vector<std::string>{"answer none", "order a acknowledged"});
    CHECK(venue.seen.answers.back().kind == VenueRequestKind::Amend);
    CHECK(venue.seen.answers.back().venueId == "o1");
    CHECK(venue.seen.answers.back().clientId == "a");
    CHECK(lastWords(venue) == VenueWords{0, "OK"});
    OrderUpdate expected = before;
    expected.price = Price{9'600};
    expected.quantity = Quantity{80};
    expected.time = venue.exchange.now();
    CHECK(venue.order("a") == expected);
    // By the venue's id as well.
    AmendRequest byVenue = toPrice("", 9'610);
    byVenue.order = OrderName::byVenue("o1");
    CHECK(venue.amend(byVenue) == OrderEndReason::None);
    CHECK(venue.order("a").price == Price{9'610});
    // Margin follows: 80 lots of 0.001 at 961 with leverage 10, and the taker fee.
    CHECK(venue.account().wallet.available == dec("100000") - dec("7.688") - dec("0.042284"));
}

TEST_CASE("an amend that reads the same or names no live order changes nothing")
{
    Venue venue;
    REQUIRE(venue.place(limit("a", Side::Buy, 100, 9'500)) == OrderEndReason::None);
    const OrderUpdate before = venue.order("a");
    CHECK(venue.amend(amendment("a")) == OrderEndReason::NotModified);
    CHECK(venue.amend(toPrice("a", 9'500)) == OrderEndReason::NotModified);
    CHECK(venue.amend(toQuantity("a", 100)) == OrderEndReason::NotModified);
    CHECK(lastWords(venue).code == 10001);
    CHECK(venue.amend(toPrice("b", 9'400)) == OrderEndReason::NotFound);
    CHECK(lastWords(venue) == VenueWords{110001, "order not exists or too late to replace"});
    AmendRequest elsewhere = toPrice("a", 9'400);
    elsewhere.symbol = SymbolId{7};
    CHECK(venue.amend(elsewhere) == OrderEndReason::NotFound);
    CHECK(venue.order("a") == before);

    REQUIRE(venue.cancel("a") == OrderEndReason::None);
    CHECK(venue.amend(toPrice("a", 9'400)) == OrderEndReason::NotFound);
}

TEST_CASE("an amend under way when the order is filled comes too late")
{
    Venue venue;
    const Price ask = venue.exchange.book(kA).asks.front().price;
    venue.exchange.place(1, limit("a", Side::Buy, 5, ask.ticks));
    venue.exchange.amend(2, toPrice("a", ask.ticks - 50));
    venue.exchange.cancel(3, kA, OrderName::byClient("a"));
    venue.run(Duration::milliseconds(5));
    CHECK(venue.seen.log
          == std::vector<std::string>{"answer none", "order a acknowledged",
                                      "execution 5 @ " + std::to_string(ask.ticks), "order a filled", "position 5",
                                      "wallet", "answer order not found", "answer order not found"});
    CHECK(venue.seen.answers[2].words == VenueWords{110001, "order not exists or too late to cancel"});
}

TEST_CASE("an amend that crosses trades at once; a post-only one is cancelled instead")
{
    Venue venue;
    const BookSnapshot book = venue.exchange.book(kA);
    const Price ask = book.asks.front().price;
    REQUIRE(venue.place(limit("a", Side::Buy, 10, 9'900)) == OrderEndReason::None);
    venue.seen.log.clear();
    CHECK(venue.amend(toPrice("a", ask.ticks)) == OrderEndReason::None);
    CHECK(venue.seen.log
          == std::vector<std::string>{"answer none", "order a acknowledged",
                                      "execution 10 @ " + std::to_string(ask.ticks), "order a filled", "position 10",
                                      "wallet"});
    CHECK(venue.seen.executions.back().liquidity == Liquidity::Taker);

    REQUIRE(venue.place(limit("p", Side::Buy, 10, 9'900, TimeInForce::PostOnly)) == OrderEndReason::None);
    venue.seen.log.clear();
    CHECK(venue.amend(toPrice("p", ask.ticks)) == OrderEndReason::None);
    CHECK(venue.seen.log
          == std::vector<std::string>{"answer none", "order p acknowledged",
                                      "order p cancelled: post-only would take liquidity"});
}

TEST_CASE("the place in the queue is kept when the quantity falls, lost when it rises or the price changes")
{
    struct Case {
        std::function<void(Venue&, Price)> change;
        std::int64_t lots; ///< of the first order afterwards
        bool keeps;
    };
    const std::vector<Case> cases{
        {[](Venue& venue, Price) { REQUIRE(venue.amend(toQuantity("first", 500)) == OrderEndReason::None); }, 500, true},
        {[](Venue& venue, Price) { REQUIRE(venue.amend(toQuantity("first", 950)) == OrderEndReason::None); }, 950,
         false},
        {[](Venue& venue, Price price) {
             REQUIRE(venue.amend(toPrice("first", price.ticks - 40)) == OrderEndReason::None);
             REQUIRE(venue.amend(toPrice("first", price.ticks)) == OrderEndReason::None);
         },
         900, false},
    };
    const BookLevel level = Venue().exchange.book(kA).bids[1];
    const std::int64_t reach = 10'000 - level.price.ticks;
    for (const Case& c : cases) {
        // Bars that come to the price and turn around there; the queue is counted
        // again here, print by print.
        std::vector<GridCandle> bars(30, bar(10'000, 10'000 + reach, 10'000 - reach, 10'000, 4'000));
        Venue venue({withBars(bars)});
        venue.exchange.streamTrades(kA, true);
        REQUIRE(venue.place(limit("first", Side::Buy, 900, level.price.ticks)) == OrderEndReason::None);
        REQUIRE(venue.place(limit("second", Side::Buy, 50, level.price.ticks)) == OrderEndReason::None);
        c.change(venue, level.price);
        REQUIRE(venue.seen.trades.empty());

        std::int64_t queue = level.quantity.lots;
        std::int64_t first = c.lots;
        std::int64_t second = 50;
        std::size_t counted = 0;
        while (venue.exchange.step(kStart + Duration::minutes(30))) {
            for (; counted < venue.seen.trades.size(); ++counted) {
                const TradePrint& print = venue.seen.trades[counted];
                REQUIRE(print.price >= level.price);
                std::int64_t left = print.price == level.price ? print.quantity.lots : 0;
                for (std::int64_t* part : {&queue, c.keeps ? &first : &second, c.keeps ? &second : &first}) {
                    const std::int64_t eaten = std::min(*part, left);
                    *part -= eaten;
                    left -= eaten;
                }
                REQUIRE(venue.order("first").filled == Quantity{c.lots - first});
                REQUIRE(venue.order("second").filled == Quantity{50 - second});
            }
        }
        CHECK(first == 0);
        CHECK(second == 0);
    }
}

TEST_CASE("an amend is checked as an order is")
{
    VenueSettings settings = Venue::quick();
    settings.startingBalance = dec("100");
    Venue venue({ScriptedSource::Symbol{}}, settings);
    REQUIRE(venue.place(limit("a", Side::Buy, 100, 9'900)) == OrderEndReason::None);
    CHECK(venue.amend(toQuantity("a", 1)) == OrderEndReason::InvalidQuantity);
    CHECK(venue.amend(toQuantity("a", 0)) == OrderEndReason::InvalidQuantity);
    CHECK(venue.amend(toQuantity("a", 300'001)) == OrderEndReason::InvalidQuantity);
    CHECK(venue.amend(toQuantity("a", 5)) == OrderEndReason::BelowMinimumNotional);
    CHECK(lastWords(venue).code == 110094);
    CHECK(venue.amend(toQuantity("a", 1'100)) == OrderEndReason::InsufficientMargin);
    CHECK(lastWords(venue).code == 110007);
    CHECK(venue.amend(toQuantity("a", 1'000)) == OrderEndReason::None);
    CHECK(venue.amend(toQuantity("a", 100)) == OrderEndReason::None);
    CHECK(venue.amend(toPrice("a", 10'501)) == OrderEndReason::PriceBand);
    CHECK(lastWords(venue).code == 110003);
    CHECK(venue.amend(toPrice("a", 0)) == OrderEndReason::InvalidPrice);
    AmendRequest trigger = amendment("a");
    trigger.trigger = Price{10'100};
    CHECK(venue.amend(trigger) == OrderEndReason::InvalidPrice); // it waits for none

    REQUIRE(venue.place(stopMarket("s", Side::Buy, 100, 10'100)) == OrderEndReason::None);
    CHECK(venue.amend(toPrice("s", 10'100)) == OrderEndReason::InvalidPrice); // it has none
    trigger.order = OrderName::byClient("s");
    trigger.trigger = Price{9'900};
    CHECK(venue.amend(trigger) == OrderEndReason::TriggerOnWrongSide);
    CHECK(lastWords(venue).code == 110092);
    trigger.trigger = Price{10'200};
    trigger.quantity = Quantity{90};
    CHECK(venue.amend(trigger) == OrderEndReason::None);
    CHECK(venue.order("s").trigger == Price{10'200});
    CHECK(venue.order("s").quantity == Quantity{90});
    CHECK(venue.order("s").status == OrderStatus::Untriggered);
}

TEST_CASE("what is filled bounds an amend from below, and keeps what the order carries")
{
    Venue venue;
    const BookLevel ask = venue.exchange.book(kA).asks.front();
    const std::int64_t lots = ask.quantity.lots + 50;
    REQUIRE(venue.place(withStop(limit("a", Side::Buy, lots, ask.price.ticks), 9'900)) == OrderEndReason::None);
    venue.run(Duration::milliseconds(20));
    REQUIRE(venue.order("a").status == OrderStatus::PartiallyFilled);
    CHECK(venue.amend(toQuantity("a", ask.quantity.lots)) == OrderEndReason::InvalidQuantity);
    AmendRequest stop = amendment("a");
    stop.stop = AttachedStop{Price{9'800}};
    CHECK(venue.amend(stop) == OrderEndReason::Other);
    CHECK(lastWords(venue).code == 110059);
    CHECK(venue.amend(toQuantity("a", ask.quantity.lots + 1)) == OrderEndReason::None);
    CHECK(venue.order("a").status == OrderStatus::PartiallyFilled);
    CHECK(venue.exchange.position(kA).update.stop == Price{9'900});
}

TEST_CASE("what an order carries can be set, moved and taken off while it waits")
{
    for (const bool refused : {false, true}) {
        VenueSettings settings = Venue::quick();
        settings.amendKeepsFullStop = refused;
        Venue venue({ScriptedSource::Symbol{}}, settings);
        REQUIRE(venue.place(withStop(limit("a", Side::Buy, 100, 9'900), 9'800)) == OrderEndReason::None);
        AmendRequest request = amendment("a");
        request.stop = AttachedStop{Price{9'700}, TriggerBy::LastPrice};
        if (refused) {
            CHECK(venue.amend(request) == OrderEndReason::Other);
            CHECK(lastWords(venue).code == 110060);
            continue;
        }
        request.takeProfit = AttachedStop{Price{10'200}};
        CHECK(venue.amend(request) == OrderEndReason::None);
        const VenueOrder& order = *venue.exchange.findOrder(kA, OrderName::byClient("a"));
        CHECK(order.stop == AttachedStop{Price{9'700}, TriggerBy::LastPrice});
        CHECK(order.takeProfit == AttachedStop{Price{10'200}});
        request.stop->trigger = Price{9'950};
        CHECK(venue.amend(request) == OrderEndReason::TriggerOnWrongSide);
        request.stop->trigger = Price{};
        request.takeProfit->trigger = Price{};
        CHECK(venue.amend(request) == OrderEndReason::None);
        CHECK_FALSE(order.stop);
        CHECK_FALSE(order.takeProfit);
    }
}

TEST_CASE("reduce-only orders cannot be amended beyond the position, nor carry a stop")
{
    Venue venue;
    REQUIRE(venue.place(market("e", Side::Buy, 100)) == OrderEndReason::None);
    REQUIRE(venue.place(reduceOnly(limit("t1", Side::Sell, 60, 10'200))) == OrderEndReason::None);
    REQUIRE(venue.place(reduceOnly(limit("t2", Side::Sell, 30, 10'300))) == OrderEndReason::None);
    CHECK(venue.amend(toQuantity("t2", 41)) == OrderEndReason::ReduceOnly);
    CHECK(lastWords(venue) == VenueWords{110017, "Reduce-only rule not satisfied"});
    CHECK(venue.amend(toQuantity("t2", 40)) == OrderEndReason::None);
    AmendRequest stop = amendment("t2");
    stop.stop = AttachedStop{Price{10'400}};
    CHECK(venue.amend(stop) == OrderEndReason::ReduceOnly);
}

TEST_CASE("the position's stop is amended and cancelled by its venue id")
{
    Venue venue;
    REQUIRE(venue.place(withStop(market("e", Side::Buy, 100), 9'900)) == OrderEndReason::None);
    venue.run(Duration::milliseconds(20));
    const VenueOrder* stop = venue.exchange.liveOrders(kA).at(0);
    REQUIRE(stop->origin == OrderOrigin::StopLoss);
    AmendRequest request;
    request.order = OrderName::byVenue(stop->state.venueId);
    request.trigger = Price{9'950};
    CHECK(venue.amend(request) == OrderEndReason::None);
    CHECK(stop->state.trigger == Price{9'950});
    CHECK(venue.exchange.position(kA).update.stop == Price{9'950});
    CHECK(venue.amend(request) == OrderEndReason::NotModified);
    request.trigger = Price{10'050};
    CHECK(venue.amend(request) == OrderEndReason::TriggerOnWrongSide);
    request.trigger.reset();
    request.quantity = Quantity{50};
    CHECK(venue.amend(request) == OrderEndReason::InvalidQuantity);

    venue.exchange.cancel(99, kA, OrderName::byVenue(stop->state.venueId));
    CHECK(venue.awaitAnswer() == OrderEndReason::None);
    CHECK(stop->state.reason == OrderEndReason::ByUser);
    CHECK_FALSE(venue.seen.positions.back().stop);
}
