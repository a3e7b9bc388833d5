// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "execution/TrackedOrder.h"
#include "trading/TradingServices.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace breakline {

/// The orders of a session, ours and those that the venue made, and their rows
/// in the journal. Knows what is; sends nothing and decides nothing.
class OrderRegistry {
public:
    explicit OrderRegistry(TradingServices& services);

    /// The client id of an order that may follow; add() journals what it stands for.
    std::string nextId(const std::string& traceId, std::string_view role, int slice, int attempt);
    TrackedOrder& add(const OrderRequest& request, OrderIntent intent, const std::string& traceId);
    /// Null where there is none.
    TrackedOrder* find(const std::string& clientId);
    const TrackedOrder* find(const std::string& clientId) const;
    TrackedOrder& at(const std::string& clientId) { return m_orders.at(clientId); }
    /// It is final: no longer among the live ones.
    void ended(const std::string& clientId) { std::erase(m_live, clientId); }
    /// The venue's word on an order that it made itself; writes its row.
    void updateVenueOrder(const OrderUpdate& update);
    /// Those not listed at `read` or later are over: filled by what was executed
    /// of them, cancelled where that is nothing.
    void endVenueOrders(const std::set<std::string>& listed, Timestamp read);

    OrderRow rowOf(const TrackedOrder& order) const;
    void write(const TrackedOrder& order);
    /// `order`: null for an execution that is not of ours.
    void writeFill(const Execution& execution, const TrackedOrder* order);
    /// An execution that is not of this session tells of an order that was heard of.
    void noteForeign(const Execution& execution);
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
    struct Executed {
        Quantity quantity;
        Decimal tickLots; ///< sum of ticks times lots
        bool isUnheard = false; ///< they are all that is known of the order
    };

    void writeVenueOrder(const OrderUpdate& update);
    void addVenueExecution(const Execution& execution);
    /// An order that ended unheard, by what is known to have been executed of it.
    OrderUpdate filledAsExecuted(OrderUpdate order, const Executed& executed) const;
    /// An order of which no stream has told, by what was executed of it.
    OrderUpdate orderOf(const Execution& execution, const Executed& executed) const;
    Decimal averageOf(SymbolId symbol, const Executed& executed) const;

    TradingServices& m_services;
    std::map<std::string, TrackedOrder> m_orders;
    std::map<std::string, ClientIdRow> m_announced; ///< ids made for orders that are not there yet
    std::vector<std::string> m_sequence; ///< client ids in the order of their intents
    std::vector<std::string> m_live; ///< of those not final, same order
    std::map<std::string, OrderUpdate> m_venueOrders; ///< by venue id
    std::map<std::string, Executed> m_venueExecuted; ///< of them, by venue id
    std::set<std::string> m_venueTrades; ///< counted in them
    std::map<SymbolId, std::string> m_traceOfSymbol; ///< of the newest order
};

} // namespace breakline
