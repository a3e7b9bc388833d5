// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingDesk.h"
#include "ui/UiClock.h"

namespace breakline {

/// Takes snapshots at the window's own pace: asks once a tick, hands on the
/// newest one a tick, and counts those that were overtaken before they were shown.
class SnapshotFeed : public QObject {
    Q_OBJECT
public:
    SnapshotFeed(TradingDesk& desk, UiClock& clock, QObject* parent = nullptr);

    quint64 shown() const { return m_shown; }
    quint64 dropped() const { return m_dropped; }
    /// Milliseconds since the last snapshot came; -1 before the first.
    qint64 ageMs() const { return m_arrivedMs < 0 ? -1 : m_clock.nowMs() - m_arrivedMs; }

Q_SIGNALS:
    void updated(const breakline::TradingSnapshot& snapshot);

private:
    void onTick();
    void onSnapshot(const TradingSnapshotPtr& snapshot);

    TradingDesk& m_desk;
    UiClock& m_clock;
    TradingSnapshotPtr m_waiting;
    qint64 m_arrivedMs = -1;
    quint64 m_shown = 0;
    quint64 m_dropped = 0;
};

} // namespace breakline
