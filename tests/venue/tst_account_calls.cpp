// SPDX-License-Identifier: GPL-3.0-or-later
#include "VenueFixture.h"
#include "venue/WireServer.h"

using namespace breakline;
using namespace breakline::test;

class TestAccountCalls final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void signatureIsChecked();
    void timestampWindow();
    void answerTakesTheLatency();
    void placeAmendCancel();
    void marketOrderWithStop();
    void stopOrder();
    void postOnlyThatWouldTake();
    void tradingStop();
    void onlyLinearIsChanged_data();
    void onlyLinearIsChanged();
    void cancelAll();
    void refusalsOfOrders_data();
    void refusalsOfOrders();
    void leverageAndModes();
    void lists();
    void whatNobodyAskedForIsTold();
    void pages();
    void accountQuestions();
    void clientsTolerated();
    void rateLimit();
    void clientGoesAwayWhileParked();
    void report();
};

namespace {

QString field(const QJsonObject& object, const char* name)
{
    return object.value(QLatin1String(name)).toString();
}

Decimal decimalOf(const QJsonObject& object, const char* name)
{
    return Decimal::literal(field(object, name).toStdString());
}

/// {"category":"linear","symbol":"BTCUSDT",<more>}
QByteArray body(const QByteArray& more)
{
    return R"({"category":"linear","symbol":"BTCUSDT",)" + more + '}';
}

QByteArray limitOrder(const QByteArray& id, const QByteArray& price, const QByteArray& more = {})
{
    return body(R"("side":"Buy","orderType":"Limit","qty":"0.010","orderLinkId":")" + id + R"(","price":")" + price
                + '"' + more);
}

QByteArray marketOrder(const QByteArray& id, const QByteArray& side = "Buy", const QByteArray& more = {})
{
    return body(R"("orderType":"Market","qty":"0.01","side":")" + side + R"(","orderLinkId":")" + id + '"' + more);
}

} // namespace

void TestAccountCalls::signatureIsChecked()
{
    Venue venue;
    const QByteArray query = "accountType=UNIFIED";
    const QByteArray target = "/v5/account/wallet-balance?" + query;
    const auto right = venue.signature(query);
    const auto with = [&](int index, const QByteArray& value) {
        auto headers = right;
        headers[index].second = value;
        QNetworkReply* reply = venue.start("GET", target, {}, headers);
        return venue.finish(reply).code();
    };
    QCOMPARE(venue.finish(venue.start("GET", target, {}, right)).code(), 0);
    QCOMPARE(with(0, "OTHER"), 10003);
    QCOMPARE(with(3, QByteArray(64, '0')), 10004);
    QCOMPARE(with(3, "short"), 10004);
    QCOMPARE(with(2, "6000"), 10004); // signed over another window
    QCOMPARE(venue.finish(venue.start("GET", target)).code(), 10003);
    QCOMPARE(venue.finish(venue.start("GET", target + "&x=1", {}, right)).code(), 10004);
    // Signed over the text exactly as it is sent.
    const QByteArray spaced = R"({ "category":"linear",  "symbol":"BTCUSDT" })";
    QCOMPARE(venue.finish(venue.start("POST", "/v5/order/cancel-all", spaced, venue.signature(spaced))).code(), 0);
    QCOMPARE(venue.finish(venue.start("POST", "/v5/order/cancel-all", spaced.simplified(), venue.signature(spaced)))
                 .code(),
             10004);
}

void TestAccountCalls::timestampWindow()
{
    Venue venue;
    venue.runTo(venue.now() + Duration::seconds(20));
    const ApiKey key {Venue::kKey, Venue::kSecret};
    const auto at = [&](qint64 offset, const QByteArray& window) {
        const QByteArray time = QByteArray::number(venue.now().ms + offset);
        const QByteArray image = time + Venue::kKey + window;
        return venue
            .finish(venue.start("GET", "/v5/account/info", {},
                                {{"X-BAPI-API-KEY", Venue::kKey},
                                 {"X-BAPI-TIMESTAMP", time},
                                 {"X-BAPI-RECV-WINDOW", window},
                                 {"X-BAPI-SIGN", QByteArray::fromStdString(key.sign(image.toStdString()))}}))
            .code();
    };
    QCOMPARE(at(-5000, "5000"), 0);
    QCOMPARE(at(-5001, "5000"), 10002);
    QCOMPARE(at(999, "5000"), 0);
    QCOMPARE(at(1000, "5000"), 10002);
    QCOMPARE(at(-9000, "10000"), 0);
    QCOMPARE(at(-2001, "2000"), 10002);
    QCOMPARE(at(0, "x"), 10002);
}

