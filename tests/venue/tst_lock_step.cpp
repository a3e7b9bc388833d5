// SPDX-License-Identifier: GPL-3.0-or-later
#include "VenueFixture.h"

using namespace breakline;
using namespace breakline::test;

namespace {

/// A scripted program that holds the venue's time.
struct Program {
    explicit Program(Venue& on)
        : venue(on)
        , control(text(on.endpoint.control), kAgent)
        , market(on.ws("/v5/public/linear"), kAgent)
    {
    }

    static inline const QString kAgent = QStringLiteral("Program/1");

    qint64 number(const char* name) const
    {
        return control.frames.back().value(QLatin1String(name)).toInteger(-1);
    }
    QString op() const { return control.frames.back().value(QLatin1String("op")).toString(); }
    qint64 sent(quint16 port) const
    {
        return control.frames.back().value(QLatin1String("sent")).toObject().value(QString::number(port)).toInteger(-1);
    }

    QJsonObject ready() { return control.ask(R"({"op":"ready","next_ms":null})"); }
    QJsonObject done(const QByteArray& next = "null")
    {
        return control.ask("{\"op\":\"done\",\"n\":" + QByteArray::number(step()) + ",\"next_ms\":" + next + "}");
    }
    qint64 step() const
    {
        for (auto frame = control.frames.rbegin(); frame != control.frames.rend(); ++frame)
            if (frame->value(QLatin1String("op")) == QLatin1String("step"))
                return frame->value(QLatin1String("n")).toInteger();
        return 0;
    }

    QNetworkReply* request(const QByteArray& method, const QByteArray& path, const QByteArray& payload)
    {
        auto headers = venue.signature(payload);
        headers.push_back({"User-Agent", kAgent.toLatin1()});
        return method == "GET" ? venue.start(method, path + '?' + payload, {}, headers)
                               : venue.start(method, path, payload, headers);
    }

    Venue& venue;
    SocketClient control;
    SocketClient market;
};

} // namespace

class TestLockStep final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void timeStandsUntilReady();
    void stepsGoToTheNextDueThing();
    void snapshotsHaveAStepOfTheirOwn();
    void parkedRequestsAreToldAndAnsweredWithTheirStep();
    void otherClientsDoNotCount();
    void noRequestIsLost();
    void whatIsNotExpectedIsSaid();
    void theTimeHasOneHolder();
    void lostControlFreezes();
    void equalScriptsGiveEqualFrames();
};

void TestLockStep::timeStandsUntilReady()
{
    Venue venue(3, false);
    const Timestamp start = venue.now();
    Program program(venue);
    QVERIFY(program.market.isOpen());
    QCOMPARE(program.market.ask(R"({"op":"ping"})").value(QLatin1String("ret_msg")).toString(),
             QStringLiteral("pong"));
    QCOMPARE(venue.now(), start);
    program.ready();
    QCOMPARE(program.op(), QStringLiteral("step"));
    QCOMPARE(program.number("n"), 1);
    QCOMPARE(program.sent(program.market.port()), 1); // the pong
    QCOMPARE(program.number("parked"), 0);
    QVERIFY(program.number("time_ms") >= start.ms && program.number("time_ms") <= start.ms + 1000);
}

void TestLockStep::stepsGoToTheNextDueThing()
{
    Venue venue(1, false);
    Program program(venue);
    program.ready();
    for (int i = 0; i < 200; ++i) {
        const Timestamp now = venue.now();
        QCOMPARE(program.number("time_ms"), now.ms);
        const auto event = venue.server->exchange().nextEventTime();
        Timestamp expected = std::min(*event, now + Duration::seconds(1));
        QByteArray next = "null";
        if (i % 3 == 0) { // a timer of the client's
            expected = std::min(expected, now + Duration::milliseconds(i));
            next = QByteArray::number((now + Duration::milliseconds(i)).ms);
        }
        program.done(next);
        QCOMPARE(program.number("time_ms"), expected.ms);
        QCOMPARE(program.number("n"), i + 2);
    }
}

