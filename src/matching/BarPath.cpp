// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/BarPath.h"

#include "core/Invariant.h"

#include <algorithm>
#include <array>

namespace breakline {

namespace {

// Intermediate trades stray from the straight line by up to this share of the range.
constexpr double kPathNoise = 0.2;
// The first trade of a bar comes within this long of its open.
constexpr std::int64_t kFirstPrintMs = 1000;

struct KeyPrices {
    std::array<std::int64_t, 4> price {};
    std::size_t count = 0;
};

KeyPrices keysOf(const GridCandle& bar, bool highFirst)
{
    KeyPrices keys;
    const std::array<std::int64_t, 4> path {bar.open, highFirst ? bar.high : bar.low,
                                            highFirst ? bar.low : bar.high, bar.close};
    for (const std::int64_t price : path)
        if (keys.count == 0 || keys.price[keys.count - 1] != price)
            keys.price[keys.count++] = price;
    return keys;
}

std::array<std::int64_t, 4> keyPositions(const KeyPrices& keys, std::int64_t prints, Rng& rng)
{
    std::array<std::int64_t, 4> position {};
    const std::int64_t last = prints - 1;
    if (keys.count == 3) {
        position[1] = rng.integer(1, last - 1);
    } else if (keys.count == 4) {
        // Two different places between the first trade and the last.
        const std::int64_t a = rng.integer(1, last - 1);
        std::int64_t b = rng.integer(1, last - 2);
        if (b >= a)
            ++b;
        position[1] = std::min(a, b);
        position[2] = std::max(a, b);
    }
    if (keys.count > 1)
        position[keys.count - 1] = last;
    return position;
}

void setPrices(const GridCandle& bar, const KeyPrices& keys, Rng& rng, std::vector<TradePrint>& prints)
{
    const auto count = static_cast<std::int64_t>(prints.size());
    if (keys.count == 1) {
        for (TradePrint& print : prints)
            print.price = Price {bar.open};
        return;
    }
    const std::array<std::int64_t, 4> position = keyPositions(keys, count, rng);
    const double stray = 2.0 * kPathNoise * static_cast<double>(bar.high - bar.low);
    std::size_t key = 0;
    double start = static_cast<double>(keys.price[0]);
    double step = 0.0;
    for (std::int64_t i = 0; i < count; ++i) {
        auto& price = prints[static_cast<std::size_t>(i)].price;
        if (i == position[key]) {
            price = Price {keys.price[key]};
            if (key + 1 < keys.count) {
                start = static_cast<double>(keys.price[key]);
                step = (static_cast<double>(keys.price[key + 1]) - start)
                    / static_cast<double>(position[key + 1] - position[key]);
                ++key;
            }
            continue;
        }
        const auto along = static_cast<double>(i - position[key - 1]);
        const double wanted = start + step * along + stray * (rng.uniform() - 0.5);
        // Prices are positive, so adding a half and truncating rounds to the nearest tick.
        price = Price {std::clamp(static_cast<std::int64_t>(wanted + 0.5), bar.low, bar.high)};
    }
}

void setTimes(const GridCandle& bar, Duration interval, Rng& rng, std::vector<TradePrint>& prints)
{
    const auto count = static_cast<std::int64_t>(prints.size());
    const double slot = static_cast<double>(interval.ms) / static_cast<double>(count);
    std::int64_t slotBegin = 1; // strictly after the open
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t slotEnd =
            std::max(slotBegin + 1, static_cast<std::int64_t>(slot * static_cast<double>(i + 1)));
        const std::int64_t width =
            i == 0 ? std::min(slotEnd - slotBegin, kFirstPrintMs) : slotEnd - slotBegin;
        const auto offset = static_cast<std::int64_t>(rng.uniform() * static_cast<double>(width));
        prints[static_cast<std::size_t>(i)].time = bar.openTime + Duration {slotBegin + offset};
        slotBegin = slotEnd;
    }
}

// Each trade one lot, the rest shared out by skewed weights, exactly.
void setQuantities(const GridCandle& bar, Rng& rng, std::vector<TradePrint>& prints)
{
    std::int64_t total = 0;
    for (TradePrint& print : prints) {
        const auto draw = static_cast<std::int64_t>(rng.next() >> 48);
        print.quantity.lots = 16 + ((draw * draw) >> 20);
        total += print.quantity.lots;
    }
    const std::int64_t rest = bar.volume - static_cast<std::int64_t>(prints.size());
    const double share = static_cast<double>(rest) / static_cast<double>(total);
    std::int64_t weights = 0;
    std::int64_t given = 0;
    for (TradePrint& print : prints) {
        weights += print.quantity.lots;
        // Whatever rounding does to the parts, the last one completes the sum.
        const std::int64_t due = weights == total
            ? rest
            : std::min(rest, static_cast<std::int64_t>(share * static_cast<double>(weights)));
        print.quantity = Quantity {1 + due - given};
        given = due;
    }
}

} // namespace

std::int64_t leastPrints(const GridCandle& bar)
{
    if (bar.high == bar.low)
        return bar.volume == 0 ? 0 : 1;
    return static_cast<std::int64_t>(std::min(keysOf(bar, true).count, keysOf(bar, false).count));
}

bool isPrintable(const GridCandle& bar)
{
    return bar.low >= 1 && bar.low <= bar.open && bar.low <= bar.close && bar.open <= bar.high
        && bar.close <= bar.high && bar.volume <= kMaxBarVolume && bar.volume >= leastPrints(bar);
}

void planPrints(const BarPathRequest& request, Rng& rng, std::vector<TradePrint>& prints)
{
    const GridCandle& bar = request.bar;
    if (!isPrintable(bar))
        failInvariant("a bar that cannot be printed");
    const bool highFirst = rng.chance(0.5);
    const std::int64_t count =
        std::min({std::max(request.wanted, std::int64_t {4}), bar.volume, request.interval.ms - 1});
    prints.clear();
    if (count == 0)
        return;
    prints.resize(static_cast<std::size_t>(count));

    KeyPrices keys = keysOf(bar, highFirst);
    if (static_cast<std::int64_t>(keys.count) > count)
        keys = keysOf(bar, !highFirst);
    setPrices(bar, keys, rng, prints);
    setTimes(bar, request.interval, rng, prints);
    setQuantities(bar, rng, prints);

    std::optional<Price> previous = request.previous;
    std::uint64_t id = request.firstId;
    for (TradePrint& print : prints) {
        print.symbol = request.symbol;
        print.id = id++;
        const bool unchanged = !previous || *previous == print.price;
        print.takerSide = unchanged ? (rng.chance(0.5) ? Side::Buy : Side::Sell)
                                    : (*previous < print.price ? Side::Buy : Side::Sell);
        previous = print.price;
    }
}

} // namespace breakline
