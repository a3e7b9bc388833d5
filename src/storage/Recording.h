// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "core/Timestamp.h"

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace breakline {

/// What a record of a session's recording is: something that came in by the
/// door, or something that the session decided or commanded because of it.
enum class RecordKind : std::uint8_t { Input = 1, Output = 2 };

struct Record {
    RecordKind kind = RecordKind::Input;
    std::uint64_t sequence = 0; ///< of the input; outputs carry that of their input
    Timestamp time;
    QByteArray payload;
};

/// Port: the recorder behind the one door. Called on the trading thread,
/// returns at once; the records are compressed and written elsewhere and may
/// lag: nothing waits for them but close().
class RecordingSink {
public:
    virtual ~RecordingSink() = default;
    virtual void append(RecordKind kind, std::uint64_t sequence, Timestamp time, QByteArrayView payload) = 0;
    /// Has all that was appended written soon, without waiting for it.
    virtual void flush() { }
    /// Returns once all that was appended is the operating system's: an abrupt
    /// end of the program loses nothing of it.
    virtual void writeOut() { }
    /// Why nothing more is recorded; null while all is well. An atomic read.
    virtual const Error* failure() const { return nullptr; }
    /// Writes what is left and closes the file; an Io error of any earlier
    /// write surfaces here.
    virtual Expected<void> close() = 0;
};

/// Port: a recording read back in order.
class RecordingSource {
public:
    virtual ~RecordingSource() = default;
    /// The next record; empty at the end; an error where the file is damaged.
    virtual Expected<std::optional<Record>> next() = 0;
};

} // namespace breakline
