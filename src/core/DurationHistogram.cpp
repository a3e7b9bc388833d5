// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/DurationHistogram.h"

#include <algorithm>
#include <cmath>

namespace breakline {

void DurationHistogram::add(Duration duration)
{
    ++m_counts[std::max<std::int64_t>(0, duration.ms)];
    ++m_count;
}

std::optional<Duration> DurationHistogram::quantile(double share) const
{
    if (m_count == 0)
        return std::nullopt;
    const double rank = std::ceil(share * static_cast<double>(m_count));
    std::uint64_t seen = 0;
    for (const auto& [ms, count] : m_counts) {
        seen += count;
        if (static_cast<double>(seen) >= rank)
            return Duration {ms};
    }
    return longest();
}

std::optional<Duration> DurationHistogram::longest() const
{
    return m_count == 0 ? std::nullopt : std::optional(Duration {m_counts.rbegin()->first});
}

std::array<std::uint64_t, DurationHistogram::kUpTo.size() + 1> DurationHistogram::buckets() const
{
    std::array<std::uint64_t, kUpTo.size() + 1> result {};
    for (const auto& [ms, count] : m_counts) {
        const auto bound = std::ranges::lower_bound(kUpTo, ms);
        result[static_cast<std::size_t>(bound - kUpTo.begin())] += count;
    }
    return result;
}

} // namespace breakline
