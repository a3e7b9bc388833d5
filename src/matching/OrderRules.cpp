// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/OrderRules.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace breakline {

namespace {

bool isStop(OrderType type)
{
    return type == OrderType::StopMarket || type == OrderType::StopLimit;
}

bool hasLimit(OrderType type)
{
    return type == OrderType::Limit || type == OrderType::StopLimit;
}

bool isClientId(std::string_view text)
{
    return !text.empty() && text.size() <= 36 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
    });
}

} // namespace

OrderRules::OrderRules(const VenueSettings& settings, const MarketFeed& feed, const MarginLedger& ledger,
                       const OrderStore& orders)
    : m_settings(settings), m_feed(feed), m_ledger(ledger), m_orders(orders)
{
}

Refusal OrderRules::check(const PlaceRequest& wanted) const
{
    const OrderRequest& request = wanted.order;
    if (request.symbol.index >= m_feed.instruments().size())
        return OrderEndReason::SymbolNotTrading;
    const Instrument& instrument = m_feed.instrument(request.symbol);
    const bool reduceOnly = request.reduceOnly || request.closeOnTrigger;
    if (instrument.status != InstrumentStatus::Trading
        && !(instrument.status == InstrumentStatus::ReduceOnly && reduceOnly))
        return OrderEndReason::SymbolNotTrading;
    if (!request.clientId.empty() && !isClientId(request.clientId))
        return OrderEndReason::Other;
    if (!request.clientId.empty() && m_orders.isKnown(request.clientId))
        return OrderEndReason::DuplicateClientId;
    if (const auto reason = checkQuantity(instrument, request); reason != OrderEndReason::None)
        return reason;
    if (const auto refusal = checkPrices(wanted); !refusal.isNone())
        return refusal;

    if (reduceOnly) {
        if (request.stop || wanted.takeProfit)
            return {OrderEndReason::ReduceOnly, RefusalDetail::Attached};
        // Of a conditional order it is asked when it triggers.
        if (!isStop(request.type)) {
            const Quantity held = m_ledger.position(request.symbol).quantity;
            if (held.isZero() || (held.lots > 0) != (request.side == Side::Sell))
                return OrderEndReason::ReduceOnly;
            const bool rests = request.type == OrderType::Limit
                && (request.timeInForce == TimeInForce::GoodTillCancel
                    || request.timeInForce == TimeInForce::PostOnly);
            if (rests && workingReduceOnly(request.symbol) + request.quantity > held.magnitude())
                return OrderEndReason::ReduceOnly;
        }
    }
    if (const auto refusal = checkCounts(wanted); !refusal.isNone())
        return refusal;
    if (reduceOnly)
        return OrderEndReason::None;

    Price price;
    if (hasLimit(request.type)) {
        price = *request.price;
    } else if (isStop(request.type)) {
        price = *request.trigger;
    } else {
        const auto& opposing = m_feed.opposing(request.symbol, request.side);
        price = opposing.empty() ? *m_feed.mark(request.symbol) : opposing.front().price;
    }
    if (instrument.notional(price, request.quantity) < instrument.minNotional)
        return OrderEndReason::BelowMinimumNotional;
    if (!isStop(request.type) && !hasMargin(request.symbol, request.side, request.quantity, price))
        return OrderEndReason::InsufficientMargin;
    return OrderEndReason::None;
}

Refusal OrderRules::checkAmend(const VenueOrder& order, const PlaceRequest& after) const
{
    const OrderRequest& request = after.order;
    const SymbolId symbol = request.symbol;
    const Instrument& instrument = m_feed.instrument(symbol);
    if (instrument.status == InstrumentStatus::Delivering)
        return OrderEndReason::SymbolNotTrading;
    const bool movesStop = request.stop != order.stop || after.takeProfit != order.takeProfit;
    if (movesStop && order.state.reduceOnly)
        return {OrderEndReason::ReduceOnly, RefusalDetail::Attached};
    if (movesStop && !order.state.filled.isZero())
        return OrderEndReason::Other;
    if (movesStop && m_settings.amendKeepsFullStop)
        return {OrderEndReason::Other, RefusalDetail::Attached};
    if (request.quantity != order.state.quantity) {
        if (request.quantity <= order.state.filled)
            return OrderEndReason::InvalidQuantity;
        if (const auto reason = checkQuantity(instrument, request); reason != OrderEndReason::None)
            return reason;
    }
    if (request.price && request.price->ticks <= 0)
        return OrderEndReason::InvalidPrice;
    const bool movesTrigger = request.trigger != order.state.trigger || request.triggerBy != order.triggerBy;
    if (movesTrigger) {
        const auto refusal = checkTrigger(symbol, order.direction, *request.trigger, request.triggerBy);
        if (!refusal.isNone())
            return refusal;
    }
    if (movesStop) {
        if (const auto refusal = checkAttached(after); !refusal.isNone())
            return refusal;
        const int before = (order.stop ? 1 : 0) + (order.takeProfit ? 1 : 0);
        const int now = (request.stop ? 1 : 0) + (after.takeProfit ? 1 : 0);
        if (now > before && m_settings.fullStopCountsAsConditional && !hasRoomForConditional(symbol, now - before))
            return {OrderEndReason::TooManyOrders, RefusalDetail::Conditional};
    }
    if (request.type == OrderType::Limit && request.price != order.state.price)
        if (const auto reason = checkBand(request); reason != OrderEndReason::None)
            return reason;
    const Quantity left = request.quantity - order.state.filled;
    if (order.state.reduceOnly) {
        const Quantity working = workingReduceOnly(symbol) - order.remaining() + left;
        if (!order.isConditional() && working > m_ledger.position(symbol).quantity.magnitude())
            return OrderEndReason::ReduceOnly;
        return OrderEndReason::None;
    }
    const Price price = request.price ? *request.price : *request.trigger;
    if (instrument.notional(price, request.quantity) < instrument.minNotional)
        return OrderEndReason::BelowMinimumNotional;
    return OrderEndReason::None;
}

