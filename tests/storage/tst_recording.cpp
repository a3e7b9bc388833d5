// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Rng.h"
#include "storage/RecordingReader.h"
#include "storage/RecordingWriter.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace breakline;

namespace {

bool isEqual(const Record& a, const Record& b)
{
    return a.kind == b.kind && a.sequence == b.sequence && a.time == b.time && a.payload == b.payload;
}

/// Records of all kinds and lengths, as a session of `count` would have.
std::vector<Record> someRecords(std::size_t count, std::uint64_t seed)
{
    Rng rng(seed);
    std::vector<Record> records;
    std::uint64_t sequence = 0;
    std::int64_t time = 1'767'607'200'000;
    for (std::size_t i = 0; i < count; ++i) {
        const bool isInput = rng.chance(0.8);
        if (isInput)
            ++sequence;
        time += rng.integer(0, 400);
        QByteArray payload(rng.chance(0.01) ? rng.integer(0, 3000) : rng.integer(0, 60), Qt::Uninitialized);
        for (char& c : payload)
            c = static_cast<char>(rng.integer(-128, 127));
        records.push_back(
            {isInput ? RecordKind::Input : RecordKind::Output, sequence, Timestamp {time}, payload});
    }
    return records;
}

/// Everything up to the end or the error, which is returned.
std::vector<Record> readAll(const QString& file, std::optional<Error>* error = nullptr)
{
    std::vector<Record> records;
    const auto reader = RecordingReader::open(file).value();
    for (;;) {
        const auto record = reader->next();
        if (!record) {
            if (error)
                *error = record.error();
            return records;
        }
        if (!*record)
            return records;
        records.push_back(**record);
    }
}

void append(RecordingWriter& writer, const std::vector<Record>& records)
{
    for (const Record& record : records)
        writer.append(record.kind, record.sequence, record.time, record.payload);
}

} // namespace

class TestRecording : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    int m_number = 0;
    QString m_file;

    void compare(const std::vector<Record>& found, const std::vector<Record>& expected, std::size_t count)
    {
        QCOMPARE(found.size(), count);
        for (std::size_t i = 0; i < count; ++i)
            QVERIFY2(isEqual(found[i], expected[i]), qPrintable(QStringLiteral("record %1").arg(i)));
    }

