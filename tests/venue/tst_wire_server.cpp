// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/WireServer.h"

#include <QTcpSocket>
#include <QTest>
#include <QWebSocket>

#include <memory>
#include <vector>

using namespace breakline;

namespace {

struct Recorder final : WireHandler {
    void onRequest(const WireRequest& request) override { requests.push_back(request); }
    void onRequestGone(std::uint64_t request) override { gone.push_back(request); }
    void onSocketOpened(const WireSocket& socket) override { opened.push_back(socket); }
    void onSocketText(std::uint64_t, std::string_view text) override { texts.emplace_back(text); }
    void onSocketClosed(std::uint64_t socket) override { closed.push_back(socket); }

    std::vector<WireRequest> requests;
    std::vector<std::uint64_t> gone;
    std::vector<WireSocket> opened;
    std::vector<std::string> texts;
    std::vector<std::uint64_t> closed;
};

struct Rig {
    Rig()
        : server(makeWireServer(handler))
        , port(*server->listen(0))
    {
    }

    std::unique_ptr<QTcpSocket> connect() const
    {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(QStringLiteral("127.0.0.1"), port);
        socket->waitForConnected();
        return socket;
    }

    Recorder handler;
    std::unique_ptr<WireServer> server;
    std::uint16_t port;
};

} // namespace

class TestWireServer final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void targetAndBodyArriveByteForByte();
    void answersCarryStatusAndHeaders();
    void answersMayComeInAnyOrder();
    void aClientThatWentAwayIsSkipped();
    void halfARequestWaits();
    void whatIsNoHttpIsDropped();
    void twoHundredConnections();
    void websocketOnTheSamePort();
    void connectionsCanBeCut();
};

