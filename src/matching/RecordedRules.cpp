// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/RecordedRules.h"

#include <algorithm>
#include <string_view>

namespace breakline {

namespace {

constexpr int kMaxDecimals = Decimal::kMaxScale / 2; // tick times lot must fit too
constexpr std::int64_t kMarketOrderShare = 100; // of the volume of a day

Quantity largestMarketOrder(const std::vector<GridCandle>& candles)
{
    std::int64_t volume = 0;
    for (const GridCandle& candle : candles) {
        if (candle.openTime >= candles.front().openTime + Duration::days(1))
            break;
        volume += candle.volume;
    }
    return Quantity {std::max(std::int64_t {1}, volume / kMarketOrderShare)};
}

} // namespace

std::string baseCoinOf(const std::string& symbol)
{
    for (const std::string_view quote : {"USDT", "USDC", "BUSD", "USD"})
        if (symbol.size() > quote.size() && symbol.ends_with(quote))
            return symbol.substr(0, symbol.size() - quote.size());
    return symbol;
}

Expected<Instrument> deriveInstrument(const std::string& symbol, int priceDecimals, int volumeDecimals,
                                      const std::vector<GridCandle>& candles)
{
    if (symbol.empty())
        return fail(ErrorCode::InvalidArgument, "a recorded symbol has no name");
    if (priceDecimals < 0 || priceDecimals > kMaxDecimals || volumeDecimals < 0
        || volumeDecimals > kMaxDecimals)
        return fail(ErrorCode::InvalidArgument,
                    symbol + ": prices of " + std::to_string(priceDecimals) + " and volumes of "
                        + std::to_string(volumeDecimals) + " decimals; 0 to " + std::to_string(kMaxDecimals)
                        + " would be right");
    Instrument instrument;
    instrument.symbol = symbol;
    instrument.baseCoin = baseCoinOf(symbol);
    instrument.tickSize = Decimal::fromUnits(1, priceDecimals);
    instrument.lotSize = Decimal::fromUnits(1, volumeDecimals);
    instrument.minQuantity = Quantity {1};
    instrument.minNotional = Decimal::fromUnits(5);
    if (!candles.empty())
        instrument.maxMarketQuantity = largestMarketOrder(candles);
    instrument.maxLeverage = Decimal::fromUnits(50);
    instrument.maintenanceMarginRate = Decimal::fromUnits(1, 2);
    instrument.priceBand = Decimal::fromUnits(5, 2);
    instrument.takerFeeRate = Decimal::fromUnits(55, 5);
    instrument.makerFeeRate = Decimal::fromUnits(2, 4);
    instrument.fundingInterval = Duration::hours(8);
    if (const auto finished = instrument.finish(); !finished)
        return std::unexpected(finished.error());
    return instrument;
}

} // namespace breakline
