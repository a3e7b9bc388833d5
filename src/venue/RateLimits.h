// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>

namespace breakline {

/// At most `limit` in any `window` of venue time.
class RollingLimit {
public:
    struct Count {
        bool allowed = true;
        int limit = 0;
        int remaining = 0;
        Timestamp reset; ///< when the next one is free: now, where one still is
    };

    RollingLimit(int limit, Duration window)
        : m_limit(limit)
        , m_window(window)
    {
    }

    /// Counts one if it is allowed.
    Count take(Timestamp now);

private:
    int m_limit;
    Duration m_window;
    std::deque<Timestamp> m_taken;
};

/// What shares a budget.
enum class RateBucket : std::uint8_t {
    Create,
    Amend,
    Cancel,
    CancelAll,
    OrderQuery,
    OrderHistory,
    Executions,
    Positions,
    Wallet,
    Leverage,
    TradingStop,
    FeeRate,
    Settings,
    AccountInfo
};

/// The account's budgets for a rolling second and the address's for five.
class RateLimits {
public:
    RateLimits();
    RollingLimit::Count take(RateBucket bucket, Timestamp now)
    {
        return m_buckets[static_cast<std::size_t>(bucket)].take(now);
    }
    /// False: too many of this address, which is then shut out for ten minutes.
    bool takeAddress(Timestamp now);
    /// One more websocket of this address, of which so many are open.
    bool takeConnection(Timestamp now, std::size_t open)
    {
        return open < kMostConnections && m_connections.take(now).allowed;
    }

private:
    static constexpr std::size_t kMostConnections = 1000;
    std::array<RollingLimit, 14> m_buckets;
    RollingLimit m_address {600, Duration::seconds(5)};
    RollingLimit m_connections {500, Duration::minutes(5)};
    Timestamp m_shutUntil {INT64_MIN};
};

} // namespace breakline
