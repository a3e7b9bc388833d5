// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/TradingAccount.h"

#include <algorithm>

namespace breakline {

TradingAccount::TradingAccount(const VenueSettings& settings, const LatencyModel& latency, MarketFeed& feed,
                               ExchangeListener& listener)
    : m_settings(settings), m_latency(latency), m_feed(feed), m_listener(listener), m_now(feed.start()),
      m_ledger(feed.instruments(), settings.startingBalance, settings.defaultLeverage),
      m_orders(feed.instruments().size()), m_recorder(feed.instruments().size()),
      m_rules(settings, feed, m_ledger, m_orders), m_books(feed.instruments().size()),
      m_positionStops(feed.instruments().size())
{
    m_feed.setObserver(*this);
}

void TradingAccount::place(std::uint64_t request, const OrderRequest& wanted)
{
    const OrderEndReason reason = m_rules.check(wanted);
    answer(request, reason, wanted.clientId, wanted.symbol);
    if (reason != OrderEndReason::None)
        return;

    const bool conditional = wanted.type == OrderType::StopMarket || wanted.type == OrderType::StopLimit;
    OrderUpdate state;
    state.clientId = wanted.clientId;
    state.symbol = wanted.symbol;
    state.side = wanted.side;
    state.type = wanted.type;
    state.timeInForce
        = wanted.type == OrderType::Market ? TimeInForce::ImmediateOrCancel : wanted.timeInForce;
    state.reduceOnly = wanted.reduceOnly || wanted.closeOnTrigger;
    state.status = conditional ? OrderStatus::Untriggered : OrderStatus::Acknowledged;
    state.quantity = wanted.quantity;
    // What closes at once is cut to what there is to close.
    if (state.reduceOnly && !conditional)
        state.quantity = std::min(state.quantity, m_ledger.position(wanted.symbol).quantity.magnitude());
    state.price = wanted.price;
    state.trigger = wanted.trigger;
    VenueOrder& order = m_orders.add(state);
    order.stop = wanted.stop;
    order.triggerBy = wanted.triggerBy;
    order.request = request;
    refreshWatch(wanted.symbol);
    push(order);
    if (conditional)
        noteCoverage(wanted.symbol);
    else if (wanted.type == OrderType::Market)
        executeMarket(order, ExecutionKind::Trade);
    else
        executeLimit(order);
    settle(wanted.symbol);
}

void TradingAccount::cancel(std::uint64_t request, SymbolId symbol, const std::string& clientId)
{
    VenueOrder* order = isSymbol(symbol) ? m_orders.find(symbol, clientId) : nullptr;
    if (order == nullptr || !order->isLive()) {
        answer(request, OrderEndReason::NotFound, clientId, symbol);
        return;
    }
    answer(request, OrderEndReason::None, clientId, symbol);
    end(*order, OrderStatus::Cancelled, OrderEndReason::ByUser);
}

void TradingAccount::cancelAll(std::uint64_t request, SymbolId symbol)
{
    if (!isSymbol(symbol)) {
        answer(request, OrderEndReason::NotFound, {}, symbol);
        return;
    }
    answer(request, OrderEndReason::None, {}, symbol);
    const bool hadStop = m_positionStops[symbol.index].has_value();
    const std::vector<std::uint32_t> live = m_orders.live(symbol);
    for (const std::uint32_t number : live)
        end(m_orders.at(number), OrderStatus::Cancelled, OrderEndReason::ByUser);
    if (hadStop)
        pushPosition(symbol);
}

void TradingAccount::setPositionStop(std::uint64_t request, SymbolId symbol, Price trigger, TriggerBy triggerBy)
{
    const auto refuse = [&](OrderEndReason reason) { answer(request, reason, {}, symbol); };
    if (!isSymbol(symbol))
        return refuse(OrderEndReason::NotFound);
    const Quantity held = m_ledger.position(symbol).quantity;
    if (held.isZero())
        return refuse(OrderEndReason::NoPosition);
    const auto current = m_positionStops[symbol.index];
    if (current) {
        const VenueOrder& stop = m_orders.at(*current);
        if (stop.state.trigger == trigger && stop.triggerBy == triggerBy)
            return refuse(OrderEndReason::NotModified);
    }
    const Side closing = held.lots > 0 ? Side::Sell : Side::Buy;
    if (const auto reason = m_rules.checkStop(symbol, closing, trigger, triggerBy); reason != OrderEndReason::None)
        return refuse(reason);
    if (!current && m_settings.fullStopCountsAsConditional && !m_rules.hasRoomForConditional(symbol))
        return refuse(OrderEndReason::TooManyOrders);

    answer(request, OrderEndReason::None, {}, symbol);
    if (current) {
        VenueOrder& stop = m_orders.at(*current);
        stop.state.trigger = trigger;
        stop.triggerBy = triggerBy;
        push(stop);
    } else {
        addPositionStop(symbol, {}, trigger, triggerBy);
    }
    pushPosition(symbol);
    noteCoverage(symbol);
    settle(symbol);
}

void TradingAccount::setLeverage(std::uint64_t request, SymbolId symbol, const Decimal& leverage)
{
    const auto finish = [&](OrderEndReason reason) { answer(request, reason, {}, symbol); };
    if (!isSymbol(symbol))
        return finish(OrderEndReason::NotFound);
    const Decimal before = m_ledger.position(symbol).leverage;
    const Decimal& most = m_feed.instrument(symbol).maxLeverage;
    if (leverage < Decimal::fromUnits(1) || (!most.isZero() && leverage > most))
        return finish(OrderEndReason::Other);
    if (leverage == before)
        return finish(OrderEndReason::NotModified);
    m_ledger.setLeverage(symbol, leverage);
    if (leverage < before && m_rules.available().isNegative()) {
        m_ledger.setLeverage(symbol, before);
        return finish(OrderEndReason::InsufficientMargin);
    }
    finish(OrderEndReason::None);
    if (!m_ledger.position(symbol).isFlat()) {
        pushPosition(symbol);
        settle(symbol);
    }
}

void TradingAccount::queryAccount(std::uint64_t request)
{
    VenueAccount account;
    account.wallet = walletNow();
    std::vector<std::uint32_t> live;
    for (const Instrument& instrument : m_feed.instruments().all()) {
        if (!m_ledger.position(instrument.id).isFlat())
            account.positions.push_back(positionOf(instrument.id));
        const auto& ofSymbol = m_orders.live(instrument.id);
        live.insert(live.end(), ofSymbol.begin(), ofSymbol.end());
    }
    std::sort(live.begin(), live.end());
    for (const std::uint32_t number : live)
        account.orders.push_back(m_orders.at(number).state);
    m_listener.onAccountAnswer(request, account);
}

void TradingAccount::queryOrder(std::uint64_t request, SymbolId symbol, const std::string& clientId)
{
    const VenueOrder* order = isSymbol(symbol) ? m_orders.find(symbol, clientId) : nullptr;
    m_listener.onOrderAnswer(request, clientId,
                             order != nullptr ? std::optional<OrderUpdate>(order->state) : std::nullopt);
}

Decimal TradingAccount::unrealised() const
{
    Decimal sum;
    for (const Instrument& instrument : m_feed.instruments().all()) {
        if (m_ledger.position(instrument.id).isFlat())
            continue;
        if (const auto mark = m_feed.mark(instrument.id))
            sum += m_ledger.unrealised(instrument.id, *mark);
    }
    return sum;
}

void TradingAccount::answer(std::uint64_t request, OrderEndReason reason, const std::string& clientId,
                            SymbolId symbol)
{
    m_listener.onAnswer(
        VenueAnswer{request, reason == OrderEndReason::None, reason, clientId, symbol, m_now});
}

void TradingAccount::push(VenueOrder& order)
{
    order.state.time = m_now;
    m_listener.onOrder(order.state);
}

void TradingAccount::end(VenueOrder& order, OrderStatus status, OrderEndReason reason)
{
    const SymbolId symbol = order.state.symbol;
    const bool rested = m_books[symbol.index].cancel(order.handle);
    order.state.status = status;
    order.state.reason = reason;
    m_orders.close(order);
    if (rested)
        forgetQueue(symbol, order.state.side, *order.state.price);
    if (m_positionStops[symbol.index] == order.number)
        m_positionStops[symbol.index].reset();
    refreshWatch(symbol);
    push(order);
}

void TradingAccount::pushPosition(SymbolId symbol)
{
    m_listener.onPosition(positionOf(symbol));
}

void TradingAccount::pushWallet()
{
    m_listener.onWallet(walletNow());
}

PositionUpdate TradingAccount::positionOf(SymbolId symbol) const
{
    const LedgerPosition& position = m_ledger.position(symbol);
    PositionUpdate update;
    update.symbol = symbol;
    update.quantity = position.quantity;
    update.entryPrice = m_ledger.entryPrice(symbol);
    if (const auto stop = m_positionStops[symbol.index])
        update.stop = m_orders.at(*stop).state.trigger;
    update.liquidation = position.liquidation;
    update.leverage = position.leverage;
    update.time = m_now;
    return update;
}

WalletUpdate TradingAccount::walletNow() const
{
    return WalletUpdate{m_ledger.wallet(), unrealised(), m_rules.available(), m_now};
}

void TradingAccount::refreshWatch(SymbolId symbol)
{
    m_feed.watch(symbol, !m_orders.live(symbol).empty() || !m_ledger.position(symbol).isFlat());
}

} // namespace breakline
