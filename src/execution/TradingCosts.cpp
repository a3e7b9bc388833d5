// SPDX-License-Identifier: GPL-3.0-or-later
#include "execution/TradingCosts.h"

#include "core/Invariant.h"

namespace breakline {

Decimal feeOf(Price price, Quantity quantity, const Decimal& rate, const Instrument& instrument)
{
    return instrument.notional(price, quantity) * rate;
}

Decimal rateFromBps(double bps)
{
    const auto exact = Decimal::fromDouble(bps, 6, Rounding::HalfEven);
    if (!exact)
        failInvariant("bps of a validated preset are finite");
    return *exact * Decimal::fromUnits(1, 4);
}

double slippageBps(Side side, double reference, double fill)
{
    return (fill - reference) * signOf(side) / reference * 1e4;
}

} // namespace breakline
