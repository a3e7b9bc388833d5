// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "storage/SessionJournal.h"
#include "storage/SessionRows.h"

#include <QString>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

class SqliteConnection;

/// An order intent as it was journalled, before anything was sent.
struct IntentRecord {
    JournalTicket ticket = 0;
    OrderRow order; ///< as intended; its later states are in the orders
};

/// The rows of a session read back, in the order of their first writing, keyed
/// rows in their last state. Reads what is committed and never writes; the
/// session may be running. Used on the thread that opened it. A value that
/// does not parse is Corrupt, with table, row and column.
class RowsReader {
public:
    static Expected<std::unique_ptr<RowsReader>> open(const QString& sessionFolder);
    ~RowsReader();

    /// What `read` reads is all of one moment, also while the session goes on; its error.
    /// To be short: a session that is closed cannot be taken up again meanwhile.
    Expected<void> atOneMoment(const std::function<Expected<void>()>& read);

    Expected<std::vector<TransitionRow>> transitions();
    Expected<std::vector<CandidateRow>> candidates();
    Expected<std::vector<SignalRow>> signalRows();
    Expected<std::vector<OrderRow>> orders();
    Expected<std::vector<FillRow>> fills();
    Expected<std::vector<PositionRow>> positions();
    Expected<std::vector<EquityRow>> equity();
    Expected<std::vector<LogRow>> log();
    Expected<std::vector<WallLogRow>> wallLog();
    Expected<std::vector<ClientIdRow>> clientIds();
    Expected<std::vector<CheckpointRow>> checkpoints();
    Expected<std::map<std::string, std::string>> state();
    Expected<std::vector<BreakRow>> breaks();
    Expected<std::vector<IntentRecord>> intents();
    Expected<std::vector<GateKindRow>> gateKinds();
    Expected<std::vector<CostSheetRow>> costSheets();
    /// Of one trade; empty where risk approved none, or its session kept none.
    Expected<std::optional<CostSheetRow>> costSheet(const std::string& traceId);
    Expected<std::vector<LevelRow>> levels();
    /// The newest decision on a symbol at or before a time; empty where there is none.
    Expected<std::optional<DecisionRow>> decision(const std::string& symbol, Timestamp at);
    /// That of a trace; empty where there is none.
    Expected<std::optional<DecisionRow>> decisionOf(const std::string& traceId);
    /// Hands in each decision, oldest first.
    Expected<void> eachDecision(const std::function<void(const DecisionRow&)>& take);

private:
    explicit RowsReader(std::unique_ptr<SqliteConnection> connection);
    std::unique_ptr<SqliteConnection> m_connection;
};

} // namespace breakline
