// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/rest/HttpClient.h"
#include "fixtures/RawServer.h"

#include <QTest>

using namespace breakline;

namespace {

QByteArray answerOf(const QByteArray& body, const QByteArray& more = {}, int status = 200)
{
    return "HTTP/1.1 " + QByteArray::number(status) + " X\r\n" + more + "Content-Type: application/json\r\nContent-Length: "
        + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

} // namespace

class HttpClientTest : public QObject {
    Q_OBJECT

private:
    HttpAnswer ask(RawServer& server, const HttpRequest& request)
    {
        QNetworkAccessManager network;
        SteppedNetworkTime time;
        HttpClient client(server.url(), network, time);
        std::optional<HttpAnswer> answer;
        int answers = 0;
        client.send(request, [&](const HttpAnswer& value) {
            answer = value;
            ++answers;
        });
        if (answer)
            qFatal("answered from inside the call");
        if (!QTest::qWaitFor([&] { return answer.has_value(); }))
            qFatal("no answer");
        QCoreApplication::processEvents();
        if (answers != 1)
            qFatal("more than one answer");
        return *answer;
    }

    static HttpRequest order()
    {
        HttpRequest request;
        request.changesState = true;
        request.target = "/v5/order/create";
        request.body = R"({"symbol":"BTCUSDT","qty":"1"})";
        request.headers = {{"X-BAPI-SIGN", "aa"}};
        return request;
    }

private Q_SLOTS:
    void aGetIsAnswered()
    {
        RawServer server([](QTcpSocket& socket, const QByteArray&) {
            socket.write(answerOf("{\"a\":1}", "X-Bapi-Limit: 50\r\n"));
        });
        HttpRequest request;
        // Nothing of a signed query is encoded anew.
        request.target = "/v5/x?symbol=BTCUSDT&cursor=a%3D%2Cb%20c&d=e,f";
        const HttpAnswer answer = ask(server, request);
        QCOMPARE(answer.outcome, HttpAnswer::Outcome::Answered);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, QByteArray("{\"a\":1}"));
        QCOMPARE(answer.header("x-bapi-limit"), QByteArray("50"));
        QCOMPARE(answer.header("x-bapi-limit-status"), QByteArray());
        QCOMPARE(server.requests.size(), 1);
        QVERIFY(server.requests[0].startsWith("GET /v5/x?symbol=BTCUSDT&cursor=a%3D%2Cb%20c&d=e,f HTTP/1.1\r\n"));
    }

    void aPostCarriesTheBodyAsItIs()
    {
        RawServer server([](QTcpSocket& socket, const QByteArray&) { socket.write(answerOf("{}")); });
        const HttpAnswer answer = ask(server, order());
        QCOMPARE(answer.outcome, HttpAnswer::Outcome::Answered);
        QCOMPARE(server.requests.size(), 1);
        QVERIFY(server.requests[0].startsWith("POST /v5/order/create HTTP/1.1\r\n"));
        QVERIFY(server.requests[0].contains("Content-Length: 30\r\n"));
        QVERIFY(server.requests[0].contains("Content-Type: application/json\r\n"));
        QVERIFY(server.requests[0].contains("X-BAPI-SIGN: aa\r\n"));
        QVERIFY(!server.requests[0].contains("chunked"));
        QVERIFY(server.requests[0].endsWith("\r\n\r\n" + order().body));
    }

