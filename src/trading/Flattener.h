// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/ExecutionManager.h"
#include "trading/OrderDesk.h"
#include "trading/PositionManager.h"
#include "trading/RequestDesk.h"
#include "trading/TradingServices.h"
#include "trading/TradingSnapshot.h"

#include <QObject>

#include <optional>
#include <set>

namespace breakline {

/// Emergency flatten, the same for stop, panic exit and kill switch: in one
/// burst, awaiting nothing, closes the gate, cancels entry children and
/// targets, and leaves every position with reduce-only market orders; repeats
/// from the venue's word until two answers in a row are flat and order-free.
/// Needs no state of the state machine. Trading thread.
class Flattener : public QObject {
    Q_OBJECT
public:
    Flattener(TradingServices& services, OrderDesk& desk, PositionManager& positions,
              ExecutionManager& execution, RequestDesk& requests);

    /// Begins, or goes on where one is under way.
    void begin(ExitReason reason);
    bool isActive() const { return m_active; }
    const std::optional<FlattenReceipt>& receipt() const { return m_receipt; }

    void handle(const AccountAnswer& answer, RequestId ticket);
    /// After whoever counts them has.
    void handleFills(RequestId ticket);
    /// As the request desk concluded it.
    void handle(const RequestAnswer& failed);

Q_SIGNALS:
    void finished(const breakline::FlattenReceipt& receipt);

private:
    void ask();
    void finish();
    void leaveAll();
    void sweep(SymbolId symbol);
    void closeForeign(const PositionUpdate& position);

    TradingServices& m_services;
    OrderDesk& m_desk;
    PositionManager& m_positions;
    ExecutionManager& m_execution;
    RequestDesk& m_requests;
    bool m_active = false;
    ExitReason m_reason = ExitReason::Flatten;
    std::set<RequestId> m_questions; ///< not answered yet
    TimerId m_timer = 0;
    RequestId m_fills = 0; ///< question for the executions, not answered yet
    bool m_areFillsKnown = false; ///< asked for since the venue was last not flat
    int m_flatAnswers = 0;
    int m_contradictions = 0; ///< answers in a row that are flat while something is held here
    int m_foreignExits = 0;
    Timestamp m_started;
    int m_positionsAtStart = 0;
    int m_ordersAtStart = 0;
    std::optional<FlattenReceipt> m_receipt;
};

} // namespace breakline
