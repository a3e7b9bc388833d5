// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/JournalStore.h"

#include "storage/JournalSchema.h"
#include "storage/RowCodec.h"

#include <algorithm>

namespace breakline {

namespace {

QString quoted(const char* name)
{
    return QStringLiteral("\"%1\"").arg(QLatin1String(name));
}

/// Inserts a row; where its key is there already, everything but the row's
/// number, time, trace and key takes the new values.
QString insertStatement(const Table& table)
{
    QStringList columns {QStringLiteral("row"), QStringLiteral("time_ms"), QStringLiteral("trace_id")};
    if (table.isKeyDerived)
        columns << quoted(table.key);
    QStringList updates;
    for (const Column& column : table.columns) {
        columns << quoted(column.name);
        if (table.key && qstrcmp(column.name, table.key) != 0)
            updates << QStringLiteral("%1=excluded.%1").arg(quoted(column.name));
    }
    QStringList marks;
    marks.fill(QStringLiteral("?"), columns.size());
    QString sql = QStringLiteral("INSERT INTO %1(%2) VALUES(%3)")
                      .arg(quoted(table.name), columns.join(QLatin1Char(',')), marks.join(QLatin1Char(',')));
    if (table.key)
        sql += QStringLiteral(" ON CONFLICT(%1) DO UPDATE SET %2")
                   .arg(quoted(table.key), updates.join(QLatin1Char(',')));
    return sql;
}

} // namespace

JournalStore::JournalStore(std::unique_ptr<SqliteConnection> connection)
    : m_connection(std::move(connection))
    , m_rowStatements(sessionTables().size())
{
}

Expected<std::unique_ptr<JournalStore>> JournalStore::open(const QString& file)
{
    auto connection = SqliteConnection::open(file, SqliteConnection::Mode::ReadWrite);
    if (!connection)
        return std::unexpected(connection.error());
    std::unique_ptr<JournalStore> store(new JournalStore(std::move(*connection)));
    const SqliteConnection& database = *store->m_connection;
    if (const auto migrated = migrate(database, sessionMigrations()); !migrated)
        return std::unexpected(migrated.error());
    const auto mode = database.value(QStringLiteral("PRAGMA journal_mode=WAL"));
    if (!mode)
        return std::unexpected(mode.error());
    if (mode->toString() != QLatin1String("wal")) {
        return fail(ErrorCode::Io,
                    (file
                     + QStringLiteral(": the file system does not allow a write-ahead log; "
                                      "put the session on a local disk"))
                        .toStdString());
    }
    if (const auto set = database.execute(QStringLiteral("PRAGMA synchronous=FULL")); !set)
        return std::unexpected(set.error());
    // The log beside the file is taken over at 1 MiB, not at the usual 4: commits that
    // come one by one write whole pages, and what is there has to be read after a crash.
    if (const auto set = database.execute(QStringLiteral("PRAGMA wal_autocheckpoint=256")); !set)
        return std::unexpected(set.error());
    for (const Table& table : sessionTables()) {
        const auto last = database.value(QStringLiteral("SELECT max(row) FROM %1").arg(quoted(table.name)));
        if (!last)
            return std::unexpected(last.error());
        store->m_nextRow = std::max<std::int64_t>(store->m_nextRow, last->toLongLong() + 1);
    }
    const auto ticket =
        database.value(QStringLiteral("SELECT max(ticket) FROM %1").arg(quoted(kIntentTable)));
    if (!ticket)
        return std::unexpected(ticket.error());
    store->m_lastTicket = ticket->toULongLong();
    return store;
}

Expected<void> JournalStore::commit(std::span<const JournalWriter::Entry> entries)
{
    const std::int64_t firstRow = m_nextRow;
    if (const auto begun = m_connection->execute(QStringLiteral("BEGIN IMMEDIATE")); !begun)
        return begun;
    Expected<void> result = writeAll(entries);
    if (result)
        result = m_connection->execute(QStringLiteral("COMMIT"));
    if (!result) {
        m_nextRow = firstRow;
        // SQLite may have rolled back by itself; then this has nothing to do and says so.
        (void)m_connection->execute(QStringLiteral("ROLLBACK"));
    }
    return result;
}

Expected<void> JournalStore::writeAll(std::span<const JournalWriter::Entry> entries)
{
    for (const JournalWriter::Entry& entry : entries) {
        const auto statement = rowStatement(entry.row.index());
        if (!statement)
            return std::unexpected(statement.error());
        QSqlQuery& insert = **statement;
        int position = 0;
        insert.bindValue(position++, QVariant::fromValue<qlonglong>(m_nextRow++));
        for (const QVariant& value : encodeRow(entry.row))
            insert.bindValue(position++, value);
        if (!insert.exec())
            return m_connection->failure(insert.lastQuery(), insert.lastError());

        if (entry.ticket == 0)
            continue;
        const auto intentInsert = intentStatement();
        if (!intentInsert)
            return std::unexpected(intentInsert.error());
        QSqlQuery& intent = **intentInsert;
        position = 0;
        intent.bindValue(position++, QVariant::fromValue<qulonglong>(entry.ticket));
        for (const QVariant& value : encodeIntent(std::get<OrderRow>(entry.row)))
            intent.bindValue(position++, value);
        if (!intent.exec())
            return m_connection->failure(intent.lastQuery(), intent.lastError());
    }
    return {};
}

Expected<QSqlQuery*> JournalStore::rowStatement(std::size_t table)
{
    std::optional<QSqlQuery>& statement = m_rowStatements[table];
    if (!statement) {
        auto prepared = m_connection->prepare(insertStatement(sessionTables()[table]));
        if (!prepared)
            return std::unexpected(prepared.error());
        statement = std::move(*prepared);
    }
    return &*statement;
}

Expected<QSqlQuery*> JournalStore::intentStatement()
{
    if (!m_intentStatement) {
        // ticket, time_ms, trace_id and the order's columns.
        QStringList marks;
        marks.fill(QStringLiteral("?"),
                   static_cast<qsizetype>(3 + sessionTables()[kOrderTable].columns.size()));
        auto prepared = m_connection->prepare(QStringLiteral("INSERT INTO %1 VALUES(%2)")
                                                  .arg(quoted(kIntentTable), marks.join(QLatin1Char(','))));
        if (!prepared)
            return std::unexpected(prepared.error());
        m_intentStatement = std::move(*prepared);
    }
    return &*m_intentStatement;
}

Expected<void> JournalStore::close()
{
    for (auto& statement : m_rowStatements)
        statement.reset();
    m_intentStatement.reset();
    // Another process that reads keeps this from working; its own closing, or
    // the next opening, will fold the log then. Nothing is lost by it.
    (void)m_connection->execute(QStringLiteral("PRAGMA journal_mode=DELETE"));
    return {};
}

} // namespace breakline
