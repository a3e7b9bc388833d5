// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/SessionLog.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QLoggingCategory>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <array>
#include <memory>
#include <set>

using namespace breakline;

namespace {

std::unique_ptr<SessionLog> openLog(const QString& folder, LogLevel level = LogLevel::Debug)
{
    SessionLog::Settings settings;
    settings.sessionId = "s-7";
    settings.folder = folder;
    settings.level = level;
    settings.console = std::nullopt;
    auto log = SessionLog::open(settings);
    return log ? std::move(*log) : nullptr;
}

QList<QByteArray> linesOf(const QTemporaryDir& folder, const char* name)
{
    QFile file(folder.filePath(QLatin1String(name)));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QList<QByteArray> lines = file.readAll().split('\n');
    lines.removeLast();
    return lines;
}

LogMessage message(LogLevel level, std::string_view component, std::string_view text)
{
    LogMessage record;
    record.level = level;
    record.component = component;
    record.text = text;
    return record;
}

Q_LOGGING_CATEGORY(lcExample, "breakline.example")

} // namespace

class TestSessionLog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void levelNames()
    {
        const std::array names {"DEBUG", "PERFORMANCE", "INFO",  "TRADE",
                                "RISK",  "WARNING",     "ERROR", "CRITICAL"};
        for (std::size_t i = 0; i < kLogLevelCount; ++i) {
            QCOMPARE(toText(static_cast<LogLevel>(i)), std::string_view(names[i]));
            QCOMPARE(*parseLogLevel(names[i]), static_cast<LogLevel>(i));
        }
        QCOMPARE(*parseLogLevel("warning"), LogLevel::Warning);
        const auto wrong = parseLogLevel("LOUD");
        QVERIFY(!wrong);
        QVERIFY(wrong.error().message.find("LOUD") != std::string::npos);
        QVERIFY(wrong.error().message.find("CRITICAL") != std::string::npos);
    }

    void everyLineCarriesItsContext()
    {
        const QTemporaryDir folder;
        const auto log = openLog(folder.path());
        log->write({LogLevel::Warning, "RiskManager", "SIZING", "BTCUSDT", "BTCUSDT:1", "E7", "limit near",
                    Timestamp {1'767'607'200'123}});
        log->write(message(LogLevel::Info, "host", "hello"));
        log->flush();
        const auto lines = linesOf(folder, "general.log");
        QCOMPARE(lines.size(), 2);
        QVERIFY(lines[0].contains(" WARNING session=s-7 component=RiskManager state=SIZING symbol=BTCUSDT "
                                  "trace=BTCUSDT:1 venue=2026-01-05T10:00:00.123Z code=E7 | limit near"));
        QVERIFY(lines[1].contains(" INFO session=s-7 component=host state=- symbol=- trace=- | hello"));
        QVERIFY(parseTimestamp(lines[0].left(24).toStdString()).has_value());
    }

    void rowsOfTheTradingThreadKeepTheirVenueTime()
    {
        const auto log = openLog(QString());
        LogRow row;
        row.time = Timestamp {5};
        row.traceId = "T";
        row.level = "RISK";
        row.component = "RiskManager";
        row.state = "MANAGING";
        row.symbol = "ETHUSDT";
        row.message = "usage 0.8";
        log->write(row);
        const auto entries = log->recent(10);
        QCOMPARE(entries.size(), std::size_t {1});
        QCOMPARE(entries[0].level, LogLevel::Risk);
        QCOMPARE(entries[0].venueTime, Timestamp {5});
        QCOMPARE(entries[0].state, std::string("MANAGING"));
        QCOMPARE(entries[0].traceId, std::string("T"));
    }

    void filesByWhatTheyHold()
    {
        const QTemporaryDir folder;
        const auto log = openLog(folder.filePath(QStringLiteral("made/here")));
        QVERIFY(log);
        log->write(message(LogLevel::Info, "ScanningManager", "a"));
        log->write(message(LogLevel::Error, "ScanningManager", "b"));
        log->write(message(LogLevel::Info, "exchange", "c"));
        log->write(message(LogLevel::Critical, "exchange/bybit", "d"));
        log->write(message(LogLevel::Performance, "bench", "e"));
        log->flush();
        const auto texts = [&](const char* name) {
            QFile file(folder.filePath(QStringLiteral("made/here/") + QLatin1String(name)));
            if (!file.open(QIODevice::ReadOnly))
                return QByteArray("missing");
            QByteArray all;
            for (const QByteArray& line : file.readAll().split('\n'))
                all += line.right(line.isEmpty() ? 0 : 1);
            return all;
        };
        QCOMPARE(texts("general.log"), QByteArray("ab"));
        QCOMPARE(texts("api.log"), QByteArray("cd"));
        QCOMPARE(texts("errors.log"), QByteArray("bd"));
        QCOMPARE(texts("metrics.log"), QByteArray("e"));
    }

    void thresholdLeavesTradeAndRiskIn()
    {
        const auto log = openLog(QString(), LogLevel::Error);
        const std::set<LogLevel> accepted {LogLevel::Trade, LogLevel::Risk, LogLevel::Error,
                                           LogLevel::Critical};
        for (std::size_t i = 0; i < kLogLevelCount; ++i) {
            const auto level = static_cast<LogLevel>(i);
            QCOMPARE(log->accepts(level), accepted.contains(level));
            log->write(message(level, "x", "y"));
        }
        QCOMPARE(log->total(), std::uint64_t {4});
    }

    void noSecretInFileOrRing()
    {
        const QTemporaryDir folder;
        const auto log = openLog(folder.path());
        QVERIFY(log->addSecret("k-9f8e7d6c"));
        log->write(message(LogLevel::Error, "exchange", "refused k-9f8e7d6c, X-BAPI-SIGN: 0badc0de"));
        LogMessage inSymbol = message(LogLevel::Error, "k-9f8e7d6c", "x");
        inSymbol.symbol = "k-9f8e7d6c";
        log->write(inSymbol);
        log->flush();
        for (const char* name : {"general.log", "api.log", "errors.log", "metrics.log"})
            for (const QByteArray& line : linesOf(folder, name))
                QVERIFY(!line.contains("k-9f8e7d6c") && !line.contains("0badc0de"));
        QCOMPARE(log->recent(2)[0].text, std::string("refused ***, X-BAPI-SIGN: ***"));
        QCOMPARE(log->recent(2)[1].symbol, std::string("***"));
        QCOMPARE(log->masked("of k-9f8e7d6c"), std::string("of ***"));
    }

    void oneRecordIsOneLine()
    {
        const QTemporaryDir folder;
        const auto log = openLog(folder.path());
        log->write(message(LogLevel::Info, "x", "first\nsecond\r\n\tthird {} {0}"));
        log->flush();
        const auto lines = linesOf(folder, "general.log");
        QCOMPARE(lines.size(), 1);
        QVERIFY(lines[0].endsWith("| first\\nsecond\\r\\n third {} {0}"));
    }

    void ringIsBounded()
    {
        const auto log = openLog(QString());
        for (std::size_t i = 0; i < SessionLog::kRingCapacity + 5; ++i)
            log->write(message(LogLevel::Info, "x", std::to_string(i)));
        QCOMPARE(log->recent(1'000'000).size(), SessionLog::kRingCapacity);
        QCOMPARE(log->recent(1'000'000).front().text, std::string("5"));
        QCOMPARE(log->recent(2)[1].text, std::to_string(SessionLog::kRingCapacity + 4));
    }

    void errorsAreCountedByComponentAndCode()
    {
        const auto log = openLog(QString());
        LogMessage coded = message(LogLevel::Error, "exchange", "x");
        coded.errorCode = "110007";
        log->write(coded);
        log->write(coded);
        log->write(message(LogLevel::Critical, "journal", "x"));
        log->write(message(LogLevel::Warning, "journal", "x"));
        const std::map<std::string, std::uint64_t> expected {{"exchange:110007", 2}, {"journal:-", 1}};
        QVERIFY(log->errorCounts() == expected);
    }

    void filesRotate()
    {
        const QTemporaryDir folder;
        const auto log = openLog(folder.path());
        const std::string big(1024 * 1024, 'x');
        for (int i = 0; i < 75; ++i)
            log->write(message(LogLevel::Info, "x", big));
        log->flush();
        const QStringList files =
            QDir(folder.path()).entryList({QStringLiteral("general*.log")}, QDir::Files, QDir::Name);
        QCOMPARE(files.size(), qsizetype(SessionLog::kFileCount));
        for (const QString& file : files)
            QVERIFY(QFileInfo(folder.filePath(file)).size() <= qint64(SessionLog::kFileBytes));
    }

    void takesQtsMessages()
    {
        const auto log = openLog(QString());
        log->installQtMessageBridge();
        qDebug("one");
        qInfo("two");
        qWarning("three");
        qCritical("four");
        qCWarning(lcExample, "five");
        const auto entries = log->recent(10);
        QCOMPARE(entries.size(), std::size_t {5});
        const std::array levels {LogLevel::Debug, LogLevel::Info, LogLevel::Warning, LogLevel::Error,
                                 LogLevel::Warning};
        const std::array texts {"one", "two", "three", "four", "five"};
        for (std::size_t i = 0; i < 5; ++i) {
            QCOMPARE(entries[i].level, levels[i]);
            QCOMPARE(entries[i].text, std::string(texts[i]));
        }
        QCOMPARE(entries[0].component, std::string("qt"));
        QCOMPARE(entries[4].component, std::string("qt/breakline.example"));
    }

    void bridgeEndsWithItsLog()
    {
        auto first = openLog(QString());
        first->installQtMessageBridge();
        auto second = openLog(QString());
        second->installQtMessageBridge();
        first.reset();
        qInfo("to the second");
        QCOMPARE(second->recent(1).at(0).text, std::string("to the second"));
        second.reset();
        QTest::ignoreMessage(QtInfoMsg, "to Qt again");
        qInfo("to Qt again");
    }

    void threadsMayWriteAtOnce()
    {
        const QTemporaryDir folder;
        const auto log = openLog(folder.path());
        std::vector<std::unique_ptr<QThread>> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back(QThread::create([&log] {
                for (int i = 0; i < 250; ++i)
                    log->write(message(LogLevel::Info, "x", "line"));
            }));
        for (const auto& thread : threads)
            thread->start();
        for (const auto& thread : threads)
            QVERIFY(thread->wait());
        log->flush();
        const auto lines = linesOf(folder, "general.log");
        QCOMPARE(lines.size(), 1000);
        for (const QByteArray& line : lines)
            QVERIFY(line.endsWith("| line"));
    }

    void unusableFolderIsAnError()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("taken")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        SessionLog::Settings settings;
        settings.folder = folder.filePath(QStringLiteral("taken/logs"));
        const auto log = SessionLog::open(settings);
        QVERIFY(!log);
        QCOMPARE(log.error().code, ErrorCode::Io);
        QVERIFY(log.error().message.find("taken/logs") != std::string::npos);
    }

    void oldLogFilesAreRemovedAndNothingElse()
    {
        const QTemporaryDir folder;
        const Timestamp now {QDateTime::currentMSecsSinceEpoch()};
        const auto make = [&](const char* name, int days) {
            QFile file(folder.filePath(QLatin1String(name)));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("x");
            file.flush();
            QVERIFY(file.setFileTime(QDateTime::fromMSecsSinceEpoch(now.ms - days * 86'400'000LL),
                                     QFileDevice::FileModificationTime));
        };
        make("old.log", 8);
        make("new.log", 6);
        make("old.txt", 8);
        QCOMPARE(SessionLog::removeOlderThan(folder.path(), now - Duration::days(7)), 1);
        QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("old.log"))));
        QVERIFY(QFile::exists(folder.filePath(QStringLiteral("new.log"))));
        QVERIFY(QFile::exists(folder.filePath(QStringLiteral("old.txt"))));
    }
};

QTEST_GUILESS_MAIN(TestSessionLog)
#include "tst_session_log.moc"
