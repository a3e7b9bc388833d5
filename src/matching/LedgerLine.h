// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "execution/Order.h"

#include <cstdint>
#include <string>

namespace breakline {

/// One line of the account's transaction log: what an execution of any kind
/// moved. change = realised - fee - funding, and balance is the wallet after it.
struct LedgerLine {
    std::uint64_t number = 0; ///< from 1
    Timestamp time;
    SymbolId symbol;
    ExecutionKind kind = ExecutionKind::Trade;
    Side side = Side::Buy; ///< of funding: Buy for a long position
    Price price;
    Quantity quantity;
    Quantity position; ///< signed, after it
    Decimal realised;
    Decimal fee;
    Decimal funding; ///< positive when paid
    Decimal change;
    Decimal balance;
    std::string venueTradeId;
    std::string venueId; ///< of the order; empty for funding and settlement
    std::string clientId;

    friend bool operator==(const LedgerLine&, const LedgerLine&) = default;
};

} // namespace breakline
