// SPDX-License-Identifier: GPL-3.0-or-later
// What comes from a venue, as values. No Qt here: codecs use it.
#pragma once

#include "execution/AccountModes.h"
#include "execution/Order.h"
#include "market/MarketEvents.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace breakline {

/// Numbers the requests of a session from 1; an answer names its request.
using RequestId = std::uint64_t;

/// How a venue answered a request, by what has to follow (VENUES: code to class).
enum class AnswerClass : std::uint8_t {
    Ok,
    Benign, ///< "not modified": what was asked for already holds
    Invalid, ///< refused for its content; nothing was done
    Funds, ///< refused for margin
    Gone, ///< the order is finished or never was
    Transient, ///< surely not done; may be repeated
    RateLimited,
    Clock,
    Auth,
    Unknown ///< nobody knows whether it was done: ask by client id
};

/// The answer to one request that changes something. An acknowledgement says
/// only that the request was taken; the order stream says what became of it.
struct RequestAnswer {
    RequestId request = 0;
    AnswerClass result = AnswerClass::Ok;
    OrderEndReason reason = OrderEndReason::None;
    std::string message;
    std::string clientId; ///< of the order concerned, where there is one
    SymbolId symbol;
    Timestamp time;

    friend bool operator==(const RequestAnswer&, const RequestAnswer&) = default;
};

struct CandlesAnswer {
    RequestId request = 0;
    SymbolId symbol;
    Duration interval;
    std::vector<Candle> candles; ///< closed, ascending
};

struct TradesAnswer {
    RequestId request = 0;
    SymbolId symbol;
    std::vector<TradePrint> trades; ///< ascending; they span what they span
};

struct BookAnswer {
    RequestId request = 0;
    BookSnapshot book;
};

struct TickersAnswer {
    RequestId request = 0;
    std::vector<Ticker> tickers;
};

struct InstrumentsAnswer {
    RequestId request = 0;
    std::vector<Instrument> instruments;
};

/// The account whole, as the venue sees it: what reconciliation compares with.
struct AccountAnswer {
    RequestId request = 0;
    WalletUpdate wallet;
    std::vector<PositionUpdate> positions; ///< open ones
    std::vector<OrderUpdate> orders; ///< live ones, conditional and stops included
};

/// The venue's word on one order asked for by client id; empty: it knows none.
struct OrderAnswer {
    RequestId request = 0;
    std::string clientId;
    std::optional<OrderUpdate> order;
};

/// What was executed in the account since a time, of every kind and whoever
/// ordered it, oldest first.
struct ExecutionsAnswer {
    RequestId request = 0;
    std::vector<Execution> executions;
};

/// Money that came into the account or left it, by nothing that was traded.
struct Transfer {
    std::string venueId;
    Decimal amount; ///< a deposit positive, a withdrawal negative
    Timestamp time;

    friend bool operator==(const Transfer&, const Transfer&) = default;
    friend auto operator<=>(const Transfer&, const Transfer&) = default;
};

/// The account's deposits and withdrawals since a time, oldest first.
struct TransfersAnswer {
    RequestId request = 0;
    std::vector<Transfer> transfers;
};

/// What the venue lets this key do, and how it keeps the account and one symbol of it.
struct AccountSettingsAnswer {
    RequestId request = 0;
    SymbolId symbol;
    bool mayTrade = false;
    bool mayWithdraw = false;
    MarginMode marginMode = MarginMode::Isolated;
    PositionMode positionMode = PositionMode::OneWay;
    std::optional<Decimal> leverage; ///< of the symbol; empty: the venue does not say

    friend bool operator==(const AccountSettingsAnswer&, const AccountSettingsAnswer&) = default;
};

struct ConnectionChanged {
    bool marketUp = false;
    bool privateUp = false;
    std::string reason;
};

/// How far the venue's clock is ahead of ours, where the two can differ: told in
/// real time only, when it is first known and whenever it changes.
struct ClockReading {
    Duration offset;

    friend bool operator==(const ClockReading&, const ClockReading&) = default;
};

/// An update of a book is missing: it is unknown until a snapshot of it comes,
/// which has been asked for.
struct BookGap {
    SymbolId symbol;

    friend bool operator==(const BookGap&, const BookGap&) = default;
};

/// Everything that can come from a venue. One variant, so that there is one
/// door: a new alternative is a compile error wherever it is not handled. It
/// goes to the end: recordings name an alternative by its place.
using ExchangeEvent =
    std::variant<TradePrint, BookSnapshot, CandleClosed, Ticker, OrderUpdate, Execution, PositionUpdate,
                 WalletUpdate, RequestAnswer, CandlesAnswer, TradesAnswer, BookAnswer, TickersAnswer,
                 InstrumentsAnswer, AccountAnswer, OrderAnswer, ConnectionChanged, ExecutionsAnswer,
                 TransfersAnswer, ClockReading, BookGap, AccountSettingsAnswer>;

} // namespace breakline
