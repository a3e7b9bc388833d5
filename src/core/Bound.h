// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <string_view>

namespace breakline {

/// How a value has to stand to its threshold to pass.
enum class Bound : std::uint8_t { AtLeast, MoreThan, AtMost, LessThan };

/// ">=", ">", "<=", "<".
constexpr std::string_view toText(Bound bound)
{
    switch (bound) {
    case Bound::AtLeast: return ">=";
    case Bound::MoreThan: return ">";
    case Bound::AtMost: return "<=";
    case Bound::LessThan: return "<";
    }
    return "";
}

constexpr bool isLower(Bound bound)
{
    return bound == Bound::AtLeast || bound == Bound::MoreThan;
}

constexpr bool holds(Bound bound, double value, double threshold)
{
    switch (bound) {
    case Bound::AtLeast: return value >= threshold;
    case Bound::MoreThan: return value > threshold;
    case Bound::AtMost: return value <= threshold;
    case Bound::LessThan: return value < threshold;
    }
    return false;
}

/// Distance to the threshold, in the value's unit: positive on the side that
/// passes, negative on the other.
constexpr double marginOf(Bound bound, double value, double threshold)
{
    return isLower(bound) ? value - threshold : threshold - value;
}

/// The smallest change of a value that does not hold with which it does:
/// holds(bound, value + change, threshold). Both finite.
inline double neededChange(Bound bound, double value, double threshold)
{
    const double side =
        isLower(bound) ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity();
    const bool isStrict = bound == Bound::MoreThan || bound == Bound::LessThan;
    double change = (isStrict ? std::nextafter(threshold, side) : threshold) - value;
    // The difference is rounded, and so is the sum.
    while (!holds(bound, value + change, threshold))
        change = std::nextafter(change, side);
    return change;
}

} // namespace breakline
