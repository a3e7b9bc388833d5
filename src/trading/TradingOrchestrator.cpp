// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/TradingOrchestrator.h"

#include "trading/DiskLimit.h"
#include "trading/LogComponent.h"

#include <fmt/format.h>

namespace breakline {

namespace {
constexpr Duration kAccountPoll = Duration::seconds(1);
} // namespace

TradingOrchestrator::TradingOrchestrator(TradingServices& services, TradingManagers managers)
    : m_services(services)
    , m_managers(managers)
{
    connect(
        &m_managers.machine, &TradingStateMachine::transitioned, this,
        [this](const TransitionRecord& record) {
            const std::string trigger(record.trigger ? toText(*record.trigger) : std::string_view("forced"));
            TransitionRow row;
            row.time = record.time;
            row.from = toText(record.from);
            row.to = toText(record.to);
            row.trigger = trigger;
            row.reason = record.reason;
            m_services.journal.write(row);
            m_services.decisions.decision(
                "transition", {}, fmt::format("{} {} {} {}", row.from, row.to, row.trigger, row.reason));
            // Outside Running nothing is entered, and what is at work ends.
            if (isRunning(record.to))
                m_services.gate.remove(GateReason::NotRunning, GateOwner::Orchestrator, record.time);
            else
                m_services.gate.add(GateReason::NotRunning, toText(record.to), record.time);
            // Nothing of the self-test outlives what it was begun for.
            if (record.from == TradingState::Initializing || isTerminal(record.to))
                m_managers.selfTest.abort(toText(record.to));
            m_services.log.setState(record.to);
            m_services.log.info("state", {}, {},
                                fmt::format("{} -> {}: {} ({})", row.from, row.to, row.trigger, row.reason));
            stateRecorded(record.to);
        });
    watchSteps();
    connect(&m_managers.requests, &RequestDesk::concluded, this,
            [this](const RequestAnswer& answer) { concluded(answer); });
    connect(&m_managers.requests, &RequestDesk::decided, this,
            [this](RequestId ticket, const OperationError& error, const RecoveryAction& action) {
                follow(ticket, error, action);
            });
    connect(&m_managers.scanning, &ScanningManager::finished, this,
            [this](const ScanOutcome& outcome) { scanFinished(outcome); });
    connect(&m_managers.execution, &ExecutionManager::finished, this,
            [this](SymbolId symbol, const std::string& signalId, bool filled, const std::string& reason) {
                entryFinished(symbol, signalId, filled, reason);
            });
    connect(&m_managers.signalManager, &SignalManager::invalidated, this,
            [this](SymbolId symbol, const std::string&) {
                m_managers.execution.end(symbol, EntryEnd::Invalidated);
            });
    connect(&m_managers.signalManager, &SignalManager::outlived, this,
            [this](SymbolId symbol, const std::string& id) {
                if (m_managers.execution.hasSent(symbol))
                    return;
                m_managers.signalManager.expire(id);
                m_managers.execution.end(symbol, EntryEnd::Invalidated);
            });
    connect(&m_managers.positions, &PositionManager::opened, this, [this](SymbolId symbol) {
        m_managers.scanning.keepBook(symbol);
        if (!m_managers.firstStop.opened(symbol))
            return;
        for (const Instrument& instrument : m_services.board.instruments().all())
            if (instrument.id != symbol)
                m_managers.execution.end(instrument.id, EntryEnd::GateClosed);
    });
    connect(&m_managers.positions, &PositionManager::stopShown, this,
            [this](SymbolId symbol, Price trigger, Quantity covered) {
                m_managers.execution.onStopShown(symbol, trigger, covered);
            });
    connect(&m_managers.positions, &PositionManager::stopLost, this,
            [this](SymbolId symbol) { m_managers.execution.onStopLost(symbol); });
    connect(&m_managers.positions, &PositionManager::stopQuestioned, this, [this](SymbolId symbol) {
        m_managers.execution.end(symbol, EntryEnd::GateClosed);
        m_managers.reconciler.stopQuestioned(symbol);
    });
    connect(&m_managers.positions, &PositionManager::exiting, this,
            [this](SymbolId symbol) { m_managers.execution.end(symbol, EntryEnd::PositionExiting); });
    connect(&m_managers.positions, &PositionManager::addOnDue, this, [this](SymbolId symbol) { addTo(symbol); });
    connect(&m_managers.positions, &PositionManager::stopWaitsForAddOn, this,
            [this](SymbolId symbol) { m_managers.execution.end(symbol, EntryEnd::StopMoves); });
    connect(&m_managers.execution, &ExecutionManager::addOnFinished, this,
            [this](SymbolId symbol, bool, const std::string&) { addOnFinished(symbol); });
    connect(&m_managers.positions, &PositionManager::exitDidNotFit, this,
            [this] { m_managers.reconciler.askForFills(); });
    connect(&m_managers.positions, &PositionManager::quantityRefused, this, [this] { doubtRules(); });
    connect(&m_managers.execution, &ExecutionManager::fillsMissing, this,
            [this] { m_managers.reconciler.askForFills(); });
    connect(&m_managers.positions, &PositionManager::closed, this,
            [this](SymbolId symbol, const std::string& traceId, double netR, bool stoppedOut) {
                m_managers.reconciler.positionClosed(symbol);
                positionClosed(symbol, traceId, netR, stoppedOut);
            });
    connect(&m_managers.selfTest, &SelfTest::finished, this,
            [this](bool hasPassed) { selfTestFinished(hasPassed); });
    connect(&m_managers.risk, &RiskManager::killConfirmed, this,
            [this](const std::string& cause) { killConfirmed(cause); });
    connect(&m_managers.flattener, &Flattener::finished, this,
            [this](const FlattenReceipt&) { flattened(); });
}

bool TradingOrchestrator::hasExposure() const
{
    return m_managers.positions.hasPositions() || m_managers.execution.isWorking()
        || !m_managers.desk.liveOrders().empty();
}

void TradingOrchestrator::handle(const ExchangeEvent& event)
{
    std::visit(
        [this](const auto& value) {
            // A stream may tell of symbols before, or although, this session got no instruments.
            if constexpr (requires { value.symbol; } && !requires { value.request; })
                if (value.symbol.index >= m_services.board.instruments().size())
                    return;
            on(value);
        },
        event);
}

void TradingOrchestrator::handle(const TimerFired& timer)
{
    m_services.timers.fired(timer.timer);
}

void TradingOrchestrator::handle(const JournalDurable& durable)
{
    m_managers.desk.durable(durable.upTo);
}

void TradingOrchestrator::handle(const JournalFailed& failed)
{
    m_services.gate.add(GateReason::JournalFailed, failed.what, m_services.now());
    m_services.log.critical("journal", {}, {}, "the journal cannot be written: " + failed.what);
    m_failure = "the journal cannot be written: " + failed.what;
    m_managers.execution.endAll(EntryEnd::GateClosed);
    m_managers.desk.journalFailed();
}

void TradingOrchestrator::handle(const RecorderFailed& failed)
{
    m_services.gate.add(GateReason::RecorderFailed, failed.what, m_services.now());
    m_failure = "the recording cannot be written: " + failed.what;
    m_services.decisions.decision("recorder_failed", {}, {}); // where it lies is no part of it
    m_services.log.critical("recorder", {}, {}, m_failure);
}

void TradingOrchestrator::handle(const DiskReading& disk)
{
    const bool wasFull = m_services.gate.has(GateReason::DiskFull);
    const bool isFull = DiskLimit::isFull(wasFull, disk.usedPercent);
    const std::string what =
        fmt::format("{:.1f} % of the disk is in use, limit {} %", disk.usedPercent,
                    isFull ? DiskLimit::kClosesAbovePercent : DiskLimit::kOpensAtPercent);
    if (isFull)
        m_services.gate.add(GateReason::DiskFull, what, m_services.now());
    else
        m_services.gate.remove(GateReason::DiskFull, GateOwner::Journal, m_services.now());
    m_managers.health.handle(disk);
    if (isFull == wasFull)
        return;
    m_services.decisions.decision("disk", {}, what);
    if (isFull)
        m_services.log.critical("disk", {}, {}, what + ": no entries until there is room");
    else
        m_services.log.info("disk", {}, {}, what + ": entries are allowed again");
}

void TradingOrchestrator::handle(const UserCommand& command)
{
    if (command.kind == CommandKind::SelectSymbol) {
        m_selected = m_services.board.instruments().find(command.argument);
        return;
    }
    const TradingState before = m_managers.machine.state();
    const Outcome outcome = perform(command);
    m_services.decisions.decision(
        "user_command", {},
        fmt::format("{} {} {}", toText(command.kind), outcome.success ? "done" : "refused", outcome.message));
    m_services.log.info(component::kOrchestrator, {}, {},
                        fmt::format("{} in {}: {}", toText(command.kind), toText(before),
                                    outcome.message.empty() ? "done" : outcome.message));
    CommandReply reply;
    reply.id = command.id;
    reply.kind = command.kind;
    reply.success = outcome.success;
    reply.message = outcome.message;
    reply.time = m_services.now();
    Q_EMIT replied(reply);
}

void TradingOrchestrator::on(const TradePrint& print)
{
    m_managers.health.onMarketData();
    m_services.board.onTrade(print);
    m_managers.flow.onTrade(print);
    m_managers.signalManager.onPrice(print.symbol, print.price);
    if (m_managers.execution.isWorking())
        m_managers.execution.onMarket(print.symbol);
}

void TradingOrchestrator::on(const BookSnapshot& book)
{
    m_managers.health.onMarketData();
    m_services.board.onBook(book);
    m_managers.health.onBook(book.symbol);
    m_managers.flow.begin();
    if (m_managers.execution.isWorking())
        m_managers.execution.onMarket(book.symbol);
}

void TradingOrchestrator::on(const Ticker& ticker)
{
    m_managers.health.onMarketData();
    m_services.board.onTicker(ticker);
    if (m_managers.positions.hasPositions() && m_managers.positions.find(ticker.symbol) != nullptr) {
        m_managers.positions.onTicker(ticker.symbol);
        m_managers.risk.onMarks();
    }
    if (m_managers.execution.isWorking())
        m_managers.execution.onMarket(ticker.symbol);
}

void TradingOrchestrator::on(const CandleClosed& closed)
{
    m_managers.health.onMarketData();
    const CandleAddition added = m_services.board.onCandle(closed);
    if (closed.interval != MarketBoard::kInterval)
        return;
    if (!isStored(added)) {
        m_services.log.warning(component::kOrchestrator, m_services.symbolName(closed.symbol), {},
                               fmt::format("a closed bar was refused (reason {})", static_cast<int>(added)));
        return;
    }
    if (added == CandleAddition::AddedAfterGap) {
        const std::span<const Candle> bars = m_services.board.candles(closed.symbol).all();
        askForCandles(closed.symbol, bars[bars.size() - 2].openTime, m_services.now());
    } else {
        // One behind a gap is judged with the bars that are missing, or with the next.
        m_managers.positions.onBars(closed.symbol);
    }
    m_managers.signalManager.onCandle(closed);
    collectClose(closed);
}

void TradingOrchestrator::on(const OrderUpdate& update)
{
    m_managers.desk.handle(update);
    m_managers.selfTest.onStream(update);
    stopIfDue();
}

void TradingOrchestrator::on(const Execution& execution)
{
    m_managers.desk.handle(execution);
    stopIfDue();
}

void TradingOrchestrator::on(const PositionUpdate& update)
{
    m_managers.positions.handle(update);
    stopIfDue();
}

void TradingOrchestrator::on(const WalletUpdate& wallet)
{
    m_managers.risk.handle(wallet);
    m_managers.reconciler.handle(wallet);
}

void TradingOrchestrator::on(const RequestAnswer& answer)
{
    m_managers.requests.handle(answer);
}

void TradingOrchestrator::concluded(const RequestAnswer& answer)
{
    m_managers.selfTest.handle(answer);
    m_managers.desk.handle(answer);
    m_managers.positions.handle(answer);
    m_managers.execution.leverage().handle(answer);
    m_managers.scanning.handle(answer);
    m_managers.risk.handle(answer);
    m_managers.reconciler.handle(answer);
    m_managers.flattener.handle(answer);
    stopIfDue();
}

void TradingOrchestrator::on(const CandlesAnswer& answer)
{
    const RequestId ticket = m_managers.requests.answered(answer.request);
    if (m_managers.signalManager.wantsPast() && answer.interval == MarketBoard::kInterval)
        m_managers.signalManager.addPast(answer.symbol, answer.candles);
    if (m_past.erase(ticket) == 0) {
        m_services.board.mergeCandles(answer);
        m_managers.positions.onBars(answer.symbol);
    }
    loaded(ticket);
}

void TradingOrchestrator::on(const TradesAnswer& answer)
{
    m_services.board.seedTrades(answer);
    loaded(m_managers.requests.answered(answer.request));
}

void TradingOrchestrator::on(const BookAnswer& answer)
{
    m_managers.scanning.handle(answer, m_managers.requests.answered(answer.request));
}

void TradingOrchestrator::on(const TickersAnswer& answer)
{
    const RequestId ticket = m_managers.requests.answered(answer.request);
    m_managers.health.handle(answer);
    m_managers.scanning.handle(answer, ticket);
    m_managers.risk.handleTickers(ticket);
    m_managers.selfTest.handleTickers(ticket);
}

void TradingOrchestrator::on(const AccountSettingsAnswer& answer)
{
    const RequestId ticket = m_managers.requests.answered(answer.request);
    m_managers.selfTest.handle(answer, ticket);
    m_managers.execution.leverage().handle(answer, ticket);
}

void TradingOrchestrator::on(const OrderAnswer& answer)
{
    m_managers.requests.answered(answer.request);
    m_managers.desk.handle(answer);
}

bool TradingOrchestrator::isWhole(const ConnectionStatus& connection) const
{
    return connection.marketUp && (connection.privateUp || m_services.settings.isMarketDataOnly);
}

void TradingOrchestrator::on(const ConnectionChanged& changed)
{
    m_managers.selfTest.connectionChanged();
    const auto set = [this, &changed](GateReason reason, bool down) {
        if (down)
            m_services.gate.add(reason, changed.reason, m_services.now());
        else
            m_services.gate.remove(reason, GateOwner::Connection, m_services.now());
    };
    const bool hasAccount = !m_services.settings.isMarketDataOnly;
    set(GateReason::MarketDataDown, !changed.marketUp);
    set(GateReason::PrivateStreamDown, hasAccount && !changed.privateUp);
    const auto word = [](bool isUp) { return isUp ? "up" : "down"; };
    m_services.log.info("connection", {}, {},
                        fmt::format("market {} account {}: {}", word(changed.marketUp),
                                    hasAccount ? word(changed.privateUp) : "none", changed.reason));
    m_managers.health.handle(changed);
    m_managers.reconciler.setConnected(changed.privateUp);
    ConnectionStatus now {changed.marketUp, changed.privateUp, changed.reason, m_services.now(),
                          m_connection ? m_connection->timesUp : 0};
    const bool wasDown = m_connection && !isWhole(*m_connection);
    const bool wasMarketDown = m_connection && !m_connection->marketUp;
    const bool wasPrivateDown = m_connection && !m_connection->privateUp;
    const bool isUp = isWhole(now);
    if (isUp && (!m_connection || wasDown))
        ++now.timesUp;
    if (m_connection && m_connection->marketUp == now.marketUp && m_connection->privateUp == now.privateUp)
        now.since = m_connection->since;
    m_connection = std::move(now);
    // What was filled meanwhile does not wait for the market's return.
    const bool isBack = (isUp && wasDown) || (changed.privateUp && wasPrivateDown);
    if (isBack && m_hasInstruments && hasAccount)
        m_managers.reconciler.ask();
    if (hasAccount && !changed.privateUp && m_hasInstruments && m_accountTimer == 0)
        m_accountTimer = m_services.timers.after(kAccountPoll, "account_poll", [this] { pollAccount(); });
    if (changed.marketUp && wasMarketDown && m_isInitialised)
        for (const Instrument& instrument : m_services.board.instruments().all())
            if (instrument.status == InstrumentStatus::Trading)
                askForMissedCandles(instrument.id);
}

void TradingOrchestrator::on(const ExecutionsAnswer& answer)
{
    const RequestId ticket = m_managers.requests.answered(answer.request);
    const RequestId account = m_managers.reconciler.handle(answer, ticket);
    m_managers.flattener.handleFills(ticket);
    if (ticket == m_startAccount && m_startAccount != 0) {
        m_startAccount = account;
        if (account != 0)
            m_loading.insert(account);
        loaded(ticket);
    }
    stopIfDue();
}

void TradingOrchestrator::on(const TransfersAnswer& answer)
{
    for (const Transfer& transfer :
         m_managers.reconciler.handle(answer, m_managers.requests.answered(answer.request)))
        m_managers.risk.handle(transfer);
}

void TradingOrchestrator::on(const ClockReading& reading)
{
    m_managers.health.handle(reading);
}

void TradingOrchestrator::on(const BookGap& gap)
{
    m_managers.health.handle(gap);
}

void TradingOrchestrator::pollAccount()
{
    m_accountTimer = 0;
    const TradingState state = m_managers.machine.state();
    if (m_connection->privateUp || isTerminal(state) || state == TradingState::Idle)
        return;
    VenueCall call;
    call.component = component::kOrchestrator;
    call.operation = "account";
    call.repeats = false; // asked again in a second
    call.send = [this] { return m_services.gateway.requestAccount(); };
    m_managers.requests.ask(std::move(call));
    m_managers.reconciler.askForFills();
    m_accountTimer = m_services.timers.after(kAccountPoll, "account_poll", [this] { pollAccount(); });
}

void TradingOrchestrator::on(const AccountAnswer& answer)
{
    const RequestId ticket = m_managers.requests.answered(answer.request);
    // The venue took a private request: it knows us.
    m_services.gate.remove(GateReason::Authentication, GateOwner::Connection, m_services.now());
    m_managers.risk.handle(answer);
    m_managers.positions.handle(answer, ticket);
    m_managers.flattener.handle(answer, ticket);
    m_managers.firstStop.handle(answer, ticket);
    if (m_hasInstruments)
        m_managers.reconciler.handle(answer, ticket);
    for (const ContestOutcome& outcome : m_managers.reconciler.takeOutcomes())
        carryOut(outcome);
    if (ticket == m_startAccount && m_startAccount != 0) {
        m_startAccount = 0;
        m_found = answer.positions;
        m_hasFoundOrders = !answer.orders.empty();
        loaded(ticket);
    }
}

} // namespace breakline
