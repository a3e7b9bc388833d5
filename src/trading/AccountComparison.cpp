// SPDX-License-Identifier: GPL-3.0-or-later
// What AccountReconciler makes of the venue's answers.
#include "trading/AccountReconciler.h"

#include "trading/LogComponent.h"

#include <fmt/format.h>

#include <algorithm>

namespace breakline {

namespace {
/// What is younger may not have come by the stream yet.
constexpr Duration kOnItsWay = Duration::seconds(1);

/// By what we know of it the venue has the order: its list should show it.
bool mayRestAt(OrderStatus status)
{
    switch (status) {
    case OrderStatus::Acknowledged:
    case OrderStatus::PartiallyFilled:
    case OrderStatus::Untriggered:
    case OrderStatus::Triggered:
    case OrderStatus::CancelSent: return true; // its end may have been missed
    default: return false;
    }
}
} // namespace

bool AccountReconciler::isOfThisSession(const Execution& execution) const
{
    if (m_desk.find(execution.clientId) != nullptr)
        return true;
    // Funding, the position's stop, a liquidation, another hand: of the position that was
    // open then, though it may have ended before they are told.
    return m_positions.wasHeldAt(execution.symbol, execution.time);
}

void AccountReconciler::book(const ExecutionsAnswer& answer, bool isMissed)
{
    std::size_t foreign = 0;
    for (const Execution& execution : answer.executions) {
        if (m_desk.hasCounted(execution))
            continue;
        if (!isOfThisSession(execution)) {
            if (m_foreign.insert(execution.venueTradeId).second) {
                ++foreign;
                m_hasForeign = true;
                m_desk.noteForeign(execution);
            }
            continue;
        }
        // One of just now is on its way in the stream, which told of it in time.
        if (isMissed || m_services.now() - execution.time >= kOnItsWay) {
            const Instrument& instrument = m_services.board.instrument(execution.symbol);
            differs(instrument.symbol,
                    fmt::format("execution {}: unknown here, at the venue {}{} at {}", execution.venueTradeId,
                                execution.side == Side::Sell ? "-" : "",
                                instrument.toDecimal(execution.quantity).toString(),
                                instrument.toDecimal(execution.price).toString()));
            ++m_status.repaired;
        }
        m_desk.handle(execution);
    }
    if (foreign > 0)
        m_services.log.info(component::kReconcile, {}, {},
                            fmt::format("executions that are not of this session, left out: {}", foreign));
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
        // An entry that was given up and arrived all the same: whoever hears of it ends it.
        const bool hasRisen = ours->status() == OrderStatus::Rejected && !ours->request().reduceOnly;
        // Known to be over, unsent, or on its way to be cancelled: their own news tells.
        const bool isSettled = ours->isFinal() || ours->status() == OrderStatus::CancelSent;
        if (!hasRisen
            && (isSettled || (ours->status() != OrderStatus::Unknown && update.filled <= ours->filled())))
            continue;
        differs(m_services.symbolName(update.symbol),
                fmt::format("{} is {} with {} filled here, {} with {} at the venue", update.clientId,
                            toText(ours->status()), ours->filled().lots, toText(update.status),
                            update.filled.lots));
        m_desk.handle(update);
        ++m_status.repaired;
    }
    m_desk.endVenueOrders(madeByVenue, answer.wallet.time); // the orders are read after the wallet
    std::vector<std::string> missing;
    for (const TrackedOrder* order : m_desk.liveOrders())
        if (mayRestAt(order->status()) && !atVenue.contains(order->clientId()))
            missing.push_back(order->clientId());
    for (const std::string& clientId : missing) {
        const TrackedOrder& order = *m_desk.find(clientId);
        const std::string& symbol = m_services.symbolName(order.request().symbol);
        const std::string what = clientId + " rests here and not at the venue; asking";
        // It may have been made after the venue's list was read: the second answer decides.
        const auto [place, isNew] = m_missing.try_emplace(clientId, false);
        if (isNew || place->second)
            m_services.log.warning(component::kReconcile, symbol, order.traceId(), what);
        else
            differs(symbol, what);
        place->second = !isNew;
        m_desk.query(clientId);
    }
    std::erase_if(m_missing, [&](const auto& entry) {
        if (std::ranges::find(missing, entry.first) != missing.end())
            return false;
        m_status.repaired += entry.second ? 1U : 0U;
        return true;
    });
}

