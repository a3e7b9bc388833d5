// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/Preset.h"
#include "strategy/ScanMetrics.h"

#include <array>
#include <optional>

namespace breakline {

/// score = sum of weight * z. A component whose input is missing is empty and
/// adds 0; weights are not renormalised. In [-10, 10].
struct Score {
    double total = 0.0;
    std::array<std::optional<double>, kScoreComponentCount> z{};
    std::array<double, kScoreComponentCount> contribution{}; ///< weight * z

    std::optional<double> operator[](ScoreComponent component) const
    {
        return z[static_cast<std::size_t>(component)];
    }
};

/// `strongestLevel`: enhanced strength of the strongest level, empty where there is none.
Score computeScore(const CandleMetrics& candles, const LiveMetrics& live, bool isReference,
                   std::optional<double> strongestLevel, const Preset& preset);

// The single components, for tests and tools.
double volumeSurgeZ(double surge1h, double surge5m);
double openInterestDeltaZ(double delta);
double atrQualityZ(double quality);
double correlationZ(double correlation);
double tradesPerMinuteZ(double tradesPerMinute);

} // namespace breakline
