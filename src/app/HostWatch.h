// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/SessionRows.h"

#include <QString>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace breakline {

/// Samples the host on a thread of its own and keeps what is to be said about
/// it until somebody takes it. It never decides anything: what its disk reading
/// means is for the session to say, to which it is an input. Where memory or disk
/// run short it removes log files of the folder that are older than 7 days.
class HostWatch {
public:
    /// Of the disk, in use in percent; empty where that is not known. Any thread.
    using DiskReader = std::function<std::optional<double>()>;
    /// `dataFolder`: whose volume is watched. What the session is told of it comes
    /// from `readDisk` where there is one: for tests, whose host is not theirs.
    HostWatch(QString dataFolder, QString logFolder, DiskReader readDisk = {});
    ~HostWatch();
    HostWatch(const HostWatch&) = delete;
    HostWatch& operator=(const HostWatch&) = delete;

    /// What was said since the last call, in host time; any thread.
    std::vector<LogRow> take();
    /// In use, in percent; empty where that is not known.
    struct Reading {
        std::optional<double> disk; ///< known from the start where it is known at all
        std::optional<double> memory;
    };
    /// The newest; any thread.
    Reading newest();

private:
    void run();
    void say(std::string level, Timestamp time, std::string message);

    QString m_dataFolder;
    QString m_logFolder;
    DiskReader m_readDisk;
    std::mutex m_mutex;
    std::condition_variable m_leave;
    bool m_isLeaving = false;
    std::vector<LogRow> m_rows;
    Reading m_newest;
    std::thread m_thread; ///< last: it uses the others
};

} // namespace breakline
