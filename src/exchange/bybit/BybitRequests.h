// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "execution/Order.h"
#include "market/Instrument.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace breakline::bybit {

/// A REST call, ready to be signed and sent exactly so. `payload` is the query
/// without its question mark (GET) or the body (POST).
struct RestRequest {
    enum class Method : std::uint8_t { Get, Post };
    Method method = Method::Get;
    std::string path;
    std::string payload;
    bool isSigned = false;
};

/// What of a list is wanted; empty members are left out.
struct ListFilter {
    std::string_view symbol;
    std::string_view settleCoin;
    std::string_view clientId;
    std::string_view venueId;
    std::string_view orderFilter; ///< "Order", "StopOrder"
    std::string_view orderStatus;
    std::string_view executionKind; ///< "Trade", "Funding"
    std::optional<Timestamp> from;
    std::optional<Timestamp> to;
    std::optional<int> limit;
    std::string_view cursor; ///< nextPageCursor of the page before, as received
};

// Market data.
RestRequest serverTime();
RestRequest instruments(std::optional<int> limit = 1000, std::string_view cursor = {},
                        std::string_view status = {});
RestRequest tickers(std::string_view symbol = {});
/// `interval` is one that the venue has (BybitNames.h); limit up to 1,000.
RestRequest candles(std::string_view symbol, Duration interval, std::optional<Timestamp> from,
                    std::optional<Timestamp> to, int limit);
RestRequest orderBook(std::string_view symbol, int limit);
RestRequest recentTrades(std::string_view symbol, int limit);
/// `interval`: "5min", "15min", "30min", "1h", "4h", "1d".
RestRequest openInterest(std::string_view symbol, std::string_view interval, int limit);
RestRequest fundingHistory(std::string_view symbol, int limit);

// The account.
RestRequest wallet();
RestRequest accountInfo();
RestRequest apiKeyInfo();
RestRequest feeRate(std::string_view symbol = {});
RestRequest positions(const ListFilter& filter);
RestRequest liveOrders(const ListFilter& filter);
RestRequest orderHistory(const ListFilter& filter);
RestRequest executions(const ListFilter& filter);
RestRequest transactionLog(const ListFilter& filter);
/// Lines of one kind of the transaction log, such as "TRANSFER_IN", whatever their
/// category; `to` is inclusive and at most 7 days after `from`.
RestRequest transactionsOf(std::string_view kind, std::string_view currency, Timestamp from, Timestamp to,
                           int limit, std::string_view cursor = {});
/// "REGULAR_MARGIN" or "ISOLATED_MARGIN".
RestRequest setMarginMode(std::string_view mode, std::optional<int> leverage = {});
/// 0 one-way, 3 hedge; of one symbol.
RestRequest switchPositionMode(std::string_view symbol, int mode);
RestRequest setLeverage(std::string_view symbol, const Decimal& leverage);

/// The fields of an order as the venue names them; empty ones are not sent.
struct OrderFields {
    std::string symbol;
    std::string_view side;
    std::string_view orderType;
    std::string quantity;
    std::string price;
    std::string_view timeInForce;
    std::string clientId;
    std::string triggerPrice;
    std::optional<int> triggerDirection; ///< 1 rise, 2 fall
    std::string_view triggerBy;
    std::string stopLoss;
    std::string takeProfit;
    std::string_view slTriggerBy;
    std::string_view slOrderType;
    std::string_view tpslMode;
    std::optional<bool> reduceOnly;
    std::optional<bool> closeOnTrigger;
    std::optional<int> positionIdx;
};

struct AmendFields {
    std::string symbol;
    std::string venueId; ///< one of the two ids
    std::string clientId;
    std::string quantity;
    std::string price;
    std::string triggerPrice;
};

struct CancelFields {
    std::string symbol;
    std::string venueId; ///< one of the two ids
    std::string clientId;
    std::string_view orderFilter;
};

struct TradingStopFields {
    std::string symbol;
    std::string stopLoss; ///< "0" takes it away
    std::string trailingStop;
    std::string_view slTriggerBy;
    std::string_view slOrderType;
    std::string_view tpslMode;
    std::optional<int> positionIdx;
};

/// Our order in the venue's words. Whatever has a default at the venue is said:
/// position index 0, time in force, reduce-only, trigger type; of an attached
/// stop mode Full, a market order, its trigger type. Refuses a request without
/// the price or trigger of its type, or with a client id that the venue refuses.
Expected<OrderFields> orderFields(const OrderRequest& order, const Instrument& instrument);
/// The position's stop, in the same words.
TradingStopFields positionStopFields(const Instrument& instrument, Price trigger, TriggerBy triggerBy);

/// The JSON object of each.
std::string bodyOf(const OrderFields& order);
std::string bodyOf(const AmendFields& amend);
std::string bodyOf(const CancelFields& cancel);
std::string bodyOf(const TradingStopFields& stop);

RestRequest createOrder(const OrderFields& order);
RestRequest amendOrder(const AmendFields& amend);
RestRequest cancelOrder(const CancelFields& cancel);
/// Every order of the symbol, conditional ones and stops included.
RestRequest cancelAll(std::string_view symbol, std::string_view orderFilter = {});
RestRequest tradingStop(const TradingStopFields& stop);

/// Up to 36 of [A-Za-z0-9_-], not empty.
bool isClientId(std::string_view text);

} // namespace breakline::bybit
