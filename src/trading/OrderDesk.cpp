// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/OrderDesk.h"

#include "execution/ProtectiveRequest.h"
#include "trading/LogComponent.h"

#include <fmt/format.h>

namespace breakline {

namespace {

/// How long after sending the venue may still take a request.
constexpr Duration kReceiveWindow = Duration::seconds(5);
/// Between two questions about an order of unknown fate, and two cancels of one
/// that turns out alive.
constexpr Duration kAskRepeat = Duration::seconds(1);
constexpr Duration kCancelRepeat = Duration::milliseconds(250);

/// Exits, stops and targets are tried until they succeed.
OperationPath pathOf(const TrackedOrder& order)
{
    return order.request().reduceOnly ? OperationPath::Protection : OperationPath::Entry;
}

/// Nobody can say whether it was done; the code is none of those that VENUES
/// calls surely not done.
bool isUnknown(AnswerClass result)
{
    return result == AnswerClass::Unknown || result == AnswerClass::RateLimited
        || result == AnswerClass::Clock;
}

} // namespace

OrderDesk::OrderDesk(TradingServices& services, RequestDesk& requests, SendLimitSettings limits)
    : m_services(services)
    , m_requests(requests)
    , m_limits(limits)
    , m_orders(services)
    , m_intents(services)
{
}

void OrderDesk::placeEntry(const OrderRequest& request, OrderIntent intent, const std::string& traceId,
                           bool opensPosition, std::function<bool()> mayStillSend)
{
    const TrackedOrder& order = m_orders.add(request, intent, traceId);
    m_services.decisions.decision("intent", traceId, m_orders.describe(request));
    const JournalTicket ticket = m_intents.write(m_orders.rowOf(order), true);
    m_services.gateway.prepareOrder(request); // while the journal writes
    Held held {request.clientId, std::move(mayStillSend), opensPosition};
    if (!m_services.settings.protections.journalWait)
        release(held);
    else
        m_held.emplace(ticket, std::move(held));
}

void OrderDesk::place(const OrderRequest& request, OrderIntent intent, const std::string& traceId)
{
    TrackedOrder& order = m_orders.add(request, intent, traceId);
    m_services.decisions.decision("intent", traceId, m_orders.describe(request));
    m_intents.write(m_orders.rowOf(order), false);
    send(order);
}

void OrderDesk::durable(JournalTicket upTo)
{
    m_intents.durable(upTo);
    while (!m_held.empty() && m_held.begin()->first <= upTo) {
        const Held held = std::move(m_held.begin()->second);
        m_held.erase(m_held.begin());
        release(held);
    }
}

void OrderDesk::release(const Held& held)
{
    TrackedOrder& order = m_orders.at(held.clientId);
    const OrderRequest& request = order.request();
    if (order.isFinal())
        return;
    if (!held.mayStillSend()) {
        withdraw(order);
        return;
    }
    std::vector<RestingExit> exits;
    for (const TrackedOrder* other : m_orders.live(request.symbol))
        if (other->request().reduceOnly && other->request().price)
            exits.push_back({other->request().side, *other->request().price});
    std::optional<Price> mark = m_services.board.mark(request.symbol);
    if (!mark)
        mark = m_services.board.last(request.symbol);
    const auto refusal = m_limits.check(request, held.opensPosition, mark, exits,
                                        m_services.board.instrument(request.symbol), m_services.now());
    if (refusal) {
        m_services.log.error(component::kOrders, m_services.symbolName(request.symbol), order.traceId(),
                             fmt::format("refused by the last check before sending: {} {} against {}",
                                         toText(refusal->reason), refusal->value, refusal->threshold));
        m_services.decisions.decision("send_refused", order.traceId(),
                                      fmt::format("{} {} {} {}", held.clientId, toText(refusal->reason),
                                                  refusal->value, refusal->threshold));
        order.apply(OrderTrigger::Rejected, m_services.now());
        ended(held.clientId);
        m_orders.write(order);
        Q_EMIT placeAnswered(held.clientId, SendOutcome::Refused, OrderEndReason::Other);
        return;
    }
    m_limits.recordSent(request, held.opensPosition, m_services.now());
    send(order);
}

void OrderDesk::journalFailed()
{
    m_intents.failed();
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
    m_orders.write(order);
    Q_EMIT placeAnswered(clientId, SendOutcome::Refused, OrderEndReason::ByUser);
}

void OrderDesk::send(TrackedOrder& order)
{
    // A copy: observers of `sent` may change the registry.
    const std::string clientId = order.clientId();
    if (const auto form = checkProtective(order.request()); !form)
        failInvariant(form.error().message.c_str());
    VenueCall call = callFor(order, "place", pathOf(order));
    call.send = [this, clientId] { return m_services.gateway.placeOrder(requestOf(m_orders.at(clientId))); };
    call.mayRepeat = [this, clientId] {
        const TrackedOrder& still = m_orders.at(clientId);
        return still.status() == OrderStatus::Sent && !m_cancelWanted.contains(clientId)
            && (!opensOrAdds(still.intent()) || m_services.gate.isOpen());
    };
    const RequestId request = m_requests.ask(std::move(call));
    if (request == 0) {
        withdraw(order);
        return;
    }
    m_pending.emplace(request, Pending {RequestKind::Place, clientId});
    m_services.decisions.command("place", order.traceId(), m_orders.describe(order.request()));
    m_services.log.trade(component::kOrders, m_services.symbolName(order.request().symbol), order.traceId(),
                         "sent: " + m_orders.describe(order.request()));
    order.apply(OrderTrigger::Sent, m_services.now());
    m_orders.write(order);
    Q_EMIT sent(clientId);
}

OrderRequest OrderDesk::requestOf(const TrackedOrder& order) const
{
    OrderRequest request = order.request();
    const Protections& protections = m_services.settings.protections;
    if (!protections.stop)
        request.stop.reset();
    if (!protections.reduceOnly)
        request.reduceOnly = request.closeOnTrigger = false;
    return request;
}

VenueCall OrderDesk::callFor(const TrackedOrder& order, std::string_view operation, OperationPath path) const
{
    VenueCall call;
    call.component = component::kOrders;
    call.operation = operation;
    call.path = path;
    call.symbol = order.request().symbol;
    call.traceId = order.traceId();
    return call;
}

void OrderDesk::cancel(const std::string& clientId)
{
    TrackedOrder* const found = m_orders.find(clientId);
    if (found == nullptr || found->isFinal())
        return;
    TrackedOrder& order = *found;
    if (order.status() == OrderStatus::Intent)
        return; // not sent: whoever holds it says no when it becomes durable
    m_cancelWanted.insert(clientId);
    if (order.status() == OrderStatus::CancelSent)
        return;
    // Written first: what is on its way is known after a crash.
    order.apply(OrderTrigger::CancelRequested, m_services.now());
    m_orders.write(order);
    const RequestId request = sendCancel(order);
    m_pending.emplace(request, Pending {RequestKind::Cancel, clientId});
    m_services.decisions.command("cancel", order.traceId(), clientId);
}

RequestId OrderDesk::sendCancel(const TrackedOrder& order)
{
    VenueCall call = callFor(order, "cancel", OperationPath::Protection);
    call.mayBeGone = true;
    call.send = [this, symbol = order.request().symbol, clientId = order.clientId()] {
        return m_services.gateway.cancelOrder(symbol, clientId);
    };
    call.mayRepeat = [this, clientId = order.clientId()] { return m_cancelWanted.contains(clientId); };
    return m_requests.ask(std::move(call));
}

void OrderDesk::ended(const std::string& clientId)
{
    m_orders.ended(clientId);
    m_cancelWanted.erase(clientId);
}

void OrderDesk::askAgain(const std::string& clientId)
{
    // The children of an entry are asked for by their transaction.
    if (opensOrAdds(m_orders.at(clientId).intent()))
        return;
    m_services.timers.after(kAskRepeat, "unknown_order", [this, clientId] {
        if (m_orders.at(clientId).status() != OrderStatus::Unknown)
            return;
        query(clientId);
        askAgain(clientId);
    });
}

void OrderDesk::cancelAgain(const std::string& clientId)
{
    m_services.timers.after(kCancelRepeat, "cancel_again", [this, clientId] {
        if (m_cancelWanted.contains(clientId))
            cancel(clientId);
    });
}

void OrderDesk::query(const std::string& clientId)
{
    const TrackedOrder* const order = m_orders.find(clientId);
    if (order == nullptr)
        return;
    VenueCall call = callFor(*order, "query", OperationPath::Query);
    call.repeats = false; // asked again by its asker
    call.send = [this, symbol = order->request().symbol, clientId] {
        return m_services.gateway.requestOrder(symbol, clientId);
    };
    m_requests.ask(std::move(call));
    m_services.decisions.command("query", order->traceId(), clientId);
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
    else if (isUnknown(answer.result))
        outcome = SendOutcome::Unknown;

    switch (what.kind) {
    case RequestKind::Place:
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
        m_orders.write(order);
        if (order.status() == OrderStatus::Unknown && !opensOrAdds(order.intent())) {
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
            m_orders.write(order);
            query(what.clientId);
            askAgain(what.clientId);
        }
        Q_EMIT cancelAnswered(what.clientId, outcome);
        break;
    }
}

void OrderDesk::handle(const OrderAnswer& answer)
{
    if (answer.order) {
        handle(*answer.order);
    } else if (TrackedOrder* const found = m_orders.find(answer.clientId)) {
        // The venue knows none, and a request that is still under way would have
        // to arrive within its receive window.
        TrackedOrder& order = *found;
        if (order.sentAt() && m_services.now() - *order.sentAt() >= kReceiveWindow
            && order.apply(OrderTrigger::QueryFoundNone, m_services.now())) {
            ended(answer.clientId);
            m_orders.write(order);
        }
    }
    Q_EMIT queryAnswered(answer.clientId, answer.order);
}

void OrderDesk::handle(const OrderUpdate& update)
{
    if (update.clientId.empty()) {
        m_orders.updateVenueOrder(update);
        Q_EMIT orderUpdated(update);
        return;
    }
    TrackedOrder* const found = m_orders.find(update.clientId);
    if (found == nullptr) {
        m_services.log.warning(component::kOrders, m_services.symbolName(update.symbol), {},
                               "the venue reports an order that is not of this session: " + update.clientId);
        return;
    }
    TrackedOrder& order = *found;
    const auto changed = order.apply(update);
    if (!changed) {
        m_services.log.error(component::kOrders, m_services.symbolName(update.symbol), order.traceId(),
                             fmt::format("{}: {}", update.clientId, changed.error().message));
    } else if (order.status() == OrderStatus::Rejected && !breakline::isFinal(update.status)
               && !order.request().reduceOnly) {
        // An entry that was given up is alive after all: it must not rest there.
        m_cancelWanted.insert(update.clientId);
        sendCancel(order);
        m_services.decisions.command("cancel", order.traceId(), update.clientId);
    } else if (*changed) {
        if (order.isFinal())
            ended(update.clientId);
        m_orders.write(order);
    }
    if (m_cancelWanted.contains(update.clientId) && order.status() != OrderStatus::CancelSent
        && order.status() != OrderStatus::Unknown)
        cancelAgain(update.clientId);
    Q_EMIT orderUpdated(update);
}

void OrderDesk::handle(const Execution& execution)
{
    if (hasCounted(execution))
        return;
    m_executions.insert(execution.venueTradeId);
    if (!m_newestExecution || execution.time > *m_newestExecution)
        m_newestExecution = execution.time;
    TrackedOrder* const order = m_orders.find(execution.clientId);
    if (order != nullptr) {
        if (const auto applied = order->apply(execution); !applied)
            m_services.log.error(component::kOrders, m_services.symbolName(execution.symbol),
                                 order->traceId(), applied.error().message);
        if (order->isFinal())
            ended(execution.clientId);
        m_orders.write(*order);
    }
    if (execution.kind != ExecutionKind::Funding) {
        ++m_fills;
        m_orders.writeFill(execution, order);
        Q_EMIT filled(execution, order);
    }
    Q_EMIT executed(execution, order);
}

} // namespace breakline
