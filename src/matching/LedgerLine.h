// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "execution/Order.h"

#include <cstdint>
#include <string>

namespace breakline {

enum class LedgerKind : std::uint8_t { Trade, Funding, Liquidation, Settlement, AutoDeleverage, Transfer };

constexpr LedgerKind ledgerKindOf(ExecutionKind kind)
{
    switch (kind) {
    case ExecutionKind::Funding: return LedgerKind::Funding;
    case ExecutionKind::Liquidation: return LedgerKind::Liquidation;
    case ExecutionKind::Settlement: return LedgerKind::Settlement;
    case ExecutionKind::AutoDeleverage: return LedgerKind::AutoDeleverage;
    case ExecutionKind::Trade: break;
    }
    return LedgerKind::Trade;
}

/// One line of the account's transaction log: what an execution of any kind, or
/// a transfer, moved. change = realised - fee - funding + transfer, and balance
/// is the wallet after it. A transfer is of no symbol and no execution: what
/// tells of one stays as it is here.
struct LedgerLine {
    std::uint64_t number = 0; ///< from 1
    Timestamp time;
    SymbolId symbol;
    LedgerKind kind = LedgerKind::Trade;
    Side side = Side::Buy; ///< of funding: Buy for a long position
    Price price;
    Quantity quantity;
    Quantity position; ///< signed, after it
    Decimal realised;
    Decimal fee;
    Decimal funding;  ///< positive when paid
    Decimal transfer; ///< positive when paid in
    Decimal change;
    Decimal balance;
    std::string venueTradeId;
    std::string venueId; ///< of the order; empty for funding and settlement
    std::string clientId;

    friend bool operator==(const LedgerLine&, const LedgerLine&) = default;
};

} // namespace breakline
