// SPDX-License-Identifier: GPL-3.0-or-later
// One step of a venue in a thread of its own, over loopback, by number of frames.
#include "app/BenchResult.h"
#include "app/BenchTimer.h"
#include "app/BenchVenue.h"

#include <QEventLoop>
#include <QNetworkRequest>
#include <QThread>
#include <QTimer>
#include <QUrl>
#include <QWebSocket>
#include <QWebSocketServer>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <memory>

namespace breakline {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kSteps = 3000; ///< measured, after as many that warm up
constexpr std::size_t kWarmUp = 300;
constexpr int kFramesAPrint = 6; ///< of one socket: trade, ticker and four books
constexpr int kTimeoutMs = 120'000;

/// The smallest program that holds a venue's time: it counts, and goes on.
class Client {
public:
    Client(const VenueEndpoint& endpoint, int sockets)
        : m_frames(sockets * kFramesAPrint)
        , m_symbol(endpoint.symbols.front())
    {
        QObject::connect(&m_control, &QWebSocket::textMessageReceived, &m_control,
                         [this](const QString& text) { onControl(text); });
        QObject::connect(&m_control, &QWebSocket::connected, &m_control, [this] { begin(); });
        m_control.open(QUrl(QString::fromStdString(endpoint.control)));
        for (int i = 0; i < sockets; ++i) {
            auto socket = std::make_unique<QWebSocket>();
            QObject::connect(socket.get(), &QWebSocket::textMessageReceived, &m_control, [this](const QString&) {
                ++m_received;
                begin();
                goOn();
            });
            QObject::connect(socket.get(), &QWebSocket::connected, &m_control, [this] { begin(); });
            socket->open(QUrl(QString::fromStdString(endpoint.ws + "/v5/public/linear")));
            m_sockets.push_back(std::move(socket));
        }
    }

    /// Microseconds of each step with all its frames; fewer where time ran out.
    std::vector<double> run()
    {
        QTimer::singleShot(kTimeoutMs, &m_loop, &QEventLoop::quit);
        m_loop.exec();
        return m_micros;
    }

private:
    /// Once everybody is connected: subscribe; once that is acknowledged: ready.
    void begin()
    {
        if (m_isReady || m_control.state() != QAbstractSocket::ConnectedState)
            return;
        for (const auto& socket : m_sockets)
            if (socket->state() != QAbstractSocket::ConnectedState)
                return;
        if (!m_hasSubscribed) {
            m_hasSubscribed = true;
            const QString topics
                = QStringLiteral(R"({"op":"subscribe","args":["publicTrade.%1","tickers.%1","orderbook.1.%1",)"
                                 R"("orderbook.50.%1","orderbook.200.%1","orderbook.500.%1"]})")
                      .arg(QString::fromStdString(m_symbol));
            for (const auto& socket : m_sockets)
                socket->sendTextMessage(topics);
        }
        if (m_received < static_cast<std::int64_t>(m_sockets.size()))
            return;
        m_isReady = true;
        m_control.sendTextMessage(QStringLiteral(R"({"op":"ready","next_ms":null})"));
    }

    void onControl(const QString& text)
    {
        const auto json = nlohmann::json::parse(text.toStdString(), nullptr, false);
        if (!json.is_object() || json.value("op", std::string()) != "step")
            return;
        m_step = json["n"].get<std::int64_t>();
        m_expected = 0;
        for (const auto& [port, count] : json["sent"].items())
            m_expected += count.get<std::int64_t>();
        m_hasStep = true;
        goOn();
    }

    void goOn()
    {
        if (!m_hasStep || m_received < m_expected)
            return;
        m_hasStep = false;
        const auto now = Clock::now();
        const auto frames = m_received - std::exchange(m_before, m_received);
        if (m_step > static_cast<std::int64_t>(kWarmUp) && frames == m_frames) {
            m_micros.push_back(std::chrono::duration<double, std::micro>(now - m_sentAt).count());
            if (m_micros.size() == kSteps) {
                m_loop.quit();
                return;
            }
        }
        m_sentAt = Clock::now();
        m_control.sendTextMessage(QStringLiteral(R"({"op":"done","n":%1,"next_ms":null})").arg(m_step));
    }

