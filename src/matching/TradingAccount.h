// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "matching/ExchangeListener.h"
#include "matching/FaultInjector.h"
#include "matching/LatencyModel.h"
#include "matching/LedgerLine.h"
#include "matching/MarginLedger.h"
#include "matching/MarketFeed.h"
#include "matching/MatchingEngine.h"
#include "matching/OrderRules.h"
#include "matching/OrderStore.h"
#include "matching/PositionRecorder.h"
#include "matching/VenuePosition.h"
#include "matching/VenueRequests.h"
#include "matching/VenueSettings.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

/// A private request when it takes effect: its number, and what comes back with
/// the answer.
struct RequestTag {
    std::uint64_t number = 0;
    std::uint64_t cookie = 0;
    std::optional<FaultKind> fault {}; ///< that its answer meets
};

/// Of an order that closes the position.
constexpr Side closingSide(Quantity position)
{
    return position.lots > 0 ? Side::Sell : Side::Buy;
}

/// The account's side of the exchange: orders, positions, stops, money. Its
/// requests take effect when they are called; latency is the caller's. All
/// pushes carry the time set last.
///
/// A request is answered first, then its consequences are pushed. What one
/// match does is pushed in this order: its executions; the order; the
/// position's stop and take-profit where they followed the size or went with
/// the position; reduce-only orders that no longer fit, newest first; the
/// position; the wallet; the book where we took from it. Then stops that this
/// triggers, in order of creation, each with its own pushes, liquidation before all.
/// While a symbol is halted nothing of it triggers.
class TradingAccount final : public MarketObserver {
public:
    TradingAccount(const VenueSettings& settings, const LatencyModel& latency, MarketFeed& feed,
                   FaultInjector& faults, ExchangeListener& listener);

    void setTime(Timestamp now) { m_now = now; }

    /// Nothing is done, for the fault of the tag.
    void spoil(RequestTag tag, VenueRequestKind kind, SymbolId symbol, const OrderName& order)
    {
        answer(tag, kind, symbol, OrderEndReason::Other, order);
    }

    // Requests (TradingAccount.cpp); matching/SimulatedExchange.h says what they do.
    void place(RequestTag tag, const PlaceRequest& request);
    void amend(RequestTag tag, const AmendRequest& request);
    void cancel(RequestTag tag, SymbolId symbol, const OrderName& name);
    void cancelAll(RequestTag tag, const CancelAllRequest& request);
    void setTradingStop(RequestTag tag, const TradingStopRequest& request);
    void setLeverage(RequestTag tag, SymbolId symbol, const Decimal& leverage);
    void setPositionMode(RequestTag tag, PositionMode mode);
    void setMarginMode(RequestTag tag, MarginMode mode);

    /// When the next attached stop goes live; empty where none waits.
    std::optional<Timestamp> nextStopTime() const;
    /// Makes those live that are due, in order of time, then of the fills.
    void attachDueStops();

    // Faults on purpose (TradingAccountFaults.cpp).
    // Each returns whether it found something to happen to; but for transfers
    // and the cancelled stop, nothing does in a halt.
    /// Funding at that rate now.
    bool exchangeFunding(SymbolId symbol, const Decimal& rate);
    /// The venue closes that share of the position at mark, rounded up to lots.
    bool autoDeleverage(SymbolId symbol, const Decimal& share);
    /// Liquidation, whatever the mark is.
    bool takeOver(SymbolId symbol);
    /// A market order without a client id: `times` the position, against it where
    /// negative; where there is none so many lots, a sale where negative. No less
    /// than the venue takes, and no more than one market order may be.
    bool tradeByHand(SymbolId symbol, const Decimal& times);
    /// The position's stop is cancelled.
    bool cancelStopByHand(SymbolId symbol);
    /// Positive is paid in. No more can be taken out than is available.
    bool transfer(const Decimal& amount);
    /// The next market stop that closes a position of the symbol, of any where
    /// empty, is cancelled by the price band as it triggers, with nothing or a
    /// seeded part of it filled; that counts as injected then.
    void cancelNextStop(std::optional<SymbolId> symbol) { m_bandedStops.push_back(symbol); }

    void onPrint(const TradePrint& print) override;
    void onRefill(SymbolId symbol) override { settle(symbol); }
    void onFunding(SymbolId symbol) override;
    void onSettlement(SymbolId symbol) override;

    const MarginLedger& ledger() const { return m_ledger; }
    const OrderStore& orders() const { return m_orders; }
    const std::vector<Execution>& executions() const { return m_executions; }
    const std::vector<LedgerLine>& lines() const { return m_lines; }
    /// Of the execution with that number, from 1 on; null where there is none.
    const LedgerLine* lineOf(std::uint64_t execution) const;
    std::vector<VenuePositionRecord> records() const { return m_recorder.records(m_now); }
    Decimal unrealised() const;
    WalletUpdate walletNow() const;
    VenuePosition position(SymbolId symbol) const;

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
    struct SymbolState {
        MatchingEngine book; ///< our resting orders and the queues before them
        std::optional<std::uint32_t> stop;       ///< the position's: number of the order
        std::optional<std::uint32_t> takeProfit; ///< likewise
        Decimal net; ///< realised less fees and funding
        std::optional<Timestamp> opened;
        std::optional<Timestamp> changed;
    };

