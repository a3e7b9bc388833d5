// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/Tape.h"

#include <array>
#include <cstddef>
#include <optional>

namespace breakline {

/// One second's look at the tape.
struct ActivitySample {
    double tradesPerMinute = 0.0; ///< of the last 60 s
    double tradesPerSecond10s = 0.0;
    double volumeDelta60s = 0.0; ///< |taker buys - taker sells| of the last 60 s, base
};

/// Whether trading in one symbol dies down: the sum of the z-scores of three
/// measures over the last 60 samples, against its own mean just before. Sampled
/// once a second, in silence too.
class ActivityTracker {
public:
    static constexpr std::size_t kSamples = 60;
    static constexpr std::size_t kNeeded = 30; ///< before anything is said
    static constexpr std::size_t kCompared = 9; ///< indices before the newest

    /// Empty where the tape does not cover its windows: the sequence begins anew.
    void add(const std::optional<ActivitySample>& sample);
    static std::optional<ActivitySample> sampleOf(const TapeStats& tape, double lot);

    /// (mean - newest) / mean; 0 where the mean is not positive. 2 and 1: 0.5.
    static double dropOf(double mean, double newest) { return mean > 0.0 ? (mean - newest) / mean : 0.0; }

    /// Newest index; as it was, never computed again. Empty without a sample.
    std::optional<double> index() const;
    /// dropOf() the mean of the 9 indices before, negative where activity rises. Empty
    /// with fewer than 30 samples.
    std::optional<double> dropFraction() const;
    /// No data is no drop.
    bool isDropping(double threshold) const;
    std::size_t samples() const { return m_count; }

private:
    template<class T, std::size_t N>
    struct Ring {
        std::array<T, N> values {};
        std::size_t next = 0;
        void push(const T& value)
        {
            values[next] = value;
            next = (next + 1) % N;
        }
        /// 0 the newest.
        const T& back(std::size_t ago) const { return values[(next + N - 1 - ago) % N]; }
    };

    double zOf(double ActivitySample::*measure) const;

    Ring<ActivitySample, kSamples> m_samples;
    Ring<double, kCompared + 1> m_indices;
    std::size_t m_count = 0; ///< at most kSamples
};

} // namespace breakline
