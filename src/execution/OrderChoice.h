// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Units.h"
#include "execution/ExecutionParameters.h"
#include "execution/Order.h"
#include "market/Instrument.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace breakline {

/// What a book shows to an order; empty is unknown. `depth5bpsUsd` is the sum of
/// size times price within 5 bps of mid, of the side that the order takes.
struct Quote {
    std::optional<Price> bid;
    std::optional<Price> ask;
    std::optional<double> depth5bpsUsd;

    /// Of the mid; empty where a side is unknown.
    std::optional<double> spreadBps() const;
    std::optional<Price> best(Side side) const { return side == Side::Buy ? bid : ask; }
};

/// What kind of order a child is; becomes fields of an OrderRequest.
struct OrderTerms {
    OrderType type = OrderType::Market;
    TimeInForce timeInForce = TimeInForce::GoodTillCancel;
    std::optional<Price> price;

    /// It rests until it fills, is cancelled or its time-out ends.
    bool rests() const
    {
        return timeInForce == TimeInForce::PostOnly
            || (type == OrderType::Limit && timeInForce == TimeInForce::GoodTillCancel);
    }
    friend bool operator==(const OrderTerms&, const OrderTerms&) = default;
};

/// Which try of a slice a child is.
enum class ChildStep : std::uint8_t {
    First, ///< passive, unless the entry is one that crosses at once
    Cross  ///< what the passive child left over
};

struct OrderChoiceRefusal {
    enum class Reason : std::uint8_t {
        SpreadTooWide,  ///< bps against spread_widen_bps
        BeyondPriceCap, ///< price against the cap
        NoQuote         ///< a post-only child needs a book
    };
    Reason reason = Reason::NoQuote;
    double value = 0.0;
    double threshold = 0.0;

    friend bool operator==(const OrderChoiceRefusal&, const OrderChoiceRefusal&) = default;
};
std::string_view toText(OrderChoiceRefusal::Reason reason);

/// The price that no child of an entry may pass: `bps` beyond the decision's
/// best opposite price (the decision's own price where there was no book),
/// rounded toward it. One cap holds for all slices, so slippage is cumulative.
Price entryPriceCap(Side side, Price decisionPrice, double bps);

/// Terms of an entry child. `crossesAtOnce`: momentum entries. Post-only style
/// beats fill-or-kill, which beats the rest (order_style).
std::expected<OrderTerms, OrderChoiceRefusal> chooseEntryTerms(Side side, bool crossesAtOnce, ChildStep step,
                                                               const Quote& quote, Price cap,
                                                               const ExecutionParameters& parameters,
                                                               const Instrument& instrument);

/// An entry child with the stop in force attached.
OrderRequest entryOrder(std::string clientId, SymbolId symbol, Side side, Quantity quantity,
                        const OrderTerms& terms, const AttachedStop& stop);
/// Reduce-only market. `side` is the order's own.
OrderRequest marketExitOrder(std::string clientId, SymbolId symbol, Side side, Quantity quantity);
/// Reduce-only IOC limit at the edge of the venue's price band, where the band
/// has refused a market exit.
OrderRequest bandEdgeExitOrder(std::string clientId, SymbolId symbol, Side side, Quantity quantity, Price mark,
                               const Instrument& instrument);
/// Reduce-only limit that rests: a target.
OrderRequest targetOrder(std::string clientId, SymbolId symbol, Side side, Quantity quantity, Price price);
/// A separate conditional stop-market with triggerBy, reduceOnly and closeOnTrigger.
OrderRequest separateStopOrder(std::string clientId, SymbolId symbol, Side side, Quantity quantity,
                               Price trigger, TriggerBy triggerBy);

/// The last price inside the band that a taking order of `side` may reach.
Price bandEdge(Side side, Price mark, const Instrument& instrument);
/// `quantity` in pieces of at most the venue's largest market order.
std::vector<Quantity> splitAtMaximum(Quantity quantity, const Instrument& instrument);

} // namespace breakline
