// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/RiskStateJournal.h"

#include <fmt/format.h>

#include <utility>

namespace breakline {

namespace {

std::string textOf(const std::optional<Timestamp>& time)
{
    return time ? fmt::format("{}", time->ms) : std::string();
}

std::string textOf(const std::optional<Decimal>& amount)
{
    return amount ? amount->toString() : std::string();
}

std::string causeOf(const RiskState& state, const std::string& fault)
{
    if (!state.killLatchedAt)
        return {};
    return fault.empty() ? std::string(toText(state.killCause)) : fault;
}

} // namespace

RiskStateJournal::RiskStateJournal(SessionJournal& journal)
    : m_journal(journal)
{
}

void RiskStateJournal::write(const RiskState& state, const std::string& fault, Timestamp now)
{
    // The latch first: were the rest lost, it would still be known.
    const std::pair<const char*, std::string> facts[] = {
        {"kill_latch", textOf(state.killLatchedAt)},
        {"kill_cause", causeOf(state, fault)},
        {"kill_value", state.killValue ? fmt::format("{}", *state.killValue) : std::string()},
        {"daily_latch", textOf(state.dailyLatchedAt)},
        {"loss_latch", textOf(state.lossLatchedAt)},
        {"risk_day", textOf(state.day.day)},
        {"day_start_equity", textOf(state.day.dayStartEquity)},
        {"high_water", textOf(state.day.highWater)},
        {"consecutive_losses", fmt::format("{}", state.consecutiveLosses)},
        {"extreme_day_disarmed", state.extremeDayDisarmed ? "1" : "0"},
    };
    for (const auto& [key, value] : facts) {
        const auto [place, isNew] = m_written.try_emplace(key, value);
        if (!isNew && std::exchange(place->second, value) == value)
            continue;
        m_journal.write(StateRow {now, {}, key, value});
    }
}

} // namespace breakline
