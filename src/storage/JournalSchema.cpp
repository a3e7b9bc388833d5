// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/JournalSchema.h"

#include "storage/SqliteConnection.h"

#include <array>
#include <iterator>

namespace breakline {

namespace {

using enum ColumnKind;

constexpr Column kTransitions[] = {{"from", Text}, {"to", Text}, {"trigger", Text}, {"reason", Text}};
constexpr Column kCandidates[] = {
    {"symbol", Text}, {"rank", Integer}, {"score", Real}, {"passed", Boolean}, {"refused_by", Text}};
constexpr Column kSignals[] = {{"signal_id", Text},  {"symbol", Text}, {"strategy", Text}, {"side", Text},
                               {"level_id", Text},   {"level", Real},  {"entry", Text},    {"stop", Text},
                               {"confidence", Real}, {"status", Text}, {"reason", Text},   {"missing", Text},
                               {"cost_r", Real}};
constexpr Column kOrders[] = {{"client_id", Text},
                              {"venue_id", Text},
                              {"symbol", Text},
                              {"side", Text},
                              {"type", Text},
                              {"time_in_force", Text},
                              {"reduce_only", Boolean},
                              {"intent", Text},
                              {"quantity", Text},
                              {"price", Text},
                              {"trigger_price", Text},
                              {"status", Text},
                              {"filled_quantity", Text},
                              {"average_price", Text}};
constexpr Column kFills[] = {
    {"venue_trade_id", Text}, {"client_id", Text}, {"symbol", Text}, {"side", Text},
    {"quantity", Text},       {"price", Text},     {"fee", Text},    {"liquidity", Text}};
constexpr Column kPositions[] = {{"position_id", Text},  {"symbol", Text},       {"side", Text},
                                 {"quantity", Text},     {"entry_price", Text},  {"initial_stop", Text},
                                 {"exit_price", Text},   {"opened_ms", Integer}, {"closed_ms", Integer},
                                 {"realised_pnl", Text}, {"fees", Text},         {"funding", Text},
                                 {"net_r", Real},        {"exit_reason", Text},  {"unprotected_ms", Integer}};
constexpr Column kEquity[] = {{"wallet", Text}, {"unrealised", Text}, {"equity", Text}};
constexpr Column kLog[] = {
    {"level", Text}, {"component", Text}, {"state", Text}, {"symbol", Text}, {"message", Text}};
constexpr Column kClientIds[] = {
    {"client_id", Text}, {"role", Text}, {"slice", Integer}, {"attempt", Integer}};
constexpr Column kCheckpoints[] = {{"checkpoint_id", Text},  {"type", Text},   {"status", Text},
                                   {"duration_ms", Integer}, {"symbol", Text}, {"message", Text}};
constexpr Column kBreaks[] = {{"break_id", Text}, {"symbol", Text},  {"level_id", Text}, {"side", Text},
                              {"level", Real},    {"extreme", Real}, {"used", Boolean}};
constexpr Column kDecisions[] = {{"symbol", Text}, {"outcome", Text},       {"stage", Text},
                                 {"gate", Text},   {"value", Real},         {"threshold", Real},
                                 {"unit", Text},   {"sole_blockers", Text}, {"needed_change", Real},
                                 {"gates", Bytes}, {"level_ids", Text}};
constexpr Column kGateKinds[] = {{"number", Integer}, {"stage", Text}, {"scope", Text},    {"name", Text},
                                 {"unit", Text},      {"bound", Text}, {"threshold", Real}};
constexpr Column kCostSheets[] = {{"symbol", Text},
                                  {"side", Text},
                                  {"middle", Text},
                                  {"planned_entry", Text},
                                  {"stop", Text},
                                  {"prior_error_r", Real},
                                  {"size_factor", Real},
                                  {"forecast_quantity", Text},
                                  {"forecast_entry_price", Text},
                                  {"forecast_entry_slippage_bps", Real},
                                  {"forecast_entry_fee", Text},
                                  {"forecast_exit_fee", Text},
                                  {"forecast_funding", Text},
                                  {"forecast_exit_price", Text},
                                  {"forecast_exit_slippage_bps", Real},
                                  {"forecast_liquidation_distance", Text},
                                  {"forecast_loss", Text},
                                  {"forecast_loss_r", Real},
                                  {"forecast_worst_loss", Text},
                                  {"forecast_worst_loss_r", Real},
                                  {"realised_quantity", Text},
                                  {"realised_entry_price", Text},
                                  {"realised_entry_slippage_bps", Real},
                                  {"realised_entry_fee", Text},
                                  {"realised_exit_fee", Text},
                                  {"realised_funding", Text},
                                  {"realised_exit_price", Text},
                                  {"realised_exit_slippage_bps", Real},
                                  {"realised_liquidation_distance", Text},
                                  {"realised_loss", Text},
                                  {"realised_loss_r", Real},
                                  {"error_usd", Text},
                                  {"error_bps", Real},
                                  {"error_r", Real}};
constexpr Column kLevels[] = {{"symbol", Text},
                              {"level_id", Text},
                              {"type", Text},
                              {"price", Real},
                              {"methods", Text},
                              {"born_ms", Integer},
                              {"first_touch_ms", Integer},
                              {"last_touch_ms", Integer},
                              {"touches", Integer},
                              {"strength", Real},
                              {"enhanced_strength", Real},
                              {"base_height", Real},
                              {"fate", Text},
                              {"fate_ms", Integer}};
constexpr Column kState[] = {{"key", Text}, {"value", Text}};

constexpr std::array<Table, std::variant_size_v<SessionRow>> kTables {{
    {"transitions", nullptr, false, true, kTransitions},
    {"candidates", nullptr, false, true, kCandidates},
    {"signals", "signal_id", false, true, kSignals},
    {"orders", "order_key", true, true, kOrders},
    {"fills", "venue_trade_id", false, true, kFills},
    {"positions", "position_id", false, true, kPositions},
    {"equity", nullptr, false, true, kEquity},
    {"log", nullptr, false, true, kLog},
    {"wall_log", nullptr, false, true, kLog},
    {"client_ids", "client_id", false, false, kClientIds},
    {"checkpoints", "checkpoint_id", false, false, kCheckpoints},
    {"state", "key", false, false, kState},
    {"breaks", "break_id", false, false, kBreaks},
    {"decisions", "trace_id", false, true, kDecisions},
    {"gate_kinds", nullptr, false, false, kGateKinds},
    {"cost_sheets", "trace_id", false, true, kCostSheets},
    {"levels", "level_id", false, true, kLevels},
}};

#define BREAKLINE_ROW "row INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL, trace_id TEXT NOT NULL, "
#define BREAKLINE_ORDER                                                                                      \
    "client_id TEXT NOT NULL, venue_id TEXT NOT NULL, symbol TEXT NOT NULL, side TEXT NOT NULL, "            \
    "type TEXT NOT NULL, time_in_force TEXT NOT NULL, reduce_only INTEGER NOT NULL, intent TEXT NOT NULL, "  \
    "quantity TEXT NOT NULL, price TEXT, trigger_price TEXT, status TEXT NOT NULL, "                         \
    "filled_quantity TEXT NOT NULL, average_price TEXT)"
#define BREAKLINE_LOG                                                                                        \
    "level TEXT NOT NULL, component TEXT NOT NULL, state TEXT NOT NULL, symbol TEXT NOT NULL, "              \
    "message TEXT NOT NULL)"

constexpr const char* kVersion1[] = {
    "CREATE TABLE transitions(" BREAKLINE_ROW "\"from\" TEXT NOT NULL, \"to\" TEXT NOT NULL, "
    "\"trigger\" TEXT NOT NULL, reason TEXT NOT NULL)",
    "CREATE TABLE candidates(" BREAKLINE_ROW
    "symbol TEXT NOT NULL, rank INTEGER NOT NULL, score REAL NOT NULL, "
    "passed INTEGER NOT NULL, refused_by TEXT NOT NULL)",
    "CREATE TABLE signals(" BREAKLINE_ROW "signal_id TEXT NOT NULL UNIQUE, symbol TEXT NOT NULL, "
    "strategy TEXT NOT NULL, side TEXT NOT NULL, level_id TEXT NOT NULL, level REAL NOT NULL, "
    "entry TEXT NOT NULL, stop TEXT NOT NULL, confidence REAL NOT NULL, status TEXT NOT NULL, "
    "reason TEXT NOT NULL)",
    "CREATE TABLE orders(" BREAKLINE_ROW "order_key TEXT NOT NULL UNIQUE, " BREAKLINE_ORDER,
    "CREATE TABLE fills(" BREAKLINE_ROW "venue_trade_id TEXT NOT NULL UNIQUE, client_id TEXT NOT NULL, "
    "symbol TEXT NOT NULL, side TEXT NOT NULL, quantity TEXT NOT NULL, price TEXT NOT NULL, fee TEXT NOT "
    "NULL, "
    "liquidity TEXT NOT NULL)",
    "CREATE TABLE positions(" BREAKLINE_ROW "position_id TEXT NOT NULL UNIQUE, symbol TEXT NOT NULL, "
    "side TEXT NOT NULL, quantity TEXT NOT NULL, entry_price TEXT NOT NULL, initial_stop TEXT NOT NULL, "
    "exit_price TEXT, opened_ms INTEGER NOT NULL, closed_ms INTEGER, realised_pnl TEXT NOT NULL, "
    "fees TEXT NOT NULL, funding TEXT NOT NULL, net_r REAL, exit_reason TEXT NOT NULL, "
    "unprotected_ms INTEGER NOT NULL)",
    "CREATE TABLE equity(" BREAKLINE_ROW
    "wallet TEXT NOT NULL, unrealised TEXT NOT NULL, equity TEXT NOT NULL)",
    "CREATE TABLE log(" BREAKLINE_ROW BREAKLINE_LOG,
    "CREATE TABLE wall_log(" BREAKLINE_ROW BREAKLINE_LOG,
    "CREATE TABLE client_ids(" BREAKLINE_ROW "client_id TEXT NOT NULL UNIQUE, role TEXT NOT NULL, "
    "slice INTEGER NOT NULL, attempt INTEGER NOT NULL)",
    "CREATE TABLE checkpoints(" BREAKLINE_ROW "checkpoint_id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, "
    "status TEXT NOT NULL, duration_ms INTEGER, symbol TEXT NOT NULL, message TEXT NOT NULL)",
    "CREATE TABLE state(" BREAKLINE_ROW "\"key\" TEXT NOT NULL UNIQUE, value TEXT NOT NULL)",
    "CREATE TABLE order_intents(ticket INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL, trace_id TEXT NOT "
    "NULL, " BREAKLINE_ORDER,
};

constexpr const char* kVersion2[] = {
    "ALTER TABLE signals ADD COLUMN missing TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE signals ADD COLUMN cost_r REAL",
};

constexpr const char* kVersion3[] = {
    "CREATE TABLE breaks(" BREAKLINE_ROW "break_id TEXT NOT NULL UNIQUE, symbol TEXT NOT NULL, "
    "level_id TEXT NOT NULL, side TEXT NOT NULL, level REAL NOT NULL, extreme REAL, used INTEGER NOT NULL)",
};

constexpr const char* kVersion4[] = {
    "CREATE TABLE decisions(" BREAKLINE_ROW "symbol TEXT NOT NULL, "
    "outcome TEXT NOT NULL, stage TEXT NOT NULL, gate TEXT NOT NULL, value REAL, threshold REAL, "
    "unit TEXT NOT NULL, sole_blockers TEXT NOT NULL, needed_change REAL, gates BLOB NOT NULL)",
    "CREATE UNIQUE INDEX decisions_by_trace ON decisions(trace_id)",
    // The newest of a symbol before a time, of months.
    "CREATE INDEX decisions_by_symbol ON decisions(symbol, time_ms)",
    "CREATE TABLE gate_kinds(" BREAKLINE_ROW "number INTEGER NOT NULL UNIQUE, stage TEXT NOT NULL, "
    "scope TEXT NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL, bound TEXT NOT NULL, threshold REAL)",
};

constexpr const char* kVersion5[] = {
    "CREATE TABLE cost_sheets(" BREAKLINE_ROW
    "symbol TEXT NOT NULL, side TEXT NOT NULL, middle TEXT, planned_entry TEXT NOT NULL, "
    "stop TEXT NOT NULL, prior_error_r REAL, size_factor REAL NOT NULL, "
    "forecast_quantity TEXT NOT NULL, forecast_entry_price TEXT, forecast_entry_slippage_bps REAL, "
    "forecast_entry_fee TEXT NOT NULL, forecast_exit_fee TEXT NOT NULL, forecast_funding TEXT, "
    "forecast_exit_price TEXT, forecast_exit_slippage_bps REAL, forecast_liquidation_distance TEXT, "
    "forecast_loss TEXT, forecast_loss_r REAL, forecast_worst_loss TEXT, forecast_worst_loss_r REAL, "
    "realised_quantity TEXT, realised_entry_price TEXT, realised_entry_slippage_bps REAL, "
    "realised_entry_fee TEXT, realised_exit_fee TEXT, realised_funding TEXT, realised_exit_price TEXT, "
    "realised_exit_slippage_bps REAL, realised_liquidation_distance TEXT, realised_loss TEXT, "
    "realised_loss_r REAL, error_usd TEXT, error_bps REAL, error_r REAL)",
    "CREATE UNIQUE INDEX cost_sheets_by_trace ON cost_sheets(trace_id)",
    "ALTER TABLE decisions ADD COLUMN level_ids TEXT NOT NULL DEFAULT ''",
    "CREATE TABLE levels(" BREAKLINE_ROW
    "symbol TEXT NOT NULL, level_id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, price REAL NOT NULL, "
    "methods TEXT NOT NULL, born_ms INTEGER, first_touch_ms INTEGER NOT NULL, last_touch_ms INTEGER, "
    "touches INTEGER, strength REAL, enhanced_strength REAL, base_height REAL, fate TEXT NOT NULL, "
    "fate_ms INTEGER)",
};

constexpr Migration kMigrations[] = {
    {1, kVersion1}, {2, kVersion2}, {3, kVersion3}, {4, kVersion4}, {5, kVersion5}};

} // namespace

std::span<const Table> sessionTables()
{
    return kTables;
}

std::span<const Migration> sessionMigrations()
{
    return kMigrations;
}

Expected<std::unique_ptr<SqliteConnection>> openToRead(const QString& databaseFile)
{
    {
        auto connection = SqliteConnection::open(databaseFile, SqliteConnection::Mode::ReadOnly);
        if (!connection)
            return connection;
        const auto version = schemaVersion(**connection);
        if (!version)
            return std::unexpected(version.error());
        if (*version == 0 || *version >= kMigrations[std::size(kMigrations) - 1].version)
            return connection;
    }
    {
        const auto connection = SqliteConnection::open(databaseFile, SqliteConnection::Mode::ReadWrite);
        if (!connection)
            return std::unexpected(connection.error());
        if (const auto migrated = migrate(**connection, sessionMigrations()); !migrated)
            return std::unexpected(migrated.error());
    }
    return SqliteConnection::open(databaseFile, SqliteConnection::Mode::ReadOnly);
}

} // namespace breakline
