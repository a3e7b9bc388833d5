// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/Candle.h"
#include "strategy/Preset.h"

#include <cstdint>
#include <optional>
#include <span>

namespace breakline {

enum class ApproachVerdict : std::uint8_t {
    Good,
    TooFewBars, ///< fewer closes before b than the rule looks at
    TooSteep, ///< slope above approach_slope_max_pct_per_bar
    NoConsolidation ///< a late close away from the level
};
/// "good", "too_few_bars", "too_steep", "no_consolidation".
constexpr const char* toText(ApproachVerdict verdict)
{
    switch (verdict) {
    case ApproachVerdict::Good: return "good";
    case ApproachVerdict::TooFewBars: return "too_few_bars";
    case ApproachVerdict::TooSteep: return "too_steep";
    case ApproachVerdict::NoConsolidation: return "no_consolidation";
    }
    return "";
}

/// How price came to a level, with the values that the verdict rests on.
struct Approach {
    ApproachVerdict verdict = ApproachVerdict::TooFewBars;
    std::optional<double> slopePctPerBar;
    /// Farthest of the last prebreakout_consolidation_min_bars closes from the
    /// level, percent of it; at most 0.5.
    std::optional<double> farthestPct;
};

/// |last - first| / first * 100 / 10 over 10 closes.
double approachSlopePctPerBar(double firstClose, double lastClose);

/// Judges the closes up to the bar before b, the last of `window`: slope over
/// ten of them, then the consolidation.
Approach judgeApproach(std::span<const Candle> window, double level, const LevelSettings& settings);

} // namespace breakline
