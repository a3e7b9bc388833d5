// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/PositionManager.h"

#include "market/Indicators.h"
#include "trading/LogComponent.h"
#include "trading/PresetMapping.h"
#include "trading/TradeGates.h"

#include <fmt/format.h>

#include <algorithm>

namespace breakline {

namespace {
constexpr std::size_t kEndedKept = 50;
} // namespace

ManagedPosition::ManagedPosition(std::string positionId, PositionPlan positionPlan,
                                 const Instrument& instrument, const StopSettings& stopSettings,
                                 Timestamp now)
    : id(std::move(positionId))
    , plan(std::move(positionPlan))
    , ledger(plan.direction, instrument)
    , lifecycle(now)
    , stop(plan.direction, plan.stop, stopSettings)
    , trail(plan.direction)
    , watchdog(stopSettings)
{
}

PositionManager::PositionManager(TradingServices& services, OrderDesk& desk, RequestDesk& requests)
    : m_services(services)
    , m_desk(desk)
    , m_requests(requests)
{
    connect(&desk, &OrderDesk::executed, this,
            [this](const Execution& execution, const TrackedOrder* order) { handle(execution, order); });
    connect(&desk, &OrderDesk::orderUpdated, this, [this](const OrderUpdate& update) { handle(update); });
    connect(&desk, &OrderDesk::placeAnswered, this,
            [this](const std::string& clientId, SendOutcome outcome, OrderEndReason reason) {
                if (outcome == SendOutcome::Refused)
                    orderRefused(clientId, reason);
                else if (outcome == SendOutcome::Unknown)
                    exitUnknown(clientId);
            });
    connect(&desk, &OrderDesk::queryAnswered, this,
            [this](const std::string& clientId, const std::optional<OrderUpdate>& found) {
                const TrackedOrder* order = m_desk.find(clientId);
                if (found || order == nullptr)
                    return;
                if (order->isFinal())
                    targetNotMade(clientId, OrderEndReason::NotFound);
                // Reduce-only, so another one in its place can do no harm.
                if (ManagedPosition* position = at(order->request().symbol)) {
                    position->exitsNotFound.insert(clientId);
                    restingExitEnded(*position, clientId);
                }
            });
}

ManagedPosition* PositionManager::at(SymbolId symbol)
{
    const auto found = m_positions.find(symbol);
    return found == m_positions.end() ? nullptr : &found->second;
}

const ManagedPosition* PositionManager::find(SymbolId symbol) const
{
    const auto found = m_positions.find(symbol);
    return found == m_positions.end() ? nullptr : &found->second;
}

std::vector<const ManagedPosition*> PositionManager::open() const
{
    std::vector<const ManagedPosition*> positions;
    for (const auto& [symbol, position] : m_positions)
        positions.push_back(&position);
    return positions;
}

std::string PositionManager::nextId(const ManagedPosition& position, const std::string& role, int slice,
                                    int attempt) const
{
    return m_desk.nextId(position.plan.traceId, role, slice, attempt);
}

void PositionManager::expectEntry(const PositionPlan& plan)
{
    m_plans.insert_or_assign(plan.symbol, plan);
    m_services.gateway.subscribe(StreamKind::Ticker, plan.symbol);
    m_services.gateway.subscribe(StreamKind::Book, plan.symbol);
    m_services.board.watchBook(plan.symbol);
}

void PositionManager::advance(ManagedPosition& position, PositionTrigger trigger)
{
    if (const auto record = position.lifecycle.apply(trigger, m_services.now());
        record && record->from != record->to)
        m_services.decisions.decision(
            "position_state", position.plan.traceId,
            fmt::format("{} {} {} {}", record->region, record->from, record->to, record->trigger));
}

void PositionManager::entryEnded(SymbolId symbol)
{
    const auto plan = m_plans.extract(symbol);
    if (ManagedPosition* position = at(symbol)) {
        position->entryWorking = false;
        if (position->exiting)
            return;
        completeEntry(*position);
        review(symbol);
    } else {
        if (plan)
            m_services.costs.nothingFilled(plan.mapped().traceId);
        m_services.gateway.unsubscribe(StreamKind::Ticker, symbol);
    }
}

void PositionManager::openPosition(const PositionPlan& plan)
{
    const Instrument& instrument = m_services.board.instrument(plan.symbol);
    const auto [place, isNew] = m_positions.try_emplace(plan.symbol, "P:" + plan.traceId, plan, instrument,
                                                        m_stopSettings, m_services.now());
    if (!isNew)
        failInvariant("a position was opened twice");
    ++m_opened;
    place->second.activityBefore =
        activityOf(m_services.board.candles(plan.symbol).window(),
                   exitRuleSettingsOf(m_services.settings.preset).activityDropBars);
    m_services.decisions.decision("position_opened", plan.traceId, place->second.id);
    m_services.log.trade(component::kPositions, instrument.symbol, plan.traceId,
                         fmt::format("opened {} with stop {}", toText(plan.direction),
                                     instrument.toDecimal(plan.stop).toString()));
}

void PositionManager::handle(const Execution& execution, const TrackedOrder* order)
{
    ManagedPosition* position = at(execution.symbol);
    if (execution.kind == ExecutionKind::Funding) {
        ManagedPosition* const charged = chargedAt(execution.symbol, execution.time);
        if (charged == nullptr || charged->ended)
            m_closedFunding += execution.fee;
        if (charged != nullptr && charged->ledger.applyFunding(execution.venueTradeId, execution.fee)) {
            writeRow(*charged);
            m_services.costs.fundingTold(charged->plan.traceId, charged->ledger);
        }
        return;
    }
    const bool isEntry = order != nullptr && opensOrAdds(order->intent());
    // The venue's, or another hand's, from before it was opened: told late.
    if (position != nullptr && order == nullptr && execution.time < *position->ledger.opened()) {
        ++m_stray;
        m_services.log.warning(component::kPositions, m_services.symbolName(execution.symbol),
                               position->plan.traceId,
                               "a fill from before the position is not of it: " + execution.venueTradeId);
        return;
    }
    if (position == nullptr) {
        const auto plan = m_plans.find(execution.symbol);
        if (isEntry && plan != m_plans.end() && plan->second.traceId == order->traceId()) {
            openPosition(plan->second);
            position = at(execution.symbol);
            bookFill(*position, execution, order);
            Q_EMIT opened(execution.symbol);
            review(execution.symbol);
        } else if (isEntry) {
            closeOrphan(execution, *order);
        } else {
            ++m_stray;
            m_services.log.error(component::kPositions, m_services.symbolName(execution.symbol), {},
                                 "a fill came in without a position of ours: " + execution.venueTradeId);
        }
        return;
    }
    bookFill(*position, execution, order);
    review(execution.symbol);
}

ManagedPosition* PositionManager::chargedAt(SymbolId symbol, Timestamp time)
{
    ManagedPosition* const open = at(symbol);
    if (open != nullptr && time >= *open->ledger.opened())
        return open;
    const auto ended = std::ranges::find_if(
        m_ended, [&](const ManagedPosition& position) { return wasHeldAt(position, symbol, time); });
    return ended != m_ended.end() ? &*ended : nullptr;
}

bool PositionManager::wasHeldAt(const ManagedPosition& position, SymbolId symbol, Timestamp time)
{
    return position.plan.symbol == symbol && time >= *position.ledger.opened()
        && (!position.ended || time <= *position.ended);
}

bool PositionManager::wasHeldAt(SymbolId symbol, Timestamp time) const
{
    const ManagedPosition* open = find(symbol);
    return (open != nullptr && wasHeldAt(*open, symbol, time))
        || std::ranges::any_of(
               m_ended, [&](const ManagedPosition& position) { return wasHeldAt(position, symbol, time); });
}

ExitReason PositionManager::reasonOf(const ManagedPosition& position, const Execution& execution,
                                     const TrackedOrder* order) const
{
    if (execution.kind == ExecutionKind::Liquidation)
        return ExitReason::Liquidation;
    if (execution.kind == ExecutionKind::Settlement)
        return ExitReason::Settlement;
    if (execution.kind == ExecutionKind::AutoDeleverage)
        return ExitReason::AutoDeleveraging;
    if (order != nullptr && order->intent() == OrderIntent::Target)
        return ExitReason::Target;
    // A person's order carries no client id either.
    if (order == nullptr && !isOfStop(position, execution))
        return ExitReason::Manual;
    if (order == nullptr || order->intent() == OrderIntent::Stop) {
        switch (position.lifecycle.stopStage()) {
        case StopStage::Initial: return ExitReason::Stop;
        case StopStage::Breakeven: return ExitReason::Breakeven;
        case StopStage::Trailing: return ExitReason::Trailing;
        }
    }
    return position.exiting.value_or(ExitReason::Manual);
}

bool PositionManager::isOfStop(const ManagedPosition& position, const Execution& execution) const
{
    if (position.stopVenueId.empty() || execution.venueId == position.stopVenueId)
        return true;
    // The venue may give its stop another id at any time: what trades at the stop's
    // price or beyond is taken for it.
    return stopReached(position.plan.direction, position.stop.inForce(), execution.price);
}

void PositionManager::bookFill(ManagedPosition& position, const Execution& execution,
                               const TrackedOrder* order)
{
    const Quantity before = position.ledger.quantity();
    LedgerFill fill;
    fill.tradeId = execution.venueTradeId;
    fill.side = execution.side;
    fill.price = execution.price;
    fill.quantity = execution.quantity;
    fill.fee = execution.fee;
    fill.reason = reasonOf(position, execution, order);
    fill.time = execution.time;
    const auto booked = position.ledger.apply(fill);
    if (!booked || !booked->excess.isZero())
        ++m_stray;
    if (!booked || !booked->counted) {
        if (!booked)
            m_services.log.error(component::kPositions, m_services.symbolName(execution.symbol),
                                 position.plan.traceId, booked.error().message);
        return;
    }
    noteCosts(position, execution, order, fill.reason, before);
    const Quantity now = position.ledger.quantity();
    if (now > before) {
        position.unprotected.increased(now, execution.time);
        position.increased = execution.time;
        if (order != nullptr && order->intent() == OrderIntent::AddOn) {
            position.added += execution.quantity;
            if (position.risk)
                position.risk->reaverage(*position.ledger.openAverage());
        }
    } else {
        position.unprotected.reduced(now, execution.time);
        if (order != nullptr && order->intent() == OrderIntent::Target && position.ladder) {
            const auto level = position.targetOrders.find(order->clientId());
            if (level != position.targetOrders.end())
                position.ladder->orderFilled(level->second, execution.quantity);
            if (!booked->madeFlat)
                advance(position, PositionTrigger::Reduced);
        }
    }
    writeRow(position);
    if (booked->madeFlat)
        closePosition(execution.symbol);
}

void PositionManager::closePosition(SymbolId symbol)
{
    ManagedPosition& position = *at(symbol);
    advance(position, PositionTrigger::Flat);
    cancelTargets(position);
    for (const std::string& clientId : position.separateStopIds)
        m_desk.cancel(clientId);
    for (const std::string& clientId : position.restingExits)
        m_desk.cancel(clientId);
    // What an entry fills from here on is not of this position any more.
    m_plans.erase(symbol);
    m_services.timers.cancel(position.exitTimer);
    m_services.timers.cancel(position.trimTimer);
    m_services.timers.cancel(position.watchTimer);
    const std::string traceId = position.plan.traceId;
    // An entry stopped out before it was complete has a risk all the same.
    if (!position.risk) {
        const auto risk =
            FrozenRisk::make(position.plan.direction, *position.ledger.entryAverage(), position.plan.stop,
                             position.ledger.maxQuantity(), m_services.board.instrument(symbol));
        if (risk)
            position.risk = *risk;
    }
    // Without a frozen risk (filled beyond its own stop) the plan's stands for it.
    const double netR = position.risk        ? position.ledger.netR(position.risk->initialRiskUsd())
        : position.plan.plannedRiskUsd > 0.0 ? position.ledger.net().toDouble() / position.plan.plannedRiskUsd
                                             : 0.0;
    const ExitReason reason = position.ledger.exitReason().value_or(ExitReason::Manual);
    writeRow(position);
    m_services.costs.closed(traceId, position.ledger,
                            position.risk ? position.risk->initialRiskUsd() : Decimal());
    m_services.decisions.decision(
        "position_closed", traceId,
        fmt::format("{} {} net {}", position.id, toText(reason), position.ledger.net().toString()));
    if (GateTrace* gates = m_services.tracer.more(traceId)) {
        if (const auto price = position.ledger.exitAverage())
            appendPass(*gates, GateStage::Exit, "exit_price", "price", price->toDouble());
        appendPass(*gates, GateStage::Exit, toText(reason), "r", netR);
        gates->decideByLast();
        m_services.tracer.write(traceId, fmt::format("closed: {}, {} R", toText(reason), netR), false);
    }
    const auto slippage = exitSlippageBps(position);
    m_services.log.trade(
        component::kPositions, m_services.symbolName(symbol), traceId,
        fmt::format("closed by {}, net {} ({:.2f} R){}", toText(reason), position.ledger.net().toString(),
                    netR, slippage ? fmt::format(", exit slippage {:.2f} bps", *slippage) : std::string()));
    ++m_closed;
    m_closedRealised += position.ledger.realised();
    m_closedFees += position.ledger.fees();
    m_closedFunding += position.ledger.funding();
    m_closedUnprotected.add(position.unprotected.total());
    position.ended = position.ledger.closed().value_or(m_services.now());
    m_ended.push_back(std::move(position));
    if (m_ended.size() > kEndedKept)
        m_ended.pop_front();
    m_positions.erase(symbol);
    openGateIfProtected();
    m_services.gateway.unsubscribe(StreamKind::Ticker, symbol);
    Q_EMIT closed(symbol, traceId, netR, reason == ExitReason::Stop);
}

void PositionManager::completeEntry(ManagedPosition& position)
{
    const Instrument& instrument = m_services.board.instrument(position.plan.symbol);
    advance(position, PositionTrigger::EntryCompleted);
    const auto risk = FrozenRisk::make(position.plan.direction, *position.ledger.entryAverage(),
                                       position.plan.stop, position.ledger.quantity(), instrument);
    if (!risk) {
        m_services.log.critical(component::kPositions, instrument.symbol, position.plan.traceId,
                                risk.error().message);
        exit(position.plan.symbol, ExitReason::Unprotected);
        return;
    }
    position.risk = *risk;
    measureIndicators(position);
    writeRow(position);
    trimToPlan(position);
    if (position.exiting)
        return;
    std::vector<LadderLeg> legs;
    for (const PlannedTarget& target : position.plan.targets)
        legs.push_back({target.r, target.fraction});
    auto ladder = TargetLadder::make(*position.risk, legs, instrument);
    if (!ladder) {
        m_services.log.error(component::kPositions, instrument.symbol, position.plan.traceId,
                             ladder.error().message);
        return;
    }
    position.ladder = std::move(*ladder);
    position.targetAttempts.assign(position.ladder->levels().size(), 0);
    placeSmartly(position, true);
    std::string text =
        fmt::format("{} entry {} r {} targets", position.id, position.risk->entryAverage().toString(),
                    position.risk->initialR().toString());
    for (const TargetLadder::Level& level : position.ladder->levels())
        text += ' ' + instrument.toDecimal(level.price).toString();
    m_services.decisions.decision("entry_complete", position.plan.traceId, text);
    placeTargets(position);
}

void PositionManager::handle(const OrderUpdate& update)
{
    ManagedPosition* position = at(update.symbol);
    if (position == nullptr)
        return;
    if (!update.clientId.empty())
        position->exitsNotFound.erase(update.clientId);
    if (update.isPositionStop) {
        followStop(*position, update, position->ledger.quantity());
    } else if (position->separateStopIds.contains(update.clientId)) {
        followStop(*position, update, update.quantity);
    } else if (const auto target = position->targetOrders.find(update.clientId);
               target != position->targetOrders.end() && isFinal(update.status)) {
        const int level = target->second;
        // What was asked for: the venue may have cut the order since.
        const TrackedOrder* order = m_desk.find(update.clientId);
        const Quantity unfilled = order != nullptr ? order->remaining() : update.quantity - update.filled;
        position->targetOrders.erase(target);
        if (position->ladder)
            position->ladder->orderEnded(level, unfilled);
    } else if (isFinal(update.status)) {
        restingExitEnded(*position, update.clientId);
    }
    review(update.symbol);
}

void PositionManager::handle(const PositionUpdate& update)
{
    // Pushes may change places: an older one says nothing of now.
    Timestamp& told = m_streamTold[update.symbol];
    if (update.time < told)
        return;
    told = update.time;
    ManagedPosition* position = at(update.symbol);
    if (position == nullptr)
        return;
    const bool rightSide = (update.quantity.lots > 0) == (position->plan.direction == Direction::Long);
    if (!update.quantity.isZero() && rightSide) {
        exitMayGoOn(*position, update.quantity);
        if (update.liquidation)
            m_services.costs.liquidationTold(position->plan.traceId, *update.liquidation);
        if (update.stop) {
            position->stopIsSeparate = false;
            showStop(*position, *update.stop, update.quantity.magnitude(), update.time);
        } else if (position->stopState == StopOrderState::Live && !position->stopIsSeparate) {
            loseStop(*position, StopOrderState::Absent, update.time);
        }
    }
    review(update.symbol);
}

void PositionManager::onTicker(SymbolId symbol)
{
    if (at(symbol) != nullptr)
        review(symbol);
}

void PositionManager::onFlowSampled()
{
    if (!m_services.settings.preset.position.panicExitOnActivityDrop)
        return;
    std::vector<SymbolId> symbols;
    for (const ManagedPosition* position : open())
        symbols.push_back(position->plan.symbol);
    for (const SymbolId symbol : symbols)
        review(symbol);
}

std::optional<double> PositionManager::pnlR(const ManagedPosition& position) const
{
    const auto mark = m_services.board.mark(position.plan.symbol);
    if (!mark || !position.risk)
        return std::nullopt;
    return position.risk->pnlR(m_services.board.instrument(position.plan.symbol).toDouble(*mark));
}

std::optional<Timestamp> PositionManager::streamTold(SymbolId symbol) const
{
    const auto told = m_streamTold.find(symbol);
    return told == m_streamTold.end() ? std::nullopt : std::optional(told->second);
}

bool PositionManager::isOutdated(const PositionUpdate& answered) const
{
    const auto told = streamTold(answered.symbol);
    return told && answered.time < *told;
}

std::optional<Decimal> PositionManager::unrealised() const
{
    Decimal sum;
    for (const auto& [symbol, position] : m_positions) {
        const auto mark = m_services.board.mark(symbol);
        if (!mark)
            return std::nullopt;
        sum += position.ledger.unrealised(*mark);
    }
    return sum;
}

std::optional<Timestamp> PositionManager::oldestMark() const
{
    std::optional<Timestamp> oldest;
    for (const auto& [symbol, position] : m_positions) {
        const auto time = m_services.board.markTime(symbol);
        if (!time)
            return std::nullopt;
        if (!oldest || *time < *oldest)
            oldest = time;
    }
    return oldest;
}

Quantity PositionManager::held(SymbolId symbol) const
{
    const ManagedPosition* position = find(symbol);
    if (position == nullptr)
        return {};
    return Quantity {signOf(position->plan.direction) * position->ledger.quantity().lots};
}

Decimal PositionManager::realised() const
{
    Decimal sum = m_closedRealised;
    for (const auto& [symbol, position] : m_positions)
        sum += position.ledger.realised();
    return sum;
}

Decimal PositionManager::fees() const
{
    Decimal sum = m_closedFees;
    for (const auto& [symbol, position] : m_positions)
        sum += position.ledger.fees();
    return sum;
}

Decimal PositionManager::funding() const
{
    Decimal sum = m_closedFunding;
    for (const auto& [symbol, position] : m_positions)
        sum += position.ledger.funding();
    return sum;
}

DurationHistogram PositionManager::unprotectedTimes() const
{
    DurationHistogram times = m_closedUnprotected;
    for (const auto& [symbol, position] : m_positions)
        times.add(position.unprotected.totalAt(m_services.now()));
    return times;
}

void PositionManager::writeRow(const ManagedPosition& position)
{
    const Instrument& instrument = m_services.board.instrument(position.plan.symbol);
    PositionRow row;
    row.time = *position.ledger.opened();
    row.traceId = position.plan.traceId;
    row.positionId = position.id;
    row.symbol = instrument.symbol;
    row.side = toText(position.plan.direction);
    row.quantity = instrument.toDecimal(position.risk ? position.risk->initialQuantity() + position.added
                                                      : position.ledger.maxQuantity());
    row.entryPrice = *position.ledger.entryAverage();
    row.initialStop = instrument.toDecimal(position.plan.stop);
    row.opened = *position.ledger.opened();
    row.closed = position.ledger.closed();
    row.exitPrice = position.ledger.exitAverage();
    row.realisedPnl = position.ledger.realised();
    row.fees = position.ledger.fees();
    row.funding = position.ledger.funding();
    if (position.ledger.isFlat()) {
        row.exitReason = toText(position.ledger.exitReason().value_or(ExitReason::Manual));
        if (position.risk)
            row.netR = position.ledger.netR(position.risk->initialRiskUsd());
    }
    row.unprotectedMs = position.unprotected.totalAt(m_services.now()).ms;
    m_services.journal.write(std::move(row));
}

} // namespace breakline