OrderEndReason OrderRules::checkQuantity(const Instrument& instrument, const OrderRequest& request) const
{
    if (request.quantity.lots <= 0)
        return OrderEndReason::InvalidQuantity;
    if (request.quantity < instrument.minQuantity) {
        // The rest of a position may be closed, however small it is.
        const Quantity held = m_ledger.position(request.symbol).quantity.magnitude();
        if (!request.reduceOnly || held.isZero() || request.quantity < held)
            return OrderEndReason::InvalidQuantity;
    }
    const auto& most = hasLimit(request.type) ? instrument.maxLimitQuantity : instrument.maxMarketQuantity;
    if (most && request.quantity > *most)
        return OrderEndReason::InvalidQuantity;
    return OrderEndReason::None;
}

Refusal OrderRules::checkPrices(const PlaceRequest& wanted) const
{
    const OrderRequest& request = wanted.order;
    if (hasLimit(request.type) != request.price.has_value() || (request.price && request.price->ticks <= 0))
        return OrderEndReason::InvalidPrice;
    if (isStop(request.type) != request.trigger.has_value() || (request.trigger && request.trigger->ticks <= 0))
        return OrderEndReason::InvalidPrice;
    if (!m_feed.mark(request.symbol))
        return OrderEndReason::NoLiquidity;
    if (isStop(request.type)) {
        const auto refusal = checkTrigger(request.symbol, directionOf(wanted), *request.trigger, request.triggerBy);
        if (!refusal.isNone())
            return refusal;
    }
    if (const auto refusal = checkAttached(wanted); !refusal.isNone())
        return refusal;
    return request.type == OrderType::Limit ? checkBand(request) : OrderEndReason::None;
}

Refusal OrderRules::checkAttached(const PlaceRequest& wanted) const
{
    const OrderRequest& request = wanted.order;
    for (const bool isStopLoss : {true, false}) {
        const std::optional<AttachedStop>& attached = isStopLoss ? request.stop : wanted.takeProfit;
        if (!attached)
            continue;
        if (attached->trigger.ticks <= 0)
            return OrderEndReason::InvalidPrice;
        // Beside the price at which the order is expected to trade: a stop on the
        // losing side of it, a take-profit on the winning one.
        std::optional<Price> base = request.price;
        if (!base && request.trigger)
            base = request.trigger;
        if (!base)
            base = reference(request.symbol, attached->triggerBy);
        const bool below = (request.side == Side::Buy) == isStopLoss;
        if (below ? attached->trigger >= *base : attached->trigger <= *base)
            return {OrderEndReason::TriggerOnWrongSide, RefusalDetail::Attached};
    }
    return OrderEndReason::None;
}

OrderEndReason OrderRules::checkBand(const OrderRequest& request) const
{
    const auto edge = bandEdge(request.symbol, request.side);
    if (edge && (request.side == Side::Buy ? *request.price > *edge : *request.price < *edge))
        return OrderEndReason::PriceBand;
    return OrderEndReason::None;
}

Refusal OrderRules::checkCounts(const PlaceRequest& wanted) const
{
    const OrderRequest& request = wanted.order;
    if (isStop(request.type) && !hasRoomForConditional(request.symbol))
        return {OrderEndReason::TooManyOrders, RefusalDetail::Conditional};
    int active = 0;
    bool hasStop = false;
    bool hasTakeProfit = false;
    for (const std::uint32_t number : m_orders.live(request.symbol)) {
        const VenueOrder& order = m_orders.at(number);
        active += order.isConditional() ? 0 : 1;
        hasStop = hasStop || order.origin == OrderOrigin::StopLoss;
        hasTakeProfit = hasTakeProfit || order.origin == OrderOrigin::TakeProfit;
    }
    if (!isStop(request.type) && active >= m_settings.maxActiveOrders)
        return OrderEndReason::TooManyOrders;
    // What comes with the order and replaces none needs a place of its own.
    const int more = (request.stop && !hasStop ? 1 : 0) + (wanted.takeProfit && !hasTakeProfit ? 1 : 0);
    if (more > 0 && m_settings.fullStopCountsAsConditional && !hasRoomForConditional(request.symbol, more))
        return {OrderEndReason::TooManyOrders, RefusalDetail::Conditional};
    return OrderEndReason::None;
}

