// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/RecordedMarket.h"
#include "matching/RecordedRules.h"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace breakline;

namespace {

constexpr Duration kMinute = Duration::minutes(1);
constexpr Duration kFive = Duration::minutes(5);

Timestamp at(const char* text)
{
    return *parseTimestamp(text);
}

// Candles from `first` up to the one that closes at `end`.
RecordedSymbol recorded(const std::string& name, const char* first, const char* end,
                        Duration interval = kMinute)
{
    RecordedSymbol symbol;
    symbol.interval = interval;
    std::int64_t price = 1000;
    for (Timestamp open = at(first); open + interval <= at(end); open = open + interval) {
        symbol.candles.push_back({open, price, price + 3, price - 2, price + 1, 100});
        price = price > 1900 ? 1000 : price + 1;
    }
    symbol.instrument = *deriveInstrument(name, 2, 1, symbol.candles);
    return symbol;
}

std::vector<RecordedSymbol> both(RecordedSymbol a, RecordedSymbol b)
{
    std::vector<RecordedSymbol> symbols;
    symbols.push_back(std::move(a));
    symbols.push_back(std::move(b));
    return symbols;
}

std::vector<RecordedSymbol> only(RecordedSymbol a)
{
    std::vector<RecordedSymbol> symbols;
    symbols.push_back(std::move(a));
    return symbols;
}

std::string errorOf(std::vector<RecordedSymbol> symbols, std::optional<Timestamp> from = std::nullopt)
{
    const auto market = RecordedMarket::make(std::move(symbols), from);
    REQUIRE_FALSE(market);
    return market.error().message;
}

} // namespace

TEST_CASE("rules derived from a file's grid")
{
    std::vector<GridCandle> candles;
    for (int i = 0; i < 2000; ++i)
        candles.push_back({Timestamp {} + kMinute * i, 10, 10, 10, 10, 50});
    const Instrument instrument = *deriveInstrument("1000PEPEUSDT", 7, 0, candles);
    CHECK(instrument.symbol == "1000PEPEUSDT");
    CHECK(instrument.baseCoin == "1000PEPE");
    CHECK(instrument.tickSize.toString() == "0.0000001");
    CHECK(instrument.lotSize.toString() == "1");
    CHECK(instrument.minQuantity == Quantity {1});
    CHECK(instrument.minNotional.toString() == "5");
    CHECK(instrument.maxMarketQuantity == Quantity {1440 * 50 / 100}); // 1 % of the first 24 h
    CHECK_FALSE(instrument.maxLimitQuantity);
    CHECK(instrument.maxLeverage.toString() == "50");
    CHECK(instrument.maintenanceMarginRate.toString() == "0.01");
    CHECK(instrument.priceBand.toString() == "0.05");
    CHECK(instrument.takerFeeRate.toString() == "0.00055");
    CHECK(instrument.makerFeeRate.toString() == "0.0002");
    CHECK(instrument.fundingInterval == Duration::hours(8));
    CHECK_FALSE(instrument.launchTime);
    CHECK(instrument.notionalUnit.toString() == "0.0000001");

    CHECK_FALSE(deriveInstrument("X", 1, 1, {})->maxMarketQuantity);
    CHECK_FALSE(deriveInstrument("", 1, 1, {}));
    CHECK_FALSE(deriveInstrument("X", -1, 1, {}));
    CHECK_FALSE(deriveInstrument("X", 16, 1, {}));
    CHECK(baseCoinOf("BTCUSDT") == "BTC");
    CHECK(baseCoinOf("ETHUSDC") == "ETH");
    CHECK(baseCoinOf("USDT") == "USDT");
    CHECK(baseCoinOf("GOLD") == "GOLD");
}

TEST_CASE("it starts at the first midnight with a day of history")
{
    const auto startOf = [](const char* first) {
        return toIso8601(
            (*RecordedMarket::make(only(recorded("AUSDT", first, "2025-05-08T00:00:00Z"))))->start());
    };
    CHECK(startOf("2025-05-04T15:33:00Z") == "2025-05-06T00:00:00.000Z");
    CHECK(startOf("2025-05-04T00:00:00Z") == "2025-05-05T00:00:00.000Z");
    CHECK(startOf("2025-05-04T00:01:00Z") == "2025-05-06T00:00:00.000Z");
}

