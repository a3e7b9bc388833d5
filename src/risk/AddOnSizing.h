// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/Instrument.h"
#include "risk/RiskParameters.h"
#include "risk/Sizing.h"

#include <optional>

namespace breakline {

/// A position that is to be added to, and by how much.
struct AddOnSizingInput {
    double equityUsd = 0.0;
    Direction direction = Direction::Long;
    Price price; ///< expected fill
    Price stop; ///< in force
    Quantity open; ///< magnitude
    double openAverage = 0.0; ///< of it, price
    double initialRiskUsd = 0.0; ///< R times the initial quantity
    Quantity wanted;
    std::optional<double> bidDepthUsd; ///< within 0.3 % of mid
    std::optional<double> askDepthUsd;
    double committedNotionalUsd = 0.0; ///< open, working and reserved, this position included
    double takerFeeBps = 0.0;
    std::optional<double> entryFeeBps; ///< where it is not the taker's: every child rests
    std::optional<double> freeMarginUsd; ///< empty: the caller checks it itself
    bool halve = false; ///< risk reduction, see RiskMonitor
    double sizeFactor = 1.0; ///< (0, 1], see CostDerate
};

/// The quantity that may be added: `wanted` under the caps of an entry, which hold for the
/// whole position, floored to lots. It has no targets. Refused where the whole would
/// lose more at the stop than the position's initial risk, or has more than that between
/// price and stop while the stop has not reached breakeven. riskUsd and riskR are of
/// the whole position at the stop, in the initial risk.
PositionSize sizeAddOn(const RiskParameters& parameters, const Instrument& instrument,
                       const AddOnSizingInput& input);

} // namespace breakline
