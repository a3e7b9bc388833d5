// SPDX-License-Identifier: GPL-3.0-or-later
// How PositionManager keeps the protective stop.
#include "trading/PositionManager.h"

#include "execution/OrderChoice.h"
#include "trading/LogComponent.h"
#include "trading/LogSentences.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace breakline {

void PositionManager::showStop(ManagedPosition& position, Price trigger, Quantity covered, Timestamp time)
{
    const bool isNew = position.stopShown != trigger || position.stopState != StopOrderState::Live;
    if (position.increased && time > *position.increased)
        position.increased.reset();
    position.stopTold = std::max(time, position.stopTold.value_or(time));
    position.stopState = StopOrderState::Live;
    position.stopShown = trigger;
    position.stopCovers = covered;
    position.unprotected.stopShown(covered, time);
    const auto next =
        position.stop.shown(trigger, m_services.board.mark(position.plan.symbol), m_services.now());
    if (isNew) {
        m_services.log.trade(
            component::kPositions, m_services.symbolName(position.plan.symbol), position.plan.traceId,
            std::string(kStopShownSentence)
                + m_services.board.instrument(position.plan.symbol).toDecimal(trigger).toString());
        Q_EMIT stopSet(position.plan.symbol, trigger);
    }
    Q_EMIT stopShown(position.plan.symbol, trigger, covered);
    if (next)
        sendStop(position, *next);
    writeRow(position);
    if (std::exchange(position.isUnprotected, false))
        openGateIfProtected();
}

void PositionManager::openGateIfProtected()
{
    for (const auto& [symbol, position] : m_positions)
        if (position.isUnprotected)
            return;
    m_services.gate.remove(GateReason::Unprotected, GateOwner::Account, m_services.now());
}

void PositionManager::loseStop(ManagedPosition& position, StopOrderState state, Timestamp time)
{
    position.stopTold = std::max(time, position.stopTold.value_or(time));
    position.stopState = state;
    position.stopShown.reset();
    position.stopCovers = Quantity {};
    // SPEC 8.2 counts unprotected time from a fill, so a loss begins none; the
    // watchdog bounds it and the log says since when.
    m_services.log.critical(component::kPositions, m_services.symbolName(position.plan.symbol),
                            position.plan.traceId,
                            "the venue no longer shows the stop, since " + toIso8601(time));
    Q_EMIT stopLost(position.plan.symbol);
}

void PositionManager::followStop(ManagedPosition& position, const OrderUpdate& update, Quantity covered)
{
    const bool isOurs = update.venueId == position.stopVenueId;
    switch (update.status) {
    case OrderStatus::Untriggered:
        if (update.side == exitSide(position.plan.direction) && update.trigger) {
            // One that later news has overtaken tells its id, and where it stood no more.
            const bool isOvertaken = position.stopTold && update.time < *position.stopTold;
            if (isOvertaken && position.stopShown != update.trigger)
                break;
            position.stopVenueId = update.venueId;
            position.stopIsSeparate = !update.isPositionStop;
            if (!isOvertaken)
                showStop(position, *update.trigger, covered, update.time);
        }
        break;
    case OrderStatus::Triggered:
        if (isOurs)
            position.stopState = StopOrderState::Triggered;
        break;
    case OrderStatus::Cancelled:
        // A stop that was replaced or cleared is followed by its successor
        // or by flat; only the one in force counts as lost.
        if (isOurs && update.reason != OrderEndReason::StopClearedAtFlat
            && update.reason != OrderEndReason::StopReplaced)
            loseStop(position,
                     position.stopState == StopOrderState::Triggered ? StopOrderState::Failed
                                                                     : StopOrderState::Absent,
                     update.time);
        break;
    case OrderStatus::Rejected:
    case OrderStatus::Expired:
        if (isOurs)
            loseStop(position, StopOrderState::Failed, update.time);
        break;
    default: break;
    }
}

