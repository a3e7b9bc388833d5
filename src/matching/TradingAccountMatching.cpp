// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/TradingAccount.h"

#include "matching/VenueIds.h"

#include <algorithm>
#include <limits>

namespace breakline {

namespace {

// Who an order in the books belongs to.
constexpr MatchingEngine::ParticipantId kMarket = 0;
constexpr MatchingEngine::ParticipantId kAccount = 1;

constexpr Price kAnyBuyPrice {std::numeric_limits<std::int64_t>::max() / 2};
constexpr Price kAnySellPrice {1};

constexpr bool isBeyond(Side side, Price price, Price limit)
{
    return side == Side::Buy ? price > limit : price < limit;
}

/// `bps` worse than `price` for a taker of `side`, rounded against it.
Price slipped(Price price, Side side, const Decimal& bps)
{
    const Decimal one = Decimal::fromUnits(1);
    const Decimal part = bps * Decimal::fromUnits(1, 4);
    const Decimal factor = side == Side::Buy ? one + part : one - part;
    const auto ticks = (factor * price.ticks).countOf(one, side == Side::Buy ? Rounding::Up : Rounding::Down);
    return Price {ticks ? std::max<std::int64_t>(*ticks, 1) : price.ticks};
}

} // namespace

Quantity TradingAccount::walkBook(SymbolId symbol, Side side, Price limit, Quantity quantity)
{
    m_takes.clear();
    m_visible.clear();
    for (const BookLevel& level : m_feed.opposing(symbol, side)) {
        if (isBeyond(side, level.price, limit))
            break;
        m_visible.rest(opposite(side), level.price, level.quantity, 0, kMarket);
    }
    return m_visible.take(side, limit, quantity, [this](const MatchingEngine::Fill& fill) {
        m_takes.push_back(Take {fill.price, fill.quantity, true});
    });
}

void TradingAccount::applyTakes(VenueOrder& order, ExecutionKind kind)
{
    const SymbolId symbol = order.state.symbol;
    for (const Take& take : m_takes) {
        if (take.fromBook)
            m_feed.take(symbol, order.state.side, take.price, take.quantity, m_now);
        book(&order, symbol, order.state.side, take.price, take.quantity, Liquidity::Taker, kind);
    }
}

void TradingAccount::executeMarket(VenueOrder& order, ExecutionKind kind, std::optional<Quantity> cap)
{
    const SymbolId symbol = order.state.symbol;
    const Side side = order.state.side;
    Quantity wanted = order.remaining();
    OrderEndReason reason = OrderEndReason::NoLiquidity;
    std::optional<Price> edge;
    if (kind != ExecutionKind::Liquidation) {
        edge = m_rules.bandEdge(symbol, side);
        // A stop that triggers for more than a market order may be trades that much.
        const auto& most = m_feed.instrument(symbol).maxMarketQuantity;
        if (most && wanted > *most) {
            wanted = *most;
            reason = OrderEndReason::InvalidQuantity;
        }
    }
    if (cap)
        wanted = std::min(wanted, *cap);
    const Price limit = edge.value_or(side == Side::Buy ? kAnyBuyPrice : kAnySellPrice);
    const auto& levels = m_feed.opposing(symbol, side);
    const std::optional<Price> last = levels.empty() ? std::nullopt : std::optional(levels.back().price);
    const Quantity found = walkBook(symbol, side, limit, wanted);
    if (found < wanted) {
        reason = OrderEndReason::NoLiquidity;
        // The venue finds somebody for what it liquidates.
        if (last && (!m_feed.isThin(symbol) || kind == ExecutionKind::Liquidation)) {
            // Beyond what is visible: at the last level and the slippage, as far as the band.
            const Price price = slipped(*last, side, m_settings.paperSlippageBps);
            if (isBeyond(side, price, limit))
                reason = OrderEndReason::PriceBand;
            else
                m_takes.push_back(Take {price, wanted - found, false});
        }
    }
    applyTakes(order, kind);
    const bool traded = !m_takes.empty();
    const bool complete = order.remaining().isZero();
    if (cap)
        reason = OrderEndReason::PriceBand;
    end(order, complete ? OrderStatus::Filled : OrderStatus::Cancelled,
        complete ? OrderEndReason::None : reason);
    if (traded) {
        positionChanged(symbol, &order);
        m_feed.bookMoved(symbol, m_now);
    }
}

void TradingAccount::executeLimit(VenueOrder& order)
{
    const SymbolId symbol = order.state.symbol;
    const Side side = order.state.side;
    const Price limit = *order.state.price;
    const TimeInForce timeInForce = order.state.timeInForce;
    const Quantity wanted = order.remaining();
    const Quantity found = walkBook(symbol, side, limit, wanted);
    if (timeInForce == TimeInForce::PostOnly && !found.isZero())
        return end(order, OrderStatus::Cancelled, OrderEndReason::PostOnlyWouldTake);
    if (timeInForce == TimeInForce::FillOrKill && found < wanted)
        return end(order, OrderStatus::Cancelled, OrderEndReason::NoLiquidity);
    applyTakes(order, ExecutionKind::Trade);
    if (found == wanted) {
        end(order, OrderStatus::Filled, OrderEndReason::None);
    } else if (timeInForce == TimeInForce::ImmediateOrCancel) {
        end(order, OrderStatus::Cancelled, OrderEndReason::NoLiquidity);
    } else {
        restInBook(order);
        if (!found.isZero()) {
            order.state.status = OrderStatus::PartiallyFilled;
            push(order);
        } else if (order.state.status == OrderStatus::Triggered) {
            order.state.status = OrderStatus::Acknowledged;
            push(order);
        }
    }
    if (!found.isZero()) {
        positionChanged(symbol, &order);
        m_feed.bookMoved(symbol, m_now);
    }
}

void TradingAccount::restInBook(VenueOrder& order)
{
    const SymbolId symbol = order.state.symbol;
    const Side side = order.state.side;
    const Price price = *order.state.price;
    MatchingEngine& engine = at(symbol).book;

    // A price that the book does not show stands behind as much as the next level
    // outwards, beyond the last one as much as that: others rest there too. Only
    // a price better than the best has nobody before it.
    Quantity visible;
    bool isBest = true;
    for (const BookLevel& level : m_feed.opposing(symbol, opposite(side))) {
        const bool better = side == Side::Buy ? price > level.price : price < level.price;
        if (better && isBest)
            break;
        isBest = false;
        visible = level.quantity;
        if (better || level.price == price)
            break;
    }
    // The market's part of the queue that already stands there for an earlier order of ours.
    Quantity ahead = engine.quantityAt(side, price);
    for (const std::uint32_t number : m_orders.live(symbol)) {
        const VenueOrder& other = m_orders.at(number);
        if (other.state.side == side && other.state.price == price)
            ahead -= engine.remaining(other.handle);
    }
    if (visible > ahead)
        engine.rest(side, price, visible - ahead, 0, kMarket);
    order.handle = engine.rest(side, price, order.remaining(), order.number, kAccount);
}

void TradingAccount::onPrint(const TradePrint& print)
{
    if (at(print.symbol).book.size() != 0)
        matchResting(print);
    settle(print.symbol);
}

void TradingAccount::matchResting(const TradePrint& print)
{
    MatchingEngine& engine = at(print.symbol).book;
    for (const Side resting : {Side::Buy, Side::Sell}) {
        const Side taker = opposite(resting);
        // The market traded beyond these, so the queue before them is gone; ours
        // get at most what was printed, each at its price: no more is known to
        // have traded.
        const Price through = resting == Side::Buy ? print.price + 1 : print.price - 1;
        Quantity left = print.quantity;
        while (const auto fill = engine.takeOne(taker, through, left))
            if (fill->participant == kAccount) {
                left -= fill->quantity;
                fillResting(*fill);
            }
        // At the price itself, what is left of the print eats the queue from its front.
        while (const auto fill = engine.takeOne(taker, print.price, left)) {
            left -= fill->quantity;
            if (fill->participant == kAccount)
                fillResting(*fill);
        }
    }
}

void TradingAccount::fillResting(const MatchingEngine::Fill& fill)
{
    VenueOrder& order = m_orders.at(static_cast<std::uint32_t>(fill.order));
    const SymbolId symbol = order.state.symbol;
    book(&order, symbol, order.state.side, fill.price, fill.quantity, Liquidity::Maker, ExecutionKind::Trade);
    if (fill.completed) {
        end(order, OrderStatus::Filled, OrderEndReason::None);
        forgetQueue(symbol, order.state.side, fill.price);
    } else {
        order.state.status = OrderStatus::PartiallyFilled;
        push(order);
    }
    positionChanged(symbol, &order);
}

void TradingAccount::book(VenueOrder* order, SymbolId symbol, Side side, Price price, Quantity quantity,
                          Liquidity liquidity, ExecutionKind kind)
{
    const Instrument& instrument = m_feed.instrument(symbol);
    Execution execution;
    execution.venueTradeId = venueIdText('t', m_executions.size() + 1);
    execution.symbol = symbol;
    execution.kind = kind;
    execution.side = side;
    execution.price = price;
    execution.quantity = quantity;
    execution.liquidity = liquidity;
    execution.time = m_now;
    // A settlement is not a trade: the venue's rates do not name a fee for it.
    if (kind != ExecutionKind::Settlement) {
        execution.fee = MarginLedger::feeOf(instrument.notional(price, quantity),
                                            liquidity == Liquidity::Maker ? instrument.makerFeeRate
                                                                          : instrument.takerFeeRate);
    }
    if (order != nullptr) {
        execution.clientId = order->state.clientId;
        execution.venueId = order->state.venueId;
        order->state.filled += quantity;
        order->fees += execution.fee;
        order->cost += instrument.toDecimal(price) * quantity.lots;
        order->state.averagePrice = order->cost.dividedBy(Decimal::fromUnits(order->state.filled.lots),
                                                          MarginLedger::kAverageScale, Rounding::HalfEven);
    }
    const auto effect = m_ledger.fill(symbol, side, price, quantity, execution.fee);
    m_recorder.onFill(symbol, m_now, effect, m_ledger.position(symbol).quantity, execution.fee);
    SymbolState& state = at(symbol);
    // Opened from flat or turned around.
    if (!effect.opened.isZero() && m_ledger.position(symbol).quantity.magnitude() == effect.opened)
        state.opened = m_now;
    state.changed = m_now;
    m_executions.push_back(execution);
    addLine(execution, effect.realised);
    m_listener.onExecution(execution);
}

void TradingAccount::addLine(const Execution& execution, const Decimal& realised)
{
    LedgerLine line;
    line.number = m_lines.size() + 1;
    line.time = execution.time;
    line.symbol = execution.symbol;
    line.kind = ledgerKindOf(execution.kind);
    line.side = execution.side;
    line.price = execution.price;
    line.quantity = execution.quantity;
    line.position = m_ledger.position(execution.symbol).quantity;
    line.realised = realised;
    (execution.kind == ExecutionKind::Funding ? line.funding : line.fee) = execution.fee;
    line.change = realised - execution.fee;
    line.balance = m_ledger.wallet();
    line.venueTradeId = execution.venueTradeId;
    line.venueId = execution.venueId;
    line.clientId = execution.clientId;
    at(execution.symbol).net += line.change;
    m_lineOfExecution.push_back(m_lines.size());
    m_lines.push_back(std::move(line));
}

const LedgerLine* TradingAccount::lineOf(std::uint64_t execution) const
{
    if (execution == 0 || execution > m_lineOfExecution.size())
        return nullptr;
    return &m_lines[m_lineOfExecution[execution - 1]];
}

void TradingAccount::forgetQueue(SymbolId symbol, Side side, Price price)
{
    const MatchingEngine& engine = at(symbol).book;
    for (const std::uint32_t number : m_orders.live(symbol)) {
        const VenueOrder& other = m_orders.at(number);
        if (other.state.side == side && other.state.price == price
            && !engine.remaining(other.handle).isZero())
            return;
    }
    at(symbol).book.clearLevel(side, price);
}

} // namespace breakline
