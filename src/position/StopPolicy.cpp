// SPDX-License-Identifier: GPL-3.0-or-later
#include "position/StopPolicy.h"

#include "core/Invariant.h"
#include "position/FrozenRisk.h"

#include <algorithm>

namespace breakline {

bool breakevenDue(double pnlR, bool firstTargetFilled, const BreakevenSettings& settings)
{
    return settings.enabled && (firstTargetFilled || reachedR(pnlR, settings.triggerR));
}

Expected<Price> breakevenPrice(Direction direction, const Decimal& entryAverage, double roundTripFeeBps,
                               const BreakevenSettings& settings, const Instrument& instrument)
{
    double bps = std::max(settings.bufferBps, roundTripFeeBps);
    if (settings.lockProfitEnabled)
        bps = std::max(bps, settings.lockProfitBps);
    const auto exact = Decimal::fromDouble(bps, 6, Rounding::HalfEven);
    if (!exact)
        return std::unexpected(exact.error());
    // The average has up to 18 places and the bps 10 more: rounding first keeps
    // the product inside what a Decimal holds.
    const Decimal move = (entryAverage.rounded(15, Rounding::HalfEven) * *exact) * Decimal::fromUnits(1, 4);
    const bool isLong = direction == Direction::Long;
    const Decimal price = isLong ? entryAverage + move : entryAverage - move;
    const auto ticks = price.countOf(instrument.tickSize, isLong ? Rounding::Down : Rounding::Up);
    if (!ticks)
        return std::unexpected(ticks.error());
    if (*ticks <= 0)
        return fail(ErrorCode::InvalidArgument, instrument.symbol + ": breakeven price must be positive");
    return Price{*ticks};
}

std::int64_t minimumStopDistance(Price mark, const StopSettings& settings)
{
    const auto ticks = (settings.minDistanceFraction * mark.ticks).countOf(Decimal::fromUnits(1), Rounding::Up);
    if (!ticks)
        failInvariant("stop distance overflow");
    return std::max(settings.minDistanceTicks, *ticks);
}

std::optional<Price> legalStop(Direction direction, Price candidate, Price mark, Price inForce,
                               const StopSettings& settings)
{
    const std::int64_t distance = minimumStopDistance(mark, settings);
    const Price nearest = direction == Direction::Long ? mark - distance : mark + distance;
    const Price legal = moreProtective(direction, candidate, nearest) ? nearest : candidate;
    if (legal.ticks <= 0 || !moreProtective(direction, legal, inForce))
        return std::nullopt;
    return legal;
}

bool breakevenHasRoom(Direction direction, Price breakeven, Price mark, const StopSettings& settings)
{
    return (mark - breakeven) * signOf(direction) >= minimumStopDistance(mark, settings);
}

} // namespace breakline
