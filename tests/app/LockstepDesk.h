// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/SimulatedSession.h"
#include "trading/TradingDesk.h"

namespace breakline {

/// The window's desk on a real simulated session in the window's own thread,
/// which goes on only when a test says so.
class LockstepDesk : public TradingDesk {
public:
    explicit LockstepDesk(std::unique_ptr<SimulatedSession> session)
        : m_session(std::move(session))
    {
        connect(&m_session->session().orchestrator(), &TradingOrchestrator::replied, this,
                &TradingDesk::replied);
    }

    std::uint64_t submit(CommandKind kind, const std::string& argument) override
    {
        m_session->runner().submit({++m_lastId, kind, argument});
        return m_lastId;
    }
    void requestSnapshot() override { }
    void exportSession(const QString&) override { }
    void openVenue(const std::string&) override { }

    void advance(Duration duration) { m_session->runner().runUntil(m_session->runner().now() + duration); }
    TradingSnapshotPtr publish()
    {
        TradingSnapshotPtr snapshot = m_session->session().snapshot();
        Q_EMIT snapshotReady(snapshot);
        return snapshot;
    }

private:
    std::unique_ptr<SimulatedSession> m_session;
    std::uint64_t m_lastId = 0;
};

} // namespace breakline
