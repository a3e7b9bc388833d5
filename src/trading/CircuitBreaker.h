// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

#include <cstdint>
#include <string_view>

namespace breakline {

enum class BreakerState : std::uint8_t { Closed, Open, HalfOpen };
std::string_view toText(BreakerState state);

/// Keeps a failing operation from being called again and again. Asked before
/// the call. Five failures open it; after 60 s calls are let through on trial;
/// three successes then close it, one failure opens it again. While closed a
/// success takes one failure back. (SPEC 9.5)
class CircuitBreaker {
public:
    static constexpr int kFailuresToOpen = 5;
    static constexpr int kSuccessesToClose = 3;
    static constexpr Duration kOpenFor = Duration::seconds(60);

    bool allows(Timestamp now) const { return stateAt(now) != BreakerState::Open; }
    BreakerState stateAt(Timestamp now) const;
    /// When an open breaker lets calls through again; meaningful while open.
    Timestamp opensUntil() const { return m_openedAt + kOpenFor; }
    int failures() const { return m_failures; }

    /// Answers to calls that were made before it opened change nothing.
    void recordSuccess(Timestamp now);
    void recordFailure(Timestamp now);

private:
    bool m_tripped = false; ///< open, or half-open once the time is over
    Timestamp m_openedAt;
    int m_failures = 0;
    int m_trialSuccesses = 0;
};

} // namespace breakline
