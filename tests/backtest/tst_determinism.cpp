// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixtures/SimulatedRun.h"
#include "strategy/GateCodec.h"
#include "strategy/LevelLives.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace breakline;

namespace {

std::unique_ptr<SimulatedRun> wholeRun(std::uint64_t seed, Duration stride, bool records = false)
{
    SimulatedRunOptions options;
    options.seed = seed;
    options.symbolCount = 40;
    options.stride = stride;
    options.records = records;
    auto run = std::make_unique<SimulatedRun>(options);
    run->command(CommandKind::Start);
    run->runFor(Duration::hours(14));
    if (!run->stop())
        qFatal("the run did not stop");
    return run;
}

} // namespace

class DeterminismTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void equalSeedsAreEqualRuns();
    void anotherSeedIsAnotherRun();
    void howFarACallerLooksAheadChangesNothing_data();
    void howFarACallerLooksAheadChangesNothing();
    void recordingChangesNothing();
    void tracingChangesNothing();
    void everyCloseIsTraced();
    void everyLevelTriedHasItsLife();
    void everyTradeHasItsCostSheet();
    void oneStepAtATimeChangesNothing();

private:
    std::unique_ptr<SimulatedRun> m_run;
};

void DeterminismTest::initTestCase()
{
    m_run = wholeRun(1, Duration::hours(1));
    QVERIFY(m_run->session().positions().closedCount() > 0);
    QVERIFY(m_run->session().decisions().count() > 100);
}

void DeterminismTest::equalSeedsAreEqualRuns()
{
    const auto again = wholeRun(1, Duration::hours(1));
    QCOMPARE(again->session().decisions().digest(), m_run->session().decisions().digest());
    QCOMPARE(again->session().inputs().count(), m_run->session().inputs().count());
    QVERIFY(again->journal().written() == m_run->journal().written());
}

void DeterminismTest::anotherSeedIsAnotherRun()
{
    const auto other = wholeRun(2, Duration::hours(1));
    QVERIFY(other->session().decisions().digest() != m_run->session().decisions().digest());
    QVERIFY(other->journal().written() != m_run->journal().written());
}

