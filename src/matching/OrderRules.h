// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "execution/Order.h"
#include "matching/MarginLedger.h"
#include "matching/MarketFeed.h"
#include "matching/OrderStore.h"
#include "matching/VenueRefusal.h"
#include "matching/VenueSettings.h"

#include <optional>

namespace breakline {

/// Why a request is refused, if it is.
struct Refusal {
    Refusal(OrderEndReason why, RefusalDetail more = RefusalDetail::None) : reason(why), detail(more) {}

    bool isNone() const { return reason == OrderEndReason::None; }

    OrderEndReason reason;
    RefusalDetail detail;
};

/// What the venue accepts. Reads the account and the market, changes nothing.
/// The checks run in the order of OrderEndReason as written in check(): status
/// of the symbol, client id, quantity, price, side of the trigger, price band,
/// reduce-only, number of orders, minimum value, margin.
class OrderRules {
public:
    OrderRules(const VenueSettings& settings, const MarketFeed& feed, const MarginLedger& ledger,
               const OrderStore& orders);

    /// None where the request is accepted.
    Refusal check(const PlaceRequest& request) const;
    /// Whether a live order of a client may become `after`, which differs from it;
    /// not whether there is margin for it.
    Refusal checkAmend(const VenueOrder& order, const PlaceRequest& after) const;
    /// Whether a trigger may stand there: below its reference price to wait for a
    /// fall, above to wait for a rise.
    Refusal checkTrigger(SymbolId symbol, TriggerDirection direction, Price trigger, TriggerBy triggerBy) const;
    /// Whether so many more conditional orders fit.
    bool hasRoomForConditional(SymbolId symbol, int more = 1) const;
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
    Refusal checkPrices(const PlaceRequest& request) const;
    Refusal checkAttached(const PlaceRequest& request) const;
    OrderEndReason checkBand(const OrderRequest& request) const;
    Refusal checkCounts(const PlaceRequest& request) const;
    /// Of the working orders of a symbol; what would reduce the position needs none.
    Decimal orderMargin(SymbolId symbol) const;
    Decimal marginFor(SymbolId symbol, Price price, Quantity quantity) const;

    const VenueSettings& m_settings;
    const MarketFeed& m_feed;
    const MarginLedger& m_ledger;
    const OrderStore& m_orders;
};

} // namespace breakline
