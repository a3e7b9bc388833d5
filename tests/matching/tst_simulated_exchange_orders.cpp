// SPDX-License-Identifier: GPL-3.0-or-later
#include "ExchangeFixture.h"

#include <catch2/catch.hpp>

#include <numeric>

using namespace breakline;
using namespace breakline::test;

namespace {

std::int64_t total(const std::vector<BookLevel>& levels)
{
    return std::accumulate(levels.begin(), levels.end(), std::int64_t{0},
                           [](std::int64_t sum, const BookLevel& level) { return sum + level.quantity.lots; });
}

const SymbolId kA{0};

} // namespace

TEST_CASE("a market order walks the visible book, and what it took is back a second later")
{
    Venue venue;
    venue.exchange.streamBook(kA, true);
    const BookSnapshot before = venue.exchange.book(kA);
    REQUIRE(before.asks.size() == 20);
    const std::int64_t lots = before.asks[0].quantity.lots + before.asks[1].quantity.lots + 3;
    CHECK(venue.place(market("m1", Side::Buy, lots)) == OrderEndReason::None);

    REQUIRE(venue.seen.executions.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        const Execution& execution = venue.seen.executions[i];
        CHECK(execution.price == before.asks[i].price);
        CHECK(execution.quantity == (i < 2 ? before.asks[i].quantity : Quantity{3}));
        CHECK(execution.liquidity == Liquidity::Taker);
        CHECK(execution.clientId == "m1");
        CHECK(execution.time == kStart + Duration::milliseconds(5));
        const Decimal value = venue.exchange.instruments().at(kA).notional(execution.price, execution.quantity);
        CHECK(execution.fee == (value * dec("0.00055")).rounded(8, Rounding::Up));
    }
    CHECK(venue.seen.log
          == std::vector<std::string>{
              "answer none", "order m1 acknowledged",
              "execution " + std::to_string(before.asks[0].quantity.lots) + " @ "
                  + std::to_string(before.asks[0].price.ticks),
              "execution " + std::to_string(before.asks[1].quantity.lots) + " @ "
                  + std::to_string(before.asks[1].price.ticks),
              "execution 3 @ " + std::to_string(before.asks[2].price.ticks), "order m1 filled",
              "position " + std::to_string(lots), "wallet"});
    CHECK(venue.order("m1").filled == Quantity{lots});

    const BookSnapshot taken = venue.exchange.book(kA);
    CHECK(taken.asks[0].price == before.asks[2].price);
    CHECK(taken.asks[0].quantity == before.asks[2].quantity - Quantity{3});
    CHECK(taken.bids == before.bids);
    REQUIRE(venue.seen.books.size() == 1);
    CHECK(venue.seen.books[0] == taken);
    venue.run(Duration::milliseconds(999));
    CHECK(venue.exchange.book(kA).asks == taken.asks);
    venue.run(Duration::milliseconds(1));
    CHECK(venue.exchange.book(kA).asks == before.asks);
    REQUIRE(venue.seen.books.size() == 2);
    CHECK(venue.seen.books[1].asks == before.asks);
    CHECK(venue.seen.books[0].sequence == before.sequence + 1); // three levels, one change
    CHECK(venue.seen.books[1].sequence == before.sequence + 2);
    CHECK(venue.seen.trades.empty()); // our fills are not on the tape
}

TEST_CASE("a market order beyond the visible book pays the slippage, as far as the band")
{
    Venue venue;
    const BookSnapshot before = venue.exchange.book(kA);
    const std::int64_t visible = total(before.bids);
    CHECK(venue.place(market("m1", Side::Sell, visible + 500)) == OrderEndReason::None);
    CHECK(venue.order("m1").status == OrderStatus::Filled);
    REQUIRE(venue.seen.executions.size() == before.bids.size() + 1);
    // 5 bps below the last level, rounded down to the tick.
    CHECK(venue.seen.executions.back().price.ticks == before.bids.back().price.ticks * 9'995 / 10'000);
    CHECK(venue.seen.executions.back().quantity == Quantity{500});

    ScriptedSource::Symbol narrow;
    narrow.instrument.priceBand = dec("0.006"); // the last level lies 0.6 % from the best, beyond 60 ticks of the mark
    Venue banded({narrow});
    const BookSnapshot book = banded.exchange.book(kA);
    const std::int64_t edge = 9'940;
    CHECK(book.bids.back().price.ticks <= edge);
    CHECK(banded.place(market("m1", Side::Sell, total(book.bids) + 500)) == OrderEndReason::None);
    const OrderUpdate order = banded.order("m1");
    CHECK(order.status == OrderStatus::Cancelled);
    CHECK(order.reason == OrderEndReason::PriceBand);
    std::int64_t inside = 0;
    for (const BookLevel& level : book.bids)
        inside += level.price.ticks >= edge ? level.quantity.lots : 0;
    CHECK(order.filled == Quantity{inside});
    CHECK(banded.position() == Quantity{-inside});
}

