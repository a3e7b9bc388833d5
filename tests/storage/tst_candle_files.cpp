// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Rng.h"
#include "storage/CandleFiles.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <zlib.h>

#include <memory>

using namespace breakline;

namespace {

QByteArray gzip(const QByteArray& plain)
{
    z_stream stream {};
    deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    QByteArray packed(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(plain.size()))),
                      Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return packed;
}

/// Minute candles from `first` on, on a grid of 0.01 and 0.1.
QByteArray candles(int first, int count, std::uint64_t seed = 1)
{
    QByteArray text = "timestamp_ms,open,high,low,close,volume\n";
    for (int i = first; i < first + count; ++i) {
        const auto price =
            static_cast<std::int64_t>(10'000 + Rng::mix(seed, static_cast<std::uint64_t>(i)) % 1000);
        const auto number = [](std::int64_t units, int scale) {
            return QByteArray::fromStdString(Decimal::fromUnits(units, scale).toString());
        };
        text += QByteArray::number(qint64 {i} * 60'000) + ',' + number(price, 2) + ',' + number(price + 7, 2)
            + ',' + number(price - 9, 2) + ',' + number(price + 1, 2) + ',' + number(price % 97 + 1, 1)
            + '\n';
    }
    return text;
}

} // namespace

class TestCandleFiles : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const QString& name) const { return m_folder->filePath(name); }

    void write(const char* name, const QByteArray& content)
    {
        QFile file(path(QLatin1String(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }

    CandleFolder read() { return readCandles(m_folder->path()).value(); }

    /// Reports with the folder's path left out.
    QStringList reports(const CandleFolder& folder)
    {
        QStringList list;
        for (const DataReport& report : folder.reports)
            list << QString::fromStdString(report.toText()).remove(m_folder->path() + QLatin1Char('/'));
        return list;
    }

    QString error() { return plain(readCandles(m_folder->path()).error()); }
    QString plain(const Error& error)
    {
        return QString::fromStdString(error.message).remove(m_folder->path() + QLatin1Char('/'));
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void valuesAreExactCounts()
    {
        write("AUSDT-1m-x.csv",
              "60000,0.00012,0.000125,0.0001,0.00011,10.5\n120000,0.00011,0.00011,0.00011,0.00011,3\n");
        const CandleFolder folder = read();
        QVERIFY(folder.reports.empty());
        QCOMPARE(folder.symbols.size(), std::size_t {1});
        const CandleFile& file = folder.symbols[0];
        QCOMPARE(file.symbol, std::string("AUSDT"));
        QCOMPARE(file.interval, Duration::minutes(1));
        QVERIFY(file.tickSize == Decimal::literal("0.000001"));
        QVERIFY(file.lotSize == Decimal::literal("0.1"));
        const std::vector<CandleFileRow> expected {{Timestamp {60'000}, 120, 125, 100, 110, 105},
                                                   {Timestamp {120'000}, 110, 110, 110, 110, 30}};
        QCOMPARE(file.rows, expected);
        QCOMPARE(file.closedRows().size(), std::size_t {1}); // the last may be of an open candle
        QVERIFY(file.funding.empty());
    }

    void packedPlainAndKlinesAreTheSame()
    {
        const QByteArray text = candles(100, 500);
        write("AUSDT-1m.csv", text);
        const CandleFolder plain = read();
        QCOMPARE(plain.symbols[0].rows.size(), std::size_t {500});

        init();
        write("AUSDT-1m-2025.csv.gz", gzip(text));
        QCOMPARE(read().symbols, plain.symbols);
        QCOMPARE(read().contentHash, plain.contentHash);

        init();
        const qsizetype half = text.indexOf('\n', text.size() / 2) + 1;
        write("AUSDT-x.gz", gzip(text.left(half)) + gzip(text.mid(half))); // two members, one text
        QCOMPARE(read().symbols, plain.symbols);

        init();
        QByteArray klines;
        for (const QByteArray& line : text.split('\n').mid(1)) {
            if (!line.isEmpty())
                klines += line + ",1,2,3,4,5,0\n";
        }
        write("AUSDT-1m-2025-06.csv", klines);
        QCOMPARE(read().symbols, plain.symbols);
        QCOMPARE(read().contentHash, plain.contentHash);

        const auto single = readCandles(path(QStringLiteral("AUSDT-1m-2025-06.csv")));
        QCOMPARE(single->symbols, plain.symbols);
        QCOMPARE(single->contentHash, plain.contentHash);
    }

    void severalFilesOfASymbolMerge()
    {
        write("AUSDT-1m.csv", candles(100, 300));
        write("BUSDT-1m.csv", candles(100, 20, 2));
        const CandleFolder whole = read();

        init();
        write("AUSDT-1m-2.csv", candles(100, 120));
        write("AUSDT-1m-1.csv.gz", gzip(candles(200, 200)));
        write("BUSDT.csv", candles(100, 20, 2));
        const CandleFolder parts = read();
        QCOMPARE(parts.symbols, whole.symbols);
        QCOMPARE(parts.contentHash, whole.contentHash);
        QCOMPARE(reports(parts),
                 QStringList {QStringLiteral("AUSDT-1m-2.csv: 20 rows are also in earlier files of the "
                                             "symbol, with the same values; skipped")});
    }

    void theLastRowOfAFileGivesWay()
    {
        write("AUSDT-1m-1.csv", "60000,1,1,1,1,1\n120000,1,1,1,1,1\n");
        write("AUSDT-1m-2.csv", "120000,1,2,1,2,9\n180000,2,2,2,2,2\n240000,5,5,5,5,5\n");
        write("AUSDT-1m-3.csv", "180000,2,2,2,2,3\n240000,2,2,2,2,3\n300000,2,2,2,2,2\n");
        const CandleFolder folder = read();
        const std::vector<CandleFileRow> expected {{Timestamp {60'000}, 1, 1, 1, 1, 1},
                                                   {Timestamp {120'000}, 1, 2, 1, 2, 9},
                                                   {Timestamp {180'000}, 2, 2, 2, 2, 2},
                                                   {Timestamp {240'000}, 2, 2, 2, 2, 3},
                                                   {Timestamp {300'000}, 2, 2, 2, 2, 2}};
        QCOMPARE(folder.symbols[0].rows, expected);
        QCOMPARE(reports(folder).join(QLatin1Char('\n')),
                 QStringLiteral(
                     "AUSDT-1m-1.csv:2: time 1970-01-01T00:02:00.000Z is also in AUSDT-1m-2.csv:1, with "
                     "other values; row skipped\n"
                     "AUSDT-1m-2.csv:3: time 1970-01-01T00:04:00.000Z is also in AUSDT-1m-3.csv:2, with "
                     "other values; row skipped\n"
                     "AUSDT-1m-3.csv:1: time 1970-01-01T00:03:00.000Z is also in AUSDT-1m-2.csv:2, with "
                     "other values; row skipped"));
    }

    void gapsAreToldAndStay()
    {
        write("AUSDT-1m-1.csv", "60000,1,1,1,1,1\n240000,1,1,1,1,1\n");
        write("AUSDT-1m-2.csv", "360000,1,1,1,1,1\n");
        const CandleFolder folder = read();
        QCOMPARE(folder.symbols[0].rows.size(), std::size_t {3});
        QCOMPARE(
            reports(folder).join(QLatin1Char('\n')),
            QStringLiteral(
                "AUSDT-1m-1.csv:2: 2 candles are missing before 1970-01-01T00:04:00.000Z; the gap stays\n"
                "AUSDT-1m-2.csv:1: 1 candles are missing before 1970-01-01T00:06:00.000Z; the gap stays"));
    }

    void fundingIsRecognised()
    {
        write("BTCUSDT-1m.csv", candles(100, 3));
        write("ETHUSDT-1m.csv", candles(100, 3));
        const CandleFolder without = read();
        write("binance-usdm-BTCUSDT-funding-8h.csv", "timestamp_ms,funding_rate\n28800001,0.0001\n");
        write("ETHUSDT-funding.csv.gz", gzip("28800000,-0.0003\n57600000,0.0002\n"));
        write("ETHUSDT-funding2.csv", "57600000,0.5\n86400000,0.0001\n");
        write("1000ETHUSDT-funding.csv", "0,0\n");
        const CandleFolder folder = read();
        QCOMPARE(folder.symbols.size(), std::size_t {2});
        QCOMPARE(folder.symbols[0].funding,
                 (std::vector<FundingFileRow> {{Timestamp {28'800'000}, Decimal::literal("0.0001")}}));
        QCOMPARE(folder.symbols[1].funding,
                 (std::vector<FundingFileRow> {{Timestamp {28'800'000}, Decimal::literal("-0.0003")},
                                               {Timestamp {57'600'000}, Decimal::literal("0.0002")},
                                               {Timestamp {86'400'000}, Decimal::literal("0.0001")}}));
        QCOMPARE(
            reports(folder).join(QLatin1Char('\n')),
            QStringLiteral("1000ETHUSDT-funding.csv: funding of a symbol without candles here; ignored\n"
                           "ETHUSDT-funding2.csv: 1 times are also in earlier funding files of the symbol; "
                           "skipped"));
        QVERIFY(folder.contentHash != without.contentHash);
    }

    void rulesOverrideTheGrid()
    {
        write("AUSDT-1m.csv",
              "60000,1,1,1,1,2\n120000,1.2,1.2,1.2,1.2,2\n180000,1.5,1.5,1,1,2\n240000,1,1,1,1,3\n");
        write("instruments.json",
              "{\"AUSDT\": {\"tick_size\": \"0.25\", \"lot_size\": \"2\"}, \"ZUSDT\": {}}");
        const CandleFolder folder = read();
        const std::vector<CandleFileRow> expected {{Timestamp {60'000}, 4, 4, 4, 4, 1},
                                                   {Timestamp {180'000}, 6, 6, 4, 4, 1}};
        QCOMPARE(folder.symbols[0].rows, expected);
        QVERIFY(folder.symbols[0].tickSize == Decimal::literal("0.25"));
        QCOMPARE(reports(folder).join(QLatin1Char('\n')),
                 QStringLiteral(
                     "AUSDT-1m.csv:2: open 1.2 is not a count of the tick, 0.25; row skipped\n"
                     "AUSDT-1m.csv:3: 1 candles are missing before 1970-01-01T00:03:00.000Z; the gap stays\n"
                     "AUSDT-1m.csv:4: volume 3 is not a count of the lot, 2; row skipped\n"
                     "instruments.json: ZUSDT: there are no candles of this symbol; ignored"));

        write("instruments.json", "{\"AUSDT\": {\"tick_size\": \"7\"}}");
        QCOMPARE(
            error(),
            QStringLiteral("AUSDT-1m.csv: has no row on the grid of tick 7 and lot 1 of instruments.json\n"
                           "AUSDT-1m.csv:1: open 1 is not a count of the tick, 7; row skipped\n"
                           "AUSDT-1m.csv:2: open 1.2 is not a count of the tick, 7; row skipped\n"
                           "AUSDT-1m.csv:3: open 1.5 is not a count of the tick, 7; row skipped\n"
                           "AUSDT-1m.csv:4: open 1 is not a count of the tick, 7; row skipped"));
    }

    void whatIsLeftOutIsCountedByItsKind()
    {
        // Off the minute, twice, before, below zero, no price; the last of a file may be partial.
        write("AUSDT-1m-1.csv",
              "60000,1,1,1,1,1\n90000,1,1,1,1,1\n120000,2,2,2,2,1\n120000,2,2,2,2,1\n60000,1,1,1,1,1\n"
              "180000,1,1,1,1,-1\n240000,1,1,1,x,1\nnothing\n300000,1,1,1,1,1\n360000,1,1,1,1,1\n");
        // One row again, as where files overlap, is no fault; other values are.
        write("AUSDT-1m-2.csv", "120000,2,2,2,2,1\n300000,3,3,3,3,1\n420000,1,1,1,1,1\n");
        const CandleFolder folder = read();
        const std::vector<FaultyRow> expected {
            {Timestamp {60'000}, RowFault::Invalid}, // the line without a time, after that of 60,000
            {Timestamp {60'000}, RowFault::Misplaced},     {Timestamp {90'000}, RowFault::Misplaced},
            {Timestamp {120'000}, RowFault::Duplicate},    {Timestamp {180'000}, RowFault::NegativeSize},
            {Timestamp {240'000}, RowFault::Invalid},      {Timestamp {300'000}, RowFault::Duplicate}};
        QCOMPARE(folder.symbols[0].faulty, expected);
    }

    void rowsThatRunBackwardsAreRefusedWithTheirLines()
    {
        write("AUSDT-1m.csv", "180000,1,1,1,1,1\n120000,1,1,1,1,1\n60000,1,1,1,1,1\n");
        QCOMPARE(error(),
                 QStringLiteral("AUSDT-1m.csv: has one usable row only, which may be of a candle still open; "
                                "expected two or more\n"
                                "AUSDT-1m.csv:2: time 1970-01-01T00:02:00.000Z is before that of line 1; rows "
                                "must ascend; row skipped\n"
                                "AUSDT-1m.csv:3: time 1970-01-01T00:01:00.000Z is before that of line 1; rows "
                                "must ascend; row skipped"));
    }

    /// However many threads read, what comes out is in the order of the names.
    void manyFilesGiveTheSameAsOneByOne()
    {
        std::string together, oneByOne;
        for (int i = 0; i < 26; ++i) {
            const QByteArray name = QByteArray(1, static_cast<char>('A' + i)) + "USDT-1m.csv";
            QByteArray text = candles(100, 200 + i, static_cast<std::uint64_t>(i));
            text += "7,1,1,1,1,1\n";
            write(name.constData(), text);
            const CandleFolder alone = readCandles(path(QString::fromLatin1(name))).value();
            QCOMPARE(alone.symbols.size(), std::size_t {1});
            oneByOne += alone.symbols[0].symbol + alone.reports[0].toText();
        }
        const CandleFolder folder = read();
        QCOMPARE(folder.symbols.size(), std::size_t {26});
        for (std::size_t i = 0; i < 26; ++i) {
            together += folder.symbols[i].symbol + folder.reports[i].toText();
            QCOMPARE(folder.symbols[i].rows.size(), 200 + i);
        }
        QCOMPARE(together, oneByOne);
    }

    /// The value enters the session's id: whatever hashes it must give this one.
    void theHashIsKnown()
    {
        write("AUSDT-1m.csv", "60000,1.5,2,1,1,1\n120000,1,1,1,1,1\n");
        QCOMPARE(QString::fromStdString(read().contentHash),
                 QStringLiteral("e5e3ebce915504019fe82e224521db916c7c97897dcc4dad49eff42d52d5aac4"));
    }

    void aFinerGridThanTheFilesIsTaken()
    {
        write("AUSDT-1m.csv", "60000,1.5,2,1,1,1\n120000,1,1,1,1,1\n");
        write("instruments.json", "{\"AUSDT\": {\"tick_size\": \"0.001\", \"lot_size\": \"0.01\"}}");
        const CandleFolder folder = read();
        QCOMPARE(folder.symbols[0].rows[0],
                 (CandleFileRow {Timestamp {60'000}, 1500, 2000, 1000, 1000, 100}));
        QVERIFY(folder.reports.empty());
    }

    void allFaultsAreToldAtOnce()
    {
        write("AUSDT-1m.csv", candles(100, 5));
        write("AUSDT-5m.csv", "300000,1,1,1,1,1\n600000,1,1,1,1,1\n");
        write("BUSDT-1m.csv", "time,rate\n");
        write("CUSDT-1m.csv.gz", gzip(candles(100, 500)).chopped(20));
        write("DUSDT-1m.csv.gz", "\x1f\x8b nonsense");
        write("lower-1m.csv", candles(100, 5));
        write("instruments.json", "[]");
        write("old.zip", "PK");
        write("readme.txt", "hello");
        QCOMPARE(
            error(),
            QStringLiteral(
                "BUSDT-1m.csv:1: the header has 2 columns; expected timestamp_ms,open,high,low,close,volume "
                "or "
                "the 12 of published klines\n"
                "CUSDT-1m.csv.gz: the gzip data end too early; fetch the file again\n"
                "DUSDT-1m.csv.gz: the gzip data are damaged; fetch the file again\n"
                "instruments.json:1: expected an object of symbols, as in {\"BTCUSDT\": {\"tick_size\": "
                "\"0.1\"}}\n"
                "lower-1m.csv: the name begins with 'lower'; expected a symbol of A-Z and 0-9 before the "
                "first "
                "'-', as in BTCUSDT-1m.csv\n"
                "AUSDT-5m.csv: interval 5m, but AUSDT-1m.csv of the same symbol has 1m; keep one interval a "
                "symbol in a folder"));
    }

    void nothingToReadIsAnError()
    {
        QCOMPARE(
            QString::fromStdString(readCandles(m_folder->path()).error().message),
            m_folder->path()
                + QStringLiteral(": no candle files; expected names as BTCUSDT-1m.csv or BTCUSDT-1m.csv.gz"));
        QCOMPARE(plain(readCandles(path(QStringLiteral("nowhere"))).error()),
                 QStringLiteral("nowhere: there is no such file or folder"));
    }

    void theHashTellsContentsApart()
    {
        write("AUSDT-1m.csv", candles(100, 50));
        const std::string first = read().contentHash;
        QCOMPARE(first.size(), std::size_t {64});
        QByteArray changed = candles(100, 50);
        const qsizetype digit = changed.size() - 2; // the last volume
        changed[digit] = changed[digit] == '1' ? '2' : '1';
        write("AUSDT-1m.csv", changed);
        QVERIFY(read().contentHash != first);
        write("AUSDT-1m.csv", candles(100, 50));
        QCOMPARE(read().contentHash, first);
        write("instruments.json", "{\"AUSDT\": {\"max_leverage\": \"20\"}}");
        QVERIFY(read().contentHash != first);
        QVERIFY(QFile::remove(path(QStringLiteral("instruments.json"))));
        QVERIFY(QFile::rename(path(QStringLiteral("AUSDT-1m.csv")), path(QStringLiteral("BUSDT-1m.csv"))));
        QVERIFY(read().contentHash != first);
    }

    void instrumentsHaveTheirDefaults()
    {
        // 1,500 minutes of volume 10.0: the first 1,440 count.
        QByteArray text;
        for (int i = 0; i < 1500; ++i)
            text += QByteArray::number(qint64 {i} * 60'000) + ",1.5,1.5,1.25,1.5,10.0\n";
        write("AUSDT-1m.csv", text);
        const auto instrument = makeInstrument(read().symbols[0]);
        QVERIFY(instrument);
        QCOMPARE(instrument->symbol, std::string("AUSDT"));
        QCOMPARE(instrument->baseCoin, std::string("A"));
        QVERIFY(instrument->tickSize == Decimal::literal("0.01"));
        QVERIFY(instrument->lotSize == Decimal::literal("1"));
        QVERIFY(instrument->notionalUnit == Decimal::literal("0.01"));
        QCOMPARE(instrument->minQuantity, Quantity {1});
        QVERIFY(instrument->minNotional == Decimal::literal("5"));
        QCOMPARE(instrument->maxMarketQuantity.value(), Quantity {144});
        QVERIFY(!instrument->maxLimitQuantity);
        QVERIFY(instrument->maxLeverage == Decimal::literal("50"));
        QVERIFY(instrument->maintenanceMarginRate == Decimal::literal("0.01"));
        QVERIFY(instrument->priceBand == Decimal::literal("0.05"));
        QVERIFY(instrument->takerFeeRate == Decimal::literal("0.00055"));
        QVERIFY(instrument->makerFeeRate == Decimal::literal("0.0002"));
        QCOMPARE(instrument->fundingInterval, Duration::hours(8));
        QVERIFY(!instrument->launchTime && !instrument->deliveryTime);
        QCOMPARE(instrument->status, InstrumentStatus::Trading);
    }

    void instrumentsFollowTheirRules()
    {
        CandleFile file {"AUSDC",
                         Duration::minutes(1),
                         Decimal::literal("0.5"),
                         Decimal::literal("0.1"),
                         {{Timestamp {0}, 2, 2, 2, 2, 5}},
                         {},
                         {},
                         {}};
        QCOMPARE(makeInstrument(file)->maxMarketQuantity.value(), Quantity {1}); // at least one lot
        file.rules.minQuantity = Decimal::literal("0.3");
        file.rules.minNotional = Decimal::literal("10");
        file.rules.takerFeeRate = Decimal::literal("0.001");
        file.rules.makerFeeRate = Decimal::literal("-0.0001");
        file.rules.maxLeverage = Decimal::literal("20");
        file.rules.maintenanceMarginRate = Decimal::literal("0.02");
        file.rules.priceBand = Decimal::literal("0.1");
        file.rules.fundingInterval = Duration::hours(4);
        file.rules.maxMarketQuantity = Decimal::literal("7");
        file.rules.launchTime = Timestamp {5};
        file.rules.deliveryTime = Timestamp {9};
        const auto instrument = makeInstrument(file);
        QVERIFY(instrument);
        QCOMPARE(instrument->minQuantity, Quantity {3});
        QVERIFY(instrument->minNotional == Decimal::literal("10"));
        QVERIFY(instrument->takerFeeRate == Decimal::literal("0.001"));
        QVERIFY(instrument->makerFeeRate == Decimal::literal("-0.0001"));
        QVERIFY(instrument->maxLeverage == Decimal::literal("20"));
        QVERIFY(instrument->maintenanceMarginRate == Decimal::literal("0.02"));
        QVERIFY(instrument->priceBand == Decimal::literal("0.1"));
        QCOMPARE(instrument->fundingInterval, Duration::hours(4));
        QCOMPARE(instrument->maxMarketQuantity.value(), Quantity {70});
        QCOMPARE(instrument->launchTime.value(), Timestamp {5});
        QCOMPARE(instrument->deliveryTime.value(), Timestamp {9});

        file.rules.minQuantity = Decimal::literal("0.35");
        QCOMPARE(
            makeInstrument(file).error().message,
            std::string("instruments.json: AUSDC.min_quantity: 0.35; expected a multiple of the lot, 0.1"));
    }

    /// Reads a folder of real candles where the variable names one, and prints
    /// what it costs; the counts are checked against the files' lines.
    void realFiles()
    {
        const QString folder = qEnvironmentVariable("BREAKLINE_TEST_CANDLES");
        if (folder.isEmpty())
            QSKIP("BREAKLINE_TEST_CANDLES names no folder of candle files");
        QElapsedTimer timer;
        timer.start();
        const auto read = readCandles(folder);
        const qint64 elapsed = timer.elapsed();
        QVERIFY2(read, read ? "" : read.error().message.c_str());
        std::size_t rows = 0;
        for (const CandleFile& file : read->symbols) {
            rows += file.rows.size();
            QVERIFY(makeInstrument(file));
            qInfo("%s tick %s lot %s rows %zu", file.symbol.c_str(), file.tickSize.toString().c_str(),
                  file.lotSize.toString().c_str(), file.rows.size());
        }
        qInfo("%zu rows of %zu symbols, %zu reports, %lld ms, %s", rows, read->symbols.size(),
              read->reports.size(), static_cast<long long>(elapsed), read->contentHash.c_str());
        QVERIFY(rows > 0);
    }
};

QTEST_GUILESS_MAIN(TestCandleFiles)
#include "tst_candle_files.moc"
