// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/bybit/BybitRequests.h"

#include "exchange/bybit/BybitNames.h"
#include "exchange/bybit/JsonWriter.h"

#include <algorithm>

namespace breakline::bybit {

namespace {

constexpr std::string_view kCategory = "linear";

bool isPlain(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'
        || c == '.' || c == '~';
}

class Query {
public:
    Query& add(std::string_view key, std::string_view value)
    {
        if (value.empty())
            return *this;
        if (!m_text.empty())
            m_text += '&';
        m_text.append(key);
        m_text += '=';
        constexpr char kHex[] = "0123456789ABCDEF";
        for (const char c : value) {
            // A cursor comes from the venue with its percent signs, and goes
            // back so.
            if (isPlain(c) || c == '%') {
                m_text += c;
            } else {
                m_text += '%';
                m_text += kHex[static_cast<unsigned char>(c) >> 4];
                m_text += kHex[static_cast<unsigned char>(c) & 15];
            }
        }
        return *this;
    }
    Query& add(std::string_view key, std::optional<int> value)
    {
        return value ? add(key, std::to_string(*value)) : *this;
    }
    Query& add(std::string_view key, std::optional<Timestamp> value)
    {
        return value ? add(key, std::to_string(value->ms)) : *this;
    }
    RestRequest get(std::string_view path, bool isSigned) const
    {
        return {RestRequest::Method::Get, std::string(path), m_text, isSigned};
    }

private:
    std::string m_text;
};

/// A flat JSON object, what is empty left out.
class Body {
public:
    Body() { m_writer.open('{'); }
    Body& add(std::string_view key, std::string_view value)
    {
        if (!value.empty())
            m_writer.key(key).text(value);
        return *this;
    }
    Body& add(std::string_view key, std::optional<int> value)
    {
        if (value)
            m_writer.key(key).integer(*value);
        return *this;
    }
    Body& add(std::string_view key, std::optional<bool> value)
    {
        if (value)
            m_writer.key(key).flag(*value);
        return *this;
    }
    std::string text()
    {
        m_writer.close('}');
        return std::move(m_text);
    }

private:
    std::string m_text;
    JsonWriter m_writer {m_text};
};

RestRequest post(std::string_view path, std::string body)
{
    return {RestRequest::Method::Post, std::string(path), std::move(body), true};
}

Query listQuery(const ListFilter& filter)
{
    Query query;
    query.add("category", kCategory)
        .add("symbol", filter.symbol)
        .add("settleCoin", filter.settleCoin)
        .add("orderId", filter.venueId)
        .add("orderLinkId", filter.clientId)
        .add("orderFilter", filter.orderFilter)
        .add("orderStatus", filter.orderStatus)
        .add("execType", filter.executionKind)
        .add("startTime", filter.from)
        .add("endTime", filter.to)
        .add("limit", filter.limit)
        .add("cursor", filter.cursor);
    return query;
}

} // namespace

RestRequest serverTime()
{
    return Query().get("/v5/market/time", false);
}

RestRequest instruments(std::optional<int> limit, std::string_view cursor, std::string_view status)
{
    return Query()
        .add("category", kCategory)
        .add("status", status)
        .add("limit", limit)
        .add("cursor", cursor)
        .get("/v5/market/instruments-info", false);
}

RestRequest tickers(std::string_view symbol)
{
    return Query().add("category", kCategory).add("symbol", symbol).get("/v5/market/tickers", false);
}

RestRequest candles(std::string_view symbol, Duration interval, std::optional<Timestamp> from,
                    std::optional<Timestamp> to, int limit)
{
    return Query()
        .add("category", kCategory)
        .add("symbol", symbol)
        .add("interval", intervalName(interval))
        .add("start", from)
        .add("end", to)
        .add("limit", std::optional(limit))
        .get("/v5/market/kline", false);
}

RestRequest orderBook(std::string_view symbol, int limit)
{
    return Query()
        .add("category", kCategory)
        .add("symbol", symbol)
        .add("limit", std::optional(limit))
        .get("/v5/market/orderbook", false);
}

RestRequest recentTrades(std::string_view symbol, int limit)
{
    return Query()
        .add("category", kCategory)
        .add("symbol", symbol)
        .add("limit", std::optional(limit))
        .get("/v5/market/recent-trade", false);
}

RestRequest openInterest(std::string_view symbol, std::string_view interval, int limit)
{
    return Query()
        .add("category", kCategory)
        .add("symbol", symbol)
        .add("intervalTime", interval)
        .add("limit", std::optional(limit))
        .get("/v5/market/open-interest", false);
}

RestRequest fundingHistory(std::string_view symbol, int limit)
{
    return Query()
        .add("category", kCategory)
        .add("symbol", symbol)
        .add("limit", std::optional(limit))
        .get("/v5/market/funding/history", false);
}

RestRequest wallet()
{
    return Query().add("accountType", "UNIFIED").get("/v5/account/wallet-balance", true);
}

RestRequest accountInfo()
{
    return Query().get("/v5/account/info", true);
}

RestRequest apiKeyInfo()
{
    return Query().get("/v5/user/query-api", true);
}

RestRequest feeRate(std::string_view symbol)
{
    return Query().add("category", kCategory).add("symbol", symbol).get("/v5/account/fee-rate", true);
}

RestRequest positions(const ListFilter& filter)
{
    return listQuery(filter).get("/v5/position/list", true);
}

RestRequest liveOrders(const ListFilter& filter)
{
    return listQuery(filter).get("/v5/order/realtime", true);
}

RestRequest orderHistory(const ListFilter& filter)
{
    return listQuery(filter).get("/v5/order/history", true);
}

RestRequest executions(const ListFilter& filter)
{
    return listQuery(filter).get("/v5/execution/list", true);
}

RestRequest transactionLog(const ListFilter& filter)
{
    return listQuery(filter).get("/v5/account/transaction-log", true);
}

RestRequest transactionsOf(std::string_view kind, std::string_view currency, Timestamp from, Timestamp to,
                           int limit, std::string_view cursor)
{
    return Query()
        .add("accountType", "UNIFIED")
        .add("currency", currency)
        .add("type", kind)
        .add("startTime", std::optional(from))
        .add("endTime", std::optional(to))
        .add("limit", std::optional(limit))
        .add("cursor", cursor)
        .get("/v5/account/transaction-log", true);
}

RestRequest setMarginMode(std::string_view mode, std::optional<int> leverage)
{
    return post("/v5/account/set-margin-mode",
                Body().add("setMarginMode", mode).add("leverage", leverage).text());
}

RestRequest switchPositionMode(std::string_view symbol, int mode)
{
    return post(
        "/v5/position/switch-mode",
        Body().add("category", kCategory).add("symbol", symbol).add("mode", std::optional(mode)).text());
}

RestRequest setLeverage(std::string_view symbol, const Decimal& leverage)
{
    const std::string text = leverage.toString();
    return post("/v5/position/set-leverage",
                Body()
                    .add("category", kCategory)
                    .add("symbol", symbol)
                    .add("buyLeverage", text)
                    .add("sellLeverage", text)
                    .text());
}

bool isClientId(std::string_view text)
{
    return !text.empty() && text.size() <= 36
        && std::ranges::all_of(text, [](char c) { return isPlain(c) && c != '.' && c != '~'; });
}

Expected<OrderFields> orderFields(const OrderRequest& order, const Instrument& instrument)
{
    const auto refuse = [&](std::string_view what) {
        return fail(ErrorCode::InvalidArgument, "order " + order.clientId + ": " + std::string(what));
    };
    if (!isClientId(order.clientId))
        return refuse("a client id has 1 to 36 of A-Z, a-z, 0-9, _ and -");
    if (order.quantity.lots <= 0)
        return refuse("the quantity must be positive");
    const bool isLimit = order.type == OrderType::Limit || order.type == OrderType::StopLimit;
    const bool isStop = order.type == OrderType::StopMarket || order.type == OrderType::StopLimit;
    if (isLimit != order.price.has_value())
        return refuse(isLimit ? "a limit order needs a price" : "a market order has no price");
    if (isStop != order.trigger.has_value())
        return refuse(isStop ? "a stop order needs a trigger" : "only a stop order has a trigger");
    if (order.stop && order.reduceOnly)
        return refuse("the venue refuses a stop attached to a reduce-only order");

    OrderFields fields;
    fields.symbol = instrument.symbol;
    fields.side = nameOf(order.side);
    fields.orderType = nameOf(order.type);
    fields.quantity = instrument.toDecimal(order.quantity).toString();
    if (order.price)
        fields.price = instrument.toDecimal(*order.price).toString();
    // The venue makes an IOC of every market order; of ours it says so itself.
    fields.timeInForce = nameOf(isLimit ? order.timeInForce : TimeInForce::ImmediateOrCancel);
    fields.clientId = order.clientId;
    fields.reduceOnly = order.reduceOnly;
    fields.positionIdx = 0;
    fields.tpslMode = "Full";
    fields.slOrderType = "Market";
    if (order.trigger) {
        fields.triggerPrice = instrument.toDecimal(*order.trigger).toString();
        fields.triggerDirection = order.side == Side::Buy ? 1 : 2;
        fields.closeOnTrigger = order.closeOnTrigger;
    }
    fields.triggerBy = nameOf(order.triggerBy);
    fields.slTriggerBy = nameOf(order.stop ? order.stop->triggerBy : order.triggerBy);
    if (order.stop)
        fields.stopLoss = instrument.toDecimal(order.stop->trigger).toString();
    return fields;
}

TradingStopFields positionStopFields(const Instrument& instrument, Price trigger, TriggerBy triggerBy)
{
    TradingStopFields fields;
    fields.symbol = instrument.symbol;
    fields.stopLoss = instrument.toDecimal(trigger).toString();
    fields.slTriggerBy = nameOf(triggerBy);
    fields.slOrderType = "Market";
    fields.tpslMode = "Full";
    fields.positionIdx = 0;
    return fields;
}

std::string bodyOf(const OrderFields& order)
{
    return Body()
        .add("category", kCategory)
        .add("symbol", order.symbol)
        .add("side", order.side)
        .add("orderType", order.orderType)
        .add("qty", order.quantity)
        .add("price", order.price)
        .add("timeInForce", order.timeInForce)
        .add("orderLinkId", order.clientId)
        .add("triggerPrice", order.triggerPrice)
        .add("triggerDirection", order.triggerDirection)
        .add("triggerBy", order.triggerBy)
        .add("stopLoss", order.stopLoss)
        .add("takeProfit", order.takeProfit)
        .add("slTriggerBy", order.slTriggerBy)
        .add("slOrderType", order.slOrderType)
        .add("tpslMode", order.tpslMode)
        .add("reduceOnly", order.reduceOnly)
        .add("closeOnTrigger", order.closeOnTrigger)
        .add("positionIdx", order.positionIdx)
        .text();
}

std::string bodyOf(const AmendFields& amend)
{
    return Body()
        .add("category", kCategory)
        .add("symbol", amend.symbol)
        .add("orderId", amend.venueId)
        .add("orderLinkId", amend.clientId)
        .add("qty", amend.quantity)
        .add("price", amend.price)
        .add("triggerPrice", amend.triggerPrice)
        .text();
}

std::string bodyOf(const CancelFields& cancel)
{
    return Body()
        .add("category", kCategory)
        .add("symbol", cancel.symbol)
        .add("orderId", cancel.venueId)
        .add("orderLinkId", cancel.clientId)
        .add("orderFilter", cancel.orderFilter)
        .text();
}

std::string bodyOf(const TradingStopFields& stop)
{
    return Body()
        .add("category", kCategory)
        .add("symbol", stop.symbol)
        .add("stopLoss", stop.stopLoss)
        .add("trailingStop", stop.trailingStop)
        .add("slTriggerBy", stop.slTriggerBy)
        .add("slOrderType", stop.slOrderType)
        .add("tpslMode", stop.tpslMode)
        .add("positionIdx", stop.positionIdx)
        .text();
}

RestRequest createOrder(const OrderFields& order)
{
    return post("/v5/order/create", bodyOf(order));
}

RestRequest amendOrder(const AmendFields& amend)
{
    return post("/v5/order/amend", bodyOf(amend));
}

RestRequest cancelOrder(const CancelFields& cancel)
{
    return post("/v5/order/cancel", bodyOf(cancel));
}

RestRequest cancelAll(std::string_view symbol, std::string_view orderFilter)
{
    return post(
        "/v5/order/cancel-all",
        Body().add("category", kCategory).add("symbol", symbol).add("orderFilter", orderFilter).text());
}

RestRequest tradingStop(const TradingStopFields& stop)
{
    return post("/v5/position/trading-stop", bodyOf(stop));
}

} // namespace breakline::bybit
