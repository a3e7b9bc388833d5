// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/SignalManager.h"

#include "strategy/CandidateGates.h"
#include "strategy/CandleRun.h"
#include "strategy/DensityDetector.h"
#include "strategy/FlowFilters.h"
#include "strategy/StrategyRegistry.h"
#include "trading/LevelRecorder.h"
#include "trading/LogComponent.h"
#include "trading/TradeGates.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace breakline {

namespace {

constexpr Duration kStopOutCoolDown = Duration::minutes(30);

double toMinutes(Duration duration)
{
    return static_cast<double>(duration.ms) / 60'000.0;
}

} // namespace

std::string_view toText(SignalStatus status)
{
    switch (status) {
    case SignalStatus::Pending: return "pending";
    case SignalStatus::Active: return "active";
    case SignalStatus::Executed: return "executed";
    case SignalStatus::Failed: return "failed";
    case SignalStatus::Expired: return "expired";
    case SignalStatus::Removed: return "removed";
    }
    return {};
}

SignalManager::SignalManager(TradingServices& services, const FlowSampler& flow, IsBusy isBusy)
    : m_services(services)
    , m_flow(flow)
    , m_isBusy(std::move(isBusy))
{
}

BreakoutHistory& SignalManager::historyOf(SymbolId symbol)
{
    if (m_histories.size() < m_services.board.instruments().size())
        m_histories.resize(m_services.board.instruments().size());
    return m_histories[symbol.index];
}

const BreakoutHistory* SignalManager::breaks(SymbolId symbol) const
{
    return symbol.index < m_histories.size() ? &m_histories[symbol.index] : nullptr;
}

std::size_t SignalManager::evaluate(const ScanOutcome& outcome, ScanningManager& scanner,
                                    const std::string& gateReason)
{
    m_outcomes.clear();
    struct Selected {
        Signal signal;
        std::string traceId;
        std::string refusal; ///< by the entry rules
    };
    std::vector<Selected> selected;
    for (std::size_t i = 0; i < outcome.candidates; ++i) {
        const ScanResult& result = outcome.results[i];
        const std::string traceId = scanner.traceId(result.symbol, outcome);
        // Who lacks the bar of this close has nothing to decide on.
        if (result.barClose != outcome.barClose) {
            m_outcomes[result.symbol] = "data:stale";
            m_services.decisions.decision("evaluate", traceId, "data:stale");
            traceStale(result, outcome, traceId);
            Q_EMIT refused("data:stale");
            continue;
        }
        const MarketView view = m_services.board.view(result.symbol, m_services.now());
        BreakoutHistory& history = historyOf(result.symbol);
        recordMissed(result.symbol, view, traceId);
        CloseJudgement judgement =
            judgeClose(view, result.candles, m_services.settings.preset, result.levels, result.score.total,
                       result.filters.letPass(), history, [&] { return m_flow.zones(result.symbol); },
                       m_services.settings.analysis);
        trace(result, judgement, outcome, traceId);
        for (const SignalVerdict& verdict : judgement.account.verdicts)
            if (verdict.isOfPlan() && verdict.level > 0.0)
                m_services.levels.restedOn(result.symbol, traceId, verdict.levelId, verdict.level);
        if (!judgement.signal) {
            m_services.decisions.decision("evaluate", traceId, judgement.refusal);
            Q_EMIT refused(judgement.refusal);
            m_outcomes[result.symbol] = std::move(judgement.refusal);
            continue;
        }
        if (const auto& key = judgement.signal->breakout)
            for (const LevelBreak& broken : history.all())
                if (broken.level == key->level && broken.time == key->time)
                    write(broken, result.symbol, traceId);
        selected.push_back({std::move(*judgement.signal), traceId, std::move(judgement.refusal)});
    }
    traceScan(outcome, scanner);
    std::ranges::sort(selected, takenBefore, &Selected::signal);
    for (Selected& candidate : selected) {
        SignalRecord record;
        record.traceId = candidate.traceId;
        record.id = "S:" + candidate.traceId;
        record.signal = std::move(candidate.signal);
        record.created = m_services.now();
        add(std::move(record));
        SignalRecord& added = m_active.back();
        const std::string refusal =
            gateReason.empty() && !candidate.refusal.empty() ? candidate.refusal : refusalOf(added, gateReason);
        Q_EMIT validated(added, refusal);
        if (!refusal.empty())
            finish(added.id, SignalStatus::Removed, refusal);
    }
    recordBreaks(outcome, scanner);
    return m_active.size();
}

