// SPDX-License-Identifier: GPL-3.0-or-later
#include "BybitTable.h"
#include "exchange/bybit/BybitFrames.h"

#include <catch2/catch.hpp>

using namespace breakline;
using namespace breakline::bybit;

namespace {

template<class Kind>
Kind decodedAs(FrameDecoder& decoder, std::string_view text)
{
    const auto frame = decoder.decode(text);
    INFO(text);
    INFO((frame ? std::string() : frame.error().message));
    REQUIRE(frame.has_value());
    REQUIRE(std::holds_alternative<Kind>(*frame));
    return std::get<Kind>(*frame);
}

std::string errorOf(std::string_view text)
{
    FrameDecoder decoder;
    const auto frame = decoder.decode(text);
    INFO(text);
    REQUIRE_FALSE(frame.has_value());
    return frame.error().message;
}

constexpr std::string_view kBook =
    R"({"topic":"orderbook.50.BTCUSDT","type":"snapshot","ts":1700000000001,"data":{"s":"BTCUSDT",)"
    R"("b":[["60000.10","0.500"],["59999.9","12"]],"a":[["60000.2","0"]],"u":7,"seq":9},"cts":1700000000000})";

} // namespace

TEST_CASE("ticker: a delta gives only what has changed")
{
    FrameDecoder decoder;
    const auto full = decodedAs<TickerRecord>(
        decoder,
        R"({"topic":"tickers.BTCUSDT","type":"snapshot","data":{"symbol":"BTCUSDT","lastPrice":"17216.00",)"
        R"("markPrice":"17217.33","indexPrice":"17227.36","openInterest":"68744.761","turnover24h":"1570383121.943499",)"
        R"("volume24h":"91705.276","nextFundingTime":"1673280000000","fundingRate":"-0.000212","bid1Price":"17215.50",)"
        R"("bid1Size":"84.489","ask1Price":"","ask1Size":"83.020","tickDirection":"PlusTick"},"cs":24987956059,"ts":1673272861686})");
    CHECK(full.isSnapshot);
    CHECK(full.time == 1673272861686);
    CHECK(full.symbol == "BTCUSDT");
    CHECK(full.last == "17216.00");
    CHECK(full.turnover24h == "1570383121.943499");
    CHECK(full.fundingRate == "-0.000212");
    CHECK(full.nextFundingTime == 1673280000000);
    CHECK(full.ask.empty());
    CHECK(isGiven(full.ask));

    const auto delta = decodedAs<TickerRecord>(
        decoder, R"({"topic":"tickers.BTCUSDT","type":"delta","data":{"markPrice":"17218.01"},"ts":1})");
    CHECK_FALSE(delta.isSnapshot);
    CHECK(delta.symbol == "BTCUSDT");
    CHECK(delta.mark == "17218.01");
    CHECK_FALSE(isGiven(delta.last));
}

TEST_CASE("trades: all of a frame, in order")
{
    FrameDecoder decoder;
    const auto frame = decodedAs<TradesFrame>(
        decoder,
        R"({"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":5,"data":[)"
        R"({"T":1,"s":"BTCUSDT","S":"Buy","v":"0.001","p":"16578.50","L":"PlusTick","i":"20f4","BT":false},)"
        R"({"T":"2","s":"BTCUSDT","S":"Sell","v":"1","p":"16578","i":77,"seq":9}]})");
    REQUIRE(frame.trades.size() == 2);
    CHECK(frame.trades[0].time == 1);
    CHECK(frame.trades[0].side == Side::Buy);
    CHECK(frame.trades[0].quantity == "0.001");
    CHECK(frame.trades[0].price == "16578.50");
    CHECK(frame.trades[0].id == "20f4");
    CHECK(frame.trades[1].time == 2);
    CHECK(frame.trades[1].side == Side::Sell);
    CHECK(frame.trades[1].id == "77");
    CHECK(frame.trades[1].sequence == 9);
}