TEST_CASE("history ends and bars begin at the start")
{
    auto market =
        *RecordedMarket::make(only(recorded("AUSDT", "2025-05-04T15:33:00Z", "2025-05-08T06:30:00Z")));
    const SymbolId id {0};
    CHECK(market->interval(id) == kMinute);
    const auto history = market->history(id);
    REQUIRE(history.size() == 32 * 60 + 27);
    CHECK(history.back().openTime == at("2025-05-05T23:59:00Z"));
    CHECK(market->end() == at("2025-05-08T06:30:00Z"));
    CHECK_FALSE(market->bar(id, at("2025-05-05T23:59:00Z")));
    const auto first = market->bar(id, market->start());
    REQUIRE(first);
    CHECK(first->openTime == market->start());
    CHECK(market->bar(id, market->start()) == first); // asked again
    CHECK(market->bar(id, at("2025-05-07T00:00:00Z"))->openTime == at("2025-05-07T00:00:00Z")); // a jump
    CHECK(market->bar(id, at("2025-05-08T06:29:00Z")));
    CHECK_FALSE(market->bar(id, at("2025-05-08T06:30:00Z")));
    CHECK(market->instruments().at(id).status == InstrumentStatus::Trading);
    CHECK_FALSE(market->delivery(id));
    CHECK_FALSE(market->openInterest(id, market->start()));
    CHECK_FALSE(market->fundingRate(id, market->start()));
}

TEST_CASE("a start that is asked for")
{
    const auto symbols = [] {
        return only(recorded("AUSDT", "2025-05-04T15:33:00Z", "2025-05-06T12:00:00Z"));
    };
    CHECK((*RecordedMarket::make(symbols(), at("2025-05-05T20:17:00Z")))->start()
          == at("2025-05-05T20:17:00Z"));
    CHECK(errorOf(symbols(), at("2025-05-06T12:00:00Z"))
          == "no data at the start asked for, 2025-05-06T12:00:00.000Z; the candles run from "
             "2025-05-04T15:33:00.000Z to 2025-05-06T12:00:00.000Z");
    CHECK(errorOf(symbols(), at("2025-05-04T15:32:00Z")).starts_with("no data at the start asked for"));
    CHECK(errorOf(symbols(), at("2025-05-05T20:17:30Z"))
          == "the start 2025-05-05T20:17:30.000Z lies inside a candle; 2025-05-05T20:17:00.000Z would be "
             "right");

    // Before the day of history is over nothing trades yet.
    const auto early = *RecordedMarket::make(symbols(), at("2025-05-05T00:00:00Z"));
    CHECK(early->instruments().at(SymbolId {0}).status == InstrumentStatus::PreLaunch);
    CHECK(early->listing(SymbolId {0}) == at("2025-05-05T15:33:00Z"));
    CHECK(early->history(SymbolId {0}).size() == 1440);
    CHECK_FALSE(early->bar(SymbolId {0}, at("2025-05-05T15:32:00Z")));
    CHECK(early->bar(SymbolId {0}, at("2025-05-05T15:33:00Z")));
}

TEST_CASE("too little data for a start is an error")
{
    CHECK(errorOf(only(recorded("AUSDT", "2025-05-04T15:33:00Z", "2025-05-06T00:00:00Z")))
          == "less than a day of data before 2025-05-06T00:00:00.000Z; the candles run from "
             "2025-05-04T15:33:00.000Z to 2025-05-06T00:00:00.000Z");
    CHECK(errorOf({}) == "there is no symbol to replay");
}

TEST_CASE("a symbol appears a day after its first candle")
{
    auto market =
        *RecordedMarket::make(both(recorded("BUSDT", "2025-05-04T15:33:00Z", "2025-05-09T00:00:00Z"),
                                   recorded("AUSDT", "2025-05-06T03:07:00Z", "2025-05-09T00:00:00Z")));
    const SymbolId a = *market->instruments().find("AUSDT");
    const SymbolId b = *market->instruments().find("BUSDT");
    CHECK(a == SymbolId {0});
    CHECK(market->start() == at("2025-05-06T00:00:00Z"));
    CHECK(market->listing(a) == at("2025-05-07T03:07:00Z"));
    CHECK(market->listing(b) == at("2025-05-05T15:33:00Z"));
    CHECK(market->instruments().at(a).status == InstrumentStatus::PreLaunch);
    CHECK(market->instruments().at(b).status == InstrumentStatus::Trading);
    CHECK_FALSE(market->instruments().at(a).launchTime);
    CHECK_FALSE(market->bar(a, at("2025-05-07T03:06:00Z")));
    CHECK(market->bar(a, at("2025-05-07T03:07:00Z"))->openTime == at("2025-05-07T03:07:00Z"));
    // What lies behind it then is the day since its first candle.
    const auto history = market->history(a);
    REQUIRE(history.size() == 1440);
    CHECK(history.back().openTime == at("2025-05-07T03:06:00Z"));
}

