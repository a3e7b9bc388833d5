// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/LevelHistory.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace breakline {

/// The lives of one symbol's levels while its bars come in, for those who look on:
/// what of them is not known is said to be unknown.
class LevelLives {
public:
    /// Where nothing was followed yet.
    enum class LookBack : std::uint8_t {
        WholeWindows, ///< from the first bar with a whole window on; a bar each takes some 20 us
        NewestBar ///< births before it are not known then
    };

    /// Both are kept and outlive it.
    LevelLives(const Preset& preset, const AnalysisSettings& settings);
    void keepNoReadings() { m_history.keepNoReadings(); }

    /// Brings the lives up to `bars`, all that are held, oldest first. A bar that came
    /// late breaks them off: false, and they begin again with the newest bar.
    bool follow(std::span<const Candle> bars, const Instrument& instrument,
                LookBack lookBack = LookBack::WholeWindows);
    /// The next bar, the last of these.
    void judge(std::span<const Candle> upToBar, const Instrument& instrument);

    /// Of the newest bar, as findLevels() ranks them.
    std::span<const Level> kept() const { return m_kept; }
    std::span<const LevelRecord> records() const { return m_history.records(); }
    /// Null where no bar followed held it, or none for long.
    const LevelRecord* find(const LevelId& id) const;
    /// Empty where it was touched before the first bar followed: a bar before that one
    /// may have held it.
    std::optional<Timestamp> bornOf(const LevelRecord& record) const;
    /// Empty where it may have been broken before without anybody seeing it.
    std::optional<LevelFate> fateOf(const LevelRecord& record) const;

private:
    const Preset* m_preset; ///< never null
    const AnalysisSettings* m_settings; ///< never null
    LevelHistory m_history;
    std::vector<Level> m_kept;
    std::vector<Candle> m_followed; ///< the bars that it rests on, as they were held last
    std::optional<Timestamp> m_firstBar; ///< open time of the first that was judged
};

} // namespace breakline
