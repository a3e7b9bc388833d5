// SPDX-License-Identifier: GPL-3.0-or-later
// findLevels() beside the rule written down word for word.
#include "app/BenchBars.h"
#include "app/BenchResult.h"
#include "app/BenchTimer.h"
#include "market/CandleSeries.h"
#include "market/Indicators.h"
#include "strategy/LevelStrength.h"
#include "strategy/Levels.h"

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

constexpr int kRuns = 7;

struct Found {
    double price = 0.0;
    std::size_t origin = 0; ///< 0-3: channel of that length; 4: swing; 5: volume
};

/// One type's levels, before thinning: no columns, no early ends, vectors.
std::vector<Level> plainLevels(std::span<const Candle> bars, double atr, LevelType type, int minTouches,
                               double tick)
{
    const bool up = type == LevelType::Resistance;
    const auto extreme = [&](std::size_t i) { return up ? bars[i].high : bars[i].low; };
    std::vector<Found> found;
    constexpr std::size_t lengths[] = {10, 15, 20, 30};
    for (std::size_t origin = 0; origin < 4; ++origin)
        for (std::size_t back = 0; back < 10; ++back) {
            if (bars.size() < back + lengths[origin])
                continue;
            const std::size_t end = bars.size() - back;
            double price = extreme(end - 1);
            for (std::size_t i = end - lengths[origin]; i < end; ++i)
                price = up ? std::max(price, extreme(i)) : std::min(price, extreme(i));
            found.push_back({price, origin});
        }
    for (std::size_t i = 2; i + 2 < bars.size(); ++i) {
        bool isSwing = true;
        for (const std::size_t other : {i - 2, i - 1, i + 1, i + 2})
            isSwing = isSwing && (up ? extreme(i) > extreme(other) : extreme(i) < extreme(other));
        if (isSwing)
            found.push_back({extreme(i), 4});
    }
    std::vector<double> volumes;
    for (const Candle& bar : bars)
        volumes.push_back(bar.volume);
    std::ranges::sort(volumes);
    const std::size_t place = 85 * (bars.size() - 1) / 100;
    const double share = static_cast<double>(85 * (bars.size() - 1) % 100) / 100.0;
    const double percentile =
        volumes[place] + share * (volumes[std::min(place + 1, bars.size() - 1)] - volumes[place]);
    for (std::size_t i = 0; i < bars.size(); ++i)
        if (bars[i].volume >= percentile)
            found.push_back({extreme(i), 5});
    std::ranges::sort(found, [up](const Found& a, const Found& b) {
        return a.price != b.price ? (up ? a.price < b.price : a.price > b.price) : a.origin < b.origin;
    });
    const auto repeated = std::ranges::unique(
        found, [](const Found& a, const Found& b) { return a.price == b.price && a.origin == b.origin; });
    found.erase(repeated.begin(), repeated.end());

    double volumeSum = 0.0;
    for (const Candle& bar : bars)
        volumeSum += bar.volume;
    std::vector<Level> levels;
    for (std::size_t begin = 0; begin < found.size();) {
        std::vector<double> prices;
        std::uint8_t methods = 0;
        std::size_t end = begin;
        for (; end < found.size() && std::fabs(found[end].price - found[begin].price) <= 0.5 * atr; ++end) {
            prices.push_back(found[end].price);
            methods |= found[end].origin == 5 ? kVolumeMethod
                : found[end].origin == 4      ? kSwingMethod
                                              : kDonchianMethod;
        }
        begin = end;
        const std::size_t half = prices.size() / 2;
        const double price = prices.size() % 2 == 1 ? prices[half] : (prices[half - 1] + prices[half]) / 2.0;
        std::vector<std::size_t> touching;
        for (std::size_t i = 0; i < bars.size(); ++i)
            if (std::fabs(extreme(i) - price) <= 0.5 * atr)
                touching.push_back(i);
        if (touching.empty())
            continue;
        std::vector<std::size_t> counted {touching.front()};
        double touchVolume = 0.0;
        for (const std::size_t i : touching)
            touchVolume += bars[i].volume;
        for (std::size_t t = 1; t < touching.size(); ++t) {
            bool isNew = touching[t] - touching[t - 1] > 3;
            for (std::size_t i = touching[t - 1] + 1; i < touching[t]; ++i)
                isNew = isNew || (up ? bars[i].low <= price - atr : bars[i].high >= price + atr);
            if (isNew)
                counted.push_back(touching[t]);
        }
        const int touches = static_cast<int>(counted.size());
        if (touches < minTouches)
            continue;
        int pierces = 0;
        for (const Candle& bar : bars)
            pierces += up ? bar.close > price * (1.0 + 0.002) : bar.close < price * (1.0 - 0.002);
        Level level;
        level.type = type;
        level.price = price;
        level.methods = methods;
        level.firstTouch = bars[touching.front()].openTime;
        level.lastTouch = bars[touching.back()].openTime;
        level.touches = touches;
        level.volume = touchVolume / static_cast<double>(touching.size());
        if (touches >= 2) {
            const auto base = bars.subspan(
                std::max(counted[counted.size() - 2], bars.size() - std::min<std::size_t>(bars.size(), 20)));
            if (base.size() >= 5)
                level.baseHeight = std::ranges::max(base, {}, &Candle::high).high
                    - std::ranges::min(base, {}, &Candle::low).low;
        }
        const auto count = static_cast<double>(bars.size());
        const auto ratio = volumeSum > 0.0 ? std::optional(level.volume / (volumeSum / count)) : std::nullopt;
        level.strength =
            levelStrength(touches, static_cast<double>((level.lastTouch - level.firstTouch).ms) / 3.6e6,
                          ratio, pierces, static_cast<int>(bars.size()));
        level.id = {type, level.firstTouch, static_cast<std::int64_t>(std::floor(price / tick + 0.5 + 1e-7))};
        levels.push_back(level);
    }
    return levels;
}

