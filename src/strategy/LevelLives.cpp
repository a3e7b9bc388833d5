// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/LevelLives.h"

#include "market/Indicators.h"

#include <algorithm>

namespace breakline {

namespace {

constexpr int kAtrBars = 14;
constexpr Duration kInterval = Duration::minutes(5);

LevelHistory historyFor(const Preset& preset)
{
    return {preset.signal.momentumEpsilon, preset.signal.retestMaxPierceAtr, kInterval};
}

} // namespace

LevelLives::LevelLives(const Preset& preset, const AnalysisSettings& settings)
    : m_preset(&preset)
    , m_settings(&settings)
    , m_history(historyFor(preset))
{
}

void LevelLives::judge(std::span<const Candle> upToBar, const Instrument& instrument)
{
    const auto window = upToBar.last(std::min(upToBar.size(), kDecisionWindow));
    findLevels(window, instrument, m_preset->levels, *m_settings, m_kept);
    m_history.add(window, m_kept, lastAverageTrueRange(window, kAtrBars, m_settings->atrMode));
    if (!m_firstBar)
        m_firstBar = window.back().openTime;
}

bool LevelLives::follow(std::span<const Candle> bars, const Instrument& instrument, LookBack lookBack)
{
    if (std::ranges::equal(bars, m_followed))
        return true;
    // The bars followed before, less those that are held no more, then the new ones.
    std::size_t first = 0;
    if (m_firstBar && !bars.empty()) {
        const auto head = std::ranges::lower_bound(m_followed, bars.front().openTime, {}, &Candle::openTime);
        const auto same = static_cast<std::size_t>(m_followed.end() - head);
        if (same > 0 && same <= bars.size() && std::equal(head, m_followed.end(), bars.begin()))
            first = same;
    }
    const bool isBrokenOff = m_firstBar && first == 0 && !bars.empty();
    if (first == 0 && !bars.empty()) {
        m_history.clear();
        m_firstBar.reset();
        // To judge all windows again, of every symbol at once, would hold up trading.
        if (isBrokenOff || lookBack == LookBack::NewestBar)
            first = bars.size() - 1;
        else // windows that lack bars would find other levels; where there are no more, they are all there is
            first = bars.size() >= kDecisionWindow ? kDecisionWindow - 1 : 0;
    }
    for (std::size_t i = first; i < bars.size(); ++i)
        judge(bars.first(i + 1), instrument);
    m_followed.assign(bars.begin(), bars.end());
    return !isBrokenOff;
}

const LevelRecord* LevelLives::find(const LevelId& id) const
{
    const auto found =
        std::ranges::find(m_history.records(), id, [](const LevelRecord& r) { return r.level.id; });
    return found == m_history.records().end() ? nullptr : &*found;
}

std::optional<Timestamp> LevelLives::bornOf(const LevelRecord& record) const
{
    return m_firstBar && record.level.firstTouch >= *m_firstBar ? std::optional(record.born) : std::nullopt;
}

std::optional<LevelFate> LevelLives::fateOf(const LevelRecord& record) const
{
    const bool isBroken = record.fate == LevelFate::Broken || record.fate == LevelFate::Retested;
    return bornOf(record) || isBroken ? std::optional(record.fate) : std::nullopt;
}

} // namespace breakline
