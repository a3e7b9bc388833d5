// SPDX-License-Identifier: GPL-3.0-or-later
// A session without a window whose files cannot be written any more, or never
// could, and two programs that want the same ones.
#include "storage/RowsReader.h"
#include "storage/SessionFolder.h"
#include "storage/SqliteConnection.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>

#ifdef Q_OS_LINUX
#include <linux/capability.h>
#include <sys/prctl.h>
#endif

using namespace breakline;

namespace {

constexpr int kTimeoutMs = 600'000; // minutes under a sanitizer, over the wire

struct Ended {
    int code = -1;
    nlohmann::json report;
    QByteArray errors;
};

Ended endOf(QProcess& program)
{
    Ended ended;
    if (program.waitForFinished(kTimeoutMs) && program.exitStatus() == QProcess::NormalExit)
        ended.code = program.exitCode();
    const QByteArray output = program.readAllStandardOutput();
    ended.report = nlohmann::json::parse(output.begin(), output.end(), nullptr, false);
    ended.errors = program.readAllStandardError();
    return ended;
}

Ended run(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    return endOf(process);
}

QStringList trade(const QString& folder, const char* speed, bool isInProcess, const char* duration = "24h")
{
    QStringList arguments {QStringLiteral("trade"),
                           QStringLiteral("--headless"),
                           QStringLiteral("--seed"),
                           QStringLiteral("2"),
                           QStringLiteral("--speed"),
                           QLatin1String(speed),
                           QStringLiteral("--duration"),
                           QLatin1String(duration),
                           QStringLiteral("--json"),
                           QStringLiteral("--session-dir"),
                           folder};
    if (isInProcess)
        arguments << QStringLiteral("--in-process");
    return arguments;
}

} // namespace

class FailingStoreTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aRecordingAtItsLimitEndsTheSession_data()
    {
        QTest::addColumn<bool>("isInProcess");
        QTest::newRow("in process") << true;
        QTest::newRow("over the wire") << false;
    }

    void aRecordingAtItsLimitEndsTheSession()
    {
#ifdef Q_OS_UNIX
        QFETCH(bool, isInProcess);
        const QTemporaryDir data;
        const QString folder = data.filePath(QStringLiteral("session"));
        // Two megabytes a file: the recording gets there in some hours of trading, the journal does not.
        const Ended ended =
            run(QStringLiteral("/bin/sh"),
                QStringList {QStringLiteral("-c"), QStringLiteral("ulimit -f 4000; exec \"$@\""),
                             QStringLiteral("sh"), QStringLiteral(BREAKLINE_PROGRAM)}
                    + trade(folder, "max", isInProcess));
        QVERIFY2(ended.code == 2, ended.errors.constData());
        QVERIFY2(ended.report.is_object(), ended.errors.constData());
        QCOMPARE(ended.report["stop_reason"].get<std::string>(), std::string("error"));
        QCOMPARE(ended.report["final_state"].get<std::string>(), std::string("STOPPED"));
        QCOMPARE(ended.report["open_positions"].get<int>(), 0);
        QCOMPARE(ended.report["open_orders"].get<int>(), 0);
        QCOMPARE(ended.report["equity_difference"].get<std::string>(), std::string("0"));
        QVERIFY(ended.report["virtual_seconds"].get<int>() < 24 * 3600);
        const QByteArray said = "recording.bin: writing: File too large";
        QVERIFY2(
            ended.errors.contains("the session cannot go on and ends: the recording cannot be written: "),
            ended.errors.constData());
        QVERIFY2(ended.errors.contains("the recording is incomplete"), ended.errors.constData());
        QVERIFY2(ended.errors.contains(said), ended.errors.constData());
        // The journal is whole, and the counts are its rows.
        const auto reader = RowsReader::open(folder).value();
        QCOMPARE(ended.report["transitions"].get<std::size_t>(), reader->transitions().value().size());
        QCOMPARE(ended.report["orders"].get<std::size_t>(), reader->orders().value().size());
        const auto log = reader->log().value();
        QCOMPARE(std::ranges::count_if(log,
                                       [&](const LogRow& row) {
                                           return row.level == "CRITICAL" && row.component == "recorder"
                                               && row.message.ends_with(said.toStdString());
                                       }),
                 std::ptrdiff_t {1});
#else
        QSKIP("the size of files cannot be limited here");
#endif
    }

    void aFailedJournalEndsTheSessionAndItsRowsComeBack()
    {
        const QTemporaryDir data;
        const QString folder = data.filePath(QStringLiteral("session"));
        QProcess program;
        program.start(QStringLiteral(BREAKLINE_PROGRAM), trade(folder, "600", true));
        // Once it scans, somebody else holds the journal and does not let go.
        const auto isScanning = [&folder] {
            if (!QFile::exists(SessionFolder::databaseFileOf(folder)))
                return false;
            const auto reader = RowsReader::open(folder);
            const auto rows = reader ? (*reader)->transitions() : std::unexpected(reader.error());
            return rows && rows->size() >= 3;
        };
        QVERIFY(QTest::qWaitFor(isScanning, kTimeoutMs));
        auto other =
            SqliteConnection::open(SessionFolder::databaseFileOf(folder), SqliteConnection::Mode::ReadWrite)
                .value();
        QVERIFY(other->execute(QStringLiteral("BEGIN IMMEDIATE")));
        const Ended ended = endOf(program);
        QVERIFY2(ended.code == 2, ended.errors.constData());
        QVERIFY2(ended.errors.contains("the session cannot go on and ends: the journal cannot be written: "),
                 ended.errors.constData());
        QVERIFY2(ended.errors.contains("the journal is incomplete, so the counts of its rows are unknown: "),
                 ended.errors.constData());
        QVERIFY2(ended.report.is_object(), ended.errors.constData());
        QCOMPARE(ended.report["stop_reason"].get<std::string>(), std::string("error"));
        QCOMPARE(ended.report["final_state"].get<std::string>(), std::string("STOPPED"));
        for (const char* unknown :
             {"cycles", "transitions", "candidates", "signals", "orders", "fills", "positions_opened"})
            QVERIFY2(ended.report[unknown].is_null(), unknown);
        QVERIFY(ended.report["scans"].get<int>() > 0);
        QCOMPARE(ended.report["open_positions"].get<int>(), 0);
        QCOMPARE(ended.report["equity_difference"].get<std::string>(), std::string("0"));
        QVERIFY(!SessionFolder::readMeta(folder)->finished);

        // The recording has all of it: resumed, the failure comes at its place.
        QVERIFY(other->execute(QStringLiteral("ROLLBACK")));
        other.reset();
        const Ended resumed = run(QStringLiteral(BREAKLINE_PROGRAM), trade(folder, "max", true));
        QVERIFY2(resumed.code == 2, resumed.errors.constData());
        QVERIFY2(resumed.report.is_object(), resumed.errors.constData());
        for (const char* same : {"digest", "to_ms", "final_state", "stop_reason", "scans", "equity_end"})
            QVERIFY2(resumed.report[same] == ended.report[same], same);
        const auto reader = RowsReader::open(folder).value();
        QCOMPARE(resumed.report["transitions"].get<std::size_t>(), reader->transitions().value().size());
        QVERIFY(SessionFolder::readMeta(folder)->finished);
        const Ended verified =
            run(QStringLiteral(BREAKLINE_PROGRAM),
                {QStringLiteral("replay"), folder, QStringLiteral("--verify"), QStringLiteral("--json")});
        QVERIFY2(verified.code == 0, verified.errors.constData());
    }

    void aSecondProgramOnTheSameFolderIsRefused()
    {
        const QTemporaryDir data;
        const QString folder = data.filePath(QStringLiteral("session"));
        QStringList arguments = trade(folder, "1", true);
        arguments.removeAll(QStringLiteral("--json"));
        QProcess first;
        first.start(QStringLiteral(BREAKLINE_PROGRAM), arguments);
        while (!first.canReadLine())
            QVERIFY2(first.waitForReadyRead(kTimeoutMs), first.readAllStandardError().constData());

        const Ended second = run(QStringLiteral(BREAKLINE_PROGRAM), trade(folder, "max", true, "1h"));
        QCOMPARE(second.code, 2);
        const QByteArray refusal =
            QStringLiteral("breakline: %1: the session is in use by process %2 (Breakline); "
                           "end that program first, or give another folder\n")
                .arg(folder)
                .arg(first.processId())
                .toUtf8();
        QVERIFY2(second.errors.endsWith(refusal), second.errors.constData());
        QCOMPARE(first.state(), QProcess::Running);

        // The lock has died with its process, whatever the file says that it left.
        first.kill();
        QVERIFY(first.waitForFinished(kTimeoutMs));
        QVERIFY(QFile::exists(QDir(folder).filePath(QStringLiteral("session.lock"))));
        const Ended third = run(QStringLiteral(BREAKLINE_PROGRAM), trade(folder, "max", true, "1h"));
        QVERIFY2(third.code == 0, third.errors.constData());
        QVERIFY(!QFile::exists(QDir(folder).filePath(QStringLiteral("session.lock"))));
    }

    void aFolderThatMayOnlyBeReadIsRefused_data()
    {
        QTest::addColumn<bool>("isResumed");
        QTest::newRow("a new session") << false;
        QTest::newRow("one that is to go on") << true;
    }

    void aFolderThatMayOnlyBeReadIsRefused()
    {
#ifdef Q_OS_LINUX
        QFETCH(bool, isResumed);
        const QTemporaryDir data;
        const QString folder = data.filePath(QStringLiteral("session"));
        QVERIFY(QDir().mkpath(folder));
        if (isResumed) {
            QProcess first;
            first.start(QStringLiteral(BREAKLINE_PROGRAM), trade(folder, "1", true));
            QVERIFY(QTest::qWaitFor([&] { return QFile::exists(SessionFolder::recordingFileOf(folder)); },
                                    kTimeoutMs));
            first.kill();
            QVERIFY(first.waitForFinished(kTimeoutMs));
            QVERIFY(QFile::remove(QDir(folder).filePath(QStringLiteral("session.lock"))));
        }
        const auto names = QDir(folder).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
        QVERIFY(QFile::setPermissions(folder, QFile::ReadOwner | QFile::ExeOwner));
        QProcess program;
        // A superuser may write everywhere; the program is run without that right.
        program.setChildProcessModifier([] {
            ::prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0);
            ::prctl(PR_CAPBSET_DROP, CAP_FOWNER, 0, 0, 0);
        });
        program.start(QStringLiteral(BREAKLINE_PROGRAM), trade(folder, "max", true, "1h"));
        const Ended ended = endOf(program);
        QVERIFY(QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QCOMPARE(ended.code, 2);
        const QByteArray refusal =
            QStringLiteral("breakline: %1: cannot be written to: Permission denied; give a "
                           "folder in which this program may write\n")
                .arg(folder)
                .toUtf8();
        QVERIFY2(ended.errors.endsWith(refusal), ended.errors.constData());
        QCOMPARE(QDir(folder).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), names);
