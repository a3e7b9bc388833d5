// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "matching/SimulatedExchange.h"
#include "venue/GridText.h"
#include "venue/JsonText.h"

#include <string>
#include <string_view>
#include <vector>

namespace breakline {

// What the account has, as the venue's objects; the same on both wires. Every
// price, quantity and amount is exact, times are milliseconds, and what is
// unknown or not set is an empty text. From each object the value that the
// exchange pushed can be read back without loss.

std::string_view orderStatusText(OrderStatus status);
std::string_view executionKindText(ExecutionKind kind);
/// The type of a line of the transaction log.
std::string_view ledgerTypeText(const LedgerLine& line);

class AccountText {
public:
    explicit AccountText(const SimulatedExchange& exchange);

    void order(JsonText& json, const VenueOrder& order) const;
    void execution(JsonText& json, const Execution& execution) const;
    /// `update` is the push or the position's own; the rest is as of now.
    void position(JsonText& json, const VenuePosition& position, const PositionUpdate& update) const;
    void wallet(JsonText& json, const WalletUpdate& wallet) const;
    void ledgerLine(JsonText& json, const LedgerLine& line) const;

    const GridText& grid(SymbolId symbol) const { return m_grids[symbol.index]; }

private:
    static void transferLine(JsonText& json, const LedgerLine& line);
    const Instrument& instrument(SymbolId symbol) const { return m_exchange.instruments().at(symbol); }

    const SimulatedExchange& m_exchange;
    std::vector<GridText> m_grids;
};

} // namespace breakline