private Q_SLOTS:
    void init() { m_file = m_folder.filePath(QStringLiteral("%1.bin").arg(++m_number)); }

    void whatIsWrittenComesBack()
    {
        const std::vector<Record> records = someRecords(40'000, 7); // several chunks
        auto writer = RecordingWriter::create(m_file).value();
        append(*writer, records);
        QVERIFY(writer->close());
        QVERIFY(writer->close()); // again: nothing more
        compare(readAll(m_file), records, records.size());
    }

    void extremeValuesComeBack()
    {
        constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
        constexpr std::int64_t kLatest = std::numeric_limits<std::int64_t>::max();
        constexpr std::int64_t kEarliest = std::numeric_limits<std::int64_t>::min();
        const std::vector<Record> records {
            {RecordKind::Input, 0, Timestamp {kLatest}, {}},
            {RecordKind::Output, kMost, Timestamp {kEarliest}, QByteArray(1, '\0')},
            {RecordKind::Input, 0, Timestamp {0}, QByteArray(700'000, 'x')},
            {RecordKind::Input, 1, Timestamp {-1}, QByteArray("end")}};
        auto writer = RecordingWriter::create(m_file).value();
        append(*writer, records);
        QVERIFY(writer->close());
        compare(readAll(m_file), records, records.size());
    }

    void anEmptyRecordingHasAnEnd()
    {
        QVERIFY(RecordingWriter::create(m_file).value()->close());
        std::optional<Error> error;
        QVERIFY(readAll(m_file, &error).empty());
        QVERIFY(!error);
    }

    void flushedRecordsAreReadableBeforeTheEnd()
    {
        const std::vector<Record> records = someRecords(10, 3);
        auto writer = RecordingWriter::create(m_file).value();
        append(*writer, records);
        QCOMPARE(QFileInfo(m_file).size(), 8); // the header: the records are buffered
        writer->flush();
        QVERIFY(QTest::qWaitFor([this] { return QFileInfo(m_file).size() > 8; }));
        compare(readAll(m_file), records, records.size());
    }

    void aTornEndIsToldAndWhatIsWholeIsRead()
    {
        const std::vector<Record> records = someRecords(300, 5);
        qint64 wholeSize = 0;
        {
            auto writer = RecordingWriter::create(m_file).value();
            append(*writer, {records.begin(), records.begin() + 200});
            writer->flush();
            append(*writer, {records.begin() + 200, records.end()});
            QVERIFY(writer->close());
            wholeSize = QFileInfo(m_file).size();
        }
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::ReadWrite));
        const QByteArray whole = file.readAll();
        const auto firstChunk =
            static_cast<qint64>(static_cast<quint8>(whole[8]) | (static_cast<quint8>(whole[9]) << 8)
                                | (static_cast<quint8>(whole[10]) << 16));
        const qint64 second = 8 + 16 + firstChunk;
        for (const qint64 size : {wholeSize - 1, second + 16, second + 15, second + 1}) {
            QVERIFY(file.resize(size));
            std::optional<Error> error;
            compare(readAll(m_file, &error), records, 200);
            QVERIFY(error);
            QCOMPARE(error->code, ErrorCode::Corrupt);
            const std::string start = m_file.toStdString() + ": chunk at byte " + std::to_string(second)
                + ": the last chunk is torn: ";
            QVERIFY2(error->message.starts_with(start), error->message.c_str());
            QVERIFY2(error->message.ends_with("; 200 records before it are whole"), error->message.c_str());
            QCOMPARE(RecordingReader::wholeSize(m_file).value(), second);
        }
        // The error stays.
        const auto reader = RecordingReader::open(m_file).value();
        for (int i = 0; i < 200; ++i)
            QVERIFY(reader->next());
        QCOMPARE(reader->count(), std::uint64_t {200});
        const auto once = reader->next();
        const auto twice = reader->next();
        QVERIFY(!once && !twice);
        QCOMPARE(once.error(), twice.error());
    }

    void everyFlippedByteIsNoticed()
    {
        const std::vector<Record> records = someRecords(3, 11);
        {
            auto writer = RecordingWriter::create(m_file).value();
            append(*writer, records);
            QVERIFY(writer->close());
        }
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::ReadWrite));
        const QByteArray whole = file.readAll();
        for (qint64 i = 0; i < whole.size(); ++i) {
            QByteArray changed = whole;
            changed[i] = static_cast<char>(changed[i] ^ 0x20);
            file.seek(0);
            file.write(changed);
            file.flush();
            const auto reader = RecordingReader::open(m_file);
            QVERIFY2(!reader || !(*reader)->next(), qPrintable(QStringLiteral("byte %1").arg(i)));
        }
    }

    void resumingCutsOffWhatIsTorn()
    {
        const std::vector<Record> records = someRecords(300, 9);
        {
            auto writer = RecordingWriter::create(m_file).value();
            append(*writer, {records.begin(), records.begin() + 200});
            writer->flush();
            append(*writer, {records.begin() + 200, records.end()});
            QVERIFY(writer->close());
        }
        const qint64 whole = RecordingReader::wholeSize(m_file).value();
        QCOMPARE(whole, QFileInfo(m_file).size());
        QVERIFY(QFile::resize(m_file, whole - 5));
        const qint64 first = RecordingReader::wholeSize(m_file).value();
        {
            auto writer = RecordingWriter::resume(m_file).value();
            QCOMPARE(writer->bytesCutOff(), whole - 5 - first);
            append(*writer, {records.begin() + 200, records.end()});
            QVERIFY(writer->close());
        }
        std::optional<Error> error;
        compare(readAll(m_file, &error), records, records.size());
        QVERIFY(!error);
    }

    void resumingWorksFromNothingAndFromATornHeader()
    {
        const std::vector<Record> records = someRecords(5, 1);
        QVERIFY(RecordingWriter::resume(m_file).value()->close());
        QVERIFY(QFile::resize(m_file, 3));
        auto writer = RecordingWriter::resume(m_file).value();
        QCOMPARE(writer->bytesCutOff(), 3);
        append(*writer, records);
        QVERIFY(writer->close());
        compare(readAll(m_file), records, records.size());
    }

    void otherFilesAreRefused()
    {
        QVERIFY(!RecordingReader::open(m_file));
        QVERIFY(RecordingWriter::create(m_file).value()->close());
        QVERIFY(!RecordingWriter::create(m_file)); // exists
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("BLNREC\x09", 7);
        file.putChar('\0');
        file.close();
        const auto newer = RecordingReader::open(m_file);
        QVERIFY(!newer);
        QCOMPARE(newer.error().message,
                 m_file.toStdString() + ": a recording of version 9; this program reads version 4");
        QVERIFY(!RecordingWriter::resume(m_file));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("something else");
        file.close();
        QCOMPARE(RecordingReader::open(m_file).error().message, m_file.toStdString() + ": not a recording");
    }

    void aFullDiskSurfacesAtTheEnd()
    {
        if (!QFile::exists(QStringLiteral("/dev/full")))
            QSKIP("there is no device that is always full");
        auto writer = RecordingWriter::resume(QStringLiteral("/dev/full"));
        if (writer) {
            append(**writer, someRecords(10, 1));
            const auto closed = (*writer)->close();
            QVERIFY(!closed);
            QCOMPARE(closed.error().code, ErrorCode::Io);
            QVERIFY((*writer)->failure() != nullptr);
            QCOMPARE((*writer)->failure()->message, closed.error().message);
        } else {
            QCOMPARE(writer.error().code, ErrorCode::Io);
        }
    }

    /// Prints what a million trade-like records of 40 bytes cost.
    void cost()
    {
        constexpr std::size_t kCount = 1'000'000;
        Rng rng(1);
        std::vector<std::array<char, 40>> payloads(4096);
        for (auto& payload : payloads) {
            const std::int64_t words[5] = {94'000'00 + rng.integer(-500, 500), rng.integer(1, 4000),
                                           rng.integer(0, 11), rng.integer(0, 1),
                                           static_cast<std::int64_t>(rng.next() & 0xffff)};
            std::memcpy(payload.data(), words, sizeof words);
        }
        auto writer = RecordingWriter::create(m_file).value();
        QElapsedTimer timer;
        timer.start();
        for (std::size_t i = 0; i < kCount; ++i) {
            const auto& payload = payloads[i % payloads.size()];
            writer->append(RecordKind::Input, i,
                           Timestamp {1'767'607'200'000 + static_cast<std::int64_t>(i / 4)},
                           QByteArrayView(payload.data(), payload.size()));
        }
        const qint64 appended = timer.nsecsElapsed();
        QVERIFY(writer->close());
        const qint64 closed = timer.nsecsElapsed();
        timer.restart();
        const auto reader = RecordingReader::open(m_file).value();
        std::size_t count = 0;
        for (auto record = reader->next(); record && *record; record = reader->next())
            ++count;
        QCOMPARE(count, kCount);
        qInfo("%.1f bytes a record, %.0f ns an append, %.0f ns with writing, %.0f ns a record read",
              static_cast<double>(QFileInfo(m_file).size()) / kCount, static_cast<double>(appended) / kCount,
              static_cast<double>(closed) / kCount, static_cast<double>(timer.nsecsElapsed()) / kCount);
    }
};

QTEST_GUILESS_MAIN(TestRecording)
#include "tst_recording.moc"
