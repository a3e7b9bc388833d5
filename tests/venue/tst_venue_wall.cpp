// SPDX-License-Identifier: GPL-3.0-or-later
// What the venue does by the wall's time, which here moves by hand.
#include "VenueFixture.h"
#include "venue/WireServer.h"

using namespace breakline;
using namespace breakline::test;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

/// A venue whose wall stands until it is moved.
struct WalledVenue {
    WalledVenue(WhenAlone alone, std::optional<double> speed, bool byHand = false)
    {
        GeneratorSettings market;
        market.symbolCount = 2;
        VenueServerOptions options;
        options.source = std::move(*GeneratedMarket::make(market));
        options.key = {Venue::kKey, Venue::kSecret};
        options.alone = alone;
        options.speed = speed;
        options.byHand = byHand;
        options.wall = [this] { return wall; };
        options.log = [this](std::string_view line) { lines.emplace_back(line); };
        server = std::make_unique<VenueServer>(std::move(options));
        endpoint = *server->listen();
    }

    QString ws(const char* path) const { return text(endpoint.ws) + QLatin1String(path); }
    /// The venue's time, as it tells it.
    qint64 time()
    {
        QNetworkReply* reply
            = network.get(QNetworkRequest(QUrl(text(endpoint.rest) + QStringLiteral("/v5/market/time"))));
        (void)waitUntil([&] { return reply->isFinished(); });
        return Venue::read(reply).json.value(QLatin1String("time")).toInteger();
    }

    std::int64_t wall = 5 * kSecond;
    std::vector<std::string> lines;
    std::unique_ptr<VenueServer> server;
    VenueEndpoint endpoint;
    QNetworkAccessManager network;
};

QByteArray doneText(qint64 step)
{
    return "{\"op\":\"done\",\"n\":" + QByteArray::number(step) + ",\"next_ms\":null}";
}

} // namespace

class TestVenueWall final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void runsFreeAtItsSpeed_data();
    void runsFreeAtItsSpeed();
    void frozenItStands();
    void afterALossOfControlItRunsOrStands_data();
    void afterALossOfControlItRunsOrStands();
    void silenceIsCut();
    void idleTimeIsChosen_data();
    void idleTimeIsChosen();
    void whatIsStreamedKeepsASocket();
    void aStepThatIsNotDoneIsComplainedOf();
    void theComplaintNamesWhatIsNotConfirmed();
    void awaitingNobodyIsNoComplaint();
};

