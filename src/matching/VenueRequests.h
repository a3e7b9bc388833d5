// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "execution/AccountModes.h"
#include "execution/Order.h"

#include <cstdint>
#include <optional>
#include <string>

namespace breakline {

/// The private requests that the venue knows.
enum class VenueRequestKind : std::uint8_t {
    Place,
    Amend,
    Cancel,
    CancelAll,
    TradingStop,
    SetLeverage,
    SetPositionMode,
    SetMarginMode,
    Query
};

/// Which way the price has to go to trigger a conditional order.
enum class TriggerDirection : std::uint8_t { Rise, Fall };

/// Names an order by the venue's id, which wins where both are given, or by the
/// client's.
struct OrderName {
    std::string clientId;
    std::string venueId;

    static OrderName byClient(std::string id) { return {std::move(id), {}}; }
    static OrderName byVenue(std::string id) { return {{}, std::move(id)}; }
};

/// An order as it is asked for. An empty client id is allowed: the order then
/// has only the venue's.
struct PlaceRequest {
    PlaceRequest() = default;
    PlaceRequest(OrderRequest asked) : order(std::move(asked)) {}

    OrderRequest order;
    /// Becomes the position's take-profit as `order.stop` becomes its stop.
    std::optional<AttachedStop> takeProfit;
    /// Of a conditional order; empty: a buy waits for a rise, a sell for a fall.
    std::optional<TriggerDirection> direction;
};

constexpr TriggerDirection usualDirection(Side side)
{
    return side == Side::Buy ? TriggerDirection::Rise : TriggerDirection::Fall;
}

inline TriggerDirection directionOf(const PlaceRequest& request)
{
    return request.direction.value_or(usualDirection(request.order.side));
}

/// Changes a live order; what is empty stays. A trigger of 0 in `stop` or
/// `takeProfit` takes the attached one off.
struct AmendRequest {
    SymbolId symbol;
    OrderName order;
    std::optional<Quantity> quantity; ///< the whole of it, what is filled included
    std::optional<Price> price;       ///< of a limit order
    std::optional<Price> trigger;     ///< of an order that waits for its trigger
    std::optional<TriggerBy> triggerBy;
    std::optional<AttachedStop> stop;
    std::optional<AttachedStop> takeProfit;
};

enum class OrderFilter : std::uint8_t {
    All,
    Orders,    ///< those that work in the book
    StopOrders ///< those that wait for a trigger, the position's stop and take-profit included
};

struct CancelAllRequest {
    std::optional<SymbolId> symbol; ///< empty: of every symbol
    OrderFilter filter = OrderFilter::All;
};

/// The stop and take-profit of the whole position; what is empty stays, a
/// trigger of 0 cancels.
struct TradingStopRequest {
    SymbolId symbol;
    std::optional<AttachedStop> stop;
    std::optional<AttachedStop> takeProfit;
};

} // namespace breakline
