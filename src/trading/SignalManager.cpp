// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/SignalManager.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

constexpr std::string_view kComponent = "signals";
constexpr Duration kStopOutCoolDown = Duration::minutes(30);

std::string describe(const SignalCheck& check)
{
    std::string text = fmt::format("signal:momentum:{}", toText(check.condition));
    if (check.outcome == CheckOutcome::NoData)
        return text + " no data";
    if (check.value)
        text += fmt::format(" {}", *check.value);
    if (check.threshold)
        text += fmt::format(" against {}", *check.threshold);
    return text;
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

SignalManager::SignalManager(TradingServices& services, IsBusy isBusy)
    : m_services(services)
    , m_isBusy(std::move(isBusy))
{
}

std::size_t SignalManager::evaluate(const ScanOutcome& outcome, const ScanningManager& scanner,
                                    const std::string& gateReason)
{
    m_outcomes.clear();
    struct Selected {
        Signal signal;
        std::string traceId;
    };
    std::vector<Selected> selected;
    for (std::size_t i = 0; i < outcome.candidates; ++i) {
        const ScanResult& result = outcome.results[i];
        const std::string traceId = scanner.traceId(result.symbol, outcome);
        // Who lacks the bar of this close has nothing to decide on.
        if (result.barClose != outcome.barClose) {
            m_outcomes[result.symbol] = "data:stale";
            m_services.decisions.decision("evaluate", traceId, "data:stale");
            continue;
        }
        if (result.levels.empty()) {
            m_outcomes[result.symbol] = "signal:gate:no_levels";
            m_services.decisions.decision("evaluate", traceId, "signal:gate:no_levels");
            continue;
        }
        const MarketView view = m_services.board.view(result.symbol, m_services.now());
        SelectionAccount account;
        auto signal =
            selectSignal(view, result.candles, m_services.settings.preset, result.levels, {}, result.score.total,
                         result.filters.letPass(), m_services.settings.analysis, &account);
        if (!signal) {
            std::string why = "signal:none";
            if (!account.verdicts.empty() && account.verdicts.front().refusal)
                why = describe(*account.verdicts.front().refusal);
            m_services.decisions.decision("evaluate", traceId, why);
            m_outcomes[result.symbol] = std::move(why);
            continue;
        }
        selected.push_back({std::move(*signal), traceId});
    }
    std::ranges::sort(selected, takenBefore, &Selected::signal);
    for (Selected& candidate : selected) {
        SignalRecord record;
        record.traceId = candidate.traceId;
        record.id = "S:" + candidate.traceId;
        record.signal = std::move(candidate.signal);
        record.created = m_services.now();
        add(std::move(record));
        SignalRecord& added = m_active.back();
        const SymbolId symbol = added.signal.symbol;
        const auto coolDown = m_coolDownUntil.find(symbol);
        const bool duplicate = std::ranges::any_of(m_active, [&](const SignalRecord& other) {
            return &other != &added && isDuplicate(other.signal, added.signal, m_services.settings.analysis);
        });
        std::string refusal;
        if (!gateReason.empty())
            refusal = gateReason;
        else if (m_isBusy(symbol))
            refusal = "signal:duplicate position or working order";
        else if (duplicate)
            refusal = "signal:duplicate";
        else if (coolDown != m_coolDownUntil.end() && m_services.now() < coolDown->second)
            refusal = "signal:cooldown until " + toIso8601(coolDown->second);
        else if (m_active.size() > kMaxActive)
            refusal = fmt::format("signal:capacity {} against {}", m_active.size(), kMaxActive);
        Q_EMIT validated(added, refusal);
        if (!refusal.empty())
            finish(added.id, SignalStatus::Removed, refusal);
    }
    return m_active.size();
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
        kComponent, instrument.symbol, record.traceId,
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
    row.strategy = signal.strategy == Strategy::Momentum ? "momentum" : "retest";
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
    m_outcomes[record.signal.symbol] = std::string(toText(status)) + ": " + reason;
    m_services.decisions.decision("signal_end", record.traceId,
                                  fmt::format("{} {} {}", record.id, toText(status), reason));
    m_services.log.info(kComponent, m_services.symbolName(record.signal.symbol), record.traceId,
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
