// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

#include <cstdint>

namespace breakline {

/// What is wrong with a row of data, which is left out for it.
enum class RowFault : std::uint8_t {
    Invalid, ///< no row, no price above 0, open or close outside low to high, off the grid
    NegativeSize,
    Misplaced, ///< no multiple of the interval, or before the row above it
    Duplicate, ///< there is one of its time
};

/// A row that was left out.
struct FaultyRow {
    Timestamp time; ///< its own, or where that is not readable that of the row before it
    RowFault fault = RowFault::Invalid;

    friend bool operator==(const FaultyRow&, const FaultyRow&) = default;
};

} // namespace breakline
