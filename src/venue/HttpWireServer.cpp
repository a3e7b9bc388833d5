// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/WireServer.h"

#include <QAbstractHttpServer>
#include <QHash>
#include <QMap>
#include <QHttpServerRequest>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QWebSocket>

#include <functional>
#include <map>
#include <set>

namespace breakline {

std::string_view WireRequest::header(std::string_view lowerCaseName) const
{
    for (const auto& [name, value] : headers)
        if (name == lowerCaseName)
            return value;
    return {};
}

namespace {

constexpr int kBacklog = 512;
/// Longest first line of a request that is kept.
constexpr qsizetype kMaxTarget = 64 * 1024;

std::string_view reasonOf(int status)
{
    switch (status) {
    case 200: return "OK";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 429: return "Too Many Requests";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    default: return "Status";
    }
}

/// Owns its sockets and remembers the first line of the request that each is in.
class SocketOwner final : public QTcpServer {
public:
    using Gone = std::function<void(QTcpSocket*)>;
    using IsShut = std::function<bool(std::string_view path)>;
    /// `gone` hears of HTTP connections that have ended; who asks for a path that
    /// is shut is cut.
    SocketOwner(QObject* parent, Gone gone, IsShut isShut)
        : QTcpServer(parent)
        , m_gone(std::move(gone))
        , m_isShut(std::move(isShut))
    {
        setListenBacklogSize(kBacklog);
        setMaxPendingConnections(kBacklog);
    }

    /// The target of the request just parsed, as it was sent; the next one begins.
    QByteArray takeTarget(QTcpSocket* socket)
    {
        const QByteArray line = m_lines.take(socket);
        const qsizetype first = line.indexOf(' ');
        const qsizetype last = line.indexOf(' ', first + 1);
        return first < 0 || last < 0 ? QByteArray() : line.mid(first + 1, last - first - 1);
    }

    QTcpSocket* find(std::uint16_t port) const
    {
        for (QTcpSocket* socket : findChildren<QTcpSocket*>())
            if (socket->state() == QAbstractSocket::ConnectedState && socket->peerPort() == port)
                return socket;
        return m_upgraded.value(port);
    }

    void noteUpgraded(QTcpSocket* socket, std::uint16_t port) { m_upgraded.insert(port, socket); }
    void forgetUpgraded(std::uint16_t port) { m_upgraded.remove(port); }

    /// The clients of those that are open and still its own.
    std::set<std::uint16_t> ports() const
    {
        std::set<std::uint16_t> result;
        for (const QTcpSocket* socket : findChildren<QTcpSocket*>())
            if (socket->state() == QAbstractSocket::ConnectedState)
                result.insert(socket->peerPort());
        return result;
    }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        // What Qt gave up on (a line that is no HTTP) stays behind unconnected.
        for (QTcpSocket* old : findChildren<QTcpSocket*>(QString(), Qt::FindDirectChildrenOnly))
            if (old->state() == QAbstractSocket::UnconnectedState && !m_lines.contains(old))
                old->deleteLater();
        auto* socket = new QTcpSocket(this);
        if (!socket->setSocketDescriptor(descriptor)) {
            delete socket;
            return;
        }
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        m_lines.insert(socket, {});
        // Connected before Qt's own, so it sees the bytes first.
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { noteLine(socket); });
        connect(socket, &QObject::destroyed, this, [this, socket] { m_lines.remove(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_lines.remove(socket);
            m_gone(socket);
        });
        addPendingConnection(socket);
    }

private:
    void noteLine(QTcpSocket* socket)
    {
        QByteArray& line = m_lines[socket];
        if (line.endsWith('\n') || line.size() > kMaxTarget || !socket->isOpen())
            return;
        const QByteArray bytes = socket->peek(socket->bytesAvailable());
        const qsizetype end = bytes.indexOf('\n');
        line += end < 0 ? bytes : bytes.first(end + 1);
        if (!line.endsWith('\n') || !m_isShut(pathOf(line)))
            return;
        // Qt's own reader comes after this one, and must not see what has ended.
        QObject::disconnect(socket, &QTcpSocket::readyRead, nullptr, nullptr);
        socket->abort();
    }

    static std::string_view pathOf(const QByteArray& line)
    {
        const std::string_view text(line.constData(), static_cast<std::size_t>(line.size()));
        const std::size_t from = text.find(' ');
        return from == std::string_view::npos ? std::string_view()
                                              : text.substr(from + 1, text.find_first_of(" ?\r\n", from + 1) - from - 1);
    }

