// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/RecordedCandles.h"

#include "storage/RecordingWriter.h"
#include "storage/SessionFolder.h"
#include "trading/InputCodec.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace breakline;

namespace {

constexpr Timestamp kMidnight {1'746'489'600'000}; // 2025-05-06T00:00:00Z
constexpr SymbolId kA {0}, kB {1};

Candle bar(int number, double close)
{
    return {kMidnight + Duration::minutes(5 * number), 100.0, 110.0, 90.0, close, 5.0};
}

Instrument instrument(const std::string& symbol, std::uint32_t id)
{
    Instrument result;
    result.id = {id};
    result.symbol = symbol;
    result.tickSize = Decimal::literal("0.1");
    result.lotSize = Decimal::literal("0.001");
    result.finish().value();
    return result;
}

CandleClosed closed(SymbolId symbol, const Candle& candle, Duration interval = Duration::minutes(5))
{
    return {symbol, interval, candle};
}

CandlesAnswer answer(SymbolId symbol, std::vector<Candle> candles, Duration interval = Duration::minutes(5))
{
    return {1, symbol, interval, std::move(candles)};
}

Ticker ticker(Timestamp next, const std::optional<Decimal>& rate)
{
    Ticker result;
    result.symbol = kA;
    result.fundingRate = rate;
    result.nextFundingTime = next;
    return result;
}

} // namespace

class RecordedCandlesTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_data;
    QString m_folder;
    std::unique_ptr<RecordingWriter> m_writer;
    InputCodec m_codec;
    std::uint64_t m_sequence = 0;

    void record(const ExchangeEvent& event)
    {
        ++m_sequence;
        m_writer->append(RecordKind::Input, m_sequence,
                         kMidnight + Duration::seconds(static_cast<std::int64_t>(m_sequence)),
                         m_codec.encode(event));
    }
    RecordedCandles read()
    {
        m_writer->close().value();
        return RecordedCandles::read(m_folder).value();
    }

private Q_SLOTS:
    void init()
    {
        m_sequence = 0;
        m_folder = m_data.filePath(QString::fromLatin1(QTest::currentTestFunction()));
        QVERIFY(QDir().mkpath(m_folder));
        m_writer = RecordingWriter::create(SessionFolder::recordingFileOf(m_folder)).value();
        InstrumentsAnswer told;
        told.instruments = {instrument("AUSDT", 0), instrument("BUSDT", 1)};
        record(told);
    }

    void barsOfAnswersAndOfTheStreamAreOneSeries()
    {
        record(answer(kA, {bar(0, 100.0), bar(1, 101.0)}));
        record(closed(kB, bar(2, 95.0)));
        record(closed(kA, bar(2, 102.0)));
        record(closed(kA, bar(5, 105.0)));
        record(answer(kA, {bar(2, 102.0), bar(3, 103.0), bar(4, 104.0)})); // the gap
        record(answer(kA, {bar(-2, 98.0), bar(-1, 99.0)})); // the days before
        // What is no closed 5-minute bar is left out, as in the session.
        record(closed(kA, bar(9, 100.0), Duration::minutes(1)));
        record(answer(kA, {bar(9, 100.0)}, Duration::minutes(1)));
        record(closed(kA, bar(9, 200.0)));
        m_writer->append(RecordKind::Output, m_sequence, kMidnight, "decision");
        const RecordedCandles recorded = read();
        std::vector<Candle> all;
        for (int i = -2; i <= 5; ++i)
            all.push_back(bar(i, 100.0 + i));
        QVERIFY(std::ranges::equal(recorded.of(kA), all));
        QVERIFY(std::ranges::equal(recorded.of("BUSDT"), std::vector {bar(2, 95.0)}));
        QVERIFY(recorded.of("CUSDT").empty());
        QCOMPARE(recorded.instruments().size(), std::size_t {2});
        QCOMPARE(recorded.end()->ms, (kMidnight + Duration::seconds(10)).ms);
    }

    void theLaterWordOnABarHolds()
    {
        record(closed(kA, bar(0, 100.0)));
        record(closed(kA, bar(1, 101.0)));
        record(answer(kA, {bar(0, 99.0)}));
        const RecordedCandles recorded = read();
        QVERIFY(std::ranges::equal(recorded.of(kA), std::vector {bar(0, 99.0), bar(1, 101.0)}));
    }

    void onlyWhatIsWantedIsKept()
    {
        record(closed(kA, bar(0, 100.0)));
        record(closed(kB, bar(0, 100.0)));
        m_writer->close().value();
        const auto recorded =
            RecordedCandles::read(m_folder, [](const std::string& symbol) { return symbol == "BUSDT"; });
        QVERIFY(recorded->of(kA).empty());
        QCOMPARE(recorded->of(kB).size(), std::size_t {1});
    }

    void fundingIsTheLastRateBeforeItsTime()
    {
        const Timestamp eight = kMidnight + Duration::hours(8);
        record(ticker(eight, Decimal::literal("0.0001")));
        record(ticker(eight, Decimal::literal("0.0002")));
        record(ticker(eight, std::nullopt));
        record(ticker(eight + Duration::hours(8), Decimal::literal("-0.0003")));
        const RecordedCandles recorded = read();
        QVERIFY(std::ranges::equal(
            recorded.fundingOf(kA),
            std::vector<FundingTime> {{eight, 0.0002}, {eight + Duration::hours(8), -0.0003}}));
        QVERIFY(recorded.fundingOf(kB).empty());
    }

    void rulesThatChangeKeepTheSymbolsPlace()
    {
        InstrumentsAnswer later;
        later.instruments = {instrument("BUSDT", 1)};
        later.instruments.front().takerFeeRate = Decimal::literal("0.001");
        record(later);
        record(closed(kB, bar(0, 100.0)));
        const RecordedCandles recorded = read();
        QCOMPARE(recorded.instruments().size(), std::size_t {2});
        QCOMPARE(recorded.instruments().at(kB).takerFeeRate.toString(), std::string("0.001"));
        QCOMPARE(recorded.of("BUSDT").size(), std::size_t {1});
    }

    void ofATornRecordingWhatIsWholeIsRead()
    {
        record(closed(kA, bar(0, 100.0)));
        m_writer->writeOut();
        record(closed(kA, bar(1, 100.0)));
        m_writer->close().value();
        QFile file(SessionFolder::recordingFileOf(m_folder));
        QVERIFY(file.resize(file.size() - 3));
        const RecordedCandles recorded = RecordedCandles::read(m_folder).value();
        QVERIFY(std::ranges::equal(recorded.of(kA), std::vector {bar(0, 100.0)}));
    }

    void whatCannotBeReadIsSaid()
    {
        m_writer->close().value();
        const auto none = RecordedCandles::read(m_data.filePath(QStringLiteral("none")));
        QVERIFY(!none);
        QCOMPARE(none.error().code, ErrorCode::NotFound);
        QVERIFY(none.error().message.ends_with("none: has no recording, so its candles are not known"));
        QFile file(SessionFolder::recordingFileOf(m_folder));
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.seek(file.size() - 1);
        QVERIFY(file.putChar('\xff'));
        file.seek(file.size() - 2);
        QVERIFY(file.putChar('\xff'));
        file.close();
        const auto damaged = RecordedCandles::read(m_folder);
        QVERIFY(!damaged);
        QCOMPARE(damaged.error().code, ErrorCode::Corrupt);
    }
};

QTEST_GUILESS_MAIN(RecordedCandlesTest)
#include "tst_recorded_candles.moc"
