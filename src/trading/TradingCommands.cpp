// SPDX-License-Identifier: GPL-3.0-or-later
// What a person's commands do: the part of TradingOrchestrator behind the buttons.
#include "trading/TradingOrchestrator.h"

#include "core/Invariant.h"
#include "market/Indicators.h"

#include <fmt/format.h>

#include <algorithm>

namespace breakline {

namespace {
constexpr std::string_view kRearmConfirmation = "RE-ARM";

/// A stop that comes with the end of a run, not from a person at the window.
bool endsByItself(std::string_view reason)
{
    return reason == "duration" || reason == "until_end" || reason == "error"
        || reason.starts_with("interrupt");
}
} // namespace

TradingOrchestrator::Outcome TradingOrchestrator::perform(const UserCommand& command)
{
    const bool lossLatch = m_services.gate.has(GateReason::LossStreakLatch);
    if (!isAvailable(command.kind, m_managers.machine.state(), lossLatch))
        return {false,
                fmt::format("{} is not possible in {}", toText(command.kind),
                            toText(m_managers.machine.state()))};
    switch (command.kind) {
    case CommandKind::Start: return start();
    case CommandKind::Stop: return stop(command.argument);
    case CommandKind::Pause: return pause();
    case CommandKind::Resume: return resume();
    case CommandKind::PanicExit: return panicExit();
    case CommandKind::KillSwitch: return kill();
    case CommandKind::Retry: return retry();
    case CommandKind::TimeStop: return timeStop();
    case CommandKind::Rearm: return rearm(command.argument);
    case CommandKind::OnStart: return onStart(command.argument);
    case CommandKind::Resolve: return resolve(command.argument);
    default: return {false, fmt::format("{} is not offered", toText(command.kind))};
    }
}

TradingOrchestrator::Outcome TradingOrchestrator::start()
{
    m_stopWanted = false;
    m_pauseWanted = false;
    m_leaveWanted = false;
    m_lastScan.reset();
    m_stopReason.clear();
    m_managers.monitoring.beginSession(m_services.now());
    clearFailure();
    m_services.gate.remove(GateReason::StopRequested, GateOwner::Command, m_services.now());
    m_services.gate.remove(GateReason::PauseRequested, GateOwner::Command, m_services.now());
    m_services.gate.remove(GateReason::TimeStop, GateOwner::Command, m_services.now());
    return {fire(Trigger::Start, "start"), {}};
}

void TradingOrchestrator::clearFailure()
{
    if (!m_services.gate.has(GateReason::JournalFailed) && !m_services.gate.has(GateReason::RecorderFailed))
        m_failure.clear();
}

TradingOrchestrator::Outcome TradingOrchestrator::stop(const std::string& reason)
{
    if (m_managers.machine.state() == TradingState::Emergency && m_managers.flattener.isActive()) {
        // The end of a run does not hide that the kill switch ended it; a person may go on to STOPPED.
        if (endsByItself(reason))
            return {true, "the kill switch is flattening; it ends in EMERGENCY"};
        m_stopWanted = true;
        return {true, "stops when flat"};
    }
    // "interrupt:leave": positions stay with their stops and targets at the venue.
    const std::size_t colon = reason.find(':');
    const bool leave = colon != std::string::npos && reason.substr(colon + 1) == "leave";
    m_stopReason = reason.empty() ? "command" : reason.substr(0, colon);
    m_services.gate.add(GateReason::StopRequested, m_stopReason, m_services.now());
    m_managers.signalManager.removeAll("risk:gate stop_requested");
    m_stopWanted = true;
    m_leaveWanted = false;
    const TradingState state = m_managers.machine.state();
    if (state == TradingState::Initializing && m_managers.flattener.isActive())
        return {true, "stops when flat"};
    if (state == TradingState::Initializing && m_managers.selfTest.isActive()) {
        m_managers.selfTest.abort(m_stopReason);
        return {true, "stops when nothing of the self-test is left"};
    }
    if (state == TradingState::Idle || state == TradingState::Initializing
        || state == TradingState::Emergency || !m_hasInstruments) {
        m_stopWanted = false; // nothing was opened, or it is gone
        return {fire(Trigger::Stop, m_stopReason), {}};
    }
    if (leave) {
        m_stopWanted = false;
        m_leaveWanted = true;
        m_managers.machine.withdrawDeferred();
        m_managers.execution.endAll(EntryEnd::Operator);
        stopIfDue();
        return {true, "stops when no entry is at work; stops and targets stay at the venue"};
    }
    flatten(endsByItself(m_stopReason) ? ExitReason::SessionEnd : ExitReason::Flatten);
    return {true, "flattening, then stopped"};
}

TradingOrchestrator::Outcome TradingOrchestrator::pause()
{
    m_services.gate.add(GateReason::PauseRequested, "pause", m_services.now());
    m_managers.signalManager.removeAll("risk:gate pause_requested");
    const StateRequestOutcome outcome = m_managers.machine.request(Trigger::Pause, "pause", m_services.now());
    switch (outcome) {
    case StateRequestOutcome::Done: return {true, {}};
    case StateRequestOutcome::Deferred:
        m_managers.execution.endAll(EntryEnd::Operator);
        return {true, "pauses when the entries at work are final"};
    case StateRequestOutcome::Refused: break;
    }
    m_services.gate.remove(GateReason::PauseRequested, GateOwner::Command, m_services.now());
    return {false, fmt::format("pause is not possible in {}", toText(m_managers.machine.state()))};
}

TradingOrchestrator::Outcome TradingOrchestrator::resume()
{
    if (m_managers.flattener.isActive())
        return {false, "a flatten is under way"};
    const TradingState before = m_managers.machine.state();
    if (!goOn("resume"))
        return {false, fmt::format("resume is not possible in {}", toText(before))};
    m_services.gate.remove(GateReason::PauseRequested, GateOwner::Command, m_services.now());
    return {true, {}};
}

TradingOrchestrator::Outcome TradingOrchestrator::retry()
{
    if (m_managers.machine.state() != TradingState::Error)
        return {false, "retry is possible in ERROR only"};
    if (const std::string open = m_managers.errors.openBreaker(m_services.now()); !open.empty())
        return {false, "the circuit breaker of " + open + " is still open"};
    if (!goOn("retry"))
        return {false, "retry was refused"};
    return {true, {}};
}

bool TradingOrchestrator::goOn(const std::string& reason)
{
    m_services.timers.cancel(m_errorTimer);
    clearFailure();
    if (!m_hasInstruments || (!m_isInitialised && !hasExposure()))
        // What failed is the initialising itself: from the beginning.
        return fire(Trigger::Reset, reason) && fire(Trigger::Start, reason);
    if (!m_managers.machine.resume(hasExposure(), reason, m_services.now()))
        return false;
    scheduleScan(Duration::milliseconds(1)); // at once; what was seen before is void
    // A start that was cut short has not tried the venue out.
    if (m_services.gate.has(GateReason::SelfTest))
        m_managers.selfTest.begin();
    return true;
}

TradingOrchestrator::Outcome TradingOrchestrator::timeStop()
{
    m_services.gate.add(GateReason::TimeStop, "no new entries; stops when the open positions have ended",
                        m_services.now());
    m_managers.signalManager.removeAll("risk:gate time_stop");
    m_managers.execution.endAll(EntryEnd::Operator);
    stopIfDue();
    return {true, "positions end by their own rules"};
}

TradingOrchestrator::Outcome TradingOrchestrator::onStart(const std::string& argument)
{
    const auto choice = startChoiceOf(argument);
    if (!choice)
        return {false, "on_start is adopt, flatten or wait"};
    m_startChoice = *choice;
    const TradingState state = m_managers.machine.state();
    // Before a start it waits for that; a session that was resumed has found what it holds.
    if (state == TradingState::Idle || isTerminal(state) || *choice == StartChoice::Adopt)
        return {true, {}};
    if (*choice == StartChoice::Flatten) {
        flatten(ExitReason::Flatten);
        return {true, "flattening, then it goes on"};
    }
    if (!hasExposure() || !isRunning(state))
        return {true, {}};
    return pause();
}

TradingOrchestrator::Outcome TradingOrchestrator::resolve(const std::string& argument)
{
    const std::size_t space = argument.find(' ');
    const auto choice = contestChoiceOf(std::string_view(argument).substr(0, space));
    const auto symbol = space == std::string::npos
        ? std::nullopt
        : m_services.board.instruments().find(std::string_view(argument).substr(space + 1));
    if (!choice || !symbol)
        return {false, "resolve is adopt, flatten or release, and a symbol"};
    if (const auto asked = m_managers.reconciler.resolve(*symbol, *choice); !asked)
        return {false, asked.error().message};
    return {true,
            fmt::format("the choice for {} waits for the venue's next word", m_services.symbolName(*symbol))};
}

void TradingOrchestrator::carryOut(const ContestOutcome& outcome)
{
    const SymbolId symbol = outcome.venue.symbol;
    m_managers.execution.end(symbol, EntryEnd::Operator);
    const bool isFlat = outcome.venue.quantity.isZero();
    if (isFlat)
        m_managers.positions.release(symbol);
    else if (outcome.choice == ContestChoice::Release)
        m_managers.positions.release(symbol, "released by the operator");
    else
        m_managers.positions.adopt(outcome.venue, stopFor(outcome.venue));
    m_managers.reconciler.settled(outcome);
    if (outcome.choice == ContestChoice::Flatten)
        m_managers.positions.exit(symbol, ExitReason::Flatten);
}

Price TradingOrchestrator::stopFor(const PositionUpdate& venue) const
{
    // No signal says where: twice the volatility from the mark, or a hundredth of it.
    const Instrument& instrument = m_services.board.instrument(venue.symbol);
    const auto known = m_services.board.mark(venue.symbol);
    const double mark = known ? instrument.toDouble(*known) : venue.entryPrice->toDouble();
    const auto bars = m_services.board.candles(venue.symbol).all();
    const IndicatorSeries range = averageTrueRange(bars);
    double distance = 0.01 * mark;
    if (!range.empty() && range.back())
        distance = std::max(2.0 * *range.back(), 0.001 * mark);
    const bool isLong = venue.quantity.lots > 0;
    const auto stop =
        instrument.quantizePrice(std::max(isLong ? mark - distance : mark + distance, instrument.tick),
                                 isLong ? QuantizeFor::StopOfLong : QuantizeFor::StopOfShort);
    if (!stop)
        failInvariant("a stop is no price");
    return *stop;
}

void TradingOrchestrator::stopIfDue()
{
    if (m_leaveWanted) {
        // Left behind is only what its stop protects at the venue.
        for (const ManagedPosition* position : m_managers.positions.open())
            if (position->stopState != StopOrderState::Live || position->exiting)
                return;
        if (m_managers.execution.isWorking())
            return;
        m_leaveWanted = false;
        m_managers.machine.withdrawDeferred();
        fire(Trigger::Stop, m_stopReason);
        return;
    }
    if (!m_services.gate.has(GateReason::TimeStop) || hasExposure() || !isRunning(m_managers.machine.state()))
        return;
    m_stopReason = "command";
    m_managers.machine.withdrawDeferred();
    fire(Trigger::Stop, "time stop: flat");
}

TradingOrchestrator::Outcome TradingOrchestrator::panicExit()
{
    m_pauseWanted = true;
    m_managers.signalManager.removeAll("risk:gate flatten");
    flatten(ExitReason::PanicExit);
    return {true, "flattening"};
}

TradingOrchestrator::Outcome TradingOrchestrator::kill()
{
    m_managers.risk.killByCommand();
    return {true, "kill switch set; flattening"};
}

void TradingOrchestrator::killConfirmed(const std::string& cause)
{
    m_stopReason = "kill_switch";
    m_leaveWanted = false;
    m_stopWanted = false; // it ends in EMERGENCY, whatever was asked for before
    m_pauseWanted = false;
    m_managers.signalManager.removeAll("risk:gate kill_latch");
    flatten(ExitReason::KillSwitch);
    m_managers.machine.withdrawDeferred();
    fire(Trigger::Kill, "kill switch: " + cause);
}

TradingOrchestrator::Outcome TradingOrchestrator::rearm(const std::string& confirmation)
{
    if (m_services.gate.has(GateReason::LossStreakLatch) && !m_services.gate.has(GateReason::KillLatch)) {
        m_managers.risk.releaseLossLatch();
        return {true, "loss latch released"};
    }
    if (m_managers.flattener.isActive() || hasExposure())
        return {false, "re-arm needs a flat account without orders"};
    const RearmView view = m_managers.risk.rearmView();
    const auto known = [](const std::string& amount) { return amount.empty() ? "unknown" : amount; };
    const std::string values = fmt::format(
        "equity {}; high water {} becomes {}; losses in a row {} become 0; the day's start {} stays",
        known(view.equity), known(view.highWater), known(view.equity), view.consecutiveLosses,
        known(view.dayStart));
    if (confirmation != kRearmConfirmation)
        return {false, fmt::format("type {} to confirm: {}", kRearmConfirmation, values)};
    if (const auto done = m_managers.risk.rearm(); !done)
        return {false, done.error().message};
    m_services.gate.remove(GateReason::KillLatch, GateOwner::Command, m_services.now());
    if (m_managers.machine.state() == TradingState::Emergency)
        fire(Trigger::Rearm, "re-armed");
    return {true, "re-armed: " + values};
}

void TradingOrchestrator::flatten(ExitReason reason)
{
    if (m_services.settings.isMarketDataOnly) {
        flattened(); // there is no account that could hold anything
        return;
    }
    // The account may hold something even before this session has looked.
    connectOnce();
    if (!m_hasInstruments && m_instrumentsRequest == 0)
        askForInstruments();
    m_managers.flattener.begin(reason);
}

void TradingOrchestrator::flattened()
{
    if (m_managers.machine.state() == TradingState::Emergency && !m_stopWanted)
        m_managers.monitoring.endSession(SessionStatus::Failed, m_services.now());
    if (m_stopWanted) {
        m_stopWanted = false;
        m_pauseWanted = false;
        m_goesOnWhenFlat = false;
        m_services.gate.remove(GateReason::Flatten, GateOwner::Command, m_services.now());
        m_managers.machine.withdrawDeferred();
        fire(Trigger::Stop, m_stopReason);
        return;
    }
    if (m_pauseWanted) {
        m_pauseWanted = false;
        toPaused("flat after panic exit");
    }
    m_services.gate.remove(GateReason::Flatten, GateOwner::Command, m_services.now());
    if (std::exchange(m_goesOnWhenFlat, false) && m_managers.machine.state() == TradingState::Initializing) {
        m_found.clear();
        m_hasFoundOrders = false;
        tryOut();
    }
}

void TradingOrchestrator::toPaused(const std::string& reason)
{
    const TradingState state = m_managers.machine.state();
    if (isRunning(state) || state == TradingState::Initializing || state == TradingState::Error) {
        m_services.gate.add(GateReason::PauseRequested, reason, m_services.now());
        m_managers.machine.withdrawDeferred();
        fire(Trigger::Pause, reason);
    }
}

} // namespace breakline