TEST_CASE("a symbol that ends before the others is delivered at its end")
{
    const auto market =
        *RecordedMarket::make(both(recorded("AUSDT", "2025-05-01T00:00:00Z", "2025-05-20T04:05:00Z", kFive),
                                   recorded("BUSDT", "2025-05-01T00:00:00Z", "2025-05-25T00:00:00Z", kFive)));
    CHECK(market->delivery(SymbolId {0}) == at("2025-05-20T04:05:00Z"));
    CHECK_FALSE(market->delivery(SymbolId {1}));
    CHECK(market->end() == at("2025-05-25T00:00:00Z"));
    // More than seven days ahead: not announced at the start.
    CHECK_FALSE(market->instruments().at(SymbolId {0}).deliveryTime);

    auto near =
        *RecordedMarket::make(both(recorded("AUSDT", "2025-05-01T00:00:00Z", "2025-05-20T04:05:00Z", kFive),
                                   recorded("BUSDT", "2025-05-01T00:00:00Z", "2025-05-25T00:00:00Z", kFive)),
                              at("2025-05-13T04:05:00Z"));
    CHECK(near->instruments().at(SymbolId {0}).deliveryTime == at("2025-05-20T04:05:00Z"));
    CHECK(near->instruments().at(SymbolId {0}).status == InstrumentStatus::Trading);
    CHECK(near->bar(SymbolId {0}, at("2025-05-20T04:00:00Z")));
    CHECK_FALSE(near->bar(SymbolId {0}, at("2025-05-20T04:05:00Z")));

    const auto after =
        *RecordedMarket::make(both(recorded("AUSDT", "2025-05-01T00:00:00Z", "2025-05-20T04:05:00Z", kFive),
                                   recorded("BUSDT", "2025-05-01T00:00:00Z", "2025-05-25T00:00:00Z", kFive)),
                              at("2025-05-20T04:05:00Z"));
    CHECK(after->instruments().at(SymbolId {0}).status == InstrumentStatus::Closed);
}

TEST_CASE("bars of different lengths on one clock")
{
    // The last five minutes are not complete: no delivery for that.
    auto market =
        *RecordedMarket::make(both(recorded("AUSDT", "2025-05-04T00:00:00Z", "2025-05-06T10:33:00Z"),
                                   recorded("BUSDT", "2025-05-04T00:00:00Z", "2025-05-06T10:30:00Z", kFive)));
    CHECK(market->end() == at("2025-05-06T10:33:00Z"));
    CHECK_FALSE(market->delivery(SymbolId {0}));
    CHECK_FALSE(market->delivery(SymbolId {1}));
    CHECK(market->interval(SymbolId {1}) == kFive);
    CHECK(market->bar(SymbolId {1}, at("2025-05-06T10:25:00Z")));
    CHECK_FALSE(market->bar(SymbolId {1}, at("2025-05-06T10:26:00Z")));
    CHECK_FALSE(market->bar(SymbolId {1}, at("2025-05-06T10:30:00Z")));

    // With one bar more missing than that it has ended.
    const auto ended =
        *RecordedMarket::make(both(recorded("AUSDT", "2025-05-04T00:00:00Z", "2025-05-06T10:35:00Z"),
                                   recorded("BUSDT", "2025-05-04T00:00:00Z", "2025-05-06T10:30:00Z", kFive)));
    CHECK(ended->delivery(SymbolId {1}) == at("2025-05-06T10:30:00Z"));

    CHECK(errorOf(both(recorded("AUSDT", "2025-05-04T00:00:00Z", "2025-05-06T10:35:00Z"),
                       recorded("BUSDT", "2025-05-04T00:00:00Z", "2025-05-06T10:30:00Z", kFive)),
                  at("2025-05-05T12:02:00Z"))
              .ends_with("2025-05-05T12:00:00.000Z would be right"));
}

TEST_CASE("a symbol recorded for less than a day never appears")
{
    const auto market =
        *RecordedMarket::make(both(recorded("AUSDT", "2025-05-04T00:00:00Z", "2025-05-08T00:00:00Z"),
                                   recorded("BUSDT", "2025-05-06T00:00:00Z", "2025-05-06T12:00:00Z")));
    CHECK(market->listing(SymbolId {1}) == market->end());
    CHECK_FALSE(market->delivery(SymbolId {1}));
    CHECK(market->instruments().at(SymbolId {1}).status == InstrumentStatus::PreLaunch);
}

TEST_CASE("a gap has no bars")
{
    RecordedSymbol symbol = recorded("AUSDT", "2025-05-04T00:00:00Z", "2025-05-06T00:00:00Z");
    const auto hole = symbol.candles.begin() + 1440 + 600;
    symbol.candles.erase(hole, hole + 7);
    auto market = *RecordedMarket::make(only(std::move(symbol)));
    int bars = 0;
    for (Timestamp open = market->start(); open < *market->end(); open = open + kMinute) {
        const auto bar = market->bar(SymbolId {0}, open);
        const bool inGap = open >= at("2025-05-05T10:00:00Z") && open < at("2025-05-05T10:07:00Z");
        REQUIRE(bar.has_value() == !inGap);
        if (bar)
            REQUIRE(bar->openTime == open);
        bars += bar ? 1 : 0;
    }
    CHECK(bars == 1433);
}

