// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/RecordingReader.h"

#include "storage/RecordingFormat.h"

#include <QtEndian>

#include <zstd.h>

namespace breakline {

using namespace recording;

RecordingReader::RecordingReader(const QString& file)
    : m_file(file)
{
}

Expected<std::unique_ptr<RecordingReader>> RecordingReader::open(const QString& file)
{
    std::unique_ptr<RecordingReader> reader(new RecordingReader(file));
    const std::string name = file.toStdString();
    if (!reader->m_file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::NotFound, name + ": " + reader->m_file.errorString().toStdString());
    char header[kHeaderSize];
    if (reader->m_file.read(header, kHeaderSize) != static_cast<qint64>(kHeaderSize)
        || !std::equal(std::begin(kMagic), std::end(kMagic), header))
        return fail(ErrorCode::Corrupt, name + ": not a recording");
    const auto version = qFromLittleEndian<quint16>(header + sizeof kMagic);
    if (version != kVersion) {
        return fail(ErrorCode::Unavailable,
                    name + ": a recording of version " + std::to_string(version)
                        + "; this program reads version " + std::to_string(kVersion));
    }
    return reader;
}

Expected<std::int64_t> RecordingReader::wholeSize(const QString& file)
{
    auto reader = open(file);
    if (!reader)
        return std::unexpected(reader.error());
    std::int64_t end = (*reader)->m_file.pos();
    for (;;) {
        const auto more = (*reader)->readChunk();
        if (!more || !*more)
            return end;
        end = (*reader)->m_file.pos();
    }
}

Expected<std::optional<Record>> RecordingReader::next()
{
    if (m_damage)
        return std::unexpected(*m_damage);
    if (m_recordsLeft == 0) {
        const auto more = readChunk();
        if (!more)
            return std::unexpected(more.error());
        if (!*more)
            return std::optional<Record>();
    }

    std::uint64_t size = 0, sequence = 0, time = 0;
    if (m_position >= m_chunk.size())
        return damaged("a chunk ends before its last record");
    const char kind = m_chunk[m_position++];
    if (!takeVarint(m_chunk, m_position, size) || !takeVarint(m_chunk, m_position, sequence)
        || !takeVarint(m_chunk, m_position, time) || size > m_chunk.size() - m_position)
        return damaged("a chunk ends within a record");
    if (kind != static_cast<char>(RecordKind::Input) && kind != static_cast<char>(RecordKind::Output))
        return damaged("a record of unknown kind " + std::to_string(kind));

    m_previousSequence += unzigzag(sequence);
    m_previousTime = static_cast<std::int64_t>(static_cast<std::uint64_t>(m_previousTime) + unzigzag(time));
    Record record {static_cast<RecordKind>(kind), m_previousSequence, Timestamp {m_previousTime},
                   QByteArray(m_chunk.data() + m_position, static_cast<qsizetype>(size))};
    m_position += size;
    --m_recordsLeft;
    ++m_count;
    return record;
}

Expected<bool> RecordingReader::readChunk()
{
    char header[kChunkHeaderSize];
    m_chunkStart = m_file.pos();
    const qint64 left = m_file.size() - m_chunkStart;
    if (left == 0)
        return false;
    if (left < static_cast<qint64>(kChunkHeaderSize)) {
        m_isTorn = true;
        return damaged("the last chunk is torn: " + std::to_string(left) + " bytes of its header are there");
    }
    if (m_file.read(header, kChunkHeaderSize) != static_cast<qint64>(kChunkHeaderSize))
        return damaged("reading: " + m_file.errorString().toStdString());
    const auto packedSize = qFromLittleEndian<quint32>(header);
    const auto plainSize = qFromLittleEndian<quint32>(header + 4);
    if (packedSize > kMaxChunkSize || plainSize > kMaxChunkSize)
        return damaged("a chunk's length is out of range");
    const qint64 there = left - static_cast<qint64>(kChunkHeaderSize);
    if (there < static_cast<qint64>(packedSize)) {
        m_isTorn = true;
        return damaged("the last chunk is torn: " + std::to_string(there) + " of "
                       + std::to_string(packedSize) + " bytes are there");
    }
    m_packed.resize(packedSize);
    if (m_file.read(m_packed.data(), packedSize) != static_cast<qint64>(packedSize))
        return damaged("reading: " + m_file.errorString().toStdString());
    if (checksum(header, m_packed.data(), packedSize) != qFromLittleEndian<quint32>(header + 12))
        return damaged("a chunk's checksum differs");
    m_chunk.resize(plainSize);
    if (ZSTD_decompress(m_chunk.data(), plainSize, m_packed.data(), packedSize) != plainSize)
        return damaged("a chunk does not unpack to its length");
    m_position = 0;
    m_previousSequence = 0;
    m_previousTime = 0;
    m_recordsLeft = qFromLittleEndian<quint32>(header + 8);
    if (m_recordsLeft == 0)
        return damaged("a chunk without records");
    return true;
}

std::unexpected<Error> RecordingReader::damaged(const std::string& what)
{
    m_damage = Error {ErrorCode::Corrupt,
                      m_file.fileName().toStdString() + ": chunk at byte " + std::to_string(m_chunkStart)
                          + ": " + what + "; " + std::to_string(m_count) + " records before it are whole"};
    return std::unexpected<Error>(*m_damage);
}

} // namespace breakline
