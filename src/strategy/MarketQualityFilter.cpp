// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/MarketQualityFilter.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace breakline {

namespace {

constexpr double kUsualTrendPct = 0.1;

std::size_t sizeOf(int count)
{
    return static_cast<std::size_t>(std::max(count, 0));
}

std::optional<double> rangePct(std::span<const Candle> window, std::size_t bars)
{
    if (bars == 0 || window.size() < bars)
        return std::nullopt;
    const auto last = window.last(bars);
    double high = last.front().high;
    double low = last.front().low;
    for (const Candle& bar : last) {
        high = std::max(high, bar.high);
        low = std::min(low, bar.low);
    }
    return (high - low) / low * 100.0;
}

int barsWithin(std::span<const Candle> window, double thresholdPct)
{
    int count = 0;
    double high = 0.0;
    double low = 0.0;
    for (auto bar = window.rbegin(); bar != window.rend(); ++bar) {
        high = count == 0 ? bar->high : std::max(high, bar->high);
        low = count == 0 ? bar->low : std::min(low, bar->low);
        if ((high - low) / low * 100.0 > thresholdPct)
            break;
        ++count;
    }
    return count;
}

// Of the closes over 0, 1, 2, ...
std::optional<double> slope(std::span<const Candle> window, std::size_t bars)
{
    if (bars < 2 || window.size() < bars)
        return std::nullopt;
    const auto last = window.last(bars);
    const double middle = static_cast<double>(bars - 1) / 2.0;
    double mean = 0.0;
    for (const Candle& bar : last)
        mean += bar.close;
    mean /= static_cast<double>(bars);
    double upper = 0.0;
    double lower = 0.0;
    for (std::size_t i = 0; i < bars; ++i) {
        const double x = static_cast<double>(i) - middle;
        upper += x * (last[i].close - mean);
        lower += x * x;
    }
    return upper / lower;
}

std::optional<double> noiseOf(std::span<const Candle> window, std::size_t moves)
{
    if (moves == 0 || window.size() < moves + 1)
        return std::nullopt;
    const auto last = window.last(moves + 1);
    double gone = 0.0;
    for (std::size_t i = 1; i < last.size(); ++i)
        gone += std::fabs(last[i].close - last[i - 1].close);
    return gone > 0.0 ? 1.0 - std::fabs(last.back().close - last.front().close) / gone : 1.0;
}

std::optional<bool> spikes(std::span<const Candle> window, std::size_t before, double deviations)
{
    if (before == 0 || window.size() < before + 1)
        return std::nullopt;
    const std::vector<double> ranges = trueRange(window);
    const auto earlier = std::span(ranges).last(before + 1).first(before);
    double mean = 0.0;
    for (const double range : earlier)
        mean += range;
    mean /= static_cast<double>(before);
    double variance = 0.0;
    for (const double range : earlier)
        variance += (range - mean) * (range - mean);
    variance /= static_cast<double>(before);
    return ranges.back() > mean + deviations * std::sqrt(variance);
}

} // namespace

MarketQualityMetrics measureMarketQuality(std::span<const Candle> window, const MarketQuality& settings,
                                          AtrMode atrMode)
{
    MarketQualityMetrics metrics;
    if (window.empty())
        return metrics;
    const double price = window.back().close;
    const auto atr = lastAverageTrueRange(window, sizeOf(settings.flatMarketLookbackBars), atrMode);
    if (atr)
        metrics.atrPct = *atr / price * 100.0;
    metrics.priceRangePct = rangePct(window, sizeOf(settings.consolidationMinBars));
    metrics.consolidationBars = barsWithin(window, settings.consolidationRangeThresholdPct);
    if (const auto perBar = slope(window, sizeOf(settings.trendLookbackBars)))
        metrics.trendSlopePct = *perBar / price * 100.0;
    metrics.noise = noiseOf(window, sizeOf(settings.trendLookbackBars));
    metrics.isVolatilitySpike =
        spikes(window, sizeOf(settings.volatilityLookbackBars), settings.volatilitySpikeThreshold);
    return metrics;
}

