// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/AccountReconciler.h"

#include "trading/LogComponent.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace breakline {

namespace {
/// Between an answer that differs and the one that decides.
constexpr Duration kSecondLook = Duration::seconds(1);
/// Executions are asked for from so long before the newest one known: the streams
/// of two symbols may tell theirs in another order than the venue's clock.
constexpr Duration kExecutionsMargin = Duration::minutes(1);
/// After the question for them has failed for good.
constexpr Duration kAskAgain = Duration::seconds(10);
/// The account is compared every minute, a little sooner, so that its wallet is
/// confirmed before the last word on it is a minute old. (RiskManager)
constexpr Duration kComparisonInterval = Duration::seconds(50);

/// For questions that are asked again anyway, when there is a reason or a minute later.
RequestId askOnce(RequestDesk& requests, std::string_view operation, std::function<RequestId()> send)
{
    VenueCall call;
    call.component = component::kReconcile;
    call.operation = operation;
    call.repeats = false;
    call.send = std::move(send);
    return requests.ask(std::move(call));
}
} // namespace

AccountReconciler::AccountReconciler(TradingServices& services, OrderDesk& desk,
                                     const PositionManager& positions, RequestDesk& requests,
                                     WalletLedger& ledger)
    : m_services(services)
    , m_desk(desk)
    , m_positions(positions)
    , m_requests(requests)
    , m_ledger(ledger)
{
}

RequestId AccountReconciler::request()
{
    VenueCall call;
    call.component = component::kReconcile;
    call.operation = "account";
    call.send = [this] { return m_services.gateway.requestAccount(); };
    return m_requests.ask(std::move(call));
}