    Gone m_gone;
    IsShut m_isShut;
    QHash<QTcpSocket*, QByteArray> m_lines;
    QHash<std::uint16_t, QPointer<QTcpSocket>> m_upgraded;
};

class HttpFace final : public QAbstractHttpServer {
public:
    using Handler = std::function<void(const QHttpServerRequest&, QTcpSocket*)>;
    explicit HttpFace(Handler handler)
        : m_handler(std::move(handler))
    {
    }

protected:
    bool handleRequest(const QHttpServerRequest& request, QTcpSocket* socket) override
    {
        m_handler(request, socket);
        return true;
    }
    void missingHandler(const QHttpServerRequest&, QTcpSocket*) override {}

private:
    Handler m_handler;
};

class HttpWireServer final : public QObject, public WireServer {
public:
    explicit HttpWireServer(WireHandler& handler)
        : m_handler(handler)
        , m_owner(new SocketOwner(
              this, [this](QTcpSocket* socket) { forget(socket); },
              [this](std::string_view path) { return m_handler.isShut(path); }))
        , m_http([this](const QHttpServerRequest& request, QTcpSocket* socket) { take(request, socket); })
    {
        connect(&m_http, &QAbstractHttpServer::newWebSocketConnection, this, [this] { takeSockets(); });
    }

    ~HttpWireServer() override
    {
        // Sockets that are deleted say so; nobody may hear it while this goes.
        m_closing = true;
        for (auto& [id, open] : m_sockets)
            open.socket->disconnect(this);
        m_sockets.clear();
        delete m_owner; // while what its sockets' signals reach is still there
    }

    Expected<std::uint16_t> listen(std::uint16_t port) override
    {
        if (!m_owner->listen(QHostAddress::LocalHost, port))
            return fail(ErrorCode::Io,
                        "port " + std::to_string(port) + " of 127.0.0.1: " + m_owner->errorString().toStdString());
        m_http.bind(m_owner);
        return m_owner->serverPort();
    }

    void answer(std::uint64_t request, int status, const WireHeaders& headers, std::string_view body) override
    {
        const auto found = m_waiting.find(request);
        if (found == m_waiting.end())
            return;
        const Waiting waiting = *found;
        m_waiting.erase(found);
        write(waiting, status, headers, body, body.size());
    }

    void answerHalf(std::uint64_t request, int status, const WireHeaders& headers, std::string_view body) override
    {
        const auto found = m_waiting.find(request);
        if (found == m_waiting.end())
            return;
        Waiting waiting = *found;
        m_waiting.erase(found);
        waiting.close = true;
        write(waiting, status, headers, body, body.size() / 2);
    }

