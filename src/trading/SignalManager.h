// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/BreakoutHistory.h"
#include "strategy/CloseJudgement.h"
#include "strategy/Signal.h"
#include "strategy/SignalRules.h"
#include "trading/FlowSampler.h"
#include "trading/ScanningManager.h"
#include "trading/TradingServices.h"

#include <QObject>

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

enum class SignalStatus : std::uint8_t { Pending, Active, Executed, Failed, Expired, Removed };
std::string_view toText(SignalStatus status);

/// A signal and what became of it.
struct SignalRecord {
    std::string id;
    std::string traceId;
    Signal signal;
    SignalStatus status = SignalStatus::Active;
    std::string reason;
    Timestamp created;
    bool inExecution = false;
};

/// Turns the candidates of a 5m close into signals and keeps them until they
/// are executed, refused or over, and keeps the breaks of every scanned symbol.
/// Selection and rules stand in the strategy room. Trading thread.
class SignalManager : public QObject {
    Q_OBJECT
public:
    /// Whether a symbol has an open position or a working entry.
    using IsBusy = std::function<bool(SymbolId)>;

    SignalManager(TradingServices& services, const FlowSampler& flow, IsBusy isBusy);

    /// Evaluates the candidates of a close, all symbols together. `gateReason`:
    /// empty where entries are possible; else every selected signal ends as
    /// refused by it. The close's breaks are recorded all the same. Returns how many signals are active now.
    std::size_t evaluate(const ScanOutcome& outcome, ScanningManager& scanner, const std::string& gateReason);

    /// Whether breaks from before the start decide anything: then the bars that
    /// were asked for come here, and are judged once, by buildPast().
    bool wantsPast() const;
    void addPast(SymbolId symbol, std::span<const Candle> bars);
    void buildPast();
    /// The symbol's breaks of the last 7 days.
    const BreakoutHistory* breaks(SymbolId symbol) const;

    /// Active ones that wait, by confidence.
    std::vector<SignalRecord> waiting() const;
    bool hasWaiting() const;
    void markInExecution(const std::string& id);
    void finish(const std::string& id, SignalStatus status, const std::string& reason);
    /// Nothing was sent on it within its lifetime.
    void expire(const std::string& id);
    /// Every waiting signal ends.
    void removeAll(const std::string& reason);
    /// No new signal in this symbol for the cool-down.
    void coolDown(SymbolId symbol);

    void onPrice(SymbolId symbol, Price price);
    void onCandle(const CandleClosed& closed);

    /// Why the last close led to no entry, by symbol.
    const std::map<SymbolId, std::string>& outcomes() const { return m_outcomes; }
    /// Those that wait or are in execution, oldest first.
    const std::vector<SignalRecord>& active() const { return m_active; }
    /// Those that are over, newest last, at most 1,000.
    const std::deque<SignalRecord>& history() const { return m_history; }
    std::uint64_t count() const { return m_count; }

Q_SIGNALS:
    void detected(const breakline::SignalRecord& record);
    /// Tested against the gate, duplicates and capacity; an empty `refusal`: it
    /// is active and waits. A refused one ends by `ended` as well.
    void validated(const breakline::SignalRecord& record, const std::string& refusal);
    void ended(const breakline::SignalRecord& record);
    /// A candidate of the close came to no signal.
    void refused(const std::string& reason);
    /// The lifetime of a signal in execution is over; whether anything was sent
    /// on it its execution knows.
    void outlived(breakline::SymbolId symbol, const std::string& id);
    /// A signal at work must not be followed any further.
    void invalidated(breakline::SymbolId symbol, const std::string& reason);

private:
    BreakoutHistory& historyOf(SymbolId symbol);
    /// Breaks of bars that came late, or closed while nobody scanned.
    void recordMissed(SymbolId symbol, const MarketView& view, const std::string& traceId);
    void recordBreaks(const ScanOutcome& outcome, ScanningManager& scanner);
    void recordBreak(const LevelBreak& broken, SymbolId symbol, const std::string& traceId);
    void write(const LevelBreak& broken, SymbolId symbol, const std::string& traceId);
    /// Why a selected signal is not taken; empty where it is.
    std::string refusalOf(SignalRecord& record, const std::string& gateReason);
    SignalRecord* find(const std::string& id);
    // The gates of a close: of one that lacks its bar, of a candidate, of all others.
    void traceStale(const ScanResult& result, const ScanOutcome& outcome, const std::string& traceId);
    void trace(const ScanResult& result, const CloseJudgement& judgement, const ScanOutcome& outcome,
               const std::string& traceId);
    void traceScan(const ScanOutcome& outcome, const ScanningManager& scanner);
    void add(SignalRecord record);
    void write(const SignalRecord& record);

    static constexpr std::size_t kMaxActive = 50;
    static constexpr std::size_t kHistory = 1000;

    TradingServices& m_services;
    const FlowSampler& m_flow;
    IsBusy m_isBusy;
    std::vector<BreakoutHistory> m_histories; ///< by symbol
    std::map<SymbolId, std::map<Timestamp, Candle>> m_past; ///< until it is built
    bool m_isPastBuilt = false;
    std::vector<SignalRecord> m_active;
    std::deque<SignalRecord> m_history;
    std::map<SymbolId, Timestamp> m_coolDownUntil;
    std::map<SymbolId, std::string> m_outcomes;
    std::uint64_t m_count = 0;
};

} // namespace breakline
