// SPDX-License-Identifier: GPL-3.0-or-later
#include "Rows.h"

#include "storage/CsvExport.h"
#include "storage/CsvField.h"
#include "storage/JournalSchema.h"
#include "storage/SessionFolder.h"
#include "storage/SqliteConnection.h"
#include "storage/SqliteJournal.h"

#include <QDir>
#include <QLocale>
#include <QTemporaryDir>
#include <QTest>

#include <clocale>

using namespace breakline;
using namespace breakline::testing;

namespace {

Decimal decimal(const char* text)
{
    return Decimal::literal(text);
}

QByteArray content(const QString& file)
{
    QFile opened(file);
    return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray("(absent)");
}

const std::vector<SessionRow>& someRows()
{
    static const std::vector<SessionRow> rows = [] {
        std::vector<SessionRow> all;
        all.push_back(TransitionRow {kTime, "", "IDLE", "INITIALIZING", "start", "say \"go\", now"});
        all.push_back(TransitionRow {kTime + Duration::milliseconds(1), "t,1", "INITIALIZING", "SCANNING",
                                     "ok", "two\nlines"});
        all.push_back(CandidateRow {kTime, "BTCUSDT:1", "BTCUSDT", 1, 0.1 + 0.2, true, ""});
        all.push_back(CandidateRow {kTime, "ETHUSDT:1", "ETHUSDT", 2, 1e-7, false, "max_spread"});
        all.push_back(SignalRow {kTime, "BTCUSDT:1", "s-1", "BTCUSDT", "momentum", "long", "L1", 94000.0,
                                 decimal("94321.50"), decimal("93000"), 0.75, "approved", "", "min_oi tape",
                                 0.25});
        OrderRow entry = order("c-1");
        all.push_back(entry);
        OrderRow stop = order("");
        stop.traceId.clear();
        stop.venueId = "v-2";
        stop.type = OrderType::StopMarket;
        stop.timeInForce = TimeInForce::ImmediateOrCancel;
        stop.intent = OrderIntent::Stop;
        stop.price.reset();
        stop.triggerPrice = decimal("93000");
        stop.status = OrderStatus::Untriggered;
        all.push_back(stop);
        entry.status = OrderStatus::PartiallyFilled;
        entry.venueId = "v-1";
        entry.filledQuantity = decimal("0.005");
        entry.averagePrice = decimal("94321.5");
        all.push_back(entry);
        all.push_back(FillRow {kTime, "BTCUSDT:1", "f-1", "c-1", "BTCUSDT", Side::Buy, decimal("0.005"),
                               decimal("94321.5"), decimal("0.25938"), Liquidity::Taker});
        all.push_back(PositionRow {kTime,
                                   "BTCUSDT:1",
                                   "p-1",
                                   "BTCUSDT",
                                   "long",
                                   decimal("0.005"),
                                   decimal("94321.5"),
                                   decimal("93000"),
                                   {},
                                   kTime,
                                   {},
                                   {},
                                   decimal("0.25938"),
                                   {},
                                   {},
                                   "",
                                   0});
        all.push_back(PositionRow {kTime, "BTCUSDT:1", "p-2", "BTCUSDT", "short", decimal("1"), decimal("2"),
                                   decimal("3"), decimal("1.5"), kTime, kTime + Duration::hours(1),
                                   decimal("0.5"), decimal("0.001"), decimal("-0.002"), 0.501, "target", 40});
        all.push_back(EquityRow {kTime, "", decimal("10000"), decimal("-0.5"), decimal("9999.5")});
        all.push_back(LogRow {kTime, "BTCUSDT:1", "INFO", "scan", "SCANNING", "BTCUSDT", "größer als 1,5"});
        all.push_back(DecisionRow {kTime,
                                   "BTCUSDT:1:c",
                                   "BTCUSDT",
                                   "filter:max_spread 12.5 > 5",
                                   "scan",
                                   "max_spread",
                                   12.5,
                                   5.0,
                                   "bps",
                                   "max_spread",
                                   -7.5,
                                   std::string("\x01\x00\x20", 3)});
        all.push_back(DecisionRow {kTime, "ETHUSDT:1:c", "ETHUSDT", "signal", "", "", {}, {}, "", "", {}, "\x01",
                                   "ETHUSDT:support:1:200 ETHUSDT:resistance:2:300"});
        CostSheetRow costs;
        costs.time = kTime;
        costs.traceId = "BTCUSDT:1:c";
        costs.symbol = "BTCUSDT";
        costs.side = "long";
        costs.middle = decimal("100");
        costs.plannedEntry = decimal("100");
        costs.stop = decimal("99");
        costs.forecast.quantity = decimal("25");
        costs.forecast.entryPrice = decimal("100.016");
        costs.forecast.entrySlippageBps = 1.5;
        costs.forecast.entryFee = decimal("1.8753");
        costs.forecast.exitFee = decimal("1.855953");
        costs.forecast.exitPrice = decimal("98.98416");
        costs.forecast.exitSlippageBps = 1.25;
        costs.forecast.loss = decimal("29.527253");
        costs.forecast.lossR = 1.5;
        all.push_back(costs);
        costs.traceId = "BTCUSDT:2:c";
        costs.priorErrorR = 0.21;
        costs.sizeFactor = 0.75;
        costs.forecast.funding = decimal("0.75");
        costs.forecast.liquidationDistance = decimal("9.516");
        costs.forecast.worstLoss = decimal("242.222175");
        costs.forecast.worstLossR = 9.5;
        costs.realised = CostSheet {};
        costs.realised->quantity = decimal("20");
        costs.realised->entryFee = decimal("1.51");
        costs.realised->loss = decimal("-5.02");
        costs.realised->lossR = -0.25;
        costs.errorUsd = decimal("1.5485882");
        costs.errorBps = 7.5;
        costs.errorR = 0.125;
        all.push_back(costs);
        all.push_back(LevelRow {kTime, "ETHUSDT:1:c", "ETHUSDT", "ETHUSDT:support:1:200", "support", 2.0004,
                                "donchian swing", kTime, Timestamp {1}, kTime + Duration::minutes(5), 4, 0.8,
                                0.95, 0.125, "broken", kTime + Duration::minutes(10)});
        all.push_back(LevelRow {kTime, "ETHUSDT:1:c", "ETHUSDT", "ETHUSDT:resistance:2:300", "resistance", 3.0,
                                "", {}, Timestamp {2}, {}, {}, {}, {}, {}, "", {}});
        return all;
    }();
    return rows;
}

} // namespace

