// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/StoryLedger.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace breakline {

namespace {

/// The closing report of a finished session; an object.
nlohmann::json closingOf(const SessionMeta& meta)
{
    nlohmann::json closing = nlohmann::json::parse(meta.closingSummary, nullptr, false);
    return closing.is_object() ? closing : nlohmann::json::object();
}

std::optional<std::string> textOf(const nlohmann::json& closing, const char* key)
{
    const auto found = closing.find(key);
    return found != closing.end() && found->is_string() ? std::optional(found->get<std::string>())
                                                        : std::nullopt;
}

std::optional<Decimal> amountOf(const nlohmann::json& closing, const char* key)
{
    const auto text = textOf(closing, key);
    const auto amount = text ? Decimal::parse(*text) : Decimal::parse("");
    return amount ? std::optional(*amount) : std::nullopt;
}

std::optional<Timestamp> timeOf(const nlohmann::json& closing, const char* key)
{
    const auto found = closing.find(key);
    return found != closing.end() && found->is_number_integer()
        ? std::optional(Timestamp {found->get<std::int64_t>()})
        : std::nullopt;
}

/// Of the rows that a session writes as it goes on.
void widen(std::optional<Timestamp>& first, std::optional<Timestamp>& last, const auto& rows)
{
    for (const auto& row : rows) {
        first = std::min(first.value_or(row.time), row.time);
        last = std::max(last.value_or(row.time), row.time);
    }
}

} // namespace

StoryHead storyHead(const StoryRows& rows)
{
    const SessionMeta& meta = rows.meta;
    const nlohmann::json closing = closingOf(meta);
    StoryHead head;
    head.session = meta.id;
    head.presetId = meta.presetId;
    head.presetHash = meta.presetHash;
    head.venue = meta.venue;
    head.data = meta.data;
    head.seed = meta.seed;
    head.isFinished = meta.finished;
    widen(head.from, head.to, rows.transitions);
    widen(head.from, head.to, rows.equity);
    widen(head.from, head.to, rows.log);
    if (const auto from = timeOf(closing, "from_ms"); from || meta.start)
        head.from = from ? from : meta.start;
    if (const auto to = timeOf(closing, "to_ms"))
        head.to = to;
    if (!rows.transitions.empty())
        head.finalState = rows.transitions.back().to;
    head.finalState = textOf(closing, "final_state").value_or(head.finalState);
    head.stopReason = textOf(closing, "stop_reason").value_or("");
    return head;
}

StoryLedger storyLedger(const StoryRows& rows)
{
    const nlohmann::json closing = closingOf(rows.meta);
    StoryLedger ledger;
    for (const PositionRow& position : rows.positions) {
        ledger.realised += position.realisedPnl;
        ledger.fees += position.fees;
        ledger.funding += position.funding;
    }
    if (rows.meta.finished) {
        ledger.start = amountOf(closing, "equity_start");
        ledger.end = amountOf(closing, "equity_end");
        ledger.unrealised = amountOf(closing, "unrealised_pnl").value_or(Decimal {});
        ledger.transfers = amountOf(closing, "transfers");
        ledger.agrees = ledger.realised == amountOf(closing, "realised_pnl")
            && ledger.fees == amountOf(closing, "fees") && ledger.funding == amountOf(closing, "funding");
    } else if (!rows.equity.empty()) {
        ledger.start = rows.equity.front().equity;
        ledger.end = rows.equity.back().equity;
        ledger.unrealised = rows.equity.back().unrealised;
    }
    if (ledger.start && ledger.end)
        ledger.difference = *ledger.end
            - (*ledger.start + ledger.realised + ledger.unrealised - ledger.fees - ledger.funding);
    return ledger;
}

} // namespace breakline
