// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/MarketBoard.h"

#include "market/FeeRates.h"

namespace breakline {

void MarketBoard::reset(InstrumentTable instruments, Timestamp now)
{
    m_instruments = std::move(instruments);
    m_symbols.clear();
    m_symbols.reserve(m_instruments.size());
    for (const Instrument& instrument : m_instruments.all())
        m_symbols.emplace_back(instrument, now);
    m_reference = m_instruments.find("BTCUSDT");
}

MarketBoard::Symbol& MarketBoard::at(SymbolId symbol)
{
    if (symbol.index >= m_symbols.size())
        failInvariant("market data of an unknown symbol");
    return m_symbols[symbol.index];
}

const MarketBoard::Symbol& MarketBoard::at(SymbolId symbol) const
{
    if (symbol.index >= m_symbols.size())
        failInvariant("market data of an unknown symbol");
    return m_symbols[symbol.index];
}

void MarketBoard::update(const Instrument& instrument)
{
    m_instruments.at(instrument.id) = instrument;
    ++at(instrument.id).revision;
}

void MarketBoard::mergeCandles(const CandlesAnswer& answer)
{
    if (answer.interval != kInterval || answer.candles.empty())
        return;
    Symbol& symbol = at(answer.symbol);
    ++m_candleRevision;
    const Timestamp first = answer.candles.front().openTime;
    const Timestamp last = answer.candles.back().openTime;
    std::vector<Candle> before, after;
    for (const Candle& candle : symbol.candles.all())
        if (candle.openTime < first)
            before.push_back(candle);
        else if (candle.openTime > last)
            after.push_back(candle); // closed while the answer was on its way
    // What ends before it begins is of another time.
    if (!before.empty() && before.back().openTime + kInterval != first)
        before.clear();
    symbol.candles.clear();
    for (const std::span<const Candle> part :
         {std::span<const Candle>(before), std::span(answer.candles), std::span<const Candle>(after)})
        for (const Candle& candle : part)
            symbol.candles.add(candle);
}

void MarketBoard::seedTrades(const TradesAnswer& answer)
{
    Symbol& symbol = at(answer.symbol);
    if (answer.trades.empty())
        return;
    // The tape is complete from the oldest trade of the answer on.
    symbol.tape = Tape(answer.trades.front().time);
    ++symbol.revision;
    for (const TradePrint& print : answer.trades)
        onTrade(print);
}

CandleAddition MarketBoard::onCandle(const CandleClosed& closed)
{
    if (closed.interval != kInterval)
        return CandleAddition::Misaligned;
    ++m_candleRevision;
    return at(closed.symbol).candles.add(closed.candle);
}

void MarketBoard::onTrade(const TradePrint& print)
{
    Symbol& symbol = at(print.symbol);
    if (!symbol.tape.add(print))
        return;
    ++symbol.revision;
    symbol.forming.add(print);
    symbol.last = print.price;
    symbol.lastTime = print.time;
}

void MarketBoard::onBook(const BookSnapshot& book)
{
    Symbol& symbol = at(book.symbol);
    if (!symbol.isBookWatched)
        return;
    symbol.book = book;
    symbol.hasBook = true;
    symbol.bookMeasured = false;
    ++symbol.revision;
}

void MarketBoard::watchBook(SymbolId id)
{
    at(id).isBookWatched = true;
}

void MarketBoard::dropBook(SymbolId id)
{
    at(id).isBookWatched = false;
    loseBook(id);
}

void MarketBoard::loseBook(SymbolId id)
{
    Symbol& symbol = at(id);
    symbol.hasBook = false;
    symbol.metrics.reset();
    ++symbol.revision;
}

void MarketBoard::onTicker(const Ticker& ticker)
{
    Symbol& symbol = at(ticker.symbol);
    symbol.ticker = ticker;
    ++symbol.revision;
    if (ticker.mark) {
        symbol.mark = ticker.mark;
        symbol.markTime = ticker.time;
    }
}

void MarketBoard::seedTicker(const Ticker& ticker)
{
    const auto& known = at(ticker.symbol).ticker;
    if (!known || ticker.time >= known->time)
        onTicker(ticker);
}

std::optional<Timestamp> MarketBoard::bookTime(SymbolId id) const
{
    const Symbol& symbol = at(id);
    return symbol.hasBook ? std::optional(symbol.book.time) : std::nullopt;
}

const std::optional<BookMetrics>& MarketBoard::book(SymbolId id)
{
    Symbol& symbol = at(id);
    if (symbol.hasBook && !symbol.bookMeasured) {
        const auto measured = measureBook(symbol.book, m_instruments.at(id));
        symbol.metrics = measured ? std::optional(*measured) : std::nullopt;
        symbol.bookMeasured = true;
    }
    return symbol.metrics;
}

const BookSnapshot* MarketBoard::bookSnapshot(SymbolId id) const
{
    const Symbol& symbol = at(id);
    return symbol.hasBook ? &symbol.book : nullptr;
}

MarketView MarketBoard::view(SymbolId id, Timestamp now)
{
    Symbol& symbol = at(id);
    MarketView view;
    view.instrument = &m_instruments.at(id);
    view.takerFeeBps = takerFeeBpsOf(*view.instrument);
    view.now = now;
    view.interval = kInterval;
    view.history = symbol.candles.all();
    view.isReference = m_reference == id;
    if (m_reference && !view.history.empty())
        view.reference = at(*m_reference).candles.windowEndingAt(view.history.back().openTime);
    view.book = book(id);
    if (view.book)
        view.bookAsOf = symbol.book.time;
    // Of a symbol that nothing was ever heard of there is no tape; silence is one that was.
    if (symbol.tape.lastTime())
        view.tape = symbol.tape.stats(now);
    if (symbol.ticker)
        view.setTicker(*symbol.ticker);
    return view;
}

} // namespace breakline
