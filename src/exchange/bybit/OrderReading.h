// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/bybit/BybitValues.h"

namespace breakline::bybit {

/// The order as the session sees it. Why it ended takes both of the venue's
/// words in places: a stop that another replaces is cleared like one at flat,
/// and only the reject reason tells them apart.
inline Expected<OrderUpdate> readOrder(const OrderRecord& record, const InstrumentTable& table, Timestamp time)
{
    auto order = toOrderUpdate(record, table, time);
    if (!order)
        return order;
    if (record.cancelType == "CancelByTpSlTsClear" && record.rejectReason == "EC_CancelReplaceOrder")
        order->reason = OrderEndReason::StopReplaced;
    else if (record.cancelType == "CancelBySettle")
        order->reason = OrderEndReason::SymbolNotTrading;
    else if (record.rejectReason == "EC_ReachMarketPriceLimit")
        order->reason = OrderEndReason::PriceBand;
    else if (record.rejectReason == "EC_EcInvalidQty")
        order->reason = OrderEndReason::InvalidQuantity;
    return order;
}

} // namespace breakline::bybit
