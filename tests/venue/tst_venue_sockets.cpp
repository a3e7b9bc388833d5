// SPDX-License-Identifier: GPL-3.0-or-later
#include "VenueFixture.h"
#include "venue/WireServer.h"

#include <QScopeGuard>

#include <map>

#include <sys/resource.h>

using namespace breakline;
using namespace breakline::test;

class TestVenueSockets final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pings();
    void subscriptions();
    void booksByDeltasAreTheBooksByQuestion();
    void tickersByDeltas();
    void tradesAreThePrints();
    void candlesConfirmAtTheirClose();
    void candlesBeforeTheFirstTradeAreFlat();
    void authentication();
    void privatePushesComeInTheExchangesOrder();
    void pushedTextsReadBack();
    void orderEntry();
    void orderEntryRefusals();
    void aSocketThatGoesTakesItsTopicsAlong();
    void aThousandAreOpenAtMost();
};

namespace {

QString field(const QJsonObject& object, const char* name)
{
    return object.value(QLatin1String(name)).toString();
}

QJsonObject objectIn(const QJsonObject& object, const char* name)
{
    return object.value(QLatin1String(name)).toObject();
}

/// The object of a push's data.
QJsonObject dataOf(const QJsonObject& frame)
{
    const QJsonValue data = frame.value(QLatin1String("data"));
    return data.isArray() ? data.toArray().first().toObject() : data.toObject();
}

Decimal decimal(const QString& text)
{
    return Decimal::literal(text.toStdString());
}

/// A book as a client keeps it.
struct ClientBook {
    std::map<QString, QString> bids, asks;
    qint64 update = 0;
    qint64 sequence = 0;
    int snapshots = 0;
    int deltas = 0;
    int changes = 0; ///< frames with a new update number
    bool hasGap = false;

    void apply(const QJsonObject& frame)
    {
        const QJsonObject data = objectIn(frame, "data");
        const qint64 next = data.value(QLatin1String("u")).toInteger();
        if (field(frame, "type") == QLatin1String("snapshot")) {
            bids.clear();
            asks.clear();
            ++snapshots;
        } else {
            hasGap = hasGap || next != update + 1;
            ++deltas;
        }
        changes += next != update ? 1 : 0;
        update = next;
        sequence = data.value(QLatin1String("seq")).toInteger();
        for (const auto& [name, side] : {std::pair("b", &bids), std::pair("a", &asks)})
            for (const QJsonValue& row : data.value(QLatin1String(name)).toArray()) {
                const QString price = row.toArray()[0].toString(), quantity = row.toArray()[1].toString();
                if (quantity == QLatin1String("0"))
                    side->erase(price);
                else
                    (*side)[price] = quantity;
            }
    }