    void send(std::uint64_t socket, std::string_view text) override
    {
        if (const auto found = m_sockets.find(socket); found != m_sockets.end())
            found->second.socket->sendTextMessage(
                QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
    }

    void close(std::uint64_t socket) override
    {
        // Later: a socket that has only just been opened is still in Qt's hands.
        QMetaObject::invokeMethod(
            this,
            [this, socket] {
                if (const auto found = m_sockets.find(socket); found != m_sockets.end())
                    found->second.socket->close();
            },
            Qt::QueuedConnection);
    }

    void cut(std::uint16_t port) override
    {
        if (QTcpSocket* socket = m_owner->find(port))
            socket->abort();
    }

    void end(std::uint16_t port) override
    {
        if (QTcpSocket* socket = m_owner->find(port))
            socket->disconnectFromHost();
    }

    void sendRaw(std::uint16_t port, std::string_view bytes) override
    {
        if (QTcpSocket* socket = m_owner->find(port))
            socket->write(bytes.data(), static_cast<qint64>(bytes.size()));
    }

    std::size_t connections() const override
    {
        // It depends on Qt whether a websocket's connection stays with its owner.
        std::set<std::uint16_t> ports = m_owner->ports();
        for (const auto& [id, open] : m_sockets)
            ports.insert(open.port);
        return ports.size();
    }

private:
    struct Waiting {
        QPointer<QTcpSocket> socket;
        bool close = false;
    };
    struct Open {
        std::unique_ptr<QWebSocket> socket;
        std::uint16_t port = 0;
    };

    /// The first `count` bytes of the body, whose length is told whole.
    static void write(const Waiting& waiting, int status, const WireHeaders& headers, std::string_view body,
                      std::size_t count)
    {
        if (!waiting.socket || waiting.socket->state() != QAbstractSocket::ConnectedState)
            return;
        std::string text = "HTTP/1.1 " + std::to_string(status) + ' ';
        text += reasonOf(status);
        text += "\r\nContent-Type: application/json\r\n";
        for (const auto& [name, value] : headers)
            text += name + ": " + value + "\r\n";
        if (waiting.close)
            text += "Connection: close\r\n";
        text += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
        text += body.substr(0, count);
        waiting.socket->write(text.data(), static_cast<qint64>(text.size()));
        if (waiting.close)
            waiting.socket->disconnectFromHost();
    }

    void take(const QHttpServerRequest& received, QTcpSocket* socket)
    {
        WireRequest request;
        request.port = socket->peerPort();
        switch (received.method()) {
        case QHttpServerRequest::Method::Get: request.method = "GET"; break;
        case QHttpServerRequest::Method::Post: request.method = "POST"; break;
        default: request.method = "OTHER"; break;
        }
        const QByteArray target = m_owner->takeTarget(socket);
        // Qt 6.4 hands over the handshake of a websocket here too.
        if (received.value("upgrade").toLower() == "websocket")
            return;
        request.id = ++m_lastRequest;
        const qsizetype mark = target.indexOf('?');
        request.path = (mark < 0 ? target : target.first(mark)).toStdString();
        if (mark >= 0)
            request.query = target.mid(mark + 1).toStdString();
        request.body = received.body().toStdString();
        Waiting waiting;
        waiting.socket = socket;
        for (const auto& [name, value] : received.headers()) {
            std::string lower = name.toLower().toStdString();
            if (lower == "connection")
                waiting.close = value.toLower() == "close";
            request.headers.emplace_back(std::move(lower), value.toStdString());
        }
        m_waiting.insert(request.id, waiting);
        m_handler.onRequest(request);
    }

    /// The client of these has gone.
    void forget(const QTcpSocket* socket)
    {
        if (m_closing)
            return;
        std::vector<std::uint64_t> gone;
        for (auto waiting = m_waiting.cbegin(); waiting != m_waiting.cend(); ++waiting)
            if (waiting->socket == socket)
                gone.push_back(waiting.key());
        for (const std::uint64_t id : gone) {
            m_waiting.remove(id);
            m_handler.onRequestGone(id);
        }
    }

    void takeSockets()
    {
        while (m_http.hasPendingWebSocketConnections()) {
            std::unique_ptr<QWebSocket> socket = m_http.nextPendingWebSocketConnection();
            WireSocket opened;
            opened.id = ++m_lastSocket;
            opened.port = socket->peerPort();
            opened.path = socket->requestUrl().path().toStdString();
            opened.query = socket->requestUrl().query(QUrl::FullyEncoded).toStdString();
            opened.userAgent = socket->request().rawHeader("user-agent").toStdString();
            const std::uint64_t id = opened.id;
            connect(socket.get(), &QWebSocket::textMessageReceived, this, [this, id](const QString& text) {
                const QByteArray bytes = text.toUtf8();
                m_handler.onSocketText(id, std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
            });
            connect(socket.get(), &QWebSocket::disconnected, this, [this, id] { drop(id); });
            if (auto* tcp = socket->findChild<QTcpSocket*>())
                m_owner->noteUpgraded(tcp, opened.port);
            m_sockets.emplace(id, Open{std::move(socket), opened.port});
            m_handler.onSocketOpened(opened);
        }
    }

    void drop(std::uint64_t id)
    {
        const auto found = m_sockets.find(id);
        if (found == m_sockets.end())
            return;
        m_owner->forgetUpgraded(found->second.port);
        // It is the sender of this signal: deleted later, and with this at the latest.
        QWebSocket* socket = found->second.socket.release();
        socket->setParent(this);
        socket->deleteLater();
        m_sockets.erase(found);
        m_handler.onSocketClosed(id);
    }

    WireHandler& m_handler;
    SocketOwner* m_owner;
    HttpFace m_http;
    QMap<std::uint64_t, Waiting> m_waiting;
    std::map<std::uint64_t, Open> m_sockets;
    std::uint64_t m_lastRequest = 0;
    std::uint64_t m_lastSocket = 0;
    bool m_closing = false;
};

} // namespace

std::unique_ptr<WireServer> makeWireServer(WireHandler& handler)
{
    return std::make_unique<HttpWireServer>(handler);
}

} // namespace breakline
