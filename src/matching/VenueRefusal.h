// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "execution/Order.h"
#include "matching/FaultScript.h"
#include "matching/VenueRequests.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace breakline {

/// What a reason alone does not say, where the venue's code depends on it.
enum class RefusalDetail : std::uint8_t {
    None,
    Conditional, ///< too many orders: those that wait for a trigger
    Falling,     ///< wrong side: a trigger that waits for a fall; else for a rise
    Attached     ///< of a stop or take-profit attached to an order or position
};

/// A Bybit v5 answer: retCode and retMsg.
struct VenueWords {
    std::int32_t code = 0;
    std::string_view message;

    friend bool operator==(const VenueWords&, const VenueWords&) = default;
};

/// How Bybit v5 says that it took a request (reason None: 0, "OK") or refused
/// it. Within one kind of request two reasons never share both code and message,
/// so a client can tell the reason. Messages have no varying parts.
VenueWords wordsOf(VenueRequestKind kind, OrderEndReason reason, RefusalDetail detail = RefusalDetail::None);

/// What a fault on purpose says in place of the answer; empty: it leaves the
/// words alone, or lets nothing be read. HTTP says TooManyRequests and Forbidden
/// by its status; these are the words of the trade socket for the same.
std::optional<VenueWords> wordsOf(FaultKind fault);

/// How a pushed order says why it ended; two reasons never share both words.
struct OrderEndWords {
    std::string_view cancelType;
    std::string_view rejectReason;

    friend bool operator==(const OrderEndWords&, const OrderEndWords&) = default;
};

OrderEndWords endWordsOf(OrderEndReason reason);

} // namespace breakline
