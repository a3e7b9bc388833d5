// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/RecordingReader.h"
#include "storage/RecordingWriter.h"
#include "trading/SessionRunner.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace breakline {

/// The whole part of the recording that a killed program has left.
struct RecordedExtent {
    std::uint64_t records = 0;
    std::uint64_t inputs = 0;
    Timestamp lastInput; ///< of no meaning without inputs
};

/// Reads it through. A torn end is none of it and no error, as are an absent
/// file and one without a whole header: the kill came early. Damage with more
/// behind it is an error.
Expected<RecordedExtent> extentOfRecording(const QString& file);

/// Writes a session's recording and compares it on the way, record by record,
/// with an earlier one of the same session, for as far as that one reaches.
class ComparingRecorder final : public RecordingSink {
public:
    /// `writer` outlives it.
    explicit ComparingRecorder(RecordingWriter& writer);
    /// `records`: how many of the file count; with 0 it need not exist.
    Expected<void> compareWith(const QString& earlier, std::uint64_t records);

    void append(RecordKind kind, std::uint64_t sequence, Timestamp time, QByteArrayView payload) override;
    void flush() override { m_writer.flush(); }
    void writeOut() override { m_writer.writeOut(); }
    /// Told once all has come: until then closing tells it, and nothing is adopted.
    const Error* failure() const override { return m_expected ? nullptr : m_writer.failure(); }
    Expected<void> close() override { return m_writer.close(); }

    /// The record that must come next; empty: all have come.
    const std::optional<Record>& expected() const { return m_expected; }
    /// The first record that came otherwise, or the reading that failed.
    const std::optional<Error>& fault() const { return m_fault; }
    /// Notes that the expected record has not come though its time has.
    void noteAbsence();

private:
    void takeNext();
    void noteDifference(const std::string& came);

    RecordingWriter& m_writer;
    std::unique_ptr<RecordingReader> m_earlier;
    std::optional<Record> m_expected;
    std::optional<Record> m_lastInput;
    std::uint64_t m_left = 0;
    std::optional<Error> m_fault;
};

/// What the recorded commands left wanted.
struct RecordedCommands {
    bool isStarted = false; ///< start came, at some time
    bool isStopping = false; ///< and after the last start a stop

    void note(CommandKind kind)
    {
        isStarted = isStarted || kind == CommandKind::Start;
        if (kind == CommandKind::Start || kind == CommandKind::Stop)
            isStopping = kind == CommandKind::Stop;
    }
};

/// Simulates from the market's first moment, at full speed, as far as the
/// earlier recording reaches, with its commands at their places. An error names
/// the first input at which this run went otherwise than the recorded one.
Expected<RecordedCommands> catchUp(SessionRunner& runner, ComparingRecorder& recorder);

/// The session of a venue that has gone on meanwhile: puts its recorded inputs
/// through the managers once more, as far as the recording reaches. Nothing is
/// sent. An error names the first input after which it decided otherwise.
Expected<RecordedCommands> recall(const std::function<void(Timestamp, const Input&)>& handle,
                                  ComparingRecorder& recorder);

/// A person's command, or the host's word, between two instants. All that is due
/// at this time comes first, so that the recording alone says where it stood.
void submitBetweenInstants(SessionRunner& runner, const OutsideInput& input);

} // namespace breakline
