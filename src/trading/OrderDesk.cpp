// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/OrderDesk.h"

#include "execution/ProtectiveRequest.h"

#include <fmt/format.h>

#include <algorithm>

namespace breakline {

namespace {

constexpr std::string_view kComponent = "orders";
/// How long after sending the venue may still take a request.
constexpr Duration kReceiveWindow = Duration::seconds(5);
/// Between two questions about an order of unknown fate, and two cancels of one
/// that turns out alive.
constexpr Duration kAskRepeat = Duration::seconds(1);
constexpr Duration kCancelRepeat = Duration::milliseconds(250);

constexpr std::string_view kPlace = "place";

/// Exits, stops and targets are tried until they succeed.
OperationPath pathOf(const TrackedOrder& order)
{
    return order.request().reduceOnly ? OperationPath::Protection : OperationPath::Entry;
}

std::optional<Decimal> toDecimal(const Instrument& instrument, const std::optional<Price>& price)
{
    return price ? std::optional(instrument.toDecimal(*price)) : std::nullopt;
}

} // namespace

OrderDesk::OrderDesk(TradingServices& services, ErrorHandler& errors, SendLimitSettings limits)
    : m_services(services)
    , m_errors(errors)
    , m_limits(limits)
{
}

std::string OrderDesk::describe(const OrderRequest& request) const
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

TrackedOrder& OrderDesk::track(const OrderRequest& request, OrderIntent intent, const std::string& traceId)
{
    const auto [place, isNew] =
        m_orders.try_emplace(request.clientId, request, intent, traceId, m_services.now());
    if (!isNew)
        failInvariant("a client order id was made twice");
    m_sequence.push_back(request.clientId);
    m_live.push_back(request.clientId);
    m_traceOfSymbol[request.symbol] = traceId;
    return place->second;
}

void OrderDesk::placeEntry(const OrderRequest& request, const std::string& traceId, bool opensPosition,
                           std::function<bool()> mayStillSend)
{
    const TrackedOrder& order = track(request, OrderIntent::Entry, traceId);
    m_services.decisions.decision("intent", traceId, describe(request));
    const JournalTicket ticket = m_services.journal.writeIntent(rowOf(order));
    m_held.emplace(ticket, Held {request.clientId, std::move(mayStillSend), opensPosition});
}

void OrderDesk::place(const OrderRequest& request, OrderIntent intent, const std::string& traceId)
{
    TrackedOrder& order = track(request, intent, traceId);
    m_services.decisions.decision("intent", traceId, describe(request));
    m_services.journal.writeIntent(rowOf(order));
    send(order);
}

void OrderDesk::durable(JournalTicket upTo)
{
    while (!m_held.empty() && m_held.begin()->first <= upTo) {
        const Held held = std::move(m_held.begin()->second);
        m_held.erase(m_held.begin());
        TrackedOrder& order = m_orders.at(held.clientId);
        const OrderRequest& request = order.request();
        if (order.isFinal())
            continue;
        if (!held.mayStillSend()) {
            withdraw(order);
            continue;
        }
        std::vector<RestingExit> exits;
        for (const TrackedOrder* other : liveOrders(request.symbol))
            if (other->request().reduceOnly && other->request().price)
                exits.push_back({other->request().side, *other->request().price});
        std::optional<Price> mark = m_services.board.mark(request.symbol);
        if (!mark)
            mark = m_services.board.last(request.symbol);
        const auto refusal = m_limits.check(request, held.opensPosition, mark, exits,
                                            m_services.board.instrument(request.symbol), m_services.now());
        if (refusal) {
            m_services.log.error(kComponent, m_services.symbolName(request.symbol), order.traceId(),
                                 fmt::format("refused by the last check before sending: {} {} against {}",
                                             toText(refusal->reason), refusal->value, refusal->threshold));
            m_services.decisions.decision("send_refused", order.traceId(),
                                          fmt::format("{} {} {} {}", held.clientId, toText(refusal->reason),
                                                      refusal->value, refusal->threshold));
            order.apply(OrderTrigger::Rejected, m_services.now());
            ended(held.clientId);
            writeRow(order);
            Q_EMIT placeAnswered(held.clientId, SendOutcome::Refused, OrderEndReason::Other);
            continue;
        }
        m_limits.recordSent(request, held.opensPosition, m_services.now());
        send(order);
    }
}

void OrderDesk::journalFailed()
{
    while (!m_held.empty()) {
        const std::string clientId = m_held.begin()->second.clientId;
        m_held.erase(m_held.begin());
        if (TrackedOrder& order = m_orders.at(clientId); !order.isFinal())
            withdraw(order);
    }
}

void OrderDesk::withdraw(TrackedOrder& order)
{
    const std::string clientId = order.clientId();
    order.apply(OrderTrigger::Cancelled, m_services.now());
    ended(clientId);
    writeRow(order);
    Q_EMIT placeAnswered(clientId, SendOutcome::Refused, OrderEndReason::ByUser);
}

void OrderDesk::send(TrackedOrder& order)
{
    // A copy: observers of `sent` may change the registry.
    const std::string clientId = order.clientId();
    if (const auto form = checkProtective(order.request()); !form)
        failInvariant(form.error().message.c_str());
    const RequestId request = m_services.gateway.placeOrder(order.request());
    m_pending.emplace(request, Pending {RequestKind::Place, clientId});
    m_services.decisions.command("place", order.traceId(), describe(order.request()));
    m_services.log.trade(kComponent, m_services.symbolName(order.request().symbol), order.traceId(),
                         "sent: " + describe(order.request()));
    order.apply(OrderTrigger::Sent, m_services.now());
    writeRow(order);
    Q_EMIT sent(clientId);
}

bool OrderDesk::repeatLater(const TrackedOrder& order, const RequestAnswer& answer)
{
    if (answer.result != AnswerClass::Transient)
        return false;
    OperationError error;
    error.time = m_services.now();
    error.component = kComponent;
    error.operation = kPlace;
    error.kind = ErrorKind::Transient;
    error.path = pathOf(order);
    error.symbol = m_services.symbolName(order.request().symbol);
    error.message = answer.message;
    const RecoveryAction action = m_errors.handle(error, TradingState::Execution);
    if (!action.retryAt)
        return false;
    m_services.timers.at(*action.retryAt, [this, clientId = order.clientId()] { repeat(clientId); });
    return true;
}

void OrderDesk::repeat(const std::string& clientId)
{
    TrackedOrder& order = m_orders.at(clientId);
    if (order.status() != OrderStatus::Sent)
        return;
    const bool mayEnter = m_services.gate.isOpen() && !m_cancelWanted.contains(clientId);
    if ((order.intent() == OrderIntent::Entry && !mayEnter)
        || !m_errors.mayCall(kComponent, kPlace, pathOf(order), m_services.now())) {
        withdraw(order);
        return;
    }
    const RequestId request = m_services.gateway.placeOrder(order.request());
    m_pending.emplace(request, Pending {RequestKind::Place, clientId});
    m_services.decisions.command("place_again", order.traceId(), clientId);
}

void OrderDesk::cancel(const std::string& clientId)
{
    const auto found = m_orders.find(clientId);
    if (found == m_orders.end() || found->second.isFinal())
        return;
    TrackedOrder& order = found->second;
    if (order.status() == OrderStatus::Intent)
        return; // not sent: whoever holds it says no when it becomes durable
    m_cancelWanted.insert(clientId);
    if (order.status() == OrderStatus::CancelSent)
        return;
    const RequestId request = m_services.gateway.cancelOrder(order.request().symbol, clientId);
    m_pending.emplace(request, Pending {RequestKind::Cancel, clientId});
    m_services.decisions.command("cancel", order.traceId(), clientId);
    order.apply(OrderTrigger::CancelRequested, m_services.now());
    writeRow(order);
}

void OrderDesk::ended(const std::string& clientId)
{
    std::erase(m_live, clientId);
    m_cancelWanted.erase(clientId);
}

void OrderDesk::askAgain(const std::string& clientId)
{
    // The children of an entry are asked for by their transaction.
    if (m_orders.at(clientId).intent() == OrderIntent::Entry)
        return;
    m_services.timers.after(kAskRepeat, [this, clientId] {
        if (m_orders.at(clientId).status() != OrderStatus::Unknown)
            return;
        query(clientId);
        askAgain(clientId);
    });
}

void OrderDesk::cancelAgain(const std::string& clientId)
{
    m_services.timers.after(kCancelRepeat, [this, clientId] {
        if (m_cancelWanted.contains(clientId))
            cancel(clientId);
    });
}

void OrderDesk::query(const std::string& clientId)
{
    const auto found = m_orders.find(clientId);
    if (found == m_orders.end())
        return;
    const RequestId request = m_services.gateway.requestOrder(found->second.request().symbol, clientId);
    m_pending.emplace(request, Pending {RequestKind::Query, clientId});
    m_services.decisions.command("query", found->second.traceId(), clientId);
}

void OrderDesk::handle(const RequestAnswer& answer)
{
    const auto pending = m_pending.find(answer.request);
    if (pending == m_pending.end())
        return;
    const Pending what = std::move(pending->second);
    m_pending.erase(pending);
    TrackedOrder& order = m_orders.at(what.clientId);
    SendOutcome outcome = SendOutcome::Refused;
    if (answer.result == AnswerClass::Ok || answer.result == AnswerClass::Benign)
        outcome = SendOutcome::Taken;
    else if (answer.result == AnswerClass::Unknown)
        outcome = SendOutcome::Unknown;

    if (outcome != SendOutcome::Taken)
        m_services.log.warning(kComponent, m_services.symbolName(order.request().symbol), order.traceId(),
                               fmt::format("{}: {}", what.clientId, answer.message));
    switch (what.kind) {
    case RequestKind::Place:
        if (outcome == SendOutcome::Refused && repeatLater(order, answer))
            break;
        if (outcome == SendOutcome::Taken)
            m_errors.succeeded(kComponent, kPlace, pathOf(order), m_services.now());
        if (outcome == SendOutcome::Refused) {
            // "Used before" of a request of ours says that it arrived: ask.
            if (answer.reason == OrderEndReason::DuplicateClientId) {
                order.apply(OrderTrigger::TimedOut, m_services.now());
                outcome = SendOutcome::Unknown;
            } else {
                order.setEndReason(answer.reason);
                order.apply(OrderTrigger::Rejected, m_services.now());
                ended(what.clientId);
            }
        } else if (outcome == SendOutcome::Unknown) {
            order.apply(OrderTrigger::TimedOut, m_services.now());
        } else if (order.status() == OrderStatus::Sent) {
            order.apply(OrderTrigger::Acknowledged, m_services.now());
        }
        writeRow(order);
        if (order.status() == OrderStatus::Unknown && order.intent() != OrderIntent::Entry) {
            query(what.clientId);
            askAgain(what.clientId);
        }
        Q_EMIT placeAnswered(what.clientId, outcome, answer.reason);
        break;
    case RequestKind::Cancel:
        // A refused cancel says nothing of the order: its own news, or a
        // question, tells what it is.
        if (outcome != SendOutcome::Taken && !order.isFinal()) {
            order.apply(OrderTrigger::TimedOut, m_services.now());
            writeRow(order);
            query(what.clientId);
            askAgain(what.clientId);
        }
        Q_EMIT cancelAnswered(what.clientId, outcome);
        break;
    case RequestKind::Query: break; // answered by OrderAnswer; a failed question is asked again by its asker
    }
}

void OrderDesk::handle(const OrderAnswer& answer)
{
    const auto pending = m_pending.find(answer.request);
    if (pending != m_pending.end())
        m_pending.erase(pending);
    if (answer.order) {
        handle(*answer.order);
    } else if (const auto found = m_orders.find(answer.clientId); found != m_orders.end()) {
        // The venue knows none, and a request that is still under way would have
        // to arrive within its receive window.
        TrackedOrder& order = found->second;
        if (order.sentAt() && m_services.now() - *order.sentAt() >= kReceiveWindow
            && order.apply(OrderTrigger::QueryFoundNone, m_services.now())) {
            ended(answer.clientId);
            writeRow(order);
        }
    }
    Q_EMIT queryAnswered(answer.clientId, answer.order);
}

void OrderDesk::handle(const OrderUpdate& update)
{
    if (update.clientId.empty()) {
        updateVenueOrder(update);
        Q_EMIT orderUpdated(update);
        return;
    }
    const auto found = m_orders.find(update.clientId);
    if (found == m_orders.end()) {
        m_services.log.warning(kComponent, m_services.symbolName(update.symbol), {},
                               "the venue reports an order that is not of this session: " + update.clientId);
        return;
    }
    TrackedOrder& order = found->second;
    const auto changed = order.apply(update);
    if (!changed) {
        m_services.log.error(kComponent, m_services.symbolName(update.symbol), order.traceId(),
                             fmt::format("{}: {}", update.clientId, changed.error().message));
    } else if (order.status() == OrderStatus::Rejected && !breakline::isFinal(update.status)
               && !order.request().reduceOnly) {
        // An entry that was given up is alive after all: it must not rest there.
        m_services.gateway.cancelOrder(update.symbol, update.clientId);
        m_services.decisions.command("cancel", order.traceId(), update.clientId);
    } else if (*changed) {
        if (order.isFinal())
            ended(update.clientId);
        writeRow(order);
    }
    if (m_cancelWanted.contains(update.clientId) && order.status() != OrderStatus::CancelSent
        && order.status() != OrderStatus::Unknown)
        cancelAgain(update.clientId);
    Q_EMIT orderUpdated(update);
}

void OrderDesk::updateVenueOrder(const OrderUpdate& update)
{
    m_venueOrders.insert_or_assign(update.venueId, update);
    const Instrument& instrument = m_services.board.instrument(update.symbol);
    OrderRow row;
    row.time = update.time;
    const auto trace = m_traceOfSymbol.find(update.symbol);
    row.traceId = trace == m_traceOfSymbol.end() ? std::string() : trace->second;
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

void OrderDesk::handle(const Execution& execution)
{
    if (!m_executions.insert(execution.venueTradeId).second)
        return;
    const Instrument& instrument = m_services.board.instrument(execution.symbol);
    TrackedOrder* order = nullptr;
    if (const auto found = m_orders.find(execution.clientId); found != m_orders.end()) {
        order = &found->second;
        if (const auto applied = order->apply(execution); !applied)
            m_services.log.error(kComponent, instrument.symbol, order->traceId(), applied.error().message);
        if (order->isFinal())
            ended(execution.clientId);
        writeRow(*order);
    }
    if (execution.kind != ExecutionKind::Funding) {
        ++m_fills;
        FillRow row;
        row.time = execution.time;
        const auto trace = m_traceOfSymbol.find(execution.symbol);
        row.traceId = order != nullptr       ? order->traceId()
            : trace == m_traceOfSymbol.end() ? std::string()
                                             : trace->second;
        row.venueTradeId = execution.venueTradeId;
        row.clientId = execution.clientId;
        row.symbol = instrument.symbol;
        row.side = execution.side;
        row.quantity = instrument.toDecimal(execution.quantity);
        row.price = instrument.toDecimal(execution.price);
        row.fee = execution.fee;
        row.liquidity = execution.liquidity;
        m_services.log.trade(kComponent, instrument.symbol, row.traceId,
                             fmt::format("filled: {} {} at {}, fee {}, {}", toText(row.side),
                                         row.quantity.toString(), row.price.toString(), row.fee.toString(),
                                         toText(row.liquidity)));
        m_services.journal.write(std::move(row));
    }
    Q_EMIT executed(execution, order);
}

OrderRow OrderDesk::rowOf(const TrackedOrder& order) const
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

void OrderDesk::writeRow(const TrackedOrder& order)
{
    m_services.journal.write(rowOf(order));
}

const TrackedOrder* OrderDesk::find(const std::string& clientId) const
{
    const auto found = m_orders.find(clientId);
    return found == m_orders.end() ? nullptr : &found->second;
}

std::vector<const TrackedOrder*> OrderDesk::liveOrders() const
{
    std::vector<const TrackedOrder*> orders;
    orders.reserve(m_live.size());
    for (const std::string& clientId : m_live)
        orders.push_back(&m_orders.at(clientId));
    return orders;
}

std::vector<const TrackedOrder*> OrderDesk::liveOrders(SymbolId symbol) const
{
    std::vector<const TrackedOrder*> orders;
    for (const std::string& clientId : m_live) {
        const TrackedOrder& order = m_orders.at(clientId);
        if (order.request().symbol == symbol)
            orders.push_back(&order);
    }
    return orders;
}

std::vector<const TrackedOrder*> OrderDesk::newest(std::size_t count) const
{
    std::vector<const TrackedOrder*> orders;
    const std::size_t first = m_sequence.size() > count ? m_sequence.size() - count : 0;
    for (std::size_t i = first; i < m_sequence.size(); ++i)
        orders.push_back(&m_orders.at(m_sequence[i]));
    return orders;
}

std::size_t OrderDesk::liveVenueOrders() const
{
    return static_cast<std::size_t>(std::ranges::count_if(
        m_venueOrders, [](const auto& entry) { return !isFinal(entry.second.status); }));
}

} // namespace breakline
