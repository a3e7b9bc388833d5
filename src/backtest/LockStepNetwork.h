// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backtest/LockStepMessages.h"
#include "exchange/bybit/BybitNetwork.h"

#include <QJsonObject>
#include <QObject>
#include <QUrl>
#include <QWebSocket>

#include <optional>
#include <vector>

namespace breakline {

/// The network thread's side of lock step: the control socket, the venue's time
/// as that of the network, and the barrier: a step is handed over once all its
/// frames are here, and a round once all its requests are answered or parked.
/// Frames that come between two steps belong to the next one.
class LockStepNetwork final : public QObject {
    Q_OBJECT
public:
    /// `mailbox` outlives it.
    LockStepNetwork(bybit::BybitNetworkSettings settings, QUrl control, LockStepMailbox& mailbox);
    ~LockStepNetwork() override;

    /// LockStepReady follows.
    void open();
    /// LockStepSettled of that round follows.
    void perform(std::uint64_t round, std::vector<NetworkCommand> commands);
    /// This step is handled: the venue may go on, no further than `next`.
    /// LockStepBegun follows.
    void finish(std::optional<Timestamp> next);

    bybit::BybitNetwork& network() { return m_network; }

private:
    void onControl(const QString& text);
    void onStep(const QJsonObject& step);
    void askTime();
    void check();
    void handleHeldAnswers();
    bool isComplete() const;
    bool hasAllFrames(const WebSocketConnection* socket) const;
    bool isQuiet() const;
    bool countsAgree();
    /// What belongs to this step or round.
    std::vector<Delivery> take(bool withFrames);
    void fail(const QString& what);

    QUrl m_controlUrl;
    QByteArray m_userAgent;
    Duration m_requestTimeout;
    LockStepMailbox& m_mailbox;
    SteppedNetworkTime m_time;
    std::vector<Delivery> m_held;
    bybit::BybitNetwork m_network;
    QNetworkAccessManager m_timeNetwork;
    HttpClient m_timeClient;
    QWebSocket m_control;

    bool m_isOpen = false;
    bool m_hasFailed = false;
    bool m_isReadySent = false;
    std::uint64_t m_step = 0; ///< that is being handled
    std::size_t m_parked = 0; ///< the newest count that the venue has told
    std::optional<QJsonObject> m_coming; ///< a step whose frames are on their way
    bool m_isTimeMoved = false; ///< to that of m_coming
    bool m_isHandling = false; ///< time-outs, or answers that were held
    std::optional<std::uint64_t> m_round; ///< that is under way
};

} // namespace breakline
