// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Clock.h"
#include "storage/SessionJournal.h"
#include "trading/LogLevel.h"
#include "trading/TradingState.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>

namespace breakline {

/// The records of the trading thread, in venue time: they go to the session and
/// to whoever else listens (log files, the window).
class TradingLog {
public:
    using Observer = std::function<void(const LogRow&)>;

    TradingLog(const Clock& clock, SessionJournal& journal);

    void setState(TradingState state) { m_state = state; }
    void setObserver(Observer observer) { m_observer = std::move(observer); }
    /// Gets what weighs Warning or more.
    void setAlarm(Observer alarm) { m_alarm = std::move(alarm); }

    void info(std::string_view component, std::string_view symbol, std::string_view traceId,
              std::string message);
    void warning(std::string_view component, std::string_view symbol, std::string_view traceId,
                 std::string message);
    void error(std::string_view component, std::string_view symbol, std::string_view traceId,
               std::string message);
    void critical(std::string_view component, std::string_view symbol, std::string_view traceId,
                  std::string message);
    /// What concerns money: orders, fills, stops, positions.
    void trade(std::string_view component, std::string_view symbol, std::string_view traceId,
               std::string message);
    void risk(std::string_view component, std::string_view symbol, std::string_view traceId,
              std::string message);

    /// What was to be said before the session's first input, of its data for one:
    /// to the window and the log files. It is no record of the session, whose
    /// rows are a function of its inputs; the row is handed back for wall_log.
    LogRow outside(LogLevel level, std::string_view component, std::string message);

    /// The newest records, oldest first.
    const std::deque<LogRow>& recent() const { return m_recent; }
    /// Records so far; the newest has this number.
    std::uint64_t count() const { return m_count; }

private:
    LogRow rowOf(LogLevel level, std::string_view component, std::string_view symbol,
                 std::string_view traceId, std::string message) const;
    void show(const LogRow& row);
    void add(LogLevel level, std::string_view component, std::string_view symbol,
             std::string_view traceId, std::string message);

    static constexpr std::size_t kRecent = 200;
    const Clock& m_clock;
    SessionJournal& m_journal;
    Observer m_observer;
    Observer m_alarm;
    TradingState m_state = TradingState::Idle;
    std::deque<LogRow> m_recent;
    std::uint64_t m_count = 0;
};

} // namespace breakline