void TestAccountCalls::answerTakesTheLatency()
{
    Venue venue;
    const Timestamp sent = venue.now();
    QNetworkReply* reply = venue.startSigned("GET", "/v5/account/info", {});
    QVERIFY(waitUntil([&] { return venue.server->exchange().pendingRequests() == 1; }));
    venue.runTo(sent + Duration::milliseconds(4)); // the least latency is 5
    QCoreApplication::processEvents();
    QVERIFY(!reply->isFinished());
    const HttpAnswer answer = venue.finish(reply);
    const qint64 latency = answer.json.value(QLatin1String("time")).toInteger() - sent.ms;
    QVERIFY(latency >= 5 && latency <= 50);
}

void TestAccountCalls::placeAmendCancel()
{
    Venue venue;
    const QByteArray low = venue.price("BTCUSDT", 0.97);
    const HttpAnswer placed = venue.post("/v5/order/create", limitOrder("a-1", low));
    QCOMPARE(placed.code(), 0);
    QCOMPARE(field(placed.result(), "orderLinkId"), QStringLiteral("a-1"));
    const QByteArray id = field(placed.result(), "orderId").toLatin1();
    QVERIFY(!id.isEmpty());
    QCOMPARE(placed.headers.value("x-bapi-limit"), QByteArray("10"));
    QCOMPARE(placed.headers.value("x-bapi-limit-status"), QByteArray("9"));

    QJsonObject order =
        venue.query("/v5/order/realtime", "category=linear&symbol=BTCUSDT").list().first().toObject();
    QCOMPARE(field(order, "orderStatus"), QStringLiteral("New"));
    QCOMPARE(field(order, "price"), QString::fromLatin1(low));
    QCOMPARE(field(order, "qty"), QStringLiteral("0.01"));
    QCOMPARE(field(order, "leavesQty"), QStringLiteral("0.01"));
    QCOMPARE(field(order, "timeInForce"), QStringLiteral("GTC"));
    QCOMPARE(field(order, "stopOrderType"), QString());
    QCOMPARE(order.value(QLatin1String("reduceOnly")), QJsonValue(false));

    const HttpAnswer amended =
        venue.post("/v5/order/amend", body(R"("orderId":")" + id + R"(","qty":"0.02")"));
    QCOMPARE(amended.code(), 0);
    QCOMPARE(field(amended.result(), "orderId").toLatin1(), id);
    order = venue.query("/v5/order/realtime", "category=linear&orderId=" + id).list().first().toObject();
    QCOMPARE(field(order, "qty"), QStringLiteral("0.02"));

    QCOMPARE(venue.post("/v5/order/cancel", body(R"("orderLinkId":"a-1")")).code(), 0);
    QCOMPARE(venue.post("/v5/order/cancel", body(R"("orderLinkId":"a-1")")).code(), 110001);
    QCOMPARE(venue.post("/v5/order/amend", body(R"("orderLinkId":"a-1","qty":"0.03")")).code(), 110001);
    QVERIFY(venue.query("/v5/order/realtime", "category=linear&symbol=BTCUSDT").list().isEmpty());
    // Who names it still gets it.
    order = venue.query("/v5/order/realtime", "category=linear&symbol=BTCUSDT&orderLinkId=a-1").list().first().toObject();
    QCOMPARE(field(order, "orderStatus"), QStringLiteral("Cancelled"));
    QCOMPARE(field(order, "cancelType"), QStringLiteral("CancelByUser"));
    QCOMPARE(venue.query("/v5/order/history", "category=linear&symbol=BTCUSDT").list().size(), 1);
}

