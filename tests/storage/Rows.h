// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/SessionRows.h"

namespace breakline::testing {

inline constexpr Timestamp kTime {1'767'607'200'000}; // 2026-01-05T10:00:00Z

inline OrderRow order(const std::string& clientId, OrderStatus status = OrderStatus::Intent)
{
    OrderRow row;
    row.time = kTime;
    row.traceId = "BTCUSDT:1767607200000";
    row.clientId = clientId;
    row.symbol = "BTCUSDT";
    row.side = Side::Sell;
    row.type = OrderType::StopLimit;
    row.timeInForce = TimeInForce::PostOnly;
    row.reduceOnly = true;
    row.intent = OrderIntent::AddOn;
    row.quantity = Decimal::literal("0.015");
    row.price = Decimal::literal("94321.5");
    row.status = status;
    return row;
}

inline EquityRow equity(std::int64_t n)
{
    return {Timestamp {kTime.ms + n},
            {},
            Decimal::fromUnits(n, 2),
            Decimal::fromUnits(-n, 3),
            Decimal::fromUnits(n)};
}

} // namespace breakline::testing
