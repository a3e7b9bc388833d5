// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/OrderDesk.h"
#include "trading/PositionManager.h"
#include "trading/RequestDesk.h"
#include "trading/TradingServices.h"

#include <map>
#include <optional>
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
/// the stream's newest news of a symbol says nothing of it.
///
/// Where fills may have been missed, the venue's executions are asked for first
/// and go to the OrderDesk as the stream's do, which counts each once; until they
/// have come nothing is compared, and the account is asked for after them.
/// Trading thread.
class AccountReconciler {
public:
    AccountReconciler(TradingServices& services, OrderDesk& desk, const PositionManager& positions,
                      RequestDesk& requests);

    /// Asks for the account, before it for the executions where this session has
    /// sent orders; the first account to come counts as a start. Returns the
    /// ticket of what was asked.
    RequestId begin();
    /// Whether the account's stream is there; fills may be missed while it is not.
    void setConnected(bool isConnected);
    /// Asks because something may have been missed; no entries until the answers.
    void ask();
    /// Returns the ticket of the account that is asked for next; 0 where none is.
    RequestId handle(const ExecutionsAnswer& answer, RequestId ticket);
    void handle(const AccountAnswer& answer, RequestId ticket);
    /// As the request desk concluded it.
    void handle(const RequestAnswer& answer);

    const std::set<SymbolId>& contested() const { return m_contested; }

private:
    using Difference = std::pair<Quantity, Quantity>; ///< ours, the venue's

    RequestId request();
    RequestId askForExecutions();
    void askAgain();
    Timestamp knownUpTo() const;
    bool isOfThisSession(const Execution& execution) const;
    void compareOrders(const AccountAnswer& answer);
    void comparePositions(const AccountAnswer& answer, bool isStart);
    void writeGate();

    TradingServices& m_services;
    OrderDesk& m_desk;
    const PositionManager& m_positions;
    RequestDesk& m_requests;
    std::optional<Timestamp> m_begun;
    std::optional<Timestamp> m_missedSince; ///< fills from here on may be unknown
    bool m_isConnected = true;
    RequestId m_executions = 0; ///< question whose answer tells all of them
    RequestId m_account = 0; ///< asked for after it
    RequestId m_start = 0;
    TimerId m_timer = 0;
    std::map<SymbolId, Difference> m_suspects; ///< of the last answer
    std::set<SymbolId> m_contested;
};

} // namespace breakline
