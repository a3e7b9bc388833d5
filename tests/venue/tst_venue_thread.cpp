// SPDX-License-Identifier: GPL-3.0-or-later
#include "VenueFixture.h"
#include "venue/VenueThread.h"

using namespace breakline;
using namespace breakline::test;

class TestVenueThread final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void servesAndStops();
    void runsFree();
    void portInUseIsAnError();
};

namespace {

VenueServerOptions options()
{
    GeneratorSettings market;
    market.symbolCount = 2;
    VenueServerOptions result;
    result.source = std::move(*GeneratedMarket::make(market));
    result.key = {"KEY", "SECRET"};
    return result;
}

QJsonObject get(QNetworkAccessManager& network, const VenueEndpoint& endpoint, const char* path)
{
    QNetworkReply* reply = network.get(QNetworkRequest(QUrl(text(endpoint.rest) + QLatin1String(path))));
    (void)waitUntil([&] { return reply->isFinished(); });
    return Venue::read(reply).json;
}

} // namespace

void TestVenueThread::servesAndStops()
{
    for (int i = 0; i < 3; ++i) {
        VenueServerOptions frozen = options();
        frozen.alone = WhenAlone::Freeze;
        auto venue = VenueThread::start(std::move(frozen));
        QVERIFY(venue.has_value());
        QCOMPARE((*venue)->endpoint().symbols, std::vector<std::string>({"BTCUSDT", "ETHUSDT"}));
        QNetworkAccessManager network;
        SocketClient control(text((*venue)->endpoint().control));
        control.ask(R"({"op":"ready","next_ms":null})");
        for (int step = 1; step < 20; ++step)
            control.ask("{\"op\":\"done\",\"n\":" + QByteArray::number(step) + ",\"next_ms\":null}");
        QCOMPARE(control.frames.back().value(QLatin1String("n")).toInt(), 20);
        const QJsonObject time = get(network, (*venue)->endpoint(), "/v5/market/time");
        QCOMPARE(time.value(QLatin1String("time")), control.frames.back().value(QLatin1String("time_ms")));
        QVERIFY((*venue)->report().find("\"difference\":\"0\"") != std::string::npos);
        venue->reset(); // with a client still connected
        QVERIFY(waitUntil([&] { return !control.isOpen(); }));
    }
}

void TestVenueThread::runsFree()
{
    auto venue = VenueThread::start(options());
    QVERIFY(venue.has_value());
    QNetworkAccessManager network;
    const qint64 start = (*venue)->endpoint().start.ms;
    QVERIFY(waitUntil([&] {
        return get(network, (*venue)->endpoint(), "/v5/market/time").value(QLatin1String("time")).toInteger() > start + 1000;
    }));
}

void TestVenueThread::portInUseIsAnError()
{
    auto first = VenueThread::start(options());
    VenueServerOptions again = options();
    again.port = (*first)->endpoint().port;
    const auto second = VenueThread::start(std::move(again));
    QVERIFY(!second.has_value());
    QVERIFY(second.error().message.find(std::to_string((*first)->endpoint().port)) != std::string::npos);
}

QTEST_GUILESS_MAIN(TestVenueThread)
#include "tst_venue_thread.moc"
