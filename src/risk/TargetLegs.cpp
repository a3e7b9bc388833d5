// SPDX-License-Identifier: GPL-3.0-or-later
#include "risk/TargetLegs.h"

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

// Sums of binary fractions miss their decimal value by no more than this.
constexpr double kHair = 1e-9;

// A leg price for judging its value only; it is never sent.
Price targetPrice(Price entry, Price stop, double r)
{
    const double ticks = static_cast<double>(entry.ticks) + static_cast<double>(entry - stop) * r;
    if (!std::isfinite(ticks) || ticks < 1.0)
        return Price{1};
    return Price{static_cast<std::int64_t>(std::fmin(ticks, 9.0e15))};
}

bool isLegal(const Instrument& instrument, Quantity quantity, Price price)
{
    return quantity.lots > 0 && quantity >= instrument.minQuantity
        && instrument.notional(price, quantity) >= instrument.minNotional;
}

std::int64_t lotsUpTo(Quantity total, double cumulative)
{
    if (cumulative >= 1.0 - kHair)
        return total.lots;
    const double lots = static_cast<double>(total.lots) * cumulative;
    // 0.4 of 640 may come out a hair below 256.
    const double nearest = std::nearbyint(lots);
    return static_cast<std::int64_t>(std::fabs(lots - nearest) <= kHair * std::fmax(1.0, lots) ? nearest
                                                                                             : std::floor(lots));
}

} // namespace

std::optional<SizedTargets> splitIntoLegs(const Instrument& instrument, Quantity total, Price entry, Price stop,
                                          std::span<const TargetLeg> legs)
{
    SizedTargets result;
    Quantity taken;
    double cumulative = 0.0;
    int merged = 0;
    for (std::size_t i = 0; i < legs.size(); ++i) {
        cumulative += legs[i].fraction;
        ++merged;
        const Price price = std::min(entry, targetPrice(entry, stop, legs[i].r));
        const Quantity quantity{std::max<std::int64_t>(0, lotsUpTo(total, cumulative) - taken.lots)};
        if (!isLegal(instrument, quantity, price))
            continue;
        const Quantity rest = total - taken - quantity;
        const bool takesAll = rest.lots > 0 && !isLegal(instrument, rest, price);
        if (takesAll)
            merged += static_cast<int>(legs.size() - i) - 1;
        result.targets.push_back({legs[i].r, takesAll ? quantity + rest : quantity, merged});
        taken += result.targets.back().quantity;
        merged = 0;
        if (takesAll)
            break;
    }
    if (result.targets.empty())
        return std::nullopt;
    result.runner = total - taken;
    // A short's later target is worth less than its remainder looked before: a
    // last leg that fell through goes to the one before it, unless a runner takes it.
    if (result.runner.lots > 0 && cumulative >= 1.0 - kHair) {
        result.targets.back().quantity += result.runner;
        result.targets.back().mergedLegs += merged;
        result.runner = Quantity{};
    }
    return result;
}

} // namespace breakline
