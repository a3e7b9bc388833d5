// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/LevelHistory.h"

#include "market/Indicators.h"
#include "strategy/LevelEvents.h"

#include <algorithm>

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

    // An id cannot come back once its first touch has left the window.
    const auto isPast = [&](std::size_t i) {
        return m_bars - m_births[i] >= kRemembered && m_records[i].level.firstTouch < window.front().openTime;
    };
    std::size_t past = 0;
    while (past < m_records.size() && isPast(past))
        ++past;
    m_records.erase(m_records.begin(), m_records.begin() + static_cast<std::ptrdiff_t>(past));
    m_births.erase(m_births.begin(), m_births.begin() + static_cast<std::ptrdiff_t>(past));

    const std::size_t known = m_records.size();
    for (std::size_t i = 0; i < known; ++i)
        m_records[i].isKept = false;
    for (const Level& level : kept) {
        const auto begin = m_records.begin();
        const auto end = begin + static_cast<std::ptrdiff_t>(known);
        auto found =
            std::find_if(begin, end, [&](const LevelRecord& record) { return record.level.id == level.id; });
        if (found == end) {
            m_records.push_back({level, close, true, LevelFate::Active, {}, {}});
            m_births.push_back(m_bars);
            m_records.back().readings.push_back(readingOf(level, close));
            continue;
        }
        found->level = level;
        found->isKept = true;
        found->readings.push_back(readingOf(level, close));
    }
    for (std::size_t i = 0; i < known; ++i)
        follow(m_records[i], bar, previousClose, atr14);

    const auto shown =
        std::ranges::find_if(m_births, [&](std::size_t born) { return m_bars - born < kRemembered; });
    m_firstShown = static_cast<std::size_t>(shown - m_births.begin());
}

LevelHistory levelHistoryOf(std::span<const Candle> candles, const Instrument& instrument,
                            const Preset& preset, const AnalysisSettings& settings)
{
    // A level that is shown was born within 150 bars; that it was not born before
    // takes the bars since its first touch, and each needs its whole window.
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
