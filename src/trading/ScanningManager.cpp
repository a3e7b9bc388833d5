// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/ScanningManager.h"

#include "trading/LogComponent.h"

#include <fmt/format.h>

#include <algorithm>

namespace breakline {

namespace {
constexpr std::size_t kBooksByScore = 20;
/// What has not been answered by then is missing in this scan.
constexpr Duration kAnswerTimeout = Duration::seconds(2);
} // namespace

ScanningManager::ScanningManager(TradingServices& services, RequestDesk& requests)
    : m_services(services)
    , m_requests(requests)
{
}

std::string ScanningManager::traceId(SymbolId symbol, const ScanOutcome& outcome) const
{
    return m_services.symbolName(symbol) + ":" + outcome.id;
}

void ScanningManager::beginScheduled()
{
    begin(ScanKind::Scheduled, {});
}

void ScanningManager::beginBarClose(Timestamp barClose)
{
    begin(ScanKind::BarClose, barClose);
}

void ScanningManager::begin(ScanKind kind, Timestamp barClose)
{
    if (m_run) {
        // A close is never lost to a scan under way; a scan is: the next comes.
        if (kind == ScanKind::BarClose)
            m_next = {kind, barClose};
        return;
    }
    VenueCall call;
    call.component = component::kScanner;
    call.operation = "tickers";
    call.path = OperationPath::MarketData;
    call.send = [this] { return m_services.gateway.requestTickers(); };
    const RequestId tickers = m_requests.ask(std::move(call));
    if (tickers == 0)
        return;
    m_run.emplace();
    m_run->id = kind == ScanKind::BarClose ? fmt::format("{}:c", barClose.ms)
                                           : std::to_string(m_services.now().ms);
    m_run->kind = kind;
    m_run->barClose = barClose;
    m_run->tickers = tickers;
    m_run->timeout = m_services.timers.after(kAnswerTimeout, "scan_answers", [this] {
        if (!m_run)
            return;
        m_run->timeout = 0;
        m_run->isComplete = false;
        m_services.log.warning(component::kScanner, {}, {},
                               "the venue did not answer in time; scanning what there is");
        finish();
    });
    Q_EMIT began(m_run->id);
}

void ScanningManager::releaseBook(SymbolId symbol)
{
    if (m_kept.erase(symbol) == 0 || m_books.contains(symbol))
        return;
    m_services.gateway.unsubscribe(StreamKind::Book, symbol);
    m_services.board.dropBook(symbol);
}

RequestId ScanningManager::askBook(SymbolId symbol)
{
    VenueCall call;
    call.component = component::kScanner;
    call.operation = "book";
    call.path = OperationPath::MarketData;
    call.symbol = symbol;
    call.send = [this, symbol] { return m_services.gateway.requestBook(symbol); };
    return m_requests.ask(std::move(call));
}

void ScanningManager::handle(const RequestAnswer& failed)
{
    if (!m_run || failed.request == 0)
        return;
    if (m_run->tickers == failed.request) {
        m_run->isComplete = false;
        finish();
    } else if (m_run->books.erase(failed.request) > 0) {
        m_run->isComplete = false;
        finishIfReady();
    }
}

void ScanningManager::handle(const TickersAnswer& answer, RequestId ticket)
{
    for (const Ticker& ticker : answer.tickers)
        m_services.board.seedTicker(ticker);
    if (!m_run || m_run->tickers != ticket)
        return;
    m_run->tickers = 0;
    if (m_run->kind == ScanKind::Scheduled || m_universe.empty())
        chooseUniverse();
    chooseBooks();
    finishIfReady();
}

void ScanningManager::handle(const BookAnswer& answer, RequestId ticket)
{
    m_services.board.onBook(answer.book);
    if (!m_run)
        return;
    m_run->books.erase(ticket);
    finishIfReady();
}

void ScanningManager::chooseUniverse()
{
    std::vector<UniverseMember> members;
    for (const Instrument& instrument : m_services.board.instruments().all()) {
        const auto& ticker = m_services.board.ticker(instrument.id);
        members.push_back(universeMember(instrument, m_services.board.candles(instrument.id).all(),
                                         ticker ? ticker->turnover24h : std::nullopt));
    }
    m_universe = selectUniverse(members, m_services.settings.preset.scanner, m_services.now());
}

BarAnalysis& ScanningManager::analysisOf(SymbolId symbol, const MarketView& view)
{
    if (m_analysis.size() < m_services.board.instruments().size()) {
        m_analysis.resize(m_services.board.instruments().size());
        m_analysedAt.resize(m_analysis.size(), Timestamp {-1});
    }
    BarAnalysis& analysis = m_analysis[symbol.index];
    const Timestamp bar = view.history.back().openTime;
    // The reference's bar of the same time is part of the analysis.
    const Timestamp key = view.reference.empty() ? Timestamp {-bar.ms - 2} : bar;
    if (m_analysedAt[symbol.index] != key) {
        analyseBar(view, m_services.settings.analysis, analysis);
        m_analysedAt[symbol.index] = key;
    }
    return analysis;
}

std::span<const Level> ScanningManager::levelsOf(SymbolId symbol)
{
    const MarketView view = m_services.board.view(symbol, m_services.now());
    if (view.history.empty())
        return {};
    return levelsOfBar(view, analysisOf(symbol, view), m_services.settings.preset,
                       m_services.settings.analysis);
}

std::optional<ScanResult> ScanningManager::evaluate(SymbolId symbol)
{
    const MarketView view = m_services.board.view(symbol, m_services.now());
    if (view.history.size() < kMinScanBars)
        return std::nullopt;
    return scanSymbol(view, analysisOf(symbol, view), m_services.settings.preset, m_services.settings.analysis);
}

void ScanningManager::chooseBooks()
{
    std::vector<std::pair<double, SymbolId>> ranked;
    m_run->evaluatedAt = m_services.now();
    m_run->evaluated.reserve(m_universe.size());
    for (const SymbolId symbol : m_universe) {
        auto result = evaluate(symbol);
        if (!result)
            continue;
        if (result->filters.passesWithoutBookAndTape())
            ranked.emplace_back(-result->score.total, symbol);
        m_run->evaluated.push_back({std::move(*result), m_services.board.revision(symbol)});
    }
    std::ranges::sort(ranked);
    if (ranked.size() > kBooksByScore)
        ranked.resize(kBooksByScore);
    std::set<SymbolId> wanted;
    for (const auto& [score, symbol] : ranked)
        wanted.insert(symbol);
    for (const SymbolId symbol : m_books)
        if (!wanted.contains(symbol) && !m_kept.contains(symbol)) {
            m_services.gateway.unsubscribe(StreamKind::Book, symbol);
            m_services.board.dropBook(symbol);
        }
    for (const SymbolId symbol : wanted) {
        if (!m_books.contains(symbol)) {
            m_services.gateway.subscribe(StreamKind::Book, symbol);
            m_services.board.watchBook(symbol);
        }
        const auto time = m_services.board.bookTime(symbol);
        if (!time || m_services.now() - *time > m_services.settings.analysis.maxBookAge)
            if (const RequestId book = askBook(symbol); book != 0)
                m_run->books.insert(book);
    }
    m_books = std::move(wanted);
    m_run->booksAsked = true;
}

void ScanningManager::finishIfReady()
{
    if (m_run && m_run->tickers == 0 && m_run->booksAsked && m_run->books.empty())
        finish();
}

void ScanningManager::finish()
{
    Run run = std::move(*m_run);
    TimerId timeout = run.timeout;
    m_services.timers.cancel(timeout);
    ScanOutcome outcome;
    outcome.id = std::move(run.id);
    outcome.kind = run.kind;
    outcome.time = m_services.now();
    outcome.barClose = run.barClose;
    outcome.isComplete = run.isComplete;
    outcome.results.reserve(m_universe.size());
    // Another look only where the books or the time since may say otherwise.
    auto found = run.evaluated.begin();
    for (const SymbolId symbol : m_universe) {
        const bool isKnown = found != run.evaluated.end() && found->result.symbol == symbol;
        const auto evaluated = isKnown ? found++ : run.evaluated.end();
        if (isKnown && run.evaluatedAt == outcome.time && evaluated->revision == m_services.board.revision(symbol))
            outcome.results.push_back(std::move(evaluated->result));
        else if (auto result = evaluate(symbol))
            outcome.results.push_back(std::move(*result));
        else
            outcome.tooShort.push_back({symbol, m_services.board.candles(symbol).size()});
    }
    outcome.candidates = rankResults(outcome.results, m_services.settings.preset.scanner.maxCandidates);
    ++m_completed;

    std::string text = fmt::format("{} universe {} passed", run.kind == ScanKind::BarClose ? "close" : "scan",
                                   outcome.results.size());
    for (const ScanResult& result : outcome.results) {
        if (!result.passed)
            break;
        text += fmt::format(" {} {}", m_services.symbolName(result.symbol), result.score.total);
        CandidateRow row;
        row.time = outcome.time;
        row.traceId = traceId(result.symbol, outcome);
        row.symbol = m_services.symbolName(result.symbol);
        row.rank = result.rank.value_or(0);
        row.score = result.score.total;
        row.passed = true;
        m_services.journal.write(std::move(row));
    }
    m_services.decisions.decision("scan", {}, text);
    m_last = std::move(outcome);
    m_run.reset();
    Q_EMIT finished(*m_last);
    if (m_next && !m_run) {
        const auto next = *m_next;
        m_next.reset();
        begin(next.first, next.second);
    }
}

} // namespace breakline
