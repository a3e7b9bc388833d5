// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "execution/Order.h"
#include "matching/MarginLedger.h"
#include "matching/MarketFeed.h"
#include "matching/OrderStore.h"
#include "matching/VenueSettings.h"

#include <optional>

namespace breakline {

/// What the venue accepts. Reads the account and the market, changes nothing.
/// The checks run in the order of OrderEndReason as written in check(): status
/// of the symbol, client id, quantity, price, side of the trigger, price band,
/// reduce-only, number of orders, minimum value, margin.
class OrderRules {
public:
    OrderRules(const VenueSettings& settings, const MarketFeed& feed, const MarginLedger& ledger,
               const OrderStore& orders);

    /// None where the request is accepted.
    OrderEndReason check(const OrderRequest& request) const;
    /// Whether a stop may stand there: below its reference price for a stop that
    /// sells, above for one that buys.
    OrderEndReason checkStop(SymbolId symbol, Side closingSide, Price trigger, TriggerBy triggerBy) const;
    /// Whether one more conditional order fits.
    bool hasRoomForConditional(SymbolId symbol) const;
    /// Whether opening that much at that price leaves the available balance >= 0.
    bool hasMargin(SymbolId symbol, Side side, Quantity quantity, Price price) const;

    /// Wallet less margins of positions and of working orders.
    Decimal available() const;
    /// The price that triggers: mark or last.
    std::optional<Price> reference(SymbolId symbol, TriggerBy triggerBy) const;
    /// The furthest price a taking order of `side` may reach; empty without a
    /// mark or where the instrument gives no band.
    std::optional<Price> bandEdge(SymbolId symbol, Side side) const;
    /// Remaining quantity of working (not conditional) reduce-only orders.
    Quantity workingReduceOnly(SymbolId symbol) const;

private:
    OrderEndReason checkQuantity(const Instrument& instrument, const OrderRequest& request) const;
    OrderEndReason checkPrices(const OrderRequest& request) const;
    OrderEndReason checkCounts(const OrderRequest& request) const;
    /// Of the working orders of a symbol; what would reduce the position needs none.
    Decimal orderMargin(SymbolId symbol) const;
    Decimal marginFor(SymbolId symbol, Price price, Quantity quantity) const;

    const VenueSettings& m_settings;
    const MarketFeed& m_feed;
    const MarginLedger& m_ledger;
    const OrderStore& m_orders;
};

} // namespace breakline
