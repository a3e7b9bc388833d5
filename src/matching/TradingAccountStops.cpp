// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/TradingAccount.h"

#include "matching/VenueIds.h"

#include <algorithm>

namespace breakline {

namespace {

Side closingSide(Quantity position)
{
    return position.lots > 0 ? Side::Sell : Side::Buy;
}

} // namespace

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
    if (!order.stop || held.isZero() || order.state.side == closingSide(held))
        return;
    const bool waits = std::any_of(m_pendingStops.begin(), m_pendingStops.end(),
                                   [&](const PendingStop& pending) { return pending.order == order.number; });
    if (waits)
        return;
    // A later fill of the same order writes the position's stop again; that
    // shows only where it has been moved or lost since.
    if (order.stopTaken) {
        if (const auto current = m_positionStops[symbol.index]) {
            const VenueOrder& stop = m_orders.at(*current);
            if (stop.state.trigger == order.stop->trigger && stop.triggerBy == order.stop->triggerBy)
                return;
        }
    }
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
    const auto current = m_positionStops[symbol.index];
    if (current && m_orders.at(*current).state.parentClientId == order.state.clientId) {
        VenueOrder& stop = m_orders.at(*current);
        stop.state.trigger = order.stop->trigger;
        stop.triggerBy = order.stop->triggerBy;
        push(stop);
    } else {
        // The new one first, so that there is no moment without.
        addPositionStop(symbol, order.state.clientId, order.stop->trigger, order.stop->triggerBy);
        if (current)
            end(m_orders.at(*current), OrderStatus::Cancelled, OrderEndReason::StopReplaced);
    }
    pushPosition(symbol);
    noteCoverage(symbol);
}

void TradingAccount::addPositionStop(SymbolId symbol, const std::string& parent, Price trigger,
                                     TriggerBy triggerBy)
{
    const Quantity held = m_ledger.position(symbol).quantity;
    OrderUpdate state;
    state.parentClientId = parent;
    state.symbol = symbol;
    state.side = closingSide(held);
    state.type = OrderType::StopMarket;
    state.timeInForce = TimeInForce::ImmediateOrCancel;
    state.reduceOnly = true;
    state.isPositionStop = true;
    state.status = OrderStatus::Untriggered;
    state.quantity = held.magnitude();
    state.trigger = trigger;
    VenueOrder& stop = m_orders.add(state);
    stop.triggerBy = triggerBy;
    m_positionStops[symbol.index] = stop.number;
    push(stop);
}

void TradingAccount::settle(SymbolId symbol)
{
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
    return order.state.side == Side::Sell ? *price <= *order.state.trigger : *price >= *order.state.trigger;
}

bool TradingAccount::liquidate(SymbolId symbol)
{
    const LedgerPosition& position = m_ledger.position(symbol);
    if (position.isFlat() || !position.liquidation)
        return false;
    const auto mark = m_feed.mark(symbol);
    const bool reached = mark
        && (position.quantity.lots > 0 ? *mark <= *position.liquidation : *mark >= *position.liquidation);
    const Side side = closingSide(position.quantity);
    // Without a book there is nobody to take it; the next change of the market asks again.
    if (!reached || m_feed.opposing(symbol, side).empty())
        return false;
    const std::vector<std::uint32_t> live = m_orders.live(symbol);
    for (const std::uint32_t number : live)
        end(m_orders.at(number), OrderStatus::Cancelled, OrderEndReason::Liquidation);
    OrderUpdate state;
    state.symbol = symbol;
    state.side = side;
    state.type = OrderType::Market;
    state.timeInForce = TimeInForce::ImmediateOrCancel;
    state.reduceOnly = true;
    state.status = OrderStatus::Acknowledged;
    state.quantity = position.quantity.magnitude();
    VenueOrder& order = m_orders.add(state);
    push(order);
    executeMarket(order, ExecutionKind::Liquidation);
    return true;
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
    const bool wasPositionStop = order.state.isPositionStop;
    if (wasPositionStop)
        m_positionStops[symbol.index].reset();
    order.state.status = OrderStatus::Triggered;
    push(order);
    if (refusal != OrderEndReason::None) {
        end(order, OrderStatus::Cancelled, refusal);
    } else if (order.state.type == OrderType::StopLimit) {
        executeLimit(order);
        shrinkReduceOnly(symbol);
    } else {
        executeMarket(order, ExecutionKind::Trade);
    }
    // The position has lost its stop, and no fill has said so.
    if (wasPositionStop && order.state.filled.isZero())
        pushPosition(symbol);
}

void TradingAccount::positionChanged(SymbolId symbol, const VenueOrder* order)
{
    const Quantity held = m_ledger.position(symbol).quantity;
    if (const auto current = m_positionStops[symbol.index]) {
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
            m_books[symbol.index].reduce(order.handle, excess);
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
            && order.state.quantity >= held.magnitude()) {
            m_recorder.onCovered(symbol, m_now);
            return;
        }
    }
}

void TradingAccount::onFunding(SymbolId symbol)
{
    const LedgerPosition& position = m_ledger.position(symbol);
    const auto rate = m_feed.fundingRate(symbol, m_now);
    const auto mark = m_feed.mark(symbol);
    if (position.isFlat() || !rate || !mark)
        return;
    const bool isLong = position.quantity.lots > 0;
    const Decimal value = m_feed.instrument(symbol).notional(*mark, position.quantity.magnitude());
    const Decimal amount = MarginLedger::feeOf(isLong ? value : -value, *rate);
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
    m_listener.onExecution(execution);
    pushWallet();
}

void TradingAccount::onSettlement(SymbolId symbol)
{
    const std::vector<std::uint32_t> live = m_orders.live(symbol);
    for (const std::uint32_t number : live)
        if (!m_orders.at(number).state.isPositionStop)
            end(m_orders.at(number), OrderStatus::Cancelled, OrderEndReason::SymbolNotTrading);
    const Quantity held = m_ledger.position(symbol).quantity;
    const auto last = m_feed.last(symbol);
    if (held.isZero() || !last)
        return;
    book(nullptr, symbol, closingSide(held), *last, held.magnitude(), Liquidity::Taker, ExecutionKind::Settlement);
    positionChanged(symbol, nullptr);
}

} // namespace breakline
