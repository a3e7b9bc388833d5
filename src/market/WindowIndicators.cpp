// SPDX-License-Identifier: GPL-3.0-or-later
#include "market/WindowIndicators.h"

#include <algorithm>

namespace breakline {

namespace {

constexpr std::size_t kDonchianBars = 20;
constexpr std::size_t kSwingBars = 5;

} // namespace

WindowIndicators windowIndicators(std::span<const Candle> window, std::size_t chandelierBars,
                                  double chandelierMultiplier, AtrMode mode)
{
    WindowIndicators values;
    if (window.empty())
        return values;
    values.atr14 = lastAverageTrueRange(window, 14, mode);
    values.ema9 = lastExponentialMovingAverage(window, 9);
    values.bollingerWidthPercent = lastBollingerWidth(window);
    values.bollingerPercentile = lastBollingerWidthPercentile(window);
    values.vwap = lastDailyVwap(window);
    values.rsi14 = lastRelativeStrengthIndex(window, 14);
    values.onBalanceVolume = lastOnBalanceVolume(window);
    if (window.size() >= kDonchianBars) {
        const DonchianChannel channel = channelOf(window.last(kDonchianBars));
        values.donchian20High = channel.high;
        values.donchian20Low = channel.low;
    }
    for (const Swing& swing : swings(window.last(std::min(window.size(), kSwingBars))))
        (swing.isHigh ? values.swingHigh : values.swingLow) = swing.price;
    if (const auto stops = lastChandelierStops(window, chandelierBars, chandelierMultiplier, mode)) {
        values.chandelierLong = stops->forLong;
        values.chandelierShort = stops->forShort;
    }
    values.volumeSurge = lastVolumeSurgeRatio(window);
    return values;
}

} // namespace breakline
