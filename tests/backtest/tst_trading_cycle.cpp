// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixtures/SimulatedRun.h"

#include <QTest>

#include <set>

using namespace breakline;

namespace {

std::unique_ptr<SimulatedRun> prepared(std::uint64_t seed, int symbols = 40)
{
    SimulatedRunOptions options;
    options.seed = seed;
    options.symbolCount = symbols;
    auto run = std::make_unique<SimulatedRun>(options);
    return run;
}

TradingState stateOf(SimulatedRun& run)
{
    return run.session().machine().state();
}

struct ScanLine {
    Timestamp time;
    bool atClose = false;
};

std::vector<ScanLine> scansOf(const MemoryRecorder& recorder)
{
    std::vector<ScanLine> scans;
    for (const Record& record : recorder.records)
        if (record.kind == RecordKind::Output && record.payload.contains("|scan||"))
            scans.push_back({record.time, record.payload.contains("|scan||close")});
    return scans;
}

/// From MANAGING to SCANNING for a scan that was due. It may have gone on within
/// the same instant.
bool leftForScanning(SimulatedRun& run, Timestamp since)
{
    return std::ranges::any_of(run.journal().all<TransitionRow>(), [since](const TransitionRow& row) {
        return row.time >= since && row.from == "MANAGING" && row.to == "SCANNING"
            && (row.trigger == "scan_due" || row.trigger == "all_flat");
    });
}

} // namespace

class TradingCycleTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void beginsWithTheAccountAndTheMarket();
    void scansAtItsCadence();
    void everyCloseIsEvaluatedOnce();
    void goesFromScanToPositionAndBack();
    void aFreeSlotLeadsFromManagingToScanning();
    void pausedKeepsManagingAndRefusesSignals();
    void resumeLeadsToManagingWherePositionsAreOpen();
    void pauseDuringExecutionIsDeferred();
    void commandsOutOfPlaceAreRefused();
    void stoppedStartsAgain();
};

void TradingCycleTest::beginsWithTheAccountAndTheMarket()
{
    const auto run = prepared(1);
    QCOMPARE(stateOf(*run), TradingState::Idle);
    run->command(CommandKind::Start);
    QCOMPARE(stateOf(*run), TradingState::Initializing);
    QVERIFY(run->session().machine().gate().has(GateReason::NotReconciled));
    run->runFor(Duration::seconds(2));
    QVERIFY(isRunning(stateOf(*run)));
    QVERIFY2(run->session().machine().gate().isOpen(), run->session().machine().gate().summary().c_str());
    const auto rows = run->journal().all<TransitionRow>();
    QCOMPARE(rows.at(0).to, std::string("INITIALIZING"));
    QCOMPARE(rows.at(0).trigger, std::string("start"));
    QCOMPARE(rows.at(1).to, std::string("SCANNING"));
    QVERIFY(run->session().risk().equity() == run->exchange().totals().start);
}

void TradingCycleTest::scansAtItsCadence()
{
    const auto run = prepared(2, 12);
    run->command(CommandKind::Start);
    run->runFor(Duration::minutes(30));
    const Duration interval = Duration::milliseconds(
        static_cast<std::int64_t>(run->settings().preset.scanner.scanIntervalSeconds * 1000.0));
    std::optional<Timestamp> last;
    int scheduled = 0;
    for (const ScanLine& scan : scansOf(run->recorder())) {
        if (scan.atClose)
            continue;
        if (last)
            QVERIFY(scan.time - *last >= interval);
        if (last && !run->session().positions().openedCount())
            QVERIFY(scan.time - *last <= interval + Duration::seconds(2));
        last = scan.time;
        ++scheduled;
    }
    QVERIFY(scheduled >= 2);
}

void TradingCycleTest::everyCloseIsEvaluatedOnce()
{
    const auto run = prepared(2, 12);
    run->command(CommandKind::Start);
    run->runFor(Duration::hours(3));
    std::set<std::int64_t> closes;
    for (const ScanLine& scan : scansOf(run->recorder())) {
        if (!scan.atClose)
            continue;
        const std::int64_t close = scan.time.ms / 300'000;
        QVERIFY2(closes.insert(close).second, "a close was evaluated twice");
        QVERIFY(scan.time.ms % 300'000 <= 2'000);
    }
    QVERIFY(closes.size() >= 35);
}

void TradingCycleTest::goesFromScanToPositionAndBack()
{
    const auto run = prepared(1);
    run->command(CommandKind::Start);
    QVERIFY(run->runUntil([&] { return run->session().positions().closedCount() > 0; }, Duration::hours(24)));
    std::set<std::string> seen;
    for (const TransitionRow& row : run->journal().all<TransitionRow>())
        seen.insert(row.from + ">" + row.to);
    for (const char* edge : {"IDLE>INITIALIZING", "INITIALIZING>SCANNING", "SCANNING>LEVEL_BUILDING",
                             "LEVEL_BUILDING>SIGNAL_WAIT", "SIGNAL_WAIT>SIZING", "SIZING>EXECUTION",
                             "EXECUTION>MANAGING"})
        QVERIFY2(seen.contains(edge), edge);
    // One trace names the signal, its order and its position.
    const PositionRow position = run->journal().positions().front();
    const auto traced = [&position](const auto& rows) {
        return std::ranges::any_of(rows, [&](const auto& row) { return row.traceId == position.traceId; });
    };
    QVERIFY(traced(run->journal().signalRows()));
    QVERIFY(traced(run->journal().orders()));
    QVERIFY(traced(run->journal().all<FillRow>()));
    QVERIFY(traced(run->journal().all<CandidateRow>()));
}

