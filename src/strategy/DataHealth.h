// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/MarketView.h"

#include <cstdint>
#include <span>
#include <string>

namespace breakline {

/// Faults of the bars in a decision window.
struct CandleHealth {
    bool noCandles = false;
    int gaps = 0;       ///< among the last 24 bars
    int olderGaps = 0;  ///< before them: a warning
    int duplicates = 0;
    bool ohlcInvalid = false;

    friend bool operator==(const CandleHealth&, const CandleHealth&) = default;
};

CandleHealth checkCandles(std::span<const Candle> window, Duration interval);

/// Faults of all data a decision rests on; any one fails the filter data_health.
/// A book or tape that does not exist is no fault here: its own filters have no
/// data then.
struct DataHealth {
    CandleHealth candles;
    bool noDepth = false;    ///< a book without levels
    bool zeroDepth = false;  ///< nothing within 0.3 % and 0.5 %
    bool wideSpread = false; ///< over max(2 * max_spread_bps, 20)
    bool noTrades = false;
    bool staleCandles = false; ///< newest closed bar closed over 2 intervals ago
    bool staleBook = false;    ///< over 5 s
    bool staleTape = false;    ///< no trade for over 60 s

    bool candlesOk() const;
    /// All but what concerns book and tape.
    bool okWithoutBookAndTape() const { return candlesOk() && !staleCandles; }
    bool isOk() const;
    int issueCount() const;
    /// "gaps:2;stale", empty where all is well.
    std::string text() const;
};

DataHealth checkData(const MarketView& view, const CandleHealth& candles, double maxSpreadBps);

} // namespace breakline
