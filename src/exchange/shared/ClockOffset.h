// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

#include <optional>
#include <vector>

namespace breakline {

/// How far a venue's clock is ahead of ours, from round trips: the median over
/// the best of them, by the time they took. Half a round trip is the most by
/// which one of them can be wrong.
class ClockOffset {
public:
    static constexpr std::size_t kKept = 9;
    static constexpr std::size_t kBest = 5;

    /// `venue` is what the venue's clock showed between `sent` and `received`.
    void add(Timestamp sent, Timestamp received, Timestamp venue);

    /// Empty before the first round trip.
    std::optional<Duration> offset() const;
    /// Half the longest round trip among the best.
    std::optional<Duration> uncertainty() const;

private:
    struct Sample {
        Duration roundTrip;
        Duration offset;
    };
    std::vector<Sample> best() const;

    std::vector<Sample> m_samples; ///< the last kKept
};

} // namespace breakline
