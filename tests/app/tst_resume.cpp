// SPDX-License-Identifier: GPL-3.0-or-later
// A session whose program was killed goes on as if nothing had been.
#include "app/StoredSession.h"
#include "storage/CsvExport.h"
#include "storage/RecordingReader.h"
#include "storage/RecordingWriter.h"
#include "storage/RowsReader.h"
#include "storage/SqliteConnection.h"
#include "trading/InputCodec.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <vector>

using namespace breakline;

namespace {

constexpr int kTimeoutMs = 120'000;
constexpr qsizetype kPage = 4096; ///< of a SQLite file

QByteArray bytesOf(const QString& file)
{
    QFile opened(file);
    return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray("absent");
}

void write(const QString& file, const QByteArray& bytes)
{
    QFile opened(file);
    QVERIFY(opened.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(opened.write(bytes), qint64(bytes.size()));
}

/// What a kill leaves: the files of a folder, without the lock of the living.
void copyFolder(const QString& from, const QString& to)
{
    QVERIFY(QDir().mkpath(to));
    for (const QFileInfo& file : QDir(from).entryInfoList(QDir::Files | QDir::Hidden))
        if (file.fileName() != QLatin1String("session.lock"))
            QVERIFY(QFile::copy(file.filePath(), QDir(to).filePath(file.fileName())));
}

/// Puts what the log beside a database holds into it.
void foldLog(const QString& database)
{
    auto connection = SqliteConnection::open(database, SqliteConnection::Mode::ReadWrite);
    QVERIFY(connection.has_value());
    QVERIFY((*connection)->execute(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)")));
}

/// Every CSV that two equal runs share, by name.
std::map<QString, QByteArray> csvOf(const QString& session)
{
    const QTemporaryDir to;
    std::map<QString, QByteArray> files;
    if (!exportSession(session, to.path()))
        return files;
    for (const QFileInfo& file : QDir(to.path()).entryInfoList(QDir::Files))
        if (file.fileName() != QLatin1String("wall_log.csv"))
            files[file.fileName()] = bytesOf(file.filePath());
    return files;
}

/// What the journal keeps beside the CSV files: what each client id stands for,
/// and the facts of risk.
struct Kept {
    std::vector<ClientIdRow> clientIds;
    std::map<std::string, std::string> state;

    friend bool operator==(const Kept&, const Kept&) = default;
};

Kept keptOf(const QString& session)
{
    const auto reader = RowsReader::open(session).value();
    return {reader->clientIds().value(), reader->state().value()};
}

struct Ended {
    int code = -1;
    QByteArray output;
    QByteArray errors;

    /// The closing object without what may differ between equal runs.
    nlohmann::json report() const
    {
        auto json = nlohmann::json::parse(output.begin(), output.end(), nullptr, false);
        if (json.is_object()) {
            json.erase("session_path");
            json.erase("wall_seconds");
        }
        return json;
    }
};

Ended run(const QStringList& arguments)
{
    QProcess program;
    program.start(QStringLiteral(BREAKLINE_PROGRAM), arguments);
    if (!program.waitForFinished(kTimeoutMs) || program.exitStatus() != QProcess::NormalExit)
        return {-1, program.readAllStandardOutput(), program.readAllStandardError()};
    return {program.exitCode(), program.readAllStandardOutput(), program.readAllStandardError()};
}

QStringList trade(const QString& folder, const char* seed = "2")
{
    return {QStringLiteral("trade"),
            QStringLiteral("--headless"),
            QStringLiteral("--in-process"),
            QStringLiteral("--seed"),
            QLatin1String(seed),
            QStringLiteral("--speed"),
            QStringLiteral("max"),
            QStringLiteral("--duration"),
            QStringLiteral("6h"),
            QStringLiteral("--json"),
            QStringLiteral("--session-dir"),
            folder};
}

/// Starts the program and kills it once `file` has grown to `size`; false: it
/// was faster.
bool runUntilKilled(const QStringList& arguments, const QString& file, qint64 size)
{
    QProcess program;
    program.start(QStringLiteral(BREAKLINE_PROGRAM), arguments);
    const bool grown = QTest::qWaitFor(
        [&] { return QFileInfo::exists(file) && QFileInfo(file).size() >= size; }, kTimeoutMs);
    program.kill();
    program.waitForFinished(kTimeoutMs);
    return grown && program.exitStatus() == QProcess::CrashExit;
}

std::vector<Record> recordsOf(const QString& file)
{
    std::vector<Record> records;
    const auto reader = RecordingReader::open(file).value();
    for (auto record = reader->next(); record && *record; record = reader->next())
        records.push_back(**record);
    return records;
}

/// The newest input that is on the disk.
Record lastInputOf(const QString& folder)
{
    std::vector<Record> records = recordsOf(SessionFolder::recordingFileOf(folder));
    while (records.back().kind != RecordKind::Input)
        records.pop_back();
    return records.back();
}

} // namespace

class ResumeTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_data;
    QString m_whole; ///< of a run that nothing interrupted
    QString m_killed; ///< of one that was killed half way
    nlohmann::json m_report;
    std::map<QString, QByteArray> m_csv;
    Kept m_kept;
    qint64 m_size = 0;

    QString path(const char* name) const { return m_data.filePath(QLatin1String(name)); }
    static QString recording(const QString& folder) { return SessionFolder::recordingFileOf(folder); }
    QString killedCopy()
    {
        const QString folder = path(QTest::currentTestFunction());
        QDir(folder).removeRecursively();
        copyFolder(m_killed, folder);
        return folder;
    }

    void resumeAndCompare(const QString& folder)
    {
        const Ended ended = run(trade(folder));
        QVERIFY2(ended.code == 0, ended.errors.constData());
        QVERIFY2(ended.errors.contains("resuming "), ended.errors.constData());
        compareWithWhole(folder, ended);
    }

    void compareWithWhole(const QString& folder, const Ended& ended)
    {
        QCOMPARE(ended.report().dump(), m_report.dump());
        const auto csv = csvOf(folder);
        QCOMPARE(csv.size(), m_csv.size());
        for (const auto& [name, bytes] : m_csv)
            QVERIFY2(csv.at(name) == bytes, qPrintable(name));
        QVERIFY(keptOf(folder) == m_kept);
        const Ended verified =
            run({QStringLiteral("replay"), folder, QStringLiteral("--verify"), QStringLiteral("--json")});
        QVERIFY2(verified.code == 0, verified.errors.constData());
        QCOMPARE(nlohmann::json::parse(verified.output.toStdString())["digest"].get<std::string>(),
                 m_report["digest"].get<std::string>());
        QVERIFY(QDir(folder).entryList({QStringLiteral("resuming*")}).isEmpty());
    }

    /// Refused with `code`; nothing of the folder has changed.
    void refuses(const QString& folder, const QStringList& arguments, int code, const QByteArray& message)
    {
        const auto files = [&folder] {
            std::map<QString, QByteArray> all;
            for (const char* name : {"recording.bin", "session.sqlite", "session.sqlite-wal", "session.json"})
                all[QLatin1String(name)] = bytesOf(QDir(folder).filePath(QLatin1String(name)));
            return all;
        };
        const auto before = files();
        const Ended ended = run(arguments);
        QVERIFY2(ended.errors.contains(message), ended.errors.constData());
        QCOMPARE(ended.code, code);
        QVERIFY(files() == before);
        QVERIFY(QDir(folder).entryList({QStringLiteral("resuming*")}).isEmpty());
    }

private Q_SLOTS:
    void theKillLatchSurvives()
    {
        QTemporaryDir files;
        SessionOptions options;
        options.simulation.isInProcess = true;
        options.sessionDir = files.filePath(QStringLiteral("session")).toStdString();
        const auto open = [&options] {
            return StoredSession::open(prepareSession(options).value(), options.sessionDir).value();
        };
        const auto forward = [](StoredSession& session) {
            session.runner().runUntil(session.runner().now() + Duration::seconds(5));
        };
        {
            const auto session = open();
            session->submit({1, CommandKind::Start, session->meta().presetId});
            forward(*session);
            session->submit({2, CommandKind::KillSwitch, {}});
            QVERIFY(session->session().machine().state() == TradingState::Emergency);
        } // as a killed program leaves it, in the middle of its flatten
        const auto session = open();
        QVERIFY(session->catchUpWithRecording([](const std::string&) {}));
        const EntryGate& gate = session->session().machine().gate();
        QVERIFY(session->session().machine().state() == TradingState::Emergency);
        QVERIFY(gate.has(GateReason::KillLatch));
        forward(*session);
        session->submit({3, CommandKind::Start, session->meta().presetId});
        QVERIFY(session->session().machine().state() == TradingState::Emergency);
        session->submit({4, CommandKind::Rearm, "yes"});
        QVERIFY(gate.has(GateReason::KillLatch));
        session->submit({5, CommandKind::Rearm, "RE-ARM"});
        QVERIFY(!gate.has(GateReason::KillLatch));
        QVERIFY(session->session().machine().state() == TradingState::Idle);
    }

    void initTestCase()
    {
        m_whole = path("whole");
        const Ended ended = run(trade(m_whole));
        QVERIFY2(ended.code == 0, ended.errors.constData());
        m_report = ended.report();
        m_csv = csvOf(m_whole);
        QVERIFY(m_csv.size() >= 8);
        m_kept = keptOf(m_whole);
        QVERIFY(!m_kept.clientIds.empty());
        QCOMPARE(m_kept.state.at("day_start_equity"), std::string("100000"));
        QVERIFY(m_report["fills"].get<int>() > 0);
        m_size = QFileInfo(recording(m_whole)).size();
        m_killed = path("killed");
        QVERIFY(runUntilKilled(trade(m_killed), recording(m_killed), m_size / 2));
        QVERIFY(QFileInfo(recording(m_killed)).size() < m_size);
    }

    void killedAnywhereItEndsTheSame_data()
    {
        QTest::addColumn<int>("percent");
        QTest::newRow("at once") << 0;
        QTest::newRow("at the first chunk") << 1;
        QTest::newRow("early") << 25;
        QTest::newRow("later") << 60;
    }

    void killedAnywhereItEndsTheSame()
    {
        QFETCH(int, percent);
        const QString folder = path("point") + QString::number(percent);
        // A recording begins with its header of 8 bytes.
        const QString file = percent == 0 ? SessionFolder::metaFileOf(folder) : recording(folder);
        const qint64 size = percent == 0 ? 1 : std::max<qint64>(9, m_size * percent / 100);
        QVERIFY(runUntilKilled(trade(folder), file, size));
        resumeAndCompare(folder);
    }

    void killedAgainWhileItCatchesUp()
    {
        const QString folder = killedCopy();
        const QByteArray recorded = bytesOf(recording(folder));
        QVERIFY(runUntilKilled(trade(folder), QDir(folder).filePath(QStringLiteral("resuming.bin")),
                               recorded.size() / 3));
        QCOMPARE(bytesOf(recording(folder)), recorded);
        QVERIFY(!csvOf(folder).empty());
        // And once more after it has.
        QVERIFY(runUntilKilled(trade(folder), recording(folder), recorded.size() + 1));
        resumeAndCompare(folder);
    }

    void aTornRecordingIsReadAsFarAsItIsWhole_data()
    {
        QTest::addColumn<double>("part");
        for (const double part : {0.0, 1e-9, 0.3, 0.77, 1.0})
            QTest::newRow(QByteArray::number(part).constData()) << part;
    }

    void aTornRecordingIsReadAsFarAsItIsWhole()
    {
        QFETCH(double, part);
        const QString folder = killedCopy();
        const QByteArray recorded = bytesOf(recording(folder));
        if (part == 0.0)
            QVERIFY(QFile::remove(recording(folder)));
        else
            write(recording(folder),
                  recorded.left(std::max<qsizetype>(
                      3, static_cast<qsizetype>(part * static_cast<double>(recorded.size())) - 1)));
        resumeAndCompare(folder);
    }

    void anotherSessionIsRefused()
    {
        const QString folder = killedCopy();
        refuses(folder, trade(folder, "3"), 1, "seed 2 there, 3 asked for");
        refuses(folder,
                trade(folder)
                    + QStringList {QStringLiteral("--preset"), QStringLiteral("breakout_v1_relaxed")},
                1, "preset breakout_v1_demo (hash ");
        refuses(folder,
                trade(folder) + QStringList {QStringLiteral("--from"), QStringLiteral("1699999980000")}, 1,
                "2023-11-14T22:13:00.000Z asked for");
    }

    void aFinishedSessionIsRefused() { refuses(m_whole, trade(m_whole), 1, "is finished"); }

    void leftWithItsPositionsItIsFinished()
    {
        const QString folder = path("left");
        QProcess program;
        program.start(QStringLiteral(BREAKLINE_PROGRAM),
                      trade(folder) + QStringList {QStringLiteral("--on-stop"), QStringLiteral("leave")});
        QVERIFY(QTest::qWaitFor([&] { return QFileInfo(recording(folder)).size() > 8; }, kTimeoutMs));
        program.terminate();
        QVERIFY(program.waitForFinished(kTimeoutMs));
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
        QVERIFY(SessionFolder::readMeta(folder)->finished);
        refuses(folder, trade(folder), 1, "is finished");
    }

    void damageWithMoreBehindItChangesNothing()
    {
        const QString folder = killedCopy();
        QByteArray recorded = bytesOf(recording(folder));
        recorded[100] = static_cast<char>(recorded[100] ^ 1);
        write(recording(folder), recorded);
        refuses(folder, trade(folder), 2, "checksum differs");
        refuses(folder, trade(folder), 2,
                "put a copy of the file in its place, or begin a new session in another folder");
    }

    void aDamagedJournalIsSetAsideAndMadeAnew_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<bool>("isNoticed");
        // What lies in the last page decides whether anybody needs it.
        QTest::newRow("the last page") << QStringLiteral("last") << false;
        QTest::newRow("the first page") << QStringLiteral("first") << true;
        QTest::newRow("the second half is gone") << QStringLiteral("half") << true;
    }

