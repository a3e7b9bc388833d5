// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/SqliteConnection.h"

#include <QFileInfo>
#include <QVariant>

#include <atomic>

namespace breakline {

namespace {

/// SQLITE_CORRUPT and SQLITE_NOTADB, whatever SQLite adds above the lowest byte.
bool isDamage(const QSqlError& error)
{
    const int code = error.nativeErrorCode().toInt() & 0xff;
    return code == 11 || code == 26;
}

} // namespace

SqliteConnection::SqliteConnection(QString name, QString file)
    : m_name(std::move(name))
    , m_file(std::move(file))
{
}

Expected<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const QString& file, Mode mode,
                                                                   int busyTimeoutMs)
{
    if (mode == Mode::ReadOnly && !QFileInfo(file).isFile())
        return fail(ErrorCode::NotFound, file.toStdString() + ": there is no such file");

    static std::atomic<int> count {0};
    const QString name = QStringLiteral("breakline-%1").arg(++count);
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(name, file));
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
    database.setDatabaseName(file);
    QString options = QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(busyTimeoutMs);
    if (mode == Mode::ReadOnly)
        options += QStringLiteral(";QSQLITE_OPEN_READONLY");
    database.setConnectOptions(options);
    if (!database.open())
        return connection->failure(QStringLiteral("opening the database"), database.lastError());
    // SQLite opens lazily: a file that is no database shows only when it is read.
    if (const auto readable = connection->value(QStringLiteral("SELECT count(*) FROM sqlite_master"));
        !readable)
        return std::unexpected(readable.error());
    return connection;
}

SqliteConnection::~SqliteConnection()
{
    {
        QSqlDatabase database = QSqlDatabase::database(m_name, false);
        database.close();
    }
    QSqlDatabase::removeDatabase(m_name);
}

QSqlQuery SqliteConnection::query() const
{
    QSqlQuery query(QSqlDatabase::database(m_name, false));
    query.setForwardOnly(true);
    return query;
}

Expected<QSqlQuery> SqliteConnection::prepare(const QString& sql) const
{
    QSqlQuery prepared = query();
    if (!prepared.prepare(sql))
        return failure(sql, prepared.lastError());
    return prepared;
}

Expected<void> SqliteConnection::execute(const QString& sql) const
{
    QSqlQuery statement = query();
    if (!statement.exec(sql))
        return failure(sql, statement.lastError());
    return {};
}

Expected<QVariant> SqliteConnection::value(const QString& sql) const
{
    QSqlQuery statement = query();
    if (!statement.exec(sql))
        return failure(sql, statement.lastError());
    if (!statement.next())
        return QVariant();
    return statement.value(0);
}

std::unexpected<Error> SqliteConnection::failure(const QString& what, const QSqlError& error) const
{
    return fail(isDamage(error) ? ErrorCode::Corrupt : ErrorCode::Io,
                QStringLiteral("%1: %2: %3").arg(m_file, what, error.text()).toStdString());
}

} // namespace breakline
