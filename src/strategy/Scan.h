// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/MarketView.h"
#include "strategy/AnalysisSettings.h"
#include "strategy/Filters.h"
#include "strategy/Levels.h"
#include "strategy/Preset.h"
#include "strategy/Score.h"

#include <optional>
#include <span>
#include <vector>

namespace breakline {

/// Closed bars that a symbol needs to be looked at.
inline constexpr std::size_t kMinScanBars = 20;

/// One symbol's result of one scan.
struct ScanResult {
    SymbolId symbol;
    Timestamp time;           ///< of the scan
    Timestamp barClose;       ///< close of b
    std::optional<int> rank;  ///< from 1, of those that passed
    bool tooFewBars = false; ///< fewer closed bars than kMinScanBars: dropped, never passes
    bool passed = false;      ///< all filters
    Score score;
    CandleMetrics candles;
    LiveMetrics live;
    FilterResults filters;
    std::vector<Level> levels; ///< strongest first; none looked for where it did not pass
};

/// What of a scan depends on closed bars alone, once a bar and symbol.
struct BarAnalysis {
    CandleMetrics candles;
    std::vector<Level> levels; ///< once somebody has needed them
    bool hasLevels = false;
};
/// The metrics of the newest bar. Reuses what `analysis` holds.
void analyseBar(const MarketView& view, const AnalysisSettings& settings, BarAnalysis& analysis);

/// The levels of the bar that `analysis` is of, looked for once.
std::span<const Level> levelsOfBar(const MarketView& view, BarAnalysis& analysis, const Preset& preset,
                                   const AnalysisSettings& settings);

/// Filters and score of one symbol now. `analysis` is of the same bar; levels are
/// looked for in it only where the symbol passes or the score weighs them.
ScanResult scanSymbol(const MarketView& view, BarAnalysis& analysis, const Preset& preset,
                      const AnalysisSettings& settings);

/// Sorts: passed results first, by score descending (ties: higher volume, then symbol
/// id) with ranks from 1, then the others by symbol id. Returns how many are
/// candidates: those that passed, at most max_candidates.
std::size_t rankResults(std::vector<ScanResult>& results, int maxCandidates);

} // namespace breakline
