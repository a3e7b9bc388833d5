// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/HostWatch.h"
#include "app/SessionCatchUp.h"
#include "app/SessionVenue.h"
#include "app/SessionSetup.h"
#include "storage/RecordingWriter.h"
#include "storage/SessionFolder.h"
#include "storage/SqliteJournal.h"
#include "trading/SessionLog.h"

#include <QElapsedTimer>

#include <functional>
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
    std::optional<double> costR; ///< mean of the signals that became positions
    int exitCode = 0;
    /// What could not be kept, and so is not known: a line each, for a person. The
    /// figures that hang on it are null.
    std::vector<std::string> problems;
};

/// A session with its folder: journal, recording, log files. Lives on
/// one thread, the trading thread.
class StoredSession {
public:
    /// Starts a new session, or opens an unfinished one of that folder; an empty
    /// `sessionDir` gets a folder of its own in the data folder. `decorator`: of a
    /// drill on the venue of another process, else null; outlives the session.
    static Expected<std::unique_ptr<StoredSession>> open(SessionSetup setup,
                                                            const std::string& sessionDir,
                                                            PortDecorator* decorator = nullptr);
    ~StoredSession();

    /// Whether an unfinished session goes on here: it must catch up first.
    bool isResumed() const { return m_folder.isResumed(); }
    /// Simulates the session again up to the last input that was recorded and
    /// takes the place of the earlier files once it agrees with them; until
    /// then, and after an error, they are as they were. `tell` gets what a
    /// person should know, a line each. Nothing to do for a new session.
    Expected<void> catchUpWithRecording(const std::function<void(const std::string&)>& tell);
    /// What the recorded commands of a resumed session left wanted.
    const RecordedCommands& recordedCommands() const { return m_commands; }

    /// Whether a start came, now or in an earlier run.
    bool isStarted() const { return m_isStarted || m_commands.isStarted; }

    /// Handles a person's command now, and has it on its way to the disk.
    void submit(const UserCommand& command);
    /// Handles a reading of the disk, which is an input like a command.
    void report(const DiskReading& disk);
    /// To be called every now and then, between inputs: fetches what the host has
    /// to say, for wall_log, tells the session of a disk that has become full or
    /// has room again, and bounds how much an abrupt end loses.
    void poll();

    /// What the host says of its disk and its memory, to be seen beside what the
    /// session knows.
    void describeHost(std::vector<HealthReading>& readings);

    SessionRunner& runner() { return m_venue->runner(); }
    SessionVenue& venue() { return *m_venue; }
    TradingSession& session() { return runner().session(); }
    const SessionFolder& folder() const { return m_folder; }
    const SessionMeta& meta() const { return m_folder.meta(); }
    /// The venue time at which the session began, also where it was resumed.
    Timestamp start() const { return m_start; }
    SessionLog& log() { return *m_log; }
    /// Waits until every row is in the database.
    void settle() { m_journal->settle(); }

    /// Closes journal and recording, marks the folder finished and says what
    /// came of it; what failed of that the report says. With an incomplete journal
    /// the folder stays unfinished. `from` and `wallSeconds` are the caller's measures.
    ClosingReport finish(Timestamp from, double wallSeconds);
    /// Ends a session of which nothing came, and takes its folder away. Only the
    /// destructor may follow.
    void discard();

private:
    StoredSession(SessionFolder folder, std::vector<std::string> messages);
    Expected<void> adoptFiles(const std::function<void(const std::string&)>& tell);
    Expected<void> takeOver(const std::function<void(const std::string&)>& tell);
    void startWatching();
    void keepHostLog();
    void watchDisk();
    void logMessages(bool isKept);
    /// Of the measurements and of the errors, at the end of metrics.log.
    void writeSummaries();

    SessionFolder m_folder;
    bool m_isCatchingUp = false; ///< the files have their names of before the swap
    std::vector<std::string> m_messages;
    std::unique_ptr<SessionLog> m_log;
    std::unique_ptr<SqliteJournal> m_journal;
    std::unique_ptr<RecordingWriter> m_recorder;
    std::unique_ptr<ComparingRecorder> m_comparing; ///< of a resumed session
    std::unique_ptr<SessionVenue> m_venue;
    HostWatch::DiskReader m_readDisk; ///< may be empty
    std::unique_ptr<HostWatch> m_host;
    RecordedCommands m_commands;
    bool m_isStarted = false;
    Timestamp m_start;
    QElapsedTimer m_sinceFlush;
};

} // namespace breakline
