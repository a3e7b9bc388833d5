// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "core/Units.h"
#include "market/Instrument.h"
#include "position/FrozenRisk.h"

#include <span>
#include <vector>

namespace breakline {

/// One target as the preset names it: r > 0 ascending, 0 < fraction of the
/// initial quantity, sum <= 1.
struct LadderLeg {
    double r = 1.0;
    double fraction = 0.5;
};

/// A reduce-only limit to be placed, or a working one to be cancelled.
struct TargetOrder {
    int level = 0; ///< from 0, ascending in r
    Price price;
    Quantity quantity;

    friend bool operator==(const TargetOrder&, const TargetOrder&) = default;
};

/// Lots of each leg of `initialQuantity`, floored to lots; a leg below the
/// venue's minimums joins the next, a remainder below them joins the last leg.
/// A leg that ends at 0 was merged away. Empty result: nothing can be placed.
/// `price` stands for the minimum notional.
std::vector<Quantity> targetQuantities(Quantity initialQuantity, std::span<const double> fractions, Price price,
                                       const Instrument& instrument);

/// The targets of one position: where they stand, what has filled, what works.
/// Sum of working <= position, always.
class TargetLadder {
public:
    struct Level {
        double r = 0.0;
        Price price;
        Quantity planned;
        Quantity filled;
        Quantity working; ///< asked for or resting at the venue, not yet filled
        Price workingAt {};  ///< where that is
    };
    struct Changes {
        std::vector<TargetOrder> cancel; ///< levels whose working orders are too large or elsewhere; quantity: the working one
        std::vector<TargetOrder> place;
    };

    /// At entry completion. Prices are entry +- r * R, rounded passively (sell
    /// up, buy down), until moveTo(). Legs merged away have no level.
    static Expected<TargetLadder> make(const FrozenRisk& risk, std::span<const LadderLeg> legs,
                                       const Instrument& instrument);

    /// What is too small for the new rules waits, or joins the next target.
    void rulesChanged(const Instrument& instrument);

    const std::vector<Level>& levels() const { return m_levels; }
    Quantity working() const;
    bool firstTargetFilled() const { return !m_levels.empty() && !m_levels.front().filled.isZero(); }

    /// The level is to stand at this price; what works elsewhere is cancelled first.
    void moveTo(int level, Price price) { m_levels.at(static_cast<std::size_t>(level)).price = price; }

    /// What must change so that the targets fit `position` (magnitude): nearest
    /// targets first. Too large ones, and those at another price, are cancelled whole and come back as
    /// `place` in a later call, once orderEnded() told that they are gone.
    /// Call after every change of the position and every end of a target order.
    Changes reconcile(Quantity position) const;

    void orderPlaced(int level, Quantity quantity);
    /// An execution of a target order of the level.
    void orderFilled(int level, Quantity quantity);
    /// A target order ended with `unfilled` left.
    void orderEnded(int level, Quantity unfilled);

private:
    TargetLadder() = default;
    std::vector<Level> m_levels;
    Decimal m_entry;       // average
    Quantity m_minimum{1}; // smallest order worth placing, in lots
};

} // namespace breakline