std::vector<Level> plainFindLevels(std::span<const Candle> candles, const Instrument& instrument,
                                   const LevelSettings& settings, const AnalysisSettings& analysis)
{
    const auto window = candles.last(std::min(candles.size(), kDecisionWindow));
    if (window.size() < 20 + analysis.excludeLastBars)
        return {};
    const auto bars = window.first(window.size() - analysis.excludeLastBars);
    const auto atr = lastAverageTrueRange(bars, 14, analysis.atrMode);
    if (!atr || *atr <= 0.0)
        return {};
    std::vector<Level> all =
        plainLevels(bars, *atr, LevelType::Resistance, settings.minTouches, instrument.tick);
    const auto supports = plainLevels(bars, *atr, LevelType::Support, settings.minTouches, instrument.tick);
    all.insert(all.end(), supports.begin(), supports.end());
    const double close = bars.back().close;
    const auto rank = [close](std::vector<Level>& levels, double Level::*value) {
        std::ranges::sort(levels, [close, value](const Level& a, const Level& b) {
            const auto key = [close, value](const Level& level) {
                return std::tuple(-(level.*value), -level.lastTouch.ms, std::fabs(level.price - close),
                                  level.price, level.type);
            };
            return key(a) < key(b);
        });
    };
    rank(all, &Level::strength);
    std::vector<Level> kept;
    for (const Level& level : all)
        if (std::ranges::none_of(kept, [&](const Level& other) {
                return other.type == level.type && std::fabs(other.price - level.price) < 2.0 * *atr;
            }))
            kept.push_back(level);
    for (Level& level : kept) {
        std::vector<double> prices;
        for (const Level& other : all)
            prices.push_back(other.price);
        const std::size_t others = cascadeNeighbours(level.price, prices, settings);
        level.roundBonus = roundNumberBonus(level.price, *atr, settings);
        level.cascadeBonus = cascadeBonus(others, settings);
        level.enhancedStrength = std::clamp(level.strength + level.roundBonus + level.cascadeBonus, 0.0, 1.0);
    }
    rank(kept, &Level::enhancedStrength);
    return kept;
}

} // namespace

Expected<BenchResult> benchLevels()
{
    const auto market = generatedBars();
    if (!market)
        return std::unexpected(market.error());
    const Instrument& instrument = market->instrument;
    const std::vector<Candle>& candles = market->bars;
    const LevelSettings settings;
    const AnalysisSettings analysis;
    const std::size_t windows = candles.size() - kDecisionWindow;
    const auto window = [&](std::size_t i) { return std::span(candles).subspan(i, kDecisionWindow); };
    std::size_t levels = 0;
    for (std::size_t i = 0; i < windows; ++i) {
        const auto own = findLevels(window(i), instrument, settings, analysis);
        if (own != plainFindLevels(window(i), instrument, settings, analysis))
            return fail(ErrorCode::Corrupt,
                        "findLevels() and the plain rule differ at window " + std::to_string(i));
        levels += own.size();
    }
    std::vector<double> own, beside;
    std::vector<Level> out;
    for (int run = 0; run < kRuns; ++run) {
        std::size_t seen = 0;
        own.push_back(secondsOf([&] {
                          for (std::size_t i = 0; i < windows; ++i) {
                              findLevels(window(i), instrument, settings, analysis, out);
                              seen += out.size();
                          }
                      })
                      / static_cast<double>(windows) * 1e6);
        beside.push_back(secondsOf([&] {
                             for (std::size_t i = 0; i < windows; ++i)
                                 seen += plainFindLevels(window(i), instrument, settings, analysis).size();
                         })
                         / static_cast<double>(windows) * 1e6);
        if (seen != 2 * levels)
            return fail(ErrorCode::Corrupt, "a timed run found other levels than the first");
    }
    BenchResult result;
    result.name = "levels";
    result.unit = "us";
    result.median = medianOf(own);
    result.runs = kRuns;
    result.beside = {"the rule word for word", medianOf(beside)};
    result.note = "the levels of 150 bars; " + std::to_string(windows) + " windows, " + std::to_string(levels)
        + " levels, the same in both";
    return result;
}

} // namespace breakline
