// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/RiskManager.h"

#include "risk/AddOnSizing.h"
#include "trading/LogComponent.h"
#include "trading/PresetMapping.h"
#include "trading/TradeGates.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

/// The AccountReconciler asks for the account a little sooner.
constexpr Duration kWalletMaxAge = Duration::seconds(60);
constexpr Duration kMarkMaxAge = Duration::seconds(5);
/// How long a reading waits for marks that are asked for.
constexpr Duration kMarksWithin = Duration::seconds(1);

std::string describe(std::optional<double> value, std::optional<double> threshold)
{
    const auto text = [](std::optional<double> v) {
        return v ? fmt::format("{}", *v) : std::string("no data");
    };
    return text(value) + " against " + text(threshold);
}

/// Nothing while the costs stay within the bound.
void tellDerate(TradingServices& services, const CostSizing& costs, SymbolId symbol, const std::string& traceId)
{
    if (costs.factor >= 1.0)
        return;
    const std::string what = fmt::format("costs beyond their forecast by {} R, bound {}: factor {}",
                                         *costs.errorR, costs.bound, costs.factor);
    services.decisions.decision("cost_derate", traceId, what);
    services.log.risk(component::kRisk, services.symbolName(symbol), traceId, "smaller size: " + what);
}

} // namespace

RiskManager::RiskManager(TradingServices& services, const PositionManager& positions, RequestDesk& requests,
                         const WalletLedger& ledger)
    : m_services(services)
    , m_positions(positions)
    , m_requests(requests)
    , m_ledger(ledger)
    , m_monitor(riskParametersOf(services.settings.preset))
    , m_stateJournal(services.journal)
{
}

void RiskManager::start()
{
    m_services.timers.cancel(m_midnightTimer);
    midnight();
}

void RiskManager::midnight()
{
    apply(m_monitor.advanceTo(m_services.now()));
    const Timestamp next = m_services.now().floorTo(Duration::days(1)) + Duration::days(1);
    m_midnightTimer = m_services.timers.at(next, "midnight", [this] { midnight(); });
    observe(RiskMonitor::Reading::Stream);
}

void RiskManager::askForSecondReading()
{
    VenueCall call;
    call.component = component::kRisk;
    call.operation = "second reading";
    call.send = [this] { return m_services.gateway.requestAccount(); };
    m_requests.ask(std::move(call));
}

bool RiskManager::isWalletFresh() const
{
    return m_wallet && m_services.now() - *m_walletConfirmed <= kWalletMaxAge;
}

bool RiskManager::areMarksFresh() const
{
    if (!m_positions.hasPositions())
        return true;
    const auto oldest = m_positions.oldestMark();
    return oldest && m_services.now() - *oldest <= kMarkMaxAge;
}

std::optional<Decimal> RiskManager::equity() const
{
    if (!isWalletFresh() || !areMarksFresh())
        return std::nullopt;
    const auto unrealised = m_positions.unrealised();
    if (!unrealised)
        return std::nullopt;
    return m_wallet->walletBalance + *unrealised;
}

std::optional<Decimal> RiskManager::explainedEquity() const
{
    const auto now = equity();
    if (!now || m_ledger.agreesWith(m_wallet->walletBalance))
        return now;
    return *now - m_wallet->walletBalance + *m_ledger.balance();
}

void RiskManager::handle(const Transfer& transfer)
{
    const bool isDeposit = !transfer.amount.isNegative();
    m_services.decisions.decision("transfer", {}, transfer.amount.toString());
    m_services.log.risk(component::kRisk, {}, {},
                        fmt::format("{} of {}: the day's start and the high water move with it",
                                    isDeposit ? "deposit" : "withdrawal", transfer.amount.abs().toString()));
    apply(m_monitor.applyTransfer(transfer.amount, m_services.now()));
    if (m_startEquity)
        *m_startEquity += transfer.amount;
}

void RiskManager::handle(const WalletUpdate& wallet)
{
    const bool changed = !m_wallet || m_wallet->walletBalance != wallet.walletBalance;
    m_wallet = wallet;
    m_walletConfirmed = m_services.now();
    if (changed)
        writeEquity();
    observe(RiskMonitor::Reading::Stream);
}

