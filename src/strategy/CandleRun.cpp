// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/CandleRun.h"

#include "market/FeeRates.h"

#include <algorithm>

namespace breakline {

namespace {

constexpr std::size_t kKeptBars = 320;

} // namespace

CandleRun::CandleRun(InstrumentTable instruments, const Preset& preset, const AnalysisSettings& settings,
                     bool scans)
    : m_instruments(std::move(instruments))
    , m_preset(preset)
    , m_settings(settings)
    , m_scans(scans)
    , m_reference(m_instruments.find("BTCUSDT"))
    , m_histories(m_instruments.size())
{
    m_symbols.reserve(m_instruments.size());
    for (std::size_t i = 0; i < m_instruments.size(); ++i)
        m_symbols.push_back({CandleSeries(Duration::minutes(5), kKeptBars), {}, Timestamp {-1}, false});
}

void CandleRun::add(SymbolId symbol, const Candle& bar)
{
    m_symbols[symbol.index].candles.add(bar);
}

MarketView CandleRun::view(SymbolId symbol, Timestamp close) const
{
    MarketView view;
    view.instrument = &m_instruments.at(symbol);
    view.takerFeeBps = takerFeeBpsOf(*view.instrument);
    view.now = close;
    view.history = m_symbols[symbol.index].candles.all();
    view.interval = m_symbols[symbol.index].candles.interval();
    view.isReference = m_reference == symbol;
    if (m_reference && !view.history.empty())
        view.reference = m_symbols[m_reference->index].candles.windowEndingAt(view.history.back().openTime);
    return view;
}

BarAnalysis& CandleRun::analysisOf(SymbolId id, const MarketView& view)
{
    Symbol& symbol = m_symbols[id.index];
    // The reference's bar of the same time is part of the analysis.
    if (symbol.analysedAt != view.history.back().openTime || symbol.hadReference == view.reference.empty()) {
        analyseBar(view, m_settings, symbol.analysis);
        symbol.analysedAt = view.history.back().openTime;
        symbol.hadReference = !view.reference.empty();
    }
    return symbol.analysis;
}

std::span<const Level> CandleRun::levels(SymbolId symbol)
{
    const CandleSeries& candles = m_symbols[symbol.index].candles;
    if (candles.isEmpty())
        return {};
    const MarketView view = this->view(symbol, *candles.lastCloseTime());
    return levelsOfBar(view, analysisOf(symbol, view), m_preset, m_settings);
}

std::vector<SymbolId> CandleRun::universe(Timestamp close) const
{
    if (!m_scans) {
        std::vector<SymbolId> all;
        for (const Instrument& instrument : m_instruments.all())
            if (checkTradability(instrument, close) == Tradability::Tradable)
                all.push_back(instrument.id);
        return all;
    }
    std::vector<UniverseMember> members;
    for (const Instrument& instrument : m_instruments.all())
        members.push_back(universeMember(instrument, m_symbols[instrument.id.index].candles.all(), {}));
    return selectUniverse(members, m_preset.scanner, close);
}

CandleRun::Scan CandleRun::scanOver(const std::vector<SymbolId>& universe, Timestamp close)
{
    Scan scan;
    for (const SymbolId symbol : universe) {
        const MarketView view = this->view(symbol, close);
        if (view.history.size() < kMinScanBars)
            continue;
        scan.results.push_back(scanSymbol(view, analysisOf(symbol, view), m_preset, m_settings));
    }
    scan.candidates = rankResults(scan.results, m_preset.scanner.maxCandidates);
    return scan;
}

CandleRun::Scan CandleRun::scan(Timestamp close)
{
    return scanOver(universe(close), close);
}

std::vector<JudgedSignal> CandleRun::judge(Timestamp close)
{
    if (!m_universe || m_universe->empty())
        m_universe = universe(close);
    const Scan scan = scanOver(*m_universe, close);
    const std::size_t candidates = m_scans ? scan.candidates : scan.results.size();
    std::vector<JudgedSignal> found;
    for (std::size_t i = 0; i < candidates; ++i) {
        const ScanResult& result = scan.results[i];
        if (result.barClose != close)
            continue;
        const MarketView view = this->view(result.symbol, close);
        recordMissedBars(m_histories[result.symbol.index], view, m_preset, m_settings);
        CloseJudgement judgement =
            judgeClose(view, result.candles, m_preset, levels(result.symbol), result.score.total,
                       m_scans ? result.filters.letPass() : AllowMissing {}, m_histories[result.symbol.index],
                       {}, m_settings);
        if (judgement.signal && judgement.refusal.empty())
            found.push_back({std::move(*judgement.signal), std::move(judgement.entry)});
    }
    std::ranges::sort(
        found, [](const JudgedSignal& a, const JudgedSignal& b) { return takenBefore(a.signal, b.signal); });
    for (const ScanResult& result : scan.results) {
        if (result.barClose != close)
            continue;
        followBreaks(view(result.symbol, close), result.candles);
    }
    m_universe = universe(close);
    return found;
}

void CandleRun::followBreaks(const MarketView& view, const CandleMetrics& metrics)
{
    const SymbolId symbol = view.instrument->id;
    recordMissedBars(m_histories[symbol.index], view, m_preset, m_settings);
    const auto kept = mayBreak(view, metrics, m_preset) ? levels(symbol) : std::span<const Level> {};
    recordBar(m_histories[symbol.index], view, metrics, m_preset, kept);
}

void CandleRun::followBreaks(Timestamp close)
{
    for (const Instrument& instrument : m_instruments.all()) {
        const MarketView view = this->view(instrument.id, close);
        if (view.history.size() >= kMinScanBars && view.closeTime() == close)
            followBreaks(view, analysisOf(instrument.id, view).candles);
    }
}

std::optional<CloseJudgement> CandleRun::judgeSymbol(SymbolId symbol, Timestamp close, const Preset& preset,
                                                     const AnalysisSettings& settings,
                                                     std::optional<FundingTime> funding,
                                                     BreakoutHistory& history)
{
    MarketView view = this->view(symbol, close);
    if (view.history.size() < kMinScanBars || view.closeTime() != close)
        return std::nullopt;
    if (funding) {
        view.fundingRate = funding->rate;
        view.nextFundingTime = funding->time;
    }
    BarAnalysis& analysis = analysisOf(symbol, view);
    const ScanResult scanned = scanSymbol(view, analysis, m_preset, m_settings);
    const auto found = levelsOfBar(view, analysis, m_preset, m_settings);
    recordMissedBars(history, view, m_preset, m_settings);
    if (preset.allowMissing.l2Imbalance)
        return judgeClose(view, scanned.candles, preset, found, scanned.score.total, {}, history, {}, settings);
    Preset allowing = preset;
    allowing.allowMissing.l2Imbalance = true;
    return judgeClose(view, scanned.candles, allowing, found, scanned.score.total, {}, history, {}, settings);
}

std::optional<CloseJudgement> CandleRun::judgeBy(SymbolId symbol, Timestamp close, const Preset& preset,
                                                 const AnalysisSettings& settings,
                                                 std::optional<FundingTime> funding)
{
    BreakoutHistory history = m_histories[symbol.index];
    return judgeSymbol(symbol, close, preset, settings, funding, history);
}

void CandleRun::take(SymbolId symbol, Timestamp close)
{
    judgeSymbol(symbol, close, m_preset, m_settings, {}, m_histories[symbol.index]);
}

} // namespace breakline
