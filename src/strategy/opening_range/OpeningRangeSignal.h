// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/StrategyDefinition.h"

#include <optional>

namespace breakline {

/// What a preset sets of the strategy, in the units of its schema.
struct OpeningRangeSettings {
    int sessionHours = 24;
    int rangeBars = 6;
    int validBars = 48;
    double maxHeightAtr = 6.0;
    double breakAtr = 0.1;
    double volumeMultiplier = 1.5;
};

/// Judges the break of a session's opening range at the last bar of the view: long
/// through its high (`side` Resistance), short through its low. The first close
/// beyond P = edge +- breakAtr * ATR since the range counts, while the range is
/// whole, not too high and not too old. Entry, stop, targets and edge are planned
/// and judged as those of momentum.
SignalVerdict evaluateOpeningRange(const StrategyInput& input, const OpeningRangeSettings& settings,
                                   LevelType side);

/// 0.4 clip((score+2)/4) + 0.3 min(1, volumeRatio/5) + 0.2 (1 - (age-1)/validBars)
/// + 0.1 min(1, |imbalance|/0.5), in [0.1, 1].
double openingRangeConfidence(double score, double volumeRatio, double age, int validBars,
                              std::optional<double> imbalance);

} // namespace breakline
