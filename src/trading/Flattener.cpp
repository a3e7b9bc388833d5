// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/Flattener.h"

#include "execution/OrderChoice.h"
#include "trading/LogComponent.h"

#include <fmt/format.h>

#include <algorithm>

namespace breakline {

namespace {
constexpr Duration kRepeat = Duration::milliseconds(250);
/// Two seconds of answers: by then no order of ours is on its way any more.
constexpr int kContradictions = 8;
/// Before the flatten began: what was under way then.
constexpr Duration kFillsMargin = Duration::minutes(1);

/// An intent that was never sent and is withdrawn waits for the journal alone.
bool isNothingUnderWay(const OrderDesk& desk, const ExecutionManager& execution, const PositionManager& positions)
{
    return !execution.isWorking() && !positions.hasPositions()
        && std::ranges::all_of(desk.liveOrders(), [](const TrackedOrder* order) {
               return order->status() == OrderStatus::Intent;
           });
}
} // namespace

Flattener::Flattener(TradingServices& services, OrderDesk& desk, PositionManager& positions,
                     ExecutionManager& execution, RequestDesk& requests)
    : m_services(services)
    , m_desk(desk)
    , m_positions(positions)
    , m_execution(execution)
    , m_requests(requests)
{
    // A child that was under way may still fill: what it opens is left at once.
    connect(&positions, &PositionManager::opened, this, [this](SymbolId symbol) {
        if (m_active)
            m_positions.exit(symbol, m_reason);
    });
}

void Flattener::begin(ExitReason reason)
{
    m_reason = reason;
    m_services.gate.add(GateReason::Flatten, toText(reason), m_services.now());
    if (!m_active) {
        m_active = true;
        m_started = m_services.now();
        m_positionsAtStart = static_cast<int>(m_positions.open().size());
        m_ordersAtStart = static_cast<int>(m_desk.liveOrders().size());
        m_flatAnswers = m_contradictions = 0;
        m_areFillsKnown = false;
        m_receipt.reset();
        m_services.decisions.decision("flatten", {}, toText(reason));
        m_services.log.trade(component::kFlatten, {}, {},
                             fmt::format("flatten ({}): {} positions, {} live orders", toText(reason),
                                         m_positionsAtStart, m_ordersAtStart));
    }
    m_execution.endAll(EntryEnd::Operator);
    for (const TrackedOrder* order : m_desk.liveOrders())
        if (order->intent() == OrderIntent::Target || order->intent() == OrderIntent::Entry
            || order->intent() == OrderIntent::AddOn)
            m_desk.cancel(order->clientId());
    leaveAll();
    if (m_questions.empty())
        ask();
}

void Flattener::leaveAll()
{
    std::vector<SymbolId> symbols;
    for (const ManagedPosition* position : m_positions.open())
        symbols.push_back(position->plan.symbol);
    for (const SymbolId symbol : symbols)
        m_positions.exit(symbol, m_reason);
}

void Flattener::ask()
{
    m_services.timers.cancel(m_timer);
    VenueCall call;
    call.component = component::kFlatten;
    call.operation = "account";
    call.path = OperationPath::Protection;
    call.repeats = false; // the timer below asks again
    call.send = [this] { return m_services.gateway.requestAccount(); };
    m_questions.insert(m_requests.ask(std::move(call)));
    if (m_flatAnswers + m_contradictions > 0 && m_fills == 0 && !m_areFillsKnown) {
        // What the last orders did is booked before the session may end, whether
        // or not a stream tells of it.
        VenueCall fills;
        fills.component = component::kFlatten;
        fills.operation = "executions";
        fills.path = OperationPath::Protection;
        fills.repeats = false;
        fills.send = [this] { return m_services.gateway.requestExecutions(m_started - kFillsMargin); };
        m_fills = m_requests.ask(std::move(fills));
    }
    // An answer that does not come must not end the repetition.
    m_timer = m_services.timers.after(kRepeat, "flatten", [this] {
        m_timer = 0;
        if (m_active)
            ask();
    });
}

void Flattener::handleFills(RequestId ticket)
{
    if (ticket == 0 || ticket != m_fills)
        return;
    m_fills = 0;
    m_areFillsKnown = m_active && m_flatAnswers + m_contradictions > 0;
    // What they told may have opened a position, whose exit is on its way.
    if (m_areFillsKnown && m_flatAnswers >= 2 && isNothingUnderWay(m_desk, m_execution, m_positions))
        finish();
}

void Flattener::handle(const RequestAnswer& failed)
{
    if (failed.request == 0 || failed.request != m_fills)
        return;
    m_fills = 0;
    m_areFillsKnown = m_active && m_flatAnswers > 0;
    m_services.log.warning(component::kFlatten, {}, {},
                           "the executions could not be read: a fill of the last moment may be missing here");
}

void Flattener::finish()
{
    m_services.timers.cancel(m_timer);
    m_active = false;
    m_questions.clear();
    // The venue has no order any more, and all that was executed is known.
    m_desk.endVenueOrders({}, m_services.now());
    FlattenReceipt receipt;
    receipt.started = m_started;
    receipt.finished = m_services.now();
    receipt.venueMs = (receipt.finished - receipt.started).ms;
    receipt.positionsClosed = m_positionsAtStart;
    receipt.ordersCancelled = m_ordersAtStart;
    m_receipt = receipt;
    m_services.decisions.decision("flat", {}, fmt::format("{} ms", receipt.venueMs));
    m_services.log.trade(component::kFlatten, {}, {},
                         fmt::format("flat and without orders after {} ms", receipt.venueMs));
    Q_EMIT finished(receipt);
}

void Flattener::handle(const AccountAnswer& answer, RequestId ticket)
{
    if (!m_active || !m_questions.contains(ticket))
        return;
    // Answers come in the order of their questions; a slow one still counts.
    m_questions.erase(m_questions.begin(), m_questions.upper_bound(ticket));
    const bool flat = answer.positions.empty();
    const bool orderFree = answer.orders.empty();
    if (flat && orderFree && !isNothingUnderWay(m_desk, m_execution, m_positions)) {
        m_flatAnswers = 0; // an order of ours may still arrive; the timer asks again
        if (++m_contradictions >= kContradictions && m_areFillsKnown) {
            std::vector<SymbolId> held;
            for (const ManagedPosition* position : m_positions.open())
                held.push_back(position->plan.symbol);
            for (const SymbolId symbol : held)
                m_positions.release(symbol);
            m_contradictions = 0;
            return;
        }
        leaveAll();
        for (const TrackedOrder* order : m_desk.liveOrders())
            m_desk.cancel(order->clientId());
        return;
    }
    if (flat && orderFree) {
        if (++m_flatAnswers >= 2 && m_areFillsKnown)
            finish();
        else if (m_flatAnswers == 1)
            ask();
        return;
    }
    m_flatAnswers = 0;
    // Where the venue holds the other side, no exit of ours can take anything off: after
    // as long as above what we believe to hold is let go, and theirs is left below.
    std::vector<SymbolId> turned;
    for (const PositionUpdate& position : answer.positions)
        if (const std::int64_t ours = m_positions.held(position.symbol).lots;
            ours != 0 && (ours > 0) != (position.quantity.lots > 0) && !m_positions.isOutdated(position))
            turned.push_back(position.symbol);
    if (turned.empty() || (++m_contradictions >= kContradictions && m_areFillsKnown)) {
        for (const SymbolId symbol : turned)
            m_positions.release(symbol);
        m_contradictions = 0;
        m_areFillsKnown = false;
        m_fills = 0;
    }
    leaveAll();
    if (m_services.board.instruments().size() == 0)
        return; // their rules are on the way; the timer asks again
    for (const PositionUpdate& position : answer.positions)
        if (m_positions.find(position.symbol) == nullptr && !m_positions.isOutdated(position))
            closeForeign(position);
    if (flat)
        // What is left at flat is swept; never while a position is open, for
        // that would take its stop.
        for (const OrderUpdate& order : answer.orders)
            sweep(order.symbol);
}

void Flattener::sweep(SymbolId symbol)
{
    VenueCall call;
    call.component = component::kFlatten;
    call.operation = "sweep";
    call.path = OperationPath::Protection;
    call.symbol = symbol;
    call.repeats = false; // the next answer that is not order-free sweeps again
    call.send = [this, symbol] { return m_services.gateway.cancelAll(symbol); };
    m_requests.ask(std::move(call));
    m_services.decisions.command("cancel_all", {}, m_services.symbolName(symbol));
}

void Flattener::closeForeign(const PositionUpdate& position)
{
    const Instrument& instrument = m_services.board.instrument(position.symbol);
    const std::string traceId = fmt::format("{}:flatten:{}", instrument.symbol, m_started.ms);
    const Side side = position.quantity.lots > 0 ? Side::Sell : Side::Buy;
    int slice = 0;
    for (const Quantity part : splitAtMaximum(position.quantity.magnitude(), instrument))
        m_desk.place(marketExitOrder(m_desk.nextId(traceId, "flatten", slice++, m_foreignExits),
                                     position.symbol, side, part),
                     OrderIntent::Exit, traceId);
    ++m_foreignExits;
}

} // namespace breakline
