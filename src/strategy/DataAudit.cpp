// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/DataAudit.h"

#include "market/Indicators.h"

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

constexpr std::size_t kAtrBars = 14;
constexpr double kTeleportAtr = 5.0;
constexpr double kSpike = 2.0;
constexpr double kGapWeight = 5.0;
constexpr double kErrorWeight = 10.0;
constexpr double kJumpWeight = 5.0;

double score(double weight, std::size_t faults, std::size_t of)
{
    return std::max(0.0, 1.0 - weight * static_cast<double>(faults) / static_cast<double>(of));
}

std::size_t barsBetween(Timestamp from, Timestamp to, Duration interval)
{
    return to <= from ? 0 : static_cast<std::size_t>((to - from).ms / interval.ms);
}

/// More than one and a half intervals.
bool isGap(Duration apart, Duration interval)
{
    return apart.ms * 2 > interval.ms * 3;
}

void countGaps(DataAudit& audit, std::span<const Candle> inside, const Candle* before)
{
    // The last bar that the window does not hold, or where it would have been.
    const Timestamp firstClose = audit.from.floorTo(audit.interval) + audit.interval;
    Timestamp last = before ? before->openTime : firstClose - audit.interval * 2;
    for (const Candle& candle : inside) {
        audit.gaps += isGap(candle.openTime - last, audit.interval) ? 1 : 0;
        last = candle.openTime;
    }
}

void countJumps(DataAudit& audit, std::span<const Candle> inside)
{
    const IndicatorSeries atr = averageTrueRange(inside, kAtrBars);
    for (std::size_t i = kAtrBars; i < inside.size(); ++i) {
        const double before = *atr[i - 1];
        if (before <= 0.0)
            continue; // nothing to measure by: no price has moved
        audit.teleports += inside[i].high - inside[i].low > kTeleportAtr * before ? 1 : 0;
        audit.spikes += std::fabs(*atr[i] - before) > kSpike * before ? 1 : 0;
    }
}

} // namespace

DataAudit auditCandles(std::span<const Candle> candles, std::span<const FaultyRow> faulty, Duration interval,
                       Timestamp to, Duration window)
{
    DataAudit audit;
    audit.to = to;
    audit.from = to - window;
    audit.interval = interval;
    // Closes are multiples of the interval.
    audit.expected = barsBetween(audit.from.floorTo(interval), to.floorTo(interval), interval);

    const auto opensBy = [&](Timestamp close) {
        return std::ranges::upper_bound(candles, close - interval, {}, &Candle::openTime);
    };
    const auto first = opensBy(audit.from);
    const auto end = opensBy(to);
    const std::span<const Candle> inside(first, end);
    audit.bars = inside.size();
    audit.missing = audit.expected - std::min(audit.expected, audit.bars);
    countGaps(audit, inside, first == candles.begin() ? nullptr : &*std::prev(first));
    for (const FaultyRow& row : faulty) {
        if (row.time + interval <= audit.from || row.time + interval > to)
            continue;
        switch (row.fault) {
        case RowFault::Invalid: ++audit.invalid; break;
        case RowFault::NegativeSize: ++audit.negativeSizes; break;
        case RowFault::Misplaced: ++audit.misplaced; break;
        case RowFault::Duplicate: ++audit.duplicates; break;
        }
    }
    countJumps(audit, inside);

    if (audit.expected > 0 && audit.bars > 0)
        audit.completeness = score(kGapWeight, audit.gaps, audit.expected);
    if (end != candles.begin()) {
        audit.age = to - (std::prev(end)->openTime + interval);
        audit.freshness =
            std::max(0.0, 1.0 - static_cast<double>(audit.age->ms) / static_cast<double>(2 * interval.ms));
    }
    if (audit.bars + audit.errors() > 0)
        audit.consistency = score(kErrorWeight, audit.errors(), audit.bars + audit.errors());
    if (audit.bars > kAtrBars)
        audit.stability = score(kJumpWeight, audit.teleports + audit.spikes, audit.bars - kAtrBars);
    if (audit.completeness && audit.freshness && audit.consistency && audit.stability)
        audit.overall = 0.3 * *audit.completeness + 0.2 * *audit.freshness + 0.3 * *audit.consistency
            + 0.2 * *audit.stability;
    return audit;
}

} // namespace breakline
