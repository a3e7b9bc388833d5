// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "storage/SessionJournal.h"

#include <QString>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace breakline {

class JournalWriter;

/// The session's memory in a SQLite file: WAL, synchronous=FULL, one writer
/// thread. What is queued is committed together, in the order of the calls; an
/// intent or settle() starts a commit at once, other rows wait up to 10 ms for
/// company. Nothing is ever dropped: where the file cannot be written, `failed`
/// says so once an outage, the rows stay queued, and the write is tried again
/// until it succeeds or the journal is closed.
///
/// The object lives on the trading thread; `durable` and `failed` are delivered
/// there, through its event loop or from settle().
class SqliteJournal final : public SessionJournal {
    Q_OBJECT
public:
    /// Opens or creates the file and brings its schema up to date. A file of a
    /// newer schema than this program's is an error and is left as it is.
    static Expected<std::unique_ptr<SqliteJournal>> open(const QString& file);
    /// Closes; an error at this point is lost, so call close() where it matters.
    ~SqliteJournal() override;

    void write(SessionRow row) override;
    /// Tickets go on where an earlier run of the session ended.
    JournalTicket writeIntent(OrderRow order) override;
    /// Returns early where the store cannot be written: `failed` has then been
    /// delivered, and depth() is not 0.
    void settle() override;

    /// Delivers the signals due, without waiting: for a thread that has no event loop.
    void deliver();

    /// Rows that are not durable yet.
    std::size_t depth() const;
    /// The last ticket that was handed out, also by earlier runs; 0 without any.
    JournalTicket lastTicket() const { return m_lastTicket; }

    /// Writes what is left and closes the file; an error says that rows were
    /// lost and why. Nothing may be written afterwards.
    Expected<void> close();
    /// Goes on, after close(), in the same file under the name that it has now.
    Expected<void> reopen(const QString& file);

private:
    SqliteJournal();
    Expected<void> startWriter(const QString& file);

    std::unique_ptr<JournalWriter> m_writer;
    JournalTicket m_lastTicket = 0;
    JournalTicket m_delivered = 0;
    std::uint64_t m_outagesDelivered = 0;
    std::atomic<bool> m_isPosted = false;
};

} // namespace breakline
