// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/Instrument.h"

#include <span>
#include <string_view>

namespace breakline {

/// What a generated symbol is like. Names, magnitudes of price, steps, leverage
/// and funding intervals are those of well-known perpetuals, so that a screen of
/// them looks familiar; the prices that follow are made up.
struct GeneratedSymbol {
    std::string_view symbol;
    std::string_view baseCoin;
    double price = 0.0; ///< at the beginning of its history, quote
    std::string_view tickSize;
    std::string_view lotSize;
    int maxLeverage = 25;
    std::string_view maintenanceMarginRate;
    int fundingHours = 8;
    double turnoverMillions = 0.0; ///< of 24 usual hours, quote
    double sigmaBps = 0.0; ///< standard deviation of a usual minute's return, the leader's part aside
    double beta = 0.0; ///< of its return on the leader's
};

/// The symbols in order of fame; the first one leads the market.
std::span<const GeneratedSymbol> generatedSymbols();

/// Its rules; largest market order 1 % and largest limit order 5 % of 24 usual
/// hours' volume, launched at `launch`.
Instrument instrumentOf(const GeneratedSymbol& symbol, Timestamp launch);

} // namespace breakline
