// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "venue/RateLimits.h"

#include <cstdint>
#include <string_view>

namespace breakline {

/// A private call of the venue, whichever wire it comes by.
enum class AccountCall : std::uint8_t {
    CreateOrder,
    AmendOrder,
    CancelOrder,
    CancelAll,
    OpenOrders,
    OrderHistory,
    Executions,
    Positions,
    SetLeverage,
    SwitchMode,
    TradingStop,
    DisconnectedCancelAll,
    WalletBalance,
    AccountInfo,
    SetMarginMode,
    FeeRate,
    TransactionLog,
    CoinInfo,
    KeyInfo
};

struct AccountRoute {
    std::string_view method;
    std::string_view path;
    AccountCall call;
    RateBucket bucket;
};

/// Null where the venue has no such call.
const AccountRoute* findAccountRoute(std::string_view method, std::string_view path);
/// "order.create", "order.amend", "order.cancel" of the trade socket.
const AccountRoute* findTradeOperation(std::string_view operation);

/// Whether it changes orders or positions: then it names the kind of contract.
bool changesTrading(AccountCall call);

} // namespace breakline
