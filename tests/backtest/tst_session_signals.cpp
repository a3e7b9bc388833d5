// SPDX-License-Identifier: GPL-3.0-or-later
// A session's own signals come again where its recorded bars, book, tape and
// tickers are fed to the functions of the strategy room; the breaks that it knows
// at its start are those of the candles before it, and it trades what it selects.
#include "core/Rng.h"
#include "core/Scheduler.h"
#include "fixtures/ScriptedGateway.h"
#include "fixtures/SimulatedRun.h"
#include "market/Indicators.h"
#include "matching/RecordedMarket.h"
#include "matching/RecordedRules.h"
#include "strategy/CandleRun.h"
#include "trading/FlowSampler.h"
#include "trading/InputCodec.h"
#include "trading/InputSequencer.h"

#include <QTest>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

using namespace breakline;

namespace {

constexpr std::size_t kLeastBars = 20; // of a scan

/// The text of a recorded decision "decision|TIME|KIND|TRACE|TEXT"; empty: another kind.
std::optional<std::string> textOf(const Record& record, const std::string& kind)
{
    if (record.kind != RecordKind::Output)
        return std::nullopt;
    const QList<QByteArray> parts = record.payload.split('|');
    if (parts.size() < 5 || parts[0] != "decision" || parts[2] != kind.c_str())
        return std::nullopt;
    return parts.mid(4).join('|').toStdString();
}

/// What the session was told of the market, and nothing else of it: no state, no
/// orders, no gate.
class Market final : public InputHandler {
public:
    explicit Market(const SessionSettings& settings)
        : m_settings(settings)
        , m_timers(m_clock, m_queue)
        , m_decisions(nullptr)
        , m_log(m_clock, m_journal)
        , m_services {m_settings, m_clock,   m_timers,  m_decisions, m_log,  m_gate,
                      m_board,    m_gateway, m_journal, m_tracer,    m_levels, m_costs}
        , m_flow(m_services)
        , m_sequencer(*this, m_clock, m_decisions, nullptr)
    {
    }

    void enter(Timestamp time, const Input& input)
    {
        std::visit([&](const auto& value) { m_sequencer.post(time, value); }, input);
    }
    void handle(const ExchangeEvent& event) override
    {
        std::visit([this](const auto& value) { on(value); }, event);
    }
    /// The session's own timers stand for those of here, which are fewer.
    void handle(const TimerFired&) override
    {
        while (const auto due = m_queue.takeDue(m_clock.now()))
            m_timers.fired(due->timer);
    }
    void handle(const JournalDurable&) override { }
    void handle(const JournalFailed&) override { }
    void handle(const UserCommand&) override { }
    void handle(const RecorderFailed&) override { }
    void handle(const DiskReading&) override { }

    /// The scan at a close, as its decision is written down; then the signals.
    std::string scan(Timestamp close)
    {
        std::vector<UniverseMember> members;
        m_results.clear();
        for (const Instrument& instrument : m_board.instruments().all()) {
            const MarketView view = m_board.view(instrument.id, m_clock.now());
            if (view.history.size() < kLeastBars)
                continue;
            BarAnalysis analysis;
            analyseBar(view, m_settings.analysis, analysis);
            m_results.push_back(scanSymbol(view, analysis, m_settings.preset, m_settings.analysis));
        }
        m_candidates = rankResults(m_results, m_settings.preset.scanner.maxCandidates);
        m_close = close;
        std::string text = fmt::format("close universe {} passed", m_results.size());
        for (const ScanResult& result : m_results)
            if (result.passed)
                text += fmt::format(" {} {}", name(result.symbol), result.score.total);
        return text;
    }
    /// Of the last scan, in the order in which they are taken, as decisions.
    std::vector<std::string> judge()
    {
        if (m_histories.empty())
            buildPast();
        std::vector<Signal> found;
        for (std::size_t i = 0; i < m_candidates; ++i) {
            const ScanResult& result = m_results[i];
            if (result.barClose != m_close)
                continue;
            CloseJudgement judgement = judgeClose(
                m_board.view(result.symbol, m_clock.now()), result.candles, m_settings.preset, result.levels,
                result.score.total, result.filters.letPass(), m_histories[result.symbol.index],
                [&] { return m_flow.zones(result.symbol); }, m_settings.analysis);
            if (judgement.signal)
                found.push_back(std::move(*judgement.signal));
        }
        std::ranges::sort(found, takenBefore);
        for (const ScanResult& result : m_results) {
            if (result.barClose != m_close)
                continue;
            const MarketView view = m_board.view(result.symbol, m_clock.now());
            recordBar(
                m_histories[result.symbol.index], view, result.candles, m_settings.preset,
                findLevels(view.history, *view.instrument, m_settings.preset.levels, m_settings.analysis));
        }
        std::vector<std::string> lines;
        for (const Signal& signal : found) {
            ++count[static_cast<std::size_t>(signal.strategy)];
            withBook += m_board.book(signal.symbol) ? 1 : 0;
            const Instrument& instrument = m_board.instrument(signal.symbol);
            lines.push_back(fmt::format("S:{}:{}:c {} entry {} stop {} confidence {}", instrument.symbol,
                                        m_close.ms, toText(signal.direction),
                                        instrument.toDecimal(signal.entry).toString(),
                                        instrument.toDecimal(signal.stop).toString(), signal.confidence));
        }
        return lines;
    }

