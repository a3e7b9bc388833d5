// SPDX-License-Identifier: GPL-3.0-or-later
#include "execution/OrderChoice.h"

#include "execution/TradingCosts.h"

#include <algorithm>
#include <utility>

namespace breakline {

namespace {

// price * (1 + sign * rate) on the tick grid, at least one tick.
Price scaled(Price price, const Decimal& rate, int sign, Rounding rounding)
{
    const Decimal one = Decimal::fromUnits(1);
    const Decimal factor = sign > 0 ? one + rate : one - rate;
    const auto ticks = (factor * price.ticks).countOf(one, rounding);
    if (!ticks)
        failInvariant("price overflow");
    return Price{std::max<std::int64_t>(1, *ticks)};
}

bool beyond(Side side, Price price, Price cap)
{
    return side == Side::Buy ? price > cap : price < cap;
}

OrderRequest request(std::string clientId, SymbolId symbol, Side side, Quantity quantity)
{
    OrderRequest order;
    order.clientId = std::move(clientId);
    order.symbol = symbol;
    order.side = side;
    order.quantity = quantity;
    return order;
}

} // namespace

std::string_view toText(OrderChoiceRefusal::Reason reason)
{
    switch (reason) {
    case OrderChoiceRefusal::Reason::SpreadTooWide: return "spread_too_wide";
    case OrderChoiceRefusal::Reason::BeyondPriceCap: return "beyond_price_cap";
    case OrderChoiceRefusal::Reason::NoQuote: return "no_quote";
    }
    return {};
}

std::optional<double> Quote::spreadBps() const
{
    if (!bid || !ask)
        return std::nullopt;
    const double mid = (static_cast<double>(bid->ticks) + static_cast<double>(ask->ticks)) / 2.0;
    return static_cast<double>(*ask - *bid) / mid * 1e4;
}

Price entryPriceCap(Side side, Price decisionPrice, double bps)
{
    return scaled(decisionPrice, rateFromBps(bps), signOf(side),
                  side == Side::Buy ? Rounding::Down : Rounding::Up);
}

std::expected<OrderTerms, OrderChoiceRefusal> chooseEntryTerms(Side side, bool crossesAtOnce, ChildStep step,
                                                               const Quote& quote, Price cap,
                                                               const ExecutionParameters& parameters,
                                                               const Instrument& instrument)
{
    using Reason = OrderChoiceRefusal::Reason;
    const auto spread = quote.spreadBps();
    if (spread && *spread > parameters.spreadWidenBps)
        return std::unexpected(OrderChoiceRefusal{Reason::SpreadTooWide, *spread, parameters.spreadWidenBps});

    const bool passive = parameters.postOnly
        || (step == ChildStep::First && !crossesAtOnce && parameters.useLimitOrders && parameters.enableIceberg
            && spread.has_value());
    if (passive) {
        const auto best = quote.best(side);
        if (!spread || !best)
            return std::unexpected(OrderChoiceRefusal{Reason::NoQuote, 0.0, 0.0});
        const Price wanted = scaled(*best, rateFromBps(parameters.limitOffsetBps), -signOf(side),
                                    side == Side::Buy ? Rounding::Down : Rounding::Up);
        return OrderTerms{OrderType::Limit, TimeInForce::PostOnly, beyond(side, wanted, cap) ? cap : wanted};
    }

    // Where the market has left the cap, a child could not fill.
    if (const auto opposite = quote.best(breakline::opposite(side)); opposite && beyond(side, *opposite, cap))
        return std::unexpected(OrderChoiceRefusal{Reason::BeyondPriceCap, instrument.toDouble(*opposite),
                                                  instrument.toDouble(cap)});
    return OrderTerms{OrderType::Limit,
                      parameters.fillOrKill ? TimeInForce::FillOrKill : TimeInForce::ImmediateOrCancel, cap};
}

OrderRequest entryOrder(std::string clientId, SymbolId symbol, Side side, Quantity quantity,
                        const OrderTerms& terms, const AttachedStop& stop)
{
    OrderRequest order = request(std::move(clientId), symbol, side, quantity);
    order.type = terms.type;
    order.timeInForce = terms.timeInForce;
    order.price = terms.price;
    order.stop = stop;
    return order;
}

OrderRequest marketExitOrder(std::string clientId, SymbolId symbol, Side side, Quantity quantity)
{
    OrderRequest order = request(std::move(clientId), symbol, side, quantity);
    order.type = OrderType::Market;
    order.timeInForce = TimeInForce::ImmediateOrCancel;
    order.reduceOnly = true;
    return order;
}

OrderRequest bandEdgeExitOrder(std::string clientId, SymbolId symbol, Side side, Quantity quantity, Price mark,
                               const Instrument& instrument)
{
    OrderRequest order = request(std::move(clientId), symbol, side, quantity);
    order.type = OrderType::Limit;
    order.timeInForce = TimeInForce::ImmediateOrCancel;
    order.price = bandEdge(side, mark, instrument);
    order.reduceOnly = true;
    return order;
}

OrderRequest targetOrder(std::string clientId, SymbolId symbol, Side side, Quantity quantity, Price price)
{
    OrderRequest order = request(std::move(clientId), symbol, side, quantity);
    order.type = OrderType::Limit;
    order.timeInForce = TimeInForce::GoodTillCancel;
    order.price = price;
    order.reduceOnly = true;
    return order;
}

OrderRequest separateStopOrder(std::string clientId, SymbolId symbol, Side side, Quantity quantity,
                               Price trigger, TriggerBy triggerBy)
{
    OrderRequest order = request(std::move(clientId), symbol, side, quantity);
    order.type = OrderType::StopMarket;
    order.timeInForce = TimeInForce::ImmediateOrCancel;
    order.trigger = trigger;
    order.triggerBy = triggerBy;
    order.reduceOnly = true;
    order.closeOnTrigger = true;
    return order;
}

Price bandEdge(Side side, Price mark, const Instrument& instrument)
{
    return scaled(mark, instrument.priceBand, signOf(side), side == Side::Buy ? Rounding::Down : Rounding::Up);
}

std::vector<Quantity> splitAtMaximum(Quantity quantity, const Instrument& instrument)
{
    std::vector<Quantity> pieces;
    const Quantity largest = instrument.maxMarketQuantity.value_or(quantity);
    while (quantity.lots > 0 && largest.lots > 0) {
        pieces.push_back(std::min(quantity, largest));
        quantity -= pieces.back();
    }
    return pieces;
}

} // namespace breakline
