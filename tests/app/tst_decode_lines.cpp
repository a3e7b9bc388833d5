// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/CommandLine.h"
#include "app/DecodeLines.h"

#include <QTest>

using namespace breakline;

// moc 6.4 does not get past the texts below, so the class stands before them.
class DecodeLinesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachEventHasItsKeysInTheirOrder_data();
    void eachEventHasItsKeysInTheirOrder();
    void damageIsAnErrorAlsoWhereNobodyLooks();
    void theCommandNamesItsVenue();
};

void DecodeLinesTest::eachEventHasItsKeysInTheirOrder_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("output");
    const auto row = [](const char* name, const char* input, const char* output) {
        QTest::newRow(name) << QByteArray(input) << QByteArray(output);
    };
    row("trade",
        R"({"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":5,"data":[{"T":1,"s":"BTCUSDT","S":"Buy","v":"0.001","p":"16578.50","i":"20f4"},{"T":2,"s":"BTCUSDT","S":"Sell","v":"1","p":"3","i":"9"}]})",
        R"({"event":"trade","time_ms":1,"symbol":"BTCUSDT","id":"20f4","side":"buy","price":"16578.50","quantity":"0.001"})"
        "\n"
        R"({"event":"trade","time_ms":2,"symbol":"BTCUSDT","id":"9","side":"sell","price":"3","quantity":"1"})"
        "\n");
    row("book",
        R"({"topic":"orderbook.50.BTCUSDT","type":"delta","ts":4,"data":{"s":"BTCUSDT","b":[["1.50","0"],["1","2"]],"a":[],"u":7},"cts":3})",
        R"({"event":"book","time_ms":4,"symbol":"BTCUSDT","kind":"delta","depth":50,"update_id":7,"sequence":null,"bids":[["1.50","0"],["1","2"]],"asks":[]})"
        "\n");
    row("candle",
        R"({"topic":"kline.5.BTCUSDT","data":[{"start":1,"end":2,"interval":"5","open":"1","close":"2","high":"4","low":"0.50","volume":"2.081","turnover":"3","confirm":false}],"ts":3,"type":"snapshot"})",
        R"({"event":"candle","time_ms":3,"symbol":"BTCUSDT","interval":"5","start_ms":1,"open":"1","high":"4","low":"0.50","close":"2","volume":"2.081","closed":false})"
        "\n");
    row("ticker leaves out what has not changed",
        R"({"topic":"tickers.BTCUSDT","type":"delta","data":{"lastPrice":"1.0","bid1Price":"","fundingRate":"-0.0001"},"ts":3})",
        R"({"event":"ticker","time_ms":3,"symbol":"BTCUSDT","last":"1.0","bid":null,"funding_rate":"-0.0001"})"
        "\n");
    row("order",
        R"({"topic":"order","creationTime":3,"data":[{"symbol":"BTCUSDT","orderId":"v","orderLinkId":"","side":"Sell","orderType":"Market","stopOrderType":"StopLoss","orderStatus":"Untriggered","qty":"1.50","cumExecQty":"0","price":"","avgPrice":"","triggerPrice":"57000.0","reduceOnly":true,"rejectReason":"EC_NoError","updatedTime":"2"}]})",
        R"({"event":"order","time_ms":2,"symbol":"BTCUSDT","client_id":null,"venue_id":"v","side":"sell","type":"stop_market","status":"untriggered","quantity":"1.50","filled_quantity":"0","price":null,"average_price":null,"trigger_price":"57000.0","reduce_only":true,"reject_reason":"EC_NoError"})"
        "\n");
    row("execution",
        R"({"topic":"execution","data":[{"symbol":"BTCUSDT","execId":"e","orderId":"v","orderLinkId":"c","side":"Buy","execPrice":"1","execQty":"2","execFee":"-0.01","isMaker":true,"execTime":"9"}]})",
        R"({"event":"execution","time_ms":9,"symbol":"BTCUSDT","venue_trade_id":"e","client_id":"c","venue_id":"v","side":"buy","price":"1","quantity":"2","fee":"-0.01","liquidity":"maker"})"
        "\n");
    row("position",
        R"({"topic":"position","creationTime":8,"data":[{"symbol":"A","side":"","size":"0","entryPrice":"0","markPrice":"5","stopLoss":"0","takeProfit":"0","liqPrice":"","leverage":"10"},{"symbol":"A","side":"Sell","size":"3"}]})",
        R"({"event":"position","time_ms":8,"symbol":"A","side":"flat","quantity":"0","entry_price":"0","mark":"5","stop_loss":"0","take_profit":"0","liquidation_price":null,"leverage":"10"})"
        "\n"
        R"({"event":"position","time_ms":8,"symbol":"A","side":"short","quantity":"3","entry_price":null,"mark":null,"stop_loss":null,"take_profit":null,"liquidation_price":null,"leverage":null})"
        "\n");
    row("wallet",
        R"({"topic":"wallet","creationTime":9,"data":[{"totalEquity":"1.0","totalWalletBalance":"2","totalAvailableBalance":"","coin":[]}]})",
        R"({"event":"wallet","time_ms":9,"symbol":null,"equity":"1.0","wallet_balance":"2","available":null})"
        "\n");
    row("control", R"({"success":true,"ret_msg":"","op":"subscribe"})",
        R"({"event":"control","time_ms":null,"symbol":null,"op":"subscribe","success":true})"
        "\n");
    row("ignored", R"({"topic":"greeks","data":[]})",
        R"({"event":"ignored","time_ms":null,"symbol":null,"topic":"greeks"})"
        "\n");
    row("answer on the trade socket",
        R"({"reqId":"r","retCode":110007,"retMsg":"no \"money\"","op":"order.create","header":{"Timenow":"6"}})",
        R"({"event":"answer","time_ms":6,"symbol":null,"path":"order.create","code":110007,"class":"funds","message":"no \"money\""})"
        "\n");
    row("answer with instruments",
        R"({"path":"/v5/market/instruments-info","response":{"retCode":0,"retMsg":"OK","result":{"list":[{"symbol":"B","status":"Trading","priceFilter":{"tickSize":"0.10"},"lotSizeFilter":{"qtyStep":"1","minOrderQty":"2","minNotionalValue":"5"}}]},"time":4}})",
        R"({"event":"answer","time_ms":4,"symbol":null,"path":"/v5/market/instruments-info","code":0,"class":"ok","message":"OK"})"
        "\n"
        R"({"event":"instrument","time_ms":4,"symbol":"B","tick_size":"0.10","lot_size":"1","min_quantity":"2","min_notional":"5","status":"Trading"})"
        "\n");
    row("answer with candles: the newest may still form",
        R"({"path":"/v5/market/kline","response":{"retCode":0,"retMsg":"OK","result":{"symbol":"B","list":[["2","1","1","1","1","1","1"],["1","1","1","1","1","1","1"]]},"time":4}})",
        R"({"event":"answer","time_ms":4,"symbol":"B","path":"/v5/market/kline","code":0,"class":"ok","message":"OK"})"
        "\n"
        R"({"event":"candle","time_ms":4,"symbol":"B","interval":null,"start_ms":2,"open":"1","high":"1","low":"1","close":"1","volume":"1","closed":null})"
        "\n"
        R"({"event":"candle","time_ms":4,"symbol":"B","interval":null,"start_ms":1,"open":"1","high":"1","low":"1","close":"1","volume":"1","closed":true})"
        "\n");
    row("answer without anything of ours",
        R"({"path":"/v5/position/closed-pnl","response":{"retCode":10006,"retMsg":""}})",
        R"({"event":"answer","time_ms":null,"symbol":null,"path":"/v5/position/closed-pnl","code":10006,"class":"rate","message":null})"
        "\n");
}

