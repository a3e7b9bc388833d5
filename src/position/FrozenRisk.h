// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "core/Expected.h"
#include "core/Units.h"
#include "market/Instrument.h"

namespace breakline {

/// The initial risk of a trade, set once at entry completion and never moved
/// with the stop: R = |entry average - initial stop|.
class FrozenRisk {
public:
    /// The stop must lie on the losing side of the entry, the quantity be > 0
    /// (a magnitude).
    static Expected<FrozenRisk> make(Direction direction, const Decimal& entryAverage, Price initialStop,
                                     Quantity initialQuantity, const Instrument& instrument);

    /// An add-on has made this the average of what is open: pnlR counts from it. R, the
    /// initial quantity and the targets stay.
    void reaverage(const Decimal& average);

    Direction direction() const { return m_direction; }
    /// Of what is open.
    const Decimal& entryAverage() const { return m_entryAverage; }
    /// At entry completion.
    const Decimal& initialEntry() const { return m_initialEntry; }
    Price initialStop() const { return m_initialStop; }
    Quantity initialQuantity() const { return m_initialQuantity; }
    /// In price, > 0.
    const Decimal& initialR() const { return m_initialR; }
    /// Quote at risk at the initial stop: R times the initial quantity.
    const Decimal& initialRiskUsd() const { return m_initialRiskUsd; }

    /// (price - entry) * side / R.
    double pnlR(double price) const;
    /// (realised + unrealised - fees) / (R * initial quantity). Funding paid
    /// belongs to `fees` where the net figure is meant.
    double totalR(const Decimal& realised, const Decimal& unrealised, const Decimal& fees) const;
    /// Initial entry + r * R in favour, exact before quantising.
    Decimal priceAtR(double r) const;

private:
    FrozenRisk() = default;
    Direction m_direction = Direction::Long;
    Decimal m_entryAverage;
    Decimal m_initialEntry;
    Price m_initialStop;
    Quantity m_initialQuantity;
    Decimal m_initialR;
    Decimal m_initialRiskUsd;
    double m_entry = 0.0;
    double m_r = 0.0;
};

/// value >= threshold for figures in R, with binary noise of 1e-9 forgiven, so
/// that a price exactly at 1 R counts as reached.
constexpr bool reachedR(double value, double threshold)
{
    return value >= threshold - 1e-9;
}

} // namespace breakline
