// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/MarketView.h"
#include "market/PriceZone.h"
#include "strategy/BreakoutHistory.h"
#include "strategy/EntryValidator.h"
#include "strategy/Scan.h"
#include "strategy/SignalSelection.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace breakline {

/// Prices that walls in the book cover; empty optional without a book or with too
/// few samples. Asked only where a signal is to be judged by them.
using FindZones = std::function<std::optional<std::vector<PriceZone>>()>;

/// What the close of a bar comes to in one candidate.
struct CloseJudgement {
    std::optional<Signal> signal; ///< selected; whether it may be taken `entry` says
    EntryReport entry; ///< of the signal
    SelectionAccount account;
    std::string refusal; ///< empty where a signal passed the entry rules
};

/// Selects and validates: the one way from a scanned candidate to a signal, of
/// sessions and of programs on candles alone. A retest that is selected uses up
/// its break in `history`. `letPass` is what the scan let through without data.
CloseJudgement judgeClose(const MarketView& view, const CandleMetrics& metrics, const Preset& preset,
                          std::span<const Level> levels, double score, const AllowMissing& letPass,
                          BreakoutHistory& history, const FindZones& findZones,
                          const AnalysisSettings& settings);

} // namespace breakline
