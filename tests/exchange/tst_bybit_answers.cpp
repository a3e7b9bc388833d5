// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/bybit/BybitAnswers.h"

#include <catch2/catch.hpp>

using namespace breakline;
using namespace breakline::bybit;

namespace {

Answer answered(AnswerDecoder& decoder, std::string_view path, std::string_view result)
{
    const auto answer = decoder.decode(path,
                                       "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":" + std::string(result)
                                           + ",\"retExtInfo\":{},\"time\":17}");
    INFO((answer ? std::string() : answer.error().message));
    REQUIRE(answer.has_value());
    CHECK(answer->code == 0);
    CHECK(answer->time == 17);
    CHECK(answer->meaning.codeClass == CodeClass::Ok);
    return *answer;
}

template<class Record>
std::span<const Record> rows(const Answer& answer)
{
    REQUIRE(std::holds_alternative<std::span<const Record>>(answer.content));
    return std::get<std::span<const Record>>(answer.content);
}

} // namespace

TEST_CASE("market calls")
{
    AnswerDecoder decoder;
    const Answer time = answered(decoder, "/v5/market/time",
                                 R"({"timeSecond":"1688639403","timeNano":"1688639403423213947"})");
    CHECK(std::get<ServerTimeRecord>(time.content).nanoseconds == 1688639403423213947);

    const Answer instruments = answered(
        decoder, "/v5/market/instruments-info",
        R"({"category":"linear","list":[{"symbol":"BTCUSDT","contractType":"LinearPerpetual","status":"Trading","baseCoin":"BTC",)"
        R"("launchTime":"1585526400000","deliveryTime":"0","leverageFilter":{"minLeverage":"1","maxLeverage":"100.00"},)"
        R"("priceFilter":{"minPrice":"0.10","tickSize":"0.10"},"lotSizeFilter":{"maxOrderQty":"100","maxMktOrderQty":"50",)"
        R"("minOrderQty":"0.001","qtyStep":"0.001","minNotionalValue":"5"},"riskParameters":{"priceLimitRatioX":"0.01"},)"
        R"("fundingInterval":480}],"nextPageCursor":"abc"})");
    CHECK(instruments.nextCursor == "abc");
    const InstrumentRecord instrument = rows<InstrumentRecord>(instruments)[0];
    CHECK(instrument.tickSize == "0.10");
    CHECK(instrument.lotSize == "0.001");
    CHECK(instrument.maxMarketQuantity == "50");
    CHECK(instrument.priceLimitRatio == "0.01");
    CHECK(instrument.fundingInterval == 480);

    const auto tickers = rows<TickerRecord>(
        answered(decoder, "/v5/market/tickers",
                 R"({"category":"linear","list":[{"symbol":"A","lastPrice":"1.0"},{"symbol":"B"}]})"));
    REQUIRE(tickers.size() == 2);
    CHECK(tickers[0].last == "1.0");
    CHECK(tickers[0].time == 17);

    const auto candles = rows<CandleRecord>(answered(
        decoder, "/v5/market/kline",
        R"({"list":[["2","17071","17073","17027","17055.5","268611","15.7"],["1","1","4","0.5","3","2","8"]],"symbol":"BTCUSDT"})"));
    REQUIRE(candles.size() == 2);
    CHECK(candles[1].symbol == "BTCUSDT");
    CHECK(candles[1].start == 1);
    CHECK(candles[1].open == "1");
    CHECK(candles[1].high == "4");
    CHECK(candles[1].low == "0.5");
    CHECK(candles[1].close == "3");
    CHECK(candles[1].volume == "2");
    CHECK(candles[1].turnover == "8");

    const Answer book = answered(
        decoder, "/v5/market/orderbook",
        R"({"s":"BTCUSDT","b":[["62710.2","5.52"]],"a":[["62710.3","0.01"],["62711","1"]],"ts":5,"u":6,"seq":7})");
    CHECK(book.symbol == "BTCUSDT");
    CHECK(std::get<BookRecord>(book.content).asks.size() == 2);
    CHECK(std::get<BookRecord>(book.content).updateId == 6);

    CHECK(
        rows<TradeRecord>(answered(
            decoder, "/v5/market/recent-trade",
            R"({"list":[{"execId":"21","symbol":"BTCUSDT","price":"1.5","size":"2","side":"Sell","time":"9","isBlockTrade":false}]})"))
            [0]
                .side
        == Side::Sell);
    CHECK(rows<OpenInterestRecord>(
              answered(decoder, "/v5/market/open-interest",
                       R"({"list":[{"openInterest":"461134384.00","timestamp":"1669571400000"}]})"))[0]
              .openInterest
          == "461134384.00");
    CHECK(rows<FundingRateRecord>(
              answered(decoder, "/v5/market/funding/history",
                       R"({"list":[{"symbol":"A","fundingRate":"0.0001","fundingRateTimestamp":"1"}]})"))[0]
              .rate
          == "0.0001");
}

