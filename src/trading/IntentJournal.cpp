// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/IntentJournal.h"

#include <fmt/format.h>

namespace breakline {

IntentJournal::IntentJournal(TradingServices& services)
    : m_services(services)
{
}

JournalTicket IntentJournal::write(OrderRow row, bool isWaitedFor)
{
    const JournalTicket ticket = m_services.journal.writeIntent(std::move(row));
    if (isWaitedFor || m_services.settings.isRealTime) {
        m_awaited.push_back({ticket, m_services.now()});
        if (m_timer == 0)
            watch();
    }
    return ticket;
}

void IntentJournal::watch()
{
    m_services.timers.cancel(m_timer);
    const Timestamp due = m_awaited.front().since + kDurableWithin;
    if (due <= m_services.now())
        return; // it is late, and the gate is closed
    m_timer = m_services.timers.at(due, "journal_slow", [this] {
        m_timer = 0;
        const Awaited late = m_awaited.front();
        const std::string what =
            fmt::format("intent {} is not durable after {} ms", late.ticket, kDurableWithin.ms);
        m_services.gate.add(GateReason::JournalSlow, what, m_services.now());
        m_services.decisions.decision("journal_slow", {}, what);
        m_services.log.warning("journal", {}, {}, what + ": no entries until it is");
    });
}

void IntentJournal::durable(JournalTicket upTo)
{
    while (!m_awaited.empty() && m_awaited.front().ticket <= upTo)
        m_awaited.pop_front();
    const bool isLate =
        !m_awaited.empty() && m_services.now() - m_awaited.front().since >= kDurableWithin;
    if (!isLate)
        m_services.gate.remove(GateReason::JournalSlow, GateOwner::Journal, m_services.now());
    if (m_awaited.empty())
        m_services.timers.cancel(m_timer);
    else
        watch();
}

void IntentJournal::failed()
{
    m_awaited.clear();
    m_services.timers.cancel(m_timer);
}

} // namespace breakline
