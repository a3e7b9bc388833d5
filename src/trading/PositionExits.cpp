// SPDX-License-Identifier: GPL-3.0-or-later
// How PositionManager leaves a position.
#include "trading/PositionManager.h"

#include "execution/CostSheet.h"
#include "execution/OrderChoice.h"
#include "execution/TradingCosts.h"
#include "trading/LogComponent.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace breakline {

namespace {
constexpr Duration kExitRepeat = Duration::milliseconds(250);
/// Between two questions what the venue holds, and how many of them in a row may
/// stay without an answer.
constexpr Duration kExitQuestion = Duration::seconds(1);
constexpr int kExitQuestions = 3;
constexpr int kTrimAttempts = 3;
} // namespace

void PositionManager::exit(SymbolId symbol, ExitReason reason)
{
    ManagedPosition* position = at(symbol);
    if (position == nullptr)
        return;
    if (position->exiting) {
        if (position->exitRests && urgencyOf(reason) == ExitUrgency::Immediate)
            hastenExit(*position, reason);
        return;
    }
    position->exiting = reason;
    // Of an old book the middle would say of the market's way that the exit had cost it.
    if (const auto& measured = m_services.board.book(symbol);
        measured && m_services.now() - measured->time <= m_services.settings.analysis.maxBookAge)
        position->exitMiddle =
            middleOf(*m_services.board.bookSnapshot(symbol), m_services.board.instrument(symbol));
    position->exitRests = urgencyOf(reason) != ExitUrgency::Immediate;
    advance(*position, PositionTrigger::ExitStarted);
    m_services.decisions.decision("exit", position->plan.traceId,
                                  fmt::format("{} {}", position->id, toText(reason)));
    m_services.log.trade(component::kPositions, m_services.symbolName(symbol), position->plan.traceId,
                         fmt::format("leaving the position: {}", toText(reason)));
    cancelTargets(*position);
    Q_EMIT exiting(symbol);
    if (ManagedPosition* still = at(symbol))
        sendExit(*still);
}

void PositionManager::release(SymbolId symbol, std::string_view why)
{
    const ManagedPosition* position = at(symbol);
    if (position == nullptr)
        return;
    const std::string what = fmt::format(
        "{} left by our fills, {}: let go",
        m_services.board.instrument(symbol).toDecimal(position->ledger.quantity()).toString(), why);
    m_services.decisions.decision("released", position->plan.traceId, what);
    m_services.log.critical(component::kPositions, m_services.symbolName(symbol), position->plan.traceId,
                            what);
    closePosition(symbol);
}

void PositionManager::sendExit(ManagedPosition& position)
{
    const SymbolId symbol = position.plan.symbol;
    const Instrument& instrument = m_services.board.instrument(symbol);
    if (position.exitWaits && position.exitQuestions < kExitQuestions) {
        // By all that we know there is something to leave, by the venue there is not:
        // a fill is on its way, or another hand netted it. Asked, not tried again.
        ++position.exitQuestions;
        verifyStop(position);
        repeatExit(position, kExitQuestion);
        return;
    }
    position.exitWaits = false; // nobody answers; reduce-only, it can do no harm
    if (position.exitRests) {
        sendRestingExit(position);
        return;
    }
    // Orders under way still count: what they may yet take is not sent twice.
    Quantity underWay;
    for (const std::string& clientId : position.exitOrders)
        if (const TrackedOrder* order = m_desk.find(clientId)) {
            if (!order->isFinal()) {
                // One that rested is being cancelled, and may not fill for long.
                if (!position.exitsNotFound.contains(clientId) && !position.restingExits.contains(clientId))
                    underWay += order->remaining();
            } else if (order->endReason() == OrderEndReason::PriceBand) {
                position.exitAtBandEdge = true;
            }
        }
    const Quantity rest = position.ledger.quantity() - underWay;
    if (rest > Quantity {0}) {
        const Side side = exitSide(position.plan.direction);
        int slice = 0;
        for (const Quantity part : splitAtMaximum(rest, instrument)) {
            const std::string clientId = nextId(position, "exit", slice++, position.exitAttempts);
            const auto mark = m_services.board.mark(symbol);
            const OrderRequest request = position.exitAtBandEdge && mark
                ? bandEdgeExitOrder(clientId, symbol, side, part, *mark, instrument)
                : marketExitOrder(clientId, symbol, side, part);
            position.exitOrders.push_back(clientId);
            m_desk.place(request, OrderIntent::Exit, position.plan.traceId);
        }
        ++position.exitAttempts;
    }
    repeatExit(position, kExitRepeat);
}

void PositionManager::exitMayGoOn(ManagedPosition& position, Quantity atVenue)
{
    const bool isHeld = position.plan.direction == Direction::Long ? atVenue.lots > 0 : atVenue.lots < 0;
    if (isHeld && std::exchange(position.exitWaits, false))
        repeatExit(position, kExitRepeat);
}

void PositionManager::repeatExit(ManagedPosition& position, Duration after)
{
    m_services.timers.cancel(position.exitTimer);
    position.exitTimer = m_services.timers.after(after, "exit_again", [this, symbol = position.plan.symbol] {
        if (ManagedPosition* still = at(symbol)) {
            still->exitTimer = 0;
            // The first exit has not taken it off: nothing else is opened beside it.
            if (still->exiting == ExitReason::Unprotected && !std::exchange(still->isUnprotected, true))
                m_services.gate.add(GateReason::Unprotected,
                                    fmt::format("{} stands without a stop at the venue since {}",
                                                m_services.symbolName(symbol),
                                                toIso8601(still->watchdog.lostSince().value_or(m_services.now()))),
                                    m_services.now());
            sendExit(*still);
        }
    });
}

