// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/DecisionLog.h"

#include <charconv>

namespace breakline {

DecisionLog::DecisionLog(RecordingSink* sink)
    : m_sink(sink)
{
}

void DecisionLog::beginInput(std::uint64_t sequence, Timestamp time)
{
    m_sequence = sequence;
    m_time = time;
}

void DecisionLog::decision(std::string_view kind, std::string_view traceId, std::string_view text)
{
    add("decision|", kind, traceId, text);
}

void DecisionLog::command(std::string_view kind, std::string_view traceId, std::string_view text)
{
    add("command|", kind, traceId, text);
}

void DecisionLog::add(std::string_view group, std::string_view kind, std::string_view traceId,
                      std::string_view text)
{
    char number[24];
    const auto end = std::to_chars(number, number + sizeof number, m_time.ms).ptr;
    m_line.assign(group);
    m_line.append(number, end);
    m_line += '|';
    m_line += kind;
    m_line += '|';
    m_line += traceId;
    m_line += '|';
    m_line += text;
    ++m_count;
    const QByteArrayView bytes(m_line.data(), static_cast<qsizetype>(m_line.size()));
    m_hash.addData(bytes);
    m_hash.addData(QByteArrayView("\n", 1));
    if (m_sink != nullptr)
        m_sink->append(RecordKind::Output, m_sequence, m_time, bytes);
    if (m_observer)
        m_observer(m_sequence, m_time, m_line);
}

std::string DecisionLog::digest() const
{
    return m_hash.result().toHex().toStdString();
}

} // namespace breakline
