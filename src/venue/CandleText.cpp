// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/CandleText.h"

#include "core/Invariant.h"
#include "matching/SimulatedExchange.h"

#include <algorithm>
#include <array>

namespace breakline {

namespace {

std::int64_t countOf(double value, const Decimal& step)
{
    const auto decimal = Decimal::fromDouble(value, step.decimals(), Rounding::HalfEven);
    const auto count = decimal ? decimal->countOf(step, Rounding::HalfEven) : std::unexpected(decimal.error());
    if (!count)
        failInvariant("a figure of the exchange is off its own grid");
    return *count;
}

} // namespace

std::optional<Duration> candleInterval(std::string_view text)
{
    struct Named {
        std::string_view name;
        Duration length;
    };
    static constexpr std::array<Named, 11> kIntervals {{{"1", Duration::minutes(1)},
                                                        {"3", Duration::minutes(3)},
                                                        {"5", Duration::minutes(5)},
                                                        {"15", Duration::minutes(15)},
                                                        {"30", Duration::minutes(30)},
                                                        {"60", Duration::hours(1)},
                                                        {"120", Duration::hours(2)},
                                                        {"240", Duration::hours(4)},
                                                        {"360", Duration::hours(6)},
                                                        {"720", Duration::hours(12)},
                                                        {"D", Duration::days(1)}}};
    for (const Named& named : kIntervals)
        if (named.name == text)
            return named.length;
    return std::nullopt;
}

CandleText::CandleText(const Instrument& instrument, const GridText& grid, const Candle& candle)
    : open(grid.text(gridPrice(instrument, candle.open)))
    , high(grid.text(gridPrice(instrument, candle.high)))
    , low(grid.text(gridPrice(instrument, candle.low)))
    , close(grid.text(gridPrice(instrument, candle.close)))
    , volume(grid.text(gridQuantity(instrument, candle.volume)))
    , turnover(plainText(candle.typical() * candle.volume))
{
}

std::optional<Candle> candleInProgress(const SimulatedExchange& exchange, const MarketSource& source,
                                       SymbolId symbol, Duration interval)
{
    if (const auto forming = exchange.formingCandle(symbol, interval))
        return forming;
    const Timestamp now = exchange.now();
    const Instrument& rules = exchange.instruments().at(symbol);
    const auto last = exchange.ticker(symbol).last;
    const auto end = exchange.endOfData();
    if (interval < source.interval(symbol) || interval.ms % source.interval(symbol).ms != 0 || !last
        || rules.status != InstrumentStatus::Trading || (end && now >= *end))
        return std::nullopt;
    Candle candle;
    candle.openTime = now.floorTo(interval);
    candle.open = candle.high = candle.low = candle.close = rules.toDouble(*last);
    candle.volume = 0.0;
    // What of it has closed; with a gap in that nobody knows the whole.
    const Duration part = source.interval(symbol);
    const auto closed = exchange.candles(symbol, part, candle.openTime, now);
    if (static_cast<std::int64_t>(closed.size()) != (now.floorTo(part) - candle.openTime).ms / part.ms)
        return std::nullopt;
    if (!closed.empty()) {
        candle.open = closed.front().open;
        candle.close = closed.back().close;
    }
    for (const Candle& each : closed) {
        candle.high = each.openTime == candle.openTime ? each.high : std::max(candle.high, each.high);
        candle.low = each.openTime == candle.openTime ? each.low : std::min(candle.low, each.low);
        candle.volume += each.volume;
    }
    return candle;
}

Price gridPrice(const Instrument& instrument, double value)
{
    return Price {countOf(value, instrument.tickSize)};
}

Quantity gridQuantity(const Instrument& instrument, double value)
{
    return Quantity {countOf(value, instrument.lotSize)};
}

} // namespace breakline
