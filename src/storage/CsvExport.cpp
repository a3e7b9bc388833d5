// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/CsvExport.h"

#include "core/Timestamp.h"
#include "storage/CsvField.h"
#include "storage/JournalSchema.h"
#include "storage/SessionFolder.h"
#include "storage/SqliteConnection.h"

#include <QDir>
#include <QSaveFile>
#include <QVariant>

#include <vector>

namespace breakline {

namespace {

constexpr const char* kLineEnd = "\r\n";
constexpr std::size_t kBlock = 64 * 1024;
constexpr int kLeadingColumns = 2; ///< time_ms and trace_id come before the table's

std::vector<Column> shownColumns(const Table& table)
{
    std::vector<Column> shown(table.columns.begin(), table.columns.end());
    std::erase_if(shown, [](const Column& column) { return column.kind == ColumnKind::Bytes; });
    return shown;
}

QString selectStatement(const Table& table)
{
    QString sql = QStringLiteral("SELECT time_ms,trace_id");
    for (const Column& column : shownColumns(table))
        sql += QStringLiteral(",\"%1\"").arg(QLatin1String(column.name));
    return sql + QStringLiteral(" FROM \"%1\" ORDER BY row").arg(QLatin1String(table.name));
}

void appendValue(std::string& line, ColumnKind kind, const QVariant& value)
{
    if (value.isNull())
        return; // unknown
    switch (kind) {
    case ColumnKind::Text: csv::appendField(line, value.toString().toStdString()); break;
    case ColumnKind::Integer: csv::appendNumber(line, value.toLongLong()); break;
    case ColumnKind::Real: csv::appendNumber(line, value.toDouble()); break;
    case ColumnKind::Boolean: line += value.toLongLong() != 0 ? "true" : "false"; break;
    case ColumnKind::Bytes: break;
    }
}

Expected<void> exportTable(const SqliteConnection& connection, const Table& table, const QString& fileName)
{
    auto rows = connection.prepare(selectStatement(table));
    if (!rows)
        return std::unexpected(rows.error());
    if (!rows->exec())
        return connection.failure(rows->lastQuery(), rows->lastError());

    QSaveFile file(fileName);
    const auto ioError = [&file] {
        return fail(ErrorCode::Io, file.fileName().toStdString() + ": " + file.errorString().toStdString());
    };
    if (!file.open(QIODevice::WriteOnly))
        return ioError();

    std::string text = "seq,time_ms,time_iso,trace_id";
    const auto columns = shownColumns(table);
    for (const Column& column : columns)
        text.append(",").append(column.name);
    text += kLineEnd;
    for (std::int64_t sequence = 1; rows->next(); ++sequence) {
        const Timestamp time {rows->value(0).toLongLong()};
        csv::appendNumber(text, sequence);
        text += ',';
        csv::appendNumber(text, time.ms);
        text += ',';
        text += toIso8601(time);
        text += ',';
        csv::appendField(text, rows->value(1).toString().toStdString());
        int index = kLeadingColumns;
        for (const Column& column : columns) {
            text += ',';
            appendValue(text, column.kind, rows->value(index++));
        }
        text += kLineEnd;
        if (text.size() >= kBlock) {
            file.write(text.data(), static_cast<qint64>(text.size()));
            text.clear();
        }
    }
    if (rows->lastError().isValid())
        return connection.failure(rows->lastQuery(), rows->lastError());
    file.write(text.data(), static_cast<qint64>(text.size()));
    // QSaveFile remembers an earlier error and refuses to commit after it, but not that of its last buffer.
    if (!file.flush() || !file.commit())
        return ioError();
    return {};
}

} // namespace

Expected<void> exportSession(const QString& sessionFolder, const QString& to)
{
    const auto connection = openToRead(SessionFolder::databaseFileOf(sessionFolder));
    if (!connection)
        return std::unexpected(connection.error());
    const QDir folder(to);
    if (!folder.mkpath(QStringLiteral(".")))
        return fail(ErrorCode::Io, to.toStdString() + ": cannot make the folder");

    // One transaction, so that all files show the same moment of a running session.
    if (const auto begun = (*connection)->execute(QStringLiteral("BEGIN")); !begun)
        return begun;
    for (const Table& table : sessionTables()) {
        if (!table.isExported)
            continue;
        const QString name = QLatin1String(table.name);
        if (name == QLatin1String("wall_log")) {
            const auto count = (*connection)->value(QStringLiteral("SELECT count(*) FROM wall_log"));
            if (!count)
                return std::unexpected(count.error());
            if (count->toLongLong() == 0)
                continue;
        }
        const auto done = exportTable(**connection, table, folder.filePath(name + QStringLiteral(".csv")));
        if (!done)
            return done;
    }
    return {};
}

} // namespace breakline
