// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/Recording.h"

#include <QString>

#include <cstddef>
#include <memory>
#include <vector>

namespace breakline {

/// Writes a recording (format: RecordingFormat.h). append() copies the record
/// into a buffer; full buffers are compressed and written by a thread of its
/// own, which may lag by as much memory as there is. After the first error
/// nothing more is written, and close() tells it.
class RecordingWriter final : public RecordingSink {
public:
    /// Starts a new file; one that exists is an error.
    static Expected<std::unique_ptr<RecordingWriter>> create(const QString& file);
    /// Goes on with the recording of an unfinished session: a torn last chunk
    /// is cut off first. An absent file is started.
    static Expected<std::unique_ptr<RecordingWriter>> resume(const QString& file);
    ~RecordingWriter() override;

    void append(RecordKind kind, std::uint64_t sequence, Timestamp time, QByteArrayView payload) override;
    Expected<void> close() override;
    /// Goes on, after close(), at the end of the same file under the name that
    /// it has now.
    Expected<void> reopen(const QString& file);

    /// Hands what is buffered to the writing thread, without waiting: what an
    /// abrupt end may lose is what came after the last flush.
    void flush() override;
    void writeOut() override;
    /// Bytes that the resumed file lost as a torn chunk.
    std::int64_t bytesCutOff() const { return m_bytesCutOff; }
    const Error* failure() const override;

private:
    class Worker;
    explicit RecordingWriter(std::unique_ptr<Worker> worker);

    std::unique_ptr<Worker> m_worker;
    std::vector<char> m_buffer;
    std::uint32_t m_records = 0;
    std::uint64_t m_previousSequence = 0;
    std::int64_t m_previousTime = 0;
    std::int64_t m_bytesCutOff = 0;
    bool m_isClosed = false;
};

} // namespace breakline