    std::map<std::size_t, int> count; ///< by strategy
    int withBook = 0;

private:
    void on(const InstrumentsAnswer& answer)
    {
        if (m_board.instruments().size() > 0)
            return; // asked again every quarter of an hour; nothing changes here
        std::vector<Instrument> all = answer.instruments;
        m_board.reset(InstrumentTable::make(std::move(all)).value(), m_clock.now());
        for (const Instrument& instrument : m_board.instruments().all())
            m_board.watchBook(instrument.id);
    }
    void on(const CandlesAnswer& answer)
    {
        auto& bars = m_past[answer.symbol];
        for (const Candle& candle : answer.candles)
            bars[candle.openTime] = candle;
        // Bars of the days before are there for the breaks alone.
        if (!answer.candles.empty()
            && answer.candles.back().openTime + Duration::minutes(5 * 300) > m_clock.now())
            m_board.mergeCandles(answer);
    }
    void on(const TradesAnswer& answer) { m_board.seedTrades(answer); }
    void on(const BookAnswer& answer) { m_board.onBook(answer.book); }
    void on(const TickersAnswer& answer)
    {
        for (const Ticker& ticker : answer.tickers)
            m_board.onTicker(ticker);
    }
    void on(const TradePrint& print)
    {
        m_board.onTrade(print);
        m_flow.onTrade(print);
    }
    void on(const BookSnapshot& book)
    {
        m_board.onBook(book);
        m_flow.begin();
    }
    void on(const BookGap& gap) { m_board.loseBook(gap.symbol); }
    void on(const Ticker& ticker) { m_board.onTicker(ticker); }
    void on(const CandleClosed& closed) { m_board.onCandle(closed); }
    template<class Other>
    void on(const Other&)
    {
    }

    /// The breaks of the seven days before the first close, of candles alone.
    void buildPast()
    {
        std::set<Timestamp> closes;
        for (const auto& [symbol, bars] : m_past)
            for (const auto& [openTime, bar] : bars)
                closes.insert(openTime + MarketBoard::kInterval);
        CandleRun run(m_board.instruments(), m_settings.preset, m_settings.analysis);
        for (const Timestamp close : closes) {
            for (const auto& [symbol, bars] : m_past)
                if (const auto bar = bars.find(close - MarketBoard::kInterval); bar != bars.end())
                    run.add(symbol, bar->second);
            if (close >= m_close - BreakoutHistory::kKept)
                run.judge(close);
        }
        m_histories = run.takeHistories();
    }
    const std::string& name(SymbolId symbol) const { return m_board.instrument(symbol).symbol; }

