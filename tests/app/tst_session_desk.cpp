// SPDX-License-Identifier: GPL-3.0-or-later
// How the window's session begins and ends: what it says, what it leaves behind
// and with which code. The desk is the real one, on its own thread.
#include "SessionAtPosition.h"

#include "app/Presets.h"
#include "app/SessionDesk.h"
#include "storage/RowsReader.h"
#include "storage/SessionFolder.h"
#include "strategy/PresetWriter.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QTest>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>

using namespace breakline;

namespace {

constexpr int kTimeoutMs = 120'000;
constexpr double kFast = 3600.0;

/// The desk with what it says.
struct Watched {
    explicit Watched(const SessionOptions& options, double speed = kFast)
        : desk(options, speed)
    {
        QObject::connect(&desk, &TradingDesk::snapshotReady, &desk,
                         [this](const TradingSnapshotPtr& snapshot) { last = snapshot; });
        QObject::connect(&desk, &SessionDesk::failed, &desk, [this](const QString& message, int code) {
            failure = message;
            exitCode = code;
        });
    }
    /// Waits for a snapshot of which this holds.
    bool until(const std::function<bool(const TradingSnapshot&)>& holds)
    {
        return QTest::qWaitFor(
            [&] {
                desk.requestSnapshot();
                return last && holds(*last);
            },
            kTimeoutMs);
    }

