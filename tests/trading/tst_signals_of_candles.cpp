// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Rng.h"
#include "fixtures/DemoPreset.h"
#include "fixtures/ScriptedGateway.h"
#include "storage/MemoryJournal.h"
#include "strategy/CandleRun.h"
#include "trading/ErrorHandler.h"
#include "trading/FlowSampler.h"
#include "trading/InputSequencer.h"
#include "trading/ScanningManager.h"
#include "trading/SignalManager.h"
#include "trading/TradingStateMachine.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

using namespace breakline;

namespace {

constexpr std::int64_t kFirstBar = 1'767'571'200'000;
constexpr std::size_t kSymbols = 4;
constexpr std::size_t kBars = 700;

Timestamp closeOf(std::size_t bar)
{
    return Timestamp {kFirstBar} + Duration::minutes(5) * static_cast<std::int64_t>(bar + 1);
}

InstrumentTable instruments()
{
    std::vector<Instrument> all(kSymbols);
    const char* names[kSymbols] = {"AAAUSDT", "BBBUSDT", "BTCUSDT", "CCCUSDT"};
    for (std::size_t i = 0; i < kSymbols; ++i) {
        all[i].symbol = names[i];
        all[i].tickSize = Decimal::literal("0.1");
        all[i].lotSize = Decimal::literal("0.001");
        if (!all[i].finish())
            qFatal("not valid");
    }
    return InstrumentTable::make(std::move(all)).value();
}

std::vector<Candle> walk(std::uint64_t seed)
{
    Rng rng(seed);
    std::vector<Candle> bars;
    double price = 10'000.0;
    for (std::size_t i = 0; i < kBars; ++i) {
        const double open = price;
        const double close = std::clamp(std::round(open + 12.0 * rng.normal()), 9'000.0, 11'000.0);
        const double up = std::round(12.0 * rng.uniform());
        const double down = std::round(12.0 * rng.uniform());
        const double volume = std::round(50.0 + 100.0 * rng.uniform()) * (i % 17 == 0 ? 6.0 : 1.0);
        bars.push_back({closeOf(i) - Duration::minutes(5), open, std::max(open, close) + up,
                        std::min(open, close) - down, close, volume});
        price = close;
    }
    return bars;
}

Preset preset()
{
    Preset preset = demoPreset();
    preset.strategies.set(Strategy::Retest, true);
    preset.allowMissing.filters.fill(true);
    preset.allowMissing.l2Imbalance = preset.allowMissing.tape = true;
    preset.liquidity.min24hVolumeUsd = 1.0;
    preset.volatility.atrRangeMin = 0.0001;
    preset.volatility.volumeSurge1hMin = preset.volatility.volumeSurge5mMin = 0.1;
    preset.signal.momentumVolumeMultiplier = 1.3;
    preset.signal.momentumBodyRatioMin = 0.2;
    preset.signal.vwapGapMaxAtr = 50.0;
    preset.signal.retestPierceTolerance = 0.02;
    preset.position.targets.front().r = 3.0;
    preset.position.targets.back().r = 4.0;
    preset.scanner.topNByVolume = 3; // the universe changes from scan to scan
    return preset;
}

/// "AAAUSDT:ms strategy side level entry stop confidence".
std::string lineOf(const Signal& signal, const InstrumentTable& table)
{
    return fmt::format("{}:{} {} {} {} {} {} {}", table.at(signal.symbol).symbol, signal.barClose.ms,
                       toText(signal.strategy), toText(signal.direction), signal.level, signal.entry.ticks,
                       signal.stop.ticks, signal.confidence);
}

/// Scanner and signals as in a session that hears of nothing but closed bars.
class Managers final : public QObject, public InputHandler {
public:
    explicit Managers(Preset trades)
        : m_timers(m_clock, m_queue)
        , m_decisions(nullptr)
        , m_log(m_clock, journal)
        , m_levels(m_settings, m_board, journal)
        , m_costs(m_settings, m_board, journal)
        , m_services {m_settings, m_clock,   m_timers, m_decisions, m_log,  m_gate,
                      m_board,    m_gateway, journal,  m_tracer,    m_levels, m_costs}
        , m_requests(m_services, m_errors, m_machine)
        , m_scanning(m_services, m_requests)
        , m_flow(m_services)
        , m_sequencer(*this, m_clock, m_decisions, nullptr)
        , signalManager(m_services, m_flow, [](SymbolId) { return false; })
    {
        m_settings.sessionId = "candles";
        m_settings.preset = std::move(trades);
        at(closeOf(0) - Duration::minutes(5));
        m_board.reset(instruments(), m_clock.now());
        connect(&m_scanning, &ScanningManager::finished, this, [this](const ScanOutcome& outcome) {
            if (outcome.kind == ScanKind::BarClose)
                signalManager.evaluate(outcome, m_scanning, gateReason);
        });
        connect(&signalManager, &SignalManager::validated, this,
                [this](const SignalRecord& record, const std::string& refusal) {
                    refusals.push_back(refusal);
                    selected.push_back(lineOf(record.signal, m_board.instruments()));
                    if (!refusal.starts_with("signal:entry:"))
                        lines.push_back(lineOf(record.signal, m_board.instruments()));
                });
    }
    void close(std::size_t bar, std::span<const std::vector<Candle>> bars)
    {
        at(closeOf(bar));
        for (std::uint32_t i = 0; i < kSymbols; ++i)
            m_board.onCandle({SymbolId {i}, MarketBoard::kInterval, bars[i][bar]});
        scan([&] { m_scanning.beginBarClose(closeOf(bar)); });
        at(closeOf(bar) + Duration::minutes(1));
        scan([&] { m_scanning.beginScheduled(); });
        at(closeOf(bar) + Duration::minutes(2));
    }
    void handle(const TimerFired& timer) override { m_timers.fired(timer.timer); }
    void handle(const ExchangeEvent&) override {}
    void handle(const JournalDurable&) override {}
    void handle(const JournalFailed&) override {}
    void handle(const UserCommand&) override {}
    void handle(const RecorderFailed&) override {}
    void handle(const DiskReading&) override {}

