// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Invariant.h"

#include <compare>
#include <cstdint>
#include <limits>

namespace breakline {

namespace detail {

constexpr std::int64_t addChecked(std::int64_t a, std::int64_t b)
{
    if ((b > 0 && a > std::numeric_limits<std::int64_t>::max() - b)
        || (b < 0 && a < std::numeric_limits<std::int64_t>::min() - b))
        failInvariant("count overflow");
    return a + b;
}

constexpr std::int64_t subtractChecked(std::int64_t a, std::int64_t b)
{
    if ((b < 0 && a > std::numeric_limits<std::int64_t>::max() + b)
        || (b > 0 && a < std::numeric_limits<std::int64_t>::min() + b))
        failInvariant("count overflow");
    return a - b;
}

} // namespace detail

/// A price as a whole number of the instrument's tick sizes. Which instrument
/// is known from the context; prices of two instruments are never mixed.
struct Price {
    std::int64_t ticks = 0;

    friend constexpr auto operator<=>(Price, Price) = default;
    friend constexpr Price operator+(Price p, std::int64_t n) { return {detail::addChecked(p.ticks, n)}; }
    friend constexpr Price operator-(Price p, std::int64_t n) { return {detail::subtractChecked(p.ticks, n)}; }
    /// Difference in ticks.
    friend constexpr std::int64_t operator-(Price a, Price b)
    {
        return detail::subtractChecked(a.ticks, b.ticks);
    }
};

/// A quantity as a whole number of the instrument's lot sizes; signed where it
/// is a position (long positive), else not negative.
struct Quantity {
    std::int64_t lots = 0;

    friend constexpr auto operator<=>(Quantity, Quantity) = default;
    friend constexpr Quantity operator+(Quantity a, Quantity b)
    {
        return {detail::addChecked(a.lots, b.lots)};
    }
    friend constexpr Quantity operator-(Quantity a, Quantity b)
    {
        return {detail::subtractChecked(a.lots, b.lots)};
    }
    constexpr Quantity operator-() const { return {detail::subtractChecked(0, lots)}; }
    constexpr Quantity& operator+=(Quantity b) { return *this = *this + b; }
    constexpr Quantity& operator-=(Quantity b) { return *this = *this - b; }
    constexpr Quantity magnitude() const { return lots < 0 ? -*this : *this; }
    constexpr bool isZero() const { return lots == 0; }
};

enum class Side : std::uint8_t { Buy, Sell };

constexpr Side opposite(Side side)
{
    return side == Side::Buy ? Side::Sell : Side::Buy;
}

/// +1 for Buy, -1 for Sell.
constexpr int signOf(Side side)
{
    return side == Side::Buy ? 1 : -1;
}

constexpr const char* toText(Side side)
{
    return side == Side::Buy ? "buy" : "sell";
}

/// Direction of a position or a trade idea.
enum class Direction : std::uint8_t { Long, Short };

constexpr int signOf(Direction direction)
{
    return direction == Direction::Long ? 1 : -1;
}

constexpr const char* toText(Direction direction)
{
    return direction == Direction::Long ? "long" : "short";
}

constexpr Side entrySide(Direction direction)
{
    return direction == Direction::Long ? Side::Buy : Side::Sell;
}

constexpr Side exitSide(Direction direction)
{
    return opposite(entrySide(direction));
}

/// Index of an instrument in the session's instrument table; assigned once, in
/// the order of symbol names, and valid for the session.
struct SymbolId {
    std::uint32_t index = 0;

    friend constexpr auto operator<=>(SymbolId, SymbolId) = default;
};

} // namespace breakline
