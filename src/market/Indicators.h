// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "market/Candle.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace breakline {

// Indicators over ascending closed bars. Pure functions; every series has the
// length of its input, and an index without a value (warm-up, a divisor of 0)
// is empty. The `last...` forms give the value at the newest bar without an
// allocation and equal the last element of the series bit for bit.

using IndicatorSeries = std::vector<std::optional<double>>;

enum class AtrMode : std::uint8_t { Ema, Wilder };

/// Mean of the last n values.
IndicatorSeries simpleMovingAverage(std::span<const double> values, std::size_t n);
/// alpha = 2/(n+1), seeded by the first value; the first n-1 are warm-up.
IndicatorSeries exponentialMovingAverage(std::span<const double> values, std::size_t n);
/// Of the closes.
std::optional<double> lastExponentialMovingAverage(std::span<const Candle> candles, std::size_t n);

/// max(H-L, |H-Cprev|, |L-Cprev|); the first bar H-L.
std::vector<double> trueRange(std::span<const Candle> candles);
/// Ema: exponentialMovingAverage(n) of the true range. Wilder: seed = mean of the
/// first n true ranges, then (prev*(n-1)+TR)/n. No value before index n-1.
IndicatorSeries averageTrueRange(std::span<const Candle> candles, std::size_t n = 14, AtrMode mode = AtrMode::Ema);
std::optional<double> lastAverageTrueRange(std::span<const Candle> candles, std::size_t n = 14,
                                           AtrMode mode = AtrMode::Ema);

/// Complete bars of `target` length that lie wholly inside the span, aligned to
/// the epoch; one with a finer bar missing is left out. `source` divides `target`.
std::vector<Candle> aggregateCandles(std::span<const Candle> candles, Duration source, Duration target);
/// ATR over the complete 15-minute bars inside a window of 5-minute bars; empty
/// with fewer than n of them.
std::optional<double> lastAverageTrueRange15m(std::span<const Candle> candles5m, std::size_t n = 14,
                                              AtrMode mode = AtrMode::Ema);

struct BollingerBands {
    double middle = 0.0;
    double lower = 0.0;
    double upper = 0.0;
    double widthPercent = 0.0; ///< (upper - lower) / middle * 100
};
/// Middle = mean of n closes, bands k population deviations away.
std::vector<std::optional<BollingerBands>> bollingerBands(std::span<const Candle> candles, std::size_t n = 20,
                                                          double k = 2.0);
std::optional<double> lastBollingerWidth(std::span<const Candle> candles, std::size_t n = 20, double k = 2.0);
/// Share of the last min(100, available) widths that are <= the current one, in
/// percent, the current included; empty with fewer than 50 widths.
std::optional<double> lastBollingerWidthPercentile(std::span<const Candle> candles, std::size_t n = 20,
                                                   double k = 2.0);

struct DonchianChannel {
    double high = 0.0;
    double low = 0.0;
};
/// Highest high and lowest low of all bars given, which are at least one.
DonchianChannel channelOf(std::span<const Candle> bars);
/// The same of the last n bars, the bar itself included.
std::vector<std::optional<DonchianChannel>> donchianChannel(std::span<const Candle> candles, std::size_t n);

/// Sum(typical*volume)/Sum(volume) over all bars given; empty where no volume.
std::optional<double> volumeWeightedAveragePrice(std::span<const Candle> candles);
/// The same over the bars that open in the UTC day of the last bar; empty with
/// fewer than 12 of them.
std::optional<double> lastDailyVwap(std::span<const Candle> candles);

/// Wilder's RSI, first value at index n; average loss 0 gives 100, 50 where the
/// average gain is 0 too.
IndicatorSeries relativeStrengthIndex(std::span<const Candle> candles, std::size_t n = 14);
std::optional<double> lastRelativeStrengthIndex(std::span<const Candle> candles, std::size_t n = 14);
/// 0 at the first bar, then plus or minus the volume by the close's direction.
std::vector<double> onBalanceVolume(std::span<const Candle> candles);
/// Empty without a bar.
std::optional<double> lastOnBalanceVolume(std::span<const Candle> candles);

/// Volume over the median volume of the n-1 bars before; empty where that is 0.
IndicatorSeries volumeSurgeRatio(std::span<const Candle> candles, std::size_t n = 20);
std::optional<double> lastVolumeSurgeRatio(std::span<const Candle> candles, std::size_t n = 20);

/// A bar whose high (low) is strictly beyond its two neighbours on either side.
struct Swing {
    std::size_t index = 0; ///< of the centre bar
    bool isHigh = true;
    double price = 0.0;
    Timestamp time;        ///< open time of the centre bar
    Timestamp confirmTime; ///< open time of the right-most bar: unknown before
};
/// In order of the centre bar, a high before a low of the same bar.
std::vector<Swing> swings(std::span<const Candle> candles);

struct ChandelierStops {
    double forLong = 0.0;  ///< max(high, last n) - k*ATR(n)
    double forShort = 0.0; ///< min(low, last n) + k*ATR(n)
};
std::vector<std::optional<ChandelierStops>> chandelierStops(std::span<const Candle> candles, std::size_t n, double k,
                                                            AtrMode mode = AtrMode::Ema);
std::optional<ChandelierStops> lastChandelierStops(std::span<const Candle> candles, std::size_t n, double k,
                                                   AtrMode mode = AtrMode::Ema);

/// Pearson correlation of log returns between consecutive closes of bars that
/// both series have (joined on open time), over the last `returns` of them;
/// empty with fewer than the minimum or where a variance is 0. In [-1, 1].
std::optional<double> correlationOfReturns(std::span<const Candle> a, std::span<const Candle> b,
                                           std::size_t returns = 48, std::size_t minimumReturns = 20);

/// The middle value, of an even count the mean of the middle two. Reorders
/// `values`, which is not empty.
double medianInPlace(std::span<double> values);

} // namespace breakline
