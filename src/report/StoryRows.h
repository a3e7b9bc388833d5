// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/RowsReader.h"
#include "storage/SessionMeta.h"

#include <vector>

namespace breakline {

/// What a session's story is told of, but for its decisions and its recording.
struct StoryRows {
    SessionMeta meta;
    std::vector<TransitionRow> transitions;
    std::vector<CandidateRow> candidates;
    std::vector<SignalRow> signalRows;
    std::vector<OrderRow> orders;
    std::vector<FillRow> fills;
    std::vector<PositionRow> positions;
    std::vector<EquityRow> equity;
    std::vector<LogRow> log;
    std::vector<WallLogRow> wallLog;
    std::vector<CheckpointRow> checkpoints;
    std::vector<CostSheetRow> costSheets;
};

} // namespace breakline