    MemoryJournal journal;
    std::string gateReason;
    std::vector<std::string> selected; ///< all, whatever became of them
    std::vector<std::string> lines; ///< those that the entry rules let pass
    std::vector<std::string> refusals;

private:
    template<class F>
    void scan(F&& begin)
    {
        // The id that the question for the tickers gets. Books are asked for and never come.
        const RequestId tickers = m_gateway.requestInstruments() + 1;
        begin();
        m_scanning.handle(TickersAnswer {}, tickers);
        at(m_clock.now() + Duration::seconds(3));
    }
    void at(Timestamp time)
    {
        while (const auto due = m_queue.takeDue(time))
            m_sequencer.post(due->due, TimerFired {due->timer});
        m_sequencer.post(time, TimerFired {}); // nobody's: only the clock moves
    }

    SessionSettings m_settings;
    SessionClock m_clock;
    TimerQueue m_queue;
    TimerService m_timers;
    DecisionLog m_decisions;
    TradingLog m_log;
    EntryGate m_gate;
    MarketBoard m_board;
    ScriptedGateway m_gateway;
    ErrorHandler m_errors;
    TradingStateMachine m_machine;
    DecisionTracer m_tracer {journal, true};
    LevelRecorder m_levels;
    CostSheets m_costs;
    TradingServices m_services;
    RequestDesk m_requests;
    ScanningManager m_scanning;
    FlowSampler m_flow;
    InputSequencer m_sequencer;

public:
    SignalManager signalManager;
};

} // namespace