void TestAccountCalls::marketOrderWithStop()
{
    Venue venue;
    const QByteArray stop = venue.price("BTCUSDT", 0.98);
    QCOMPARE(venue.post("/v5/order/create",
                        marketOrder("m-1", "Buy",
                                    R"(,"stopLoss":")" + stop
                                        + R"(","tpslMode":"Full","slOrderType":"Market","slTriggerBy":"MarkPrice")"))
                 .code(),
             0);
    venue.runTo(venue.now() + Duration::milliseconds(100));
    const QJsonObject position =
        venue.query("/v5/position/list", "category=linear&symbol=BTCUSDT").list().first().toObject();
    QCOMPARE(field(position, "side"), QStringLiteral("Buy"));
    QCOMPARE(field(position, "size"), QStringLiteral("0.01"));
    QCOMPARE(field(position, "stopLoss"), QString::fromLatin1(stop));
    QVERIFY(!field(position, "avgPrice").isEmpty());
    const QJsonObject child =
        venue.query("/v5/order/realtime", "category=linear&symbol=BTCUSDT&orderFilter=StopOrder").list().first().toObject();
    QCOMPARE(field(child, "orderStatus"), QStringLiteral("Untriggered"));
    QCOMPARE(field(child, "stopOrderType"), QStringLiteral("StopLoss"));
    QCOMPARE(field(child, "createType"), QStringLiteral("CreateByStopLoss"));
    QCOMPARE(field(child, "parentOrderLinkId"), QStringLiteral("m-1"));
    QCOMPARE(field(child, "orderLinkId"), QString());
    QCOMPARE(field(child, "triggerPrice"), QString::fromLatin1(stop));
    QCOMPARE(field(child, "triggerBy"), QStringLiteral("MarkPrice"));
    QCOMPARE(child.value(QLatin1String("triggerDirection")).toInt(), 2);
    const QJsonObject fill =
        venue.query("/v5/execution/list", "category=linear&symbol=BTCUSDT&execType=Trade").list().first().toObject();
    QCOMPARE(field(fill, "orderLinkId"), QStringLiteral("m-1"));
    QCOMPARE(field(fill, "execQty"), QStringLiteral("0.01"));
    QCOMPARE(fill.value(QLatin1String("isMaker")), QJsonValue(false));
    QVERIFY(Decimal::literal(field(fill, "execFee").toStdString()) == venue.server->exchange().executions().front().fee);

    const QJsonObject filled =
        venue.query("/v5/order/realtime", "category=linear&symbol=BTCUSDT&orderLinkId=m-1").list().first().toObject();
    QVERIFY(decimalOf(filled, "cumExecValue") == decimalOf(fill, "execPrice") * decimalOf(fill, "execQty"));
    QVERIFY(decimalOf(fill, "execValue") == decimalOf(filled, "cumExecValue"));

    // Closed: the stop goes with it.
    QCOMPARE(venue.post("/v5/order/create", marketOrder("m-2", "Sell", R"(,"reduceOnly":true)")).code(), 0);
    const QJsonObject gone =
        venue.query("/v5/order/history", "category=linear&orderId=" + field(child, "orderId").toLatin1()).list().first().toObject();
    QCOMPARE(field(gone, "cancelType"), QStringLiteral("CancelByTpSlTsClear"));
    QCOMPARE(venue.query("/v5/position/list", "category=linear&settleCoin=USDT").list().size(), 0);
    const QJsonArray flat = venue.query("/v5/position/list", "category=linear&symbol=BTCUSDT").list();
    QCOMPARE(field(flat.first().toObject(), "size"), QStringLiteral("0"));
    QCOMPARE(field(flat.first().toObject(), "side"), QString());
}

void TestAccountCalls::stopOrder()
{
    Venue venue;
    const QByteArray trigger = venue.price("BTCUSDT", 0.95);
    QCOMPARE(venue.post("/v5/order/create",
                        marketOrder("s-1", "Sell",
                                    R"(,"triggerPrice":")" + trigger + R"(","triggerDirection":2,"reduceOnly":true)"))
                 .code(),
             0);
    const QJsonObject order =
        venue.query("/v5/order/realtime", "category=linear&symbol=BTCUSDT").list().first().toObject();
    QCOMPARE(field(order, "orderStatus"), QStringLiteral("Untriggered"));
    QCOMPARE(field(order, "stopOrderType"), QStringLiteral("Stop"));
    QCOMPARE(field(order, "orderType"), QStringLiteral("Market"));
    QCOMPARE(field(order, "triggerBy"), QStringLiteral("LastPrice")); // the venue's default
    QCOMPARE(order.value(QLatin1String("reduceOnly")), QJsonValue(true));
    QCOMPARE(venue.query("/v5/order/realtime", "category=linear&symbol=BTCUSDT&orderFilter=Order").list().size(), 0);
}

void TestAccountCalls::postOnlyThatWouldTake()
{
    Venue venue;
    QCOMPARE(venue.post("/v5/order/create",
                        limitOrder("p-1", venue.price("BTCUSDT", 1.01), R"(,"timeInForce":"PostOnly")"))
                 .code(),
             0);
    const QJsonObject order =
        venue.query("/v5/order/realtime", "category=linear&symbol=BTCUSDT&orderLinkId=p-1").list().first().toObject();
    QCOMPARE(field(order, "orderStatus"), QStringLiteral("Cancelled"));
    QCOMPARE(field(order, "rejectReason"), QStringLiteral("EC_PostOnlyWillTakeLiquidity"));
}

