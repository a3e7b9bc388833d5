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

/// The trading thread of the window: owns the simulated session and advances it
/// in small strides, so that a command waits for a few milliseconds at most.
/// The market stands still until the first Start and goes on from there,
/// whatever the trading state; a session that is resumed after it goes on at once.
class SessionWorker : public QObject {
    Q_OBJECT
public:
    SessionWorker(SimulationOptions options, double speed, std::string sessionDir);
    ~SessionWorker() override;

    void open();
    void submit(const UserCommand& command);
    void makeSnapshot();
    void exportTo(const QString& folder);
    void close();

Q_SIGNALS:
    void snapshotReady(const breakline::TradingSnapshotPtr& snapshot);
    void replied(const breakline::CommandReply& reply);
    void exported(bool success, const QString& message);
    void failed(const QString& message);

private:
    bool openSession();
    void advance();
    void startPacing();

    SimulationOptions m_options;
    double m_speed;
    std::string m_sessionDir;
    std::unique_ptr<StoredSession> m_session;
    QTimer m_timer;
    QElapsedTimer m_wall;
    std::optional<ScaledClock> m_clock; ///< empty until the market goes
    std::optional<Timestamp> m_stopAt; ///< a minute before the data end
    QElapsedTimer m_flattenWall;
    std::optional<std::int64_t> m_flattenMs;
};

} // namespace breakline
