// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "core/Timestamp.h"
#include "core/Units.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace breakline {

enum class OrderType : std::uint8_t { Market, Limit, StopMarket, StopLimit };
enum class TimeInForce : std::uint8_t { GoodTillCancel, ImmediateOrCancel, FillOrKill, PostOnly };
enum class TriggerBy : std::uint8_t { MarkPrice, LastPrice };
enum class OrderIntent : std::uint8_t { Entry, Exit, Stop, Target, AddOn };
enum class Liquidity : std::uint8_t { Maker, Taker };

/// The states an order of ours or of the venue goes through. The legal moves
/// between them stand in execution/OrderLifecycle.h and nowhere else.
enum class OrderStatus : std::uint8_t {
    Intent, ///< decided, being journalled, not sent
    Sent,
    Unknown, ///< sent, and nobody can say what became of it
    Acknowledged, ///< resting or working at the venue
    Untriggered, ///< a conditional order that waits for its trigger
    Triggered,
    PartiallyFilled,
    Filled,
    CancelSent,
    Cancelled,
    Rejected,
    Expired
};

/// Of an order that makes a position larger.
constexpr bool opensOrAdds(OrderIntent intent)
{
    return intent == OrderIntent::Entry || intent == OrderIntent::AddOn;
}

constexpr bool isFinal(OrderStatus status)
{
    return status == OrderStatus::Filled || status == OrderStatus::Cancelled
        || status == OrderStatus::Rejected || status == OrderStatus::Expired;
}

std::string_view toText(OrderType type);
std::string_view toText(TimeInForce timeInForce);
std::string_view toText(OrderIntent intent);
std::string_view toText(OrderStatus status);
std::string_view toText(Liquidity liquidity);

/// Stop-loss that travels with an entry order and stands for the whole position
/// from the order's first fill on (position level, one per position).
struct AttachedStop {
    Price trigger;
    TriggerBy triggerBy = TriggerBy::MarkPrice;

    friend bool operator==(const AttachedStop&, const AttachedStop&) = default;
};

/// What is asked of a venue. Quantity > 0. `price` for limit, `trigger` for
/// stop orders. `clientId`: up to 36 of [A-Za-z0-9_-], unique in the account.
struct OrderRequest {
    std::string clientId;
    SymbolId symbol;
    Side side = Side::Buy;
    OrderType type = OrderType::Market;
    TimeInForce timeInForce = TimeInForce::GoodTillCancel;
    Quantity quantity;
    std::optional<Price> price;
    std::optional<Price> trigger;
    TriggerBy triggerBy = TriggerBy::MarkPrice;
    bool reduceOnly = false;
    bool closeOnTrigger = false;
    std::optional<AttachedStop> stop;

    friend bool operator==(const OrderRequest&, const OrderRequest&) = default;
};

/// Why the venue refused or ended an order; a venue's own codes are mapped here.
enum class OrderEndReason : std::uint8_t {
    None,
    ByUser, ///< our cancel
    PostOnlyWouldTake, ///< acknowledged, then cancelled
    NoLiquidity, ///< IOC or market remainder, FOK that does not fit
    PriceBand, ///< beyond the price limit
    ReduceOnly, ///< would not reduce, or no longer fits
    InsufficientMargin,
    InvalidPrice,
    InvalidQuantity,
    BelowMinimumNotional,
    DuplicateClientId,
    TooManyOrders,
    TriggerOnWrongSide,
    SymbolNotTrading,
    StopClearedAtFlat, ///< the position's stop goes when the position is closed
    StopReplaced,
    Liquidation,
    NotFound, ///< of a cancel or amend
    NoPosition, ///< position stop asked for while flat
    NotModified, ///< benign: the same value again
    Other
};

std::string_view toText(OrderEndReason reason);

/// The venue's word on one order: its whole state at `time`. Orders that the
/// venue makes itself (the position's stop, liquidation) have an empty clientId.
struct OrderUpdate {
    std::string clientId;
    std::string venueId;
    std::string parentClientId; ///< of a stop: the order that carried it; may be empty
    SymbolId symbol;
    Side side = Side::Buy;
    OrderType type = OrderType::Market;
    TimeInForce timeInForce = TimeInForce::GoodTillCancel;
    bool reduceOnly = false;
    bool isPositionStop = false;
    OrderStatus status = OrderStatus::Acknowledged;
    OrderEndReason reason = OrderEndReason::None;
    Quantity quantity;
    Quantity filled;
    std::optional<Price> price;
    std::optional<Price> trigger;
    std::optional<Price> attachedStop; ///< that it carries, to become the position's
    std::optional<Decimal> averagePrice; ///< empty without a fill
    Timestamp time;

    friend bool operator==(const OrderUpdate&, const OrderUpdate&) = default;
};

enum class ExecutionKind : std::uint8_t { Trade, Funding, Liquidation, Settlement, AutoDeleverage };

/// One execution as the venue reports it; counts once by its venueTradeId.
struct Execution {
    std::string venueTradeId;
    std::string clientId; ///< empty for orders of the venue's own
    std::string venueId;
    SymbolId symbol;
    ExecutionKind kind = ExecutionKind::Trade;
    Side side = Side::Buy;
    Price price;
    Quantity quantity;
    Decimal fee; ///< positive when paid; of Funding: the payment
    Liquidity liquidity = Liquidity::Taker;
    Timestamp time;

    friend bool operator==(const Execution&, const Execution&) = default;
};

/// The venue's word on a position, one-way mode.
struct PositionUpdate {
    SymbolId symbol;
    Quantity quantity; ///< signed, long positive; 0 is flat
    std::optional<Decimal> entryPrice; ///< average; empty when flat
    std::optional<Price> stop; ///< the position's stop, where one is set
    std::optional<Price> liquidation;
    Decimal leverage;
    Timestamp time;

    friend bool operator==(const PositionUpdate&, const PositionUpdate&) = default;
};

/// The venue's word on the account, in the quote coin.
struct WalletUpdate {
    Decimal walletBalance; ///< margin in use included, unrealised not
    Decimal unrealised; ///< at mark
    Decimal available; ///< free for new margin
    Timestamp time;

    Decimal equity() const { return walletBalance + unrealised; }
    friend bool operator==(const WalletUpdate&, const WalletUpdate&) = default;
};

} // namespace breakline
