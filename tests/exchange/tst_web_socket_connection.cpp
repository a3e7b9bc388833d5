// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/ws/WebSocketConnection.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QWebSocketServer>

using namespace breakline;

namespace {

/// Takes connections and keeps what was said on each.
class TalkServer : public QObject {
    Q_OBJECT
public:
    TalkServer()
        : m_server(QStringLiteral("test"), QWebSocketServer::NonSecureMode)
    {
        connect(&m_server, &QWebSocketServer::newConnection, this, [this] {
            while (QWebSocket* socket = m_server.nextPendingConnection()) {
                socket->setParent(this);
                sockets.append(socket);
                connect(socket, &QWebSocket::textMessageReceived, this,
                        [this](const QString& text) { said.append(text); });
            }
        });
        m_server.listen(QHostAddress::LocalHost);
    }

    QUrl url() const { return m_server.serverUrl(); }
    quint16 port() const { return m_server.serverPort(); }
    void stop() { m_server.close(); }

    QList<QWebSocket*> sockets;
    QStringList said;

private:
    QWebSocketServer m_server;
};

WebSocketWords words(bool isPrivate)
{
    WebSocketWords result;
    result.ping = [] { return QByteArray("ping"); };
    if (isPrivate)
        result.authenticate = [] { return QByteArray("auth"); };
    result.subscribe = [](const SubscriptionLedger::Frame& frame) {
        QByteArray text = frame.subscribes ? "+" : "-";
        for (const std::string& topic : frame.topics)
            text += QByteArray::fromStdString(topic) + ' ';
        return text + QByteArray::number(static_cast<qulonglong>(frame.id));
    };
    return result;
}

} // namespace

class WebSocketConnectionTest : public QObject {
    Q_OBJECT

private:
    static WebSocketSettings settings(const QUrl& url)
    {
        WebSocketSettings result;
        result.url = url;
        return result;
    }

private Q_SLOTS:
    void opensAndSubscribes()
    {
        TalkServer server;
        SteppedNetworkTime time;
        WebSocketConnection connection(settings(server.url()), words(false), time);
        QSignalSpy up(&connection, &WebSocketConnection::up);
        connection.want("a");
        connection.want("b");
        connection.open();
        QVERIFY(connection.isBusy());
        QTRY_COMPARE(server.said, QStringList {QStringLiteral("+a b 1")});
        QCOMPARE(up.size(), 1);
        QVERIFY(connection.isUp());
        QVERIFY(connection.isBusy());
        QCOMPARE(connection.subscriptionAnswered(1)->topics.size(), std::size_t(2));
        QVERIFY(!connection.isBusy());
        // The next frame keeps its distance.
        connection.want("c");
        connection.sendSubscriptions();
        QVERIFY(connection.isBusy());
        time.advanceTo(Timestamp {100});
        connection.want("d");
        connection.sendSubscriptions();
        QTRY_COMPARE(server.said.size(), 2);
        time.advanceTo(Timestamp {200});
        QTRY_COMPARE(server.said.mid(1), (QStringList {QStringLiteral("+c 2"), QStringLiteral("+d 3")}));
    }

    void sendsWithoutDelay()
    {
        TalkServer server;
        SteppedNetworkTime time;
        WebSocketConnection connection(settings(server.url()), words(false), time);
        connection.open();
        QTRY_VERIFY(connection.isUp());
        QTRY_COMPARE(server.sockets.size(), 1);
        QCOMPARE(server.sockets[0]->peerPort(), connection.localPort());
        auto* transport = connection.findChild<QTcpSocket*>();
        QVERIFY(transport != nullptr);
        QCOMPARE(transport->socketOption(QAbstractSocket::LowDelayOption).toInt(), 1);
    }

    void authenticatesFirst()
    {
        TalkServer server;
        SteppedNetworkTime time;
        WebSocketConnection connection(settings(server.url()), words(true), time);
        QSignalSpy up(&connection, &WebSocketConnection::up);
        connection.want("order");
        connection.open();
        QTRY_COMPARE(server.said, QStringList {QStringLiteral("auth")});
        QCOMPARE(up.size(), 0);
        QVERIFY(!connection.send("x"));
        connection.authenticated();
        QCOMPARE(up.size(), 1);
        QTRY_COMPARE(server.said.size(), 2);
        QCOMPARE(server.said[1], QStringLiteral("+order 1"));
    }

    void countsAndGivesFrames()
    {
        TalkServer server;
        SteppedNetworkTime time;
        WebSocketConnection connection(settings(server.url()), words(false), time);
        QSignalSpy frames(&connection, &WebSocketConnection::frame);
        connection.open();
        QTRY_COMPARE(server.sockets.size(), 1);
        server.sockets[0]->sendTextMessage(QStringLiteral("one"));
        server.sockets[0]->sendTextMessage(QStringLiteral("two"));
        QTRY_COMPARE(frames.size(), 2);
        QCOMPARE(frames[0][0].toByteArray(), QByteArray("one"));
        QCOMPARE(connection.received(), 2U);
    }

