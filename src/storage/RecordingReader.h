// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/Recording.h"

#include <QFile>
#include <QString>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace breakline {

/// Reads a recording in order, one chunk in memory at a time. Every record of a
/// whole chunk is delivered; then the end, or, where the file is torn or
/// damaged, an error that names the byte and stays.
class RecordingReader final : public RecordingSource {
public:
    /// An absent file, or one that is no recording or of a newer version, is an
    /// error.
    static Expected<std::unique_ptr<RecordingReader>> open(const QString& file);

    Expected<std::optional<Record>> next() override;

    /// Whether the error is of the last chunk alone: the writer was killed at
    /// it, and nothing can stand behind it.
    bool isTorn() const { return m_isTorn; }

    /// Records delivered so far.
    std::uint64_t count() const { return m_count; }

    /// The size that the file would have without what is torn or damaged at its
    /// end: where a resumed session goes on.
    static Expected<std::int64_t> wholeSize(const QString& file);

private:
    explicit RecordingReader(const QString& file);
    Expected<bool> readChunk();
    std::unexpected<Error> damaged(const std::string& what);

    QFile m_file;
    std::vector<char> m_packed;
    std::vector<char> m_chunk;
    std::int64_t m_chunkStart = 0;
    std::size_t m_position = 0;
    std::uint32_t m_recordsLeft = 0;
    std::uint64_t m_previousSequence = 0;
    std::int64_t m_previousTime = 0;
    std::uint64_t m_count = 0;
    std::optional<Error> m_damage;
    bool m_isTorn = false;
};

} // namespace breakline
