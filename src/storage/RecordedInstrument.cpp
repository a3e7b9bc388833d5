// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/CandleFiles.h"

#include <limits>

namespace breakline {

namespace {

/// 1 % of the first 24 h, in lots: known when the symbol appears, a day after
/// its first candle, so it tells nothing of what is to come.
Expected<Quantity> largestMarketOrder(const CandleFile& file)
{
    const Timestamp end = file.rows.front().openTime + Duration::days(1);
    std::int64_t volume = 0;
    for (const CandleFileRow& row : file.rows) {
        if (row.openTime >= end)
            break;
        if (row.volume > std::numeric_limits<std::int64_t>::max() - volume)
            return fail(ErrorCode::Overflow, file.symbol + ": the volume of the first 24 h does not fit");
        volume += row.volume;
    }
    return Quantity {std::max<std::int64_t>(1, volume / 100)};
}

std::unexpected<Error> offLot(const CandleFile& file, const char* key, const Decimal& value)
{
    return fail(ErrorCode::OffGrid,
                "instruments.json: " + file.symbol + "." + key + ": " + value.toString()
                    + "; expected a multiple of the lot, " + file.lotSize.toString());
}

} // namespace

Expected<Instrument> makeInstrument(const CandleFile& file)
{
    if (file.rows.empty())
        return fail(ErrorCode::InvalidArgument, file.symbol + ": has no candles");
    const InstrumentRules& rules = file.rules;
    Instrument instrument;
    instrument.symbol = file.symbol;
    instrument.baseCoin =
        file.symbol.ends_with("USDT") ? file.symbol.substr(0, file.symbol.size() - 4) : file.symbol;
    instrument.tickSize = file.tickSize;
    instrument.lotSize = file.lotSize;
    if (const auto finished = instrument.finish(); !finished)
        return std::unexpected(finished.error());

    if (rules.minQuantity) {
        const auto quantity = instrument.quantity(*rules.minQuantity);
        if (!quantity)
            return offLot(file, "min_quantity", *rules.minQuantity);
        instrument.minQuantity = *quantity;
    }
    if (rules.maxMarketQuantity) {
        const auto quantity = instrument.quantity(*rules.maxMarketQuantity);
        if (!quantity)
            return offLot(file, "max_market_quantity", *rules.maxMarketQuantity);
        instrument.maxMarketQuantity = *quantity;
    } else {
        const auto quantity = largestMarketOrder(file);
        if (!quantity)
            return std::unexpected(quantity.error());
        instrument.maxMarketQuantity = *quantity;
    }
    instrument.minNotional = rules.minNotional.value_or(Decimal::literal("5"));
    instrument.takerFeeRate = rules.takerFeeRate.value_or(Decimal::literal("0.00055"));
    instrument.makerFeeRate = rules.makerFeeRate.value_or(Decimal::literal("0.0002"));
    instrument.maxLeverage = rules.maxLeverage.value_or(Decimal::literal("50"));
    instrument.maintenanceMarginRate = rules.maintenanceMarginRate.value_or(Decimal::literal("0.01"));
    instrument.priceBand = rules.priceBand.value_or(Decimal::literal("0.05"));
    instrument.fundingInterval = rules.fundingInterval.value_or(Duration::hours(8));
    instrument.launchTime = rules.launchTime;
    instrument.deliveryTime = rules.deliveryTime;
    return instrument;
}

} // namespace breakline
