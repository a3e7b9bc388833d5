// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/AccountRoutes.h"

#include <algorithm>
#include <array>

namespace breakline {

namespace {

constexpr std::array<AccountRoute, 19> kRoutes {{
    {"POST", "/v5/order/create", AccountCall::CreateOrder, RateBucket::Create},
    {"POST", "/v5/order/amend", AccountCall::AmendOrder, RateBucket::Amend},
    {"POST", "/v5/order/cancel", AccountCall::CancelOrder, RateBucket::Cancel},
    {"POST", "/v5/order/cancel-all", AccountCall::CancelAll, RateBucket::CancelAll},
    {"GET", "/v5/order/realtime", AccountCall::OpenOrders, RateBucket::OrderQuery},
    {"GET", "/v5/order/history", AccountCall::OrderHistory, RateBucket::OrderHistory},
    {"POST", "/v5/order/disconnected-cancel-all", AccountCall::DisconnectedCancelAll, RateBucket::Settings},
    {"GET", "/v5/execution/list", AccountCall::Executions, RateBucket::Executions},
    {"GET", "/v5/position/list", AccountCall::Positions, RateBucket::Positions},
    {"POST", "/v5/position/set-leverage", AccountCall::SetLeverage, RateBucket::Leverage},
    {"POST", "/v5/position/switch-mode", AccountCall::SwitchMode, RateBucket::Settings},
    {"POST", "/v5/position/trading-stop", AccountCall::TradingStop, RateBucket::TradingStop},
    {"GET", "/v5/account/wallet-balance", AccountCall::WalletBalance, RateBucket::Wallet},
    {"GET", "/v5/account/info", AccountCall::AccountInfo, RateBucket::AccountInfo},
    {"POST", "/v5/account/set-margin-mode", AccountCall::SetMarginMode, RateBucket::Settings},
    {"GET", "/v5/account/fee-rate", AccountCall::FeeRate, RateBucket::FeeRate},
    {"GET", "/v5/account/transaction-log", AccountCall::TransactionLog, RateBucket::AccountInfo},
    {"GET", "/v5/asset/coin/query-info", AccountCall::CoinInfo, RateBucket::AccountInfo},
    {"GET", "/v5/user/query-api", AccountCall::KeyInfo, RateBucket::AccountInfo},
}};

} // namespace

const AccountRoute* findAccountRoute(std::string_view method, std::string_view path)
{
    const auto found = std::ranges::find_if(
        kRoutes, [&](const AccountRoute& route) { return route.method == method && route.path == path; });
    return found == kRoutes.end() ? nullptr : &*found;
}

const AccountRoute* findTradeOperation(std::string_view operation)
{
    if (operation == "order.create")
        return findAccountRoute("POST", "/v5/order/create");
    if (operation == "order.amend")
        return findAccountRoute("POST", "/v5/order/amend");
    if (operation == "order.cancel")
        return findAccountRoute("POST", "/v5/order/cancel");
    return nullptr;
}

bool changesTrading(AccountCall call)
{
    switch (call) {
    case AccountCall::CreateOrder:
    case AccountCall::AmendOrder:
    case AccountCall::CancelOrder:
    case AccountCall::CancelAll:
    case AccountCall::TradingStop:
    case AccountCall::SetLeverage:
    case AccountCall::SwitchMode: return true;
    default: return false;
    }
}

} // namespace breakline
