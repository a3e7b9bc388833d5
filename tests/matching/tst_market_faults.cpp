// SPDX-License-Identifier: GPL-3.0-or-later
#include "ExchangeFixture.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace breakline;
using namespace breakline::test;

namespace {

const SymbolId kA {0};

Fault fault(FaultKind kind, std::int64_t atSeconds, const char* amount = "0", std::int64_t lengthSeconds = 0)
{
    Fault result;
    result.kind = kind;
    result.at = Duration::seconds(atSeconds);
    result.amount = dec(amount);
    result.length = Duration::seconds(lengthSeconds);
    return result;
}

std::vector<GridCandle> flat(int minutes)
{
    return std::vector<GridCandle>(static_cast<std::size_t>(minutes), bar(10'000, 10'001, 9'999, 10'000));
}

std::uint64_t injected(const Venue& venue, FaultKind kind)
{
    return venue.exchange.faults().injected()[static_cast<std::size_t>(kind)];
}

Timestamp at(std::int64_t seconds)
{
    return kStart + Duration::seconds(seconds);
}

Quantity sum(const std::vector<BookLevel>& levels)
{
    Quantity total;
    for (const BookLevel& level : levels)
        total += level.quantity;
    return total;
}

/// The candle that opens at that minute after the start.
Candle candle(const Venue& venue, int minute)
{
    const Timestamp open = kStart + Duration::minutes(minute);
    const auto found = venue.exchange.candles(kA, Duration::minutes(1), open, open);
    REQUIRE(found.size() == 1);
    return found.front();
}

} // namespace

TEST_CASE("While depth is gone the book has its share, and orders fill in part")
{
    Venue venue({ScriptedSource::Symbol {}}, withFaults({fault(FaultKind::DepthGone, 60, "0.1", 10)}));
    venue.exchange.streamBook(kA, true);
    const BookSnapshot before = venue.exchange.book(kA);
    venue.runTo(at(60));
    REQUIRE(venue.seen.books.size() == 1);
    const BookSnapshot thin = venue.exchange.book(kA);
    CHECK(venue.seen.books.back() == thin);
    CHECK(thin.sequence == before.sequence + 1);
    for (const auto side : {&BookSnapshot::bids, &BookSnapshot::asks}) {
        REQUIRE((thin.*side).size() == (before.*side).size());
        for (std::size_t i = 0; i < (thin.*side).size(); ++i) {
            CHECK((thin.*side)[i].price == (before.*side)[i].price);
            CHECK((thin.*side)[i].quantity.lots >= 1);
            CHECK(std::abs((thin.*side)[i].quantity.lots * 10 - (before.*side)[i].quantity.lots) <= 10);
        }
    }
    const Quantity visible = sum(thin.asks);
    REQUIRE(venue.place(market("e", Side::Buy, visible.lots + 100)) == OrderEndReason::None);
    CHECK(venue.order("e").status == OrderStatus::Cancelled);
    CHECK(venue.order("e").reason == OrderEndReason::NoLiquidity);
    CHECK(venue.order("e").filled == visible);
    CHECK(venue.position() == visible);
    CHECK(venue.exchange.book(kA).asks.empty());

    venue.runTo(at(70));
    BookSnapshot back = venue.exchange.book(kA);
    CHECK(back.bids == before.bids);
    CHECK(back.asks == before.asks);
    // As ever: what is beyond the visible book is had at a slippage.
    REQUIRE(venue.place(market("more", Side::Buy, sum(back.asks).lots + 100)) == OrderEndReason::None);
    CHECK(venue.order("more").status == OrderStatus::Filled);
    CHECK(injected(venue, FaultKind::DepthGone) == 1);
    CHECK(venue.seen.identityHeld);
}

TEST_CASE("However little is left, each level has a lot")
{
    Venue venue({ScriptedSource::Symbol {}}, withFaults({fault(FaultKind::DepthGone, 60, "0.000001", 10)}));
    const std::size_t levels = venue.exchange.book(kA).bids.size();
    venue.runTo(at(60));
    CHECK(sum(venue.exchange.book(kA).bids) == Quantity {static_cast<std::int64_t>(levels)});
    CHECK(venue.exchange.ticker(kA).bid == venue.exchange.book(kA).bids.front().price);
    CHECK(venue.exchange.ticker(kA).ask == venue.exchange.book(kA).asks.front().price);
}

