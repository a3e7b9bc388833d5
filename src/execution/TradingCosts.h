// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "core/Units.h"
#include "market/Instrument.h"

namespace breakline {

/// Fee of a fill by a rate (fraction of value), exact. 640 at 50 with 0.00075 is 24.
Decimal feeOf(Price price, Quantity quantity, const Decimal& rate, const Instrument& instrument);

/// Bps as an exact fraction: 7.5 is 0.00075. Finite, at most 6 decimals count.
Decimal rateFromBps(double bps);

/// Adverse-positive slippage in bps of `reference` (> 0): a buy above it and a
/// sell below it are positive. Sell, reference 100, fill 99.95 is +5.
double slippageBps(Side side, double reference, double fill);

} // namespace breakline
