// SPDX-License-Identifier: GPL-3.0-or-later
#include "ExchangeFixture.h"

#include "matching/LatencyModel.h"

#include <catch2/catch.hpp>

using namespace breakline;
using namespace breakline::test;

namespace {

const SymbolId kA{0};
const SymbolId kB{1};

std::vector<GridCandle> flat(int minutes)
{
    return std::vector<GridCandle>(static_cast<std::size_t>(minutes), bar(10'000, 10'001, 9'999, 10'000));
}

} // namespace

TEST_CASE("funding is paid at the instrument's interval, at mark times position")
{
    struct Case {
        Side side;
        const char* rate;
        const char* paid;
    };
    // 1.234 base at 1,000: value 1,234.
    for (const Case& c : {Case{Side::Buy, "0.0001", "0.1234"}, Case{Side::Sell, "0.0001", "-0.1234"},
                          Case{Side::Buy, "-0.00000000009", "-0.00000011"},
                          Case{Side::Sell, "-0.00000000009", "0.00000012"}}) {
        ScriptedSource::Symbol symbol;
        symbol.funding = dec(c.rate);
        symbol.instrument.fundingInterval = Duration::hours(4);
        Venue venue({symbol});
        REQUIRE(venue.place(market("e", c.side, 1'234)) == OrderEndReason::None);
        CHECK(venue.exchange.ticker(kA).nextFundingTime == kStart + Duration::hours(2)); // 12:00
        CHECK(venue.exchange.ticker(kA).fundingRate == dec(c.rate));
        venue.runTo(kStart + Duration::hours(2) - Duration::milliseconds(1));
        CHECK(venue.exchange.totals().funding.isZero());
        venue.run(Duration::milliseconds(1));
        CHECK(venue.exchange.totals().funding == dec(c.paid));
        CHECK(venue.seen.executions.back().kind == ExecutionKind::Funding);
        CHECK(venue.seen.executions.back().fee == dec(c.paid));
        CHECK(venue.seen.executions.back().quantity == Quantity{1'234});
        CHECK(venue.seen.log.back() == "wallet");
        venue.runTo(kStart + Duration::hours(6));
        CHECK(venue.exchange.totals().funding == dec(c.paid) + dec(c.paid));
        CHECK(venue.exchange.positionRecords()[0].funding == dec(c.paid) + dec(c.paid));
        CHECK(venue.seen.identityHeld);
    }
    Venue unknown;
    REQUIRE(unknown.place(market("e", Side::Buy, 100)) == OrderEndReason::None);
    unknown.run(Duration::hours(30));
    CHECK(unknown.exchange.totals().funding.isZero());
    CHECK_FALSE(unknown.exchange.ticker(kA).fundingRate);
    CHECK(unknown.seen.executions.size() == 1);
}

TEST_CASE("a position whose margin no longer covers maintenance is liquidated")
{
    for (const bool isLong : {true, false}) {
        const std::int64_t sign = isLong ? 1 : -1;
        std::vector<GridCandle> bars;
        for (int i = 0; i < 20; ++i) {
            const std::int64_t open = 10'000 - sign * 70 * i;
            const std::int64_t close = open - sign * 70;
            bars.push_back(bar(open, std::max(open, close), std::min(open, close), close));
        }
        Venue venue({withBars(bars, 1)});
        venue.exchange.streamTrades(kA, true);
        REQUIRE(venue.place(market("e", isLong ? Side::Buy : Side::Sell, 1'000)) == OrderEndReason::None);
        REQUIRE(venue.place(limit("add", isLong ? Side::Buy : Side::Sell, 10, isLong ? 8'000 : 12'000))
                == OrderEndReason::None);
        REQUIRE(venue.place(reduceOnly(limit("t", isLong ? Side::Sell : Side::Buy, 10, isLong ? 11'000 : 9'000)))
                == OrderEndReason::None);
        REQUIRE(venue.seen.positions.back().liquidation);
        const Price liquidation = *venue.seen.positions.back().liquidation;
        CHECK(std::abs(liquidation.ticks - (isLong ? 9'091 : 10'891)) <= 10); // 10 % margin, 1 % maintenance, a spread
        venue.runTo(kStart + Duration::minutes(21));
        CHECK(venue.position() == Quantity{0});
        CHECK(venue.order("add").reason == OrderEndReason::Liquidation);
        CHECK(venue.order("t").reason == OrderEndReason::Liquidation);
        const OrderUpdate order = venue.exchange.allOrders().back();
        CHECK(order.clientId.empty());
        CHECK(order.status == OrderStatus::Filled);
        CHECK(order.filled == Quantity{1'000});
        for (const Execution& execution : venue.seen.executions)
            CHECK(execution.kind == (execution.clientId == "e" ? ExecutionKind::Trade : ExecutionKind::Liquidation));
        // At the first print that reached the price.
        for (const TradePrint& trade : venue.seen.trades)
            if ((trade.price - liquidation) * sign <= 0) {
                CHECK(order.time == trade.time);
                break;
            }
        CHECK(venue.seen.identityHeld);
        CHECK(venue.exchange.totals().unrealised.isZero());
    }
}

TEST_CASE("a symbol is listed with its history, announced, and settled at its last price")
{
    ScriptedSource::Symbol first = withBars(flat(60));
    ScriptedSource::Symbol second;
    second.instrument = makeInstrument("BBBUSDT");
    second.listing = kStart + Duration::minutes(10);
    second.delivery = kStart + Duration::days(7) + Duration::minutes(20);
    const std::int64_t lastMinute = 7 * 1'440 + 19;
    for (int i = 10; i < 40; ++i)
        second.bars[i] = bar(10'000, 10'001, 9'999, 10'000);
    second.bars[lastMinute] = bar(10'000, 10'200, 10'000, 10'123);
    Venue venue({first, second}, Venue::quick(), kStart + Duration::days(8));
    CHECK(venue.exchange.instruments().at(kB).status == InstrumentStatus::PreLaunch);
    CHECK(venue.exchange.candles(kB, Duration::minutes(5), Timestamp{0}, kStart).empty());
    CHECK_FALSE(venue.exchange.ticker(kB).last);

    venue.runTo(kStart + Duration::minutes(10));
    REQUIRE(venue.seen.instruments.size() == 1);
    CHECK(venue.seen.instruments[0].symbol == "BBBUSDT");
    CHECK(venue.seen.instruments[0].status == InstrumentStatus::Trading);
    CHECK_FALSE(venue.seen.instruments[0].deliveryTime);
    CHECK(venue.exchange.candles(kB, Duration::minutes(5), Timestamp{0}, kStart + Duration::days(1)).size() == 26 * 12);
    CHECK(venue.exchange.ticker(kB).turnover24h.has_value());
    CHECK(venue.exchange.recentTrades(kB).size() >= 60);

    venue.runTo(kStart + Duration::minutes(20));
    REQUIRE(venue.seen.instruments.size() == 2);
    CHECK(venue.seen.instruments[1].deliveryTime == second.delivery);
    CHECK(venue.seen.instruments[1].status == InstrumentStatus::Trading);

    OrderRequest entry = withStop(market("e", Side::Buy, 1'000), 9'900);
    entry.symbol = kB;
    REQUIRE(venue.place(entry) == OrderEndReason::None);
    OrderRequest target = reduceOnly(limit("t", Side::Sell, 500, 11'000));
    target.symbol = kB;
    REQUIRE(venue.place(target) == OrderEndReason::None);
    venue.run(Duration::seconds(1));
    const Decimal entryCost = *venue.account().positions.at(0).entryPrice;
    venue.seen.log.clear();
    venue.runTo(*second.delivery);
    REQUIRE(venue.seen.instruments.size() == 3);
    CHECK(venue.seen.instruments[2].status == InstrumentStatus::Closed);
    const Execution settled = venue.seen.executions.back();
    CHECK(settled.kind == ExecutionKind::Settlement);
    CHECK(settled.price == Price{10'123});
    CHECK(settled.side == Side::Sell);
    CHECK(settled.quantity == Quantity{1'000});
    CHECK(settled.fee.isZero());
    CHECK(venue.exchange.totals().realised == dec("1012.3") - entryCost);
    CHECK(venue.seen.log
          == std::vector<std::string>{"order t cancelled: symbol is not trading", "execution 1000 @ 10123",
                                      "order stop cancelled: stop cleared, position flat", "position 0", "wallet",
                                      "instrument BBBUSDT"});
    OrderRequest late = market("late", Side::Buy, 100);
    late.symbol = kB;
    CHECK(venue.place(late) == OrderEndReason::SymbolNotTrading);
    CHECK(venue.exchange.positionRecords().at(0).closed == second.delivery);
    CHECK(venue.seen.identityHeld);
}

TEST_CASE("closed candles are pushed where they are whole, and the end is the end")
{
    ScriptedSource::Symbol symbol = withBars(flat(20));
    symbol.bars.erase(7);
    symbol.bars[12] = bar(10'001, 10'044, 9'955, 10'033, 777);
    Venue venue({symbol}, Venue::quick(), kStart + Duration::minutes(20));
    CHECK(venue.exchange.endOfData() == kStart + Duration::minutes(20));
    venue.exchange.streamCandles(kA, Duration::minutes(5), true);
    venue.runTo(kStart + Duration::hours(1));
    CHECK_FALSE(venue.exchange.nextEventTime());
    CHECK(venue.exchange.now() == kStart + Duration::hours(1));
    REQUIRE(venue.seen.candles.size() == 3); // the second lacks a minute
    CHECK(venue.seen.candles[0].candle.openTime == kStart);
    CHECK(venue.seen.candles[1].candle.openTime == kStart + Duration::minutes(10));
    CHECK(venue.seen.candles[2].candle.openTime == kStart + Duration::minutes(15));
    const double tick = venue.exchange.instruments().at(kA).tick;
    const double lot = venue.exchange.instruments().at(kA).lot;
    const Candle& candle = venue.seen.candles[1].candle;
    CHECK(candle.high == 10'044 * tick);
    CHECK(candle.low == 9'955 * tick);
    CHECK(candle.volume == (4 * 6'000 + 777) * lot);
    CHECK(venue.exchange.candles(kA, Duration::minutes(5), kStart, kStart + Duration::hours(1)).size() == 3);
    CHECK(venue.exchange.candles(kA, Duration::minutes(1), kStart, kStart + Duration::hours(1)).size() == 19);
    CHECK(venue.exchange.candles(kA, Duration::minutes(15), kStart - Duration::hours(3), kStart).size() == 12);
    CHECK(venue.exchange.candles(kA, Duration::hours(1), kStart - Duration::hours(25), kStart).size() == 25);
}

TEST_CASE("streams push what was asked for and change nothing")
{
    const auto run = [](bool streams) {
        auto venue = std::make_unique<Venue>(std::vector{withBars(flat(30))});
        venue->exchange.streamBook(kA, streams);
        venue->exchange.streamTicker(kA, streams);
        venue->exchange.streamTrades(kA, streams);
        REQUIRE(venue->place(withStop(market("e", Side::Buy, 1'500), 9'900)) == OrderEndReason::None);
        REQUIRE(venue->place(reduceOnly(limit("t", Side::Sell, 700, 10'001))) == OrderEndReason::None);
        venue->run(Duration::minutes(30));
        return venue;
    };
    const auto with = run(true);
    const auto without = run(false);
    CHECK(with->seen.log == without->seen.log);
    CHECK(without->seen.books.empty());
    CHECK(without->seen.tickers.empty());
    CHECK(without->seen.trades.empty());
    CHECK(with->seen.trades.size() >= 120);
    CHECK(with->seen.tickers.size() >= with->seen.trades.size());
    CHECK(with->seen.books.size() > with->seen.trades.size()); // our take and its refill
    for (const BookSnapshot& book : with->seen.books) {
        REQUIRE_FALSE(book.bids.empty());
        REQUIRE_FALSE(book.asks.empty());
        CHECK(book.bids.front().price < book.asks.front().price);
    }
    for (std::size_t i = 1; i < with->seen.books.size(); ++i)
        REQUIRE(with->seen.books[i].sequence == with->seen.books[i - 1].sequence + 1);
    // Whoever comes later joins the same count.
    CHECK(without->exchange.book(kA) == with->exchange.book(kA));
    CHECK(with->exchange.book(kA).sequence == with->seen.books.back().sequence);
    for (const Ticker& ticker : with->seen.tickers) {
        CHECK(ticker.index == ticker.mark);
        CHECK_FALSE(ticker.openInterest);
    }
}

TEST_CASE("latency is within its bounds and a function of seed and number alone")
{
    const LatencyModel latency(7, Duration{5}, Duration{50}, Duration{20});
    std::vector<int> seen(60, 0);
    for (std::uint64_t number = 1; number <= 5'000; ++number) {
        const std::int64_t ms = latency.ofRequest(number).ms;
        REQUIRE(ms >= 5);
        REQUIRE(ms <= 50);
        ++seen[static_cast<std::size_t>(ms)];
        REQUIRE(latency.ofStop(number).ms >= 0);
        REQUIRE(latency.ofStop(number).ms <= 20);
        REQUIRE(latency.ofRequest(number) == LatencyModel(7, Duration{5}, Duration{50}, Duration{20}).ofRequest(number));
    }
    for (std::size_t ms = 5; ms <= 50; ++ms)
        CHECK(seen[ms] > 60);

    VenueSettings settings;
    Venue venue({ScriptedSource::Symbol{}}, settings);
    for (std::uint64_t number = 1; number <= 50; ++number) {
        const Timestamp sent = venue.exchange.now();
        venue.cancel("none");
        const Duration took = venue.seen.answers.back().time - sent;
        CHECK(took == LatencyModel(1, Duration{5}, Duration{50}, Duration{20}).ofRequest(number));
    }
}

TEST_CASE("requests of one instant go in the order of coming, after the market")
{
    VenueSettings settings = Venue::quick();
    settings.latencyMin = settings.latencyMax = Duration{};
    Venue venue({withBars(flat(1))}, settings);
    venue.exchange.cancel(9, kA, OrderName::byClient("x"));
    venue.exchange.cancel(3, kA, OrderName::byClient("y"));
    venue.exchange.cancel(5, kA, OrderName::byClient("z"));
    CHECK(venue.exchange.pendingRequests() == 3);
    venue.exchange.step(kStart);
    // The exchange's own number: in order of coming. The client's is only given back.
    REQUIRE(venue.seen.answers.size() == 3);
    CHECK(venue.seen.answers[0].cookie == 9);
    CHECK(venue.seen.answers[1].cookie == 3);
    CHECK(venue.seen.answers[2].cookie == 5);
    CHECK(venue.exchange.requestCount() == 3);
    CHECK(venue.exchange.pendingRequests() == 0);
}