    bool equals(const QJsonObject& shown) const
    {
        for (const auto& [name, side] : {std::pair("b", &bids), std::pair("a", &asks)}) {
            const QJsonArray rows = shown.value(QLatin1String(name)).toArray();
            if (rows.size() != qsizetype(side->size()))
                return false;
            for (const QJsonValue& row : rows) {
                const auto found = side->find(row.toArray()[0].toString());
                if (found == side->end() || found->second != row.toArray()[1].toString())
                    return false;
            }
        }
        return shown.value(QLatin1String("seq")).toInteger() == sequence;
    }
};

QByteArray order(const QByteArray& id, const QByteArray& more)
{
    return "{\"category\":\"linear\",\"symbol\":\"BTCUSDT\",\"qty\":\"0.01\",\"orderLinkId\":\"" + id + "\"," + more + "}";
}

QJsonObject authOf(const Venue& venue, qint64 expiresIn = 10'000)
{
    const QString expires = QString::number(venue.now().ms + expiresIn);
    const ApiKey key {Venue::kKey, Venue::kSecret};
    return {{QStringLiteral("op"), QStringLiteral("auth")},
            {QStringLiteral("args"),
             QJsonArray {QLatin1String(Venue::kKey), expires, text(key.sign("GET/realtime" + expires.toStdString()))}}};
}

void logIn(SocketClient& client, const Venue& venue)
{
    const std::size_t before = client.frames.size();
    client.send(authOf(venue));
    client.waitFor(before + 1);
}

/// Steps the venue, then waits until the client has all that was sent to it.
void stepAndReceive(Venue& venue, SocketClient& client, Timestamp until)
{
    venue.server->step(until);
    client.ask(R"({"op":"ping"})"); // its answer comes behind all pushes
    while (true) {
        const QJsonObject last = client.frames.back();
        if (field(last, "ret_msg") == QLatin1String("pong") || field(last, "op") == QLatin1String("pong"))
            break;
        client.waitFor(client.frames.size() + 1);
    }
    client.frames.pop_back();
}

} // namespace

void TestVenueSockets::pings()
{
    Venue venue(1);
    SocketClient market(venue.ws("/v5/public/linear"));
    QJsonObject pong = market.ask(R"({"op":"ping","req_id":"100"})");
    QCOMPARE(field(pong, "op"), QStringLiteral("ping"));
    QCOMPARE(field(pong, "ret_msg"), QStringLiteral("pong"));
    QCOMPARE(field(pong, "req_id"), QStringLiteral("100"));
    QCOMPARE(pong.value(QLatin1String("success")), QJsonValue(true));
    SocketClient account(venue.ws("/v5/private"));
    pong = account.ask(R"({"op":"ping"})");
    QCOMPARE(field(pong, "op"), QStringLiteral("pong"));
    QCOMPARE(pong.value(QLatin1String("args")).toArray()[0].toString(), QString::number(venue.now().ms));
    SocketClient trade(venue.ws("/v5/trade"));
    pong = trade.ask(R"({"op":"ping"})");
    QCOMPARE(field(pong, "op"), QStringLiteral("pong"));
    QCOMPARE(pong.value(QLatin1String("retCode")).toInt(-1), 0);
    SocketClient nowhere(venue.ws("/v5/nothing"));
    QVERIFY(waitUntil([&] { return !nowhere.isOpen(); }));
}

void TestVenueSockets::subscriptions()
{
    Venue venue(2);
    venue.runTo(venue.now() + Duration::seconds(30)); // something has traded
    SocketClient market(venue.ws("/v5/public/linear"));
    QJsonObject answer = market.ask(
        R"({"op":"subscribe","req_id":3,"args":["kline.1.BTCUSDT"],"callerMethodName":"watchOHLCV"})");
    QCOMPARE(answer.value(QLatin1String("success")), QJsonValue(true));
    QCOMPARE(answer.value(QLatin1String("req_id")), QJsonValue(3));
    QCOMPARE(field(answer, "op"), QStringLiteral("subscribe"));
    QVERIFY(!field(answer, "conn_id").isEmpty());
    for (const char* wrong :
         {"tickers.NONE", "orderbook.25.BTCUSDT", "kline.7.BTCUSDT", "nothing", "order", "publicTrade."}) {
        answer = market.ask(QByteArray("{\"op\":\"subscribe\",\"args\":[\"tickers.ETHUSDT\",\"") + wrong + "\"]}");
        QCOMPARE(answer.value(QLatin1String("success")), QJsonValue(false));
        QVERIFY(field(answer, "ret_msg").endsWith(QLatin1String(wrong)));
    }
    QCOMPARE(market.ask("no json").value(QLatin1String("success")), QJsonValue(false));
    QCOMPARE(market.ask(R"({"op":"dance"})").value(QLatin1String("success")), QJsonValue(false));
    QCOMPARE(market.ask(R"({"op":"subscribe","args":[]})").value(QLatin1String("success")), QJsonValue(false));
    // The candle's snapshot, and no ticker: all arguments or none.
    const std::size_t before = market.frames.size();
    stepAndReceive(venue, market, venue.now());
    QCOMPARE(market.frames.size(), before + 1);
    QCOMPARE(field(market.frames.back(), "topic"), QStringLiteral("kline.1.BTCUSDT"));
    QCOMPARE(market.ask(R"({"op":"unsubscribe","args":["kline.1.BTCUSDT"]})").value(QLatin1String("success")),
             QJsonValue(true));
    const std::size_t after = market.frames.size();
    stepAndReceive(venue, market, venue.now() + Duration::minutes(2));
    QCOMPARE(market.frames.size(), after);
    // Subscriptions of the venue's size.
    const QByteArray most = "\"" + QByteArray("tickers.BTCUSDT\",\"").repeated(1400) + "tickers.BTCUSDT\"";
    QVERIFY(field(market.ask("{\"op\":\"subscribe\",\"args\":[" + most + "]}"), "ret_msg")
                .startsWith(QLatin1String("args size >21000")));
}

void TestVenueSockets::booksByDeltasAreTheBooksByQuestion()
{
    Venue venue(2);
    SocketClient market(venue.ws("/v5/public/linear"));
    market.ask(R"({"op":"subscribe","args":["orderbook.50.BTCUSDT","orderbook.1.BTCUSDT","orderbook.200.ETHUSDT"]})");
    std::map<QString, ClientBook> books;
    std::size_t read = 1;
    const Timestamp end = venue.now() + Duration::minutes(4);
    int compared = 0;
    while (venue.now() < end) {
        stepAndReceive(venue, market, end);
        for (; read < market.frames.size(); ++read)
            books[field(market.frames[read], "topic")].apply(market.frames[read]);
        if (compared > 250)
            continue;
        ++compared;
        QVERIFY(books[QStringLiteral("orderbook.50.BTCUSDT")].equals(
            venue.get("/v5/market/orderbook?category=linear&symbol=BTCUSDT&limit=50").result()));
        QVERIFY(books[QStringLiteral("orderbook.200.ETHUSDT")].equals(
            venue.get("/v5/market/orderbook?category=linear&symbol=ETHUSDT&limit=200").result()));
    }
    const ClientBook& fifty = books[QStringLiteral("orderbook.50.BTCUSDT")];
    QCOMPARE(fifty.snapshots, 1);
    QVERIFY(fifty.deltas > 20);
    QVERIFY(!fifty.hasGap);
    const ClientBook& best = books[QStringLiteral("orderbook.1.BTCUSDT")];
    QCOMPARE(best.deltas, 0);
    QVERIFY(best.snapshots > fifty.deltas + 1); // repeated while nothing moves
    QCOMPARE(best.changes, fifty.deltas + 1);
    QCOMPARE(best.bids.size(), std::size_t(1));
    QVERIFY(compared > 40);

    // Who comes later starts with a snapshot of its own and goes on with the same deltas.
    SocketClient later(venue.ws("/v5/public/linear"));
    later.ask(R"({"op":"subscribe","args":["orderbook.50.BTCUSDT"]})");
    stepAndReceive(venue, later, venue.now());
    ClientBook own;
    own.apply(later.frames[1]);
    QCOMPARE(own.snapshots, 1);
    QCOMPARE(own.update, fifty.update);
    QVERIFY(own.bids == fifty.bids && own.asks == fifty.asks);
}

void TestVenueSockets::tickersByDeltas()
{
    Venue venue(1);
    SocketClient market(venue.ws("/v5/public/linear"));
    market.ask(R"({"op":"subscribe","args":["tickers.BTCUSDT"]})");
    QJsonObject kept;
    std::size_t read = 1;
    // Interest is known anew at each whole minute, and pushed with the next trade.
    const Timestamp end = venue.now() + Duration::minutes(7) - Duration::milliseconds(1);
    while (venue.now() < end) {
        stepAndReceive(venue, market, end);
        for (; read < market.frames.size(); ++read) {
            const QJsonObject frame = market.frames[read];
            QCOMPARE(field(frame, "type"), read == 1 ? QStringLiteral("snapshot") : QStringLiteral("delta"));
            const QJsonObject data = dataOf(frame);
            for (auto it = data.begin(); it != data.end(); ++it)
                kept.insert(it.key(), it.value());
        }
    }
    QVERIFY(read > 30);
    const QJsonObject asked = venue.get("/v5/market/tickers?category=linear&symbol=BTCUSDT").list().first().toObject();
    for (const char* name : {"lastPrice", "markPrice", "indexPrice", "bid1Price", "ask1Price", "openInterest",
                             "turnover24h", "fundingRate", "nextFundingTime", "bid1Size", "ask1Size", "highPrice24h"})
        QCOMPARE(field(kept, name), field(asked, name));
}

void TestVenueSockets::tradesAreThePrints()
{
    Venue venue(1);
    SocketClient market(venue.ws("/v5/public/linear"));
    market.ask(R"({"op":"subscribe","args":["publicTrade.BTCUSDT"]})");
    const Timestamp begin = venue.now();
    while (venue.now() < begin + Duration::minutes(3))
        stepAndReceive(venue, market, begin + Duration::minutes(3));
    std::vector<TradePrint> prints;
    for (const TradePrint& print : venue.server->exchange().recentTrades(SymbolId {0}))
        if (print.time >= begin)
            prints.push_back(print);
    const Instrument& rules = venue.server->exchange().instruments().at(SymbolId {0});
    QVERIFY(prints.size() > 10);
    QCOMPARE(market.frames.size(), prints.size() + 1);
    for (std::size_t i = 0; i < prints.size(); ++i) {
        const QJsonObject shown = dataOf(market.frames[i + 1]);
        TradePrint read;
        read.time = Timestamp {shown.value(QLatin1String("T")).toInteger()};
        read.price = *rules.price(decimal(field(shown, "p")));
        read.quantity = *rules.quantity(decimal(field(shown, "v")));
        read.takerSide = field(shown, "S") == QLatin1String("Buy") ? Side::Buy : Side::Sell;
        read.id = field(shown, "i").toULongLong();
        QVERIFY(read == prints[i]);
    }
}

void TestVenueSockets::candlesConfirmAtTheirClose()
{
    Venue venue(1);
    SocketClient market(venue.ws("/v5/public/linear"));
    market.ask(R"({"op":"subscribe","args":["kline.1.BTCUSDT","kline.5.BTCUSDT"]})");
    const Timestamp begin = venue.now();
    while (venue.now() < begin + Duration::minutes(11))
        stepAndReceive(venue, market, begin + Duration::minutes(11));
    const Instrument& rules = venue.server->exchange().instruments().at(SymbolId {0});
    for (const auto& [topic, interval] : {std::pair(QStringLiteral("kline.1.BTCUSDT"), Duration::minutes(1)),
                                          std::pair(QStringLiteral("kline.5.BTCUSDT"), Duration::minutes(5))}) {
        std::vector<Candle> confirmed;
        std::optional<qint64> sent;
        for (const QJsonObject& frame : market.frames) {
            if (field(frame, "topic") != topic)
                continue;
            const QJsonObject data = dataOf(frame);
            const qint64 start = data.value(QLatin1String("start")).toInteger();
            const qint64 at = frame.value(QLatin1String("ts")).toInteger();
            QCOMPARE(data.value(QLatin1String("end")).toInteger(), start + interval.ms - 1);
            const auto price = [&](const char* name) {
                return rules.toDouble(*rules.price(decimal(field(data, name))));
            };
            const Candle candle {Timestamp {start}, price("open"), price("high"), price("low"), price("close"),
                                 rules.toDouble(*rules.quantity(decimal(field(data, "volume"))))};
            QVERIFY(candle.isValid());
            if (data.value(QLatin1String("confirm")).toBool()) {
                QCOMPARE(at, start + interval.ms);
                confirmed.push_back(candle);
            } else {
                QVERIFY(at >= start && at < start + interval.ms);
                QVERIFY(!sent || at - *sent >= 1000); // at most one a second
            }
            sent = at;
        }
        QVERIFY(confirmed
                == venue.server->exchange().candles(SymbolId {0}, interval, begin,
                                                    begin + Duration::minutes(11) - interval));
        QCOMPARE(confirmed.size(), std::size_t(11 / (interval.ms / 60'000)));
    }
}

void TestVenueSockets::candlesBeforeTheFirstTradeAreFlat()
{
    Venue venue(2);
    const Timestamp start = venue.now();
    const SymbolId btc = *venue.server->exchange().instruments().find("BTCUSDT");
    const Instrument& rules = venue.server->exchange().instruments().at(btc);
    QVERIFY(!venue.server->exchange().formingCandle(btc, Duration::minutes(1)));
    const auto closed = venue.server->exchange().candles(btc, Duration::minutes(1), start - Duration::minutes(1), start);
    QCOMPARE(closed.size(), std::size_t(1));
    const QString close = text(rules.toDecimal(*rules.quantizePrice(closed[0].close, QuantizeFor::Nearest)).toString());

    SocketClient client(venue.ws("/v5/public/linear"));
    client.ask(R"({"op":"subscribe","args":["kline.1.BTCUSDT","kline.60.BTCUSDT","kline.D.BTCUSDT"]})");
    QVERIFY(venue.server->step(start));
    client.waitFor(4);
    for (std::size_t i = 1; i <= 3; ++i) {
        const QJsonObject frame = client.frames[i], candle = dataOf(frame);
        QCOMPARE(field(frame, "type"), QStringLiteral("snapshot"));
        QCOMPARE(candle.value(QLatin1String("confirm")), QJsonValue(false));
        const Duration length = i == 1 ? Duration::minutes(1) : i == 2 ? Duration::hours(1) : Duration::days(1);
        QCOMPARE(candle.value(QLatin1String("start")).toInteger(), start.floorTo(length).ms);
        QCOMPARE(candle.value(QLatin1String("end")).toInteger(), (start.floorTo(length) + length).ms - 1);
        QCOMPARE(field(candle, "close"), close);
        if (i == 3)
            continue; // the day has traded
        for (const char* name : {"open", "high", "low"})
            QCOMPARE(field(candle, name), close);
        QCOMPARE(field(candle, "volume"), QStringLiteral("0"));
        QCOMPARE(field(candle, "turnover"), QStringLiteral("0"));
    }
    // The question says the same.
    const QJsonArray row = venue.get("/v5/market/kline?symbol=BTCUSDT&interval=1&limit=1&category=linear").list()[0].toArray();
    QCOMPARE(row[0].toString(), QString::number(start.ms));
    for (int i = 1; i <= 4; ++i)
        QCOMPARE(row[i].toString(), close);
    QCOMPARE(row[5].toString(), QStringLiteral("0"));

    // With the first trade it is that trade's.
    while (!venue.server->exchange().formingCandle(btc, Duration::minutes(1)))
        stepAndReceive(venue, client, start + Duration::seconds(59));
    const auto forming = venue.server->exchange().formingCandle(btc, Duration::minutes(1));
    venue.runTo(start + Duration::seconds(58));
    client.ask(R"({"op":"ping"})");
    const auto first = std::ranges::find_if(client.frames.begin() + 4, client.frames.end(), [](const QJsonObject& frame) {
        return field(frame, "topic") == QLatin1String("kline.1.BTCUSDT");
    });
    QVERIFY(first != client.frames.end());
    QCOMPARE(Decimal::literal(field(dataOf(*first), "open").toStdString()),
             rules.toDecimal(*rules.quantizePrice(forming->open, QuantizeFor::Nearest)));
    QVERIFY(field(dataOf(*first), "volume") != QLatin1String("0"));
}

void TestVenueSockets::authentication()
{
    Venue venue(1);
    SocketClient account(venue.ws("/v5/private"));
    QJsonObject answer = account.ask(R"({"op":"subscribe","args":["order"]})");
    QCOMPARE(answer.value(QLatin1String("success")), QJsonValue(false));
    for (const QJsonArray& wrong : {QJsonArray {}, QJsonArray {QLatin1String("OTHER"), 1, QLatin1String("x")},
                                    QJsonArray {QLatin1String("KEY"), 1, QLatin1String("x")},
                                    QJsonArray {QLatin1String("KEY"), qint64(venue.now().ms + 1000), QLatin1String("x")}}) {
        account.send(QJsonObject {{QStringLiteral("op"), QStringLiteral("auth")}, {QStringLiteral("args"), wrong}});
        answer = account.waitFor(account.frames.size() + 1);
        QCOMPARE(answer.value(QLatin1String("success")), QJsonValue(false));
        QCOMPARE(field(answer, "op"), QStringLiteral("auth"));
    }
    account.send(authOf(venue, 0)); // expired
    QCOMPARE(account.waitFor(account.frames.size() + 1).value(QLatin1String("success")), QJsonValue(false));
    account.send(authOf(venue));
    QCOMPARE(account.waitFor(account.frames.size() + 1).value(QLatin1String("success")), QJsonValue(true));
    answer = account.ask(R"({"op":"subscribe","req_id":"5","args":["order","execution.linear","position","wallet","order.spot"]})");
    QCOMPARE(answer.value(QLatin1String("success")), QJsonValue(true));
    QCOMPARE(account.ask(R"({"op":"subscribe","args":["orders"]})").value(QLatin1String("success")), QJsonValue(false));
    // The number, not the text, is what ccxt's older versions send.
    SocketClient trade(venue.ws("/v5/trade"));
    QJsonObject numeric = authOf(venue);
    QJsonArray arguments = numeric.value(QLatin1String("args")).toArray();
    arguments[1] = arguments[1].toString().toLongLong();
    numeric.insert(QStringLiteral("args"), arguments);
    trade.send(numeric);
    answer = trade.waitFor(1);
    QCOMPARE(answer.value(QLatin1String("retCode")).toInt(-1), 0);
    QCOMPARE(field(answer, "op"), QStringLiteral("auth"));
}

void TestVenueSockets::privatePushesComeInTheExchangesOrder()
{
    Venue venue(1);
    SocketClient account(venue.ws("/v5/private"));
    logIn(account, venue);
    account.ask(R"({"op":"subscribe","args":["order","execution","position","wallet"]})");
    account.frames.clear();
    QCOMPARE(venue.post("/v5/order/create",
                        order("m-1", "\"side\":\"Buy\",\"orderType\":\"Market\",\"stopLoss\":\""
                                  + venue.price("BTCUSDT", 0.97) + "\""))
                 .code(),
             0);
    venue.runTo(venue.now() + Duration::milliseconds(100));
    stepAndReceive(venue, account, venue.now());
    QStringList seen;
    for (const QJsonObject& frame : account.frames) {
        const QJsonObject data = dataOf(frame);
        QVERIFY(!field(frame, "id").isEmpty());
        seen.push_back(field(frame, "topic") + QLatin1Char(' ') + field(data, "orderStatus"));
    }
    // New, its fill, filled, the position, the wallet; later the stop, and the position that shows it.
    QCOMPARE(seen, QStringList({QStringLiteral("order New"), QStringLiteral("execution "),
                                QStringLiteral("order Filled"), QStringLiteral("position "),
                                QStringLiteral("wallet "), QStringLiteral("order Untriggered"),
                                QStringLiteral("position ")}));
    QCOMPARE(field(dataOf(account.frames[3]), "stopLoss"), QString());
    QCOMPARE(field(dataOf(account.frames[6]), "stopLoss"), QString::fromLatin1(venue.price("BTCUSDT", 0.97)));
}

void TestVenueSockets::pushedTextsReadBack()
{
    Venue venue(1);
    SocketClient account(venue.ws("/v5/private"));
    logIn(account, venue);
    account.ask(R"({"op":"subscribe","args":["order.linear","execution","position","wallet"]})");
    account.frames.clear();
    for (int i = 0; i < 6; ++i) {
        const QByteArray side = i % 3 == 2 ? "Sell" : "Buy";
        venue.post("/v5/order/create", order("m" + QByteArray::number(i), "\"orderType\":\"Market\",\"side\":\"" + side + "\""));
        venue.runTo(venue.now() + Duration::seconds(40));
    }
    stepAndReceive(venue, account, venue.now());
    const SimulatedExchange& exchange = venue.server->exchange();
    const Instrument& rules = exchange.instruments().at(SymbolId {0});
    std::size_t fills = 0;
    for (const QJsonObject& frame : account.frames) {
        const QJsonObject data = dataOf(frame);
        if (field(frame, "topic") == QLatin1String("execution")) {
            const Execution& execution = exchange.executions()[fills++];
            QCOMPARE(field(data, "execId"), text(execution.venueTradeId));
            QCOMPARE(field(data, "orderLinkId"), text(execution.clientId));
            QVERIFY(*rules.price(decimal(field(data, "execPrice"))) == execution.price);
            QVERIFY(*rules.quantity(decimal(field(data, "execQty"))) == execution.quantity);
            QVERIFY(decimal(field(data, "execFee")) == execution.fee);
            QCOMPARE(field(data, "execTime").toLongLong(), execution.time.ms);
        }
        if (field(frame, "topic") == QLatin1String("order.linear")
            && field(data, "orderStatus") == QLatin1String("Filled")) {
            const VenueOrder* kept = exchange.findOrder(SymbolId {0}, OrderName::byVenue(field(data, "orderId").toStdString()));
            QVERIFY(kept != nullptr);
            QVERIFY(decimal(field(data, "avgPrice")) == *kept->state.averagePrice);
            QVERIFY(decimal(field(data, "cumExecFee")) == kept->fees);
            QCOMPARE(field(data, "updatedTime").toLongLong(), kept->state.time.ms);
        }
    }
    QCOMPARE(fills, exchange.executions().size());
    const QJsonObject& last = account.frames.back();
    QCOMPARE(field(last, "topic"), QStringLiteral("wallet"));
    QVERIFY(decimal(field(dataOf(last), "totalWalletBalance")) == exchange.wallet().walletBalance);
    QVERIFY(decimal(field(dataOf(last), "totalAvailableBalance")) == exchange.wallet().available);
}

void TestVenueSockets::orderEntry()
{
    Venue venue(1);
    SocketClient trade(venue.ws("/v5/trade"));
    logIn(trade, venue);
    const auto send = [&](const QByteArray& op, const QByteArray& id, const QByteArray& argument) {
        const std::size_t before = trade.frames.size();
        const auto pending = venue.server->exchange().pendingRequests();
        trade.send("{\"op\":\"" + op + "\",\"reqId\":\"" + id + "\",\"header\":{\"X-BAPI-TIMESTAMP\":\""
                   + QByteArray::number(venue.now().ms) + "\",\"X-BAPI-RECV-WINDOW\":\"5000\"},\"args\":[" + argument
                   + "]}");
        (void)waitUntil([&] {
            return trade.frames.size() > before || venue.server->exchange().pendingRequests() > pending;
        });
        venue.runTo(venue.now() + Duration::milliseconds(60));
        return trade.waitFor(before + 1);
    };
    QJsonObject answer = send("order.create", "9",
                              order("cid-1", "\"side\":\"Buy\",\"orderType\":\"Limit\",\"price\":\""
                                        + venue.price("BTCUSDT", 0.97) + "\""));
    QCOMPARE(answer.value(QLatin1String("retCode")).toInt(-1), 0);
    QCOMPARE(field(answer, "reqId"), QStringLiteral("9"));
    QCOMPARE(field(answer, "op"), QStringLiteral("order.create"));
    QCOMPARE(field(objectIn(answer, "data"), "orderLinkId"), QStringLiteral("cid-1"));
    QCOMPARE(field(objectIn(answer, "header"), "X-Bapi-Limit"), QStringLiteral("10"));
    QCOMPARE(field(objectIn(answer, "header"), "X-Bapi-Limit-Status"), QStringLiteral("9"));
    const QByteArray id = field(objectIn(answer, "data"), "orderId").toLatin1();
    answer = send("order.amend", "10", "{\"category\":\"linear\",\"symbol\":\"BTCUSDT\",\"qty\":\"0.02\",\"orderId\":\"" + id + "\"}");
    QCOMPARE(answer.value(QLatin1String("retCode")).toInt(-1), 0);
    for (const char* op : {"order.create", "order.amend", "order.cancel"})
        for (const char* category : {"", "\"category\":\"inverse\",", "\"category\":\"spot\","}) {
            const QByteArray reqId = QByteArray(op) + QByteArray::number(qstrlen(category));
            answer = send(op, reqId, QByteArray("{") + category + "\"symbol\":\"BTCUSDT\",\"side\":\"Buy\",\"orderType\":\"Market\","
                                         "\"qty\":\"0.03\",\"orderId\":\"" + id + "\"}");
            QCOMPARE(answer.value(QLatin1String("retCode")).toInt(-1), 10001);
            QCOMPARE(field(answer, "retMsg"), QStringLiteral("params error: category: only linear trades here"));
        }
    QCOMPARE(venue.server->exchange().orders().size(), std::size_t(1));
    QVERIFY(venue.server->exchange().orders().front().isLive());
    answer = send("order.cancel", "11", "{\"category\":\"linear\",\"symbol\":\"BTCUSDT\",\"orderId\":\"" + id + "\"}");
    QCOMPARE(answer.value(QLatin1String("retCode")).toInt(-1), 0);
    answer = send("order.cancel", "12", "{\"category\":\"linear\",\"symbol\":\"BTCUSDT\",\"orderId\":\"" + id + "\"}");
    QCOMPARE(answer.value(QLatin1String("retCode")).toInt(-1), 110001);
    answer = send("order.cancel", "12", "{}");
    QCOMPARE(answer.value(QLatin1String("retCode")).toInt(-1), 20006);
}

void TestVenueSockets::orderEntryRefusals()
{
    Venue venue(1);
    SocketClient trade(venue.ws("/v5/trade"));
    const QByteArray header = "\"header\":{\"X-BAPI-TIMESTAMP\":" + QByteArray::number(venue.now().ms) + "}";
    const auto code = [&](const QByteArray& frame) {
        return trade.ask(frame).value(QLatin1String("retCode")).toInt(-1);
    };
    QCOMPARE(code("{\"op\":\"order.create\",\"reqId\":\"1\"," + header + ",\"args\":[{}]}"), 10003);
    logIn(trade, venue);
    QCOMPARE(code("{\"op\":\"order.create\",\"reqId\":\"2\"," + header + ",\"args\":[{}]}"), 10001);
    QCOMPARE(code("{\"op\":\"order.create\",\"reqId\":\"3\"," + header + ",\"args\":[]}"), 10001);
    QCOMPARE(code("{\"op\":\"order.create\",\"reqId\":\"4\",\"args\":[{}]}"), 10002);
    QCOMPARE(code("{\"op\":\"order.create\",\"reqId\":\"5\",\"header\":{\"X-BAPI-TIMESTAMP\":\"5\"},\"args\":[{}]}"), 10002);
    QCOMPARE(code("{\"op\":\"order.dance\",\"reqId\":\"6\",\"args\":[{}]}"), 10404);
}

void TestVenueSockets::aSocketThatGoesTakesItsTopicsAlong()
{
    Venue venue(1);
    {
        SocketClient market(venue.ws("/v5/public/linear"));
        market.ask(R"({"op":"subscribe","args":["orderbook.50.BTCUSDT","tickers.BTCUSDT","kline.5.BTCUSDT","publicTrade.BTCUSDT"]})");
        stepAndReceive(venue, market, venue.now());
        market.ask(R"({"op":"subscribe","args":["orderbook.200.BTCUSDT"]})"); // its snapshot is still owed
    }
    SocketClient other(venue.ws("/v5/public/linear"));
    other.ask(R"({"op":"ping"})");
    venue.runTo(venue.now() + Duration::minutes(6));
    other.ask(R"({"op":"ping"})");
    QCOMPARE(other.frames.size(), std::size_t(2));
}

void TestVenueSockets::aThousandAreOpenAtMost()
{
    // Both ends of each are in this process.
    rlimit files {};
    QCOMPARE(getrlimit(RLIMIT_NOFILE, &files), 0);
    constexpr rlim_t kNeeded = 2'200;
    if (files.rlim_max < kNeeded)
        QSKIP("this system does not allow 2,200 open files");
    const rlim_t before = std::exchange(files.rlim_cur, std::max(files.rlim_cur, kNeeded));
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &files), 0);
    const auto restore = qScopeGuard([&] {
        files.rlim_cur = before;
        (void)setrlimit(RLIMIT_NOFILE, &files);
    });

    Venue venue(1);
    const QString market = venue.ws("/v5/public/linear");
    const auto refused = [&](SocketClient& client) { return waitUntil([&] { return !client.isOpen(); }); };
    const auto served = [](SocketClient& client) { return !client.ask(R"({"op":"ping"})").isEmpty(); };
    std::vector<std::unique_ptr<SocketClient>> clients;
    const auto open = [&](int count) {
        for (int i = 0; i < count; ++i)
            clients.push_back(std::make_unique<SocketClient>(market));
        return served(*clients.back());
    };
    QVERIFY(open(500));
    SocketClient tooFast(market);
    QVERIFY(refused(tooFast));
    venue.runTo(venue.now() + Duration::minutes(5));
    QVERIFY(open(500));
    venue.runTo(venue.now() + Duration::minutes(5));
    SocketClient tooMany(market);
    QVERIFY(refused(tooMany));
    QVERIFY(served(*clients.front()));
    // One that goes makes room.
    clients.erase(clients.begin() + 7);
    QVERIFY(waitUntil([&] { return venue.server->wire().connections() == 999; }));
    QVERIFY(open(1));
    SocketClient again(market);
    QVERIFY(refused(again));
}

QTEST_GUILESS_MAIN(TestVenueSockets)
#include "tst_venue_sockets.moc"