    void anErrorOfTheServersIsAnAnswer_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {400, 401, 403, 404, 429, 500, 502, 503})
            QTest::addRow("%d", status) << status;
    }

    void anErrorOfTheServersIsAnAnswer()
    {
        QFETCH(int, status);
        RawServer server([status](QTcpSocket& socket, const QByteArray&) {
            socket.write(answerOf("{\"retCode\":10000}", {}, status));
        });
        const HttpAnswer answer = ask(server, order());
        QCOMPARE(answer.outcome, HttpAnswer::Outcome::Answered);
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.body, QByteArray("{\"retCode\":10000}"));
        QCOMPARE(server.requests.size(), 1);
    }

    void anOrderIsSentOnceWhateverHappens_data()
    {
        QTest::addColumn<QByteArray>("written");
        QTest::addColumn<bool>("isReset");
        const QByteArray whole = answerOf("{\"retCode\":0}");
        QTest::newRow("closed") << QByteArray() << false;
        QTest::newRow("reset") << QByteArray() << true;
        QTest::newRow("half a status line") << whole.left(6) << false;
        QTest::newRow("half a header") << whole.left(30) << false;
        QTest::newRow("half a header, reset") << whole.left(30) << true;
        QTest::newRow("header without body") << whole.left(whole.indexOf("\r\n\r\n") + 4) << false;
        QTest::newRow("half a body") << whole.chopped(5) << false;
        QTest::newRow("half a body, reset") << whole.chopped(5) << true;
    }

    void anOrderIsSentOnceWhateverHappens()
    {
        QFETCH(QByteArray, written);
        QFETCH(bool, isReset);
        RawServer server([&](QTcpSocket& socket, const QByteArray&) {
            socket.write(written);
            socket.flush();
            if (isReset)
                socket.abort();
            else
                socket.disconnectFromHost();
        });
        const HttpAnswer answer = ask(server, order());
        QCOMPARE(answer.outcome, HttpAnswer::Outcome::Unknown);
        QVERIFY(answer.body.isEmpty());
        QCOMPARE(server.requests.size(), 1);
    }

    void aKeptConnectionThatEndsRepeatsNoOrder()
    {
        // The first is answered and kept; the server hangs up when the second has come.
        int count = 0;
        RawServer server([&](QTcpSocket& socket, const QByteArray&) {
            if (++count == 1)
                socket.write(answerOf("{}"));
            else
                socket.abort();
        });
        QNetworkAccessManager network;
        SteppedNetworkTime time;
        HttpClient client(server.url(), network, time);
        std::vector<HttpAnswer> answers;
        client.send(order(), [&](const HttpAnswer& value) { answers.push_back(value); });
        QTRY_COMPARE(answers.size(), std::size_t(1));
        client.send(order(), [&](const HttpAnswer& value) { answers.push_back(value); });
        QTRY_COMPARE(answers.size(), std::size_t(2));
        QCOMPARE(answers[0].outcome, HttpAnswer::Outcome::Answered);
        QCOMPARE(answers[1].outcome, HttpAnswer::Outcome::Unknown);
        QCOMPARE(server.requests.size(), 2);
    }

    void withoutAServerNothingWasSent()
    {
        QUrl url;
        {
            RawServer server([](QTcpSocket&, const QByteArray&) {});
            url = server.url();
        }
        QNetworkAccessManager network;
        SteppedNetworkTime time;
        HttpClient client(url, network, time);
        std::optional<HttpAnswer> answer;
        client.send(order(), [&](const HttpAnswer& value) { answer = value; });
        QTRY_VERIFY(answer);
        QCOMPARE(answer->outcome, HttpAnswer::Outcome::NotSent);
    }

    void noAnswerInTimeIsUnknown()
    {
        RawServer server([](QTcpSocket&, const QByteArray&) {});
        QNetworkAccessManager network;
        SteppedNetworkTime time(Timestamp {1000});
        HttpClient client(server.url(), network, time);
        std::optional<HttpAnswer> answer;
        client.send(order(), [&](const HttpAnswer& value) { answer = value; });
        QTRY_COMPARE(server.requests.size(), 1);
        time.advanceTo(Timestamp {30'999});
        QCoreApplication::processEvents();
        QVERIFY(!answer);
        QCOMPARE(time.nextDue(), std::optional(Timestamp {31'000}));
        time.advanceTo(Timestamp {31'000});
        QVERIFY(answer); // with its time, not with some later event
        QCOMPARE(answer->outcome, HttpAnswer::Outcome::Unknown);
        QCOMPARE(answer->error, QByteArray("no answer in time"));
        QCOMPARE(client.pending(), std::size_t(0));
        // And no second time.
        answer.reset();
        QCoreApplication::processEvents();
        QVERIFY(!answer);
    }

    void afterItsEndNothingIsAnswered()
    {
        RawServer server([](QTcpSocket&, const QByteArray&) {});
        QNetworkAccessManager network;
        SteppedNetworkTime time;
        auto client = std::make_unique<HttpClient>(server.url(), network, time);
        bool isAnswered = false;
        client->send(order(), [&](const HttpAnswer&) { isAnswered = true; });
        QTRY_COMPARE(server.requests.size(), 1);
        client.reset();
        QCoreApplication::processEvents();
        QVERIFY(!isAnswered);
        QVERIFY(!time.nextDue());
    }

    void redirectsAreNotFollowed()
    {
        RawServer server([](QTcpSocket& socket, const QByteArray&) {
            socket.write(answerOf({}, "Location: /elsewhere\r\n", 302));
        });
        const HttpAnswer answer = ask(server, HttpRequest {});
        QCOMPARE(answer.status, 302);
        QCOMPARE(server.requests.size(), 1);
    }
};

QTEST_GUILESS_MAIN(HttpClientTest)
#include "tst_http_client.moc"
