// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>

// What a key of a preset may hold. Internal to the strategy room.

namespace breakline::preset_schema {

inline constexpr double kUnbounded = std::numeric_limits<double>::infinity();
inline constexpr double kLargestCount = 1'000'000;

/// A closed interval, or open at an end where said.
struct Range {
    double low = 0.0;
    double high = kUnbounded;
    bool lowOpen = false;

    bool holds(double value) const { return (lowOpen ? value > low : value >= low) && value <= high; }
};

inline constexpr Range kPositive {0.0, kUnbounded, true};
inline constexpr Range kNotNegative {0.0, kUnbounded, false};
inline constexpr Range kFraction {0.0, 1.0, false};
inline constexpr Range kPositiveFraction {0.0, 1.0, true};
inline constexpr Range kCount {1.0, kLargestCount, false};
inline constexpr Range kMinutesOfDay {0.0, 1440.0, false};

enum class Need : std::uint8_t { Optional, Required };

} // namespace breakline::preset_schema
