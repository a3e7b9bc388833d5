// SPDX-License-Identifier: GPL-3.0-or-later
#include "drill/DrillSeries.h"

#include "fixtures/DemoPreset.h"

#include <QTest>

using namespace breakline;

namespace {

DrillSeriesSettings settingsOf(std::uint64_t seed, std::optional<std::uint64_t> runs)
{
    DrillSeriesSettings settings;
    settings.preset = demoPreset();
    settings.seed = seed;
    settings.runs = runs;
    return settings;
}

/// A fault as the rows below write it.
struct Planned {
    FaultKind kind;
    std::int64_t atMs;
    std::int64_t lengthMs;
    const char* amount;
    const char* symbol = "";
    FaultTarget target = FaultTarget::Any;
    int count = 1;
};

std::function<bool()> neverOver()
{
    return [] { return false; };
}

DrillTotals totalsOf(DrillSeriesSettings settings)
{
    return DrillSeries(
               std::move(settings), [](const DrillTotals&) { return false; }, neverOver)
        .run();
}

std::string tellBroken(const DrillTotals& totals)
{
    std::string text;
    for (const auto& [invariant, broken] : totals.broken)
        text += std::string(toText(invariant)) + ", seed " + std::to_string(broken.seed) + ": " + broken.what
            + "\n";
    return text;
}

} // namespace

class DrillSeriesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sumsAreThoseOfItsRuns();
    void endsWhenItIsTold();
    void whatOnceBrokeSomethingHolds_data();
    void whatOnceBrokeSomethingHolds();
    void twoHundredRandomSchedulesBreakNothing();
};

void DrillSeriesTest::sumsAreThoseOfItsRuns()
{
    DrillSeriesSettings settings = settingsOf(11, 4);
    settings.faults = FaultScript {};
    const DrillTotals totals = totalsOf(settings);
    DrillTotals sums;
    for (std::uint64_t seed = 11; seed < 15; ++seed) {
        const DrillOutcome outcome = runDrill({seed, settings.preset, FaultScript {}, settings.length});
        sums.findings.add(outcome.findings);
        sums.orders += outcome.orders;
        sums.fills += outcome.fills;
        sums.positions += outcome.positions;
        sums.length = sums.length + outcome.length;
        sums.longestUnprotected = std::max(sums.longestUnprotected, outcome.longestUnprotected);
    }
    QCOMPARE(totals.runs, std::uint64_t {4});
    QVERIFY(totals.findings == sums.findings);
    QCOMPARE(totals.orders, sums.orders);
    QCOMPARE(totals.fills, sums.fills);
    QCOMPARE(totals.positions, sums.positions);
    QVERIFY(totals.positions > 0);
    QCOMPARE(totals.length, sums.length);
    QCOMPARE(totals.longestUnprotected, sums.longestUnprotected);
    for (const KindEffect& kind : totals.kinds)
        QCOMPARE(kind.injected, std::uint64_t {0});
}

void DrillSeriesTest::endsWhenItIsTold()
{
    DrillSeries series(
        settingsOf(1, std::nullopt), [](const DrillTotals& totals) { return totals.runs == 3; }, neverOver);
    QCOMPARE(series.run().runs, std::uint64_t {3});
}

void DrillSeriesTest::whatOnceBrokeSomethingHolds_data()
{
    QTest::addColumn<int>("seed");
    QTest::addColumn<QList<Planned>>("faults");
    QTest::newRow("an exit fills while the streams are down")
        << 36
        << QList<Planned> {{FaultKind::Withdrawal, 308'374, 0, "16999"},
                           {FaultKind::Disconnected, 1'781'509, 54'895, "0"}};
    QTest::newRow("a person takes the stop off while the streams are down")
        << 50
        << QList<Planned> {{FaultKind::Disconnected, 1'266'713, 26'075, "0"},
                           {FaultKind::ManualCancel, 1'268'916, 0, "0"}};
    QTest::newRow("a flatten closes a person's position while the streams are down")
        << 138
        << QList<Planned> {{FaultKind::ManualTrade, 115'727, 0, "-0.3"},
                           {FaultKind::Disconnected, 1'771'690, 41'449, "0"}};
    QTest::newRow("the largest market order shrinks below the exit")
        << 106'703
        << QList<Planned> {{FaultKind::RulesChanged, 978'512, 0, "7"},
                           {FaultKind::RulesChanged, 1'175'121, 0, "10"}};
    QTest::newRow("a position's news that comes ten minutes late")
        << 301'425
        << QList<Planned> {{FaultKind::PushSwapped, 1'083'261, 0, "0", "", FaultTarget::Position, 2},
                           {FaultKind::ManualCancel, 1'684'865, 0, "0", "BTCUSDT"}};
    QTest::newRow("an entry is netted with a person's position of the other side")
        << 401'744
        << QList<Planned> {{FaultKind::ManualTrade, 773'893, 0, "-0.7"},
                           {FaultKind::PriceGap, 817'750, 0, "0.056", "BTCUSDT"},
                           {FaultKind::ManualTrade, 874'325, 0, "-1.5"}};
}

void DrillSeriesTest::whatOnceBrokeSomethingHolds()
{
    QFETCH(int, seed);
    QFETCH(QList<Planned>, faults);
    DrillSeriesSettings settings = settingsOf(static_cast<std::uint64_t>(seed), 1);
    settings.faults.emplace();
    for (const Planned& planned : faults) {
        Fault fault;
        fault.kind = planned.kind;
        fault.at = Duration::milliseconds(planned.atMs);
        fault.length = Duration::milliseconds(planned.lengthMs);
        fault.amount = Decimal::literal(planned.amount);
        fault.symbol = planned.symbol;
        fault.target = planned.target;
        fault.count = planned.count;
        QVERIFY(!faultOf(fault));
        settings.faults->faults.push_back(fault);
    }
    const DrillTotals totals = totalsOf(settings);
    QCOMPARE(tellBroken(totals), std::string());
    for (const Planned& planned : faults)
        QVERIFY(totals.kinds[static_cast<std::size_t>(planned.kind)].injected > 0);
}

void DrillSeriesTest::twoHundredRandomSchedulesBreakNothing()
{
    const DrillTotals totals = totalsOf(settingsOf(1, 200));
    QCOMPARE(tellBroken(totals), std::string());
    QCOMPARE(totals.ordersLost, std::uint64_t {0});
    QCOMPARE(totals.ordersDoubled, std::uint64_t {0});
    QCOMPARE(totals.ledgerDifference, Decimal {});
    QVERIFY(totals.runsWithoutPosition * 10 < totals.runs);
    for (std::size_t i = 0; i < kFaultKindCount; ++i) {
        if (!canHappen(static_cast<FaultKind>(i), DrillWay::InProcess))
            continue;
        const std::string kind(toText(static_cast<FaultKind>(i)));
        QVERIFY2(totals.kinds[i].injected > 0, (kind + " met nothing").c_str());
        QVERIFY2(totals.kinds[i].changed || !hasToChangeSomething(static_cast<FaultKind>(i), DrillWay::InProcess),
                 (kind + " changed nothing").c_str());
    }
}

QTEST_GUILESS_MAIN(DrillSeriesTest)
#include "tst_drill_series.moc"
