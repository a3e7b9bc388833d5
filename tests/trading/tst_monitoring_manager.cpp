// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/MonitoringManager.h"
#include "trading/RefusalTally.h"

#include <QTest>

#include <limits>
#include <set>
#include <vector>

using namespace breakline;
using enum CheckpointType;
using enum CheckpointStatus;

namespace {

Timestamp at(std::int64_t ms)
{
    return Timestamp {ms};
}

/// What one manager has told.
struct Watched {
    Watched()
    {
        QObject::connect(&monitoring, &MonitoringManager::checkpointRecorded, &monitoring,
                         [this](const Checkpoint& checkpoint) { told.push_back(checkpoint); });
        QObject::connect(&monitoring, &MonitoringManager::metricsRecorded, &monitoring,
                         [this](const std::string& text, Timestamp) { metrics.push_back(text); });
    }
    MonitoringManager monitoring {"s-1", "breakout_v1"};
    std::vector<Checkpoint> told;
    std::vector<std::string> metrics;
};

Checkpoint orderPlaced(CheckpointStatus status, std::int64_t ms, const std::string& clientId)
{
    Checkpoint checkpoint;
    checkpoint.type = OrderPlaced;
    checkpoint.status = status;
    checkpoint.time = at(ms);
    checkpoint.symbol = "A";
    checkpoint.subject = clientId;
    return checkpoint;
}

/// Refused by these filters, the first `withoutData` of them for lack of data.
ScanResult refusedBy(std::initializer_list<Filter> filters, std::size_t withoutData = 0)
{
    ScanResult result;
    for (std::size_t i = 0; i < kFilterCount; ++i)
        result.filters.results[i].filter = static_cast<Filter>(i);
    std::size_t seen = 0;
    for (const Filter filter : filters)
        result.filters.results[static_cast<std::size_t>(filter)].outcome =
            seen++ < withoutData ? CheckOutcome::NoData : CheckOutcome::Fail;
    result.passed = filters.size() == 0;
    return result;
}

} // namespace

