// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/OrderDesk.h"
#include "trading/PositionManager.h"
#include "trading/RequestDesk.h"
#include "trading/TradingServices.h"

#include <map>
#include <set>
#include <string>
#include <utility>

namespace breakline {

/// Compares every answer about the account with what this session believes, and
/// owns the gate reasons NotReconciled and PositionContested. Orders follow the
/// venue's word; a position that differs from our fills is contested: no
/// entries until the two agree again. An answer and a fill may cross on the
/// way, so a difference counts when two answers in a row show it; at the start
/// of a session, when nothing is under way, the first does. What was read before
/// the stream's newest news of a symbol says nothing of it. Trading thread.
class AccountReconciler {
public:
    AccountReconciler(TradingServices& services, OrderDesk& desk, const PositionManager& positions,
                      RequestDesk& requests);

    /// Asks for the account; the first answer to it counts as a start. Returns
    /// the ticket.
    RequestId begin();
    /// Asks because something may have been missed; no entries until the answer.
    void ask();
    void handle(const AccountAnswer& answer, RequestId ticket);

    const std::set<SymbolId>& contested() const { return m_contested; }

private:
    using Difference = std::pair<Quantity, Quantity>; ///< ours, the venue's

    RequestId request();
    void compareOrders(const AccountAnswer& answer);
    void comparePositions(const AccountAnswer& answer, bool isStart);
    void writeGate();

    TradingServices& m_services;
    OrderDesk& m_desk;
    const PositionManager& m_positions;
    RequestDesk& m_requests;
    RequestId m_start = 0;
    TimerId m_timer = 0;
    std::map<SymbolId, Difference> m_suspects; ///< of the last answer
    std::set<SymbolId> m_contested;
};

} // namespace breakline
