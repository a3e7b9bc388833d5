// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/AccountAssembly.h"
#include "exchange/CreateFates.h"
#include "exchange/ExchangeGateway.h"
#include "exchange/shared/NetworkCommand.h"

#include <QUrl>

#include <cstddef>
#include <deque>
#include <map>
#include <string>
#include <vector>

namespace breakline {

/// Whether a gateway may send anything that changes the account. It is said
/// where the gateway is made and can never be changed.
enum class OrderEntry : std::uint8_t { Refused, Allowed };

/// Allowed where `rest` and `ws` both name this machine by its loopback address.
OrderEntry orderEntryTo(const QUrl& rest, const QUrl& ws);

/// Bybit v5 linear behind the port of every venue: the part on the trading
/// thread. It gives commands to a NetworkPort and is given what comes back.
/// Where orders are refused every call that changes the account is answered
/// Invalid and reaches no network.
class BybitGateway final : public ExchangeGateway {
    Q_OBJECT
public:
    /// AsTheyCome: take() emits at once. Held: until they are asked for.
    enum class Delivering : std::uint8_t { AsTheyCome, Held };

    /// `port` outlives it.
    BybitGateway(NetworkPort& port, OrderEntry orderEntry, Delivering delivering);

    /// What the network delivers, in its order.
    void take(Delivery&& delivery);

    /// An event that an earlier run of the session was handed: the calls that
    /// it ends are over. Nothing is handed on.
    void recall(const ExchangeEvent& event);

    // Held only.
    bool holds(DeliverySource source) const;
    /// Emits what is held of that source; answers in the order of requests.
    void deliver(DeliverySource source);

    OrderEntry orderEntry() const { return m_orderEntry; }

    void connectToVenue() override;
    void subscribe(StreamKind stream, SymbolId symbol) override;
    void unsubscribe(StreamKind stream, SymbolId symbol) override;
    RequestId requestInstruments() override;
    RequestId requestTickers() override;
    RequestId requestCandles(SymbolId symbol, Duration interval, Timestamp from, Timestamp to) override;
    RequestId requestTrades(SymbolId symbol) override;
    RequestId requestBook(SymbolId symbol) override;
    RequestId requestAccount() override;
    RequestId requestExecutions(Timestamp since) override;
    RequestId requestTransfers(Timestamp since) override;
    RequestId requestAccountSettings(SymbolId symbol) override;
    RequestId requestOrder(SymbolId symbol, const std::string& clientId) override;
    void prepareOrder(const OrderRequest& order) override;
    RequestId placeOrder(const OrderRequest& order) override;
    RequestId amendOrder(SymbolId symbol, const std::string& clientId, Price price) override;
    RequestId cancelOrder(SymbolId symbol, const std::string& clientId) override;
    RequestId cancelAll(SymbolId symbol) override;
    RequestId setPositionStop(SymbolId symbol, Price trigger, TriggerBy triggerBy) override;
    RequestId setLeverage(SymbolId symbol, const Decimal& leverage) override;

private:
    struct Held {
        RequestId request = 0; ///< of answers
        ExchangeEvent event;
    };

    template<class Content>
    RequestId ask(RequestPriority priority, Content content);
    template<class Content>
    RequestId change(RequestPriority priority, Content content, SymbolId symbol, const std::string& clientId);
    void hand(DeliverySource source, RequestId request, ExchangeEvent&& event);
    /// The event that this answer makes; empty: it is part of one to come.
    std::optional<ExchangeEvent> eventOf(CallAnswer&& answer);

    NetworkPort& m_port;
    const OrderEntry m_orderEntry;
    const Delivering m_delivering;
    RequestId m_lastRequest = 0;
    std::uint64_t m_lastCall = 0;
    AccountAssembly m_accounts;
    std::map<RequestId, int> m_accountParts; ///< not answered yet
    CreateFates m_creates;
    std::vector<Held> m_held[5]; ///< by source
};

} // namespace breakline
