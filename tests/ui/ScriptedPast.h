// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/ChartPast.h"

#include <algorithm>

namespace breakline {

/// The past of this chart over its last `count` candles, a moment five seconds
/// after each close. The first half lies before the session. One level grows by a
/// touch a moment; from the last quarter on there is a position, whose stop rises
/// by one each moment, and its fill.
inline ChartPastPtr scriptedPast(const ChartView& chart, std::size_t count)
{
    ChartPast past;
    past.symbol = chart.symbol;
    past.priceDecimals = chart.priceDecimals;
    const std::vector<Candle>& candles = chart.candles;
    const std::size_t first = candles.size() - count;
    const Duration toMoment = Duration::minutes(5) + Duration::seconds(5);
    const Timestamp begin = candles[first + count / 2].openTime + toMoment;
    for (std::size_t i = 0; i < candles.size(); ++i) {
        const Timestamp time = candles[i].openTime + toMoment;
        past.candles.push_back({candles[i], std::max(time, begin)});
        if (i < first)
            continue;
        ChartMoment moment;
        moment.time = time;
        moment.firstCandle = candles.front().openTime;
        moment.isBeforeSession = time < begin;
        LevelView level {candles[first].high, true, 0.5, static_cast<int>(i - first) + 1};
        level.methods = kSwingMethod;
        level.firstTouch = candles[first].openTime;
        level.born = candles[first].openTime + Duration::minutes(5);
        level.fate = LevelFate::Active;
        moment.levels = {level};
        moment.last = candles[i].close;
        if (i >= first + 3 * count / 4) {
            moment.entry = candles[i].close;
            moment.stop = candles[i].low - 100.0 + static_cast<double>(i - first);
            MarkerView fill {MarkerView::Kind::Fill, candles[i].openTime, candles[i].close, Side::Buy, {}};
            fill.intent = OrderIntent::Entry;
            if (past.markers.empty())
                past.markers.push_back(
                    std::make_shared<const KnownMarker>(KnownMarker {time, "order 1", fill}));
        }
        past.moments.push_back(std::make_shared<const ChartMoment>(std::move(moment)));
    }
    return std::make_shared<const ChartPast>(std::move(past));
}

} // namespace breakline
