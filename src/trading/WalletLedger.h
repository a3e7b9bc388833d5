// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "exchange/ExchangeEvents.h"

#include <optional>
#include <set>

namespace breakline {

class PositionManager;

/// What the wallet holds by our own books: the venue's balance when they were
/// begun, and since then what was realised, less fees and funding of every
/// execution counted, and what was paid in or out. Trading thread.
class WalletLedger {
public:
    /// The venue rounds the cost of a part that is sold to 8 places, we to 18:
    /// while a position is open the two may differ by less than this.
    static constexpr int kRoundingPlaces = 6;

    /// `positions` outlives it.
    explicit WalletLedger(const PositionManager& positions);

    /// The books begin, or begin anew, at the venue's balance as of `time`.
    void begin(const Decimal& balance, Timestamp time);
    /// True where it is news: of a time after the books were first begun, and each
    /// once. It changes the balance where that of the last begin() does not have it.
    bool apply(const Transfer& transfer);
    bool hasBegun() const { return m_start.has_value(); }
    /// Empty before begin().
    std::optional<Decimal> balance() const;
    /// Whether the venue's balance is ours, but for rounding. Before begin() there
    /// is nothing to differ from.
    bool agreesWith(const Decimal& balance) const;

private:
    Decimal result() const;

    const PositionManager& m_positions;
    std::optional<Decimal> m_start; ///< less the result until then
    std::optional<Timestamp> m_firstBegun;
    Timestamp m_begun;
    Decimal m_transferred; ///< since
    std::set<Transfer> m_transfers; ///< known
};

} // namespace breakline
