// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Units.h"
#include "execution/Order.h"
#include "market/MarketEvents.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// What Bybit v5 says, field by field, with the digits of the wire. Texts are
/// views that hold until the next call of the decoder that gave them. Of a text:
/// data() == nullptr is absent, an empty one was sent empty. Prices, quantities
/// and amounts are checked to be decimal numbers, or empty. Times are ms, UTC.
namespace breakline::bybit {

using Text = std::string_view;
using Integer = std::optional<std::int64_t>;
using Flag = std::optional<bool>;

constexpr bool isGiven(Text text)
{
    return text.data() != nullptr;
}

struct TradeRecord {
    Text id;
    Text symbol;
    std::optional<Side> side; ///< of the taker
    Text price;
    Text quantity;
    Integer time;
    Integer sequence;
};

struct BookLevelRecord {
    Text price;
    Text quantity; ///< "0" in a delta: the level is gone
};

/// Bids descend and ascend as sent; a delta changes what it names.
struct BookRecord {
    Text symbol;
    bool isSnapshot = true;
    Integer depth; ///< of the topic; an answer has none
    Integer time; ///< of the venue's gateway
    Integer engineTime; ///< of the matching engine
    Integer updateId;
    Integer sequence;
    std::span<const BookLevelRecord> bids;
    std::span<const BookLevelRecord> asks;
};

/// The same with levels counted in ticks and lots of the instrument.
struct BookCounts {
    SymbolId symbol;
    bool isSnapshot = true;
    std::int64_t depth = 0;
    Timestamp time;
    Integer engineTime;
    std::int64_t updateId = 0;
    Integer sequence;
    std::span<const BookLevel> bids;
    std::span<const BookLevel> asks;
};

struct CandleRecord {
    Text symbol;
    Text interval; ///< "1" to "720" minutes, "D", "W", "M"; an answer has none
    Integer start;
    Integer end; ///< its last millisecond; an answer has none
    Text open;
    Text high;
    Text low;
    Text close;
    Text volume; ///< base
    Text turnover; ///< quote
    Flag closed; ///< an answer does not say
};

/// In a delta an absent field is unchanged.
struct TickerRecord {
    Text symbol;
    bool isSnapshot = true;
    Integer time;
    Text last;
    Text mark;
    Text index;
    Text bid;
    Text bidQuantity;
    Text ask;
    Text askQuantity;
    Text openInterest;
    Text turnover24h;
    Text volume24h;
    Text fundingRate;
    Integer nextFundingTime;
};

struct OrderRecord {
    Text category;
    Text symbol;
    Text venueId;
    Text clientId;
    Text parentClientId;
    std::optional<Side> side;
    Text orderType; ///< "Market", "Limit", "UNKNOWN"
    Text stopOrderType;
    Text createType;
    Text cancelType;
    Text rejectReason;
    std::optional<TimeInForce> timeInForce;
    std::optional<OrderStatus> status;
    Text price;
    Text quantity;
    Text filled;
    Text filledValue;
    Text fee;
    Text averagePrice;
    Text triggerPrice;
    Text stopLoss;
    Text takeProfit;
    Text triggerBy;
    Text tpslMode;
    Integer triggerDirection; ///< 1 rise, 2 fall
    Integer positionIdx;
    Flag reduceOnly;
    Flag closeOnTrigger;
    Integer created;
    Integer updated;
};

struct ExecutionRecord {
    Text category;
    Text symbol;
    Text id;
    Text venueId;
    Text clientId;
    Text kind; ///< "Trade", "Funding", "BustTrade", "AdlTrade", "Settle", "Delivery"
    Text orderType;
    Text stopOrderType;
    std::optional<Side> side;
    Text price;
    Text quantity;
    Text value;
    Text fee; ///< positive when paid
    Text feeRate;
    Text leaves;
    Flag isMaker;
    Integer time;
    Integer sequence;
};

struct PositionRecord {
    Text category;
    Text symbol;
    std::optional<Side> side; ///< empty when flat
    Text size;
    Text entryPrice;
    Text mark;
    Text leverage;
    Text stopLoss;
    Text takeProfit;
    Text liquidationPrice;
    Text unrealised;
    Text realised; ///< cumulated
    Text value;
    Integer positionIdx;
    Integer tradeMode; ///< 0 cross, 1 isolated
    Integer sequence;
    Integer updated;
};

struct CoinRecord {
    Text coin;
    Text equity;
    Text walletBalance;
    Text unrealised;
    Text realised; ///< cumulated
    Text positionMargin;
    Text orderMargin;
};

struct WalletRecord {
    Text accountType;
    Text equity;
    Text walletBalance;
    Text marginBalance;
    Text available;
    Text unrealised;
    Text initialMargin;
    Text maintenanceMargin;
    std::vector<CoinRecord> coins;
};

struct InstrumentRecord {
    Text symbol;
    Text contractType;
    Text status;
    Text baseCoin;
    Text quoteCoin;
    Text settleCoin;
    Integer launchTime;
    Integer deliveryTime; ///< 0: none
    Integer fundingInterval; ///< minutes
    Text tickSize;
    Text minPrice;
    Text maxPrice;
    Text lotSize;
    Text minQuantity;
    Text maxQuantity;
    Text maxMarketQuantity;
    Text minNotional;
    Text minLeverage;
    Text maxLeverage;
    Text leverageStep;
    Text priceLimitRatio; ///< fraction of mark a taking order may reach
};

struct OpenInterestRecord {
    Text openInterest;
    Integer time;
};

struct FundingRateRecord {
    Text symbol;
    Text rate;
    Integer time;
};

struct FeeRateRecord {
    Text symbol;
    Text taker;
    Text maker;
};

/// A line of the transaction log.
struct LedgerRecord {
    Text id;
    Text symbol;
    Text kind; ///< "TRADE", "SETTLEMENT", "LIQUIDATION", ...
    std::optional<Side> side;
    Text quantity;
    Text price;
    Text funding;
    Text fee;
    Text cashFlow;
    Text change;
    Text cashBalance;
    Text currency;
    Text orderId;
    Text clientId;
    Text tradeId;
    Integer time;
};

struct OrderIdsRecord {
    Text venueId;
    Text clientId;
};

struct ServerTimeRecord {
    Integer seconds;
    Integer nanoseconds; ///< whole time since the epoch
};

struct AccountInfoRecord {
    Text marginMode; ///< "REGULAR_MARGIN" cross, "ISOLATED_MARGIN"
    Integer unifiedMarginStatus;
    Text dcpStatus;
    Integer updated;
};

struct ApiKeyRecord {
    Text id;
    Text userId;
    Integer readOnly; ///< 0: may trade
    Integer unified;
    Text expires;
    bool mayOrder = false; ///< ContractTrade has "Order"
    bool mayPosition = false; ///< ContractTrade has "Position"
    bool mayWithdraw = false; ///< Wallet has "Withdraw"
};

} // namespace breakline::bybit
