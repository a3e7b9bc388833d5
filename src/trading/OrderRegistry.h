// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "execution/TrackedOrder.h"
#include "trading/TradingServices.h"

#include <map>
#include <string>
#include <vector>

namespace breakline {

/// The orders of a session, ours and those that the venue made, and their rows
/// in the journal. Knows what is; sends nothing and decides nothing.
class OrderRegistry {
public:
    explicit OrderRegistry(TradingServices& services);

    TrackedOrder& add(const OrderRequest& request, OrderIntent intent, const std::string& traceId);
    /// Null where there is none.
    TrackedOrder* find(const std::string& clientId);
    const TrackedOrder* find(const std::string& clientId) const;
    TrackedOrder& at(const std::string& clientId) { return m_orders.at(clientId); }
    /// It is final: no longer among the live ones.
    void ended(const std::string& clientId) { std::erase(m_live, clientId); }
    /// The venue's word on an order that it made itself; writes its row.
    void updateVenueOrder(const OrderUpdate& update);

    OrderRow rowOf(const TrackedOrder& order) const;
    void write(const TrackedOrder& order);
    /// `order`: null for an execution that is not of ours.
    void writeFill(const Execution& execution, const TrackedOrder* order);
    /// One line that says all of it.
    std::string describe(const OrderRequest& request) const;

    /// In the order of their intents.
    std::vector<const TrackedOrder*> live() const;
    std::vector<const TrackedOrder*> live(SymbolId symbol) const;
    std::vector<const TrackedOrder*> newest(std::size_t count) const;
    std::size_t count() const { return m_sequence.size(); }
    std::size_t liveVenueOrders() const;
    /// Of the newest order in the symbol; empty: there was none.
    std::string traceOf(SymbolId symbol) const;

private:
    TradingServices& m_services;
    std::map<std::string, TrackedOrder> m_orders;
    std::vector<std::string> m_sequence; ///< client ids in the order of their intents
    std::vector<std::string> m_live; ///< of those not final, same order
    std::map<std::string, OrderUpdate> m_venueOrders; ///< by venue id
    std::map<SymbolId, std::string> m_traceOfSymbol; ///< of the newest order
};

} // namespace breakline