TEST_CASE("order and position calls")
{
    AnswerDecoder decoder;
    for (const std::string_view path : {"/v5/order/create", "/v5/order/amend", "/v5/order/cancel"}) {
        const Answer answer = answered(decoder, path, R"({"orderId":"v","orderLinkId":"c"})");
        CHECK(std::get<OrderIdsRecord>(answer.content).clientId == "c");
    }
    CHECK(rows<OrderIdsRecord>(
              answered(decoder, "/v5/order/cancel-all",
                       R"({"list":[{"orderId":"1","orderLinkId":"2"},{"orderId":"3"}],"success":"1"})"))
              .size()
          == 2);
    for (const std::string_view path : {"/v5/order/realtime", "/v5/order/history"}) {
        const Answer answer = answered(
            decoder, path,
            R"({"list":[{"orderId":"v","symbol":"S","orderStatus":"Cancelled","rejectReason":"EC_PostOnlyWillTakeLiquidity"}],"nextPageCursor":"page_token%3D39380%26"})");
        CHECK(rows<OrderRecord>(answer)[0].status == OrderStatus::Cancelled);
        CHECK(answer.nextCursor == "page_token%3D39380%26");
    }
    CHECK(rows<ExecutionRecord>(answered(
              decoder, "/v5/execution/list",
              R"({"list":[{"execId":"e","symbol":"S","execPrice":"1","execQty":"2","isMaker":false}]})"))[0]
              .isMaker
          == false);
    CHECK(rows<PositionRecord>(answered(
              decoder, "/v5/position/list",
              R"({"list":[{"symbol":"S","side":"Sell","size":"3","avgPrice":"1.25","liqPrice":""}]})"))[0]
              .entryPrice
          == "1.25");
    CHECK(rows<PositionRecord>(answered(decoder, "/v5/position/list", R"({"list":[],"category":"inverse"})"))
              .empty());
    for (const std::string_view path :
         {"/v5/position/set-leverage", "/v5/position/switch-mode", "/v5/position/trading-stop",
          "/v5/order/disconnected-cancel-all", "/v5/account/set-margin-mode", "/v5/position/closed-pnl"})
        CHECK(std::holds_alternative<std::monostate>(answered(decoder, path, "{}").content));
}

TEST_CASE("account calls")
{
    AnswerDecoder decoder;
    const auto wallets = rows<WalletRecord>(answered(
        decoder, "/v5/account/wallet-balance",
        R"({"list":[{"totalEquity":"3.3","totalWalletBalance":"3.0","totalAvailableBalance":"2","coin":[{"coin":"USDT","walletBalance":"3"}]}]})"));
    CHECK(wallets[0].coins[0].walletBalance == "3");
    CHECK(std::get<AccountInfoRecord>(answered(decoder, "/v5/account/info",
                                               R"({"marginMode":"REGULAR_MARGIN","unifiedMarginStatus":4})")
                                          .content)
              .marginMode
          == "REGULAR_MARGIN");
    CHECK(rows<FeeRateRecord>(
              answered(decoder, "/v5/account/fee-rate",
                       R"({"list":[{"symbol":"S","takerFeeRate":"0.0006","makerFeeRate":"0.0001"}]})"))[0]
              .maker
          == "0.0001");
    CHECK(
        rows<LedgerRecord>(answered(
            decoder, "/v5/account/transaction-log",
            R"({"list":[{"type":"SETTLEMENT","funding":"-0.003676","bonusChange":"","transactionTime":"1","side":"None"}]})"))
            [0]
                .funding
        == "-0.003676");
    const auto key = std::get<ApiKeyRecord>(
        answered(
            decoder, "/v5/user/query-api",
            R"({"id":"1","readOnly":0,"permissions":{"Spot":["x"],"ContractTrade":["Order"]},"uta":1,"userID":2})")
            .content);
    CHECK(key.mayOrder);
    CHECK_FALSE(key.mayPosition);
    CHECK(key.readOnly == 0);
    CHECK(key.userId == "2");
}

