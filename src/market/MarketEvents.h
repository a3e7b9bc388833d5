// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "core/Timestamp.h"
#include "core/Units.h"
#include "market/Candle.h"
#include "market/Instrument.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace breakline {

/// One trade of the market, as the tape prints it. `id` is unique per symbol
/// and ascending. `takerSide` is the side that took liquidity.
struct TradePrint {
    SymbolId symbol;
    Timestamp time;
    Price price;
    Quantity quantity;
    Side takerSide = Side::Buy;
    std::uint64_t id = 0;

    friend bool operator==(const TradePrint&, const TradePrint&) = default;
};

struct BookLevel {
    Price price;
    Quantity quantity;

    friend bool operator==(const BookLevel&, const BookLevel&) = default;
};

/// The whole visible book of a symbol. Bids descend, asks ascend, best bid <
/// best ask, quantities > 0; a side may be empty. `sequence` ascends per symbol.
struct BookSnapshot {
    SymbolId symbol;
    Timestamp time;
    std::uint64_t sequence = 0;
    std::vector<BookLevel> bids;
    std::vector<BookLevel> asks;

    friend bool operator==(const BookSnapshot&, const BookSnapshot&) = default;
};

/// A bar that has just closed. `interval` is its length; close time =
/// candle.openTime + interval.
struct CandleClosed {
    SymbolId symbol;
    Duration interval;
    Candle candle;

    friend bool operator==(const CandleClosed&, const CandleClosed&) = default;
};

/// What the ticker of a symbol shows; empty is unknown.
struct Ticker {
    SymbolId symbol;
    Timestamp time;
    std::optional<Price> last;
    std::optional<Price> bid;
    std::optional<Price> ask;
    std::optional<Price> mark;
    std::optional<Price> index;
    std::optional<double> openInterest; ///< base
    std::optional<double> turnover24h; ///< quote, 24 h rolling
    std::optional<Decimal> fundingRate; ///< of the current interval, fraction
    std::optional<Timestamp> nextFundingTime;

    friend bool operator==(const Ticker&, const Ticker&) = default;
};

} // namespace breakline