    const SessionSettings& m_settings;
    SessionClock m_clock;
    TimerQueue m_queue;
    TimerService m_timers;
    DecisionLog m_decisions;
    MemoryJournal m_journal;
    TradingLog m_log;
    EntryGate m_gate;
    MarketBoard m_board;
    ScriptedGateway m_gateway;
    DecisionTracer m_tracer {m_journal, true};
    LevelRecorder m_levels {m_settings, m_board, m_journal};
    CostSheets m_costs {m_settings, m_board, m_journal};
    TradingServices m_services;
    FlowSampler m_flow;
    InputSequencer m_sequencer;
    std::map<SymbolId, std::map<Timestamp, Candle>> m_past;
    std::vector<BreakoutHistory> m_histories;
    std::vector<ScanResult> m_results;
    std::size_t m_candidates = 0;
    Timestamp m_close;
};

constexpr Duration kBar = MarketBoard::kInterval;
constexpr Timestamp kFirst {1'767'225'600'000}; // 2026-01-01T00:00:00Z

/// Bars around 100.00 from kFirst on, on a grid of 0.01 and 0.1: nobody breaks out.
RecordedSymbol quiet(const std::string& name, std::size_t bars, std::uint64_t seed)
{
    RecordedSymbol symbol;
    symbol.interval = kBar;
    Rng rng(seed);
    std::int64_t before = 10'000;
    for (std::size_t i = 0; i < bars; ++i) {
        const auto close = 9'990 + static_cast<std::int64_t>(20.0 * rng.uniform());
        symbol.candles.push_back(
            {kFirst + kBar * static_cast<std::int64_t>(i), before, 10'030, 9'970, close, 20'000});
        before = close;
    }
    symbol.instrument = *deriveInstrument(name, 2, 1, symbol.candles);
    return symbol;
}

/// Bars that wander, every 17th on six times the volume.
RecordedSymbol wandering(const std::string& name, std::size_t bars, std::uint64_t seed)
{
    RecordedSymbol symbol = quiet(name, bars, seed);
    Rng rng(seed);
    std::int64_t price = 100'000;
    const auto lots = [&](double most) { return static_cast<std::int64_t>(most * rng.uniform()); };
    for (std::size_t i = 0; i < bars; ++i) {
        GridCandle& bar = symbol.candles[i];
        bar.open = price;
        bar.close = std::clamp(price + lots(240.0) - 120, std::int64_t {90'000}, std::int64_t {110'000});
        bar.high = std::max(bar.open, bar.close) + lots(120.0);
        bar.low = std::min(bar.open, bar.close) - lots(120.0);
        bar.volume = (20'000 + lots(20'000.0)) * (i % 17 == 0 ? 6 : 1);
        price = bar.close;
    }
    return symbol;
}

Candle toCandle(const GridCandle& bar, const Instrument& instrument)
{
    const auto price = [&](std::int64_t ticks) { return instrument.toDouble(Price {ticks}); };
    return {bar.openTime,   price(bar.open),  price(bar.high),
            price(bar.low), price(bar.close), instrument.toDouble(Quantity {bar.volume})};
}

/// A session on candles that were made for it.
struct CandleSession {
    CandleSession(std::vector<RecordedSymbol> symbols, Timestamp from,
                  const std::function<void(Preset&)>& change)
    {
        auto source = RecordedMarket::make(std::move(symbols), from);
        if (!source)
            qFatal("%s", source.error().message.c_str());
        settings.sessionId = "candles";
        settings.venue = "sim";
        settings.isSelfTested = false;
        settings.preset = demoPreset();
        settings.preset.entryRules.reset();
        settings.preset.marketQuality.reset();
        change(settings.preset);
        runner = std::make_unique<SimulationRunner>(settings, VenueSettings {}, BookModel {},
                                                    std::move(*source), journal, nullptr);
        UserCommand start;
        start.id = 1;
        start.kind = CommandKind::Start;
        runner->submit(start);
    }

    SessionSettings settings;
    MemoryJournal journal;
    std::unique_ptr<SimulationRunner> runner;
};

} // namespace

class SessionSignalsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theyComeAgainOfItsBookAndTape()
    {
        SimulatedRunOptions options;
        options.seed = 5;
        options.symbolCount = 12; // the books of all that pass the other filters are kept
        SimulatedRun run(options, [](Preset& preset) {
            preset.strategies.set(Strategy::Retest, true);
            preset.volatility.atrRangeMin = 0.0001;
            preset.volatility.volumeSurge1hMin = preset.volatility.volumeSurge5mMin = 0.1;
            preset.signal.momentumVolumeMultiplier = 1.3;
            preset.signal.retestPierceTolerance = 0.02;
            preset.scanner.topNByVolume.reset(); // the universe is every symbol
        });
        run.command(CommandKind::Start);
        run.runFor(Duration::hours(10));
        QVERIFY(run.stop());

