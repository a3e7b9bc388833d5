// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/VenueRefusal.h"

namespace breakline {

namespace {

VenueWords wordsToPlace(OrderEndReason reason, RefusalDetail detail)
{
    switch (reason) {
    case OrderEndReason::PriceBand: return {110003, "Order price exceeds the allowable range."};
    case OrderEndReason::ReduceOnly:
        if (detail == RefusalDetail::Attached)
            return {110017, "TP/SL is not allowed with a reduce-only order."};
        return {110017, "Reduce-only rule not satisfied"};
    case OrderEndReason::InsufficientMargin: return {110007, "Available balance is insufficient"};
    case OrderEndReason::InvalidPrice: return {10001, "params error: price invalid"};
    case OrderEndReason::InvalidQuantity: return {10001, "params error: qty invalid"};
    case OrderEndReason::BelowMinimumNotional: return {110094, "Order does not meet minimum order value"};
    case OrderEndReason::DuplicateClientId: return {110072, "OrderLinkedID is duplicate"};
    case OrderEndReason::TooManyOrders:
        if (detail == RefusalDetail::Conditional)
            return {110009, "The number of stop orders exceeds the maximum allowable limit."};
        return {110020, "Not allowed to have more than 500 active orders"};
    case OrderEndReason::TriggerOnWrongSide:
        if (detail == RefusalDetail::Attached)
            return {10001, "params error: TP/SL is on the wrong side of base_price"};
        if (detail == RefusalDetail::Falling)
            return {110093, "expect Falling, but trigger_price >= current"};
        return {110092, "expect Rising, but trigger_price <= current"};
    case OrderEndReason::SymbolNotTrading: return {110074, "This contract is not live"};
    case OrderEndReason::NoLiquidity: return {10001, "params error: the symbol has no price yet"};
    default: return {10001, "params error: orderLinkId invalid"};
    }
}

VenueWords wordsToAmend(OrderEndReason reason, RefusalDetail detail)
{
    switch (reason) {
    case OrderEndReason::NotFound: return {110001, "order not exists or too late to replace"};
    case OrderEndReason::NotModified:
        return {10001, "The order remains unchanged as the parameters entered match the existing ones."};
    case OrderEndReason::Other:
        if (detail == RefusalDetail::Attached)
            return {110060, "Under full TP/SL mode, it is not allowed to modify TP/SL"};
        return {110059, "Not allowed to modify the TP/SL of a partially filled open order"};
    default: return wordsToPlace(reason, detail);
    }
}

VenueWords wordsToTradingStop(OrderEndReason reason, RefusalDetail detail)
{
    switch (reason) {
    case OrderEndReason::NoPosition: return {10001, "can not set tp/sl/ts for zero position"};
    case OrderEndReason::NotModified: return {34040, "not modified"};
    case OrderEndReason::NotFound: return {10001, "params error: symbol invalid"};
    case OrderEndReason::TooManyOrders: return wordsToPlace(reason, RefusalDetail::Conditional);
    case OrderEndReason::TriggerOnWrongSide: return wordsToPlace(reason, RefusalDetail::Attached);
    default: return wordsToPlace(reason, detail);
    }
}

VenueWords wordsToLeverage(OrderEndReason reason)
{
    switch (reason) {
    case OrderEndReason::NotModified: return {110043, "leverage not modified"};
    case OrderEndReason::InsufficientMargin: return {110044, "Available margin is insufficient"};
    case OrderEndReason::NotFound: return {10001, "params error: symbol invalid"};
    case OrderEndReason::InvalidQuantity: return {10001, "params error: leverage invalid"};
    default: return {110013, "cannot set leverage gt maxLeverage by risk limit"};
    }
}

} // namespace

VenueWords wordsOf(VenueRequestKind kind, OrderEndReason reason, RefusalDetail detail)
{
    if (reason == OrderEndReason::None)
        return {0, "OK"};
    switch (kind) {
    case VenueRequestKind::Place: return wordsToPlace(reason, detail);
    case VenueRequestKind::Amend: return wordsToAmend(reason, detail);
    case VenueRequestKind::Cancel: return {110001, "order not exists or too late to cancel"};
    case VenueRequestKind::CancelAll: return {10001, "params error: symbol invalid"};
    case VenueRequestKind::TradingStop: return wordsToTradingStop(reason, detail);
    case VenueRequestKind::SetLeverage: return wordsToLeverage(reason);
    case VenueRequestKind::SetPositionMode:
        if (reason == OrderEndReason::NotModified)
            return {110025, "Position mode is not modified"};
        return {110029, "Hedge mode is not supported for this symbol"};
    case VenueRequestKind::SetMarginMode:
        if (reason == OrderEndReason::NotModified)
            return {110026, "Cross/isolated margin mode is not modified"};
        return {110073, "Set margin mode failed"};
    case VenueRequestKind::Query: break;
    }
    return {10001, "params error: symbol invalid"};
}

std::optional<VenueWords> wordsOf(FaultKind fault)
{
    switch (fault) {
    case FaultKind::Refuse: return VenueWords {10001, "params error: refused"};
    case FaultKind::ServerTimeout: return VenueWords {10000, "Server Timeout"};
    case FaultKind::ServerError: return VenueWords {10016, "Internal server error."};
    case FaultKind::NotDone: return VenueWords {10019, "ws trade service is restarting"};
    case FaultKind::RateLimited:
    case FaultKind::RateLimitedBare:
        return VenueWords {10006, "Too many visits. Exceeded the API Rate Limit."};
    case FaultKind::TooManyRequests: return VenueWords {10429, "System level frequency protection"};
    case FaultKind::Forbidden: return VenueWords {20003, "Too frequent requests under the same session"};
    default: return std::nullopt;
    }
}

OrderEndWords endWordsOf(OrderEndReason reason)
{
    switch (reason) {
    case OrderEndReason::ByUser: return {"CancelByUser", "EC_PerCancelRequest"};
    case OrderEndReason::PostOnlyWouldTake: return {"UNKNOWN", "EC_PostOnlyWillTakeLiquidity"};
    case OrderEndReason::NoLiquidity: return {"UNKNOWN", "EC_NoImmediateQtyToFill"};
    case OrderEndReason::PriceBand: return {"UNKNOWN", "EC_ReachMarketPriceLimit"};
    case OrderEndReason::ReduceOnly: return {"CancelByReduceOnly", "EC_PerCancelRequest"};
    case OrderEndReason::InsufficientMargin: return {"CancelByCannotAffordOrderCost", "EC_PerCancelRequest"};
    case OrderEndReason::InvalidQuantity: return {"UNKNOWN", "EC_EcInvalidQty"};
    case OrderEndReason::SymbolNotTrading: return {"CancelBySettle", "EC_PerCancelRequest"};
    case OrderEndReason::StopClearedAtFlat: return {"CancelByTpSlTsClear", "EC_PerCancelRequest"};
    case OrderEndReason::StopReplaced: return {"CancelByTpSlTsClear", "EC_CancelReplaceOrder"};
    case OrderEndReason::Liquidation: return {"CancelAllBeforeLiq", "EC_PerCancelRequest"};
    case OrderEndReason::None: return {"UNKNOWN", "EC_NoError"};
    default: return {"UNKNOWN", "EC_Others"}; // no order of this venue ends so
    }
}

} // namespace breakline