std::string_view toText(MarketClass marketClass)
{
    switch (marketClass) {
    case MarketClass::Flat: return "flat";
    case MarketClass::Consolidating: return "consolidating";
    case MarketClass::Volatile: return "volatile";
    case MarketClass::Noisy: return "noisy";
    case MarketClass::Trending: return "trending";
    case MarketClass::Acceptable: return "acceptable";
    }
    return "";
}

double volatilityPart(double x, double t)
{
    if (x >= 2.0 * t)
        return 1.0;
    return x < t ? 0.5 * x / t : 0.5 + 0.5 * (x - t) / t;
}

double consolidationPart(double x, double t)
{
    if (x >= 2.0 * t)
        return 1.0;
    return x >= t ? 0.7 : x / t;
}

double noisePart(double noise, double t)
{
    return noise <= t / 2.0 ? 1.0 : std::max(0.0, 1.0 - noise / t);
}

MarketQualityReport judgeMarketQuality(const MarketQualityMetrics& metrics, const MarketQuality& settings)
{
    MarketQualityReport report;
    report.metrics = metrics;
    double sum = 0.0;
    int parts = 0;
    const auto add = [&](double part) {
        sum += part;
        ++parts;
    };
    if (settings.flatMarketFilterEnabled && metrics.atrPct) {
        report.isFlat = *metrics.atrPct < settings.flatMarketAtrThreshold;
        add(volatilityPart(*metrics.atrPct, settings.flatMarketAtrThreshold));
    }
    if (settings.consolidationFilterEnabled && metrics.priceRangePct) {
        report.isConsolidating = *metrics.priceRangePct <= settings.consolidationRangeThresholdPct
            && metrics.consolidationBars >= settings.consolidationMinBars;
        add(consolidationPart(*metrics.priceRangePct, settings.consolidationRangeThresholdPct));
    }
    if (settings.requireStableVolatility && metrics.isVolatilitySpike) {
        report.isVolatile = *metrics.isVolatilitySpike;
        add(report.isVolatile ? 0.3 : 1.0);
    }
    const auto steepness =
        metrics.trendSlopePct ? std::optional(std::fabs(*metrics.trendSlopePct)) : std::nullopt;
    if (settings.requireClearTrend && steepness) {
        report.isWeakTrend = *steepness < settings.trendSlopeMinPct;
        add(consolidationPart(*steepness, settings.trendSlopeMinPct));
    }
    if (settings.noiseFilterEnabled && metrics.noise) {
        report.isNoisy = *metrics.noise > settings.noiseThreshold;
        add(noisePart(*metrics.noise, settings.noiseThreshold));
    }
    if (parts > 0)
        report.score = sum / parts;

    const double trending = settings.requireClearTrend ? settings.trendSlopeMinPct : kUsualTrendPct;
    if (report.isFlat)
        report.marketClass = MarketClass::Flat;
    else if (report.isConsolidating)
        report.marketClass = MarketClass::Consolidating;
    else if (report.isVolatile)
        report.marketClass = MarketClass::Volatile;
    else if (report.isNoisy)
        report.marketClass = MarketClass::Noisy;
    else if (steepness && *steepness >= trending)
        report.marketClass = MarketClass::Trending;
    return report;
}

std::string MarketQualityReport::reason() const
{
    std::string text;
    const auto add = [&text](bool isRaised, std::string_view name) {
        if (!isRaised)
            return;
        if (!text.empty())
            text += ' ';
        text += name;
    };
    add(isFlat, "flat");
    add(isConsolidating, "consolidating");
    add(isVolatile, "volatile");
    add(isWeakTrend, "weak_trend");
    add(isNoisy, "noisy");
    return text;
}

} // namespace breakline
