// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/opening_range/OpeningRange.h"

#include <algorithm>

namespace breakline {

OpeningRange findOpeningRange(std::span<const Candle> window, Duration interval, int sessionHours,
                              int rangeBars)
{
    const Timestamp last = window.back().openTime;
    const Timestamp day = last.floorTo(Duration::days(1));
    const Duration session = Duration::hours(sessionHours);
    OpeningRange range;
    range.open = day + session * ((last - day).ms / session.ms);
    const Timestamp end = range.open + interval * rangeBars;
    range.age = (last - end).ms / interval.ms + 1;

    const auto first = std::ranges::lower_bound(window, range.open, {}, &Candle::openTime);
    const auto behind = std::ranges::lower_bound(window, end, {}, &Candle::openTime);
    for (auto bar = first; bar != behind; ++bar) {
        if (range.known == 0 || bar->high > range.highest.high)
            range.highest = *bar;
        if (range.known == 0 || bar->low < range.lowest.low)
            range.lowest = *bar;
        range.volume += bar->volume;
        ++range.known;
    }
    if (range.known > 0)
        range.volume /= static_cast<double>(range.known);
    if (last >= end)
        range.since = std::span(behind, window.end() - 1);
    return range;
}

} // namespace breakline
