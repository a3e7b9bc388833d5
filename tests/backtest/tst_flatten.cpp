// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixtures/SimulatedRun.h"

#include <QTest>

#include <set>

using namespace breakline;

namespace {

std::unique_ptr<SimulatedRun> started(std::uint64_t seed)
{
    SimulatedRunOptions options;
    options.seed = seed;
    options.symbolCount = 40;
    options.records = false;
    auto run = std::make_unique<SimulatedRun>(options);
    run->command(CommandKind::Start);
    return run;
}

std::set<std::uint32_t> openAtVenue(SimulatedRun& run)
{
    std::set<std::uint32_t> symbols;
    for (const VenuePositionRecord& record : run.exchange().positionRecords())
        if (!record.closed)
            symbols.insert(record.symbol.index);
    return symbols;
}

std::size_t liveAtVenue(SimulatedRun& run)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        run.exchange().allOrders(), [](const OrderUpdate& order) { return !isFinal(order.status); }));
}

bool restsStopIn(SimulatedRun& run, std::uint32_t symbol)
{
    return std::ranges::any_of(run.exchange().allOrders(), [&](const OrderUpdate& order) {
        return order.isPositionStop && order.symbol.index == symbol && order.status == OrderStatus::Untriggered;
    });
}

/// Two positions, complete, with targets that rest.
bool holdsTwo(SimulatedRun& run)
{
    if (run.session().positions().open().size() < 2)
        return false;
    for (const ManagedPosition* position : run.session().positions().open())
        if (position->entryWorking || position->exiting)
            return false;
    return std::ranges::any_of(run.session().desk().liveOrders(), [](const TrackedOrder* order) {
        return order->intent() == OrderIntent::Target && order->status() == OrderStatus::Acknowledged;
    });
}

TradingState stateOf(SimulatedRun& run)
{
    return run.session().machine().state();
}

bool flattened(SimulatedRun& run, Duration atMost)
{
    return run.runUntil(
        [&run] { return !run.session().flattener().isActive() && run.session().flattener().receipt().has_value(); },
        atMost);
}

} // namespace

class FlattenTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void twoPositionsAndTheirOrders_data();
    void twoPositionsAndTheirOrders();
    void inTheMiddleOfExecution_data();
    void inTheMiddleOfExecution();
    void whileAnEntryWaitsForTheJournal_data();
    void whileAnEntryWaitsForTheJournal();
    void panicExitLeadsOnByResume();
    void theKillLatchBlocksUntilRearmed();
    void killDuringStopEndsInEmergency();
    void stopInEmergencyWaitsForFlat();
    void flattenAtFlatIsShortAndCancelsNothing();

private:
    void commands();
};

void FlattenTest::commands()
{
    QTest::addColumn<CommandKind>("kind");
    QTest::addColumn<TradingState>("end");
    QTest::addColumn<QString>("reason");
    QTest::newRow("panic exit") << CommandKind::PanicExit << TradingState::Paused << QStringLiteral("panic_exit");
    QTest::newRow("stop") << CommandKind::Stop << TradingState::Stopped << QStringLiteral("flatten");
    QTest::newRow("kill switch") << CommandKind::KillSwitch << TradingState::Emergency
                                 << QStringLiteral("kill_switch");
}

void FlattenTest::twoPositionsAndTheirOrders_data()
{
    commands();
}

void FlattenTest::twoPositionsAndTheirOrders()
{
    QFETCH(CommandKind, kind);
    QFETCH(TradingState, end);
    QFETCH(QString, reason);
    const auto run = started(1);
    QVERIFY(run->runUntil([&] { return holdsTwo(*run); }, Duration::hours(30)));
    const auto held = openAtVenue(*run);
    const std::size_t live = run->session().desk().liveOrders().size();
    const Timestamp pressed = run->runner().now();
    const std::uint64_t inputs = run->session().inputs().count();

    run->command(kind);
    QVERIFY(run->session().flattener().isActive());
    QVERIFY(!run->session().machine().gate().isOpen());
    QVERIFY(run->session().machine().gate().has(GateReason::Flatten));
    // In one burst, awaiting nothing: an exit for each position at this instant.
    std::set<std::string> exits;
    for (const OrderRow& row : run->journal().orders())
        if (row.intent == OrderIntent::Exit && row.time == pressed) {
            QVERIFY(row.reduceOnly);
            QCOMPARE(row.type, OrderType::Market);
            exits.insert(row.symbol);
        }
    QCOMPARE(exits.size(), held.size());

    // The stops rest until flat.
    const bool done = run->runUntil(
        [&] {
            for (const std::uint32_t symbol : openAtVenue(*run))
                if (!restsStopIn(*run, symbol))
                    return true;
            return !run->session().flattener().isActive();
        },
        Duration::seconds(5));
    QVERIFY(done);
    QVERIFY(openAtVenue(*run).empty());
    QVERIFY(!run->session().flattener().isActive());
    QCOMPARE(liveAtVenue(*run), std::size_t{0});
    QVERIFY(run->session().desk().liveOrders().empty());
    QVERIFY(!run->session().positions().hasPositions());
    QCOMPARE(stateOf(*run), end);

    const auto& receipt = run->session().flattener().receipt();
    QVERIFY(receipt.has_value());
    QVERIFY(receipt->started == pressed);
    QVERIFY(receipt->finished == run->runner().now());
    QCOMPARE(receipt->venueMs, (receipt->finished - receipt->started).ms);
    QVERIFY(receipt->venueMs > 0);
    QCOMPARE(receipt->positionsClosed, static_cast<int>(held.size()));
    QCOMPARE(receipt->ordersCancelled, static_cast<int>(live));
    int closedNow = 0;
    for (const PositionRow& row : run->journal().positions())
        if (row.closed && *row.closed >= pressed) {
            QCOMPARE(row.exitReason, reason.toStdString());
            QVERIFY(row.unprotectedMs <= 1500);
            ++closedNow;
        }
    QCOMPARE(closedNow, static_cast<int>(held.size()));

    // The market goes on, and nothing is entered.
    const std::size_t orders = run->session().desk().orderCount();
    run->runFor(Duration::hours(1));
    QVERIFY(run->session().inputs().count() > inputs + 1000);
    QCOMPARE(run->session().desk().orderCount(), orders);
    QCOMPARE(stateOf(*run), end);
    QVERIFY(openAtVenue(*run).empty());
}

