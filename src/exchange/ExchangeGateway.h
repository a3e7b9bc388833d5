// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/ExchangeEvents.h"

#include <QObject>

#include <cstdint>
#include <string>

namespace breakline {

enum class StreamKind : std::uint8_t {
    Candles, ///< closed 5m bars
    Trades,
    Book,
    Ticker
};

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
    /// Every execution of the account at or after `since`, to the end.
    virtual RequestId requestExecutions(Timestamp since) = 0;
    /// Every deposit and withdrawal of the account at or after `since`, to the end.
    virtual RequestId requestTransfers(Timestamp since) = 0;
    /// What the key may do, margin and position mode, and the symbol's leverage.
    virtual RequestId requestAccountSettings(SymbolId symbol) = 0;
    virtual RequestId requestOrder(SymbolId symbol, const std::string& clientId) = 0;

    /// This order may follow: what of it does not depend on the moment of sending
    /// can be made ready. Promises nothing, needs no answer, is never required.
    virtual void prepareOrder(const OrderRequest& order) { static_cast<void>(order); }
    /// The request is sent as it is; a protective field that is missing is a
    /// refusal of the caller (Invalid), not something filled in here.
    virtual RequestId placeOrder(const OrderRequest& order) = 0;
    /// Moves the limit of a working order; the order stream says what became of it.
    virtual RequestId amendOrder(SymbolId symbol, const std::string& clientId, Price price) = 0;
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
