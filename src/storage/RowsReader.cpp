// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/RowsReader.h"

#include "storage/JournalSchema.h"
#include "storage/RowCodec.h"
#include "storage/SessionFolder.h"
#include "storage/SqliteConnection.h"

namespace breakline {

namespace {

QString columnList(const Table& table)
{
    QString list = QStringLiteral("time_ms,trace_id");
    for (const Column& column : table.columns)
        list += QStringLiteral(",\"%1\"").arg(QLatin1String(column.name));
    return list;
}

/// Runs the query and hands each row to `take`, which reads it from the cursor.
template<class Take>
Expected<void> readAll(const SqliteConnection& connection, const QString& sql, int first, Take take,
                       const QList<QVariant>& values = {})
{
    auto query = connection.prepare(sql);
    if (!query)
        return std::unexpected(query.error());
    for (const QVariant& value : values)
        query->addBindValue(value);
    if (!query->exec())
        return connection.failure(sql, query->lastError());
    for (std::int64_t count = 1; query->next(); ++count) {
        RowCursor cursor(*query, first);
        take(cursor, *query);
        if (!cursor.fault().empty()) {
            return fail(ErrorCode::Corrupt,
                        connection.file().toStdString() + ": result " + std::to_string(count) + " of '"
                            + sql.toStdString() + "': " + cursor.fault());
        }
    }
    if (query->lastError().isValid())
        return connection.failure(sql, query->lastError());
    return {};
}

template<class Row, std::size_t index = 0>
constexpr std::size_t tableOf()
{
    if constexpr (std::is_same_v<std::variant_alternative_t<index, SessionRow>, Row>)
        return index;
    else
        return tableOf<Row, index + 1>();
}

template<class Row>
Expected<std::vector<Row>> readRows(const SqliteConnection& connection)
{
    const Table& table = sessionTables()[tableOf<Row>()];
    std::vector<Row> rows;
    const auto read =
        readAll(connection,
                QStringLiteral("SELECT %1 FROM \"%2\" ORDER BY row")
                    .arg(columnList(table), QLatin1String(table.name)),
                0, [&rows](RowCursor& cursor, const QSqlQuery&) { decode(cursor, rows.emplace_back()); });
    if (!read)
        return std::unexpected(read.error());
    return rows;
}

} // namespace

RowsReader::RowsReader(std::unique_ptr<SqliteConnection> connection)
    : m_connection(std::move(connection))
{
}

RowsReader::~RowsReader() = default;

Expected<std::unique_ptr<RowsReader>> RowsReader::open(const QString& sessionFolder)
{
    auto connection = openToRead(SessionFolder::databaseFileOf(sessionFolder));
    if (!connection)
        return std::unexpected(connection.error());
    return std::unique_ptr<RowsReader>(new RowsReader(std::move(*connection)));
}

Expected<void> RowsReader::atOneMoment(const std::function<Expected<void>()>& read)
{
    if (const auto begun = m_connection->execute(QStringLiteral("BEGIN")); !begun)
        return begun;
    const Expected<void> done = read();
    const Expected<void> ended = m_connection->execute(QStringLiteral("COMMIT"));
    return done ? ended : done;
}

Expected<std::vector<TransitionRow>> RowsReader::transitions()
{
    return readRows<TransitionRow>(*m_connection);
}
Expected<std::vector<CandidateRow>> RowsReader::candidates()
{
    return readRows<CandidateRow>(*m_connection);
}
Expected<std::vector<SignalRow>> RowsReader::signalRows()
{
    return readRows<SignalRow>(*m_connection);
}
Expected<std::vector<OrderRow>> RowsReader::orders()
{
    return readRows<OrderRow>(*m_connection);
}
Expected<std::vector<FillRow>> RowsReader::fills()
{
    return readRows<FillRow>(*m_connection);
}
Expected<std::vector<PositionRow>> RowsReader::positions()
{
    return readRows<PositionRow>(*m_connection);
}
Expected<std::vector<EquityRow>> RowsReader::equity()
{
    return readRows<EquityRow>(*m_connection);
}
Expected<std::vector<LogRow>> RowsReader::log()
{
    return readRows<LogRow>(*m_connection);
}
Expected<std::vector<WallLogRow>> RowsReader::wallLog()
{
    return readRows<WallLogRow>(*m_connection);
}
Expected<std::vector<ClientIdRow>> RowsReader::clientIds()
{
    return readRows<ClientIdRow>(*m_connection);
}
Expected<std::vector<CheckpointRow>> RowsReader::checkpoints()
{
    return readRows<CheckpointRow>(*m_connection);
}

Expected<std::vector<BreakRow>> RowsReader::breaks()
{
    return readRows<BreakRow>(*m_connection);
}

Expected<std::vector<GateKindRow>> RowsReader::gateKinds()
{
    return readRows<GateKindRow>(*m_connection);
}

Expected<std::vector<CostSheetRow>> RowsReader::costSheets()
{
    return readRows<CostSheetRow>(*m_connection);
}

Expected<std::optional<CostSheetRow>> RowsReader::costSheet(const std::string& traceId)
{
    std::optional<CostSheetRow> row;
    const auto read = readAll(
        *m_connection,
        QStringLiteral("SELECT %1 FROM cost_sheets WHERE trace_id=?")
            .arg(columnList(sessionTables()[tableOf<CostSheetRow>()])),
        0, [&row](RowCursor& cursor, const QSqlQuery&) { decode(cursor, row.emplace()); },
        {QString::fromStdString(traceId)});
    if (!read)
        return std::unexpected(read.error());
    return row;
}

Expected<std::vector<LevelRow>> RowsReader::levels()
{
    return readRows<LevelRow>(*m_connection);
}

Expected<std::optional<DecisionRow>> RowsReader::decision(const std::string& symbol, Timestamp at)
{
    std::optional<DecisionRow> row;
    const auto read = readAll(
        *m_connection,
        QStringLiteral("SELECT %1 FROM decisions WHERE symbol=? AND time_ms<=? ORDER BY time_ms DESC LIMIT 1")
            .arg(columnList(sessionTables()[tableOf<DecisionRow>()])),
        0, [&row](RowCursor& cursor, const QSqlQuery&) { decode(cursor, row.emplace()); },
        {QString::fromStdString(symbol), QVariant::fromValue<qlonglong>(at.ms)});
    if (!read)
        return std::unexpected(read.error());
    return row;
}

Expected<std::optional<DecisionRow>> RowsReader::decisionOf(const std::string& traceId)
{
    std::optional<DecisionRow> row;
    const auto read =
        readAll(*m_connection,
                QStringLiteral("SELECT %1 FROM decisions WHERE trace_id=?")
                    .arg(columnList(sessionTables()[tableOf<DecisionRow>()])),
                0, [&row](RowCursor& cursor, const QSqlQuery&) { decode(cursor, row.emplace()); },
                {QString::fromStdString(traceId)});
    if (!read)
        return std::unexpected(read.error());
    return row;
}

Expected<void> RowsReader::eachDecision(const std::function<void(const DecisionRow&)>& take)
{
    DecisionRow row;
    return readAll(*m_connection,
                   QStringLiteral("SELECT %1 FROM decisions ORDER BY row")
                       .arg(columnList(sessionTables()[tableOf<DecisionRow>()])),
                   0, [&](RowCursor& cursor, const QSqlQuery&) {
                       decode(cursor, row);
                       take(row);
                   });
}

Expected<std::map<std::string, std::string>> RowsReader::state()
{
    const auto rows = readRows<StateRow>(*m_connection);
    if (!rows)
        return std::unexpected(rows.error());
    std::map<std::string, std::string> values;
    for (const StateRow& row : *rows)
        values[row.key] = row.value;
    return values;
}

Expected<std::vector<IntentRecord>> RowsReader::intents()
{
    std::vector<IntentRecord> intents;
    const auto read = readAll(*m_connection,
                              QStringLiteral("SELECT ticket,%1 FROM \"%2\" ORDER BY ticket")
                                  .arg(columnList(sessionTables()[kOrderTable]), QLatin1String(kIntentTable)),
                              1, [&intents](RowCursor& cursor, const QSqlQuery& query) {
                                  IntentRecord& intent = intents.emplace_back();
                                  intent.ticket = query.value(0).toULongLong();
                                  decode(cursor, intent.order);
                              });
    if (!read)
        return std::unexpected(read.error());
    return intents;
}

} // namespace breakline
