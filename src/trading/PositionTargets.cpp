// SPDX-License-Identifier: GPL-3.0-or-later
// How PositionManager places its targets, and what follows where an order is refused.
#include "trading/PositionManager.h"

#include "execution/OrderChoice.h"
#include "strategy/Levels.h"
#include "trading/PresetMapping.h"

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

bool PositionManager::placeTargets(ManagedPosition& position)
{
    if (!position.ladder || position.exiting)
        return false;
    // A flatten ends entries, which completes them: their targets would take the venue's orders of
    // this second from the exits that follow in the same burst.
    if (m_services.gate.has(GateReason::Flatten) || m_services.gate.has(GateReason::KillLatch))
        return false;
    // While a trim is at work the position is about to be smaller.
    if (position.trimTo && position.ledger.quantity() > *position.trimTo)
        return false;
    const TargetLadder::Changes changes = position.ladder->reconcile(position.ledger.quantity());
    bool acted = !changes.place.empty();
    for (const TargetOrder& misplaced : changes.cancel)
        for (const auto& [clientId, level] : position.targetOrders)
            if (level == misplaced.level) {
                const TrackedOrder* order = m_desk.find(clientId);
                acted = acted
                    || (order != nullptr && order->status() != OrderStatus::CancelSent && !order->isFinal());
                m_desk.cancel(clientId);
            }
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
    return acted;
}

void PositionManager::placeSmartly(ManagedPosition& position, bool isFirst)
{
    if (!position.ladder || !position.risk || position.exiting)
        return;
    const SymbolId symbol = position.plan.symbol;
    const Preset& preset = m_services.settings.preset;
    const Instrument& instrument = m_services.board.instrument(symbol);
    const auto mark = m_services.board.mark(symbol);
    const std::vector<TargetLadder::Level>& levels = position.ladder->levels();
    std::vector<BaseTarget> targets;
    std::vector<bool> mayMove;
    for (const TargetLadder::Level& level : levels) {
        const TargetPlacement placement = placementOf(preset, level.r);
        targets.push_back({level.r,
                           static_cast<double>(level.planned.lots)
                               / static_cast<double>(position.risk->initialQuantity().lots),
                           placement != TargetPlacement::Fixed});
        mayMove.push_back(isFirst ? placement != TargetPlacement::Fixed
                                  : placement == TargetPlacement::Adaptive && level.filled.isZero() && mark
                                  && mayAdapt(*position.risk, level.price, *mark, instrument));
    }
    if (std::ranges::none_of(mayMove, [](bool may) { return may; }))
        return;
    std::vector<PriceZone> zones;
    if (m_microstructure.denseZones)
        zones = m_microstructure.denseZones(symbol);
    std::vector<double> prices;
    for (const Level& level : findLevels(m_services.board.candles(symbol).window(), instrument, preset.levels,
                                         m_services.settings.analysis))
        prices.push_back(level.price);
    const std::vector<Price> placed =
        placeSmart(*position.risk, targets, {zones, prices}, placementSettingsOf(preset), instrument);
    const int side = signOf(position.plan.direction);
    std::string text;
    for (std::size_t i = 0; i < placed.size(); ++i) {
        if (!mayMove[i] || placed[i] == levels[i].price)
            continue;
        // One that moves alone keeps between its neighbours, and never takes.
        const bool isInOrder = (i == 0 || (placed[i] - levels[i - 1].price) * side > 0)
            && (isFirst || i + 1 == placed.size() || (levels[i + 1].price - placed[i]) * side > 0);
        const bool wouldTake = !isFirst && (placed[i] - *mark) * side <= 0;
        if (!isInOrder || wouldTake)
            continue;
        position.ladder->moveTo(static_cast<int>(i), placed[i]);
        text += fmt::format(" {} {}", i, instrument.toDecimal(placed[i]).toString());
    }
    if (text.empty())
        return;
    std::vector<Price> all;
    for (const TargetLadder::Level& level : levels)
        all.push_back(level.price);
    m_services.decisions.decision("targets_moved", position.plan.traceId,
                                  fmt::format("{}{} expected_r {}", position.id, text,
                                              expectedR(*position.risk, targets, all, instrument)));
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
    if (ManagedPosition* position = at(order->request().symbol);
        position != nullptr && position->exiting && order->intent() == OrderIntent::Exit) {
        if (reason != OrderEndReason::ReduceOnly) {
            restingExitEnded(*position, clientId);
        } else if (!std::exchange(position->exitWaits, true)) {
            position->exitQuestions = 0;
            sendExit(*position);
        }
    }
    if (reason == OrderEndReason::ReduceOnly)
        Q_EMIT exitDidNotFit();
    if (isOfQuantity(reason)
        && (order->intent() == OrderIntent::Exit || order->intent() == OrderIntent::Target))
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
