// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/ExplainText.h"
#include "report/NearMissText.h"
#include "report/TraceLines.h"

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

        CostSheetRow costs;
        costs.time = kClose;
        costs.traceId = "BUSDT:1767607500000:c";
        costs.symbol = "BUSDT";
        costs.side = "long";
        costs.middle = Decimal::literal("100");
        costs.plannedEntry = Decimal::literal("100");
        costs.stop = Decimal::literal("99");
        costs.priorErrorR = 0.21;
        costs.sizeFactor = 0.909;
        costs.forecast.quantity = Decimal::literal("25");
        costs.forecast.entryPrice = Decimal::literal("100.016");
        costs.forecast.entrySlippageBps = 1.6;
        costs.forecast.entryFee = Decimal::literal("1.8753");
        costs.forecast.exitFee = Decimal::literal("1.855953");
        costs.forecast.exitPrice = Decimal::literal("98.98416");
        costs.forecast.exitSlippageBps = 1.6;
        costs.forecast.liquidationDistance = Decimal::literal("9.516");
        costs.forecast.loss = Decimal::literal("29.527253");
        costs.forecast.lossR = 1.18109;
        costs.forecast.worstLoss = Decimal::literal("241.472175");
        costs.forecast.worstLossR = 9.658887;
        costs.realised = CostSheet {};
        costs.realised->quantity = Decimal::literal("20");
        costs.realised->entryPrice = Decimal::literal("100.03");
        costs.realised->entrySlippageBps = 3.0;
        costs.realised->entryFee = Decimal::literal("1.51");
        costs.realised->exitFee = Decimal::literal("1.21");
        costs.realised->funding = Decimal();
        costs.realised->loss = Decimal::literal("20.4");
        costs.realised->lossR = 1.02;
        costs.errorUsd = Decimal::literal("-0.5");
        costs.errorBps = -2.5;
        costs.errorR = -0.025;
        journal->write(costs);
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
                R"("margin":1.0,"refuses":false,"decided":false,"sole_blocker":false,"needed_change":null},)"
                R"({"stage":"scan","name":"min_oi","value":null,"threshold":1000000.0,"unit":"usd",)"
                R"("result":"no_data","margin":null,"refuses":false,"decided":false,"sole_blocker":false,"needed_change":null},)"
                R"({"stage":"level","name":"level","value":25.079,"threshold":null,"unit":"price","result":"pass",)"
                R"("margin":null,"refuses":false,"decided":false,"sole_blocker":false,"needed_change":null,)"
                R"("level_id":"AUSDT:resistance:1767600000000:25079"},)"
                R"({"stage":"signal","name":"momentum:volume_surge","value":1.25,"threshold":1.5,"unit":"ratio",)"
                R"("result":"fail","margin":-0.25,"refuses":true,"decided":true,"sole_blocker":true,"needed_change":0.25}],)"
                R"("cost_sheet":null})"));
        QCOMPARE(QString::fromStdString(explainText(*decision)),
                 QStringLiteral(
                     "AUSDT at the close of 2026-01-05T10:05:00.000Z\n"
                     "signal:momentum:volume_surge 1.25 against 1.5\n"
                     "scan\n"
                     "  pass  max_spread                   4, at most 5 bps\n"
                     "  none  min_oi                       unknown, at least 1000000 usd  no data, let pass\n"
                     "level 25.079  AUSDT:resistance:1767600000000:25079\n"
                     "  FAIL  momentum:volume_surge        1.25, at least 1.5 ratio  <- decided  the only one "
                     "that refused: passes with a value +0.25 away\n"));
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
                                "  pass  stop                         -1.02 r\n"
                                "costs                       forecast          realised\n"
                                "  quantity                  25                20\n"
                                "  entry price               100.016           100.03\n"
                                "  entry slippage, bps       1.6               3\n"
                                "  entry fee                 1.8753            1.51\n"
                                "  exit fee                  1.855953          1.21\n"
                                "  funding                   unknown           0\n"
                                "  exit price                98.98416          unknown\n"
                                "  exit slippage, bps        1.6               unknown\n"
                                "  distance to liquidation   9.516             unknown\n"
                                "  loss                      29.527253         20.4\n"
                                "  loss, R                   1.181             1.02\n"
                                "  worst loss                241.472175\n"
                                "  worst loss, R             9.659\n"
                                "  0.909 of the size was taken: the costs before it went 0.21 R beyond their forecast\n"
                                "  it cost 0.5 less than was forecast: -2.5 bps, -0.025 R\n"));
        const QString json = QString::fromStdString(explainJson("sim-1", *decision));
        QCOMPARE(json.mid(json.indexOf(QStringLiteral(",\"cost_sheet\""))),
                 QStringLiteral(
                     R"(,"cost_sheet":{"middle":"100","planned_entry":"100","stop":"99","prior_error_r":0.21,)"
                     R"("size_factor":0.909,"forecast":{"quantity":"25","entry_price":"100.016",)"
                     R"("entry_slippage_bps":1.6,"entry_fee":"1.8753","exit_fee":"1.855953","funding":null,)"
                     R"("exit_price":"98.98416","exit_slippage_bps":1.6,"liquidation_distance":"9.516",)"
                     R"("loss":"29.527253","loss_r":1.18109,"worst_loss":"241.472175","worst_loss_r":9.658887},)"
                     R"("realised":{"quantity":"20","entry_price":"100.03","entry_slippage_bps":3.0,)"
                     R"("entry_fee":"1.51","exit_fee":"1.21","funding":"0","exit_price":null,)"
                     R"("exit_slippage_bps":null,"liquidation_distance":null,"loss":"20.4","loss_r":1.02},)"
                     R"("error":{"usd":"-0.5","bps":-2.5,"r":-0.025}}})"));
        std::size_t count = 0;
        QVERIFY(decisions->each([&](const RecordedDecision&) { ++count; }));
        QCOMPARE(count, std::size_t {2});
    }

    void eachStepIsALine()
    {
        const auto decisions = RecordedDecisions::open(m_folder.filePath(QStringLiteral("s"))).value();
        QCOMPARE(
            QString::fromStdString(traceLines(decisions->newest("AUSDT", kClose).value().value())),
            QStringLiteral(
                R"({"time_ms":1767607500000,"component":"scanner","stage":"SCANNING","symbol":"AUSDT",)"
                R"("trace_id":"AUSDT:1767607500000:c","metric":"max_spread","value":4.0,"threshold":5.0,)"
                R"("bound":"<=","unit":"bps","passed":true,"has_data":true,"reason":null,"decided":false})"
                "\n"
                R"({"time_ms":1767607500000,"component":"scanner","stage":"SCANNING","symbol":"AUSDT",)"
                R"("trace_id":"AUSDT:1767607500000:c","metric":"min_oi","value":null,"threshold":1000000.0,)"
                R"("bound":">=","unit":"usd","passed":true,"has_data":false,"reason":null,"decided":false})"
                "\n"
                R"({"time_ms":1767607500000,"component":"signals","stage":"LEVEL_BUILDING","symbol":"AUSDT",)"
                R"("trace_id":"AUSDT:1767607500000:c","metric":"level","value":25.079,"threshold":null,)"
                R"("bound":null,"unit":"price","passed":true,"has_data":true,"reason":null,"decided":false,)"
                R"("level_id":"AUSDT:resistance:1767600000000:25079"})"
                "\n"
                R"({"time_ms":1767607500000,"component":"signals","stage":"SIGNAL_WAIT","symbol":"AUSDT",)"
                R"("trace_id":"AUSDT:1767607500000:c","metric":"momentum:volume_surge","value":1.25,)"
                R"("threshold":1.5,"bound":">=","unit":"ratio","passed":false,"has_data":true,)"
                R"("reason":"signal:momentum:volume_surge","decided":true})"
                "\n"
                R"({"time_ms":1767607500000,"component":"signals","stage":"SIGNAL_WAIT","symbol":"AUSDT",)"
                R"("trace_id":"AUSDT:1767607500000:c","metric":"outcome","passed":false,)"
                R"("reason":"signal:momentum:volume_surge",)"
                R"("payload":{"outcome":"signal:momentum:volume_surge 1.25 against 1.5","gates":4}})"
                "\n"));
        const QString traded =
            QString::fromStdString(traceLines(decisions->newest("BUSDT", kClose).value().value()));
        QCOMPARE(traded.count(QLatin1Char('\n')), 5);
        QVERIFY(traded.contains(QStringLiteral(R"("component":"risk","stage":"SIZING")")));
        QVERIFY(traded.contains(QStringLiteral(R"("component":"execution","stage":"EXECUTION")")));
        QVERIFY(traded.contains(QStringLiteral(R"("component":"positions","stage":"MANAGING")")));
        QVERIFY(traded.contains(QStringLiteral(R"("metric":"stop","value":-1.02)")));
        QVERIFY(traded.contains(QStringLiteral(R"("passed":true,"has_data":true,"reason":"exit:stop")")));
        QVERIFY(traded.contains(QStringLiteral(R"("payload":{"outcome":"closed: stop, -1.02 R")")));
    }

    void theCodesOfReasons()
    {
        const auto reason = [](GateStage stage, std::string_view scope, std::string_view name) {
            Gate one = gate(stage, scope, name, "", Bound::AtLeast, {}, {});
            return stepOf(one).data() + std::string(" ") + reasonOf(one);
        };
        QCOMPARE(reason(GateStage::Scan, "", "atr_range"), std::string("SCANNING filter:atr_range"));
        QCOMPARE(reason(GateStage::Scan, "", "bar"), std::string("SCANNING data:stale"));
        QCOMPARE(reason(GateStage::Level, "", "levels"), std::string("LEVEL_BUILDING signal:gate:no_levels"));
        QCOMPARE(reason(GateStage::Signal, "retest", "pierce"), std::string("SIGNAL_WAIT signal:retest:pierce"));
        QCOMPARE(reason(GateStage::Signal, "entry", "max_distance"),
                 std::string("SIGNAL signal:entry:max_distance"));
        QCOMPARE(reason(GateStage::Signal, "", "cooldown"), std::string("SIGNAL signal:cooldown"));
        QCOMPARE(reason(GateStage::Risk, "", "concurrent"), std::string("SIZING risk:concurrent"));
        QCOMPARE(reason(GateStage::Execution, "", "spread"), std::string("EXECUTION exec:spread"));
        QCOMPARE(reason(GateStage::Exit, "", "trailing"), std::string("MANAGING exit:trailing"));
        // What the whole came to, where it never got to a signal.
        RecordedDecision decision;
        decision.row.symbol = "A";
        Gate refusing = gate(GateStage::Scan, "", "atr_range", "", Bound::AtLeast, 1.0, 2.0);
        refusing.decided = true;
        decision.gates = {refusing};
        QVERIFY(traceLines(decision).find(R"("metric":"outcome","passed":false,"reason":"signal:gate:filters")")
                != std::string::npos);
        refusing = gate(GateStage::Signal, "momentum", "strategy", "", Bound::AtLeast, 1.0, 2.0);
        refusing.decided = true;
        decision.gates = {refusing};
        QVERIFY(traceLines(decision).find(R"("reason":"signal:gate:no_strategy")") != std::string::npos);
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
