// SPDX-License-Identifier: GPL-3.0-or-later
// One closed candle through indicators, levels and their history, beside the same
// from scratch.
#include "app/BenchBars.h"
#include "app/BenchResult.h"
#include "app/BenchTimer.h"
#include "market/CandleSeries.h"
#include "market/WindowIndicators.h"
#include "strategy/LevelHistory.h"

#include <algorithm>
#include <optional>

namespace breakline {

namespace {

constexpr int kRuns = 7;
constexpr std::size_t kCandles = 100;
constexpr std::size_t kScratchCandles = 10; ///< one of them takes as long as hundreds

/// The same values as windowIndicators(), of whole series made anew.
WindowIndicators indicatorsFromScratch(std::span<const Candle> window, std::size_t lookback,
                                       double multiplier)
{
    std::vector<double> closes;
    for (const Candle& candle : window)
        closes.push_back(candle.close);
    WindowIndicators values;
    values.atr14 = averageTrueRange(window).back();
    values.ema9 = exponentialMovingAverage(closes, 9).back();
    std::vector<double> widths;
    for (const auto& bands : bollingerBands(window))
        if (bands)
            widths.push_back(bands->widthPercent);
    values.bollingerWidthPercent = widths.back();
    const std::size_t count = std::min<std::size_t>(100, widths.size());
    const auto newest = std::span(widths).last(count);
    values.bollingerPercentile = 100.0
        * static_cast<double>(std::ranges::count_if(
            newest, [&](double width) { return width <= widths.back() * (1.0 + 1e-9); }))
        / static_cast<double>(count);
    values.vwap = lastDailyVwap(window);
    values.rsi14 = relativeStrengthIndex(window).back();
    values.onBalanceVolume = onBalanceVolume(window).back();
    const auto channel = donchianChannel(window, 20).back();
    values.donchian20High = channel->high;
    values.donchian20Low = channel->low;
    for (const Swing& swing : swings(window))
        if (swing.confirmTime == window.back().openTime)
            (swing.isHigh ? values.swingHigh : values.swingLow) = swing.price;
    const auto stops = chandelierStops(window, lookback, multiplier).back();
    values.chandelierLong = stops->forLong;
    values.chandelierShort = stops->forShort;
    values.volumeSurge = volumeSurgeRatio(window).back();
    return values;
}

} // namespace

Expected<BenchResult> benchAnalysis()
{
    const auto market = generatedBars();
    if (!market)
        return std::unexpected(market.error());
    const Preset preset;
    const AnalysisSettings settings;
    const auto lookback = static_cast<std::size_t>(preset.position.chandelierLookbackBars);
    const double multiplier = preset.position.chandelierAtrMult;
    const std::size_t first = market->bars.size() - kCandles;
    const auto upTo = [&](std::size_t i) { return std::span(market->bars).first(i + 1); };
    const auto window = [&](std::size_t i) { return upTo(i).last(kDecisionWindow); };

    std::vector<Level> kept;
    const auto addCandle = [&](LevelHistory& history, std::size_t i) {
        findLevels(window(i), market->instrument, preset.levels, settings, kept);
        const WindowIndicators values = windowIndicators(window(i), lookback, multiplier, settings.atrMode);
        history.add(window(i), kept, values.atr14);
        return values;
    };
    const LevelHistory before = levelHistoryOf(upTo(first - 1), market->instrument, preset, settings);
    std::size_t levels = 0;
    {
        LevelHistory history = before;
        for (std::size_t i = first; i < market->bars.size(); ++i) {
            const WindowIndicators values = addCandle(history, i);
            if (values != indicatorsFromScratch(window(i), lookback, multiplier))
                return fail(ErrorCode::Corrupt, "the indicators differ at bar " + std::to_string(i));
            const LevelHistory scratch = levelHistoryOf(upTo(i), market->instrument, preset, settings);
            if (!std::ranges::equal(history.records(), scratch.records()))
                return fail(ErrorCode::Corrupt, "the levels differ at bar " + std::to_string(i));
            levels += history.records().size();
        }
    }

    std::vector<double> own, beside;
    std::optional<double> sink;
    for (int run = 0; run < kRuns; ++run) {
        LevelHistory history = before;
        own.push_back(secondsOf([&] {
                          for (std::size_t i = first; i < market->bars.size(); ++i)
                              sink = addCandle(history, i).ema9;
                      })
                      / static_cast<double>(kCandles) * 1e6);
        std::size_t seen = 0;
        beside.push_back(
            secondsOf([&] {
                for (std::size_t i = first; i < first + kScratchCandles; ++i) {
                    sink = indicatorsFromScratch(window(i), lookback, multiplier).ema9;
                    seen += levelHistoryOf(upTo(i), market->instrument, preset, settings).records().size();
                }
            })
            / static_cast<double>(kScratchCandles) * 1e6);
        if (!sink || seen == 0)
            return fail(ErrorCode::Corrupt, "a timed run found nothing");
    }
    BenchResult result;
    result.name = "analysis_candle";
    result.unit = "us";
    result.median = medianOf(own);
    result.runs = kRuns;
    result.beside = {"from scratch", medianOf(beside)};
    result.note = "a closed candle through 14 indicators, the levels and their history; "
        + std::to_string(kCandles) + " candles, " + std::to_string(levels / kCandles)
        + " levels known at each, the same in both. An average seeded at the window's first bar cannot be "
          "carried "
          "on, so indicators go through their 150 bars";
    return result;
}

} // namespace breakline
