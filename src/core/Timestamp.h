// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace breakline {

/// A span of time in milliseconds; may be negative.
struct Duration {
    std::int64_t ms = 0;

    static constexpr Duration milliseconds(std::int64_t n) { return {n}; }
    static constexpr Duration seconds(std::int64_t n) { return {n * 1000}; }
    static constexpr Duration minutes(std::int64_t n) { return {n * 60'000}; }
    static constexpr Duration hours(std::int64_t n) { return {n * 3'600'000}; }
    static constexpr Duration days(std::int64_t n) { return {n * 86'400'000}; }

    friend constexpr auto operator<=>(Duration, Duration) = default;
    friend constexpr Duration operator+(Duration a, Duration b) { return {a.ms + b.ms}; }
    friend constexpr Duration operator-(Duration a, Duration b) { return {a.ms - b.ms}; }
    friend constexpr Duration operator*(Duration a, std::int64_t n) { return {a.ms * n}; }
};

/// A point in time: milliseconds since 1970-01-01T00:00:00Z. Handed in by the
/// Clock or by an event; nothing that decides asks the operating system.
struct Timestamp {
    std::int64_t ms = 0;

    friend constexpr auto operator<=>(Timestamp, Timestamp) = default;
    friend constexpr Timestamp operator+(Timestamp t, Duration d) { return {t.ms + d.ms}; }
    friend constexpr Timestamp operator-(Timestamp t, Duration d) { return {t.ms - d.ms}; }
    friend constexpr Duration operator-(Timestamp a, Timestamp b) { return {a.ms - b.ms}; }

    /// The start of the interval that holds this time, counted from the epoch.
    constexpr Timestamp floorTo(Duration interval) const
    {
        const std::int64_t rest = ms % interval.ms;
        return {ms - (rest < 0 ? rest + interval.ms : rest)};
    }
};

/// "2026-01-05T10:00:00.000Z".
std::string toIso8601(Timestamp time);

/// Accepts epoch milliseconds or ISO 8601 in UTC, "2026-01-05T10:00:00[.fff]Z".
Expected<Timestamp> parseTimestamp(std::string_view text);

/// Accepts a count and a unit: 90s, 15m, 3h, 3d.
Expected<Duration> parseDuration(std::string_view text);

} // namespace breakline
