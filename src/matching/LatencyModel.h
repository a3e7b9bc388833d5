// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Rng.h"
#include "core/Timestamp.h"

#include <cstdint>

namespace breakline {

/// The virtual delays of the venue: functions of the seed and the number of the
/// request alone, so they are the same at every speed, with and without a wire.
class LatencyModel {
public:
    LatencyModel(std::uint64_t seed, Duration least, Duration most, Duration stopMost)
        : m_seed(seed), m_least(least), m_most(most), m_stopMost(stopMost)
    {
    }

    /// From sending a private request to its effect and answer: least to most, both inclusive.
    Duration ofRequest(std::uint64_t request) const { return draw(request, 1, m_least, m_most); }
    /// From a fill to its attached stop: 0 to stopMost, by the request that placed the order.
    Duration ofStop(std::uint64_t request) const { return draw(request, 2, Duration{}, m_stopMost); }

private:
    Duration draw(std::uint64_t request, std::uint64_t purpose, Duration low, Duration high) const
    {
        if (high <= low)
            return low;
        const auto values = static_cast<std::uint64_t>(high.ms - low.ms) + 1;
        return low + Duration{static_cast<std::int64_t>(Rng::mix(m_seed, request, purpose) % values)};
    }

    std::uint64_t m_seed;
    Duration m_least;
    Duration m_most;
    Duration m_stopMost;
};

} // namespace breakline
