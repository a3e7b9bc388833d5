// SPDX-License-Identifier: GPL-3.0-or-later
// A session whose inputs come by the event loop. The clock is the test's.
#include "trading/RealTimeRunner.h"

#include "fixtures/DemoPreset.h"
#include "storage/MemoryJournal.h"
#include "fixtures/MemoryRecording.h"
#include "fixtures/ScriptedGateway.h"
#include "trading/InputCodec.h"

#include <QTest>
#include <QTimer>

namespace breakline {

namespace {

constexpr Timestamp kStart {1'767'607'200'000};

class FakeLink final : public VenueLink {
public:
    ExchangeGateway& gateway() override { return venue; }
    void recall(const ExchangeEvent& event) override { recalled.push_back(event); }
    void reopen(const std::vector<Instrument>& all) override
    {
        ++reopened;
        instruments = all;
        Q_EMIT venue.event(ConnectionChanged {false, false, "the program was started again"});
    }
    void setBeforeChange(std::function<void()> call) override { beforeChange = std::move(call); }

    ScriptedGateway venue;
    std::vector<ExchangeEvent> recalled;
    std::vector<Instrument> instruments;
    int reopened = 0;
    std::function<void()> beforeChange;
};

class CountingRecorder final : public RecordingSink {
public:
    void append(RecordKind kind, std::uint64_t sequence, Timestamp time, QByteArrayView payload) override
    {
        memory.append(kind, sequence, time, payload);
    }
    void flush() override { ++flushed; }
    void writeOut() override { ++writtenOut; }
    const Error* failure() const override { return memory.failure(); }
    Expected<void> close() override { return {}; }

    std::vector<Record> inputs() const
    {
        std::vector<Record> result;
        for (const Record& record : memory.records)
            if (record.kind == RecordKind::Input)
                result.push_back(record);
        return result;
    }
    std::vector<QByteArray> outputs() const
    {
        std::vector<QByteArray> result;
        for (const Record& record : memory.records)
            if (record.kind == RecordKind::Output)
                result.push_back(record.payload);
        return result;
    }

    MemoryRecorder memory;
    int flushed = 0;
    int writtenOut = 0;
};

struct Rig {
    Rig()
        : clock([this] { return wall; }, kStart)
        , runner(settings(), link, clock, journal, &recorder)
    {
    }

    static SessionSettings settings()
    {
        SessionSettings settings;
        settings.sessionId = "real-time";
        settings.venue = "sim";
        settings.preset = demoPreset();
        settings.isRealTime = true;
        settings.isSelfTested = false;
        return settings;
    }

    void say(const ExchangeEvent& event) { Q_EMIT link.venue.event(event); }
    Timestamp after(std::int64_t ms) const { return kStart + Duration::milliseconds(ms); }

    std::int64_t wall = 0;
    SystemClock clock;
    FakeLink link;
    MemoryJournal journal;
    CountingRecorder recorder;
    RealTimeRunner runner;
};

Input inputOf(const Record& record)
{
    return InputCodec::decode(record.payload).value();
}

} // namespace

class RealTimeRunnerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void inputsAreHandledInTheOrderOfTheirArrivalAtTheClocksTime();
    void timeNeverGoesBack();
    void aTimerIsAnInputOnceItIsDue();
    void whatIsDurableIsToldOnce();
    void aFailedJournalIsAnInput();
    void aFailedRecorderIsAnInputOnceAndTheDiskToo();
    void newsOfTheAccountIsWrittenSoonAndChangesLeaveAfterThat();
    void aStepEndsWithAnInputAtItsLimitAndAtAnInterrupt();
    void aSessionGoesOnWhereItsRecordingEnds();
    void aVenueBeforeWhatTheSessionSawIsAnotherOne();
};

