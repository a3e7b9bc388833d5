// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/RecordingWriter.h"

#include "storage/RecordingFormat.h"
#include "storage/RecordingReader.h"

#include <QFile>
#include <QtEndian>

#include <zstd.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace breakline {

namespace {

using namespace recording;

/// Fast, and the records are small and alike: higher levels gain little.
constexpr int kCompressionLevel = 1;

std::unexpected<Error> ioError(const QFile& file, const char* what)
{
    return fail(ErrorCode::Io,
                file.fileName().toStdString() + ": " + what + ": " + file.errorString().toStdString());
}

Expected<void> writeHeader(QFile& file)
{
    char header[kHeaderSize];
    std::copy(std::begin(kMagic), std::end(kMagic), header);
    qToLittleEndian(kVersion, header + sizeof kMagic);
    if (file.write(header, kHeaderSize) != static_cast<qint64>(kHeaderSize) || !file.flush())
        return ioError(file, "writing");
    return {};
}

} // namespace

/// Compresses and writes full buffers on a thread of its own.
class RecordingWriter::Worker {
public:
    explicit Worker(std::unique_ptr<QFile> file)
        : m_file(std::move(file))
        , m_thread([this] { run(); })
    {
    }

    ~Worker() { (void)close(); }

    void push(std::vector<char>&& plain, std::uint32_t records)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_queue.push_back({std::move(plain), records});
        }
        m_work.notify_one();
    }

    /// An empty buffer, used before where there is one.
    std::vector<char> takeBuffer()
    {
        std::vector<char> buffer;
        const std::lock_guard lock(m_mutex);
        if (!m_free.empty()) {
            buffer = std::move(m_free.back());
            m_free.pop_back();
        }
        return buffer;
    }

    void drain()
    {
        std::unique_lock lock(m_mutex);
        m_done.wait(lock, [this] { return m_queue.empty() && !m_isWriting; });
    }

    const Error* failure() const { return m_hasFailed ? &m_result.error() : nullptr; }

    Expected<void> close()
    {
        if (m_thread.joinable()) {
            {
                const std::lock_guard lock(m_mutex);
                m_isClosing = true;
            }
            m_work.notify_one();
            m_thread.join();
            m_file->close();
        }
        return m_result;
    }

private:
    struct Chunk {
        std::vector<char> plain;
        std::uint32_t records = 0;
    };

    void run()
    {
        std::unique_lock lock(m_mutex);
        for (;;) {
            m_work.wait(lock, [this] { return !m_queue.empty() || m_isClosing; });
            if (m_queue.empty())
                return;
            Chunk chunk = std::move(m_queue.front());
            m_queue.pop_front();
            m_isWriting = true;
            lock.unlock();
            if (m_result) {
                m_result = writeChunk(chunk);
                if (!m_result)
                    m_hasFailed = true;
            }
            chunk.plain.clear();
            lock.lock();
            m_free.push_back(std::move(chunk.plain));
            m_isWriting = false;
            m_done.notify_all();
        }
    }

    Expected<void> writeChunk(const Chunk& chunk)
    {
        m_packed.resize(kChunkHeaderSize + ZSTD_compressBound(chunk.plain.size()));
        char* const packed = m_packed.data() + kChunkHeaderSize;
        const std::size_t size = ZSTD_compress(packed, m_packed.size() - kChunkHeaderSize, chunk.plain.data(),
                                               chunk.plain.size(), kCompressionLevel);
        if (ZSTD_isError(size)) {
            return fail(ErrorCode::Io,
                        m_file->fileName().toStdString() + ": compressing: " + ZSTD_getErrorName(size));
        }
        char* const header = m_packed.data();
        qToLittleEndian(static_cast<quint32>(size), header);
        qToLittleEndian(static_cast<quint32>(chunk.plain.size()), header + 4);
        qToLittleEndian(static_cast<quint32>(chunk.records), header + 8);
        qToLittleEndian(static_cast<quint32>(checksum(header, packed, size)), header + 12);
        const auto total = static_cast<qint64>(kChunkHeaderSize + size);
        // A disk that gets full takes a part first; only the next attempt says why.
        for (qint64 written = 0; written < total;) {
            const qint64 part = m_file->write(m_packed.data() + written, total - written);
            if (part <= 0)
                return ioError(*m_file, "writing");
            written += part;
        }
        if (!m_file->flush())
            return ioError(*m_file, "writing");
        return {};
    }

    std::unique_ptr<QFile> m_file;
    std::vector<char> m_packed;
    std::mutex m_mutex;
    std::condition_variable m_work;
    std::condition_variable m_done;
    std::deque<Chunk> m_queue;
    std::vector<std::vector<char>> m_free;
    bool m_isClosing = false;
    bool m_isWriting = false;
    std::atomic<bool> m_hasFailed = false;
    Expected<void> m_result; ///< the thread's until it has ended or failed, then of nobody to change
    std::thread m_thread; ///< last: it uses the others
};

