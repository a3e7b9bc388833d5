// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/shared/NetworkTime.h"
#include "exchange/ws/SubscriptionLedger.h"

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QUrl>
#include <QWebSocket>

#include <functional>
#include <memory>
#include <optional>

namespace breakline {

struct WebSocketSettings {
    QUrl url;
    QByteArray userAgent;
    Duration ping = Duration::seconds(20);
    /// Without any frame for this long after a ping the connection counts as
    /// dead; empty: never, for a time that is not the wall's.
    std::optional<Duration> silence = Duration::seconds(10);
    /// For opening and authenticating together; empty: for ever.
    std::optional<Duration> openTimeout = Duration::seconds(10);
    Duration reconnectFirst = Duration::seconds(5);
    Duration reconnectMost = Duration::seconds(60);
    std::size_t argumentCharacters = 21'000; ///< of one subscribe frame
    Duration frameGap = Duration::milliseconds(100); ///< between two of them
};

/// What a venue's websocket wants to hear. Made anew for each use, so that
/// signatures are fresh.
struct WebSocketWords {
    std::function<QByteArray()> ping;
    std::function<QByteArray()> authenticate; ///< not set: a public connection
    std::function<QByteArray(const SubscriptionLedger::Frame&)> subscribe;
};

/// One websocket to a venue, on the network thread. Once opened it stays open:
/// after a loss it comes back after 5 s, doubling to 60 s, from the first again
/// once it was up. What frames mean is the owner's business, which tells it
/// what concerns it: authenticated(), subscriptionAnswered().
class WebSocketConnection : public QObject {
    Q_OBJECT
public:
    enum class State : std::uint8_t { Closed, Opening, Authenticating, Up };

    /// `time` outlives it.
    WebSocketConnection(WebSocketSettings settings, WebSocketWords words, NetworkTime& time,
                        QObject* parent = nullptr);
    ~WebSocketConnection() override;

    void open();
    /// Ends it for good; `down` is not emitted.
    void close();
    /// Ends this connection; it comes back like after any loss.
    void drop(const QString& reason);

    State state() const { return m_state; }
    bool isUp() const { return m_state == State::Up; }
    /// Something is under way that ends without time passing: opening,
    /// authenticating, a subscription without its answer.
    bool isBusy() const;
    quint16 localPort() const { return m_socket ? m_socket->localPort() : 0; }
    /// Frames received on this connection since it was opened.
    std::uint64_t received() const { return m_received; }

    /// Kept at once and said with the next sendSubscriptions().
    void want(const std::string& topic) { m_ledger.want(topic); }
    void dropTopic(const std::string& topic) { m_ledger.drop(topic); }
    void renew(const std::string& topic) { m_ledger.renew(topic); }
    void sendSubscriptions();
    bool isWanted(const std::string& topic) const { return m_ledger.isWanted(topic); }

    /// False, and nothing is sent, unless it is up.
    bool send(const QByteArray& text);

    void authenticated();
    /// Gives what the answer was to; empty: nothing of ours.
    std::optional<SubscriptionLedger::Frame> subscriptionAnswered(std::uint64_t id);

Q_SIGNALS:
    /// Open, authenticated where that is asked; subscriptions go out after this.
    void up();
    /// Gone; also each time that opening fails. It tries again by itself.
    void down(const QString& reason, bool wasUp);
    void frame(const QByteArray& text);

private:
    void start();
    void onConnected();
    void onText(const QString& text);
    void lost(const QString& reason);
    void becomeUp();
    void armPing();
    void stopTimers();
    void discardSocket();

    WebSocketSettings m_settings;
    WebSocketWords m_words;
    NetworkTime& m_time;
    SubscriptionLedger m_ledger;
    std::unique_ptr<QWebSocket> m_socket;
    State m_state = State::Closed;
    bool m_isWanted = false;
    Duration m_wait;
    std::uint64_t m_received = 0;
    std::uint64_t m_receivedAtPing = 0;
    TimerId m_pingTimer = 0;
    TimerId m_silenceTimer = 0;
    TimerId m_openTimer = 0;
    TimerId m_reconnectTimer = 0;
    TimerId m_gapTimer = 0;
};

} // namespace breakline
