// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/EntryGate.h"

namespace breakline {

namespace {

struct ReasonInfo {
    GateReason reason;
    std::string_view name;
    GateOwner owner;
};

constexpr std::array<ReasonInfo, kGateReasonCount> kReasons {{
    {GateReason::KillLatch, "kill_latch", GateOwner::Command},
    {GateReason::DailyLossLatch, "daily_loss_latch", GateOwner::Risk},
    {GateReason::LossStreakLatch, "loss_streak_latch", GateOwner::Risk},
    {GateReason::StopRequested, "stop_requested", GateOwner::Command},
    {GateReason::PauseRequested, "pause_requested", GateOwner::Command},
    {GateReason::TimeStop, "time_stop", GateOwner::Command},
    {GateReason::Flatten, "flatten", GateOwner::Command},
    {GateReason::LimitReading, "limit_reading", GateOwner::Risk},
    {GateReason::RiskCheckFailed, "risk_check_failed", GateOwner::Risk},
    {GateReason::EquityUnknown, "equity_unknown", GateOwner::Risk},
    {GateReason::EquityJump, "equity_jump", GateOwner::Account},
    {GateReason::DayStartUnknown, "day_start_unknown", GateOwner::Risk},
    {GateReason::MarketDataDown, "market_data_down", GateOwner::Connection},
    {GateReason::MarketDataStale, "market_data_stale", GateOwner::Connection},
    {GateReason::BookGap, "book_gap", GateOwner::Connection},
    {GateReason::StreamAgainstRest, "stream_against_rest", GateOwner::Connection},
    {GateReason::PrivateStreamDown, "private_stream_down", GateOwner::Connection},
    {GateReason::ClockOffset, "clock_offset", GateOwner::Connection},
    {GateReason::Authentication, "authentication", GateOwner::Connection},
    {GateReason::RequestBudget, "request_budget", GateOwner::Connection},
    {GateReason::QueueOverflow, "queue_overflow", GateOwner::Connection},
    {GateReason::MarketDataOnly, "market_data_only", GateOwner::Nobody},
    {GateReason::SelfTest, "self_test", GateOwner::Account},
    {GateReason::NotReconciled, "not_reconciled", GateOwner::Account},
    {GateReason::PositionContested, "position_contested", GateOwner::Account},
    {GateReason::Unprotected, "unprotected", GateOwner::Account},
    {GateReason::NotRunning, "not_running", GateOwner::Orchestrator},
    {GateReason::JournalSlow, "journal_slow", GateOwner::Journal},
    {GateReason::JournalFailed, "journal_failed", GateOwner::Journal},
    {GateReason::RecorderFailed, "recorder_failed", GateOwner::Journal},
    {GateReason::DiskFull, "disk_full", GateOwner::Journal},
    {GateReason::InvariantBroken, "invariant_broken", GateOwner::Nobody},
}};

constexpr bool isInOrder()
{
    for (std::size_t i = 0; i < kReasons.size(); ++i)
        if (static_cast<std::size_t>(kReasons[i].reason) != i)
            return false;
    return true;
}
static_assert(isInOrder() && kGateReasonCount <= 64);

} // namespace

std::string_view toText(GateReason reason)
{
    return kReasons[static_cast<std::size_t>(reason)].name;
}

GateOwner ownerOf(GateReason reason)
{
    return kReasons[static_cast<std::size_t>(reason)].owner;
}

EntryGate::EntryGate(QObject* parent)
    : QObject(parent)
{
}

bool EntryGate::add(GateReason reason, std::string_view detail, Timestamp now)
{
    Entry& entry = m_entries[static_cast<std::size_t>(reason)];
    entry.detail.assign(detail);
    if (has(reason))
        return false;
    entry.reason = reason;
    entry.since = now;
    m_set |= bitOf(reason);
    Q_EMIT changed(reason, true, isOpen(), now);
    return true;
}

bool EntryGate::remove(GateReason reason, GateOwner owner, Timestamp now)
{
    if (!has(reason) || owner == GateOwner::Nobody || owner != ownerOf(reason))
        return false;
    m_set &= ~bitOf(reason);
    Q_EMIT changed(reason, false, isOpen(), now);
    return true;
}

std::vector<EntryGate::Entry> EntryGate::entries() const
{
    std::vector<Entry> all;
    for (const ReasonInfo& info : kReasons)
        if (has(info.reason))
            all.push_back(m_entries[static_cast<std::size_t>(info.reason)]);
    return all;
}

std::string EntryGate::summary() const
{
    std::string text;
    for (const ReasonInfo& info : kReasons) {
        if (!has(info.reason))
            continue;
        if (!text.empty())
            text += '+';
        text += info.name;
    }
    return text;
}

} // namespace breakline
