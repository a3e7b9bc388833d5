// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/SchemaMigrations.h"
#include "storage/SessionRows.h"

#include <QString>

#include <cstdint>
#include <memory>
#include <span>

namespace breakline {

class SqliteConnection;

enum class ColumnKind : std::uint8_t {
    Text,
    Integer,
    Real,
    Boolean,
    Bytes ///< for programs: no CSV shows them
};

struct Column {
    const char* name;
    ColumnKind kind;
};

/// How one type of row is kept: every table has, before its own columns, `row`
/// (the session's count of first writings), `time_ms` and `trace_id`. Exact
/// values are text as Decimal::toString gives it, unknown ones NULL, times
/// milliseconds; so a column's content is what the CSV shows of it, bytes aside.
struct Table {
    const char* name;
    const char* key; ///< column that a row is known by, trace_id too; null: every row is new
    bool isKeyDerived; ///< the key stands in a column of its own, before the others
    bool isExported;
    std::span<const Column> columns;
};

/// The table of each alternative of SessionRow, at its index.
std::span<const Table> sessionTables();

inline constexpr std::size_t kOrderTable = 3;
static_assert(std::is_same_v<std::variant_alternative_t<kOrderTable, SessionRow>, OrderRow>);

/// Append-only record of the intents: `ticket`, then the order table's columns.
inline constexpr const char* kIntentTable = "order_intents";

std::span<const Migration> sessionMigrations();

/// Opens a session's database to read it; one of an older version is first
/// brought up to the newest.
Expected<std::unique_ptr<SqliteConnection>> openToRead(const QString& databaseFile);

} // namespace breakline
