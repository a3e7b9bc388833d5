// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/ws/WebSocketConnection.h"

#include <QAbstractSocket>
#include <QNetworkRequest>

#include <algorithm>

namespace breakline {

WebSocketConnection::WebSocketConnection(WebSocketSettings settings, WebSocketWords words, NetworkTime& time,
                                         QObject* parent)
    : QObject(parent)
    , m_settings(std::move(settings))
    , m_words(std::move(words))
    , m_time(time)
    , m_ledger(m_settings.argumentCharacters)
    , m_wait(m_settings.reconnectFirst)
{
}

WebSocketConnection::~WebSocketConnection()
{
    close();
}

bool WebSocketConnection::isBusy() const
{
    return m_state == State::Opening || m_state == State::Authenticating
        || (m_state == State::Up && !m_ledger.isSettled());
}

void WebSocketConnection::open()
{
    if (m_isWanted)
        return;
    m_isWanted = true;
    m_wait = m_settings.reconnectFirst;
    start();
}

void WebSocketConnection::close()
{
    m_isWanted = false;
    stopTimers();
    m_time.cancel(m_reconnectTimer);
    m_ledger.disconnected();
    discardSocket();
    m_state = State::Closed;
}

void WebSocketConnection::drop(const QString& reason)
{
    if (m_socket)
        lost(reason);
}

void WebSocketConnection::discardSocket()
{
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    m_socket->abort();
    // It may be the sender of the signal that is being handled.
    m_socket.release()->deleteLater();
}

void WebSocketConnection::start()
{
    m_state = State::Opening;
    m_received = 0;
    m_socket = std::make_unique<QWebSocket>(QString(), QWebSocketProtocol::VersionLatest, this);
    QWebSocket* socket = m_socket.get();
    connect(socket, &QWebSocket::connected, this, &WebSocketConnection::onConnected);
    connect(socket, &QWebSocket::textMessageReceived, this, &WebSocketConnection::onText);
    connect(socket, &QWebSocket::stateChanged, this, [this, socket](QAbstractSocket::SocketState state) {
        if (state == QAbstractSocket::UnconnectedState && m_socket.get() == socket)
            lost(socket->closeReason().isEmpty() ? socket->errorString() : socket->closeReason());
    });
    if (m_settings.openTimeout)
        m_openTimer = m_time.startAfter(*m_settings.openTimeout, [this] {
            m_openTimer = 0;
            lost(QStringLiteral("not open in time"));
        });
    QNetworkRequest request(m_settings.url);
    if (!m_settings.userAgent.isEmpty())
        request.setRawHeader(QByteArrayLiteral("User-Agent"), m_settings.userAgent);
    socket->open(request);
}

void WebSocketConnection::onConnected()
{
    // Without it a small frame waits for the acknowledgement of the one before.
    if (auto* transport = m_socket->findChild<QAbstractSocket*>())
        transport->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    if (m_words.authenticate) {
        m_state = State::Authenticating;
        m_socket->sendTextMessage(QString::fromUtf8(m_words.authenticate()));
        return;
    }
    becomeUp();
}

void WebSocketConnection::authenticated()
{
    if (m_state == State::Authenticating)
        becomeUp();
}

void WebSocketConnection::becomeUp()
{
    m_time.cancel(m_openTimer);
    m_state = State::Up;
    m_wait = m_settings.reconnectFirst;
    m_ledger.restart();
    armPing();
    Q_EMIT up();
    if (isUp())
        sendSubscriptions();
}

void WebSocketConnection::onText(const QString& text)
{
    ++m_received;
    Q_EMIT frame(text.toUtf8());
}

void WebSocketConnection::lost(const QString& reason)
{
    const bool wasUp = m_state == State::Up;
    stopTimers();
    m_ledger.disconnected();
    discardSocket();
    m_state = State::Closed;
    if (m_isWanted) {
        m_reconnectTimer = m_time.startAfter(m_wait, [this] {
            m_reconnectTimer = 0;
            start();
        });
        m_wait = std::min(m_wait * 2, m_settings.reconnectMost);
    }
    Q_EMIT down(reason, wasUp);
}

void WebSocketConnection::stopTimers()
{
    m_time.cancel(m_pingTimer);
    m_time.cancel(m_silenceTimer);
    m_time.cancel(m_openTimer);
    m_time.cancel(m_gapTimer);
}

void WebSocketConnection::armPing()
{
    m_pingTimer = m_time.startAfter(m_settings.ping, [this] {
        m_pingTimer = 0;
        send(m_words.ping());
        m_receivedAtPing = m_received;
        if (m_settings.silence)
            m_silenceTimer = m_time.startAfter(*m_settings.silence, [this] {
                m_silenceTimer = 0;
                if (m_received == m_receivedAtPing)
                    lost(QStringLiteral("silent after a ping"));
            });
        armPing();
    });
}

bool WebSocketConnection::send(const QByteArray& text)
{
    if (!isUp())
        return false;
    m_socket->sendTextMessage(QString::fromUtf8(text));
    m_socket->flush();
    return true;
}

void WebSocketConnection::sendSubscriptions()
{
    while (isUp() && m_gapTimer == 0) {
        const auto next = m_ledger.next();
        if (!next)
            return;
        send(m_words.subscribe(*next));
        if (m_settings.frameGap > Duration {})
            m_gapTimer = m_time.startAfter(m_settings.frameGap, [this] {
                m_gapTimer = 0;
                sendSubscriptions();
            });
    }
}

std::optional<SubscriptionLedger::Frame> WebSocketConnection::subscriptionAnswered(std::uint64_t id)
{
    return m_ledger.answered(id);
}

} // namespace breakline