Refusal OrderRules::checkTrigger(SymbolId symbol, TriggerDirection direction, Price trigger, TriggerBy triggerBy) const
{
    if (trigger.ticks <= 0)
        return OrderEndReason::InvalidPrice;
    const auto price = reference(symbol, triggerBy);
    if (!price)
        return OrderEndReason::NoLiquidity;
    if (direction == TriggerDirection::Fall ? trigger < *price : trigger > *price)
        return OrderEndReason::None;
    return {OrderEndReason::TriggerOnWrongSide,
            direction == TriggerDirection::Fall ? RefusalDetail::Falling : RefusalDetail::None};
}

bool OrderRules::hasRoomForConditional(SymbolId symbol, int more) const
{
    int count = more;
    for (const std::uint32_t number : m_orders.live(symbol)) {
        const VenueOrder& order = m_orders.at(number);
        if (order.isConditional() && (!order.isPositionOrder() || m_settings.fullStopCountsAsConditional))
            ++count;
    }
    return count <= m_settings.maxConditionalOrders;
}

std::optional<Price> OrderRules::reference(SymbolId symbol, TriggerBy triggerBy) const
{
    return triggerBy == TriggerBy::MarkPrice ? m_feed.mark(symbol) : m_feed.last(symbol);
}

std::optional<Price> OrderRules::bandEdge(SymbolId symbol, Side side) const
{
    const Instrument& instrument = m_feed.instrument(symbol);
    const auto mark = m_feed.mark(symbol);
    if (!mark || instrument.priceBand.isZero())
        return std::nullopt;
    const Decimal one = Decimal::fromUnits(1);
    const Decimal factor = side == Side::Buy ? one + instrument.priceBand : one - instrument.priceBand;
    const auto ticks = (factor * mark->ticks).countOf(one, side == Side::Buy ? Rounding::Down : Rounding::Up);
    if (!ticks)
        return std::nullopt;
    return Price{std::max<std::int64_t>(*ticks, 1)};
}

Quantity OrderRules::workingReduceOnly(SymbolId symbol) const
{
    Quantity sum;
    for (const std::uint32_t number : m_orders.live(symbol)) {
        const VenueOrder& order = m_orders.at(number);
        if (order.state.reduceOnly && !order.isConditional())
            sum += order.remaining();
    }
    return sum;
}

Decimal OrderRules::marginFor(SymbolId symbol, Price price, Quantity quantity) const
{
    const Instrument& instrument = m_feed.instrument(symbol);
    const Decimal value = instrument.notional(price, quantity);
    return MarginLedger::share(value, m_ledger.position(symbol).leverage)
        + MarginLedger::feeOf(value, instrument.takerFeeRate);
}

Decimal OrderRules::orderMargin(SymbolId symbol) const
{
    const Quantity held = m_ledger.position(symbol).quantity;
    // Lots of the position that earlier orders of the other side have not yet spoken for.
    Quantity reducible = held.magnitude();
    Decimal sum;
    for (const std::uint32_t number : m_orders.live(symbol)) {
        const VenueOrder& order = m_orders.at(number);
        if (order.state.reduceOnly || order.isConditional() || !order.state.price)
            continue;
        Quantity left = order.remaining();
        if (!held.isZero() && (held.lots > 0) == (order.state.side == Side::Sell)) {
            const Quantity free = std::min(left, reducible);
            reducible -= free;
            left -= free;
        }
        if (!left.isZero())
            sum += marginFor(symbol, *order.state.price, left);
    }
    return sum;
}

bool OrderRules::hasMargin(SymbolId symbol, Side side, Quantity quantity, Price price) const
{
    const Quantity held = m_ledger.position(symbol).quantity;
    Quantity left = quantity;
    if (!held.isZero() && (held.lots > 0) == (side == Side::Sell)) {
        Quantity reducible = held.magnitude();
        for (const std::uint32_t number : m_orders.live(symbol)) {
            const VenueOrder& order = m_orders.at(number);
            if (order.state.side == side && !order.state.reduceOnly && !order.isConditional())
                reducible -= std::min(reducible, order.remaining());
        }
        left -= std::min(left, reducible);
    }
    return left.isZero() || marginFor(symbol, price, left) <= available();
}

Decimal OrderRules::available() const
{
    Decimal result = m_ledger.wallet() - m_ledger.positionMargins();
    for (const Instrument& instrument : m_feed.instruments().all())
        if (!m_orders.live(instrument.id).empty())
            result -= orderMargin(instrument.id);
    return result;
}

} // namespace breakline