#else
        QSKIP("the right to write everywhere cannot be given up here");
#endif
    }

    void aDiskThatIsFull()
    {
#ifdef Q_OS_LINUX
        const QTemporaryDir data;
        const QString disk = data.filePath(QStringLiteral("disk"));
        QVERIFY(QDir().mkpath(disk));
        const auto onDisk = [&](const QString& script) {
            // A disk of its own, which only this shell and its children see, and which goes with them.
            const QStringList rest {
                QStringLiteral("sh"), QStringLiteral("-c"),
                QStringLiteral("set -e; d=\"$1\"; shift; mount -t tmpfs -o size=4m none \"$d\"; ") + script,
                QStringLiteral("sh"), disk};
            return rest;
        };
        QStringList apart {QStringLiteral("-m")};
        if (run(QStringLiteral("unshare"), apart + onDisk(QStringLiteral("true"))).code != 0) {
            apart = {QStringLiteral("-rm")};
            const Ended ended = run(QStringLiteral("unshare"), apart + onDisk(QStringLiteral("true")));
            if (ended.code != 0)
                QSKIP(("no disk of one's own can be had here: " + ended.errors.trimmed()).constData());
        }
        const auto inThere = [&](const QString& script, const QStringList& arguments) {
            return run(QStringLiteral("unshare"),
                       apart + onDisk(script) + QStringList {QStringLiteral(BREAKLINE_PROGRAM)} + arguments);
        };
        const QString folder = disk + QStringLiteral("/session");

        // It gets full while the session trades, goes on when there is room, and nothing is lost.
        const QString kept = data.filePath(QStringLiteral("kept"));
        const Ended twice = inThere(
            QStringLiteral("p=\"$1\"; c=0; \"$@\" > \"$d/../first\" 2> \"$d/../told\" || c=$?; "
                           "test $c -eq 2; mount -o remount,size=200m \"$d\"; \"$@\"; cp -r \"$d/session\" ")
                + QLatin1Char('"') + kept + QLatin1Char('"'),
            trade(folder, "max", true));
        QFile told(data.filePath(QStringLiteral("told")));
        QVERIFY(told.open(QIODevice::ReadOnly));
        const QByteArray errors = told.readAll();
        QFile first(data.filePath(QStringLiteral("first")));
        QVERIFY(first.open(QIODevice::ReadOnly));
        const auto report = nlohmann::json::parse(first.readAll().toStdString(), nullptr, false);
        QVERIFY2(report.is_object(), errors.constData());
        QCOMPARE(report["stop_reason"].get<std::string>(), std::string("error"));
        QCOMPARE(report["final_state"].get<std::string>(), std::string("STOPPED"));
        QCOMPARE(report["open_positions"].get<int>(), 0);
        QCOMPARE(report["open_orders"].get<int>(), 0);
        QCOMPARE(report["equity_difference"].get<std::string>(), std::string("0"));
        QVERIFY2(errors.contains("the session cannot go on and ends: "), errors.constData());
        QVERIFY2(errors.contains("No space left on device") || errors.contains("disk is full"),
                 errors.constData());
        // Where there was just room to mark it as finished, it is; else all of it comes back.
        if (!errors.contains("the session is not marked as finished: ")
            && !errors.contains("the journal is incomplete")) {
            QCOMPARE(twice.code, 1);
            QVERIFY2(twice.errors.contains(" is finished; expected "), twice.errors.constData());
        } else {
            QVERIFY2(twice.code == 0, twice.errors.constData());
            QCOMPARE(twice.report["final_state"].get<std::string>(), std::string("STOPPED"));
            QCOMPARE(twice.report["equity_difference"].get<std::string>(), std::string("0"));
            QVERIFY(twice.report["fills"].get<int>() > 0);
            const Ended verified =
                run(QStringLiteral(BREAKLINE_PROGRAM),
                    {QStringLiteral("replay"), kept, QStringLiteral("--verify"), QStringLiteral("--json")});
            QVERIFY2(verified.code == 0, verified.errors.constData());
            QVERIFY(verified.report["digest"] == twice.report["digest"]);
        }

        // It is full before the session begins.
        const Ended full =
            inThere(QStringLiteral("cat /dev/zero > \"$d/filler\" 2>/dev/null || true; \"$@\""),
                    trade(folder, "max", true, "1h"));
        QCOMPARE(full.code, 2);
        QVERIFY2(
            full.errors.contains(disk.toUtf8() + " is full, 0 kB are left: make room there and start again."),
            full.errors.constData());

        // Nearly full: it trades no entry, and ends well.
        const Ended nearly =
            inThere(QStringLiteral(
                        "mount -o remount,size=400m \"$d\"; head -c 370m /dev/zero > \"$d/filler\"; \"$@\""),
                    trade(folder, "max", true, "6h"));
        QVERIFY2(nearly.code == 0, nearly.errors.constData());
        QCOMPARE(nearly.report["orders"].get<int>(), 1); // that of the self-test
        QCOMPARE(nearly.report["positions_opened"].get<int>(), 0);
        QVERIFY(nearly.report["scans"].get<int>() > 0);

        // The whole disk may only be read.
        const Ended readOnly =
            inThere(QStringLiteral("mount -o remount,ro \"$d\"; \"$@\""), trade(folder, "max", true, "1h"));
        QCOMPARE(readOnly.code, 2);
        QVERIFY2(readOnly.errors.contains(disk.toUtf8()
                                          + " may only be read: give --session-dir a folder of another disk"),
                 readOnly.errors.constData());
#else
        QSKIP("no disk of one's own can be had here");
#endif
    }
};

QTEST_GUILESS_MAIN(FailingStoreTest)
#include "tst_failing_store.moc"