        Market market(run.settings());
        std::vector<std::string> expected; ///< of the close judged last
        std::size_t next = 0;
        int closes = 0;
        for (const Record& record : run.recorder().records) {
            if (record.kind == RecordKind::Input) {
                QCOMPARE(next, expected.size());
                expected.clear();
                next = 0;
                market.enter(record.time, InputCodec::decode(record.payload).value());
            } else if (const auto scan = textOf(record, "scan"); scan && scan->starts_with("close ")) {
                const Timestamp close = record.time.floorTo(Duration::minutes(5));
                QCOMPARE(QString::fromStdString(market.scan(close)), QString::fromStdString(*scan));
                expected = market.judge();
                ++closes;
            } else if (const auto signal = textOf(record, "signal")) {
                QVERIFY2(next < expected.size(), signal->c_str());
                QCOMPARE(QString::fromStdString(expected[next++]), QString::fromStdString(*signal));
            }
        }
        QVERIFY(closes > 100);
        const int momentum = market.count[static_cast<std::size_t>(Strategy::Momentum)];
        const int retest = market.count[static_cast<std::size_t>(Strategy::Retest)];
        QVERIFY2(momentum >= 5 && retest >= 5, qPrintable(QStringLiteral("%1 %2").arg(momentum).arg(retest)));
        QCOMPARE(market.withBook, momentum + retest); // all of them were judged by a book
    }

    void theBreaksBeforeItsStartAreThoseOfTheCandles()
    {
        // The past is asked for in pieces: nothing may be lost where two of them meet, and
        // each of these bars says where it is missing.
        const Timestamp start = kFirst + Duration::days(9) + Duration::minutes(9 * 60 + 20);
        const auto bars = static_cast<std::size_t>((start - kFirst).ms / kBar.ms);
        std::vector<RecordedSymbol> symbols {wandering("AAAUSDT", bars + 12, 1),
                                             wandering("BTCUSDT", bars + 12, 2)};
        for (RecordedSymbol& symbol : symbols) {
            symbol.candles[bars - 310].high = 125'000;
            symbol.candles[bars - 310 - 990].low = 75'000;
        }
        const auto candles = symbols;
        CandleSession run(std::move(symbols), start, [](Preset& preset) {
            preset.strategies.set(Strategy::Retest, true);
            preset.volatility.volumeSurge1hMin = preset.volatility.volumeSurge5mMin = 0.1;
            preset.signal.momentumVolumeMultiplier = 1.3;
            preset.signal.momentumBodyRatioMin = 0.2;
            preset.signal.retestPierceTolerance = 0.02;
            preset.scanner.topNByVolume.reset();
        });
        const SignalManager& signalManager = run.runner->session().signalManager();
        while (signalManager.wantsPast() && run.runner->now() < start + Duration::minutes(1))
            run.runner->step(start + Duration::minutes(1));
        QVERIFY(!signalManager.wantsPast());
        // Were it on the grid, no piece could end in the middle of a bar.
        QVERIFY(run.runner->now() != run.runner->now().floorTo(kBar));

        const InstrumentTable& table = run.runner->session().board().instruments();
        CandleRun expected(table, run.settings.preset, run.settings.analysis);
        for (std::size_t bar = 0; bar < bars; ++bar) {
            for (std::uint32_t i = 0; i < candles.size(); ++i)
                expected.add(SymbolId {i}, toCandle(candles[i].candles[bar], table.at(SymbolId {i})));
            const Timestamp close = candles.front().candles[bar].openTime + kBar;
            if (close > start - BreakoutHistory::kKept)
                expected.judge(close);
        }
        for (std::uint32_t i = 0; i < candles.size(); ++i) {
            const auto known = signalManager.breaks(SymbolId {i})->all();
            QVERIFY2(known.size() > 10, std::to_string(known.size()).c_str());
            QVERIFY(std::ranges::equal(known, expected.histories()[i].all()));
        }
    }