void RiskManager::handle(const AccountAnswer& account)
{
    // The account is read in parts, so its wallet may be older than the stream's.
    const bool isNews = !m_wallet || account.wallet.time > m_wallet->time;
    const bool changed = isNews && (!m_wallet || m_wallet->walletBalance != account.wallet.walletBalance);
    if (isNews)
        m_wallet = account.wallet;
    m_walletConfirmed = m_services.now();
    if (changed)
        writeEquity();
    observe(RiskMonitor::Reading::Rest);
}

void RiskManager::onMarks()
{
    observe(RiskMonitor::Reading::Stream);
}

void RiskManager::askForMarks()
{
    VenueCall call;
    call.component = component::kRisk;
    call.operation = "marks";
    call.path = OperationPath::MarketData;
    call.send = [this] { return m_services.gateway.requestTickers(); };
    m_marksAsked = m_services.now();
    m_marksRequest = m_requests.ask(std::move(call));
}

void RiskManager::handleTickers(RequestId ticket)
{
    if (m_marksRequest == 0 || ticket != m_marksRequest)
        return;
    m_marksRequest = 0;
    if (areMarksFresh())
        observe(RiskMonitor::Reading::Stream);
    else
        equityUnknown("the venue's newest mark of a position is older than 5 s");
}

void RiskManager::handle(const RequestAnswer& failed)
{
    if (m_marksRequest == 0 || failed.request != m_marksRequest)
        return;
    m_marksRequest = 0;
    equityUnknown("a mark is older than 5 s, and the venue does not tell a newer one");
}

void RiskManager::equityUnknown(std::string_view why)
{
    m_services.gate.add(GateReason::EquityUnknown, why, m_services.now());
}

void RiskManager::onBarClose()
{
    writeEquity();
    observe(RiskMonitor::Reading::Stream);
    // The high water moves with every better price: once a bar, and at a close, is enough.
    if (m_isHighWaterNew)
        writeState();
    warn();
}

void RiskManager::writeState()
{
    m_stateJournal.write(m_monitor.state(), m_killFault, m_services.now());
    m_isHighWaterNew = false;
}

void RiskManager::warn()
{
    const RiskSummary now = summary();
    for (const std::string& warning : now.warnings)
        if (std::ranges::find(m_warnings, warning) == m_warnings.end())
            m_services.log.risk(
                component::kRisk, {}, {},
                fmt::format("{}: drawdown {}, loss of the day {}", warning,
                            describe(now.drawdown, m_monitor.parameters().killSwitchLossLimit),
                            describe(now.dailyRiskUsed, m_monitor.parameters().dailyRiskLimit)));
    m_warnings = now.warnings;
}

void RiskManager::writeEquity()
{
    const auto unrealised = m_positions.unrealised();
    if (!m_wallet || !unrealised)
        return;
    EquityRow row;
    row.time = m_services.now();
    row.wallet = m_wallet->walletBalance;
    row.unrealised = *unrealised;
    row.equity = row.wallet + row.unrealised;
    m_services.journal.write(std::move(row));
}

void RiskManager::observe(RiskMonitor::Reading reading)
{
    // Marks come when they move. One that has not for 5 s is asked for, and the
    // reading waits for the answer; the gate closes where none comes.
    if (isWalletFresh() && !areMarksFresh()) {
        if (m_marksRequest == 0)
            askForMarks();
        if (m_marksRequest == 0 || m_services.now() - m_marksAsked > kMarksWithin)
            equityUnknown("a mark is older than 5 s");
        return;
    }
    const auto now = explainedEquity();
    if (!now) {
        equityUnknown("the wallet or a mark price is unknown or too old");
        return;
    }
    if (!m_startEquity)
        m_startEquity = now;
    m_services.gate.remove(GateReason::EquityUnknown, GateOwner::Risk, m_services.now());
    m_services.gate.remove(GateReason::RiskCheckFailed, GateOwner::Risk, m_services.now());
    apply(m_monitor.observe(*now, m_services.now(), reading));
}

void RiskManager::setGate(GateReason reason, bool closed, const GateFinding& finding)
{
    if (closed)
        m_services.gate.add(reason, describe(finding.value, finding.threshold), m_services.now());
    else
        m_services.gate.remove(reason, GateOwner::Risk, m_services.now());
}

