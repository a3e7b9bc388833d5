// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/SessionJournal.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

/// A session's journal in memory. It says that intents are durable when it is
/// asked to settle, unless it holds back or fails.
class MemoryJournal final : public SessionJournal {
public:
    void write(SessionRow row) override { m_rows.push_back(std::move(row)); }
    JournalTicket writeIntent(OrderRow order) override
    {
        m_tickets.try_emplace(order.clientId, ++m_last);
        m_rows.emplace_back(std::move(order));
        return m_last;
    }
    void settle() override
    {
        if (failing) {
            Q_EMIT failed(QStringLiteral("the disk is full"));
            return;
        }
        if (!holdsBack && m_last > m_said) {
            m_said = m_last;
            Q_EMIT durable(m_last);
        }
    }

    bool holdsBack = false;
    bool failing = false;

    JournalTicket lastTicket() const { return m_last; }
    /// As far as has been said.
    JournalTicket durableUpTo() const { return m_said; }
    /// Of the intent of that order; empty where none was written.
    std::optional<JournalTicket> ticketOf(const std::string& clientId) const
    {
        const auto found = m_tickets.find(clientId);
        return found != m_tickets.end() ? std::optional(found->second) : std::nullopt;
    }
    const std::vector<SessionRow>& written() const { return m_rows; }

    /// All rows of a kind, in the order of writing.
    template<class Row>
    std::vector<Row> all() const
    {
        std::vector<Row> rows;
        for (const SessionRow& row : m_rows)
            if (const auto* one = std::get_if<Row>(&row))
                rows.push_back(*one);
        return rows;
    }
    std::vector<OrderRow> orders() const
    {
        return last<OrderRow>([](const OrderRow& row) { return row.clientId.empty() ? row.venueId : row.clientId; });
    }
    std::vector<PositionRow> positions() const
    {
        return last<PositionRow>([](const PositionRow& row) { return row.positionId; });
    }
    std::vector<SignalRow> signalRows() const
    {
        return last<SignalRow>([](const SignalRow& row) { return row.signalId; });
    }

private:
    /// The last state of each key at its first place and with its first time.
    template<class Row>
    std::vector<Row> last(const std::function<std::string(const Row&)>& keyOf) const
    {
        std::vector<Row> rows;
        std::map<std::string, std::size_t> places;
        for (const SessionRow& row : m_rows) {
            const auto* one = std::get_if<Row>(&row);
            if (one == nullptr)
                continue;
            const auto [place, isNew] = places.emplace(keyOf(*one), rows.size());
            if (isNew) {
                rows.push_back(*one);
            } else {
                Row changed = *one;
                changed.time = rows[place->second].time;
                rows[place->second] = std::move(changed);
            }
        }
        return rows;
    }

    std::vector<SessionRow> m_rows;
    std::map<std::string, JournalTicket> m_tickets; ///< by client id
    JournalTicket m_last = 0;
    JournalTicket m_said = 0;
};

} // namespace breakline
