// SPDX-License-Identifier: GPL-3.0-or-later
#include "../strategy/StrategyFixture.h"

#include "report/NearMissEnds.h"
#include "report/NearMissText.h"
#include "storage/RecordingWriter.h"
#include "storage/SessionFolder.h"
#include "storage/SqliteJournal.h"
#include "strategy/CandidateGates.h"
#include "strategy/CandleRun.h"
#include "strategy/GateKey.h"
#include "trading/InputCodec.h"
#include "trading/PresetMapping.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace breakline;
using namespace breakline::test;

namespace {

constexpr std::size_t kBars = 2'000;
constexpr std::size_t kFirst = 200; ///< bars before it are only known

using Judged = std::map<std::pair<SymbolId, Timestamp>, Signal>;

Timestamp closeOf(std::size_t bar)
{
    return kMidnight + Duration::minutes(5) * static_cast<std::int64_t>(bar + 1);
}

/// Three symbols on a walk, with bursts of volume; a plan that trades on candles alone.
struct Market {
    InstrumentTable instruments = InstrumentTable::make({makeInstrument("AAAUSDT"), makeInstrument("BBBUSDT"),
                                                         makeInstrument("BTCUSDT")})
                                      .value();
    std::vector<std::vector<Candle>> bars;
    SessionSettings settings;

    Market()
    {
        for (std::uint64_t seed = 0; seed < 3; ++seed) {
            bars.push_back(randomWalk(seed + 11, kBars, 10'000.0, 12.0, 1'500.0));
            for (std::size_t i = 0; i < kBars; i += 17)
                bars.back()[i].volume *= 6.0;
        }
        Preset& preset = settings.preset;
        preset = openPreset();
        preset.strategies = {Strategy::Momentum};
        preset.liquidity.min24hVolumeUsd = 1.0;
        preset.liquidity.minOpenInterestUsd.reset();
        preset.volatility.oiDeltaThreshold.reset();
        preset.allowMissing.filters.fill(true);
        preset.allowMissing.l2Imbalance = true;
        preset.signal.momentumVolumeMultiplier = 1.0;
        preset.signal.momentumBodyRatioMin = 0.6;
        preset.signal.vwapGapMaxAtr = 50.0;
        preset.position.targets.front().r = 3.0;
        preset.position.targets.back().r = 4.0;
        preset.scanner.maxCandidates = 10;
        preset.volatility.volumeSurge5mMin = 1.2;
        preset.execution.takerFeeBps = 5.5;
    }

    void addBars(CandleRun& run, std::size_t bar) const
    {
        for (std::uint32_t s = 0; s < bars.size(); ++s)
            run.add(SymbolId {s}, bars[s][bar]);
    }

    /// What a run of this plan signals.
    Judged signalsOf(const Preset& preset) const
    {
        CandleRun run(instruments, preset);
        Judged all;
        for (std::size_t i = 0; i < kBars; ++i) {
            addBars(run, i);
            if (i >= kFirst)
                for (const JudgedSignal& judged : run.judge(closeOf(i)))
                    all.emplace(std::pair {judged.signal.symbol, closeOf(i)}, judged.signal);
        }
        return all;
    }

    /// The gates of every evaluation, as a session writes them.
    NearMissTally evaluate(std::vector<EvaluatedClose>& evaluations) const
    {
        const Preset& preset = settings.preset;
        CandleRun run(instruments, preset);
        NearMissTally tally;
        for (std::size_t i = 0; i < kBars; ++i) {
            addBars(run, i);
            if (i < kFirst)
                continue;
            const CandleRun::Scan scan = run.scan(closeOf(i));
            for (const ScanResult& result : scan.results) {
                GateTrace gates;
                append(gates, result.filters);
                if (result.passed) {
                    appendLevelCount(gates, result.levels.size());
                    const auto judgement = run.judgeBy(result.symbol, closeOf(i), preset, settings.analysis);
                    append(gates, judgement->account, instruments.at(result.symbol).symbol);
                    if (judgement->signal)
                        append(gates, judgement->entry);
                }
                gates.markSoleBlockers();
                tally.add(gates.gates());
                evaluations.push_back({instruments.at(result.symbol).symbol, closeOf(i)});
            }
        }
        return tally;
    }
};

std::size_t placeOf(const NearMissReport& report, const std::string& name, Bound bound)
{
    for (std::size_t i = 0; i < report.lines.size(); ++i)
        if (report.lines[i].name == name && report.lines[i].bound == bound)
            return i;
    return report.lines.size();
}

} // namespace

class NearMissEndsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_data;
    Market m_market;
    NearMissReport m_report;
    std::vector<EvaluatedClose> m_evaluations;
    std::optional<RecordedCandles> m_candles;

    TradeEnd endOf(const Signal& signal, Timestamp close) const
    {
        const Instrument& instrument = m_market.instruments.at(signal.symbol);
        const auto& bars = m_market.bars[signal.symbol.index];
        const auto decided = static_cast<std::size_t>((close - kMidnight).ms / kBarMs - 1);
        return tradeEnd({signal.direction, signal.entry, signal.stop, signal.level}, instrument, bars,
                        decided, RecordedCandles::kInterval, {},
                        imaginedRulesOf(m_market.settings.preset, instrument, AtrMode::Ema));
    }

    /// The counts of one threshold against a run of the plan with that threshold.
    void compare(const std::string& name, Bound bound, std::size_t move, std::size_t leastSignals)
    {
        const NearMissEnds ends = endsOf(m_report, m_evaluations, *m_candles, {}, m_market.settings);
        const std::size_t place = placeOf(m_report, name, bound);
        QVERIFY(place < m_report.lines.size());
        const NearMissLine& line = m_report.lines[place];
        QVERIFY(ends.gates[place].moves);
        const AdmittedEnds& found = (*ends.gates[place].moves)[move];
        const auto moved = withThreshold({m_market.settings.preset, m_market.settings.analysis},
                                         {line.stage, line.name, line.bound, *line.threshold},
                                         movedThreshold(line.bound, *line.threshold, kNearMissMoves[move]));
        QVERIFY(moved);
        const Judged before = m_market.signalsOf(m_market.settings.preset);
        const Judged after = m_market.signalsOf(moved->preset);
        AdmittedEnds expected;
        expected.admitted = (*line.admitted)[move];
        for (const auto& [key, signal] : after) {
            if (before.contains(key))
                continue;
            ++expected.signalled;
            const TradeEnd end = endOf(signal, key.second);
            if (end.fate == ImaginedFate::Ended) {
                ++(*end.netR > 0.0 ? expected.won : expected.lost);
                expected.sumR += *end.netR;
            } else if (end.fate == ImaginedFate::Open || end.fate == ImaginedFate::NoBar) {
                ++expected.open;
            } else {
                ++expected.notEntered;
            }
        }
        QCOMPARE(found.admitted, expected.admitted);
        QCOMPARE(found.unknown, std::size_t {0});
        QVERIFY(expected.signalled >= leastSignals);
        QCOMPARE(found.signalled, expected.signalled);
        QCOMPARE(found.won, expected.won);
        QCOMPARE(found.lost, expected.lost);
        QCOMPARE(found.open, expected.open);
        QCOMPARE(found.notEntered, expected.notEntered);
        QVERIFY(std::fabs(found.sumR - expected.sumR) < 1e-9);
        QVERIFY(found.ended() > 0);
        // The trades behind the counts are there, each once.
        std::size_t kept = 0;
        for (const ImaginedSignal& trade : ends.gates[place].trades) {
            if (!trade.admittedBy[move])
                continue;
            ++kept;
            const auto symbol = m_market.instruments.find(trade.symbol);
            const auto same = after.find({*symbol, trade.close});
            QVERIFY(same != after.end());
            QVERIFY(trade.end == endOf(same->second, trade.close));
            QVERIFY(trade.entry == m_market.instruments.at(*symbol).toDecimal(same->second.entry));
            // What a smaller move admits a larger one does too.
            for (std::size_t i = 1; i < kNearMissMoves.size(); ++i)
                QVERIFY(!trade.admittedBy[i - 1] || trade.admittedBy[i]);
        }
        QCOMPARE(kept, found.signalled);
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto writer = RecordingWriter::create(SessionFolder::recordingFileOf(m_data.path())).value();
        InputCodec codec;
        const auto record = [&](const ExchangeEvent& event) {
            writer->append(RecordKind::Input, 1, kMidnight, codec.encode(event));
        };
        record(InstrumentsAnswer {1, m_market.instruments.all()});
        for (std::uint32_t s = 0; s < m_market.bars.size(); ++s)
            record(CandlesAnswer {2, SymbolId {s}, RecordedCandles::kInterval, m_market.bars[s]});
        writer->close().value();
        m_candles = RecordedCandles::read(m_data.path()).value();
        m_report = m_market.evaluate(m_evaluations).report();
    }

    void aThresholdOfTheScanAdmitsWhatARunWithItSignals()
    {
        compare("volume_surge_5m", Bound::AtLeast, 2, 3);
    }

    void aThresholdOfTheSignalAdmitsWhatARunWithItSignals()
    {
        compare("momentum:body_ratio", Bound::AtLeast, 2, 1);
    }

    void behindTheSignalTheSessionsOwnIsFollowed()
    {
        Gate held;
        held.stage = GateStage::Risk;
        held.name = "concurrent";
        held.bound = Bound::LessThan;
        held.value = 3.0;
        held.threshold = 3.0;
        held.outcome = CheckOutcome::Fail;
        held.refuses = true;
        held.isSoleBlocker = true;
        NearMissTally tally;
        std::vector<EvaluatedClose> evaluations;
        RecordedTrades trades;
        const Judged own = m_market.signalsOf(m_market.settings.preset);
        double sum = 0.0;
        std::size_t ended = 0;
        for (const auto& [key, signal] : own) {
            const Instrument& instrument = m_market.instruments.at(key.first);
            SignalRow row;
            row.time = key.second + Duration::milliseconds(80);
            row.traceId = instrument.symbol + ':' + std::to_string(key.second.ms) + ":c";
            row.symbol = instrument.symbol;
            row.strategy = "momentum";
            row.side = toText(signal.direction);
            row.level = signal.level;
            row.entry = instrument.toDecimal(signal.entry);
            row.stop = instrument.toDecimal(signal.stop);
            trades.signalRows.push_back(row);
            PositionRow position;
            position.traceId = row.traceId;
            position.symbol = row.symbol;
            position.netR = 0.25;
            trades.positions.push_back(position);
            tally.add(std::span(&held, 1));
            evaluations.push_back({instrument.symbol, key.second});
            if (const TradeEnd end = endOf(signal, key.second); end.fate == ImaginedFate::Ended) {
                ++ended;
                sum += *end.netR;
            }
        }
        tally.add(std::span(&held, 1));
        evaluations.push_back({"AAAUSDT", kMidnight}); // no signal is written of it
        m_market.settings.preset.risk.maxConcurrentPositions = 3;
        const NearMissEnds ends = endsOf(tally.report(), evaluations, *m_candles, trades, m_market.settings);
        QCOMPARE(ends.gates.front().key, std::string("risk.max_concurrent_positions"));
        const AdmittedEnds& twenty = (*ends.gates.front().moves)[2];
        QCOMPARE(twenty.admitted, own.size() + 1);
        QCOMPARE(twenty.unknown, std::size_t {1});
        QCOMPARE(twenty.signalled, own.size());
        QCOMPARE(twenty.ended(), ended);
        QVERIFY(std::fabs(twenty.sumR - sum) < 1e-9);
        QCOMPARE(ends.own.trades, ended);
        QVERIFY(std::fabs(ends.own.reckonedR - sum) < 1e-9);
        QCOMPARE(ends.own.recordedR, 0.25 * static_cast<double>(ended));
    }

    void withoutARecordingTheEndsAreUnknown()
    {
        const auto withJournal = [](const QString& folder) {
            SqliteJournal::open(SessionFolder::databaseFileOf(folder)).value()->close().value();
        };
        withJournal(m_data.path());
        const auto whole = readEnds(m_data.path(), m_report, m_evaluations, m_market.settings);
        const std::size_t place = placeOf(m_report, "volume_surge_5m", Bound::AtLeast);
        const auto same = endsOf(m_report, m_evaluations, *m_candles, {}, m_market.settings);
        QCOMPARE((*whole->gates[place].moves)[2].signalled, (*same.gates[place].moves)[2].signalled);
        QCOMPARE((*whole->gates[place].moves)[2].sumR, (*same.gates[place].moves)[2].sumR);
        QTemporaryDir empty;
        withJournal(empty.path());
        const auto ends = readEnds(empty.path(), m_report, m_evaluations, m_market.settings);
        QVERIFY(!ends);
        QCOMPARE(ends.error().code, ErrorCode::NotFound);
        const std::string json = nearMissJson("sim-1", m_report, &ends);
        QVERIFY(json.find(R"("ends":{"known":false,"reason":")" + empty.path().toStdString()
                          + R"(: has no recording, so its candles are not known"})")
                != std::string::npos);
        QVERIFY(nearMissText(m_report, &ends).find("how they had ended is unknown: ") != std::string::npos);
    }

    void theTextAndTheObjectSayWhatItStandsOn()
    {
        NearMissReport report;
        NearMissLine line;
        line.stage = GateStage::Signal;
        line.name = "momentum:volume_surge";
        line.unit = "ratio";
        line.admitted = {4, 4, 9};
        report.lines.push_back(line);
        NearMissEnds ends;
        GateEnds gate;
        gate.key = "signal.momentum_volume_multiplier";
        gate.moves.emplace();
        (*gate.moves)[0] = (*gate.moves)[1] = {.admitted = 4, .signalled = 0};
        (*gate.moves)[2] = {.admitted = 9,
                            .unknown = 1,
                            .signalled = 6,
                            .notEntered = 1,
                            .won = 1,
                            .lost = 3,
                            .open = 1,
                            .sumR = -1.5,
                            .openR = 0.25};
        ImaginedSignal trade;
        trade.symbol = "AUSDT";
        trade.close = kMidnight;
        trade.direction = Direction::Short;
        trade.entry = Decimal::literal("10.5");
        trade.stop = Decimal::literal("10.75");
        trade.filled = Decimal::literal("10.49");
        trade.end = {ImaginedFate::Ended, ExitReason::Stop, -1.5, Price {1'049},
                     kMidnight + Duration::minutes(10)};
        trade.admittedBy = {false, false, true, true};
        gate.trades.push_back(trade);
        ends.gates.push_back(gate);
        ends.own = {2, -0.5, -0.75};
        const Expected<NearMissEnds> known = ends;
        const std::string text = nearMissText(report, &known);
        QVERIFY(
            text.find("    signal.momentum_volume_multiplier\n"
                      "    moved by 5 %: 4 admitted, 0 signals\n"
                      "    moved by 20 %: 9 admitted, 6 signals, 1 unknown, 1 not entered; 1 won, 3 lost, "
                      "net -1.50 R, mean -0.375 R; 1 open, +0.25 R at their last close\n")
            != std::string::npos);
        QVERIFY(text.find("2 were reckoned in the same way: -0.75 R, recorded -0.50 R") != std::string::npos);
        const std::string json = nearMissJson("sim-1", report, &known);
        QVERIFY(
            json.find(R"("key":"signal.momentum_volume_multiplier","ends":{"5":{"admitted":4,"unknown":0,)"
                      R"("signals":0,"not_entered":0,"won":0,"lost":0,"open":0,"sum_r":0.0,"mean_r":null,)"
                      R"("open_r":0.0})")
            != std::string::npos);
        QVERIFY(json.find(R"("20":{"admitted":9,"unknown":1,"signals":6,"not_entered":1,"won":1,"lost":3,)"
                          R"("open":1,"sum_r":-1.5,"mean_r":-0.375,"open_r":0.25})")
                != std::string::npos);
        QVERIFY(
            json.find(R"("trades":[{"symbol":"AUSDT","time_ms":1767571200000,"side":"short","entry":"10.5",)"
                      R"("stop":"10.75","filled":"10.49","end":"ended","exit_reason":"stop",)"
                      R"("left_ms":1767571800000,"net_r":-1.5,"admitted_by":["20","suggestion"]}])")
            != std::string::npos);
        QVERIFY(json.find(R"("own_trades":{"trades":2,"recorded_sum_r":-0.5,"reckoned_sum_r":-0.75})")
                != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(NearMissEndsTest)
#include "tst_near_miss_ends.moc"
