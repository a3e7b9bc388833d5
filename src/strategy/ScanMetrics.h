// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/MarketView.h"
#include "strategy/AnalysisSettings.h"
#include "strategy/DataHealth.h"

#include <cstddef>
#include <optional>

namespace breakline {

/// What the closed bars up to b say, computed once a bar. Empty is missing.
struct CandleMetrics {
    Timestamp openTime; ///< of b
    std::size_t bars = 0; ///< in the decision window
    double close = 0.0;   ///< of b: the price of filters and score
    std::optional<double> atr14;
    std::optional<double> atr15m;
    std::optional<double> bollingerWidthPercent;
    std::optional<double> bollingerPercentile; ///< 0-100
    std::optional<double> surge1h;
    std::optional<double> surge5m;
    std::optional<double> volumeRatio; ///< of b to the median of the 19 before
    std::optional<double> vwap;        ///< of b's UTC day
    std::optional<double> correlation; ///< with BTC, signed; BTC itself 1
    std::optional<double> atrQuality;
    std::optional<double> gainersMomentum; ///< z of the component of that name
    std::optional<double> turnover24hUsd;  ///< derived from 288 bars
    std::optional<double> change24h;       ///< close over the close 288 bars before, less 1
    CandleHealth health;
};

/// Needs at least one bar in the view.
CandleMetrics measureCandles(const MarketView& view, const AnalysisSettings& settings = {});

/// What changes between closes: book, tape, ticker.
struct LiveMetrics {
    std::optional<double> turnover24hUsd; ///< ticker's, else derived
    std::optional<double> openInterestUsd;
    std::optional<double> openInterestChange24h;
    std::optional<double> spreadBps;  ///< book's, else the ticker's
    std::optional<double> depth05Usd; ///< both sides
    std::optional<double> depth03Usd;
    std::optional<double> tradesPerMinute;
    std::optional<double> liquidityScore; ///< 0-1
};

LiveMetrics measureLive(const MarketView& view, const CandleMetrics& candles);

/// Fit of q = ATR15m / price to the band 0.005-0.015: 1 at its middle, 0.5 at
/// both edges, falling to 0 outside.
double atrQuality(double q);

} // namespace breakline