    VenueOrder& add(const PlaceRequest& request, std::uint64_t number);
    void work(VenueOrder& order);

    // Amending (TradingAccountAmend.cpp).
    void amendPositionOrder(RequestTag tag, VenueOrder& order, const AmendRequest& request);
    void applyAmend(VenueOrder& order, const PlaceRequest& after);

    // Matching (TradingAccountMatching.cpp).
    /// `cap`: trades no more than that; the price band ends the rest.
    void executeMarket(VenueOrder& order, ExecutionKind kind, std::optional<Quantity> cap = std::nullopt);
    void executeLimit(VenueOrder& order);
    Quantity walkBook(SymbolId symbol, Side side, Price limit, Quantity quantity);
    void applyTakes(VenueOrder& order, ExecutionKind kind);
    void restInBook(VenueOrder& order);
    void matchResting(const TradePrint& print);
    void fillResting(const MatchingEngine::Fill& fill);
    void book(VenueOrder* order, SymbolId symbol, Side side, Price price, Quantity quantity, Liquidity liquidity,
              ExecutionKind kind);
    void addLine(const Execution& execution, const Decimal& realised);
    void forgetQueue(SymbolId symbol, Side side, Price price);

    // Stops and what else the position does by itself (TradingAccountStops.cpp).
    void scheduleStop(const VenueOrder& order);
    void attachStop(VenueOrder& order);
    void attach(VenueOrder& parent, OrderOrigin origin, const AttachedStop& wanted);
    void addPositionOrder(SymbolId symbol, OrderOrigin origin, const VenueOrder* parent, const AttachedStop& wanted);
    void changeTradingStop(SymbolId symbol, OrderOrigin origin, const AttachedStop& wanted);
    bool stands(SymbolId symbol, OrderOrigin origin, const AttachedStop& wanted) const;
    std::optional<std::uint32_t>& slotOf(SymbolId symbol, OrderOrigin origin);
    const std::optional<std::uint32_t>& slotOf(SymbolId symbol, OrderOrigin origin) const;
    TriggerDirection directionOfPositionOrder(SymbolId symbol, OrderOrigin origin) const;
    void settle(SymbolId symbol);
    bool liquidate(SymbolId symbol);
    void closeByLiquidation(SymbolId symbol);
    /// A market order of the venue's that closes so much of the position.
    VenueOrder& addVenueOrder(SymbolId symbol, OrderOrigin origin, Quantity quantity);
    std::optional<Quantity> capOfBand(const VenueOrder& order);
    bool isTriggered(const VenueOrder& order) const;
    void trigger(VenueOrder& order);
    void positionChanged(SymbolId symbol, const VenueOrder* order);
    void shrinkReduceOnly(SymbolId symbol);
    void noteCoverage(SymbolId symbol);

    // Pushes (TradingAccount.cpp).
    VenueAnswer answerTo(RequestTag tag, VenueRequestKind kind, SymbolId symbol, Refusal refusal,
                         const OrderName& order = {}) const;
    void answer(RequestTag tag, VenueRequestKind kind, SymbolId symbol, Refusal refusal, const OrderName& order = {});
    void push(VenueOrder& order);
    /// Ends an order that lives: takes it from the book and pushes it.
    void end(VenueOrder& order, OrderStatus status, OrderEndReason reason);
    void pushPosition(SymbolId symbol);
    void pushWallet();
    PositionUpdate positionOf(SymbolId symbol) const;
    void refreshWatch(SymbolId symbol);
    bool isSymbol(SymbolId symbol) const { return symbol.index < m_symbols.size(); }
    SymbolState& at(SymbolId symbol) { return m_symbols[symbol.index]; }
    const SymbolState& at(SymbolId symbol) const { return m_symbols[symbol.index]; }

    const VenueSettings& m_settings;
    LatencyModel m_latency;
    MarketFeed& m_feed;
    FaultInjector& m_faults;
    ExchangeListener& m_listener;
    Timestamp m_now;
    MarginLedger m_ledger;
    OrderStore m_orders;
    PositionRecorder m_recorder;
    OrderRules m_rules;
    std::vector<Execution> m_executions;
    std::vector<LedgerLine> m_lines;
    std::vector<std::size_t> m_lineOfExecution; ///< place in m_lines
    std::vector<SymbolState> m_symbols;      ///< by id
    std::vector<PendingStop> m_pendingStops; ///< by time, then by fill
    std::vector<std::optional<SymbolId>> m_bandedStops; ///< asked for by cancelNextStop(), in order
    MatchingEngine m_visible;                ///< scratch: the book an order of ours walks
    std::vector<Take> m_takes;               ///< scratch
};

} // namespace breakline
