// SPDX-License-Identifier: GPL-3.0-or-later
// How PositionManager places its targets, and what follows where an order is refused.
#include "trading/PositionManager.h"

#include "execution/OrderChoice.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace breakline {

namespace {

constexpr Duration kTargetRepeat = Duration::seconds(1);
constexpr Duration kTargetRepeatMost = Duration::minutes(1);

/// Least quantity, least value or largest market order.
bool isOfQuantity(OrderEndReason reason)
{
    return reason == OrderEndReason::InvalidQuantity || reason == OrderEndReason::BelowMinimumNotional;
}

} // namespace

void PositionManager::placeTargets(ManagedPosition& position)
{
    if (!position.ladder || position.exiting)
        return;
    // A flatten ends entries, which completes them: their targets would take the venue's orders of
    // this second from the exits that follow in the same burst.
    if (m_services.gate.has(GateReason::Flatten) || m_services.gate.has(GateReason::KillLatch))
        return;
    // While a trim is at work the position is about to be smaller.
    if (position.trimTo && position.ledger.quantity() > *position.trimTo)
        return;
    const TargetLadder::Changes changes = position.ladder->reconcile(position.ledger.quantity());
    for (const TargetOrder& tooLarge : changes.cancel)
        for (const auto& [clientId, level] : position.targetOrders)
            if (level == tooLarge.level)
                m_desk.cancel(clientId);
    for (const TargetOrder& target : changes.place) {
        const auto index = static_cast<std::size_t>(target.level);
        const std::string clientId =
            nextId(position, fmt::format("target{}", target.level), 0, position.targetAttempts[index]++);
        position.targetOrders.emplace(clientId, target.level);
        position.ladder->orderPlaced(target.level, target.quantity);
        m_desk.place(targetOrder(clientId, position.plan.symbol, exitSide(position.plan.direction),
                                 target.quantity, target.price),
                     OrderIntent::Target, position.plan.traceId);
    }
}

void PositionManager::cancelTargets(ManagedPosition& position)
{
    for (const auto& [clientId, level] : position.targetOrders)
        m_desk.cancel(clientId);
}

void PositionManager::orderRefused(const std::string& clientId, OrderEndReason reason)
{
    targetNotMade(clientId, reason);
    const TrackedOrder* order = m_desk.find(clientId);
    if (order == nullptr)
        return;
    if (reason == OrderEndReason::ReduceOnly && order->intent() == OrderIntent::Exit)
        if (ManagedPosition* position = at(order->request().symbol);
            position != nullptr && position->exiting && !std::exchange(position->exitWaits, true)) {
            position->exitQuestions = 0;
            sendExit(*position);
        }
    if (reason == OrderEndReason::ReduceOnly)
        Q_EMIT exitDidNotFit();
    if (isOfQuantity(reason) && (order->intent() == OrderIntent::Exit || order->intent() == OrderIntent::Target))
        Q_EMIT quantityRefused();
}

void PositionManager::rulesChanged(SymbolId symbol)
{
    ManagedPosition* position = at(symbol);
    if (position == nullptr || !position->ladder)
        return;
    position->targetRefusals = 0;
    position->ladder->rulesChanged(m_services.board.instrument(symbol));
    review(symbol);
}

void PositionManager::targetNotMade(const std::string& clientId, OrderEndReason reason)
{
    for (auto& [symbol, position] : m_positions) {
        const auto target = position.targetOrders.find(clientId);
        if (target == position.targetOrders.end())
            continue;
        // Again, but not at once: what refused it may still hold. By the rules that
        // are known the quantity is right, so the same will mostly be refused again.
        Duration wait = kTargetRepeat;
        if (isOfQuantity(reason))
            wait = std::min(kTargetRepeat * (std::int64_t {1} << std::min(position.targetRefusals++, 6)),
                            kTargetRepeatMost);
        m_services.timers.after(wait, "target_again", [this, symbol, clientId] {
            ManagedPosition* still = at(symbol);
            const TrackedOrder* order = m_desk.find(clientId);
            if (still == nullptr || !still->targetOrders.contains(clientId))
                return;
            const int level = still->targetOrders.at(clientId);
            still->targetOrders.erase(clientId);
            if (still->ladder)
                still->ladder->orderEnded(level, order->remaining());
            review(symbol);
        });
        return;
    }
}

} // namespace breakline