void DeterminismTest::howFarACallerLooksAheadChangesNothing_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::newRow("10 ms") << qint64{10};
    QTest::newRow("1 s") << qint64{1'000};
    QTest::newRow("10 s") << qint64{10'000};
    QTest::newRow("odd") << qint64{7'919};
    QTest::newRow("whole") << qint64{14 * 3'600'000};
}

void DeterminismTest::howFarACallerLooksAheadChangesNothing()
{
    QFETCH(qint64, ms);
    const auto other = wholeRun(1, Duration::milliseconds(ms));
    QCOMPARE(other->session().decisions().digest(), m_run->session().decisions().digest());
    QVERIFY(other->journal().written() == m_run->journal().written());
}

void DeterminismTest::recordingChangesNothing()
{
    const auto other = wholeRun(1, Duration::hours(1), true);
    QCOMPARE(other->session().decisions().digest(), m_run->session().decisions().digest());
    QVERIFY(!other->recorder().records.empty());
}

void DeterminismTest::tracingChangesNothing()
{
    SimulatedRunOptions options;
    options.seed = 1;
    options.symbolCount = 40;
    options.records = false;
    options.isTraced = false;
    SimulatedRun run(options);
    run.command(CommandKind::Start);
    run.runFor(Duration::hours(14));
    QVERIFY(run.stop());
    QCOMPARE(run.session().decisions().digest(), m_run->session().decisions().digest());
    QVERIFY(run.journal().all<DecisionRow>().empty());
    QVERIFY(run.journal().all<GateKindRow>().empty());
    QVERIFY(run.journal().all<LevelRow>().empty());
}

void DeterminismTest::everyCloseIsTraced()
{
    std::vector<GateKind> kinds;
    for (const GateKindRow& row : m_run->journal().all<GateKindRow>()) {
        QCOMPARE(row.number, std::ssize(kinds));
        GateKind kind;
        kind.name = row.scope.empty() ? row.name : row.scope + ':' + row.name;
        kind.threshold = row.threshold;
        kinds.push_back(std::move(kind));
    }
    std::map<std::string, DecisionRow> newest;
    for (const DecisionRow& row : m_run->journal().all<DecisionRow>())
        newest[row.traceId] = row;
    // Whoever was evaluated at a close has a trace, and nobody else.
    QCOMPARE(newest.size(), static_cast<std::size_t>(m_run->session().refusals().evaluated()));
    std::map<std::string, SignalRow> signalRows;
    for (const SignalRow& row : m_run->journal().signalRows())
        signalRows[row.traceId] = row;
    std::map<std::string, PositionRow> positions;
    for (const PositionRow& row : m_run->journal().positions())
        positions[row.traceId] = row;
    QVERIFY(!positions.empty());
    std::size_t withSignal = 0;
    for (const auto& [traceId, row] : newest) {
        QCOMPARE(traceId, row.symbol + ':' + std::to_string(row.time.ms) + ":c");
        const auto gates = decodeGates(row.gates, kinds);
        QVERIFY2(gates, traceId.c_str());
        QVERIFY(!gates->empty());
        const auto decided = std::ranges::find_if(*gates, &Gate::decided);
        // What decided stands in columns of its own, and in words in the outcome.
        QCOMPARE(decided == gates->end(), row.gate.empty());
        if (decided != gates->end()) {
            QCOMPARE(std::string(decided->name), row.gate);
            QCOMPARE(decided->value, row.value);
            QCOMPARE(decided->threshold, row.threshold);
            if (decided->refuses && decided->value && !decided->threshold)
                QVERIFY2(row.outcome.find(decided->name.substr(decided->name.rfind(':') + 1))
                             != std::string::npos,
                         row.outcome.c_str());
        }
        for (const Gate& gate : *gates) {
            QVERIFY(gate.outcome != CheckOutcome::Skipped);
            QVERIFY(!gate.isSoleBlocker || gate.refuses);
            if (gate.outcome == CheckOutcome::NoData)
                QVERIFY(!gate.value);
        }
        const auto signal = signalRows.find(traceId);
        withSignal += signal != signalRows.end() ? 1 : 0;
        const auto position = positions.find(traceId);
        if (position != positions.end()) {
            QVERIFY2(row.outcome.starts_with("closed: " + position->second.exitReason), row.outcome.c_str());
            QCOMPARE(row.stage, std::string("exit"));
            QCOMPARE(row.value, position->second.netR);
        } else if (signal != signalRows.end()) {
            QVERIFY2(row.outcome.starts_with(signal->second.status), row.outcome.c_str());
        } else {
            QVERIFY2(row.outcome.starts_with("signal:") || row.outcome.starts_with("filter:")
                         || row.outcome.starts_with("data:"),
                     row.outcome.c_str());
            QVERIFY2(decided != gates->end() && decided->refuses, row.outcome.c_str());
        }
    }
    QCOMPARE(withSignal, signalRows.size());
}

void DeterminismTest::everyLevelTriedHasItsLife()
{
    std::map<std::string, LevelRow> newest;
    std::map<std::string, Timestamp> first;
    std::size_t written = 0;
    for (const LevelRow& row : m_run->journal().all<LevelRow>()) {
        first.emplace(row.levelId, row.time);
        newest[row.levelId] = row;
        ++written;
    }
    std::set<std::string> asked;
    for (const DecisionRow& row : m_run->journal().all<DecisionRow>())
        for (const QString& id : QString::fromStdString(row.levelIds).split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
            const auto found = newest.find(id.toStdString());
            QVERIFY2(found != newest.end(), qPrintable(id));
            QVERIFY(first[found->first] <= row.time);
            QCOMPARE(found->second.symbol, row.symbol);
            asked.insert(found->first);
        }
    for (const BreakRow& row : m_run->journal().all<BreakRow>())
        asked.insert(row.levelId);
    for (const SignalRow& row : m_run->journal().signalRows())
        QVERIFY(newest.contains(row.levelId));
    // Those and no other, and not at every bar.
    QCOMPARE(newest.size(), asked.size());
    QVERIFY(newest.size() > 50);
    QVERIFY2(written < 8 * newest.size(), qPrintable(QString::number(written)));

    // What is said of them is what the bars say, from their first touch on.
    const TradingSession& session = m_run->session();
    std::size_t compared = 0;
    for (const Instrument& instrument : session.board().instruments().all()) {
        const auto bars = session.board().candles(instrument.id).all();
        LevelLives lives(session.settings().preset, session.settings().analysis);
        QVERIFY(lives.follow(bars, instrument));
        for (const LevelRecord& record : lives.records()) {
            const auto row = newest.find(toText(record.level.id, instrument.symbol));
            if (row == newest.end() || !lives.bornOf(record))
                continue;
            ++compared;
            QCOMPARE(row->second.born, std::optional(record.born));
            QCOMPARE(row->second.fate, std::string(toText(record.fate)));
            QCOMPARE(row->second.fateTime, record.fateTime);
            QCOMPARE(row->second.touches, std::optional<std::int64_t>(record.level.touches));
            QCOMPARE(row->second.type, std::string(toText(record.level.type)));
            QCOMPARE(row->second.firstTouch, record.level.firstTouch);
        }
    }
    QVERIFY2(compared > 200, qPrintable(QString::number(compared)));
}

void DeterminismTest::everyTradeHasItsCostSheet()
{
    std::map<std::string, CostSheetRow> sheets;
    for (const CostSheetRow& row : m_run->journal().all<CostSheetRow>())
        sheets[row.traceId] = row;
    const auto money = [](const Decimal& amount) { return amount.rounded(8, Rounding::HalfEven); };
    int closed = 0;
    for (const PositionRow& position : m_run->journal().positions()) {
        QVERIFY(sheets.contains(position.traceId));
        const CostSheetRow& sheet = sheets.at(position.traceId);
        QCOMPARE(sheet.symbol, position.symbol);
        QCOMPARE(sheet.side, position.side);
        QVERIFY(sheet.stop == position.initialStop);
        // The generated market has a book, the account its margin facts.
        QVERIFY(sheet.forecast.entryPrice.has_value());
        QVERIFY(*sheet.forecast.entrySlippageBps > 0.0);
        QVERIFY(*sheet.forecast.exitSlippageBps > 0.0);
        QVERIFY(*sheet.forecast.worstLoss >= *sheet.forecast.loss);
        QVERIFY(*sheet.forecast.lossR > 1.0);
        if (!position.closed)
            continue;
        ++closed;
        QVERIFY(sheet.realised.has_value());
        QVERIFY(sheet.realised->quantity <= sheet.forecast.quantity);
        QVERIFY(sheet.realised->entryFee + sheet.realised->exitFee == money(position.fees));
        QVERIFY(sheet.realised->funding == money(position.funding));
        QVERIFY(sheet.realised->loss == money(position.fees + position.funding - position.realisedPnl));
        QVERIFY(std::abs(*sheet.realised->lossR + *position.netR) < 1e-6);
        QVERIFY(std::abs(sheet.realised->entryPrice->toDouble() - position.entryPrice.toDouble())
                < 1e-9 * position.entryPrice.toDouble());
        QVERIFY(sheet.realised->liquidationDistance.has_value());
        QVERIFY(sheet.errorR.has_value());
    }
    QVERIFY(closed > 0);
}

void DeterminismTest::oneStepAtATimeChangesNothing()
{
    SimulatedRunOptions options;
    options.seed = 1;
    options.symbolCount = 40;
    options.records = false;
    SimulatedRun run(options);
    run.command(CommandKind::Start);
    QVERIFY(!run.runUntil([] { return false; }, Duration::hours(14)));
    // What the window asks for in between is no input.
    QVERIFY(run.session().snapshot() != nullptr);
    QVERIFY(run.stop());
    QCOMPARE(run.session().decisions().digest(), m_run->session().decisions().digest());
}

QTEST_GUILESS_MAIN(DeterminismTest)
#include "tst_determinism.moc"
