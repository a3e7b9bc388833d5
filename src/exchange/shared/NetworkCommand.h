// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/ExchangeEvents.h"
#include "exchange/ExchangeGateway.h"
#include "exchange/limiter/RateLimiter.h"

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace breakline {

struct InstrumentsCall { };
struct TickersCall { };
struct CandlesCall {
    SymbolId symbol;
    Duration interval;
    Timestamp from;
    Timestamp to;
};
struct TradesCall {
    SymbolId symbol;
};
struct BookCall {
    SymbolId symbol;
};
// The three questions of one request for the account.
struct WalletCall { };
struct PositionsCall { };
struct OpenOrdersCall { };
struct ExecutionsCall {
    Timestamp since;
};
struct TransfersCall {
    Timestamp since;
};
/// Key, account and position, one after the other.
struct AccountSettingsCall {
    SymbolId symbol;
};
struct OrderCall {
    SymbolId symbol;
    std::string clientId;
};
struct PlaceCall {
    OrderRequest order;
};
struct AmendCall {
    SymbolId symbol;
    std::string clientId;
    Price price;
};
struct CancelCall {
    SymbolId symbol;
    std::string clientId;
};
struct CancelAllCall {
    SymbolId symbol;
};
struct PositionStopCall {
    SymbolId symbol;
    Price trigger;
    TriggerBy triggerBy = TriggerBy::MarkPrice;
};
struct LeverageCall {
    SymbolId symbol;
    Decimal leverage;
};

/// One question or order for the venue. `number` counts the calls of a gateway
/// from 1; several may belong to one request of the session.
struct NetworkCall {
    std::uint64_t number = 0;
    RequestId request = 0;
    RequestPriority priority = RequestPriority::MarketData;
    std::variant<InstrumentsCall, TickersCall, CandlesCall, TradesCall, BookCall, WalletCall, PositionsCall,
                 OpenOrdersCall, ExecutionsCall, TransfersCall, AccountSettingsCall, OrderCall, PlaceCall,
                 AmendCall, CancelCall, CancelAllCall, PositionStopCall, LeverageCall>
        content;
};

struct ConnectCall {
    /// Those of a session that goes on, by id; empty: it asks for them.
    std::vector<Instrument> instruments {};
};

struct StreamCall {
    StreamKind stream = StreamKind::Candles;
    SymbolId symbol;
    bool on = true;
};

/// An order that may follow.
struct PrepareCall {
    OrderRequest order;
};

/// What the trading thread asks of the network thread, in its order.
using NetworkCommand = std::variant<ConnectCall, StreamCall, NetworkCall, PrepareCall>;

/// Port: takes commands on the trading thread and carries them across.
class NetworkPort {
public:
    virtual ~NetworkPort() = default;
    virtual void send(NetworkCommand command) = 0;
};

/// The end of one call. Lists are parts of an account; whatever failed, and
/// every order, is a RequestAnswer.
struct CallAnswer {
    std::uint64_t number = 0;
    RequestId request = 0;
    std::variant<RequestAnswer, InstrumentsAnswer, TickersAnswer, CandlesAnswer, TradesAnswer, BookAnswer,
                 WalletUpdate, std::vector<PositionUpdate>, std::vector<OrderUpdate>, ExecutionsAnswer,
                 TransfersAnswer, AccountSettingsAnswer, OrderAnswer>
        content;
};

/// From which side of the venue something comes, in the order in which inputs
/// of one instant are handled.
enum class DeliverySource : std::uint8_t { Connection, Private, Trade, Public, Answer };

/// One value for the trading thread.
struct Delivery {
    DeliverySource source = DeliverySource::Connection;
    std::variant<ExchangeEvent, CallAnswer> content;
};

} // namespace breakline
