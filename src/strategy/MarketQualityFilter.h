// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/Candle.h"
#include "market/Indicators.h"
#include "strategy/Preset.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace breakline {

/// What the bars ending at b say of the market's quality; percent of the close
/// of b. Empty where there are too few bars.
struct MarketQualityMetrics {
    std::optional<double> atrPct; ///< ATR over flat_market_lookback_bars
    std::optional<double> priceRangePct; ///< of the last consolidation_min_bars, of their low
    int consolidationBars = 0; ///< the most bars ending at b whose range is within the threshold
    std::optional<double> trendSlopePct; ///< per bar, signed: least squares of the closes
    std::optional<double> noise; ///< 1 - way covered / way gone, 0-1
    std::optional<bool> isVolatilitySpike;
};

MarketQualityMetrics measureMarketQuality(std::span<const Candle> window, const MarketQuality& settings,
                                          AtrMode atrMode = AtrMode::Ema);

/// In the order in which they name the market.
enum class MarketClass : std::uint8_t { Flat, Consolidating, Volatile, Noisy, Trending, Acceptable };
/// "flat", "consolidating", "volatile", "noisy", "trending", "acceptable".
std::string_view toText(MarketClass marketClass);

/// Each flag is raised only where its filter is on and its metric is known.
struct MarketQualityReport {
    MarketQualityMetrics metrics;
    bool isFlat = false;
    bool isConsolidating = false;
    bool isVolatile = false;
    bool isWeakTrend = false;
    bool isNoisy = false;
    MarketClass marketClass = MarketClass::Acceptable;
    /// Mean of the parts whose filter is on and whose metric is known, 0-1; 1 without any.
    double score = 1.0;

    bool passes() const { return !isFlat && !isConsolidating && !isVolatile && !isWeakTrend && !isNoisy; }
    /// Passed, but barely.
    bool warns() const { return passes() && score < 0.7; }
    /// "flat noisy", empty where it passes.
    std::string reason() const;
};

/// Rejects nothing by itself: it feeds a check of the entry rules.
MarketQualityReport judgeMarketQuality(const MarketQualityMetrics& metrics, const MarketQuality& settings);

// The parts of the score; x is the metric, t its threshold (> 0).
double volatilityPart(double x, double t); ///< 0.5 x/t, from t on up to 1 at 2t
double consolidationPart(double x, double t); ///< x/t; 0.7 from t; 1 from 2t
double noisePart(double noise, double t); ///< 1 up to t/2, else 1 - noise/t

} // namespace breakline
