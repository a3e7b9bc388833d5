// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/Instrument.h"

#include <optional>

namespace breakline {

/// What the account pays as taker, in bps; empty where the venue has not told: a maker
/// may be paid, but no venue lets takers trade for nothing.
inline std::optional<double> takerFeeBpsOf(const Instrument& instrument)
{
    const bool isTold = !instrument.takerFeeRate.isZero() && !instrument.takerFeeRate.isNegative();
    return isTold ? std::optional(instrument.takerFeeRate.toDouble() * 1e4) : std::nullopt;
}

} // namespace breakline
