// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/StoredSession.h"
#include "trading/TradingSnapshot.h"
#include "trading/WallClock.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace breakline {

/// The trading thread of the window: owns the session. A simulated market is
/// advanced in small strides, so that a command waits for a few milliseconds at
/// most; it stands still until the first Start and goes on from there, whatever
/// the trading state. A session that is resumed after it goes on at once.
class SessionWorker : public QObject {
    Q_OBJECT
public:
    SessionWorker(SessionOptions options, double speed);
    ~SessionWorker() override;

    void open();
    void submit(const UserCommand& command);
    void makeSnapshot();
    void exportTo(const QString& folder);
    /// Ends the session, flat first, and opens one at "sim" or "bybit".
    void openVenue(const std::string& venue);
    /// Ends the session. What is open keeps it unfinished, so that it can go on;
    /// one that was never started leaves nothing behind. The exit code that
    /// `trade` would end with, of the first session of several that has one.
    int close();

Q_SIGNALS:
    /// A session is open, with its files in this folder.
    void opened(const QString& folder);
    /// Null where there is no session.
    void snapshotReady(const breakline::TradingSnapshotPtr& snapshot);
    void replied(const breakline::CommandReply& reply);
    void exported(bool success, const QString& message);
    void venueRefused(const QString& message);
    /// `exitCode`: what the program ends with.
    void failed(const QString& message, int exitCode);

private:
    bool openSession();
    struct Failure {
        QString message;
        int exitCode = 0;
    };
    std::expected<void, Failure> begin(SessionSetup setup);
    void changeVenue();
    void stride(SessionRunner& runner);
    void advance();
    void startPacing();
    /// The session knows what a start does with what it finds; nothing where it does.
    void tellStartChoice();
    void leaveSession();
    int endSession();

    SessionOptions m_options;
    double m_speed;
    std::string m_givenPreset; ///< as the program was told: an id, or a file
    std::string m_givenPresetId; ///< of the plan it names
    std::optional<RemoteVenue> m_otherVenue; ///< than the embedded one, as the program was told
    struct Next {
        SessionOptions options;
        SessionSetup setup;
    };
    std::optional<Next> m_next; ///< begins when this session has ended
    bool m_isOpening = false; ///< a venue is asked whether it is there, in an event loop
    bool m_isClosed = false;
    std::unique_ptr<StoredSession> m_session;
    int m_exitCode = 0; ///< of the sessions that have ended
    QTimer m_timer;
    QElapsedTimer m_wall;
    std::optional<ScaledClock> m_clock; ///< of the embedded exchange, once it goes
    std::optional<Timestamp> m_stopAt; ///< a minute before the data end
    QElapsedTimer m_flattenWall;
    std::optional<std::int64_t> m_flattenMs;
};

} // namespace breakline
