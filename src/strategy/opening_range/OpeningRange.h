// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "market/Candle.h"

#include <cstddef>
#include <span>

namespace breakline {

/// The first bars of a session of the UTC day, as far as they are known at bar b,
/// the last of a window. Sessions begin at 00:00 UTC and after every `sessionHours`
/// of the day; the last of a day ends with it.
struct OpeningRange {
    Timestamp open; ///< of the session that holds b
    std::size_t known = 0; ///< bars of the range in the window; none may be missing
    std::int64_t age = 0; ///< bars since the range, b included; 1 is the first behind it, less is within
    Candle highest; ///< of the range's bars, the first with the greatest high
    Candle lowest;
    double volume = 0.0; ///< mean of the range's bars, base
    std::span<const Candle> since; ///< bars behind the range, before b
};

/// Needs at least one bar. `window` ascends in time.
OpeningRange findOpeningRange(std::span<const Candle> window, Duration interval, int sessionHours,
                              int rangeBars);

} // namespace breakline
