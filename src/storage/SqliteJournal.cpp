// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/SqliteJournal.h"

#include "storage/JournalWriter.h"

#include <QMetaObject>

namespace breakline {

SqliteJournal::SqliteJournal() = default;

Expected<std::unique_ptr<SqliteJournal>> SqliteJournal::open(const QString& file)
{
    std::unique_ptr<SqliteJournal> journal(new SqliteJournal);
    SqliteJournal* const self = journal.get();
    auto writer = JournalWriter::start(file, [self] {
        // At most one call under way: a session that settles at every entry
        // never gets to its event loop, and must not fill it.
        if (!self->m_isPosted.exchange(true))
            QMetaObject::invokeMethod(
                self, [self] { self->deliver(); }, Qt::QueuedConnection);
    });
    if (!writer)
        return std::unexpected(writer.error());
    journal->m_writer = std::move(*writer);
    journal->m_lastTicket = journal->m_writer->firstTicket();
    journal->m_delivered = journal->m_lastTicket;
    return journal;
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
