// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Rng.h"
#include "market/MarketEvents.h"
#include "matching/BookModel.h"
#include "matching/MarketSource.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace breakline {

/// A price of the source after a gap by that factor: the nearest tick, at least one.
std::int64_t gappedTicks(std::int64_t ticks, const Decimal& factor);

/// One symbol's market made out of bars: the prints inside each bar and the
/// book around them. A function of the bars, the model and the seed, whatever
/// a client does; what a client's fills took from the book is kept beside it
/// and gone at the book's next update.
///
/// The prints of a bar add up to exactly that bar (open, high, low, close,
/// volume); at each moment the book depends only on bars closed before and on
/// prints made by then, not on how often it was asked for. The last print lies
/// on the best bid where its taker sold, on the best ask where it bought.
///
/// Keeps references to the instrument and the model, which outlive it. The
/// book is drawn when it is asked for, so one thread alone may use an object,
/// its const functions included.
class SymbolMarket {
public:
    SymbolMarket(const Instrument& instrument, const BookModel& model, std::uint64_t seed);

    /// A closed bar of the past, ascending: feeds mean volume and the last price.
    void addHistory(const GridCandle& bar, Duration interval);
    /// Plans the prints of the bar that now begins; the one before has been printed.
    void beginBar(const GridCandle& bar, Duration interval);

    /// When the next planned print is due; empty when the bar has been printed.
    std::optional<Timestamp> nextPrintTime() const
    {
        if (m_nextPlanned == m_planned.size())
            return std::nullopt;
        return m_planned[m_nextPlanned].time;
    }
    /// Makes the next print: last price, signed flow and book move to it.
    TradePrint takePrint();

    // Faults on purpose.
    /// A print outside of the plan: last price, signed flow and book jump to it.
    /// What is still planned of the bar moves by the factor, and adds one to its ids.
    TradePrint jump(Price price, Quantity quantity, const Decimal& factor, Timestamp now);
    /// What is still planned of the bar is never printed.
    void dropPlanned();
    /// From now on each level shows that share of its quantity, (0, 1], and at
    /// least one lot; what our fills took is back.
    void setDepthShare(double share);

    /// Brings back what our fills took, once it is older than the refill time.
    /// Returns whether the book changed.
    bool refill(Timestamp now);
    /// When a refill is due; empty when nothing is missing.
    std::optional<Timestamp> nextRefillTime() const;

    /// Bids descending, asks ascending, what our fills took already subtracted;
    /// levels of quantity zero are left out. Empty before the first price.
    const std::vector<BookLevel>& bids() const
    {
        drawIfChanged();
        return m_bids;
    }
    const std::vector<BookLevel>& asks() const
    {
        drawIfChanged();
        return m_asks;
    }
    /// Best prices, without drawing a book that nobody has asked for.
    std::optional<Price> bestBid() const;
    std::optional<Price> bestAsk() const;
    /// Ascends with every change of the book.
    std::uint64_t bookSequence() const { return m_sequence; }
    /// Takes `quantity` from the level of `side` (Buy: bids) at `price`, down to
    /// zero; nothing where there is no such level. Times ascend.
    void take(Side side, Price price, Quantity quantity, Timestamp now);

    std::optional<Price> last() const { return m_last; }
    /// Median of best bid, best ask and last (of those that exist); empty before
    /// the first price.
    std::optional<Price> mark() const;

private:
    // All that the undisturbed book depends on, as it was at the last update.
    struct DrawState {
        Side takerSide = Side::Buy;
        std::int64_t netFlow = 0; // lots, last 60 s
        std::int64_t totalFlow = 0; // lots, last 60 s
        double lotsPerMinute = 0.0;
        std::uint64_t number = 0; // of the print
    };
    // Best prices of the undisturbed book, in ticks.
    struct Touch {
        std::int64_t bid = 0;
        std::int64_t ask = 0;
    };
    struct ClosedBar {
        std::int64_t volume = 0;
        std::int64_t lengthMs = 0;
    };
    struct FlowPrint {
        Timestamp time;
        std::int64_t signedLots = 0;
    };
    struct Taken {
        Timestamp time;
        Side side = Side::Buy;
        BookLevel level;
    };

    void closeBar(std::int64_t volume, Duration interval);
    void notePrint(const TradePrint& print);
    void drawIfChanged() const
    {
        if (m_changed)
            drawBook();
    }
    void drawBook() const;
    Touch drawTouch(std::uint64_t shape) const;
    std::optional<Touch> undrawnTouch() const;
    std::int64_t spreadTicks(double lastTicks, double noise) const;
    double lean(double noise) const;
    double depthWithin(double shareOfHalfPercent) const;

    const Instrument& m_instrument;
    const BookModel& m_model;
    std::uint64_t m_pathSeed;
    std::uint64_t m_bookSeed;
    std::vector<double> m_reach; // distance of each level from the best, share of the band

    std::vector<TradePrint> m_planned; // of the bar in progress
    std::size_t m_nextPlanned = 0;
    std::optional<ClosedBar> m_inProgress;
    std::uint64_t m_tradeId = 0;
    std::optional<Price> m_last;

    std::vector<ClosedBar> m_closed; // the depth window, ascending
    std::int64_t m_closedVolume = 0;
    std::int64_t m_closedMs = 0;
    double m_lotsPerMinute = 0.0;

    std::vector<FlowPrint> m_flow; // the last 60 s, from m_flowFirst on
    std::size_t m_flowFirst = 0;
    std::int64_t m_netFlow = 0;
    std::int64_t m_totalFlow = 0;

    DrawState m_draw;
    double m_depthShare = 1.0;
    std::vector<Taken> m_taken; // since the last print, ascending
    std::uint64_t m_sequence = 0;
    mutable bool m_changed = false;
    mutable std::vector<BookLevel> m_bids;
    mutable std::vector<BookLevel> m_asks;
};

} // namespace breakline
