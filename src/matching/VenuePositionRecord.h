// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "core/Timestamp.h"
#include "core/Units.h"

#include <cstdint>
#include <optional>

namespace breakline {

/// The exchange's own account of one position, from flat to flat: what the
/// trading side's figures are compared with.
struct VenuePositionRecord {
    SymbolId symbol;
    Timestamp opened;
    std::optional<Timestamp> closed;
    Quantity maxQuantity; ///< signed
    Decimal realisedPnl;  ///< before fees and funding
    Decimal fees;
    Decimal funding;
    /// Milliseconds from each fill that increased the position until a live
    /// stop covered the whole of it, summed.
    std::int64_t unprotectedMs = 0;

    friend bool operator==(const VenuePositionRecord&, const VenuePositionRecord&) = default;
};

} // namespace breakline
