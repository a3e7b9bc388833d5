// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "storage/SessionJournal.h"
#include "storage/SessionRows.h"

#include <QString>

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace breakline {

class JournalStore;

/// The journal's thread and the queue to it. Entries are committed in the order
/// of push(), as many at once as have come; a failed commit is rolled back whole
/// and tried again, so nothing is lost and nothing overtakes.
class JournalWriter {
public:
    struct Entry {
        SessionRow row;
        JournalTicket ticket = 0; ///< of an intent; else 0
    };

    struct Status {
        JournalTicket durable = 0; ///< highest ticket committed
        std::uint64_t outages = 0; ///< times that commits began to fail
        std::string failure; ///< of the latest outage
    };

    /// Opens the file on the writer's thread. `changed` is called there when the
    /// status has changed.
    static Expected<std::unique_ptr<JournalWriter>> start(const QString& file, std::function<void()> changed);
    ~JournalWriter();

    void push(Entry entry);
    /// Waits until all that was pushed is durable, or a commit fails.
    void settle();
    Status status() const;
    std::size_t depth() const;
    /// Highest ticket of earlier runs.
    JournalTicket firstTicket() const { return m_firstTicket; }
    /// Writes the rest, closes the file, ends the thread.
    Expected<void> close();

private:
    explicit JournalWriter(std::function<void()> changed);
    void run(JournalStore& store);

    std::function<void()> m_changed;
    std::thread m_thread;
    JournalTicket m_firstTicket = 0;

    mutable std::mutex m_mutex;
    std::condition_variable m_work; ///< to the thread: there is something to do
    std::condition_variable m_progress; ///< from the thread: an attempt has ended
    std::vector<Entry> m_queue;
    std::uint64_t m_pushed = 0;
    std::uint64_t m_committed = 0;
    std::uint64_t m_attempts = 0;
    bool m_isUrgent = false;
    bool m_isClosing = false;
    bool m_isFailing = false;
    Status m_status;
    Expected<void> m_closed;
};

} // namespace breakline
