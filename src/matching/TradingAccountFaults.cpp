// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/TradingAccount.h"

#include "core/Rng.h"

#include <algorithm>

namespace breakline {

bool TradingAccount::autoDeleverage(SymbolId symbol, const Decimal& share)
{
    const Quantity held = m_ledger.position(symbol).quantity;
    const auto mark = m_feed.mark(symbol);
    const auto lots = (share * held.magnitude().lots).countOf(Decimal::fromUnits(1), Rounding::Up);
    if (held.isZero() || !mark || !lots || *lots < 1 || m_feed.isHalted(symbol))
        return false;
    VenueOrder& order =
        addVenueOrder(symbol, OrderOrigin::AutoDeleverage, std::min(Quantity {*lots}, held.magnitude()));
    // Whoever is deleveraged did not take: the other side had to trade.
    book(&order, symbol, order.state.side, *mark, order.state.quantity, Liquidity::Maker,
         ExecutionKind::AutoDeleverage);
    end(order, OrderStatus::Filled, OrderEndReason::None);
    positionChanged(symbol, &order);
    settle(symbol);
    return true;
}

bool TradingAccount::takeOver(SymbolId symbol)
{
    const Quantity held = m_ledger.position(symbol).quantity;
    if (held.isZero() || m_feed.isHalted(symbol) || m_feed.opposing(symbol, closingSide(held)).empty())
        return false;
    closeByLiquidation(symbol);
    settle(symbol);
    return true;
}

bool TradingAccount::tradeByHand(SymbolId symbol, const Decimal& times)
{
    const Instrument& instrument = m_feed.instrument(symbol);
    const Quantity held = m_ledger.position(symbol).quantity;
    PlaceRequest request;
    OrderRequest& order = request.order;
    order.symbol = symbol;
    order.side = (held.lots < 0) == times.isNegative() ? Side::Buy : Side::Sell;
    const auto& opposing = m_feed.opposing(symbol, order.side);
    const Decimal one = Decimal::fromUnits(1);
    const Decimal lots = times.abs() * (held.isZero() ? 1 : held.magnitude().lots);
    const auto wanted = lots.countOf(one, Rounding::HalfEven);
    if (opposing.empty() || !wanted)
        return false;
    const auto worthIt =
        instrument.minNotional
            .dividedBy(instrument.notional(opposing.front().price, Quantity {1}), 0, Rounding::Up)
            .countOf(one);
    order.quantity = std::max({Quantity {*wanted}, instrument.minQuantity, Quantity {worthIt.value_or(0)}});
    if (const auto& most = instrument.maxMarketQuantity)
        order.quantity = std::min(order.quantity, *most);
    if (!m_rules.check(request).isNone())
        return false;
    work(add(request, 0));
    return true;
}

bool TradingAccount::cancelStopByHand(SymbolId symbol)
{
    const auto stop = at(symbol).stop;
    if (!stop)
        return false;
    end(m_orders.at(*stop), OrderStatus::Cancelled, OrderEndReason::ByUser);
    pushPosition(symbol);
    return true;
}

bool TradingAccount::transfer(const Decimal& amount)
{
    if (amount.isZero() || (amount.isNegative() && -amount > m_rules.available()))
        return false;
    m_ledger.transfer(amount);
    LedgerLine line;
    line.number = m_lines.size() + 1;
    line.time = m_now;
    line.kind = LedgerKind::Transfer;
    line.transfer = amount;
    line.change = amount;
    line.balance = m_ledger.wallet();
    m_lines.push_back(std::move(line));
    pushWallet();
    return true;
}

std::optional<Quantity> TradingAccount::capOfBand(const VenueOrder& order)
{
    if (!order.state.reduceOnly || order.origin == OrderOrigin::TakeProfit)
        return std::nullopt;
    const auto asked = std::ranges::find_if(m_bandedStops, [&](const std::optional<SymbolId>& symbol) {
        return !symbol || *symbol == order.state.symbol;
    });
    if (asked == m_bandedStops.end())
        return std::nullopt;
    m_bandedStops.erase(asked);
    m_faults.countInjected(FaultKind::StopCancelled);
    // A function of the order alone, whatever happened before.
    Rng rng(Rng::mix(m_settings.seed, Rng::hash("stop_cancelled"), order.number));
    const std::int64_t lots = order.remaining().lots;
    if (lots == 1 || rng.chance(0.5))
        return Quantity {};
    return Quantity {rng.integer(1, lots - 1)};
}

} // namespace breakline
