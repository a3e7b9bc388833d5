// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/ExplainText.h"
#include "report/NearMissText.h"

#include "storage/SessionFolder.h"
#include "storage/SqliteJournal.h"
#include "trading/DecisionTracer.h"
#include "trading/TradeGates.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace breakline;

namespace {

constexpr Timestamp kClose {1'767'607'500'000}; // 2026-01-05T10:05:00Z

Gate gate(GateStage stage, std::string_view scope, std::string_view name, std::string_view unit, Bound bound,
          std::optional<double> value, std::optional<double> threshold)
{
    Gate result;
    result.stage = stage;
    result.scope = scope;
    result.name = name;
    result.unit = unit;
    result.bound = bound;
    result.value = value;
    result.threshold = threshold;
    result.refuses = value && threshold && !holds(bound, *value, *threshold);
    result.outcome = result.refuses ? CheckOutcome::Fail : CheckOutcome::Pass;
    return result;
}

} // namespace

class ExplainTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase()
    {
        const QString session = m_folder.filePath(QStringLiteral("s"));
        QVERIFY(QDir().mkpath(session));
        auto journal = SqliteJournal::open(SessionFolder::databaseFileOf(session)).value();
        DecisionTracer tracer(*journal, true);

        GateTrace& refused = tracer.begin("AUSDT:1767607500000:c", "AUSDT", kClose);
        refused.add(gate(GateStage::Scan, "", "max_spread", "bps", Bound::AtMost, 4.0, 5.0));
        Gate missing = gate(GateStage::Scan, "", "min_oi", "usd", Bound::AtLeast, {}, 1e6);
        missing.outcome = CheckOutcome::NoData;
        refused.add(missing);
        refused.beginAlternative();
        refused.add(gate(GateStage::Level, "", "level", "price", Bound::AtLeast, 25.079, {}));
        refused.addLevelId("AUSDT:resistance:1767600000000:25079");
        refused.add(gate(GateStage::Signal, "momentum", "volume_surge", "ratio", Bound::AtLeast, 1.25, 1.5));
        refused.decideByLast();
        refused.endAlternative(true);
        tracer.end("signal:momentum:volume_surge 1.25 against 1.5");

        GateTrace& traded = tracer.begin("BUSDT:1767607500000:c", "BUSDT", kClose);
        traded.add(gate(GateStage::Scan, "", "max_spread", "bps", Bound::AtMost, 2.0, 5.0));
        tracer.end("signal", true);
        appendPass(*tracer.more("BUSDT:1767607500000:c"), GateStage::Risk, "size", "r", 0.5);
        appendPass(*tracer.more("BUSDT:1767607500000:c"), GateStage::Execution, "filled", "bps", 1.5);
        tracer.write("BUSDT:1767607500000:c", "executed: all_slices", true);
        appendPass(*tracer.more("BUSDT:1767607500000:c"), GateStage::Exit, "stop", "r", -1.02);
        tracer.more("BUSDT:1767607500000:c")->decideByLast();
        tracer.write("BUSDT:1767607500000:c", "closed: stop, -1.02 R", false);
        QVERIFY(tracer.more("BUSDT:1767607500000:c") == nullptr);
        journal->close().value();
    }

    void aRefusalIsTold()
    {
        const auto decisions = RecordedDecisions::open(m_folder.filePath(QStringLiteral("s"))).value();
        QVERIFY(!decisions->newest("AUSDT", kClose - Duration::milliseconds(1)).value());
        const auto decision = decisions->newest("AUSDT", kClose + Duration::hours(1)).value();
        QVERIFY(decision);
        QCOMPARE(decision->row.soleBlockers, std::string("momentum:volume_surge"));
        QCOMPARE(decision->row.neededChange, std::optional(0.25));
        QCOMPARE(
            QString::fromStdString(explainJson("sim-1", *decision)),
            QStringLiteral(
                R"({"schema":"breakline.explain/1","session":"sim-1","symbol":"AUSDT","time_ms":1767607500000,)"
                R"("trace_id":"AUSDT:1767607500000:c","outcome":"signal:momentum:volume_surge 1.25 against 1.5",)"
                R"("gates":[)"
                R"({"stage":"scan","name":"max_spread","value":4.0,"threshold":5.0,"unit":"bps","result":"pass",)"
                R"("margin":1.0,"decided":false,"sole_blocker":false,"needed_change":null},)"
                R"({"stage":"scan","name":"min_oi","value":null,"threshold":1000000.0,"unit":"usd",)"
                R"("result":"no_data","margin":null,"decided":false,"sole_blocker":false,"needed_change":null},)"
                R"({"stage":"level","name":"level","value":25.079,"threshold":null,"unit":"price","result":"pass",)"
                R"("margin":null,"decided":false,"sole_blocker":false,"needed_change":null,)"
                R"("level_id":"AUSDT:resistance:1767600000000:25079"},)"
                R"({"stage":"signal","name":"momentum:volume_surge","value":1.25,"threshold":1.5,"unit":"ratio",)"
                R"("result":"fail","margin":-0.25,"decided":true,"sole_blocker":true,"needed_change":0.25}]})"));
        QCOMPARE(QString::fromStdString(explainText(*decision)),
                 QStringLiteral(
                     "AUSDT at the close of 2026-01-05T10:05:00.000Z\n"
                     "signal:momentum:volume_surge 1.25 against 1.5\n"
                     "scan\n"
                     "  pass  max_spread                   4, at most 5 bps\n"
                     "  none  min_oi                       unknown, at least 1000000 usd  no data, let pass\n"
                     "level 25.079  AUSDT:resistance:1767600000000:25079\n"
                     "  FAIL  momentum:volume_surge        1.25, at least 1.5 ratio  <- decided  of what was "
                     "asked nothing else refused, +0.25 and it had come past this gate\n"));
    }

    void aTradeIsToldToItsEnd()
    {
        const auto decisions = RecordedDecisions::open(m_folder.filePath(QStringLiteral("s"))).value();
        const auto decision = decisions->newest("BUSDT", kClose).value();
        QVERIFY(decision);
        QCOMPARE(decision->row.stage, std::string("exit"));
        QCOMPARE(QString::fromStdString(explainText(*decision)),
                 QStringLiteral("BUSDT at the close of 2026-01-05T10:05:00.000Z\n"
                                "closed: stop, -1.02 R\n"
                                "scan\n"
                                "  pass  max_spread                   2, at most 5 bps\n"
                                "risk\n"
                                "  pass  size                         0.5 r\n"
                                "execution\n"
                                "  pass  filled                       1.5 bps\n"
                                "exit\n"
                                "  pass  stop                         -1.02 r\n"));
        std::size_t count = 0;
        QVERIFY(decisions->each([&](const RecordedDecision&) { ++count; }));
        QCOMPARE(count, std::size_t {2});
    }

    void whatRefusedIsCounted()
    {
        const auto decisions = RecordedDecisions::open(m_folder.filePath(QStringLiteral("s"))).value();
        NearMissTally tally;
        QVERIFY(decisions->each([&](const RecordedDecision& decision) { tally.add(decision.gates); }));
        const NearMissReport report = tally.report();
        QCOMPARE(
            QString::fromStdString(nearMissJson("sim-1", report)),
            QStringLiteral(
                R"({"schema":"breakline.nearmiss/1","session":"sim-1","evaluated":2,"signals":1,"traded":1,)"
                R"("ended_in":{"scan":0,"level":0,"signal":1,"risk":0,"execution":0,"exit":1},"gates":[)"
                R"({"stage":"signal","name":"momentum:volume_surge","unit":"ratio","bound":">=","threshold":1.5,)"
                R"("refused":1,"refused_pct":50.0,"without_data":0,"decided":1,"alone":1,)"
                R"("values":{"p10":1.25,"p50":1.25,"p90":1.25},)"
                R"("distance_pct":{"p10":16.666666666666664,"p50":16.666666666666664,"p90":16.666666666666664},)"
                R"("admitted":{"5":0,"10":0,"20":1},"suggestion":null}]})"));
        const std::string text = nearMissText(report);
        QVERIFY(text.starts_with("2 evaluations, 1 past the signal, 1 traded\n"));
        QVERIFY(text.find("signal:momentum:volume_surge") != std::string::npos);
        QVERIFY(text.find("has to be >= 1.5 ratio") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(ExplainTest)
#include "tst_explain.moc"
