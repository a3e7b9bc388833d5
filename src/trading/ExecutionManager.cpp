// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/ExecutionManager.h"

#include "core/Rng.h"
#include "execution/SlicingPlan.h"
#include "execution/TradingCosts.h"
#include "risk/Sizing.h"
#include "strategy/StrategyRegistry.h"
#include "trading/LogComponent.h"
#include "trading/PresetMapping.h"
#include "trading/TradeGates.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace breakline {

namespace {

/// One that filled nothing may be followed by another.
std::string addOnRole(int number)
{
    return number > 1 ? fmt::format("add_on{}", number) : "add_on";
}

RequestOutcome outcomeOf(SendOutcome outcome)
{
    switch (outcome) {
    case SendOutcome::Taken: return RequestOutcome::Taken;
    case SendOutcome::Refused: return RequestOutcome::Refused;
    case SendOutcome::Unknown: return RequestOutcome::Unknown;
    }
    return RequestOutcome::Unknown;
}

} // namespace

ExecutionManager::ExecutionManager(TradingServices& services, OrderDesk& desk, PositionManager& positions,
                                   RequestDesk& requests)
    : m_services(services)
    , m_desk(desk)
    , m_positions(positions)
    , m_leverage(services, requests)
{
    connect(&m_leverage, &SymbolLeverage::ready, this, [this](SymbolId symbol) { begin(symbol); });
    connect(&m_leverage, &SymbolLeverage::failed, this, [this](SymbolId symbol, const std::string& why) {
        if (GateTrace* gates = traceOf(m_entries.at(symbol)))
            appendRefusal(*gates, GateStage::Execution, "leverage");
        finish(symbol, false, "exec:leverage " + why);
    });
    // A gate that closes ends what is at work at once, not at the next price.
    connect(&services.gate, &EntryGate::changed, this, [this](GateReason, bool added, bool isOpen, Timestamp) {
        if (added && !isOpen)
            endAll(EntryEnd::GateClosed);
    });
    connect(&desk, &OrderDesk::sent, this, [this](const std::string& clientId) {
        for (auto& [symbol, entry] : m_entries)
            entry.hasSent = entry.hasSent || (entry.transaction && entry.transaction->owns(clientId));
        withTransaction(clientId, [&](EntryTransaction& t) { return t.onSent(clientId, m_services.now()); });
    });
    connect(&desk, &OrderDesk::placeAnswered, this,
            [this](const std::string& clientId, SendOutcome outcome, OrderEndReason reason) {
                withTransaction(clientId, [&](EntryTransaction& t) {
                    return t.onPlaceAnswer(clientId, outcomeOf(outcome), reason, m_services.now());
                });
            });
    connect(&desk, &OrderDesk::cancelAnswered, this,
            [this](const std::string& clientId, SendOutcome outcome) {
                withTransaction(clientId, [&](EntryTransaction& t) {
                    return t.onCancelAnswer(clientId, outcomeOf(outcome), m_services.now());
                });
            });
    connect(&desk, &OrderDesk::queryAnswered, this,
            [this](const std::string& clientId, const std::optional<OrderUpdate>& order) {
                withTransaction(clientId, [&](EntryTransaction& t) {
                    return t.onQueryAnswer(clientId, order, m_services.now());
                });
            });
    connect(&desk, &OrderDesk::orderUpdated, this, [this](const OrderUpdate& update) {
        withTransaction(update.clientId,
                        [&](EntryTransaction& t) { return t.onOrderUpdate(update, m_services.now()); });
    });
    connect(&desk, &OrderDesk::executed, this, [this](const Execution& execution, const TrackedOrder*) {
        withTransaction(execution.clientId,
                        [&](EntryTransaction& t) { return t.onExecution(execution, m_services.now()); });
    });
}

template<class F>
void ExecutionManager::withTransaction(const std::string& clientId, F&& f)
{
    for (auto& [symbol, entry] : m_entries) {
        if (!entry.transaction || !entry.transaction->owns(clientId))
            continue;
        const SymbolId which = symbol;
        perform(which, f(*entry.transaction));
        return;
    }
}

