// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/JournalSchema.h"
#include "storage/SchemaMigrations.h"
#include "storage/SqliteConnection.h"

#include <QTemporaryDir>
#include <QTest>

using namespace breakline;

namespace {

constexpr const char* kFirst[] = {"CREATE TABLE things(name TEXT NOT NULL)"};
constexpr const char* kSecond[] = {"ALTER TABLE things ADD COLUMN size INTEGER NOT NULL DEFAULT 7",
                                   "CREATE TABLE more(n INTEGER)"};
constexpr const char* kBroken[] = {"CREATE TABLE half(n INTEGER)", "INSERT INTO nowhere VALUES(1)"};
constexpr Migration kVersion1[] = {{1, kFirst}};
constexpr Migration kVersion2[] = {{1, kFirst}, {2, kSecond}};
constexpr Migration kBroken3[] = {{1, kFirst}, {2, kSecond}, {3, kBroken}};

} // namespace

class TestSchemaMigrations : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    int m_number = 0;
    std::unique_ptr<SqliteConnection> m_database;

    QVariant value(const char* sql) { return m_database->value(QString::fromLatin1(sql)).value(); }

private Q_SLOTS:
    void init()
    {
        const QString file = m_folder.filePath(QStringLiteral("%1.sqlite").arg(++m_number));
        auto connection = SqliteConnection::open(file, SqliteConnection::Mode::ReadWrite);
        QVERIFY(connection);
        m_database = std::move(*connection);
    }

    void aNewFileGetsEveryVersion()
    {
        QCOMPARE(schemaVersion(*m_database).value(), 0);
        QVERIFY(migrate(*m_database, kVersion2));
        QCOMPARE(schemaVersion(*m_database).value(), 2);
        QCOMPARE(value("SELECT count(*) FROM more").toInt(), 0);
    }

    void anOlderFileKeepsItsRows()
    {
        QVERIFY(migrate(*m_database, kVersion1));
        QVERIFY(m_database->execute(QStringLiteral("INSERT INTO things VALUES('old')")));
        QVERIFY(migrate(*m_database, kVersion2));
        QCOMPARE(schemaVersion(*m_database).value(), 2);
        QCOMPARE(value("SELECT name || size FROM things").toString(), QStringLiteral("old7"));
        QVERIFY(migrate(*m_database, kVersion2)); // nothing left to do
        QCOMPARE(value("SELECT count(*) FROM things").toInt(), 1);
    }

    void aFailureLeavesTheLastWholeVersion()
    {
        QVERIFY(migrate(*m_database, kVersion1));
        QVERIFY(m_database->execute(QStringLiteral("INSERT INTO things VALUES('old')")));
        const auto result = migrate(*m_database, kBroken3);
        QVERIFY(!result);
        QVERIFY2(result.error().message.starts_with("migration to schema version 3 failed: "),
                 result.error().message.c_str());
        QCOMPARE(schemaVersion(*m_database).value(), 2);
        QCOMPARE(value("SELECT count(*) FROM sqlite_master WHERE name='half'").toInt(), 0);
        QCOMPARE(value("SELECT name || size FROM things").toString(), QStringLiteral("old7"));
    }

    void aNewerFileIsRefusedAndLeftAlone()
    {
        QVERIFY(migrate(*m_database, kVersion2));
        const auto result = migrate(*m_database, kVersion1);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Unavailable);
        QCOMPARE(
            result.error().message,
            m_database->file().toStdString()
                + ": has schema version 2, this program knows up to 1; open it with the newer program that "
                  "wrote it");
        QCOMPARE(schemaVersion(*m_database).value(), 2);
    }

    void theSessionsVersionsCountUpFromOne()
    {
        int expected = 1;
        for (const Migration& migration : sessionMigrations())
            QCOMPARE(migration.version, expected++);
    }

    void aSessionOfVersionOneMeetsANewerProgram()
    {
        QVERIFY(migrate(*m_database, sessionMigrations().first(1)));
        QVERIFY(
            m_database->execute(QStringLiteral("INSERT INTO equity VALUES(1, 5, '', '1000', '0', '1000')")));
        std::vector<Migration> newer(sessionMigrations().begin(), sessionMigrations().end());
        static constexpr const char* kNext[] = {"ALTER TABLE equity ADD COLUMN available TEXT"};
        newer.push_back({newer.back().version + 1, kNext});
        QVERIFY(migrate(*m_database, newer));
        QCOMPARE(schemaVersion(*m_database).value(), newer.back().version);
        QCOMPARE(value("SELECT wallet FROM equity WHERE available IS NULL").toString(),
                 QStringLiteral("1000"));
    }

    void everyTableHasTheColumnsOfItsRows()
    {
        QVERIFY(migrate(*m_database, sessionMigrations()));
        for (const Table& table : sessionTables()) {
            QSqlQuery query = m_database->query();
            QVERIFY(query.exec(QStringLiteral("PRAGMA table_info(\"%1\")").arg(QLatin1String(table.name))));
            QStringList found;
            while (query.next())
                found << query.value(1).toString();
            QStringList expected {QStringLiteral("row"), QStringLiteral("time_ms"),
                                  QStringLiteral("trace_id")};
            if (table.isKeyDerived)
                expected << QLatin1String(table.key);
            for (const Column& column : table.columns)
                expected << QLatin1String(column.name);
            QCOMPARE(found, expected);
        }
    }
};

QTEST_GUILESS_MAIN(TestSchemaMigrations)
#include "tst_schema_migrations.moc"
