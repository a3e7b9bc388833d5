// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/bybit/BybitNames.h"

#include <array>

namespace breakline::bybit {

namespace {

template<class Value>
struct Name {
    std::string_view text;
    Value value;
};

// Where several words mean one thing, the first is the one that we say.
constexpr std::array kTimeInForces {
    Name<TimeInForce> {"GTC", TimeInForce::GoodTillCancel},
    Name<TimeInForce> {"IOC", TimeInForce::ImmediateOrCancel},
    Name<TimeInForce> {"FOK", TimeInForce::FillOrKill},
    Name<TimeInForce> {"PostOnly", TimeInForce::PostOnly},
};

constexpr std::array kOrderStatuses {
    Name<OrderStatus> {"New", OrderStatus::Acknowledged},
    Name<OrderStatus> {"PartiallyFilled", OrderStatus::PartiallyFilled},
    Name<OrderStatus> {"Untriggered", OrderStatus::Untriggered},
    Name<OrderStatus> {"Triggered", OrderStatus::Triggered},
    Name<OrderStatus> {"Filled", OrderStatus::Filled},
    Name<OrderStatus> {"Cancelled", OrderStatus::Cancelled},
    Name<OrderStatus> {"Rejected", OrderStatus::Rejected},
    Name<OrderStatus> {"PartiallyFilledCanceled", OrderStatus::Cancelled},
    Name<OrderStatus> {"Deactivated", OrderStatus::Cancelled},
    Name<OrderStatus> {"Created", OrderStatus::Acknowledged},
    Name<OrderStatus> {"Active", OrderStatus::Triggered},
    Name<OrderStatus> {"PendingCancel", OrderStatus::CancelSent},
};

constexpr std::array kTriggers {
    Name<TriggerBy> {"MarkPrice", TriggerBy::MarkPrice},
    Name<TriggerBy> {"LastPrice", TriggerBy::LastPrice},
};

constexpr std::array kInstrumentStatuses {
    Name<InstrumentStatus> {"PreLaunch", InstrumentStatus::PreLaunch},
    Name<InstrumentStatus> {"Trading", InstrumentStatus::Trading},
    Name<InstrumentStatus> {"Delivering", InstrumentStatus::Delivering},
    Name<InstrumentStatus> {"Closed", InstrumentStatus::Closed},
    Name<InstrumentStatus> {"Settling", InstrumentStatus::Delivering},
    Name<InstrumentStatus> {"ReduceOnly", InstrumentStatus::ReduceOnly},
};

constexpr std::array kExecutionKinds {
    Name<ExecutionKind> {"Trade", ExecutionKind::Trade},
    Name<ExecutionKind> {"Funding", ExecutionKind::Funding},
    Name<ExecutionKind> {"BustTrade", ExecutionKind::Liquidation},
    Name<ExecutionKind> {"AdlTrade", ExecutionKind::AutoDeleverage},
    Name<ExecutionKind> {"Settle", ExecutionKind::Settlement},
    Name<ExecutionKind> {"SessionSettlePnL", ExecutionKind::Settlement},
    Name<ExecutionKind> {"Delivery", ExecutionKind::Settlement},
};

constexpr std::array kIntervals {
    Name<Duration> {"1", Duration::minutes(1)},   Name<Duration> {"3", Duration::minutes(3)},
    Name<Duration> {"5", Duration::minutes(5)},   Name<Duration> {"15", Duration::minutes(15)},
    Name<Duration> {"30", Duration::minutes(30)}, Name<Duration> {"60", Duration::hours(1)},
    Name<Duration> {"120", Duration::hours(2)},   Name<Duration> {"240", Duration::hours(4)},
    Name<Duration> {"360", Duration::hours(6)},   Name<Duration> {"720", Duration::hours(12)},
    Name<Duration> {"D", Duration::days(1)},      Name<Duration> {"W", Duration::days(7)},
};

// cancelType first, then rejectReason.
constexpr std::array kEndReasons {
    Name<OrderEndReason> {"CancelByUser", OrderEndReason::ByUser},
    Name<OrderEndReason> {"CancelByReduceOnly", OrderEndReason::ReduceOnly},
    Name<OrderEndReason> {"CancelByTpSlTsClear", OrderEndReason::StopClearedAtFlat},
    Name<OrderEndReason> {"CancelByPrepareLiq", OrderEndReason::Liquidation},
    Name<OrderEndReason> {"CancelAllBeforeLiq", OrderEndReason::Liquidation},
    Name<OrderEndReason> {"CancelByPrepareAdl", OrderEndReason::Liquidation},
    Name<OrderEndReason> {"CancelAllBeforeAdl", OrderEndReason::Liquidation},
    Name<OrderEndReason> {"CancelByCannotAffordOrderCost", OrderEndReason::InsufficientMargin},
    Name<OrderEndReason> {"CancelBySettle", OrderEndReason::SymbolNotTrading},
    Name<OrderEndReason> {"EC_PostOnlyWillTakeLiquidity", OrderEndReason::PostOnlyWouldTake},
    Name<OrderEndReason> {"EC_NoImmediateQtyToFill", OrderEndReason::NoLiquidity},
    Name<OrderEndReason> {"EC_NoEnoughQtyToFill", OrderEndReason::NoLiquidity},
    Name<OrderEndReason> {"EC_CancelForNoFullFill", OrderEndReason::NoLiquidity},
    Name<OrderEndReason> {"EC_PerCancelRequest", OrderEndReason::ByUser},
    Name<OrderEndReason> {"EC_DuplicatedClOrdID", OrderEndReason::DuplicateClientId},
    Name<OrderEndReason> {"EC_LimitOrderInvalidPrice", OrderEndReason::InvalidPrice},
    Name<OrderEndReason> {"EC_InvalidPriceScale", OrderEndReason::InvalidPrice},
    Name<OrderEndReason> {"EC_QtyCannotBeZero", OrderEndReason::InvalidQuantity},
    Name<OrderEndReason> {"EC_EcInvalidQty", OrderEndReason::InvalidQuantity},
    Name<OrderEndReason> {"EC_ReachMarketPriceLimit", OrderEndReason::PriceBand},
    Name<OrderEndReason> {"EC_InvalidSymbolStatus", OrderEndReason::SymbolNotTrading},
};

template<class Value, std::size_t Count>
std::optional<Value> find(const std::array<Name<Value>, Count>& names, std::string_view text)
{
    for (const Name<Value>& name : names)
        if (name.text == text)
            return name.value;
    return std::nullopt;
}

template<class Value, std::size_t Count>
std::string_view reverse(const std::array<Name<Value>, Count>& names, Value value)
{
    for (const Name<Value>& name : names)
        if (name.value == value)
            return name.text;
    return {};
}

/// True of a decimal text that is given and not zero.
bool isNonZero(std::string_view text)
{
    return text.find_first_of("123456789") != std::string_view::npos;
}

} // namespace

std::optional<Side> sideOf(std::string_view name)
{
    if (name == "Buy")
        return Side::Buy;
    if (name == "Sell")
        return Side::Sell;
    return std::nullopt;
}

std::optional<TimeInForce> timeInForceOf(std::string_view name)
{
    return find(kTimeInForces, name);
}

std::optional<OrderStatus> orderStatusOf(std::string_view name)
{
    return find(kOrderStatuses, name);
}

std::optional<TriggerBy> triggerByOf(std::string_view name)
{
    return find(kTriggers, name);
}

std::optional<InstrumentStatus> instrumentStatusOf(std::string_view name)
{
    return find(kInstrumentStatuses, name);
}

std::optional<ExecutionKind> executionKindOf(std::string_view name)
{
    return find(kExecutionKinds, name);
}

std::string_view nameOf(Side side)
{
    return side == Side::Buy ? "Buy" : "Sell";
}

std::string_view nameOf(TimeInForce timeInForce)
{
    return reverse(kTimeInForces, timeInForce);
}

std::string_view nameOf(TriggerBy triggerBy)
{
    return reverse(kTriggers, triggerBy);
}

std::string_view nameOf(OrderType type)
{
    return type == OrderType::Market || type == OrderType::StopMarket ? "Market" : "Limit";
}

std::string_view nameOf(OrderStatus status)
{
    return reverse(kOrderStatuses, status);
}

std::optional<Duration> intervalOf(std::string_view name)
{
    return find(kIntervals, name);
}

std::string_view intervalName(Duration interval)
{
    return reverse(kIntervals, interval);
}

std::optional<OrderType> orderTypeOf(const OrderRecord& order)
{
    const bool isConditional =
        isNonZero(order.triggerPrice) || (!order.stopOrderType.empty() && order.stopOrderType != "UNKNOWN");
    if (order.orderType == "Market")
        return isConditional ? OrderType::StopMarket : OrderType::Market;
    if (order.orderType == "Limit")
        return isConditional ? OrderType::StopLimit : OrderType::Limit;
    return std::nullopt;
}

OrderEndReason endReasonOf(const OrderRecord& order)
{
    // A stop that another replaces is cleared like one at flat; only the reject
    // reason tells them apart.
    if (order.cancelType == "CancelByTpSlTsClear" && order.rejectReason == "EC_CancelReplaceOrder")
        return OrderEndReason::StopReplaced;
    if (const auto reason = find(kEndReasons, order.cancelType); reason && *reason != OrderEndReason::ByUser)
        return *reason;
    if (const auto reason = find(kEndReasons, order.rejectReason))
        return *reason;
    if (order.cancelType == "CancelByUser")
        return OrderEndReason::ByUser;
    const bool isSilent = order.rejectReason.empty() || order.rejectReason == "EC_NoError";
    const bool isEnded = order.status == OrderStatus::Cancelled || order.status == OrderStatus::Rejected;
    return isSilent && !isEnded ? OrderEndReason::None : OrderEndReason::Other;
}

bool isPositionStop(const OrderRecord& order)
{
    return order.stopOrderType == "StopLoss";
}

} // namespace breakline::bybit