void PositionManager::sendStop(ManagedPosition& position, Price trigger)
{
    const Instrument& instrument = m_services.board.instrument(position.plan.symbol);
    // Written first: what is on its way is known after a crash.
    m_services.journal.write(StateRow {m_services.now(), position.plan.traceId,
                                       "stop_change:" + instrument.symbol,
                                       instrument.toDecimal(trigger).toString()});
    VenueCall call;
    call.component = component::kPositions;
    call.operation = "stop";
    call.path = OperationPath::Protection;
    call.symbol = position.plan.symbol;
    call.traceId = position.plan.traceId;
    call.send = [this, symbol = position.plan.symbol, trigger] {
        return m_services.gateway.setPositionStop(symbol, trigger, m_services.settings.stopTriggerBy);
    };
    call.mayRepeat = [this, symbol = position.plan.symbol, id = position.id, trigger] {
        const ManagedPosition* still = find(symbol);
        // Never back to what a later change has passed.
        return still != nullptr && still->id == id
            && !moreProtective(still->plan.direction, still->stop.inForce(), trigger);
    };
    position.stopRequest = m_requests.ask(std::move(call));
    m_services.decisions.command("set_stop", position.plan.traceId, instrument.toDecimal(trigger).toString());
    m_services.log.trade(component::kPositions, instrument.symbol, position.plan.traceId,
                         "moving the stop to " + instrument.toDecimal(trigger).toString());
    Q_EMIT stopChanging(position.plan.symbol, trigger);
}

void PositionManager::verifyStop(ManagedPosition& position)
{
    VenueCall call;
    call.component = component::kPositions;
    call.operation = "verify";
    call.symbol = position.plan.symbol;
    call.traceId = position.plan.traceId;
    call.repeats = false; // the watchdog goes on by its own clock
    call.send = [this] { return m_services.gateway.requestAccount(); };
    position.verifyRequest = m_requests.ask(std::move(call));
}

void PositionManager::handle(const RequestAnswer& answer)
{
    for (auto& [symbol, position] : m_positions) {
        if (answer.request != 0 && answer.request == position.verifyRequest)
            position.verifyRequest = 0;
        if (answer.request == 0 || answer.request != position.stopRequest)
            continue;
        position.stopRequest = 0;
        std::optional<Price> next;
        switch (answer.result) {
        case AnswerClass::Ok: break; // the stream shows it
        case AnswerClass::Benign:
            if (position.stop.inFlight())
                showStop(position, *position.stop.inFlight(), position.ledger.quantity(), answer.time);
            break;
        case AnswerClass::Unknown:
        case AnswerClass::RateLimited:
        case AnswerClass::Clock: position.stop.unknown(m_services.now()); break;
        default:
            m_services.log.warning(component::kPositions, m_services.symbolName(symbol),
                                   position.plan.traceId, "the stop was not moved: " + answer.message);
            Q_EMIT stopRefused(position.plan.symbol, answer.message);
            next = position.stop.refused(m_services.board.mark(symbol), m_services.now());
        }
        if (next)
            sendStop(position, *next);
        // The question what became of it waits for no price.
        if (position.stop.queryDue() == m_services.now())
            review(SymbolId {symbol});
        return;
    }
}

void PositionManager::handle(const AccountAnswer& answer, RequestId ticket)
{
    // While its stream is down nobody else tells of the stops.
    const bool isPolled = m_services.gate.has(GateReason::PrivateStreamDown);
    std::vector<SymbolId> lost;
    for (auto& [symbol, position] : m_positions) {
        position.exitQuestions = 0;
        const bool isVerified = ticket != 0 && position.verifyRequest == ticket;
        if (isVerified)
            position.verifyRequest = 0;
        for (const PositionUpdate& update : answer.positions) {
            if (update.symbol != symbol || isOutdated(update))
                continue;
            exitMayGoOn(position, update.quantity);
            if (!update.stop) {
                // The news of its end was missed. Another answer may have been on its way
                // when the stop was made: only the one that was asked for decides.
                if (position.stopState != StopOrderState::Live || position.stopIsSeparate)
                    continue;
                if (isVerified || isPolled) {
                    loseStop(position, StopOrderState::Absent, update.time);
                    lost.push_back(symbol);
                } else if (position.verifyRequest == 0) {
                    verifyStop(position);
                }
                continue;
            }
            if (!isVerified && !isPolled) {
                // Another hand may have changed it, unheard.
                if (position.stopState == StopOrderState::Live && !position.stopIsSeparate
                    && position.verifyRequest == 0
                    && (position.stopShown != update.stop || position.stopCovers != update.quantity.magnitude()))
                    verifyStop(position);
                continue;
            }
            showStop(position, *update.stop, update.quantity.magnitude(), update.time);
            // Nobody will answer the change any more, and the venue still holds
            // the old stop: it never arrived.
            if (position.stopRequest == 0 && position.stop.inFlight())
                if (const auto next =
                        position.stop.notArrived(m_services.board.mark(symbol), m_services.now()))
                    sendStop(position, *next);
        }
    }
    for (const SymbolId symbol : lost)
        review(symbol);
}

