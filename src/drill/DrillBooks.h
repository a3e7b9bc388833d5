// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "execution/Order.h"
#include "matching/SimulatedExchange.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace breakline {

/// Which of the venue's executions are of positions that this program opened, by
/// the venue's ledger alone: from our entry's first fill at flat until flat,
/// whoever ordered the rest. What another hand turns around is theirs from then on;
/// so is what our entry adds to a position of theirs.
class DrillBooks {
public:
    /// `exchange` outlives it.
    explicit DrillBooks(const SimulatedExchange& exchange)
        : m_exchange(exchange)
    {
    }

    struct Position {
        bool isOurs = false;
        bool isLong = true;
        std::uint64_t life = 0; ///< counts the positions of ours in the symbol
        std::optional<Price> plannedStop; ///< what the order that opened it carried
    };

    void sent(const OrderRequest& order);
    /// Takes what has been executed since the last look.
    void look();

    /// Client ids of the orders that left.
    const std::set<std::string>& sentIds() const { return m_sent; }
    const std::map<SymbolId, Position>& positions() const { return m_positions; }
    bool hasOpen() const { return m_open > 0; }
    /// Trade ids of the executions of our positions, funding included.
    const std::set<std::string>& trades() const { return m_trades; }
    /// Symbols in which another hand's position was netted with ours: there no
    /// figure of the venue is ours alone.
    const std::set<SymbolId>& mixed() const { return m_mixed; }

private:
    const SimulatedExchange& m_exchange;
    std::size_t m_seen = 0;
    int m_open = 0;
    std::set<std::string> m_sent;
    std::map<std::string, Price> m_carried; ///< stops of the entries sent, by client id
    std::map<SymbolId, Position> m_positions;
    std::set<std::string> m_trades;
    std::set<SymbolId> m_mixed;
};

} // namespace breakline
