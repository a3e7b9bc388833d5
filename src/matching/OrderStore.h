// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "execution/Order.h"
#include "matching/MatchingEngine.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace breakline {

/// One order as the venue keeps it.
struct VenueOrder {
    OrderUpdate state;
    std::optional<AttachedStop> stop; ///< to become the position's once this order executes
    TriggerBy triggerBy = TriggerBy::MarkPrice;
    std::uint64_t request = 0;        ///< that placed it; of the venue's own: 0
    std::uint32_t number = 0;         ///< in order of creation, from 0
    MatchingEngine::Handle handle;    ///< while it rests
    Decimal cost;                     ///< sum of price times quantity
    bool stopTaken = false;           ///< its stop has once become the position's

    bool isLive() const { return !isFinal(state.status); }
    /// Waits for its trigger.
    bool isConditional() const { return state.status == OrderStatus::Untriggered; }
    Quantity remaining() const { return state.quantity - state.filled; }
};

/// All orders of the account, in order of creation, for good; those that live
/// also by symbol. References stay valid.
class OrderStore {
public:
    explicit OrderStore(std::size_t symbols) : m_live(symbols) {}

    VenueOrder& add(const OrderUpdate& state);
    VenueOrder& at(std::uint32_t number) { return m_orders[number]; }
    const VenueOrder& at(std::uint32_t number) const { return m_orders[number]; }
    const VenueOrder* find(SymbolId symbol, const std::string& clientId) const;
    VenueOrder* find(SymbolId symbol, const std::string& clientId);
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
