// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/BreakoutHistory.h"

#include "strategy/LevelEvents.h"

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

constexpr double kSameLevelAtr = 0.5;

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

void BreakoutHistory::follow(std::span<const Candle> history, Duration interval)
{
    std::size_t first = history.size();
    while (first > 0 && (!m_followedTo || history[first - 1].openTime > *m_followedTo))
        --first;
    for (const Candle& bar : history.subspan(first)) {
        for (LevelBreak& breakout : m_breaks) {
            if (bar.openTime < breakout.time)
                continue;
            const bool isUp = breakout.direction == Direction::Long;
            const double reached = isUp ? bar.high : bar.low;
            if (!breakout.extreme || (isUp ? reached > *breakout.extreme : reached < *breakout.extreme))
                breakout.extreme = reached;
        }
        m_followedTo = bar.openTime;
    }
    if (m_followedTo)
        std::erase_if(m_breaks, [&](const LevelBreak& breakout) {
            return *m_followedTo + interval - breakout.time > kKept;
        });
}

void BreakoutHistory::record(const LevelBreak& breakout)
{
    const bool isKnown = std::ranges::any_of(m_breaks, [&](const LevelBreak& other) {
        return other.level == breakout.level && other.time == breakout.time;
    });
    if (!isKnown)
        m_breaks.push_back(breakout);
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
                                  std::span<const Level> levels)
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
        history.record(found.back());
    }
    return found;
}

} // namespace breakline
