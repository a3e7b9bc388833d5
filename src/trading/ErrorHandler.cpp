// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/ErrorHandler.h"

#include "core/Rng.h"
#include "trading/TransitionTable.h"

#include <algorithm>

namespace breakline {

namespace {

std::string keyOf(std::string_view component, std::string_view operation)
{
    std::string key;
    key.reserve(component.size() + operation.size() + 1);
    key.append(component).append(":").append(operation);
    return key;
}

/// A refusal for its content shows that the service works: it has no side
/// effects, so it is no failure of the operation.
bool isFailureOfService(ErrorKind kind, RecoveryStrategy strategy)
{
    return strategy != RecoveryStrategy::RejectSignal && kind != ErrorKind::Gone;
}

std::optional<TradingState> reachable(TradingState from, Trigger trigger)
{
    return isAlreadyThere(from, trigger) ? std::nullopt : targetOf(from, trigger);
}

} // namespace

bool ErrorHandler::mayCall(std::string_view component, std::string_view operation, OperationPath path,
                           Timestamp now) const
{
    if (bypassesBreaker(path))
        return true;
    const Operation* known = find(component, operation);
    return !known || known->breaker.allows(now);
}

void ErrorHandler::succeeded(std::string_view component, std::string_view operation, OperationPath path,
                             Timestamp now)
{
    const auto it = m_operations.find(keyOf(component, operation));
    if (it == m_operations.end())
        return;
    it->second.attempts = 0;
    if (!bypassesBreaker(path))
        it->second.breaker.recordSuccess(now);
}

RecoveryAction ErrorHandler::handle(const OperationError& error, TradingState state)
{
    RecoveryAction action;
    action.errorClass = classify(error.kind, error.path);
    const RecoveryStrategy strategy = action.errorClass.strategy;

    if (isFailureOfService(error.kind, strategy)) {
        Operation& operation = m_operations[keyOf(error.component, error.operation)];
        action.attempt = ++operation.attempts;
        if (!bypassesBreaker(error.path)) {
            const bool wasOpen = !operation.breaker.allows(error.time);
            operation.breaker.recordFailure(error.time);
            action.breakerOpened = !wasOpen && !operation.breaker.allows(error.time);
        }
    }

    const bool isBlocked = !mayCall(error.component, error.operation, error.path, error.time);
    switch (strategy) {
    case RecoveryStrategy::Retry:
        if (error.path == OperationPath::Protection) {
            action.retryAt = error.time + kProtectionRetry;
            action.alert = action.attempt >= kMaxRetries;
        } else if (!isBlocked && action.attempt <= kMaxRetries) {
            action.retryAt = error.time + backOff(error.component, error.operation, action.attempt - 1);
        } else {
            action.nextState = reachable(state, Trigger::Fault);
            action.alert = true;
        }
        if (action.retryAt && error.notBefore)
            action.retryAt = std::max(*action.retryAt, *error.notBefore);
        break;
    case RecoveryStrategy::Skip: action.skip = true; break;
    case RecoveryStrategy::Reset:
        action.nextState = reachable(state, Trigger::Reset);
        if (!action.nextState)
            action.nextState = reachable(state, Trigger::Fault);
        break;
    case RecoveryStrategy::Emergency: action.emergency = true; break;
    case RecoveryStrategy::Pause: action.nextState = reachable(state, Trigger::Pause); break;
    case RecoveryStrategy::Query: action.retryAt = error.notBefore; break;
    case RecoveryStrategy::RejectSignal:
    case RecoveryStrategy::Ignore: break;
    }
    if (action.breakerOpened && !action.emergency && strategy != RecoveryStrategy::Pause) {
        action.nextState = reachable(state, Trigger::Fault);
        action.alert = true;
    }
    if (action.emergency || strategy == RecoveryStrategy::Pause
        || action.errorClass.severity == ErrorSeverity::Critical)
        action.alert = true;

    ++m_total;
    ++m_byCategory[static_cast<std::size_t>(action.errorClass.category)];
    if (m_history.size() == kHistoryCapacity)
        m_history.pop_front();
    m_history.push_back({error, action});
    return action;
}

std::optional<Timestamp> ErrorHandler::nextErrorRetry(Timestamp now)
{
    static constexpr std::array<Duration, kMaxErrorStateRetries> delays {
        Duration::milliseconds(5000), Duration::milliseconds(7500), Duration::milliseconds(11'250)};
    if (m_errorRetries == kMaxErrorStateRetries) {
        m_errorRetries = 0; // the operator takes over from here
        return std::nullopt;
    }
    return now + delays[static_cast<std::size_t>(m_errorRetries++)];
}

Duration ErrorHandler::backOff(std::string_view component, std::string_view operation, int retry)
{
    const std::int64_t seconds = retry < 6 ? std::int64_t {1} << std::max(retry, 0) : 60;
    const std::uint64_t bits =
        Rng::mix(Rng::hash(keyOf(component, operation)), static_cast<std::uint64_t>(std::max(retry, 0)));
    const double jittered =
        static_cast<double>(std::min<std::int64_t>(seconds, 60) * 1000) * (0.8 + 0.4 * Rng::unit(bits));
    return Duration::milliseconds(static_cast<std::int64_t>(jittered + 0.5));
}

BreakerState ErrorHandler::breakerState(std::string_view component, std::string_view operation,
                                        Timestamp now) const
{
    const Operation* known = find(component, operation);
    return known ? known->breaker.stateAt(now) : BreakerState::Closed;
}

int ErrorHandler::attempts(std::string_view component, std::string_view operation) const
{
    const Operation* known = find(component, operation);
    return known ? known->attempts : 0;
}

std::string ErrorHandler::openBreaker(Timestamp now) const
{
    const auto open =
        std::ranges::find_if(m_operations, [now](const auto& entry) { return !entry.second.breaker.allows(now); });
    return open == m_operations.end() ? std::string() : open->first;
}

std::vector<ErrorRecord> ErrorHandler::recent(std::size_t count) const
{
    const std::size_t kept = std::min(count, m_history.size());
    return {m_history.end() - static_cast<std::ptrdiff_t>(kept), m_history.end()};
}

const ErrorHandler::Operation* ErrorHandler::find(std::string_view component,
                                                  std::string_view operation) const
{
    const auto it = m_operations.find(keyOf(component, operation));
    return it == m_operations.end() ? nullptr : &it->second;
}

} // namespace breakline
