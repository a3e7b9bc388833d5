// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/Scan.h"

#include <algorithm>

namespace breakline {

namespace {

constexpr std::size_t kMinBars = 20;

} // namespace

void analyseBar(const MarketView& view, const AnalysisSettings& settings, BarAnalysis& analysis)
{
    analysis.candles = measureCandles(view, settings);
    analysis.levels.clear();
    analysis.hasLevels = false;
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
    result.tooFewBars = analysis.candles.bars < kMinBars;
    result.passed = !result.tooFewBars && result.filters.passesAll();
    const bool weighsLevels =
        preset.scanner.scoreWeights[static_cast<std::size_t>(ScoreComponent::LevelQuality)] != 0.0;
    if (result.passed || weighsLevels) {
        if (!analysis.hasLevels)
            findLevels(view.candles(), *view.instrument, preset.levels, settings, analysis.levels);
        analysis.hasLevels = true;
        result.levels = analysis.levels;
    }
    const auto strongest = result.levels.empty() ? std::nullopt : std::optional(result.levels.front().strength);
    result.score = computeScore(analysis.candles, result.live, view.isReference, strongest, preset);
    return result;
}

std::size_t rankResults(std::vector<ScanResult>& results, int maxCandidates)
{
    std::ranges::sort(results, [](const ScanResult& a, const ScanResult& b) {
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
    std::size_t passed = 0;
    for (ScanResult& result : results) {
        result.rank.reset();
        if (result.passed)
            result.rank = static_cast<int>(++passed);
    }
    return std::min(passed, static_cast<std::size_t>(std::max(maxCandidates, 0)));
}

} // namespace breakline