std::string RiskManager::killDetail(const RiskVerdict& verdict) const
{
    if (!m_killFault.empty())
        return m_killFault;
    const GateFinding& finding = verdict.gate(RiskGate::KillLatch);
    return finding.value ? describe(finding.value, finding.threshold)
                         : fmt::format("kill switch: {}", toText(verdict.killCause));
}

void RiskManager::apply(const RiskVerdict& verdict)
{
    // Before anything follows from it.
    m_isHighWaterNew = m_isHighWaterNew || verdict.highWaterChanged;
    if (verdict.stateChanged)
        writeState();
    const GateFinding none;
    const GateFinding* reading = nullptr;
    for (const RiskGate gate : {RiskGate::DailyLimit, RiskGate::Drawdown, RiskGate::ExtremeDay})
        if (verdict.gate(gate).closed)
            reading = &verdict.gate(gate);
    setGate(GateReason::LimitReading, reading != nullptr, reading != nullptr ? *reading : none);
    setGate(GateReason::DayStartUnknown, verdict.gate(RiskGate::DayBaseline).closed, none);
    setGate(GateReason::DailyLossLatch, verdict.gate(RiskGate::DailyLatch).closed,
            verdict.gate(RiskGate::DailyLatch));
    // Its counter has begun anew: the most allowed is what was reached.
    GateFinding losses = verdict.gate(RiskGate::LossLatch);
    losses.value = losses.threshold;
    setGate(GateReason::LossStreakLatch, losses.closed, losses);
    // Its removal is the re-arming command's.
    if (verdict.gate(RiskGate::KillLatch).closed)
        m_services.gate.add(GateReason::KillLatch, killDetail(verdict), m_services.now());
    if (reading != nullptr && m_secondReading == 0)
        // The second reading must come even if no price does.
        m_secondReading =
            m_services.timers.after(m_monitor.parameters().confirmationDelay, "second_reading", [this] {
                m_secondReading = 0;
                askForSecondReading();
            });
    const auto announce = [this](std::string_view what) {
        m_services.log.risk(component::kRisk, {}, {}, std::string(what));
        m_services.decisions.decision("latch", {}, what);
    };
    const auto valueOf = [&verdict](RiskGate gate) {
        return describe(verdict.gate(gate).value, verdict.gate(gate).threshold);
    };
    if (verdict.dailyLatchConfirmed)
        announce("daily loss limit reached, " + valueOf(RiskGate::DailyLatch)
                 + ": no entries until the next UTC day");
    if (verdict.lossLatchConfirmed)
        // The last of them has set it, and the counter begins anew.
        announce(
            fmt::format("{} losses in a row, the most allowed: no entries until the next UTC day or release",
                        m_monitor.parameters().maxConsecutiveLosses));
    if (verdict.killConfirmed) {
        std::string cause = m_killFault;
        if (cause.empty()) {
            cause = toText(verdict.killCause);
            if (verdict.gate(RiskGate::KillLatch).value)
                cause += " " + valueOf(RiskGate::KillLatch);
        }
        announce("kill switch: " + cause);
        Q_EMIT killConfirmed(cause);
    }
}

void RiskManager::onPositionClosed(double netR)
{
    apply(m_monitor.tradeClosed(netR, m_services.now()));
    if (m_isHighWaterNew)
        writeState();
}

void RiskManager::killByCommand()
{
    apply(m_monitor.killByCommand(m_services.now()));
}

void RiskManager::killByFault(const std::string& what)
{
    m_services.log.risk(component::kRisk, {}, {}, "the kill switch follows from a failure: " + what);
    m_services.decisions.decision("kill_by_fault", {}, what);
    if (!m_monitor.state().killLatchedAt)
        m_killFault = what;
    apply(m_monitor.killByCommand(m_services.now()));
}

Expected<void> RiskManager::rearm()
{
    const auto now = explainedEquity();
    if (!now)
        return fail(ErrorCode::Unavailable,
                    "the equity is unknown, so the high-water mark cannot be set anew");
    m_killFault.clear();
    apply(m_monitor.rearm(*now, m_services.now()));
    return {};
}

