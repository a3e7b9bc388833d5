// SPDX-License-Identifier: GPL-3.0-or-later
#include "drill/FaultShrinker.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace breakline;

namespace {

FaultScript scriptOf(int count)
{
    FaultScript script;
    for (int i = 0; i < count; ++i) {
        Fault fault;
        fault.kind = FaultKind::PushLost;
        fault.at = Duration::seconds(i);
        script.faults.push_back(fault);
    }
    return script;
}

std::set<std::int64_t> secondsOf(const FaultScript& script)
{
    std::set<std::int64_t> seconds;
    for (const Fault& fault : script.faults)
        seconds.insert(fault.at.ms / 1000);
    return seconds;
}

bool always()
{
    return true;
}
bool never()
{
    return false;
}

} // namespace

class FaultShrinkerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void leavesExactlyWhatIsNeeded_data();
    void leavesExactlyWhatIsNeeded();
    void stopsAfterSoManyRuns();
    void stopsWhenTimeIsUp();
    void whatBreaksByItselfNeedsNoFault();
};

void FaultShrinkerTest::leavesExactlyWhatIsNeeded_data()
{
    QTest::addColumn<QList<int>>("needed");
    QTest::newRow("the first") << QList<int> {0};
    QTest::newRow("the last") << QList<int> {11};
    QTest::newRow("two far apart") << QList<int> {1, 10};
    QTest::newRow("three") << QList<int> {2, 5, 6};
    QTest::newRow("all") << QList<int> {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
}

void FaultShrinkerTest::leavesExactlyWhatIsNeeded()
{
    QFETCH(QList<int>, needed);
    const std::set<std::int64_t> wanted(needed.begin(), needed.end());
    int asked = 0;
    const ShrunkScript shrunk = shrink(
        scriptOf(12),
        [&](const FaultScript& script) {
            ++asked;
            const auto seconds = secondsOf(script);
            return std::includes(seconds.begin(), seconds.end(), wanted.begin(), wanted.end());
        },
        200, never);
    QCOMPARE(secondsOf(shrunk.script), wanted);
    QCOMPARE(shrunk.runs, asked);
    QVERIFY(shrunk.runs <= 60);
}

void FaultShrinkerTest::stopsAfterSoManyRuns()
{
    int asked = 0;
    const ShrunkScript shrunk = shrink(
        scriptOf(64), [&](const FaultScript&) { return ++asked < 0; }, 7, never);
    QCOMPARE(asked, 7);
    QCOMPARE(shrunk.runs, 7);
    QCOMPARE(shrunk.script, scriptOf(64));
}

void FaultShrinkerTest::stopsWhenTimeIsUp()
{
    const ShrunkScript shrunk = shrink(
        scriptOf(8), [](const FaultScript&) { return true; }, 200, always);
    QCOMPARE(shrunk.runs, 0);
    QCOMPARE(shrunk.script, scriptOf(8));
}

void FaultShrinkerTest::whatBreaksByItselfNeedsNoFault()
{
    const ShrunkScript shrunk = shrink(
        scriptOf(8), [](const FaultScript&) { return true; }, 200, never);
    QVERIFY(shrunk.script.faults.empty());
    QCOMPARE(shrunk.runs, 2);
}

QTEST_GUILESS_MAIN(FaultShrinkerTest)
#include "tst_fault_shrinker.moc"
