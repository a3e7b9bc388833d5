// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/MarketView.h"
#include "strategy/AnalysisSettings.h"
#include "strategy/BreakoutHistory.h"
#include "strategy/Preset.h"
#include "strategy/ScanMetrics.h"
#include "strategy/Signal.h"

namespace breakline {

/// Judges the return to a broken level at the last bar of the view, in the
/// direction of that break: the level has changed its role, so that pierce is
/// measured below it for a long, above it for a short. `history` is of the same
/// symbol, before this bar was recorded. Otherwise as evaluateMomentum().
SignalVerdict evaluateRetest(const MarketView& view, const CandleMetrics& metrics, const Preset& preset,
                             const Level& level, const BreakoutHistory& history, double score,
                             const AllowMissing& missing = {}, const AnalysisSettings& settings = {},
                             Account account = Account::Decide);

/// 0.3 clip((score+2)/4) + 0.3 * 0.8 + 0.2 max(0.3, 1 - hours/24)
/// + 0.1 min(1, touches/5) + 0.1 min(1, activity), at least 0.1.
double retestConfidence(double score, double hours, int touches, double activity);

} // namespace breakline
