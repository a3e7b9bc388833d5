// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/TradingAccount.h"

#include "matching/VenueIds.h"

#include <algorithm>

namespace breakline {

std::optional<Timestamp> TradingAccount::nextStopTime() const
{
    if (m_pendingStops.empty())
        return std::nullopt;
    return m_pendingStops.front().due;
}

void TradingAccount::attachDueStops()
{
    while (!m_pendingStops.empty() && m_pendingStops.front().due <= m_now) {
        const PendingStop pending = m_pendingStops.front();
        m_pendingStops.erase(m_pendingStops.begin());
        attachStop(m_orders.at(pending.order));
        settle(pending.symbol);
    }
}

void TradingAccount::scheduleStop(const VenueOrder& order)
{
    const SymbolId symbol = order.state.symbol;
    const Quantity held = m_ledger.position(symbol).quantity;
    if ((!order.stop && !order.takeProfit) || held.isZero() || order.state.side == closingSide(held))
        return;
    const bool waits = std::any_of(m_pendingStops.begin(), m_pendingStops.end(),
                                   [&](const PendingStop& pending) { return pending.order == order.number; });
    if (waits)
        return;
    // A later fill of the same order writes the position's stop again; that
    // shows only where it has been moved or lost since.
    if (order.stopTaken && (!order.stop || stands(symbol, OrderOrigin::StopLoss, *order.stop))
        && (!order.takeProfit || stands(symbol, OrderOrigin::TakeProfit, *order.takeProfit)))
        return;
    const PendingStop pending{m_now + m_latency.ofStop(order.request), symbol, order.number};
    const auto at = std::upper_bound(m_pendingStops.begin(), m_pendingStops.end(), pending,
                                     [](const PendingStop& a, const PendingStop& b) { return a.due < b.due; });
    m_pendingStops.insert(at, pending);
}

void TradingAccount::attachStop(VenueOrder& order)
{
    const SymbolId symbol = order.state.symbol;
    const Quantity held = m_ledger.position(symbol).quantity;
    if (held.isZero() || order.state.side == closingSide(held))
        return;
    order.stopTaken = true;
    if (order.stop)
        attach(order, OrderOrigin::StopLoss, *order.stop);
    if (order.takeProfit)
        attach(order, OrderOrigin::TakeProfit, *order.takeProfit);
    pushPosition(symbol);
    noteCoverage(symbol);
}

void TradingAccount::attach(VenueOrder& parent, OrderOrigin origin, const AttachedStop& wanted)
{
    const SymbolId symbol = parent.state.symbol;
    const auto current = slotOf(symbol, origin);
    if (current && m_orders.at(*current).parent == parent.number) {
        changeTradingStop(symbol, origin, wanted);
        return;
    }
    // The new one first, so that there is no moment without.
    addPositionOrder(symbol, origin, &parent, wanted);
    if (current)
        end(m_orders.at(*current), OrderStatus::Cancelled, OrderEndReason::StopReplaced);
}

void TradingAccount::addPositionOrder(SymbolId symbol, OrderOrigin origin, const VenueOrder* parent,
                                      const AttachedStop& wanted)
{
    const Quantity held = m_ledger.position(symbol).quantity;
    OrderUpdate state;
    if (parent != nullptr)
        state.parentClientId = parent->state.clientId;
    state.symbol = symbol;
    state.side = closingSide(held);
    state.type = OrderType::StopMarket;
    state.timeInForce = TimeInForce::ImmediateOrCancel;
    state.reduceOnly = true;
    state.isPositionStop = origin == OrderOrigin::StopLoss;
    state.status = OrderStatus::Untriggered;
    state.quantity = held.magnitude();
    state.trigger = wanted.trigger;
    VenueOrder& order = m_orders.add(state);
    order.origin = origin;
    order.created = m_now;
    if (parent != nullptr)
        order.parent = parent->number;
    order.triggerBy = wanted.triggerBy;
    order.direction = directionOfPositionOrder(symbol, origin);
    order.closeOnTrigger = true;
    slotOf(symbol, origin) = order.number;
    push(order);
}

void TradingAccount::changeTradingStop(SymbolId symbol, OrderOrigin origin, const AttachedStop& wanted)
{
    if (stands(symbol, origin, wanted))
        return;
    const auto current = slotOf(symbol, origin);
    if (!current)
        return addPositionOrder(symbol, origin, nullptr, wanted);
    VenueOrder& order = m_orders.at(*current);
    if (wanted.trigger.ticks == 0)
        return end(order, OrderStatus::Cancelled, OrderEndReason::ByUser);
    order.state.trigger = wanted.trigger;
    order.triggerBy = wanted.triggerBy;
    push(order);
}

bool TradingAccount::stands(SymbolId symbol, OrderOrigin origin, const AttachedStop& wanted) const
{
    const auto current = slotOf(symbol, origin);
    if (!current)
        return wanted.trigger.ticks == 0;
    const VenueOrder& order = m_orders.at(*current);
    return order.state.trigger == wanted.trigger && order.triggerBy == wanted.triggerBy;
}

std::optional<std::uint32_t>& TradingAccount::slotOf(SymbolId symbol, OrderOrigin origin)
{
    return origin == OrderOrigin::StopLoss ? at(symbol).stop : at(symbol).takeProfit;
}

const std::optional<std::uint32_t>& TradingAccount::slotOf(SymbolId symbol, OrderOrigin origin) const
{
    return origin == OrderOrigin::StopLoss ? at(symbol).stop : at(symbol).takeProfit;
}

TriggerDirection TradingAccount::directionOfPositionOrder(SymbolId symbol, OrderOrigin origin) const
{
    const TriggerDirection losing = usualDirection(closingSide(m_ledger.position(symbol).quantity));
    if (origin == OrderOrigin::StopLoss)
        return losing;
    return losing == TriggerDirection::Fall ? TriggerDirection::Rise : TriggerDirection::Fall;
}

void TradingAccount::settle(SymbolId symbol)
{
    if (m_feed.isHalted(symbol))
        return;
    for (;;) {
        if (liquidate(symbol))
            continue;
        VenueOrder* next = nullptr;
        for (const std::uint32_t number : m_orders.live(symbol)) {
            VenueOrder& order = m_orders.at(number);
            if (order.isConditional() && isTriggered(order)) {
                next = &order;
                break;
            }
        }
        if (next == nullptr)
            return;
        trigger(*next);
    }
}

bool TradingAccount::isTriggered(const VenueOrder& order) const
{
    const auto price = m_rules.reference(order.state.symbol, order.triggerBy);
    if (!price)
        return false;
    return order.direction == TriggerDirection::Fall ? *price <= *order.state.trigger
                                                     : *price >= *order.state.trigger;
}

bool TradingAccount::liquidate(SymbolId symbol)
{
    const LedgerPosition& position = m_ledger.position(symbol);
    if (position.isFlat() || !position.liquidation)
        return false;
    const auto mark = m_feed.mark(symbol);
    const bool reached = mark
        && (position.quantity.lots > 0 ? *mark <= *position.liquidation : *mark >= *position.liquidation);
    // Without a book there is nobody to take it; the next change of the market asks again.
    if (!reached || m_feed.opposing(symbol, closingSide(position.quantity)).empty())
        return false;
    closeByLiquidation(symbol);
    return true;
}

void TradingAccount::closeByLiquidation(SymbolId symbol)
{
    const std::vector<std::uint32_t> live = m_orders.live(symbol);
    for (const std::uint32_t number : live)
        end(m_orders.at(number), OrderStatus::Cancelled, OrderEndReason::Liquidation);
    VenueOrder& order
        = addVenueOrder(symbol, OrderOrigin::Liquidation, m_ledger.position(symbol).quantity.magnitude());
    executeMarket(order, ExecutionKind::Liquidation);
}

VenueOrder& TradingAccount::addVenueOrder(SymbolId symbol, OrderOrigin origin, Quantity quantity)
{
    OrderUpdate state;
    state.symbol = symbol;
    state.side = closingSide(m_ledger.position(symbol).quantity);
    state.type = OrderType::Market;
    state.timeInForce = TimeInForce::ImmediateOrCancel;
    state.reduceOnly = true;
    state.status = OrderStatus::Acknowledged;
    state.quantity = quantity;
    VenueOrder& order = m_orders.add(state);
    order.origin = origin;
    order.created = m_now;
    push(order);
    return order;
}

void TradingAccount::trigger(VenueOrder& order)
{
    const SymbolId symbol = order.state.symbol;
    const Side side = order.state.side;
    const Quantity held = m_ledger.position(symbol).quantity;
    OrderEndReason refusal = OrderEndReason::None;
    if (order.state.reduceOnly) {
        if (held.isZero() || closingSide(held) != side)
            refusal = OrderEndReason::ReduceOnly;
        else
            order.state.quantity = std::min(order.state.quantity, held.magnitude());
    } else {
        const Price price = order.state.price.value_or(*order.state.trigger);
        if (!m_rules.hasMargin(symbol, side, order.state.quantity, price))
            refusal = OrderEndReason::InsufficientMargin;
    }
    if (refusal == OrderEndReason::None && order.state.price) {
        const auto edge = m_rules.bandEdge(symbol, side);
        if (edge && (side == Side::Buy ? *order.state.price > *edge : *order.state.price < *edge))
            refusal = OrderEndReason::PriceBand;
    }
    if (order.isPositionOrder())
        slotOf(symbol, order.origin).reset();
    order.state.status = OrderStatus::Triggered;
    push(order);
    if (refusal != OrderEndReason::None) {
        end(order, OrderStatus::Cancelled, refusal);
    } else if (order.state.type == OrderType::StopLimit) {
        executeLimit(order);
        shrinkReduceOnly(symbol);
    } else {
        executeMarket(order, ExecutionKind::Trade, capOfBand(order));
    }
    // The position has lost its stop, and no fill has said so.
    if (order.isPositionOrder() && order.state.filled.isZero())
        pushPosition(symbol);
}

void TradingAccount::positionChanged(SymbolId symbol, const VenueOrder* order)
{
    const Quantity held = m_ledger.position(symbol).quantity;
    for (const OrderOrigin origin : {OrderOrigin::StopLoss, OrderOrigin::TakeProfit}) {
        const auto current = slotOf(symbol, origin);
        if (!current)
            continue;
        VenueOrder& stop = m_orders.at(*current);
        if (held.isZero() || stop.state.side != closingSide(held)) {
            end(stop, OrderStatus::Cancelled, OrderEndReason::StopClearedAtFlat);
        } else if (stop.state.quantity != held.magnitude()) {
            stop.state.quantity = held.magnitude();
            push(stop);
        }
    }
    // Stops on their way to a position that has gone have nothing left to protect.
    std::erase_if(m_pendingStops, [&](const PendingStop& pending) {
        return pending.symbol == symbol
            && (held.isZero() || m_orders.at(pending.order).state.side == closingSide(held));
    });
    if (order != nullptr)
        scheduleStop(*order);
    shrinkReduceOnly(symbol);
    refreshWatch(symbol);
    pushPosition(symbol);
    pushWallet();
    noteCoverage(symbol);
}

void TradingAccount::shrinkReduceOnly(SymbolId symbol)
{
    const Quantity held = m_ledger.position(symbol).quantity;
    Quantity working = m_rules.workingReduceOnly(symbol);
    const std::vector<std::uint32_t>& live = m_orders.live(symbol);
    for (std::size_t i = live.size(); i-- > 0;) {
        VenueOrder& order = m_orders.at(live[i]);
        if (!order.state.reduceOnly || order.isConditional())
            continue;
        const bool reduces = !held.isZero() && order.state.side == closingSide(held);
        if (reduces && working <= held.magnitude())
            continue;
        const Quantity left = order.remaining();
        const Quantity excess = reduces ? working - held.magnitude() : left;
        working -= std::min(excess, left);
        if (excess >= left) {
            end(order, OrderStatus::Cancelled, OrderEndReason::ReduceOnly);
        } else {
            at(symbol).book.reduce(order.handle, excess);
            order.state.quantity -= excess;
            push(order);
        }
    }
}

void TradingAccount::noteCoverage(SymbolId symbol)
{
    const Quantity held = m_ledger.position(symbol).quantity;
    if (held.isZero())
        return;
    for (const std::uint32_t number : m_orders.live(symbol)) {
        const VenueOrder& order = m_orders.at(number);
        if (order.isConditional() && order.state.reduceOnly && order.state.side == closingSide(held)
            && order.direction == usualDirection(order.state.side) && order.state.quantity >= held.magnitude()) {
            m_recorder.onCovered(symbol, m_now);
            return;
        }
    }
}

void TradingAccount::onFunding(SymbolId symbol)
{
    if (const auto rate = m_feed.fundingRate(symbol, m_now))
        exchangeFunding(symbol, *rate);
}

bool TradingAccount::exchangeFunding(SymbolId symbol, const Decimal& rate)
{
    const LedgerPosition& position = m_ledger.position(symbol);
    const auto mark = m_feed.mark(symbol);
    if (position.isFlat() || !mark)
        return false;
    const bool isLong = position.quantity.lots > 0;
    const Decimal value = m_feed.instrument(symbol).notional(*mark, position.quantity.magnitude());
    const Decimal amount = MarginLedger::feeOf(isLong ? value : -value, rate);
    m_ledger.payFunding(amount);
    m_recorder.onFunding(symbol, amount);
    Execution execution;
    execution.venueTradeId = venueIdText('t', m_executions.size() + 1);
    execution.symbol = symbol;
    execution.kind = ExecutionKind::Funding;
    execution.side = isLong ? Side::Buy : Side::Sell;
    execution.price = *mark;
    execution.quantity = position.quantity.magnitude();
    execution.fee = amount;
    execution.time = m_now;
    m_executions.push_back(execution);
    addLine(execution, {});
    m_listener.onExecution(execution);
    pushWallet();
    return true;
}

void TradingAccount::onSettlement(SymbolId symbol)
{
    const std::vector<std::uint32_t> live = m_orders.live(symbol);
    for (const std::uint32_t number : live)
        if (!m_orders.at(number).isPositionOrder())
            end(m_orders.at(number), OrderStatus::Cancelled, OrderEndReason::SymbolNotTrading);
    const Quantity held = m_ledger.position(symbol).quantity;
    const auto last = m_feed.last(symbol);
    if (held.isZero() || !last)
        return;
    book(nullptr, symbol, closingSide(held), *last, held.magnitude(), Liquidity::Taker, ExecutionKind::Settlement);
    positionChanged(symbol, nullptr);
}

} // namespace breakline
