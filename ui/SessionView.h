// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingSnapshot.h"

#include <QObject>
#include <QPointF>
#include <QStringList>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

namespace breakline {

class SnapshotFeed;

/// The session's single values as texts, from the newest snapshot. Before the
/// first one everything is unknown.
class SessionView : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
    Q_PROPERTY(bool known READ isKnown NOTIFY changed)
    Q_PROPERTY(bool simulated READ isSimulated NOTIFY changed)
    Q_PROPERTY(bool running READ isRunning NOTIFY changed)
    /// Neither idle nor ended, or something is still open or being taken off:
    /// closing the window would leave it behind.
    Q_PROPERTY(bool active READ isActive NOTIFY changed)
    Q_PROPERTY(bool troubled READ isTroubled NOTIFY changed)
    Q_PROPERTY(bool paused READ isPaused NOTIFY changed)
    Q_PROPERTY(bool ended READ hasEnded NOTIFY changed)
    Q_PROPERTY(QString stateText READ stateText NOTIFY changed)
    Q_PROPERTY(QString sessionId READ sessionId NOTIFY changed)
    Q_PROPERTY(QString venueTime READ venueTime NOTIFY changed)
    Q_PROPERTY(QString speed READ speed NOTIFY changed)
    Q_PROPERTY(QString equity READ equity NOTIFY changed)
    Q_PROPERTY(QString wallet READ wallet NOTIFY changed)
    Q_PROPERTY(QString dailyPnl READ dailyPnl NOTIFY changed)
    Q_PROPERTY(int dailyPnlSign READ dailyPnlSign NOTIFY changed)
    Q_PROPERTY(QString cycles READ cycles NOTIFY changed)
    Q_PROPERTY(QString lastCycle READ lastCycle NOTIFY changed)
    /// A step of the cycle each: "name", "state" (0 pending, 1 in progress, 2 completed),
    /// "text" for who cannot see it.
    Q_PROPERTY(QVariantList processSteps READ processSteps NOTIFY changed)
    Q_PROPERTY(QString processText READ processText NOTIFY changed)
    Q_PROPERTY(QString scans READ scans NOTIFY changed)
    Q_PROPERTY(QString signalCount READ signalCount NOTIFY changed)
    Q_PROPERTY(QString inputs READ inputs NOTIFY changed)
    Q_PROPERTY(QString longestUnprotected READ longestUnprotected NOTIFY changed)
    Q_PROPERTY(QString usualUnprotected READ usualUnprotected NOTIFY changed)
    Q_PROPERTY(QVariantList unprotectedBars READ unprotectedBars NOTIFY changed)
    Q_PROPERTY(QString flattenReceipt READ flattenReceipt NOTIFY changed)
    /// What a re-arm would change, with the values; empty where nothing is latched.
    Q_PROPERTY(QString rearmText READ rearmText NOTIFY changed)
    Q_PROPERTY(bool killLatched READ isKillLatched NOTIFY changed)
    Q_PROPERTY(QStringList symbols READ symbols NOTIFY symbolsChanged)
    Q_PROPERTY(QList<QPointF> equityPoints READ equityPoints NOTIFY equityPointsChanged)
    Q_PROPERTY(QString snapshotAge READ snapshotAge NOTIFY aged)
    Q_PROPERTY(bool snapshotStale READ isSnapshotStale NOTIFY aged)
    Q_PROPERTY(QString lastTradeAge READ lastTradeAge NOTIFY changed)
    Q_PROPERTY(bool lastTradeStale READ isLastTradeStale NOTIFY changed)
    Q_PROPERTY(QString framesDropped READ framesDropped NOTIFY aged)
public:
    /// Older than this is shown greyed.
    static constexpr qint64 kStaleMs = 5000;

    /// `speed` as the composition root names it, e.g. "60"; may be empty.
    SessionView(const SnapshotFeed& feed, QString speed, QObject* parent = nullptr);

    bool isKnown() const { return m_known; }
    bool isSimulated() const { return m_simulated; }
    bool isRunning() const { return breakline::isRunning(m_state); }
    bool isActive() const
    {
        return m_known && (m_exposed || (m_state != TradingState::Idle && !isTerminal(m_state)));
    }
    bool isTroubled() const { return isErrorState(m_state); }
    bool isPaused() const { return m_state == TradingState::Paused; }
    bool hasEnded() const { return m_state == TradingState::Stopped; }
    TradingState state() const { return m_state; }
    QString stateText() const;
    QString sessionId() const { return m_sessionId; }
    QString venueTime() const;
    QString speed() const;
    QString equity() const;
    QString wallet() const;
    QString dailyPnl() const;
    int dailyPnlSign() const;
    QString cycles() const { return counted(m_cycles); }
    /// How long the last whole cycle took and what it brought.
    QString lastCycle() const;
    QVariantList processSteps() const;
    /// How much of the cycle is done, and how long the rest takes.
    QString processText() const;
    QString scans() const { return counted(m_scans); }
    QString signalCount() const { return counted(m_signals); }
    QString inputs() const { return counted(m_inputs); }
    QString longestUnprotected() const;
    /// What half of the positions, and 99 of 100, did not exceed.
    QString usualUnprotected() const;
    /// A bucket each: "label", "count", "share" of the fullest, "text" for who cannot see it.
    /// Empty before the first position.
    QVariantList unprotectedBars() const;
    QString flattenReceipt() const;
    QString rearmText() const;
    bool isKillLatched() const { return m_rearm.isKillLatched; }
    QStringList symbols() const { return m_symbols; }
    QList<QPointF> equityPoints() const { return m_equityPoints; }
    QString snapshotAge() const;
    bool isSnapshotStale() const;
    QString lastTradeAge() const;
    bool isLastTradeStale() const;
    QString framesDropped() const;

    void update(const TradingSnapshot& snapshot);
    void age();
    void retranslate();

Q_SIGNALS:
    void changed();
    void aged();
    void symbolsChanged();
    void equityPointsChanged();

private:
    QString counted(std::uint64_t count) const;
    QString milliseconds(std::optional<Duration> duration) const;
    qint64 lastTradeAgeMs() const;

    const SnapshotFeed& m_feed;
    QString m_speed;
    bool m_known = false;
    bool m_simulated = true;
    bool m_exposed = false;
    TradingState m_state = TradingState::Idle;
    Timestamp m_time;
    QString m_sessionId;
    std::optional<double> m_equity;
    std::optional<double> m_wallet;
    std::optional<double> m_dailyPnl;
    std::optional<Timestamp> m_lastTrade;
    std::optional<FlattenReceipt> m_flatten;
    DurationHistogram m_unprotected;
    RearmView m_rearm;
    std::uint64_t m_cycles = 0;
    std::optional<std::int64_t> m_lastCycleMs;
    SessionCounts m_lastCycle;
    ProcessStatus m_process;
    std::uint64_t m_scans = 0;
    std::uint64_t m_signals = 0;
    std::uint64_t m_inputs = 0;
    QStringList m_symbols;
    QList<QPointF> m_equityPoints;
};

} // namespace breakline