void RealTimeRunnerTest::inputsAreHandledInTheOrderOfTheirArrivalAtTheClocksTime()
{
    Rig rig;
    rig.runner.submit({7, CommandKind::Start, {}});
    rig.wall = 20;
    rig.say(ConnectionChanged {true, true, "connected"});
    rig.wall = 35;
    rig.runner.submit({8, CommandKind::Pause, {}});

    const auto inputs = rig.recorder.inputs();
    QCOMPARE(inputs.size(), std::size_t(3));
    QCOMPARE(inputs[0].time, kStart);
    QCOMPARE(std::get<UserCommand>(inputOf(inputs[0])).id, std::uint64_t(7));
    QCOMPARE(inputs[1].time, rig.after(20));
    QCOMPARE(std::get<ConnectionChanged>(std::get<ExchangeEvent>(inputOf(inputs[1]))).reason,
             std::string("connected"));
    QCOMPARE(inputs[2].time, rig.after(35));
    QCOMPARE(std::get<UserCommand>(inputOf(inputs[2])).id, std::uint64_t(8));
    QVERIFY(rig.runner.session().snapshot()->state == TradingState::Initializing);
    QVERIFY(rig.runner.isRealTime());
}

void RealTimeRunnerTest::timeNeverGoesBack()
{
    Rig rig;
    rig.wall = 50;
    rig.runner.submit({1, CommandKind::Start, {}});
    rig.wall = 10;
    QCOMPARE(rig.runner.now(), rig.after(50));
    rig.say(ConnectionChanged {true, true, "connected"});
    QCOMPARE(rig.recorder.inputs().back().time, rig.after(50));
}

