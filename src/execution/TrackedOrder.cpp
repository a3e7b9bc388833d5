// SPDX-License-Identifier: GPL-3.0-or-later
#include "execution/TrackedOrder.h"

#include <algorithm>
#include <utility>

namespace breakline {

namespace {
constexpr int kAveragePlaces = 18;
}

TrackedOrder::TrackedOrder(OrderRequest request, OrderIntent intent, std::string traceId, Timestamp intendedAt)
    : m_request(std::move(request)), m_intent(intent), m_traceId(std::move(traceId)), m_intendedAt(intendedAt)
{
}

Quantity TrackedOrder::filled() const
{
    return std::max(m_executed, m_reported);
}

std::optional<Decimal> TrackedOrder::averagePrice(const Instrument& instrument) const
{
    if (!executionsComplete() && m_reportedAverage)
        return m_reportedAverage;
    if (m_executed.isZero())
        return std::nullopt;
    return (instrument.tickSize * m_tickLots)
        .dividedBy(Decimal::fromUnits(m_executed.lots), kAveragePlaces, Rounding::HalfEven);
}

bool TrackedOrder::apply(OrderTrigger trigger, Timestamp time)
{
    const auto next = breakline::apply(m_status, trigger);
    if (!next)
        return false;
    if (trigger == OrderTrigger::Sent)
        m_sentAt = time;
    else if ((trigger == OrderTrigger::Acknowledged || trigger == OrderTrigger::Untriggered) && !m_acknowledgedAt)
        m_acknowledgedAt = time;
    m_status = *next;
    if (isFinal() && !m_finalAt)
        m_finalAt = time;
    return true;
}

Expected<bool> TrackedOrder::apply(const OrderUpdate& update)
{
    if (update.clientId != m_request.clientId || update.symbol != m_request.symbol || update.side != m_request.side)
        return fail(ErrorCode::Corrupt, "update of order " + update.clientId + " is not of " + m_request.clientId);
    if (update.filled.lots < 0 || update.filled > m_request.quantity)
        return fail(ErrorCode::Corrupt, "order " + m_request.clientId + " of " + std::to_string(m_request.quantity.lots)
                                            + " lots is said to be filled by " + std::to_string(update.filled.lots));
    const auto trigger = triggerOf(update);
    const OrderStatus before = m_status;
    if (!trigger || !apply(*trigger, update.time))
        return fail(ErrorCode::Refused, "order " + m_request.clientId + " is " + std::string(toText(m_status))
                                            + " and cannot become " + std::string(toText(update.status)));
    bool changed = m_status != before;
    if (!update.venueId.empty() && update.venueId != m_venueId) {
        m_venueId = update.venueId;
        changed = true;
    }
    if (m_request.price && update.price && update.price != m_request.price) {
        m_request.price = update.price; // amended
        changed = true;
    }
    if (update.filled > m_reported) {
        if (!m_firstFillAt)
            m_firstFillAt = update.time;
        m_reported = update.filled;
        m_reportedAverage = update.averagePrice;
        changed = true;
    }
    if (update.reason != OrderEndReason::None)
        m_endReason = update.reason;
    return changed;
}

Expected<bool> TrackedOrder::apply(const Execution& execution)
{
    if (execution.clientId != m_request.clientId || execution.symbol != m_request.symbol
        || execution.side != m_request.side)
        return fail(ErrorCode::Corrupt,
                    "execution " + execution.venueTradeId + " is not of order " + m_request.clientId);
    if (std::find(m_tradeIds.begin(), m_tradeIds.end(), execution.venueTradeId) != m_tradeIds.end())
        return false;
    if (execution.quantity.lots <= 0 || execution.quantity > m_request.quantity - m_executed)
        return fail(ErrorCode::Corrupt, "execution " + execution.venueTradeId + " of "
                                            + std::to_string(execution.quantity.lots) + " lots does not fit order "
                                            + m_request.clientId + ", of which "
                                            + std::to_string((m_request.quantity - m_executed).lots) + " are open");
    m_tradeIds.push_back(execution.venueTradeId);
    m_executed += execution.quantity;
    m_tickLots += Decimal::fromProduct(execution.price.ticks, execution.quantity.lots, Decimal::fromUnits(1));
    m_fees += execution.fee;
    if (!m_firstFillAt || execution.time < *m_firstFillAt)
        m_firstFillAt = execution.time;
    if (m_venueId.empty())
        m_venueId = execution.venueId;
    // What was executed counts whatever state we believed in; the state follows
    // where the table lets it.
    apply(m_executed == m_request.quantity ? OrderTrigger::Fill : OrderTrigger::PartialFill, execution.time);
    return true;
}

} // namespace breakline
