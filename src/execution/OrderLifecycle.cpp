// SPDX-License-Identifier: GPL-3.0-or-later
#include "execution/OrderLifecycle.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace breakline {

namespace {

constexpr std::size_t indexOf(OrderStatus status)
{
    return static_cast<std::size_t>(status);
}
constexpr std::size_t indexOf(OrderTrigger trigger)
{
    return static_cast<std::size_t>(trigger);
}

// The table by (state, trigger), so that a look-up is one read.
constexpr auto kByPair = [] {
    std::array<std::array<std::optional<OrderStatus>, kOrderTriggerCount>, kOrderStatusCount> table{};
    for (const OrderTransition& move : kOrderTransitions)
        table[indexOf(move.from)][indexOf(move.trigger)] = move.to;
    return table;
}();

// A pair that stood twice would hide one of the two.
constexpr bool isUnambiguous()
{
    for (std::size_t i = 0; i < kOrderTransitions.size(); ++i)
        for (std::size_t j = i + 1; j < kOrderTransitions.size(); ++j)
            if (kOrderTransitions[i].from == kOrderTransitions[j].from
                && kOrderTransitions[i].trigger == kOrderTransitions[j].trigger)
                return false;
    return true;
}
static_assert(isUnambiguous());

} // namespace

std::string_view toText(OrderTrigger trigger)
{
    switch (trigger) {
    case OrderTrigger::Sent: return "sent";
    case OrderTrigger::CancelRequested: return "cancel_requested";
    case OrderTrigger::TimedOut: return "timed_out";
    case OrderTrigger::QueryFoundNone: return "query_found_none";
    case OrderTrigger::Acknowledged: return "acknowledged";
    case OrderTrigger::Untriggered: return "untriggered";
    case OrderTrigger::Triggered: return "triggered";
    case OrderTrigger::PartialFill: return "partial_fill";
    case OrderTrigger::Fill: return "fill";
    case OrderTrigger::Cancelled: return "cancelled";
    case OrderTrigger::Rejected: return "rejected";
    case OrderTrigger::Expired: return "expired";
    }
    return {};
}

std::optional<OrderStatus> apply(OrderStatus state, OrderTrigger trigger)
{
    return kByPair[indexOf(state)][indexOf(trigger)];
}

std::optional<OrderTrigger> triggerOf(const OrderUpdate& update)
{
    switch (update.status) {
    case OrderStatus::Intent:
    case OrderStatus::Sent:
    case OrderStatus::CancelSent:
    case OrderStatus::Unknown: return std::nullopt;
    case OrderStatus::Acknowledged:
        // Some venues leave a partly filled order in its first state.
        return update.filled.isZero() ? OrderTrigger::Acknowledged : OrderTrigger::PartialFill;
    case OrderStatus::Untriggered: return OrderTrigger::Untriggered;
    case OrderStatus::Triggered: return OrderTrigger::Triggered;
    case OrderStatus::PartiallyFilled: return OrderTrigger::PartialFill;
    case OrderStatus::Filled: return OrderTrigger::Fill;
    case OrderStatus::Cancelled: return OrderTrigger::Cancelled;
    case OrderStatus::Rejected: return OrderTrigger::Rejected;
    case OrderStatus::Expired: return OrderTrigger::Expired;
    }
    return std::nullopt;
}

std::string orderLifecycleDiagram()
{
    // One arrow a pair of states, its triggers joined, in the table's order.
    std::vector<std::pair<std::pair<OrderStatus, OrderStatus>, std::string>> arrows;
    for (const OrderTransition& move : kOrderTransitions) {
        if (move.from == move.to)
            continue;
        const std::pair key{move.from, move.to};
        auto arrow = std::find_if(arrows.begin(), arrows.end(), [&](const auto& a) { return a.first == key; });
        if (arrow == arrows.end())
            arrows.emplace_back(key, toText(move.trigger));
        else
            arrow->second.append(", ").append(toText(move.trigger));
    }
    std::string text = "stateDiagram-v2\n    [*] --> intent\n";
    for (const auto& [states, label] : arrows) {
        text.append("    ").append(toText(states.first)).append(" --> ").append(toText(states.second));
        text.append(": ").append(label).append("\n");
    }
    for (std::size_t i = 0; i < kOrderStatusCount; ++i)
        if (const auto status = static_cast<OrderStatus>(i); isFinal(status))
            text.append("    ").append(toText(status)).append(" --> [*]\n");
    return text;
}

} // namespace breakline
