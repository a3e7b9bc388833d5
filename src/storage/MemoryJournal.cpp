// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/MemoryJournal.h"

#include <utility>

namespace breakline {

namespace {

template<class Row, class KeyOf>
std::vector<Row> lastOf(const std::vector<SessionRow>& written, const KeyOf& keyOf)
{
    std::vector<Row> rows;
    std::map<std::string, std::size_t> places;
    for (const SessionRow& row : written) {
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

} // namespace

MemoryJournal::MemoryJournal() = default;
MemoryJournal::~MemoryJournal() = default;

void MemoryJournal::write(SessionRow row)
{
    m_rows.push_back(std::move(row));
}

JournalTicket MemoryJournal::writeIntent(OrderRow order)
{
    m_tickets.try_emplace(order.clientId, ++m_last);
    m_rows.emplace_back(std::move(order));
    return m_last;
}

void MemoryJournal::settle()
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

std::optional<JournalTicket> MemoryJournal::ticketOf(const std::string& clientId) const
{
    const auto found = m_tickets.find(clientId);
    return found != m_tickets.end() ? std::optional(found->second) : std::nullopt;
}

std::vector<OrderRow> MemoryJournal::orders() const
{
    return lastOf<OrderRow>(m_rows, [](const OrderRow& row) {
        return row.clientId.empty() ? row.venueId : row.clientId;
    });
}

std::vector<PositionRow> MemoryJournal::positions() const
{
    return lastOf<PositionRow>(m_rows, [](const PositionRow& row) { return row.positionId; });
}

std::vector<SignalRow> MemoryJournal::signalRows() const
{
    return lastOf<SignalRow>(m_rows, [](const SignalRow& row) { return row.signalId; });
}

} // namespace breakline
