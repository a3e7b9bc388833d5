// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/PositionManager.h"
#include "trading/RequestDesk.h"
#include "trading/TradingServices.h"

#include <optional>

namespace breakline {

/// After the first fill of a session the venue is asked whether it holds the
/// position's stop; until it says so no second symbol may enter. Asks four times
/// a second. A position that ends before leaves the question to the next one.
/// Trading thread.
class FirstStopCheck {
public:
    FirstStopCheck(TradingServices& services, RequestDesk& requests, const PositionManager& positions);

    /// A position was opened. True where it is the first, and asked about.
    bool opened(SymbolId symbol);
    void closed(SymbolId symbol);
    void handle(const AccountAnswer& answer, RequestId ticket);

    bool mayEnter(SymbolId symbol) const { return !m_symbol || *m_symbol == symbol; }
    /// Whose stop is waited for.
    const std::optional<SymbolId>& waitsFor() const { return m_symbol; }

private:
    void ask();
    bool isShownBy(const AccountAnswer& answer) const;

    TradingServices& m_services;
    RequestDesk& m_requests;
    const PositionManager& m_positions;
    std::optional<SymbolId> m_symbol;
    bool m_isVerified = false;
    RequestId m_request = 0; ///< newest
    TimerId m_timer = 0;
};

} // namespace breakline
