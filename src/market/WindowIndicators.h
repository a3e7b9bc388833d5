// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/Candle.h"
#include "market/Indicators.h"

#include <cstddef>
#include <optional>
#include <span>

namespace breakline {

/// What the indicators say at the last bar of a decision window, each seeded at
/// its first bar. Empty is unknown.
struct WindowIndicators {
    std::optional<double> atr14;
    std::optional<double> ema9;
    std::optional<double> bollingerWidthPercent;
    std::optional<double> bollingerPercentile; ///< 0-100
    std::optional<double> vwap; ///< of the bar's UTC day
    std::optional<double> rsi14;
    std::optional<double> onBalanceVolume; ///< 0 at the window's first bar
    std::optional<double> donchian20High;
    std::optional<double> donchian20Low;
    std::optional<double> swingHigh; ///< of the swing that the bar confirms
    std::optional<double> swingLow;
    std::optional<double> chandelierLong;
    std::optional<double> chandelierShort;
    std::optional<double> volumeSurge;

    friend bool operator==(const WindowIndicators&, const WindowIndicators&) = default;
};

/// `window`: at most 150 closed bars ending at the bar. The chandelier's bars and
/// multiplier are the preset's.
WindowIndicators windowIndicators(std::span<const Candle> window, std::size_t chandelierBars,
                                  double chandelierMultiplier, AtrMode mode = AtrMode::Ema);

} // namespace breakline