RearmView RiskManager::rearmView() const
{
    const auto text = [](const std::optional<Decimal>& amount) {
        return amount ? amount->toString() : std::string();
    };
    const RiskState& state = m_monitor.state();
    RearmView view;
    view.isKillLatched = state.killLatchedAt.has_value();
    view.isLossLatched = state.lossLatchedAt.has_value();
    if (view.isKillLatched) {
        const RiskVerdict verdict = m_monitor.verdict();
        const GateFinding& finding = verdict.gate(RiskGate::KillLatch);
        view.cause = m_killFault;
        if (m_killFault.empty())
            view.cause = fmt::format("kill switch: {}{}", toText(state.killCause),
                                     finding.value ? " " + describe(finding.value, finding.threshold) : "");
    }
    view.equity = text(explainedEquity());
    view.highWater = text(state.day.highWater);
    view.dayStart = text(state.day.dayStartEquity);
    view.consecutiveLosses = state.consecutiveLosses;
    view.maxConsecutiveLosses = m_monitor.parameters().maxConsecutiveLosses;
    return view;
}

void RiskManager::releaseLossLatch()
{
    apply(m_monitor.releaseLossLatch(m_services.now()));
}

double RiskManager::takerFeeBps(SymbolId symbol) const
{
    return feeRatesOf(m_services.settings.preset, m_services.board.instrument(symbol)).taker;
}

ExposureLine RiskManager::lineOf(const ManagedPosition& position) const
{
    const SymbolId symbol = position.plan.symbol;
    const Instrument& instrument = m_services.board.instrument(symbol);
    const double entry = position.ledger.entryAverage()->toDouble();
    const auto mark = m_services.board.mark(symbol);
    const double price = mark ? instrument.toDouble(*mark) : entry;
    const double quantity = instrument.toDouble(position.ledger.quantity());
    ExposureLine line;
    line.direction = position.plan.direction;
    line.notionalUsd = quantity * price;
    line.correlation = position.plan.correlation;
    line.openRiskUsd =
        openRiskUsd(line.direction, quantity, price, instrument.toDouble(position.stop.inForce()),
                    takerFeeBps(symbol), m_monitor.parameters().expectedSlippageBps);
    return line;
}

std::vector<ExposureLine> RiskManager::book(std::optional<SymbolId> without) const
{
    std::vector<ExposureLine> lines;
    for (const ManagedPosition* position : m_positions.open())
        if (!m_reserved.contains(position->plan.symbol) && position->plan.symbol != without)
            lines.push_back(lineOf(*position));
    for (const auto& [symbol, reservation] : m_reserved)
        if (symbol != without)
            lines.push_back(reservation.line);
    return lines;
}

int RiskManager::slotsTaken() const
{
    return static_cast<int>(book().size());
}

RiskSummary RiskManager::summary() const
{
    const auto lines = book();
    return summarise(m_monitor, lines);
}

