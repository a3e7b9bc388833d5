// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/AccountText.h"

#include "matching/MarginLedger.h"
#include "matching/VenueIds.h"
#include "matching/VenueRefusal.h"

namespace breakline {

namespace {

std::string timeText(Timestamp time)
{
    return std::to_string(time.ms);
}

std::string timeText(const std::optional<Timestamp>& time)
{
    return time ? timeText(*time) : std::string();
}

std::string_view sideText(Side side)
{
    return side == Side::Buy ? "Buy" : "Sell";
}

std::string_view timeInForceText(TimeInForce value)
{
    switch (value) {
    case TimeInForce::GoodTillCancel: return "GTC";
    case TimeInForce::ImmediateOrCancel: return "IOC";
    case TimeInForce::FillOrKill: return "FOK";
    case TimeInForce::PostOnly: return "PostOnly";
    }
    return "";
}

bool isLimit(OrderType type)
{
    return type == OrderType::Limit || type == OrderType::StopLimit;
}

bool isStop(OrderType type)
{
    return type == OrderType::StopMarket || type == OrderType::StopLimit;
}

std::string_view stopOrderType(const VenueOrder& order)
{
    switch (order.origin) {
    case OrderOrigin::StopLoss: return "StopLoss";
    case OrderOrigin::TakeProfit: return "TakeProfit";
    case OrderOrigin::Liquidation:
    case OrderOrigin::AutoDeleverage: return "";
    case OrderOrigin::Client: break;
    }
    return isStop(order.state.type) ? "Stop" : "";
}

std::string_view createType(const VenueOrder& order)
{
    switch (order.origin) {
    case OrderOrigin::StopLoss: return "CreateByStopLoss";
    case OrderOrigin::TakeProfit: return "CreateByTakeProfit";
    case OrderOrigin::Liquidation: return "CreateByLiq";
    case OrderOrigin::AutoDeleverage: return "CreateByAdl_PassThrough";
    case OrderOrigin::Client: break;
    }
    return "CreateByUser";
}

std::string_view triggerByText(TriggerBy by)
{
    return by == TriggerBy::MarkPrice ? "MarkPrice" : "LastPrice";
}

} // namespace

std::string_view orderStatusText(OrderStatus status)
{
    switch (status) {
    case OrderStatus::Untriggered: return "Untriggered";
    case OrderStatus::Triggered: return "Triggered";
    case OrderStatus::PartiallyFilled: return "PartiallyFilled";
    case OrderStatus::Filled: return "Filled";
    case OrderStatus::Cancelled: return "Cancelled";
    case OrderStatus::Rejected: return "Rejected";
    case OrderStatus::Expired: return "Deactivated";
    default: return "New";
    }
}

std::string_view executionKindText(ExecutionKind kind)
{
    switch (kind) {
    case ExecutionKind::Funding: return "Funding";
    case ExecutionKind::Liquidation: return "BustTrade";
    case ExecutionKind::Settlement: return "Settle";
    case ExecutionKind::AutoDeleverage: return "AdlTrade";
    case ExecutionKind::Trade: break;
    }
    return "Trade";
}

std::string_view ledgerTypeText(const LedgerLine& line)
{
    switch (line.kind) {
    case LedgerKind::Funding: return "SETTLEMENT";
    case LedgerKind::Settlement: return "DELIVERY";
    case LedgerKind::Liquidation: return "LIQUIDATION";
    case LedgerKind::AutoDeleverage: return "ADL";
    case LedgerKind::Transfer: return line.transfer.isNegative() ? "TRANSFER_OUT" : "TRANSFER_IN";
    case LedgerKind::Trade: break;
    }
    return "TRADE";
}

AccountText::AccountText(const SimulatedExchange& exchange)
    : m_exchange(exchange)
{
    for (const Instrument& each : exchange.instruments().all())
        m_grids.emplace_back(each);
}

void AccountText::order(JsonText& json, const VenueOrder& order) const
{
    const OrderUpdate& state = order.state;
    const Instrument& rules = instrument(state.symbol);
    const GridText& text = grid(state.symbol);
    const bool isLive = order.isLive();
    const Quantity leaves = isLive ? order.remaining() : Quantity {};
    const OrderEndWords words = endWordsOf(state.reason);
    const auto attached = [&](std::string_view price, std::string_view by, const std::optional<AttachedStop>& stop) {
        json.field(price, stop ? text.text(stop->trigger) : std::string());
        json.field(by, stop ? triggerByText(stop->triggerBy) : std::string_view());
    };
    json.beginObject().field("category", "linear").field("symbol", rules.symbol);
    json.field("orderId", state.venueId).field("orderLinkId", state.clientId);
    json.field("parentOrderLinkId", state.parentClientId).field("side", sideText(state.side));
    json.field("orderType", isLimit(state.type) ? "Limit" : "Market");
    json.field("price", state.price ? text.text(*state.price) : std::string("0"));
    json.field("qty", text.text(state.quantity)).field("leavesQty", text.text(leaves));
    json.field("leavesValue", state.price ? rules.notional(*state.price, leaves).toString() : std::string("0"));
    json.field("cumExecQty", text.text(state.filled)).field("cumExecValue", (order.cost * rules.lotSize).toString());
    json.field("cumExecFee", order.fees.toString());
    json.field("avgPrice", state.averagePrice ? state.averagePrice->toString() : std::string());
    json.field("timeInForce", timeInForceText(state.timeInForce));
    json.field("orderStatus", orderStatusText(state.status));
    json.field("cancelType", words.cancelType).field("rejectReason", words.rejectReason);
    json.field("stopOrderType", stopOrderType(order)).field("createType", createType(order));
    json.field("triggerPrice", text.text(state.trigger));
    json.integerField("triggerDirection",
                      !state.trigger                                     ? 0
                          : order.direction == TriggerDirection::Rise ? 1
                                                                         : 2);
    json.field("triggerBy", state.trigger ? triggerByText(order.triggerBy) : std::string_view());
    attached("stopLoss", "slTriggerBy", order.stop);
    attached("takeProfit", "tpTriggerBy", order.takeProfit);
    json.field("tpslMode", order.stop || order.takeProfit || order.isPositionOrder() ? "Full" : "");
    json.field("slLimitPrice", "").field("tpLimitPrice", "");
    json.flag("reduceOnly", state.reduceOnly).flag("closeOnTrigger", order.closeOnTrigger);
    json.integerField("positionIdx", 0).field("isLeverage", "").field("orderIv", "").field("blockTradeId", "");
    json.field("lastPriceOnCreated", "").field("smpType", "None").integerField("smpGroup", 0);
    json.field("smpOrderId", "").field("placeType", "").field("feeCurrency", "USDT");
    json.field("createdTime", timeText(order.created)).field("updatedTime", timeText(state.time)).endObject();
}

void AccountText::execution(JsonText& json, const Execution& execution) const
{
    const Instrument& rules = instrument(execution.symbol);
    const GridText& text = grid(execution.symbol);
    const Decimal value = rules.notional(execution.price, execution.quantity);
    const VenueOrder* order = execution.venueId.empty()
        ? nullptr
        : m_exchange.findOrder(execution.symbol, OrderName::byVenue(execution.venueId));
    const auto number = venueIdNumber('t', execution.venueTradeId);
    const LedgerLine* line = number ? m_exchange.ledgerLineOf(*number) : nullptr;
    Decimal rate = execution.liquidity == Liquidity::Maker ? rules.makerFeeRate : rules.takerFeeRate;
    if (execution.kind == ExecutionKind::Funding)
        rate = value.isZero() ? Decimal() : execution.fee.dividedBy(value, 8, Rounding::HalfEven);
    json.beginObject().field("category", "linear").field("symbol", rules.symbol);
    json.field("execId", execution.venueTradeId).field("orderId", execution.venueId);
    json.field("orderLinkId", execution.clientId).field("side", sideText(execution.side));
    json.field("execType", executionKindText(execution.kind));
    json.field("execPrice", text.text(execution.price)).field("execQty", text.text(execution.quantity));
    json.field("execValue", value.toString()).field("execFee", execution.fee.toString());
    json.field("feeRate", rate.toString()).field("feeCurrency", "USDT");
    json.flag("isMaker", execution.liquidity == Liquidity::Maker);
    json.field("execTime", timeText(execution.time));
    json.field("execPnl", line != nullptr ? line->realised.toString() : std::string());
    json.field("orderType", order == nullptr ? "UNKNOWN" : isLimit(order->state.type) ? "Limit" : "Market");
    json.field("orderPrice", order != nullptr && order->state.price ? text.text(*order->state.price)
                                                                    : std::string("0"));
    json.field("orderQty", text.text(order != nullptr ? order->state.quantity : execution.quantity));
    json.field("leavesQty", order != nullptr && order->isLive() ? text.text(order->remaining())
                                                                : std::string("0"));
    json.field("stopOrderType", order != nullptr ? stopOrderType(*order) : std::string_view());
    json.field("createType", order != nullptr ? createType(*order) : std::string_view());
    json.field("markPrice", "").field("indexPrice", "").field("underlyingPrice", "").field("markIv", "");
    json.field("tradeIv", "").field("blockTradeId", "").field("closedSize", "").field("isLeverage", "0");
    json.integerField("seq", number ? static_cast<std::int64_t>(*number) : 0).endObject();
}

void AccountText::position(JsonText& json, const VenuePosition& position, const PositionUpdate& update) const
{
    const Instrument& rules = instrument(update.symbol);
    const GridText& text = grid(update.symbol);
    const std::string entry = update.entryPrice ? update.entryPrice->toString() : std::string("0");
    const std::string maintenance = (position.cost * rules.maintenanceMarginRate).toString();
    json.beginObject()
        .field("category", "linear")
        .integerField("positionIdx",
                      m_exchange.settings().account.positionMode == PositionMode::OneWay ? 0 : 1);
    json.integerField("tradeMode", 1);
    json.integerField("riskId", 1).field("riskLimitValue", "").field("symbol", rules.symbol);
    json.field("side", update.quantity.isZero() ? "" : update.quantity.lots > 0 ? "Buy" : "Sell");
    json.field("size", text.text(update.quantity.magnitude()));
    json.field("avgPrice", entry).field("entryPrice", entry);
    json.field("leverage", update.leverage.toString()).field("positionValue", position.cost.toString());
    json.field("positionBalance", position.margin.toString()).field("positionIM", position.margin.toString());
    json.field("positionMM", maintenance).field("markPrice", text.text(position.mark));
    json.field("liqPrice", text.text(update.liquidation)).field("bustPrice", "");
    json.field("stopLoss", text.text(update.stop)).field("takeProfit", text.text(position.takeProfit));
    json.field("trailingStop", "0").field("tpslMode", "Full");
    json.field("unrealisedPnl", position.unrealised.toString()).field("curRealisedPnl", "");
    json.field("cumRealisedPnl", position.realised.toString()).field("sessionAvgPrice", "");
    json.field("positionStatus", "Normal").integerField("adlRankIndicator", 0).integerField("autoAddMargin", 0);
    json.flag("isReduceOnly", false).field("mmrSysUpdatedTime", "").field("leverageSysUpdatedTime", "");
    json.integerField("seq", static_cast<std::int64_t>(m_exchange.executions().size()));
    json.field("createdTime", timeText(position.opened)).field("updatedTime", timeText(update.time)).endObject();
}

void AccountText::wallet(JsonText& json, const WalletUpdate& wallet) const
{
    Decimal positions, maintenance;
    for (const VenuePosition& position : m_exchange.positions()) {
        positions += position.margin;
        maintenance += position.cost * instrument(position.update.symbol).maintenanceMarginRate;
    }
    const Decimal initial = wallet.walletBalance - wallet.available;
    const Decimal equity = wallet.equity();
    const auto share = [&](const Decimal& part) {
        return equity.isZero() || equity.isNegative() ? std::string()
                                                      : part.dividedBy(equity, 8, Rounding::HalfEven).toString();
    };
    const VenueTotals totals = m_exchange.totals();
    json.beginObject().field("accountType", "UNIFIED").field("totalEquity", equity.toString());
    json.field("totalWalletBalance", wallet.walletBalance.toString());
    json.field("totalMarginBalance", equity.toString());
    json.field("totalAvailableBalance", wallet.available.toString());
    json.field("totalPerpUPL", wallet.unrealised.toString()).field("totalInitialMargin", initial.toString());
    json.field("totalMaintenanceMargin", maintenance.toString()).field("accountIMRate", share(initial));
    json.field("accountMMRate", share(maintenance)).field("accountLTV", "0");
    json.key("coin").beginArray().beginObject().field("coin", "USDT").field("equity", equity.toString());
    json.field("usdValue", equity.toString()).field("walletBalance", wallet.walletBalance.toString());
    json.field("availableToWithdraw", wallet.available.toString()).field("availableToBorrow", "");
    json.field("borrowAmount", "0").field("accruedInterest", "0");
    json.field("totalOrderIM", (initial - positions).toString()).field("totalPositionIM", positions.toString());
    json.field("totalPositionMM", maintenance.toString()).field("unrealisedPnl", wallet.unrealised.toString());
    json.field("cumRealisedPnl", (totals.wallet - totals.start - totals.transfers).toString()).field("bonus", "0");
    json.field("locked", "0").field("spotHedgingQty", "0");
    json.flag("collateralSwitch", true).flag("marginCollateral", true).endObject().endArray().endObject();
}

void AccountText::ledgerLine(JsonText& json, const LedgerLine& line) const
{
    if (line.kind == LedgerKind::Transfer)
        return transferLine(json, line);
    const Instrument& rules = instrument(line.symbol);
    const GridText& text = grid(line.symbol);
    const bool isFunding = line.kind == LedgerKind::Funding;
    const Decimal value = rules.notional(line.price, line.quantity);
    const Decimal paid = isFunding ? line.funding : line.fee;
    json.beginObject().field("id", std::to_string(line.number)).field("symbol", rules.symbol);
    json.field("category", "linear").field("side", sideText(line.side)).field("type", ledgerTypeText(line));
    json.field("transactionTime", timeText(line.time)).field("qty", text.text(line.quantity));
    json.field("size", text.text(line.position)).field("currency", "USDT");
    json.field("tradePrice", text.text(line.price));
    // The venue counts funding as what comes in.
    json.field("funding", isFunding ? (-line.funding).toString() : std::string());
    json.field("fee", line.fee.toString()).field("cashFlow", line.realised.toString());
    json.field("change", line.change.toString()).field("cashBalance", line.balance.toString());
    json.field("feeRate",
               value.isZero() ? std::string() : paid.dividedBy(value, 8, Rounding::HalfEven).toString());
    json.field("bonusChange", "").field("tradeId", line.venueTradeId).field("orderId", line.venueId);
    json.field("orderLinkId", line.clientId).endObject();
}

void AccountText::transferLine(JsonText& json, const LedgerLine& line)
{
    json.beginObject().field("id", std::to_string(line.number)).field("symbol", "").field("category", "");
    json.field("side", "None").field("type", ledgerTypeText(line)).field("transactionTime", timeText(line.time));
    json.field("qty", line.transfer.abs().toString()).field("size", "0").field("currency", "USDT");
    json.field("tradePrice", "").field("funding", "").field("fee", "0").field("cashFlow", line.transfer.toString());
    json.field("change", line.change.toString()).field("cashBalance", line.balance.toString());
    json.field("feeRate", "").field("bonusChange", "").field("tradeId", "").field("orderId", "");
    json.field("orderLinkId", "").endObject();
}

} // namespace breakline