RequestId AccountReconciler::begin()
{
    m_services.gate.add(GateReason::NotReconciled, "the account has not been compared yet", m_services.now());
    m_routine = m_transfers = 0;
    if (!m_begun)
        m_begun = m_wholeUpTo = m_transfersUpTo = m_services.now();
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

void AccountReconciler::start()
{
    m_services.timers.cancel(m_comparisonTimer);
    scheduleComparison();
}

void AccountReconciler::scheduleComparison()
{
    m_comparisonTimer = m_services.timers.after(kComparisonInterval, "account_comparison", [this] {
        compareNow();
        scheduleComparison();
    });
}

void AccountReconciler::setConnected(bool isConnected)
{
    m_isConnected = isConnected;
    if (isConnected)
        return;
    // Before newer executions come in: these say nothing of older ones.
    if (!m_missedSince)
        m_missedSince = knownUpTo();
    // Their answers may be older than what is missed now.
    m_executions = m_routine = m_transfers = m_compared = 0;
}

void AccountReconciler::ask()
{
    if (!m_services.settings.protections.reconcile)
        return;
    m_services.gate.add(GateReason::NotReconciled, "the account has not been compared yet", m_services.now());
    if (!m_missedSince)
        m_missedSince = knownUpTo();
    m_start = m_routine = m_transfers = m_compared = 0;
    askForExecutions();
}

void AccountReconciler::askForFills()
{
    if (m_fills != 0 || !m_begun || !m_services.settings.protections.reconcile)
        return;
    m_fills = askOnce(m_requests, "executions",
                      [this] { return m_services.gateway.requestExecutions(knownUpTo()); });
}

void AccountReconciler::compareNow()
{
    if (!m_isConnected || m_routine != 0 || m_transfers != 0)
        return; // the account is asked for each second, or is being compared just now
    if (m_missedSince || !m_services.settings.protections.reconcile) {
        request(); // its executions are being asked for; the wallet must not grow old
        return;
    }
    m_executionsAsked = m_services.now();
    m_routine = askOnce(m_requests, "executions", [this] {
        return m_services.gateway.requestExecutions(m_wholeUpTo - kExecutionsMargin);
    });
}

void AccountReconciler::askForTransfers()
{
    m_transfersAsked = m_services.now();
    m_transfers = askOnce(m_requests, "transfers", [this] {
        return m_services.gateway.requestTransfers(m_transfersUpTo - kExecutionsMargin);
    });
}

void AccountReconciler::lookAgain()
{
    if (m_timer == 0)
        m_timer = m_services.timers.after(kSecondLook, "account_second_look", [this] {
            m_timer = 0;
            compareNow();
        });
}

Timestamp AccountReconciler::knownUpTo() const
{
    const Timestamp begun = m_begun.value_or(m_services.now());
    // A newer one may be known than one of another symbol that was missed.
    const Timestamp whole = m_begun ? m_wholeUpTo : begun;
    return std::min(m_desk.newestExecution().value_or(begun), whole) - kExecutionsMargin;
}

RequestId AccountReconciler::askForExecutions()
{
    m_executionsAsked = m_services.now();
    VenueCall call;
    call.component = component::kReconcile;
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
    m_services.timers.after(kAskAgain, "missed_fills", [this] {
        if (m_missedSince && m_isConnected && m_executions == 0)
            askForExecutions();
    });
}

void AccountReconciler::handle(const RequestAnswer& answer)
{
    if (answer.request == 0)
        return;
    if (answer.request == m_routine) {
        // What is compared without them is no whole comparison, but better than none.
        m_routine = 0;
        m_isWhole = false;
        askForTransfers();
    } else if (answer.request == m_transfers) {
        m_transfers = 0;
        m_isWhole = false;
        m_compared = request();
    } else if (answer.request == m_fills) {
        m_fills = 0;
    } else if (answer.request == m_executions) {
        m_executions = 0;
        askAgain();
    }
}

RequestId AccountReconciler::handle(const ExecutionsAnswer& answer, RequestId ticket)
{
    const bool isRoutine = ticket != 0 && ticket == m_routine;
    book(answer, !isRoutine);
    if (isRoutine) {
        m_routine = 0;
        m_wholeUpTo = m_executionsAsked;
        m_isWhole = true;
        askForTransfers();
        return 0;
    }
    if (ticket != 0 && ticket == m_fills)
        m_fills = 0;
    if (ticket == 0 || ticket != m_executions)
        return 0;
    m_executions = 0;
    if (m_isConnected) {
        m_missedSince.reset();
        m_wholeUpTo = m_executionsAsked;
    }
    m_account = request();
    if (m_start == ticket)
        m_start = m_account;
    return m_account;
}

std::vector<Transfer> AccountReconciler::handle(const TransfersAnswer& answer, RequestId ticket)
{
    std::vector<Transfer> news;
    for (const Transfer& transfer : answer.transfers)
        if (m_ledger.apply(transfer))
            news.push_back(transfer);
    if (ticket != 0 && ticket == m_transfers) {
        m_transfers = 0;
        m_transfersUpTo = m_transfersAsked;
        m_compared = request();
    }
    return news;
}

void AccountReconciler::handle(const WalletUpdate& wallet)
{
    // A deposit, or a fill whose own news is on its way.
    m_streamBalance = wallet.walletBalance;
    if (m_walletTimer == 0 && !m_ledger.agreesWith(wallet.walletBalance))
        m_walletTimer = m_services.timers.after(kSecondLook, "wallet_second_look", [this] {
            m_walletTimer = 0;
            if (!m_ledger.agreesWith(*m_streamBalance))
                compareNow();
        });
}

void AccountReconciler::handle(const AccountAnswer& answer, RequestId ticket)
{
    if (!m_services.settings.protections.reconcile)
        m_services.gate.remove(GateReason::NotReconciled, GateOwner::Account, m_services.now());
    if (m_missedSince || !m_services.settings.protections.reconcile)
        return;
    const bool isStart = ticket != 0 && ticket == m_start;
    const bool isRoutine = ticket != 0 && ticket == m_compared;
    const bool isAfterAll = ticket != 0 && ticket == m_account;
    const Weight weight = isStart ? Weight::Start
        : isRoutine || isAfterAll ? Weight::Deciding
                                  : Weight::Suspecting;
    compareOrders(answer);
    comparePositions(answer, weight);
    // After an outage the transfers have not been asked for yet.
    compareBalance(answer, weight == Weight::Deciding && !isRoutine ? Weight::Suspecting : weight);
    if (isAfterAll || (isRoutine && m_isWhole)) {
        ++m_status.comparisons;
        m_status.last = m_services.now();
    }
    if (isStart)
        m_start = 0;
    // One that was asked for before the executions says nothing of them.
    if (m_start == 0 && ticket >= m_account)
        m_services.gate.remove(GateReason::NotReconciled, GateOwner::Account, m_services.now());
}

} // namespace breakline
