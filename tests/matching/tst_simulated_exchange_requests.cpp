// SPDX-License-Identifier: GPL-3.0-or-later
#include "ExchangeFixture.h"
#include "matching/LatencyModel.h"

#include <catch2/catch.hpp>

using namespace breakline;
using namespace breakline::test;

namespace {

const SymbolId kA{0};
const SymbolId kB{1};

ScriptedSource::Symbol named(const std::string& name)
{
    ScriptedSource::Symbol symbol;
    symbol.instrument = makeInstrument(name);
    return symbol;
}

std::vector<std::string> liveNames(const Venue& venue)
{
    std::vector<std::string> names;
    for (const VenueOrder* order : venue.exchange.liveOrders(std::nullopt))
        names.push_back(order->origin == OrderOrigin::StopLoss ? "stop" : order->state.clientId);
    return names;
}

PlaceRequest withTarget(OrderRequest order, std::int64_t trigger, TriggerBy by = TriggerBy::MarkPrice)
{
    PlaceRequest request(std::move(order));
    request.takeProfit = AttachedStop{Price{trigger}, by};
    return request;
}

} // namespace

TEST_CASE("every private request is numbered as it comes and says when it is answered")
{
    VenueSettings settings;
    settings.seed = 9;
    Venue venue({ScriptedSource::Symbol{}}, settings);
    const LatencyModel latency(9, settings.latencyMin, settings.latencyMax, settings.stopDelayMax);
    SimulatedExchange& exchange = venue.exchange;
    exchange.step(kStart); // the first bar
    const std::vector<Timestamp> due{
        exchange.place(70, limit("a", Side::Buy, 10, 9'000)),
        exchange.query(70),
        exchange.amend(8, {}),
        exchange.cancel(8, kA, OrderName::byClient("x")),
        exchange.cancelAll(1, {}),
        exchange.setTradingStop(2, {}),
        exchange.setLeverage(3, kA, dec("5")),
        exchange.setPositionMode(4, PositionMode::OneWay),
        exchange.setMarginMode(5, MarginMode::Isolated),
        exchange.query(6),
    };
    for (std::size_t i = 0; i < due.size(); ++i)
        CHECK(due[i] == kStart + latency.ofRequest(i + 1));
    CHECK(exchange.requestCount() == due.size());
    CHECK(exchange.nextEventTime() == *std::min_element(due.begin(), due.end()));

    // Each is answered at its time: the questions too.
    std::vector<std::pair<Timestamp, std::uint64_t>> asked;
    venue.seen.read = [&](std::uint64_t cookie) { asked.emplace_back(exchange.now(), cookie); };
    venue.run(Duration::milliseconds(50));
    std::vector<std::pair<Timestamp, std::uint64_t>> expected{{due[1], 70}, {due[9], 6}};
    std::sort(expected.begin(), expected.end());
    CHECK(asked == expected);
    CHECK(venue.seen.answers.size() == 8);
    for (const VenueAnswer& answer : venue.seen.answers) {
        const std::size_t place = answer.kind == VenueRequestKind::Place ? 0
            : answer.kind == VenueRequestKind::Amend                     ? 2
            : answer.kind == VenueRequestKind::Cancel                    ? 3
            : answer.kind == VenueRequestKind::CancelAll                 ? 4
            : answer.kind == VenueRequestKind::TradingStop               ? 5
            : answer.kind == VenueRequestKind::SetLeverage               ? 6
            : answer.kind == VenueRequestKind::SetPositionMode           ? 7
                                                                         : 8;
        CHECK(answer.time == due[place]);
    }
}

TEST_CASE("a question reads the account as of its due time")
{
    Venue venue; // 5 ms
    std::vector<std::size_t> seen;
    venue.seen.read = [&](std::uint64_t) { seen.push_back(venue.exchange.liveOrders(kA).size()); };
    venue.exchange.query(1);
    venue.exchange.place(2, limit("a", Side::Buy, 10, 9'000));
    venue.exchange.query(3);
    venue.run(Duration::milliseconds(5));
    CHECK(seen == std::vector<std::size_t>{0, 1});
}

TEST_CASE("a listener reads exactly the state that it is told")
{
    Venue venue;
    bool agrees = true;
    struct Watch final : ExchangeListener {
        explicit Watch(bool& all) : agrees(all) {}
        void onTrade(const TradePrint&) override {}
        void onBook(const BookSnapshot&) override {}
        void onTicker(const Ticker&) override {}
        void onCandle(const CandleClosed&) override {}
        void onInstrument(const Instrument&) override {}
        void onOrder(const OrderUpdate& order) override
        {
            const VenueOrder* kept = exchange->findOrder(order.symbol, OrderName::byVenue(order.venueId));
            agrees = agrees && kept != nullptr && kept->state == order;
            ++count;
        }
        void onExecution(const Execution& execution) override
        {
            agrees = agrees && exchange->executions().back() == execution
                && exchange->ledger().back().venueTradeId == execution.venueTradeId
                && exchange->ledger().back().balance == exchange->totals().wallet;
        }
        void onPosition(const PositionUpdate& position) override
        {
            agrees = agrees && exchange->position(position.symbol).update == position;
        }
        void onWallet(const WalletUpdate& wallet) override { agrees = agrees && exchange->wallet() == wallet; }
        void onAnswer(const VenueAnswer&) override {}
        void onQueryDue(std::uint64_t, std::optional<FaultKind>) override {}

        bool& agrees;
        int count = 0;
        SimulatedExchange* exchange = nullptr;
    } watch(agrees);
    SimulatedExchange exchange(Venue::quick(), BookModel{},
                               std::make_unique<ScriptedSource>(std::vector{ScriptedSource::Symbol{}}, std::nullopt),
                               watch);
    watch.exchange = &exchange;
    exchange.place(1, withTarget(withStop(market("a", Side::Buy, 500), 9'900), 10'100));
    exchange.place(2, reduceOnly(limit("t", Side::Sell, 200, 10'050)));
    exchange.place(3, market("b", Side::Sell, 900));
    while (exchange.step(kStart + Duration::milliseconds(50))) {
    }
    CHECK(watch.count > 5);
    CHECK(agrees);
}

TEST_CASE("cancel-all by symbol and by kind, or of everything")
{
    struct Case {
        CancelAllRequest request;
        std::vector<std::string> left;
        bool keepsStop;
    };
    const std::vector<Case> cases{
        {{}, {}, false},
        {{kA, OrderFilter::All}, {"b1", "b2"}, false},
        {{kB, OrderFilter::All}, {"a1", "a2", "stop"}, true},
        {{std::nullopt, OrderFilter::Orders}, {"a2", "b2", "stop"}, true},
        {{std::nullopt, OrderFilter::StopOrders}, {"a1", "b1"}, false},
        {{kA, OrderFilter::Orders}, {"a2", "b1", "b2", "stop"}, true},
        {{kA, OrderFilter::StopOrders}, {"a1", "b1", "b2"}, false},
    };
    for (const Case& c : cases) {
        Venue venue({named("AAAUSDT"), named("BBBUSDT")});
        REQUIRE(venue.place(withStop(market("e", Side::Buy, 100), 9'900)) == OrderEndReason::None);
        REQUIRE(venue.place(limit("a1", Side::Buy, 10, 9'500)) == OrderEndReason::None);
        OrderRequest other = limit("b1", Side::Sell, 10, 10'400);
        other.symbol = kB;
        REQUIRE(venue.place(other) == OrderEndReason::None);
        REQUIRE(venue.place(stopMarket("a2", Side::Buy, 10, 10'200)) == OrderEndReason::None);
        // The entry's stop has gone live before the last order is placed.
        venue.run(Duration::milliseconds(20));
        OrderRequest conditional = stopMarket("b2", Side::Sell, 10, 9'800);
        conditional.symbol = kB;
        REQUIRE(venue.place(conditional) == OrderEndReason::None);
        const auto before = venue.exchange.liveOrders(std::nullopt);
        REQUIRE(before.size() == 5);
        venue.seen.positions.clear();

        venue.exchange.cancelAll(9, c.request);
        REQUIRE(venue.awaitAnswer() == OrderEndReason::None);
        std::vector<std::string> left = liveNames(venue);
        std::sort(left.begin(), left.end());
        std::vector<std::string> expected = c.left;
        std::sort(expected.begin(), expected.end());
        CHECK(left == expected);
        // The answer names what went, in order of creation, and what it protected is told.
        const auto& cancelled = venue.seen.answers.back().cancelled;
        CHECK(cancelled.size() == 5 - c.left.size());
        CHECK(std::is_sorted(cancelled.begin(), cancelled.end(),
                             [](const OrderName& x, const OrderName& y) { return x.venueId < y.venueId; }));
        CHECK(venue.seen.positions.size() == (c.keepsStop ? 0u : 1u));
        CHECK(venue.exchange.position(kA).update.stop.has_value() == c.keepsStop);
    }
}

TEST_CASE("trading-stop with nothing cancels the stop, and 0 again is not modified")
{
    Venue venue;
    REQUIRE(venue.place(withStop(market("e", Side::Buy, 100), 9'900)) == OrderEndReason::None);
    venue.run(Duration::milliseconds(20));
    CHECK(venue.tradingStop({kA, AttachedStop{Price{0}}, {}}) == OrderEndReason::None);
    CHECK_FALSE(venue.seen.positions.back().stop);
    CHECK(venue.exchange.liveOrders(kA).empty());
    CHECK(venue.tradingStop({kA, AttachedStop{Price{0}}, {}}) == OrderEndReason::NotModified);
    CHECK(venue.seen.answers.back().words == VenueWords{34040, "not modified"});
    CHECK(venue.tradingStop({kA, {}, {}}) == OrderEndReason::NotModified);
    CHECK(venue.tradingStop({kA, AttachedStop{Price{9'950}}, AttachedStop{Price{10'050}}}) == OrderEndReason::None);
    CHECK(venue.exchange.position(kA).update.stop == Price{9'950});
    CHECK(venue.exchange.position(kA).takeProfit == Price{10'050});
    CHECK(venue.tradingStop({kA, {}, AttachedStop{Price{9'950}}}) == OrderEndReason::TriggerOnWrongSide);
    CHECK(venue.exchange.position(kA).takeProfit == Price{10'050});
}

TEST_CASE("an attached take-profit closes the whole position at the market, either way")
{
    for (const Side side : {Side::Buy, Side::Sell}) {
        const int sign = signOf(side);
        const auto at = [&](int ticks) { return 10'000 + sign * ticks; };
        Venue venue({withBars({sign > 0 ? bar(10'000, 10'060, 10'000, 10'060) : bar(10'000, 10'000, 9'940, 9'940)}, 2)});
        REQUIRE(venue.place(withTarget(withStop(market("e", side, 100), at(-80)), at(40))) == OrderEndReason::None);
        venue.run(Duration::milliseconds(20));
        const auto live = venue.exchange.liveOrders(kA);
        REQUIRE(live.size() == 2);
        CHECK(live[0]->origin == OrderOrigin::StopLoss);
        CHECK(live[0]->state.isPositionStop);
        CHECK(live[1]->origin == OrderOrigin::TakeProfit);
        CHECK_FALSE(live[1]->state.isPositionStop);
        CHECK(live[1]->state.parentClientId == "e");
        CHECK(live[1]->state.quantity == Quantity{100});
        CHECK(live[1]->direction == (sign > 0 ? TriggerDirection::Rise : TriggerDirection::Fall));
        // Both follow the size.
        REQUIRE(venue.place(market("more", side, 50)) == OrderEndReason::None);
        CHECK(live[0]->state.quantity == Quantity{150});
        CHECK(live[1]->state.quantity == Quantity{150});
        venue.runTo(kStart + Duration::minutes(3));
        CHECK(live[1]->state.status == OrderStatus::Filled);
        CHECK(live[0]->state.reason == OrderEndReason::StopClearedAtFlat);
        CHECK(venue.exchange.position(kA).update.quantity.isZero());
        CHECK_FALSE(venue.exchange.position(kA).takeProfit);
        CHECK(venue.seen.identityHeld);
    }
}

TEST_CASE("a take-profit alone protects nothing")
{
    Venue venue;
    REQUIRE(venue.place(withTarget(market("e", Side::Buy, 100), 10'100)) == OrderEndReason::None);
    venue.run(Duration::seconds(1));
    CHECK(venue.exchange.position(kA).takeProfit == Price{10'100});
    CHECK(venue.exchange.positionRecords().at(0).unprotectedMs == 1'000);
}

TEST_CASE("an attached take-profit on the wrong side, or of a reduce-only order, is refused")
{
    Venue venue;
    CHECK(venue.place(withTarget(limit("a", Side::Buy, 100, 9'900), 9'900)) == OrderEndReason::TriggerOnWrongSide);
    CHECK(venue.seen.answers.back().words.code == 10001);
    CHECK(venue.place(withTarget(limit("a", Side::Sell, 100, 10'100), 10'100)) == OrderEndReason::TriggerOnWrongSide);
    CHECK(venue.place(withTarget(market("a", Side::Buy, 100), 10'100)) == OrderEndReason::None);
    CHECK(venue.place(withTarget(reduceOnly(limit("b", Side::Sell, 50, 10'200)), 10'100))
          == OrderEndReason::ReduceOnly);
}

TEST_CASE("a conditional order waits for the direction it names")
{
    // Up to 10,060, then down to 9,940.
    Venue venue({withBars({bar(10'000, 10'060, 10'000, 10'060), bar(10'060, 10'060, 9'940, 9'940)}, 2)});
    PlaceRequest buyOnFall(stopMarket("buy", Side::Buy, 10, 9'950));
    CHECK(venue.place(buyOnFall) == OrderEndReason::TriggerOnWrongSide);
    CHECK(venue.seen.answers.back().words.code == 110092);
    buyOnFall.direction = TriggerDirection::Fall;
    CHECK(venue.place(buyOnFall) == OrderEndReason::None);
    PlaceRequest sellOnRise(stopMarket("sell", Side::Sell, 10, 9'950));
    sellOnRise.direction = TriggerDirection::Rise;
    CHECK(venue.place(sellOnRise) == OrderEndReason::TriggerOnWrongSide);
    sellOnRise.order.trigger = Price{10'050};
    CHECK(venue.place(sellOnRise) == OrderEndReason::None);
    PlaceRequest fall(stopMarket("f", Side::Sell, 10, 10'050));
    CHECK(venue.place(fall) == OrderEndReason::TriggerOnWrongSide);
    CHECK(venue.seen.answers.back().words.code == 110093);
    venue.runTo(kStart + Duration::minutes(3));
    CHECK(venue.order("sell").status == OrderStatus::Filled);
    CHECK(venue.order("buy").status == OrderStatus::Untriggered);
    venue.runTo(kStart + Duration::minutes(4));
    CHECK(venue.order("buy").status == OrderStatus::Filled);
}

TEST_CASE("an order needs no client id; a bad one and a used one are refused")
{
    Venue venue;
    REQUIRE(venue.place(limit("", Side::Buy, 10, 9'000)) == OrderEndReason::None);
    REQUIRE(venue.place(limit("", Side::Buy, 10, 9'000)) == OrderEndReason::None);
    CHECK(venue.seen.answers[0].venueId == "o1");
    CHECK(venue.seen.answers[1].venueId == "o2");
    venue.exchange.cancel(1, kA, OrderName::byVenue("o1"));
    CHECK(venue.awaitAnswer() == OrderEndReason::None);
    CHECK(venue.exchange.liveOrders(kA).size() == 1);
    CHECK(venue.cancel("") == OrderEndReason::NotFound);
    CHECK(venue.place(limit("a b", Side::Buy, 10, 9'000)) == OrderEndReason::Other);
    CHECK(venue.seen.answers.back().words == VenueWords{10001, "params error: orderLinkId invalid"});
    CHECK(venue.place(limit("a", Side::Buy, 10, 9'000)) == OrderEndReason::None);
    CHECK(venue.place(limit("a", Side::Buy, 10, 9'000)) == OrderEndReason::DuplicateClientId);
    CHECK(venue.seen.answers.back().words.code == 110072);
}

TEST_CASE("500 active and 10 conditional orders a symbol, each with its own words")
{
    Venue venue({named("AAAUSDT"), named("BBBUSDT")});
    for (int i = 0; i < 500; ++i)
        venue.exchange.place(1, limit("l" + std::to_string(i), Side::Buy, 10, 9'000));
    for (int i = 0; i < 10; ++i)
        venue.exchange.place(1, stopMarket("s" + std::to_string(i), Side::Buy, 10, 10'100));
    venue.run(Duration::milliseconds(5));
    REQUIRE(venue.exchange.liveOrders(kA).size() == 510);
    CHECK(venue.place(limit("x", Side::Buy, 10, 9'000)) == OrderEndReason::TooManyOrders);
    CHECK(venue.seen.answers.back().words.code == 110020);
    CHECK(venue.place(stopMarket("x", Side::Buy, 10, 10'100)) == OrderEndReason::TooManyOrders);
    CHECK(venue.seen.answers.back().words.code == 110009);
    OrderRequest elsewhere = limit("x", Side::Buy, 10, 9'000);
    elsewhere.symbol = kB;
    CHECK(venue.place(elsewhere) == OrderEndReason::None);
}

TEST_CASE("modes that are on are not modified, others are refused")
{
    Venue venue;
    const auto words = [&] {
        venue.awaitAnswer();
        return venue.seen.answers.back().words;
    };
    venue.exchange.setPositionMode(1, PositionMode::OneWay);
    CHECK(words().code == 110025);
    venue.exchange.setPositionMode(1, PositionMode::Hedge);
    CHECK(words().code == 110029);
    venue.exchange.setMarginMode(1, MarginMode::Isolated);
    CHECK(words().code == 110026);
    venue.exchange.setMarginMode(1, MarginMode::Cross);
    CHECK(words().code == 110073);
    venue.exchange.setLeverage(1, kA, dec("10"));
    CHECK(words().code == 110043);
    venue.exchange.setLeverage(1, kA, dec("50.1"));
    CHECK(words().code == 110013);
    venue.exchange.setLeverage(1, kA, dec("0.9"));
    CHECK(words().code == 10001);
    venue.exchange.setLeverage(1, kA, dec("20"));
    CHECK(words() == VenueWords{0, "OK"});
    CHECK(venue.exchange.position(kA).update.leverage == dec("20"));
    CHECK(venue.exchange.position(kA).update.quantity.isZero());
}

TEST_CASE("ledger lines: a trade, funding and a settlement, with the wallet after each")
{
    ScriptedSource::Symbol symbol = withBars(std::vector<GridCandle>(130, bar(10'000, 10'000, 10'000, 10'000, 60)));
    symbol.instrument.fundingInterval = Duration::hours(1);
    symbol.funding = dec("0.0001");
    symbol.delivery = kStart + Duration::minutes(90);
    Venue venue({symbol});
    REQUIRE(venue.place(market("e", Side::Buy, 100)) == OrderEndReason::None);
    venue.runTo(kStart + Duration::minutes(91));
    const auto& lines = venue.exchange.ledger();
    REQUIRE(lines.size() == 3);
    CHECK(lines[0].kind == LedgerKind::Trade);
    CHECK(lines[0].clientId == "e");
    CHECK(lines[0].venueId == "o1");
    CHECK(lines[0].position == Quantity{100});
    const Decimal fee = venue.exchange.executions()[0].fee;
    CHECK(lines[0].fee == fee);
    CHECK(lines[0].change == -fee);
    CHECK(lines[0].balance == dec("100000") - fee);
    CHECK(lines[1].kind == LedgerKind::Funding);
    CHECK(lines[1].time == kStart + Duration::hours(1));
    CHECK(lines[1].funding == dec("0.01")); // of 100 at mark 1,000
    CHECK(lines[1].fee.isZero());
    CHECK(lines[1].balance == dec("99999.99") - fee);
    CHECK(lines[2].kind == LedgerKind::Settlement);
    CHECK(lines[2].position.isZero());
    CHECK(lines[2].balance == venue.exchange.totals().wallet);
    CHECK(venue.exchange.position(kA).realised == venue.exchange.totals().wallet - dec("100000"));
    CHECK(venue.exchange.position(kA).opened == kStart + Duration::milliseconds(5));
}

TEST_CASE("closed candles are pushed at the intervals asked for, and the one in progress is what has traded")
{
    std::vector<GridCandle> bars;
    for (int i = 0; i < 11; ++i)
        bars.push_back(bar(10'000 + i, 10'005 + i, 9'995 + i, 10'001 + i, 600));
    Venue venue({withBars(bars)});
    SimulatedExchange& exchange = venue.exchange;
    exchange.streamTrades(kA, true);
    exchange.streamCandles(kA, Duration::minutes(1), true);
    exchange.streamCandles(kA, Duration::minutes(5), true);
    exchange.streamCandles(kA, Duration::minutes(5), true);
    CHECK_FALSE(exchange.formingCandle(kA, Duration::minutes(1)));
    venue.runTo(kStart + Duration::minutes(7) + Duration::seconds(30));
    REQUIRE(venue.seen.candles.size() == 8);
    CHECK(venue.seen.candles[4].interval == Duration::minutes(1));
    CHECK(venue.seen.candles[5].interval == Duration::minutes(5));
    CHECK(venue.seen.candles[5].candle
          == exchange.candles(kA, Duration::minutes(5), kStart, kStart).at(0));

    // The five minutes in progress: two closed minutes and half of the third.
    const auto tick = exchange.instruments().at(kA).tick;
    const auto lot = exchange.instruments().at(kA).lot;
    double low = 1e9;
    double high = 0.0;
    std::int64_t lots = 0;
    for (const TradePrint& print : venue.seen.trades) {
        if (print.time < kStart + Duration::minutes(5))
            continue;
        low = std::min(low, static_cast<double>(print.price.ticks) * tick);
        high = std::max(high, static_cast<double>(print.price.ticks) * tick);
        lots += print.quantity.lots;
    }
    const auto forming = exchange.formingCandle(kA, Duration::minutes(5));
    REQUIRE(forming);
    CHECK(forming->openTime == kStart + Duration::minutes(5));
    CHECK(forming->open == 10'005 * tick);
    CHECK(forming->high == high);
    CHECK(forming->low == low);
    CHECK(forming->close == static_cast<double>(venue.seen.trades.back().price.ticks) * tick);
    CHECK(forming->volume == static_cast<double>(lots) * lot);
    CHECK_FALSE(exchange.formingCandle(kA, Duration::seconds(90)));

    exchange.streamCandles(kA, Duration::minutes(1), false);
    venue.runTo(kStart + Duration::minutes(10));
    REQUIRE(venue.seen.candles.size() == 9);
    CHECK(venue.seen.candles[8].interval == Duration::minutes(5));
    venue.runTo(kStart + Duration::minutes(20));
    CHECK_FALSE(exchange.formingCandle(kA, Duration::minutes(5)));
}

TEST_CASE("a book that appears with its listing is one change, told to who waits for it")
{
    ScriptedSource::Symbol symbol = withBars(std::vector<GridCandle>(10, bar(10'000, 10'002, 9'998, 10'000)), 5);
    symbol.listing = kStart + Duration::minutes(5);
    Venue venue({symbol});
    venue.exchange.streamBook(kA, true);
    const BookSnapshot before = venue.exchange.book(kA);
    CHECK(before.bids.empty());
    venue.runTo(kStart + Duration::minutes(6));
    REQUIRE(venue.seen.books.size() > 2);
    CHECK(venue.seen.books[0].time == symbol.listing);
    for (std::size_t i = 0; i < venue.seen.books.size(); ++i)
        CHECK(venue.seen.books[i].sequence == before.sequence + i + 1);
}