    void aDamagedJournalIsSetAsideAndMadeAnew()
    {
        QFETCH(QString, how);
        QFETCH(bool, isNoticed);
        const QString folder = killedCopy();
        const QString database = SessionFolder::databaseFileOf(folder);
        foldLog(database);
        QByteArray bytes = bytesOf(database);
        if (how == QLatin1String("half"))
            bytes.truncate(bytes.size() / 2 / kPage * kPage);
        else
            bytes.replace(how == QLatin1String("last") ? bytes.size() - kPage : 0, kPage,
                          QByteArray(kPage, '\x5a'));
        write(database, bytes);
        const Ended ended = run(trade(folder));
        QVERIFY2(ended.code == 0, ended.errors.constData());
        const QString aside = QDir(folder).filePath(QStringLiteral("damaged-1.sqlite"));
        const bool isTold = ended.errors.contains("the journal of the earlier run is damaged: ");
        QVERIFY2(isTold || !isNoticed, ended.errors.constData());
        if (isTold) {
            QVERIFY2(ended.errors.contains("it is kept as " + aside.toUtf8()), ended.errors.constData());
            QVERIFY(bytesOf(aside) == bytes);
        }
        compareWithWhole(folder, ended);
    }

    void whatIsDamagedIsNeverExportedAsIfItWereWhole()
    {
        const QString folder = path("exported");
        copyFolder(m_whole, folder);
        const QString database = SessionFolder::databaseFileOf(folder);
        const QByteArray whole = bytesOf(database);
        int refused = 0;
        for (qsizetype page = 1; page <= 12; ++page) {
            QByteArray bytes = whole;
            bytes.replace(bytes.size() - page * kPage, kPage, QByteArray(kPage, '\x5a'));
            write(database, bytes);
            const QTemporaryDir to;
            if (const auto done = exportSession(folder, to.path()); !done) {
                ++refused;
                QCOMPARE(done.error().code, ErrorCode::Corrupt);
                QVERIFY2(done.error().message.starts_with(database.toStdString() + ": "),
                         done.error().message.c_str());
            } else {
                QVERIFY(csvOf(folder) == m_csv);
            }
        }
        QVERIFY(refused > 0);
    }

