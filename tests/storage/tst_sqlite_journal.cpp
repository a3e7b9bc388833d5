// SPDX-License-Identifier: GPL-3.0-or-later
#include "Rows.h"

#include "storage/RowsReader.h"
#include "storage/SessionFolder.h"
#include "storage/SqliteConnection.h"
#include "storage/SqliteJournal.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <cstdlib>

#ifdef Q_OS_UNIX
#include <csignal>
#include <sys/resource.h>
#endif

using namespace breakline;
using namespace breakline::testing;

namespace {

/// What the journal has signalled, in order.
struct Heard {
    explicit Heard(SessionJournal& journal)
    {
        QObject::connect(&journal, &SessionJournal::durable,
                         [this](JournalTicket t) { tickets.push_back(t); });
        QObject::connect(&journal, &SessionJournal::failed,
                         [this](const QString& what) { failures << what; });
    }
    std::vector<JournalTicket> tickets;
    QStringList failures;
};

std::string clientId(JournalTicket ticket)
{
    return "order-" + std::to_string(ticket);
}

/// The crash tests' other process: journals without end or ends abruptly.
int runChild(const QString& file, int count)
{
    auto journal = SqliteJournal::open(file);
    if (!journal)
        return 1;
    QObject::connect(journal->get(), &SessionJournal::durable, [](JournalTicket ticket) {
        std::printf("%llu\n", static_cast<unsigned long long>(ticket));
        std::fflush(stdout);
    });
    for (int i = 1; count == 0 || i <= count; ++i) {
        (*journal)->write(equity(i));
        (*journal)->writeIntent(order(clientId(static_cast<JournalTicket>(i))));
        if (i % 7 == 0)
            (*journal)->settle();
    }
    (*journal)->settle();
    (*journal)->write(equity(-1)); // never waited for
    std::_Exit(0);
}

} // namespace

class TestSqliteJournal : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    int m_number = 0;
    QString m_session;
    QString m_file;

