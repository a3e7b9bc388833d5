// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "core/Timestamp.h"
#include "storage/SessionRows.h"
#include "trading/LogLevel.h"

#include <QString>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace breakline {

/// What is to be written; views must live through the call only.
struct LogMessage {
    LogLevel level = LogLevel::Info;
    std::string_view component;
    std::string_view state; ///< empty where it is not the trading thread's
    std::string_view symbol;
    std::string_view traceId;
    std::string_view errorCode;
    std::string_view text;
    std::optional<Timestamp> venueTime;
};

/// A record as it was kept: secrets masked, on one line.
struct LogEntry {
    Timestamp wallTime;
    std::optional<Timestamp> venueTime;
    LogLevel level = LogLevel::Info;
    std::string component, state, symbol, traceId, errorCode, text;
};

/// Where every record of the program ends: rotating files, the standard error
/// stream, and a ring for the window. Safe to write to from any thread. Every
/// line carries session, component, state, symbol and trace id, and no secret.
/// (SPEC 11.4)
class SessionLog {
public:
    static constexpr std::size_t kFileBytes = 10 * 1024 * 1024;
    static constexpr std::size_t kFileCount = 5;
    static constexpr std::size_t kRingCapacity = 10'000;

    struct Settings {
        std::string sessionId;
        /// Made if it is not there; empty: no files. general.log holds all but
        /// measurements, errors.log what weighs Error or more, api.log what
        /// component `exchange` writes, metrics.log the measurements.
        QString folder;
        LogLevel level = LogLevel::Info;
        /// Of the standard error stream; empty: nothing goes there.
        std::optional<LogLevel> console = LogLevel::Warning;
    };

    /// An Io error where the folder or a file in it cannot be written.
    static Expected<std::unique_ptr<SessionLog>> open(const Settings& settings);
    ~SessionLog();
    SessionLog(const SessionLog&) = delete;
    SessionLog& operator=(const SessionLog&) = delete;

    /// To ask before a text is put together.
    bool accepts(LogLevel level) const;
    void write(const LogMessage& message);
    /// A record of the trading thread, with its venue time.
    void write(const LogRow& row);
    void flush();
    const std::string& sessionId() const;

    bool addSecret(std::string_view secret);
    /// As in every record: for texts that leave by another way.
    std::string masked(std::string_view text) const;

    /// The newest `count` entries, oldest first.
    std::vector<LogEntry> recent(std::size_t count) const;
    /// Records since the opening, and those of Error and Critical by
    /// "component:code" (code "-" where none was given).
    std::uint64_t total() const;
    std::map<std::string, std::uint64_t> errorCounts() const;

    /// Hands Qt's own messages (qDebug to qFatal, QML's warnings) to this log
    /// until it is destroyed; the last one that asks gets them.
    void installQtMessageBridge();

    /// Removes the log files of `folder` that were last written before
    /// `before`; says how many. Nothing but *.log files is touched.
    static int removeOlderThan(const QString& folder, Timestamp before);

private:
    struct Private;
    explicit SessionLog(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace breakline