bool PositionManager::asksAboutStop(SymbolId symbol) const
{
    const ManagedPosition* position = find(symbol);
    return position != nullptr && position->watchdog.isAsking();
}

bool PositionManager::watchStop(ManagedPosition& position)
{
    const SymbolId symbol = position.plan.symbol;
    StopView view;
    view.direction = position.plan.direction;
    view.position = position.ledger.quantity();
    view.wanted = position.stop.inForce();
    view.state = position.stopState;
    view.shown = position.stopShown;
    view.covered = position.stopCovers;
    view.trigger = m_services.board.mark(symbol);
    view.priceTime = m_services.board.markTime(symbol).value_or(*position.ledger.opened());
    view.changeInFlight = position.stop.inFlight().has_value();
    const StopAction action = m_services.settings.protections.stop
        ? position.watchdog.check(view, m_services.now())
        : StopAction::None;
    if (action != StopAction::None)
        m_services.decisions.decision("stop_watchdog", position.plan.traceId, toText(action));

    bool acted = false;
    switch (action) {
    case StopAction::None: break;
    case StopAction::Query:
    case StopAction::Verify: verifyStop(position); break;
    case StopAction::ChangeInPlace:
        sendStop(position, position.stop.inForce());
        acted = true;
        break;
    case StopAction::PlaceConditional: {
        const std::string clientId = nextId(position, "stop", 0, position.separateStops++);
        position.separateStopIds.insert(clientId);
        m_desk.place(separateStopOrder(clientId, symbol, exitSide(position.plan.direction),
                                       position.ledger.quantity(), position.stop.inForce(),
                                       m_services.settings.stopTriggerBy),
                     OrderIntent::Stop, position.plan.traceId);
        acted = true;
        break;
    }
    case StopAction::Ask: Q_EMIT stopQuestioned(symbol); break;
    case StopAction::Exit:
        exit(symbol, ExitReason::Unprotected);
        acted = true;
        break;
    case StopAction::ExitTriggered:
        exit(symbol, ExitReason::Stop);
        acted = true;
        break;
    case StopAction::Alarm:
        m_services.log.critical(component::kPositions, m_services.symbolName(symbol), position.plan.traceId,
                                "no price for a minute; the stop rests at the venue, the position is kept");
        break;
    }
    ManagedPosition* still = at(symbol);
    if (still == nullptr)
        return true;
    std::optional<Timestamp> due = still->watchdog.due();
    if (const auto query = still->stop.queryDue()) {
        if (*query <= m_services.now()) {
            verifyStop(*still);
            still->stop.queried(m_services.now());
        }
        due = due ? std::min(*due, *still->stop.queryDue()) : *still->stop.queryDue();
    }
    m_services.timers.cancel(still->watchTimer);
    if (due)
        still->watchTimer = m_services.timers.at(std::max(*due, m_services.now() + Duration::milliseconds(1)),
                                                 "stop_watch", [this, symbol] {
                                                     if (ManagedPosition* p = at(symbol)) {
                                                         p->watchTimer = 0;
                                                         review(symbol);
                                                     }
                                                 });
    return acted;
}

} // namespace breakline
