// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/AccountReconciler.h"

#include <fmt/format.h>

#include <algorithm>

namespace breakline {

namespace {
constexpr std::string_view kComponent = "reconcile";
/// Between an answer that differs and the one that decides.
constexpr Duration kSecondLook = Duration::seconds(1);
/// Executions are asked for from so long before the newest one known: the streams
/// of two symbols may tell theirs in another order than the venue's clock.
constexpr Duration kExecutionsMargin = Duration::minutes(1);
/// After the question for them has failed for good.
constexpr Duration kAskAgain = Duration::seconds(10);
} // namespace

AccountReconciler::AccountReconciler(TradingServices& services, OrderDesk& desk,
                                     const PositionManager& positions, RequestDesk& requests)
    : m_services(services)
    , m_desk(desk)
    , m_positions(positions)
    , m_requests(requests)
{
}

RequestId AccountReconciler::request()
{
    VenueCall call;
    call.component = kComponent;
    call.operation = "account";
    call.send = [this] { return m_services.gateway.requestAccount(); };
    return m_requests.ask(std::move(call));
}

RequestId AccountReconciler::begin()
{
    m_services.gate.add(GateReason::NotReconciled, "the account has not been compared yet", m_services.now());
    if (!m_begun)
        m_begun = m_services.now();
    if (m_desk.orderCount() == 0) {
        // Nothing of this session can have been filled yet.
        m_missedSince.reset();
        m_start = m_account = request();
    } else {
        if (!m_missedSince)
            m_missedSince = knownUpTo();
        m_start = askForExecutions();
    }
    return m_start;
}

void AccountReconciler::setConnected(bool isConnected)
{
    m_isConnected = isConnected;
    if (isConnected)
        return;
    // Before newer executions come in: these say nothing of older ones.
    if (!m_missedSince)
        m_missedSince = knownUpTo();
    m_executions = 0; // its answer may be older than what is missed now
}

void AccountReconciler::ask()
{
    m_services.gate.add(GateReason::NotReconciled, "the account has not been compared yet", m_services.now());
    if (!m_missedSince)
        m_missedSince = knownUpTo();
    m_start = 0;
    askForExecutions();
}

Timestamp AccountReconciler::knownUpTo() const
{
    const Timestamp begun = m_begun.value_or(m_services.now());
    return m_desk.newestExecution().value_or(begun) - kExecutionsMargin;
}

RequestId AccountReconciler::askForExecutions()
{
    VenueCall call;
    call.component = kComponent;
    call.operation = "executions";
    call.send = [this, since = *m_missedSince] { return m_services.gateway.requestExecutions(since); };
    call.mayRepeat = [this] { return m_missedSince.has_value(); };
    m_executions = m_requests.ask(std::move(call));
    if (m_executions == 0)
        askAgain();
    return m_executions;
}

void AccountReconciler::askAgain()
{
    m_services.timers.after(kAskAgain, [this] {
        if (m_missedSince && m_isConnected && m_executions == 0)
            askForExecutions();
    });
}

void AccountReconciler::handle(const RequestAnswer& answer)
{
    if (answer.request == 0 || answer.request != m_executions)
        return;
    m_executions = 0;
    askAgain();
}

bool AccountReconciler::isOfThisSession(const Execution& execution) const
{
    if (m_desk.find(execution.clientId) != nullptr)
        return true;
    // The position's stop, a liquidation, another hand: of the position while it is open.
    const ManagedPosition* position = m_positions.find(execution.symbol);
    return position != nullptr && execution.time >= *position->ledger.opened();
}

RequestId AccountReconciler::handle(const ExecutionsAnswer& answer, RequestId ticket)
{
    std::size_t missed = 0;
    std::size_t foreign = 0;
    for (const Execution& execution : answer.executions) {
        if (m_desk.hasCounted(execution))
            continue;
        const bool isOurs = isOfThisSession(execution);
        ++(isOurs ? missed : foreign);
        if (isOurs)
            m_desk.handle(execution);
    }
    if (missed > 0)
        m_services.log.warning(kComponent, {}, {},
                               fmt::format("executions that had been missed: {}", missed));
    if (foreign > 0)
        m_services.log.info(kComponent, {}, {},
                            fmt::format("executions that are not of this session, left out: {}", foreign));
    if (ticket == 0 || ticket != m_executions)
        return 0;
    m_executions = 0;
    if (m_isConnected)
        m_missedSince.reset();
    m_account = request();
    if (m_start == ticket)
        m_start = m_account;
    return m_account;
}

void AccountReconciler::handle(const AccountAnswer& answer, RequestId ticket)
{
    if (m_missedSince)
        return;
    const bool isStart = ticket != 0 && ticket == m_start;
    compareOrders(answer);
    comparePositions(answer, isStart);
    if (isStart)
        m_start = 0;
    // One that was asked for before the executions says nothing of them.
    if (m_start == 0 && ticket >= m_account)
        m_services.gate.remove(GateReason::NotReconciled, GateOwner::Account, m_services.now());
}

void AccountReconciler::compareOrders(const AccountAnswer& answer)
{
    std::set<std::string> atVenue, madeByVenue;
    for (const OrderUpdate& update : answer.orders) {
        if (update.clientId.empty()) {
            madeByVenue.insert(update.venueId);
            continue;
        }
        atVenue.insert(update.clientId);
        const TrackedOrder* ours = m_desk.find(update.clientId);
        if (ours == nullptr)
            continue; // not of this session
        // Known to be over, unsent, or on its way to be cancelled: their own news tells.
        const bool isSettled = ours->isFinal() || ours->status() == OrderStatus::CancelSent;
        if (isSettled || (ours->status() != OrderStatus::Unknown && update.filled <= ours->filled()))
            continue;
        m_services.log.warning(kComponent, m_services.symbolName(update.symbol), ours->traceId(),
                               fmt::format("{} is {} with {} filled here, {} with {} at the venue",
                                           update.clientId, toText(ours->status()), ours->filled().lots,
                                           toText(update.status), update.filled.lots));
        m_desk.handle(update);
    }
    m_desk.endVenueOrders(madeByVenue, answer.wallet.time); // the orders are read after the wallet
    std::vector<std::string> missing;
    for (const TrackedOrder* order : m_desk.liveOrders())
        if ((order->status() == OrderStatus::Acknowledged || order->status() == OrderStatus::PartiallyFilled
             || order->status() == OrderStatus::Untriggered)
            && !atVenue.contains(order->clientId()))
            missing.push_back(order->clientId());
    for (const std::string& clientId : missing) {
        const TrackedOrder& order = *m_desk.find(clientId);
        m_services.log.warning(kComponent, m_services.symbolName(order.request().symbol), order.traceId(),
                               clientId + " rests here and not at the venue; asking");
        m_desk.query(clientId);
    }
}

void AccountReconciler::comparePositions(const AccountAnswer& answer, bool isStart)
{
    std::map<SymbolId, Difference> now;
    std::set<SymbolId> outdated;
    for (const PositionUpdate& position : answer.positions) {
        now[position.symbol].second = position.quantity;
        if (m_positions.isOutdated(position))
            outdated.insert(position.symbol);
    }
    for (const ManagedPosition* position : m_positions.open()) {
        const auto [place, isMissing] = now.try_emplace(position->plan.symbol);
        place->second.first = m_positions.held(position->plan.symbol);
        // One that is not there has no time: that of the wallet, which is asked
        // for first, stands for it.
        if (const auto told = m_positions.streamTold(position->plan.symbol);
            isMissing && told && answer.wallet.time < *told)
            outdated.insert(position->plan.symbol);
    }
    std::erase_if(now, [&](const auto& entry) {
        return entry.second.first == entry.second.second || outdated.contains(entry.first);
    });

    bool looksAgain = false;
    for (const auto& [symbol, difference] : now) {
        if (m_contested.contains(symbol))
            continue;
        const auto before = m_suspects.find(symbol);
        if (!isStart && (before == m_suspects.end() || before->second != difference)) {
            looksAgain = true;
            continue;
        }
        const Instrument& instrument = m_services.board.instrument(symbol);
        const std::string what = fmt::format("{}: {} by our fills, {} at the venue", instrument.symbol,
                                             instrument.toDecimal(difference.first).toString(),
                                             instrument.toDecimal(difference.second).toString());
        m_contested.insert(symbol);
        m_services.decisions.decision("contested", {}, what);
        m_services.log.critical(kComponent, instrument.symbol, {}, "the position is contested: " + what);
    }
    std::erase_if(m_contested, [&](SymbolId symbol) {
        if (now.contains(symbol) || outdated.contains(symbol))
            return false;
        m_services.decisions.decision("agreed", {}, m_services.symbolName(symbol));
        m_services.log.info(kComponent, m_services.symbolName(symbol), {},
                            "the venue and our fills agree again");
        return true;
    });
    // What an outdated answer would have settled is still to be settled.
    for (const auto& suspect : m_suspects)
        if (outdated.contains(suspect.first)) {
            now.insert(suspect);
            looksAgain = looksAgain || !m_contested.contains(suspect.first);
        }
    m_suspects = std::move(now);
    writeGate();
    if (looksAgain && m_timer == 0)
        m_timer = m_services.timers.after(kSecondLook, [this] {
            m_timer = 0;
            request();
        });
}

void AccountReconciler::writeGate()
{
    if (m_contested.empty()) {
        m_services.gate.remove(GateReason::PositionContested, GateOwner::Account, m_services.now());
        return;
    }
    std::string names;
    for (const SymbolId symbol : m_contested)
        names += (names.empty() ? "" : " ") + m_services.symbolName(symbol);
    m_services.gate.add(GateReason::PositionContested, "the venue and our fills differ in " + names,
                        m_services.now());
}

} // namespace breakline
