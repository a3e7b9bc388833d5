// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/TickerText.h"

#include "venue/CandleText.h"

#include <algorithm>

namespace breakline {

DayFigures dayFigures(const SimulatedExchange& exchange, SymbolId symbol)
{
    constexpr Duration kBar = Duration::minutes(5);
    const Timestamp now = exchange.now();
    const Instrument& instrument = exchange.instruments().at(symbol);
    DayFigures figures;
    const auto day = exchange.candles(symbol, kBar, now - Duration::days(1), now);
    if (day.empty())
        return figures;
    double high = day.front().high, low = day.front().low;
    Quantity volume;
    for (const Candle& candle : day) {
        high = std::max(high, candle.high);
        low = std::min(low, candle.low);
        volume += gridQuantity(instrument, candle.volume);
        if (!figures.hourAgo && candle.openTime >= now - Duration::hours(1))
            figures.hourAgo = gridPrice(instrument, candle.open);
    }
    figures.dayAgo = gridPrice(instrument, day.front().open);
    figures.high = gridPrice(instrument, high);
    figures.low = gridPrice(instrument, low);
    figures.volume = volume;
    return figures;
}

BestSizes bestSizes(const BookSnapshot& book)
{
    BestSizes sizes;
    if (!book.bids.empty())
        sizes.bid = book.bids.front().quantity;
    if (!book.asks.empty())
        sizes.ask = book.asks.front().quantity;
    return sizes;
}

TickerText::TickerText(const Instrument& instrument, const GridText& grid, const Ticker& ticker,
                       const DayFigures& day, const BestSizes& sizes)
{
    std::size_t at = 0;
    const auto add = [&](std::string text) { m_values[at++] = std::move(text); };
    const auto quantity = [&](const std::optional<Quantity>& value) {
        return value ? grid.text(*value) : std::string();
    };
    add(grid.text(ticker.last));
    add(grid.text(day.dayAgo));
    add(ticker.last && day.dayAgo
            ? Decimal::fromUnits(ticker.last->ticks - day.dayAgo->ticks)
                  .dividedBy(Decimal::fromUnits(day.dayAgo->ticks), 6, Rounding::HalfEven)
                  .toString()
            : std::string());
    add(grid.text(day.high));
    add(grid.text(day.low));
    add(grid.text(day.hourAgo));
    add(grid.text(ticker.mark));
    add(grid.text(ticker.index));
    add(plainText(ticker.openInterest));
    add(ticker.openInterest && ticker.mark ? plainText(*ticker.openInterest * instrument.toDouble(*ticker.mark))
                                           : std::string());
    add(plainText(ticker.turnover24h));
    add(quantity(day.volume));
    add(ticker.fundingRate ? ticker.fundingRate->toString() : std::string());
    add(ticker.nextFundingTime ? std::to_string(ticker.nextFundingTime->ms) : std::string());
    add(grid.text(ticker.bid));
    add(quantity(sizes.bid));
    add(grid.text(ticker.ask));
    add(quantity(sizes.ask));
}

void TickerText::write(JsonText& json) const
{
    for (std::size_t i = 0; i < kFields.size(); ++i)
        json.field(kFields[i], m_values[i]);
}

void TickerText::writeChanged(JsonText& json, const TickerText& before) const
{
    for (std::size_t i = 0; i < kFields.size(); ++i)
        if (m_values[i] != before.m_values[i])
            json.field(kFields[i], m_values[i]);
}

} // namespace breakline