TEST_CASE("without a book nothing trades")
{
    Venue venue;
    const std::int64_t visible = total(venue.exchange.book(kA).asks);
    CHECK(venue.place(market("m1", Side::Buy, visible)) == OrderEndReason::None);
    CHECK(venue.place(market("m2", Side::Buy, 10)) == OrderEndReason::None);
    CHECK(venue.order("m2").status == OrderStatus::Cancelled);
    CHECK(venue.order("m2").reason == OrderEndReason::NoLiquidity);
    CHECK(venue.order("m2").filled.isZero());
}

TEST_CASE("each time in force against the depth there is")
{
    Venue venue;
    const BookSnapshot book = venue.exchange.book(kA);
    const std::int64_t ask = book.asks[0].price.ticks;
    const std::int64_t there = book.asks[0].quantity.lots;

    CHECK(venue.place(limit("fok", Side::Buy, there + 1, ask, TimeInForce::FillOrKill)) == OrderEndReason::None);
    CHECK(venue.order("fok").status == OrderStatus::Cancelled);
    CHECK(venue.order("fok").reason == OrderEndReason::NoLiquidity);
    CHECK(venue.exchange.book(kA).asks == book.asks);

    CHECK(venue.place(limit("post", Side::Buy, 10, ask, TimeInForce::PostOnly)) == OrderEndReason::None);
    CHECK(venue.order("post").reason == OrderEndReason::PostOnlyWouldTake);
    REQUIRE(venue.seen.orders.size() == 4);
    CHECK(venue.seen.orders[2].status == OrderStatus::Acknowledged);
    CHECK(venue.seen.orders[3].status == OrderStatus::Cancelled);
    CHECK(venue.seen.executions.empty());

    CHECK(venue.place(limit("maker", Side::Buy, 10, ask - 1, TimeInForce::PostOnly)) == OrderEndReason::None);
    CHECK(venue.order("maker").status == OrderStatus::Acknowledged);

    CHECK(venue.place(limit("ioc", Side::Buy, there + 5, ask, TimeInForce::ImmediateOrCancel))
          == OrderEndReason::None);
    CHECK(venue.order("ioc").status == OrderStatus::Cancelled);
    CHECK(venue.order("ioc").reason == OrderEndReason::NoLiquidity);
    CHECK(venue.order("ioc").filled == Quantity{there});

    venue.run(Duration::seconds(2));
    CHECK(venue.place(limit("fok2", Side::Buy, there, ask, TimeInForce::FillOrKill)) == OrderEndReason::None);
    CHECK(venue.order("fok2").status == OrderStatus::Filled);

    venue.run(Duration::seconds(2));
    CHECK(venue.place(limit("gtc", Side::Buy, there + 7, ask)) == OrderEndReason::None);
    CHECK(venue.order("gtc").status == OrderStatus::PartiallyFilled);
    CHECK(venue.order("gtc").filled == Quantity{there});
    CHECK(venue.order("gtc").averagePrice == dec("0.1") * ask);
    CHECK(venue.cancel("gtc") == OrderEndReason::None);
    CHECK(venue.order("gtc").status == OrderStatus::Cancelled);
    CHECK(venue.order("gtc").reason == OrderEndReason::ByUser);
    CHECK(venue.cancel("gtc") == OrderEndReason::NotFound);
    CHECK(venue.cancel("unheard-of") == OrderEndReason::NotFound);
}

