// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/shared/ClockOffset.h"

#include <algorithm>

namespace breakline {

void ClockOffset::add(Timestamp sent, Timestamp received, Timestamp venue)
{
    if (received < sent)
        return;
    if (m_samples.size() == kKept)
        m_samples.erase(m_samples.begin());
    const Duration roundTrip = received - sent;
    m_samples.push_back({roundTrip, venue - (sent + Duration {roundTrip.ms / 2})});
}

std::vector<ClockOffset::Sample> ClockOffset::best() const
{
    std::vector<Sample> samples = m_samples;
    std::stable_sort(samples.begin(), samples.end(),
                     [](const Sample& a, const Sample& b) { return a.roundTrip < b.roundTrip; });
    if (samples.size() > kBest)
        samples.resize(kBest);
    return samples;
}

std::optional<Duration> ClockOffset::offset() const
{
    std::vector<Sample> samples = best();
    if (samples.empty())
        return std::nullopt;
    std::sort(samples.begin(), samples.end(),
              [](const Sample& a, const Sample& b) { return a.offset < b.offset; });
    return samples[(samples.size() - 1) / 2].offset;
}

std::optional<Duration> ClockOffset::uncertainty() const
{
    const std::vector<Sample> samples = best();
    if (samples.empty())
        return std::nullopt;
    return Duration {(samples.back().roundTrip.ms + 1) / 2};
}

} // namespace breakline
