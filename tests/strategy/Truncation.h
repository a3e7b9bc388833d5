// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether a detector ever changes what it has said of a bar. It is asked at every
// prefix of a series, with the bar after it still forming.
#include "market/CandleSeries.h"
#include "market/Indicators.h"
#include "strategy/BreakoutHistory.h"
#include "strategy/Filters.h"
#include "strategy/LevelApproach.h"
#include "strategy/LevelHistory.h"
#include "strategy/Levels.h"
#include "strategy/ScanMetrics.h"
#include "strategy/SignalSelection.h"

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace breakline::test {

/// What is known at one time: the bars that have closed, and the one that forms.
struct Moment {
    std::span<const Candle> closed;
    std::span<const Candle> reference; ///< of BTC, up to the same time
    std::optional<Candle> forming;
};

/// What a detector says of a bar; empty: nothing.
using Saying = std::vector<double>;
/// By open time of the bar, each at most once.
using Sayings = std::vector<std::pair<Timestamp, Saying>>;

struct Detector {
    std::string name;
    std::function<Sayings(const Moment&)> says;
};

/// The bar as it stood some way through.
inline Candle partOf(const Candle& bar)
{
    const double close = (bar.open + bar.close) / 2.0 + (bar.high - bar.low) / 8.0;
    return {bar.openTime, bar.open, std::max(bar.open, close), std::min(bar.open, close), close, 0.4 * bar.volume};
}

/// Where the detector changed its mind, in words; empty: nowhere. A bar that has
/// closed without a word is a saying too.
inline std::optional<std::string> firstChange(std::span<const Candle> bars, std::span<const Candle> reference,
                                              const Detector& detector)
{
    std::map<Timestamp, Saying> said;
    for (std::size_t n = 1; n <= bars.size(); ++n) {
        Moment moment{bars.first(n), reference.first(std::min(n, reference.size())), {}};
        if (n < bars.size())
            moment.forming = partOf(bars[n]);
        std::map<Timestamp, Saying> now;
        for (const Candle& bar : moment.closed)
            now[bar.openTime] = {};
        for (auto& [time, saying] : detector.says(moment))
            now[time] = std::move(saying);
        for (const auto& [time, saying] : now) {
            const auto [before, isNew] = said.try_emplace(time, saying);
            if (!isNew && before->second != saying)
                return detector.name + " said another thing of the bar at " + toIso8601(time) + " when "
                    + std::to_string(n) + " bars were known";
        }
    }
    return std::nullopt;
}

inline std::span<const Candle> windowAt(std::span<const Candle> closed, std::size_t bar)
{
    return closed.first(bar + 1).last(std::min(bar + 1, kDecisionWindow));
}

/// A series over all that is known, as `numbersOf(series, bar)` says it.
template<class Series, class Numbers>
Detector seriesDetector(std::string name, Series series, Numbers numbersOf)
{
    return {std::move(name), [=](const Moment& moment) {
                Sayings sayings;
                const auto values = series(moment.closed);
                for (std::size_t i = 0; i < moment.closed.size(); ++i)
                    sayings.emplace_back(moment.closed[i].openTime, numbersOf(values[i]));
                return sayings;
            }};
}

inline Saying number(double value)
{
    return {value};
}
inline Saying number(std::optional<double> value)
{
    return value ? Saying{*value} : Saying{};
}

inline Saying numbersOf(std::span<const Level> levels)
{
    Saying saying;
    for (const Level& level : levels) {
        saying.insert(saying.end(),
                      {static_cast<double>(level.type), level.price, static_cast<double>(level.methods),
                       static_cast<double>(level.firstTouch.ms), static_cast<double>(level.lastTouch.ms),
                       static_cast<double>(level.touches), level.volume, level.strength, level.enhancedStrength,
                       level.baseHeight.value_or(-1.0), static_cast<double>(level.id.ticks)});
    }
    return saying;
}

/// Something said of each bar from its decision window alone.
template<class Says>
Detector windowDetector(std::string name, Says says)
{
    return {std::move(name), [=](const Moment& moment) {
                Sayings sayings;
                for (std::size_t i = 0; i < moment.closed.size(); ++i)
                    sayings.emplace_back(moment.closed[i].openTime, says(windowAt(moment.closed, i)));
                return sayings;
            }};
}

/// Lets candles alone signal, and often.
inline Preset eagerPreset()
{
    Preset preset;
    preset.allowMissing.filters.fill(true);
    preset.allowMissing.l2Imbalance = true;
    preset.signal.momentumVolumeMultiplier = 1.0;
    preset.signal.momentumBodyRatioMin = 0.1;
    preset.signal.momentumEpsilon = 0.0001;
    preset.signal.vwapGapMaxAtr = 20.0;
    preset.signal.retestPierceTolerance = 0.02;
    preset.position.targets = {{"only", 3.0, 1.0, TargetPlacement::Fixed}};
    return preset;
}

/// What an evaluation at each close says: metrics, filters, the breaks and the
/// signal selected.
inline Detector evaluationDetector(const Instrument& instrument)
{
    return {"metrics, filters and signals", [instrument](const Moment& moment) {
                const Preset preset = eagerPreset();
                Sayings sayings;
                BreakoutHistory breaks;
                std::vector<Level> levels;
                for (std::size_t i = 0; i < moment.closed.size(); ++i) {
                    MarketView view;
                    view.instrument = &instrument;
                    view.history = moment.closed.first(i + 1);
                    view.reference = moment.reference.first(std::min(i + 1, moment.reference.size()));
                    view.now = *view.closeTime();
                    const CandleMetrics m = measureCandles(view);
                    const FilterResults filters = evaluateFilters(view, m, measureLive(view, m), preset);
                    findLevels(view.candles(), instrument, preset.levels, {}, levels);
                    Saying saying;
                    for (const auto& value :
                         {m.atr14, m.atr15m, m.bollingerWidthPercent, m.bollingerPercentile, m.surge1h, m.surge5m,
                          m.volumeRatio, m.vwap, m.correlation, m.atrQuality, m.gainersMomentum, m.turnover24hUsd,
                          m.change24h})
                        saying.push_back(value.value_or(-1e9));
                    for (const FilterResult& filter : filters.results) {
                        saying.push_back(static_cast<double>(filter.outcome));
                        saying.push_back(filter.value.value_or(-1e9));
                    }
                    if (const auto signal = selectSignal(view, m, preset, levels, breaks, 0.0)) {
                        saying.insert(saying.end(),
                                      {static_cast<double>(signal->strategy), static_cast<double>(signal->direction),
                                       signal->level, static_cast<double>(signal->entry.ticks),
                                       static_cast<double>(signal->stop.ticks), signal->confidence});
                    }
                    for (const LevelBreak& breakout : recordBar(breaks, view, m, preset, levels))
                        saying.push_back(breakout.price);
                    sayings.emplace_back(view.history.back().openTime, std::move(saying));
                }
                return sayings;
            }};
}

/// Every indicator, detector, filter and signal of the analysis.
inline std::vector<Detector> soundDetectors(const Instrument& instrument)
{
    const auto one = [](const auto& value) { return number(value); };
    std::vector<Detector> all;
    const auto closesOf = [](std::span<const Candle> bars) {
        std::vector<double> closes;
        for (const Candle& bar : bars)
            closes.push_back(bar.close);
        return closes;
    };
    all.push_back(seriesDetector("sma", [=](auto bars) { return simpleMovingAverage(closesOf(bars), 20); }, one));
    all.push_back(seriesDetector("ema", [=](auto bars) { return exponentialMovingAverage(closesOf(bars), 9); }, one));
    all.push_back(seriesDetector("true range", [](auto bars) { return trueRange(bars); }, one));
    all.push_back(seriesDetector("atr", [](auto bars) { return averageTrueRange(bars); }, one));
    all.push_back(seriesDetector("wilder atr",
                                 [](auto bars) { return averageTrueRange(bars, 14, AtrMode::Wilder); }, one));
    all.push_back(seriesDetector("bollinger", [](auto bars) { return bollingerBands(bars); },
                                 [](const auto& bands) {
                                     return bands ? Saying{bands->lower, bands->middle, bands->upper,
                                                           bands->widthPercent}
                                                  : Saying{};
                                 }));
    all.push_back(seriesDetector(
        "donchian", [](auto bars) { return donchianChannel(bars, 20); },
        [](const auto& channel) { return channel ? Saying{channel->high, channel->low} : Saying{}; }));
    all.push_back(seriesDetector("rsi", [](auto bars) { return relativeStrengthIndex(bars); }, one));
    all.push_back(seriesDetector("obv", [](auto bars) { return onBalanceVolume(bars); }, one));
    all.push_back(seriesDetector("volume surge", [](auto bars) { return volumeSurgeRatio(bars); }, one));
    all.push_back(seriesDetector(
        "chandelier", [](auto bars) { return chandelierStops(bars, 22, 3.0); },
        [](const auto& stops) { return stops ? Saying{stops->forLong, stops->forShort} : Saying{}; }));
    // A swing is said of the bar that confirms it.
    all.push_back({"swings", [](const Moment& moment) {
                       std::map<Timestamp, Saying> byBar;
                       for (const Swing& swing : swings(moment.closed))
                           byBar[swing.confirmTime].insert(byBar[swing.confirmTime].end(),
                                                           {swing.isHigh ? 1.0 : 0.0, swing.price});
                       return Sayings(byBar.begin(), byBar.end());
                   }});
    all.push_back(windowDetector("daily vwap", [](auto window) { return number(lastDailyVwap(window)); }));
    all.push_back(windowDetector("levels", [instrument](auto window) {
        return numbersOf(findLevels(window, instrument, LevelSettings{}));
    }));
    all.push_back(windowDetector("approach", [](auto window) {
        const Approach approach = judgeApproach(window, window.front().close, LevelSettings{});
        return Saying{static_cast<double>(approach.verdict), approach.slopePctPerBar.value_or(-1.0),
                      approach.farthestPct.value_or(-1.0)};
    }));
    all.push_back(evaluationDetector(instrument));
    // Births and fates, each said of the bar that brought it.
    all.push_back({"level history", [instrument](const Moment& moment) {
                       Sayings sayings;
                       LevelHistory history(0.0012, 0.35);
                       for (std::size_t i = 0; i < moment.closed.size(); ++i) {
                           const auto window = windowAt(moment.closed, i);
                           history.add(window, findLevels(window, instrument, LevelSettings{}),
                                       lastAverageTrueRange(window));
                           const Timestamp close = window.back().openTime + Duration::minutes(5);
                           Saying saying;
                           for (const LevelRecord& record : history.records())
                               if (record.born == close || record.fateTime == close)
                                   saying.insert(saying.end(),
                                                 {record.level.price, static_cast<double>(record.fate)});
                           sayings.emplace_back(window.back().openTime, std::move(saying));
                       }
                       return sayings;
                   }});
    return all;
}

/// Takes the forming bar for a closed one.
inline Detector formingBarDetector(const Instrument& instrument)
{
    return {"uses the forming bar", [instrument](const Moment& moment) {
                std::vector<Candle> bars(moment.closed.begin(), moment.closed.end());
                if (moment.forming)
                    bars.push_back(*moment.forming);
                Sayings sayings;
                for (std::size_t i = 0; i < bars.size(); ++i)
                    sayings.emplace_back(bars[i].openTime, number(lastAverageTrueRange(windowAt(bars, i))));
                return sayings;
            }};
}

/// Draws a swing at its centre, as if it had been known there.
inline Detector futureDetector()
{
    return {"uses the future", [](const Moment& moment) {
                Sayings sayings;
                for (const Swing& swing : swings(moment.closed))
                    if (swing.isHigh)
                        sayings.emplace_back(swing.time, Saying{swing.price});
                return sayings;
            }};
}

} // namespace breakline::test
