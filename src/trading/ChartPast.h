// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingSnapshot.h"

namespace breakline {

// What the chart of one symbol showed at earlier moments: immutable values, which
// the window may look through without asking the trading side.

/// What was known at one moment; never changed afterwards.
struct ChartMoment {
    /// There is a moment so long after each 5-minute close: what the close decides
    /// has been decided by then.
    static constexpr Duration kAfterClose = Duration::seconds(5);

    Timestamp time;
    Timestamp firstCandle; ///< open time of the oldest candle that the session held
    /// Before the session's first: levels of the candles that had closed by then,
    /// made when it began; of signals and positions nothing is known.
    bool isBeforeSession = false;
    /// Of a moment before the session: candles that became known later are not of it.
    std::optional<Timestamp> knownBy;
    std::vector<LevelView> levels;
    std::optional<double> entry;
    std::optional<double> stop;
    std::vector<double> targets;
    std::optional<double> last;
};

/// A closed candle, and the first moment that had it.
struct KnownCandle {
    Candle candle;
    Timestamp known;
};

/// A mark as it stood from `known` on, until there is a later one of its key.
struct KnownMarker {
    Timestamp known;
    std::string key;
    MarkerView marker;
};

struct ChartPast {
    std::string symbol;
    std::optional<int> priceDecimals; ///< of the symbol's tick
    std::vector<KnownCandle> candles; ///< ascending in open time; of one bar in that of knowing
    std::vector<std::shared_ptr<const ChartMoment>> moments; ///< ascending in time
    std::vector<std::shared_ptr<const KnownMarker>> markers; ///< ascending in that of knowing

    /// The newest moment that is not after `time`; null: what was known then is not held.
    const ChartMoment* momentAt(Timestamp time) const;
};

using ChartPastPtr = std::shared_ptr<const ChartPast>;

/// The chart as a session that had been stopped at `moment`, one of the past's
/// own, would show it, without the candle that was forming.
ChartView chartAt(const ChartPast& past, const ChartMoment& moment);

} // namespace breakline
