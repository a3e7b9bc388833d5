// SPDX-License-Identifier: GPL-3.0-or-later
#include "backtest/ReplayVerifier.h"

#include "backtest/ReplayPorts.h"
#include "trading/InputCodec.h"

#include <deque>

namespace breakline {

namespace {

std::string kindOf(const Input& input)
{
    if (const auto* event = std::get_if<ExchangeEvent>(&input))
        return "exchange event " + std::to_string(event->index());
    if (const auto* timer = std::get_if<TimerFired>(&input))
        return "timer " + std::to_string(timer->timer);
    if (const auto* command = std::get_if<UserCommand>(&input))
        return "command " + std::string(toText(command->kind));
    if (std::holds_alternative<JournalDurable>(input))
        return "journal durable";
    if (std::holds_alternative<RecorderFailed>(input))
        return "recorder failed";
    if (const auto* disk = std::get_if<DiskReading>(&input))
        return "disk " + std::to_string(disk->usedPercent) + " %";
    return "journal failed";
}

} // namespace

Expected<ReplayResult> verifyReplay(const SessionSettings& settings, RecordingSource& recording)
{
    ReplayGateway gateway;
    ReplayScheduler scheduler;
    ReplayJournal journal;
    TradingSession session(settings, SessionPorts {gateway, scheduler, journal, nullptr});

    ReplayResult result;
    std::deque<std::string> decided;
    session.decisions().setObserver([&](std::uint64_t, Timestamp, const std::string& line) {
        decided.push_back(line);
        if (line.find("|scan|") != std::string::npos && line.starts_with("decision|"))
            ++result.scans;
    });
    Input last;
    std::uint64_t sequence = 0;
    Timestamp time;
    const auto differs = [&](std::string recorded, std::string replayed) {
        result.difference =
            ReplayDifference {sequence, time, kindOf(last), std::move(recorded), std::move(replayed)};
    };
    while (true) {
        auto record = recording.next();
        if (!record)
            return std::unexpected(record.error());
        const bool atEnd = !record->has_value();
        if (atEnd || (*record)->kind == RecordKind::Input) {
            if (!decided.empty()) {
                differs({}, decided.front());
                break;
            }
            if (atEnd)
                break;
            auto input = InputCodec::decode((*record)->payload);
            if (!input)
                return std::unexpected(input.error());
            last = std::move(*input);
            sequence = (*record)->sequence;
            time = (*record)->time;
            ++result.inputs;
            std::visit([&](const auto& value) { session.inputs().post(time, value); }, last);
            continue;
        }
        std::string recorded((*record)->payload.constData(),
                             static_cast<std::size_t>((*record)->payload.size()));
        if (decided.empty() || decided.front() != recorded) {
            differs(std::move(recorded), decided.empty() ? std::string() : decided.front());
            break;
        }
        decided.pop_front();
        ++result.outputs;
    }
    result.digest = session.decisions().digest();
    return result;
}

} // namespace breakline
