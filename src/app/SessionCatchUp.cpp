// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/SessionCatchUp.h"

#include "storage/RecordingFormat.h"
#include "trading/InputCodec.h"

#include <QFileInfo>
#include <QScopeGuard>

#include <fmt/format.h>

namespace breakline {

namespace {

std::string describe(RecordKind kind, QByteArrayView payload)
{
    if (kind == RecordKind::Output)
        return std::string(payload.data(), static_cast<std::size_t>(payload.size()));
    const auto input = InputCodec::decode(payload.toByteArray());
    if (!input)
        return "an input that cannot be read";
    if (const auto* event = std::get_if<ExchangeEvent>(&*input))
        return fmt::format("exchange event {}", event->index());
    if (const auto* timer = std::get_if<TimerFired>(&*input))
        return fmt::format("timer {}", timer->timer);
    if (const auto* command = std::get_if<UserCommand>(&*input))
        return fmt::format("command {} {}", toText(command->kind), command->argument);
    if (std::holds_alternative<JournalDurable>(*input))
        return "journal durable";
    if (std::holds_alternative<RecorderFailed>(*input))
        return "recorder failed";
    if (const auto* disk = std::get_if<DiskReading>(&*input))
        return fmt::format("disk {} %", disk->usedPercent);
    return "journal failed";
}

/// What no simulation brings back.
std::optional<OutsideInput> outsideOf(const Input& input)
{
    if (const auto* command = std::get_if<UserCommand>(&input))
        return *command;
    if (const auto* disk = std::get_if<DiskReading>(&input))
        return *disk;
    return std::nullopt;
}

std::string describe(const Record& record)
{
    return describe(record.kind, record.payload);
}

} // namespace

Expected<RecordedExtent> extentOfRecording(const QString& file)
{
    RecordedExtent extent;
    const QFileInfo info(file);
    if (!info.exists() || info.size() < static_cast<qint64>(recording::kHeaderSize))
        return extent;
    const auto reader = RecordingReader::open(file);
    if (!reader)
        return std::unexpected(reader.error());
    for (;;) {
        const auto record = (*reader)->next();
        if (!record && !(*reader)->isTorn())
            return std::unexpected(record.error());
        if (!record || !*record)
            return extent;
        ++extent.records;
        if ((*record)->kind == RecordKind::Input) {
            ++extent.inputs;
            extent.lastInput = (*record)->time;
        }
    }
}

ComparingRecorder::ComparingRecorder(RecordingWriter& writer)
    : m_writer(writer)
{
}

Expected<void> ComparingRecorder::compareWith(const QString& earlier, std::uint64_t records)
{
    m_left = records;
    if (records > 0) {
        auto reader = RecordingReader::open(earlier);
        if (!reader)
            return std::unexpected(reader.error());
        m_earlier = std::move(*reader);
    }
    takeNext();
    if (m_fault)
        return std::unexpected(*m_fault);
    return {};
}

void ComparingRecorder::takeNext()
{
    m_expected.reset();
    if (m_left == 0) {
        m_earlier.reset();
        m_lastInput.reset();
        return;
    }
    --m_left;
    auto record = m_earlier->next();
    if (!record)
        m_fault = record.error();
    else
        m_expected = std::move(*record);
}

void ComparingRecorder::append(RecordKind kind, std::uint64_t sequence, Timestamp time,
                               QByteArrayView payload)
{
    m_writer.append(kind, sequence, time, payload);
    if (!m_expected || m_fault)
        return;
    if (kind != m_expected->kind || sequence != m_expected->sequence || time != m_expected->time
        || payload != QByteArrayView(m_expected->payload)) {
        noteDifference(fmt::format("at {}: {}", toIso8601(time), describe(kind, payload)));
        return;
    }
    if (kind == RecordKind::Input)
        m_lastInput = std::move(m_expected);
    takeNext();
}

void ComparingRecorder::noteAbsence()
{
    noteDifference("nothing");
}

void ComparingRecorder::noteDifference(const std::string& came)
{
    if (!m_expected || m_fault)
        return;
    const Record& input = m_expected->kind == RecordKind::Input || !m_lastInput ? *m_expected : *m_lastInput;
    m_fault = Error {ErrorCode::Corrupt,
                     fmt::format("this program goes otherwise than the recorded run at input {} ({}, {})\n"
                                 "  recorded at {}: {}\n  now {}",
                                 m_expected->sequence, describe(input), toIso8601(input.time),
                                 toIso8601(m_expected->time), describe(*m_expected), came)};
}

Expected<RecordedCommands> catchUp(SessionRunner& runner, ComparingRecorder& recorder)
{
    RecordedCommands commands;
    // The journal of today is another one: that it failed stands in the recording.
    runner.setRecalledFailure([&]() -> std::optional<JournalFailed> {
        const auto& next = recorder.expected();
        if (!next || next->kind != RecordKind::Input || next->time != runner.now()
            || !InputCodec::isJournalFailure(next->payload))
            return std::nullopt;
        const auto input = InputCodec::decode(next->payload);
        return input ? std::optional(std::get<JournalFailed>(*input)) : std::nullopt;
    });
    const auto atEnd = qScopeGuard([&runner] { runner.setRecalledFailure({}); });
    while (recorder.expected() && !recorder.fault()) {
        const Record& next = *recorder.expected();
        const Timestamp time = next.time;
        std::optional<OutsideInput> outside;
        if (next.kind == RecordKind::Input) {
            const auto input = InputCodec::decode(next.payload);
            if (!input)
                return std::unexpected(input.error());
            outside = outsideOf(*input);
        }
        if (outside) {
            // Only instants that let nothing in may lie before it; anything
            // else that enters is noted by the recorder.
            if (runner.now() < time)
                runner.runUntil(time);
            submitBetweenInstants(runner, *outside);
            if (const auto* command = std::get_if<UserCommand>(&*outside))
                commands.note(command->kind);
        } else if (!runner.step(time)) {
            recorder.noteAbsence();
        }
    }
    if (recorder.fault())
        return std::unexpected(*recorder.fault());
    return commands;
}

Expected<RecordedCommands> recall(const std::function<void(Timestamp, const Input&)>& handle,
                                  ComparingRecorder& recorder)
{
    RecordedCommands commands;
    while (recorder.expected() && !recorder.fault()) {
        const Record& next = *recorder.expected();
        if (next.kind != RecordKind::Input) {
            recorder.noteAbsence();
            break;
        }
        const auto input = InputCodec::decode(next.payload);
        if (!input)
            return std::unexpected(input.error());
        if (const auto* command = std::get_if<UserCommand>(&*input))
            commands.note(command->kind);
        handle(next.time, *input);
    }
    if (recorder.fault())
        return std::unexpected(*recorder.fault());
    return commands;
}

void submitBetweenInstants(SessionRunner& runner, const OutsideInput& input)
{
    // Before the first input the market stands still.
    if (runner.session().inputs().count() > 0)
        runner.runUntil(runner.now());
    if (const auto* command = std::get_if<UserCommand>(&input))
        runner.submit(*command);
    else
        runner.report(std::get<DiskReading>(input));
}

} // namespace breakline
