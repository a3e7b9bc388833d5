// SPDX-License-Identifier: GPL-3.0-or-later
// A session without a window whose files cannot be written any more.
#include "storage/RowsReader.h"
#include "storage/SessionFolder.h"
#include "storage/SqliteConnection.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>

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

QStringList trade(const QString& folder, const char* speed, bool isInProcess)
{
    QStringList arguments {QStringLiteral("trade"),
                           QStringLiteral("--headless"),
                           QStringLiteral("--seed"),
                           QStringLiteral("2"),
                           QStringLiteral("--speed"),
                           QLatin1String(speed),
                           QStringLiteral("--duration"),
                           QStringLiteral("24h"),
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
};

QTEST_GUILESS_MAIN(FailingStoreTest)
#include "tst_failing_store.moc"
