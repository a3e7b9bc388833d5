// SPDX-License-Identifier: GPL-3.0-or-later
#include "drill/CrashJudge.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace breakline {

namespace {

using Json = nlohmann::json;

/// SPEC 8.2: an unconfirmed stop ends the position after 1.5 s; that exit's way
/// to the venue and one repetition of it come on top.
constexpr Duration kBound = Duration::milliseconds(1500 + 250 + 100);

std::string text(const Json& object, const char* name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::int64_t integer(const Json& object, const char* name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

bool flag(const Json& object, const char* name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

Decimal decimal(const Json& object, const char* name)
{
    return Decimal::parse(text(object, name)).value_or(Decimal {});
}

bool isOpen(const Json& position)
{
    const auto closed = position.find("closed_ms");
    return closed == position.end() || closed->is_null();
}

bool isLive(const Json& order)
{
    const std::string status = text(order, "status");
    for (const OrderStatus final :
         {OrderStatus::Filled, OrderStatus::Cancelled, OrderStatus::Rejected, OrderStatus::Expired})
        if (status == toText(final))
            return false;
    return true;
}

Expected<Json> read(const std::string& report)
{
    Json json = Json::parse(report, nullptr, false);
    for (const char* list : {"orders", "fills", "positions"})
        if (!json.is_object() || !json.contains(list) || !json[list].is_array())
            return fail(ErrorCode::Corrupt, "the venue's report has no " + std::string(list) + ": " + report);
    return json;
}

/// The venue's position in one symbol since one moment.
using PositionName = std::pair<std::string, std::int64_t>;

PositionName nameOf(const Json& position)
{
    return {text(position, "symbol"), integer(position, "opened_ms")};
}

/// The stop of that position that waits at the venue; null where there is none.
const Json* waitingStop(const Json& report, const std::string& symbol)
{
    for (const Json& order : report["orders"])
        if (text(order, "symbol") == symbol && flag(order, "reduce_only")
            && text(order, "status") == toText(OrderStatus::Untriggered))
            return &order;
    return nullptr;
}

class Judge {
public:
    Judge(DrillFindings& findings, std::vector<Json> atKill, std::vector<Json> atRestart, Json atEnd,
          const CrashJournal& journal, Duration disturbed)
        : m_findings(findings)
        , m_atKill(std::move(atKill))
        , m_atRestart(std::move(atRestart))
        , m_atEnd(std::move(atEnd))
        , m_journal(journal)
        , m_disturbed(disturbed)
    {
        for (const OrderRow& row : journal.orders)
            m_rows.emplace(row.clientId.empty() ? row.venueId : row.clientId, &row);
        for (const Json& order : m_atEnd["orders"])
            if (const std::string id = text(order, "client_id"); !id.empty())
                m_placed[id].push_back(&order);
    }

    CrashVerdict run()
    {
        m_verdict.orders = m_atEnd["orders"].size();
        m_verdict.positions = m_atEnd["positions"].size();
        for (const Json& fill : m_atEnd["fills"])
            m_verdict.fills += text(fill, "kind") != "funding" ? 1 : 0;
        if (const auto faults = m_atEnd.find("faults"); faults != m_atEnd.end() && faults->is_object())
            for (const auto& [kind, count] : faults->items())
                if (count.is_number_unsigned())
                    m_verdict.faults[kind] += count.get<std::uint64_t>();
        judgeIntents();
        judgeOrders();
        judgeFills();
        judgeSlices();
        judgeStops();
        judgeLedger();
        judgeFlat();
        return m_verdict;
    }

private:
    /// No entry came to the venue whose intent had not survived the kill: those on
    /// their way at the kill are there when the program comes back, or at the end.
    void judgeIntents()
    {
        for (std::size_t i = 0; i < m_atRestart.size(); ++i)
            judgeIntents(m_atRestart[i], m_journal.intentsAtKill[i]);
        judgeIntents(m_atEnd, m_journal.intents);
    }
    void judgeIntents(const Json& report, const std::set<std::string>& intents)
    {
        for (const Json& order : report["orders"]) {
            const std::string id = text(order, "client_id");
            if (id.empty() || flag(order, "reduce_only"))
                continue;
            m_findings.check(DrillInvariant::JournalBeforeSend, intents.contains(id), [&] {
                return fmt::format("entry {} is at the venue at {}, and its intent is not in the journal", id,
                                   toIso8601(Timestamp {integer(report, "time_ms")}));
            });
        }
    }

    /// Each order of ours is there once, is written down, and is here what it is there.
    void judgeOrders()
    {
        for (const auto& [id, orders] : m_placed) {
            m_verdict.ordersDoubled += orders.size() - 1;
            m_findings.check(DrillInvariant::NoDoubleOrder, orders.size() == 1,
                             [&] { return fmt::format("{} is {} orders at the venue", id, orders.size()); });
            const bool isKnown = m_rows.contains(id);
            m_verdict.ordersLost += isKnown ? 0 : 1;
            m_findings.check(DrillInvariant::NoLostOrder, isKnown, [&] {
                return fmt::format("{} is {} at the venue and is not written down", id,
                                   text(*orders.front(), "status"));
            });
        }
        for (const auto& [id, row] : m_rows) {
            if (row->clientId.empty())
                continue;
            const auto found = m_placed.find(id);
            const Json* order = found != m_placed.end() ? found->second.front() : nullptr;
            // What the venue never had can only have ended without a fill.
            const std::string status =
                order != nullptr ? text(*order, "status") : std::string(toText(row->status));
            const Decimal filled = order != nullptr ? decimal(*order, "filled_quantity") : Decimal {};
            m_findings.check(
                DrillInvariant::OrderFateKnown,
                isFinal(row->status) && toText(row->status) == status && row->filledQuantity == filled, [&] {
                    return fmt::format("{} is {} with {} filled here, {} with {} at the venue", id,
                                       toText(row->status), row->filledQuantity.toString(),
                                       order != nullptr ? status : "not there", filled.toString());
                });
        }
    }

    /// Every fill is written down once, as it was.
    void judgeFills()
    {
        std::map<std::string, std::vector<const FillRow*>> booked;
        for (const FillRow& row : m_journal.fills)
            booked[row.venueTradeId].push_back(&row);
        std::map<std::string, const Json*> executions;
        for (const Json& fill : m_atEnd["fills"]) {
            const std::string id = text(fill, "venue_trade_id");
            // Funding is no fill: the sums of money tell of it.
            if (text(fill, "kind") == "funding")
                continue;
            executions.emplace(id, &fill);
            // A person's trades are none of ours, nor are the stops of that position.
            if (m_journal.isAccountShared && text(fill, "client_id").empty())
                continue;
            const auto found = booked.find(id);
            const bool isKnown = found != booked.end();
            m_verdict.ordersLost += isKnown ? 0 : 1;
            m_findings.check(DrillInvariant::NoLostOrder, isKnown, [&] {
                return fmt::format("{} fill {} of {} {} is not written down", text(fill, "kind"), id,
                                   text(fill, "symbol"), text(fill, "client_id"));
            });
        }
        for (const auto& [id, rows] : booked) {
            const auto found = executions.find(id);
            const bool isRight =
                rows.size() == 1 && found != executions.end() && isSame(*rows.front(), *found->second);
            m_verdict.ordersDoubled += isRight ? 0 : 1;
            m_findings.check(DrillInvariant::NoDoubleOrder, isRight, [&] {
                return fmt::format("fill {} is written {} times, and {} at the venue", id, rows.size(),
                                   found == executions.end() ? "not there" : "may be another");
            });
        }
    }

    static bool isSame(const FillRow& row, const Json& fill)
    {
        return row.symbol == text(fill, "symbol") && toText(row.side) == text(fill, "side")
            && row.clientId == text(fill, "client_id") && row.quantity == decimal(fill, "quantity")
            && row.price == decimal(fill, "price") && row.fee == decimal(fill, "fee")
            && row.time.ms == integer(fill, "time_ms");
    }

    /// The attempts of one slice of an entry do together no more than the slice.
    void judgeSlices()
    {
        struct Sum {
            Decimal asked; ///< by its first attempt
            Decimal filled;
        };
        std::map<std::tuple<std::string, std::string, std::int64_t>, Sum> slices;
        for (const ClientIdRow& row : m_journal.clientIds) {
            const auto order = m_rows.find(row.clientId);
            if ((row.role != "entry" && !row.role.starts_with("add_on")) || order == m_rows.end())
                continue;
            Sum& sum = slices[{row.traceId, row.role, row.slice}];
            if (row.attempt == 0)
                sum.asked = order->second->quantity;
            if (const auto placed = m_placed.find(row.clientId); placed != m_placed.end())
                sum.filled += decimal(*placed->second.front(), "filled_quantity");
        }
        for (const auto& [slice, sum] : slices) {
            const bool isWithin = sum.filled <= sum.asked;
            m_verdict.ordersDoubled += isWithin ? 0 : 1;
            m_findings.check(DrillInvariant::NoDoubleOrder, isWithin, [&] {
                return fmt::format("{} slice {}: {} filled where {} was asked for", std::get<0>(slice),
                                   std::get<2>(slice), sum.filled.toString(), sum.asked.toString());
            });
        }
    }

    /// Its stop in time, and never moved against it.
    void judgeStops()
    {
        std::map<PositionName, Duration> away; ///< of the positions that were naked meanwhile
        for (std::size_t i = 0; i < m_atKill.size() && i < m_atRestart.size(); ++i)
            for (const Json* report : {&m_atKill[i], &m_atRestart[i]})
                for (const Json& position : (*report)["positions"])
                    if (isOpen(position) && waitingStop(*report, text(position, "symbol")) == nullptr)
                        away[nameOf(position)] = std::max(
                            away[nameOf(position)],
                            Duration {integer(m_atRestart[i], "time_ms") - integer(m_atKill[i], "time_ms")});
        for (const Json& position : m_atEnd["positions"]) {
            if (isOfAnother(position))
                continue;
            const Duration naked {integer(position, "unprotected_ms")};
            const auto found = away.find(nameOf(position));
            const Duration allowed =
                kBound + m_disturbed + (found != away.end() ? found->second : Duration {});
            m_verdict.longestUnprotected = std::max(m_verdict.longestUnprotected, naked);
            m_findings.check(DrillInvariant::StopCoversPosition, naked <= allowed, [&] {
                return fmt::format(
                    "{} of {} stood without its stop for {} ms, {} ms are allowed", text(position, "symbol"),
                    toIso8601(Timestamp {integer(position, "opened_ms")}), naked.ms, allowed.ms);
            });
        }
        for (const Json& killed : m_atKill)
            for (const Json& position : killed["positions"])
                if (isOpen(position))
                    judgeMove(killed, position);
    }

    /// Whether another hand than ours has traded in it: its stop is theirs to see to.
    bool isOfAnother(const Json& position) const
    {
        const auto end = position.find("closed_ms");
        for (const Json& order : m_atEnd["orders"]) {
            if (!text(order, "client_id").empty() || flag(order, "position_stop")
                || text(order, "symbol") != text(position, "symbol"))
                continue;
            const std::int64_t time = integer(order, "created_ms");
            if (time >= integer(position, "opened_ms")
                && (end == position.end() || end->is_null() || time <= end->get<std::int64_t>()))
                return true;
        }
        return false;
    }

    void judgeMove(const Json& killed, const Json& position)
    {
        const Json* before = waitingStop(killed, text(position, "symbol"));
        if (before == nullptr)
            return;
        const auto after = std::ranges::find_if(m_atEnd["orders"], [&](const Json& order) {
            return text(order, "venue_id") == text(*before, "venue_id");
        });
        if (after == m_atEnd["orders"].end())
            return;
        const Decimal from = decimal(*before, "trigger_price");
        const Decimal to = decimal(*after, "trigger_price");
        const bool isLong = text(*before, "side") == toText(Side::Sell);
        m_findings.check(DrillInvariant::StopOnlyInFavour, isLong ? to >= from : to <= from, [&] {
            return fmt::format("{}: the stop was at {} when the program was killed, and at {} in the end",
                               text(position, "symbol"), from.toString(), to.toString());
        });
    }

    void judgeLedger()
    {
        const Decimal wallet = decimal(m_atEnd["equity"], "wallet");
        if (m_journal.equity)
            m_verdict.ledgerDifference = *m_journal.equity - wallet;
        m_findings.check(DrillInvariant::LedgerEqual, m_journal.equity && *m_journal.equity == wallet, [&] {
            return fmt::format("the equity is {} here and the wallet {} at the venue",
                               m_journal.equity ? m_journal.equity->toString() : "unknown",
                               wallet.toString());
        });
        if (m_journal.isAccountShared)
            return;
        m_findings.check(DrillInvariant::LedgerEqual,
                         m_journal.equityDifference && m_journal.equityDifference->isZero(), [&] {
                             return fmt::format("our own sums differ from the venue's word by {}",
                                                m_journal.equityDifference
                                                    ? m_journal.equityDifference->toString()
                                                    : "nobody knows what");
                         });
    }

    void judgeFlat()
    {
        std::string left;
        for (const Json& position : m_atEnd["positions"])
            if (isOpen(position))
                left += " a position in " + text(position, "symbol");
        for (const Json& order : m_atEnd["orders"])
            if (isLive(order))
                left += " order " + text(order, "venue_id") + " " + text(order, "client_id");
        m_findings.check(DrillInvariant::FlatAfterFlatten, left.empty(),
                         [&] { return "left at the end:" + left; });
        m_findings.check(DrillInvariant::FlatAfterFlatten, m_journal.hasEnded,
                         [&] { return "the session did not come to its end: " + m_journal.howEnded; });
    }

    DrillFindings& m_findings;
    std::vector<Json> m_atKill, m_atRestart;
    Json m_atEnd;
    const CrashJournal& m_journal;
    Duration m_disturbed;
    std::map<std::string, const OrderRow*> m_rows; ///< by client id, or the venue's
    std::map<std::string, std::vector<const Json*>> m_placed; ///< at the venue, by client id
    CrashVerdict m_verdict;
};

} // namespace

Expected<CrashVerdict> judgeCrash(DrillFindings& findings, const CrashReports& reports,
                                  const CrashJournal& journal, Duration disturbed)
{
    std::vector<Json> atKill, atRestart;
    for (const std::string& report : reports.atKill) {
        auto json = read(report);
        if (!json)
            return std::unexpected(json.error());
        atKill.push_back(std::move(*json));
    }
    for (const std::string& report : reports.atRestart) {
        auto json = read(report);
        if (!json)
            return std::unexpected(json.error());
        atRestart.push_back(std::move(*json));
    }
    auto atEnd = read(reports.atEnd);
    if (!atEnd)
        return std::unexpected(atEnd.error());
    return Judge(findings, std::move(atKill), std::move(atRestart), std::move(*atEnd), journal, disturbed)
        .run();
}

} // namespace breakline
