// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/Scan.h"

#include <algorithm>
#include <numeric>

namespace breakline {

namespace {

} // namespace

void analyseBar(const MarketView& view, const AnalysisSettings& settings, BarAnalysis& analysis)
{
    analysis.candles = measureCandles(view, settings);
    analysis.levels.clear();
    analysis.hasLevels = false;
}

std::span<const Level> levelsOfBar(const MarketView& view, BarAnalysis& analysis, const Preset& preset,
                                   const AnalysisSettings& settings)
{
    if (!analysis.hasLevels)
        findLevels(view.candles(), *view.instrument, preset.levels, settings, analysis.levels);
    analysis.hasLevels = true;
    return analysis.levels;
}

ScanResult scanSymbol(const MarketView& view, BarAnalysis& analysis, const Preset& preset,
                      const AnalysisSettings& settings)
{
    ScanResult result;
    result.symbol = view.instrument->id;
    result.time = view.now;
    result.barClose = view.closeTime().value_or(Timestamp{});
    result.candles = analysis.candles;
    result.live = measureLive(view, analysis.candles);
    result.filters = evaluateFilters(view, analysis.candles, result.live, preset);
    result.tooFewBars = analysis.candles.bars < kMinScanBars;
    result.passed = !result.tooFewBars && result.filters.passesAll();
    const bool weighsLevels =
        preset.scanner.scoreWeights[static_cast<std::size_t>(ScoreComponent::LevelQuality)] != 0.0;
    if (result.passed || weighsLevels) {
        const auto levels = levelsOfBar(view, analysis, preset, settings);
        result.levels.assign(levels.begin(), levels.end());
    }
    const auto strongest = result.levels.empty() ? std::nullopt : std::optional(result.levels.front().enhancedStrength);
    result.score = computeScore(analysis.candles, result.live, view.isReference, strongest, preset);
    return result;
}

std::size_t rankResults(std::vector<ScanResult>& results, int maxCandidates)
{
    // A result is large: places are sorted, and each result is moved once.
    std::vector<std::size_t> order(results.size());
    std::iota(order.begin(), order.end(), std::size_t {0});
    std::ranges::sort(order, [&results](std::size_t left, std::size_t right) {
        const ScanResult& a = results[left];
        const ScanResult& b = results[right];
        if (a.passed != b.passed)
            return a.passed;
        if (a.passed) {
            if (a.score.total != b.score.total)
                return a.score.total > b.score.total;
            const double volumeA = a.live.turnover24hUsd.value_or(-1.0);
            const double volumeB = b.live.turnover24hUsd.value_or(-1.0);
            if (volumeA != volumeB)
                return volumeA > volumeB;
        }
        return a.symbol < b.symbol;
    });
    std::vector<ScanResult> ranked;
    ranked.reserve(results.size());
    std::size_t passed = 0;
    for (const std::size_t place : order) {
        ScanResult& result = ranked.emplace_back(std::move(results[place]));
        result.rank.reset();
        if (result.passed)
            result.rank = static_cast<int>(++passed);
    }
    results = std::move(ranked);
    return std::min(passed, static_cast<std::size_t>(std::max(maxCandidates, 0)));
}

} // namespace breakline
