// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "risk/RiskLimits.h"
#include "risk/RiskMonitor.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace breakline {

/// Notional by |correlation|: high > 0.7, medium > 0.3, low; unknown is high.
struct CorrelationExposure {
    double highUsd = 0.0;
    double mediumUsd = 0.0;
    double lowUsd = 0.0;
};

/// The account's risk at a glance. Empty is unknown. USD and fractions.
struct RiskSummary {
    std::optional<double> equity;
    std::optional<double> utilisation; ///< notional in use / equity
    std::optional<double> dailyPnl;
    std::optional<double> dailyPnlFraction;
    std::optional<double> dailyRiskUsed;      ///< loss only, fraction of the baseline
    std::optional<double> dailyRiskRemaining; ///< max(0, limit - used)
    std::optional<double> drawdown;           ///< from the high water
    double openRiskUsd = 0.0;
    int openPositions = 0; ///< slots taken: open, working, reserved
    int maxPositions = 0;
    int positionsAvailable = 0;
    CorrelationExposure correlationExposure;
    RiskStatus status = RiskStatus::Safe;
    std::vector<std::string> warnings;
    std::vector<std::string> violations;
    bool killSwitch = false;
};

RiskSummary summarise(const RiskMonitor& monitor, std::span<const ExposureLine> book);

} // namespace breakline
