// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "execution/Order.h"
#include "execution/OrderLifecycle.h"
#include "market/Instrument.h"

#include <optional>
#include <string>
#include <vector>

namespace breakline {

/// One order of ours and all that is known of it. Executions count once by
/// their venueTradeId; 0 <= filled <= request.quantity. A value without a clock.
class TrackedOrder {
public:
    TrackedOrder(OrderRequest request, OrderIntent intent, std::string traceId, Timestamp intendedAt);

    /// As it was asked for; its limit price is the venue's word where that was amended.
    const OrderRequest& request() const { return m_request; }
    const std::string& clientId() const { return m_request.clientId; }
    const std::string& venueId() const { return m_venueId; }
    const std::string& traceId() const { return m_traceId; }
    OrderIntent intent() const { return m_intent; }
    OrderStatus status() const { return m_status; }
    OrderEndReason endReason() const { return m_endReason; }
    bool isFinal() const { return breakline::isFinal(m_status); }

    /// What the venue says is filled: the larger of its last word and of the
    /// executions seen, for either may come first.
    Quantity filled() const;
    /// What the executions seen add up to.
    Quantity executed() const { return m_executed; }
    Quantity remaining() const { return m_request.quantity - filled(); }
    bool executionsComplete() const { return m_executed >= m_reported; }
    Decimal fees() const { return m_fees; }
    /// Sum of ticks times lots over the executions seen.
    const Decimal& tickLots() const { return m_tickLots; }
    /// Volume-weighted over the executions, exact where the decimals end within
    /// 18 places, else half even; the venue's own figure while none has come.
    std::optional<Decimal> averagePrice(const Instrument& instrument) const;

    Timestamp intendedAt() const { return m_intendedAt; }
    std::optional<Timestamp> sentAt() const { return m_sentAt; }
    std::optional<Timestamp> acknowledgedAt() const { return m_acknowledgedAt; }
    std::optional<Timestamp> firstFillAt() const { return m_firstFillAt; }
    std::optional<Timestamp> finalAt() const { return m_finalAt; }

    /// Moves the status by the table. False: refused, nothing changed.
    bool apply(OrderTrigger trigger, Timestamp time);
    /// True where something changed; Refused where the table says no; Corrupt
    /// where the update is not of this order or claims more than was asked for.
    Expected<bool> apply(const OrderUpdate& update);
    /// False where it was counted before; Corrupt as above.
    Expected<bool> apply(const Execution& execution);
    /// Why the order ended, where we know it and the venue's update did not say.
    void setEndReason(OrderEndReason reason) { m_endReason = reason; }

private:
    OrderRequest m_request;
    OrderIntent m_intent;
    std::string m_traceId;
    std::string m_venueId;
    OrderStatus m_status = OrderStatus::Intent;
    OrderEndReason m_endReason = OrderEndReason::None;
    Quantity m_executed;
    Quantity m_reported;
    Decimal m_tickLots; // sum of ticks * lots over the executions
    Decimal m_fees;
    std::optional<Decimal> m_reportedAverage;
    std::vector<std::string> m_tradeIds; // few: a linear search is enough
    Timestamp m_intendedAt;
    std::optional<Timestamp> m_sentAt, m_acknowledgedAt, m_firstFillAt, m_finalAt;
};

} // namespace breakline
