// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/SnapshotFeed.h"

namespace breakline {

SnapshotFeed::SnapshotFeed(TradingDesk& desk, UiClock& clock, QObject* parent)
    : QObject(parent)
    , m_desk(desk)
    , m_clock(clock)
{
    connect(&m_desk, &TradingDesk::snapshotReady, this, &SnapshotFeed::onSnapshot);
    connect(&m_clock, &UiClock::ticked, this, &SnapshotFeed::onTick);
}

void SnapshotFeed::onTick()
{
    if (m_waiting) {
        const TradingSnapshotPtr snapshot = std::move(m_waiting);
        m_waiting.reset();
        ++m_shown;
        Q_EMIT updated(*snapshot);
    }
    m_desk.requestSnapshot();
}

void SnapshotFeed::onSnapshot(const TradingSnapshotPtr& snapshot)
{
    if (!snapshot)
        return;
    if (m_waiting)
        ++m_dropped;
    m_waiting = snapshot;
    m_arrivedMs = m_clock.nowMs();
}

} // namespace breakline
