// SPDX-License-Identifier: GPL-3.0-or-later
// When PositionManager asks for an add-on, and what follows from one.
#include "trading/PositionManager.h"

#include "trading/LogComponent.h"
#include "trading/PresetMapping.h"

#include <fmt/format.h>

namespace breakline {

void PositionManager::askForAddOn(ManagedPosition& position)
{
    const SymbolId symbol = position.plan.symbol;
    const AddOnSettings settings = addOnSettingsOf(m_services.settings.preset);
    const auto closed = m_services.board.candles(symbol).lastCloseTime();
    if (!settings.enabled || !closed || position.addOnAsked == closed || position.addOnWorking
        || position.lifecycle.phase() != PositionPhase::Running || position.trimTo)
        return;
    // What was adopted is not made larger.
    if (!position.plan.level)
        return;
    // It carries the stop in force: that has to be the position's own, and to stand still.
    if (position.stopState != StopOrderState::Live || position.stopIsSeparate
        || position.stopShown != position.stop.inForce() || position.stop.inFlight()
        || position.stop.pending())
        return;
    const auto mark = m_services.board.mark(symbol);
    const auto r = pnlR(position);
    if (!mark || !r)
        return;
    AddOnQuestion question;
    question.direction = position.plan.direction;
    question.isDone = !position.added.isZero();
    question.pnlR = *r;
    question.price = m_services.board.instrument(symbol).toDouble(*mark);
    question.average = position.average9;
    if (!breakline::addOnDue(question, settings))
        return;
    position.addOnAsked = closed;
    Q_EMIT addOnDue(symbol);
}

void PositionManager::addOnBegun(SymbolId symbol)
{
    ManagedPosition* position = at(symbol);
    if (position == nullptr)
        failInvariant("an add-on without a position");
    position->addOnWorking = true;
    ++position->addOns;
}

void PositionManager::addOnEnded(SymbolId symbol)
{
    ManagedPosition* position = at(symbol);
    if (position == nullptr)
        return;
    position->addOnWorking = false;
    if (!position->added.isZero()) {
        const Instrument& instrument = m_services.board.instrument(symbol);
        const std::string what =
            fmt::format("{} added, {} on average", instrument.toDecimal(position->added).toString(),
                        position->ledger.openAverage()->toString());
        m_services.decisions.decision("add_on_complete", position->plan.traceId,
                                      fmt::format("{} {}", position->id, what));
        m_services.log.trade(component::kPositions, instrument.symbol, position->plan.traceId, what);
    }
    review(symbol);
}

} // namespace breakline
