// SPDX-License-Identifier: GPL-3.0-or-later
#include "execution/OrderLifecycle.h"

#include <catch2/catch.hpp>

#include <string>

using namespace breakline;

namespace {

// I intent, S sent, U unknown, A acknowledged, N untriggered, T triggered,
// P partially filled, F filled, C cancel sent, X cancelled, R rejected, E expired.
constexpr std::string_view kLetters = "ISUANTPFCXRE";

// Rows: states in the order above. Columns: sent, cancel requested, timed out,
// query found none, acknowledged, untriggered, triggered, partial fill, fill,
// cancelled, rejected, expired. '.': refused.
constexpr std::string_view kExpected[kOrderStatusCount] = {
    "S.U......XR.", // intent
    ".CU.ANTPFXRE", // sent
    ".CURANTPFXRE", // unknown
    ".CU.ANTPFXRE", // acknowledged
    ".CU.NNTPFXRE", // untriggered
    ".CU.TTTPFXRE", // triggered
    ".CU.P.PPFXRE", // partially filled
    "....F.FFF...", // filled
    ".CURCCCCFXRE", // cancel sent
    "....X.XXFX..", // cancelled
    "....R..RF.R.", // rejected
    "....E..EF..E", // expired
};

} // namespace

TEST_CASE("every pair of state and trigger leads where the table of races says")
{
    std::size_t legal = 0;
    for (std::size_t state = 0; state < kOrderStatusCount; ++state) {
        for (std::size_t trigger = 0; trigger < kOrderTriggerCount; ++trigger) {
            INFO(toText(static_cast<OrderStatus>(state)) << " + " << toText(static_cast<OrderTrigger>(trigger)));
            const auto next = apply(static_cast<OrderStatus>(state), static_cast<OrderTrigger>(trigger));
            const char letter = next ? kLetters[static_cast<std::size_t>(*next)] : '.';
            CHECK(letter == kExpected[state][trigger]);
            legal += next ? 1 : 0;
        }
    }
    CHECK(legal == kOrderTransitions.size());
}

TEST_CASE("no fill is refused once an order is sent, and a filled order stays filled")
{
    for (std::size_t state = 1; state < kOrderStatusCount; ++state) {
        const auto status = static_cast<OrderStatus>(state);
        INFO(toText(status));
        CHECK(apply(status, OrderTrigger::Fill) == OrderStatus::Filled);
        CHECK(apply(status, OrderTrigger::PartialFill).has_value());
    }
    for (std::size_t trigger = 0; trigger < kOrderTriggerCount; ++trigger)
        CHECK(apply(OrderStatus::Filled, static_cast<OrderTrigger>(trigger)).value_or(OrderStatus::Filled)
              == OrderStatus::Filled);
}

TEST_CASE("a venue's word maps onto its trigger")
{
    OrderUpdate update;
    const auto trigger = [&](OrderStatus status) {
        update.status = status;
        return triggerOf(update);
    };
    CHECK(trigger(OrderStatus::Acknowledged) == OrderTrigger::Acknowledged);
    CHECK(trigger(OrderStatus::Untriggered) == OrderTrigger::Untriggered);
    CHECK(trigger(OrderStatus::Triggered) == OrderTrigger::Triggered);
    CHECK(trigger(OrderStatus::PartiallyFilled) == OrderTrigger::PartialFill);
    CHECK(trigger(OrderStatus::Filled) == OrderTrigger::Fill);
    CHECK(trigger(OrderStatus::Cancelled) == OrderTrigger::Cancelled);
    CHECK(trigger(OrderStatus::Rejected) == OrderTrigger::Rejected);
    CHECK(trigger(OrderStatus::Expired) == OrderTrigger::Expired);
    for (const auto ours : {OrderStatus::Intent, OrderStatus::Sent, OrderStatus::Unknown, OrderStatus::CancelSent})
        CHECK_FALSE(trigger(ours).has_value());
    update.filled = Quantity{3};
    CHECK(trigger(OrderStatus::Acknowledged) == OrderTrigger::PartialFill);
}

TEST_CASE("the diagram shows each move between two states once")
{
    const std::string diagram = orderLifecycleDiagram();
    CHECK(diagram.starts_with("stateDiagram-v2\n    [*] --> intent\n    intent --> sent: sent\n"));
    CHECK(diagram.find("    unknown --> rejected: query_found_none, rejected\n") != std::string::npos);
    CHECK(diagram.find("    cancel_sent --> filled: fill\n") != std::string::npos);
    CHECK(diagram.find("    cancelled --> filled: fill\n") != std::string::npos);
    CHECK(diagram.find("    filled --> filled") == std::string::npos);
    CHECK(diagram.ends_with("    expired --> [*]\n"));
}