const Signal* ExecutionManager::signalOf(SymbolId symbol) const
{
    const auto found = m_entries.find(symbol);
    return found == m_entries.end() ? nullptr : &found->second.approved.signal;
}

Quote ExecutionManager::quoteOf(SymbolId symbol, Side side) const
{
    Quote quote;
    if (const auto& book = m_services.board.book(symbol)) {
        quote.bid = book->bestBid;
        quote.ask = book->bestAsk;
        quote.depth5bpsUsd = side == Side::Buy ? book->within5bps.askUsd : book->within5bps.bidUsd;
    }
    return quote;
}

bool ExecutionManager::isPriceTouched(const Signal& signal) const
{
    const auto firstTarget =
        signal.targets.empty() ? std::nullopt : std::optional(signal.targets.front().price);
    return entryPriceTouched(entrySide(signal.direction), signal.stop, firstTarget,
                             m_services.board.mark(signal.symbol), m_services.board.last(signal.symbol));
}

void ExecutionManager::open(const ApprovedEntry& approved)
{
    const SymbolId symbol = approved.signal.symbol;
    const auto [place, isNew] = m_entries.try_emplace(symbol);
    if (!isNew)
        failInvariant("two entries in one symbol");
    place->second.approved = approved;
    if (approved.intent == OrderIntent::AddOn)
        m_positions.addOnBegun(symbol);
    else
        expectPosition(approved);

    if (m_leverage.isSet(symbol)) {
        begin(symbol);
        return;
    }
    m_leverage.set(symbol, approved.traceId, [this, symbol, traceId = approved.traceId] {
        const auto still = m_entries.find(symbol);
        return still != m_entries.end() && still->second.approved.traceId == traceId
            && m_services.gate.isOpen();
    });
}

void ExecutionManager::expectPosition(const ApprovedEntry& approved)
{
    PositionPlan plan;
    plan.traceId = approved.traceId;
    plan.symbol = approved.signal.symbol;
    plan.strategy = approved.signal.strategy;
    plan.direction = approved.signal.direction;
    plan.stop = approved.signal.stop;
    plan.plannedRiskUsd = approved.size.riskUsd;
    plan.level = approved.signal.level;
    plan.correlation = approved.signal.correlation;
    for (const SizedTarget& target : approved.size.targets)
        plan.targets.push_back(
            {target.r,
             static_cast<double>(target.quantity.lots) / static_cast<double>(approved.size.quantity.lots)});
    m_positions.expectEntry(plan);
}

bool ExecutionManager::hasSent(SymbolId symbol) const
{
    const auto found = m_entries.find(symbol);
    return found != m_entries.end() && found->second.hasSent;
}

