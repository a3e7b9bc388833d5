// SPDX-License-Identifier: GPL-3.0-or-later
// A scan of 500 symbols on one core, the evaluation of one candidate, and its trace.
#include "app/BenchBars.h"
#include "app/BenchResult.h"
#include "app/BenchTimer.h"
#include "market/CandleSeries.h"
#include "storage/SessionJournal.h"
#include "strategy/CandidateGates.h"
#include "strategy/CloseJudgement.h"
#include "strategy/Scan.h"
#include "trading/DecisionTracer.h"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

namespace breakline {

namespace {

constexpr int kScanRuns = 7;
constexpr std::size_t kScanned = 500;
constexpr int kMostCandidates = 30;

/// Takes rows as the journal's queue does: its memory is there from earlier commits.
class RowQueue final : public SessionJournal {
public:
    void write(SessionRow row) override { rows.push_back(std::move(row)); }
    JournalTicket writeIntent(OrderRow) override { return 0; }
    void settle() override { }

    template<class Row>
    std::vector<Row> all() const
    {
        std::vector<Row> found;
        for (const SessionRow& row : rows)
            if (const auto* one = std::get_if<Row>(&row))
                found.push_back(*one);
        return found;
    }

    std::vector<SessionRow> rows;
};

/// 500 symbols of 150 bars each: windows of one series, each a bar further on, with the
/// series reflected as the reference. Every one has its levels, as where the score weighs
/// them.
struct BenchUniverse {
    BenchBars market;
    std::vector<Candle> reference;
    Preset preset;
    AnalysisSettings settings;
    std::vector<BarAnalysis> analyses;

    static Expected<BenchUniverse> make()
    {
        auto bars = generatedBars();
        if (!bars)
            return std::unexpected(bars.error());
        BenchUniverse universe;
        universe.market = std::move(*bars);
        const std::vector<Candle>& own = universe.market.bars;
        if (own.size() < kDecisionWindow + kScanned)
            return fail(ErrorCode::Corrupt, "the seeded market made too few bars");
        const double centre = own.front().close;
        for (const Candle& bar : own)
            universe.reference.push_back({bar.openTime, 2.0 * centre - bar.open, 2.0 * centre - bar.low,
                                          2.0 * centre - bar.high, 2.0 * centre - bar.close, bar.volume});
        universe.preset.scanner.scoreWeights[static_cast<std::size_t>(ScoreComponent::LevelQuality)] = 1.0;
        universe.preset.position.targets = {{"TP1", 1.0, 0.5, TargetPlacement::Fixed},
                                            {"TP2", 2.0, 0.5, TargetPlacement::Fixed}};
        universe.analyses.resize(kScanned);
        return universe;
    }

    MarketView view(std::size_t symbol) const
    {
        MarketView view;
        view.instrument = &market.instrument;
        view.history = std::span(market.bars).subspan(symbol, kDecisionWindow);
        view.reference = std::span(reference).subspan(symbol, kDecisionWindow);
        view.now = *view.closeTime();
        return view;
    }

    /// `isNewBar`: everything anew, else what a bar says is kept from before.
    std::vector<ScanResult> scan(bool isNewBar)
    {
        std::vector<ScanResult> results;
        results.reserve(kScanned);
        for (std::size_t i = 0; i < kScanned; ++i) {
            const MarketView seen = view(i);
            if (isNewBar)
                analyseBar(seen, settings, analyses[i]);
            results.push_back(scanSymbol(seen, analyses[i], preset, settings));
            results.back().symbol = SymbolId {static_cast<std::uint32_t>(i)};
        }
        rankResults(results, kMostCandidates);
        return results;
    }

