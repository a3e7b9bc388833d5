// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "execution/Order.h"
#include "market/MarketEvents.h"
#include "matching/BookModel.h"
#include "matching/ExchangeListener.h"
#include "matching/MarketSource.h"
#include "matching/VenuePositionRecord.h"
#include "matching/VenueSettings.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

/// Totals since the start, exact: wallet = start + realised - fees - funding.
struct VenueTotals {
    Decimal start, realised, fees, funding, wallet, unrealised;
};

/// One linear-perpetual venue with one account, in virtual time: a market from
/// a source, a book a symbol, matching by price and time, a margin ledger, and
/// private requests that take effect after their seeded latency. Deterministic:
/// equal settings, source and requests at equal times give equal events. No
/// thread, no clock: the caller steps it.
///
/// At one instant the market goes first (matching/MarketFeed.h has its order),
/// then attached stops that become live, then requests by their number; what is
/// pushed for one match, and in which order, stands in matching/TradingAccount.h.
///
/// What is simplified, on purpose: resting orders of ours are not shown in the
/// book and never meet one another; a loss beyond a position's margin is ours;
/// settlement costs no fee; the venue's own orders (the position's stop,
/// liquidation) carry an empty client id.
class SimulatedExchange {
public:
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

    // Public questions, answered at once, at now().
    const InstrumentTable& instruments() const;
    /// Closed candles that open in [from, to], ascending, of 1m (where the source
    /// is that fine), 5m, 15m, 1h or any other multiple of the source's interval;
    /// one with a gap is left out. 24 h and 1,000 candles of 5m are kept.
    std::vector<Candle> candles(SymbolId symbol, Duration interval, Timestamp from, Timestamp to) const;
    /// The last 1,000 prints, ascending; at the start those of the last 15 minutes.
    std::vector<TradePrint> recentTrades(SymbolId symbol) const;
    BookSnapshot book(SymbolId symbol);
    Ticker ticker(SymbolId symbol);
    /// What is pushed; off at first, and changes nothing of the market. A book is
    /// pushed at each of its changes, a ticker with each trade and where the
    /// mark has moved. Candles of 5 minutes and instruments are always pushed.
    void streamBook(SymbolId symbol, bool on);
    void streamTicker(SymbolId symbol, bool on);
    void streamTrades(SymbolId symbol, bool on);

    // Private requests, sent at now(). `request` is the client's number, each
    // used once; it decides the latency. The answer comes first, then the pushes.
    // Accepted and refused alike as OrderEndReason says; a refused order never
    // existed. Reduce-only orders that close at once are cut to the position;
    // one that would rest is refused where it and those working exceed it.
    void place(std::uint64_t request, const OrderRequest& order);
    void cancel(std::uint64_t request, SymbolId symbol, const std::string& clientId);
    void cancelAll(std::uint64_t request, SymbolId symbol);
    /// Makes or changes in place the stop of the whole position.
    void setPositionStop(std::uint64_t request, SymbolId symbol, Price trigger, TriggerBy triggerBy);
    void setLeverage(std::uint64_t request, SymbolId symbol, const Decimal& leverage);
    void queryAccount(std::uint64_t request);
    void queryOrder(std::uint64_t request, SymbolId symbol, const std::string& clientId);

    // The exchange's own books, for reports and tests.
    VenueTotals totals() const;
    std::vector<VenuePositionRecord> positionRecords() const;
    std::vector<OrderUpdate> allOrders() const; ///< last state of each, in order of creation
    std::vector<Execution> allExecutions() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace breakline