void ExecutionManager::begin(SymbolId symbol)
{
    Entry& entry = m_entries.at(symbol);
    const Signal& signal = entry.approved.signal;
    const Instrument& instrument = m_services.board.instrument(symbol);
    const ExecutionParameters parameters = executionParametersOf(m_services.settings.preset);
    const Side side = entrySide(signal.direction);
    if (isPriceTouched(signal)) {
        if (GateTrace* gates = traceOf(entry))
            appendRefusal(*gates, GateStage::Execution, toText(EntryEnd::PriceTouched));
        finish(symbol, false, fmt::format("exec:{}", toText(EntryEnd::PriceTouched)));
        return;
    }
    const Quote quote = quoteOf(symbol, side);
    if (quote.bid && quote.ask)
        entry.decisionMid = (instrument.toDouble(*quote.bid) + instrument.toDouble(*quote.ask)) / 2.0;
    const auto slicing =
        planSlices(entry.approved.size.quantity, signal.entry, quote.depth5bpsUsd, parameters, instrument);
    if (!slicing) {
        if (GateTrace* gates = traceOf(entry))
            append(*gates, slicing.error());
        finish(symbol, false,
               fmt::format("exec:{} {} against {}", toText(slicing.error().reason), slicing.error().value,
                           slicing.error().threshold));
        return;
    }
    EntryPlan plan;
    plan.symbol = symbol;
    plan.side = side;
    plan.slices = slicing->slices;
    plan.stop = AttachedStop {signal.stop, m_services.settings.stopTriggerBy};
    plan.decisionPrice = signal.entry;
    plan.crossesAtOnce = definitionOf(signal.strategy).place == EntryPlace::Break;
    plan.traceId = entry.approved.traceId;
    plan.intent = entry.approved.intent;
    const bool isAddOn = plan.intent == OrderIntent::AddOn;
    const std::string role = isAddOn ? addOnRole(m_positions.find(symbol)->addOns) : "entry";
    plan.jitterSeed = isAddOn ? Rng::hash(role + entry.approved.traceId) : Rng::hash(entry.approved.traceId);
    m_services.decisions.decision(
        "slices", plan.traceId,
        fmt::format("{} of {}", plan.slices.size(), instrument.toDecimal(slicing->total).toString()));
    const std::string traceId = plan.traceId;
    entry.transaction.emplace(std::move(plan), parameters, instrument,
                              [&desk = m_desk, traceId, role](int slice, int attempt) {
                                  return desk.nextId(traceId, role, slice, attempt);
                              });
    perform(symbol, entry.transaction->start(quote, m_services.now()));
}

void ExecutionManager::perform(SymbolId symbol, const EntryActions& actions)
{
    for (const EntryAction& action : actions) {
        const auto found = m_entries.find(symbol);
        if (found == m_entries.end())
            return;
        Entry& entry = found->second;
        if (const auto* place = std::get_if<PlaceChild>(&action)) {
            const std::string clientId = place->order.clientId;
            const bool opens =
                !std::exchange(entry.hasPlaced, true) && entry.approved.intent == OrderIntent::Entry;
            m_desk.placeEntry(place->order, entry.approved.intent, entry.approved.traceId, opens,
                              [this, symbol, clientId] {
                                  const auto still = m_entries.find(symbol);
                                  return still != m_entries.end() && still->second.transaction
                                      && still->second.transaction->mayStillSend(clientId)
                                      && m_services.gate.isOpen()
                                      && !isPriceTouched(still->second.approved.signal);
                              });
        } else if (const auto* cancel = std::get_if<CancelChild>(&action)) {
            m_desk.cancel(cancel->clientId);
        } else if (const auto* query = std::get_if<QueryChild>(&action)) {
            m_desk.query(query->clientId);
        } else if (std::holds_alternative<AskForExecutions>(action)) {
            Q_EMIT fillsMissing();
        } else if (const auto* timer = std::get_if<StartTimer>(&action)) {
            m_services.timers.cancel(entry.timer);
            entry.timer = m_services.timers.at(timer->due, "entry_step", [this, symbol] {
                const auto still = m_entries.find(symbol);
                if (still == m_entries.end() || !still->second.transaction)
                    return;
                still->second.timer = 0;
                perform(symbol, still->second.transaction->onTimer(m_services.now()));
            });
        } else if (const auto* complete = std::get_if<EntryComplete>(&action)) {
            if (entry.decisionMid)
                entry.slippageBps = slippageBps(entrySide(entry.approved.signal.direction), *entry.decisionMid,
                                                complete->averagePrice.toDouble());
            if (GateTrace* gates = traceOf(entry))
                append(*gates, *complete, entry.slippageBps,
                       static_cast<double>(complete->filled.lots)
                           / static_cast<double>(entry.approved.size.quantity.lots));
            finish(symbol, true,
                   fmt::format("{} filled {} at {}", toText(complete->end),
                               m_services.board.instrument(symbol).toDecimal(complete->filled).toString(),
                               complete->averagePrice.toString()));
        } else if (const auto* rejected = std::get_if<EntryRejected>(&action)) {
            if (GateTrace* gates = traceOf(entry))
                appendEnd(*gates, *rejected, entrySide(entry.approved.signal.direction));
            std::string reason = fmt::format("exec:{}", toText(rejected->end));
            if (rejected->value)
                reason += fmt::format(" {} against {}", *rejected->value, rejected->threshold.value_or(0.0));
            else if (rejected->childReason != OrderEndReason::None)
                reason += fmt::format(" {}", toText(rejected->childReason));
            finish(symbol, false, reason);
        }
    }
}