void TradingCycleTest::aFreeSlotLeadsFromManagingToScanning()
{
    const auto run = prepared(1);
    run->command(CommandKind::Start);
    QVERIFY(run->runUntil([&] { return stateOf(*run) == TradingState::Managing; }, Duration::hours(24)));
    QVERIFY(run->session().risk().hasFreeSlot());
    const Timestamp since = run->runner().now();
    run->runFor(Duration::minutes(10));
    QVERIFY(leftForScanning(*run, since));
    // Management goes on beside it.
    const std::uint64_t opened = run->session().positions().openedCount();
    QVERIFY(run->runUntil([&] { return run->session().positions().closedCount() >= opened; }, Duration::hours(24)));
}

void TradingCycleTest::pausedKeepsManagingAndRefusesSignals()
{
    const auto run = prepared(1);
    run->command(CommandKind::Start);
    QVERIFY(run->runUntil([&] { return stateOf(*run) == TradingState::Managing; }, Duration::hours(24)));
    const std::uint64_t opened = run->session().positions().openedCount();
    run->command(CommandKind::Pause);
    QCOMPARE(stateOf(*run), TradingState::Paused);
    QVERIFY(run->session().machine().gate().has(GateReason::PauseRequested));
    const Timestamp paused = run->runner().now();
    run->runFor(Duration::hours(20));
    QCOMPARE(stateOf(*run), TradingState::Paused);
    QCOMPARE(run->session().positions().openedCount(), opened);
    // What was open has met its stop, a target or its time.
    QCOMPARE(run->session().positions().closedCount(), opened);
    for (const PositionRow& row : run->journal().positions())
        QVERIFY2(row.exitReason != "session_end" && row.exitReason != "unprotected", row.exitReason.c_str());
    std::size_t refused = 0;
    for (const SignalRow& row : run->journal().signalRows()) {
        if (row.time <= paused)
            continue;
        QCOMPARE(row.status, std::string("removed"));
        QVERIFY2(row.reason.starts_with("risk:gate"), row.reason.c_str());
        ++refused;
    }
    QVERIFY(refused > 0);
    for (const OrderRow& row : run->journal().orders())
        QVERIFY(row.intent != OrderIntent::Entry || row.time <= paused);
}

void TradingCycleTest::resumeLeadsToManagingWherePositionsAreOpen()
{
    const auto run = prepared(1);
    run->command(CommandKind::Start);
    QVERIFY(run->runUntil([&] { return stateOf(*run) == TradingState::Managing; }, Duration::hours(24)));
    run->command(CommandKind::Pause);
    run->runFor(Duration::seconds(10));
    QVERIFY(run->session().positions().hasPositions());
    run->command(CommandKind::Resume);
    QCOMPARE(stateOf(*run), TradingState::Managing);
    QVERIFY(!run->session().machine().gate().has(GateReason::PauseRequested));
    const Timestamp since = run->runner().now();
    run->runFor(Duration::minutes(10));
    QVERIFY(leftForScanning(*run, since));
}

void TradingCycleTest::pauseDuringExecutionIsDeferred()
{
    const auto run = prepared(1);
    run->command(CommandKind::Start);
    QVERIFY(run->runUntil([&] { return stateOf(*run) == TradingState::Execution; }, Duration::hours(24)));
    run->command(CommandKind::Pause);
    QVERIFY(!run->session().machine().gate().isOpen());
    const std::size_t orders = run->session().desk().orderCount();
    QVERIFY(run->runUntil([&] { return stateOf(*run) == TradingState::Paused; }, Duration::seconds(30)));
    QVERIFY(!run->session().risk().hasReservations());
    run->runFor(Duration::minutes(1));
    for (const OrderRow& row : run->journal().orders())
        QVERIFY(row.intent != OrderIntent::Entry || isFinal(row.status));
    std::size_t entries = 0;
    for (const OrderRow& row : run->journal().orders())
        entries += row.intent == OrderIntent::Entry;
    QVERIFY(entries <= orders);
}

void TradingCycleTest::commandsOutOfPlaceAreRefused()
{
    const auto run = prepared(2, 12);
    std::vector<CommandReply> replies;
    QObject::connect(&run->session().orchestrator(), &TradingOrchestrator::replied, &run->runner(),
                     [&replies](const CommandReply& reply) { replies.push_back(reply); });
    for (const CommandKind kind : {CommandKind::Pause, CommandKind::Resume, CommandKind::Retry, CommandKind::Stop}) {
        run->command(kind);
        QVERIFY(!replies.back().success);
        QVERIFY(!replies.back().message.empty());
        QCOMPARE(stateOf(*run), TradingState::Idle);
    }
    run->command(CommandKind::Start);
    QVERIFY(replies.back().success);
    run->runFor(Duration::seconds(5));
    run->command(CommandKind::Start);
    QVERIFY(!replies.back().success);
    QVERIFY(isRunning(stateOf(*run)));
}

void TradingCycleTest::stoppedStartsAgain()
{
    const auto run = prepared(2, 12);
    run->command(CommandKind::Start);
    run->runFor(Duration::minutes(10));
    QVERIFY(run->stop());
    run->runFor(Duration::minutes(10));
    run->command(CommandKind::Start);
    run->runFor(Duration::seconds(5));
    QVERIFY(isRunning(stateOf(*run)));
    QVERIFY2(run->session().machine().gate().isOpen(), run->session().machine().gate().summary().c_str());
    const std::uint64_t scans = run->session().scanning().completed();
    run->runFor(Duration::minutes(15));
    QVERIFY(run->session().scanning().completed() > scans);
    QVERIFY(run->stop());
}

QTEST_GUILESS_MAIN(TradingCycleTest)
#include "tst_trading_cycle.moc"
