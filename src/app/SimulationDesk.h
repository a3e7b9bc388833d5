// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/SimulationSetup.h"
#include "trading/TradingDesk.h"

#include <QThread>

#include <cstdint>
#include <memory>

namespace breakline {

class SimulationWorker;

/// The window's desk on a simulated session that runs on a thread of its own,
/// paced to `speed` times the wall clock. Commands and snapshots cross by
/// queued calls; nothing is shared. GUI thread.
class SimulationDesk final : public TradingDesk {
    Q_OBJECT
public:
    SimulationDesk(SimulationOptions options, double speed, const std::string& sessionDir);
    /// Ends the session's thread; the session is closed properly.
    ~SimulationDesk() override;

    std::uint64_t submit(CommandKind kind, const std::string& argument) override;
    void requestSnapshot() override;
    void exportSession(const QString& folder) override;
    void openVenue(const std::string& venue) override;

Q_SIGNALS:
    /// The session could not be opened, or its files could not be written.
    void failed(const QString& message);

private:
    QThread m_thread;
    SimulationWorker* m_worker; ///< lives on m_thread, deleted by it
    std::uint64_t m_lastCommand = 0;
    bool m_snapshotAsked = false;
};

} // namespace breakline
