// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/ExchangeGateway.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace breakline {

enum class ErrorSeverity : std::uint8_t { Low, Medium, High, Critical };

enum class ErrorCategory : std::uint8_t {
    Network,
    Data,
    Trading,
    System,
    External,
    Logic,
    Config,
    ExchangeApi,
    Resource
};
inline constexpr std::size_t kErrorCategoryCount = 9;

enum class RecoveryStrategy : std::uint8_t {
    Retry, ///< the same again, with the same client id, after the delay
    Skip, ///< leave this item out and go on
    Reset, ///< back to IDLE
    Emergency, ///< kill switch
    Ignore, ///< nothing went wrong
    Pause, ///< PAUSED, and tell the operator
    RejectSignal, ///< the entry ends, nothing was done
    Query ///< the outcome is unknown: ask the venue before anything else
};

/// What failed, told by its source; never guessed from a text.
enum class ErrorKind : std::uint8_t {
    // Answers of a venue (AnswerClass).
    Invalid,
    Funds,
    Gone,
    Transient,
    RateLimited,
    ClockSkew,
    Authentication,
    UnknownOutcome,
    // The way there.
    Connection,
    Timeout,
    // What was read.
    BadData,
    MissingData,
    // Our own house.
    OutOfMemory,
    Permission, ///< of the operating system
    DiskFull,
    Journal,
    Configuration,
    Logic,
    External ///< the venue says it is closed or the symbol does not trade
};
inline constexpr std::size_t kErrorKindCount = 19;

/// What the failed call was for; decides what may follow and whether the
/// breaker is asked.
enum class OperationPath : std::uint8_t {
    Query, ///< of orders, positions, account: never blocked
    MarketData, ///< candles, books, instruments, subscriptions
    Entry, ///< entries, add-ons, leverage
    Protection, ///< stops, exits, flatten, cancels, stop moves: never blocked
    Internal
};
inline constexpr std::size_t kOperationPathCount = 5;

std::string_view toText(ErrorSeverity severity);
std::string_view toText(ErrorCategory category);
std::string_view toText(RecoveryStrategy strategy);
std::string_view toText(ErrorKind kind);
std::string_view toText(OperationPath path);

/// Empty for Ok and Benign.
std::optional<ErrorKind> errorKindOf(AnswerClass answer);

struct ErrorClass {
    ErrorCategory category = ErrorCategory::Logic;
    ErrorSeverity severity = ErrorSeverity::Medium;
    RecoveryStrategy strategy = RecoveryStrategy::Reset;

    friend bool operator==(const ErrorClass&, const ErrorClass&) = default;
};

/// SPEC 9.5's classification. Errors of the order path (Entry, Protection) are
/// always of category trading and are never skipped.
ErrorClass classify(ErrorKind kind, OperationPath path);

/// True for the calls that no breaker holds up.
constexpr bool bypassesBreaker(OperationPath path)
{
    return path == OperationPath::Query || path == OperationPath::Protection;
}

} // namespace breakline