private Q_SLOTS:
    void init()
    {
        m_session = m_folder.filePath(QString::number(++m_number));
        QVERIFY(QDir().mkpath(m_session));
        m_file = SessionFolder::databaseFileOf(m_session);
    }

    void settleDeliversEverything()
    {
        auto journal = SqliteJournal::open(m_file);
        QVERIFY(journal);
        const Heard heard(**journal);
        QCOMPARE((*journal)->lastTicket(), JournalTicket {0});
        for (JournalTicket ticket = 1; ticket <= 5; ++ticket)
            QCOMPARE((*journal)->writeIntent(order(clientId(ticket))), ticket);
        (*journal)->settle();
        QVERIFY(!heard.tickets.empty());
        QCOMPARE(heard.tickets.back(), JournalTicket {5});
        QCOMPARE((*journal)->depth(), std::size_t {0});

        // What settle() has told is not told again by the event loop.
        const std::size_t count = heard.tickets.size();
        QCoreApplication::processEvents();
        QCOMPARE(heard.tickets.size(), count);
        (*journal)->settle();
        QCOMPARE(heard.tickets.size(), count);
        QVERIFY(heard.failures.isEmpty());
    }

    void theEventLoopDeliversWithoutSettling()
    {
        auto journal = SqliteJournal::open(m_file);
        QVERIFY(journal);
        const Heard heard(**journal);
        (*journal)->writeIntent(order("a"));
        (*journal)->writeIntent(order("b"));
        QVERIFY(QTest::qWaitFor([&] { return !heard.tickets.empty() && heard.tickets.back() == 2; }));
    }

    void rowsWithoutATicketAreWrittenUnasked()
    {
        auto journal = SqliteJournal::open(m_file);
        QVERIFY(journal);
        const Heard heard(**journal);
        (*journal)->write(equity(1));
        QVERIFY(QTest::qWaitFor([&] { return (*journal)->depth() == 0; }));
        QCoreApplication::processEvents();
        QVERIFY(heard.tickets.empty());
    }

    void groupCommitKeepsTheOrder()
    {
        constexpr JournalTicket kCount = 2000;
        auto journal = SqliteJournal::open(m_file);
        QVERIFY(journal);
        const Heard heard(**journal);
        for (JournalTicket ticket = 1; ticket <= kCount; ++ticket) {
            (*journal)->write(equity(static_cast<std::int64_t>(ticket)));
            (*journal)->writeIntent(order(clientId(ticket)));
        }
        (*journal)->settle();
        QVERIFY(std::is_sorted(heard.tickets.begin(), heard.tickets.end()));
        QVERIFY(std::adjacent_find(heard.tickets.begin(), heard.tickets.end()) == heard.tickets.end());
        QCOMPARE(heard.tickets.back(), kCount);

        const auto reader = RowsReader::open(m_session);
        QVERIFY(reader);
        const auto intents = (*reader)->intents();
        const auto orders = (*reader)->orders();
        const auto equities = (*reader)->equity();
        QVERIFY(intents && orders && equities);
        QCOMPARE(intents->size(), std::size_t {kCount});
        QCOMPARE(orders->size(), std::size_t {kCount});
        QCOMPARE(equities->size(), std::size_t {kCount});
        for (std::size_t i = 0; i < kCount; ++i) {
            QCOMPARE((*intents)[i].ticket, JournalTicket {i + 1});
            QCOMPARE((*intents)[i].order, order(clientId(i + 1)));
            QCOMPARE((*orders)[i].clientId, clientId(i + 1));
            QCOMPARE((*equities)[i], equity(static_cast<std::int64_t>(i + 1)));
        }
    }

    void upsertKeepsPlaceAndFirstTime()
    {
        auto journal = SqliteJournal::open(m_file);
        QVERIFY(journal);
        (*journal)->writeIntent(order("a"));
        (*journal)->writeIntent(order("b"));
        OrderRow venueOrder = order("");
        venueOrder.venueId = "a"; // the same text as a client id of ours
        (*journal)->write(venueOrder);
        OrderRow later = order("a", OrderStatus::Filled);
        later.time = kTime + Duration::seconds(9);
        later.traceId = "another";
        later.venueId = "v-1";
        later.filledQuantity = later.quantity;
        later.averagePrice = Decimal::literal("94320.25");
        (*journal)->write(later);
        (*journal)->settle();

        const auto reader = RowsReader::open(m_session);
        const auto orders = (*reader)->orders();
        QVERIFY(orders);
        QCOMPARE(orders->size(), std::size_t {3});
        OrderRow expected = later;
        expected.time = kTime;
        expected.traceId = order("a").traceId;
        QCOMPARE((*orders)[0], expected);
        QCOMPARE((*orders)[1], order("b"));
        QCOMPARE((*orders)[2], venueOrder);
        // The intent shows what was decided, not what became of it.
        const auto intents = (*reader)->intents();
        QCOMPARE(intents->size(), std::size_t {2});
        QCOMPARE((*intents)[0].order, order("a"));
    }

    void reopeningGoesOn()
    {
        {
            auto journal = SqliteJournal::open(m_file);
            (*journal)->writeIntent(order("a"));
            (*journal)->write(equity(1));
            QVERIFY((*journal)->close());
        }
        QVERIFY(!QFileInfo::exists(m_file + QStringLiteral("-wal")));
        auto journal = SqliteJournal::open(m_file);
        QVERIFY(journal);
        const Heard heard(**journal);
        QCOMPARE((*journal)->lastTicket(), JournalTicket {1});
        QCOMPARE((*journal)->writeIntent(order("b")), JournalTicket {2});
        (*journal)->write(order("a", OrderStatus::Cancelled));
        (*journal)->write(equity(2));
        (*journal)->settle();
        QCOMPARE(heard.tickets, std::vector<JournalTicket> {2});
        const auto reader = RowsReader::open(m_session);
        QCOMPARE((*reader)->orders().value(), (std::vector {order("a", OrderStatus::Cancelled), order("b")}));
        QCOMPARE((*reader)->equity().value(), (std::vector {equity(1), equity(2)}));
    }

    void aLockedFileFailsOnceAndLosesNothing()
    {
        auto journal = SqliteJournal::open(m_file);
        QVERIFY(journal);
        const Heard heard(**journal);
        {
            const auto other = SqliteConnection::open(m_file, SqliteConnection::Mode::ReadWrite);
            QVERIFY(other);
            QVERIFY((*other)->execute(QStringLiteral("BEGIN IMMEDIATE")));
            (*journal)->writeIntent(order("a"));
            (*journal)->write(equity(1));
            (*journal)->settle();
            QCOMPARE(heard.failures.size(), 1);
            QVERIFY2(heard.failures[0].contains(QLatin1String("locked")), qPrintable(heard.failures[0]));
            QVERIFY(heard.tickets.empty());
            QCOMPARE((*journal)->depth(), std::size_t {2});
            (*journal)->settle(); // tried again, still the same outage
            QCOMPARE(heard.failures.size(), 1);
            QVERIFY((*other)->execute(QStringLiteral("ROLLBACK")));
        }
        (*journal)->writeIntent(order("b"));
        (*journal)->settle();
        QCOMPARE(heard.tickets.back(), JournalTicket {2});
        QCOMPARE(heard.failures.size(), 1);
        const auto reader = RowsReader::open(m_session);
        QCOMPARE((*reader)->orders().value(), (std::vector {order("a"), order("b")}));
        QCOMPARE((*reader)->equity().value(), std::vector {equity(1)});
    }

    void aFullDiskFailsAndClosingSaysWhatIsLost()
    {
#ifdef Q_OS_UNIX
        auto journal = SqliteJournal::open(m_file);
        QVERIFY(journal);
        const Heard heard(**journal);
        (*journal)->writeIntent(order("a"));
        (*journal)->settle();
        QCOMPARE(heard.tickets, std::vector<JournalTicket> {1});

        std::signal(SIGXFSZ, SIG_IGN);
        rlimit limit {};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &limit), 0);
        rlimit tight = limit;
        tight.rlim_cur = static_cast<rlim_t>(QFileInfo(m_file + QStringLiteral("-wal")).size());
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &tight), 0);
        (*journal)->writeIntent(order("b"));
        (*journal)->settle();
        const Expected<void> closed = (*journal)->close();
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &limit), 0);

        QCOMPARE(heard.failures.size(), 1);
        QCOMPARE(heard.tickets, std::vector<JournalTicket> {1});
        QVERIFY(!closed);
        QCOMPARE(closed.error().code, ErrorCode::Io);
        QVERIFY2(closed.error().message.starts_with("1 rows of the session could not be written: "),
                 closed.error().message.c_str());
        const auto reader = RowsReader::open(m_session);
        QCOMPARE((*reader)->orders().value(), std::vector {order("a")});
