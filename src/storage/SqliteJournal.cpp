// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/SqliteJournal.h"

#include "storage/JournalWriter.h"

#include <QMetaObject>

namespace breakline {

SqliteJournal::SqliteJournal() = default;

Expected<std::unique_ptr<SqliteJournal>> SqliteJournal::open(const QString& file)
{
    std::unique_ptr<SqliteJournal> journal(new SqliteJournal);
    if (const auto started = journal->startWriter(file); !started)
        return std::unexpected(started.error());
    journal->m_lastTicket = journal->m_writer->firstTicket();
    journal->m_delivered = journal->m_lastTicket;
    return journal;
}

Expected<void> SqliteJournal::startWriter(const QString& file)
{
    auto writer = JournalWriter::start(file, [this] {
        // At most one call under way: a session that settles at every entry
        // never gets to its event loop, and must not fill it.
        if (!m_isPosted.exchange(true))
            QMetaObject::invokeMethod(
                this, [this] { deliver(); }, Qt::QueuedConnection);
    });
    if (!writer)
        return std::unexpected(writer.error());
    m_writer = std::move(*writer);
    return {};
}

Expected<void> SqliteJournal::reopen(const QString& file)
{
    deliver(); // what the closed writer had to say
    m_outagesDelivered = 0;
    return startWriter(file);
}

SqliteJournal::~SqliteJournal()
{
    (void)close();
}

void SqliteJournal::write(SessionRow row)
{
    m_writer->push({std::move(row), 0});
}

JournalTicket SqliteJournal::writeIntent(OrderRow order)
{
    m_writer->push({std::move(order), ++m_lastTicket});
    return m_lastTicket;
}

void SqliteJournal::settle()
{
    m_writer->settle();
    deliver();
}

std::size_t SqliteJournal::depth() const
{
    return m_writer->depth();
}

Expected<void> SqliteJournal::close()
{
    return m_writer ? m_writer->close() : Expected<void>();
}

void SqliteJournal::deliver()
{
    // Before the look at the status: what changes after it posts again.
    m_isPosted = false;
    const JournalWriter::Status status = m_writer->status();
    if (status.outages > m_outagesDelivered) {
        m_outagesDelivered = status.outages;
        Q_EMIT failed(QString::fromStdString(status.failure));
    }
    if (status.durable > m_delivered) {
        m_delivered = status.durable;
        Q_EMIT durable(status.durable);
    }
}

} // namespace breakline
