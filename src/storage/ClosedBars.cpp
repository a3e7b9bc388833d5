// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/ClosedBars.h"

#include <algorithm>
#include <limits>

namespace breakline {

namespace {

Candle toCandle(const CandleFileRow& row, const Instrument& instrument)
{
    return {row.openTime,
            instrument.toDouble(Price {row.open}),
            instrument.toDouble(Price {row.high}),
            instrument.toDouble(Price {row.low}),
            instrument.toDouble(Price {row.close}),
            instrument.toDouble(Quantity {row.volume})};
}

} // namespace

Expected<std::vector<Candle>> closedBars(const CandleFile& file, const Instrument& instrument,
                                         Duration interval)
{
    if (file.interval.ms <= 0 || file.interval > interval || interval.ms % file.interval.ms != 0)
        return fail(ErrorCode::InvalidArgument,
                    file.symbol + ": its candles are of " + std::to_string(file.interval.ms / 1000)
                        + " s; expected " + std::to_string(interval.ms / 1000) + " s or a part of that");
    const auto rows = file.closedRows();
    const std::int64_t parts = interval.ms / file.interval.ms;
    std::vector<Candle> bars;
    bars.reserve(rows.size() / static_cast<std::size_t>(parts) + 1);
    // Summed in counts of tick and lot, so that nothing depends on the order of additions.
    CandleFileRow sum;
    std::int64_t have = 0;
    for (const CandleFileRow& row : rows) {
        if (row.openTime.floorTo(interval) == row.openTime) {
            sum = row;
            have = 1;
        } else if (have > 0 && row.openTime == sum.openTime + file.interval * have) {
            if (row.volume > std::numeric_limits<std::int64_t>::max() - sum.volume)
                return fail(ErrorCode::Overflow,
                            file.symbol + ": the volume of the bar at " + toIso8601(sum.openTime)
                                + " does not fit");
            sum.high = std::max(sum.high, row.high);
            sum.low = std::min(sum.low, row.low);
            sum.close = row.close;
            sum.volume += row.volume;
            ++have;
        } else {
            have = 0;
        }
        if (have == parts) {
            bars.push_back(toCandle(sum, instrument));
            have = 0;
        }
    }
    return bars;
}

} // namespace breakline