#else
        QSKIP("the size of files cannot be limited here");
#endif
    }

    void whatWasDurableSurvivesAnAbruptEnd()
    {
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(),
                    {QStringLiteral("--child"), m_file, QStringLiteral("40")});
        QVERIFY(child.waitForFinished());
        QCOMPARE(child.exitCode(), 0);
        const QByteArray last = child.readAllStandardOutput().trimmed().split('\n').back();
        QCOMPARE(last.toInt(), 40);
        checkAfterCrash(40, 40);
    }

    void whatWasDurableSurvivesAKill()
    {
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(),
                    {QStringLiteral("--child"), m_file, QStringLiteral("0")});
        QVERIFY(child.waitForStarted());
        std::uint64_t told = 0;
        while (told < 100) {
            QVERIFY(child.waitForReadyRead());
            while (child.canReadLine())
                told = child.readLine().trimmed().toULongLong();
        }
        child.kill();
        QVERIFY(child.waitForFinished());
        while (child.canReadLine())
            told = child.readLine().trimmed().toULongLong();
        checkAfterCrash(told, std::numeric_limits<std::uint64_t>::max());
    }

    void aHundredThousandRows()
    {
        constexpr std::int64_t kCount = 100'000;
        auto journal = SqliteJournal::open(m_file);
        QVERIFY(journal);
        for (std::int64_t i = 0; i < kCount; ++i)
            (*journal)->write(equity(i));
        (*journal)->settle();
        QCOMPARE((*journal)->depth(), std::size_t {0});
        QVERIFY((*journal)->close());
        const auto reader = RowsReader::open(m_session);
        const auto rows = (*reader)->equity();
        QVERIFY(rows);
        QCOMPARE(rows->size(), std::size_t {kCount});
        for (std::int64_t i = 0; i < kCount; ++i)
            QVERIFY((*rows)[static_cast<std::size_t>(i)] == equity(i));
    }

    void aFileThatIsNoDatabaseIsAnError()
    {
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(4096, 'x'));
        file.close();
        const auto journal = SqliteJournal::open(m_file);
        QVERIFY(!journal);
        QVERIFY(journal.error().message.starts_with(m_file.toStdString()));
    }

private:
    void checkAfterCrash(std::uint64_t atLeast, std::uint64_t atMost)
    {
        {
            // A crashed session can be read, and exported, without resuming it.
            const auto reader = RowsReader::open(m_session);
            QVERIFY(reader);
            QVERIFY((*reader)->intents().value().size() >= atLeast);
        }
        {
            const auto journal = SqliteJournal::open(m_file);
            QVERIFY(journal);
            QVERIFY((*journal)->lastTicket() >= atLeast);
            QVERIFY((*journal)->lastTicket() <= atMost);
        }
        const auto reader = RowsReader::open(m_session);
        QVERIFY(reader);
        const auto intents = (*reader)->intents();
        const auto orders = (*reader)->orders();
        const auto equities = (*reader)->equity();
        QVERIFY(intents && orders && equities);
        QVERIFY(intents->size() >= atLeast);
        QCOMPARE(orders->size(), intents->size());
        QVERIFY(equities->size() >= intents->size()); // each was written before its intent
        for (std::size_t i = 0; i < intents->size(); ++i) {
            QCOMPARE((*intents)[i].ticket, JournalTicket {i + 1});
            QCOMPARE((*intents)[i].order, order(clientId(i + 1)));
            QCOMPARE((*orders)[i], order(clientId(i + 1)));
            QCOMPARE((*equities)[i], equity(static_cast<std::int64_t>(i + 1)));
        }
    }
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 4 && arguments[1] == QLatin1String("--child"))
        return runChild(arguments[2], arguments[3].toInt());
    TestSqliteJournal test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_sqlite_journal.moc"
