// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/SessionJournal.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

/// A session's journal in memory. It says that intents are durable when it is
/// asked to settle, unless it holds back or fails.
class MemoryJournal final : public SessionJournal {
public:
    MemoryJournal();
    ~MemoryJournal() override;

    void write(SessionRow row) override;
    JournalTicket writeIntent(OrderRow order) override;
    void settle() override;

    bool holdsBack = false;
    bool failing = false;

    JournalTicket lastTicket() const { return m_last; }
    /// As far as has been said.
    JournalTicket durableUpTo() const { return m_said; }
    /// Of the intent of that order; empty where none was written.
    std::optional<JournalTicket> ticketOf(const std::string& clientId) const;
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
    /// The last state of each, at its first place and with its first time.
    std::vector<OrderRow> orders() const;
    std::vector<PositionRow> positions() const;
    std::vector<SignalRow> signalRows() const;

private:
    std::vector<SessionRow> m_rows;
    std::map<std::string, JournalTicket> m_tickets; ///< by client id
    JournalTicket m_last = 0;
    JournalTicket m_said = 0;
};

} // namespace breakline
