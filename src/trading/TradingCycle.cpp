// SPDX-License-Identifier: GPL-3.0-or-later
// The trading cycle of TradingOrchestrator: from a scan to positions and back.
#include "trading/LevelRecorder.h"
#include "trading/TradeGates.h"
#include "trading/TradingOrchestrator.h"

#include <fmt/format.h>

#include <algorithm>

namespace breakline {

namespace {
constexpr Duration kCloseTimeout = Duration::seconds(2);
} // namespace

bool TradingOrchestrator::fire(Trigger trigger, const std::string& reason)
{
    const TradingState before = m_managers.machine.state();
    const bool legal = m_managers.machine.fire(trigger, reason, m_services.now());
    if (legal && m_managers.machine.state() != before)
        entered(m_managers.machine.state());
    return legal;
}

void TradingOrchestrator::entered(TradingState state)
{
    switch (state) {
    case TradingState::Initializing: beginInitialising(); break;
    case TradingState::Scanning: {
        if (!m_lastScan || m_services.now() - *m_lastScan >= scanInterval())
            scanDue();
        else if (m_scanTimer == 0)
            scheduleScan(scanInterval());
        break;
    }
    case TradingState::Error: armErrorRetry(); break;
    default: break;
    }
}

Duration TradingOrchestrator::scanInterval() const
{
    return Duration::milliseconds(
        static_cast<std::int64_t>(m_services.settings.preset.scanner.scanIntervalSeconds * 1000.0));
}

void TradingOrchestrator::scheduleScan(Duration delay)
{
    m_services.timers.cancel(m_scanTimer);
    m_scanTimer = m_services.timers.after(delay, "scan", [this] {
        m_scanTimer = 0;
        scanDue();
    });
}

void TradingOrchestrator::scanDue()
{
    const TradingState state = m_managers.machine.state();
    if (isTerminal(state) || state == TradingState::Idle || state == TradingState::Initializing)
        return;
    if (state == TradingState::SignalWait)
        fire(Trigger::ScanDue, "the scan is older than its interval");
    else if (state == TradingState::Managing && m_managers.risk.hasFreeSlot())
        fire(Trigger::ScanDue, "slots are free");
    if (m_managers.machine.state() == TradingState::Scanning) {
        if (m_lastScan == m_services.now())
            return; // entered() has begun it
        m_lastScan = m_services.now();
        m_managers.scanning.beginScheduled();
    }
    scheduleScan(scanInterval());
}

void TradingOrchestrator::scanFinished(const ScanOutcome& outcome)
{
    if (outcome.isComplete && isRunning(m_managers.machine.state()))
        m_managers.errors.recovered();
    scanRecorded(outcome);
    if (outcome.kind == ScanKind::BarClose) {
        m_managers.signalManager.evaluate(outcome, m_managers.scanning, gateReason());
        if (isRunning(m_managers.machine.state()) && m_managers.signalManager.hasWaiting())
            goToSizing();
        m_services.levels.follow();
        return;
    }
    if (m_managers.machine.state() != TradingState::Scanning)
        return;
    if (outcome.candidates == 0) {
        if (m_managers.positions.hasPositions())
            fire(Trigger::PositionsOpen, "no candidates, positions open");
        return;
    }
    if (!fire(Trigger::CandidatesFound, fmt::format("{} candidates", outcome.candidates)))
        return;
    const auto candidates = std::span(outcome.results).first(outcome.candidates);
    const auto withLevels =
        std::ranges::count_if(candidates, [](const ScanResult& result) { return !result.levels.empty(); });
    if (m_managers.machine.deferred()) {
        m_managers.machine.childrenFinal(m_services.now());
        return;
    }
    if (withLevels > 0)
        fire(Trigger::LevelsBuilt, fmt::format("{} candidates with levels", withLevels));
    else
        fire(Trigger::NoLevels, "no candidate has a level");
}

void TradingOrchestrator::collectClose(const CandleClosed& closed)
{
    const Timestamp closeTime = closed.candle.openTime + closed.interval;
    if (closeTime < m_closing)
        return; // late: it was stale at its close
    if (closeTime > m_closing) {
        m_closing = closeTime;
        m_closed.clear();
        m_services.timers.cancel(m_closeTimer);
        m_closeTimer = m_services.timers.at(closeTime + kCloseTimeout, "bar_close", [this] {
            m_closeTimer = 0;
            closeComplete();
        });
    }
    m_closed.insert(closed.symbol);
    const auto& universe = m_managers.scanning.universe();
    const bool complete =
        std::ranges::all_of(universe, [this](SymbolId symbol) { return m_closed.contains(symbol); })
        && (!m_services.board.reference() || m_closed.contains(*m_services.board.reference()));
    if (complete)
        closeComplete();
}

void TradingOrchestrator::closeComplete()
{
    if (m_evaluated == m_closing)
        return;
    m_evaluated = m_closing;
    m_services.timers.cancel(m_closeTimer);
    if (!m_services.settings.isMarketDataOnly) {
        m_managers.risk.onBarClose();
        riskRecorded();
    }
    const TradingState state = m_managers.machine.state();
    if (isRunning(state) || state == TradingState::Paused || state == TradingState::Error)
        if (!m_managers.scanning.universe().empty())
            m_managers.scanning.beginBarClose(m_closing);
}

std::string TradingOrchestrator::gateReason() const
{
    if (!isRunning(m_managers.machine.state()))
        return fmt::format("risk:gate {}", toText(m_managers.machine.state()));
    if (!m_services.gate.isOpen())
        return "risk:gate " + m_services.gate.summary();
    return {};
}

void TradingOrchestrator::goToSizing()
{
    switch (m_managers.machine.state()) {
    case TradingState::Managing:
        m_lastScan = m_services.now(); // the close was a scan of its own
        if (!fire(Trigger::ScanDue, "signals at the close"))
            return;
        [[fallthrough]];
    case TradingState::Scanning: fire(Trigger::CandidatesFound, "candidates of the close"); [[fallthrough]];
    case TradingState::LevelBuilding: fire(Trigger::LevelsBuilt, "levels of the close"); [[fallthrough]];
    case TradingState::SignalWait:
        if (fire(Trigger::SignalsFound, fmt::format("{} signals", m_managers.signalManager.waiting().size())))
            sizeSignals();
        break;
    default: break; // they wait in SIZING and EXECUTION, if still valid
    }
}

Expected<void> TradingOrchestrator::mayEnter(SymbolId symbol) const
{
    if (m_managers.reconciler.isReleased(symbol))
        return fail(ErrorCode::Refused, "risk:released the position in it was let go");
    if (!m_managers.firstStop.mayEnter(symbol))
        return fail(ErrorCode::Refused,
                    fmt::format("risk:first_stop the venue has not shown the stop of {} yet",
                                m_services.symbolName(*m_managers.firstStop.waitsFor())));
    return {};
}

void TradingOrchestrator::sizeSignals()
{
    std::vector<ApprovedEntry> approved;
    for (const SignalRecord& record : m_managers.signalManager.waiting()) {
        const auto may = mayEnter(record.signal.symbol);
        auto entry = may ? m_managers.risk.evaluate(record.id, record.traceId, record.signal)
                         : Expected<ApprovedEntry>(std::unexpected(may.error()));
        if (GateTrace* gates = may ? nullptr : m_services.tracer.more(record.traceId))
            appendRefusal(*gates, GateStage::Risk,
                          m_managers.reconciler.isReleased(record.signal.symbol) ? "released" : "first_stop");
        sizingRecorded(record, entry);
        if (entry)
            approved.push_back(std::move(*entry));
        else
            m_managers.signalManager.finish(record.id, SignalStatus::Removed, entry.error().message);
    }
    if (approved.empty()) {
        if (m_managers.machine.deferred())
            m_managers.machine.childrenFinal(m_services.now());
        else
            fire(Trigger::NothingApproved, "no signal was approved");
        return;
    }
    for (const ApprovedEntry& entry : approved)
        m_managers.signalManager.markInExecution(entry.signalId);
    fire(Trigger::Sized, fmt::format("{} approved", approved.size()));
    m_openedInBatch = false;
    m_opening = true;
    for (const ApprovedEntry& entry : approved) {
        m_managers.scanning.keepBook(entry.signal.symbol);
        m_managers.execution.open(entry);
    }
    m_opening = false;
    leaveExecution();
}

void TradingOrchestrator::entryFinished(SymbolId symbol, const std::string& signalId, bool filled,
                                        const std::string& reason)
{
    m_managers.risk.release(symbol);
    m_managers.monitoring.conclude(CheckpointType::PositionOpened, CheckpointStatus::Failed, m_services.now(),
                                   m_services.symbolName(symbol), reason); // nothing was filled
    if (m_managers.positions.find(symbol) == nullptr)
        m_managers.scanning.releaseBook(symbol);
    m_managers.signalManager.finish(signalId, filled ? SignalStatus::Executed : SignalStatus::Failed, reason);
    m_openedInBatch = m_openedInBatch || filled;
    leaveExecution();
}

void TradingOrchestrator::addTo(SymbolId symbol)
{
    const ManagedPosition* position = m_managers.positions.find(symbol);
    if (position == nullptr || m_managers.execution.isWorking(symbol))
        return;
    const auto may = mayEnter(symbol);
    const auto entry =
        may ? m_managers.risk.evaluateAddOn(*position) : Expected<ApprovedEntry>(std::unexpected(may.error()));
    if (!entry) {
        m_services.decisions.decision("add_on_refused", position->plan.traceId, entry.error().message);
        m_services.log.info("orchestrator", m_services.symbolName(symbol), position->plan.traceId,
                            "nothing is added: " + entry.error().message);
        return;
    }
    m_managers.execution.open(*entry);
}

void TradingOrchestrator::addOnFinished(SymbolId symbol)
{
    m_managers.risk.release(symbol);
    leaveExecution();
}

void TradingOrchestrator::leaveExecution()
{
    if (m_opening || m_managers.execution.isWorking()
        || m_managers.machine.state() != TradingState::Execution)
        return;
    if (m_managers.machine.deferred()) {
        m_managers.machine.childrenFinal(m_services.now());
        return;
    }
    stopIfDue();
    if (m_managers.machine.state() != TradingState::Execution)
        return;
    if (m_openedInBatch && m_managers.positions.hasPositions())
        fire(Trigger::EntriesOpened, "all entries are final, positions are open");
    else
        fire(Trigger::NothingOpened, "all entries are final, none is open");
    if (isRunning(m_managers.machine.state()) && m_managers.signalManager.hasWaiting())
        goToSizing();
}

void TradingOrchestrator::positionClosed(SymbolId symbol, const std::string& traceId, double netR,
                                         bool stoppedOut)
{
    m_managers.execution.end(symbol, EntryEnd::PositionExiting);
    m_managers.firstStop.closed(symbol);
    m_managers.scanning.releaseBook(symbol);
    closedRecorded(symbol, traceId, netR);
    m_managers.risk.onPositionClosed(netR);
    if (stoppedOut)
        m_managers.signalManager.coolDown(symbol);
    if (m_managers.machine.state() == TradingState::Managing && !m_managers.positions.hasPositions())
        fire(Trigger::AllFlat, "the last position is closed");
    stopIfDue();
}

} // namespace breakline