std::string SignalManager::refusalOf(SignalRecord& record, const std::string& gateReason)
{
    const SymbolId symbol = record.signal.symbol;
    const auto coolDown = m_coolDownUntil.find(symbol);
    const auto duplicate = std::ranges::find_if(m_active, [&](const SignalRecord& other) {
        return &other != &record && isDuplicate(other.signal, record.signal, m_services.settings.analysis);
    });
    GateTrace* gates = m_services.tracer.more(record.traceId);
    const auto refused = [gates](GateStage stage, std::string_view name, std::string reason,
                                 std::string_view unit = {}, std::optional<double> value = {},
                                 std::optional<double> threshold = {}, Bound bound = Bound::AtMost) {
        if (gates != nullptr)
            appendRefusal(*gates, stage, name, unit, value, threshold, bound);
        return reason;
    };
    if (!gateReason.empty())
        return refused(GateStage::Risk, "gate", gateReason);
    if (m_isBusy(symbol))
        return refused(GateStage::Signal, "duplicate", "signal:duplicate position or working order");
    if (duplicate != m_active.end()) {
        const EntryDistance distance =
            entryDistance(duplicate->signal, record.signal, m_services.settings.analysis);
        const double tick = m_services.board.instrument(symbol).tick;
        return refused(GateStage::Signal, "duplicate", "signal:duplicate", "price", distance.ticks * tick,
                       distance.most * tick, Bound::MoreThan);
    }
    if (coolDown != m_coolDownUntil.end() && m_services.now() < coolDown->second) {
        const Duration since = kStopOutCoolDown - (coolDown->second - m_services.now());
        return refused(GateStage::Signal, "cooldown", "signal:cooldown until " + toIso8601(coolDown->second),
                       "minutes", toMinutes(since), toMinutes(kStopOutCoolDown), Bound::AtLeast);
    }
    if (m_active.size() > kMaxActive)
        return refused(GateStage::Signal, "capacity",
                       fmt::format("signal:capacity {} against {}", m_active.size(), kMaxActive), {},
                       static_cast<double>(m_active.size()), static_cast<double>(kMaxActive));
    const Preset& preset = m_services.settings.preset;
    FlowView flow;
    flow.now = m_services.now();
    flow.tape = m_services.board.view(symbol, flow.now).tape;
    // Walls are looked for where they are asked about: it takes a while.
    const bool wantsWalls = preset.entryRules && preset.entryRules->requireDensityConfirmation;
    if (const DensityDetector* density = wantsWalls ? m_flow.density(symbol) : nullptr;
        density != nullptr && density->hasEnough())
        flow.walls = density->walls();
    flow.bucketPrice = preset.density.bucketTicks * m_services.board.instrument(symbol).tick;
    flow.activityDrop = m_flow.activityDrop(symbol);
    const FlowReport report = checkFlow(record.signal, flow, preset);
    if (gates != nullptr)
        append(*gates, report);
    if (report.missesTape()) {
        record.signal.missing.tape = true;
        write(record);
    }
    return report.reason();
}

void SignalManager::traceStale(const ScanResult& result, const ScanOutcome& outcome,
                               const std::string& traceId)
{
    DecisionTracer& tracer = m_services.tracer;
    if (!tracer.isOn())
        return;
    // What its last bar said is not about this close.
    appendRefusal(tracer.begin(traceId, m_services.symbolName(result.symbol), outcome.barClose),
                  GateStage::Scan, "bar");
    tracer.end("data:stale");
}

