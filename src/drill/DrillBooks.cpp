// SPDX-License-Identifier: GPL-3.0-or-later
#include "drill/DrillBooks.h"

namespace breakline {

void DrillBooks::sent(const OrderRequest& order)
{
    m_sent.insert(order.clientId);
    if (order.stop)
        m_carried.insert_or_assign(order.clientId, order.stop->trigger);
}

void DrillBooks::look()
{
    const std::vector<Execution>& executions = m_exchange.executions();
    for (; m_seen < executions.size(); ++m_seen) {
        const Execution& execution = executions[m_seen];
        Position& position = m_positions[execution.symbol];
        if (execution.kind == ExecutionKind::Funding) {
            if (position.isOurs)
                m_trades.insert(execution.venueTradeId);
            continue;
        }
        const LedgerLine* line = m_exchange.ledgerLineOf(m_seen + 1);
        const std::int64_t after = line->position.lots;
        const std::int64_t before = after - (execution.side == Side::Buy ? 1 : -1) * execution.quantity.lots;
        const bool isSent = m_sent.contains(execution.clientId);
        const bool wasOurs = position.isOurs;
        if (isSent && before == 0) {
            const auto carried = m_carried.find(execution.clientId);
            position.isOurs = true;
            position.isLong = after > 0;
            ++position.life;
            position.plannedStop = carried != m_carried.end() ? std::optional(carried->second) : std::nullopt;
        } else if (isSent && !wasOurs) {
            m_mixed.insert(execution.symbol);
        }
        if (isSent || wasOurs)
            m_trades.insert(execution.venueTradeId);
        const bool isTurned = before != 0 && after != 0 && (before > 0) != (after > 0);
        if (position.isOurs && isTurned && !isSent)
            m_mixed.insert(execution.symbol);
        if (after == 0 || isTurned)
            position.isOurs = false;
        m_open += (position.isOurs ? 1 : 0) - (wasOurs ? 1 : 0);
    }
}

} // namespace breakline
