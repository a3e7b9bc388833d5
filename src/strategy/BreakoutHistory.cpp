// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/BreakoutHistory.h"

#include "strategy/LevelEvents.h"
#include "strategy/Scan.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace breakline {

namespace {

constexpr double kSameLevelAtr = 0.5;
constexpr std::size_t kFollowed = 12; ///< an hour's bars may come late

/// Highest high (short: lowest low) of the bars from the break's close on.
void moveExtreme(LevelBreak& breakout, const Candle& bar)
{
    if (bar.openTime < breakout.time)
        return;
    const bool isUp = breakout.direction == Direction::Long;
    const double reached = isUp ? bar.high : bar.low;
    if (!breakout.extreme || (isUp ? reached > *breakout.extreme : reached < *breakout.extreme))
        breakout.extreme = reached;
}

} // namespace

const LevelBreak* BreakoutHistory::newestOf(const LevelId& id, double price, double atr) const
{
    const LevelBreak* newest = nullptr;
    for (const LevelBreak& breakout : m_breaks) {
        const double away = std::fabs(breakout.price - price);
        if (breakout.level != id && away > kSameLevelAtr * atr)
            continue;
        if (newest != nullptr && breakout.time == newest->time) {
            const double nearest = std::fabs(newest->price - price);
            if (away > nearest || (away == nearest && breakout.price >= newest->price))
                continue;
        }
        newest = &breakout; // ascending in time
    }
    return newest;
}

bool BreakoutHistory::markUsed(const LevelId& id, Timestamp time)
{
    for (LevelBreak& breakout : m_breaks)
        if (breakout.level == id && breakout.time == time)
            return breakout.used = true;
    return false;
}

bool BreakoutHistory::misses(const Candle& bar) const
{
    return !m_followed.empty() && bar.openTime > m_followed.front()
        && !std::ranges::binary_search(m_followed, bar.openTime);
}

void BreakoutHistory::follow(std::span<const Candle> history, Duration interval)
{
    for (const Candle& bar : history) {
        if (!m_followed.empty() && !misses(bar))
            continue;
        for (LevelBreak& breakout : m_breaks)
            moveExtreme(breakout, bar);
        m_followed.insert(std::ranges::upper_bound(m_followed, bar.openTime), bar.openTime);
        if (m_followed.size() > kFollowed)
            m_followed.erase(m_followed.begin());
    }
    if (!m_followed.empty())
        std::erase_if(m_breaks, [&](const LevelBreak& breakout) {
            return m_followed.back() + interval - breakout.time > kKept;
        });
}

void BreakoutHistory::record(const LevelBreak& breakout)
{
    const bool isKnown = std::ranges::any_of(m_breaks, [&](const LevelBreak& other) {
        return other.level == breakout.level && other.time == breakout.time;
    });
    if (!isKnown)
        m_breaks.insert(std::ranges::upper_bound(m_breaks, breakout.time, {}, &LevelBreak::time), breakout);
}

bool mayBreak(const MarketView& view, const CandleMetrics& metrics, const Preset& preset)
{
    if (view.candles().size() < 20 || !metrics.volumeRatio
        || *metrics.volumeRatio < preset.signal.momentumVolumeMultiplier)
        return false;
    const Candle& bar = view.history.back();
    const double range = bar.high - bar.low;
    return range > 0.0 && std::fabs(bar.close - bar.open) / range >= preset.signal.momentumBodyRatioMin;
}

std::vector<LevelBreak> recordBar(BreakoutHistory& history, const MarketView& view,
                                  const CandleMetrics& metrics, const Preset& preset,
                                  std::span<const Level> levels, std::span<const Candle> later)
{
    history.follow(view.history, view.interval);
    std::vector<LevelBreak> found;
    if (!mayBreak(view, metrics, preset))
        return found;
    const auto bars = view.candles();
    for (const Level& level : levels) {
        if (!breaksOut(level, bars[bars.size() - 2].close, bars.back().close, preset.signal.momentumEpsilon))
            continue;
        found.push_back({level.id, level.price, breakDirection(level.type), *view.closeTime(), {}, false});
        for (const Candle& bar : later)
            moveExtreme(found.back(), bar);
        history.record(found.back());
    }
    return found;
}

std::vector<LevelBreak> recordMissedBars(BreakoutHistory& history, const MarketView& view,
                                         const Preset& preset, const AnalysisSettings& settings)
{
    std::vector<LevelBreak> found;
    for (std::size_t i = 0; i + 1 < view.history.size(); ++i) {
        if (!history.misses(view.history[i]))
            continue;
        MarketView then;
        then.instrument = view.instrument;
        then.interval = view.interval;
        then.isReference = view.isReference;
        then.history = view.history.first(i + 1);
        then.now = *then.closeTime();
        BarAnalysis analysis;
        analyseBar(then, settings, analysis);
        const auto levels = mayBreak(then, analysis.candles, preset)
            ? levelsOfBar(then, analysis, preset, settings)
            : std::span<const Level> {};
        const auto later = view.history.subspan(i + 1, view.history.size() - i - 2);
        std::ranges::copy(recordBar(history, then, analysis.candles, preset, levels, later),
                          std::back_inserter(found));
    }
    return found;
}

} // namespace breakline