    void itTradesTheOpeningRange()
    {
        // The first six bars of the second day lie between 99.50 and 100.50; at 01:00 a bar
        // on 2.5 times the volume is the first to close beyond, and price goes on for an hour.
        constexpr std::size_t kDay = 288;
        constexpr std::size_t kBreak = kDay + 12;
        std::vector<RecordedSymbol> symbols {quiet("AAAUSDT", kDay + 48, 1), quiet("BTCUSDT", kDay + 48, 2)};
        auto& bars = symbols.front().candles;
        bars[kDay + 2].high = 10'050;
        bars[kDay + 4].low = 9'950;
        for (std::size_t i = kBreak; i < bars.size(); ++i) {
            const auto step = static_cast<std::int64_t>(std::min<std::size_t>(i - kBreak, 12));
            bars[i].open = bars[i - 1].close;
            bars[i].close = 10'070 + 60 * step;
            bars[i].high = std::max(bars[i].open, bars[i].close) + 5;
            bars[i].low = std::min(bars[i].open, bars[i].close) - 5;
        }
        bars[kBreak].volume = 50'000;
        const RecordedSymbol breaks = symbols.front();
        CandleSession run(std::move(symbols), kFirst + Duration::days(1), [](Preset& preset) {
            preset.strategies = {Strategy::OpeningRange};
            preset.strategyPriority = Strategy::OpeningRange;
            preset.volatility.volumeSurge1hMin = preset.volatility.volumeSurge5mMin = 0.5;
            preset.signal.l2ImbalanceThreshold = -1.0; // whatever the book says
        });
        const Timestamp end = kFirst + Duration::days(1) + Duration::hours(3);
        while (run.runner->now() < end)
            run.runner->runUntil(end);

        const auto signalRows = run.journal.signalRows();
        QCOMPARE(signalRows.size(), std::size_t {1});
        const SignalRow& signal = signalRows.front();
        const Timestamp close = breaks.candles[kBreak].openTime + kBar;
        QCOMPARE(QString::fromStdString(signal.signalId), QStringLiteral("S:AAAUSDT:%1:c").arg(close.ms));
        QCOMPARE(QString::fromStdString(signal.strategy), QStringLiteral("opening_range"));
        QCOMPARE(QString::fromStdString(signal.side), QStringLiteral("long"));
        QCOMPARE(QString::fromStdString(signal.levelId),
                 QStringLiteral("AAAUSDT:resistance:%1:10050").arg((kFirst + Duration::days(1)).ms));
        QCOMPARE(signal.level, 100.5);
        QCOMPARE(QString::fromStdString(signal.status), QStringLiteral("executed"));
        // The stop of the plan: so many ATR below the entry.
        std::vector<Candle> known;
        for (std::size_t i = 0; i <= kBreak; ++i)
            known.push_back(toCandle(breaks.candles[i], breaks.instrument));
        const double atr = *lastAverageTrueRange(std::span(known).last(150));
        const double stop = signal.entry.toDouble() - run.settings.preset.position.chandelierAtrMult * atr;
        QCOMPARE(
            signal.stop,
            breaks.instrument.toDecimal(*breaks.instrument.quantizePrice(stop, QuantizeFor::StopOfLong)));

        const auto positions = run.journal.positions();
        QCOMPARE(positions.size(), std::size_t {1});
        QCOMPARE(QString::fromStdString(positions.front().traceId), QString::fromStdString(signal.traceId));
        QVERIFY(positions.front().closed.has_value());
        QVERIFY2(positions.front().netR > 1.0, positions.front().exitReason.c_str());
        QVERIFY(run.runner->exchange().positions().empty());
    }
};

QTEST_GUILESS_MAIN(SessionSignalsTest)
#include "tst_session_signals.moc"