void FlattenTest::inTheMiddleOfExecution_data()
{
    QTest::addColumn<CommandKind>("kind");
    QTest::addColumn<TradingState>("end");
    QTest::addColumn<int>("seed");
    QTest::addColumn<int>("steps"); ///< after the state was entered
    for (const int seed : {1, 2, 4, 5}) // of which each enters within half a day
        for (const int steps : {0, 1, 5, 20}) {
            QTest::addRow("panic exit, seed %d, step %d", seed, steps)
                << CommandKind::PanicExit << TradingState::Paused << seed << steps;
            QTest::addRow("stop, seed %d, step %d", seed, steps)
                << CommandKind::Stop << TradingState::Stopped << seed << steps;
            QTest::addRow("kill switch, seed %d, step %d", seed, steps)
                << CommandKind::KillSwitch << TradingState::Emergency << seed << steps;
        }
}

void FlattenTest::inTheMiddleOfExecution()
{
    QFETCH(CommandKind, kind);
    QFETCH(TradingState, end);
    QFETCH(int, seed);
    QFETCH(int, steps);
    const auto run = started(static_cast<std::uint64_t>(seed));
    QVERIFY(run->runUntil([&] { return stateOf(*run) == TradingState::Execution; }, Duration::hours(12)));
    for (int i = 0; i < steps; ++i)
        run->runner().step(run->runner().now() + Duration::seconds(1));
    const auto targets = [&run] {
        const auto orders = run->journal().orders();
        return std::ranges::count(orders, OrderIntent::Target, &OrderRow::intent);
    };
    const auto before = targets();
    run->command(kind);
    QVERIFY(flattened(*run, Duration::seconds(30)));
    QCOMPARE(stateOf(*run), end);
    // What is left in a hurry gets no targets, also where its entry was ended by the flatten:
    // they would use up what the venue allows a second before the exits do.
    if (kind != CommandKind::Stop)
        QCOMPARE(targets(), before);
    run->runFor(Duration::minutes(1));
    QVERIFY(openAtVenue(*run).empty());
    QCOMPARE(liveAtVenue(*run), std::size_t{0});
    QVERIFY(run->session().desk().liveOrders().empty());
    QVERIFY(!run->session().positions().hasPositions());
    QVERIFY(!run->session().risk().hasReservations());
    QCOMPARE(stateOf(*run), end);
    for (const SignalRow& row : run->journal().signalRows())
        QVERIFY2(row.status != "active", row.signalId.c_str());
}

void FlattenTest::whileAnEntryWaitsForTheJournal_data()
{
    commands();
}

void FlattenTest::whileAnEntryWaitsForTheJournal()
{
    QFETCH(CommandKind, kind);
    QFETCH(TradingState, end);
    const auto run = started(2);
    run->journal().holdsBack = true;
    QVERIFY(run->runUntil([&] { return run->session().desk().hasHeld(); }, Duration::hours(12)));
    run->command(kind);
    QVERIFY(flattened(*run, Duration::seconds(30)));
    QCOMPARE(stateOf(*run), end);
    QVERIFY(run->exchange().allOrders().empty());
    // The word comes too late: nothing is sent any more.
    run->journal().holdsBack = false;
    run->runFor(Duration::minutes(1));
    QVERIFY(run->exchange().allOrders().empty());
    QVERIFY(!run->session().desk().hasHeld());
    QVERIFY(run->session().desk().liveOrders().empty());
    for (const OrderRow& row : run->journal().orders())
        QCOMPARE(row.status, OrderStatus::Cancelled);
}

