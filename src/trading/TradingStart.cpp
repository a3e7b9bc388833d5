// SPDX-License-Identifier: GPL-3.0-or-later
// How TradingOrchestrator gets ready, and what it does when something fails.
#include "trading/TradingOrchestrator.h"

#include "trading/LogComponent.h"

#include <fmt/format.h>

namespace breakline {

namespace {
constexpr Duration kAlertRepeat = Duration::minutes(1);
constexpr Duration kLoadTimeout = Duration::seconds(30);
/// No venue tells of changed rules by itself.
constexpr Duration kInstrumentsInterval = Duration::minutes(15);
/// The answer to the last question comes first: a new one would take its place.
constexpr Duration kRulesDoubt = Duration::seconds(5);
/// From a delivery to the question what has become of the symbol.
constexpr Duration kDeliveryGrace = Duration::seconds(1);
/// Bars asked for at the start: the decision window and a day and a bar more.
constexpr Duration kHistory = Duration::minutes(5 * 310);
/// What one answer holds at a venue.
constexpr Duration kAnswerSpan = Duration::minutes(5 * 990);
} // namespace

void TradingOrchestrator::connectOnce()
{
    if (!std::exchange(m_isConnected, true))
        m_services.gateway.connectToVenue();
}

void TradingOrchestrator::askForInstruments()
{
    VenueCall call;
    call.component = component::kOrchestrator;
    call.operation = "instruments";
    call.path = OperationPath::MarketData;
    call.send = [this] { return m_services.gateway.requestInstruments(); };
    m_instrumentsRequest = m_managers.requests.ask(std::move(call));
}

void TradingOrchestrator::scheduleInstruments()
{
    const Timestamp now = m_services.now();
    Timestamp next = now + kInstrumentsInterval;
    for (const Instrument& instrument : m_services.board.instruments().all())
        if (instrument.status == InstrumentStatus::Trading && instrument.deliveryTime
            && *instrument.deliveryTime >= now)
            next = std::min(next, *instrument.deliveryTime + kDeliveryGrace);
    m_services.timers.cancel(m_instrumentsTimer);
    m_instrumentsTimer = m_services.timers.at(next, "instruments", [this] {
        askForInstruments();
        scheduleInstruments();
    });
}

void TradingOrchestrator::doubtRules()
{
    const Timestamp now = m_services.now();
    if (m_managers.machine.state() == TradingState::Initializing
        || (m_rulesDoubted && now - *m_rulesDoubted < kRulesDoubt))
        return;
    m_rulesDoubted = now;
    askForInstruments();
}

void TradingOrchestrator::beginInitialising()
{
    m_loading.clear();
    m_past.clear();
    m_isInitialised = false;
    if (m_services.settings.isMarketDataOnly)
        m_services.gate.add(GateReason::MarketDataOnly,
                            "orders to " + m_services.settings.venue + " are closed", m_services.now());
    else
        m_services.gate.add(GateReason::NotReconciled, "the account has not been compared yet",
                            m_services.now());
    if (!m_services.settings.isMarketDataOnly && m_services.settings.isSelfTested)
        m_managers.selfTest.require();
    m_isRefusedBySelfTest = false;
    m_isConnected = false; // a new start connects anew
    connectOnce();
    m_services.timers.cancel(m_instrumentsTimer); // its question would take this one's place
    askForInstruments();
    m_loading.insert(m_instrumentsRequest);
    m_services.timers.cancel(m_loadTimer);
    m_loadTimer = m_services.timers.after(kLoadTimeout, "load", [this] {
        m_loadTimer = 0;
        if (m_managers.machine.state() == TradingState::Initializing)
            initialisingFailed(fmt::format("{} requests were not answered within 30 s", m_loading.size()));
    });
}

void TradingOrchestrator::on(const InstrumentsAnswer& answer)
{
    const RequestId ticket = m_managers.requests.answered(answer.request);
    if (ticket != m_instrumentsRequest)
        return;
    const bool isStarting = m_managers.machine.state() == TradingState::Initializing;
    if (!m_hasInstruments) {
        auto table = InstrumentTable::make(answer.instruments);
        if (!table) {
            if (isStarting)
                initialisingFailed(table.error().message);
            return;
        }
        m_services.board.reset(std::move(*table), m_services.now());
        m_hasInstruments = true;
    } else {
        for (const Instrument& instrument : answer.instruments)
            if (instrument != m_services.board.instrument(instrument.id))
                changed(instrument, !isStarting);
    }
    if (!isStarting)
        return;
    if (!m_services.settings.isMarketDataOnly) {
        m_startAccount = m_managers.reconciler.begin();
        m_loading.insert(m_startAccount);
    }
    for (const Instrument& instrument : m_services.board.instruments().all())
        if (instrument.status == InstrumentStatus::Trading)
            loadSymbol(instrument, true);
    loaded(ticket);
}

void TradingOrchestrator::changed(const Instrument& instrument, bool loads)
{
    const Instrument before = m_services.board.instrument(instrument.id);
    m_services.board.update(instrument);
    if (instrument.minQuantity != before.minQuantity || instrument.minNotional != before.minNotional
        || instrument.maxMarketQuantity != before.maxMarketQuantity)
        m_services.log.warning(
            component::kOrchestrator, instrument.symbol, {},
            fmt::format(
                "the rules changed: least quantity {}, least value {}, largest market order {}",
                instrument.toDecimal(instrument.minQuantity).toString(), instrument.minNotional.toString(),
                instrument.maxMarketQuantity ? instrument.toDecimal(*instrument.maxMarketQuantity).toString()
                                             : "without limit"));
    m_managers.positions.rulesChanged(instrument.id);
    if (instrument.status == InstrumentStatus::Trading && before.status != InstrumentStatus::Trading) {
        m_services.log.info(component::kOrchestrator, instrument.symbol, {}, "the symbol is trading now");
        if (loads)
            loadSymbol(instrument, false);
    } else if (instrument.status != InstrumentStatus::Trading && before.status == InstrumentStatus::Trading) {
        m_services.log.warning(component::kOrchestrator, instrument.symbol, {},
                               "the symbol no longer trades: no entries");
        m_managers.execution.end(instrument.id, EntryEnd::Invalidated);
    } else if (instrument.deliveryTime && instrument.deliveryTime != before.deliveryTime) {
        if (m_instrumentsTimer != 0)
            scheduleInstruments(); // it may be sooner than the next question
        m_services.log.warning(component::kOrchestrator, instrument.symbol, {},
                               "delivery announced for " + toIso8601(*instrument.deliveryTime));
    }
}

void TradingOrchestrator::loadSymbol(const Instrument& instrument, bool isPartOfStart)
{
    const RequestId candles = askForCandles(instrument.id, m_services.now() - kHistory, m_services.now());
    if (isPartOfStart && m_managers.signalManager.wantsPast())
        askForPast(instrument.id);
    VenueCall call;
    call.component = component::kOrchestrator;
    call.path = OperationPath::MarketData;
    call.symbol = instrument.id;
    call.operation = "trades";
    call.send = [this, symbol = instrument.id] { return m_services.gateway.requestTrades(symbol); };
    const RequestId trades = m_managers.requests.ask(std::move(call));
    if (isPartOfStart) {
        m_loading.insert(candles);
        m_loading.insert(trades);
    }
    m_services.gateway.subscribe(StreamKind::Candles, instrument.id);
    m_services.gateway.subscribe(StreamKind::Trades, instrument.id);
}

RequestId TradingOrchestrator::askForCandles(SymbolId symbol, Timestamp from, Timestamp to)
{
    VenueCall call;
    call.component = component::kOrchestrator;
    call.path = OperationPath::MarketData;
    call.symbol = symbol;
    call.operation = "candles";
    call.send = [this, symbol, from, to] {
        return m_services.gateway.requestCandles(symbol, MarketBoard::kInterval, from, to);
    };
    return m_managers.requests.ask(std::move(call));
}

void TradingOrchestrator::askForPast(SymbolId symbol)
{
    const Timestamp first = m_services.now() - kHistory - BreakoutHistory::kKept;
    for (Timestamp to = m_services.now() - kHistory; to > first; to = to - kAnswerSpan) {
        // Now is hardly ever a full five minutes: up to the same time that the answer of the
        // days behind begins at, or the bar between the two would be in neither.
        const RequestId ticket = askForCandles(symbol, std::max(first, to - kAnswerSpan), to);
        if (ticket == 0)
            return; // the breaker is open: what is missing is missing
        m_past.insert(ticket);
        m_loading.insert(ticket);
    }
}

void TradingOrchestrator::askForMissedCandles(SymbolId symbol)
{
    const Timestamp now = m_services.now();
    const auto known = m_services.board.candles(symbol).lastCloseTime();
    if (!known)
        askForCandles(symbol, now - kHistory, now);
    else if (*known + MarketBoard::kInterval <= now)
        askForCandles(symbol, std::max(*known - MarketBoard::kInterval, now - kHistory), now);
}

void TradingOrchestrator::loaded(RequestId request)
{
    if (m_loading.erase(request) == 0 || !m_loading.empty())
        return;
    if (m_managers.machine.state() == TradingState::Initializing)
        initialised();
}

void TradingOrchestrator::initialised()
{
    m_managers.signalManager.buildPast();
    m_services.timers.cancel(m_loadTimer);
    scheduleInstruments();
    m_managers.health.start();
    if (!m_services.settings.isMarketDataOnly) {
        m_managers.risk.start();
        m_managers.reconciler.start();
    }
    m_managers.errors.recovered();
    if (m_services.gate.has(GateReason::KillLatch)) {
        m_isInitialised = true;
        fire(Trigger::LatchFound, "the kill latch is set; re-arm first");
        return;
    }
    if (m_startChoice == StartChoice::Flatten && hasFound()) {
        m_goesOnWhenFlat = true;
        m_services.log.trade(component::kOrchestrator, {}, {},
                             "a position or an order was found: flattening before trading");
        flatten(ExitReason::Flatten);
        return;
    }
    tryOut();
}

bool TradingOrchestrator::hasFound() const
{
    return !m_found.empty() || m_hasFoundOrders || hasExposure();
}

void TradingOrchestrator::protectFound()
{
    for (const PositionUpdate& found : m_found) {
        if (found.stop || found.quantity.isZero() || m_managers.positions.find(found.symbol) != nullptr)
            continue;
        const Price stop = stopFor(found);
        const std::string text = m_services.board.instrument(found.symbol).toDecimal(stop).toString();
        // Written first: what is on its way is known after a crash.
        m_services.journal.write(
            StateRow {m_services.now(), {}, "stop_change:" + m_services.symbolName(found.symbol), text});
        VenueCall call;
        call.component = component::kOrchestrator;
        call.operation = "stop";
        call.path = OperationPath::Protection;
        call.symbol = found.symbol;
        call.send = [this, symbol = found.symbol, stop] {
            return m_services.gateway.setPositionStop(symbol, stop, m_services.settings.stopTriggerBy);
        };
        m_managers.requests.ask(std::move(call));
        m_services.decisions.command("set_stop", {}, m_services.symbolName(found.symbol) + " " + text);
        m_services.log.trade(component::kOrchestrator, m_services.symbolName(found.symbol), {},
                             "found without a stop; one is placed at " + text);
    }
}

void TradingOrchestrator::tryOut()
{
    if (m_services.gate.has(GateReason::SelfTest))
        m_managers.selfTest.begin();
    else
        ready();
}

void TradingOrchestrator::selfTestFinished(bool hasPassed)
{
    const bool isStarting = m_managers.machine.state() == TradingState::Initializing;
    if (m_stopWanted && isStarting) {
        m_stopWanted = false;
        fire(Trigger::Stop, m_stopReason);
        return;
    }
    if (hasPassed) {
        if (isStarting)
            ready();
        return;
    }
    const std::string failure = m_managers.selfTest.failure();
    if (failure.empty())
        return; // whoever ended it leads on
    const std::string why = "refused by self-test: " + failure;
    m_isRefusedBySelfTest = true;
    m_services.gate.add(GateReason::SelfTest, failure, m_services.now());
    if (isStarting) {
        m_stopReason = "error";
        fire(Trigger::Stop, why);
        return;
    }
    m_failure = why;
    toPaused(why);
}

void TradingOrchestrator::ready()
{
    m_isInitialised = true;
    if (m_startChoice == StartChoice::Wait && hasFound()) {
        protectFound();
        toPaused("a position or an order was found: waits for resume");
        return;
    }
    fire(Trigger::Initialised, fmt::format("{} instruments", m_services.board.instruments().size()));
}

void TradingOrchestrator::initialisingFailed(const std::string& why)
{
    OperationError error;
    error.time = m_services.now();
    error.component = component::kOrchestrator;
    error.operation = "initialise";
    error.kind = ErrorKind::Timeout;
    error.path = OperationPath::Internal;
    error.message = why;
    m_managers.errors.handle(error, m_managers.machine.state());
    m_services.log.error(component::kOrchestrator, {}, {}, "initialising failed: " + why);
    fire(Trigger::Fault, why);
}

void TradingOrchestrator::follow(RequestId ticket, const OperationError& error, const RecoveryAction& action)
{
    const std::string what =
        fmt::format("{} {} ({}): {}", error.component, error.operation, toText(error.kind), error.message);
    // What repeats, four times a second in a flatten, is said once a minute.
    if (action.alert && (what != m_alert || m_services.now() - m_alerted >= kAlertRepeat)) {
        m_alert = what;
        m_alerted = m_services.now();
        m_services.log.critical(component::kOrchestrator, error.symbol, error.traceId, what);
    }
    if (error.kind == ErrorKind::RateLimited)
        m_managers.health.rateLimited();
    if (m_managers.selfTest.owns(error.traceId))
        return;
    const TradingState state = m_managers.machine.state();
    if (action.emergency) {
        if (!m_services.gate.has(GateReason::KillLatch))
            m_managers.risk.killByFault(what);
        return;
    }
    if (ticket != 0 && ticket == m_instrumentsRequest && !m_loading.contains(ticket)
        && error.kind != ErrorKind::Authentication)
        return; // asked again in a while; the rules known so far hold
    if (action.skip && m_loading.contains(ticket)) {
        // A symbol can be left out of the start, the instruments and the account cannot.
        if (ticket == m_instrumentsRequest || ticket == m_startAccount)
            initialisingFailed(what);
        else
            loaded(ticket);
        return;
    }
    if (!action.nextState)
        return;
    switch (*action.nextState) {
    case TradingState::Error:
        // An entry that could not be sent has ended, and touches no other symbol.
        if (error.path == OperationPath::Entry && ticket != 0 && !action.breakerOpened)
            break;
        if (isTransitionLegal(state, TradingState::Error))
            fire(Trigger::Fault, what);
        break;
    case TradingState::Paused:
        m_failure = what;
        if (error.kind == ErrorKind::Authentication)
            m_services.gate.add(GateReason::Authentication, what, m_services.now());
        toPaused(what);
        break;
    case TradingState::Idle: fire(Trigger::Reset, what); break;
    default: break;
    }
}

void TradingOrchestrator::armErrorRetry()
{
    m_services.timers.cancel(m_errorTimer);
    if (const auto when = m_managers.errors.nextErrorRetry(m_services.now())) {
        m_errorTimer = m_services.timers.at(*when, "error_retry", [this] {
            m_errorTimer = 0;
            if (m_managers.machine.state() != TradingState::Error)
                return;
            if (const Outcome outcome = retry(); !outcome.success) {
                m_services.log.error(component::kOrchestrator, {}, {}, "no retry: " + outcome.message);
                armErrorRetry();
            }
        });
        return;
    }
    m_failure = "three retries failed";
    m_services.log.critical(component::kOrchestrator, {}, {},
                            "three retries failed; paused, positions stay managed");
    fire(Trigger::RetriesExhausted, m_failure);
}

} // namespace breakline
