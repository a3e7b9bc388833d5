// SPDX-License-Identifier: GPL-3.0-or-later
#include "position/SmartPlacement.h"

#include "core/Invariant.h"

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

// Binary noise of prices that are decimals.
constexpr double kHair = 1e-12;
constexpr double kLeastShareOfR = 0.5;

double bps(double price, double amount)
{
    return price * amount * 1e-4;
}

// Before zones and levels; `side` +1 for a long.
double outOfTheWay(int side, double base, const Obstacles& obstacles, const PlacementSettings& settings)
{
    if (settings.avoidZones)
        for (const PriceZone& zone : obstacles.zones)
            if (zone.low <= base && base <= zone.high)
                return (side > 0 ? zone.low : zone.high) - side * bps(base, settings.zoneBufferBps);
    if (settings.avoidLevels) {
        const double buffer = bps(base, settings.levelBufferBps);
        for (const double level : obstacles.levels) {
            const double beyond = (base - level) * side;
            if (beyond > 0.0 && beyond <= buffer)
                return level - side * buffer;
        }
    }
    return base;
}

Price passive(const FrozenRisk& risk, double price, const Instrument& instrument)
{
    // A tick that is met in decimals may be missed by a hair in binary.
    const double nearest = std::nearbyint(price / instrument.tick) * instrument.tick;
    if (std::fabs(price - nearest) <= 1e-9 * price)
        price = nearest;
    const auto purpose =
        risk.direction() == Direction::Long ? QuantizeFor::PassiveSell : QuantizeFor::PassiveBuy;
    return instrument.quantizePrice(price, purpose).value_or(Price {0});
}

Price basePrice(const FrozenRisk& risk, double r, const Instrument& instrument)
{
    const auto rounding = risk.direction() == Direction::Long ? Rounding::Up : Rounding::Down;
    const auto ticks = risk.priceAtR(r).countOf(instrument.tickSize, rounding);
    return Price {ticks ? *ticks : 0};
}

} // namespace

double smartPrice(Direction direction, double base, const Obstacles& obstacles,
                  const PlacementSettings& settings)
{
    const int side = signOf(direction);
    const double most = bps(base, settings.maxAdjustmentBps);
    double price = outOfTheWay(side, base, obstacles, settings);
    price = std::clamp(price, base - most, base + most);
    if (!settings.preferRoundNumbers || !(settings.roundNumberStep > 0.0))
        return price;
    const double steps = price / settings.roundNumberStep;
    const double nearest = std::nearbyint(steps);
    const bool isRound = std::fabs(steps - nearest) <= 1e-9 * std::fmax(1.0, std::fabs(steps));
    const double whole = isRound ? nearest : side > 0 ? std::floor(steps) : std::ceil(steps);
    const double rounded = whole * settings.roundNumberStep;
    return std::fabs(rounded - base) <= most * (1.0 + kHair) ? rounded : price;
}

std::vector<Price> placeSmart(const FrozenRisk& risk, std::span<const BaseTarget> targets,
                              const Obstacles& obstacles, const PlacementSettings& settings,
                              const Instrument& instrument)
{
    const int side = signOf(risk.direction());
    const double entry = risk.initialEntry().toDouble();
    const double oneR = risk.initialR().toDouble();
    std::vector<Price> prices;
    for (const BaseTarget& target : targets) {
        const Price base = basePrice(risk, target.r, instrument);
        Price price = base;
        if (target.isMovable) {
            const double moved =
                smartPrice(risk.direction(), risk.priceAtR(target.r).toDouble(), obstacles, settings);
            const Price wanted = passive(risk, moved, instrument);
            const double reward = (instrument.toDouble(wanted) - entry) * side;
            const bool isFarEnough = reward >= kLeastShareOfR * target.r * oneR * (1.0 - kHair);
            const bool isInOrder = prices.empty() || (wanted - prices.back()) * side > 0;
            if (wanted.ticks > 0 && isFarEnough && isInOrder)
                price = wanted;
        }
        prices.push_back(price);
    }
    return prices;
}

double expectedR(const FrozenRisk& risk, std::span<const BaseTarget> targets, std::span<const Price> prices,
                 const Instrument& instrument)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < std::min(targets.size(), prices.size()); ++i)
        sum +=
            targets[i].fraction * std::fabs(instrument.toDouble(prices[i]) - risk.initialEntry().toDouble());
    return sum / risk.initialR().toDouble();
}

bool mayAdapt(const FrozenRisk& risk, Price target, Price mark, const Instrument& instrument)
{
    const double away = std::fabs(instrument.toDouble(target) - instrument.toDouble(mark));
    return !reachedR(kAdaptiveHoldR, away / risk.initialR().toDouble());
}

} // namespace breakline
