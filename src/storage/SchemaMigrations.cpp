// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/SchemaMigrations.h"

#include "storage/SqliteConnection.h"

#include <QVariant>

namespace breakline {

Expected<int> schemaVersion(const SqliteConnection& connection)
{
    const auto table = connection.value(
        QStringLiteral("SELECT count(*) FROM sqlite_master WHERE type='table' AND name='schema_version'"));
    if (!table)
        return std::unexpected(table.error());
    if (table->toInt() == 0)
        return 0;
    const auto version = connection.value(QStringLiteral("SELECT max(version) FROM schema_version"));
    if (!version)
        return std::unexpected(version.error());
    return version->toInt();
}

namespace {

Expected<void> apply(const SqliteConnection& connection, const Migration& migration)
{
    for (const char* statement : migration.statements) {
        if (const auto done = connection.execute(QString::fromLatin1(statement)); !done)
            return done;
    }
    return connection.execute(
        QStringLiteral("INSERT INTO schema_version(version) VALUES(%1)").arg(migration.version));
}

} // namespace

Expected<void> migrate(const SqliteConnection& connection, std::span<const Migration> migrations)
{
    const Expected<int> current = schemaVersion(connection);
    if (!current)
        return std::unexpected(current.error());
    const int newest = migrations.empty() ? 0 : migrations.back().version;
    if (*current > newest) {
        return fail(ErrorCode::Unavailable,
                    QStringLiteral("%1: has schema version %2, this program knows up to %3; "
                                   "open it with the newer program that wrote it")
                        .arg(connection.file())
                        .arg(*current)
                        .arg(newest)
                        .toStdString());
    }
    if (*current == newest)
        return {};

    const auto table = connection.execute(
        QStringLiteral("CREATE TABLE IF NOT EXISTS schema_version(version INTEGER PRIMARY KEY)"));
    if (!table)
        return table;
    for (const Migration& migration : migrations) {
        if (migration.version <= *current)
            continue;
        if (const auto begun = connection.execute(QStringLiteral("BEGIN IMMEDIATE")); !begun)
            return begun;
        const auto applied = apply(connection, migration);
        const auto ended =
            connection.execute(applied ? QStringLiteral("COMMIT") : QStringLiteral("ROLLBACK"));
        if (!applied) {
            return fail(applied.error().code,
                        "migration to schema version " + std::to_string(migration.version)
                            + " failed: " + applied.error().message);
        }
        if (!ended)
            return ended;
    }
    return {};
}

} // namespace breakline
