// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/Instrument.h"
#include "market/PriceZone.h"
#include "position/FrozenRisk.h"

#include <optional>
#include <span>
#include <vector>

namespace breakline {

/// Where a target moves out of the way of what would stop the price before it.
/// bps of the target's base price.
struct PlacementSettings {
    bool avoidZones = true;
    double zoneBufferBps = 10.0;
    bool avoidLevels = true;
    double levelBufferBps = 15.0;
    bool preferRoundNumbers = true;
    double roundNumberStep = 0.1; ///< price
    double maxAdjustmentBps = 20.0;
};

/// What a target may have to make way for; analysis, not rounded to tick.
struct Obstacles {
    std::span<const PriceZone> zones;
    std::span<const double> levels; ///< the one to be looked at first comes first
};

/// One target of a position before it is placed.
struct BaseTarget {
    double r = 0.0;
    double fraction = 0.0; ///< of the initial quantity
    bool isMovable = false; ///< smart or adaptive
};

/// The price that target `base` is moved to: out of the first zone it lies in, else
/// before the first level that it lies beyond by no more than the buffer; at most
/// maxAdjustmentBps; then towards the entry to a round number, where that is no further
/// away. Always towards the entry. Base 104, level 103.95, 15 bps: 103.794.
double smartPrice(Direction direction, double base, const Obstacles& obstacles,
                  const PlacementSettings& settings);

/// Prices of all targets, ascending in r, rounded passively (sell up, buy down). A moved
/// one that would be nearer to the entry than half of r R, or not beyond the one before
/// it, stays at its base, entry +- r R.
std::vector<Price> placeSmart(const FrozenRisk& risk, std::span<const BaseTarget> targets,
                              const Obstacles& obstacles, const PlacementSettings& settings,
                              const Instrument& instrument);

/// Sum of fraction * |price - entry| / R.
double expectedR(const FrozenRisk& risk, std::span<const BaseTarget> targets, std::span<const Price> prices,
                 const Instrument& instrument);

/// An adaptive target is left where it is from a mark on that is this near, in R.
constexpr double kAdaptiveHoldR = 0.2;
bool mayAdapt(const FrozenRisk& risk, Price target, Price mark, const Instrument& instrument);

} // namespace breakline