class TestCsvExport : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    int m_number = 0;

    QString exported(const std::vector<SessionRow>& rows)
    {
        const QString session = m_folder.filePath(QString::number(++m_number));
        QDir().mkpath(session);
        auto journal = SqliteJournal::open(SessionFolder::databaseFileOf(session)).value();
        for (const SessionRow& row : rows)
            journal->write(row);
        journal->settle();
        // The journal is still open: a running session can be exported.
        exportSession(session, session + QStringLiteral("/csv/deep")).value();
        return session + QStringLiteral("/csv/deep/");
    }

private Q_SLOTS:
    void aSessionOfAnOlderVersionIsBroughtUp()
    {
        const QString session = m_folder.filePath(QString::number(++m_number));
        QDir().mkpath(session);
        {
            const auto database = SqliteConnection::open(SessionFolder::databaseFileOf(session),
                                                         SqliteConnection::Mode::ReadWrite)
                                      .value();
            migrate(*database, sessionMigrations().first(1)).value();
            database
                ->execute(
                    QStringLiteral("INSERT INTO signals VALUES(1, 5, 't', 's-1', 'A', 'momentum', 'long', "
                                   "'L', 1.5, '2', '1', 0.5, 'active', '')"))
                .value();
        }
        QVERIFY(exportSession(session, session + QStringLiteral("/csv")));
        QCOMPARE(content(session + QStringLiteral("/csv/signals.csv")),
                 QByteArray(
                     "seq,time_ms,time_iso,trace_id,signal_id,symbol,strategy,side,level_id,level,entry,stop,"
                     "confidence,status,reason,missing,cost_r\r\n"
                     "1,5,1970-01-01T00:00:00.005Z,t,s-1,A,momentum,long,L,1.5,2,1,0.5,active,,,\r\n"));
    }

    void goldenBytes()
    {
        const QString to = exported(someRows());
        QCOMPARE(content(to + QStringLiteral("transitions.csv")),
                 QByteArray("seq,time_ms,time_iso,trace_id,from,to,trigger,reason\r\n"
                            "1,1767607200000,2026-01-05T10:00:00.000Z,,IDLE,INITIALIZING,start,\"say "
                            "\"\"go\"\", now\"\r\n"
                            "2,1767607200001,2026-01-05T10:00:00.001Z,\"t,1\",INITIALIZING,SCANNING,ok,"
                            "\"two\nlines\"\r\n"));
        QCOMPARE(
            content(to + QStringLiteral("candidates.csv")),
            QByteArray(
                "seq,time_ms,time_iso,trace_id,symbol,rank,score,passed,refused_by\r\n"
                "1,1767607200000,2026-01-05T10:00:00.000Z,BTCUSDT:1,BTCUSDT,1,0.30000000000000004,true,\r\n"
                "2,1767607200000,2026-01-05T10:00:00.000Z,ETHUSDT:1,ETHUSDT,2,1e-07,false,max_spread\r\n"));
        QCOMPARE(content(to + QStringLiteral("signals.csv")),
                 QByteArray(
                     "seq,time_ms,time_iso,trace_id,signal_id,symbol,strategy,side,level_id,level,entry,stop,"
                     "confidence,status,reason,missing,cost_r\r\n"
                     "1,1767607200000,2026-01-05T10:00:00.000Z,BTCUSDT:1,s-1,BTCUSDT,momentum,long,L1,94000,"
                     "94321.5,93000,0.75,approved,,min_oi tape,0.25\r\n"));
        QCOMPARE(
            content(to + QStringLiteral("orders.csv")),
            QByteArray(
                "seq,time_ms,time_iso,trace_id,client_id,venue_id,symbol,side,type,time_in_force,"
                "reduce_only,intent,quantity,price,trigger_price,status,filled_quantity,average_price\r\n"
                "1,1767607200000,2026-01-05T10:00:00.000Z,BTCUSDT:1767607200000,c-1,v-1,BTCUSDT,sell,"
                "stop_limit,PostOnly,true,add_on,0.015,94321.5,,partially_filled,0.005,94321.5\r\n"
                "2,1767607200000,2026-01-05T10:00:00.000Z,,,v-2,BTCUSDT,sell,stop_market,IOC,true,stop,"
                "0.015,,93000,untriggered,0,\r\n"));
        QCOMPARE(content(to + QStringLiteral("fills.csv")),
                 QByteArray(
                     "seq,time_ms,time_iso,trace_id,venue_trade_id,client_id,symbol,side,quantity,price,fee,"
                     "liquidity\r\n"
                     "1,1767607200000,2026-01-05T10:00:00.000Z,BTCUSDT:1,f-1,c-1,BTCUSDT,buy,0.005,94321.5,"
                     "0.25938,taker\r\n"));
        QCOMPARE(
            content(to + QStringLiteral("positions.csv")),
            QByteArray(
                "seq,time_ms,time_iso,trace_id,position_id,symbol,side,quantity,entry_price,initial_stop,"
                "exit_price,opened_ms,closed_ms,realised_pnl,fees,funding,net_r,exit_reason,"
                "unprotected_ms\r\n"
                "1,1767607200000,2026-01-05T10:00:00.000Z,BTCUSDT:1,p-1,BTCUSDT,long,0.005,94321.5,93000,,"
                "1767607200000,,0,0.25938,0,,,0\r\n"
                "2,1767607200000,2026-01-05T10:00:00.000Z,BTCUSDT:1,p-2,BTCUSDT,short,1,2,3,1.5,"
                "1767607200000,1767610800000,0.5,0.001,-0.002,0.501,target,40\r\n"));
        QCOMPARE(content(to + QStringLiteral("equity.csv")),
                 QByteArray("seq,time_ms,time_iso,trace_id,wallet,unrealised,equity\r\n"
                            "1,1767607200000,2026-01-05T10:00:00.000Z,,10000,-0.5,9999.5\r\n"));
        QCOMPARE(content(to + QStringLiteral("log.csv")),
                 QByteArray("seq,time_ms,time_iso,trace_id,level,component,state,symbol,message\r\n"
                            "1,1767607200000,2026-01-05T10:00:00.000Z,BTCUSDT:1,INFO,scan,SCANNING,BTCUSDT,"
                            "\"gr\xc3\xb6\xc3\x9f"
                            "er als 1,5\"\r\n"));
        // The gates as bytes are for programs.
        QCOMPARE(content(to + QStringLiteral("decisions.csv")),
                 QByteArray("seq,time_ms,time_iso,trace_id,symbol,outcome,stage,gate,value,threshold,unit,"
                            "sole_blockers,needed_change,level_ids\r\n"
                            "1,1767607200000,2026-01-05T10:00:00.000Z,BTCUSDT:1:c,BTCUSDT,filter:max_spread 12.5 > 5,"
                            "scan,max_spread,12.5,5,bps,max_spread,-7.5,\r\n"
                            "2,1767607200000,2026-01-05T10:00:00.000Z,ETHUSDT:1:c,ETHUSDT,signal,,,,,,,,"
                            "ETHUSDT:support:1:200 ETHUSDT:resistance:2:300\r\n"));
        QCOMPARE(content(to + QStringLiteral("cost_sheets.csv")),
                 QByteArray("seq,time_ms,time_iso,trace_id,symbol,side,middle,planned_entry,stop,prior_error_r,"
                            "size_factor,forecast_quantity,forecast_entry_price,forecast_entry_slippage_bps,"
                            "forecast_entry_fee,forecast_exit_fee,forecast_funding,forecast_exit_price,"
                            "forecast_exit_slippage_bps,forecast_liquidation_distance,forecast_loss,"
                            "forecast_loss_r,forecast_worst_loss,forecast_worst_loss_r,realised_quantity,"
                            "realised_entry_price,realised_entry_slippage_bps,realised_entry_fee,"
                            "realised_exit_fee,realised_funding,realised_exit_price,"
                            "realised_exit_slippage_bps,realised_liquidation_distance,realised_loss,"
                            "realised_loss_r,error_usd,error_bps,error_r\r\n"
                            "1,1767607200000,2026-01-05T10:00:00.000Z,BTCUSDT:1:c,BTCUSDT,long,100,100,99,,1,"
                            "25,100.016,1.5,1.8753,1.855953,,98.98416,1.25,,29.527253,1.5,,,"
                            ",,,,,,,,,,,,,\r\n"
                            "2,1767607200000,2026-01-05T10:00:00.000Z,BTCUSDT:2:c,BTCUSDT,long,100,100,99,0.21,"
                            "0.75,25,100.016,1.5,1.8753,1.855953,0.75,98.98416,1.25,9.516,29.527253,1.5,"
                            "242.222175,9.5,20,,,1.51,0,,,,,-5.02,-0.25,1.5485882,7.5,0.125\r\n"));
        QCOMPARE(content(to + QStringLiteral("levels.csv")),
                 QByteArray("seq,time_ms,time_iso,trace_id,symbol,level_id,type,price,methods,born_ms,"
                            "first_touch_ms,last_touch_ms,touches,strength,enhanced_strength,base_height,"
                            "fate,fate_ms\r\n"
                            "1,1767607200000,2026-01-05T10:00:00.000Z,ETHUSDT:1:c,ETHUSDT,"
                            "ETHUSDT:support:1:200,support,2.0004,donchian swing,1767607200000,1,"
                            "1767607500000,4,0.8,0.95,0.125,broken,1767607800000\r\n"
                            "2,1767607200000,2026-01-05T10:00:00.000Z,ETHUSDT:1:c,ETHUSDT,"
                            "ETHUSDT:resistance:2:300,resistance,3,,,2,,,,,,,\r\n"));
        QCOMPARE(QDir(to).entryList(QDir::Files).size(), 11);
    }

    void wallRecordsHaveAFileOfTheirOwn()
    {
        std::vector<SessionRow> rows = someRows();
        const QByteArray log = content(exported(rows) + QStringLiteral("log.csv"));
        rows.push_back(WallLogRow {{kTime, "", "WARNING", "network", "", "", "slow"}});
        rows.push_back(ClientIdRow {kTime, "", "c-1", "entry", 1, 1});
        const QString to = exported(rows);
        QCOMPARE(content(to + QStringLiteral("wall_log.csv")),
                 QByteArray("seq,time_ms,time_iso,trace_id,level,component,state,symbol,message\r\n"
                            "1,1767607200000,2026-01-05T10:00:00.000Z,,WARNING,network,,,slow\r\n"));
        QCOMPARE(content(to + QStringLiteral("log.csv")), log);
        QCOMPARE(QDir(to).entryList(QDir::Files).size(), 12);
    }

    void equalSessionsGiveEqualBytesInAnyLocale()
    {
        std::vector<SessionRow> rows = someRows();
        const QString first = exported(rows);
        // Wall records and repeated states may fall between the others.
        rows.insert(rows.begin() + 3, WallLogRow {{kTime, "", "INFO", "host", "", "", "cpu"}});
        rows.push_back(rows[8]);
        QLocale::setDefault(QLocale(QLocale::German));
        std::setlocale(LC_ALL, "de_DE.UTF-8");
        const QString second = exported(rows);
        std::setlocale(LC_ALL, "C");
        QLocale::setDefault(QLocale::c());
        for (const char* name :
             {"transitions", "candidates", "signals", "orders", "fills", "positions", "equity", "log", "decisions",
              "cost_sheets", "levels"}) {
            const QString file = QLatin1String(name) + QStringLiteral(".csv");
            QVERIFY(content(first + file).size() > 40);
            QCOMPARE(content(second + file), content(first + file));
        }
    }

    void anEmptySessionHasHeadersOnly()
    {
        const QString to = exported({});
        QCOMPARE(content(to + QStringLiteral("equity.csv")),
                 QByteArray("seq,time_ms,time_iso,trace_id,wallet,unrealised,equity\r\n"));
        QCOMPARE(QDir(to).entryList(QDir::Files).size(), 11);
    }

    void manyRowsAreWholeAndNumbered()
    {
        std::vector<SessionRow> rows;
        for (std::int64_t i = 1; i <= 5000; ++i)
            rows.push_back(equity(i));
        const QList<QByteArray> lines = content(exported(rows) + QStringLiteral("equity.csv")).split('\n');
        QCOMPARE(lines.size(), 5002); // the header, and nothing after the last line end
        QCOMPARE(lines[5000], QByteArray("5000,1767607205000,2026-01-05T10:00:05.000Z,,50,-5,5000\r"));
        QVERIFY(lines[5001].isEmpty());
    }

    void fields_data()
    {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("written");
        QTest::newRow("plain") << QStringLiteral("plain") << QStringLiteral("plain");
        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("comma") << QStringLiteral("a,b") << QStringLiteral("\"a,b\"");
        QTest::newRow("quote") << QStringLiteral("a\"b") << QStringLiteral("\"a\"\"b\"");
        QTest::newRow("only quotes") << QStringLiteral("\"\"") << QStringLiteral("\"\"\"\"\"\"");
        QTest::newRow("line feed") << QStringLiteral("a\nb") << QStringLiteral("\"a\nb\"");
        QTest::newRow("carriage return") << QStringLiteral("a\rb") << QStringLiteral("\"a\rb\"");
        QTest::newRow("space") << QStringLiteral(" a ") << QStringLiteral(" a ");
    }

    void fields()
    {
        QFETCH(QString, value);
        QFETCH(QString, written);
        std::string line = "x,";
        csv::appendField(line, value.toStdString());
        QCOMPARE(QString::fromStdString(line), QStringLiteral("x,") + written);
    }

    void aFolderThatCannotBeMadeIsAnError()
    {
        const QString session = exported({}) + QStringLiteral("../..");
        const QString file = session + QStringLiteral("/csv/deep/log.csv");
        const auto result = exportSession(session, file);
        QVERIFY(!result);
        QCOMPARE(result.error().message, file.toStdString() + ": cannot make the folder");
    }
};

QTEST_GUILESS_MAIN(TestCsvExport)
#include "tst_csv_export.moc"
