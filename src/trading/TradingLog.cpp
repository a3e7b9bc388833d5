// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/TradingLog.h"

#include <utility>

namespace breakline {

TradingLog::TradingLog(const Clock& clock, SessionJournal& journal)
    : m_clock(clock)
    , m_journal(journal)
{
}

void TradingLog::info(std::string_view component, std::string_view symbol, std::string_view traceId,
                      std::string message)
{
    add(LogLevel::Info, component, symbol, traceId, std::move(message));
}

void TradingLog::warning(std::string_view component, std::string_view symbol, std::string_view traceId,
                         std::string message)
{
    add(LogLevel::Warning, component, symbol, traceId, std::move(message));
}

void TradingLog::error(std::string_view component, std::string_view symbol, std::string_view traceId,
                       std::string message)
{
    add(LogLevel::Error, component, symbol, traceId, std::move(message));
}

void TradingLog::critical(std::string_view component, std::string_view symbol, std::string_view traceId,
                          std::string message)
{
    add(LogLevel::Critical, component, symbol, traceId, std::move(message));
}

void TradingLog::trade(std::string_view component, std::string_view symbol, std::string_view traceId,
                       std::string message)
{
    add(LogLevel::Trade, component, symbol, traceId, std::move(message));
}

void TradingLog::risk(std::string_view component, std::string_view symbol, std::string_view traceId,
                      std::string message)
{
    add(LogLevel::Risk, component, symbol, traceId, std::move(message));
}

LogRow TradingLog::outside(LogLevel level, std::string_view component, std::string message)
{
    LogRow row = rowOf(level, component, {}, {}, std::move(message));
    show(row);
    return row;
}

LogRow TradingLog::rowOf(LogLevel level, std::string_view component, std::string_view symbol,
                         std::string_view traceId, std::string message) const
{
    LogRow row;
    row.time = m_clock.now();
    row.traceId.assign(traceId);
    row.level.assign(toText(level));
    row.component.assign(component);
    row.state.assign(toText(m_state));
    row.symbol.assign(symbol);
    row.message = std::move(message);
    return row;
}

void TradingLog::show(const LogRow& row)
{
    if (m_recent.size() == kRecent)
        m_recent.pop_front();
    ++m_count;
    m_recent.push_back(row);
    if (m_observer)
        m_observer(row);
}

void TradingLog::add(LogLevel level, std::string_view component, std::string_view symbol,
                     std::string_view traceId, std::string message)
{
    LogRow row = rowOf(level, component, symbol, traceId, std::move(message));
    show(row);
    if (level >= LogLevel::Warning && m_alarm)
        m_alarm(row);
    m_journal.write(std::move(row));
}

} // namespace breakline
