// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "storage/RowsReader.h"
#include "storage/SessionMeta.h"
#include "strategy/GateCodec.h"

#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

/// One evaluation as it was written down.
struct RecordedDecision {
    DecisionRow row;
    std::vector<Gate> gates;
    std::shared_ptr<const std::vector<GateKind>> kinds; ///< the gates' texts are theirs
    /// Of one that risk approved; each() leaves it out.
    std::optional<CostSheetRow> costs = std::nullopt;
};

/// What a session wrote down of its evaluations. Reads what is committed; the
/// session may be running. Used on the thread that opened it.
class RecordedDecisions {
public:
    /// Corrupt where a kind of gate is unknown to this program.
    static Expected<std::unique_ptr<RecordedDecisions>> open(const QString& sessionFolder);

    /// The newest of a symbol whose bar closed at or before a time; empty where there
    /// is none.
    Expected<std::optional<RecordedDecision>> newest(const std::string& symbol, Timestamp at);
    /// That of a trace; empty where there is none.
    Expected<std::optional<RecordedDecision>> ofTrace(const std::string& traceId);
    /// Hands in all of them, oldest first. Ends at the first that cannot be read.
    Expected<void> each(const std::function<void(const RecordedDecision&)>& take);

private:
    explicit RecordedDecisions(std::unique_ptr<RowsReader> rows)
        : m_rows(std::move(rows))
    {
    }

    Expected<RecordedDecision> decoded(DecisionRow row) const;
    Expected<std::optional<RecordedDecision>> decoded(Expected<std::optional<DecisionRow>> row) const;

    std::unique_ptr<RowsReader> m_rows;
    std::shared_ptr<const std::vector<GateKind>> m_kinds;
};

/// A session by its folder or id, and what it wrote down.
struct ExplainedSession {
    QString folder;
    SessionMeta meta;
    std::unique_ptr<RecordedDecisions> decisions;
};
/// NotFound, or what is wrong with the session's files.
Expected<ExplainedSession> openExplained(const std::string& session);

} // namespace breakline
