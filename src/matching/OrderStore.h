// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "execution/Order.h"
#include "matching/MatchingEngine.h"
#include "matching/VenueRequests.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace breakline {

/// Whose order it is: of a client, or made by the venue for the position.
enum class OrderOrigin : std::uint8_t { Client, StopLoss, TakeProfit, Liquidation, AutoDeleverage };

/// One order as the venue keeps it.
struct VenueOrder {
    OrderUpdate state; ///< as pushed last
    OrderOrigin origin = OrderOrigin::Client;
    Timestamp created;
    std::optional<AttachedStop> stop;       ///< to become the position's once this order executes
    std::optional<AttachedStop> takeProfit; ///< likewise
    TriggerBy triggerBy = TriggerBy::MarkPrice;
    TriggerDirection direction = TriggerDirection::Rise; ///< of a conditional one
    bool closeOnTrigger = false;
    std::uint64_t request = 0;        ///< that placed it; of the venue's own: 0
    std::uint32_t number = 0;         ///< in order of creation, from 0
    std::optional<std::uint32_t> parent; ///< of a position's stop: number of the order that carried it
    MatchingEngine::Handle handle;    ///< while it rests
    Decimal cost;                     ///< sum of price times quantity
    Decimal fees;                     ///< of its executions
    bool stopTaken = false;           ///< what it carries has once become the position's

    bool isLive() const { return !isFinal(state.status); }
    /// Waits for its trigger.
    bool isConditional() const { return state.status == OrderStatus::Untriggered; }
    bool isPositionOrder() const { return origin == OrderOrigin::StopLoss || origin == OrderOrigin::TakeProfit; }
    Quantity remaining() const { return state.quantity - state.filled; }
    OrderName name() const { return {state.clientId, state.venueId}; }
};

/// All orders of the account, in order of creation, for good; those that live
/// also by symbol. References stay valid.
class OrderStore {
public:
    explicit OrderStore(std::size_t symbols) : m_live(symbols) {}

    VenueOrder& add(const OrderUpdate& state);
    VenueOrder& at(std::uint32_t number) { return m_orders[number]; }
    const VenueOrder& at(std::uint32_t number) const { return m_orders[number]; }
    const VenueOrder* find(SymbolId symbol, const OrderName& name) const;
    VenueOrder* find(SymbolId symbol, const OrderName& name);
    bool isKnown(const std::string& clientId) const { return m_byClientId.contains(clientId); }

    /// Numbers of the live ones of a symbol, ascending. Closing one changes it.
    const std::vector<std::uint32_t>& live(SymbolId symbol) const { return m_live[symbol.index]; }
    /// Takes an order that has reached its end off the live ones.
    void close(const VenueOrder& order);

    const std::deque<VenueOrder>& all() const { return m_orders; }

private:
    std::deque<VenueOrder> m_orders;
    std::vector<std::vector<std::uint32_t>> m_live;
    std::unordered_map<std::string, std::uint32_t> m_byClientId; // looked up, never iterated
};

} // namespace breakline
