// SPDX-License-Identifier: GPL-3.0-or-later
#include "execution/Order.h"

namespace breakline {

std::string_view toText(OrderType type)
{
    switch (type) {
    case OrderType::Market: return "market";
    case OrderType::Limit: return "limit";
    case OrderType::StopMarket: return "stop_market";
    case OrderType::StopLimit: return "stop_limit";
    }
    return {};
}

std::string_view toText(TimeInForce timeInForce)
{
    switch (timeInForce) {
    case TimeInForce::GoodTillCancel: return "GTC";
    case TimeInForce::ImmediateOrCancel: return "IOC";
    case TimeInForce::FillOrKill: return "FOK";
    case TimeInForce::PostOnly: return "PostOnly";
    }
    return {};
}

std::string_view toText(OrderIntent intent)
{
    switch (intent) {
    case OrderIntent::Entry: return "entry";
    case OrderIntent::Exit: return "exit";
    case OrderIntent::Stop: return "stop";
    case OrderIntent::Target: return "target";
    case OrderIntent::AddOn: return "add_on";
    }
    return {};
}

std::string_view toText(OrderStatus status)
{
    switch (status) {
    case OrderStatus::Intent: return "intent";
    case OrderStatus::Sent: return "sent";
    case OrderStatus::Unknown: return "unknown";
    case OrderStatus::Acknowledged: return "acknowledged";
    case OrderStatus::Untriggered: return "untriggered";
    case OrderStatus::Triggered: return "triggered";
    case OrderStatus::PartiallyFilled: return "partially_filled";
    case OrderStatus::Filled: return "filled";
    case OrderStatus::CancelSent: return "cancel_sent";
    case OrderStatus::Cancelled: return "cancelled";
    case OrderStatus::Rejected: return "rejected";
    case OrderStatus::Expired: return "expired";
    }
    return {};
}

std::string_view toText(Liquidity liquidity)
{
    return liquidity == Liquidity::Maker ? "maker" : "taker";
}

std::string_view toText(OrderEndReason reason)
{
    switch (reason) {
    case OrderEndReason::None: return "none";
    case OrderEndReason::ByUser: return "cancelled by us";
    case OrderEndReason::PostOnlyWouldTake: return "post-only would take liquidity";
    case OrderEndReason::NoLiquidity: return "no liquidity left";
    case OrderEndReason::PriceBand: return "beyond the price band";
    case OrderEndReason::ReduceOnly: return "would not reduce the position";
    case OrderEndReason::InsufficientMargin: return "insufficient margin";
    case OrderEndReason::InvalidPrice: return "invalid price";
    case OrderEndReason::InvalidQuantity: return "invalid quantity";
    case OrderEndReason::BelowMinimumNotional: return "below the minimum notional";
    case OrderEndReason::DuplicateClientId: return "client id used before";
    case OrderEndReason::TooManyOrders: return "too many orders";
    case OrderEndReason::TriggerOnWrongSide: return "trigger on the wrong side of the price";
    case OrderEndReason::SymbolNotTrading: return "symbol is not trading";
    case OrderEndReason::StopClearedAtFlat: return "stop cleared, position flat";
    case OrderEndReason::StopReplaced: return "stop replaced";
    case OrderEndReason::Liquidation: return "liquidation";
    case OrderEndReason::NotFound: return "order not found";
    case OrderEndReason::NoPosition: return "no position";
    case OrderEndReason::NotModified: return "not modified";
    case OrderEndReason::Other: return "other";
    }
    return {};
}

} // namespace breakline
