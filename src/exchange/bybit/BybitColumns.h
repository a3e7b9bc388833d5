// SPDX-License-Identifier: GPL-3.0-or-later
// Which key of the wire fills which member of a record. Internal to the codec.
#pragma once

#include "exchange/bybit/BybitRecords.h"

#include <array>
#include <variant>

namespace breakline::bybit {

template<class Record>
struct Column {
    using Member =
        std::variant<Text Record::*, Integer Record::*, Flag Record::*, std::optional<Side> Record::*,
                     std::optional<OrderStatus> Record::*, std::optional<TimeInForce> Record::*>;
    std::string_view key;
    Member member;
    bool isDecimal = false; ///< of a text: a number, or empty
    bool isRequired = false;
};

template<class Record, class Value>
constexpr Column<Record> column(std::string_view key, Value Record::*member)
{
    return {key, member, false, false};
}

template<class Record>
constexpr Column<Record> decimal(std::string_view key, Text Record::*member)
{
    return {key, member, true, false};
}

template<class Record>
constexpr Column<Record> required(Column<Record> column)
{
    column.isRequired = true;
    return column;
}

inline constexpr std::array kTradeColumns {
    required(column("T", &TradeRecord::time)),   required(column("s", &TradeRecord::symbol)),
    required(column("S", &TradeRecord::side)),   required(decimal("v", &TradeRecord::quantity)),
    required(decimal("p", &TradeRecord::price)), required(column("i", &TradeRecord::id)),
    column("seq", &TradeRecord::sequence),
};
inline constexpr std::array kAnsweredTradeColumns {
    required(column("execId", &TradeRecord::id)),    required(column("symbol", &TradeRecord::symbol)),
    required(decimal("price", &TradeRecord::price)), required(decimal("size", &TradeRecord::quantity)),
    required(column("side", &TradeRecord::side)),    required(column("time", &TradeRecord::time)),
    column("seq", &TradeRecord::sequence),
};

inline constexpr std::array kCandleColumns {
    required(column("start", &CandleRecord::start)),       column("end", &CandleRecord::end),
    required(column("interval", &CandleRecord::interval)), required(decimal("open", &CandleRecord::open)),
    required(decimal("close", &CandleRecord::close)),      required(decimal("high", &CandleRecord::high)),
    required(decimal("low", &CandleRecord::low)),          required(decimal("volume", &CandleRecord::volume)),
    decimal("turnover", &CandleRecord::turnover),          required(column("confirm", &CandleRecord::closed)),
};

inline constexpr std::array kTickerColumns {
    column("symbol", &TickerRecord::symbol),
    decimal("lastPrice", &TickerRecord::last),
    decimal("markPrice", &TickerRecord::mark),
    decimal("indexPrice", &TickerRecord::index),
    decimal("openInterest", &TickerRecord::openInterest),
    decimal("turnover24h", &TickerRecord::turnover24h),
    decimal("volume24h", &TickerRecord::volume24h),
    column("nextFundingTime", &TickerRecord::nextFundingTime),
    decimal("fundingRate", &TickerRecord::fundingRate),
    decimal("bid1Price", &TickerRecord::bid),
    decimal("bid1Size", &TickerRecord::bidQuantity),
    decimal("ask1Price", &TickerRecord::ask),
    decimal("ask1Size", &TickerRecord::askQuantity),
};

inline constexpr std::array kOrderColumns {
    column("category", &OrderRecord::category),
    required(column("symbol", &OrderRecord::symbol)),
    required(column("orderId", &OrderRecord::venueId)),
    column("orderLinkId", &OrderRecord::clientId),
    column("parentOrderLinkId", &OrderRecord::parentClientId),
    column("side", &OrderRecord::side),
    column("orderType", &OrderRecord::orderType),
    column("stopOrderType", &OrderRecord::stopOrderType),
    column("createType", &OrderRecord::createType),
    column("cancelType", &OrderRecord::cancelType),
    column("rejectReason", &OrderRecord::rejectReason),
    column("timeInForce", &OrderRecord::timeInForce),
    required(column("orderStatus", &OrderRecord::status)),
    decimal("price", &OrderRecord::price),
    decimal("qty", &OrderRecord::quantity),
    decimal("cumExecQty", &OrderRecord::filled),
    decimal("cumExecValue", &OrderRecord::filledValue),
    decimal("cumExecFee", &OrderRecord::fee),
    decimal("avgPrice", &OrderRecord::averagePrice),
    decimal("triggerPrice", &OrderRecord::triggerPrice),
    decimal("stopLoss", &OrderRecord::stopLoss),
    decimal("takeProfit", &OrderRecord::takeProfit),
    column("triggerBy", &OrderRecord::triggerBy),
    column("tpslMode", &OrderRecord::tpslMode),
    column("triggerDirection", &OrderRecord::triggerDirection),
    column("positionIdx", &OrderRecord::positionIdx),
    column("reduceOnly", &OrderRecord::reduceOnly),
    column("closeOnTrigger", &OrderRecord::closeOnTrigger),
    column("createdTime", &OrderRecord::created),
    column("updatedTime", &OrderRecord::updated),
};

inline constexpr std::array kExecutionColumns {
    column("category", &ExecutionRecord::category),
    required(column("symbol", &ExecutionRecord::symbol)),
    required(column("execId", &ExecutionRecord::id)),
    column("orderId", &ExecutionRecord::venueId),
    column("orderLinkId", &ExecutionRecord::clientId),
    column("execType", &ExecutionRecord::kind),
    column("orderType", &ExecutionRecord::orderType),
    column("stopOrderType", &ExecutionRecord::stopOrderType),
    column("side", &ExecutionRecord::side),
    required(decimal("execPrice", &ExecutionRecord::price)),
    required(decimal("execQty", &ExecutionRecord::quantity)),
    decimal("execValue", &ExecutionRecord::value),
    decimal("execFee", &ExecutionRecord::fee),
    decimal("feeRate", &ExecutionRecord::feeRate),
    decimal("leavesQty", &ExecutionRecord::leaves),
    column("isMaker", &ExecutionRecord::isMaker),
    column("execTime", &ExecutionRecord::time),
    column("seq", &ExecutionRecord::sequence),
};

inline constexpr std::array kPositionColumns {
    column("category", &PositionRecord::category),
    required(column("symbol", &PositionRecord::symbol)),
    column("side", &PositionRecord::side),
    required(decimal("size", &PositionRecord::size)),
    decimal("entryPrice", &PositionRecord::entryPrice),
    decimal("avgPrice", &PositionRecord::entryPrice), // the same, in an answer
    decimal("markPrice", &PositionRecord::mark),
    decimal("leverage", &PositionRecord::leverage),
    decimal("stopLoss", &PositionRecord::stopLoss),
    decimal("takeProfit", &PositionRecord::takeProfit),
    decimal("liqPrice", &PositionRecord::liquidationPrice),
    decimal("unrealisedPnl", &PositionRecord::unrealised),
    decimal("cumRealisedPnl", &PositionRecord::realised),
    decimal("positionValue", &PositionRecord::value),
    column("positionIdx", &PositionRecord::positionIdx),
    column("tradeMode", &PositionRecord::tradeMode),
    column("seq", &PositionRecord::sequence),
    column("updatedTime", &PositionRecord::updated),
};

inline constexpr std::array kCoinColumns {
    required(column("coin", &CoinRecord::coin)),
    decimal("equity", &CoinRecord::equity),
    decimal("walletBalance", &CoinRecord::walletBalance),
    decimal("unrealisedPnl", &CoinRecord::unrealised),
    decimal("cumRealisedPnl", &CoinRecord::realised),
    decimal("totalPositionIM", &CoinRecord::positionMargin),
    decimal("totalOrderIM", &CoinRecord::orderMargin),
};

inline constexpr std::array kWalletColumns {
    column("accountType", &WalletRecord::accountType),
    required(decimal("totalEquity", &WalletRecord::equity)),
    required(decimal("totalWalletBalance", &WalletRecord::walletBalance)),
    decimal("totalMarginBalance", &WalletRecord::marginBalance),
    required(decimal("totalAvailableBalance", &WalletRecord::available)),
    decimal("totalPerpUPL", &WalletRecord::unrealised),
    decimal("totalInitialMargin", &WalletRecord::initialMargin),
    decimal("totalMaintenanceMargin", &WalletRecord::maintenanceMargin),
};

inline constexpr std::array kInstrumentColumns {
    required(column("symbol", &InstrumentRecord::symbol)),
    column("contractType", &InstrumentRecord::contractType),
    required(column("status", &InstrumentRecord::status)),
    column("baseCoin", &InstrumentRecord::baseCoin),
    column("quoteCoin", &InstrumentRecord::quoteCoin),
    column("settleCoin", &InstrumentRecord::settleCoin),
    column("launchTime", &InstrumentRecord::launchTime),
    column("deliveryTime", &InstrumentRecord::deliveryTime),
    column("fundingInterval", &InstrumentRecord::fundingInterval),
};
inline constexpr std::array kLeverageColumns {
    decimal("minLeverage", &InstrumentRecord::minLeverage),
    decimal("maxLeverage", &InstrumentRecord::maxLeverage),
    decimal("leverageStep", &InstrumentRecord::leverageStep),
};
inline constexpr std::array kPriceColumns {
    decimal("minPrice", &InstrumentRecord::minPrice),
    decimal("maxPrice", &InstrumentRecord::maxPrice),
    required(decimal("tickSize", &InstrumentRecord::tickSize)),
};
inline constexpr std::array kLotColumns {
    decimal("maxOrderQty", &InstrumentRecord::maxQuantity),
    decimal("maxMktOrderQty", &InstrumentRecord::maxMarketQuantity),
    decimal("minOrderQty", &InstrumentRecord::minQuantity),
    required(decimal("qtyStep", &InstrumentRecord::lotSize)),
    decimal("minNotionalValue", &InstrumentRecord::minNotional),
};
inline constexpr std::array kRiskColumns {
    decimal("priceLimitRatioX", &InstrumentRecord::priceLimitRatio),
};

inline constexpr std::array kOpenInterestColumns {
    required(decimal("openInterest", &OpenInterestRecord::openInterest)),
    required(column("timestamp", &OpenInterestRecord::time)),
};

inline constexpr std::array kFundingRateColumns {
    required(column("symbol", &FundingRateRecord::symbol)),
    required(decimal("fundingRate", &FundingRateRecord::rate)),
    required(column("fundingRateTimestamp", &FundingRateRecord::time)),
};

inline constexpr std::array kFeeRateColumns {
    required(column("symbol", &FeeRateRecord::symbol)),
    required(decimal("takerFeeRate", &FeeRateRecord::taker)),
    required(decimal("makerFeeRate", &FeeRateRecord::maker)),
};

inline constexpr std::array kLedgerColumns {
    column("id", &LedgerRecord::id),
    column("symbol", &LedgerRecord::symbol),
    required(column("type", &LedgerRecord::kind)),
    column("side", &LedgerRecord::side),
    decimal("qty", &LedgerRecord::quantity),
    decimal("tradePrice", &LedgerRecord::price),
    decimal("funding", &LedgerRecord::funding),
    decimal("fee", &LedgerRecord::fee),
    decimal("cashFlow", &LedgerRecord::cashFlow),
    decimal("change", &LedgerRecord::change),
    decimal("cashBalance", &LedgerRecord::cashBalance),
    column("currency", &LedgerRecord::currency),
    column("orderId", &LedgerRecord::orderId),
    column("orderLinkId", &LedgerRecord::clientId),
    column("tradeId", &LedgerRecord::tradeId),
    required(column("transactionTime", &LedgerRecord::time)),
};

inline constexpr std::array kOrderIdsColumns {
    column("orderId", &OrderIdsRecord::venueId),
    column("orderLinkId", &OrderIdsRecord::clientId),
};

inline constexpr std::array kServerTimeColumns {
    column("timeSecond", &ServerTimeRecord::seconds),
    column("timeNano", &ServerTimeRecord::nanoseconds),
};

inline constexpr std::array kAccountInfoColumns {
    column("marginMode", &AccountInfoRecord::marginMode),
    column("unifiedMarginStatus", &AccountInfoRecord::unifiedMarginStatus),
    column("dcpStatus", &AccountInfoRecord::dcpStatus),
    column("updatedTime", &AccountInfoRecord::updated),
};

inline constexpr std::array kApiKeyColumns {
    column("id", &ApiKeyRecord::id),
    column("userID", &ApiKeyRecord::userId),
    column("readOnly", &ApiKeyRecord::readOnly),
    column("uta", &ApiKeyRecord::unified),
    column("expiredAt", &ApiKeyRecord::expires),
};

} // namespace breakline::bybit
