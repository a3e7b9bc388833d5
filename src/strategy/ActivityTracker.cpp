// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/ActivityTracker.h"

#include <algorithm>
#include <cmath>

namespace breakline {

std::optional<ActivitySample> ActivityTracker::sampleOf(const TapeStats& tape, double lot)
{
    if (!tape.tradesPerMinute || !tape.tradesPerSecond10s)
        return std::nullopt;
    return ActivitySample {*tape.tradesPerMinute, *tape.tradesPerSecond10s,
                           static_cast<double>(tape.last60s.delta().magnitude().lots) * lot};
}

void ActivityTracker::add(const std::optional<ActivitySample>& sample)
{
    if (!sample) {
        m_count = 0;
        return;
    }
    m_samples.push(*sample);
    m_count = std::min(m_count + 1, kSamples);
    m_indices.push(zOf(&ActivitySample::tradesPerMinute) + zOf(&ActivitySample::tradesPerSecond10s)
                   + zOf(&ActivitySample::volumeDelta60s));
}

double ActivityTracker::zOf(double ActivitySample::*measure) const
{
    if (m_count < 2)
        return 0.0;
    double mean = 0.0;
    for (std::size_t i = 0; i < m_count; ++i)
        mean += m_samples.back(i).*measure;
    mean /= static_cast<double>(m_count);
    double variance = 0.0;
    bool isFlat = true;
    for (std::size_t i = 0; i < m_count; ++i) {
        const double value = m_samples.back(i).*measure;
        isFlat = isFlat && value == m_samples.back(0).*measure;
        variance += (value - mean) * (value - mean);
    }
    // Equal values may differ from their computed mean by a rounding.
    if (isFlat)
        return 0.0;
    return (m_samples.back(0).*measure - mean) / std::sqrt(variance / static_cast<double>(m_count));
}

std::optional<double> ActivityTracker::index() const
{
    return m_count > 0 ? std::optional(m_indices.back(0)) : std::nullopt;
}

std::optional<double> ActivityTracker::dropFraction() const
{
    if (m_count < kNeeded)
        return std::nullopt;
    double mean = 0.0;
    for (std::size_t i = 1; i <= kCompared; ++i)
        mean += m_indices.back(i);
    mean /= static_cast<double>(kCompared);
    return dropOf(mean, m_indices.back(0));
}

bool ActivityTracker::isDropping(double threshold) const
{
    const auto fraction = dropFraction();
    return fraction && *fraction >= threshold;
}

} // namespace breakline
