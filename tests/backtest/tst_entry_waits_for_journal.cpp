// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixtures/SimulatedRun.h"
#include "trading/InputCodec.h"

#include <QTest>

#include <set>

using namespace breakline;

/// Over a whole session: what is sent, and on whose word.
class EntryWaitsForJournalTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyEntryIsSentByTheWordOfTheJournal();
    void anIntentStandsInTheJournalBeforeAnythingElseOfItsOrder();
    void withoutItsWordNoEntryReachesTheVenue();
    void aFailedJournalClosesTheGateAndPositionsStayManaged();
};

void EntryWaitsForJournalTest::everyEntryIsSentByTheWordOfTheJournal()
{
    SimulatedRunOptions options;
    options.seed = 1;
    options.symbolCount = 40;
    SimulatedRun run(options);
    run.command(CommandKind::Start);
    run.runFor(Duration::hours(14));
    QVERIFY(run.stop());
    std::map<std::string, OrderRow> rows;
    for (const OrderRow& row : run.journal().orders())
        rows.emplace(row.clientId, row);
    Input cause;
    std::size_t entries = 0, others = 0;
    std::map<std::string, Timestamp> intended;
    for (const Record& record : run.recorder().records) {
        if (record.kind == RecordKind::Input) {
            cause = *InputCodec::decode(record.payload);
            continue;
        }
        const QList<QByteArray> parts = record.payload.split('|');
        QVERIFY(parts.size() >= 5);
        const std::string id = parts[4].split(' ').front().toStdString();
        if (parts[0] == "decision" && parts[2] == "intent") {
            QVERIFY2(intended.emplace(id, record.time).second, id.c_str());
        } else if (parts[0] == "command" && parts[2] == "place") {
            QVERIFY2(intended.contains(id), id.c_str());
            if (rows.at(id).intent == OrderIntent::Entry) {
                QVERIFY2(std::holds_alternative<JournalDurable>(cause), id.c_str());
                ++entries;
            } else {
                // At once: in the input that decided it.
                QVERIFY(record.time == intended.at(id));
                QVERIFY(!std::holds_alternative<JournalDurable>(cause));
                ++others;
            }
        }
    }
    QVERIFY(entries > 0);
    QVERIFY(others > 0);
}

void EntryWaitsForJournalTest::anIntentStandsInTheJournalBeforeAnythingElseOfItsOrder()
{
    SimulatedRunOptions options;
    options.seed = 1;
    options.symbolCount = 40;
    options.records = false;
    SimulatedRun run(options);
    run.command(CommandKind::Start);
    run.runFor(Duration::hours(14));
    std::set<std::string> seen;
    for (const OrderRow& row : run.journal().all<OrderRow>()) {
        if (row.clientId.empty())
            continue;
        if (seen.insert(row.clientId).second) {
            QCOMPARE(row.status, OrderStatus::Intent);
            QVERIFY(row.venueId.empty());
        }
    }
    for (const FillRow& row : run.journal().all<FillRow>())
        QVERIFY(row.clientId.empty() || seen.contains(row.clientId));
    QVERIFY(!seen.empty());
}

void EntryWaitsForJournalTest::withoutItsWordNoEntryReachesTheVenue()
{
    SimulatedRunOptions options;
    options.seed = 1;
    options.symbolCount = 40;
    options.records = false;
    SimulatedRun run(options);
    run.journal().holdsBack = true;
    run.command(CommandKind::Start);
    run.runFor(Duration::hours(14));
    QVERIFY(run.journal().lastTicket() > 0); // there was something to wait for
    QVERIFY(run.exchange().allOrders().empty());
    QVERIFY(run.stop());
    // Every signal that was approved ended as failed, none is left hanging.
    std::size_t failed = 0;
    for (const SignalRow& row : run.journal().signalRows()) {
        QVERIFY(row.status != "executed" && row.status != "active");
        failed += row.status == "failed";
    }
    QCOMPARE(failed, static_cast<std::size_t>(run.journal().lastTicket()));
    QVERIFY(run.journal().positions().empty());
}

void EntryWaitsForJournalTest::aFailedJournalClosesTheGateAndPositionsStayManaged()
{
    SimulatedRunOptions options;
    options.seed = 1;
    options.symbolCount = 40;
    options.records = false;
    SimulatedRun run(options);
    run.command(CommandKind::Start);
    QVERIFY(run.runUntil([&] { return run.session().positions().openedCount() == 1; }, Duration::hours(12)));
    run.journal().failing = true;
    QVERIFY(run.runUntil([&] { return run.session().machine().gate().has(GateReason::JournalFailed); },
                         Duration::hours(12)));
    QVERIFY(!run.session().desk().hasHeld()); // what waited has ended unsent
    for (const OrderRow& row : run.journal().orders())
        QVERIFY(row.status != OrderStatus::Intent);
    run.runFor(Duration::minutes(1));
    std::size_t entries = 0;
    for (const OrderUpdate& order : run.exchange().allOrders())
        entries += !order.reduceOnly && !order.isPositionStop;
    run.runFor(Duration::hours(14)); // beyond the longest hold
    std::size_t later = 0;
    for (const OrderUpdate& order : run.exchange().allOrders())
        later += !order.reduceOnly && !order.isPositionStop;
    QCOMPARE(later, entries);
    QVERIFY(!run.session().positions().hasPositions());
    QVERIFY(run.session().machine().gate().has(GateReason::JournalFailed));
}

QTEST_GUILESS_MAIN(EntryWaitsForJournalTest)
#include "tst_entry_waits_for_journal.moc"
