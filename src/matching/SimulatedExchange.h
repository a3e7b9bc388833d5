// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/MarketEvents.h"
#include "matching/BookModel.h"
#include "matching/ExchangeListener.h"
#include "matching/FaultInjector.h"
#include "matching/LedgerLine.h"
#include "matching/MarketSource.h"
#include "matching/OrderStore.h"
#include "matching/StreamOutages.h"
#include "matching/VenuePosition.h"
#include "matching/VenuePositionRecord.h"
#include "matching/VenueRequests.h"
#include "matching/VenueSettings.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

/// Totals since the start, exact: wallet = start + realised - fees - funding + transfers.
struct VenueTotals {
    Decimal start, realised, fees, funding, wallet, unrealised;
    Decimal transfers; ///< positive when paid in
};

/// One linear-perpetual venue with one account, in virtual time: a market from
/// a source, a book a symbol, matching by price and time, a margin ledger, and
/// private requests that take effect after their seeded latency. Deterministic:
/// equal settings, source and requests at equal times give equal events. No
/// thread, no clock: the caller steps it.
///
/// At one instant the market goes first (matching/MarketFeed.h has its order),
/// then attached stops that become live, then faults on purpose that are due, then
/// requests by their number; what is pushed for one match, and in which order,
/// stands in matching/TradingAccount.h.
///
/// What is simplified, on purpose: resting orders of ours are not shown in the
/// book and never meet one another; a loss beyond a position's margin is ours;
/// settlement costs no fee; the venue's own orders (the position's stop and
/// take-profit, liquidation, auto-deleveraging) carry an empty client id, and so
/// do those of a person. The account is one-way with isolated margin.
class SimulatedExchange {
public:
    /// No book, pushed or asked for, has more levels a side.
    static constexpr int kMaxBookLevels = BookModel::kMaxLevelsPerSide;

    SimulatedExchange(VenueSettings settings, BookModel model, std::unique_ptr<MarketSource> source,
                      ExchangeListener& listener);
    ~SimulatedExchange();
    SimulatedExchange(const SimulatedExchange&) = delete;
    SimulatedExchange& operator=(const SimulatedExchange&) = delete;

    Timestamp now() const;
    /// When the next thing happens; empty when the source has ended and nothing is due.
    std::optional<Timestamp> nextEventTime() const;
    /// Does all that is due at the next instant, if that is not after `limit`;
    /// otherwise moves the clock to `limit`. Returns whether something happened.
    bool step(Timestamp limit);
    /// When the source's last complete candle closes; empty for an endless one.
    std::optional<Timestamp> endOfData() const;
    const VenueSettings& settings() const;

    // Public questions, answered at once, at now().
    const InstrumentTable& instruments() const;
    /// Closed candles that open in [from, to], ascending, of 1m (where the source
    /// is that fine), 5m, 15m, 1h or any other multiple of the source's interval;
    /// one with a gap is left out. 24 h and 1,000 candles of 5m are kept.
    std::vector<Candle> candles(SymbolId symbol, Duration interval, Timestamp from, Timestamp to) const;
    /// The candle in progress, from what has traded since it opened; empty where
    /// nothing has, where a bar of it is missing, or where the interval is no
    /// multiple of the source's.
    std::optional<Candle> formingCandle(SymbolId symbol, Duration interval) const;
    /// The last 1,000 prints, ascending; at the start those of the last 15 minutes.
    std::vector<TradePrint> recentTrades(SymbolId symbol) const;
    /// Its sequence rises by exactly 1 with each change, whoever streams; at
    /// every change the book is pushed once to those who do. Of one symbol,
    /// equal sequences are equal books, outside of step().
    BookSnapshot book(SymbolId symbol) const;
    Ticker ticker(SymbolId symbol) const;

