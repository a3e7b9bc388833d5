// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/DataHealth.h"

#include <algorithm>

namespace breakline {

namespace {

constexpr std::size_t kGapBars = 24;
constexpr double kMinWideSpreadBps = 20.0;
constexpr Duration kMaxBookAge = Duration::seconds(5);
constexpr Duration kMaxTapeAge = Duration::seconds(60);

} // namespace

CandleHealth checkCandles(std::span<const Candle> window, Duration interval)
{
    CandleHealth health;
    health.noCandles = window.empty();
    const std::size_t firstRecent = window.size() > kGapBars ? window.size() - kGapBars : 0;
    for (std::size_t i = 0; i < window.size(); ++i) {
        health.ohlcInvalid = health.ohlcInvalid || !window[i].isValid()
            || window[i].openTime.floorTo(interval) != window[i].openTime;
        if (i == 0)
            continue;
        const Duration apart = window[i].openTime - window[i - 1].openTime;
        if (apart.ms == 0)
            ++health.duplicates;
        else if (apart.ms * 5 > interval.ms * 6) // 6 min where a bar has 5
            ++(i > firstRecent ? health.gaps : health.olderGaps);
    }
    return health;
}

bool DataHealth::candlesOk() const
{
    return !candles.noCandles && candles.gaps == 0 && candles.duplicates == 0 && !candles.ohlcInvalid;
}

bool DataHealth::isOk() const
{
    return issueCount() == 0;
}

int DataHealth::issueCount() const
{
    const bool issues[] = {candles.noCandles, candles.gaps > 0, candles.duplicates > 0, candles.ohlcInvalid,
                           noDepth,           zeroDepth,        wideSpread,             noTrades,
                           staleCandles || staleBook || staleTape};
    return static_cast<int>(std::ranges::count(issues, true));
}

std::string DataHealth::text() const
{
    std::string result;
    const auto add = [&](bool present, std::string_view issue) {
        if (!present)
            return;
        if (!result.empty())
            result += ';';
        result += issue;
    };
    add(candles.noCandles, "no_candles");
    add(candles.gaps > 0, "gaps:" + std::to_string(candles.gaps));
    add(candles.duplicates > 0, "duplicates:" + std::to_string(candles.duplicates));
    add(noDepth, "no_depth");
    add(wideSpread, "wide_spread");
    add(zeroDepth, "zero_depth");
    add(noTrades, "no_trades");
    add(staleCandles || staleBook || staleTape, "stale");
    add(candles.ohlcInvalid, "ohlc_invalid");
    return result;
}

DataHealth checkData(const MarketView& view, const CandleHealth& candles, double maxSpreadBps)
{
    DataHealth health;
    health.candles = candles;
    if (const auto close = view.closeTime())
        health.staleCandles = view.now - *close > view.interval * 2;

    const auto& spread = view.book && view.book->spreadBps ? view.book->spreadBps : view.tickerSpreadBps;
    health.wideSpread = spread && *spread > std::max(2.0 * maxSpreadBps, kMinWideSpreadBps);
    if (view.book) {
        health.noDepth = view.book->isEmpty();
        health.zeroDepth = !health.noDepth && view.book->within50bps.total() <= 0.0
            && view.book->within30bps.total() <= 0.0;
        health.staleBook = view.now - view.bookAsOf > kMaxBookAge;
    }
    if (view.tape) {
        health.noTrades = view.tape->tradesPerMinute && *view.tape->tradesPerMinute <= 0.0;
        health.staleTape = view.tape->lastTime && view.now - *view.tape->lastTime > kMaxTapeAge;
    }
    return health;
}

} // namespace breakline
