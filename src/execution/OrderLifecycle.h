// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "execution/Order.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace breakline {

/// What can happen to an order. The first group is ours, the second the venue's.
enum class OrderTrigger : std::uint8_t {
    Sent,
    CancelRequested,
    TimedOut,       ///< nobody can say what became of the order, or of its cancel
    QueryFoundNone, ///< the venue knows no such order, and it can no longer arrive
    Acknowledged,
    Untriggered,
    Triggered,
    PartialFill,
    Fill,
    Cancelled,
    Rejected,
    Expired
};
inline constexpr std::size_t kOrderTriggerCount = 12;
inline constexpr std::size_t kOrderStatusCount = 12;

std::string_view toText(OrderTrigger trigger);

struct OrderTransition {
    OrderStatus from;
    OrderTrigger trigger;
    OrderStatus to;
};

/// Every legal move of an order, the races included; everything else is
/// refused. News that is late but true (an acknowledgement after the fill, a
/// second Filled message) leads back to the state that already holds.
inline constexpr auto kOrderTransitions = [] {
    using S = OrderStatus;
    using T = OrderTrigger;
    return std::to_array<OrderTransition>({
        // Decided, not sent. After a crash nobody knows whether it was (TimedOut).
        {S::Intent, T::Sent, S::Sent},
        {S::Intent, T::TimedOut, S::Unknown},
        {S::Intent, T::Cancelled, S::Cancelled},
        {S::Intent, T::Rejected, S::Rejected},
        // Sent: an execution may come before the acknowledgement.
        {S::Sent, T::CancelRequested, S::CancelSent},
        {S::Sent, T::TimedOut, S::Unknown},
        {S::Sent, T::Acknowledged, S::Acknowledged},
        {S::Sent, T::Untriggered, S::Untriggered},
        {S::Sent, T::Triggered, S::Triggered},
        {S::Sent, T::PartialFill, S::PartiallyFilled},
        {S::Sent, T::Fill, S::Filled},
        {S::Sent, T::Cancelled, S::Cancelled},
        {S::Sent, T::Rejected, S::Rejected},
        {S::Sent, T::Expired, S::Expired},
        // Unknown: only the venue's word, or a flatten that cancels by id, moves it.
        {S::Unknown, T::CancelRequested, S::CancelSent},
        {S::Unknown, T::TimedOut, S::Unknown},
        {S::Unknown, T::QueryFoundNone, S::Rejected},
        {S::Unknown, T::Acknowledged, S::Acknowledged},
        {S::Unknown, T::Untriggered, S::Untriggered},
        {S::Unknown, T::Triggered, S::Triggered},
        {S::Unknown, T::PartialFill, S::PartiallyFilled},
        {S::Unknown, T::Fill, S::Filled},
        {S::Unknown, T::Cancelled, S::Cancelled},
        {S::Unknown, T::Rejected, S::Rejected},
        {S::Unknown, T::Expired, S::Expired},
        // Acknowledged. The repeat is an amended order, or the answer after the stream.
        {S::Acknowledged, T::CancelRequested, S::CancelSent},
        {S::Acknowledged, T::TimedOut, S::Unknown},
        {S::Acknowledged, T::Acknowledged, S::Acknowledged},
        {S::Acknowledged, T::Untriggered, S::Untriggered},
        {S::Acknowledged, T::Triggered, S::Triggered},
        {S::Acknowledged, T::PartialFill, S::PartiallyFilled},
        {S::Acknowledged, T::Fill, S::Filled},
        {S::Acknowledged, T::Cancelled, S::Cancelled},
        {S::Acknowledged, T::Rejected, S::Rejected},
        {S::Acknowledged, T::Expired, S::Expired},
        // A conditional order that waits.
        {S::Untriggered, T::CancelRequested, S::CancelSent},
        {S::Untriggered, T::TimedOut, S::Unknown},
        {S::Untriggered, T::Acknowledged, S::Untriggered},
        {S::Untriggered, T::Untriggered, S::Untriggered},
        {S::Untriggered, T::Triggered, S::Triggered},
        {S::Untriggered, T::PartialFill, S::PartiallyFilled},
        {S::Untriggered, T::Fill, S::Filled},
        {S::Untriggered, T::Cancelled, S::Cancelled},
        {S::Untriggered, T::Rejected, S::Rejected},
        {S::Untriggered, T::Expired, S::Expired},
        // Triggered: it works like a market or limit order now.
        {S::Triggered, T::CancelRequested, S::CancelSent},
        {S::Triggered, T::TimedOut, S::Unknown},
        {S::Triggered, T::Acknowledged, S::Triggered},
        {S::Triggered, T::Untriggered, S::Triggered},
        {S::Triggered, T::Triggered, S::Triggered},
        {S::Triggered, T::PartialFill, S::PartiallyFilled},
        {S::Triggered, T::Fill, S::Filled},
        {S::Triggered, T::Cancelled, S::Cancelled},
        {S::Triggered, T::Rejected, S::Rejected},
        {S::Triggered, T::Expired, S::Expired},
        // Partly filled.
        {S::PartiallyFilled, T::CancelRequested, S::CancelSent},
        {S::PartiallyFilled, T::TimedOut, S::Unknown},
        {S::PartiallyFilled, T::Acknowledged, S::PartiallyFilled},
        {S::PartiallyFilled, T::Triggered, S::PartiallyFilled},
        {S::PartiallyFilled, T::PartialFill, S::PartiallyFilled},
        {S::PartiallyFilled, T::Fill, S::Filled},
        {S::PartiallyFilled, T::Cancelled, S::Cancelled},
        {S::PartiallyFilled, T::Rejected, S::Rejected},
        {S::PartiallyFilled, T::Expired, S::Expired},
        // Cancel sent: fills may still come. A refused cancel is TimedOut: ask.
        {S::CancelSent, T::CancelRequested, S::CancelSent},
        {S::CancelSent, T::TimedOut, S::Unknown},
        {S::CancelSent, T::QueryFoundNone, S::Rejected},
        {S::CancelSent, T::Acknowledged, S::CancelSent},
        {S::CancelSent, T::Untriggered, S::CancelSent},
        {S::CancelSent, T::Triggered, S::CancelSent},
        {S::CancelSent, T::PartialFill, S::CancelSent},
        {S::CancelSent, T::Fill, S::Filled},
        {S::CancelSent, T::Cancelled, S::Cancelled},
        {S::CancelSent, T::Rejected, S::Rejected},
        {S::CancelSent, T::Expired, S::Expired},
        // Final states take repeats and late news, and fills: one that a cancel
        // raced, or of an order that we had given up. No fill is ever refused.
        {S::Filled, T::Acknowledged, S::Filled},
        {S::Filled, T::Triggered, S::Filled},
        {S::Filled, T::PartialFill, S::Filled},
        {S::Filled, T::Fill, S::Filled},
        {S::Cancelled, T::Acknowledged, S::Cancelled},
        {S::Cancelled, T::Triggered, S::Cancelled},
        {S::Cancelled, T::PartialFill, S::Cancelled},
        {S::Cancelled, T::Fill, S::Filled},
        {S::Cancelled, T::Cancelled, S::Cancelled},
        {S::Rejected, T::Acknowledged, S::Rejected},
        {S::Rejected, T::PartialFill, S::Rejected},
        {S::Rejected, T::Fill, S::Filled},
        {S::Rejected, T::Rejected, S::Rejected},
        {S::Expired, T::Acknowledged, S::Expired},
        {S::Expired, T::PartialFill, S::Expired},
        {S::Expired, T::Fill, S::Filled},
        {S::Expired, T::Expired, S::Expired},
    });
}();

/// The state after `trigger`; empty: the move is not legal.
std::optional<OrderStatus> apply(OrderStatus state, OrderTrigger trigger);

/// What a venue's word on an order means. An update that claims a state only we
/// can know of (intent, sent, cancel sent) means nothing and is empty.
std::optional<OrderTrigger> triggerOf(const OrderUpdate& update);

/// The table as a Mermaid state diagram; moves that stay are left out.
std::string orderLifecycleDiagram();

} // namespace breakline
