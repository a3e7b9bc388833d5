// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "storage/Recording.h"

#include <QCryptographicHash>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace breakline {

/// Everything that the session decides or commands, one line each, in order:
/// "decision|..." or "command|...". The digest over the lines tells whether two
/// runs were the same run.
class DecisionLog {
public:
    /// Sees every line with the input that caused it.
    using Observer = std::function<void(std::uint64_t sequence, Timestamp time, const std::string& line)>;

    /// `sink` may be null: nothing is recorded then.
    explicit DecisionLog(RecordingSink* sink);

    /// Lines from here on are caused by this input.
    void beginInput(std::uint64_t sequence, Timestamp time);

    /// `kind` is one word (scan, signal, size, transition, ...); the parts are
    /// joined by '|' and hold no line break.
    void decision(std::string_view kind, std::string_view traceId, std::string_view text);
    void command(std::string_view kind, std::string_view traceId, std::string_view text);

    void setObserver(Observer observer) { m_observer = std::move(observer); }

    std::uint64_t count() const { return m_count; }
    /// SHA-256 in hex over all lines so far.
    std::string digest() const;

private:
    void add(std::string_view group, std::string_view kind, std::string_view traceId, std::string_view text);

    RecordingSink* m_sink;
    Observer m_observer;
    QCryptographicHash m_hash {QCryptographicHash::Sha256};
    std::string m_line;
    std::uint64_t m_sequence = 0;
    Timestamp m_time;
    std::uint64_t m_count = 0;
};

} // namespace breakline
