// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/Candle.h"
#include "market/Instrument.h"
#include "matching/MarketSource.h"

#include <array>
#include <optional>
#include <vector>

namespace breakline {

/// The closed bars of one symbol, kept for 24 h and 2,400 candles of 5 minutes,
/// and the candles of longer intervals made of them. Also the rolling turnover.
class CandleHistory {
public:
    /// `instrument` outlives this; `interval` is that of the bars added.
    CandleHistory(const Instrument& instrument, Duration interval);

    /// A bar that has closed, ascending.
    void add(const GridCandle& bar);

    /// Closed candles with open time in [from, to], ascending. A candle of a
    /// longer interval is there only if every bar of it is. None where
    /// `interval` is no multiple of the bars' own.
    std::vector<Candle> candles(Duration interval, Timestamp from, Timestamp to) const;
    /// The candle that opens at `openTime`, where all its bars are there.
    std::optional<Candle> candle(Duration interval, Timestamp openTime) const;
    /// The candle that opened at `openTime` as it stands: all bars of it closed by
    /// `barOpen`, and `part` of the bar that opened then. Empty where there is
    /// nothing of it, or a bar is missing.
    std::optional<Candle> forming(Duration interval, Timestamp openTime, Timestamp barOpen,
                                  const std::optional<GridCandle>& part) const;

    /// A trade now, or a bar's volume at its typical price, in quote.
    void addTurnover(Timestamp time, double quote);
    /// Of the last 24 h in slots of 5 minutes; empty while less is known.
    std::optional<double> turnover24h(Timestamp now) const;

private:
    static constexpr std::size_t kSlots = 288;
    static constexpr Duration kSlot = Duration::minutes(5);

    Candle toCandle(const GridCandle& bar) const;
    std::size_t lowerBound(Timestamp openTime) const;
    /// The candle whose bars begin at index `at`, if they are all there.
    std::optional<GridCandle> aggregate(std::size_t at, Timestamp openTime, std::size_t bars) const;

    const Instrument& m_instrument;
    Duration m_interval;
    std::size_t m_keep;
    std::vector<GridCandle> m_bars; // ascending; cut back in large steps

    std::array<double, kSlots> m_slots{}; // ring, one a 5 minutes
    std::int64_t m_slot = 0;              // number of the newest
    double m_slotSum = 0.0;               // of all but the newest
    std::optional<Timestamp> m_since;     // first turnover
};

} // namespace breakline
