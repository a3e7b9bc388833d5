// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/TradingAccount.h"

#include <algorithm>

namespace breakline {

TradingAccount::TradingAccount(const VenueSettings& settings, const LatencyModel& latency, MarketFeed& feed,
                               FaultInjector& faults, ExchangeListener& listener)
    : m_settings(settings), m_latency(latency), m_feed(feed), m_faults(faults), m_listener(listener),
      m_now(feed.start()),
      m_ledger(feed.instruments(), settings.startingBalance, settings.defaultLeverage),
      m_orders(feed.instruments().size()), m_recorder(feed.instruments().size()),
      m_rules(settings, feed, m_ledger, m_orders), m_symbols(feed.instruments().size())
{
    m_feed.setObserver(*this);
}

void TradingAccount::place(RequestTag tag, const PlaceRequest& request)
{
    const OrderRequest& wanted = request.order;
    if (const Refusal refusal = m_rules.check(request); !refusal.isNone())
        return answer(tag, VenueRequestKind::Place, wanted.symbol, refusal, OrderName::byClient(wanted.clientId));

    VenueOrder& order = add(request, tag.number);
    answer(tag, VenueRequestKind::Place, wanted.symbol, OrderEndReason::None, order.name());
    work(order);
}

VenueOrder& TradingAccount::add(const PlaceRequest& request, std::uint64_t number)
{
    const OrderRequest& wanted = request.order;
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
    order.created = m_now;
    order.state.time = m_now;
    order.stop = wanted.stop;
    order.state.attachedStop = wanted.stop ? std::optional(wanted.stop->trigger) : std::nullopt;
    order.takeProfit = request.takeProfit;
    order.triggerBy = wanted.triggerBy;
    order.direction = directionOf(request);
    order.closeOnTrigger = wanted.closeOnTrigger;
    order.request = number;
    return order;
}

void TradingAccount::work(VenueOrder& order)
{
    const SymbolId symbol = order.state.symbol;
    refreshWatch(symbol);
    push(order);
    if (order.isConditional())
        noteCoverage(symbol);
    else if (order.state.type == OrderType::Market)
        executeMarket(order, ExecutionKind::Trade);
    else
        executeLimit(order);
    settle(symbol);
}

void TradingAccount::cancel(RequestTag tag, SymbolId symbol, const OrderName& name)
{
    VenueOrder* order = isSymbol(symbol) ? m_orders.find(symbol, name) : nullptr;
    if (order == nullptr || !order->isLive())
        return answer(tag, VenueRequestKind::Cancel, symbol, OrderEndReason::NotFound, name);
    answer(tag, VenueRequestKind::Cancel, symbol, OrderEndReason::None, order->name());
    end(*order, OrderStatus::Cancelled, OrderEndReason::ByUser);
    if (order->isPositionOrder())
        pushPosition(symbol);
}

void TradingAccount::cancelAll(RequestTag tag, const CancelAllRequest& request)
{
    if (request.symbol && !isSymbol(*request.symbol))
        return answer(tag, VenueRequestKind::CancelAll, *request.symbol, OrderEndReason::NotFound);
    std::vector<std::uint32_t> wanted;
    for (const Instrument& instrument : m_feed.instruments().all()) {
        if (request.symbol && *request.symbol != instrument.id)
            continue;
        for (const std::uint32_t number : m_orders.live(instrument.id)) {
            const bool waits = m_orders.at(number).isConditional();
            if (request.filter == OrderFilter::All || waits == (request.filter == OrderFilter::StopOrders))
                wanted.push_back(number);
        }
    }
    std::sort(wanted.begin(), wanted.end());
    VenueAnswer reply
        = answerTo(tag, VenueRequestKind::CancelAll, request.symbol.value_or(SymbolId{}), OrderEndReason::None);
    for (const std::uint32_t number : wanted)
        reply.cancelled.push_back(m_orders.at(number).name());
    m_listener.onAnswer(reply);
    std::vector<SymbolId> bare; // positions that lose a stop or take-profit
    for (const std::uint32_t number : wanted) {
        VenueOrder& order = m_orders.at(number);
        end(order, OrderStatus::Cancelled, OrderEndReason::ByUser);
        if (order.isPositionOrder() && std::ranges::find(bare, order.state.symbol) == bare.end())
            bare.push_back(order.state.symbol);
    }
    for (const SymbolId symbol : bare)
        pushPosition(symbol);
}

void TradingAccount::setTradingStop(RequestTag tag, const TradingStopRequest& request)
{
    const SymbolId symbol = request.symbol;
    const auto finish = [&](Refusal refusal) { answer(tag, VenueRequestKind::TradingStop, symbol, refusal); };
    if (!isSymbol(symbol))
        return finish(OrderEndReason::NotFound);
    if (m_ledger.position(symbol).isFlat())
        return finish(OrderEndReason::NoPosition);
    bool isChange = false;
    int more = 0;
    for (const OrderOrigin origin : {OrderOrigin::StopLoss, OrderOrigin::TakeProfit}) {
        const auto& wanted = origin == OrderOrigin::StopLoss ? request.stop : request.takeProfit;
        if (!wanted || stands(symbol, origin, *wanted))
            continue;
        isChange = true;
        if (wanted->trigger.ticks == 0)
            continue;
        const Refusal refusal = m_rules.checkTrigger(symbol, directionOfPositionOrder(symbol, origin), wanted->trigger,
                                                     wanted->triggerBy);
        if (!refusal.isNone())
            return finish(refusal);
        more += slotOf(symbol, origin) ? 0 : 1;
    }
    if (!isChange)
        return finish(OrderEndReason::NotModified);
    if (more > 0 && m_settings.fullStopCountsAsConditional && !m_rules.hasRoomForConditional(symbol, more))
        return finish(OrderEndReason::TooManyOrders);

    finish(OrderEndReason::None);
    if (request.stop)
        changeTradingStop(symbol, OrderOrigin::StopLoss, *request.stop);
    if (request.takeProfit)
        changeTradingStop(symbol, OrderOrigin::TakeProfit, *request.takeProfit);
    pushPosition(symbol);
    noteCoverage(symbol);
    settle(symbol);
}

void TradingAccount::setLeverage(RequestTag tag, SymbolId symbol, const Decimal& leverage)
{
    const auto finish = [&](OrderEndReason reason) { answer(tag, VenueRequestKind::SetLeverage, symbol, reason); };
    if (!isSymbol(symbol))
        return finish(OrderEndReason::NotFound);
    const Decimal before = m_ledger.position(symbol).leverage;
    const Decimal& most = m_feed.instrument(symbol).maxLeverage;
    if (leverage < Decimal::fromUnits(1))
        return finish(OrderEndReason::InvalidQuantity);
    if (!most.isZero() && leverage > most)
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

void TradingAccount::setPositionMode(RequestTag tag, PositionMode mode)
{
    answer(tag, VenueRequestKind::SetPositionMode, {},
           mode == PositionMode::OneWay ? OrderEndReason::NotModified : OrderEndReason::Other);
}

void TradingAccount::setMarginMode(RequestTag tag, MarginMode mode)
{
    answer(tag, VenueRequestKind::SetMarginMode, {},
           mode == MarginMode::Isolated ? OrderEndReason::NotModified : OrderEndReason::Other);
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

VenueAnswer TradingAccount::answerTo(RequestTag tag, VenueRequestKind kind, SymbolId symbol, Refusal refusal,
                                     const OrderName& order) const
{
    VenueAnswer result;
    result.cookie = tag.cookie;
    result.kind = kind;
    result.accepted = refusal.isNone();
    result.reason = refusal.reason;
    result.words = wordsOf(kind, refusal.reason, refusal.detail);
    result.clientId = order.clientId;
    result.venueId = order.venueId;
    result.symbol = symbol;
    result.time = m_now;
    result.fault = tag.fault;
    if (const auto words = tag.fault ? wordsOf(*tag.fault) : std::nullopt) {
        result.accepted = false;
        result.reason = OrderEndReason::Other;
        result.words = *words;
    }
    return result;
}

void TradingAccount::answer(RequestTag tag, VenueRequestKind kind, SymbolId symbol, Refusal refusal,
                            const OrderName& order)
{
    m_listener.onAnswer(answerTo(tag, kind, symbol, refusal, order));
}

void TradingAccount::push(VenueOrder& order)
{
    order.state.time = m_now;
    m_listener.onOrder(order.state);
}

void TradingAccount::end(VenueOrder& order, OrderStatus status, OrderEndReason reason)
{
    const SymbolId symbol = order.state.symbol;
    const bool rested = at(symbol).book.cancel(order.handle);
    order.state.status = status;
    order.state.reason = reason;
    m_orders.close(order);
    if (rested)
        forgetQueue(symbol, order.state.side, *order.state.price);
    if (order.isPositionOrder() && slotOf(symbol, order.origin) == order.number)
        slotOf(symbol, order.origin).reset();
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
    if (const auto stop = at(symbol).stop)
        update.stop = m_orders.at(*stop).state.trigger;
    update.liquidation = position.liquidation;
    update.leverage = position.leverage;
    update.time = m_now;
    return update;
}

VenuePosition TradingAccount::position(SymbolId symbol) const
{
    const LedgerPosition& held = m_ledger.position(symbol);
    const SymbolState& state = at(symbol);
    VenuePosition result;
    result.update = positionOf(symbol);
    if (state.takeProfit)
        result.takeProfit = m_orders.at(*state.takeProfit).state.trigger;
    result.mark = m_feed.mark(symbol);
    result.cost = held.cost;
    result.margin = held.margin;
    if (result.mark)
        result.unrealised = m_ledger.unrealised(symbol, *result.mark);
    result.realised = state.net;
    result.opened = state.opened;
    result.changed = state.changed;
    return result;
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