Expected<ApprovedEntry> RiskManager::evaluate(const std::string& signalId, const std::string& traceId,
                                              const Signal& signal)
{
    const Instrument& instrument = m_services.board.instrument(signal.symbol);
    GateTrace* gates = m_services.tracer.more(traceId);
    const auto refuse = [](const std::string& rule, std::optional<double> value,
                           std::optional<double> threshold) {
        return fail(ErrorCode::Refused, rule + " " + describe(value, threshold));
    };
    if (!m_services.gate.isOpen()) {
        if (gates != nullptr)
            appendRefusal(*gates, GateStage::Risk, "gate");
        return fail(ErrorCode::Refused, "risk:gate " + m_services.gate.summary());
    }
    const auto now = equity();
    if (!now) {
        if (gates != nullptr)
            appendRefusal(*gates, GateStage::Risk, "equity_unknown");
        return refuse("risk:equity_unknown", std::nullopt, std::nullopt);
    }

    const std::vector<ExposureLine> lines = book();
    std::vector<TargetLeg> legs;
    for (const SignalTarget& target : signal.targets)
        legs.push_back({target.r, target.sizeFrac});
    SizingInput input;
    input.equityUsd = now->toDouble();
    input.direction = signal.direction;
    input.entry = signal.entry;
    input.stop = signal.stop;
    if (const auto& metrics = m_services.board.book(signal.symbol);
        metrics && m_services.now() - metrics->time <= m_services.settings.analysis.maxBookAge) {
        input.bidDepthUsd = metrics->within30bps.bidUsd;
        input.askDepthUsd = metrics->within30bps.askUsd;
    }
    double reservedMargin = 0.0;
    for (const ExposureLine& line : lines)
        input.committedNotionalUsd += line.notionalUsd;
    for (const auto& [symbol, reservation] : m_reserved)
        reservedMargin += reservation.marginUsd;
    input.takerFeeBps = takerFeeBps(signal.symbol);
    input.entryFeeBps = entryFeeBpsOf(m_services.settings.preset, instrument);
    input.freeMarginUsd = m_wallet->available.toDouble() - reservedMargin;
    input.targets = legs;
    input.halve = m_monitor.reducesRisk();
    const CostSizing costs = m_services.costs.sizing(signal.symbol);
    input.sizeFactor = costs.factor;
    const PositionSize size = calculateSize(m_monitor.parameters(), instrument, input);
    if (gates != nullptr) {
        append(*gates, costs);
        append(*gates, size);
    }
    // An evaluation that cannot be made admits nothing until one can again.
    if (size.reason == SizeRejection::EquityUnknown)
        m_services.gate.add(GateReason::RiskCheckFailed, "the exposure of the book is unknown",
                            m_services.now());
    if (!size.valid)
        return refuse("risk:" + std::string(toText(size.reason)), size.value, size.threshold);

    EntryQuestion question;
    question.isBenchmark = m_services.board.reference() == signal.symbol;
    question.book = lines;
    question.entry.direction = signal.direction;
    question.entry.notionalUsd = size.notionalUsd;
    question.entry.correlation = question.isBenchmark ? std::optional(1.0) : signal.correlation;
    question.entry.openRiskUsd = openRiskUsd(
        signal.direction, instrument.toDouble(size.quantity), instrument.toDouble(signal.entry),
        instrument.toDouble(signal.stop), input.takerFeeBps, m_monitor.parameters().expectedSlippageBps);
    const EntryEvaluation evaluation = evaluateEntry(m_monitor, question);
    if (gates != nullptr)
        append(*gates, evaluation);
    if (!evaluation.approved) {
        const EntryCheck* check = evaluation.refusal();
        return refuse(std::string(check != nullptr ? toText(check->name) : "risk:unknown"),
                      check != nullptr ? check->value : std::nullopt,
                      check != nullptr ? check->threshold : std::nullopt);
    }
    const double leverage = leverageToSet(m_monitor.parameters(), instrument);
    m_reserved[signal.symbol] = {question.entry, size.notionalUsd / leverage};
    m_services.decisions.decision("size", traceId,
                                  fmt::format("{} quantity {} notional {} risk {} r {}", signalId,
                                              instrument.toDecimal(size.quantity).toString(),
                                              size.notionalUsd, size.riskUsd, size.riskR));
    tellDerate(m_services, costs, signal.symbol, traceId);
    m_services.costs.approved(traceId, signal, size, costs, m_services.now());
    return ApprovedEntry {signalId, traceId, signal, size};
}

