// SPDX-License-Identifier: GPL-3.0-or-later
#include "BybitTable.h"
#include "core/Rng.h"
#include "exchange/bybit/BybitNames.h"
#include "exchange/bybit/BybitValues.h"

#include <catch2/catch.hpp>

using namespace breakline;
using namespace breakline::bybit;

namespace {

const InstrumentTable kTable = bybitTable();

OrderRecord order()
{
    OrderRecord record;
    record.symbol = "BTCUSDT";
    record.venueId = "v";
    record.clientId = "c";
    record.side = Side::Buy;
    record.orderType = "Limit";
    record.status = OrderStatus::PartiallyFilled;
    record.timeInForce = TimeInForce::PostOnly;
    record.price = "60000.10";
    record.quantity = "1.500";
    record.filled = "0.25";
    record.averagePrice = "60000.05";
    record.triggerPrice = "0.00";
    record.updated = 5;
    return record;
}

} // namespace

TEST_CASE("trades")
{
    TradeRecord trade {"42", "DOGEUSDT", Side::Sell, "0.41235", "17", 9, {}};
    CHECK(toTradePrint(trade, kTable)
          == TradePrint {kDoge, Timestamp {9}, Price {8247}, Quantity {17}, Side::Sell, 42});
    trade.id = "20f43950-d8dd";
    CHECK(toTradePrint(trade, kTable)->id == 0);
    trade.price = "0.41234";
    CHECK(toTradePrint(trade, kTable).error().code == ErrorCode::OffGrid);
    trade.price = "99999999999999999999999999";
    CHECK(toTradePrint(trade, kTable).error().code == ErrorCode::Overflow);
    trade.price = "";
    CHECK(toTradePrint(trade, kTable).error().code == ErrorCode::Corrupt);
    trade.symbol = "XUSDT";
    CHECK(toTradePrint(trade, kTable).error().code == ErrorCode::NotFound);
}

TEST_CASE("numbers that are counted at once are counted as exactly")
{
    const FrameDecoder decoder(kTable);
    Rng random(7);
    const std::string_view odd[] = {"", "-1", "1.", ".5", "1e3", "00.1", "01", "0", "0.0", "+1", " 1", "1 ", "1\"2", "1.2.3",
                                    "12345678901234567", "123456789012345678", "99999999999999999999", "0.10000000000000000",
                                    "60000.1000000000001"};
    const auto check = [&](std::string_view price, std::string_view quantity, std::string_view symbol) {
        const TradeRecord trade {"42", symbol, Side::Sell, price, quantity, 9, {}};
        const auto slow = toTradePrint(trade, kTable);
        const auto quick = toTradePrint(trade, kTable, &decoder);
        CAPTURE(price, quantity);
        REQUIRE(quick.has_value() == slow.has_value());
        if (slow)
            CHECK(*quick == *slow);
        else
            CHECK(quick.error() == slow.error());
        Ticker kept;
        Ticker other;
        const TickerRecord ticker = [&] {
            TickerRecord record;
            record.symbol = symbol;
            record.isSnapshot = true;
            record.last = quantity;
            record.mark = record.index = price;
            return record;
        }();
        const auto first = applyTicker(ticker, kTable, kept);
        const auto second = applyTicker(ticker, kTable, other, &decoder);
        REQUIRE(first.has_value() == second.has_value());
        CHECK(kept == other);
        if (!first)
            CHECK(first.error() == second.error());
    };
    for (const std::string_view text : odd)
        for (const std::string_view symbol : {"BTCUSDT", "DOGEUSDT"}) {
            check(text, "1", symbol);
            check("1", text, symbol);
        }
    for (int i = 0; i < 20'000; ++i) {
        const auto number = [&] {
            std::string text = std::to_string(random.integer(0, random.chance(0.5) ? 9 : 99'999'999));
            if (random.chance(0.7)) {
                text += '.';
                for (std::int64_t places = random.integer(1, 8); places > 0; --places)
                    text += static_cast<char>('0' + (random.chance(0.5) ? 0 : random.integer(0, 9)));
            }
            return text;
        };
        check(number(), number(), random.chance(0.5) ? "BTCUSDT" : "DOGEUSDT");
    }
}

