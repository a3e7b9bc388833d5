// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "core/Expected.h"
#include "core/Timestamp.h"

#include <QByteArray>

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace breakline {

/// What an instruments.json beside candle files says of one symbol; empty is
/// left to the defaults.
struct InstrumentRules {
    std::optional<Decimal> tickSize; ///< quote, > 0
    std::optional<Decimal> lotSize; ///< base, > 0
    std::optional<Decimal> minQuantity; ///< base, > 0, on the lot grid
    std::optional<Decimal> minNotional; ///< quote, >= 0
    std::optional<Decimal> takerFeeRate; ///< fraction, > -1 and < 1
    std::optional<Decimal> makerFeeRate; ///< fraction, > -1 and < 1; below 0 is a rebate
    std::optional<Decimal> maxLeverage; ///< >= 1
    std::optional<Decimal> maintenanceMarginRate; ///< fraction, > 0 and < 1
    std::optional<Decimal> priceBand; ///< fraction, > 0 and < 1
    std::optional<Duration> fundingInterval; ///< whole minutes
    std::optional<Decimal> maxMarketQuantity; ///< base, > 0
    std::optional<Timestamp> launchTime;
    std::optional<Timestamp> deliveryTime;

    friend bool operator==(const InstrumentRules&, const InstrumentRules&) = default;
};

/// Reads instruments.json: an object with one member a symbol, each an object
/// of these keys, all optional, all values decimal strings:
///   tick_size lot_size min_quantity min_notional taker_fee_rate maker_fee_rate
///   max_leverage maintenance_margin_rate price_band funding_interval_minutes
///   max_market_quantity launch_time_ms delivery_time_ms
/// Symbols are normalised ("BTC/USDT" is BTCUSDT). An unknown key is an error.
/// All faults are reported, one a line of the message.
Expected<std::map<std::string, InstrumentRules>> parseInstrumentRules(const QByteArray& json,
                                                                      std::string_view file);

} // namespace breakline