void TestLockStep::snapshotsHaveAStepOfTheirOwn()
{
    Venue venue(2, false);
    Program program(venue);
    program.ready();
    program.done();
    const qint64 time = program.number("time_ms");
    const QJsonObject answer = program.market.ask(
        R"({"op":"subscribe","req_id":7,"args":["orderbook.50.BTCUSDT","tickers.BTCUSDT","publicTrade.BTCUSDT"]})");
    QCOMPARE(answer.value(QLatin1String("success")).toBool(), true);
    QCOMPARE(answer.value(QLatin1String("req_id")).toInt(), 7);
    program.done();
    QCOMPARE(program.number("time_ms"), time); // it did not move
    QCOMPARE(program.sent(program.market.port()), 3); // acknowledgement and two snapshots
    program.market.waitFor(3);
    QCOMPARE(program.market.frames[1].value(QLatin1String("type")).toString(), QStringLiteral("snapshot"));
    QCOMPARE(program.market.frames[1].value(QLatin1String("ts")).toInteger(), time);
    QCOMPARE(program.market.frames[2].value(QLatin1String("topic")).toString(), QStringLiteral("tickers.BTCUSDT"));
    program.done();
    QVERIFY(program.number("time_ms") > time);
}

void TestLockStep::parkedRequestsAreToldAndAnsweredWithTheirStep()
{
    Venue venue(1, false);
    Program program(venue);
    program.ready();
    QNetworkReply* reply = program.request("GET", "/v5/account/wallet-balance", "accountType=UNIFIED");
    program.control.waitFor(2);
    QCOMPARE(program.op(), QStringLiteral("parked"));
    QCOMPARE(program.number("n"), 1);
    QCOMPARE(program.number("req"), 1);
    QCOMPARE(program.number("parked"), 1);
    // A question without latency is answered at once, parked or not.
    QNetworkReply* open = program.request("GET", "/v5/market/time", {});
    QVERIFY(waitUntil([&] { return open->isFinished(); }));
    QCOMPARE(Venue::read(open).code(), 0);

    QNetworkReply* second = program.request("GET", "/v5/account/info", {});
    program.control.waitFor(3);
    QCOMPARE(program.number("req"), 3);
    QCOMPARE(program.number("parked"), 2);
    int steps = 0;
    while (program.number("parked") > 0 && ++steps < 100)
        program.done();
    QVERIFY(steps < 100);
    QVERIFY(waitUntil([&] { return reply->isFinished() && second->isFinished(); }));
    const HttpAnswer answer = Venue::read(reply);
    QCOMPARE(answer.code(), 0);
    const qint64 at = answer.json.value(QLatin1String("time")).toInteger();
    QVERIFY(at <= program.number("time_ms"));
    second->deleteLater();
}

void TestLockStep::otherClientsDoNotCount()
{
    Venue venue(1, false);
    Program program(venue);
    program.ready();
    QNetworkReply* other = venue.startSigned("GET", "/v5/account/info", {}); // another User-Agent
    QVERIFY(waitUntil([&] { return venue.server->exchange().pendingRequests() == 1; }));
    QNetworkReply* ours = program.request("GET", "/v5/account/info", {});
    program.control.waitFor(2);
    QCOMPARE(program.number("req"), 1);
    QCOMPARE(program.number("parked"), 1);
    for (int i = 0; i < 100 && venue.server->exchange().pendingRequests() > 0; ++i)
        program.done();
    QVERIFY(waitUntil([&] { return ours->isFinished() && other->isFinished(); }));
    QCOMPARE(program.number("parked"), 0);
    ours->deleteLater();
    other->deleteLater();
}

