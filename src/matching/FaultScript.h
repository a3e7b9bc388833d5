// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "core/Expected.h"
#include "core/Timestamp.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace breakline {

/// What can go wrong at a venue, or on the way to it, and what can happen to an
/// account without its owner. In the comments `n` is Fault::count, `d`
/// Fault::length and `x` Fault::amount.
enum class FaultKind : std::uint8_t {
    // To the next n requests that match.
    Refuse, ///< refused for no reason of the request's; nothing is done
    Delay, ///< takes effect, and is answered, d later than it would be
    AnswerLate, ///< takes effect in time; the answer comes d later
    RequestLost, ///< never arrives; no answer
    AnswerLost, ///< takes effect; no answer
    AnswerTwice, ///< takes effect; the answer comes twice
    AnswerGarbled, ///< takes effect; the answer cannot be read
    AnswerCut, ///< takes effect; half the answer, then the connection ends
    ServerTimeout, ///< takes effect; "server timeout" (10000)
    ServerError, ///< takes effect; "server error" (10016)
    NotDone, ///< nothing is done, and the venue says that surely nothing was
    RateLimited, ///< nothing is done; over the budget, with its headers (10006)
    RateLimitedBare, ///< the same without headers
    TooManyRequests, ///< nothing is done; HTTP 429
    Forbidden, ///< nothing is done; HTTP 403
    // To the next n pushes that match.
    PushLost,
    PushTwice,
    PushSwapped, ///< comes after the next one of its topic
    DisconnectAt, ///< the socket ends right after it; back after d
    // To a symbol's book.
    BookGap, ///< one change of the book is left out
    // To the streams, for d.
    StreamFrozen, ///< public pushes stop while the connection lives
    Disconnected, ///< every socket ends; back after d
    ClockJump, ///< the venue's clock is x seconds off
    // To the market.
    DepthGone, ///< for d the book has x of its quantity: orders fill in part
    PriceGap, ///< the price moves at once by x of itself, against the position where there is one
    Halt, ///< for d the symbol does not trade
    RulesChanged, ///< least quantity and notional grow by the factor x, the largest market order shrinks by
                  ///< it
    FundingNow, ///< funding at the rate x is exchanged
    StopCancelled, ///< the next stop that triggers, of the symbol or of any, is cancelled by the price band
    // To the account.
    AutoDeleveraged, ///< the venue closes x of the position
    Liquidated, ///< the venue takes the position over
    ManualTrade, ///< a person trades x times the position, against it where negative; x lots where there is
                 ///< none; no less than the venue takes
    ManualCancel, ///< a person cancels the position's stop
    Deposit, ///< x of the quote coin
    Withdrawal
};
inline constexpr std::size_t kFaultKindCount = 35;

/// "refuse", "answer_lost" ...
std::string_view toText(FaultKind kind);
std::optional<FaultKind> faultKindOf(std::string_view text);

/// What a fault of requests or pushes is aimed at.
enum class FaultTarget : std::uint8_t {
    Any,
    // Requests.
    Place,
    Cancel,
    Stop, ///< of a position: set, moved, taken off
    Question, ///< about the account: orders, positions, wallet, executions
    // Pushes.
    Order,
    Execution,
    Position,
    Wallet,
    Trade,
    Book,
    Ticker,
    Candle
};
std::string_view toText(FaultTarget target);
std::optional<FaultTarget> faultTargetOf(std::string_view text);

/// What the kind's faults are about, and so which fields they have.
enum class FaultClass : std::uint8_t { Request, Push, Stream, Market, Account };
FaultClass classOf(FaultKind kind);
/// Of a fault of requests: whether what was asked for is done all the same.
bool takesEffect(FaultKind kind);
bool hasTarget(FaultKind kind);
bool hasLength(FaultKind kind);
bool hasCount(FaultKind kind);
bool hasAmount(FaultKind kind);
bool hasSymbol(FaultKind kind);

/// One fault on purpose. Fields that its kind has no use for stay as they are here.
struct Fault {
    FaultKind kind = FaultKind::Refuse;
    Duration at; ///< since the market began to move; messages from then on are hit
    FaultTarget target = FaultTarget::Any;
    std::string symbol; ///< empty: any; of market and account: the first that has a position, else that trades
    int count = 1;
    Duration length;
    Decimal amount;

    friend bool operator==(const Fault&, const Fault&) = default;
};

/// What is wrong with a fault: the field and what would be right; empty: nothing.
std::optional<std::string> faultOf(const Fault& fault);

/// Faults in the order of their times.
struct FaultScript {
    std::vector<Fault> faults;

    friend bool operator==(const FaultScript&, const FaultScript&) = default;
};

/// A script of random faults: a function of its arguments. Between 3 and 12 of
/// them in [0, length), and in each half hour of it where it is longer; each kind
/// as likely as another, lengths and amounts such as a venue's bad day has.
FaultScript randomFaults(std::uint64_t seed, Duration length, std::span<const std::string> symbols);

} // namespace breakline
