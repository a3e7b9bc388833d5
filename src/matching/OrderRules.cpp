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

OrderEndReason OrderRules::check(const OrderRequest& request) const
{
    if (request.symbol.index >= m_feed.instruments().size())
        return OrderEndReason::SymbolNotTrading;
    const Instrument& instrument = m_feed.instrument(request.symbol);
    const bool reduceOnly = request.reduceOnly || request.closeOnTrigger;
    if (instrument.status != InstrumentStatus::Trading
        && !(instrument.status == InstrumentStatus::ReduceOnly && reduceOnly))
        return OrderEndReason::SymbolNotTrading;
    if (!isClientId(request.clientId))
        return OrderEndReason::Other;
    if (m_orders.isKnown(request.clientId))
        return OrderEndReason::DuplicateClientId;
    if (const auto reason = checkQuantity(instrument, request); reason != OrderEndReason::None)
        return reason;
    if (const auto reason = checkPrices(request); reason != OrderEndReason::None)
        return reason;

    if (reduceOnly) {
        if (request.stop)
            return OrderEndReason::ReduceOnly;
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
    if (const auto reason = checkCounts(request); reason != OrderEndReason::None)
        return reason;
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

OrderEndReason OrderRules::checkPrices(const OrderRequest& request) const
{
    if (hasLimit(request.type) != request.price.has_value() || (request.price && request.price->ticks <= 0))
        return OrderEndReason::InvalidPrice;
    if (isStop(request.type) != request.trigger.has_value() || (request.trigger && request.trigger->ticks <= 0))
        return OrderEndReason::InvalidPrice;
    const auto mark = m_feed.mark(request.symbol);
    if (!mark)
        return OrderEndReason::NoLiquidity;
    if (isStop(request.type)) {
        const auto reason = checkStop(request.symbol, request.side, *request.trigger, request.triggerBy);
        if (reason != OrderEndReason::None)
            return reason;
    }
    if (request.stop) {
        if (request.stop->trigger.ticks <= 0)
            return OrderEndReason::InvalidPrice;
        // On the losing side of the price at which the order is expected to trade.
        std::optional<Price> base = request.price;
        if (!base && request.trigger)
            base = request.trigger;
        if (!base)
            base = reference(request.symbol, request.stop->triggerBy);
        const bool right
            = request.side == Side::Buy ? request.stop->trigger < *base : request.stop->trigger > *base;
        if (!right)
            return OrderEndReason::TriggerOnWrongSide;
    }
    if (request.type == OrderType::Limit) {
        const auto edge = bandEdge(request.symbol, request.side);
        if (edge && (request.side == Side::Buy ? *request.price > *edge : *request.price < *edge))
            return OrderEndReason::PriceBand;
    }
    return OrderEndReason::None;
}

OrderEndReason OrderRules::checkCounts(const OrderRequest& request) const
{
    if (isStop(request.type) && !hasRoomForConditional(request.symbol))
        return OrderEndReason::TooManyOrders;
    int active = 0;
    bool hasPositionStop = false;
    for (const std::uint32_t number : m_orders.live(request.symbol)) {
        const VenueOrder& order = m_orders.at(number);
        active += order.isConditional() ? 0 : 1;
        hasPositionStop = hasPositionStop || order.state.isPositionStop;
    }
    if (!isStop(request.type) && active >= m_settings.maxActiveOrders)
        return OrderEndReason::TooManyOrders;
    // A stop that comes with the order and replaces none needs a place of its own.
    if (request.stop && m_settings.fullStopCountsAsConditional && !hasPositionStop
        && !hasRoomForConditional(request.symbol))
        return OrderEndReason::TooManyOrders;
    return OrderEndReason::None;
}

OrderEndReason OrderRules::checkStop(SymbolId symbol, Side closingSide, Price trigger, TriggerBy triggerBy) const
{
    if (trigger.ticks <= 0)
        return OrderEndReason::InvalidPrice;
    const auto price = reference(symbol, triggerBy);
    if (!price)
        return OrderEndReason::NoLiquidity;
    const bool right = closingSide == Side::Sell ? trigger < *price : trigger > *price;
    return right ? OrderEndReason::None : OrderEndReason::TriggerOnWrongSide;
}

bool OrderRules::hasRoomForConditional(SymbolId symbol) const
{
    int count = 0;
    for (const std::uint32_t number : m_orders.live(symbol)) {
        const VenueOrder& order = m_orders.at(number);
        if (order.isConditional() && (!order.state.isPositionStop || m_settings.fullStopCountsAsConditional))
            ++count;
    }
    return count < m_settings.maxConditionalOrders;
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
