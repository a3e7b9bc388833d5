// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/Candle.h"
#include "market/Instrument.h"
#include "venue/GridText.h"

#include <optional>
#include <string>
#include <string_view>

namespace breakline {

class MarketSource;
class SimulatedExchange;

/// "1", "5", "60", "D" as the venue writes intervals. Weeks and months, which
/// do not start at multiples of their length, are not offered.
std::optional<Duration> candleInterval(std::string_view text);

/// A candle of the exchange in exact text: its doubles lie on the instrument's
/// grid, and are taken back to it first.
struct CandleText {
    CandleText(const Instrument& instrument, const GridText& grid, const Candle& candle);

    std::string open, high, low, close, volume;
    /// The volume at the candle's typical price: what the exchange's own
    /// turnover of 24 h is made of.
    std::string turnover;
};

/// The candle in progress as clients see it: what the exchange has, and where
/// that is nothing, what of it has closed, or before its first trade a flat one
/// at the price of the last. Empty where the symbol does not trade, where its
/// data have no such interval, or where there is a gap in it.
std::optional<Candle> candleInProgress(const SimulatedExchange& exchange, const MarketSource& source,
                                       SymbolId symbol, Duration interval);

/// A price or quantity of the exchange that has become a double, on its grid again.
Price gridPrice(const Instrument& instrument, double value);
Quantity gridQuantity(const Instrument& instrument, double value);

} // namespace breakline
