// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/MonitoringManager.h"

#include <QTest>

#include <limits>
#include <set>
#include <vector>

using namespace breakline;
using enum CheckpointType;
using enum CheckpointStatus;

namespace {

constexpr Timestamp at(std::int64_t ms)
{
    return Timestamp {ms};
}

} // namespace

class TestMonitoringManager : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneSessionOneId()
    {
        MonitoringManager monitoring("s-1", "breakout_v1", at(5));
        const MonitoringStatus status = monitoring.status();
        QCOMPARE(status.sessionId, std::string("s-1"));
        QCOMPARE(status.preset, std::string("breakout_v1"));
        QCOMPARE(status.started, at(5));
        QVERIFY(!status.ended);
        QVERIFY(!status.lastCycleMs);
        QVERIFY(!status.successRate);
        monitoring.endSession(SessionStatus::Stopped, at(9));
        QCOMPARE(monitoring.status().session, SessionStatus::Stopped);
        QCOMPARE(monitoring.status().ended, at(9));
    }

    void checkpointsAreNumberedTimedAndHandedOn()
    {
        MonitoringManager monitoring("s", "p", at(0));
        std::vector<Checkpoint> told;
        connect(&monitoring, &MonitoringManager::checkpointRecorded, &monitoring,
                [&](const Checkpoint& checkpoint) { told.push_back(checkpoint); });
        monitoring.record(ScanStart, InProgress, at(100));
        monitoring.record(ScanComplete, Completed, at(350), {}, "BTCUSDT:100");
        monitoring.record(ScanComplete, Completed, at(360));
        QCOMPARE(told.size(), std::size_t {3});
        QCOMPARE(told[0].id, std::uint64_t {1});
        QCOMPARE(told[0].durationMs, std::nullopt);
        QCOMPARE(told[1].id, std::uint64_t {2});
        QCOMPARE(told[1].durationMs, std::int64_t {250});
        QCOMPARE(told[1].traceId, std::string("BTCUSDT:100"));
        QCOMPARE(told[2].durationMs, std::nullopt); // nothing was in progress any more
        QVERIFY(monitoring.checkpoints().back() == told[2]);
    }

    void durationsOfSymbolsDoNotMix()
    {
        MonitoringManager monitoring("s", "p", at(0));
        monitoring.record(OrderPlaced, InProgress, at(10), "A");
        monitoring.record(OrderPlaced, InProgress, at(20), "B");
        monitoring.record(OrderPlaced, InProgress, at(25), "B");
        monitoring.record(OrderPlaced, Completed, at(40), "A");
        QCOMPARE(monitoring.checkpoints().back().durationMs, std::int64_t {30});
        monitoring.record(OrderPlaced, Failed, at(50), "B");
        QCOMPARE(monitoring.checkpoints().back().durationMs, std::int64_t {25});
    }

    void boundedAtAThousand()
    {
        MonitoringManager monitoring("s", "p", at(0));
        for (int i = 0; i < 1500; ++i)
            monitoring.record(PositionManaged, i % 3 == 0 ? Failed : Completed, at(i));
        QCOMPARE(monitoring.checkpoints().size(), MonitoringManager::kCheckpointCapacity);
        QCOMPARE(monitoring.checkpoints().front().id, std::uint64_t {501});
        QCOMPARE(monitoring.status().succeeded, std::uint64_t {1000});
        QCOMPARE(monitoring.status().failed, std::uint64_t {500});
        QCOMPARE(*monitoring.status().successRate, 1000.0 / 1500.0);
    }

    void cyclesCountItems()
    {
        MonitoringManager monitoring("s", "p", at(0));
        monitoring.beginCycle(at(1000));
        monitoring.count({.symbolsScanned = 12, .candidates = 3, .signals = 1});
        monitoring.count({.signals = 1, .positionsOpened = 1, .ordersExecuted = 2});
        QCOMPARE(monitoring.status().cycles, std::uint64_t {0});
        monitoring.beginCycle(at(6000)); // the next scan ends the cycle before
        QCOMPARE(monitoring.status().cycles, std::uint64_t {1});
        QCOMPARE(monitoring.status().lastCycleMs, std::int64_t {5000});
        QVERIFY((monitoring.status().lastCycle == SessionCounts {12, 3, 2, 1, 2}));
        monitoring.count({.symbolsScanned = 12});
        monitoring.endCycle(at(6100));
        monitoring.endCycle(at(6200)); // none is open
        QCOMPARE(monitoring.status().cycles, std::uint64_t {2});
        QCOMPARE(monitoring.status().lastCycleMs, std::int64_t {100});
        QVERIFY((monitoring.status().lastCycle == SessionCounts {12, 0, 0, 0, 0}));
        QVERIFY((monitoring.status().counts == SessionCounts {24, 3, 2, 1, 2}));
    }

    void processOfSixSteps()
    {
        MonitoringManager monitoring("s", "p", at(0));
        QCOMPARE(monitoring.process().progressPercent, 0.0);
        QCOMPARE(monitoring.process().etaMs, std::nullopt);

        monitoring.record(ScanStart, InProgress, at(0));
        QCOMPARE(monitoring.process().steps[0], InProgress);
        monitoring.record(ScanComplete, Completed, at(100));
        QCOMPARE(monitoring.process().progressPercent, 1.0 / 6.0 * 100.0);
        QCOMPARE(monitoring.process().etaMs, std::int64_t {500}); // 5 steps at 100 ms

        monitoring.record(LevelBuildingStart, InProgress, at(100));
        monitoring.record(LevelBuildingComplete, Completed, at(400));
        QCOMPARE(monitoring.process().steps[1], Completed);
        QCOMPARE(monitoring.process().steps[2], InProgress);
        QCOMPARE(monitoring.process().etaMs, std::int64_t {800}); // 4 at (100 + 300) / 2
        monitoring.record(SignalDetected, Completed, at(500));
        monitoring.record(PositionSizing, Completed, at(500));
        monitoring.record(OrderPlaced, Completed, at(510));
        QCOMPARE(monitoring.process().steps[4], InProgress);
        monitoring.record(PositionOpened, Completed, at(600));
        QCOMPARE(monitoring.process().steps[5], InProgress);
        monitoring.record(PositionClosed, Completed, at(900));
        QCOMPARE(monitoring.process().progressPercent, 100.0);
        QCOMPARE(monitoring.process().etaMs, std::int64_t {0});

        monitoring.record(ScanStart, InProgress, at(1000));
        QCOMPARE(monitoring.process().progressPercent, 0.0);
        QCOMPARE(monitoring.process().steps[5], Pending);
    }

    void statesOfTypes()
    {
        int mapped = 0;
        for (std::size_t i = 0; i < kCheckpointTypeCount; ++i)
            mapped += MonitoringManager::stateOf(static_cast<CheckpointType>(i)) ? 1 : 0;
        QCOMPARE(mapped, 6);
        QCOMPARE(MonitoringManager::stateOf(ScanStart), TradingState::Scanning);
        QCOMPARE(MonitoringManager::stateOf(ScanComplete), TradingState::LevelBuilding);
        QCOMPARE(MonitoringManager::stateOf(LevelBuildingComplete), TradingState::SignalWait);
        QCOMPARE(MonitoringManager::stateOf(SignalDetected), TradingState::Execution);
        QCOMPARE(MonitoringManager::stateOf(PositionOpened), TradingState::Managing);
        QCOMPARE(MonitoringManager::stateOf(CheckpointType::Error), TradingState::Error);
    }

    void metricsAreMeasuredOrUnknown()
    {
        MonitoringManager monitoring("s", "p", at(0));
        QCOMPARE(monitoring.metric("engine.cycle_ms").last, std::nullopt);
        QVERIFY(!monitoring.metricPoints("engine.cycle_ms"));
        for (const double value : {4.0, 1.0, 7.0})
            monitoring.recordMetric("engine.cycle_ms", value, at(1));
        monitoring.recordMetric("engine.cycle_ms", std::numeric_limits<double>::quiet_NaN(), at(2));
        monitoring.recordMetric("engine.cycle_ms", std::numeric_limits<double>::infinity(), at(2));
        const MetricSummary summary = monitoring.metric("engine.cycle_ms");
        QCOMPARE(summary.count, std::uint64_t {3});
        QCOMPARE(*summary.last, 7.0);
        QCOMPARE(*summary.minimum, 1.0);
        QCOMPARE(*summary.maximum, 7.0);
        QCOMPARE(*summary.mean, 4.0);
        for (int i = 0; i < 12'000; ++i)
            monitoring.recordMetric("engine.cycle_ms", 4.0, at(i));
        QCOMPARE(monitoring.metricPoints("engine.cycle_ms")->size(), MonitoringManager::kMetricCapacity);
        QCOMPARE(*monitoring.metric("engine.cycle_ms").mean, 4.0);
    }

    void unfiniteMetricsOfACheckpointAreLeftOut()
    {
        MonitoringManager monitoring("s", "p", at(0));
        Checkpoint checkpoint;
        checkpoint.type = PositionSizing;
        checkpoint.metrics = {{"risk_usd", 12.5}, {"ratio", std::numeric_limits<double>::quiet_NaN()}};
        monitoring.record(checkpoint);
        QVERIFY((monitoring.checkpoints().back().metrics
                 == std::vector<std::pair<std::string, double>> {{"risk_usd", 12.5}}));
    }

    void namesAreDistinct()
    {
        std::set<std::string_view> names;
        for (std::size_t i = 0; i < kCheckpointTypeCount; ++i)
            names.insert(toText(static_cast<CheckpointType>(i)));
        QCOMPARE(names.size(), kCheckpointTypeCount);
        QCOMPARE(toText(InProgress), std::string_view("in_progress"));
    }
};

QTEST_APPLESS_MAIN(TestMonitoringManager)
#include "tst_monitoring_manager.moc"
