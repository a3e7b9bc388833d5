// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "matching/BookModel.h"
#include "matching/CandleHistory.h"
#include "matching/ExchangeListener.h"
#include "matching/MarketSource.h"
#include "matching/SymbolMarket.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace breakline {

/// What the account's side wants to know of the market's, in the order in which
/// it happens; the public pushes of the event have gone out before.
class MarketObserver {
public:
    virtual ~MarketObserver() = default;
    /// Of watched symbols only.
    virtual void onPrint(const TradePrint& print) = 0;
    /// The book of a watched symbol changed without a print, or it trades again.
    virtual void onRefill(SymbolId symbol) = 0;
    virtual void onFunding(SymbolId symbol) = 0;
    /// Settlement, before the instrument's status changes.
    virtual void onSettlement(SymbolId symbol) = 0;
};

/// The market's side of the exchange: plays the bars of a source on one clock
/// through a SymbolMarket each, keeps candles and tape, and makes the public
/// pushes. At one instant, each step over all symbols in order of id:
///   1. bars that end become candles; closed ones are pushed where asked for;
///   2. instruments change: listing, delivery announced seven days ahead, settlement;
///      then what a fault on purpose changed for a time comes back;
///   3. bars that begin are planned;
///   4. books get back what was taken (book, ticker, then onRefill);
///   5. prints: trade, book, ticker, then onPrint;
///   6. funding: onFunding.
/// A bar's trades are the simulation's secret until they are printed; books and
/// marks are worked out only where somebody asks.
class MarketFeed {
public:
    static constexpr Duration kTapeBehind = Duration::minutes(15); ///< printed before a symbol appears
    static constexpr Duration kDeliveryNotice = Duration::days(7);
    static constexpr std::size_t kTapeSize = 1000;
    /// Of a book that has not changed yet. A venue's first would be 1, which
    /// clients take for its restart.
    static constexpr std::uint64_t kFirstSequence = 2;

    MarketFeed(std::uint64_t seed, BookModel model, std::unique_ptr<MarketSource> source, ExchangeListener& listener);

    void setObserver(MarketObserver& observer) { m_observer = &observer; }
    /// Whether the observer wants to hear of the symbol's prints and refills.
    void watch(SymbolId symbol, bool on) { m_symbols[symbol.index]->watched = on; }

    Timestamp start() const { return m_source->start(); }
    std::optional<Timestamp> end() const { return m_source->end(); }
    /// When the market next moves; empty when it has ended.
    std::optional<Timestamp> nextTime() const;
    /// Does what is due at `now`, which is not after nextTime().
    void play(Timestamp now);

    const InstrumentTable& instruments() const { return m_instruments; }
    const Instrument& instrument(SymbolId symbol) const { return m_instruments.at(symbol); }
    std::optional<Price> last(SymbolId symbol) const { return m_symbols[symbol.index]->market.last(); }
    std::optional<Price> mark(SymbolId symbol) const { return m_symbols[symbol.index]->market.mark(); }
    /// What an order of `taker` meets, best first.
    const std::vector<BookLevel>& opposing(SymbolId symbol, Side taker) const;
    std::optional<Decimal> fundingRate(SymbolId symbol, Timestamp now) const;
    std::vector<Candle> candles(SymbolId symbol, Duration interval, Timestamp from, Timestamp to) const;
    std::optional<Candle> formingCandle(SymbolId symbol, Duration interval, Timestamp now) const;
    std::vector<TradePrint> recentTrades(SymbolId symbol) const;
    BookSnapshot book(SymbolId symbol, Timestamp now) const;
    Ticker ticker(SymbolId symbol, Timestamp now) const;

    // Faults on purpose, at `now`, after play() (MarketFeedFaults.cpp). Each returns
    // whether it found something to happen to.
    /// Until then each level of the book has that share of its quantity, and at
    /// least one lot; and there is nobody beyond the last level. A later call
    /// takes the place of an earlier one.
    bool thinBook(SymbolId symbol, const Decimal& share, Timestamp until, Timestamp now);
    bool isThin(SymbolId symbol) const { return m_symbols[symbol.index]->thinUntil.has_value(); }
    /// The price moves at once by that fraction of itself, -0.99 or more: one print
    /// of the least quantity. It does not come back by itself: every price of the
    /// source is moved by the same factor from then on, so that candles remain
    /// what was printed. Nothing where no bar is in progress.
    bool gap(SymbolId symbol, const Decimal& move, Timestamp now);
    /// Until then the symbol does not trade, and its status is Delivering: the bar
    /// in progress ends with what has been printed of it, those that begin
    /// meanwhile are flat and without volume, and trading goes on with the first
    /// bar that begins afterwards, at the source's price. Funding goes on.
    bool halt(SymbolId symbol, Timestamp until, Timestamp now);
    bool isHalted(SymbolId symbol) const { return m_symbols[symbol.index]->haltedUntil.has_value(); }
    /// For good: least quantity and notional times `factor`, rounded up; the
    /// largest market order divided by it, and not less than the least quantity.
    bool changeRules(SymbolId symbol, const Decimal& factor);