RecordingWriter::RecordingWriter(std::unique_ptr<Worker> worker)
    : m_worker(std::move(worker))
{
    m_buffer.reserve(kChunkSize + 1024);
}

RecordingWriter::~RecordingWriter()
{
    (void)close();
}

Expected<std::unique_ptr<RecordingWriter>> RecordingWriter::create(const QString& file)
{
    auto opened = std::make_unique<QFile>(file);
    if (!opened->open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return ioError(*opened, "making the recording");
    if (const auto written = writeHeader(*opened); !written)
        return std::unexpected(written.error());
    return std::unique_ptr<RecordingWriter>(new RecordingWriter(std::make_unique<Worker>(std::move(opened))));
}

Expected<std::unique_ptr<RecordingWriter>> RecordingWriter::resume(const QString& file)
{
    if (!QFile::exists(file))
        return create(file);
    auto opened = std::make_unique<QFile>(file);
    if (!opened->open(QIODevice::ReadWrite))
        return ioError(*opened, "opening the recording");
    // A crash right after the file was made leaves it without a whole header.
    qint64 whole = 0;
    if (opened->size() >= static_cast<qint64>(kHeaderSize)) {
        const auto end = RecordingReader::wholeSize(file);
        if (!end)
            return std::unexpected(end.error());
        whole = *end;
    }
    const qint64 cutOff = opened->size() - whole;
    if (!opened->resize(whole) || !opened->seek(whole))
        return ioError(*opened, "cutting off a torn chunk");
    if (whole == 0) {
        if (const auto written = writeHeader(*opened); !written)
            return std::unexpected(written.error());
    }
    std::unique_ptr<RecordingWriter> writer(new RecordingWriter(std::make_unique<Worker>(std::move(opened))));
    writer->m_bytesCutOff = cutOff;
    return writer;
}

Expected<void> RecordingWriter::reopen(const QString& file)
{
    auto opened = std::make_unique<QFile>(file);
    if (!opened->open(QIODevice::ReadWrite | QIODevice::ExistingOnly) || !opened->seek(opened->size()))
        return ioError(*opened, "opening the recording again");
    m_worker = std::make_unique<Worker>(std::move(opened));
    m_isClosed = false;
    return {};
}

void RecordingWriter::append(RecordKind kind, std::uint64_t sequence, Timestamp time, QByteArrayView payload)
{
    m_buffer.push_back(static_cast<char>(kind));
    putVarint(m_buffer, static_cast<std::uint64_t>(payload.size()));
    putVarint(m_buffer, zigzag(sequence - m_previousSequence));
    putVarint(m_buffer,
              zigzag(static_cast<std::uint64_t>(time.ms) - static_cast<std::uint64_t>(m_previousTime)));
    m_buffer.insert(m_buffer.end(), payload.begin(), payload.end());
    m_previousSequence = sequence;
    m_previousTime = time.ms;
    ++m_records;
    if (m_buffer.size() >= kChunkSize)
        flush();
}

void RecordingWriter::flush()
{
    if (m_records == 0)
        return;
    m_worker->push(std::move(m_buffer), m_records);
    m_buffer = m_worker->takeBuffer();
    m_buffer.reserve(kChunkSize + 1024);
    m_records = 0;
    m_previousSequence = 0;
    m_previousTime = 0;
}

void RecordingWriter::writeOut()
{
    flush();
    m_worker->drain();
}

const Error* RecordingWriter::failure() const
{
    return m_worker->failure();
}

Expected<void> RecordingWriter::close()
{
    if (!m_isClosed) {
        flush();
        m_isClosed = true;
    }
    return m_worker->close();
}

} // namespace breakline