    void comesBackAfterALossAndDoublesTheWait()
    {
        TalkServer server;
        SteppedNetworkTime time;
        WebSocketConnection connection(settings(server.url()), words(false), time);
        QSignalSpy down(&connection, &WebSocketConnection::down);
        QSignalSpy up(&connection, &WebSocketConnection::up);
        connection.want("a");
        connection.open();
        QTRY_COMPARE(server.said.size(), 1);
        server.stop();
        server.sockets[0]->abort();
        QTRY_COMPARE(down.size(), 1);
        QCOMPARE(down[0][1].toBool(), true);
        QVERIFY(!connection.isBusy());
        std::int64_t now = 0;
        for (const std::int64_t wait : {5'000, 10'000, 20'000, 40'000, 60'000, 60'000}) {
            time.advanceTo(Timestamp {now + wait - 1});
            QCOMPARE(connection.state(), WebSocketConnection::State::Closed);
            now += wait;
            const auto failed = down.size();
            time.advanceTo(Timestamp {now});
            QCOMPARE(connection.state(), WebSocketConnection::State::Opening);
            QTRY_COMPARE(down.size(), failed + 1);
            QCOMPARE(down.last()[1].toBool(), false);
        }
        QCOMPARE(up.size(), 1);
    }

    void theWaitIsShortAgainOnceItWasUp()
    {
        TalkServer server;
        SteppedNetworkTime time;
        WebSocketConnection connection(settings(server.url()), words(false), time);
        QSignalSpy up(&connection, &WebSocketConnection::up);
        connection.want("a");
        connection.open();
        for (int round = 1; round <= 4; ++round) {
            QTRY_COMPARE(server.sockets.size(), round);
            QTRY_COMPARE(server.said.size(), round); // renewed each time
            QCOMPARE(up.size(), round);
            server.sockets.last()->abort();
            QTRY_COMPARE(connection.state(), WebSocketConnection::State::Closed);
            time.advanceTo(time.now() + Duration::seconds(5));
        }
    }

    void pingsAndFindsSilence()
    {
        TalkServer server;
        SteppedNetworkTime time;
        WebSocketConnection connection(settings(server.url()), words(false), time);
        QSignalSpy down(&connection, &WebSocketConnection::down);
        QSignalSpy frames(&connection, &WebSocketConnection::frame);
        connection.open();
        QTRY_VERIFY(connection.isUp());
        QTRY_COMPARE(server.sockets.size(), 1);
        time.advanceTo(Timestamp {20'000});
        QTRY_COMPARE(server.said, QStringList {QStringLiteral("ping")});
        server.sockets[0]->sendTextMessage(QStringLiteral("pong"));
        QTRY_COMPARE(frames.size(), 1);
        time.advanceTo(Timestamp {30'000});
        QCOMPARE(down.size(), 0);
        time.advanceTo(Timestamp {40'000});
        QTRY_COMPARE(server.said.size(), 2);
        time.advanceTo(Timestamp {49'999});
        QCOMPARE(down.size(), 0);
        time.advanceTo(Timestamp {50'000});
        QCOMPARE(down.size(), 1);
        QCOMPARE(down[0][0].toString(), QStringLiteral("silent after a ping"));
    }

    void givesUpOpeningInTime()
    {
        QTcpServer mute; // accepts and says nothing
        QVERIFY(mute.listen(QHostAddress::LocalHost));
        SteppedNetworkTime time;
        WebSocketConnection connection(settings(QUrl(QStringLiteral("ws://127.0.0.1:%1").arg(mute.serverPort()))),
                                       words(false), time);
        QSignalSpy down(&connection, &WebSocketConnection::down);
        connection.open();
        QTRY_VERIFY(mute.hasPendingConnections());
        time.advanceTo(Timestamp {9'999});
        QCOMPARE(down.size(), 0);
        time.advanceTo(Timestamp {10'000});
        QCOMPARE(down.size(), 1);
        QCOMPARE(down[0][1].toBool(), false);
        QCOMPARE(time.nextDue(), std::optional(Timestamp {15'000}));
    }

    void closedForGoodSaysNothing()
    {
        TalkServer server;
        SteppedNetworkTime time;
        WebSocketConnection connection(settings(server.url()), words(false), time);
        QSignalSpy down(&connection, &WebSocketConnection::down);
        connection.open();
        QTRY_VERIFY(connection.isUp());
        connection.close();
        QCOMPARE(down.size(), 0);
        QVERIFY(!time.nextDue());
        QVERIFY(!connection.send("x"));
    }
};

QTEST_GUILESS_MAIN(WebSocketConnectionTest)
#include "tst_web_socket_connection.moc"