void RealTimeRunnerTest::aTimerIsAnInputOnceItIsDue()
{
    // Begun half a minute ago: its loading ends after 30 s.
    Rig rig;
    rig.wall = 29'999;
    rig.runner.recall(kStart, Input {UserCommand {1, CommandKind::Start, {}}});
    QVERIFY(!rig.runner.step(rig.after(29'999)));
    QCOMPARE(rig.recorder.inputs().size(), std::size_t(1));
    QTimer::singleShot(0, [&rig] { rig.wall = 30'000; });
    QVERIFY(rig.runner.step(rig.after(60'000)));
    const Record timer = rig.recorder.inputs().back();
    QVERIFY(std::holds_alternative<TimerFired>(inputOf(timer)));
    QCOMPARE(timer.time, rig.after(30'000));
    QCOMPARE(rig.runner.session().machine().state(), TradingState::Error);
}

void RealTimeRunnerTest::whatIsDurableIsToldOnce()
{
    Rig rig;
    rig.runner.submit({1, CommandKind::Start, {}});
    Q_EMIT rig.journal.durable(3);
    Q_EMIT rig.journal.durable(3);
    Q_EMIT rig.journal.durable(2);
    Q_EMIT rig.journal.durable(5);
    const auto inputs = rig.recorder.inputs();
    QCOMPARE(inputs.size(), std::size_t(3));
    QCOMPARE(std::get<JournalDurable>(inputOf(inputs[1])).upTo, JournalTicket(3));
    QCOMPARE(std::get<JournalDurable>(inputOf(inputs[2])).upTo, JournalTicket(5));
}

void RealTimeRunnerTest::aFailedJournalIsAnInput()
{
    Rig rig;
    rig.runner.submit({1, CommandKind::Start, {}});
    Q_EMIT rig.journal.failed(QStringLiteral("the disk is full"));
    QCOMPARE(std::get<JournalFailed>(inputOf(rig.recorder.inputs().back())).what,
             std::string("the disk is full"));
    QVERIFY(!rig.runner.session().orchestrator().failure().empty());
}

void RealTimeRunnerTest::aFailedRecorderIsAnInputOnceAndTheDiskToo()
{
    Rig rig;
    rig.runner.submit({1, CommandKind::Start, {}});
    rig.wall = 5;
    rig.runner.report({91.5});
    QCOMPARE(rig.recorder.inputs().back().time, rig.after(5));
    QCOMPARE(std::get<DiskReading>(inputOf(rig.recorder.inputs().back())).usedPercent, 91.5);
    QVERIFY(rig.runner.session().machine().gate().has(GateReason::DiskFull));

    rig.recorder.memory.failed = Error {ErrorCode::Io, "no space left"};
    rig.wall = 10;
    QVERIFY(rig.runner.step(rig.after(3'600'000))); // found out while it waits
    const Record failed = rig.recorder.inputs().back();
    QCOMPARE(failed.time, rig.after(10));
    QCOMPARE(std::get<RecorderFailed>(inputOf(failed)).what, std::string("no space left"));
    QVERIFY(rig.runner.session().machine().gate().has(GateReason::RecorderFailed));
    QCOMPARE(rig.runner.session().orchestrator().failure(),
             std::string("the recording cannot be written: no space left"));
    int looks = 0;
    rig.runner.setInterruptCheck([&looks] { return ++looks == 2; });
    QVERIFY(!rig.runner.step(rig.after(3'600'000)));
    QCOMPARE(rig.recorder.inputs().size(), std::size_t {3});
}

void RealTimeRunnerTest::newsOfTheAccountIsWrittenSoonAndChangesLeaveAfterThat()
{
    Rig rig;
    rig.runner.submit({1, CommandKind::Start, {}});
    rig.say(ConnectionChanged {true, true, "connected"});
    QCOMPARE(rig.recorder.flushed, 0);
    rig.say(WalletUpdate {});
    QCOMPARE(rig.recorder.flushed, 1);
    QCOMPARE(rig.recorder.writtenOut, 0);
    QVERIFY(rig.link.beforeChange);
    rig.link.beforeChange();
    QCOMPARE(rig.recorder.writtenOut, 1);
}

void RealTimeRunnerTest::aStepEndsWithAnInputAtItsLimitAndAtAnInterrupt()
{
    Rig rig;
    QVERIFY(!rig.runner.step(kStart)); // its time has come
    QTimer::singleShot(0, [&rig] { rig.runner.submit({1, CommandKind::Start, {}}); });
    QVERIFY(rig.runner.step(rig.after(3'600'000)));
    QTimer::singleShot(0, [&rig] { rig.wall = 5; });
    QVERIFY(!rig.runner.step(rig.after(5)));
    int asked = 0;
    rig.runner.setInterruptCheck([&asked] { return ++asked == 2; });
    QVERIFY(!rig.runner.step(rig.after(3'600'000)));
    QCOMPARE(asked, 2);
    QCOMPARE(rig.recorder.inputs().size(), std::size_t(1));
}

void RealTimeRunnerTest::aSessionGoesOnWhereItsRecordingEnds()
{
    Rig earlier;
    earlier.runner.submit({1, CommandKind::Start, {}});
    earlier.wall = 20;
    earlier.say(ConnectionChanged {true, true, "connected"});
    earlier.wall = 40;
    earlier.say(WalletUpdate {});
    Q_EMIT earlier.journal.durable(4);

    Rig later;
    later.wall = 1'000;
    for (const Record& record : earlier.recorder.inputs())
        later.runner.recall(record.time, inputOf(record));
    QCOMPARE(later.link.recalled.size(), std::size_t(2));
    QVERIFY(std::holds_alternative<WalletUpdate>(later.link.recalled[1]));
    QCOMPARE(later.link.reopened, 0);
    QCOMPARE(later.recorder.memory.records.size(), earlier.recorder.memory.records.size());
    QCOMPARE(later.recorder.outputs(), earlier.recorder.outputs());

    QVERIFY(later.runner.goOn().has_value());
    QCOMPARE(later.link.reopened, 1);
    const auto inputs = later.recorder.inputs();
    QCOMPARE(inputs.size(), earlier.recorder.inputs().size() + 1);
    QCOMPARE(inputs.back().time, later.after(1'000));
    QVERIFY(!std::get<ConnectionChanged>(std::get<ExchangeEvent>(inputOf(inputs.back()))).marketUp);
    // What was durable then is not told again.
    Q_EMIT later.journal.durable(4);
    QCOMPARE(later.recorder.inputs().size(), inputs.size());
}

void RealTimeRunnerTest::aVenueBeforeWhatTheSessionSawIsAnotherOne()
{
    Rig rig;
    rig.runner.recall(rig.after(500), Input {UserCommand {1, CommandKind::Start, {}}});
    rig.wall = 499;
    const auto refused = rig.runner.goOn();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Unavailable);
    QVERIFY(refused.error().message.find("2026-01-05T10:00:00.500Z") != std::string::npos);
    QCOMPARE(rig.link.reopened, 0);
}

} // namespace breakline

QTEST_GUILESS_MAIN(breakline::RealTimeRunnerTest)
#include "tst_real_time_runner.moc"