void AccountReconciler::comparePositions(const AccountAnswer& answer, Weight weight)
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

    std::erase_if(m_released, [&](SymbolId symbol) {
        const bool isHeld = now.contains(symbol) || outdated.contains(symbol) || weight == Weight::Suspecting;
        if (!isHeld)
            m_services.log.info(component::kReconcile, m_services.symbolName(symbol), {},
                                "flat at the venue: entries are possible again");
        now.erase(symbol); // it is theirs
        return !isHeld;
    });
    if (weight != Weight::Suspecting)
        takeChoices(answer, outdated);

    bool looksAgain = false;
    for (const auto& [symbol, difference] : now) {
        if (m_contested.contains(symbol))
            continue;
        const auto before = m_suspects.find(symbol);
        const bool isSecond = before != m_suspects.end() && before->second == difference;
        if (weight != Weight::Start && !(weight == Weight::Deciding && isSecond)) {
            looksAgain = true;
            continue;
        }
        const Instrument& instrument = m_services.board.instrument(symbol);
        const std::string what = fmt::format("{}: {} by our fills, {} at the venue", instrument.symbol,
                                             instrument.toDecimal(difference.first).toString(),
                                             instrument.toDecimal(difference.second).toString());
        m_contested.insert(symbol);
        ++m_status.differences;
        m_status.newest = what;
        m_services.decisions.decision("contested", {}, what);
        m_services.log.critical(component::kReconcile, instrument.symbol, {},
                                "the position is contested: " + what);
    }
    std::erase_if(m_contested, [&](SymbolId symbol) {
        if (now.contains(symbol) || outdated.contains(symbol) || m_positions.asksAboutStop(symbol))
            return false;
        m_choices.erase(symbol);
        ++m_status.repaired;
        m_services.decisions.decision("agreed", {}, m_services.symbolName(symbol));
        m_services.log.info(component::kReconcile, m_services.symbolName(symbol), {},
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
    if (looksAgain)
        lookAgain();
}

void AccountReconciler::takeChoices(const AccountAnswer& answer, const std::set<SymbolId>& outdated)
{
    std::erase_if(m_choices, [&](const auto& entry) {
        const auto& [symbol, choice] = entry;
        if (outdated.contains(symbol))
            return false;
        ContestOutcome outcome;
        outcome.choice = choice;
        outcome.venue.symbol = symbol;
        outcome.venue.time = answer.wallet.time;
        if (const auto theirs = std::ranges::find(answer.positions, symbol, &PositionUpdate::symbol);
            theirs != answer.positions.end())
            outcome.venue = *theirs;
        m_outcomes.push_back(std::move(outcome));
        return true;
    });
}

void AccountReconciler::stopQuestioned(SymbolId symbol)
{
    const std::string what = "another hand has changed the stop of " + m_services.symbolName(symbol) + " again";
    m_contested.insert(symbol);
    ++m_status.differences;
    m_status.newest = what;
    m_services.decisions.decision("contested", {}, what);
    m_services.log.critical(component::kReconcile, m_services.symbolName(symbol), {},
                            "the position is contested: " + what);
    writeGate();
}

void AccountReconciler::positionClosed(SymbolId symbol)
{
    if (m_suspects.contains(symbol) || m_contested.erase(symbol) == 0)
        return;
    m_choices.erase(symbol);
    writeGate();
}

Expected<void> AccountReconciler::resolve(SymbolId symbol, ContestChoice choice)
{
    if (!m_contested.contains(symbol))
        return fail(ErrorCode::Refused, m_services.symbolName(symbol) + " is not contested");
    m_choices[symbol] = choice;
    compareNow();
    return {};
}

void AccountReconciler::settled(const ContestOutcome& outcome)
{
    const SymbolId symbol = outcome.venue.symbol;
    m_contested.erase(symbol);
    m_suspects.erase(symbol);
    if (outcome.choice == ContestChoice::Release && !outcome.venue.quantity.isZero())
        m_released.insert(symbol);
    ++m_status.repaired;
    m_services.decisions.decision(
        "resolved", {}, fmt::format("{} {}", m_services.symbolName(symbol), toText(outcome.choice)));
    m_services.log.info(component::kReconcile, m_services.symbolName(symbol), {},
                        fmt::format("the contested position was settled: {}", toText(outcome.choice)));
    writeGate();
}

std::vector<ContestView> AccountReconciler::contests() const
{
    std::vector<ContestView> views;
    for (const SymbolId symbol : m_contested) {
        ContestView view;
        const Instrument& instrument = m_services.board.instrument(symbol);
        view.symbol = instrument.symbol;
        if (const auto difference = m_suspects.find(symbol); difference != m_suspects.end()) {
            view.ours = instrument.toDecimal(difference->second.first).toString();
            view.theirs = instrument.toDecimal(difference->second.second).toString();
        }
        if (m_positions.asksAboutStop(symbol)) {
            const ManagedPosition& position = *m_positions.find(symbol);
            view.ourStop = instrument.toDecimal(position.stop.inForce()).toString();
            if (position.stopShown)
                view.theirStop = instrument.toDecimal(*position.stopShown).toString();
        }
        if (const auto choice = m_choices.find(symbol); choice != m_choices.end())
            view.choice = choice->second;
        views.push_back(std::move(view));
    }
    return views;
}

void AccountReconciler::compareBalance(const AccountAnswer& answer, Weight weight)
{
    const Decimal& theirs = answer.wallet.walletBalance;
    if (!m_ledger.hasBegun())
        m_ledger.begin(theirs, answer.wallet.time);
    if (m_ledger.agreesWith(theirs)) {
        balanceAgrees();
        return;
    }
    const auto newest = m_desk.newestExecution();
    if (newest && answer.wallet.time < *newest) {
        lookAgain();
        return;
    }
    const Decimal ours = *m_ledger.balance();
    const Decimal difference = theirs - ours;
    const bool isSecond = m_balanceSuspect == difference;
    m_balanceSuspect = difference;
    m_isStartedAnew = m_isStartedAnew || weight == Weight::Start;
    if (weight != Weight::Deciding || !isSecond) {
        lookAgain();
        return;
    }
    // What was paid in or out must be known first, or it would be taken for a result.
    const bool isExplained =
        m_isWhole && (m_isStartedAnew || m_hasForeign || m_positions.strayCount() != m_strayKnown);
    const std::string what =
        fmt::format("the wallet: {} by our books, {} at the venue", ours.toString(), theirs.toString());
    if (m_jump != difference) {
        if (!m_jump)
            ++m_status.differences;
        m_status.newest = what;
        m_jump = difference;
        m_services.decisions.decision(isExplained ? "balance" : "equity_jump", {}, what);
        if (isExplained)
            m_services.log.warning(component::kReconcile, {}, {}, what);
        else
            m_services.log.critical(component::kReconcile, {}, {},
                                    what + "; no execution, deposit or withdrawal explains it");
    }
    if (!isExplained) {
        m_services.gate.add(GateReason::EquityJump, what, m_services.now());
        return;
    }
    m_ledger.begin(theirs, answer.wallet.time);
    balanceAgrees();
}

void AccountReconciler::balanceAgrees()
{
    m_balanceSuspect.reset();
    m_hasForeign = m_isStartedAnew = false;
    m_strayKnown = m_positions.strayCount();
    if (!m_jump)
        return;
    m_jump.reset();
    ++m_status.repaired;
    if (m_services.gate.remove(GateReason::EquityJump, GateOwner::Account, m_services.now())) {
        m_services.decisions.decision("equity_explained", {}, m_ledger.balance()->toString());
        m_services.log.info(component::kReconcile, {}, {}, "the venue's wallet and our books agree again");
    }
}

void AccountReconciler::differs(const std::string& symbol, const std::string& what)
{
    ++m_status.differences;
    m_status.newest = what;
    m_services.log.warning(component::kReconcile, symbol, {}, what);
}

void AccountReconciler::writeGate()
{
    if (m_contested.empty()) {
        m_services.gate.remove(GateReason::PositionContested, GateOwner::Account, m_services.now());
        return;
    }
    std::string differing, questioned;
    for (const SymbolId symbol : m_contested) {
        std::string& names = m_positions.asksAboutStop(symbol) ? questioned : differing;
        names += (names.empty() ? "" : " ") + m_services.symbolName(symbol);
    }
    m_services.gate.add(GateReason::PositionContested,
                        differing.empty() ? "another hand keeps changing the stop of " + questioned
                                          : "the venue and our fills differ in " + differing,
                        m_services.now());
}

} // namespace breakline
