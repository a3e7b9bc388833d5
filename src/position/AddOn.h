// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Units.h"
#include "market/Instrument.h"

#include <optional>

namespace breakline {

/// Adding to a position that runs well and has come back to its average.
struct AddOnSettings {
    bool enabled = false;
    double maxSizeFraction = 0.5; ///< of the quantity open
    double minR = 0.5;
    double band = 0.005; ///< of the average, on its far side
};

struct AddOnQuestion {
    Direction direction = Direction::Long;
    bool isDone = false; ///< at most one a position
    double pnlR = 0.0;
    double price = 0.0;
    std::optional<double> average; ///< EMA(9) of the closes; needs 9 bars
};

/// pnlR >= minR and the price between the average and `band` beyond it in favour.
bool addOnDue(const AddOnQuestion& question, const AddOnSettings& settings);

/// As much as may be added to `open`, floored to lots.
Quantity addOnQuantity(Quantity open, const AddOnSettings& settings);

} // namespace breakline
