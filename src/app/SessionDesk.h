// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/SessionSetup.h"
#include "trading/TradingDesk.h"

#include <QThread>

#include <cstdint>
#include <memory>

namespace breakline {

class SessionWorker;

/// The window's desk on a session that runs on a thread of its own, the embedded
/// exchange paced to `speed` times the wall clock. Commands and snapshots cross by
/// queued calls; nothing is shared. GUI thread.
class SessionDesk final : public TradingDesk {
    Q_OBJECT
public:
    SessionDesk(SessionOptions options, double speed);
    /// Ends the session's thread; the session is closed properly.
    ~SessionDesk() override;

    std::uint64_t submit(CommandKind kind, const std::string& argument) override;
    void requestSnapshot() override;
    void exportSession(const QString& folder) override;
    void openVenue(const std::string& venue) override;

    /// Ends the session, as SessionWorker::close() says, whose exit code it is.
    int close();

Q_SIGNALS:
    /// A session is open, with its files in this folder.
    void opened(const QString& folder);
    /// The session could not be opened, or cannot go on; the program is to end
    /// with this exit code.
    void failed(const QString& message, int exitCode);

private:
    QThread m_thread;
    SessionWorker* m_worker; ///< lives on m_thread, deleted by it
    std::uint64_t m_lastCommand = 0;
    bool m_snapshotAsked = false;
};

} // namespace breakline
