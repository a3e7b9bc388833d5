// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/TradingAccount.h"

namespace breakline {

namespace {

/// What an attached stop becomes: as it was, gone, or the new one.
std::optional<AttachedStop> amended(const std::optional<AttachedStop>& before,
                                    const std::optional<AttachedStop>& wanted)
{
    if (!wanted)
        return before;
    return wanted->trigger.ticks == 0 ? std::nullopt : wanted;
}

PlaceRequest requestOf(const VenueOrder& order)
{
    PlaceRequest request;
    request.order.clientId = order.state.clientId;
    request.order.symbol = order.state.symbol;
    request.order.side = order.state.side;
    request.order.type = order.state.type;
    request.order.timeInForce = order.state.timeInForce;
    request.order.quantity = order.state.quantity;
    request.order.price = order.state.price;
    request.order.trigger = order.state.trigger;
    request.order.triggerBy = order.triggerBy;
    request.order.reduceOnly = order.state.reduceOnly;
    request.order.closeOnTrigger = order.closeOnTrigger;
    request.order.stop = order.stop;
    request.takeProfit = order.takeProfit;
    request.direction = order.direction;
    return request;
}

} // namespace

void TradingAccount::amend(RequestTag tag, const AmendRequest& request)
{
    const SymbolId symbol = request.symbol;
    VenueOrder* found = isSymbol(symbol) ? m_orders.find(symbol, request.order) : nullptr;
    if (found == nullptr || !found->isLive())
        return answer(tag, VenueRequestKind::Amend, symbol, OrderEndReason::NotFound, request.order);
    VenueOrder& order = *found;
    const auto finish
        = [&](Refusal refusal) { answer(tag, VenueRequestKind::Amend, symbol, refusal, order.name()); };
    if (order.isPositionOrder())
        return amendPositionOrder(tag, order, request);
    if (request.price && !order.state.price)
        return finish(OrderEndReason::InvalidPrice);
    if ((request.trigger || request.triggerBy) && !order.isConditional())
        return finish(OrderEndReason::InvalidPrice);

    PlaceRequest after = requestOf(order);
    after.order.quantity = request.quantity.value_or(order.state.quantity);
    if (request.price)
        after.order.price = request.price;
    if (request.trigger)
        after.order.trigger = request.trigger;
    after.order.triggerBy = request.triggerBy.value_or(order.triggerBy);
    after.order.stop = amended(order.stop, request.stop);
    after.takeProfit = amended(order.takeProfit, request.takeProfit);
    const PlaceRequest before = requestOf(order);
    if (after.order == before.order && after.takeProfit == before.takeProfit)
        return finish(OrderEndReason::NotModified);
    if (const Refusal refusal = m_rules.checkAmend(order, after); !refusal.isNone())
        return finish(refusal);
    // Tried on, and taken back where there is less left than nothing.
    const Decimal free = m_rules.available();
    order.state.quantity = after.order.quantity;
    order.state.price = after.order.price;
    const Decimal freeAfter = m_rules.available();
    order.state.quantity = before.order.quantity;
    order.state.price = before.order.price;
    if (freeAfter.isNegative() && freeAfter < free)
        return finish(OrderEndReason::InsufficientMargin);

    finish(OrderEndReason::None);
    applyAmend(order, after);
    settle(symbol);
}

void TradingAccount::applyAmend(VenueOrder& order, const PlaceRequest& after)
{
    const SymbolId symbol = order.state.symbol;
    const Quantity more = after.order.quantity - order.state.quantity;
    const bool leavesQueue = !order.isConditional() && (after.order.price != order.state.price || more.lots > 0);
    const std::optional<Price> oldPrice = order.state.price;
    order.state.quantity = after.order.quantity;
    order.state.price = after.order.price;
    order.state.trigger = after.order.trigger;
    order.triggerBy = after.order.triggerBy;
    order.stop = after.order.stop;
    order.state.attachedStop = order.stop ? std::optional(order.stop->trigger) : std::nullopt;
    order.takeProfit = after.takeProfit;
    if (leavesQueue) {
        at(symbol).book.cancel(order.handle);
        forgetQueue(symbol, order.state.side, *oldPrice);
        push(order);
        executeLimit(order);
        return;
    }
    if (more.lots < 0 && !order.isConditional())
        at(symbol).book.reduce(order.handle, -more);
    push(order);
    if (order.isConditional())
        noteCoverage(symbol);
}

void TradingAccount::amendPositionOrder(RequestTag tag, VenueOrder& order, const AmendRequest& request)
{
    const SymbolId symbol = order.state.symbol;
    const auto finish
        = [&](Refusal refusal) { answer(tag, VenueRequestKind::Amend, symbol, refusal, order.name()); };
    if (request.quantity)
        return finish(OrderEndReason::InvalidQuantity);
    if (request.price)
        return finish(OrderEndReason::InvalidPrice);
    if (request.stop || request.takeProfit)
        return finish({OrderEndReason::ReduceOnly, RefusalDetail::Attached});
    const AttachedStop wanted{request.trigger.value_or(*order.state.trigger),
                              request.triggerBy.value_or(order.triggerBy)};
    if (stands(symbol, order.origin, wanted))
        return finish(OrderEndReason::NotModified);
    if (const Refusal refusal = m_rules.checkTrigger(symbol, order.direction, wanted.trigger, wanted.triggerBy);
        !refusal.isNone())
        return finish(refusal);
    finish(OrderEndReason::None);
    changeTradingStop(symbol, order.origin, wanted);
    pushPosition(symbol);
    noteCoverage(symbol);
    settle(symbol);
}

} // namespace breakline
