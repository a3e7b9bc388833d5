// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "core/Units.h"
#include "market/MarketView.h"
#include "strategy/AnalysisSettings.h"
#include "strategy/Levels.h"
#include "strategy/Preset.h"
#include "strategy/ScanMetrics.h"

#include <optional>
#include <span>
#include <vector>

namespace breakline {

/// A break of a level that happened, traded or not.
struct LevelBreak {
    LevelId level;
    double price = 0.0;
    Direction direction = Direction::Long; ///< in which price left
    Timestamp time; ///< close of the bar that broke
    /// Highest high (short: lowest low) of the closed bars after that bar; empty
    /// until the first.
    std::optional<double> extreme;
    bool used = false; ///< a retest of it was selected

    friend bool operator==(const LevelBreak&, const LevelBreak&) = default;
};

/// The breaks of one symbol in the last 7 days, oldest first.
class BreakoutHistory {
public:
    static constexpr Duration kKept = Duration::days(7);

    /// The break that a retest of a level would be of: the newest with the
    /// level's id or within half an ATR of its price; of one time the nearest
    /// price, then the lower. Null where there is none.
    const LevelBreak* newestOf(const LevelId& id, double price, double atr) const;

    /// A retest of the break was selected. False where there is none such.
    bool markUsed(const LevelId& id, Timestamp time);

    /// Once a bar, after its signals are decided: the bars of `history` that are
    /// new move the extremes of earlier breaks, and what is too old goes.
    void follow(std::span<const Candle> history, Duration interval = Duration::minutes(5));
    /// Whether a bar may be followed that was not: one of a symbol never followed
    /// is not; nor one from before the newest dozen that were.
    bool misses(const Candle& bar) const;
    /// A break of a bar that was followed. One known already is no other.
    void record(const LevelBreak& breakout);

    std::span<const LevelBreak> all() const { return m_breaks; }

private:
    std::vector<LevelBreak> m_breaks;
    std::vector<Timestamp> m_followed; ///< open times of the newest bars taken, ascending
};

/// Whether the newest bar could break a level: its volume and its body suffice.
/// Where not, no level needs to be looked for.
bool mayBreak(const MarketView& view, const CandleMetrics& metrics, const Preset& preset);

/// follow(), then each kept level that the newest bar broke: a fresh close beyond
/// P on volume and body. The breaks recorded, in the order of the levels. `later`:
/// closed bars after it that were followed before it came.
std::vector<LevelBreak> recordBar(BreakoutHistory& history, const MarketView& view,
                                  const CandleMetrics& metrics, const Preset& preset,
                                  std::span<const Level> levels, std::span<const Candle> later = {});

/// Before the newest bar is judged: recordBar() of each bar before it that came
/// late, or closed while nobody scanned, with the levels that were known then.
std::vector<LevelBreak> recordMissedBars(BreakoutHistory& history, const MarketView& view,
                                         const Preset& preset, const AnalysisSettings& settings = {});

} // namespace breakline
