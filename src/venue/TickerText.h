// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/MarketEvents.h"
#include "matching/SimulatedExchange.h"
#include "venue/GridText.h"
#include "venue/JsonText.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace breakline {

/// What the last day looked like, as far as candles of it are there.
struct DayFigures {
    std::optional<Price> dayAgo; ///< the price of 24 h ago
    std::optional<Price> hourAgo;
    std::optional<Price> high;
    std::optional<Price> low;
    std::optional<Quantity> volume;
};

DayFigures dayFigures(const SimulatedExchange& exchange, SymbolId symbol);

/// Best sizes, which the exchange's ticker does not carry.
struct BestSizes {
    std::optional<Quantity> bid;
    std::optional<Quantity> ask;
};

BestSizes bestSizes(const BookSnapshot& book);

/// One ticker as the venue's fields; an empty text is unknown.
class TickerText {
public:
    static constexpr std::array<std::string_view, 18> kFields {
        "lastPrice",    "prevPrice24h",      "price24hPcnt", "highPrice24h", "lowPrice24h",     "prevPrice1h",
        "markPrice",    "indexPrice",        "openInterest", "openInterestValue", "turnover24h", "volume24h",
        "fundingRate",  "nextFundingTime",   "bid1Price",    "bid1Size",     "ask1Price",       "ask1Size"};

    TickerText(const Instrument& instrument, const GridText& grid, const Ticker& ticker, const DayFigures& day,
               const BestSizes& sizes);

    /// All fields.
    void write(JsonText& json) const;
    /// Those that differ from `before`.
    void writeChanged(JsonText& json, const TickerText& before) const;

private:
    std::array<std::string, kFields.size()> m_values;
};

} // namespace breakline
