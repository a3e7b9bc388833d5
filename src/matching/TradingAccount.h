// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "matching/ExchangeListener.h"
#include "matching/LatencyModel.h"
#include "matching/MarginLedger.h"
#include "matching/MarketFeed.h"
#include "matching/MatchingEngine.h"
#include "matching/OrderRules.h"
#include "matching/OrderStore.h"
#include "matching/PositionRecorder.h"
#include "matching/VenueSettings.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

/// The account's side of the exchange: orders, positions, stops, money. Its
/// requests take effect when they are called; latency is the caller's. All
/// pushes carry the time set last.
///
/// A request is answered first, then its consequences are pushed. What one
/// match does is pushed in this order: its executions; the order; the
/// position's stop where it followed the size or went with the position;
/// reduce-only orders that no longer fit, newest first; the position; the
/// wallet; the book where we took from it. Then stops that this triggers, in
/// order of creation, each with its own pushes, liquidation before all.
class TradingAccount final : public MarketObserver {
public:
    TradingAccount(const VenueSettings& settings, const LatencyModel& latency, MarketFeed& feed,
                   ExchangeListener& listener);

    void setTime(Timestamp now) { m_now = now; }

    void place(std::uint64_t request, const OrderRequest& order);
    void cancel(std::uint64_t request, SymbolId symbol, const std::string& clientId);
    void cancelAll(std::uint64_t request, SymbolId symbol);
    void setPositionStop(std::uint64_t request, SymbolId symbol, Price trigger, TriggerBy triggerBy);
    void setLeverage(std::uint64_t request, SymbolId symbol, const Decimal& leverage);
    void queryAccount(std::uint64_t request);
    void queryOrder(std::uint64_t request, SymbolId symbol, const std::string& clientId);

    /// When the next attached stop goes live; empty where none waits.
    std::optional<Timestamp> nextStopTime() const;
    /// Makes those live that are due, in order of time, then of the fills.
    void attachDueStops();

    void onPrint(const TradePrint& print) override;
    void onRefill(SymbolId symbol) override { settle(symbol); }
    void onFunding(SymbolId symbol) override;
    void onSettlement(SymbolId symbol) override;

    const MarginLedger& ledger() const { return m_ledger; }
    const OrderStore& orders() const { return m_orders; }
    const std::vector<Execution>& executions() const { return m_executions; }
    std::vector<VenuePositionRecord> records() const { return m_recorder.records(m_now); }
    Decimal unrealised() const;

private:
    struct PendingStop {
        Timestamp due;
        SymbolId symbol;
        std::uint32_t order = 0;
    };
    struct Take {
        Price price;
        Quantity quantity;
        bool fromBook = true;
    };

    // Matching (TradingAccountMatching.cpp).
    void executeMarket(VenueOrder& order, ExecutionKind kind);
    void executeLimit(VenueOrder& order);
    Quantity walkBook(SymbolId symbol, Side side, Price limit, Quantity quantity);
    void applyTakes(VenueOrder& order, ExecutionKind kind);
    void restInBook(VenueOrder& order);
    void matchResting(const TradePrint& print);
    void fillResting(const MatchingEngine::Fill& fill);
    void book(VenueOrder* order, SymbolId symbol, Side side, Price price, Quantity quantity, Liquidity liquidity,
              ExecutionKind kind);
    void forgetQueue(SymbolId symbol, Side side, Price price);

    // Stops and what else the position does by itself (TradingAccountStops.cpp).
    void scheduleStop(const VenueOrder& order);
    void attachStop(VenueOrder& order);
    void addPositionStop(SymbolId symbol, const std::string& parent, Price trigger, TriggerBy triggerBy);
    void settle(SymbolId symbol);
    bool liquidate(SymbolId symbol);
    bool isTriggered(const VenueOrder& order) const;
    void trigger(VenueOrder& order);
    void positionChanged(SymbolId symbol, const VenueOrder* order);
    void shrinkReduceOnly(SymbolId symbol);
    void noteCoverage(SymbolId symbol);

    // Pushes (TradingAccount.cpp).
    void answer(std::uint64_t request, OrderEndReason reason, const std::string& clientId, SymbolId symbol);
    void push(VenueOrder& order);
    /// Ends an order that lives: takes it from the book and pushes it.
    void end(VenueOrder& order, OrderStatus status, OrderEndReason reason);
    void pushPosition(SymbolId symbol);
    void pushWallet();
    PositionUpdate positionOf(SymbolId symbol) const;
    WalletUpdate walletNow() const;
    void refreshWatch(SymbolId symbol);
    bool isSymbol(SymbolId symbol) const { return symbol.index < m_books.size(); }

    const VenueSettings& m_settings;
    LatencyModel m_latency;
    MarketFeed& m_feed;
    ExchangeListener& m_listener;
    Timestamp m_now;
    MarginLedger m_ledger;
    OrderStore m_orders;
    PositionRecorder m_recorder;
    OrderRules m_rules;
    std::vector<Execution> m_executions;
    std::vector<MatchingEngine> m_books; ///< by symbol: our resting orders and the queues before them
    std::vector<std::optional<std::uint32_t>> m_positionStops; ///< by symbol: number of the order
    std::vector<PendingStop> m_pendingStops;                   ///< by time, then by fill
    MatchingEngine m_visible;                                  ///< scratch: the book an order of ours walks
    std::vector<Take> m_takes;                                 ///< scratch
};

} // namespace breakline
