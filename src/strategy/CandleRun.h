// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/CandleSeries.h"
#include "market/FundingTime.h"
#include "market/Instrument.h"
#include "strategy/CloseJudgement.h"
#include "strategy/Scan.h"
#include "strategy/Universe.h"

#include <optional>
#include <span>
#include <vector>

namespace breakline {

/// A signal of a close that the entry rules let pass.
struct JudgedSignal {
    Signal signal;
    EntryReport entry;
};

/// Scans and signals on closed candles alone, without book, tape or ticker, by
/// the functions that trade: for commands, and for the breaks that lie before a
/// session's start. Bars go in, then the close is judged, in order of time.
class CandleRun {
public:
    /// `scans`: the preset's gates choose the candidates; else every symbol is
    /// one. Both references outlive it.
    CandleRun(InstrumentTable instruments, const Preset& preset, const AnalysisSettings& settings = {},
              bool scans = true);

    const InstrumentTable& instruments() const { return m_instruments; }
    /// The levels of the symbol's newest bar; none without a bar.
    std::span<const Level> levels(SymbolId symbol);
    /// A closed 5-minute bar; one out of order is left out.
    void add(SymbolId symbol, const Candle& bar);

    struct Scan {
        std::vector<ScanResult> results; ///< as ranked
        std::size_t candidates = 0; ///< the first so many
    };
    /// Over the universe as the bars up to `close` choose it. Results of bars
    /// that closed earlier are there too: their symbol lacks this one.
    Scan scan(Timestamp close);
    /// Signals at the close, in the order in which they are taken, then the
    /// breaks of its bars. The universe is that of the close before, as in a
    /// session, whose last scan has not seen this one.
    std::vector<JudgedSignal> judge(Timestamp close);

    /// What the newest bar of a symbol comes to by another plan, whatever a scan says of
    /// it; the run stays as it is. The book is unknown: its imbalance is let pass, and
    /// no wall is in the way. Empty where the symbol lacks the bar of this close, or has
    /// too few. `funding`: the next that is due.
    std::optional<CloseJudgement> judgeBy(SymbolId symbol, Timestamp close, const Preset& preset,
                                          const AnalysisSettings& settings,
                                          std::optional<FundingTime> funding = {});
    /// A signal was taken at this close: a retest uses up its break.
    void take(SymbolId symbol, Timestamp close);
    /// The breaks of the bars of a close, of every symbol; judge() does it too.
    void followBreaks(Timestamp close);

    const std::vector<BreakoutHistory>& histories() const { return m_histories; }
    std::vector<BreakoutHistory> takeHistories() { return std::move(m_histories); }

private:
    struct Symbol {
        CandleSeries candles;
        BarAnalysis analysis;
        Timestamp analysedAt {-1};
        bool hadReference = false;
    };

    MarketView view(SymbolId symbol, Timestamp close) const;
    BarAnalysis& analysisOf(SymbolId symbol, const MarketView& view);
    std::vector<SymbolId> universe(Timestamp close) const;
    std::optional<CloseJudgement> judgeSymbol(SymbolId symbol, Timestamp close, const Preset& preset,
                                              const AnalysisSettings& settings,
                                              std::optional<FundingTime> funding, BreakoutHistory& history);
    void followBreaks(const MarketView& view, const CandleMetrics& metrics);
    Scan scanOver(const std::vector<SymbolId>& universe, Timestamp close);

    InstrumentTable m_instruments;
    const Preset& m_preset;
    AnalysisSettings m_settings;
    bool m_scans;
    std::optional<SymbolId> m_reference;
    std::vector<Symbol> m_symbols;
    std::vector<BreakoutHistory> m_histories;
    std::optional<std::vector<SymbolId>> m_universe; ///< of the close before
};

} // namespace breakline
