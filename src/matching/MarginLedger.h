// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "market/Instrument.h"

#include <optional>
#include <vector>

namespace breakline {

/// One position of the ledger: one-way, isolated margin.
struct LedgerPosition {
    Quantity quantity; ///< signed, long positive
    Decimal cost;      ///< entry value of what is open, >= 0
    Decimal leverage;
    Decimal margin;    ///< cost / leverage, rounded up
    std::optional<Price> liquidation; ///< first mark at which it is liquidated

    bool isFlat() const { return quantity.isZero(); }
};

/// The money of one account, exact: wallet = start + realised - fees - funding +
/// transfers after every call. The entry average is kept as the cost of what is open; a
/// partial close takes its share of the cost, rounded once to kMoneyScale, and
/// the remainder stays, so that from flat to flat nothing is lost.
class MarginLedger {
public:
    static constexpr int kMoneyScale = 8;

    struct FillEffect {
        Decimal realised; ///< before fees
        Quantity closed;  ///< lots that reduced the position
        Quantity opened;  ///< lots that opened or increased one
    };

    /// `instruments` outlives the ledger. Leverage starts at `defaultLeverage`
    /// or the instrument's largest, if that is less.
    MarginLedger(const InstrumentTable& instruments, const Decimal& start, const Decimal& defaultLeverage);

    FillEffect fill(SymbolId symbol, Side side, Price price, Quantity quantity, const Decimal& fee);
    /// Positive when paid by us.
    void payFunding(const Decimal& amount);
    /// Positive when paid in.
    void transfer(const Decimal& amount);
    void setLeverage(SymbolId symbol, const Decimal& leverage);

    const LedgerPosition& position(SymbolId symbol) const { return m_positions[symbol.index]; }
    /// Average entry to kAverageScale places; empty when flat.
    std::optional<Decimal> entryPrice(SymbolId symbol) const;
    /// Of one position at a mark, exact.
    Decimal unrealised(SymbolId symbol, Price mark) const;
    Decimal positionMargins() const;

    const Decimal& start() const { return m_start; }
    const Decimal& wallet() const { return m_wallet; }
    const Decimal& realised() const { return m_realised; }
    const Decimal& fees() const { return m_fees; }
    const Decimal& funding() const { return m_funding; }
    const Decimal& transfers() const { return m_transfers; }

    /// value / divisor, rounded up: what is held back is never too little.
    static Decimal share(const Decimal& value, const Decimal& divisor)
    {
        return value.dividedBy(divisor, kMoneyScale, Rounding::Up);
    }
    /// A fee, rounded against the one who pays.
    static Decimal feeOf(const Decimal& value, const Decimal& rate)
    {
        return (value * rate).rounded(kMoneyScale, Rounding::Up);
    }
    static constexpr int kAverageScale = 18;

private:
    void refresh(SymbolId symbol);

    const InstrumentTable& m_instruments;
    Decimal m_start;
    Decimal m_wallet;
    Decimal m_realised;
    Decimal m_fees;
    Decimal m_funding;
    Decimal m_transfers;
    std::vector<LedgerPosition> m_positions;
};

} // namespace breakline