void TestAccountCalls::tradingStop()
{
    Venue venue;
    const QByteArray low = venue.price("BTCUSDT", 0.97);
    const auto set = [&](const QByteArray& more) {
        return venue.post("/v5/position/trading-stop", body(more + R"(,"positionIdx":0)"));
    };
    const HttpAnswer flat = set(R"("stopLoss":")" + low + '"');
    QCOMPARE(flat.code(), 10001);
    QCOMPARE(field(flat.json, "retMsg"), QStringLiteral("can not set tp/sl/ts for zero position"));
    QCOMPARE(venue.post("/v5/order/create", marketOrder("m-1")).code(), 0);
    QCOMPARE(set(R"("stopLoss":")" + low + '"').code(), 0);
    QCOMPARE(set(R"("stopLoss":")" + low + '"').code(), 34040);
    QCOMPARE(set(R"("stopLoss":")" + venue.price("BTCUSDT", 1.02) + '"').code(), 10001);
    QCOMPARE(set(R"("stopLoss":")" + low + R"(","tpslMode":"Partial")").code(), 10001);
    QCOMPARE(set(R"("trailingStop":"100")").code(), 10001);
    for (const char* index : {"1", "2", "\"x\""}) {
        const HttpAnswer hedge = venue.post("/v5/position/trading-stop",
                                            body(R"("stopLoss":"0","positionIdx":)" + QByteArray(index)));
        QCOMPARE(hedge.code(), 10001);
        QCOMPARE(field(hedge.json, "retMsg"), QStringLiteral("params error: position idx not match position mode"));
    }
    QCOMPARE(set(R"("stopLoss":"0")").code(), 0);
    const QJsonObject position =
        venue.query("/v5/position/list", "category=linear&symbol=BTCUSDT").list().first().toObject();
    QCOMPARE(field(position, "stopLoss"), QString());
}

void TestAccountCalls::onlyLinearIsChanged_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("fields");
    const auto row = [](const char* path, const char* fields) { QTest::newRow(path) << QByteArray(path) << QByteArray(fields); };
    row("/v5/order/create", R"("side":"Buy","orderType":"Market","qty":"0.01","orderLinkId":"m-2")");
    row("/v5/order/amend", R"("orderLinkId":"rests","qty":"0.020")");
    row("/v5/order/cancel", R"("orderLinkId":"rests")");
    row("/v5/order/cancel-all", R"("settleCoin":"USDT")");
    row("/v5/position/set-leverage", R"("buyLeverage":"7","sellLeverage":"7")");
    row("/v5/position/trading-stop", R"("stopLoss":"LOW","positionIdx":0)");
    row("/v5/position/switch-mode", R"("mode":0)");
}

void TestAccountCalls::onlyLinearIsChanged()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, fields);
    Venue venue;
    const QByteArray low = venue.price("BTCUSDT", 0.97);
    fields.replace("LOW", low);
    QCOMPARE(venue.post("/v5/order/create", marketOrder("m-1")).code(), 0);
    QCOMPARE(venue.post("/v5/order/create", limitOrder("rests", low)).code(), 0);
    const QByteArray before = QByteArray::fromStdString(venue.server->report());
    for (const char* category : {"", R"("category":"inverse",)", R"("category":"spot",)", R"("category":"option",)"}) {
        const HttpAnswer answer = venue.post(path, QByteArray("{") + category + R"("symbol":"BTCUSDT",)" + fields + '}');
        QCOMPARE(answer.code(), 10001);
        QCOMPARE(field(answer.json, "retMsg"), QStringLiteral("params error: category: only linear trades here"));
        QVERIFY(answer.headers.contains("x-bapi-limit")); // it counts all the same
    }
    QCOMPARE(QByteArray::fromStdString(venue.server->report()), before);
    // The words of success or of "not modified".
    const int code = venue.post(path, body(fields)).code();
    QCOMPARE(code, path.endsWith("switch-mode") ? 110025 : 0);
}

