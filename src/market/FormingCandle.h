// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "market/Candle.h"
#include "market/Instrument.h"
#include "market/MarketEvents.h"

#include <optional>

namespace breakline {

/// Builds bars of one symbol from its trades. An interval without a trade
/// makes no bar.
class FormingCandle {
public:
    FormingCandle(const Instrument& instrument, Duration interval);

    /// Takes the trade; returns the bar that it ends, if it opens a later one.
    /// A trade of an interval that has ended already is left out.
    std::optional<Candle> add(const TradePrint& print);
    /// The bar that is over at `now`, once.
    std::optional<Candle> takeClosed(Timestamp now);
    /// The bar being formed.
    const std::optional<Candle>& current() const { return m_candle; }
    Duration interval() const { return m_interval; }

private:
    double m_tick;
    double m_lot;
    Duration m_interval;
    std::optional<Candle> m_candle;
    std::optional<Timestamp> m_doneUntil; ///< close time of the last bar handed out
};

} // namespace breakline
