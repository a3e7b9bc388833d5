// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/CandleCsv.h"
#include "storage/FundingCsv.h"

#include <QTest>

using namespace breakline;

namespace {

QStringList texts(FileReports& reports)
{
    QStringList list;
    for (const DataReport& report : reports.take())
        list << QString::fromStdString(report.toText());
    return list;
}

constexpr const char* kGood = "60000,10,12,9,11,1.5\n"
                              "120000,11,12,10,10.25,0\n";

} // namespace

class TestCandleCsv : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryForm_data()
    {
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, const char* text) { QTest::newRow(name) << QByteArray(text); };
        row("plain", kGood);
        row("header",
            "timestamp_ms,open,high,low,close,volume\n60000,10,12,9,11,1.5\n120000,11,12,10,10.25,0\n");
        row("no last line end", "60000,10,12,9,11,1.5\n120000,11,12,10,10.25,0");
        row("CR LF", "60000,10,12,9,11,1.5\r\n120000,11,12,10,10.25,0\r\n");
        row("byte order mark",
            "\xef\xbb\xbf"
            "timestamp_ms,Open,High,Low,Close,Volume\n60000,10,12,9,11,1.5\n"
            "120000,11,12,10,10.25,0\n");
        row("other notation", "60000,10.0,12.00,9e0,1.1e1,1.50\n120000,11,12,10,10.250,0.0\n");
        row("klines",
            "60000,10,12,9,11,1.5,119999,16.1,7,1,10.5,0\n120000,11,12,10,10.25,0,179999,0,0,0,0,0\n");
        row("klines with header",
            "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
            "taker_buy_quote_volume,ignore\n"
            "60000,10,12,9,11,1.5,119999,16.1,7,1,10.5,0\n120000,11,12,10,10.25,0,179999,0,0,0,0,0\n");
        row("blank lines", "\n60000,10,12,9,11,1.5\n\n120000,11,12,10,10.25,0\n\n");
    }

    void readsEveryForm()
    {
        QFETCH(QByteArray, text);
        FileReports reports("f.csv");
        const auto csv = parseCandleCsv(text.toStdString(), std::nullopt, reports);
        QVERIFY(csv);
        QCOMPARE(texts(reports), QStringList());
        QCOMPARE(csv->interval, Duration::minutes(1));
        QCOMPARE(csv->priceScale, 2);
        QCOMPARE(csv->volumeScale, 1);
        QCOMPARE(csv->rows.size(), std::size_t {2});
        QCOMPARE(csv->rows[0].openTime, Timestamp {60'000});
        QCOMPARE(csv->rows[1].openTime, Timestamp {120'000});
        const char* const expected[2][5] = {{"10", "12", "9", "11", "1.5"}, {"11", "12", "10", "10.25", "0"}};
        for (std::size_t r = 0; r < 2; ++r) {
            for (std::size_t f = 0; f < 5; ++f)
                QVERIFY(csv->rows[r].number(f).toDecimal() == Decimal::literal(expected[r][f]));
        }
    }

    void badRowsAreLeftOutAndTold_data()
    {
        QTest::addColumn<QByteArray>("row");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const char* text, const char* message) {
            QTest::newRow(name) << QByteArray(text) << QString::fromLatin1(message);
        };
        row("too few columns", "180000,10,12,9,11", "5 columns; expected 6; row skipped");
        row("too many columns", "180000,10,12,9,11,1,1", "7 columns; expected 6; row skipped");
        row("kline among rows", "180000,10,12,9,11,1,1,1,1,1,1,1", "12 columns; expected 6; row skipped");
        row("time", "noon,10,12,9,11,1",
            "time 'noon'; expected epoch milliseconds before the year 2100; row skipped");
        row("time in microseconds", "1735689600000000,10,12,9,11,1",
            "time '1735689600000000'; expected epoch milliseconds before the year 2100; row skipped");
        row("negative time", "-60000,10,12,9,11,1",
            "time '-60000'; expected epoch milliseconds before the year 2100; row skipped");
        row("fraction of time", "180000.5,10,12,9,11,1",
            "time '180000.5'; expected epoch milliseconds before the year 2100; row skipped");
        row("open", "180000,x,12,9,11,1", "open 'x'; expected a number of at most 12 decimals; row skipped");
        row("high", "180000,10,,9,11,1", "high ''; expected a number of at most 12 decimals; row skipped");
        row("low", "180000,10,12,nan,11,1",
            "low 'nan'; expected a number of at most 12 decimals; row skipped");
        row("close", "180000,10,12,9,1.2.3,1",
            "close '1.2.3'; expected a number of at most 12 decimals; row skipped");
        row("volume", "180000,10,12,9,11,0.30000000000000004",
            "volume '0.30000000000000004'; expected a number of at most 12 decimals; row skipped");
        row("zero price", "180000,10,12,0,11,1", "low '0'; expected a price above 0; row skipped");
        row("negative price", "180000,-10,12,9,11,1", "open '-10'; expected a price above 0; row skipped");
        row("low above high", "180000,10,9,12,11,1", "low '12' is above high '9'; row skipped");
        row("open outside", "180000,12.5,12,9,11,1",
            "open '12.5' is outside low to high, 9 to 12; row skipped");
        row("close outside", "180000,10,12,9,8.99,1",
            "close '8.99' is outside low to high, 9 to 12; row skipped");
        row("negative volume", "180000,10,12,9,11,-1", "volume '-1'; expected 0 or more; row skipped");
        row("off the interval", "180001,10,12,9,11,1",
            "time 180001 is not a multiple of the interval, 60000 ms; row skipped");
        row("duplicate", "120000,11,12,10,10.25,0",
            "time 1970-01-01T00:02:00.000Z is also in line 2, with the same values; row skipped");
        row("contradiction", "120000,11,12,10,11,0",
            "time 1970-01-01T00:02:00.000Z is also in line 2, with other values; row skipped");
        row("disorder", "60000,10,12,9,11,1.5",
            "time 1970-01-01T00:01:00.000Z is before that of line 2; rows must ascend; row skipped");
    }

    void badRowsAreLeftOutAndTold()
    {
        QFETCH(QByteArray, row);
        QFETCH(QString, message);
        FileReports reports("f.csv");
        const auto csv =
            parseCandleCsv(kGood + row.toStdString() + "\n240000,1,1,1,1,1\n", std::nullopt, reports);
        QVERIFY(csv);
        QCOMPARE(texts(reports), QStringList {QStringLiteral("f.csv:3: ") + message});
        QCOMPARE(csv->rows.size(), std::size_t {3});
        QCOMPARE(csv->rows[2].openTime, Timestamp {240'000});
        QCOMPARE(csv->rows[2].line, 4);
        QCOMPARE(csv->priceScale, 2); // bad rows do not make the grid
    }

    void badFilesAreErrors_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const char* text, const char* message) {
            QTest::newRow(name) << QByteArray(text) << QString::fromLatin1(message);
        };
        row("empty", "", "f.csv: has no usable row");
        row("header only", "timestamp_ms,open,high,low,close,volume\n", "f.csv: has no usable row");
        row("only bad rows", "60000,1\n120000,1\n",
            "f.csv: has no usable row\nf.csv:1: 2 columns; expected 6; row skipped\n"
            "f.csv:2: 2 columns; expected 6; row skipped");
        row("only bad rows, many", "1\n2\n3\n4\n5\n6\n7\n",
            "f.csv: has no usable row\nf.csv:1: 1 columns; expected 6; row skipped\n"
            "f.csv:2: 1 columns; expected 6; row skipped\nf.csv:3: 1 columns; expected 6; row skipped\n"
            "f.csv:4: 1 columns; expected 6; row skipped\nf.csv:5: 1 columns; expected 6; row skipped\n"
            "f.csv: and 2 more of this kind");
        row("other order", "timestamp_ms,open,close,high,low,volume\n60000,1,1,1,1,1\n",
            "f.csv:1: column 3 is named 'close'; expected 'high'");
        row("no time", "seq,open,high,low,close,volume\n",
            "f.csv:1: column 1 is named 'seq'; expected 'timestamp_ms' or 'open_time'");
        row("other table", "seq,time_ms,time_iso,trace_id,wallet\n",
            "f.csv:1: the header has 5 columns; expected timestamp_ms,open,high,low,close,volume or the 12 "
            "of "
            "published klines");
        row("one row", "60000,1,1,1,1,1\n",
            "f.csv: no two rows are a usual interval (1m to 1d) apart; put the interval into the file's "
            "name, as in "
            "BTCUSDT-5m.csv");
    }

    void badFilesAreErrors()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, message);
        FileReports reports("f.csv");
        const auto csv = parseCandleCsv(text.toStdString(), std::nullopt, reports);
        QVERIFY(!csv);
        QCOMPARE(QString::fromStdString(csv.error().message), message);
    }

    void theNameTellsTheIntervalBeforeTheRows()
    {
        FileReports reports("f.csv");
        const std::string text = "300000,1,1,1,1,1\n360000,1,1,1,1,1\n600000,1,1,1,1,1\n";
        const auto csv = parseCandleCsv(text, Duration::minutes(5), reports);
        QVERIFY(csv);
        QCOMPARE(csv->interval, Duration::minutes(5));
        QCOMPARE(texts(reports),
                 QStringList {QStringLiteral(
                     "f.csv:2: time 360000 is not a multiple of the interval, 300000 ms; row skipped")});
        QCOMPARE(parseCandleCsv("60000,1,1,1,1,1\n", Duration::minutes(1), reports)->rows.size(),
                 std::size_t {1});
    }

    void theIntervalIsTheSmallestUsualSpacing()
    {
        FileReports reports("f.csv");
        // A gap first, a stray second in between.
        const auto csv = parseCandleCsv("0,1,1,1,1,1\n900000,1,1,1,1,1\n901000,1,1,1,1,1\n1200000,1,1,1,1,1\n"
                                        "1500000,1,1,1,1,1\n",
                                        std::nullopt, reports);
        QVERIFY(csv);
        QCOMPARE(csv->interval, Duration::minutes(5));
        QCOMPARE(csv->rows.size(), std::size_t {4});
    }

    void reportsOfOneFileAreBounded()
    {
        FileReports reports("f.csv");
        for (int line = 1500; line >= 1; --line)
            reports.add(line, "bad");
        const std::vector<DataReport> all = reports.take();
        QCOMPARE(all.size(), std::size_t {1001});
        QCOMPARE(all.front().toText(), std::string("f.csv:501: bad"));
        QCOMPARE(all.back().toText(), std::string("f.csv: and 500 more of this kind"));
    }

    void funding()
    {
        FileReports reports("f.csv");
        const auto rows = parseFundingCsv("timestamp_ms,funding_rate\n1738368000000,0.00008098\n"
                                          "1738396800001,-0.0001\n1738396800002,0.1\n"
                                          "x,0.1\n1738425600000,1\n1738425600000,y\n1738425600000\n1,2,3\n",
                                          reports);
        QVERIFY(rows);
        const std::vector<FundingFileRow> expected {
            {Timestamp {1'738'368'000'000}, Decimal::literal("0.00008098")},
            {Timestamp {1'738'396'800'000}, Decimal::literal("-0.0001")}};
        QCOMPARE(*rows, expected);
        QCOMPARE(texts(reports).join(QLatin1Char('\n')),
                 QStringLiteral(
                     "f.csv:4: time 2025-02-01T08:00:00.000Z is not after that of line 3; row skipped\n"
                     "f.csv:5: time 'x'; expected epoch milliseconds before the year 2100; row skipped\n"
                     "f.csv:6: funding_rate '1'; expected a fraction between -1 and 1; row skipped\n"
                     "f.csv:7: funding_rate 'y'; expected a fraction between -1 and 1; row skipped\n"
                     "f.csv:8: expected 2 columns, timestamp_ms,funding_rate; row skipped\n"
                     "f.csv:9: expected 2 columns, timestamp_ms,funding_rate; row skipped"));
        const auto header = parseFundingCsv("time,rate\n1,0\n", reports);
        QCOMPARE(header.error().message,
                 std::string("f.csv:1: header 'time,rate'; expected "
                             "'timestamp_ms,funding_rate'"));
        QCOMPARE(parseFundingCsv("", reports).error().message, std::string("f.csv: has no usable row"));
    }
};

QTEST_GUILESS_MAIN(TestCandleCsv)
#include "tst_candle_csv.moc"