    /// One of our fills took `quantity` from the book.
    void take(SymbolId symbol, Side taker, Price price, Quantity quantity, Timestamp now);
    /// The book has changed by that, once however often it took: numbers the
    /// change; pushes the book and, where the mark has moved, the ticker, if asked for.
    void bookMoved(SymbolId symbol, Timestamp now);

    void streamBook(SymbolId symbol, bool on) { m_symbols[symbol.index]->bookStreamed = on; }
    void streamTicker(SymbolId symbol, bool on) { m_symbols[symbol.index]->tickerStreamed = on; }
    void streamTrades(SymbolId symbol, bool on) { m_symbols[symbol.index]->tradesStreamed = on; }
    void streamCandles(SymbolId symbol, Duration interval, bool on);

private:
    struct Symbol {
        Symbol(const Instrument& instrument, const BookModel& model, std::uint64_t seed, Duration barLength)
            : market(instrument, model, seed), history(instrument, barLength), interval(barLength)
        {
        }
        SymbolMarket market;
        CandleHistory history;
        Duration interval;
        std::optional<GridCandle> bar;     // in progress
        std::optional<GridCandle> printed; // of it so far
        std::vector<TradePrint> tape;  // ring
        std::size_t tapeNext = 0;
        std::uint64_t bookSequence = kFirstSequence;
        std::optional<Price> pushedMark;
        std::vector<Duration> candlesStreamed; // ascending
        Timestamp boundary; // where a bar ends or begins; kNever after the last
        Timestamp funding;
        Timestamp lifecycle; // listing, notice or settlement
        std::optional<Timestamp> thinUntil;
        std::optional<Timestamp> haltedUntil;
        std::optional<Decimal> gapFactor; // of the source's prices; empty: as they are
        bool listed = false;
        bool watched = false;
        bool bookStreamed = false;
        bool tickerStreamed = false;
        bool tradesStreamed = false;
    };
    struct Due {
        Timestamp calendar; // boundary, funding, lifecycle, end of a fault
        Timestamp print;
        Timestamp refill;
    };

    void appear(SymbolId symbol, Timestamp now);
    void endBar(SymbolId symbol, Timestamp now);
    void changeInstrument(SymbolId symbol, Timestamp now);
    void beginBar(SymbolId symbol, Timestamp now);
    void endFaults(SymbolId symbol, Timestamp now);
    static GridCandle standingBar(const Symbol& state, Timestamp openTime);
    void printTrades(SymbolId symbol, Timestamp now);
    void publish(SymbolId symbol, const TradePrint& print, Timestamp now);
    static void notePrinted(Symbol& state, const TradePrint& print);
    void keep(Symbol& state, const Instrument& instrument, const TradePrint& print);
    void fillBook(SymbolId symbol, Timestamp now, BookSnapshot& snapshot) const;
    void pushBook(SymbolId symbol, Timestamp now);
    void pushTicker(SymbolId symbol, Timestamp now);
    Timestamp nextLifecycle(SymbolId symbol, Timestamp after) const;
    void refreshCalendar(std::uint32_t index);
    void refreshMarket(std::uint32_t index);
    void refreshNext(std::uint32_t index);
    bool isOpen(SymbolId symbol) const;

    BookModel m_model;
    std::unique_ptr<MarketSource> m_source;
    ExchangeListener& m_listener;
    MarketObserver* m_observer = nullptr;
    InstrumentTable m_instruments;
    std::vector<std::unique_ptr<Symbol>> m_symbols; // by id; addresses stay
    std::vector<Due> m_due;
    std::vector<Timestamp> m_next;       // first of m_due; apart and dense: looked at before every print
    std::vector<std::uint32_t> m_dueNow; // scratch
    BookSnapshot m_pushed;               // scratch: no allocation a push
};

} // namespace breakline
