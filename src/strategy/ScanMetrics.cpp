// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/ScanMetrics.h"

#include "core/Invariant.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace breakline {

namespace {

constexpr std::size_t kSurgeHalf = 12;
constexpr std::size_t kSurge5mBars = 20;
constexpr std::size_t kMomentumBars = 5;
constexpr double kBandLow = 0.005;
constexpr double kBandMiddle = 0.010;
constexpr double kBandHigh = 0.015;

template<std::size_t N>
double medianVolume(std::span<const Candle> bars)
{
    std::array<double, N> volumes;
    std::ranges::transform(bars.first(N), volumes.begin(), &Candle::volume);
    return medianInPlace(volumes);
}

std::optional<double> ratio(double value, double divisor)
{
    return divisor > 0.0 ? std::optional(value / divisor) : std::nullopt;
}

std::optional<double> surge1h(std::span<const Candle> window)
{
    if (window.size() < 2 * kSurgeHalf)
        return std::nullopt;
    const auto bars = window.last(2 * kSurgeHalf);
    return ratio(medianVolume<kSurgeHalf>(bars.last(kSurgeHalf)), medianVolume<kSurgeHalf>(bars));
}

std::optional<double> surge5m(std::span<const Candle> window)
{
    if (window.size() < kSurge5mBars + 1)
        return std::nullopt;
    return ratio(window.back().volume, medianVolume<kSurge5mBars>(window.last(kSurge5mBars + 1)));
}

double gainersMomentum(std::span<const Candle> window)
{
    if (window.size() < kMomentumBars)
        return 0.0;
    const auto bars = window.last(kMomentumBars);
    const double early = (bars[0].volume + bars[1].volume) / 2.0;
    const double late = (bars[2].volume + bars[3].volume + bars[4].volume) / 3.0;
    if (early <= 0.0 || late <= 0.0)
        return 0.0;
    const double change = 100.0 * (bars[4].close - bars[0].open) / bars[0].open;
    return std::clamp(change + std::log(late / early), -3.0, 3.0);
}

std::optional<double> derivedTurnover(std::span<const Candle> history)
{
    if (history.size() < kBarsPerDay)
        return std::nullopt;
    double sum = 0.0;
    for (const Candle& candle : history.last(kBarsPerDay))
        sum += candle.volume * candle.close;
    return sum;
}

std::optional<double> changeOverDay(std::span<const Candle> history)
{
    if (history.size() < kBarsPerDay + 1)
        return std::nullopt;
    return history.back().close / history[history.size() - 1 - kBarsPerDay].close - 1.0;
}

} // namespace

double atrQuality(double q)
{
    if (q < kBandLow)
        return 0.5 * std::max(0.0, 1.0 - (kBandLow - q) / kBandLow);
    if (q > kBandHigh)
        return 0.5 * std::max(0.0, 1.0 - (q - kBandHigh) / kBandHigh);
    return 1.0 - std::fabs(q - kBandMiddle) / kBandMiddle;
}

CandleMetrics measureCandles(const MarketView& view, const AnalysisSettings& settings)
{
    const std::span<const Candle> window = view.candles();
    if (window.empty())
        failInvariant("metrics of no bars");

    CandleMetrics metrics;
    metrics.openTime = window.back().openTime;
    metrics.bars = window.size();
    metrics.close = window.back().close;
    metrics.atr14 = lastAverageTrueRange(window, 14, settings.atrMode);
    metrics.atr15m = lastAverageTrueRange15m(window, 14, settings.atrMode);
    metrics.bollingerWidthPercent = lastBollingerWidth(window);
    metrics.bollingerPercentile = lastBollingerWidthPercentile(window);
    metrics.surge1h = surge1h(window);
    metrics.surge5m = surge5m(window);
    metrics.volumeRatio = lastVolumeSurgeRatio(window);
    metrics.vwap = lastDailyVwap(window);
    metrics.correlation = view.isReference
        ? 1.0
        : correlationOfReturns(window, view.referenceCandles(), settings.correlationReturns);
    if (metrics.atr15m && metrics.close > 0.0)
        metrics.atrQuality = atrQuality(*metrics.atr15m / metrics.close);
    metrics.gainersMomentum = gainersMomentum(window);
    metrics.turnover24hUsd = derivedTurnover(view.history);
    metrics.change24h = changeOverDay(view.history);
    metrics.health = checkCandles(window, view.interval);
    return metrics;
}

LiveMetrics measureLive(const MarketView& view, const CandleMetrics& candles)
{
    LiveMetrics live;
    live.turnover24hUsd = view.turnover24hUsd ? view.turnover24hUsd : candles.turnover24hUsd;
    if (view.openInterestBase)
        live.openInterestUsd = *view.openInterestBase * candles.close;
    live.openInterestChange24h = view.openInterestChange24h;
    live.spreadBps = view.book && view.book->spreadBps ? view.book->spreadBps : view.tickerSpreadBps;
    if (view.book) {
        live.depth05Usd = view.book->within50bps.total();
        live.depth03Usd = view.book->within30bps.total();
    }
    if (view.tape)
        live.tradesPerMinute = view.tape->tradesPerMinute;
    if (live.turnover24hUsd) {
        const double volumeTerm = std::min(1.0, *live.turnover24hUsd / 1e8);
        live.liquidityScore = volumeTerm;
        if (view.book && view.book->spreadBps) {
            const double depthTerm = std::min(1.0, *live.depth05Usd / 1e6);
            const double spreadTerm = std::max(0.0, 1.0 - *view.book->spreadBps / 50.0);
            live.liquidityScore = (depthTerm + spreadTerm + volumeTerm) / 3.0;
        }
    }
    return live;
}

} // namespace breakline
