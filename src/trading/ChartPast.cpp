// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/ChartPast.h"

#include "trading/MarketBoard.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace breakline {

const ChartMoment* ChartPast::momentAt(Timestamp time) const
{
    const auto after = std::ranges::upper_bound(moments, time, {}, [](const auto& m) { return m->time; });
    return after == moments.begin() ? nullptr : std::prev(after)->get();
}

ChartView chartAt(const ChartPast& past, const ChartMoment& moment)
{
    ChartView chart;
    chart.symbol = past.symbol;
    chart.priceDecimals = past.priceDecimals;
    chart.levels = moment.levels;
    chart.entry = moment.entry;
    chart.stop = moment.stop;
    chart.targets = moment.targets;
    chart.last = moment.last;
    for (const KnownCandle& known : past.candles) {
        const Timestamp open = known.candle.openTime;
        if (open < moment.firstCandle)
            continue;
        // What a session is given at its beginning had closed before.
        const bool isOfThen = !moment.isBeforeSession ? known.known <= moment.time
                                                      : open + MarketBoard::kInterval <= moment.time
                && (!moment.knownBy || known.known <= *moment.knownBy);
        if (!isOfThen)
            continue;
        if (!chart.candles.empty() && chart.candles.back().openTime == open)
            chart.candles.back() = known.candle;
        else
            chart.candles.push_back(known.candle);
    }
    std::map<std::string_view, std::size_t> places;
    for (const auto& known : past.markers) {
        if (known->known > moment.time)
            break;
        if (known->marker.time < moment.firstCandle)
            continue;
        const auto [place, isNew] = places.emplace(known->key, chart.markers.size());
        if (isNew)
            chart.markers.push_back(known->marker);
        else
            chart.markers[place->second] = known->marker;
    }
    return chart;
}

} // namespace breakline