void TestLockStep::noRequestIsLost()
{
    Venue venue(2, false);
    Program program(venue);
    program.ready();
    int answered = 0;
    std::vector<QNetworkReply*> open;
    for (int i = 0; i < 60; ++i) {
        const QByteArray id = "id-" + QByteArray::number(i);
        const std::size_t before = program.control.frames.size();
        open.push_back(program.request("POST", "/v5/order/create",
                                       "{\"category\":\"linear\",\"symbol\":\"BTCUSDT\",\"side\":\"Buy\","
                                       "\"orderType\":\"Limit\",\"qty\":\"0.001\",\"orderLinkId\":\"" + id
                                           + "\",\"price\":\"" + venue.price("BTCUSDT", 0.97) + "\"}"));
        program.control.waitFor(before + 1); // parked: ten a second are allowed
        for (int j = 0; j < 2; ++j)
            program.done(QByteArray::number((venue.now() + Duration::milliseconds(60)).ms));
        const std::int64_t parked = program.number("parked");
        // Sent minus answered is what the venue says.
        QVERIFY(waitUntil([&] {
            return std::ranges::count_if(open, [](QNetworkReply* reply) { return !reply->isFinished(); }) == parked;
        }));
        program.done(QByteArray::number((venue.now() + Duration::milliseconds(100)).ms));
    }
    for (int i = 0; i < 100 && program.number("parked") > 0; ++i)
        program.done();
    for (QNetworkReply* reply : open) {
        QVERIFY(waitUntil([&] { return reply->isFinished(); }));
        const HttpAnswer answer = Venue::read(reply);
        QCOMPARE(answer.status, 200);
        answered += answer.code() == 0 ? 1 : 0;
    }
    QCOMPARE(venue.server->exchange().orders().size(), static_cast<std::size_t>(answered));
    QVERIFY(answered > 30);
}

void TestLockStep::whatIsNotExpectedIsSaid()
{
    Venue venue(1, false);
    Program program(venue);
    for (const char* wrong : {"nonsense", "{\"op\":\"done\",\"n\":0,\"next_ms\":null}", "{\"op\":\"ready\",\"next_ms\":\"x\"}"}) {
        program.control.ask(wrong);
        QCOMPARE(program.op(), QStringLiteral("error"));
    }
    program.ready();
    program.control.ask(R"({"op":"done","n":5,"next_ms":null})");
    QCOMPARE(program.op(), QStringLiteral("error"));
    program.control.ask(R"({"op":"done","n":1,"next_ms":null})");
    QCOMPARE(program.op(), QStringLiteral("step"));
}

void TestLockStep::theTimeHasOneHolder()
{
    Venue venue(1, false);
    Program program(venue);
    SocketClient second(text(venue.endpoint.control));
    second.ask(R"({"op":"ready","next_ms":null})");
    QCOMPARE(second.frames.back().value(QLatin1String("op")).toString(), QStringLiteral("error"));
    program.ready();
    QCOMPARE(program.number("n"), 1);
}

void TestLockStep::lostControlFreezes()
{
    Venue venue(1, false);
    auto program = std::make_unique<Program>(venue);
    program->ready();
    QNetworkReply* parked = program->request("GET", "/v5/account/info", {});
    program->control.waitFor(2);
    const Timestamp at = venue.now();
    program.reset();
    SocketClient market(venue.ws("/v5/public/linear"));
    QVERIFY(market.isOpen());
    QCOMPARE(venue.now(), at);

    Program again(venue); // counts begin anew
    again.ready();
    QCOMPARE(again.number("n"), 1);
    QCOMPARE(again.number("parked"), 0);
    for (int i = 0; i < 100 && venue.server->exchange().pendingRequests() > 0; ++i)
        again.done();
    QVERIFY(waitUntil([&] { return parked->isFinished(); }));
    parked->deleteLater();
}

void TestLockStep::equalScriptsGiveEqualFrames()
{
    const auto run = [] {
        Venue venue(3, false);
        Program program(venue);
        program.market.ask(R"({"op":"subscribe","args":["orderbook.200.ETHUSDT","tickers.BTCUSDT","kline.1.BTCUSDT"]})");
        program.ready();
        for (int i = 0; i < 300; ++i) {
            if (i == 40) {
                QNetworkReply* reply = program.request(
                    "POST", "/v5/order/create",
                    R"({"category":"linear","symbol":"ETHUSDT","side":"Buy","orderType":"Market","qty":"1","orderLinkId":"x"})");
                program.control.waitFor(program.control.frames.size() + 1);
                QObject::connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
            }
            program.done();
        }
        program.market.waitFor(static_cast<std::size_t>(program.sent(program.market.port())));
        QJsonArray frames;
        for (QJsonObject frame : program.market.frames) {
            frame.remove(QLatin1String("conn_id"));
            frames.push_back(frame);
        }
        return QJsonDocument(frames).toJson();
    };
    const QByteArray first = run();
    QVERIFY(first.size() > 100'000);
    QCOMPARE(run(), first);
}

QTEST_GUILESS_MAIN(TestLockStep)
#include "tst_lock_step.moc"