TEST_CASE("a book is ordered and does not cross")
{
    std::vector<BookLevelRecord> bids {{"60000", "1"}, {"59999.9", "2"}};
    std::vector<BookLevelRecord> asks {{"60000.1", "3"}};
    BookRecord book {"BTCUSDT", true, {}, 5, {}, 6, {}, bids, asks};
    const auto snapshot = toBookSnapshot(book, kTable);
    REQUIRE(snapshot.has_value());
    CHECK(snapshot->sequence == 6);
    CHECK(snapshot->bids[1] == BookLevel {Price {599'999}, Quantity {2000}});
    asks[0].price = "60000";
    CHECK_FALSE(toBookSnapshot(book, kTable).has_value());
    asks[0].price = "60001";
    bids[1].price = "60000.1";
    CHECK_FALSE(toBookSnapshot(book, kTable).has_value());
}

TEST_CASE("candles")
{
    CandleRecord candle {"BTCUSDT", "5", 300'000, {}, "10", "12", "9.5", "11", "3.25", {}, true};
    const auto closed = toCandle(candle, kTable);
    REQUIRE(closed.has_value());
    CHECK(closed->interval == Duration::minutes(5));
    CHECK(closed->candle == Candle {Timestamp {300'000}, 10.0, 12.0, 9.5, 11.0, 3.25});
    // 3 times 0.1 and the text 0.3 are neighbours; the session counts in ticks.
    candle.low = "0.3";
    REQUIRE(3 * 0.1 != 0.3);
    CHECK(toCandle(candle, kTable)->candle.low == 3 * 0.1);
    candle.low = "10.5";
    CHECK_FALSE(toCandle(candle, kTable).has_value());
    candle.interval = "M";
    CHECK_FALSE(toCandle(candle, kTable).has_value());
}

TEST_CASE("a ticker keeps what a delta does not name")
{
    TickerRecord record;
    record.symbol = "BTCUSDT";
    record.time = 1;
    record.last = "60000.0";
    record.mark = "60000.06";
    record.openInterest = "12.5";
    record.fundingRate = "-0.0001";
    Ticker ticker;
    REQUIRE(applyTicker(record, kTable, ticker).has_value());
    CHECK(ticker.last == Price {600'000});
    CHECK(ticker.mark == Price {600'001}); // off the grid: nearest
    CHECK(ticker.openInterest == 12.5);
    CHECK(ticker.fundingRate == Decimal::literal("-0.0001"));
    TickerRecord delta;
    delta.symbol = "BTCUSDT";
    delta.isSnapshot = false;
    delta.time = 2;
    delta.bid = "59999.9";
    delta.last = "";
    REQUIRE(applyTicker(delta, kTable, ticker).has_value());
    CHECK(ticker.time == Timestamp {2});
    CHECK(ticker.bid == Price {599'999});
    CHECK_FALSE(ticker.last.has_value());
    CHECK(ticker.openInterest == 12.5);
    delta.bid = "1.05";
    CHECK(applyTicker(delta, kTable, ticker).error().code == ErrorCode::OffGrid);
    CHECK(ticker.bid == Price {599'999});
}

TEST_CASE("orders")
{
    const auto update = toOrderUpdate(order(), kTable, Timestamp {1});
    REQUIRE(update.has_value());
    CHECK(update->type == OrderType::Limit);
    CHECK(update->timeInForce == TimeInForce::PostOnly);
    CHECK(update->price == Price {600'001});
    CHECK(update->quantity == Quantity {1500});
    CHECK(update->filled == Quantity {250});
    CHECK(update->averagePrice == Decimal::literal("60000.05"));
    CHECK_FALSE(update->trigger.has_value());
    CHECK(update->reason == OrderEndReason::None);
    CHECK(update->time == Timestamp {5});

    OrderRecord stop = order();
    stop.clientId = {};
    stop.orderType = "Market";
    stop.stopOrderType = "StopLoss";
    stop.status = OrderStatus::Cancelled;
    stop.cancelType = "CancelByTpSlTsClear";
    stop.triggerPrice = "57000";
    stop.averagePrice = "";
    stop.parentClientId = "p";
    stop.updated.reset();
    const auto child = toOrderUpdate(stop, kTable, Timestamp {1});
    REQUIRE(child.has_value());
    CHECK(child->type == OrderType::StopMarket);
    CHECK(child->isPositionStop);
    CHECK(child->clientId.empty());
    CHECK(child->parentClientId == "p");
    CHECK(child->trigger == Price {570'000});
    CHECK_FALSE(child->price.has_value());
    CHECK_FALSE(child->averagePrice.has_value());
    CHECK(child->reason == OrderEndReason::StopClearedAtFlat);
    CHECK(child->time == Timestamp {1});

    OrderRecord unknown = order();
    unknown.orderType = "UNKNOWN";
    CHECK_FALSE(toOrderUpdate(unknown, kTable, {}).has_value());
    unknown = order();
    unknown.side.reset();
    CHECK_FALSE(toOrderUpdate(unknown, kTable, {}).has_value());
}

TEST_CASE("why an order ended")
{
    const auto reason = [](Text cancel, Text reject, OrderStatus status) {
        OrderRecord record = order();
        record.cancelType = cancel;
        record.rejectReason = reject;
        record.status = status;
        return endReasonOf(record);
    };
    using enum OrderEndReason;
    CHECK(reason("CancelByUser", "EC_PerCancelRequest", OrderStatus::Cancelled) == ByUser);
    CHECK(reason("CancelByUser", "EC_PostOnlyWillTakeLiquidity", OrderStatus::Cancelled)
          == PostOnlyWouldTake);
    CHECK(reason("UNKNOWN", "EC_PostOnlyWillTakeLiquidity", OrderStatus::Cancelled) == PostOnlyWouldTake);
    CHECK(reason("UNKNOWN", "EC_NoImmediateQtyToFill", OrderStatus::Cancelled) == NoLiquidity);
    CHECK(reason("CancelByReduceOnly", "EC_NoError", OrderStatus::Cancelled) == ReduceOnly);
    CHECK(reason("CancelByPrepareLiq", "", OrderStatus::Cancelled) == Liquidation);
    CHECK(reason("CancelByTpSlTsClear", "EC_PerCancelRequest", OrderStatus::Cancelled) == StopClearedAtFlat);
    CHECK(reason("CancelByTpSlTsClear", "EC_CancelReplaceOrder", OrderStatus::Cancelled) == StopReplaced);
    CHECK(reason("CancelBySettle", "EC_PerCancelRequest", OrderStatus::Cancelled) == SymbolNotTrading);
    CHECK(reason("UNKNOWN", "EC_ReachMarketPriceLimit", OrderStatus::Cancelled) == PriceBand);
    CHECK(reason("UNKNOWN", "EC_EcInvalidQty", OrderStatus::Cancelled) == InvalidQuantity);
    CHECK(reason("UNKNOWN", "EC_NoError", OrderStatus::Cancelled) == Other);
    CHECK(reason("UNKNOWN", "EC_NoError", OrderStatus::Filled) == None);
}

TEST_CASE("executions, positions and the wallet")
{
    ExecutionRecord record;
    record.symbol = "BTCUSDT";
    record.id = "e";
    record.kind = "Trade";
    record.side = Side::Buy;
    record.price = "60000.1";
    record.quantity = "0.002";
    record.fee = "-0.01";
    record.isMaker = true;
    record.time = 7;
    const auto execution = toExecution(record, kTable);
    REQUIRE(execution.has_value());
    CHECK(execution->price == Price {600'001});
    CHECK(execution->quantity == Quantity {2});
    CHECK(execution->fee == Decimal::literal("-0.01"));
    CHECK(execution->liquidity == Liquidity::Maker);
    record.kind = "Funding";
    record.price = "60000.123";
    CHECK(toExecution(record, kTable)->kind == ExecutionKind::Funding);
    CHECK(toExecution(record, kTable)->price == Price {600'001});
    record.price = "60000.1";
    record.kind = "AdlTrade";
    CHECK(toExecution(record, kTable)->kind == ExecutionKind::AutoDeleverage);
    record.price = "60000.123";
    record.kind = "BustTrade";
    CHECK(toExecution(record, kTable).error().code == ErrorCode::OffGrid);
    record.kind = "Something";
    CHECK_FALSE(toExecution(record, kTable).has_value());

    PositionRecord position;
    position.symbol = "BTCUSDT";
    position.side = Side::Sell;
    position.size = "0.5";
    position.entryPrice = "60000.123";
    position.stopLoss = "61000.0";
    position.liquidationPrice = "65999.97";
    position.leverage = "10";
    position.updated = 3;
    const auto held = toPositionUpdate(position, kTable, Timestamp {1});
    REQUIRE(held.has_value());
    CHECK(held->quantity == Quantity {-500});
    CHECK(held->entryPrice == Decimal::literal("60000.123"));
    CHECK(held->stop == Price {610'000});
    CHECK(held->liquidation == Price {660'000});
    CHECK(held->leverage == Decimal::literal("10"));
    position.side = Side::Buy;
    CHECK(toPositionUpdate(position, kTable, {})->quantity == Quantity {500});
    position.positionIdx = 1;
    CHECK(toPositionUpdate(position, kTable, {}).error().code == ErrorCode::Refused);
    PositionRecord flat;
    flat.symbol = "BTCUSDT";
    flat.size = "0";
    flat.entryPrice = "0";
    flat.stopLoss = "0.00";
    flat.liquidationPrice = "";
    const auto none = toPositionUpdate(flat, kTable, Timestamp {4});
    REQUIRE(none.has_value());
    CHECK(none->quantity.isZero());
    CHECK_FALSE(none->entryPrice.has_value());
    CHECK_FALSE(none->stop.has_value());
    CHECK_FALSE(none->liquidation.has_value());
    CHECK(none->time == Timestamp {4});

    WalletRecord wallet;
    wallet.available = "9556.6056555";
    wallet.coins.push_back({"BTC", {}, "1", {}, {}, {}, {}});
    CHECK(toWalletUpdate(wallet, "USDT", {}).error().code == ErrorCode::NotFound);
    wallet.coins.push_back({"USDT", {}, "12345678901.12345678", "-1.5", {}, {}, {}});
    const auto update = toWalletUpdate(wallet, "USDT", Timestamp {2});
    REQUIRE(update.has_value());
    CHECK(update->walletBalance == Decimal::literal("12345678901.12345678"));
    CHECK(update->equity() == Decimal::literal("12345678899.62345678"));
    CHECK(update->available == Decimal::literal("9556.6056555"));
}

TEST_CASE("instruments")
{
    InstrumentRecord record;
    record.symbol = "BTCUSDT";
    record.status = "Trading";
    record.baseCoin = "BTC";
    record.tickSize = "0.10";
    record.lotSize = "0.001";
    record.minQuantity = "0.002";
    record.maxMarketQuantity = "100.000";
    record.minNotional = "5";
    record.maxLeverage = "100.00";
    record.fundingInterval = 240;
    record.launchTime = 1585526400000;
    record.deliveryTime = 0;
    const auto instrument = toInstrument(record);
    REQUIRE(instrument.has_value());
    CHECK(instrument->tickSize == Decimal::literal("0.1"));
    CHECK(instrument->minQuantity == Quantity {2});
    CHECK(instrument->maxMarketQuantity == Quantity {100'000});
    CHECK_FALSE(instrument->maxLimitQuantity.has_value());
    CHECK(instrument->fundingInterval == Duration::hours(4));
    CHECK(instrument->launchTime == Timestamp {1585526400000});
    CHECK_FALSE(instrument->deliveryTime.has_value());
    record.tickSize = "0";
    CHECK_FALSE(toInstrument(record).has_value());
    record.tickSize = "0.1";
    record.status = "Sleeping";
    CHECK_FALSE(toInstrument(record).has_value());
}

TEST_CASE("names there and back")
{
    for (const TimeInForce value : {TimeInForce::GoodTillCancel, TimeInForce::ImmediateOrCancel,
                                    TimeInForce::FillOrKill, TimeInForce::PostOnly})
        CHECK(timeInForceOf(nameOf(value)) == value);
    for (const OrderStatus value :
         {OrderStatus::Acknowledged, OrderStatus::PartiallyFilled, OrderStatus::Untriggered,
          OrderStatus::Triggered, OrderStatus::Filled, OrderStatus::Cancelled, OrderStatus::Rejected})
        CHECK(orderStatusOf(nameOf(value)) == value);
    CHECK(nameOf(OrderStatus::Intent).empty());
    CHECK(intervalOf(intervalName(Duration::minutes(5))) == Duration::minutes(5));
    CHECK(intervalName(Duration::minutes(7)).empty());
    CHECK(nameOf(OrderType::StopMarket) == "Market");
}
