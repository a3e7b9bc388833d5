// SPDX-License-Identifier: GPL-3.0-or-later
// A question on a kept connection, beside QNetworkAccessManager and QTcpSocket.
#include "app/BenchLink.h"
#include "app/BenchResult.h"
#include "app/BenchVenue.h"
#include "exchange/rest/HttpClient.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTcpSocket>

#include <fmt/format.h>

namespace breakline {

namespace {

constexpr int kRounds = 20;
constexpr int kQuestions = 25; ///< of each kind in a round: 540 in 5 s are let through
constexpr int kTimeoutMs = 10'000;

class Questions {
public:
    explicit Questions(const VenueEndpoint& endpoint)
        : m_base(QString::fromStdString(endpoint.rest))
        , m_http(m_base, m_network, m_time)
    {
        m_socket.connectToHost(QStringLiteral("127.0.0.1"), endpoint.port);
        m_socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
        m_request = "GET /v5/market/time HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    }

    bool isConnected() { return m_socket.waitForConnected(kTimeoutMs); }

    QByteArray own()
    {
        QByteArray body;
        HttpRequest request;
        request.target = "/v5/market/time";
        m_http.send(request, [&](const HttpAnswer& answer) {
            body = answer.body;
            m_loop.quit();
        });
        m_loop.exec();
        return body;
    }

    QByteArray manager()
    {
        QNetworkReply* reply = m_plainNetwork.get(QNetworkRequest(m_base.resolved(QUrl(QStringLiteral("/v5/market/time")))));
        QObject::connect(reply, &QNetworkReply::finished, &m_loop, &QEventLoop::quit);
        m_loop.exec();
        const QByteArray body = reply->readAll();
        reply->deleteLater();
        return body;
    }

    QByteArray socket()
    {
        m_socket.write(m_request);
        QByteArray answer;
        for (;;) {
            if (!m_socket.bytesAvailable() && !m_socket.waitForReadyRead(kTimeoutMs))
                return {};
            answer += m_socket.readAll();
            const qsizetype head = answer.indexOf("\r\n\r\n");
            const qsizetype length = answer.indexOf("Content-Length: ");
            if (head < 0 || length < 0)
                continue;
            const qsizetype size = answer.mid(length + 16, answer.indexOf('\r', length) - length - 16).toLongLong();
            if (answer.size() >= head + 4 + size)
                return answer.mid(head + 4);
        }
    }

private:
    const QUrl m_base;
    BenchClock m_clock;
    RealNetworkTime m_time {m_clock};
    QNetworkAccessManager m_network, m_plainNetwork;
    HttpClient m_http;
    QTcpSocket m_socket;
    QByteArray m_request;
    QEventLoop m_loop;
};

} // namespace

Expected<BenchResult> benchRestRoundTrip()
{
    // It runs on: its address limit counts in venue time.
    const auto venue = startBenchVenue(1, WhenAlone::Run, 60.0);
    if (!venue)
        return std::unexpected(venue.error());
    Questions questions((*venue)->endpoint());
    if (!questions.isConnected())
        return fail(ErrorCode::Io, "the venue does not answer");

    // The same answer in all three, but for the time that passes.
    const auto head = [](const QByteArray& body) { return body.left(body.indexOf(':', body.indexOf("timeSecond"))); };
    const QByteArray expected = head(questions.socket());
    std::vector<double> own, manager, socket;
    const auto ask = [&](QByteArray (Questions::*question)(), std::vector<double>& micros) {
        const std::int64_t begin = BenchWirePeer::nowNs();
        const QByteArray body = (questions.*question)();
        micros.push_back(static_cast<double>(BenchWirePeer::nowNs() - begin) * 1e-3);
        return !expected.isEmpty() && head(body) == expected;
    };
    for (int round = 0; round <= kRounds; ++round) {
        if (round == 1) { // the first opened the connections
            own.clear();
            manager.clear();
            socket.clear();
        }
        for (int i = 0; i < kQuestions; ++i)
            if (!ask(&Questions::own, own) || !ask(&Questions::manager, manager) || !ask(&Questions::socket, socket))
                return fail(ErrorCode::Corrupt, "the three clients were answered differently");
    }
    BenchResult result;
    result.name = "rest_round_trip";
    result.unit = "us";
    result.median = medianOf(own);
    result.p50 = result.median;
    result.p99 = quantileOf(own, 0.99);
    result.runs = static_cast<int>(own.size());
    result.beside = {"QNetworkAccessManager", medianOf(manager)};
    result.note = fmt::format("GET /v5/market/time of a venue in its own thread, one after the other on kept "
                              "connections; beside p99 {:.0f}; bare QTcpSocket {:.0f}, p99 {:.0f} us, which is the "
                              "venue's part and the loopback's",
                              quantileOf(manager, 0.99).value_or(0.0), medianOf(socket).value_or(0.0),
                              quantileOf(socket, 0.99).value_or(0.0));
    return result;
}

} // namespace breakline