void SignalManager::trace(const ScanResult& result, const CloseJudgement& judgement,
                          const ScanOutcome& outcome, const std::string& traceId)
{
    DecisionTracer& tracer = m_services.tracer;
    if (!tracer.isOn())
        return;
    GateTrace& gates = tracer.begin(traceId, m_services.symbolName(result.symbol), outcome.barClose);
    append(gates, result.filters);
    if (!findsLevels(m_services.settings.preset))
        appendLevelCount(gates, result.levels.size());
    append(gates, judgement.account, m_services.symbolName(result.symbol));
    if (judgement.signal)
        append(gates, judgement.entry);
    tracer.end(judgement.signal ? std::string_view("signal") : judgement.refusal,
               judgement.signal.has_value());
}

void SignalManager::traceScan(const ScanOutcome& outcome, const ScanningManager& scanner)
{
    DecisionTracer& tracer = m_services.tracer;
    if (!tracer.isOn())
        return;
    for (const auto& [symbol, bars] : outcome.tooShort) {
        appendRefusal(tracer.begin(scanner.traceId(symbol, outcome), m_services.symbolName(symbol),
                                   outcome.barClose),
                      GateStage::Scan, "bars", "bars", static_cast<double>(bars), kMinScanBars,
                      Bound::AtLeast);
        tracer.end(fmt::format("data:too_few_bars {} against {}", bars, kMinScanBars));
    }
    for (const ScanResult& result : std::span(outcome.results).subspan(outcome.candidates)) {
        const std::string traceId = scanner.traceId(result.symbol, outcome);
        if (result.barClose != outcome.barClose) {
            traceStale(result, outcome, traceId);
            continue;
        }
        GateTrace& gates = tracer.begin(traceId, m_services.symbolName(result.symbol), outcome.barClose);
        append(gates, result.filters);
        if (const auto refusal = result.filters.firstRefusal()) {
            tracer.end("filter:" + result.filters.reason(*refusal));
            continue;
        }
        const double most = m_services.settings.preset.scanner.maxCandidates;
        appendRefusal(gates, GateStage::Scan, "rank", {},
                      result.rank ? std::optional<double>(*result.rank) : std::nullopt, most);
        tracer.end(fmt::format("filter:rank {} > {}", result.rank.value_or(0), most));
    }
}

void SignalManager::recordMissed(SymbolId symbol, const MarketView& view, const std::string& traceId)
{
    for (const LevelBreak& broken : recordMissedBars(historyOf(symbol), view, m_services.settings.preset,
                                                     m_services.settings.analysis))
        recordBreak(broken, symbol, traceId);
}

void SignalManager::recordBreak(const LevelBreak& broken, SymbolId symbol, const std::string& traceId)
{
    write(broken, symbol, traceId);
    m_services.levels.restedOn(symbol, traceId, broken.level, broken.price);
}

void SignalManager::recordBreaks(const ScanOutcome& outcome, ScanningManager& scanner)
{
    const Preset& preset = m_services.settings.preset;
    for (const ScanResult& result : outcome.results) {
        if (result.barClose != outcome.barClose)
            continue;
        const MarketView view = m_services.board.view(result.symbol, m_services.now());
        recordMissed(result.symbol, view, scanner.traceId(result.symbol, outcome));
        const auto levels = mayBreak(view, result.candles, preset) ? scanner.levelsOf(result.symbol)
                                                                   : std::span<const Level> {};
        const auto found = recordBar(historyOf(result.symbol), view, result.candles, preset, levels);
        for (const LevelBreak& broken : found)
            recordBreak(broken, result.symbol, scanner.traceId(result.symbol, outcome));
    }
}

void SignalManager::write(const LevelBreak& broken, SymbolId symbol, const std::string& traceId)
{
    const std::string& name = m_services.symbolName(symbol);
    BreakRow row;
    row.time = broken.time;
    row.traceId = traceId;
    row.levelId = toText(broken.level, name);
    row.breakId = fmt::format("{}:{}", row.levelId, broken.time.ms);
    row.symbol = name;
    row.side = toText(broken.direction);
    row.level = broken.price;
    row.extreme = broken.extreme;
    row.used = broken.used;
    m_services.journal.write(std::move(row));
}