    void aDifferenceNamesItsInputAndChangesNothing()
    {
        const QString folder = killedCopy();
        std::vector<Record> records = recordsOf(recording(folder));
        std::size_t changed = records.size() / 2;
        while (records[changed].kind != RecordKind::Output)
            ++changed;
        records[changed].payload += "!";
        QVERIFY(QFile::remove(recording(folder)));
        {
            auto writer = RecordingWriter::create(recording(folder)).value();
            for (const Record& record : records)
                writer->append(record.kind, record.sequence, record.time, record.payload);
            QVERIFY(writer->close());
        }
        refuses(folder, trade(folder), 2,
                "otherwise than the recorded run at input "
                    + QByteArray::number(quint64(records[changed].sequence)) + " (");
    }

    void aRecordedInputThatDoesNotComeIsADifference()
    {
        const QString folder = killedCopy();
        std::vector<Record> records = recordsOf(recording(folder));
        records.resize(records.size() / 2);
        QVERIFY(QFile::remove(recording(folder)));
        {
            auto writer = RecordingWriter::create(recording(folder)).value();
            for (const Record& record : records)
                writer->append(record.kind, record.sequence, record.time, record.payload);
            InputCodec codec;
            writer->append(RecordKind::Input, records.back().sequence + 1, records.back().time,
                           codec.encode(TimerFired {987'654}));
            QVERIFY(writer->close());
        }
        refuses(folder, trade(folder), 2, "timer 987654");
    }

    void whatTheHostSaidBeforeIsKept()
    {
        const QString folder = killedCopy();
        WallLogRow said;
        said.record.time = Timestamp {1'767'607'200'000};
        said.record.level = "WARNING";
        said.record.component = "host";
        said.record.message = "said before";
        {
            auto journal = SqliteJournal::open(SessionFolder::databaseFileOf(folder)).value();
            journal->write(said);
            QVERIFY(journal->close());
        }
        resumeAndCompare(folder);
        auto reader = RowsReader::open(folder).value();
        const auto rows = reader->wallLog().value();
        QCOMPARE(std::ranges::count_if(
                     rows, [](const WallLogRow& row) { return row.record.message == "said before"; }),
                 std::ptrdiff_t {1});
    }

    /// Commands of a person, and what the host says of its disk, come at odd
    /// moments, between instants.
    void whatComesFromOutsideComesBackAtItsPlace()
    {
        struct Step {
            std::int64_t ms;
            OutsideInput input;
        };
        const auto command = [](CommandKind kind, const char* argument = "") {
            return UserCommand {static_cast<std::uint64_t>(kind) + 1, kind, argument};
        };
        const std::vector<Step> steps {{0, DiskReading {92.5}},
                                       {0, command(CommandKind::SelectSymbol, "BTCUSDT")},
                                       {0, command(CommandKind::Start)},
                                       {300'003, DiskReading {84.0}},
                                       {900'007, command(CommandKind::Pause)},
                                       {900'007, command(CommandKind::Resume)},
                                       {1'500'000, command(CommandKind::PanicExit)},
                                       {2'100'113, command(CommandKind::Resume)},
                                       {2'300'000, DiskReading {95.25}},
                                       {2'500'001, DiskReading {85.0}},
                                       {2'700'001, command(CommandKind::TimeStop)},
                                       {4'200'000, command(CommandKind::Stop)}};
        constexpr std::size_t kStart = 2; // of the steps
        // Cut off while the disk was full; now it is not, which is news to the session.
        const auto isFullAfter = [](std::size_t step) { return step < 3 || step == 8; };
        const auto open = [](const QString& folder, bool isInProcess) {
            SimulationOptions options;
            options.seed = 5; // a position from the twentieth minute on
            options.isInProcess = isInProcess;
            auto setup = prepareSimulation(options).value();
            setup.readDisk = [] { return 50.0; };
            return StoredSession::open(std::move(setup), folder.toStdString()).value();
        };
        const auto give = [&steps](StoredSession& session, std::size_t from, std::size_t to) {
            for (std::size_t i = from; i < to; ++i) {
                const Timestamp time = session.start() + Duration::milliseconds(steps[i].ms);
                if (session.runner().now() < time)
                    session.runner().runUntil(time);
                if (const auto* given = std::get_if<UserCommand>(&steps[i].input))
                    session.submit(*given);
                else
                    session.report(std::get<DiskReading>(steps[i].input));
            }
        };
        const auto end = [](StoredSession& session) {
            session.runner().runUntil(session.start() + Duration::minutes(75));
            const auto report = session.finish(session.start(), 0.0);
            return Ended {report.exitCode, QByteArray::fromStdString(report.json), {}}
                .report()
                .dump();
        };
        const QString whole = path("commands");
        const auto session = open(whole, true);
        std::vector<QString> snapshots;
        for (std::size_t i = 0; i < steps.size(); ++i) {
            give(*session, i, i + 1);
            session->settle();
            // The recording's thread writes what submit() has flushed.
            QVERIFY(QTest::qWaitFor([&] {
                const std::vector<Record> records = recordsOf(recording(whole));
                return !records.empty() && records.back().sequence == session->session().inputs().count();
            }));
            snapshots.push_back(whole + QString::number(i));
            copyFolder(whole, snapshots.back());
        }
        const std::string expected = end(*session);
        const auto csv = csvOf(whole);
        const Kept kept = keptOf(whole);
        for (std::size_t i = 0; i < snapshots.size(); ++i) {
            // One of them over the wire, which changes nothing.
            const auto resumed = open(snapshots[i], i != 5);
            QVERIFY(resumed->isResumed());
            std::vector<std::string> told;
            const auto caughtUp =
                resumed->catchUpWithRecording([&told](const std::string& line) { told.push_back(line); });
            QVERIFY2(caughtUp.has_value(), caughtUp ? "" : caughtUp.error().message.c_str());
            QCOMPARE(told.size(), std::size_t {2});
            QCOMPARE(resumed->recordedCommands().isStarted, i >= kStart);
            QVERIFY(!resumed->session().machine().gate().has(GateReason::DiskFull));
            if (isFullAfter(i)) {
                QVERIFY(QTest::qWaitFor([&] {
                    return lastInputOf(snapshots[i]).sequence == resumed->session().inputs().count();
                }));
                const Input news = InputCodec::decode(lastInputOf(snapshots[i]).payload).value();
                QVERIFY(std::get<DiskReading>(news).usedPercent <= 85.0);
                continue;
            }
            QCOMPARE(resumed->recordedCommands().isStopping, i + 1 == steps.size());
            give(*resumed, i + 1, steps.size());
            QCOMPARE(end(*resumed), expected);
            QVERIFY(csvOf(snapshots[i]) == csv);
            QVERIFY(keptOf(snapshots[i]) == kept);
        }
    }

    void aNewSessionHasNothingToCatchUpWith()
    {
        auto setup = prepareSimulation({.isInProcess = true});
        const auto session = StoredSession::open(std::move(*setup), path("new").toStdString()).value();
        QVERIFY(!session->isResumed());
        QVERIFY(session->catchUpWithRecording([](const std::string&) { QFAIL("there is nothing to tell"); })
                    .has_value());
        QVERIFY(!session->recordedCommands().isStarted);
        QCOMPARE(session->runner().now(), session->start());
    }
};

QTEST_GUILESS_MAIN(ResumeTest)
#include "tst_resume.moc"