std::optional<Decimal> PositionManager::exitReference(const ManagedPosition& position,
                                                      ExitReason reason) const
{
    switch (reason) {
    case ExitReason::Target: // its own price
    case ExitReason::Manual:
    case ExitReason::AutoDeleveraging:
    case ExitReason::Settlement: return std::nullopt;
    case ExitReason::Stop:
    case ExitReason::Breakeven:
    case ExitReason::Trailing:
    case ExitReason::Liquidation: // the stop should have come first
        return m_services.board.instrument(position.plan.symbol).toDecimal(position.stop.inForce());
    default: return position.exitMiddle;
    }
}

void PositionManager::noteCosts(const ManagedPosition& position, const Execution& execution,
                                const TrackedOrder* order, ExitReason reason, Quantity before)
{
    const Quantity now = position.ledger.quantity();
    if (now < before)
        m_services.costs.exitFilled(position.plan.traceId, execution, before - now,
                                    exitReference(position, reason));
    else if (now > before && order != nullptr && order->intent() == OrderIntent::Entry)
        m_services.costs.entryFilled(position.plan.traceId, execution, now - before);
}

std::optional<double> PositionManager::exitSlippageBps(const ManagedPosition& position) const
{
    const Instrument& instrument = m_services.board.instrument(position.plan.symbol);
    double quantity = 0.0;
    double value = 0.0;
    for (const std::string& clientId : position.exitOrders) {
        const TrackedOrder* order = m_desk.find(clientId);
        const auto average = order != nullptr ? order->averagePrice(instrument) : std::nullopt;
        if (!average)
            continue;
        quantity += instrument.toDouble(order->filled());
        value += instrument.toDouble(order->filled()) * average->toDouble();
    }
    if (!position.exitMiddle || quantity <= 0.0)
        return std::nullopt;
    return slippageBps(exitSide(position.plan.direction), position.exitMiddle->toDouble(), value / quantity);
}

void PositionManager::closeOrphan(const Execution& execution, const TrackedOrder& order)
{
    const Instrument& instrument = m_services.board.instrument(execution.symbol);
    const std::string traceId = fmt::format("{}:orphan:{}", instrument.symbol, execution.time.ms);
    m_services.decisions.decision("orphan_fill", traceId, execution.venueTradeId);
    m_services.log.critical(component::kPositions, instrument.symbol, traceId,
                            "an entry filled after its position was over; closing it at once");
    PositionPlan plan;
    plan.traceId = traceId;
    plan.symbol = execution.symbol;
    plan.direction = execution.side == Side::Buy ? Direction::Long : Direction::Short;
    plan.stop = order.request().stop->trigger; // every entry carries one
    openPosition(plan);
    ManagedPosition& position = *at(execution.symbol);
    position.entryWorking = false;
    bookFill(position, execution, nullptr);
    exit(execution.symbol, ExitReason::OrphanFill);
    Q_EMIT opened(execution.symbol);
}

void PositionManager::trimToPlan(ManagedPosition& position)
{
    if (position.plan.plannedRiskUsd <= 0.0)
        return;
    const Instrument& instrument = m_services.board.instrument(position.plan.symbol);
    const double atStop = position.risk->initialRiskUsd().toDouble();
    if (atStop <= 1.1 * position.plan.plannedRiskUsd)
        return;
    // Slipped entry: is what is left of reward to risk still worth holding?
    if (!position.plan.targets.empty()) {
        if (position.plan.targets.front().r < 0.5) {
            exit(position.plan.symbol, ExitReason::Slippage);
            return;
        }
    }
    const double keep =
        instrument.toDouble(position.ledger.quantity()) * position.plan.plannedRiskUsd / atStop;
    const auto kept = instrument.quantizeQuantity(keep);
    if (!kept || *kept >= position.ledger.quantity() || kept->isZero())
        return;
    const Quantity excess = position.ledger.quantity() - *kept;
    m_services.decisions.decision("trim", position.plan.traceId, instrument.toDecimal(excess).toString());
    position.trimTo = *kept;
    sendTrim(position);
}

void PositionManager::sendTrim(ManagedPosition& position)
{
    const SymbolId symbol = position.plan.symbol;
    const Instrument& instrument = m_services.board.instrument(symbol);
    const bool isUnderWay = std::ranges::any_of(position.trimOrders, [this](const std::string& clientId) {
        const TrackedOrder* order = m_desk.find(clientId);
        return order != nullptr && !order->isFinal();
    });
    if (!isUnderWay) {
        const Quantity excess = position.ledger.quantity() - *position.trimTo;
        if (excess <= Quantity {0})
            return;
        if (position.trimAttempts == kTrimAttempts) {
            m_services.log.critical(
                component::kPositions, instrument.symbol, position.plan.traceId,
                fmt::format("the position stays {} larger than planned: it could not be trimmed",
                            instrument.toDecimal(excess).toString()));
            position.trimTo.reset();
            placeTargets(position);
            return;
        }
        int slice = 0;
        for (const Quantity part : splitAtMaximum(excess, instrument)) {
            const std::string clientId = nextId(position, "trim", slice++, position.trimAttempts);
            position.trimOrders.push_back(clientId);
            m_desk.place(marketExitOrder(clientId, symbol, exitSide(position.plan.direction), part),
                         OrderIntent::Exit, position.plan.traceId);
        }
        ++position.trimAttempts;
    }
    position.trimTimer = m_services.timers.after(kExitRepeat, "trim_again", [this, symbol, id = position.id] {
        ManagedPosition* still = at(symbol);
        if (still == nullptr || still->id != id)
            return;
        still->trimTimer = 0;
        if (!still->exiting && still->trimTo)
            sendTrim(*still);
    });
}

} // namespace breakline
