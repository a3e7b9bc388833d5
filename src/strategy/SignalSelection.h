// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/StrategyDefinition.h"

#include <optional>
#include <span>
#include <vector>

namespace breakline {

/// The verdicts behind a selection: of the strategy tried first, strongest level
/// first, then of the others where they were tried.
struct SelectionAccount {
    std::vector<SignalVerdict> verdicts;

    /// Whose refusal answers why there is no signal: the first of which only one
    /// condition refused of all that there are, else the first of a strategy that may
    /// signal. Null where there is none.
    const SignalVerdict* nearest() const;
};

/// The one function of selection, live, in replay and in tests: the preset's
/// first strategy is tried on the first max_levels of `levels` (strongest first,
/// as findLevels() gives them) and its highest confidence is taken, on a tie the
/// stronger level; only where it gives no signal the next strategy is tried.
/// Fills `account` with whole verdicts where given; the answer is the same
/// either way.
std::optional<Signal> selectSignal(const MarketView& view, const CandleMetrics& metrics, const Preset& preset,
                                   std::span<const Level> levels, const BreakoutHistory& history,
                                   double score, const AllowMissing& missing = {},
                                   const AnalysisSettings& settings = {},
                                   SelectionAccount* account = nullptr);

/// Order in which signals of several symbols are taken: confidence descending,
/// then symbol.
bool takenBefore(const Signal& a, const Signal& b);

} // namespace breakline
