// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/Scan.h"
#include "strategy/Universe.h"
#include "trading/RequestDesk.h"
#include "trading/TradingServices.h"

#include <QObject>

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace breakline {

/// What made a scan run.
enum class ScanKind : std::uint8_t {
    Scheduled, ///< the cadence of the preset
    BarClose ///< the gates at a 5m close, over the last scan's universe
};

/// One finished scan: passed symbols first, by rank.
struct ScanOutcome {
    std::string id; ///< "ms" of its beginning, at a close "closeMs:c"
    ScanKind kind = ScanKind::Scheduled;
    Timestamp time;
    Timestamp barClose; ///< of a BarClose
    bool isComplete = true; ///< the venue has answered all that was asked
    std::size_t candidates = 0; ///< the first so many of `results`
    std::vector<ScanResult> results;
    /// Of the universe those that have fewer closed bars than a scan needs.
    struct TooShort {
        SymbolId symbol;
        std::size_t bars = 0;
    };
    std::vector<TooShort> tooShort;
};

/// Chooses the universe, keeps its streams, asks for what a decision must see
/// fresh, and runs the filters and the score. The formulas stand in the
/// strategy room. Trading thread.
class ScanningManager : public QObject {
    Q_OBJECT
public:
    ScanningManager(TradingServices& services, RequestDesk& requests);

    /// Begins a scan unless one of the same kind is under way; `finished` follows.
    void beginScheduled();
    void beginBarClose(Timestamp barClose);
    bool isScanning() const { return m_run.has_value(); }

    void handle(const TickersAnswer& answer, RequestId ticket);
    void handle(const BookAnswer& answer, RequestId ticket);
    /// What was asked has failed for good: it is missing in this scan.
    void handle(const RequestAnswer& failed);

    /// Symbols whose books are kept besides those of the best by score.
    void keepBook(SymbolId symbol) { m_kept.insert(symbol); }
    /// The stream goes on where the symbol is among the best by score.
    void releaseBook(SymbolId symbol);

    /// The levels of the symbol's newest bar, whether it passes or not.
    std::span<const Level> levelsOf(SymbolId symbol);
    const std::vector<SymbolId>& universe() const { return m_universe; }
    /// The last finished scan; empty before the first.
    const std::optional<ScanOutcome>& last() const { return m_last; }
    std::uint64_t completed() const { return m_completed; }
    /// "SYMBOL:" and the scan's id.
    std::string traceId(SymbolId symbol, const ScanOutcome& outcome) const;

Q_SIGNALS:
    void began(const std::string& scanId);
    void finished(const breakline::ScanOutcome& outcome);

private:
    /// What the choice of books has found out of a symbol.
    struct Evaluated {
        ScanResult result;
        std::uint64_t revision = 0; ///< of the board
    };
    struct Run {
        std::string id;
        ScanKind kind = ScanKind::Scheduled;
        Timestamp barClose;
        RequestId tickers = 0;
        std::set<RequestId> books;
        bool booksAsked = false;
        bool isComplete = true;
        TimerId timeout = 0;
        Timestamp evaluatedAt;
        std::vector<Evaluated> evaluated; ///< in the universe's order, those with enough bars
    };

    void begin(ScanKind kind, Timestamp barClose);
    RequestId askBook(SymbolId symbol);
    void chooseUniverse();
    void chooseBooks();
    void finishIfReady();
    void finish();
    /// Filters and score now; empty for too short a history.
    std::optional<ScanResult> evaluate(SymbolId symbol);
    BarAnalysis& analysisOf(SymbolId symbol, const MarketView& view);

    TradingServices& m_services;
    RequestDesk& m_requests;
    std::optional<Run> m_run;
    std::optional<std::pair<ScanKind, Timestamp>> m_next; ///< waits for the present run to end
    std::vector<SymbolId> m_universe;
    std::set<SymbolId> m_books; ///< streams kept for the best by score
    std::set<SymbolId> m_kept;
    std::vector<BarAnalysis> m_analysis; ///< by symbol, of its newest bar
    std::vector<Timestamp> m_analysedAt;
    std::optional<ScanOutcome> m_last;
    std::uint64_t m_completed = 0;
};

} // namespace breakline
