// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/LevelHistory.h"

#include "market/Indicators.h"
#include "strategy/LevelEvents.h"

#include <algorithm>
#include <utility>

namespace breakline {

namespace {

LevelReading readingOf(const Level& level, Timestamp time)
{
    return {time, level.price, level.touches, level.volume, level.strength, level.enhancedStrength};
}

} // namespace

LevelHistory::LevelHistory(double epsilon, double maxPierceAtr, Duration interval)
    : m_epsilon(epsilon)
    , m_maxPierceAtr(maxPierceAtr)
    , m_interval(interval)
{
}

// What the bar did to a level born before it. A break counts also where the level
// is kept no more: its price is known.
void LevelHistory::follow(LevelRecord& record, const Candle& bar, std::optional<double> previousClose,
                          std::optional<double> atr14) const
{
    LevelFate fate = record.fate;
    if (fate == LevelFate::Active || fate == LevelFate::Expired) {
        if (previousClose && breaksOut(record.level, *previousClose, bar.close, m_epsilon))
            fate = LevelFate::Broken;
        else if (!record.isKept)
            fate = LevelFate::Expired;
    } else if (fate == LevelFate::Broken && atr14
               && retests(record.level.price, breakDirection(record.level.type), bar,
                          m_maxPierceAtr * *atr14)) {
        fate = LevelFate::Retested;
    }
    if (fate == record.fate)
        return;
    record.fate = fate;
    record.fateTime = bar.openTime + m_interval;
}

void LevelHistory::clear()
{
    m_bars = 0;
    m_records.clear();
    m_held.clear();
}

void LevelHistory::forget()
{
    std::size_t left = 0;
    for (std::size_t i = 0; i < m_records.size(); ++i) {
        if (m_bars - m_held[i].bar >= kRemembered)
            continue;
        if (left != i) {
            m_records[left] = std::move(m_records[i]);
            m_held[left] = m_held[i];
        }
        ++left;
    }
    m_records.resize(left);
    m_held.resize(left);
}

void LevelHistory::add(std::span<const Candle> window, std::span<const Level> kept,
                       std::optional<double> atr14)
{
    if (window.empty())
        return;
    const Candle& bar = window.back();
    const Timestamp close = bar.openTime + m_interval;
    const auto previousClose =
        window.size() > 1 ? std::optional(window[window.size() - 2].close) : std::nullopt;
    ++m_bars;

    forget();
    const std::size_t known = m_records.size();
    for (std::size_t i = 0; i < known; ++i)
        m_records[i].isKept = false;
    for (const Level& level : kept) {
        std::size_t place = known; // most are of the youngest
        while (place > 0 && m_held[place - 1].id != level.id)
            --place;
        if (place == 0) {
            m_records.push_back({level, close, true, LevelFate::Active, {}, {}});
            m_held.push_back({level.id, m_bars});
            if (m_keepsReadings)
                m_records.back().readings.push_back(readingOf(level, close));
            continue;
        }
        LevelRecord& found = m_records[place - 1];
        found.level = level;
        found.isKept = true;
        m_held[place - 1].bar = m_bars;
        if (m_keepsReadings)
            found.readings.push_back(readingOf(level, close));
    }
    for (std::size_t i = 0; i < known; ++i)
        follow(m_records[i], bar, previousClose, atr14);
}

LevelHistory levelHistoryOf(std::span<const Candle> candles, const Instrument& instrument,
                            const Preset& preset, const AnalysisSettings& settings)
{
    // A level that is remembered was held within 150 bars, and its first touch lay
    // in the window then: since that touch, each bar needs its whole window.
    const auto bars = candles.last(std::min(candles.size(), LevelHistory::kBars));
    const std::size_t first = bars.size() == LevelHistory::kBars ? kDecisionWindow - 1 : 0;
    LevelHistory history(preset.signal.momentumEpsilon, preset.signal.retestMaxPierceAtr);
    std::vector<Level> kept;
    for (std::size_t i = first; i < bars.size(); ++i) {
        const auto upTo = bars.first(i + 1);
        const auto window = upTo.last(std::min(upTo.size(), kDecisionWindow));
        findLevels(window, instrument, preset.levels, settings, kept);
        history.add(window, kept, lastAverageTrueRange(window, 14, settings.atrMode));
    }
    return history;
}

} // namespace breakline
