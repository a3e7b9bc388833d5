// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/ExchangeGateway.h"
#include "market/BookMetrics.h"
#include "market/CandleSeries.h"
#include "market/FormingCandle.h"
#include "market/Instrument.h"
#include "market/MarketView.h"
#include "market/Tape.h"

#include <optional>
#include <vector>

namespace breakline {

/// What the session knows of the market now: bars, tape, book and ticker of
/// each symbol, as they came in. The one owner of these facts; decides nothing.
class MarketBoard {
public:
    static constexpr Duration kInterval = Duration::minutes(5);

    /// Starts over with these instruments.
    void reset(InstrumentTable instruments, Timestamp now);
    /// A symbol's rules changed, or it is new at the venue.
    void update(const Instrument& instrument);

    /// The answer's bars, with those around them that are known already.
    void mergeCandles(const CandlesAnswer& answer);
    void seedTrades(const TradesAnswer& answer);
    CandleAddition onCandle(const CandleClosed& closed);
    void onTrade(const TradePrint& print);
    /// Taken only while the symbol's book is watched: one that was on its way when
    /// its stream ended would never be followed by a newer one.
    void onBook(const BookSnapshot& book);
    void onTicker(const Ticker& ticker);
    /// Of an answer: left out where the stream has told a later one meanwhile.
    void seedTicker(const Ticker& ticker);
    /// The book's stream was asked for; harmless where it is watched already.
    void watchBook(SymbolId symbol);
    /// It is unknown until the stream brings the next.
    void loseBook(SymbolId symbol);
    /// The stream has ended: the book is unknown from now on.
    void dropBook(SymbolId symbol);

    const InstrumentTable& instruments() const { return m_instruments; }
    const Instrument& instrument(SymbolId symbol) const { return m_instruments.at(symbol); }
    std::optional<SymbolId> reference() const { return m_reference; }
    const CandleSeries& candles(SymbolId symbol) const { return at(symbol).candles; }
    /// The bar in progress, from the tape.
    const std::optional<Candle>& forming(SymbolId symbol) const { return at(symbol).forming.current(); }
    std::optional<Price> last(SymbolId symbol) const { return at(symbol).last; }
    std::optional<Timestamp> lastTradeTime(SymbolId symbol) const { return at(symbol).lastTime; }
    std::optional<Price> mark(SymbolId symbol) const { return at(symbol).mark; }
    std::optional<Timestamp> markTime(SymbolId symbol) const { return at(symbol).markTime; }
    const std::optional<Ticker>& ticker(SymbolId symbol) const { return at(symbol).ticker; }
    /// Measured when asked for; empty without a valid book.
    const std::optional<BookMetrics>& book(SymbolId symbol);
    /// Null without one.
    const BookSnapshot* bookSnapshot(SymbolId symbol) const;
    /// What the tape says at `now`, which does not go back.
    TapeStats tape(SymbolId symbol, Timestamp now) { return at(symbol).tape.stats(now); }
    bool isBookWatched(SymbolId symbol) const { return at(symbol).isBookWatched; }
    std::optional<Timestamp> bookTime(SymbolId symbol) const;
    /// All that a decision of this input may see of the symbol.
    MarketView view(SymbolId symbol, Timestamp now);
    /// Two views of a symbol at one time are equal where this is.
    std::uint64_t revision(SymbolId symbol) const { return at(symbol).revision + m_candleRevision; }

private:
    struct Symbol {
        Symbol(const Instrument& instrument, Timestamp now)
            : candles(kInterval, 320)
            , tape(now)
            , forming(instrument, kInterval)
        {
        }
        CandleSeries candles;
        Tape tape;
        FormingCandle forming;
        std::optional<Ticker> ticker;
        std::optional<Price> last, mark;
        std::optional<Timestamp> lastTime, markTime;
        BookSnapshot book;
        bool isBookWatched = false;
        bool hasBook = false;
        bool bookMeasured = false;
        std::optional<BookMetrics> metrics;
        std::uint64_t revision = 0; ///< goes up with whatever comes in of this symbol
    };

    Symbol& at(SymbolId symbol);
    const Symbol& at(SymbolId symbol) const;

    InstrumentTable m_instruments;
    std::vector<Symbol> m_symbols;
    std::optional<SymbolId> m_reference; ///< BTC
    std::uint64_t m_candleRevision = 0; ///< of all: a view shows the reference's bars too
};

} // namespace breakline