void TestWireServer::targetAndBodyArriveByteForByte()
{
    Rig rig;
    const auto client = rig.connect();
    const QByteArray body = "{\"a\":\"\xc3\xa4\",  \"b\":1}";
    // In pieces, with escapes that QUrl would rewrite.
    client->write("POST /v5/order/create?x=%41%2c,{}&y=a%20b HTTP/1.1\r\nHost: a\r\nX-Bapi-");
    client->waitForBytesWritten();
    QCoreApplication::processEvents();
    client->write("Sign: abc\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    QTRY_COMPARE(rig.handler.requests.size(), std::size_t(1));
    const WireRequest& request = rig.handler.requests.front();
    QCOMPARE(request.method, std::string("POST"));
    QCOMPARE(request.path, std::string("/v5/order/create"));
    QCOMPARE(request.query, std::string("x=%41%2c,{}&y=a%20b"));
    QCOMPARE(request.body, body.toStdString());
    QCOMPARE(std::string(request.header("x-bapi-sign")), std::string("abc"));
    QCOMPARE(request.port, client->localPort());
}

void TestWireServer::answersCarryStatusAndHeaders()
{
    Rig rig;
    const auto client = rig.connect();
    for (std::uint64_t i = 1; i <= 2; ++i) { // one connection, kept alive
        client->write("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
        QTRY_COMPARE(rig.handler.requests.size(), std::size_t(i));
        rig.server->answer(i, 403, {{"X-Bapi-Limit", "10"}}, "{}");
        QByteArray got;
        QTRY_VERIFY((got += client->readAll()).endsWith("{}"));
        QCOMPARE(got, QByteArray("HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\nX-Bapi-Limit: 10\r\n"
                                 "Content-Length: 2\r\n\r\n{}"));
        rig.server->answer(i, 200, {}, "twice"); // has no effect
    }
}

void TestWireServer::answersMayComeInAnyOrder()
{
    Rig rig;
    const auto first = rig.connect();
    const auto second = rig.connect();
    first->write("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
    QTRY_COMPARE(rig.handler.requests.size(), std::size_t(1));
    second->write("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
    QTRY_COMPARE(rig.handler.requests.size(), std::size_t(2));
    rig.server->answer(2, 200, {}, "two");
    QTRY_VERIFY(second->bytesAvailable() > 0);
    QCOMPARE(first->bytesAvailable(), 0);
    rig.server->answer(1, 200, {}, "one");
    QByteArray got;
    QTRY_VERIFY((got += first->readAll()).endsWith("one"));
}

void TestWireServer::aClientThatWentAwayIsSkipped()
{
    Rig rig;
    auto client = rig.connect();
    client->write("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
    QTRY_COMPARE(rig.handler.requests.size(), std::size_t(1));
    client->abort();
    QTRY_COMPARE(rig.handler.gone, std::vector<std::uint64_t> {1});
    rig.server->answer(1, 200, {}, "nobody");
    QTRY_COMPARE(rig.server->connections(), std::size_t(0));
}

void TestWireServer::halfARequestWaits()
{
    Rig rig;
    auto half = rig.connect();
    half->write("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345");
    const auto whole = rig.connect();
    whole->write("GET /b HTTP/1.1\r\nHost: a\r\n\r\n");
    QTRY_COMPARE(rig.handler.requests.size(), std::size_t(1));
    QCOMPARE(rig.handler.requests.front().path, std::string("/b"));
    half->abort(); // in the middle of its body
    QTRY_COMPARE(rig.server->connections(), std::size_t(1));
    QCOMPARE(rig.handler.requests.size(), std::size_t(1));
    QVERIFY(rig.handler.gone.empty());
}

void TestWireServer::whatIsNoHttpIsDropped()
{
    Rig rig;
    const auto client = rig.connect();
    client->write("\x16\x03\x01 this is no HTTP\r\n\r\n");
    const auto other = rig.connect();
    other->write("GET /b HTTP/1.1\r\nHost: a\r\n\r\n");
    QTRY_COMPARE(rig.handler.requests.size(), std::size_t(1));
    QCOMPARE(rig.handler.requests.front().path, std::string("/b"));
}

void TestWireServer::twoHundredConnections()
{
    Rig rig;
    std::vector<std::unique_ptr<QTcpSocket>> clients;
    for (int i = 0; i < 200; ++i) {
        clients.push_back(rig.connect());
        clients.back()->write("GET /" + QByteArray::number(i) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    QTRY_COMPARE(rig.handler.requests.size(), std::size_t(200));
    for (const WireRequest& request : rig.handler.requests)
        rig.server->answer(request.id, 200, {}, request.path);
    for (int i = 0; i < 200; ++i) {
        QByteArray got;
        QTRY_VERIFY((got += clients[static_cast<std::size_t>(i)]->readAll()).endsWith("\r\n/" + QByteArray::number(i)));
    }
    QCOMPARE(rig.server->connections(), std::size_t(200));
}

void TestWireServer::websocketOnTheSamePort()
{
    Rig rig;
    QWebSocket client;
    QStringList got;
    connect(&client, &QWebSocket::textMessageReceived, &client, [&](const QString& text) { got.push_back(text); });
    QNetworkRequest request(QUrl(QStringLiteral("ws://127.0.0.1:%1/v5/private?max_active_time=1m&a=%20b").arg(rig.port)));
    request.setRawHeader("User-Agent", "Somebody/1");
    client.open(request);
    QTRY_COMPARE(rig.handler.opened.size(), std::size_t(1));
    QCOMPARE(rig.handler.opened.front().path, std::string("/v5/private"));
    QCOMPARE(rig.handler.opened.front().userAgent, std::string("Somebody/1"));
    QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);
    QCOMPARE(rig.handler.opened.front().port, client.localPort());
    QCOMPARE(rig.handler.opened.front().query, std::string("max_active_time=1m&a=%20b"));
    QCOMPARE(rig.server->connections(), std::size_t(1));
    const auto http = rig.connect();
    QTRY_COMPARE(rig.server->connections(), std::size_t(2));
    const std::uint64_t id = rig.handler.opened.front().id;
    client.sendTextMessage(QStringLiteral("hello"));
    QTRY_COMPARE(rig.handler.texts, std::vector<std::string> {"hello"});
    rig.server->send(id, "one");
    rig.server->send(id, "two");
    QTRY_COMPARE(got, QStringList({QStringLiteral("one"), QStringLiteral("two")}));
    client.close();
    QTRY_COMPARE(rig.handler.closed, std::vector<std::uint64_t> {id});
    rig.server->send(id, "nobody");
    QTRY_COMPARE(rig.server->connections(), std::size_t(1));
}

void TestWireServer::connectionsCanBeCut()
{
    Rig rig;
    const auto http = rig.connect();
    http->write("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
    QTRY_COMPARE(rig.handler.requests.size(), std::size_t(1));
    rig.server->sendRaw(http->localPort(), "HTTP/1.1 200 OK\r\nContent-Len"); // half an answer
    QTRY_VERIFY(http->bytesAvailable() > 0);
    rig.server->cut(http->localPort());
    QTRY_COMPARE(http->state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(rig.handler.gone, std::vector<std::uint64_t> {1});

    QWebSocket socket;
    socket.open(QUrl(QStringLiteral("ws://127.0.0.1:%1/v5/private").arg(rig.port)));
    QTRY_COMPARE(socket.state(), QAbstractSocket::ConnectedState);
    QTRY_COMPARE(rig.handler.opened.size(), std::size_t(1));
    rig.server->cut(rig.handler.opened.front().port);
    QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
    QTRY_COMPARE(rig.handler.closed.size(), std::size_t(1));
}

QTEST_GUILESS_MAIN(TestWireServer)
#include "tst_wire_server.moc"
