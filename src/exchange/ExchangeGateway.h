// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "execution/Order.h"
#include "market/MarketEvents.h"

#include <QObject>

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace breakline {

/// Numbers the requests of a session from 1; an answer names its request.
using RequestId = std::uint64_t;

enum class StreamKind : std::uint8_t {
    Candles, ///< closed 5m bars
    Trades,
    Book,
    Ticker
};

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

struct ConnectionChanged {
    bool marketUp = false;
    bool privateUp = false;
    std::string reason;
};

/// Everything that can come from a venue. One variant, so that there is one
/// door: a new alternative is a compile error wherever it is not handled.
using ExchangeEvent =
    std::variant<TradePrint, BookSnapshot, CandleClosed, Ticker, InstrumentChanged, OrderUpdate, Execution,
                 PositionUpdate, WalletUpdate, RequestAnswer, CandlesAnswer, TradesAnswer, BookAnswer,
                 TickersAnswer, InstrumentsAnswer, AccountAnswer, OrderAnswer, ConnectionChanged>;

/// Port to a venue. Called on the trading thread only. Every call returns at
/// once; what comes of it arrives through `event`, on the trading thread, never
/// from inside the call. Each request ends in exactly one answer that carries
/// its id; an answer that does not come within the venue's time-out is
/// delivered as AnswerClass::Unknown. Streams go on until unsubscribed, through
/// reconnects, each of which is announced by ConnectionChanged.
class ExchangeGateway : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    virtual void connectToVenue() = 0;

    virtual void subscribe(StreamKind stream, SymbolId symbol) = 0;
    virtual void unsubscribe(StreamKind stream, SymbolId symbol) = 0;

    virtual RequestId requestInstruments() = 0;
    virtual RequestId requestTickers() = 0;
    /// Closed candles with open time in [from, to], newest last, at most 1,000.
    virtual RequestId requestCandles(SymbolId symbol, Duration interval, Timestamp from, Timestamp to) = 0;
    virtual RequestId requestTrades(SymbolId symbol) = 0;
    virtual RequestId requestBook(SymbolId symbol) = 0;
    virtual RequestId requestAccount() = 0;
    virtual RequestId requestOrder(SymbolId symbol, const std::string& clientId) = 0;

    /// The request is sent as it is; a protective field that is missing is a
    /// refusal of the caller (Invalid), not something filled in here.
    virtual RequestId placeOrder(const OrderRequest& order) = 0;
    virtual RequestId cancelOrder(SymbolId symbol, const std::string& clientId) = 0;
    /// Cancels every order of the symbol, stops included: at flat only.
    virtual RequestId cancelAll(SymbolId symbol) = 0;
    /// Sets the position's stop in place; refused while flat.
    virtual RequestId setPositionStop(SymbolId symbol, Price trigger, TriggerBy triggerBy) = 0;
    virtual RequestId setLeverage(SymbolId symbol, const Decimal& leverage) = 0;

Q_SIGNALS:
    void event(const breakline::ExchangeEvent& event);
};

} // namespace breakline
