// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/Instrument.h"
#include "matching/MarketSource.h"

#include <string>
#include <vector>

namespace breakline {

/// The rules of a symbol of which only candles are known: tick and lot are the
/// grid of its prices and volumes (10^-decimals), the rest plain assumptions:
/// taker 5.5 and maker 2 bps, minimum quantity one lot, minimum notional 5,
/// leverage 50, maintenance 1 %, price band 5 %, funding every 8 h, largest
/// market order 1 % of the volume of the first 24 h, which is known when the
/// symbol appears. Launch time and largest limit order stay unknown.
///
/// `priceDecimals` is the most decimals of any price of the file, `volumeDecimals`
/// of any volume, both without trailing zeros; `candles` are on that grid.
/// Refuses an empty symbol and decimals that no Decimal can hold.
Expected<Instrument> deriveInstrument(const std::string& symbol, int priceDecimals, int volumeDecimals,
                                      const std::vector<GridCandle>& candles);

/// "BTC" of "BTCUSDT"; the symbol itself where no known quote coin ends it.
std::string baseCoinOf(const std::string& symbol);

} // namespace breakline
