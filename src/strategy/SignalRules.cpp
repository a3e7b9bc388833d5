// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/SignalRules.h"

#include "strategy/LevelEvents.h"

#include <algorithm>
#include <cmath>

namespace breakline {

bool isDuplicate(const Signal& a, const Signal& b, const AnalysisSettings& settings)
{
    if (a.symbol != b.symbol || a.direction != b.direction)
        return false;
    const EntryDistance distance = entryDistance(a, b, settings);
    return distance.ticks <= distance.most;
}

EntryDistance entryDistance(const Signal& a, const Signal& b, const AnalysisSettings& settings)
{
    const double limit = settings.duplicateBps * 1e-4 * static_cast<double>(std::max(a.entry, b.entry).ticks);
    return {std::fabs(static_cast<double>(a.entry - b.entry)), std::max(1.0, limit)};
}

Timestamp expiryTime(const Signal& signal, const AnalysisSettings& settings)
{
    return signal.barClose + settings.signalLifetime;
}

std::string_view toText(Invalidation invalidation)
{
    return invalidation == Invalidation::TooFar ? "too_far" : "closed_back";
}

std::optional<Invalidation> invalidatedByPrice(const Signal& signal, double price, double maxDistanceBps)
{
    if (distanceBps(signal.direction, price, signal.breakoutPrice) > maxDistanceBps)
        return Invalidation::TooFar;
    return std::nullopt;
}

std::optional<Invalidation> invalidatedByClose(const Signal& signal, const Candle& closed)
{
    if (closed.openTime <= signal.barOpen)
        return std::nullopt;
    const bool isBack =
        signal.direction == Direction::Long ? closed.close < signal.level : closed.close > signal.level;
    return isBack ? std::optional(Invalidation::ClosedBack) : std::nullopt;
}

} // namespace breakline