TEST_CASE("a resting order waits behind the queue and is filled by what trades after it")
{
    // The queue is counted again here, print by print. The bars turn around at
    // the order's price, and the last trades through it.
    std::size_t inParts = 0;
    for (const Side side : {Side::Buy, Side::Sell}) {
        for (std::size_t distance = 0; distance <= 2; ++distance) {
            BookLevel level;
            {
                Venue probe;
                const BookSnapshot book = probe.exchange.book(kA);
                level = (side == Side::Buy ? book.bids : book.asks)[distance];
            }
            const std::int64_t reach = std::abs(level.price.ticks - 10'000);
            std::vector<GridCandle> bars(19, bar(10'000, 10'000 + reach, 10'000 - reach, 10'000, 2'500));
            bars.push_back(bar(10'000, 10'200, 9'800, 10'000, 9'000));
            Venue venue({withBars(bars)});
            venue.exchange.streamTrades(kA, true);
            REQUIRE(venue.place(limit("first", side, 900, level.price.ticks, TimeInForce::PostOnly))
                    == OrderEndReason::None);
            REQUIRE(venue.seen.trades.empty());
            REQUIRE(venue.place(limit("second", side, 50, level.price.ticks, TimeInForce::PostOnly))
                    == OrderEndReason::None);
            REQUIRE(venue.seen.trades.empty());

            std::int64_t queue = level.quantity.lots;
            std::int64_t first = 900;
            std::int64_t second = 50;
            std::size_t counted = 0;
            std::size_t checked = 0;
            while (venue.exchange.now() < kStart + Duration::minutes(20)) {
                if (!venue.exchange.step(kStart + Duration::minutes(20)))
                    break;
                for (; counted < venue.seen.trades.size(); ++counted) {
                    const TradePrint& print = venue.seen.trades[counted];
                    const std::int64_t past = (level.price - print.price) * signOf(side);
                    if (past > 0)
                        queue = first = second = 0;
                    if (past == 0) {
                        std::int64_t left = print.quantity.lots;
                        for (std::int64_t* part : {&queue, &first, &second}) {
                            const std::int64_t eaten = std::min(*part, left);
                            *part -= eaten;
                            left -= eaten;
                        }
                    }
                    ++checked;
                    REQUIRE(venue.order("first").filled == Quantity{900 - first});
                    REQUIRE(venue.order("second").filled == Quantity{50 - second});
                }
            }
            CHECK(checked > 80);
            inParts += venue.seen.executions.size() > 2 ? 1 : 0;
            CHECK(venue.order("second").status == OrderStatus::Filled);
            for (const Execution& execution : venue.seen.executions) {
                CHECK(execution.liquidity == Liquidity::Maker);
                CHECK(execution.price == level.price);
                const Decimal value = venue.exchange.instruments().at(kA).notional(execution.price, execution.quantity);
                CHECK(execution.fee == (value * dec("0.0002")).rounded(8, Rounding::Up));
            }
        }
    }
    CHECK(inParts >= 4);
}

TEST_CASE("at a price that the book does not show, as much waits as at the next level outwards")
{
    // Beyond the last level that is the last level's.
    BookLevel last;
    {
        Venue probe;
        last = probe.exchange.book(kA).bids.back();
    }
    const std::int64_t price = last.price.ticks - 5;
    const std::vector<GridCandle> bars(15, bar(10'000, 10'000, price, 10'000, 9'000));
    Venue venue({withBars(bars)});
    venue.exchange.streamTrades(kA, true);
    REQUIRE(venue.place(limit("deep", Side::Buy, 50, price, TimeInForce::PostOnly)) == OrderEndReason::None);
    std::int64_t printed = 0;
    std::size_t counted = 0;
    std::size_t waited = 0;
    while (venue.exchange.step(kStart + Duration::minutes(15))) {
        for (; counted < venue.seen.trades.size(); ++counted)
            if (venue.seen.trades[counted].price.ticks == price)
                printed += venue.seen.trades[counted].quantity.lots;
        const std::int64_t expected = std::clamp<std::int64_t>(printed - last.quantity.lots, 0, 50);
        REQUIRE(venue.order("deep").filled == Quantity {expected});
        waited += printed > 0 && expected == 0 ? 1 : 0;
    }
    CHECK(waited > 0);
    // One better than the best has nobody before it.
    Venue front({withBars({bar(10'000, 10'000, 9'000, 9'000, 9'000)})});
    const BookSnapshot book = front.exchange.book(kA);
    if (book.asks.front().price - book.bids.front().price > 1) {
        REQUIRE(front.place(limit("front", Side::Buy, 50, book.bids.front().price.ticks + 1, TimeInForce::PostOnly))
                == OrderEndReason::None);
        front.run(Duration::minutes(1));
        CHECK(front.order("front").status == OrderStatus::Filled);
    }
}

TEST_CASE("a print through the price fills a resting order with what was printed, at the order's price")
{
    constexpr std::int64_t kPrice = 9'960;
    Venue venue({withBars({bar(10'000, 10'000, 9'900, 9'950, 40)})});
    venue.exchange.streamTrades(kA, true);
    std::size_t counted = 0;
    REQUIRE(venue.place(limit("small", Side::Buy, 10, kPrice)) == OrderEndReason::None);
    REQUIRE(venue.place(limit("deep", Side::Buy, 20'000, kPrice)) == OrderEndReason::None);
    std::int64_t through = 0;
    std::int64_t at = 0;
    while (venue.exchange.step(kStart + Duration::minutes(1))) {
        for (; counted < venue.seen.trades.size(); ++counted) {
            const TradePrint& print = venue.seen.trades[counted];
            if (print.price.ticks < kPrice)
                through += print.quantity.lots;
            else if (print.price.ticks == kPrice)
                at += print.quantity.lots;
        }
        const std::int64_t filled = venue.order("small").filled.lots + venue.order("deep").filled.lots;
        REQUIRE(filled >= std::min<std::int64_t>(20'010, through));
        REQUIRE(filled <= std::min<std::int64_t>(20'010, through + at));
    }
    REQUIRE(through >= 10);
    CHECK(venue.order("small").status == OrderStatus::Filled);
    CHECK(venue.order("deep").averagePrice == dec("996"));
    CHECK(venue.position() == venue.order("small").filled + venue.order("deep").filled);
}

TEST_CASE("what the venue refuses, and why")
{
    ScriptedSource::Symbol later;
    later.instrument = makeInstrument("BBBUSDT");
    later.listing = kStart + Duration::hours(1);
    VenueSettings settings = Venue::quick();
    settings.maxActiveOrders = 3;
    settings.maxConditionalOrders = 2;
    Venue venue({ScriptedSource::Symbol{}, later}, settings);
    const auto mark = *venue.exchange.ticker(kA).mark;
    REQUIRE(mark == Price{10'000});

    CHECK(venue.place(market("bad id", Side::Buy, 100)) == OrderEndReason::Other);
    CHECK(venue.place(market(std::string(37, 'x'), Side::Buy, 100)) == OrderEndReason::Other);
    CHECK(venue.place(market("q0", Side::Buy, 0)) == OrderEndReason::InvalidQuantity);
    CHECK(venue.place(market("q1", Side::Buy, 1)) == OrderEndReason::InvalidQuantity);
    CHECK(venue.place(market("q2", Side::Buy, 200'001)) == OrderEndReason::InvalidQuantity);
    CHECK(venue.place(limit("q3", Side::Buy, 300'001, 9'900)) == OrderEndReason::InvalidQuantity);
    CHECK(venue.place(limit("p0", Side::Buy, 100, 0)) == OrderEndReason::InvalidPrice);
    OrderRequest priced = market("p1", Side::Buy, 100);
    priced.price = Price{10'000};
    CHECK(venue.place(priced) == OrderEndReason::InvalidPrice);
    OrderRequest bare = stopMarket("p2", Side::Buy, 100, 10'100);
    bare.trigger.reset();
    CHECK(venue.place(bare) == OrderEndReason::InvalidPrice);

    // Minimum value 5 at 1,000: 5 lots and no fewer.
    CHECK(venue.place(limit("n4", Side::Buy, 4, 10'000)) == OrderEndReason::BelowMinimumNotional);
    // 5 % of 10,000 is 500 ticks.
    CHECK(venue.place(limit("b1", Side::Buy, 10, 10'501, TimeInForce::ImmediateOrCancel))
          == OrderEndReason::PriceBand);
    CHECK(venue.place(limit("b2", Side::Sell, 10, 9'499, TimeInForce::ImmediateOrCancel))
          == OrderEndReason::PriceBand);
    CHECK(venue.place(limit("b3", Side::Buy, 10, 10'500, TimeInForce::FillOrKill)) == OrderEndReason::None);
    CHECK(venue.order("b3").status == OrderStatus::Filled);
    CHECK(venue.place(limit("b4", Side::Sell, 10, 9'500, TimeInForce::FillOrKill)) == OrderEndReason::None);

    CHECK(venue.place(market("b3", Side::Buy, 10)) == OrderEndReason::DuplicateClientId);
    CHECK(venue.place(reduceOnly(market("r1", Side::Sell, 10))) == OrderEndReason::ReduceOnly);
    CHECK(venue.place(stopMarket("s1", Side::Buy, 10, 10'000)) == OrderEndReason::TriggerOnWrongSide);
    CHECK(venue.place(stopMarket("s2", Side::Sell, 10, 10'000)) == OrderEndReason::TriggerOnWrongSide);
    CHECK(venue.place(withStop(market("s3", Side::Buy, 10), 10'000)) == OrderEndReason::TriggerOnWrongSide);
    CHECK(venue.place(withStop(limit("s4", Side::Sell, 10, 10'100), 10'100)) == OrderEndReason::TriggerOnWrongSide);
    CHECK(venue.place(reduceOnly(withStop(market("s5", Side::Buy, 10), 9'900))) == OrderEndReason::ReduceOnly);

    OrderRequest unlisted = market("l1", Side::Buy, 100);
    unlisted.symbol = SymbolId{1};
    CHECK(venue.place(unlisted) == OrderEndReason::SymbolNotTrading);
    unlisted.symbol = SymbolId{9};
    CHECK(venue.place(unlisted) == OrderEndReason::SymbolNotTrading);

    for (const char* id : {"o1", "o2", "o3"})
        CHECK(venue.place(limit(id, Side::Buy, 10, 9'000)) == OrderEndReason::None);
    CHECK(venue.place(limit("o4", Side::Buy, 10, 9'000)) == OrderEndReason::TooManyOrders);
    CHECK(venue.place(stopMarket("c1", Side::Buy, 10, 10'100)) == OrderEndReason::None);
    CHECK(venue.place(stopMarket("c2", Side::Sell, 10, 9'900)) == OrderEndReason::None);
    CHECK(venue.place(stopMarket("c3", Side::Sell, 10, 9'900)) == OrderEndReason::TooManyOrders);
    CHECK(venue.cancel("o1") == OrderEndReason::None);
    // The stop that would come with it needs a place among the conditional orders.
    CHECK(venue.place(withStop(market("c4", Side::Buy, 10), 9'900)) == OrderEndReason::TooManyOrders);

    const Account account = venue.account();
    CHECK(account.orders.size() == 4);
    CHECK(account.orders[0].clientId == "o2");
    CHECK(account.positions.empty());
    venue.exchange.cancelAll(++venue.requests, {kA});
    CHECK(venue.awaitAnswer() == OrderEndReason::None);
    CHECK(venue.account().orders.empty());
    CHECK(venue.seen.identityHeld);
}

TEST_CASE("margin: what is opened must be paid for, with its fee")
{
    VenueSettings settings = Venue::quick();
    settings.startingBalance = dec("100");
    Venue venue({ScriptedSource::Symbol{}}, settings);
    // 0.99 base at 1,000 with leverage 10 needs 99 and a fee of 0.5445.
    CHECK(venue.place(limit("big", Side::Buy, 1'000, 10'000 - 10)) == OrderEndReason::InsufficientMargin);
    CHECK(venue.place(limit("fits", Side::Buy, 990, 9'990)) == OrderEndReason::None);
    CHECK(venue.account().wallet.available == dec("100") - dec("98.901") - dec("0.5439555"));
    CHECK(venue.place(limit("more", Side::Buy, 10, 9'990)) == OrderEndReason::InsufficientMargin);
    // Conditional orders hold none.
    CHECK(venue.place(stopMarket("stop", Side::Buy, 990, 10'100)) == OrderEndReason::None);
    CHECK(venue.cancel("fits") == OrderEndReason::None);
    CHECK(venue.account().wallet.available == dec("100"));

    venue.exchange.setLeverage(++venue.requests, kA, dec("51"));
    CHECK(venue.awaitAnswer() == OrderEndReason::Other);
    venue.exchange.setLeverage(++venue.requests, kA, dec("10"));
    CHECK(venue.awaitAnswer() == OrderEndReason::NotModified);
    venue.exchange.setLeverage(++venue.requests, kA, dec("50"));
    CHECK(venue.awaitAnswer() == OrderEndReason::None);
    CHECK(venue.place(market("lev", Side::Sell, 2'000)) == OrderEndReason::None);
    CHECK(venue.position() == Quantity{-2'000});
    CHECK(venue.seen.positions.back().leverage == dec("50"));
    venue.exchange.setLeverage(++venue.requests, kA, dec("10"));
    CHECK(venue.awaitAnswer() == OrderEndReason::InsufficientMargin);
    // What closes needs no margin, whatever its size up to the position.
    CHECK(venue.place(market("close", Side::Buy, 2'000)) == OrderEndReason::None);
    CHECK(venue.position() == Quantity{0});
}

TEST_CASE("reduce-only orders never exceed the position")
{
    std::vector<GridCandle> bars{bar(10'000, 10'000, 10'000, 10'000, 100), bar(10'000, 10'060, 10'000, 10'050, 3'000)};
    Venue venue({withBars(bars)});
    REQUIRE(venue.place(market("in", Side::Buy, 100)) == OrderEndReason::None);
    CHECK(venue.place(reduceOnly(limit("wrong", Side::Buy, 10, 9'900))) == OrderEndReason::ReduceOnly);
    CHECK(venue.place(reduceOnly(limit("t0", Side::Sell, 101, 10'050))) == OrderEndReason::ReduceOnly);
    CHECK(venue.place(reduceOnly(limit("t1", Side::Sell, 40, 10'050))) == OrderEndReason::None);
    CHECK(venue.place(reduceOnly(limit("t2", Side::Sell, 35, 10'080))) == OrderEndReason::None);
    CHECK(venue.place(reduceOnly(limit("t3", Side::Sell, 26, 10'090))) == OrderEndReason::ReduceOnly);
    CHECK(venue.place(reduceOnly(limit("t4", Side::Sell, 25, 10'090))) == OrderEndReason::None);
    // No minimum value: 3 lots are worth 3.
    CHECK(venue.place(reduceOnly(market("bit", Side::Sell, 3))) == OrderEndReason::None);
    // 97 are left, 100 were working: the newest is cut, 25 to 22.
    CHECK(venue.order("t4").quantity == Quantity{22});
    CHECK(venue.order("t4").status == OrderStatus::Acknowledged);
    // 60 more: 37 are left; t4 and t2 go or shrink, t1 is cut last of all.
    CHECK(venue.place(reduceOnly(market("out", Side::Sell, 60))) == OrderEndReason::None);
    CHECK(venue.order("t4").status == OrderStatus::Cancelled);
    CHECK(venue.order("t4").reason == OrderEndReason::ReduceOnly);
    CHECK(venue.order("t2").status == OrderStatus::Cancelled);
    CHECK(venue.order("t1").quantity == Quantity{37});
    // A target that trades at its price closes the rest, as a maker.
    venue.run(Duration::minutes(2));
    CHECK(venue.order("t1").status == OrderStatus::Filled);
    CHECK(venue.position() == Quantity{0});
    CHECK(venue.exchange.positionRecords().size() == 1);

    REQUIRE(venue.place(market("in2", Side::Sell, 50)) == OrderEndReason::None);
    CHECK(venue.place(reduceOnly(market("all", Side::Buy, 500))) == OrderEndReason::None);
    CHECK(venue.order("all").quantity == Quantity{50}); // cut to what there is
    CHECK(venue.order("all").status == OrderStatus::Filled);
    CHECK(venue.position() == Quantity{0});
    CHECK(venue.place(reduceOnly(market("again", Side::Buy, 1))) == OrderEndReason::InvalidQuantity);
    CHECK(venue.place(reduceOnly(market("again", Side::Buy, 2))) == OrderEndReason::ReduceOnly);
}

TEST_CASE("an order asked for is shown as it stands, an unknown one as unknown")
{
    Venue venue;
    REQUIRE(venue.place(limit("a", Side::Buy, 10, 9'000)) == OrderEndReason::None);
    const VenueOrder* order = venue.exchange.findOrder(kA, OrderName::byClient("a"));
    REQUIRE(order != nullptr);
    CHECK(order->state == venue.seen.orders.back());
    CHECK(venue.exchange.findOrder(kA, OrderName::byVenue("o1")) == order);
    // The venue's id wins.
    CHECK(venue.exchange.findOrder(kA, {"b", "o1"}) == order);
    for (const char* id : {"", "o", "o0", "o2", "t1", "o1x", "o01", "o99999999999999999999"})
        CHECK(venue.exchange.findOrder(kA, OrderName::byVenue(id)) == nullptr);
    CHECK(venue.exchange.findOrder(kA, OrderName::byClient("b")) == nullptr);
}