class TestSignalsOfCandles : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        for (std::uint64_t seed = 0; seed < kSymbols; ++seed)
            m_bars.push_back(walk(seed + 11));
    }

    void theManagersGiveWhatTheCandlesAloneGive()
    {
        Managers managers(preset());
        const Preset trades = preset();
        CandleRun run(instruments(), trades);
        std::vector<std::string> expected;
        for (std::size_t bar = 0; bar < kBars; ++bar) {
            managers.close(bar, m_bars);
            for (std::uint32_t i = 0; i < kSymbols; ++i)
                run.add(SymbolId {i}, m_bars[i][bar]);
            for (const JudgedSignal& judged : run.judge(closeOf(bar)))
                expected.push_back(lineOf(judged.signal, run.instruments()));
        }
        QCOMPARE(managers.lines.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            QCOMPARE(QString::fromStdString(managers.lines[i]), QString::fromStdString(expected[i]));
        const auto of = [&](const char* strategy) {
            return std::ranges::count_if(expected, [&](const std::string& line) { return line.find(strategy) != line.npos; });
        };
        QVERIFY(of(" momentum ") >= 2);
        QVERIFY(of(" retest ") >= 2);
        // Both hold the same breaks, and those of the managers are in the journal.
        std::size_t breaks = 0;
        for (std::uint32_t i = 0; i < kSymbols; ++i) {
            const BreakoutHistory& history = run.histories()[i];
            breaks += history.all().size();
            QVERIFY(managers.signalManager.breaks(SymbolId {i}) != nullptr);
            QVERIFY(std::ranges::equal(managers.signalManager.breaks(SymbolId {i})->all(), history.all()));
        }
        QVERIFY(breaks >= 5);
        const auto rows = managers.journal.all<BreakRow>();
        QVERIFY(rows.size() >= breaks);
        QVERIFY(std::ranges::any_of(rows, [](const BreakRow& row) { return row.used && row.extreme; }));
    }

    void withTheGateClosedEverySelectedSignalEndsAndBreaksAreKept()
    {
        Managers closed(preset());
        Managers open(preset());
        closed.gateReason = "risk:gate PAUSED";
        for (std::size_t bar = 0; bar < kBars; ++bar) {
            closed.close(bar, m_bars);
            open.close(bar, m_bars);
        }
        QCOMPARE(closed.selected, open.selected);
        QVERIFY(!closed.refusals.empty());
        for (const std::string& refusal : closed.refusals)
            QCOMPARE(QString::fromStdString(refusal), QStringLiteral("risk:gate PAUSED"));
        QVERIFY(!closed.signalManager.hasWaiting());
        for (std::uint32_t i = 0; i < kSymbols; ++i)
            QVERIFY(std::ranges::equal(closed.signalManager.breaks(SymbolId {i})->all(),
                                       open.signalManager.breaks(SymbolId {i})->all()));
    }

    void aStartKnowsTheBreaksBeforeIt()
    {
        // The bars before the start come as one answer; the session before it had them one by one.
        Managers running(preset());
        const Preset trades = preset();
        for (std::size_t bar = 0; bar < 500; ++bar)
            running.close(bar, m_bars);
        Managers starting(preset());
        for (std::size_t bar = 0; bar < 500; ++bar)
            starting.close(bar, m_bars); // only to bring its clock and board there
        QVERIFY(starting.signalManager.wantsPast());
        for (std::uint32_t i = 0; i < kSymbols; ++i)
            starting.signalManager.addPast(SymbolId {i}, std::span(m_bars[i]).first(500));
        starting.signalManager.buildPast();
        QVERIFY(!starting.signalManager.wantsPast());
        for (std::uint32_t i = 0; i < kSymbols; ++i)
            QVERIFY(std::ranges::equal(starting.signalManager.breaks(SymbolId {i})->all(),
                                       running.signalManager.breaks(SymbolId {i})->all()));
    }

    void afterAStopNothingIsTakenForHalfAnHour()
    {
        // The first signal that is taken, and its symbol.
        Managers taken(preset());
        std::size_t bar = 0;
        while (bar < kBars && (taken.refusals.empty() || !taken.refusals.back().empty()))
            taken.close(bar++, m_bars);
        QVERIFY(bar > 8 && bar < kBars);
        const std::size_t decided = bar - 1;
        const std::string line = taken.lines.back();
        const auto symbol = instruments().find(line.substr(0, line.find(':')));
        QVERIFY(symbol);
        // A stop two minutes after the close of so many bars before.
        const auto refusalAfter = [&](std::size_t barsBefore, Managers& managers) {
            for (std::size_t i = 0; i <= decided; ++i) {
                managers.close(i, m_bars);
                if (i + barsBefore == decided)
                    managers.signalManager.coolDown(*symbol);
            }
            return managers.refusals.back();
        };
        Managers soon(preset());
        QVERIFY(refusalAfter(2, soon).starts_with("signal:cooldown until "));
        const std::vector<DecisionRow> rows = soon.journal.all<DecisionRow>();
        const auto row = std::ranges::find(rows, "cooldown", &DecisionRow::gate);
        QVERIFY(row != rows.end());
        QCOMPARE(row->time.ms, closeOf(decided).ms);
        QCOMPARE(row->unit, std::string("minutes"));
        QCOMPARE(row->threshold, std::optional(30.0));
        QCOMPARE(row->soleBlockers, std::string("cooldown"));
        QVERIFY(row->value && *row->value >= 8.0 && *row->value < 8.1);
        QCOMPARE(*row->value + row->neededChange.value(), 30.0);
        Managers nearly(preset());
        QVERIFY(refusalAfter(6, nearly).starts_with("signal:cooldown until ")); // 28 minutes
        Managers over(preset());
        QVERIFY(refusalAfter(7, over).empty());
    }

    void aSymbolWithTooFewBarsSaysSo()
    {
        Managers managers(preset());
        for (std::size_t bar = 0; bar < 21; ++bar)
            managers.close(bar, m_bars);
        const std::vector<DecisionRow> rows = managers.journal.all<DecisionRow>();
        const auto at = [&](std::size_t bar) {
            return std::ranges::find_if(rows, [&](const DecisionRow& row) {
                return row.symbol == "AAAUSDT" && row.time == closeOf(bar);
            });
        };
        QVERIFY(at(10) != rows.end());
        QCOMPARE(at(10)->outcome, std::string("data:too_few_bars 11 against 20"));
        QCOMPARE(at(10)->gate, std::string("bars"));
        QCOMPARE(at(10)->soleBlockers, std::string("bars"));
        QCOMPARE(at(10)->value, std::optional(11.0));
        QCOMPARE(at(10)->threshold, std::optional(20.0));
        QCOMPARE(at(10)->neededChange, std::optional(9.0));
        QVERIFY(at(18)->outcome.starts_with("data:too_few_bars 19 "));
        QVERIFY(!at(19)->outcome.starts_with("data:too_few_bars"));
    }

    void withoutRetestsNoPastIsWanted()
    {
        Preset momentum = preset();
        momentum.strategies.set(Strategy::Retest, false);
        Managers managers(momentum);
        QVERIFY(!managers.signalManager.wantsPast());
    }

private:
    std::vector<std::vector<Candle>> m_bars;
};

QTEST_GUILESS_MAIN(TestSignalsOfCandles)
#include "tst_signals_of_candles.moc"
