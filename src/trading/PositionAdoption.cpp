// SPDX-License-Identifier: GPL-3.0-or-later
// How PositionManager takes over what the venue holds by a person's choice.
#include "trading/PositionManager.h"

#include "trading/LogComponent.h"

#include <fmt/format.h>

namespace breakline {

void PositionManager::adopt(const PositionUpdate& venue, Price stopIfNone)
{
    const SymbolId symbol = venue.symbol;
    const Instrument& instrument = m_services.board.instrument(symbol);
    const Direction direction = venue.quantity.lots > 0 ? Direction::Long : Direction::Short;
    if (const ManagedPosition* other = find(symbol); other != nullptr && other->plan.direction != direction)
        release(symbol, "the venue holds the other side of it");
    const bool isNew = find(symbol) == nullptr;
    if (isNew) {
        PositionPlan plan;
        plan.traceId = fmt::format("{}:adopted:{}", instrument.symbol, m_services.now().ms);
        plan.symbol = symbol;
        plan.direction = direction;
        plan.stop = venue.stop.value_or(stopIfNone);
        m_services.gateway.subscribe(StreamKind::Ticker, symbol);
        m_services.gateway.subscribe(StreamKind::Book, symbol);
        m_services.board.watchBook(symbol);
        openPosition(plan);
    }
    ManagedPosition& position = *at(symbol);
    // What was asked about the stop is answered: theirs is the one in force.
    if (position.watchdog.isAsking()) {
        position.watchdog = StopWatchdog(m_stopSettings);
        position.trail.hold();
        position.stop = StopChange(direction, venue.stop.value_or(position.stop.inForce()), m_stopSettings);
    }
    const Quantity quantity = venue.quantity.magnitude();
    const Quantity before = position.ledger.quantity();
    position.ledger.takeOver(quantity, *venue.entryPrice, venue.time);
    if (quantity > before)
        position.unprotected.increased(quantity, venue.time);
    else
        position.unprotected.reduced(quantity, venue.time);
    const std::string what =
        fmt::format("{}: {} at {} on average, stop {}", instrument.symbol,
                    instrument.toDecimal(venue.quantity).toString(), venue.entryPrice->toString(),
                    venue.stop ? instrument.toDecimal(*venue.stop).toString() : "none");
    m_services.decisions.decision("adopted", position.plan.traceId, what);
    m_services.log.trade(component::kPositions, instrument.symbol, position.plan.traceId, "adopted: " + what);
    if (isNew) {
        position.entryWorking = false;
        position.lifecycle.apply(PositionTrigger::EntryCompleted, m_services.now());
        // A stop beyond the entry risks nothing: there is no R to measure by.
        if (const auto risk = FrozenRisk::make(direction, *position.ledger.entryAverage(), position.plan.stop,
                                               quantity, instrument))
            position.risk = *risk;
    }
    if (venue.stop) {
        position.stopIsSeparate = false;
        showStop(position, *venue.stop, quantity, venue.time);
    } else if (position.stopState != StopOrderState::Live) {
        sendStop(position, position.stop.inForce());
    }
    writeRow(position);
    if (isNew)
        Q_EMIT opened(symbol);
    review(symbol);
}

} // namespace breakline
