// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong on purpose, as bytes on the wire.
#include "VenueFixture.h"

#include <algorithm>

using namespace breakline;
using namespace breakline::test;

namespace {

QString field(const QJsonObject& object, const char* name)
{
    return object.value(QLatin1String(name)).toString();
}

QJsonObject objectIn(const QJsonObject& object, const char* name)
{
    return object.value(QLatin1String(name)).toObject();
}

Fault fault(FaultKind kind, FaultTarget target = FaultTarget::Any, Duration length = {}, Duration at = {})
{
    Fault result;
    result.kind = kind;
    result.target = target;
    result.length = length;
    result.at = at;
    return result;
}

VenueSettings with(std::vector<Fault> faults)
{
    VenueSettings settings;
    settings.latencyMax = settings.latencyMin;
    settings.stopDelayMax = {};
    settings.faults.faults = std::move(faults);
    return settings;
}

QByteArray order(const QByteArray& id)
{
    return "{\"category\":\"linear\",\"symbol\":\"BTCUSDT\",\"qty\":\"0.01\",\"side\":\"Buy\",\"orderType\":"
           "\"Market\","
           "\"orderLinkId\":\""
        + id + "\"}";
}

int reported(Venue& venue, FaultKind kind)
{
    return objectIn(venue.get("/sim/v1/report").json, "faults")
        .value(QLatin1String(toText(kind).data()))
        .toInt(-1);
}

QJsonObject authOf(const Venue& venue)
{
    const QString expires = QString::number(venue.now().ms + 10'000);
    const ApiKey key {Venue::kKey, Venue::kSecret};
    return {{QStringLiteral("op"), QStringLiteral("auth")},
            {QStringLiteral("args"),
             QJsonArray {QLatin1String(Venue::kKey), expires,
                         text(key.sign("GET/realtime" + expires.toStdString()))}}};
}

/// A socket that has said who it is.
std::unique_ptr<SocketClient> logIn(const Venue& venue, const char* path)
{
    auto client = std::make_unique<SocketClient>(venue.ws(path));
    client->send(authOf(venue));
    client->waitFor(1);
    client->frames.clear();
    return client;
}

/// An order on the trade socket; waits until the exchange has it.
void send(Venue& venue, SocketClient& trade, const QByteArray& id)
{
    const std::uint64_t before = venue.server->exchange().requestCount();
    trade.send("{\"op\":\"order.create\",\"reqId\":\"" + id + "\",\"header\":{\"X-BAPI-TIMESTAMP\":\""
               + QByteArray::number(venue.now().ms) + "\"},\"args\":[" + order(id) + "]}");
    (void)waitUntil([&] { return venue.server->exchange().requestCount() > before; });
}

/// All frames that were sent to it have come when its ping is answered.
void receive(SocketClient& client)
{
    const auto isPong = [](const QJsonObject& frame) {
        return field(frame, "ret_msg") == QLatin1String("pong")
            || field(frame, "op") == QLatin1String("pong");
    };
    client.send(R"({"op":"ping"})");
    (void)waitUntil([&] { return !client.frames.empty() && isPong(client.frames.back()); });
    client.frames.pop_back();
}

} // namespace

class TestVenueFaults : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void answersByHttp_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("status"); // 0: the answer does not come whole
        QTest::addColumn<int>("code"); // -1: none that can be read
        QTest::addColumn<bool>("isDone");
        const auto row = [](FaultKind kind, int status, int code, bool isDone) {
            QTest::newRow(toText(kind).data()) << static_cast<int>(kind) << status << code << isDone;
        };
        using K = FaultKind;
        row(K::Refuse, 200, 10001, false);
        row(K::AnswerTwice, 200, 0, true);
        row(K::AnswerGarbled, 200, -1, true);
        row(K::AnswerCut, 0, -1, true);
        row(K::ServerTimeout, 200, 10000, true);
        row(K::ServerError, 200, 10016, true);
        row(K::NotDone, 200, 10019, false);
        row(K::RateLimited, 200, 10006, false);
        row(K::RateLimitedBare, 200, 10006, false);
        row(K::TooManyRequests, 429, 10429, false);
        row(K::Forbidden, 403, 403, false);
    }

    void answersByHttp()
    {
        QFETCH(int, kind);
        QFETCH(int, status);
        QFETCH(int, code);
        QFETCH(bool, isDone);
        const auto which = static_cast<FaultKind>(kind);
        Venue venue(1, true, with({fault(which, FaultTarget::Place), fault(which, FaultTarget::Question)}));
        QNetworkReply* reply = venue.startSigned("POST", "/v5/order/create", order("a"));
        (void)waitUntil([&] { return venue.server->exchange().pendingRequests() > 0; });
        venue.runTo(venue.now() + Duration::milliseconds(10));
        QVERIFY(waitUntil([&] { return reply->isFinished(); }));
        const bool isWhole =
            reply->error() == QNetworkReply::NoError || reply->error() >= QNetworkReply::ContentAccessDenied;
        QCOMPARE(isWhole, status != 0);
        const HttpAnswer answer = Venue::read(reply);
        if (isWhole)
            QCOMPARE(answer.status, status);
        QCOMPARE(answer.code(), code);
        QCOMPARE(venue.server->exchange().executions().empty(), !isDone);
        const bool hasHeaders = which != FaultKind::RateLimitedBare && which != FaultKind::TooManyRequests
            && which != FaultKind::Forbidden;
        QCOMPARE(answer.headers.contains("x-bapi-limit"), hasHeaders);
        if (which == FaultKind::RateLimited) {
            QCOMPARE(answer.headers.value("x-bapi-limit-status"), QByteArray("0"));
            QCOMPARE(answer.headers.value("x-bapi-limit-reset-timestamp").toLongLong(),
                     (venue.server->exchange().now() + Duration::seconds(1)).ms - 5);
        }
        // A question meets it too, once; the next one is answered.
        QCOMPARE(venue.query("/v5/account/wallet-balance", "accountType=UNIFIED").code(), code);
        QCOMPARE(venue.query("/v5/account/wallet-balance", "accountType=UNIFIED").code(), 0);
        QCOMPARE(venue.post("/v5/order/create", order("b")).code(), 0);
        QCOMPARE(reported(venue, which), 2);
    }

    void answersThatDoNotComeOrComeLate()
    {
        Venue venue(1, true,
                    with({fault(FaultKind::RequestLost, FaultTarget::Place),
                          fault(FaultKind::AnswerLost, FaultTarget::Place),
                          fault(FaultKind::AnswerLate, FaultTarget::Place, Duration::seconds(2)),
                          fault(FaultKind::Delay, FaultTarget::Place, Duration::seconds(3))}));
        QList<QNetworkReply*> replies;
        for (const char* id : {"lost", "unheard", "late", "delayed"}) {
            const std::uint64_t before = venue.server->exchange().requestCount();
            replies.push_back(venue.startSigned("POST", "/v5/order/create", order(id)));
            QVERIFY(waitUntil([&] { return venue.server->exchange().requestCount() > before; }));
        }
        const Timestamp start = venue.now();
        venue.runTo(start + Duration::milliseconds(2'004));
        QCOMPARE(venue.server->exchange().executions().size(), std::size_t {2});
        venue.runTo(start + Duration::milliseconds(2'005));
        QVERIFY(waitUntil([&] { return replies[2]->isFinished(); }));
        QVERIFY(!replies[3]->isFinished());
        venue.runTo(start + Duration::milliseconds(3'005));
        QVERIFY(waitUntil([&] { return replies[3]->isFinished(); }));
        QCOMPARE(venue.server->exchange().executions().size(), std::size_t {3});
        venue.runTo(start + Duration::seconds(60));
        QCOMPARE(venue.query("/v5/account/info").code(), 0);
        QVERIFY(!replies[0]->isFinished() && !replies[1]->isFinished());
        for (QNetworkReply* reply : replies)
            reply->abort();
        QCOMPARE(Venue::read(replies[2]).code(), 0);
        QCOMPARE(Venue::read(replies[3]).code(), 0);
    }

    void answersOnTheTradeSocket()
    {
        Venue venue(1, true,
                    with({fault(FaultKind::AnswerTwice), fault(FaultKind::AnswerGarbled),
                          fault(FaultKind::AnswerLost), fault(FaultKind::RateLimited),
                          fault(FaultKind::RateLimitedBare), fault(FaultKind::TooManyRequests),
                          fault(FaultKind::Forbidden), fault(FaultKind::AnswerCut)}));
        auto trade = logIn(venue, "/v5/trade");
        for (const char* id : {"twice", "garbled", "lost", "limited", "bare", "many", "forbidden"}) {
            send(venue, *trade, id);
            venue.runTo(venue.now() + Duration::milliseconds(200));
            receive(*trade);
        }
        QCOMPARE(trade->frames.size(), std::size_t {7});
        QCOMPARE(field(trade->frames[0], "reqId"), QStringLiteral("twice"));
        QCOMPARE(trade->frames[0], trade->frames[1]);
        QVERIFY(trade->frames[2].isEmpty()); // no JSON
        const std::pair<const char*, int> rest[] = {
            {"limited", 10006}, {"bare", 10006}, {"many", 10429}, {"forbidden", 20003}};
        for (std::size_t i = 0; i < 4; ++i) {
            QCOMPARE(field(trade->frames[3 + i], "reqId"), QLatin1String(rest[i].first));
            QCOMPARE(trade->frames[3 + i].value(QLatin1String("retCode")).toInt(), rest[i].second);
            QCOMPARE(objectIn(trade->frames[3 + i], "header").contains(QLatin1String("X-Bapi-Limit")),
                     i == 0);
        }
        QCOMPARE(venue.server->exchange().executions().size(), std::size_t {3});
        // Half a frame, and the end.
        trade->frames.clear();
        send(venue, *trade, "cut");
        venue.runTo(venue.now() + Duration::milliseconds(200));
        QVERIFY(waitUntil([&] { return !trade->isOpen(); }));
        QVERIFY(trade->frames.empty());
        QCOMPARE(venue.server->exchange().executions().size(), std::size_t {4});
        // A new one is welcome.
        trade = logIn(venue, "/v5/trade");
        send(venue, *trade, "again");
        venue.runTo(venue.now() + Duration::milliseconds(200));
        receive(*trade);
        QCOMPARE(trade->frames.size(), std::size_t {1});
    }

    void pushesOfTheAccount()
    {
        Venue venue(1, true,
                    with({fault(FaultKind::PushLost, FaultTarget::Position),
                          fault(FaultKind::PushTwice, FaultTarget::Execution),
                          fault(FaultKind::PushSwapped, FaultTarget::Order)}));
        auto account = logIn(venue, "/v5/private");
        account->ask(R"({"op":"subscribe","args":["order","execution","position","wallet"]})");
        account->frames.clear();
        QCOMPARE(venue.post("/v5/order/create", order("a")).code(), 0);
        receive(*account);
        QStringList seen;
        for (const QJsonObject& frame : account->frames)
            seen.push_back(
                field(frame, "topic") + QLatin1Char(' ')
                + field(frame.value(QLatin1String("data")).toArray().first().toObject(), "orderStatus"));
        QCOMPARE(seen,
                 QStringList({QStringLiteral("execution "), QStringLiteral("execution "),
                              QStringLiteral("order Filled"), QStringLiteral("order New"),
                              QStringLiteral("wallet ")}));
        QCOMPARE(account->frames[0], account->frames[1]);
        for (const FaultKind kind : {FaultKind::PushLost, FaultKind::PushTwice, FaultKind::PushSwapped})
            QCOMPARE(reported(venue, kind), 1);
    }

    void booksOutOfSequence_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QList<int>>("steps"); // of the update number, the last ones before and after
        QTest::newRow("gap") << static_cast<int>(FaultKind::BookGap) << QList<int> {1, 2, 1};
        QTest::newRow("lost") << static_cast<int>(FaultKind::PushLost) << QList<int> {1, 2, 1};
        QTest::newRow("twice") << static_cast<int>(FaultKind::PushTwice) << QList<int> {1, 0, 1};
        QTest::newRow("swapped") << static_cast<int>(FaultKind::PushSwapped) << QList<int> {1, 2, -1};
    }

    void booksOutOfSequence()
    {
        QFETCH(int, kind);
        QFETCH(QList<int>, steps);
        const auto which = static_cast<FaultKind>(kind);
        Venue venue(1, true,
                    with({fault(which, which == FaultKind::BookGap ? FaultTarget::Any : FaultTarget::Book, {},
                                Duration::seconds(20))}));
        SocketClient market(venue.ws("/v5/public/linear"));
        market.ask(R"({"op":"subscribe","args":["orderbook.50.BTCUSDT"]})");
        market.frames.clear();
        venue.runTo(venue.now() + Duration::minutes(1));
        receive(market);
        qint64 last = 0;
        QList<int> found;
        int snapshots = 0;
        for (const QJsonObject& frame : market.frames) {
            const qint64 update = objectIn(frame, "data").value(QLatin1String("u")).toInteger();
            snapshots += field(frame, "type") == QLatin1String("snapshot") ? 1 : 0;
            if (last != 0)
                found.push_back(static_cast<int>(update - last));
            last = update;
        }
        QCOMPARE(snapshots, 1);
        const auto odd = std::ranges::find_if(found, [](int step) { return step != 1; });
        QVERIFY(odd != found.end());
        QCOMPARE(found.mid(odd - found.begin() - 1, 3), steps);
        QCOMPARE(reported(venue, which), 1);
    }

    void aFrozenStreamAnswersPings()
    {
        Venue venue(1, true,
                    with({fault(FaultKind::StreamFrozen, {}, Duration::seconds(20),
                                Duration::milliseconds(10'003))}));
        const Timestamp start = venue.now();
        SocketClient market(venue.ws("/v5/public/linear"));
        auto account = logIn(venue, "/v5/private");
        account->ask(R"({"op":"subscribe","args":["execution"]})");
        account->frames.clear();
        market.ask(
            R"({"op":"subscribe","args":["orderbook.50.BTCUSDT","orderbook.1.BTCUSDT","publicTrade.BTCUSDT","tickers.BTCUSDT","kline.1.BTCUSDT"]})");
        venue.runTo(start + Duration::milliseconds(9'999));
        receive(market);
        QVERIFY(market.frames.size() > 10);
        market.frames.clear();
        venue.runTo(start + Duration::seconds(12));
        market.ask(R"({"op":"subscribe","args":["tickers.BTCUSDT","orderbook.200.BTCUSDT"]})");
        market.frames.clear();
        QCOMPARE(venue.post("/v5/order/create", order("a")).code(), 0);
        venue.runTo(start + Duration::milliseconds(29'999));
        receive(market);
        receive(*account);
        QVERIFY(market.frames.empty());
        QCOMPARE(account->frames.size(), std::size_t {1});
        venue.runTo(start + Duration::seconds(60));
        receive(market);
        QStringList topics;
        for (const QJsonObject& frame : market.frames)
            if (!topics.contains(field(frame, "topic")))
                topics.push_back(field(frame, "topic"));
        topics.sort();
        QCOMPARE(topics.size(), 6);
        QCOMPARE(reported(venue, FaultKind::StreamFrozen), 1);
    }

    void socketsEndAndAreNotLetInUntilItIsOver()
    {
        Venue venue(1, true,
                    with({fault(FaultKind::Disconnected, {}, Duration::seconds(20), Duration::seconds(10))}));
        const Timestamp start = venue.now();
        SocketClient market(venue.ws("/v5/public/linear"));
        SocketClient account(venue.ws("/v5/private"));
        SocketClient trade(venue.ws("/v5/trade"));
        SocketClient control(venue.ws("/sim/v1/control"));
        venue.runTo(start + Duration::milliseconds(9'999));
        QVERIFY(market.isOpen() && account.isOpen() && trade.isOpen());
        venue.runTo(start + Duration::seconds(10));
        QVERIFY(waitUntil([&] { return !market.isOpen() && !account.isOpen() && !trade.isOpen(); }));
        QVERIFY(control.isOpen());
        for (const char* path :
             {"/v5/public/linear", "/v5/private", "/v5/trade", "/v5/private?max_active_time=45s"})
            QVERIFY(!SocketClient(venue.ws(path)).isOpen());
        QCOMPARE(venue.query("/v5/account/info").code(), 0);
        QCOMPARE(venue.get("/v5/market/time").code(), 0);
        venue.runTo(start + Duration::milliseconds(29'999));
        QVERIFY(!SocketClient(venue.ws("/v5/private")).isOpen());
        venue.runTo(start + Duration::seconds(30));
        for (const char* path : {"/v5/public/linear", "/v5/private", "/v5/trade"})
            QVERIFY(SocketClient(venue.ws(path)).isOpen());
        QCOMPARE(reported(venue, FaultKind::Disconnected), 1);
    }

    void aSocketEndsAtAChosenPush()
    {
        Venue venue(1, true,
                    with({fault(FaultKind::DisconnectAt, FaultTarget::Execution, Duration::seconds(1))}));
        auto account = logIn(venue, "/v5/private");
        SocketClient market(venue.ws("/v5/public/linear"));
        account->ask(R"({"op":"subscribe","args":["order","execution","position","wallet"]})");
        account->frames.clear();
        QCOMPARE(venue.post("/v5/order/create", order("a")).code(), 0);
        QVERIFY(waitUntil([&] { return !account->isOpen(); }));
        QCOMPARE(account->frames.size(), std::size_t {2}); // New, and its execution
        QCOMPARE(field(account->frames[1], "topic"), QStringLiteral("execution"));
        QVERIFY(market.isOpen());
        QVERIFY(!SocketClient(venue.ws("/v5/private")).isOpen());
        venue.runTo(venue.now() + Duration::seconds(2));
        QVERIFY(SocketClient(venue.ws("/v5/private")).isOpen());
    }

    void theClockJumps()
    {
        Fault jump = fault(FaultKind::ClockJump, {}, Duration::seconds(30), Duration::seconds(10));
        jump.amount = Decimal::fromUnits(-3);
        Venue venue(1, true, with({jump}));
        const Timestamp start = venue.now();
        const auto shown = [&] {
            return field(venue.get("/v5/market/time").result(), "timeNano").toLongLong() / 1'000'000
                - venue.now().ms;
        };
        QCOMPARE(shown(), 0);
        QCOMPARE(venue.query("/v5/account/info").code(), 0);
        venue.runTo(start + Duration::seconds(10));
        QCOMPARE(shown(), -3'000);
        QCOMPARE(venue.query("/v5/account/info").code(), 10002);
        venue.runTo(start + Duration::seconds(40));
        QCOMPARE(shown(), 0);
        QCOMPARE(venue.query("/v5/account/info").code(), 0);
        QCOMPARE(reported(venue, FaultKind::ClockJump), 1);
    }
};

QTEST_GUILESS_MAIN(TestVenueFaults)
#include "tst_venue_faults.moc"