TEST_CASE("refusals need no result, and the path matters")
{
    AnswerDecoder decoder;
    const auto refused = decoder.decode(
        "/v5/order/create", R"({"retCode":110007,"retMsg":"ab not enough","result":{},"time":1})");
    REQUIRE(refused.has_value());
    CHECK(refused->meaning == CodeMeaning {CodeClass::Funds, OrderEndReason::InsufficientMargin});
    CHECK(refused->message == "ab not enough");
    CHECK(std::holds_alternative<std::monostate>(refused->content));
    CHECK(decoder.decode("/v5/order/realtime", R"({"retCode":10006,"result":null})")->meaning.codeClass
          == CodeClass::Rate);
    const std::string_view flat = R"({"retCode":10001,"retMsg":"can not set tp/sl/ts for zero position"})";
    CHECK(decoder.decode("/v5/position/trading-stop", flat)->meaning.reason == OrderEndReason::NoPosition);
    CHECK(decoder.decode("/v5/order/create", flat)->meaning.reason == OrderEndReason::Other);
}

TEST_CASE("a code behind its result, and bodies that are no JSON")
{
    AnswerDecoder decoder;
    const auto late =
        decoder.decode("/v5/order/create", R"({"result":{"orderId":"v"},"time":1,"retCode":0})");
    REQUIRE(late.has_value());
    CHECK(std::get<OrderIdsRecord>(late->content).venueId == "v");
    const auto page = decoder.decode("/v5/order/create", "<html>access too frequent</html>", 403);
    REQUIRE(page.has_value());
    CHECK(page->code == 403);
    CHECK(page->meaning.codeClass == CodeClass::Rate);
    CHECK(decoder.decode("/v5/order/create", "", 502)->meaning.codeClass == CodeClass::Unknown);
    CHECK_FALSE(decoder.decode("/v5/order/create", "", 200).has_value());
    CHECK_FALSE(decoder.decode("/v5/order/create", R"({"result":{}})", 200).has_value());
    CHECK_FALSE(decoder.decode("/v5/order/realtime", R"({"retCode":0})").has_value());
    CHECK(decoder.decode("/v5/order/realtime", R"({"retCode":0,"result":{}})").error().message
          == "/v5/order/realtime: result: list is missing");
}

TEST_CASE("recorded answers are told from frames")
{
    AnswerDecoder decoder;
    const auto answer = decoder.decodeRecorded(
        R"({"method":"POST","path":"/v5/order/cancel","signed":true,"response":{"retCode":110001,"retMsg":"no"}})");
    REQUIRE(answer.has_value());
    REQUIRE(answer->has_value());
    CHECK((*answer)->path == "/v5/order/cancel");
    CHECK((*answer)->meaning.codeClass == CodeClass::Gone);
    const auto swapped =
        decoder.decodeRecorded(R"({"response":{"retCode":0},"path":"/v5/position/set-leverage"})");
    REQUIRE(swapped.has_value());
    CHECK((*swapped)->code == 0);
    const auto frame = decoder.decodeRecorded(R"({"topic":"order","data":[]})");
    REQUIRE(frame.has_value());
    CHECK_FALSE(frame->has_value());
    CHECK_FALSE(decoder.decodeRecorded(R"({"path":"/v5/x"})").has_value());
    CHECK_FALSE(decoder.decodeRecorded(R"({"path":"/v5/x","response":5})").has_value());
    CHECK_FALSE(decoder.decodeRecorded("[]").has_value());
}