TEST_CASE("funding rates hold until the next one")
{
    RecordedSymbol symbol = recorded("AUSDT", "2025-05-04T00:00:00Z", "2025-05-06T00:00:00Z");
    symbol.funding = {{at("2025-05-05T00:00:00Z"), Decimal::literal("0.0001")},
                      {at("2025-05-05T08:00:00Z"), Decimal::literal("-0.00005369")}};
    const auto market = *RecordedMarket::make(only(std::move(symbol)));
    const auto rate = [&](const char* time) { return market->fundingRate(SymbolId {0}, at(time)); };
    CHECK_FALSE(rate("2025-05-04T23:59:59.999Z"));
    CHECK(rate("2025-05-05T00:00:00Z")->toString() == "0.0001");
    CHECK(rate("2025-05-05T07:59:59.999Z")->toString() == "0.0001");
    CHECK(rate("2025-05-05T08:00:00Z")->toString() == "-0.00005369");
    CHECK(rate("2025-06-05T08:00:00Z")->toString() == "-0.00005369");
}

TEST_CASE("candles that break their contract are named")
{
    const auto broken = [](auto change) {
        RecordedSymbol symbol = recorded("AUSDT", "2025-05-04T00:00:00Z", "2025-05-06T00:00:00Z");
        change(symbol);
        return errorOf(only(std::move(symbol)));
    };
    const std::string where = "AUSDT, candle of 2025-05-04T00:02:00.000Z: ";
    CHECK(broken([](RecordedSymbol& s) { s.candles[2].volume = 0; })
          == where + "volume 0 lots cannot print its open, high, low and close; at least 4 would be right");
    CHECK(broken([](RecordedSymbol& s) { s.candles[2].volume = 3; })
          == where + "volume 3 lots cannot print its open, high, low and close; at least 4 would be right");
    CHECK(broken([](RecordedSymbol& s) { s.candles[2].high = 1001; })
          == where
              + "open 1002, high 1001, low 1000, close 1003 ticks; 0 < low <= open, close <= high would be "
                "right");
    CHECK(
        broken([](RecordedSymbol& s) { s.candles[2].low = 0; })
        == where
            + "open 1002, high 1005, low 0, close 1003 ticks; 0 < low <= open, close <= high would be right");
    CHECK(broken([](RecordedSymbol& s) { s.candles[2].volume = (std::int64_t {1} << 53) + 1; })
          == where + "volume 9007199254740993 lots; at most 9007199254740992 would be right");
    CHECK(broken([](RecordedSymbol& s) { s.candles[2].openTime.ms += 1; })
          == "AUSDT, candle of 2025-05-04T00:02:00.001Z: its time is not a multiple of the interval, 1 min");
    CHECK(broken([](RecordedSymbol& s) { s.candles[2].openTime = s.candles[1].openTime; })
          == "AUSDT, candle of 2025-05-04T00:01:00.000Z: it does not come after the one before, "
             "2025-05-04T00:01:00.000Z");
    CHECK(broken([](RecordedSymbol& s) { s.candles.clear(); }) == "AUSDT: no complete candle");
    CHECK(broken([](RecordedSymbol& s) { s.interval = Duration::minutes(7); })
          == "AUSDT: interval of 420000 ms; whole minutes that divide a day would be right");
    CHECK(
        broken([](RecordedSymbol& s) {
            s.funding = {{at("2025-05-05T00:00:00Z"), Decimal {}}, {at("2025-05-05T00:00:00Z"), Decimal {}}};
        })
        == "AUSDT: funding rate of 2025-05-05T00:00:00.000Z does not come after the one before");
    CHECK(errorOf(both(recorded("AUSDT", "2025-05-04T00:00:00Z", "2025-05-06T00:00:00Z"),
                       recorded("AUSDT", "2025-05-04T00:00:00Z", "2025-05-06T00:00:00Z")))
          == "AUSDT is listed twice");

    // A bar in which nothing traded and nothing moved is a bar.
    RecordedSymbol quiet = recorded("AUSDT", "2025-05-04T00:00:00Z", "2025-05-06T00:00:00Z");
    quiet.candles[2] = {quiet.candles[2].openTime, 1000, 1000, 1000, 1000, 0};
    CHECK(RecordedMarket::make(only(std::move(quiet))));
}
