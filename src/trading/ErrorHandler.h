// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "trading/CircuitBreaker.h"
#include "trading/ErrorClass.h"
#include "trading/TradingState.h"

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace breakline {

struct OperationError {
    Timestamp time;
    std::string component;
    std::string operation;
    ErrorKind kind = ErrorKind::Logic;
    OperationPath path = OperationPath::Internal;
    std::string symbol; ///< may be empty
    std::string message; ///< the source's own words, kept through all layers
    /// Before this the venue will not answer otherwise (rate limit's reset).
    std::optional<Timestamp> notBefore;
    std::string traceId = {}; ///< may be empty
};

/// What the owner does about an error. The handler itself starts no timer and
/// moves no state.
struct RecoveryAction {
    ErrorClass errorClass;
    int attempt = 0; ///< of the component and operation: 1 is the first failure in a row
    std::optional<Timestamp> retryAt;
    std::optional<TradingState> nextState; ///< ERROR, IDLE or PAUSED, where one is due
    bool emergency = false;
    bool skip = false;
    bool alert = false; ///< the operator has to know
    bool breakerOpened = false;
};

struct ErrorRecord {
    OperationError error;
    RecoveryAction action;
};

/// Decides, by SPEC 9.5, what follows from an error. Pure: times in, times out.
/// Lives on the trading thread.
class ErrorHandler {
public:
    static constexpr std::size_t kHistoryCapacity = 1000;
    static constexpr int kMaxRetries = 3;
    static constexpr int kMaxErrorStateRetries = 3;
    /// The cadence of SPEC 6.5 at which exits and stops are tried until they succeed.
    static constexpr Duration kProtectionRetry = Duration::milliseconds(250);

    /// To ask before the call; always true for what bypasses the breaker.
    bool mayCall(std::string_view component, std::string_view operation, OperationPath path,
                 Timestamp now) const;
    /// The call did what it should: its attempts start anew.
    void succeeded(std::string_view component, std::string_view operation, OperationPath path, Timestamp now);
    /// `state`: the present one; an IDLE that it cannot reach becomes ERROR.
    RecoveryAction handle(const OperationError& error, TradingState state);

    /// In ERROR: when to try to leave it (after 5, 7.5, 11.25 s); empty after
    /// the third failed try: PAUSED and a critical alert.
    std::optional<Timestamp> nextErrorRetry(Timestamp now);
    /// A whole cycle went well after an ERROR: its retries start anew.
    void recovered() { m_errorRetries = 0; }

    /// min(2^retry, 60) s, jittered by up to 20 % either way by a hash of the
    /// names and the retry, so that a replay waits as long. `retry` from 0.
    static Duration backOff(std::string_view component, std::string_view operation, int retry);

    /// Closed where nothing has been recorded.
    BreakerState breakerState(std::string_view component, std::string_view operation, Timestamp now) const;
    int attempts(std::string_view component, std::string_view operation) const;
    /// "component:operation" of the first breaker that is open; empty: none is.
    std::string openBreaker(Timestamp now) const;

    std::uint64_t total() const { return m_total; }
    std::uint64_t count(ErrorCategory category) const
    {
        return m_byCategory[static_cast<std::size_t>(category)];
    }
    /// Newest last.
    const std::deque<ErrorRecord>& history() const { return m_history; }
    std::vector<ErrorRecord> recent(std::size_t count = 20) const;

private:
    struct Operation {
        CircuitBreaker breaker;
        int attempts = 0;
    };
    const Operation* find(std::string_view component, std::string_view operation) const;

    std::map<std::string, Operation, std::less<>> m_operations; ///< by "component:operation"
    std::array<std::uint64_t, kErrorCategoryCount> m_byCategory {};
    std::uint64_t m_total = 0;
    int m_errorRetries = 0;
    std::deque<ErrorRecord> m_history;
};

} // namespace breakline
