// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/SimulationSetup.h"
#include "backtest/SimulationRunner.h"
#include "storage/RecordingWriter.h"
#include "storage/SessionFolder.h"
#include "storage/SqliteJournal.h"
#include "trading/SessionLog.h"

#include <memory>
#include <optional>
#include <string>

namespace breakline {

/// How a session ended: the closing object of `trade --json`.
struct ClosingReport {
    std::string json;
    TradingState finalState = TradingState::Idle;
    std::size_t openPositions = 0;
    std::size_t openOrders = 0;
    int exitCode = 0;
};

/// A simulated session with its folder: journal, recording, log files. Lives on
/// one thread, the trading thread.
class SimulatedSession {
public:
    /// Starts a new session; an empty `sessionDir` gets a folder of its own in
    /// the data folder.
    static Expected<std::unique_ptr<SimulatedSession>> open(SimulationSetup setup,
                                                            const std::string& sessionDir);
    ~SimulatedSession();

    SimulationRunner& runner() { return *m_runner; }
    TradingSession& session() { return m_runner->session(); }
    const SessionFolder& folder() const { return m_folder; }
    const SessionMeta& meta() const { return m_folder.meta(); }
    SessionLog& log() { return *m_log; }
    const std::vector<std::string>& messages() const { return m_messages; }
    /// Waits until every row is in the database.
    void settle() { m_journal->settle(); }

    /// Closes journal and recording, marks the folder finished and says what
    /// came of it. `from` and `wallSeconds` are the caller's measures.
    Expected<ClosingReport> finish(Timestamp from, double wallSeconds);

private:
    SimulatedSession(SessionFolder folder, std::vector<std::string> messages);

    SessionFolder m_folder;
    std::vector<std::string> m_messages;
    std::unique_ptr<SessionLog> m_log;
    std::unique_ptr<SqliteJournal> m_journal;
    std::unique_ptr<RecordingWriter> m_recorder;
    std::unique_ptr<SimulationRunner> m_runner;
};

} // namespace breakline