    const std::int64_t m_frames;
    const std::string m_symbol;
    QEventLoop m_loop;
    QWebSocket m_control;
    std::vector<std::unique_ptr<QWebSocket>> m_sockets;
    bool m_hasSubscribed = false;
    bool m_isReady = false;
    bool m_hasStep = false;
    std::int64_t m_step = 0;
    std::int64_t m_received = 0;
    std::int64_t m_before = 0;
    std::int64_t m_expected = 0;
    Clock::time_point m_sentAt;
    std::vector<double> m_micros;
};

/// Sends as many frames of as many bytes as a small one has, and the step, at
/// each "done", and does nothing else: the wire's own part.
class BareVenue {
public:
    BareVenue()
    {
        m_thread.start();
        m_context.moveToThread(&m_thread);
        QMetaObject::invokeMethod(&m_context, [this] { listen(); }, Qt::BlockingQueuedConnection);
    }
    ~BareVenue()
    {
        QMetaObject::invokeMethod(&m_context, [this] { m_server.reset(); }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }
    BareVenue(const BareVenue&) = delete;
    BareVenue& operator=(const BareVenue&) = delete;

    VenueEndpoint endpoint() const
    {
        VenueEndpoint endpoint;
        endpoint.ws = "ws://127.0.0.1:" + std::to_string(m_port);
        endpoint.control = endpoint.ws + "/sim/v1/control";
        endpoint.symbols = {"BTCUSDT"};
        return endpoint;
    }

private:
    void listen()
    {
        m_server = std::make_unique<QWebSocketServer>(QString(), QWebSocketServer::NonSecureMode);
        m_server->listen(QHostAddress::LocalHost);
        m_port = m_server->serverPort();
        QObject::connect(m_server.get(), &QWebSocketServer::newConnection, m_server.get(), [this] {
            QWebSocket* socket = m_server->nextPendingConnection();
            socket->setParent(m_server.get());
            if (auto* transport = socket->findChild<QAbstractSocket*>())
                transport->setSocketOption(QAbstractSocket::LowDelayOption, 1);
            const bool isControl = socket->requestUrl().path().endsWith(QLatin1String("/control"));
            if (!isControl)
                m_sockets.push_back(socket);
            QObject::connect(socket, &QWebSocket::textMessageReceived, m_server.get(), [this, socket, isControl] {
                if (isControl) {
                    step(*socket);
                } else {
                    socket->sendTextMessage(QStringLiteral("{}")); // its subscription
                    ++m_sent;
                }
            });
        });
    }

    void step(QWebSocket& control)
    {
        for (QWebSocket* socket : m_sockets)
            for (int i = 0; i < kFramesAPrint; ++i)
                socket->sendTextMessage(m_frame);
        m_sent += static_cast<qint64>(m_sockets.size()) * kFramesAPrint;
        control.sendTextMessage(
            QStringLiteral(R"({"op":"step","n":%1,"time_ms":0,"sent":{"1":%2},"parked":0})").arg(++m_step).arg(m_sent));
    }

    QThread m_thread;
    QObject m_context;
    std::unique_ptr<QWebSocketServer> m_server;
    std::vector<QWebSocket*> m_sockets;
    const QString m_frame = QString(300, QLatin1Char('x'));
    quint16 m_port = 0;
    qint64 m_sent = 0;
    qint64 m_step = 0;
};

Expected<BenchResult> measure(int sockets)
{
    const auto venue = startBenchVenue(1, WhenAlone::Freeze, std::nullopt);
    if (!venue)
        return std::unexpected(venue.error());
    Client client((*venue)->endpoint(), sockets);
    const auto micros = client.run();
    if (micros.size() != kSteps)
        return fail(ErrorCode::Unavailable, fmt::format("{} of {} steps in time", micros.size(), kSteps));
    const BareVenue bare;
    Client other(bare.endpoint(), sockets);
    const auto beside = other.run();
    if (beside.size() != micros.size())
        return fail(ErrorCode::Corrupt, "the bare venue did not send the same frames");
    BenchResult result;
    result.name = fmt::format("lockstep_{}", sockets * kFramesAPrint);
    result.unit = "us";
    result.median = medianOf(micros);
    result.p50 = result.median;
    result.p99 = quantileOf(micros, 0.99);
    result.runs = static_cast<int>(micros.size());
    result.beside = {"QWebSocketServer that sends as many ready frames", medianOf(beside)};
    result.note = fmt::format("one step of a venue in its own thread over loopback, its market and matching included, {} "
                              "frames counted and not decoded, {} sockets and the control socket; beside p99 {:.0f}",
                              sockets * kFramesAPrint, sockets, quantileOf(beside, 0.99).value_or(0.0));
    return result;
}

} // namespace

Expected<BenchResult> benchLockStep0()
{
    return measure(0);
}

Expected<BenchResult> benchLockStep12()
{
    return measure(2);
}

Expected<BenchResult> benchLockStep48()
{
    return measure(8);
}

Expected<BenchResult> benchLockStep162()
{
    return measure(27);
}

} // namespace breakline
