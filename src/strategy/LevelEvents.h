// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Units.h"
#include "market/Candle.h"
#include "strategy/Levels.h"

namespace breakline {

// What a closed bar does to a level: the one place of these conditions, for
// signals, for the history of breaks and for the fate of a level.

/// The side of a break of such a level: up through a resistance, down through a
/// support.
constexpr Direction breakDirection(LevelType type)
{
    return type == LevelType::Resistance ? Direction::Long : Direction::Short;
}

/// P, the price beyond which a close has broken the level: price * (1 + epsilon)
/// upward, price * (1 - epsilon) downward. `epsilon` is a fraction.
constexpr double breakoutPrice(double price, Direction direction, double epsilon)
{
    return price * (1.0 + static_cast<double>(signOf(direction)) * epsilon);
}

/// side * (price / P - 1) * 1e4: how far beyond P a price is.
constexpr double distanceBps(Direction direction, double price, double breakout)
{
    return static_cast<double>(signOf(direction)) * (price / breakout - 1.0) * 1e4;
}

/// The close lies beyond `breakout`, a price of breakoutPrice().
constexpr bool closesBeyond(double close, double breakout, Direction direction)
{
    return direction == Direction::Long ? close > breakout : close < breakout;
}

/// The close before did not lie beyond it yet: the break is fresh.
constexpr bool crossesFreshly(double previousClose, double breakout, Direction direction)
{
    return direction == Direction::Long ? previousClose <= breakout : previousClose >= breakout;
}

/// The bar that closed at `close`, after one that closed at `previousClose`,
/// broke the level: both conditions above.
constexpr bool breaksOut(const Level& level, double previousClose, double close, double epsilon)
{
    const Direction direction = breakDirection(level.type);
    const double breakout = breakoutPrice(level.price, direction, epsilon);
    return closesBeyond(close, breakout, direction) && crossesFreshly(previousClose, breakout, direction);
}

/// Wick and close of a retest at `price` in the direction of the break before:
/// the wick comes to within `maxPierce` (in price) of it, the close holds.
constexpr bool retests(double price, Direction direction, const Candle& bar, double maxPierce)
{
    return direction == Direction::Long ? bar.low <= price + maxPierce && bar.close > price
                                        : bar.high >= price - maxPierce && bar.close < price;
}

} // namespace breakline
