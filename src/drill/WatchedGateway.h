// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/ExchangeGateway.h"

#include <functional>

namespace breakline {

/// Passes every call on to another gateway and lets somebody look first at each that
/// changes an order or a stop. Its events are the other's own: whoever listens,
/// listens there.
class WatchedGateway final : public ExchangeGateway {
public:
    struct Looks {
        std::function<void(const OrderRequest& order)> order;
        std::function<void(const std::string& clientId)> cancel;
        std::function<void(SymbolId symbol, Price trigger)> stop;
    };

    WatchedGateway(ExchangeGateway& inner, Looks before)
        : m_inner(inner)
        , m_before(std::move(before))
    {
    }

    void connectToVenue() override { m_inner.connectToVenue(); }
    void subscribe(StreamKind stream, SymbolId symbol) override { m_inner.subscribe(stream, symbol); }
    void unsubscribe(StreamKind stream, SymbolId symbol) override { m_inner.unsubscribe(stream, symbol); }
    RequestId requestInstruments() override { return m_inner.requestInstruments(); }
    RequestId requestTickers() override { return m_inner.requestTickers(); }
    RequestId requestCandles(SymbolId symbol, Duration interval, Timestamp from, Timestamp to) override
    {
        return m_inner.requestCandles(symbol, interval, from, to);
    }
    RequestId requestTrades(SymbolId symbol) override { return m_inner.requestTrades(symbol); }
    RequestId requestBook(SymbolId symbol) override { return m_inner.requestBook(symbol); }
    RequestId requestAccount() override { return m_inner.requestAccount(); }
    RequestId requestExecutions(Timestamp since) override { return m_inner.requestExecutions(since); }
    RequestId requestTransfers(Timestamp since) override { return m_inner.requestTransfers(since); }
    RequestId requestAccountSettings(SymbolId symbol) override
    {
        return m_inner.requestAccountSettings(symbol);
    }
    RequestId requestOrder(SymbolId symbol, const std::string& clientId) override
    {
        return m_inner.requestOrder(symbol, clientId);
    }
    void prepareOrder(const OrderRequest& order) override { m_inner.prepareOrder(order); }
    RequestId placeOrder(const OrderRequest& order) override
    {
        m_before.order(order);
        return m_inner.placeOrder(order);
    }
    RequestId amendOrder(SymbolId symbol, const std::string& clientId, Price price) override
    {
        return m_inner.amendOrder(symbol, clientId, price);
    }
    RequestId cancelOrder(SymbolId symbol, const std::string& clientId) override
    {
        m_before.cancel(clientId);
        return m_inner.cancelOrder(symbol, clientId);
    }
    RequestId cancelAll(SymbolId symbol) override { return m_inner.cancelAll(symbol); }
    RequestId setPositionStop(SymbolId symbol, Price trigger, TriggerBy triggerBy) override
    {
        m_before.stop(symbol, trigger);
        return m_inner.setPositionStop(symbol, trigger, triggerBy);
    }
    RequestId setLeverage(SymbolId symbol, const Decimal& leverage) override
    {
        return m_inner.setLeverage(symbol, leverage);
    }

private:
    ExchangeGateway& m_inner;
    Looks m_before;
};

} // namespace breakline