class TestMonitoringManager : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void refusalsAreCounted()
    {
        ScanOutcome close;
        close.results = {refusedBy({}), refusedBy({}), refusedBy({Filter::AtrRange}),
                         refusedBy({Filter::AtrRange, Filter::Correlation}),
                         // Nobody asked for the book of a symbol that fails elsewhere.
                         refusedBy({Filter::MaxSpread, Filter::AtrRange}, 1),
                         refusedBy({Filter::MaxSpread, Filter::MinOpenInterest}, 2),
                         refusedBy({Filter::MaxSpread, Filter::MinDepth05}, 2)};
        close.candidates = 1;
        RefusalTally tally;
        tally.addClose(close);
        tally.add("signal:momentum:price_breakout 100.1 against 100.2");
        tally.add("signal:momentum:price_breakout 99 against 100.2");
        tally.add("signal:momentum:l2_imbalance no data");
        tally.add("invalidated: too far");
        QCOMPARE(tally.evaluated(), std::uint64_t {7});
        QCOMPARE(tally.candidates(), std::uint64_t {1});
        const std::vector<RefusalTally::Line> expected {
            {"filter:atr_range", 3, 2},
            {"signal:momentum:price_breakout", 2, 2},
            {"filter:correlation", 1, 0},
            {"filter:max_spread no data", 1, 0},
            {"filter:min_depth_0_5pct no data", 1, 0},
            {"filter:min_oi no data", 1, 1},
            {"invalidated", 1, 1},
            {"scan:max_candidates", 1, 1},
            {"signal:momentum:l2_imbalance no data", 1, 1},
        };
        QCOMPARE(tally.lines(), expected);
    }

    void oneSessionUnderOneId()
    {
        MonitoringManager monitoring("s-1", "breakout_v1");
        MonitoringStatus status = monitoring.status();
        QCOMPARE(status.sessionId, std::string("s-1"));
        QCOMPARE(status.preset, std::string("breakout_v1"));
        QVERIFY(!status.started && !status.ended);
        QCOMPARE(status.state, TradingState::Idle);
        QCOMPARE(status.successRate, std::nullopt);

        monitoring.beginSession(at(5));
        monitoring.endSession(SessionStatus::Stopped, at(9));
        status = monitoring.status();
        QVERIFY(status.started == at(5) && status.ended == at(9));
        QCOMPARE(status.session, SessionStatus::Stopped);

        monitoring.beginSession(at(20)); // the same session goes on
        status = monitoring.status();
        QVERIFY(status.started == at(5) && !status.ended);
        QCOMPARE(status.session, SessionStatus::Active);
    }

    void aCycleIsFollowedStepByStep()
    {
        using Steps = std::array<ProcessStepState, kProcessSteps>;
        constexpr auto P = ProcessStepState::Pending;
        constexpr auto I = ProcessStepState::InProgress;
        constexpr auto C = ProcessStepState::Completed;
        MonitoringManager monitoring("s-1", "breakout_v1");
        const auto process = [&] { return monitoring.status().process; };
        QCOMPARE(process(), (ProcessStatus {Steps {P, P, P, P, P, P}, 0.0, std::nullopt}));
        monitoring.stateChanged(TradingState::Initializing, at(0));
        monitoring.stateChanged(TradingState::Scanning, at(1'000));
        QCOMPARE(process(), (ProcessStatus {Steps {I, P, P, P, P, P}, 0.0, std::nullopt}));
        monitoring.stateChanged(TradingState::LevelBuilding, at(1'300)); // 300 ms
        QCOMPARE(process(), (ProcessStatus {Steps {C, I, P, P, P, P}, 1.0 / 6.0 * 100.0, 5 * 300.0}));
        monitoring.stateChanged(TradingState::SignalWait, at(1'300)); // 0 ms
        QCOMPARE(process(), (ProcessStatus {Steps {C, C, I, P, P, P}, 2.0 / 6.0 * 100.0, 4 * 300.0 / 2}));
        monitoring.stateChanged(TradingState::Sizing, at(2'500)); // 1,200 ms
        monitoring.stateChanged(TradingState::Execution, at(2'500)); // 0 ms
        QCOMPARE(process(), (ProcessStatus {Steps {C, C, C, C, I, P}, 4.0 / 6.0 * 100.0, 2 * 1'500.0 / 4}));
        monitoring.stateChanged(TradingState::Managing, at(5'000)); // 2,500 ms
        QCOMPARE(process(), (ProcessStatus {Steps {C, C, C, C, C, I}, 5.0 / 6.0 * 100.0, 4'000.0 / 5}));
        monitoring.stateChanged(TradingState::Managing, at(6'000)); // it goes on
        // The next cycle: management took 3,000 ms.
        monitoring.stateChanged(TradingState::Scanning, at(8'000));
        QCOMPARE(process(), (ProcessStatus {Steps {I, P, P, P, P, P}, 0.0, 6 * 7'000.0 / 6}));
        // What it passes over stays pending.
        monitoring.stateChanged(TradingState::Managing, at(8'700)); // 700 ms
        QCOMPARE(process(), (ProcessStatus {Steps {C, P, P, P, P, I}, 1.0 / 6.0 * 100.0, 5 * 7'700.0 / 7}));
        // Who leaves the cycle has completed nothing by it.
        monitoring.stateChanged(TradingState::Paused, at(9'000));
        QCOMPARE(process(), (ProcessStatus {Steps {C, P, P, P, P, P}, 1.0 / 6.0 * 100.0, std::nullopt}));
        monitoring.stateChanged(TradingState::Managing, at(20'000));
        QCOMPARE(process().steps, (Steps {C, P, P, P, P, I}));
    }

    void theNewestCheckpointsAreKept()
    {
        MonitoringManager monitoring("s-1", "breakout_v1");
        for (int i = 0; i < 1'200; ++i)
            monitoring.record(OrderFilled, Completed, at(i));
        QCOMPARE(monitoring.recent().size(), std::size_t {1'000});
        QCOMPARE(monitoring.recent().front().id, std::uint64_t {201});
        QCOMPARE(monitoring.recent().back().id, std::uint64_t {1'200});
    }

    void checkpointsAreNumberedTimedAndHandedOn()
    {
        Watched w;
        w.monitoring.record(ScanStart, InProgress, at(100), {}, "100");
        w.monitoring.record(ScanComplete, Completed, at(350));
        w.monitoring.record(ScanComplete, Completed, at(360));
        QCOMPARE(w.told.size(), std::size_t {3});
        for (std::size_t i = 0; i < 3; ++i)
            QCOMPARE(w.told[i].id, i + 1);
        QCOMPARE(w.told[0].durationMs, std::nullopt);
        QCOMPARE(w.told[1].durationMs, std::int64_t {250});
        QCOMPARE(w.told[1].traceId, std::string("100")); // that of its beginning
        QCOMPARE(w.told[2].durationMs, std::nullopt);
    }

    void stepsSideBySideAreKeptApart()
    {
        Watched w;
        w.monitoring.record(orderPlaced(InProgress, 10, "one"));
        w.monitoring.record(orderPlaced(InProgress, 20, "two"));
        w.monitoring.record(orderPlaced(Failed, 25, "two"));
        w.monitoring.record(orderPlaced(Completed, 40, "one"));
        QCOMPARE(w.told[2].durationMs, std::int64_t {5});
        QCOMPARE(w.told[3].durationMs, std::int64_t {30});
        QCOMPARE(w.monitoring.status().succeeded, std::uint64_t {1});
        QCOMPARE(w.monitoring.status().failed, std::uint64_t {1});
        QCOMPARE(*w.monitoring.status().successRate, 0.5);
    }

    void onlyWhatIsInProgressIsConcluded()
    {
        Watched w;
        QVERIFY(!w.monitoring.conclude(orderPlaced(Completed, 10, "one")));
        w.monitoring.record(orderPlaced(InProgress, 20, "one"));
        QVERIFY(w.monitoring.conclude(orderPlaced(Completed, 26, "one")));
        QVERIFY(!w.monitoring.conclude(orderPlaced(Failed, 30, "one")));
        QCOMPARE(w.told.size(), std::size_t {2});
        QCOMPARE(w.told[1].durationMs, std::int64_t {6});
    }

    void aStepThatBeginsAnewSkipsTheOneBefore()
    {
        Watched w;
        w.monitoring.record(StopLossSet, InProgress, at(10), "A", "t");
        w.monitoring.record(StopLossSet, InProgress, at(30), "A", "t");
        w.monitoring.record(StopLossSet, Completed, at(35), "A", "t");
        QCOMPARE(w.told.size(), std::size_t {4});
        QCOMPARE(w.told[1].status, Skipped);
        QCOMPARE(w.told[1].durationMs, std::int64_t {20});
        QCOMPARE(w.told[3].durationMs, std::int64_t {5});
    }

    void theEndOfTheSessionSkipsWhatIsInProgress()
    {
        Watched w;
        w.monitoring.record(ScanStart, InProgress, at(10), {}, "10");
        w.monitoring.record(orderPlaced(InProgress, 12, "one"));
        w.monitoring.endSession(SessionStatus::Stopped, at(20));
        QCOMPARE(w.told.size(), std::size_t {4});
        QCOMPARE(w.told[2].type, ScanComplete);
        QCOMPARE(w.told[2].status, Skipped);
        QCOMPARE(w.told[2].traceId, std::string("10"));
        QCOMPARE(w.told[3].type, OrderPlaced);
        QCOMPARE(w.told[3].subject, std::string("one"));
        QCOMPARE(w.told[3].durationMs, std::int64_t {8});
        QVERIFY(!w.monitoring.conclude(orderPlaced(Completed, 30, "one")));
    }

    void errorsAndWarningsAreNoSteps()
    {
        MonitoringManager monitoring("s", "p");
        monitoring.record(Warning, Completed, at(1));
        monitoring.record(CheckpointType::Error, Failed, at(1));
        QCOMPARE(monitoring.status().succeeded, std::uint64_t {0});
        QCOMPARE(monitoring.status().failed, std::uint64_t {0});
    }

    void cyclesCountEntriesIntoScanningAndItems()
    {
        Watched w;
        MonitoringManager& monitoring = w.monitoring;
        monitoring.stateChanged(TradingState::Scanning, at(1000));
        QCOMPARE(monitoring.status().cycles, std::uint64_t {1});
        QCOMPARE(monitoring.status().lastCycleMs, std::nullopt);
        monitoring.count({.symbolsScanned = 12, .candidates = 3, .signals = 1});
        monitoring.stateChanged(TradingState::Execution, at(2000));
        monitoring.count({.signals = 1, .positionsOpened = 1, .ordersExecuted = 2});
        monitoring.stateChanged(TradingState::Scanning, at(6000)); // ends the cycle before
        QCOMPARE(monitoring.status().cycles, std::uint64_t {2});
        QCOMPARE(monitoring.status().state, TradingState::Scanning);
        QCOMPARE(monitoring.status().lastCycleMs, std::int64_t {5000});
        QVERIFY((monitoring.status().lastCycle == SessionCounts {12, 3, 2, 1, 2}));
        QCOMPARE(w.metrics.back(),
                 std::string("engine.cycle_ms=5000 engine.signals=2 engine.positions=1 engine.orders=2"));
        monitoring.count({.symbolsScanned = 12});
        monitoring.stateChanged(TradingState::Paused, at(6100)); // Running is left
        monitoring.stateChanged(TradingState::Stopped, at(6200));
        QCOMPARE(monitoring.status().cycles, std::uint64_t {2});
        QCOMPARE(monitoring.status().lastCycleMs, std::int64_t {100});
        QVERIFY((monitoring.status().lastCycle == SessionCounts {12, 0, 0, 0, 0}));
        QVERIFY((monitoring.status().counts == SessionCounts {24, 3, 2, 1, 2}));
    }

    void metricsAreSummedUp()
    {
        Watched w;
        for (const double value : {4.0, 1.0, 7.0})
            w.monitoring.recordMetrics(at(1), {{"trade.net_r", value}});
        w.monitoring.recordMetrics(
            at(2),
            {{"trade.net_r", std::numeric_limits<double>::quiet_NaN()}, {"risk.drawdown", std::nullopt}});
        QCOMPARE(w.metrics.front(), std::string("trade.net_r=4"));
        QCOMPARE(w.metrics.back(), std::string("trade.net_r=- risk.drawdown=-"));
        QCOMPARE(w.monitoring.metrics().size(), std::size_t {1});
        const MetricSummary& summary = w.monitoring.metrics().at("trade.net_r");
        QCOMPARE(summary.count, std::uint64_t {3});
        QCOMPARE(*summary.last, 7.0);
        QCOMPARE(*summary.minimum, 1.0);
        QCOMPARE(*summary.maximum, 7.0);
        QCOMPARE(*summary.mean, 4.0);
    }

    void everyTypeHasAName()
    {
        std::set<std::string_view> names;
        for (std::size_t i = 0; i < kCheckpointTypeCount; ++i)
            names.insert(toText(static_cast<CheckpointType>(i)));
        QCOMPARE(names.size(), kCheckpointTypeCount);
        QVERIFY(!names.contains(std::string_view()));
    }
};

QTEST_GUILESS_MAIN(TestMonitoringManager)
#include "tst_monitoring_manager.moc"
