// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "core/Expected.h"
#include "core/Timestamp.h"
#include "core/Units.h"
#include "market/Instrument.h"
#include "position/PositionExit.h"

#include <optional>
#include <string>
#include <vector>

namespace breakline {

/// One execution as the books see it.
struct LedgerFill {
    std::string tradeId; ///< of the venue; counts once
    Side side = Side::Buy;
    Price price;
    Quantity quantity; ///< > 0
    Decimal fee;       ///< positive when paid
    ExitReason reason = ExitReason::Manual; ///< of the order, where it reduces
    Timestamp time;
};

/// Money of one position from its first fill to flat, exact: at flat the
/// realised result is what was sold less what was bought, to the last digit.
/// While open the cost of a part sold is its share of the cost, half even at 18
/// places; nothing of that rounding is left at flat.
class PositionLedger {
public:
    PositionLedger(Direction direction, const Instrument& instrument);

    struct Booked {
        bool counted = false;  ///< false: seen before
        bool madeFlat = false;
        Quantity excess; ///< what went beyond flat and is not of this position
    };
    /// Books a fill. Refused after the position is flat; fees of a fill with an
    /// excess are booked whole.
    Expected<Booked> apply(const LedgerFill& fill);
    /// From here on this much is open, bought (or sold) at this average, whatever was
    /// booked before. Realised result, fees and funding stay. quantity > 0. A fill that
    /// is heard of later and is not younger than `time` is in that quantity already:
    /// only its fee, and what it realised, are booked.
    void takeOver(Quantity quantity, const Decimal& average, Timestamp time);
    /// A funding payment, positive when paid; false where counted before.
    bool applyFunding(const std::string& tradeId, const Decimal& payment);

    Direction direction() const { return m_direction; }
    /// Magnitude open now, and the largest it was.
    Quantity quantity() const { return m_quantity; }
    Quantity maxQuantity() const { return m_maxQuantity; }
    bool isFlat() const { return m_opened && m_quantity.isZero(); }
    std::optional<Timestamp> opened() const { return m_opened; }
    std::optional<Timestamp> closed() const { return m_closed; }
    /// Average over all fills that increased; empty before the first.
    std::optional<Decimal> entryAverage() const;
    /// Average cost of what is open; empty at flat. An add-on moves it.
    std::optional<Decimal> openAverage() const;
    /// Average over all fills that reduced; empty before the first.
    std::optional<Decimal> exitAverage() const;
    Decimal realised() const { return m_realised; } ///< before fees and funding
    Decimal unrealised(Price mark) const;
    Decimal fees() const { return m_fees; }
    Decimal funding() const { return m_funding; }
    Decimal net() const { return m_realised - m_fees - m_funding; }
    /// Of the fill that made it flat.
    std::optional<ExitReason> exitReason() const { return m_exitReason; }
    /// (realised - fees - funding) / initialRiskUsd (> 0, FrozenRisk).
    double netR(const Decimal& initialRiskUsd) const;

private:
    bool countOnce(const std::string& tradeId);
    /// Of closing so much that had cost so much.
    Decimal resultOf(const LedgerFill& fill, Quantity closed, const Decimal& cost) const;

    Direction m_direction;
    Decimal m_notionalUnit;
    Decimal m_tickSize;
    std::vector<std::string> m_tradeIds; // few: a linear search is enough
    Quantity m_quantity, m_maxQuantity, m_entered, m_left;
    std::optional<Timestamp> m_takenOver;
    Decimal m_cost;        // quote paid for what is open
    Decimal m_entryTicks;  // sum of ticks * lots in
    Decimal m_exitTicks;   // and out
    Decimal m_realised, m_fees, m_funding;
    std::optional<ExitReason> m_exitReason;
    std::optional<Timestamp> m_opened, m_closed;
};

} // namespace breakline
