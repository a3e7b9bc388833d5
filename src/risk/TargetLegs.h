// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/Instrument.h"

#include <optional>
#include <span>
#include <vector>

namespace breakline {

/// One target of the plan: take `fraction` of the initial quantity at `r` times
/// the initial risk. Ascending in r, fractions in (0, 1] with a sum <= 1.
struct TargetLeg {
    double r = 0.0;
    double fraction = 0.0;
};

/// One target as it can be placed. `mergedLegs` > 1: it also takes what smaller
/// legs before or after it could not carry alone.
struct SizedTarget {
    double r = 0.0;
    Quantity quantity;
    int mergedLegs = 1;

    friend bool operator==(const SizedTarget&, const SizedTarget&) = default;
};

struct SizedTargets {
    std::vector<SizedTarget> targets;
    Quantity runner; ///< left to the trailing stop; 0 where the targets take all
};

/// Splits `total` over the legs in whole lots so that every leg and what remains
/// after each is 0 or at least the instrument's minimum quantity and notional. A
/// leg too small goes to the next, a remainder too small to the leg before it.
/// A value is judged at the lower of the entry and the leg's own target price.
/// Lots follow the cumulative fractions rounded down, so fractions that add up
/// to 1 leave nothing. Empty where no target at all can be placed.
std::optional<SizedTargets> splitIntoLegs(const Instrument& instrument, Quantity total, Price entry, Price stop,
                                          std::span<const TargetLeg> legs);

} // namespace breakline