void DecodeLinesTest::eachEventHasItsKeysInTheirOrder()
{
    QFETCH(const QByteArray, input);
    QFETCH(const QByteArray, output);
    DecodeLines lines;
    std::string text;
    const auto decoded = lines.decode(input.toStdString(), text);
    QVERIFY2(decoded.has_value(), decoded ? "" : decoded.error().message.c_str());
    QCOMPARE(QByteArray::fromStdString(text), output);
}

void DecodeLinesTest::damageIsAnErrorAlsoWhereNobodyLooks()
{
    DecodeLines lines;
    std::string text;
    for (const char* line : {R"({"topic":"greeks","data":[nul]})", R"({"op":"ping","x":01})", "{", "[]", "5",
                             R"({"topic":"greeks"} x)"}) {
        QVERIFY2(!lines.decode(line, text).has_value(), line);
        QVERIFY(text.empty());
    }
    QVERIFY(lines.decode(R"({"op":"ping"})", text).has_value());
}

void DecodeLinesTest::theCommandNamesItsVenue()
{
    const char* good[] = {"breakline", "decode", "--venue", "bybit", "frames.jsonl"};
    const ParsedCommand command = parseCommandLine(5, good);
    QVERIFY(std::holds_alternative<DecodeOptions>(command));
    QCOMPARE(std::get<DecodeOptions>(command).file, std::string("frames.jsonl"));
    QCOMPARE(std::get<DecodeOptions>(parseCommandLine(4, good)).file, std::string("-"));
    const char* other[] = {"breakline", "decode", "--venue", "kraken"};
    QCOMPARE(std::get<ParsedExit>(parseCommandLine(4, other)).code, 1);
    const char* none[] = {"breakline", "decode"};
    QCOMPARE(std::get<ParsedExit>(parseCommandLine(2, none)).code, 1);
}

QTEST_APPLESS_MAIN(DecodeLinesTest)
#include "tst_decode_lines.moc"
