// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "execution/Order.h"

#include <optional>

namespace breakline {

/// A position as the venue shows it: what it pushes, and what else a question
/// tells. One-way, isolated.
struct VenuePosition {
    PositionUpdate update;
    std::optional<Price> takeProfit; ///< of the whole position, where one is set
    std::optional<Price> mark;
    Decimal cost;        ///< entry value of what is open
    Decimal margin;      ///< held for it
    Decimal unrealised;  ///< at mark; zero without one
    Decimal realised;    ///< of the symbol since the start, less fees and funding
    std::optional<Timestamp> opened;  ///< of the position that is open, or was last
    std::optional<Timestamp> changed; ///< its last fill

    friend bool operator==(const VenuePosition&, const VenuePosition&) = default;
};

} // namespace breakline
