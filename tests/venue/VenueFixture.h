// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "matching/GeneratedMarket.h"
#include "matching/SimulatedExchange.h"
#include "venue/VenueServer.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>
#include <QTimer>
#include <QUrl>
#include <QWebSocket>

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace breakline::test {

inline QString text(const std::string& value)
{
    return QString::fromStdString(value);
}

/// Lets events happen until something holds; false where it never does. Unlike
/// QTest's own it does not sleep between two looks.
template<class Holds>
bool waitUntil(Holds holds)
{
    const QDeadlineTimer deadline(20'000);
    QTimer wake;
    wake.start(200);
    while (!holds()) {
        if (deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    return true;
}

struct HttpAnswer {
    int status = 0;
    QJsonObject json;
    QMap<QByteArray, QByteArray> headers; ///< names in lower case

    int code() const { return json.value(QLatin1String("retCode")).toInt(-1); }
    QJsonObject result() const { return json.value(QLatin1String("result")).toObject(); }
    QJsonArray list() const { return result().value(QLatin1String("list")).toArray(); }
};

/// A websocket that keeps what it got.
class SocketClient {
public:
    SocketClient(const QString& url, const QString& userAgent = {})
    {
        QObject::connect(&m_socket, &QWebSocket::textMessageReceived, &m_socket, [this](const QString& frame) {
            frames.push_back(QJsonDocument::fromJson(frame.toUtf8()).object());
        });
        QNetworkRequest request {QUrl(url)};
        if (!userAgent.isEmpty())
            request.setRawHeader("User-Agent", userAgent.toLatin1());
        m_socket.open(request);
        bool ended = false;
        QObject::connect(&m_socket, &QWebSocket::disconnected, &m_socket, [&ended] { ended = true; });
        m_open = waitUntil([&] { return ended || m_socket.state() == QAbstractSocket::ConnectedState; });
        m_socket.disconnect(SIGNAL(disconnected()));
    }

    bool isOpen() const { return m_open && m_socket.state() == QAbstractSocket::ConnectedState; }
    quint16 port() const { return m_socket.localPort(); }
    QWebSocket& socket() { return m_socket; }

    void send(const char* json) { m_socket.sendTextMessage(QString::fromLatin1(json)); }
    void send(const QJsonObject& json)
    {
        m_socket.sendTextMessage(QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact)));
    }
    /// Waits until there are that many frames; the newest, or an empty object.
    QJsonObject waitFor(std::size_t count)
    {
        return waitUntil([&] { return frames.size() >= count; }) ? frames.back() : QJsonObject();
    }
    /// Sends, and waits for one more frame.
    QJsonObject ask(const char* json)
    {
        const std::size_t before = frames.size();
        send(json);
        return waitFor(before + 1);
    }

    std::vector<QJsonObject> frames;

private:
    QWebSocket m_socket;
    bool m_open = false;
};

/// A venue on the seeded market in this thread, and a client's requests to it.
class Venue {
public:
    static constexpr const char* kKey = "KEY";
    static constexpr const char* kSecret = "SECRET";

    explicit Venue(int symbols = 3, bool byHand = true, VenueSettings settings = {})
    {
        GeneratorSettings market;
        market.symbolCount = symbols;
        VenueServerOptions options;
        options.settings = settings;
        options.source = std::move(*GeneratedMarket::make(market));
        options.key = {kKey, kSecret};
        options.byHand = byHand;
        options.alone = WhenAlone::Freeze;
        options.speed.reset();
        server = std::make_unique<VenueServer>(std::move(options));
        endpoint = *server->listen();
    }

    explicit Venue(VenueServerOptions options)
        : server(std::make_unique<VenueServer>(std::move(options)))
        , endpoint(*server->listen())
    {
    }

    Timestamp now() const { return server->exchange().now(); }
    QString ws(const char* path) const { return text(endpoint.ws) + QLatin1String(path); }

    QNetworkReply* start(const QByteArray& method, const QByteArray& target, const QByteArray& body = {},
                         const QList<QPair<QByteArray, QByteArray>>& headers = {})
    {
        QNetworkRequest request(QUrl::fromEncoded(QByteArray::fromStdString(endpoint.rest) + target));
        for (const auto& [name, value] : headers)
            request.setRawHeader(name, value);
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        // A manager opens six connections to a host; what is parked holds one each.
        QNetworkAccessManager& network = networks[++started % networks.size()];
        return method == "GET" ? network.get(request) : network.post(request, body);
    }

    QList<QPair<QByteArray, QByteArray>> signature(const QByteArray& payload) const
    {
        const QByteArray time = QByteArray::number(now().ms);
        const ApiKey key {kKey, kSecret};
        return {{"X-BAPI-API-KEY", kKey},
                {"X-BAPI-TIMESTAMP", time},
                {"X-BAPI-RECV-WINDOW", "5000"},
                {"X-BAPI-SIGN", QByteArray::fromStdString(key.sign((time + kKey + "5000" + payload).toStdString()))}};
    }

    static HttpAnswer read(QNetworkReply* reply)
    {
        HttpAnswer answer;
        answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        answer.json = QJsonDocument::fromJson(reply->readAll()).object();
        for (const auto& [name, value] : reply->rawHeaderPairs())
            answer.headers.insert(name.toLower(), value);
        reply->deleteLater();
        return answer;
    }

    HttpAnswer get(const QByteArray& target)
    {
        QNetworkReply* reply = start("GET", target);
        return waitUntil([&] { return reply->isFinished(); }) ? read(reply) : HttpAnswer();
    }

    /// Sends a signed request, moves time until it is answered, and gives that.
    HttpAnswer ask(const QByteArray& method, const QByteArray& path, const QByteArray& payload)
    {
        QNetworkReply* reply = startSigned(method, path, payload);
        return finish(reply);
    }
    HttpAnswer post(const QByteArray& path, const QByteArray& body) { return ask("POST", path, body); }
    HttpAnswer query(const QByteArray& path, const QByteArray& query = {}) { return ask("GET", path, query); }

    QNetworkReply* startSigned(const QByteArray& method, const QByteArray& path, const QByteArray& payload)
    {
        return method == "GET" ? start(method, payload.isEmpty() ? path : path + '?' + payload, {}, signature(payload))
                               : start(method, path, payload, signature(payload));
    }

    HttpAnswer finish(QNetworkReply* reply)
    {
        // What is parked is at the exchange, what is refused is answered.
        (void)waitUntil([&] {
            return reply->isFinished() || server->exchange().pendingRequests() > 0;
        });
        const Timestamp until = now() + Duration::milliseconds(60);
        while (now() < until && server->exchange().pendingRequests() > 0)
            server->step(until);
        (void)waitUntil([&] { return reply->isFinished(); });
        return read(reply);
    }

    void runTo(Timestamp time)
    {
        while (now() < time)
            server->step(time);
    }

    /// A price text near the last of the symbol, on its grid.
    QByteArray price(const char* symbol, double factor) const
    {
        const SymbolId id = *server->exchange().instruments().find(symbol);
        const Instrument& rules = server->exchange().instruments().at(id);
        const double last = rules.toDouble(*server->exchange().ticker(id).last);
        return QByteArray::fromStdString(
            rules.toDecimal(*rules.quantizePrice(last * factor, QuantizeFor::Nearest)).toString());
    }

    std::unique_ptr<VenueServer> server;
    VenueEndpoint endpoint;
    std::array<QNetworkAccessManager, 3> networks;
    std::size_t started = 0;
};

} // namespace breakline::test