TEST_CASE("A gap goes against the position, through its stop, and stays")
{
    for (const bool isLong : {true, false}) {
        const std::int64_t sign = isLong ? 1 : -1;
        Venue venue({withBars(flat(10))}, withFaults({fault(FaultKind::PriceGap, 150, "0.03")}));
        venue.exchange.streamTrades(kA, true);
        REQUIRE(
            venue.place(withStop(market("e", isLong ? Side::Buy : Side::Sell, 1'000), 10'000 - sign * 100))
            == OrderEndReason::None);
        REQUIRE(venue.place(limit("add", isLong ? Side::Buy : Side::Sell, 50, 10'000 - sign * 200))
                == OrderEndReason::None);
        venue.runTo(at(150) - Duration {1});
        const Price last = *venue.exchange.ticker(kA).last;
        const std::size_t prints = venue.seen.trades.size();
        venue.run(Duration {1});

        REQUIRE(venue.seen.trades.size() == prints + 1);
        const TradePrint jump = venue.seen.trades.back();
        const Price expected {last.ticks * (100 - 3 * sign) / 100
                              + (last.ticks * (100 - 3 * sign) % 100 >= 50 ? 1 : 0)};
        CHECK(jump.price == expected);
        CHECK(jump.time == at(150));
        CHECK(jump.quantity == Quantity {2}); // the least
        CHECK(jump.takerSide == (isLong ? Side::Sell : Side::Buy));
        CHECK(jump.id == venue.seen.trades[prints - 1].id + 1);
        CHECK(venue.exchange.ticker(kA).last == jump.price);
        CHECK(venue.exchange.ticker(kA).mark == jump.price);
        // The stop has been filled beyond its trigger by the whole gap.
        const OrderUpdate stop = venue.seen.orders.back();
        CHECK(stop.isPositionStop);
        CHECK(stop.status == OrderStatus::Filled);
        CHECK((venue.seen.executions.back().price - jump.price) * sign <= 0);
        // The resting order was on the way: it gets what was printed.
        CHECK(venue.order("add").filled == Quantity {2});
        CHECK(venue.position() == Quantity {0});

        // It is filled by what prints from then on, and nothing comes back.
        venue.runTo(at(600));
        CHECK(venue.order("add").filled == Quantity {50});
        for (std::size_t i = prints; i < venue.seen.trades.size(); ++i) {
            CHECK(venue.seen.trades[i].price >= Price {isLong ? 9'699 : 10'299});
            CHECK(venue.seen.trades[i].price <= Price {isLong ? 9'701 : 10'301});
            CHECK(venue.seen.trades[i].id == venue.seen.trades[prints - 1].id + 1 + (i - prints));
        }
        const double tick = venue.exchange.instruments().at(kA).tick;
        const double lot = venue.exchange.instruments().at(kA).lot;
        const Candle next = candle(venue, 3);
        CHECK(next.open == (isLong ? 9'700 : 10'300) * tick);
        CHECK(next.high == (isLong ? 9'701 : 10'301) * tick);
        CHECK(next.low == (isLong ? 9'699 : 10'299) * tick);
        CHECK(next.volume == 6'000 * lot);
        CHECK(injected(venue, FaultKind::PriceGap) == 1);
        CHECK(venue.seen.identityHeld);
    }
}

TEST_CASE("After gaps and halts every candle is what was printed")
{
    std::vector<GridCandle> bars;
    for (int i = 0; i < 12; ++i)
        bars.push_back(bar(10'000 + i * 20, 10'060 + i * 20, 9'970 + i * 20, 10'020 + i * 20));
    Venue venue({withBars(bars)},
                withFaults({fault(FaultKind::PriceGap, 100, "0.07"), fault(FaultKind::Halt, 200, "0", 130),
                            fault(FaultKind::PriceGap, 250, "0.01"), fault(FaultKind::PriceGap, 470, "0.08"),
                            fault(FaultKind::PriceGap, 475, "0.0213")}));
    venue.exchange.streamTrades(kA, true);
    venue.exchange.streamCandles(kA, Duration::minutes(1), true);
    venue.runTo(at(720));
    REQUIRE(venue.seen.candles.size() == 12);
    const Instrument& rules = venue.exchange.instruments().at(kA);
    double before = 0.0;
    for (int minute = 0; minute < 12; ++minute) {
        const Candle told = venue.seen.candles[static_cast<std::size_t>(minute)].candle;
        CHECK(told == candle(venue, minute));
        std::vector<TradePrint> prints;
        for (const TradePrint& trade : venue.seen.trades)
            if (trade.time.floorTo(Duration::minutes(1)) == told.openTime)
                prints.push_back(trade);
        if (prints.empty()) {
            CHECK((minute == 4 || minute == 5));
            CHECK(told == Candle {told.openTime, before, before, before, before, 0.0});
            continue;
        }
        const auto [low, high] = std::ranges::minmax_element(prints, {}, &TradePrint::price);
        Quantity volume;
        for (const TradePrint& trade : prints)
            volume += trade.quantity;
        CHECK(told.open == rules.toDouble(prints.front().price));
        CHECK(told.high == rules.toDouble(high->price));
        CHECK(told.low == rules.toDouble(low->price));
        CHECK(told.close == rules.toDouble(prints.back().price));
        CHECK(told.volume == rules.toDouble(volume));
        before = told.close;
    }
    // The one in the halt met nothing.
    CHECK(injected(venue, FaultKind::PriceGap) == 3);
    CHECK(injected(venue, FaultKind::Halt) == 1);
}

TEST_CASE("Without a position the seed says which way a gap goes")
{
    std::set<bool> rises;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        Price after[2];
        for (Price& price : after) {
            Venue venue({withBars(flat(3))}, withFaults({fault(FaultKind::PriceGap, 90, "0.05")}, seed));
            venue.runTo(at(90));
            price = *venue.exchange.ticker(kA).last;
        }
        CHECK(after[0] == after[1]);
        CHECK(std::abs(after[0].ticks - 10'000) >= 498);
        rises.insert(after[0].ticks > 10'000);
    }
    CHECK(rises.size() == 2);

    // No bar in progress: there is no market to jump.
    Venue still({ScriptedSource::Symbol {}}, withFaults({fault(FaultKind::PriceGap, 90, "0.05")}));
    still.runTo(at(90));
    CHECK(still.exchange.ticker(kA).last == Price {10'000});
    CHECK(injected(still, FaultKind::PriceGap) == 0);
}

TEST_CASE("In a halt nothing trades, orders are refused in the venue's words, and it goes on afterwards")
{
    ScriptedSource::Symbol symbol = withBars(flat(3));
    for (int minute = 3; minute < 8; ++minute)
        symbol.bars[minute] = bar(9'800, 9'801, 9'799, 9'800);
    symbol.funding = dec("0.0001");
    symbol.instrument.fundingInterval = Duration::minutes(3);
    Venue venue({symbol}, withFaults({fault(FaultKind::Halt, 130, "0", 95)}));
    venue.exchange.streamTrades(kA, true);
    REQUIRE(venue.place(withStop(market("e", Side::Buy, 1'000), 9'900)) == OrderEndReason::None);
    REQUIRE(venue.place(limit("rest", Side::Buy, 50, 9'700)) == OrderEndReason::None);
    venue.runTo(at(130));
    REQUIRE(venue.seen.instruments.size() == 1);
    CHECK(venue.seen.instruments[0].status == InstrumentStatus::Delivering);
    CHECK_FALSE(venue.seen.instruments[0].deliveryTime);
    const std::size_t prints = venue.seen.trades.size();
    const Price last = *venue.exchange.ticker(kA).last;

    CHECK(venue.place(market("x", Side::Sell, 10)) == OrderEndReason::SymbolNotTrading);
    CHECK(venue.seen.answers.back().words == VenueWords {110074, "This contract is not live"});
    CHECK(venue.place(reduceOnly(market("y", Side::Sell, 10))) == OrderEndReason::SymbolNotTrading);
    AmendRequest amend;
    amend.order = OrderName::byClient("rest");
    amend.price = Price {10'050};
    CHECK(venue.amend(amend) == OrderEndReason::SymbolNotTrading);
    CHECK(venue.cancel("rest") == OrderEndReason::None);
    CHECK(venue.setStop(9'950) == OrderEndReason::None);

    venue.runTo(at(225) - Duration {1});
    CHECK(venue.seen.trades.size() == prints);
    CHECK(venue.exchange.ticker(kA).last == last);
    CHECK(venue.exchange.formingCandle(kA, Duration::minutes(1))
          == std::nullopt); // nothing has traded since it opened
    CHECK(venue.exchange.totals().funding == dec("0.1") * 1'000 * dec("0.0001") * dec("0.001") * last.ticks);
    venue.run(Duration {1});
    REQUIRE(venue.seen.instruments.size() == 2);
    CHECK(venue.seen.instruments[1].status == InstrumentStatus::Trading);
    CHECK(venue.position() == Quantity {1'000});
    CHECK(venue.place(limit("again", Side::Buy, 50, 9'700)) == OrderEndReason::None);

    // With the first bar that begins afterwards: the stop meets the gap.
    venue.runTo(at(242));
    REQUIRE(venue.seen.trades.size() > prints);
    CHECK(venue.seen.trades[prints].time > at(240));
    CHECK(venue.seen.trades[prints].price == Price {9'800});
    CHECK(venue.position() == Quantity {0});
    CHECK(venue.seen.executions.back().price <= Price {9'800});
    CHECK(injected(venue, FaultKind::Halt) == 1);
    CHECK(venue.seen.identityHeld);
}

TEST_CASE("Changed rules are told and hold from then on")
{
    std::vector<GridCandle> bars = flat(3);
    bars.push_back(bar(10'000, 10'000, 9'850, 9'850));
    Venue venue({withBars(bars)}, withFaults({fault(FaultKind::RulesChanged, 60, "3")}));
    REQUIRE(venue.place(withStop(market("e", Side::Buy, 100'000), 9'900)) == OrderEndReason::None);
    venue.runTo(at(60));
    REQUIRE(venue.seen.instruments.size() == 1);
    const Instrument rules = venue.exchange.instruments().at(kA);
    CHECK(venue.seen.instruments[0] == rules);
    CHECK(rules.minQuantity == Quantity {6});
    CHECK(rules.minNotional == dec("15"));
    CHECK(rules.maxMarketQuantity == Quantity {66'666});
    CHECK(rules.maxLimitQuantity == Quantity {300'000});
    CHECK(venue.place(market("few", Side::Buy, 5)) == OrderEndReason::InvalidQuantity);
    CHECK(venue.place(market("small", Side::Buy, 14)) == OrderEndReason::BelowMinimumNotional);
    CHECK(venue.place(market("many", Side::Sell, 66'667)) == OrderEndReason::InvalidQuantity);
    CHECK(venue.place(market("fits", Side::Buy, 16)) == OrderEndReason::None);

    // A stop of more than a market order may be trades that much, and leaves the rest bare.
    venue.runTo(at(240));
    const auto& orders = venue.exchange.orders();
    const auto stop =
        std::ranges::find_if(orders, [](const VenueOrder& order) { return order.state.isPositionStop; });
    REQUIRE(stop != orders.end());
    CHECK(stop->state.status == OrderStatus::Cancelled);
    CHECK(stop->state.filled == Quantity {66'666});
    CHECK(venue.position() == Quantity {100'016 - 66'666});
    CHECK_FALSE(venue.seen.positions.back().stop);
    CHECK(injected(venue, FaultKind::RulesChanged) == 1);
}

TEST_CASE("Funding at an awkward moment is paid at the rate given, by who has a position")
{
    const Fault funding = fault(FaultKind::FundingNow, 61, "0.0075");
    Venue venue({ScriptedSource::Symbol {}},
                withFaults({funding, fault(FaultKind::FundingNow, 62, "-0.001")}));
    REQUIRE(venue.place(market("e", Side::Buy, 1'234)) == OrderEndReason::None);
    venue.runTo(at(61));
    CHECK(venue.exchange.totals().funding == dec("9.255")); // of 1,234
    CHECK(venue.seen.executions.back().kind == ExecutionKind::Funding);
    CHECK(venue.seen.executions.back().fee == dec("9.255"));
    CHECK(venue.exchange.ledger().back().funding == dec("9.255"));
    venue.runTo(at(62));
    CHECK(venue.exchange.totals().funding == dec("8.021"));
    CHECK(injected(venue, FaultKind::FundingNow) == 2);
    CHECK(venue.seen.identityHeld);

    Venue nobody({ScriptedSource::Symbol {}}, withFaults({funding}));
    nobody.runTo(at(61));
    CHECK(nobody.seen.executions.empty());
    CHECK(injected(nobody, FaultKind::FundingNow) == 0);
}

TEST_CASE("A stop that the band cancels has triggered, and leaves the position bare, whole or in part")
{
    std::set<bool> filled;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        std::vector<GridCandle> bars = flat(2);
        bars.push_back(bar(10'000, 10'000, 9'850, 9'850));
        bars.push_back(bar(9'850, 9'850, 9'700, 9'700));
        Venue venue({withBars(bars)}, withFaults({fault(FaultKind::StopCancelled, 60)}, seed));
        REQUIRE(venue.place(withStop(market("e", Side::Buy, 1'000), 9'900)) == OrderEndReason::None);
        venue.runTo(at(120));
        CHECK(injected(venue, FaultKind::StopCancelled) == 0); // waits for a stop
        venue.seen.log.clear();
        venue.runTo(at(180));
        REQUIRE(venue.seen.log.size() >= 2);
        CHECK(venue.seen.log[0] == "order stop triggered");
        const OrderUpdate stop = venue.exchange.allOrders().back();
        CHECK(stop.status == OrderStatus::Cancelled);
        CHECK(stop.reason == OrderEndReason::PriceBand);
        CHECK(stop.filled < stop.quantity);
        CHECK(venue.position() == Quantity {1'000} - stop.filled);
        CHECK_FALSE(venue.seen.positions.back().stop);
        CHECK(injected(venue, FaultKind::StopCancelled) == 1);
        filled.insert(!stop.filled.isZero());

        // The next one is an ordinary stop again.
        REQUIRE(venue.setStop(9'800) == OrderEndReason::None);
        venue.runTo(at(240));
        CHECK(venue.exchange.allOrders().back().status == OrderStatus::Filled);
        CHECK(venue.position() == Quantity {0});
        CHECK(venue.seen.identityHeld);
    }
    CHECK(filled.size() == 2);
}

TEST_CASE("A fault of a named symbol meets that one; else the first that has a position")
{
    ScriptedSource::Symbol first;
    ScriptedSource::Symbol second;
    second.instrument = makeInstrument("BBBUSDT");
    Fault named = fault(FaultKind::Halt, 60, "0", 10);
    named.symbol = "BBBUSDT";
    Venue venue({first, second}, withFaults({named, fault(FaultKind::RulesChanged, 90, "2")}));
    venue.runTo(at(60));
    REQUIRE(venue.seen.instruments.size() == 1);
    CHECK(venue.seen.instruments[0].symbol == "BBBUSDT");
    venue.runTo(at(75));
    OrderRequest entry = market("e", Side::Buy, 100);
    entry.symbol = SymbolId {1};
    REQUIRE(venue.place(entry) == OrderEndReason::None);
    venue.runTo(at(90));
    CHECK(venue.seen.instruments.back().symbol == "BBBUSDT");
    CHECK(venue.exchange.instruments().at(SymbolId {1}).minQuantity == Quantity {4});
    CHECK(venue.exchange.instruments().at(kA).minQuantity == Quantity {2});
}