void TestAccountCalls::cancelAll()
{
    Venue venue;
    const QByteArray low = venue.price("BTCUSDT", 0.96);
    venue.post("/v5/order/create", limitOrder("a", low));
    venue.post("/v5/order/create", limitOrder("b", low));
    venue.post("/v5/order/create",
               marketOrder("c", "Sell", R"(,"triggerDirection":2,"triggerPrice":")" + low + '"'));
    HttpAnswer answer = venue.post("/v5/order/cancel-all", body(R"("orderFilter":"StopOrder")"));
    QCOMPARE(answer.list().size(), 1);
    QCOMPARE(field(answer.list().first().toObject(), "orderLinkId"), QStringLiteral("c"));
    answer = venue.post("/v5/order/cancel-all", R"({"category":"linear","settleCoin":"USDT"})");
    QCOMPARE(answer.list().size(), 2);
    QCOMPARE(field(answer.result(), "success"), QStringLiteral("1"));
    QCOMPARE(venue.post("/v5/order/cancel-all", R"({"category":"linear"})").code(), 10001);
}

void TestAccountCalls::refusalsOfOrders_data()
{
    QTest::addColumn<QByteArray>("change"); // P: a price that rests, H: above the band, L: below
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const char* change, int code) {
        QTest::newRow(name) << QByteArray(change) << code;
    };
    row("accepted", "", 0);
    row("no category", R"("category":"spot")", 10001);
    row("unknown symbol", R"("symbol":"NONE")", 10001);
    row("side", R"("side":"buy")", 10001);
    row("type", R"("orderType":"Stop")", 10001);
    row("time in force", R"("timeInForce":"GTX")", 10001);
    row("quantity off the grid", R"("qty":"0.0015")", 10001);
    row("no quantity", R"("qty":"0")", 10001);
    row("negative quantity", R"("qty":"-1")", 10001);
    row("quantity no number", R"("qty":"abc")", 10001);
    row("price off the grid", R"("price":"P05")", 10001);
    row("no price", R"("price":"0")", 10001);
    row("below the least value", R"("qty":"0.001","price":"100")", 110094);
    row("beyond the band", R"("price":"H")", 110003);
    row("too much", R"("qty":"50")", 110007);
    row("more than the largest", R"("qty":"900000")", 10001);
    row("hedge mode", R"("positionIdx":1)", 10001);
    row("reduce-only while flat", R"("reduceOnly":true)", 110017);
    row("client id too long", R"("orderLinkId":"0123456789012345678901234567890123456")", 10001);
    row("client id letters", R"("orderLinkId":"a b")", 10001);
    row("trigger on the wrong side, rise", R"("triggerPrice":"P","triggerDirection":1)", 110092);
    row("trigger on the wrong side, fall", R"("triggerPrice":"U","triggerDirection":2)", 110093);
    row("no direction", R"("triggerPrice":"P")", 10001);
    row("attached stop on the wrong side", R"("stopLoss":"U")", 10001);
    row("attached stop, Partial", R"("stopLoss":"L","tpslMode":"Partial")", 10001);
    row("attached stop, limit", R"("stopLoss":"L","slOrderType":"Limit")", 10001);
    row("attached stop", R"("stopLoss":"L")", 0);
    row("attached both", R"("stopLoss":"L","takeProfit":"U")", 0);
    row("zero takes none", R"("stopLoss":"0","takeProfit":"0")", 0);
}

void TestAccountCalls::refusalsOfOrders()
{
    QFETCH(QByteArray, change);
    QFETCH(int, code);
    Venue venue(1);
    const QByteArray low = venue.price("BTCUSDT", 0.97);
    change.replace("\"P\"", '"' + low + '"');
    change.replace("P05", low + (low.contains('.') ? "5" : ".05"));
    change.replace("\"H\"", '"' + venue.price("BTCUSDT", 1.5) + '"');
    change.replace("\"L\"", '"' + venue.price("BTCUSDT", 0.95) + '"');
    change.replace("\"U\"", '"' + venue.price("BTCUSDT", 1.03) + '"');
    QJsonObject order = QJsonDocument::fromJson(limitOrder("x", low)).object();
    const QJsonObject changes = QJsonDocument::fromJson('{' + change + '}').object();
    for (auto it = changes.begin(); it != changes.end(); ++it)
        order.insert(it.key(), it.value());
    const HttpAnswer answer =
        venue.post("/v5/order/create", QJsonDocument(order).toJson(QJsonDocument::Compact));
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.code(), code);
    // A refused order never existed.
    QCOMPARE(venue.server->exchange().orders().size(), std::size_t(code == 0 ? 1 : 0));
    if (code != 0)
        return;
    QCOMPARE(venue.post("/v5/order/create", QJsonDocument(order).toJson(QJsonDocument::Compact)).code(), 110072);
}

