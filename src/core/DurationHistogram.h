// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>

namespace breakline {

/// How often durations occurred: exact to the millisecond, and counted in buckets
/// for people. The same durations in any order are the same histogram. A negative
/// one counts as 0.
class DurationHistogram {
public:
    /// Largest duration of each bucket, in ms; one more holds what is longer.
    static constexpr std::array<std::int64_t, 10> kUpTo {0, 5, 10, 20, 50, 100, 200, 500, 1000, 1500};

    void add(Duration duration);

    std::uint64_t count() const { return m_count; }
    /// The smallest duration that at least `share` of all do not exceed; `share`
    /// in (0, 1]. Empty without any.
    std::optional<Duration> quantile(double share) const;
    std::optional<Duration> longest() const;
    /// How many lie in each bucket, the one without a bound last.
    std::array<std::uint64_t, kUpTo.size() + 1> buckets() const;

    friend bool operator==(const DurationHistogram&, const DurationHistogram&) = default;

private:
    std::map<std::int64_t, std::uint64_t> m_counts; ///< by milliseconds
    std::uint64_t m_count = 0;
};

} // namespace breakline