    TradingSnapshotPtr last;
    QString failure;
    int exitCode = -1;
    SessionDesk desk;
};

/// What goes to the standard error stream while `act` runs.
QByteArray errorsOf(const std::function<void()>& act)
{
    QTemporaryFile file;
    if (!file.open())
        return {};
    std::fflush(stderr);
    const int before = ::dup(STDERR_FILENO);
    ::dup2(file.handle(), STDERR_FILENO);
    act();
    std::fflush(stderr);
    ::dup2(before, STDERR_FILENO);
    ::close(before);
    file.seek(0);
    return file.readAll();
}

bool isThere(const TradingSnapshot&)
{
    return true;
}

/// Candles of one symbol for two days, of which line 5 is no candle.
void writeCandles(const QString& folder)
{
    QVERIFY(QDir().mkpath(folder));
    QFile file(folder + QStringLiteral("/AAAUSDT-5m-test.csv"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("timestamp_ms,open,high,low,close,volume\n");
    for (std::int64_t i = 0; i < 600; ++i)
        file.write(i == 3 ? QByteArray("1767225600000,ten,11,9,10,1\n")
                          : QByteArray::number(1'767'225'600'000 + 300'000 * i)
                           + ",10.00,10.02,9.99,10.01,1000\n");
}

} // namespace

class SessionDeskTest : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_files;
    QString path(const char* name) const { return m_files.filePath(QString::fromLatin1(name)); }

private Q_SLOTS:
    void aSessionThatWasNeverStartedLeavesNothing()
    {
        const QString folder = path("idle");
        Watched watched(sessionIn(folder));
        QVERIFY(watched.until(isThere));
        QVERIFY(QFile::exists(SessionFolder::metaFileOf(folder)));
        QCOMPARE(watched.desk.close(), 0);
        QVERIFY(!QDir(folder).exists());
    }

    void thePlanOfAFileIsComeBackTo()
    {
        std::vector<std::string> messages;
        Preset plan = findPreset("breakout_v1_demo", messages).value();
        plan.id = "of_a_file";
        QFile file(path("plan.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(presetFileText(plan)));
        file.close();
        qputenv("XDG_DATA_HOME", path("data").toUtf8()); // another plan's session gets a folder there
        SessionOptions options = sessionIn(path("first"));
        options.simulation.preset = path("plan.json").toStdString();
        Watched watched(options);
        for (const char* id : {"of_a_file", "breakout_v1_demo", "of_a_file"}) {
            watched.desk.submit(CommandKind::Start, id);
            QVERIFY2(watched.until([id](const TradingSnapshot& now) { return now.preset == id && now.scans > 0; }),
                     qPrintable(watched.failure));
            watched.desk.submit(CommandKind::Stop, {});
            QVERIFY(watched.until(
                [id](const TradingSnapshot& now) { return now.preset == id && now.state == TradingState::Stopped; }));
        }
        QCOMPARE(watched.exitCode, -1);
        qunsetenv("XDG_DATA_HOME");
    }

    void aFolderThatWasThereBeforeStaysAndIsEmpty()
    {
        const QString folder = path("mine");
        QVERIFY(QDir().mkpath(folder));
        Watched watched(sessionIn(folder));
        QCOMPARE(watched.desk.close(), 0);
        QVERIFY(QDir(folder).exists());
        QVERIFY(QDir(folder).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot));
    }

    void aStoppedSessionIsFinishedWithCodeZero()
    {
        const QString folder = path("stopped");
        Watched watched(sessionIn(folder));
        watched.desk.submit(CommandKind::Start, "breakout_v1_demo");
        QVERIFY(watched.until([](const TradingSnapshot& now) { return now.scans > 0; }));
        // What the window counts as passed is what the scan let pass: also data
        // that the preset allows to be missing.
        bool isAnyAllowed = false;
        for (const CandidateView& candidate : watched.last->candidates) {
            QCOMPARE(std::ranges::all_of(candidate.filters, &FilterView::passes), candidate.passed);
            isAnyAllowed =
                isAnyAllowed || std::ranges::any_of(candidate.filters, &FilterView::isAllowedMissing);
        }
        QVERIFY(isAnyAllowed);
        watched.desk.submit(CommandKind::Stop, {});
        QVERIFY(watched.until([](const TradingSnapshot& now) { return now.state == TradingState::Stopped; }));
        QCOMPARE(watched.desk.close(), 0);
        QVERIFY(SessionFolder::readMeta(folder)->finished);
    }

    // Neither is an input before it decides something; a person sees both all the same.
    void whatTheHostHasInUseIsShown()
    {
        const QString folder = path("host");
        Watched watched(sessionIn(folder));
        const auto of = [](const TradingSnapshot& now, FeedInput input) {
            return std::ranges::find(now.health, input, &HealthReading::input);
        };
        QVERIFY(watched.until([&](const TradingSnapshot& now) {
            return std::ranges::all_of(std::array {FeedInput::Disk, FeedInput::Memory}, [&](FeedInput input) {
                const auto reading = of(now, input);
                return reading != now.health.end() && reading->value;
            });
        }));
        for (const auto& [input, limit] : {std::pair(FeedInput::Disk, 90.0), std::pair(FeedInput::Memory, 85.0)}) {
            const HealthReading& reading = *of(*watched.last, input);
            QVERIFY(*reading.value > 0.0 && *reading.value <= 100.0);
            QCOMPARE(reading.threshold, std::optional(limit));
            QCOMPARE(reading.health, *reading.value > limit ? Health::Red : Health::Green);
        }
    }

    void whatIsOpenKeepsTheSessionUnfinished()
    {
        const QString folder = path("open");
        QVERIFY(tradeUntil(folder, {1, 0}));
        {
            Watched watched(sessionIn(folder), 1.0);
            QVERIFY(watched.until([](const TradingSnapshot& now) { return !now.positions.empty(); }));
            QVERIFY(watched.last->isExposed);
            const std::string position = watched.last->positions.front().id;
            int code = -1;
            const QByteArray told = errorsOf([&] { code = watched.desk.close(); });
            QCOMPARE(code, 5);
            QVERIFY2(told.contains("the session goes on with --session-dir " + folder.toUtf8()),
                     told.constData());
            QVERIFY2(told.contains("open: " + QByteArray::fromStdString(position)), told.constData());
            QVERIFY(!SessionFolder::readMeta(folder)->finished);
        }
        // It goes on, and the kill switch takes it off: in EMERGENCY it is
        // exposed until it is flat.
        Watched watched(sessionIn(folder), 1.0);
        QVERIFY(watched.until([](const TradingSnapshot& now) { return !now.positions.empty(); }));
        watched.desk.submit(CommandKind::KillSwitch, {});
        QVERIFY(
            watched.until([](const TradingSnapshot& now) { return now.state == TradingState::Emergency; }));
        const bool wasExposed = watched.last->isExposed;
        QVERIFY(wasExposed || watched.last->flatten.has_value());
        QVERIFY(watched.until([](const TradingSnapshot& now) { return !now.isExposed; }));
        QVERIFY(watched.last->positions.empty());
        QCOMPARE(watched.desk.close(), 3);
        QVERIFY(SessionFolder::readMeta(folder)->finished);
    }

    void inEmergencyASessionIsExposedUntilItIsFlat()
    {
        const SessionOptions options = sessionIn(path("emergency"));
        QVERIFY(tradeUntil(path("emergency"), {1, 0}));
        auto setup = prepareSession(options);
        auto session = StoredSession::open(std::move(*setup), options.sessionDir);
        QVERIFY(session.has_value());
        QVERIFY((*session)->catchUpWithRecording([](const std::string&) {}).has_value());
        (*session)->submit({2, CommandKind::KillSwitch, {}});
        QCOMPARE((*session)->session().snapshot()->state, TradingState::Emergency);
        QVERIFY((*session)->session().snapshot()->isExposed);
        SessionRunner& runner = (*session)->runner();
        runner.runUntil(runner.now() + Duration::seconds(30));
        QCOMPARE((*session)->session().snapshot()->state, TradingState::Emergency);
        QVERIFY(!(*session)->session().snapshot()->isExposed);
    }

    void whatIsWrongHasItsCode_data()
    {
        QTest::addColumn<QString>("preset");
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("rest");
        QTest::addColumn<int>("code");
        const QString demo = QStringLiteral("breakout_v1_demo");
        const QString none;
        QTest::newRow("preset") << QStringLiteral("nix") << path("preset") << none << 1;
        QTest::newRow("a file for a folder") << demo << QStringLiteral(BREAKLINE_PROGRAM) << none << 1;
        QTest::newRow("a folder that cannot be made")
            << demo << QStringLiteral(BREAKLINE_PROGRAM "/x") << none << 2;
        QTest::newRow("a venue that is not there")
            << demo << path("remote") << QStringLiteral("http://127.0.0.1:1") << 2;
    }
    void whatIsWrongHasItsCode()
    {
        QFETCH(QString, preset);
        QFETCH(QString, folder);
        QFETCH(QString, rest);
        QFETCH(int, code);
        SessionOptions options = sessionIn(folder);
        options.simulation.preset = preset.toStdString();
        if (!rest.isEmpty()) {
            options.remote.emplace();
            options.remote->rest = rest.toStdString();
            options.remote->ws = "ws://127.0.0.1:1";
        }
        Watched watched(options);
        QTRY_COMPARE_WITH_TIMEOUT(watched.exitCode, code, kTimeoutMs);
        QVERIFY(!watched.failure.isEmpty());
        QCOMPARE(watched.desk.close(), 0);
    }

    void whatTheDataSayIsInTheLog()
    {
        const QString data = path("candles");
        writeCandles(data);
        SessionOptions options = sessionIn(path("logged"));
        options.simulation.data = data.toStdString();
        Watched watched(options);
        QVERIFY(watched.until(isThere));
        const auto tellsOfLine5 = [&data](const std::string& message) {
            return message.starts_with(data.toStdString() + "/AAAUSDT-5m-test.csv:5: ");
        };
        const auto shown = std::ranges::count_if(watched.last->log, [&](const LogView& line) {
            return line.level == "WARNING" && line.component == "data" && tellsOfLine5(line.message);
        });
        QCOMPARE(shown, 1);
        // Started, so that the folder stays.
        watched.desk.submit(CommandKind::Start, "breakout_v1_demo");
        QVERIFY(watched.until([](const TradingSnapshot& now) { return now.state != TradingState::Idle; }));
        watched.desk.submit(CommandKind::Stop, {});
        QVERIFY(watched.until([](const TradingSnapshot& now) { return now.state == TradingState::Stopped; }));
        QCOMPARE(watched.desk.close(), 0);
        const auto reader = RowsReader::open(path("logged"));
        QVERIFY(reader.has_value());
        const auto kept = (*reader)->wallLog().value();
        QCOMPARE(std::ranges::count_if(
                     kept, [&](const WallLogRow& row) { return tellsOfLine5(row.record.message); }),
                 1);
        // The path is none of the session's own records.
        const std::vector<LogRow> own = (*reader)->log().value();
        QVERIFY(!own.empty());
        for (const LogRow& row : own)
            QVERIFY(row.message.find(data.toStdString()) == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(SessionDeskTest)
#include "tst_session_desk.moc"