TEST_CASE("kline: the interval is the one the candle names")
{
    FrameDecoder decoder;
    const auto frame = decodedAs<CandlesFrame>(
        decoder,
        R"({"topic":"kline.5.BTCUSDT","data":[{"start":1672324800000,"end":1672325099999,"interval":"5",)"
        R"("open":"16649.5","close":"16677","high":"16678","low":"16608","volume":"2.081","turnover":"34666.4005",)"
        R"("confirm":true,"timestamp":1672324988882}],"ts":1672324988883,"type":"snapshot"})");
    REQUIRE(frame.candles.size() == 1);
    const CandleRecord& candle = frame.candles[0];
    CHECK(frame.time == 1672324988883);
    CHECK(candle.symbol == "BTCUSDT");
    CHECK(candle.interval == "5");
    CHECK(candle.start == 1672324800000);
    CHECK(candle.open == "16649.5");
    CHECK(candle.high == "16678");
    CHECK(candle.low == "16608");
    CHECK(candle.close == "16677");
    CHECK(candle.volume == "2.081");
    CHECK(candle.closed == true);
}

TEST_CASE("book: as texts, and counted")
{
    FrameDecoder decoder;
    const auto book = decodedAs<BookRecord>(decoder, kBook);
    CHECK(book.symbol == "BTCUSDT");
    CHECK(book.isSnapshot);
    CHECK(book.depth == 50);
    CHECK(book.time == 1700000000001);
    CHECK(book.engineTime == 1700000000000);
    CHECK(book.updateId == 7);
    CHECK(book.sequence == 9);
    REQUIRE(book.bids.size() == 2);
    CHECK(book.bids[0].price == "60000.10");
    CHECK(book.bids[1].quantity == "12");
    REQUIRE(book.asks.size() == 1);
    CHECK(book.asks[0].quantity == "0");

    const InstrumentTable table = bybitTable();
    FrameDecoder counting(table);
    const auto counts = decodedAs<BookCounts>(counting, kBook);
    CHECK(counts.symbol == kBitcoin);
    REQUIRE(counts.bids.size() == 2);
    CHECK(counts.bids[0] == BookLevel {Price {600'001}, Quantity {500}});
    CHECK(counts.bids[1] == BookLevel {Price {599'999}, Quantity {12'000}});
    CHECK(counts.asks[0] == BookLevel {Price {600'002}, Quantity {0}});

    const auto doge = decodedAs<BookCounts>(
        counting,
        R"({"topic":"orderbook.1.DOGEUSDT","type":"delta","ts":1,"data":{"s":"DOGEUSDT","b":[["0.41235","3"]],"a":[],"u":1}})");
    CHECK_FALSE(doge.isSnapshot);
    CHECK(doge.bids[0] == BookLevel {Price {8247}, Quantity {3}});
    CHECK(doge.asks.empty());
    CHECK_FALSE(doge.sequence.has_value());

    // A symbol that is not in the table stays text.
    CHECK(
        decodedAs<BookRecord>(
            counting,
            R"({"topic":"orderbook.1.XUSDT","type":"delta","ts":1,"data":{"s":"XUSDT","b":[],"a":[],"u":1}})")
            .symbol
        == "XUSDT");
}

TEST_CASE("book: a level off the grid is an error that names it")
{
    const InstrumentTable table = bybitTable();
    FrameDecoder decoder(table);
    const auto frame = decoder.decode(
        R"({"topic":"orderbook.1.DOGEUSDT","type":"delta","ts":1,"data":{"s":"DOGEUSDT","b":[["0.41236","3"]],"a":[],"u":1}})");
    REQUIRE_FALSE(frame.has_value());
    CHECK(frame.error().code == ErrorCode::OffGrid);
    CHECK(frame.error().message.find("0.41236") != std::string::npos);
}

TEST_CASE("the order of keys, spaces and keys unknown make no difference")
{
    FrameDecoder decoder;
    const auto book = decodedAs<BookRecord>(
        decoder,
        R"( {"cts":2, "data": {"a":[ ], "seq":9, "x":{"y":[1,{}]}, "b":[ ["1","2"] ], "u":"7","s":"BTCUSDT"},)"
        R"("ts":1,"type":"delta","more":[[]], "topic":"orderbook.200.BTCUSDT"} )");
    CHECK(book.depth == 200);
    CHECK(book.updateId == 7);
    CHECK(book.bids[0].quantity == "2");
    CHECK(book.engineTime == 2);
    CHECK_FALSE(book.isSnapshot);
}

TEST_CASE("order: every item, and what the venue leaves empty")
{
    FrameDecoder decoder;
    const auto frame = decodedAs<OrdersFrame>(
        decoder,
        R"({"id":"1","topic":"order","creationTime":3,"data":[)"
        R"({"category":"linear","symbol":"BTCUSDT","orderId":"v1","orderLinkId":"c1","side":"Sell","orderType":"Market",)"
        R"("stopOrderType":"StopLoss","createType":"CreateByStopLoss","parentOrderLinkId":"p","cancelType":"UNKNOWN",)"
        R"("rejectReason":"EC_NoError","timeInForce":"IOC","orderStatus":"Untriggered","price":"","qty":"1","cumExecQty":"",)"
        R"("avgPrice":"","triggerPrice":"57000.0","triggerBy":"MarkPrice","triggerDirection":2,"reduceOnly":true,)"
        R"("positionIdx":0,"closeOnTrigger":true,"createdTime":"1","updatedTime":"2"},)"
        R"({"symbol":"BTCUSDT","orderId":"v2","orderStatus":"New"}]})");
    REQUIRE(frame.orders.size() == 2);
    const OrderRecord& order = frame.orders[0];
    CHECK(order.venueId == "v1");
    CHECK(order.clientId == "c1");
    CHECK(order.parentClientId == "p");
    CHECK(order.side == Side::Sell);
    CHECK(order.status == OrderStatus::Untriggered);
    CHECK(order.timeInForce == TimeInForce::ImmediateOrCancel);
    CHECK(order.triggerPrice == "57000.0");
    CHECK(order.triggerDirection == 2);
    CHECK(order.reduceOnly == true);
    CHECK(order.updated == 2);
    CHECK(order.filled.empty());
    CHECK(frame.orders[1].status == OrderStatus::Acknowledged);
    CHECK_FALSE(isGiven(frame.orders[1].clientId));
    CHECK_FALSE(frame.orders[1].reduceOnly.has_value());
}

TEST_CASE("execution, position and wallet")
{
    FrameDecoder decoder;
    const auto executions = decodedAs<ExecutionsFrame>(
        decoder,
        R"({"topic":"execution","creationTime":1,"data":[{"category":"linear","symbol":"BTCUSDT","execFee":"0.005061",)"
        R"("execId":"e1","execPrice":"60000","execQty":"0.025","execType":"Trade","execValue":"8.435","isMaker":true,)"
        R"("orderId":"v1","orderLinkId":"c1","side":"Sell","execTime":"1672364174443","leavesQty":"0","seq":4}]})");
    REQUIRE(executions.executions.size() == 1);
    CHECK(executions.executions[0].id == "e1");
    CHECK(executions.executions[0].fee == "0.005061");
    CHECK(executions.executions[0].isMaker == true);
    CHECK(executions.executions[0].time == 1672364174443);

    const auto positions = decodedAs<PositionsFrame>(
        decoder,
        R"({"topic":"position","creationTime":1,"data":[{"positionIdx":0,"symbol":"BTCUSDT","side":"","size":"0",)"
        R"("entryPrice":"0","leverage":"10","markPrice":"28184.5","stopLoss":"0","takeProfit":"0","liqPrice":"",)"
        R"("updatedTime":"1697682317038","unrealisedPnl":"-1.5"},{"symbol":"BTCUSDT","side":"Buy","size":"1"}]})");
    REQUIRE(positions.positions.size() == 2);
    CHECK_FALSE(positions.positions[0].side.has_value());
    CHECK(positions.positions[0].mark == "28184.5");
    CHECK(positions.positions[0].liquidationPrice.empty());
    CHECK(positions.positions[1].side == Side::Buy);

    const auto wallets = decodedAs<WalletFrame>(
        decoder,
        R"({"topic":"wallet","creationTime":9,"data":[{"accountType":"UNIFIED","totalEquity":"10262.91335023",)"
        R"("totalWalletBalance":"9684.46297164","totalAvailableBalance":"9556.6056555","totalPerpUPL":"0",)"
        R"("coin":[{"coin":"USDT","equity":"1","walletBalance":"2","unrealisedPnl":"-1"},{"coin":"BTC"}]}]})");
    CHECK(wallets.time == 9);
    REQUIRE(wallets.wallets.size() == 1);
    CHECK(wallets.wallets[0].equity == "10262.91335023");
    CHECK(wallets.wallets[0].available == "9556.6056555");
    REQUIRE(wallets.wallets[0].coins.size() == 2);
    CHECK(wallets.wallets[0].coins[0].unrealised == "-1");
}

TEST_CASE("answers to operations, and pongs of every socket")
{
    FrameDecoder decoder;
    const auto subscribed = decodedAs<ControlFrame>(
        decoder, R"({"success":true,"ret_msg":"","conn_id":"c","req_id":"5","op":"subscribe"})");
    CHECK(subscribed.operation == "subscribe");
    CHECK(subscribed.success == true);
    CHECK(subscribed.requestId == "5");
    CHECK_FALSE(subscribed.isPong);
    const auto refused = decodedAs<ControlFrame>(
        decoder,
        R"({"success":false,"ret_msg":"error:handler not found","conn_id":"c","op":"subscribe","req_id":4})");
    CHECK(refused.success == false);
    CHECK(refused.message == "error:handler not found");
    CHECK(refused.requestId == "4");
    CHECK(decodedAs<ControlFrame>(
              decoder, R"({"success":true,"ret_msg":"pong","conn_id":"c","req_id":"","op":"ping"})")
              .isPong);
    const auto pong = decodedAs<ControlFrame>(
        decoder, R"({"req_id":"1","op":"pong","args":["1675418560633"],"conn_id":"c"})");
    CHECK(pong.isPong);
    CHECK_FALSE(pong.success.has_value());
    const auto trade = decodedAs<ControlFrame>(
        decoder, R"({"retCode":0,"retMsg":"OK","op":"pong","data":["1711002002529"],"connId":"c"})");
    CHECK(trade.isPong);
    CHECK(trade.success == true);
    const auto auth = decodedAs<ControlFrame>(
        decoder, R"({"retCode":20001,"retMsg":"repeat auth","op":"auth","connId":"c"})");
    CHECK(auth.success == false);
    CHECK(auth.code == 20001);
    const auto other = decodedAs<ControlFrame>(
        decoder,
        R"({"success":true,"conn_id":"a","data":{"failTopics":[],"successTopics":["x"]},"type":"COMMAND_RESP"})");
    CHECK(other.success == true);
    CHECK_FALSE(isGiven(other.operation));
    // What a client sends is no error either.
    CHECK(decodedAs<ControlFrame>(decoder, R"({"op":"subscribe","req_id":1,"args":["tickers.BTCUSDT"]})")
              .operation
          == "subscribe");
}

TEST_CASE("an order's answer on the trade socket")
{
    FrameDecoder decoder;
    const auto answer = decodedAs<OrderAnswerFrame>(
        decoder,
        R"({"reqId":"r1","retCode":0,"retMsg":"OK","op":"order.create","data":{"orderId":"v1","orderLinkId":"c1"},)"
        R"("retExtInfo":{},"header":{"X-Bapi-Limit":"10","X-Bapi-Limit-Status":"9",)"
        R"("X-Bapi-Limit-Reset-Timestamp":"1711001595208","Traceid":"38b7","Timenow":"1711001595209"},"connId":"c"})");
    CHECK(answer.operation == "order.create");
    CHECK(answer.requestId == "r1");
    CHECK(answer.code == 0);
    CHECK(answer.venueId == "v1");
    CHECK(answer.clientId == "c1");
    CHECK(answer.limit == 10);
    CHECK(answer.limitStatus == 9);
    CHECK(answer.limitReset == 1711001595208);
    CHECK(answer.time == 1711001595209);
    // Its data before its operation.
    CHECK(decodedAs<OrderAnswerFrame>(
              decoder, R"({"data":{"orderId":"v2"},"retCode":110072,"retMsg":"dup","op":"order.create"})")
              .meaning
          == CodeMeaning {CodeClass::Invalid, OrderEndReason::DuplicateClientId});
}

TEST_CASE("valid and not ours is ignored, whatever it holds")
{
    FrameDecoder decoder;
    for (const std::string_view topic :
         {"greeks", "allLiquidation.ETHUSDT", "execution.fast", "spread.execution", "order.spot",
          "kline_lt.5.BTC3LUSDT", "tickers", "dcp"}) {
        const std::string text =
            "{\"data\":[{\"S\":5,\"p\":{}}],\"topic\":\"" + std::string(topic) + "\",\"ts\":1}";
        CHECK(decodedAs<IgnoredFrame>(decoder, text).topic == topic);
    }
    CHECK_FALSE(isGiven(decodedAs<IgnoredFrame>(decoder, R"({"hello":"world"})").topic));
    CHECK_FALSE(isGiven(decodedAs<IgnoredFrame>(decoder, "{}").topic));
}

TEST_CASE("what cannot be read says why")
{
    CHECK(errorOf("") != "");
    CHECK(errorOf("[1]") == "a frame is a JSON object");
    CHECK(errorOf("17") != "");
    CHECK(
        errorOf(
            R"({"topic":"publicTrade.BTCUSDT","ts":1,"data":[{"T":1,"s":"BTCUSDT","S":"Buy","v":"1","p":"x","i":"1"}]})")
        == "publicTrade.BTCUSDT: data: [0].p: x is no decimal number");
    CHECK(
        errorOf(
            R"({"topic":"publicTrade.BTCUSDT","ts":1,"data":[{"T":1,"s":"BTCUSDT","S":"Buy","v":"1","i":"1"}]})")
        == "publicTrade.BTCUSDT: data: [0].p is missing");
    CHECK(errorOf(R"({"topic":"publicTrade.BTCUSDT","ts":1})") == "publicTrade.BTCUSDT: data is missing");
    CHECK(
        errorOf(
            R"({"topic":"publicTrade.BTCUSDT","ts":1,"data":[{"T":1,"s":"BTCUSDT","S":"Up","v":"1","p":"1","i":"1"}]})")
            .find("neither Buy nor Sell")
        != std::string::npos);
    // 2^63, a fraction, an object.
    for (const std::string_view time : {"9223372036854775808", "1.5", "{}", "\"1x\""})
        CHECK(errorOf("{\"topic\":\"publicTrade.BTCUSDT\",\"ts\":" + std::string(time) + ",\"data\":[]}")
              != "");
    CHECK(
        errorOf(
            R"({"topic":"orderbook.1.BTCUSDT","type":"delta","ts":1,"data":{"s":"BTCUSDT","b":[["1"]],"a":[],"u":1}})")
        != "");
    CHECK(
        errorOf(
            R"({"topic":"orderbook.1.BTCUSDT","type":"delta","ts":1,"data":{"s":"BTCUSDT","b":[["1","2","3"]],"a":[],"u":1}})")
        != "");
    CHECK(
        errorOf(
            R"({"topic":"orderbook.1.BTCUSDT","type":"x","ts":1,"data":{"s":"BTCUSDT","b":[],"a":[],"u":1}})")
        != "");
    CHECK(errorOf(R"({"topic":"order","data":[{"symbol":"A","orderId":"1","orderStatus":"Dreaming"}]})")
          == "order: data: [0].orderStatus: Dreaming is no order status that is known");
    CHECK(errorOf(R"({"op":"ping"}{"op":"ping"})") != "");
}

TEST_CASE("of a key that comes twice the last counts; huge numbers keep their digits")
{
    FrameDecoder decoder;
    const auto ticker = decodedAs<TickerRecord>(
        decoder,
        R"({"topic":"tickers.BTCUSDT","type":"delta","data":{"lastPrice":"1","lastPrice":"2","turnover24h":)"
        R"("123456789012345678901234567890123456789012345678901234567890.12345"},"ts":1})");
    CHECK(ticker.last == "2");
    CHECK(ticker.turnover24h == "123456789012345678901234567890123456789012345678901234567890.12345");
}

TEST_CASE("escapes in texts are resolved")
{
    FrameDecoder decoder;
    const auto frame =
        decodedAs<ControlFrame>(decoder, R"({"op":"auth","success":false,"ret_msg":"say \"no\" \u00e9\n"})");
    CHECK(frame.message == "say \"no\" \xC3\xA9\n");
}