void TestAccountCalls::leverageAndModes()
{
    Venue venue;
    const auto leverage = [&](const char* buy, const char* sell) {
        return venue
            .post("/v5/position/set-leverage",
                  body(QByteArray(R"("buyLeverage":")") + buy + R"(","sellLeverage":")" + sell + '"'))
            .code();
    };
    QCOMPARE(leverage("7", "7"), 0);
    QCOMPARE(leverage("7", "7"), 110043);
    QCOMPARE(leverage("7", "8"), 10001);
    QCOMPARE(leverage("1000", "1000"), 110013);
    QCOMPARE(leverage("x", "x"), 10001);
    QCOMPARE(venue.post("/v5/position/switch-mode", body(R"("mode":0)")).code(), 110025);
    QCOMPARE(venue.post("/v5/position/switch-mode", body(R"("mode":3)")).code(), 110029);
    QCOMPARE(venue.post("/v5/position/switch-mode", R"({"category":"linear","coin":"USDT","mode":0})").code(), 110025);
    for (const char* nothing : {R"({"category":"linear","mode":0})", R"({"category":"linear","coin":"BTC","mode":0})",
                                R"({"category":"linear","symbol":"NONE","coin":"USDT","mode":0})"})
        QCOMPARE(venue.post("/v5/position/switch-mode", nothing).code(), 10001);
    QCOMPARE(venue.post("/v5/account/set-margin-mode", R"({"setMarginMode":"ISOLATED_MARGIN"})").code(), 110026);
    const HttpAnswer cross = venue.post("/v5/account/set-margin-mode", R"({"setMarginMode":"REGULAR_MARGIN"})");
    QVERIFY(cross.code() != 0);
    QCOMPARE(cross.result().value(QLatin1String("reasons")).toArray().size(), 1);
    const HttpAnswer dcp =
        venue.post("/v5/order/disconnected-cancel-all", R"({"timeWindow":10,"product":"DERIVATIVES"})");
    QCOMPARE(dcp.code(), 10005);
}

void TestAccountCalls::lists()
{
    Venue venue;
    venue.post("/v5/order/create", marketOrder("m"));
    QCOMPARE(venue.query("/v5/order/realtime", "category=linear").code(), 10001);
    QCOMPARE(venue.query("/v5/order/realtime", "symbol=BTCUSDT").code(), 10001);
    QCOMPARE(venue.query("/v5/order/realtime", "category=linear&settleCoin=USDT").code(), 0);
    QCOMPARE(venue.query("/v5/order/history", "category=linear&orderStatus=Filled").list().size(), 1);
    QCOMPARE(venue.query("/v5/order/history", "category=linear&orderStatus=Cancelled").list().size(), 0);
    QCOMPARE(venue.query("/v5/position/list", "category=linear&settleCoin=USDT").list().size(), 1);
    QCOMPARE(venue.query("/v5/position/list", "category=linear").code(), 10001);
    const QByteArray later = QByteArray::number(venue.now().ms + 1);
    QCOMPARE(venue.query("/v5/execution/list", "category=linear&startTime=" + later).list().size(), 0);
    QCOMPARE(venue.query("/v5/execution/list", "category=linear&endTime=" + later).list().size(), 1);
    QCOMPARE(venue.query("/v5/execution/list", "category=linear&orderLinkId=other").list().size(), 0);
    QCOMPARE(venue.query("/v5/execution/list", "category=linear&execType=Funding").list().size(), 0);
    const QJsonObject line = venue.query("/v5/account/transaction-log").list().first().toObject();
    QCOMPARE(field(line, "type"), QStringLiteral("TRADE"));
    QVERIFY(Decimal::literal(field(line, "cashBalance").toStdString()) == venue.server->exchange().totals().wallet);
    QCOMPARE(venue.query("/v5/account/transaction-log", "type=SETTLEMENT").list().size(), 0);

    // Nine hours later funding has been paid: it is in both lists, and the books still balance.
    venue.runTo(venue.now() + Duration::hours(9));
    const QJsonObject paid = venue.query("/v5/execution/list", "category=linear&execType=Funding").list().first().toObject();
    const QJsonObject logged = venue.query("/v5/account/transaction-log", "type=SETTLEMENT").list().first().toObject();
    QVERIFY(Decimal::literal(field(paid, "execFee").toStdString())
            == -Decimal::literal(field(logged, "funding").toStdString()));
    // Without an end it is a week from the start.
    const auto since = [&](Duration ago) {
        return venue
            .query("/v5/execution/list",
                   "category=linear&startTime=" + QByteArray::number((venue.now() - ago).ms))
            .list()
            .size();
    };
    QCOMPARE(since(Duration::days(1)), 2);
    QCOMPARE(since(Duration::days(7) + Duration::hours(5)), 1);
    QCOMPARE(since(Duration::days(8)), 0);
}

void TestAccountCalls::whatNobodyAskedForIsTold()
{
    const auto fault = [](FaultKind kind, int second, const char* amount) {
        Fault result;
        result.kind = kind;
        result.at = Duration::seconds(second);
        result.amount = Decimal::literal(amount);
        return result;
    };
    VenueSettings settings;
    settings.faults.faults = {fault(FaultKind::Deposit, 60, "500"), fault(FaultKind::Withdrawal, 61, "20.5"),
                              fault(FaultKind::AutoDeleveraged, 62, "0.5")};
    Venue venue(3, true, settings);
    venue.post("/v5/order/create", marketOrder("m"));
    const Decimal before = venue.server->exchange().totals().wallet;
    venue.runTo(venue.now() + Duration::seconds(90));

    const auto logged = [&](const char* type) {
        return venue.query("/v5/account/transaction-log", QByteArray("type=") + type).list();
    };
    const QJsonObject in = logged("TRANSFER_IN").first().toObject();
    QCOMPARE(field(in, "change"), QStringLiteral("500"));
    QCOMPARE(field(in, "cashFlow"), QStringLiteral("500"));
    QCOMPARE(field(in, "symbol"), QString());
    QCOMPARE(field(in, "side"), QStringLiteral("None"));
    QVERIFY(Decimal::literal(field(in, "cashBalance").toStdString()) == before + Decimal::fromUnits(500));
    QCOMPARE(field(logged("TRANSFER_OUT").first().toObject(), "change"), QStringLiteral("-20.5"));

    const QJsonArray closed = venue.query("/v5/execution/list", "category=linear&execType=AdlTrade").list();
    QCOMPARE(closed.size(), 1);
    QCOMPARE(field(closed.first().toObject(), "createType"), QStringLiteral("CreateByAdl_PassThrough"));
    QCOMPARE(field(closed.first().toObject(), "orderLinkId"), QString());
    const QJsonObject line = logged("ADL").first().toObject();
    QCOMPARE(field(line, "tradeId"), field(closed.first().toObject(), "execId"));
    QCOMPARE(field(line, "cashFlow"), field(closed.first().toObject(), "execPnl"));

    const QJsonObject report = venue.get("/sim/v1/report").json;
    const QJsonArray ledger = report.value(QLatin1String("ledger")).toArray();
    QCOMPARE(ledger.size(), 4);
    QCOMPARE(field(ledger[1].toObject(), "kind"), QStringLiteral("transfer"));
    QVERIFY(ledger[1].toObject().value(QLatin1String("symbol")).isNull());
    QVERIFY(ledger[1].toObject().value(QLatin1String("price")).isNull());
    QCOMPARE(field(ledger[1].toObject(), "transfer"), QStringLiteral("500"));
    QCOMPARE(field(ledger[3].toObject(), "kind"), QStringLiteral("adl"));
    const QJsonObject equity = report.value(QLatin1String("equity")).toObject();
    QCOMPARE(field(equity, "transfers"), QStringLiteral("479.5"));
    QCOMPARE(field(equity, "difference"), QStringLiteral("0"));
}

void TestAccountCalls::pages()
{
    Venue venue;
    for (int i = 0; i < 7; ++i) {
        venue.post("/v5/order/create", marketOrder("m" + QByteArray::number(i), i % 2 == 0 ? "Buy" : "Sell"));
        venue.runTo(venue.now() + Duration::milliseconds(200));
    }
    for (const char* path : {"/v5/order/history", "/v5/execution/list", "/v5/account/transaction-log"}) {
        QByteArray cursor;
        QStringList ids;
        int pages = 0;
        do {
            const HttpAnswer page = venue.query(path, "category=linear&limit=3&cursor=" + cursor);
            QCOMPARE(page.code(), 0);
            QVERIFY(page.list().size() <= 3);
            for (const QJsonValue& each : page.list())
                ids.push_back(field(each.toObject(), "orderLinkId"));
            cursor = field(page.result(), "nextPageCursor").toLatin1();
            ++pages;
        } while (!cursor.isEmpty() && pages < 10);
        QCOMPARE(pages, 3);
        QCOMPARE(ids, QStringList({QStringLiteral("m6"), QStringLiteral("m5"), QStringLiteral("m4"),
                                   QStringLiteral("m3"), QStringLiteral("m2"), QStringLiteral("m1"),
                                   QStringLiteral("m0")}));
    }
}

void TestAccountCalls::accountQuestions()
{
    Venue venue;
    const QJsonObject wallet =
        venue.query("/v5/account/wallet-balance", "accountType=UNIFIED").list().first().toObject();
    QCOMPARE(field(wallet, "totalEquity"), QStringLiteral("100000"));
    QCOMPARE(field(wallet, "totalAvailableBalance"), QStringLiteral("100000"));
    const QJsonObject coin = wallet.value(QLatin1String("coin")).toArray().first().toObject();
    QCOMPARE(field(coin, "coin"), QStringLiteral("USDT"));
    QCOMPARE(field(coin, "walletBalance"), QStringLiteral("100000"));
    QCOMPARE(field(venue.query("/v5/account/info").result(), "marginMode"), QStringLiteral("ISOLATED_MARGIN"));
    const QJsonObject fee =
        venue.query("/v5/account/fee-rate", "symbol=BTCUSDT&category=linear").list().first().toObject();
    QCOMPARE(field(fee, "takerFeeRate"), QStringLiteral("0.00055"));
    QCOMPARE(field(fee, "makerFeeRate"), QStringLiteral("0.0002"));
    // Clients ask for the coins before they trade.
    const QJsonArray coins =
        venue.query("/v5/asset/coin/query-info").result().value(QLatin1String("rows")).toArray();
    QCOMPARE(field(coins.first().toObject(), "coin"), QStringLiteral("USDT"));
    const QJsonObject key = venue.query("/v5/user/query-api").result();
    QCOMPARE(field(key, "apiKey"), QStringLiteral("KEY"));
    QCOMPARE(field(key, "secret"), QString());
    QCOMPARE(key.value(QLatin1String("permissions")).toObject().value(QLatin1String("ContractTrade")).toArray().size(), 2);
}

void TestAccountCalls::clientsTolerated()
{
    Venue venue;
    QCOMPARE(venue.query("/v5/position/list", "category=inverse&limit=200").list().size(), 0);
    QCOMPARE(venue.query("/v5/position/list", "category=inverse&limit=200").code(), 0);
    QCOMPARE(venue.query("/v5/execution/list", "execType=Funding&symbol=BTCUSDT&category=linear&size=5").code(), 0);
    venue.post("/v5/order/create", limitOrder("cid-0003", venue.price("BTCUSDT", 0.97), R"(,"what":{"ever":[1]})"));
    // A name that the venue does not know names no order.
    QCOMPARE(venue.post("/v5/order/cancel", body(R"("clientOrderId":"cid-0003")")).code(), 10001);
    QCOMPARE(venue.post("/v5/order/cancel", body(R"("orderLinkId":"cid-0003","trigger":true)")).code(), 0);
}

void TestAccountCalls::rateLimit()
{
    Venue venue;
    for (int i = 0; i < 12; ++i) {
        // All at one venue time: none is answered before the last is sent.
        const QByteArray order = limitOrder("r" + QByteArray::number(i), venue.price("BTCUSDT", 0.97));
        QNetworkReply* reply = venue.startSigned("POST", "/v5/order/create", order);
        const auto before = venue.server->exchange().pendingRequests();
        QVERIFY(waitUntil([&] {
            return reply->isFinished() || venue.server->exchange().pendingRequests() > before;
        }));
        if (i < 10) {
            QVERIFY(!reply->isFinished());
            QObject::connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
            continue;
        }
        const HttpAnswer answer = Venue::read(reply);
        QCOMPARE(answer.code(), 10006);
        QCOMPARE(answer.headers.value("x-bapi-limit-status"), QByteArray("0"));
        QCOMPARE(answer.headers.value("x-bapi-limit-reset-timestamp").toLongLong(), venue.now().ms + 1000);
    }
    venue.runTo(venue.now() + Duration::milliseconds(60));
    // Other calls have budgets of their own.
    QCOMPARE(venue.query("/v5/order/realtime", "category=linear&symbol=BTCUSDT").code(), 0);
    venue.runTo(venue.now() + Duration::seconds(1));
    QCOMPARE(venue.post("/v5/order/create", limitOrder("later", venue.price("BTCUSDT", 0.97))).code(), 0);
}

void TestAccountCalls::clientGoesAwayWhileParked()
{
    Venue venue;
    QNetworkReply* reply =
        venue.startSigned("POST", "/v5/order/create", limitOrder("gone", venue.price("BTCUSDT", 0.97)));
    QVERIFY(waitUntil([&] { return venue.server->exchange().pendingRequests() == 1; }));
    reply->abort();
    reply->deleteLater();
    QVERIFY(waitUntil([&] { return venue.server->wire().connections() == 0; }));
    venue.runTo(venue.now() + Duration::milliseconds(60));
    // The order is there; its sender has to ask.
    const QJsonArray list =
        venue.query("/v5/order/realtime", "category=linear&symbol=BTCUSDT&orderLinkId=gone").list();
    QCOMPARE(list.size(), 1);
}

void TestAccountCalls::report()
{
    Venue venue;
    venue.post("/v5/order/create",
               marketOrder("m-1", "Buy", R"(,"stopLoss":")" + venue.price("BTCUSDT", 0.97) + '"'));
    venue.runTo(venue.now() + Duration::minutes(2));
    venue.post("/v5/order/create", marketOrder("m-2", "Sell", R"(,"reduceOnly":true)"));
    const HttpAnswer answer = venue.get("/sim/v1/report");
    QCOMPARE(answer.status, 200);
    const auto count = [&](const char* name) { return answer.json.value(QLatin1String(name)).toArray().size(); };
    const SimulatedExchange& exchange = venue.server->exchange();
    QCOMPARE(count("orders"), qsizetype(exchange.orders().size()));
    QCOMPARE(count("orders"), qsizetype(3));
    QCOMPARE(count("fills"), qsizetype(exchange.executions().size()));
    QCOMPARE(count("ledger"), qsizetype(exchange.ledger().size()));
    const QJsonObject position = answer.json.value(QLatin1String("positions")).toArray().first().toObject();
    QCOMPARE(count("positions"), qsizetype(1));
    QVERIFY(position.value(QLatin1String("unprotected_ms")).toInt(-1) >= 0);
    QVERIFY(position.value(QLatin1String("closed_ms")).toInteger() > position.value(QLatin1String("opened_ms")).toInteger());
    const QJsonObject equity = answer.json.value(QLatin1String("equity")).toObject();
    QCOMPARE(field(equity, "difference"), QStringLiteral("0"));
    QCOMPARE(field(equity, "wallet"), text(exchange.totals().wallet.toString()));
}

QTEST_GUILESS_MAIN(TestAccountCalls)
#include "tst_account_calls.moc"
