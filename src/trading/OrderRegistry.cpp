// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/OrderRegistry.h"

#include "trading/ClientIds.h"
#include "trading/LogComponent.h"

#include <fmt/format.h>

#include <algorithm>

namespace breakline {

namespace {

constexpr int kAveragePlaces = 18;

std::optional<Decimal> toDecimal(const Instrument& instrument, const std::optional<Price>& price)
{
    return price ? std::optional(instrument.toDecimal(*price)) : std::nullopt;
}

} // namespace

OrderRegistry::OrderRegistry(TradingServices& services)
    : m_services(services)
{
}

std::string OrderRegistry::describe(const OrderRequest& request) const
{
    const Instrument& instrument = m_services.board.instrument(request.symbol);
    std::string text = fmt::format("{} {} {} {}", request.clientId, instrument.symbol, toText(request.side),
                                   toText(request.type));
    text +=
        fmt::format(" {} {}", instrument.toDecimal(request.quantity).toString(), toText(request.timeInForce));
    if (request.price)
        text += " at " + instrument.toDecimal(*request.price).toString();
    if (request.trigger)
        text += " trigger " + instrument.toDecimal(*request.trigger).toString();
    if (request.reduceOnly)
        text += " reduce-only";
    if (request.stop)
        text += " stop " + instrument.toDecimal(request.stop->trigger).toString();
    return text;
}

std::string OrderRegistry::nextId(const std::string& traceId, std::string_view role, int slice, int attempt)
{
    ClientIdRow row;
    row.traceId = traceId;
    row.clientId = clientOrderId(m_services.settings.sessionId, traceId, role, slice, attempt);
    row.role = role;
    row.slice = slice;
    row.attempt = attempt;
    std::string clientId = row.clientId;
    m_announced.insert_or_assign(clientId, std::move(row));
    return clientId;
}

TrackedOrder& OrderRegistry::add(const OrderRequest& request, OrderIntent intent, const std::string& traceId)
{
    const auto [place, isNew] =
        m_orders.try_emplace(request.clientId, request, intent, traceId, m_services.now());
    if (!isNew)
        failInvariant("a client order id was made twice");
    auto announced = m_announced.extract(request.clientId);
    if (announced.empty())
        failInvariant("a client order id was not made here");
    announced.mapped().time = m_services.now();
    m_services.journal.write(std::move(announced.mapped()));
    m_sequence.push_back(request.clientId);
    m_live.push_back(request.clientId);
    m_traceOfSymbol[request.symbol] = traceId;
    return place->second;
}

void OrderRegistry::updateVenueOrder(const OrderUpdate& update)
{
    if (const auto executed = m_venueExecuted.find(update.venueId); executed != m_venueExecuted.end())
        executed->second.isUnheard = false;
    writeVenueOrder(update);
}

void OrderRegistry::writeVenueOrder(const OrderUpdate& update)
{
    m_venueOrders.insert_or_assign(update.venueId, update);
    const Instrument& instrument = m_services.board.instrument(update.symbol);
    OrderRow row;
    row.time = update.time;
    row.traceId = traceOf(update.symbol);
    row.venueId = update.venueId;
    row.symbol = instrument.symbol;
    row.side = update.side;
    row.type = update.type;
    row.timeInForce = update.timeInForce;
    row.reduceOnly = update.reduceOnly;
    row.intent = update.isPositionStop ? OrderIntent::Stop : OrderIntent::Exit;
    row.quantity = instrument.toDecimal(update.quantity);
    row.price = toDecimal(instrument, update.price);
    row.triggerPrice = toDecimal(instrument, update.trigger);
    row.status = update.status;
    row.filledQuantity = instrument.toDecimal(update.filled);
    row.averagePrice = update.averagePrice;
    m_services.journal.write(std::move(row));
}

void OrderRegistry::endVenueOrders(const std::set<std::string>& listed, Timestamp read)
{
    std::vector<OrderUpdate> over;
    for (const auto& [venueId, order] : m_venueOrders)
        if (!isFinal(order.status) && order.time <= read && !listed.contains(venueId))
            over.push_back(order);
    for (OrderUpdate& order : over) {
        order.time = read;
        order.status = OrderStatus::Cancelled;
        if (const auto found = m_venueExecuted.find(order.venueId); found != m_venueExecuted.end())
            order = filledAsExecuted(order, found->second);
        m_services.log.info(component::kOrders, m_services.symbolName(order.symbol), traceOf(order.symbol),
                            fmt::format("{} of the venue is {}, as it is no longer listed there",
                                        order.venueId, toText(order.status)));
        updateVenueOrder(order);
    }
}

OrderUpdate OrderRegistry::filledAsExecuted(OrderUpdate order, const Executed& executed) const
{
    // The position's stop follows its size: it was as large as what it closed.
    order.status = OrderStatus::Filled;
    order.quantity = order.filled = executed.quantity;
    order.averagePrice = averageOf(order.symbol, executed);
    return order;
}

std::string OrderRegistry::traceOf(SymbolId symbol) const
{
    const auto trace = m_traceOfSymbol.find(symbol);
    return trace == m_traceOfSymbol.end() ? std::string() : trace->second;
}

void OrderRegistry::writeFill(const Execution& execution, const TrackedOrder* order)
{
    const Instrument& instrument = m_services.board.instrument(execution.symbol);
    FillRow row;
    row.time = execution.time;
    row.traceId = order != nullptr ? order->traceId() : traceOf(execution.symbol);
    row.venueTradeId = execution.venueTradeId;
    row.clientId = execution.clientId;
    row.symbol = instrument.symbol;
    row.side = execution.side;
    row.quantity = instrument.toDecimal(execution.quantity);
    row.price = instrument.toDecimal(execution.price);
    row.fee = execution.fee;
    row.liquidity = execution.liquidity;
    m_services.log.trade(component::kOrders, instrument.symbol, row.traceId,
                         fmt::format("filled: {} {} at {}, fee {}, {}", toText(row.side),
                                     row.quantity.toString(), row.price.toString(), row.fee.toString(),
                                     toText(row.liquidity)));
    m_services.journal.write(std::move(row));
    // One of nothing is told in its row; it makes no order.
    if (order == nullptr && !execution.venueId.empty() && execution.quantity.lots > 0)
        addVenueExecution(execution);
}

void OrderRegistry::noteForeign(const Execution& execution)
{
    if (m_venueOrders.contains(execution.venueId) && execution.quantity.lots > 0)
        addVenueExecution(execution);
}

void OrderRegistry::addVenueExecution(const Execution& execution)
{
    // One that was another's when it was asked for may be ours when it is told.
    if (!m_venueTrades.insert(execution.venueTradeId).second)
        return;
    Executed& executed = m_venueExecuted[execution.venueId];
    executed.quantity += execution.quantity;
    executed.tickLots +=
        Decimal::fromProduct(execution.price.ticks, execution.quantity.lots, Decimal::fromUnits(1));
    const auto known = m_venueOrders.find(execution.venueId);
    executed.isUnheard = executed.isUnheard || known == m_venueOrders.end();
    if (executed.isUnheard)
        writeVenueOrder(orderOf(execution, executed));
    else if (isFinal(known->second.status) && known->second.filled < executed.quantity)
        writeVenueOrder(filledAsExecuted(known->second, executed));
}

OrderUpdate OrderRegistry::orderOf(const Execution& execution, const Executed& executed) const
{
    OrderUpdate order;
    order.venueId = execution.venueId;
    order.symbol = execution.symbol;
    order.side = execution.side;
    order.timeInForce = TimeInForce::ImmediateOrCancel;
    order.status = OrderStatus::PartiallyFilled;
    order.quantity = order.filled = executed.quantity;
    order.averagePrice = averageOf(execution.symbol, executed);
    order.time = execution.time;
    return order;
}

Decimal OrderRegistry::averageOf(SymbolId symbol, const Executed& executed) const
{
    return (m_services.board.instrument(symbol).tickSize * executed.tickLots)
        .dividedBy(Decimal::fromUnits(executed.quantity.lots), kAveragePlaces, Rounding::HalfEven);
}

OrderRow OrderRegistry::rowOf(const TrackedOrder& order) const
{
    const OrderRequest& request = order.request();
    const Instrument& instrument = m_services.board.instrument(request.symbol);
    OrderRow row;
    row.time = order.intendedAt();
    row.traceId = order.traceId();
    row.clientId = request.clientId;
    row.venueId = order.venueId();
    row.symbol = instrument.symbol;
    row.side = request.side;
    row.type = request.type;
    row.timeInForce = request.timeInForce;
    row.reduceOnly = request.reduceOnly;
    row.intent = order.intent();
    row.quantity = instrument.toDecimal(request.quantity);
    row.price = toDecimal(instrument, request.price);
    row.triggerPrice = toDecimal(instrument, request.trigger);
    row.status = order.status();
    row.filledQuantity = instrument.toDecimal(order.filled());
    row.averagePrice = order.averagePrice(instrument);
    return row;
}

void OrderRegistry::write(const TrackedOrder& order)
{
    m_services.journal.write(rowOf(order));
}

TrackedOrder* OrderRegistry::find(const std::string& clientId)
{
    const auto found = m_orders.find(clientId);
    return found == m_orders.end() ? nullptr : &found->second;
}

const TrackedOrder* OrderRegistry::find(const std::string& clientId) const
{
    const auto found = m_orders.find(clientId);
    return found == m_orders.end() ? nullptr : &found->second;
}

std::vector<const TrackedOrder*> OrderRegistry::live() const
{
    std::vector<const TrackedOrder*> orders;
    orders.reserve(m_live.size());
    for (const std::string& clientId : m_live)
        orders.push_back(&m_orders.at(clientId));
    return orders;
}

std::vector<const TrackedOrder*> OrderRegistry::live(SymbolId symbol) const
{
    std::vector<const TrackedOrder*> orders;
    for (const std::string& clientId : m_live) {
        const TrackedOrder& order = m_orders.at(clientId);
        if (order.request().symbol == symbol)
            orders.push_back(&order);
    }
    return orders;
}

std::vector<const TrackedOrder*> OrderRegistry::newest(std::size_t count) const
{
    std::vector<const TrackedOrder*> orders;
    const std::size_t first = m_sequence.size() > count ? m_sequence.size() - count : 0;
    for (std::size_t i = first; i < m_sequence.size(); ++i)
        orders.push_back(&m_orders.at(m_sequence[i]));
    return orders;
}

std::size_t OrderRegistry::liveVenueOrders() const
{
    return static_cast<std::size_t>(std::ranges::count_if(
        m_venueOrders, [](const auto& entry) { return !isFinal(entry.second.status); }));
}

} // namespace breakline
