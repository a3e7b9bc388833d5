// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "market/Indicators.h"

#include <cstddef>

namespace breakline {

/// Settings of the analysis that are no preset keys.
struct AnalysisSettings {
    AtrMode atrMode = AtrMode::Ema;
    std::size_t correlationReturns = 48; ///< 20 to 96
    std::size_t excludeLastBars = 1;     ///< newest bars that levels do not see
    std::size_t maxLevels = 2;           ///< strongest levels that are tried

    // Bounds of the stop's distance and of the trade's edge.
    double minStopAtr = 0.25;
    double minStopSpreads = 3.0;
    double minStopRoundTripFees = 1.0;
    double minStopTicks = 5.0;
    double maxStopAtr = 3.0; ///< or chandelier_atr_mult + 1, the larger
    double minEdgeR = 0.25;  ///< first target less costs, in units of the risk

    Duration maxBookAge = Duration::seconds(2);      ///< of a decision
    Duration signalLifetime = Duration::seconds(30); ///< after the close of its bar
    double duplicateBps = 5.0;
    double minEntryConfidence = 0.5; ///< of the entry rules' scored checks
};

} // namespace breakline
