// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/CircuitBreaker.h"

namespace breakline {

std::string_view toText(BreakerState state)
{
    switch (state) {
    case BreakerState::Closed: return "closed";
    case BreakerState::Open: return "open";
    case BreakerState::HalfOpen: return "half_open";
    }
    return {};
}

BreakerState CircuitBreaker::stateAt(Timestamp now) const
{
    if (!m_tripped)
        return BreakerState::Closed;
    return now - m_openedAt < kOpenFor ? BreakerState::Open : BreakerState::HalfOpen;
}

void CircuitBreaker::recordSuccess(Timestamp now)
{
    switch (stateAt(now)) {
    case BreakerState::Closed:
        if (m_failures > 0)
            --m_failures;
        break;
    case BreakerState::Open: break;
    case BreakerState::HalfOpen:
        if (++m_trialSuccesses == kSuccessesToClose)
            *this = CircuitBreaker();
        break;
    }
}

void CircuitBreaker::recordFailure(Timestamp now)
{
    const BreakerState state = stateAt(now);
    if (state == BreakerState::Open)
        return;
    ++m_failures;
    if (state == BreakerState::HalfOpen || m_failures >= kFailuresToOpen) {
        m_tripped = true;
        m_openedAt = now;
        m_trialSuccesses = 0;
    }
}

} // namespace breakline