    // What is pushed; off at first, and changes nothing of the market. A book is
    // pushed at each of its changes, a ticker with each trade and where the mark
    // has moved, a closed candle at its close. Instruments are always pushed. A
    // new subscriber of book or ticker is owed a snapshot before time moves on,
    // after all else of the instant: whoever serves it asks book() or ticker()
    // then, in the order of the subscriptions; the exchange pushes none.
    void streamBook(SymbolId symbol, bool on);
    void streamTicker(SymbolId symbol, bool on);
    void streamTrades(SymbolId symbol, bool on);
    /// Of any interval that candles() knows; each is switched by itself.
    void streamCandles(SymbolId symbol, Duration interval, bool on);

    // Private requests, sent at now(). The exchange numbers them from 1 as they
    // come, whoever sends them; the latency is a function of seed and number
    // alone. Returns when the request takes effect and is answered: in order of
    // that time, then of number. `cookie` comes back with the answer. The answer
    // comes first, then the pushes. A refused order never existed. Reduce-only
    // orders that close at once are cut to the position; one that would rest is
    // refused where it and those working exceed it.
    Timestamp place(std::uint64_t cookie, const PlaceRequest& request);
    /// The place in the queue is lost when the price changes or the quantity
    /// rises, kept when the quantity only falls. A post-only order whose new price
    /// would take is cancelled. The position's stop and take-profit can be amended
    /// by venue id in their trigger alone.
    Timestamp amend(std::uint64_t cookie, const AmendRequest& request);
    /// Of the position's stop too, by venue id.
    Timestamp cancel(std::uint64_t cookie, SymbolId symbol, const OrderName& order);
    Timestamp cancelAll(std::uint64_t cookie, const CancelAllRequest& request);
    /// Makes, changes in place or cancels the stop and take-profit of the whole position.
    Timestamp setTradingStop(std::uint64_t cookie, const TradingStopRequest& request);
    Timestamp setLeverage(std::uint64_t cookie, SymbolId symbol, const Decimal& leverage);
    /// Only one-way and isolated are there: asked for, they are "not modified",
    /// and anything else is refused.
    Timestamp setPositionMode(std::uint64_t cookie, PositionMode mode);
    Timestamp setMarginMode(std::uint64_t cookie, MarginMode mode);
    /// A question of any kind about the account: at its due time onQueryDue() is
    /// called, and what follows below reads as of then.
    Timestamp query(std::uint64_t cookie);
    /// Private requests received so far.
    std::uint64_t requestCount() const;
    /// How many of them have not been answered yet.
    std::size_t pendingRequests() const;

    // The account as of now(), for answers, reports and tests. References stay
    // valid until the next step().
    WalletUpdate wallet() const;
    VenuePosition position(SymbolId symbol) const; ///< also of a flat one
    std::vector<VenuePosition> positions() const;  ///< open ones, by symbol
    const std::deque<VenueOrder>& orders() const;  ///< last state of each, in order of creation
    /// Those that live, in order of creation; of one symbol or all.
    std::vector<const VenueOrder*> liveOrders(std::optional<SymbolId> symbol) const;
    /// Empty where the venue knows no such order of that symbol.
    const VenueOrder* findOrder(SymbolId symbol, const OrderName& name) const;
    const std::vector<Execution>& executions() const; ///< in order; numbered from 1 in venueTradeId
    const std::vector<LedgerLine>& ledger() const; ///< one an execution, in the same order, and one a transfer
    /// Of the execution with that number, from 1 on; null where there is none.
    const LedgerLine* ledgerLineOf(std::uint64_t execution) const;
    VenueTotals totals() const;
    std::vector<VenuePositionRecord> positionRecords() const;
    std::vector<OrderUpdate> allOrders() const; ///< the states of orders()
    std::vector<Execution> allExecutions() const;

    // What goes wrong on purpose (VenueSettings::faults). A request meets its fault
    // when it is sent; the listener hears of it when it is due, and does with the
    // answer what the fault says. Of pushes and sockets only the listener knows
    // whether they reach anybody: it asks faults() before each push that leaves,
    // counts what of onStreamFault() it has carried out, and asks outages() what
    // is shut. A thaw is an instant at which something happens.
    FaultInjector& faults();
    const FaultInjector& faults() const;
    StreamOutages& outages();
    const StreamOutages& outages() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace breakline
