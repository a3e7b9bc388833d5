// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

#include <optional>

namespace breakline {

/// The limits of one plan, as the risk room needs them; whoever owns the plan
/// fills this in. Fractions are of 1 (0.08 is 8 %), bps are 1e-4.
struct RiskParameters {
    double riskPerTrade = 0.0; ///< fraction of equity, (0, 0.05]
    int maxConcurrentPositions = 1;
    double dailyRiskLimit = 0.0;      ///< fraction of the day's first equity, (0, 1]
    double killSwitchLossLimit = 0.0; ///< fraction of the high-water mark, (0, 1]
    std::optional<double> maxPositionSizeUsd;
    double correlationLimit = 1.0; ///< of |correlation with BTC|, 0..1
    double maxLeverage = 5.0;      ///< all notional / equity
    double maxCorrelatedExposure = 1.5; ///< times equity
    int maxConsecutiveLosses = 5;
    double maxDepthFraction = 0.25; ///< of the depth within 0.3 %, (0, 1]
    bool allowMissingSizingDepth = false;
    bool allowMissingCorrelation = false;

    // Settings.
    bool riskIncludesCosts = true;
    double expectedSlippageBps = 5.0; ///< of the round trip
    double symbolLeverage = 10.0;     ///< set at the venue before a symbol's first entry, capped by the instrument's
    Duration dailyLatchMinimum = Duration::hours(4);
    Duration confirmationDelay = Duration::milliseconds(250);
    double costErrorBound = 0.1; ///< R; beyond it quantities shrink, see CostDerate
};

} // namespace breakline
