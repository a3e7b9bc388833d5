// SPDX-License-Identifier: GPL-3.0-or-later
// How PositionManager leaves a position that is in no hurry: a few reduce-only limits at its own
// side of the book, one after the other, then the market.
#include "trading/PositionManager.h"

#include "execution/OrderChoice.h"
#include "trading/LogComponent.h"
#include "trading/PresetMapping.h"

#include <fmt/format.h>

#include <algorithm>

namespace breakline {

namespace {
constexpr Duration kLook = Duration::milliseconds(250);
/// From the end of an attempt until its order is as good as of unknown fate.
constexpr Duration kCancelled = Duration::seconds(2);
} // namespace

void PositionManager::sendRestingExit(ManagedPosition& position)
{
    const SymbolId symbol = position.plan.symbol;
    const Instrument& instrument = m_services.board.instrument(symbol);
    const RestingExitSettings settings = restingExitSettingsOf(m_services.settings.preset);
    const Timestamp now = m_services.now();
    if (!position.restingUntil)
        position.restingUntil = now + settings.timeout;

    if (const TrackedOrder* order =
            position.restingExit.empty() ? nullptr : m_desk.find(position.restingExit);
        order != nullptr) {
        const bool isOverdue = !order->isFinal() && now >= *position.restingUntil + kCancelled;
        const bool isLost = order->status() == OrderStatus::Unknown || isOverdue;
        if (!order->isFinal() && !isLost && now < *position.restingUntil) {
            repeatExit(position, *position.restingUntil - now);
            return;
        }
        if (!order->isFinal())
            m_desk.cancel(position.restingExit);
        // Its end may have been told and lost.
        if (isOverdue)
            m_desk.query(position.restingExit);
        // Of unknown fate: reduce-only, another one beside it can do no harm.
        if (!order->isFinal() && !isLost) {
            repeatExit(position, kLook);
            return;
        }
        if (!isLost && !order->executionsComplete() && now < *position.restingUntil) {
            repeatExit(position, kLook); // what it filled is on its way
            return;
        }
        position.restingExit.clear();
        position.restingUntil = now + settings.timeout;
    }
    // Targets that are being cancelled hold the same quantity.
    const bool hasTargets = std::ranges::any_of(position.targetOrders, [this](const auto& target) {
        const TrackedOrder* order = m_desk.find(target.first);
        return order != nullptr && !order->isFinal();
    });
    if (hasTargets && now < *position.restingUntil) {
        repeatExit(position, kLook);
        return;
    }
    const Side side = exitSide(position.plan.direction);
    const auto& book = m_services.board.book(symbol);
    const auto price = !book ? std::nullopt : side == Side::Sell ? book->bestAsk : book->bestBid;
    if (position.restingAttempts >= settings.attempts || !price) {
        hastenExit(position, *position.exiting);
        return;
    }
    const Quantity quantity = std::min(position.ledger.quantity(),
                                       instrument.maxLimitQuantity.value_or(position.ledger.quantity()));
    const std::string clientId = nextId(position, "exit", 0, position.exitAttempts++);
    ++position.restingAttempts;
    position.restingUntil = now + settings.timeout;
    position.restingExit = clientId;
    position.restingExits.insert(clientId);
    position.exitOrders.push_back(clientId);
    repeatExit(position, settings.timeout);
    m_desk.place(targetOrder(clientId, symbol, side, quantity, *price), OrderIntent::Exit,
                 position.plan.traceId);
}

void PositionManager::restingExitEnded(ManagedPosition& position, const std::string& clientId)
{
    if (position.exitRests && clientId == position.restingExit)
        sendExit(position);
}

void PositionManager::exitUnknown(const std::string& clientId)
{
    if (const TrackedOrder* order = m_desk.find(clientId))
        if (ManagedPosition* position = at(order->request().symbol))
            restingExitEnded(*position, clientId);
}

void PositionManager::hastenExit(ManagedPosition& position, ExitReason reason)
{
    position.exiting = reason;
    position.exitRests = false;
    m_services.decisions.decision(
        "exit_at_market", position.plan.traceId,
        fmt::format("{} {} after {} attempts", position.id, toText(reason), position.restingAttempts));
    m_services.log.trade(component::kPositions, m_services.symbolName(position.plan.symbol),
                         position.plan.traceId,
                         fmt::format("leaving the position at market: {}", toText(reason)));
    for (const std::string& clientId : position.restingExits)
        if (const TrackedOrder* order = m_desk.find(clientId); order != nullptr && !order->isFinal())
            m_desk.cancel(clientId);
    sendExit(position);
}

} // namespace breakline