bool SignalManager::wantsPast() const
{
    return needsBreaks(m_services.settings.preset) && !m_services.settings.isMarketDataOnly && !m_isPastBuilt;
}

void SignalManager::addPast(SymbolId symbol, std::span<const Candle> bars)
{
    auto& known = m_past[symbol];
    for (const Candle& bar : bars)
        known.emplace(bar.openTime, bar);
}

void SignalManager::buildPast()
{
    if (!wantsPast())
        return;
    m_isPastBuilt = true;
    std::set<Timestamp> closes;
    for (const auto& [symbol, bars] : m_past)
        for (const auto& [openTime, bar] : bars)
            closes.insert(openTime + MarketBoard::kInterval);
    const Timestamp first = m_services.now() - BreakoutHistory::kKept;
    CandleRun run(m_services.board.instruments(), m_services.settings.preset, m_services.settings.analysis);
    for (const Timestamp close : closes) {
        for (const auto& [symbol, bars] : m_past)
            if (const auto bar = bars.find(close - MarketBoard::kInterval); bar != bars.end())
                run.add(symbol, bar->second);
        if (close >= first)
            run.judge(close);
    }
    m_past.clear();
    m_histories = run.takeHistories();
    std::size_t count = 0;
    for (const Instrument& instrument : m_services.board.instruments().all())
        for (const LevelBreak& broken : historyOf(instrument.id).all()) {
            write(broken, instrument.id, {});
            ++count;
        }
    m_services.log.info(component::kSignals, {}, {},
                        fmt::format("{} breaks of levels in the days before", count));
}

void SignalManager::add(SignalRecord record)
{
    ++m_count;
    const Instrument& instrument = m_services.board.instrument(record.signal.symbol);
    m_services.decisions.decision(
        "signal", record.traceId,
        fmt::format("{} {} entry {} stop {} confidence {}", record.id, toText(record.signal.direction),
                    instrument.toDecimal(record.signal.entry).toString(),
                    instrument.toDecimal(record.signal.stop).toString(), record.signal.confidence));
    const auto missing = missingNames(record.signal.missing);
    m_services.log.info(
        component::kSignals, instrument.symbol, record.traceId,
        fmt::format("{} signal: {}{}", toText(record.signal.direction), record.signal.reason,
                    missing.empty() ? std::string()
                                    : fmt::format("; let pass without data: {}", fmt::join(missing, " "))));
    write(record);
    const std::string id = record.id;
    m_active.push_back(std::move(record));
    Q_EMIT detected(m_active.back());
    m_services.timers.at(expiryTime(m_active.back().signal, m_services.settings.analysis)
                             + Duration::milliseconds(1),
                         "signal_expiry", [this, id] {
                             const SignalRecord* still = find(id);
                             if (still == nullptr)
                                 return;
                             if (still->inExecution)
                                 Q_EMIT outlived(still->signal.symbol, id);
                             else
                                 expire(id);
                         });
}

SignalRecord* SignalManager::find(const std::string& id)
{
    const auto found = std::ranges::find(m_active, id, &SignalRecord::id);
    return found == m_active.end() ? nullptr : &*found;
}

void SignalManager::write(const SignalRecord& record)
{
    const Signal& signal = record.signal;
    const Instrument& instrument = m_services.board.instrument(signal.symbol);
    SignalRow row;
    row.time = record.created;
    row.traceId = record.traceId;
    row.signalId = record.id;
    row.symbol = instrument.symbol;
    row.strategy = toText(signal.strategy);
    row.side = toText(signal.direction);
    row.levelId = toText(signal.levelId, instrument.symbol);
    row.level = signal.level;
    row.entry = instrument.toDecimal(signal.entry);
    row.stop = instrument.toDecimal(signal.stop);
    row.confidence = signal.confidence;
    row.status = toText(record.status);
    row.reason = record.reason.empty() ? signal.reason : record.reason;
    row.missing = fmt::format("{}", fmt::join(missingNames(signal.missing), " "));
    const double risk = std::abs(instrument.toDouble(signal.entry) - instrument.toDouble(signal.stop));
    if (risk > 0.0)
        row.costR = signal.costPerUnit / risk;
    m_services.journal.write(std::move(row));
}

