// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/Instrument.h"

namespace breakline {

/// BTCUSDT in ticks of 0.1 and lots of 0.001; DOGEUSDT in 0.00005 and 1.
inline InstrumentTable bybitTable()
{
    Instrument bitcoin;
    bitcoin.symbol = "BTCUSDT";
    bitcoin.tickSize = Decimal::literal("0.1");
    bitcoin.lotSize = Decimal::literal("0.001");
    Instrument doge;
    doge.symbol = "DOGEUSDT";
    doge.tickSize = Decimal::literal("0.00005");
    doge.lotSize = Decimal::literal("1");
    return *InstrumentTable::make({bitcoin, doge});
}

inline constexpr SymbolId kBitcoin {0};
inline constexpr SymbolId kDoge {1};

} // namespace breakline