Expected<ApprovedEntry> RiskManager::evaluateAddOn(const ManagedPosition& position)
{
    const SymbolId symbol = position.plan.symbol;
    const Instrument& instrument = m_services.board.instrument(symbol);
    const auto refuse = [](const std::string& rule, std::optional<double> value,
                           std::optional<double> threshold) {
        return fail(ErrorCode::Refused, rule + " " + describe(value, threshold));
    };
    if (!m_services.gate.isOpen())
        return fail(ErrorCode::Refused, "risk:gate " + m_services.gate.summary());
    const auto now = equity();
    if (!now || !m_wallet)
        return refuse("risk:equity_unknown", std::nullopt, std::nullopt);
    const bool isLong = position.plan.direction == Direction::Long;
    AddOnSizingInput input;
    std::optional<Price> price = m_services.board.mark(symbol);
    if (const auto& metrics = m_services.board.book(symbol);
        metrics && m_services.now() - metrics->time <= m_services.settings.analysis.maxBookAge) {
        input.bidDepthUsd = metrics->within30bps.bidUsd;
        input.askDepthUsd = metrics->within30bps.askUsd;
        if (const auto best = isLong ? metrics->bestAsk : metrics->bestBid)
            price = best;
    }
    if (!price)
        return refuse("risk:equity_unknown", std::nullopt, std::nullopt);
    const std::vector<ExposureLine> others = book(symbol);
    input.equityUsd = now->toDouble();
    input.direction = position.plan.direction;
    input.price = *price;
    input.stop = position.stop.inForce();
    input.open = position.ledger.quantity();
    input.openAverage = position.ledger.openAverage()->toDouble();
    input.initialRiskUsd = position.risk->initialRiskUsd().toDouble();
    input.wanted = addOnQuantity(input.open, addOnSettingsOf(m_services.settings.preset));
    input.committedNotionalUsd = lineOf(position).notionalUsd;
    for (const ExposureLine& line : others)
        input.committedNotionalUsd += line.notionalUsd;
    double reservedMargin = 0.0;
    for (const auto& [reserved, reservation] : m_reserved)
        reservedMargin += reservation.marginUsd;
    input.takerFeeBps = takerFeeBps(symbol);
    input.entryFeeBps = entryFeeBpsOf(m_services.settings.preset, instrument);
    input.freeMarginUsd = m_wallet->available.toDouble() - reservedMargin;
    input.halve = m_monitor.reducesRisk();
    const CostSizing costs = m_services.costs.sizing(symbol);
    input.sizeFactor = costs.factor;
    const PositionSize size = sizeAddOn(m_monitor.parameters(), instrument, input);
    if (!size.valid)
        return refuse("risk:" + std::string(toText(size.reason)), size.value, size.threshold);

    // The position has its slot already: judged is what it will be.
    EntryQuestion question;
    question.isBenchmark = m_services.board.reference() == symbol;
    question.book = others;
    const double whole = instrument.toDouble(input.open + size.quantity);
    const double at = instrument.toDouble(*price);
    question.entry.direction = input.direction;
    question.entry.notionalUsd = whole * at;
    question.entry.correlation = question.isBenchmark ? std::optional(1.0) : position.plan.correlation;
    question.entry.openRiskUsd =
        openRiskUsd(input.direction, whole, at, instrument.toDouble(input.stop), input.takerFeeBps,
                    m_monitor.parameters().expectedSlippageBps);
    const EntryEvaluation evaluation = evaluateEntry(m_monitor, question);
    if (!evaluation.approved) {
        const EntryCheck* check = evaluation.refusal();
        return refuse(std::string(check != nullptr ? toText(check->name) : "risk:unknown"),
                      check != nullptr ? check->value : std::nullopt,
                      check != nullptr ? check->threshold : std::nullopt);
    }
    tellDerate(m_services, costs, symbol, position.plan.traceId);
    ApprovedEntry entry;
    entry.signalId = position.id;
    entry.traceId = position.plan.traceId;
    entry.intent = OrderIntent::AddOn;
    entry.size = size;
    entry.signal.symbol = symbol;
    entry.signal.direction = input.direction;
    entry.signal.strategy = position.plan.strategy;
    entry.signal.level = position.plan.level.value_or(0.0);
    entry.signal.entry = *price;
    entry.signal.stop = input.stop;
    entry.signal.correlation = position.plan.correlation;
    if (position.ladder)
        for (const TargetLadder::Level& level : position.ladder->levels())
            if (level.filled < level.planned)
                entry.signal.targets.push_back({level.r, level.price, 0.0});
    m_reserved[symbol] = {question.entry, size.notionalUsd / leverageToSet(m_monitor.parameters(), instrument)};
    m_services.decisions.decision("size_add_on", entry.traceId,
                                  fmt::format("{} quantity {} notional {} risk {} r {}", position.id,
                                              instrument.toDecimal(size.quantity).toString(), size.notionalUsd,
                                              size.riskUsd, size.riskR));
    return entry;
}

void RiskManager::release(SymbolId symbol)
{
    m_reserved.erase(symbol);
}

} // namespace breakline
