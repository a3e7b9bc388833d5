// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/MarketView.h"
#include "strategy/AnalysisSettings.h"
#include "strategy/BreakoutHistory.h"
#include "strategy/Levels.h"
#include "strategy/Preset.h"
#include "strategy/ScanMetrics.h"
#include "strategy/Signal.h"
#include "strategy/StrategyParameter.h"

#include <span>
#include <string_view>
#include <vector>

namespace breakline {

/// All that a strategy may look at in one candidate at the close of a bar.
struct StrategyInput {
    const MarketView& view;
    const CandleMetrics& metrics; ///< of the view's last bar
    const Preset& preset;
    std::span<const Level> levels; ///< those to be tried, the strongest first
    const BreakoutHistory& history; ///< of the symbol, before this bar was recorded
    double score = 0.0; ///< the scan's
    const AllowMissing& missing; ///< what the scan let pass without data
    const AnalysisSettings& settings;
    Account account = Account::Decide;
};

/// Where a strategy enters. Rules of entries and orders ask for this, not for the
/// strategy.
enum class EntryPlace : std::uint8_t {
    Break, ///< at the bar that breaks: the price may run, orders cross at once
    Return ///< back at a level that was broken before
};

/// A strategy as the registry knows it; constant data. It decides from its input
/// alone: no clock, no state of its own.
struct StrategyDefinition {
    Strategy strategy = Strategy::Momentum;
    std::string_view name; ///< toText(strategy)
    std::string_view title; ///< for a person
    std::string_view sentence; ///< what it trades
    EntryPlace place = EntryPlace::Break;
    bool needsBreaks = false; ///< of the days before a start too
    bool findsLevels = false; ///< its own: it also judges where the bar has none
    std::string_view block; ///< of the preset, in which its parameters stand
    std::span<const StrategyParameter> parameters; ///< in the order of the form
    /// Appends a verdict for each level that it judges: a signal, or the first check
    /// that refused. Of equal confidence the earlier one is taken.
    void (*evaluate)(const StrategyInput& input, std::vector<SignalVerdict>& verdicts) = nullptr;

    /// No other strategy stands in its block.
    bool ownsBlock() const { return parameters.front().shared == nullptr; }
};

} // namespace breakline