    CloseJudgement judge(const ScanResult& result) const
    {
        BreakoutHistory history;
        return judgeClose(view(result.symbol.index), result.candles, preset, result.levels,
                          result.score.total, {}, history, {}, settings);
    }
};

bool isSameScan(const std::vector<ScanResult>& a, const std::vector<ScanResult>& b)
{
    return std::ranges::equal(a, b, [](const ScanResult& left, const ScanResult& right) {
        return left.symbol == right.symbol && left.score.total == right.score.total
            && left.levels == right.levels && left.passed == right.passed;
    });
}

} // namespace

Expected<BenchResult> benchScan()
{
    auto universe = BenchUniverse::make();
    if (!universe)
        return std::unexpected(universe.error());
    const std::vector<ScanResult> first = universe->scan(true);
    if (!isSameScan(first, universe->scan(false)))
        return fail(ErrorCode::Corrupt, "the second scan of the same bars came out differently");
    std::size_t levels = 0;
    for (const ScanResult& result : first)
        levels += result.levels.size();
    std::vector<double> own, beside;
    std::size_t seen = 0;
    for (int run = 0; run < kScanRuns; ++run) {
        own.push_back(secondsOf([&] { seen += universe->scan(true).size(); }) * 1e3);
        beside.push_back(secondsOf([&] { seen += universe->scan(false).size(); }) * 1e3);
    }
    if (seen != 2 * kScanned * kScanRuns)
        return fail(ErrorCode::Corrupt, "a timed scan lost a symbol");
    BenchResult result;
    result.name = "scan_500";
    result.unit = "ms";
    result.median = medianOf(own);
    result.runs = kScanRuns;
    result.beside = {"again on the same bars", medianOf(beside)};
    result.note = "500 symbols of 150 bars each on one core: indicators, filters, score, levels of all ("
        + std::to_string(levels) + ") and rank, right after a close; the same in both";
    return result;
}

Expected<BenchResult> benchCandidate()
{
    auto universe = BenchUniverse::make();
    if (!universe)
        return std::unexpected(universe.error());
    const std::vector<ScanResult> candidates = universe->scan(true);
    std::size_t signals = 0;
    for (const ScanResult& candidate : candidates) {
        const CloseJudgement once = universe->judge(candidate);
        const CloseJudgement twice = universe->judge(candidate);
        if (once.refusal != twice.refusal || once.signal.has_value() != twice.signal.has_value())
            return fail(ErrorCode::Corrupt, "the same candidate was judged differently");
        signals += once.signal.has_value();
    }
    std::vector<double> own, beside, single;
    std::size_t seen = 0;
    for (int run = 0; run < kScanRuns; ++run) {
        double sum = 0.0;
        for (const ScanResult& candidate : candidates) {
            const double seconds =
                secondsOf([&] { seen += universe->judge(candidate).signal.has_value() ? 1U : 0U; });
            single.push_back(seconds * 1e6);
            sum += seconds * 1e6;
        }
        own.push_back(sum / static_cast<double>(candidates.size()));
        beside.push_back(secondsOf([&] { (void)universe->scan(true); }) * 1e6
                         / static_cast<double>(kScanned));
    }
    if (seen != signals * kScanRuns)
        return fail(ErrorCode::Corrupt, "a timed evaluation found other signals than the first");
    BenchResult result;
    result.name = "candidate_evaluation";
    result.unit = "us";
    result.median = medianOf(own);
    result.p50 = quantileOf(single, 0.5);
    result.p99 = quantileOf(single, 0.99);
    result.runs = kScanRuns;
    result.beside = {"its scan", medianOf(beside)};
    result.note =
        "a candidate at a close: momentum and retest on its two strongest levels, every condition with its "
        "value; 500 of them";
    return result;
}

Expected<BenchResult> benchTrace()
{
    auto universe = BenchUniverse::make();
    if (!universe)
        return std::unexpected(universe.error());
    const std::vector<ScanResult> candidates = universe->scan(true);
    std::vector<CloseJudgement> judgements;
    for (const ScanResult& candidate : candidates)
        judgements.push_back(universe->judge(candidate));
    std::vector<double> own, beside;
    std::size_t gates = 0;
    std::size_t bytes = 0;
    RowQueue journal;
    for (int run = 0; run < kScanRuns; ++run) {
        journal.rows.clear();
        DecisionTracer tracer(journal, true);
        own.push_back(secondsOf([&] {
                          for (std::size_t i = 0; i < candidates.size(); ++i) {
                              const Timestamp close = candidates[i].barClose;
                              GateTrace& trace = tracer.begin(std::to_string(i) + ":c", "BTCUSDT", close);
                              append(trace, candidates[i].filters);
                              appendLevelCount(trace, candidates[i].levels.size());
                              append(trace, judgements[i].account, "BTCUSDT");
                              tracer.end(judgements[i].refusal);
                          }
                      })
                      * 1e6 / static_cast<double>(kScanned));
        beside.push_back(secondsOf([&] {
                             for (const ScanResult& result : universe->scan(true))
                                 (void)universe->judge(result);
                         })
                         * 1e6 / static_cast<double>(kScanned));
        std::vector<GateKind> kinds;
        for (const GateKindRow& row : journal.all<GateKindRow>()) {
            kinds.emplace_back().name = row.name;
            kinds.back().threshold = row.threshold;
        }
        gates = bytes = 0;
        for (const DecisionRow& row : journal.all<DecisionRow>()) {
            const auto read = decodeGates(row.gates, kinds);
            if (!read || read->empty())
                return fail(ErrorCode::Corrupt, "a trace cannot be read");
            gates += read->size();
            bytes += row.gates.size();
        }
    }
    BenchResult result;
    result.name = "trace";
    result.unit = "us";
    result.median = medianOf(own);
    result.runs = kScanRuns;
    result.beside = {"scan and evaluation", medianOf(beside)};
    result.note =
        "why a candidate was refused, from its filters on, put together, encoded and handed to the journal: "
        + std::to_string(gates / kScanned) + " gates in " + std::to_string(bytes / kScanned)
        + " bytes, of 500";
    return result;
}

} // namespace breakline