void FlattenTest::panicExitLeadsOnByResume()
{
    const auto run = started(1);
    QVERIFY(run->runUntil([&] { return holdsTwo(*run); }, Duration::hours(30)));
    run->command(CommandKind::PanicExit);
    run->command(CommandKind::Resume);
    QVERIFY2(stateOf(*run) != TradingState::Paused, "resume during a flatten is refused");
    QVERIFY(flattened(*run, Duration::seconds(30)));
    QCOMPARE(stateOf(*run), TradingState::Paused);
    QVERIFY(run->session().machine().gate().has(GateReason::PauseRequested));
    run->command(CommandKind::Resume);
    QCOMPARE(stateOf(*run), TradingState::Scanning);
    QVERIFY2(run->session().machine().gate().isOpen(), run->session().machine().gate().summary().c_str());
}

void FlattenTest::theKillLatchBlocksUntilRearmed()
{
    const auto run = started(1);
    std::vector<CommandReply> replies;
    QObject::connect(&run->session().orchestrator(), &TradingOrchestrator::replied, run.get() ? &run->runner() : nullptr,
                     [&replies](const CommandReply& reply) { replies.push_back(reply); });
    QVERIFY(run->runUntil([&] { return holdsTwo(*run); }, Duration::hours(30)));
    run->command(CommandKind::KillSwitch);
    QVERIFY(replies.back().success);
    QCOMPARE(stateOf(*run), TradingState::Emergency);
    // Not before flat.
    run->command(CommandKind::Rearm, "RE-ARM");
    QVERIFY(!replies.back().success);
    QVERIFY(flattened(*run, Duration::seconds(30)));
    QVERIFY(run->session().machine().gate().has(GateReason::KillLatch));
    for (const CommandKind kind : {CommandKind::Start, CommandKind::Resume, CommandKind::Retry}) {
        run->command(kind);
        QVERIFY2(!replies.back().success, replies.back().message.c_str());
        QCOMPARE(stateOf(*run), TradingState::Emergency);
    }
    run->runFor(Duration::hours(1));
    QCOMPARE(stateOf(*run), TradingState::Emergency);
    QVERIFY(run->session().machine().gate().has(GateReason::KillLatch));
    // It needs the typed word, and shows the values.
    for (const char* text : {"", "re-arm", "yes"}) {
        run->command(CommandKind::Rearm, text);
        QVERIFY(!replies.back().success);
        QVERIFY(replies.back().message.find("RE-ARM") != std::string::npos);
        QVERIFY(run->session().machine().gate().has(GateReason::KillLatch));
    }
    run->command(CommandKind::Rearm, "RE-ARM");
    QVERIFY2(replies.back().success, replies.back().message.c_str());
    QCOMPARE(stateOf(*run), TradingState::Idle);
    QVERIFY(!run->session().machine().gate().has(GateReason::KillLatch));
    run->command(CommandKind::Start);
    QVERIFY(replies.back().success);
    run->runFor(Duration::minutes(1));
    QVERIFY(isRunning(stateOf(*run)));
    QVERIFY2(run->session().machine().gate().isOpen(), run->session().machine().gate().summary().c_str());
    const std::size_t orders = run->session().desk().orderCount();
    QVERIFY(run->runUntil([&] { return run->session().desk().orderCount() > orders; }, Duration::hours(24)));
}

void FlattenTest::killDuringStopEndsInEmergency()
{
    const auto run = started(1);
    QVERIFY(run->runUntil([&] { return holdsTwo(*run); }, Duration::hours(30)));
    run->command(CommandKind::Stop, "duration");
    run->command(CommandKind::KillSwitch);
    QVERIFY(flattened(*run, Duration::seconds(30)));
    QCOMPARE(stateOf(*run), TradingState::Emergency);
    QVERIFY(run->session().isFinished());
    QCOMPARE(run->session().orchestrator().stopReason(), std::string("kill_switch"));
    QVERIFY(run->session().machine().gate().has(GateReason::KillLatch));
}

void FlattenTest::stopInEmergencyWaitsForFlat()
{
    const auto run = started(1);
    QVERIFY(run->runUntil([&] { return holdsTwo(*run); }, Duration::hours(30)));
    run->command(CommandKind::KillSwitch);
    run->command(CommandKind::Stop);
    QVERIFY(!run->session().isFinished());
    QVERIFY(flattened(*run, Duration::seconds(30)));
    QCOMPARE(stateOf(*run), TradingState::Stopped);
    QVERIFY(openAtVenue(*run).empty());
    QVERIFY(run->session().machine().gate().has(GateReason::KillLatch));
}

void FlattenTest::flattenAtFlatIsShortAndCancelsNothing()
{
    const auto run = started(1);
    run->runFor(Duration::minutes(2));
    QVERIFY(!run->session().positions().hasPositions());
    run->command(CommandKind::PanicExit);
    QVERIFY(flattened(*run, Duration::seconds(1)));
    const auto& receipt = run->session().flattener().receipt();
    QCOMPARE(receipt->positionsClosed, 0);
    QCOMPARE(receipt->ordersCancelled, 0);
    // Two answers, each after the venue's latency.
    QVERIFY(receipt->venueMs >= 10 && receipt->venueMs <= 100);
    QCOMPARE(stateOf(*run), TradingState::Paused);
    QCOMPARE(run->session().desk().orderCount(), std::size_t{0});
}

QTEST_GUILESS_MAIN(FlattenTest)
#include "tst_flatten.moc"
