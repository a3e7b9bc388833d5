// SPDX-License-Identifier: GPL-3.0-or-later
#include "BybitTable.h"
#include "exchange/bybit/BybitRequests.h"
#include "exchange/bybit/BybitTradeFrames.h"

#include <nlohmann/json.hpp>

#include <catch2/catch.hpp>

using namespace breakline;
using namespace breakline::bybit;

namespace {

const InstrumentTable kTable = bybitTable();

OrderRequest limitBuy()
{
    OrderRequest order;
    order.clientId = "cid-0001";
    order.symbol = kBitcoin;
    order.type = OrderType::Limit;
    order.timeInForce = TimeInForce::PostOnly;
    order.quantity = Quantity {10};
    order.price = Price {580'000};
    return order;
}

} // namespace

TEST_CASE("signatures: RFC 4231 and a request")
{
    // RFC 4231, test case 2.
    BybitSigner jefe("key", std::string("Jefe"));
    for (int i = 0; i < 2; ++i) // the key stays
        CHECK(jefe.sign("what do ya want for nothing?").text()
              == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(BybitSigner::requestText(1700000000000, "K", "a=b") == "1700000000000K5000a=b");
    CHECK(jefe.signRequest(1, "x").text() == jefe.sign("1key5000x").text());
    CHECK(jefe.signAuth(7).text() == jefe.sign("GET/realtime7").text());
    std::string secret = "0123456789012345678901234567890123456789";
    BybitSigner wiping("key", std::move(secret));
    CHECK(secret.empty());
}

TEST_CASE("every default of the venue is said in an order of ours")
{
    OrderRequest order = limitBuy();
    order.stop = AttachedStop {Price {570'000}, TriggerBy::MarkPrice};
    const auto fields = orderFields(order, kTable.at(kBitcoin));
    REQUIRE(fields.has_value());
    const RestRequest request = createOrder(*fields);
    CHECK(request.path == "/v5/order/create");
    CHECK(request.method == RestRequest::Method::Post);
    CHECK(request.isSigned);
    CHECK(
        request.payload
        == R"({"category":"linear","symbol":"BTCUSDT","side":"Buy","orderType":"Limit","qty":"0.01","price":"58000",)"
           R"("timeInForce":"PostOnly","orderLinkId":"cid-0001","triggerBy":"MarkPrice","stopLoss":"57000",)"
           R"("slTriggerBy":"MarkPrice","slOrderType":"Market","tpslMode":"Full","reduceOnly":false,"positionIdx":0})");
    CHECK(nlohmann::json::accept(request.payload));
}

TEST_CASE("a stop order rises to buy and falls to sell")
{
    OrderRequest order = limitBuy();
    order.type = OrderType::StopMarket;
    order.price.reset();
    order.trigger = Price {570'001};
    order.side = Side::Sell;
    order.reduceOnly = true;
    order.closeOnTrigger = true;
    order.triggerBy = TriggerBy::LastPrice;
    const auto sell = nlohmann::json::parse(bodyOf(*orderFields(order, kTable.at(kBitcoin))));
    CHECK(sell["orderType"] == "Market");
    CHECK(sell["timeInForce"] == "IOC");
    CHECK(sell["triggerPrice"] == "57000.1");
    CHECK(sell["triggerDirection"] == 2);
    CHECK(sell["triggerBy"] == "LastPrice");
    CHECK(sell["reduceOnly"] == true);
    CHECK(sell["closeOnTrigger"] == true);
    CHECK_FALSE(sell.contains("price"));
    CHECK_FALSE(sell.contains("stopLoss"));
    order.side = Side::Buy;
    CHECK(nlohmann::json::parse(bodyOf(*orderFields(order, kTable.at(kBitcoin))))["triggerDirection"] == 1);
}

TEST_CASE("an order without what its type needs is refused")
{
    const auto refused = [](auto change) {
        OrderRequest order = limitBuy();
        change(order);
        return !orderFields(order, kTable.at(kBitcoin)).has_value();
    };
    CHECK(refused([](OrderRequest& o) { o.price.reset(); }));
    CHECK(refused([](OrderRequest& o) { o.type = OrderType::Market; }));
    CHECK(refused([](OrderRequest& o) { o.type = OrderType::StopLimit; }));
    CHECK(refused([](OrderRequest& o) { o.trigger = Price {1}; }));
    CHECK(refused([](OrderRequest& o) { o.quantity = {}; }));
    CHECK(refused([](OrderRequest& o) { o.clientId = "a b"; }));
    CHECK(refused([](OrderRequest& o) { o.clientId.clear(); }));
    CHECK(refused([](OrderRequest& o) { o.clientId = std::string(37, 'a'); }));
    CHECK(refused([](OrderRequest& o) {
        o.reduceOnly = true;
        o.stop = AttachedStop {Price {1}};
    }));
    CHECK_FALSE(refused([](OrderRequest& o) { o.clientId = std::string(36, 'a'); }));
}

TEST_CASE("the other calls")
{
    CHECK(serverTime().payload.empty());
    CHECK(instruments().payload == "category=linear&limit=1000");
    CHECK(instruments(500, "page%3D2", "PreLaunch").payload
          == "category=linear&status=PreLaunch&limit=500&cursor=page%3D2");
    CHECK(tickers().payload == "category=linear");
    CHECK(candles("BTCUSDT", Duration::minutes(5), Timestamp {1}, Timestamp {2}, 1000).payload
          == "category=linear&symbol=BTCUSDT&interval=5&start=1&end=2&limit=1000");
    CHECK(openInterest("BTCUSDT", "5min", 50).payload
          == "category=linear&symbol=BTCUSDT&intervalTime=5min&limit=50");
    ListFilter byId;
    byId.symbol = "BTCUSDT";
    byId.clientId = "c-1";
    CHECK(liveOrders(byId).payload == "category=linear&symbol=BTCUSDT&orderLinkId=c-1");
    CHECK(liveOrders(byId).isSigned);
    CHECK(orderHistory(byId).path == "/v5/order/history");
    ListFilter all;
    all.settleCoin = "USDT";
    all.limit = 200;
    all.cursor = "a b&c";
    CHECK(positions(all).payload == "category=linear&settleCoin=USDT&limit=200&cursor=a%20b%26c");
    CHECK(accountInfo().isSigned);
    CHECK(apiKeyInfo().path == "/v5/user/query-api");
    CHECK(setLeverage("BTCUSDT", Decimal::literal("7.50")).payload
          == R"({"category":"linear","symbol":"BTCUSDT","buyLeverage":"7.5","sellLeverage":"7.5"})");
    CHECK(cancelAll("BTCUSDT").payload == R"({"category":"linear","symbol":"BTCUSDT"})");
    CHECK(
        tradingStop(positionStopFields(kTable.at(kDoge), Price {8247}, TriggerBy::LastPrice)).payload
        == R"({"category":"linear","symbol":"DOGEUSDT","stopLoss":"0.41235","slTriggerBy":"LastPrice","slOrderType":"Market","tpslMode":"Full","positionIdx":0})");
    CHECK(amendOrder({"BTCUSDT", {}, "c", "0.02", "58100", {}}).payload
          == R"({"category":"linear","symbol":"BTCUSDT","orderLinkId":"c","qty":"0.02","price":"58100"})");
}

TEST_CASE("frames that we send")
{
    const std::string topics[] = {"order", "tickers.BTCUSDT"};
    CHECK(subscribeFrame(topics, "5")
          == R"({"op":"subscribe","req_id":"5","args":["order","tickers.BTCUSDT"]})");
    CHECK(unsubscribeFrame(topics) == R"({"op":"unsubscribe","args":["order","tickers.BTCUSDT"]})");
    CHECK(pingFrame("7") == R"({"op":"ping","req_id":"7"})");
    CHECK(
        orderFrame("order.cancel", "r", Timestamp {9}, bodyOf(CancelFields {"BTCUSDT", {}, "c", {}}))
        == R"({"op":"order.cancel","reqId":"r","header":{"X-BAPI-TIMESTAMP":"9","X-BAPI-RECV-WINDOW":"5000"},)"
           R"("args":[{"category":"linear","symbol":"BTCUSDT","orderLinkId":"c"}]})");
    BybitSigner signer("K", std::string("S"));
    const auto auth = nlohmann::json::parse(authFrame(signer, Timestamp {5}));
    CHECK(auth["op"] == "auth");
    CHECK(auth["args"][0] == "K");
    CHECK(auth["args"][1] == "5");
    CHECK(auth["args"][2] == std::string(signer.sign("GET/realtime5").text()));
}