void TestVenueWall::runsFreeAtItsSpeed_data()
{
    QTest::addColumn<double>("speed"); // 0: no brake
    QTest::addColumn<qint64>("msASecond");
    QTest::newRow("1") << 1.0 << qint64(1000);
    QTest::newRow("0.5") << 0.5 << qint64(500);
    QTest::newRow("12.5") << 12.5 << qint64(12'500);
    QTest::newRow("60") << 60.0 << qint64(60'000);
    QTest::newRow("at most 60") << 61.0 << qint64(60'000);
    QTest::newRow("without a brake 60") << 0.0 << qint64(60'000);
}

void TestVenueWall::runsFreeAtItsSpeed()
{
    QFETCH(double, speed);
    QFETCH(qint64, msASecond);
    WalledVenue venue(WhenAlone::Run, speed == 0.0 ? std::nullopt : std::optional(speed));
    const qint64 start = venue.endpoint.start.ms;
    QCOMPARE(venue.time(), start);
    venue.wall += kSecond;
    QCOMPARE(venue.time(), start + msASecond);
    venue.wall += 3 * kSecond;
    QCOMPARE(venue.time(), start + 4 * msASecond);
    QCOMPARE(venue.time(), start + 4 * msASecond);
}

void TestVenueWall::frozenItStands()
{
    WalledVenue venue(WhenAlone::Freeze, 60.0);
    venue.wall += 100 * kSecond;
    QCOMPARE(venue.time(), venue.endpoint.start.ms);
}

void TestVenueWall::afterALossOfControlItRunsOrStands_data()
{
    QTest::addColumn<bool>("runs");
    QTest::newRow("run") << true;
    QTest::newRow("freeze") << false;
}

void TestVenueWall::afterALossOfControlItRunsOrStands()
{
    QFETCH(bool, runs);
    WalledVenue venue(runs ? WhenAlone::Run : WhenAlone::Freeze, 2.0);
    auto control = std::make_unique<SocketClient>(text(venue.endpoint.control));
    const qint64 held = venue.time();
    venue.wall += 7 * kSecond;
    QCOMPARE(venue.time(), held); // its holder is not ready yet
    const qint64 step = control->ask(R"({"op":"ready","next_ms":null})").value(QLatin1String("time_ms")).toInteger();
    venue.wall += 7 * kSecond;
    QCOMPARE(venue.time(), step); // nobody says done
    control.reset();
    // Whoever comes now can hold the time: the loss has been noticed.
    (void)waitUntil([&] { return venue.server->wire().connections() <= 1; });
    venue.wall += 10 * kSecond;
    QCOMPARE(venue.time(), runs ? step + 20'000 : step);
    SocketClient again(text(venue.endpoint.control));
    const qint64 taken = venue.time();
    QCOMPARE(again.ask(R"({"op":"ready","next_ms":null})").value(QLatin1String("n")).toInt(), 1);
    QVERIFY(taken >= step);
}

void TestVenueWall::silenceIsCut()
{
    WalledVenue venue(WhenAlone::Freeze, 1.0);
    SocketClient quiet(venue.ws("/v5/public/linear"));
    SocketClient account(venue.ws("/v5/private"));
    SocketClient pinging(venue.ws("/v5/public/linear"));
    const QString agent = QStringLiteral("Program/1");
    SocketClient control(text(venue.endpoint.control), agent);
    SocketClient market(venue.ws("/v5/public/linear"), agent);
    QVERIFY(quiet.isOpen() && account.isOpen() && pinging.isOpen() && control.isOpen() && market.isOpen());
    const std::size_t all = venue.server->wire().connections();
    venue.wall += 300 * kSecond;
    pinging.ask(R"({"op":"ping"})");
    venue.wall += 300 * kSecond;
    venue.server->lookAtWall();
    QVERIFY(!pinging.ask(R"({"op":"ping"})").isEmpty());
    QVERIFY(quiet.isOpen() && account.isOpen()); // ten minutes exactly
    venue.wall += kSecond / 1000;
    venue.server->lookAtWall();
    QVERIFY(waitUntil([&] { return !quiet.isOpen() && !account.isOpen(); }));
    QVERIFY(!pinging.ask(R"({"op":"ping"})").isEmpty());
    // The one that holds the time has nothing to say while it works.
    QVERIFY(control.isOpen() && market.isOpen());
    QVERIFY(waitUntil([&] { return venue.server->wire().connections() == all * 3 / 5; }));
}

void TestVenueWall::idleTimeIsChosen_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("seconds");
    const auto row = [](const char* path, int seconds) { QTest::newRow(path) << QByteArray(path) << seconds; };
    row("/v5/private?max_active_time=45s", 45);
    row("/v5/trade?max_active_time=45s", 45);
    row("/v5/private?max_active_time=1m", 60);
    row("/v5/private?a=b&max_active_time=10m", 600);
    row("/v5/private?max_active_time=600s", 600);
    row("/v5/private?max_active_time=30s", 30);
    row("/v5/private?max_active_time=29s", 30);
    row("/v5/private?max_active_time=-5s", 30);
    row("/v5/private?max_active_time=11m", 600);
    row("/v5/private?max_active_time=9000000000000000000m", 600);
    row("/v5/private?max_active_time=45", 600);
    row("/v5/private?max_active_time=s", 600);
    row("/v5/private?max_active_time=45sm", 600);
    row("/v5/private?max_active_time=", 600);
    row("/v5/private", 600);
    row("/v5/public/linear?max_active_time=45s", 600);
}

void TestVenueWall::idleTimeIsChosen()
{
    QFETCH(QByteArray, path);
    QFETCH(int, seconds);
    WalledVenue venue(WhenAlone::Freeze, 1.0);
    SocketClient client(venue.ws(path.constData()));
    QVERIFY(!client.ask(R"({"op":"ping"})").isEmpty());
    venue.wall += seconds * kSecond;
    venue.server->lookAtWall();
    QVERIFY(!client.ask(R"({"op":"ping"})").isEmpty()); // which begins anew
    venue.wall += seconds * kSecond + kSecond / 1000;
    venue.server->lookAtWall();
    QVERIFY(waitUntil([&] { return !client.isOpen(); }));
}

void TestVenueWall::whatIsStreamedKeepsASocket()
{
    WalledVenue venue(WhenAlone::Run, 1.0);
    SocketClient quiet(venue.ws("/v5/public/linear"));
    SocketClient market(venue.ws("/v5/public/linear"));
    market.ask(R"({"op":"subscribe","args":["tickers.BTCUSDT"]})");
    venue.wall += 400 * kSecond;
    venue.time();
    QVERIFY(!market.waitFor(3).isEmpty());
    venue.wall += 400 * kSecond;
    venue.server->lookAtWall();
    QVERIFY(waitUntil([&] { return !quiet.isOpen(); }));
    QVERIFY(!market.ask(R"({"op":"ping"})").isEmpty());
}

void TestVenueWall::aStepThatIsNotDoneIsComplainedOf()
{
    WalledVenue venue(WhenAlone::Freeze, std::nullopt);
    const QString agent = QStringLiteral("Program/1");
    SocketClient control(text(venue.endpoint.control), agent);
    SocketClient market(venue.ws("/v5/public/linear"), agent);
    control.ask(R"({"op":"ready","next_ms":null})");
    market.ask(R"({"op":"subscribe","args":["orderbook.50.BTCUSDT","tickers.BTCUSDT"]})");
    control.ask(doneText(1).constData()); // two snapshots
    market.ask(R"({"op":"ping"})"); // a frame that no step has counted
    SocketClient other(venue.ws("/v5/public/linear"), QStringLiteral("Other"));
    other.ask(R"({"op":"ping"})");

    venue.wall += 10 * kSecond - 1;
    venue.server->lookAtWall();
    QVERIFY(venue.lines.empty());
    venue.wall += 1;
    venue.server->lookAtWall();
    venue.server->lookAtWall();
    QCOMPARE(venue.lines.size(), std::size_t(1)); // said once
    const std::string& line = venue.lines.front();
    const qint64 time = control.frames.back().value(QLatin1String("time_ms")).toInteger();
    const std::string expected = "venue: 10 s without done for step 2 at " + std::to_string(time)
        + "; not confirmed by the client: 3 public frames on port " + std::to_string(market.port())
        + ", 1 answer (which of these are handled only the client knows); "
          "requests: 2 received, 1 of them since the last done, 0 parked; "
          "requests of other programs since the step: 1";
    QCOMPARE(text(line), text(expected));
    venue.wall += 10 * kSecond;
    venue.server->lookAtWall();
    QCOMPARE(venue.lines.size(), std::size_t(2)); // and again while it lasts
    control.ask(doneText(2).constData());
    venue.server->lookAtWall();
    QCOMPARE(venue.lines.size(), std::size_t(2));
}

void TestVenueWall::theComplaintNamesWhatIsNotConfirmed()
{
    WalledVenue venue(WhenAlone::Freeze, std::nullopt);
    const QString agent = QStringLiteral("Program/1");
    SocketClient control(text(venue.endpoint.control), agent);
    SocketClient market(venue.ws("/v5/public/linear"), agent);
    const auto complaint = [&] {
        venue.wall += 10 * kSecond;
        venue.server->lookAtWall();
        const QString line = venue.lines.empty() ? QString() : text(venue.lines.back());
        venue.lines.clear();
        const qsizetype from = line.indexOf(QLatin1String("; not confirmed by the client: "));
        return line.mid(from + 2);
    };
    const QString port = QString::number(market.port());
    market.ask(R"({"op":"ping"})"); // before it is ready
    control.ask(R"({"op":"ready","next_ms":null})");
    QCOMPARE(complaint(), QStringLiteral("not confirmed by the client: 1 public frame on port %1; requests: 1 received, "
                                         "0 of them since the last done, 0 parked; requests of other programs since "
                                         "the step: 0").arg(port));
    control.ask(doneText(1).constData());
    QCOMPARE(complaint(), QStringLiteral("not confirmed by the client: no frame and no answer, only the step itself; "
                                         "requests: 1 received, 0 of them since the last done, 0 parked; requests of "
                                         "other programs since the step: 0"));

    // One that is parked is no answer, and then one.
    const ApiKey key {Venue::kKey, Venue::kSecret};
    const QByteArray stamp = QByteArray::number(venue.time());
    QNetworkRequest question(QUrl(text(venue.endpoint.rest) + QStringLiteral("/v5/account/info")));
    question.setRawHeader("User-Agent", agent.toLatin1());
    question.setRawHeader("X-BAPI-API-KEY", Venue::kKey);
    question.setRawHeader("X-BAPI-TIMESTAMP", stamp);
    question.setRawHeader("X-BAPI-SIGN", QByteArray::fromStdString(key.sign((stamp + Venue::kKey).toStdString())));
    const std::size_t before = control.frames.size();
    QNetworkReply* reply = venue.network.get(question);
    QCOMPARE(control.waitFor(before + 1).value(QLatin1String("op")).toString(), QStringLiteral("parked"));
    QCOMPARE(complaint(), QStringLiteral("not confirmed by the client: no frame and no answer, only the step itself; "
                                         "requests: 2 received, 1 of them since the last done, 1 parked; requests of "
                                         "other programs since the step: 1"));
    qint64 step = 2;
    QJsonObject told;
    do
        told = control.ask(doneText(step++).constData());
    while (told.value(QLatin1String("parked")).toInt() == 1 && step < 1000);
    QVERIFY(waitUntil([&] { return reply->isFinished(); }));
    QCOMPARE(Venue::read(reply).code(), 0);
    QCOMPARE(complaint(), QStringLiteral("not confirmed by the client: 1 answer; requests: 2 received, 0 of them since "
                                         "the last done, 0 parked; requests of other programs since the step: 0"));
}

void TestVenueWall::awaitingNobodyIsNoComplaint()
{
    WalledVenue venue(WhenAlone::Run, 1.0);
    venue.wall += 60 * kSecond;
    venue.server->lookAtWall();
    auto control = std::make_unique<SocketClient>(text(venue.endpoint.control));
    venue.wall += 60 * kSecond;
    venue.server->lookAtWall(); // it has not begun
    control->ask(R"({"op":"ready","next_ms":null})");
    control.reset();
    (void)waitUntil([&] { return venue.server->wire().connections() == 0; });
    venue.wall += 60 * kSecond;
    venue.server->lookAtWall();
    QVERIFY(venue.lines.empty());
}

QTEST_GUILESS_MAIN(TestVenueWall)
#include "tst_venue_wall.moc"
