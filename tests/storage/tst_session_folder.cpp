// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/SessionFolder.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <limits>
#include <memory>

using namespace breakline;

namespace {

SessionMeta meta(const std::string& id = "abc123")
{
    SessionMeta meta;
    meta.id = id;
    meta.presetId = "breakout_v1_demo";
    meta.presetHash = "00ff";
    meta.presetJson = "{\"risk\":0.010,\"name\":\"größe\\n\"}";
    meta.seed = std::numeric_limits<std::uint64_t>::max();
    meta.start = Timestamp {1'767'607'200'000};
    meta.venue = "sim";
    meta.data = "data/my candles";
    meta.dataHash = "77";
    meta.bookModel = {{"spread_ticks", "1"}, {"refill_ms", "250"}};
    meta.settings = {{"duration", "14d"}};
    meta.appVersion = "0.1.0";
    return meta;
}

QString name(const QString& path)
{
    return QFileInfo(path).fileName();
}

} // namespace

class TestSessionFolder : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_data;

    QString path(const char* relative) const { return m_data->filePath(QLatin1String(relative)); }

private Q_SLOTS:
    void init() { m_data = std::make_unique<QTemporaryDir>(); }

    void metaComesBackExactly()
    {
        SessionMeta written = meta();
        QCOMPARE(parseSessionMeta(toJson(written).value(), "f").value(), written);
        written.start.reset();
        written.finished = true;
        written.closingSummary =
            "{\"schema\":\"breakline.trade/1\",\"cycles\":3,\"fees\":\"0.10\",\"wall_seconds\":0.5}";
        QCOMPARE(parseSessionMeta(toJson(written).value(), "f").value(), written);
        written.closingSummary = "[1]";
        QVERIFY(!toJson(written));
    }

    void metaFaultsNameTheField_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* test, const char* from, const char* to, const char* message) {
            QTest::newRow(test) << QByteArray(from) << QByteArray(to) << QString::fromLatin1(message);
        };
        row("not JSON", "{", "[", "s.json: not a JSON object");
        row("schema", "session/1", "session/9",
            "s.json: field schema: \"breakline.session/9\"; expected \"breakline.session/1\"");
        row("missing", "\"venue\"", "\"venues\"", "s.json: field venue: missing; expected a string");
        row("seed", "18446744073709551615", "-1",
            "s.json: field seed: -1; expected a whole number, 0 or more");
        row("start", "1767607200000", "\"now\"",
            "s.json: field start_ms: \"now\"; expected epoch milliseconds or null");
        row("finished", "\"finished\": false", "\"finished\": 0",
            "s.json: field finished: 0; expected true or false");
        row("book model", "\"250\"", "250", "s.json: field book_model: 250; expected an object of strings");
    }

    void metaFaultsNameTheField()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, message);
        QByteArray json = toJson(meta()).value();
        QVERIFY(json.contains(from));
        json.replace(json.indexOf(from), from.size(), to);
        const auto parsed = parseSessionMeta(json, "s.json");
        QVERIFY(!parsed);
        QCOMPARE(QString::fromStdString(parsed.error().message), message);
    }

    void eachRunGetsAFolder()
    {
        const auto first = SessionFolder::create(m_data->path(), meta());
        const auto second = SessionFolder::create(m_data->path(), meta());
        QVERIFY(first && second);
        QCOMPARE(first->path(), path("sessions/abc123"));
        QCOMPARE(second->path(), path("sessions/abc123-2"));
        QVERIFY(!first->isResumed());
        QCOMPARE(first->meta(), meta());
        QCOMPARE(SessionFolder::readMeta(second->path()).value(), meta());
        // The number is one above the highest, so the newest is known by it.
        QVERIFY(QDir(path("sessions")).mkdir(QStringLiteral("abc123-9")));
        QCOMPARE(name(SessionFolder::create(m_data->path(), meta())->path()), QStringLiteral("abc123-10"));
        // Names that only look alike are of others.
        QVERIFY(QDir(path("sessions")).mkdir(QStringLiteral("abc123-50x")));
        QVERIFY(QDir(path("sessions")).mkdir(QStringLiteral("abc1234-60")));
        QCOMPARE(name(SessionFolder::create(m_data->path(), meta())->path()), QStringLiteral("abc123-11"));
    }

    void anIdThatIsNoFileNameIsRefused()
    {
        for (const char* id : {"", "a/b", "..", ".hidden", "a\\b"})
            QVERIFY(!SessionFolder::create(m_data->path(), meta(id)));
    }

    void aGivenFolderIsNewResumedOrRefused()
    {
        const QString folder = path("mine/run");
        {
            auto session = SessionFolder::openOrCreate(folder, meta());
            QVERIFY(session);
            QVERIFY(!session->isResumed());
            QCOMPARE(session->databaseFile(), folder + QStringLiteral("/session.sqlite"));
            QCOMPARE(session->recordingFile(), folder + QStringLiteral("/recording.bin"));
        }
        {
            SessionMeta later = meta();
            later.data = "elsewhere"; // not part of what a session is
            auto session = SessionFolder::openOrCreate(folder, later);
            QVERIFY(session);
            QVERIFY(session->isResumed());
            QCOMPARE(session->meta(), meta());

            const auto other = SessionFolder::openOrCreate(folder, meta());
            QVERIFY(!other); // held
            QCOMPARE(other.error().code, ErrorCode::Unavailable);
        }
        {
            const auto refusal = [&folder](const SessionMeta& asked) {
                const auto other = SessionFolder::openOrCreate(folder, asked);
                return other ? QString() : QString::fromStdString(other.error().message);
            };
            const auto expected = [&folder](const char* difference) {
                return folder
                    + QStringLiteral(
                          ": holds the unfinished session abc123, which is another one: %1; expected "
                          "the arguments that began it, or another folder")
                          .arg(QLatin1String(difference));
            };
            QCOMPARE(refusal(meta("def")), expected("id abc123 there, def asked for"));
            SessionMeta other = meta("def");
            other.seed = 2;
            QCOMPARE(refusal(other), expected("seed 18446744073709551615 there, 2 asked for"));
            other.presetId = "p";
            other.presetHash = "11";
            other.dataHash = "78";
            other.start = Timestamp {1'767'607'200'001};
            QCOMPARE(
                refusal(other),
                expected("preset breakout_v1_demo (hash 00ff) there, p (hash 11) asked for; data of hash 77 "
                         "there, 78 asked for; seed 18446744073709551615 there, 2 asked for; start "
                         "2026-01-05T10:00:00.000Z there, 2026-01-05T10:00:00.001Z asked for"));
            other = meta(); // of the same id, in another version of the exchange
            other.bookModel = {{"spread_ticks", "2"}, {"refill_s", "1"}};
            QCOMPARE(
                refusal(other),
                expected("book model's refill_ms 250 there, nothing asked for; book model's spread_ticks 1 "
                         "there, 2 asked for; book model's refill_s nothing there, 1 asked for"));
        }
        {
            auto session = SessionFolder::openOrCreate(folder, meta());
            QVERIFY(!session->finish("nonsense"));
            QVERIFY(!session->meta().finished);
            QVERIFY(session->finish("{\"cycles\":3}"));
            QVERIFY(session->meta().finished);
        }
        const auto finished = SessionFolder::openOrCreate(folder, meta());
        QVERIFY(!finished);
        QCOMPARE(finished.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(QString::fromStdString(finished.error().message),
                 folder
                     + QStringLiteral(": session abc123 is finished; expected an absent or empty folder, "
                                      "or an unfinished session"));
        QCOMPARE(SessionFolder::readMeta(folder)->closingSummary, std::string("{\"cycles\":3}"));
    }

    void aLockIsNoNumberOfAProcess()
    {
        const QString folder = path("held");
        QVERIFY(QDir().mkpath(folder));
        const QString lock = QDir(folder).filePath(QStringLiteral("session.lock"));
        {
            // What a killed program has left; its number is that of a living process by now, ours.
            QFile file(lock);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QByteArray::number(QCoreApplication::applicationPid()) + "\nBreakline\n");
        }
        {
            const auto session = SessionFolder::openOrCreate(folder, meta());
            QVERIFY(session);
            QVERIFY(QFile::exists(lock));
            const auto other = SessionFolder::openOrCreate(folder, meta());
            QVERIFY(!other);
            QCOMPARE(other.error().code, ErrorCode::Unavailable);
            QCOMPARE(QString::fromStdString(other.error().message),
                     folder
                         + QStringLiteral(
                               ": the session is in use by process %1 (%2); end that program first, or give "
                               "another folder")
                               .arg(QCoreApplication::applicationPid())
                               .arg(QCoreApplication::applicationName()));
        }
        QVERIFY(!QFile::exists(lock));
        QVERIFY(SessionFolder::openOrCreate(folder, meta()));
    }

    void anEmptyFolderIsTakenAnythingElseIsNot()
    {
        QVERIFY(QDir().mkpath(path("empty")));
        QVERIFY(SessionFolder::openOrCreate(path("empty"), meta()));

        QVERIFY(QDir().mkpath(path("full")));
        QFile file(path("full/letter.txt"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto full = SessionFolder::openOrCreate(path("full"), meta());
        QVERIFY(!full);
        QCOMPARE(QString::fromStdString(full.error().message),
                 path("full")
                     + QStringLiteral(": is neither empty nor a session; expected an absent or empty folder, "
                                      "or an unfinished session"));
        QCOMPARE(QDir(path("full")).entryList(QDir::Files), QStringList {QStringLiteral("letter.txt")});

        const auto notAFolder = SessionFolder::openOrCreate(path("full/letter.txt"), meta());
        QVERIFY(!notAFolder);
        QCOMPARE(QString::fromStdString(notAFolder.error().message),
                 path("full/letter.txt") + QStringLiteral(": is a file; expected a folder"));
    }

    void resumedFilesTakeThePlaceOfTheEarlierOnes()
    {
        const auto folder = SessionFolder::openOrCreate(path("s"), meta());
        QVERIFY(folder);
        const auto write = [](const QString& name, const char* text) {
            QFile file(name);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text);
        };
        const auto read = [](const QString& name) {
            QFile file(name);
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("absent");
        };
        write(folder->databaseFile(), "old d");
        write(folder->recordingFile(), "old r");
        write(folder->resumingDatabaseFile(), "new d");
        write(folder->resumingRecordingFile(), "new r");
        const QString log = folder->databaseFile() + QStringLiteral("-wal");
        write(log, "x");
        QVERIFY(!folder->adoptResumingFiles());
        QCOMPARE(read(folder->databaseFile()), QByteArray("old d"));
        QCOMPARE(read(folder->recordingFile()), QByteArray("old r"));
        QVERIFY(QFile::remove(log));
        QVERIFY(folder->adoptResumingFiles());
        QCOMPARE(read(folder->databaseFile()), QByteArray("new d"));
        QCOMPARE(read(folder->recordingFile()), QByteArray("new r"));
        QCOMPARE(read(folder->resumingDatabaseFile()), QByteArray("absent"));

        write(folder->resumingDatabaseFile(), "newer d");
        write(folder->resumingRecordingFile(), "newer r");
        folder->removeResumingFiles();
        QCOMPARE(read(folder->resumingDatabaseFile()), QByteArray("absent"));
        QCOMPARE(read(folder->resumingRecordingFile()), QByteArray("absent"));
        QCOMPARE(read(folder->recordingFile()), QByteArray("new r"));
        QVERIFY(!folder->adoptResumingFiles()); // there is nothing to adopt
        QCOMPARE(read(folder->databaseFile()), QByteArray("new d"));
    }

    void listsByNameAndNumber()
    {
        QVERIFY(listSessions(m_data->path()).empty());
        for (int i = 0; i < 10; ++i)
            QVERIFY(SessionFolder::create(m_data->path(), meta("b")));
        QVERIFY(SessionFolder::create(m_data->path(), meta("a")));
        QVERIFY(QDir(path("sessions")).mkdir(QStringLiteral("c")));
        const std::vector<SessionEntry> entries = listSessions(m_data->path());
        QStringList names;
        for (const SessionEntry& entry : entries)
            names << name(entry.path);
        QCOMPARE(names.join(QLatin1Char(' ')), QStringLiteral("a b b-2 b-3 b-4 b-5 b-6 b-7 b-8 b-9 b-10 c"));
        QVERIFY(entries.front().meta);
        QVERIFY(!entries.back().meta); // a folder without session.json is shown as what it is
    }

    void findsByFolderIdAndName()
    {
        for (int i = 0; i < 10; ++i)
            QVERIFY(SessionFolder::create(m_data->path(), meta("b")));
        QVERIFY(SessionFolder::openOrCreate(path("mine"), meta("m")));
        const auto found = [this](const QString& session) { return findSession(m_data->path(), session); };
        QCOMPARE(found(path("mine")).value(), path("mine"));
        QCOMPARE(found(path("mine/../mine/")).value(), path("mine"));
        QCOMPARE(found(QStringLiteral("b")).value(), path("sessions/b-10"));
        QCOMPARE(found(QStringLiteral("b-2")).value(), path("sessions/b-2"));
        const auto none = found(QStringLiteral("m"));
        QVERIFY(!none);
        QCOMPARE(none.error().code, ErrorCode::NotFound);
        QCOMPARE(QString::fromStdString(none.error().message),
                 QStringLiteral("session 'm': expected the folder of a session, or an id that is in %1")
                     .arg(path("sessions")));
        QVERIFY(!found(QString()));
    }
};

QTEST_GUILESS_MAIN(TestSessionFolder)
#include "tst_session_folder.moc"
