// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/MarketView.h"
#include "strategy/AnalysisSettings.h"
#include "strategy/Levels.h"
#include "strategy/Preset.h"
#include "strategy/ScanMetrics.h"
#include "strategy/Signal.h"

#include <optional>

namespace breakline {

/// Judges the breakout of one level at the last bar of the view: long through a
/// resistance, short through a support. `score` is the scan's; `missing` what
/// the scan's filters let pass, taken over into the signal.
SignalVerdict evaluateMomentum(const MarketView& view, const CandleMetrics& metrics, const Preset& preset,
                               const Level& level, double score, const AllowMissing& missing = {},
                               const AnalysisSettings& settings = {}, Account account = Account::Decide);

/// 0.4 clip((score+2)/4) + 0.3 min(1, volumeRatio/5) + 0.2 min(1, body/0.8)
/// + 0.1 min(1, |imbalance|/0.5), in [0.1, 1].
double momentumConfidence(double score, double volumeRatio, double bodyRatio, std::optional<double> imbalance);

} // namespace breakline
