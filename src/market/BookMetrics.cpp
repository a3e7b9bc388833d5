// SPDX-License-Identifier: GPL-3.0-or-later
#include "market/BookMetrics.h"

#include <algorithm>
#include <span>
#include <string>

namespace breakline {

namespace {

constexpr std::size_t kImbalanceLevels = 10;
constexpr double kWideBps = 50.0;
constexpr double kMiddleBps = 30.0;
constexpr double kNarrowBps = 5.0;

Expected<void> checkSide(std::span<const BookLevel> levels, bool descending, const char* name)
{
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const BookLevel& level = levels[i];
        if (level.quantity.lots <= 0 || level.price.ticks <= 0)
            return fail(ErrorCode::Corrupt, std::string(name) + " level " + std::to_string(i)
                                                + ": price and size must be positive, not "
                                                + std::to_string(level.price.ticks) + " ticks and "
                                                + std::to_string(level.quantity.lots) + " lots");
        if (i == 0)
            continue;
        const Price before = levels[i - 1].price;
        if (descending ? level.price >= before : level.price <= before)
            return fail(ErrorCode::Corrupt, std::string(name) + " level " + std::to_string(i) + ": "
                                                + std::to_string(level.price.ticks) + " ticks after "
                                                + std::to_string(before.ticks) + " is out of order");
    }
    return {};
}

struct SideDepth {
    double wide = 0.0;
    double middle = 0.0;
    double narrow = 0.0;
    double top = 0.0; ///< of the ten best levels
    double lastDistance = 0.0; ///< of the last level from mid, bps
};

// mid2: twice the mid in ticks, a whole number, so that distances are exact.
SideDepth measureSide(std::span<const BookLevel> levels, double mid2, double unit)
{
    SideDepth depth;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const double ticks = static_cast<double>(levels[i].price.ticks);
        const double value = ticks * static_cast<double>(levels[i].quantity.lots) * unit;
        if (i < kImbalanceLevels)
            depth.top += value;
        if (mid2 <= 0.0)
            continue;
        const double away = std::max(2.0 * ticks - mid2, mid2 - 2.0 * ticks) * 1e4;
        if (away <= kWideBps * mid2)
            depth.wide += value;
        if (away <= kMiddleBps * mid2)
            depth.middle += value;
        if (away <= kNarrowBps * mid2)
            depth.narrow += value;
        depth.lastDistance = away / mid2;
    }
    return depth;
}

DepthBand bandOf(double bidUsd, double askUsd, double bps, const SideDepth& bids, const SideDepth& asks)
{
    return {bidUsd, askUsd, bids.lastDistance <= bps, asks.lastDistance <= bps};
}

} // namespace

Expected<void> checkBook(const BookSnapshot& book)
{
    if (const auto bids = checkSide(book.bids, true, "bid"); !bids)
        return bids;
    if (const auto asks = checkSide(book.asks, false, "ask"); !asks)
        return asks;
    if (!book.bids.empty() && !book.asks.empty() && book.bids.front().price >= book.asks.front().price)
        return fail(ErrorCode::Corrupt, "book is crossed: best bid " + std::to_string(book.bids.front().price.ticks)
                                            + " ticks, best ask " + std::to_string(book.asks.front().price.ticks));
    return {};
}

Expected<BookMetrics> measureBook(const BookSnapshot& book, const Instrument& instrument)
{
    if (const auto checked = checkBook(book); !checked)
        return std::unexpected(checked.error());

    BookMetrics metrics;
    metrics.time = book.time;
    if (!book.bids.empty())
        metrics.bestBid = book.bids.front().price;
    if (!book.asks.empty())
        metrics.bestAsk = book.asks.front().price;

    double mid2 = 0.0;
    if (metrics.bestBid && metrics.bestAsk) {
        mid2 = static_cast<double>(metrics.bestBid->ticks + metrics.bestAsk->ticks);
        const double ticksApart = static_cast<double>(*metrics.bestAsk - *metrics.bestBid);
        metrics.mid = mid2 / 2.0 * instrument.tick;
        metrics.spread = ticksApart * instrument.tick;
        metrics.spreadBps = ticksApart / (mid2 / 2.0) * 1e4;
    }

    const double unit = instrument.tick * instrument.lot;
    const SideDepth bids = measureSide(book.bids, mid2, unit);
    const SideDepth asks = measureSide(book.asks, mid2, unit);
    if (metrics.mid) {
        metrics.within50bps = bandOf(bids.wide, asks.wide, kWideBps, bids, asks);
        metrics.within30bps = bandOf(bids.middle, asks.middle, kMiddleBps, bids, asks);
        metrics.within5bps = bandOf(bids.narrow, asks.narrow, kNarrowBps, bids, asks);
    }
    if (const double top = bids.top + asks.top; top > 0.0)
        metrics.imbalance = (bids.top - asks.top) / top;
    return metrics;
}

} // namespace breakline
