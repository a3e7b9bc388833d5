// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/RateLimits.h"

namespace breakline {

namespace {

constexpr Duration kSecond = Duration::seconds(1);
constexpr Duration kShutOut = Duration::minutes(10);

} // namespace

RollingLimit::Count RollingLimit::take(Timestamp now)
{
    while (!m_taken.empty() && now - m_taken.front() >= m_window)
        m_taken.pop_front();
    Count count;
    count.limit = m_limit;
    count.allowed = m_taken.size() < static_cast<std::size_t>(m_limit);
    if (count.allowed)
        m_taken.push_back(now);
    count.remaining = m_limit - static_cast<int>(m_taken.size());
    count.reset = count.remaining > 0 ? now : m_taken.front() + m_window;
    return count;
}

RateLimits::RateLimits()
    : m_buckets {RollingLimit {10, kSecond}, // Create
                 RollingLimit {10, kSecond}, // Amend
                 RollingLimit {10, kSecond}, // Cancel
                 RollingLimit {10, kSecond}, // CancelAll
                 RollingLimit {50, kSecond}, // OrderQuery
                 RollingLimit {50, kSecond}, // OrderHistory
                 RollingLimit {50, kSecond}, // Executions
                 RollingLimit {50, kSecond}, // Positions
                 RollingLimit {50, kSecond}, // Wallet
                 RollingLimit {10, kSecond}, // Leverage
                 RollingLimit {10, kSecond}, // TradingStop
                 RollingLimit {5, kSecond},  // FeeRate
                 RollingLimit {10, kSecond}, // Settings
                 RollingLimit {50, kSecond}} // AccountInfo
{
}

bool RateLimits::takeAddress(Timestamp now)
{
    if (now < m_shutUntil)
        return false;
    if (m_address.take(now).allowed)
        return true;
    m_shutUntil = now + kShutOut;
    return false;
}

} // namespace breakline
