// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/limiter/RateLimiter.h"

#include <cstddef>
#include <cstdint>

namespace breakline::bybit {

/// What has a budget of its own at the venue. An order's is the same on the
/// trade socket and by REST.
enum class Endpoint : std::uint8_t {
    Market,
    Create,
    Amend,
    Cancel,
    CancelAll,
    LiveOrders,
    Positions,
    Wallet,
    Leverage,
    TradingStop,
    FeeRate,
    Executions,
    TransactionLog,
    AccountInfo
};

constexpr std::size_t indexOf(Endpoint endpoint)
{
    return static_cast<std::size_t>(endpoint);
}

/// The venue's published budgets: per account and rolling second, and of one
/// address in 5 s. Entries get 6 of 10 orders; elsewhere a tenth is kept back.
LimiterSettings limiterSettings(Duration margin);

} // namespace breakline::bybit