/// Where the entry's gates are written down; null for what is added to a position.
GateTrace* ExecutionManager::traceOf(const Entry& entry)
{
    return entry.approved.intent == OrderIntent::Entry ? m_services.tracer.more(entry.approved.traceId)
                                                       : nullptr;
}

void ExecutionManager::finish(SymbolId symbol, bool filled, const std::string& reason)
{
    Entry& entry = m_entries.at(symbol);
    m_leverage.forget(symbol);
    m_services.timers.cancel(entry.timer);
    const ApprovedEntry approved = entry.approved;
    const std::string slippage =
        entry.slippageBps ? fmt::format(", slippage {:.2f} bps", *entry.slippageBps) : std::string();
    m_entries.erase(symbol);
    m_services.decisions.decision("entry_final", approved.traceId, reason + slippage);
    m_services.log.trade(component::kExecution, m_services.symbolName(symbol), approved.traceId,
                         "entry final: " + reason + slippage);
    if (approved.intent == OrderIntent::AddOn) {
        m_positions.addOnEnded(symbol);
        Q_EMIT addOnFinished(symbol, filled, reason);
        return;
    }
    m_positions.entryEnded(symbol);
    Q_EMIT finished(symbol, approved.signalId, filled, reason);
}

void ExecutionManager::onMarket(SymbolId symbol)
{
    const auto found = m_entries.find(symbol);
    if (found == m_entries.end() || !found->second.transaction)
        return;
    EntryTransaction& transaction = *found->second.transaction;
    const Signal& signal = found->second.approved.signal;
    const Side side = entrySide(signal.direction);
    transaction.setQuote(quoteOf(symbol, side));
    if (transaction.ending())
        return;
    if (!m_services.gate.isOpen()) {
        end(symbol, EntryEnd::GateClosed);
        return;
    }
    if (isPriceTouched(signal))
        end(symbol, EntryEnd::PriceTouched);
}

void ExecutionManager::onStopShown(SymbolId symbol, Price trigger, Quantity covered)
{
    const auto found = m_entries.find(symbol);
    if (found == m_entries.end() || !found->second.transaction)
        return;
    // What was held before an add-on is covered first.
    if (found->second.approved.intent == OrderIntent::AddOn)
        if (const ManagedPosition* position = m_positions.find(symbol))
            covered = std::max(Quantity {}, covered - (position->ledger.quantity() - position->added));
    perform(symbol, found->second.transaction->onStopShown(trigger, covered, m_services.now()));
}

void ExecutionManager::onStopLost(SymbolId symbol)
{
    const auto found = m_entries.find(symbol);
    if (found != m_entries.end() && found->second.transaction)
        found->second.transaction->onStopLost();
}

void ExecutionManager::end(SymbolId symbol, EntryEnd reason)
{
    const auto found = m_entries.find(symbol);
    if (found == m_entries.end())
        return;
    if (!found->second.transaction) {
        if (GateTrace* gates = traceOf(found->second))
            appendRefusal(*gates, GateStage::Execution, toText(reason));
        finish(symbol, false, fmt::format("exec:{}", toText(reason)));
    } else {
        perform(symbol, found->second.transaction->end(reason, m_services.now()));
    }
}

void ExecutionManager::endAll(EntryEnd reason)
{
    std::vector<SymbolId> symbols;
    for (const auto& [symbol, entry] : m_entries)
        symbols.push_back(symbol);
    for (const SymbolId symbol : symbols)
        end(symbol, reason);
}

} // namespace breakline
