// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixtures/SimulatedRun.h"

#include <QTest>

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