void SignalManager::finish(const std::string& id, SignalStatus status, const std::string& reason)
{
    const auto found = std::ranges::find(m_active, id, &SignalRecord::id);
    if (found == m_active.end())
        return;
    SignalRecord record = std::move(*found);
    m_active.erase(found);
    record.status = status;
    record.reason = reason;
    write(record);
    // Nothing has decided yet: it was over before anybody asked further.
    if (GateTrace* gates =
            status != SignalStatus::Executed ? m_services.tracer.more(record.traceId) : nullptr;
        gates != nullptr && gates->decision() == nullptr)
        appendRefusal(*gates, GateStage::Execution,
                      status == SignalStatus::Expired           ? "lifetime"
                          : reason.starts_with("invalidated: ") ? "invalidated"
                                                                : "withdrawn");
    m_services.tracer.write(record.traceId, fmt::format("{}: {}", toText(status), reason),
                            status == SignalStatus::Executed);
    m_outcomes[record.signal.symbol] = std::string(toText(status)) + ": " + reason;
    m_services.decisions.decision("signal_end", record.traceId,
                                  fmt::format("{} {} {}", record.id, toText(status), reason));
    m_services.log.info(component::kSignals, m_services.symbolName(record.signal.symbol), record.traceId,
                        fmt::format("signal {}: {}", toText(status), reason));
    if (m_history.size() == kHistory)
        m_history.pop_front();
    m_history.push_back(std::move(record));
    Q_EMIT ended(m_history.back());
}

void SignalManager::expire(const std::string& id)
{
    finish(id, SignalStatus::Expired, "not sent within its lifetime");
}

void SignalManager::markInExecution(const std::string& id)
{
    if (SignalRecord* record = find(id))
        record->inExecution = true;
}

std::vector<SignalRecord> SignalManager::waiting() const
{
    std::vector<SignalRecord> records;
    for (const SignalRecord& record : m_active)
        if (!record.inExecution)
            records.push_back(record);
    return records;
}

bool SignalManager::hasWaiting() const
{
    return std::ranges::any_of(m_active, [](const SignalRecord& record) { return !record.inExecution; });
}

void SignalManager::removeAll(const std::string& reason)
{
    for (const SignalRecord& record : waiting())
        finish(record.id, SignalStatus::Removed, reason);
}

void SignalManager::coolDown(SymbolId symbol)
{
    m_coolDownUntil[symbol] = m_services.now() + kStopOutCoolDown;
}

void SignalManager::onPrice(SymbolId symbol, Price price)
{
    if (m_active.empty())
        return;
    const double limit = m_services.settings.preset.maxDistanceFromLevelBps();
    for (std::size_t i = 0; i < m_active.size(); ++i) {
        const SignalRecord& record = m_active[i];
        if (record.signal.symbol != symbol)
            continue;
        const auto why =
            invalidatedByPrice(record.signal, m_services.board.instrument(symbol).toDouble(price), limit);
        if (!why)
            continue;
        const std::string reason = fmt::format("invalidated: {}", toText(*why));
        if (record.inExecution)
            Q_EMIT invalidated(symbol, reason);
        else
            finish(std::string(record.id), SignalStatus::Removed, reason);
        return;
    }
}

void SignalManager::onCandle(const CandleClosed& closed)
{
    for (std::size_t i = 0; i < m_active.size(); ++i) {
        const SignalRecord& record = m_active[i];
        if (record.signal.symbol != closed.symbol || closed.candle.openTime <= record.signal.barOpen)
            continue;
        const auto why = invalidatedByClose(record.signal, closed.candle);
        if (!why)
            continue;
        const std::string reason = fmt::format("invalidated: {}", toText(*why));
        if (record.inExecution)
            Q_EMIT invalidated(closed.symbol, reason);
        else
            finish(std::string(record.id), SignalStatus::Removed, reason);
        return;
    }
}

} // namespace breakline
