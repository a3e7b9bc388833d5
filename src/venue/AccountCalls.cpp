// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/AccountCalls.h"

#include <algorithm>
#include <array>

namespace breakline {

namespace {

using Begun = AccountCalls::Begun;

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

Begun refuse(std::string what)
{
    return {WireReply::invalid(std::move(what)), {}};
}

Begun parked(Timestamp due)
{
    return {std::nullopt, due};
}

/// A value of a number's text; empty where it is missing.
template<class Value>
struct Field {
    std::optional<Value> value;
    bool isWrong = false;
};

Field<Price> priceOf(const Instrument& instrument, const std::string& text)
{
    if (text.empty())
        return {};
    const auto decimal = Decimal::parse(text);
    const auto price = decimal ? instrument.price(*decimal) : std::unexpected(decimal.error());
    if (!price || price->ticks < 0)
        return {std::nullopt, true};
    return {*price, false};
}

Field<Quantity> quantityOf(const Instrument& instrument, const std::string& text)
{
    if (text.empty())
        return {};
    const auto decimal = Decimal::parse(text);
    const auto quantity = decimal ? instrument.quantity(*decimal) : std::unexpected(decimal.error());
    if (!quantity || quantity->lots <= 0)
        return {std::nullopt, true};
    return {*quantity, false};
}

/// The venue's default is the last price.
std::optional<TriggerBy> triggerByOf(const std::string& text)
{
    if (text.empty() || text == "LastPrice")
        return TriggerBy::LastPrice;
    if (text == "MarkPrice" || text == "IndexPrice") // here the index is the mark
        return TriggerBy::MarkPrice;
    return std::nullopt;
}

/// A stop or take-profit that comes with an order or goes to a position. A
/// trigger of zero is kept: it takes off what is there.
struct Protection {
    std::optional<AttachedStop> value;
    std::string fault;
};

Protection protectionOf(const Instrument& instrument, const Parameters& parameters, const char* price,
                        const char* by, const char* orderType, const char* limit)
{
    const auto field = priceOf(instrument, parameters.text(price));
    if (field.isWrong)
        return {std::nullopt, std::string(price) + " invalid"};
    const auto triggerBy = triggerByOf(parameters.text(by));
    if (!triggerBy)
        return {std::nullopt, std::string(by) + " invalid"};
    if (!field.value)
        return {};
    const auto limitPrice = Decimal::parse(parameters.text(limit));
    if (parameters.text(orderType) == "Limit" || (limitPrice && !limitPrice->isZero()))
        return {std::nullopt, std::string(orderType) + ": tpslMode Full allows Market only"};
    return {AttachedStop {*field.value, *triggerBy}, {}};
}

struct Protections {
    std::optional<AttachedStop> stop;
    std::optional<AttachedStop> takeProfit;
    std::string fault;
};

Protections protectionsOf(const Instrument& instrument, const Parameters& parameters)
{
    const Protection stop =
        protectionOf(instrument, parameters, "stopLoss", "slTriggerBy", "slOrderType", "slLimitPrice");
    const Protection profit =
        protectionOf(instrument, parameters, "takeProfit", "tpTriggerBy", "tpOrderType", "tpLimitPrice");
    Protections result {stop.value, profit.value, stop.fault.empty() ? profit.fault : stop.fault};
    const std::string& mode = parameters.text("tpslMode");
    if (result.fault.empty() && !mode.empty() && mode != "Full")
        result.fault = "tpslMode " + mode + " is not offered; Full is";
    return result;
}

OrderName nameOf(const Parameters& parameters)
{
    return {parameters.text("orderLinkId"), parameters.text("orderId")};
}

bool isNamed(const OrderName& name)
{
    return !name.clientId.empty() || !name.venueId.empty();
}

/// Walks a list from its newest end and gives at most `limit` that pass, then
/// where to go on: the place of the next one in the list.
template<class Size, class Passes, class Write>
std::string page(Size size, const std::optional<std::int64_t>& cursor, std::int64_t limit, Passes passes,
                 Write write)
{
    auto at = static_cast<std::int64_t>(size);
    if (cursor)
        at = std::clamp<std::int64_t>(*cursor, 0, at);
    for (std::int64_t given = 0; at > 0; --at) {
        const auto index = static_cast<std::size_t>(at - 1);
        if (!passes(index))
            continue;
        if (given == limit)
            return std::to_string(at);
        write(index);
        ++given;
    }
    return {};
}

struct PageRequest {
    std::int64_t limit = 0;
    std::optional<std::int64_t> cursor;
    std::optional<std::int64_t> start;
    std::optional<std::int64_t> end;
    std::optional<std::string> fault;

    PageRequest(const Parameters& parameters, std::int64_t usual, std::int64_t most)
    {
        const auto read = [&](const char* name) {
            const auto value = parameters.integer(name);
            if (!value)
                fault = value.error().message;
            return value.value_or(std::nullopt);
        };
        limit = std::clamp<std::int64_t>(read("limit").value_or(usual), 1, most);
        cursor = read("cursor");
        start = read("startTime");
        end = read("endTime");
    }

    bool covers(Timestamp time) const { return (!start || time.ms >= *start) && (!end || time.ms <= *end); }
};

WireReply listReply(JsonText& json, const std::string& cursor)
{
    json.endArray().field("nextPageCursor", cursor).field("category", "linear").endObject();
    return {0, "OK", json.take()};
}

WireReply emptyReply(const std::string& category)
{
    JsonText json;
    json.beginObject().key("list").beginArray().endArray().field("nextPageCursor", "");
    json.field("category", category).endObject();
    return {0, "OK", json.take()};
}

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

AccountCalls::AccountCalls(SimulatedExchange& exchange, const AccountText& text, std::string apiKey, Deliver deliver)
    : m_exchange(exchange)
    , m_text(text)
    , m_apiKey(std::move(apiKey))
    , m_deliver(std::move(deliver))
{
}

Begun AccountCalls::begin(AccountCall call, const Parameters& parameters, std::uint64_t cookie)
{
    switch (call) {
    case AccountCall::CreateOrder: return createOrder(parameters, cookie);
    case AccountCall::AmendOrder: return amendOrder(parameters, cookie);
    case AccountCall::CancelOrder: return cancelOrder(parameters, cookie);
    case AccountCall::CancelAll: return cancelAll(parameters, cookie);
    case AccountCall::TradingStop: return tradingStop(parameters, cookie);
    case AccountCall::SetLeverage: return setLeverage(parameters, cookie);
    case AccountCall::SwitchMode: return switchMode(parameters, cookie);
    case AccountCall::SetMarginMode: return setMarginMode(parameters, cookie);
    case AccountCall::DisconnectedCancelAll:
        return {WireReply::refusal(10005, "Permission denied: disconnection protection is for institutional "
                                          "accounts"),
                {}};
    default: return ask(call, parameters, cookie);
    }
}

Begun AccountCalls::createOrder(const Parameters& parameters, std::uint64_t cookie)
{
    if (parameters.text("category") != "linear")
        return refuse("category: only linear trades here");
    const auto id = m_exchange.instruments().find(parameters.text("symbol"));
    if (!id)
        return refuse("symbol invalid");
    const Instrument& instrument = m_exchange.instruments().at(*id);
    PlaceRequest request;
    OrderRequest& order = request.order;
    order.symbol = *id;
    order.clientId = parameters.text("orderLinkId");
    const std::string& side = parameters.text("side");
    if (side != "Buy" && side != "Sell")
        return refuse("side invalid");
    order.side = side == "Buy" ? Side::Buy : Side::Sell;
    const std::string& type = parameters.text("orderType");
    if (type != "Limit" && type != "Market")
        return refuse("orderType invalid");
    const bool isLimit = type == "Limit";
    const std::string& timeInForce = parameters.text("timeInForce");
    if (timeInForce.empty() || timeInForce == "GTC")
        order.timeInForce = TimeInForce::GoodTillCancel;
    else if (timeInForce == "IOC")
        order.timeInForce = TimeInForce::ImmediateOrCancel;
    else if (timeInForce == "FOK")
        order.timeInForce = TimeInForce::FillOrKill;
    else if (timeInForce == "PostOnly")
        order.timeInForce = TimeInForce::PostOnly;
    else
        return refuse("timeInForce invalid");
    const auto quantity = quantityOf(instrument, parameters.text("qty"));
    if (!quantity.value)
        return refuse("qty invalid");
    order.quantity = *quantity.value;
    const auto price = priceOf(instrument, parameters.text("price"));
    if (isLimit) {
        if (!price.value || price.value->ticks == 0)
            return refuse("price invalid");
        order.price = price.value;
    }
    const auto position = parameters.integer("positionIdx");
    if (!position || position->value_or(0) != 0)
        return refuse("position idx not match position mode");
    const auto trigger = priceOf(instrument, parameters.text("triggerPrice"));
    if (trigger.isWrong)
        return refuse("triggerPrice invalid");
    const bool isStop = trigger.value && trigger.value->ticks != 0;
    if (isStop) {
        const std::string& direction = parameters.text("triggerDirection");
        if (direction != "1" && direction != "2")
            return refuse("TriggerDirection invalid");
        request.direction = direction == "1" ? TriggerDirection::Rise : TriggerDirection::Fall;
        const auto by = triggerByOf(parameters.text("triggerBy"));
        if (!by)
            return refuse("triggerBy invalid");
        order.triggerBy = *by;
        order.trigger = trigger.value;
    }
    order.type = isStop ? (isLimit ? OrderType::StopLimit : OrderType::StopMarket)
                        : (isLimit ? OrderType::Limit : OrderType::Market);
    order.reduceOnly = parameters.isTrue("reduceOnly");
    order.closeOnTrigger = parameters.isTrue("closeOnTrigger");
    Protections protections = protectionsOf(instrument, parameters);
    if (!protections.fault.empty())
        return refuse(std::move(protections.fault));
    const auto none = [](std::optional<AttachedStop>& stop) {
        if (stop && stop->trigger.ticks == 0)
            stop.reset();
    };
    none(protections.stop);
    none(protections.takeProfit);
    order.stop = protections.stop;
    request.takeProfit = protections.takeProfit;
    return parked(m_exchange.place(cookie, request));
}

Begun AccountCalls::amendOrder(const Parameters& parameters, std::uint64_t cookie)
{
    const auto id = m_exchange.instruments().find(parameters.text("symbol"));
    if (!id)
        return refuse("symbol invalid");
    const Instrument& instrument = m_exchange.instruments().at(*id);
    AmendRequest request;
    request.symbol = *id;
    request.order = nameOf(parameters);
    if (!isNamed(request.order))
        return refuse("orderId or orderLinkId is required");
    const auto quantity = quantityOf(instrument, parameters.text("qty"));
    const auto price = priceOf(instrument, parameters.text("price"));
    const auto trigger = priceOf(instrument, parameters.text("triggerPrice"));
    if (quantity.isWrong)
        return refuse("qty invalid");
    if (price.isWrong)
        return refuse("price invalid");
    if (trigger.isWrong)
        return refuse("triggerPrice invalid");
    request.quantity = quantity.value;
    request.price = price.value;
    request.trigger = trigger.value;
    if (parameters.has("triggerBy")) {
        request.triggerBy = triggerByOf(parameters.text("triggerBy"));
        if (!request.triggerBy)
            return refuse("triggerBy invalid");
    }
    const Protections protections = protectionsOf(instrument, parameters);
    if (!protections.fault.empty())
        return refuse(protections.fault);
    request.stop = protections.stop;
    request.takeProfit = protections.takeProfit;
    return parked(m_exchange.amend(cookie, request));
}

Begun AccountCalls::cancelOrder(const Parameters& parameters, std::uint64_t cookie)
{
    const auto id = m_exchange.instruments().find(parameters.text("symbol"));
    if (!id)
        return refuse("symbol invalid");
    const OrderName name = nameOf(parameters);
    if (!isNamed(name))
        return refuse("orderId or orderLinkId is required");
    return parked(m_exchange.cancel(cookie, *id, name));
}

Begun AccountCalls::cancelAll(const Parameters& parameters, std::uint64_t cookie)
{
    if (parameters.text("category") != "linear")
        return refuse("category: only linear trades here");
    CancelAllRequest request;
    const std::string& symbol = parameters.text("symbol");
    if (!symbol.empty()) {
        request.symbol = m_exchange.instruments().find(symbol);
        if (!request.symbol)
            return refuse("symbol invalid");
    } else if (parameters.text("settleCoin") != "USDT") {
        return refuse("symbol or settleCoin USDT is required");
    }
    const std::string& filter = parameters.text("orderFilter");
    if (filter == "Order")
        request.filter = OrderFilter::Orders;
    else if (filter == "StopOrder" || filter == "tpslOrder")
        request.filter = OrderFilter::StopOrders;
    else if (!filter.empty())
        return refuse("orderFilter invalid");
    return parked(m_exchange.cancelAll(cookie, request));
}

Begun AccountCalls::tradingStop(const Parameters& parameters, std::uint64_t cookie)
{
    const auto id = m_exchange.instruments().find(parameters.text("symbol"));
    if (!id)
        return refuse("symbol invalid");
    const auto trailing = Decimal::parse(parameters.text("trailingStop"));
    if (parameters.has("trailingStop") && !(trailing && trailing->isZero()))
        return refuse("trailingStop is not offered");
    TradingStopRequest request;
    request.symbol = *id;
    const Protections protections = protectionsOf(m_exchange.instruments().at(*id), parameters);
    if (!protections.fault.empty())
        return refuse(protections.fault);
    request.stop = protections.stop;
    request.takeProfit = protections.takeProfit;
    if (!request.stop && !request.takeProfit)
        return refuse("stopLoss or takeProfit is required");
    return parked(m_exchange.setTradingStop(cookie, request));
}

Begun AccountCalls::setLeverage(const Parameters& parameters, std::uint64_t cookie)
{
    const auto id = m_exchange.instruments().find(parameters.text("symbol"));
    if (!id)
        return refuse("symbol invalid");
    const auto buy = Decimal::parse(parameters.text("buyLeverage"));
    const auto sell = Decimal::parse(parameters.text("sellLeverage"));
    if (!buy || !sell)
        return refuse("leverage invalid");
    if (*buy != *sell)
        return refuse("buy leverage not equal sell leverage");
    return parked(m_exchange.setLeverage(cookie, *id, *buy));
}

Begun AccountCalls::switchMode(const Parameters& parameters, std::uint64_t cookie)
{
    const std::string& mode = parameters.text("mode");
    if (mode != "0" && mode != "3")
        return refuse("mode invalid");
    return parked(m_exchange.setPositionMode(cookie, mode == "0" ? PositionMode::OneWay : PositionMode::Hedge));
}

Begun AccountCalls::setMarginMode(const Parameters& parameters, std::uint64_t cookie)
{
    const std::string& mode = parameters.text("setMarginMode");
    if (mode == "ISOLATED_MARGIN")
        return parked(m_exchange.setMarginMode(cookie, MarginMode::Isolated));
    if (mode == "REGULAR_MARGIN")
        return parked(m_exchange.setMarginMode(cookie, MarginMode::Cross));
    if (mode == "PORTFOLIO_MARGIN")
        return parked(m_exchange.setMarginMode(cookie, MarginMode::Portfolio));
    return refuse("setMarginMode invalid");
}

Begun AccountCalls::ask(AccountCall call, const Parameters& parameters, std::uint64_t cookie)
{
    m_questions.emplace(cookie, Question {call, parameters});
    return parked(m_exchange.query(cookie));
}

void AccountCalls::onAnswer(const VenueAnswer& answer)
{
    WireReply reply {answer.words.code, std::string(answer.words.message), "{}"};
    JsonText json;
    switch (answer.kind) {
    case VenueRequestKind::Place:
    case VenueRequestKind::Amend:
    case VenueRequestKind::Cancel:
        if (answer.accepted) {
            json.beginObject().field("orderId", answer.venueId).field("orderLinkId", answer.clientId).endObject();
            reply.result = json.take();
        }
        break;
    case VenueRequestKind::CancelAll:
        json.beginObject().key("list").beginArray();
        for (const OrderName& name : answer.cancelled)
            json.beginObject().field("orderId", name.venueId).field("orderLinkId", name.clientId).endObject();
        json.endArray().field("success", answer.accepted ? "1" : "0").endObject();
        reply.result = json.take();
        break;
    case VenueRequestKind::SetMarginMode:
        json.beginObject().key("reasons").beginArray();
        if (!answer.accepted)
            json.beginObject()
                .field("reasonCode", std::to_string(reply.code))
                .field("reasonMsg", reply.message)
                .endObject();
        json.endArray().endObject();
        reply.result = json.take();
        break;
    default: break;
    }
    m_deliver(answer.cookie, reply);
}

void AccountCalls::onQueryDue(std::uint64_t cookie)
{
    const auto found = m_questions.find(cookie);
    if (found == m_questions.end())
        return;
    const Question question = std::move(found->second);
    m_questions.erase(found);
    m_deliver(cookie, read(question.call, question.parameters));
}

WireReply AccountCalls::read(AccountCall call, const Parameters& parameters) const
{
    switch (call) {
    case AccountCall::OpenOrders: return orders(parameters, false);
    case AccountCall::OrderHistory: return orders(parameters, true);
    case AccountCall::Executions: return executions(parameters);
    case AccountCall::Positions: return positions(parameters);
    case AccountCall::WalletBalance: return wallet();
    case AccountCall::AccountInfo: return accountInfo();
    case AccountCall::FeeRate: return feeRates(parameters);
    case AccountCall::TransactionLog: return transactions(parameters);
    case AccountCall::CoinInfo: return coinInfo();
    case AccountCall::KeyInfo: return keyInfo();
    default: return WireReply::invalid("no such question");
    }
}

WireReply AccountCalls::orders(const Parameters& parameters, bool history) const
{
    const std::string& category = parameters.text("category");
    if (category.empty())
        return WireReply::invalid("category is missing");
    if (category != "linear")
        return emptyReply(category);
    const std::string& symbol = parameters.text("symbol");
    const auto id = m_exchange.instruments().find(symbol);
    if (!symbol.empty() && !id)
        return WireReply::invalid("symbol invalid");
    const OrderName name = nameOf(parameters);
    if (!history && symbol.empty() && !isNamed(name) && !parameters.has("settleCoin") && !parameters.has("baseCoin"))
        return WireReply::invalid("symbol, baseCoin or settleCoin is required");
    const PageRequest asked(parameters, 20, 50);
    if (asked.fault)
        return WireReply::invalid(*asked.fault);
    const std::string& filter = parameters.text("orderFilter");
    const std::string& status = parameters.text("orderStatus");
    const std::string& base = parameters.text("baseCoin");
    const auto openOnly = parameters.integer("openOnly");
    const bool wantsClosed = history || (openOnly && openOnly->value_or(0) != 0);
    const std::deque<VenueOrder>& all = m_exchange.orders();

    JsonText json;
    json.beginObject().key("list").beginArray();
    const auto passes = [&](std::size_t index) {
        const VenueOrder& order = all[index];
        const OrderUpdate& state = order.state;
        if (id && state.symbol != *id)
            return false;
        if (!base.empty() && m_exchange.instruments().at(state.symbol).baseCoin != base)
            return false;
        if (!name.venueId.empty() && state.venueId != name.venueId)
            return false;
        if (!name.clientId.empty() && state.clientId != name.clientId)
            return false;
        // Who names an order of now gets it, ended or not.
        if (order.isLive() == wantsClosed && !(isNamed(name) && !history))
            return false;
        if (history && !asked.covers(order.created))
            return false;
        if (!status.empty() && orderStatusText(state.status) != status)
            return false;
        const bool isStop = state.trigger.has_value();
        return filter.empty() || (filter == "Order" ? !isStop : isStop);
    };
    const std::string next = page(all.size(), asked.cursor, asked.limit, passes,
                                  [&](std::size_t index) { m_text.order(json, all[index]); });
    return listReply(json, next);
}

WireReply AccountCalls::executions(const Parameters& parameters) const
{
    const std::string& category = parameters.text("category");
    if (category.empty())
        return WireReply::invalid("category is missing");
    if (category != "linear")
        return emptyReply(category);
    const auto id = m_exchange.instruments().find(parameters.text("symbol"));
    if (parameters.has("symbol") && !id)
        return WireReply::invalid("symbol invalid");
    const PageRequest asked(parameters, 50, 100);
    if (asked.fault)
        return WireReply::invalid(*asked.fault);
    const OrderName name = nameOf(parameters);
    const std::string& type = parameters.text("execType");
    const std::vector<Execution>& all = m_exchange.executions();
    JsonText json;
    json.beginObject().key("list").beginArray();
    const auto passes = [&](std::size_t index) {
        const Execution& execution = all[index];
        return (!id || execution.symbol == *id) && (name.venueId.empty() || execution.venueId == name.venueId)
            && (name.clientId.empty() || execution.clientId == name.clientId)
            && (type.empty() || executionKindText(execution.kind) == type) && asked.covers(execution.time);
    };
    const std::string next = page(all.size(), asked.cursor, asked.limit, passes,
                                  [&](std::size_t index) { m_text.execution(json, all[index]); });
    return listReply(json, next);
}

WireReply AccountCalls::positions(const Parameters& parameters) const
{
    const std::string& category = parameters.text("category");
    if (category.empty())
        return WireReply::invalid("category is missing");
    if (category != "linear")
        return emptyReply(category);
    const std::string& symbol = parameters.text("symbol");
    const auto id = m_exchange.instruments().find(symbol);
    if (!symbol.empty() && !id)
        return WireReply::invalid("symbol invalid");
    if (symbol.empty() && !parameters.has("settleCoin"))
        return WireReply::invalid("symbol or settleCoin is required");
    const PageRequest asked(parameters, 20, 200);
    if (asked.fault)
        return WireReply::invalid(*asked.fault);
    JsonText json;
    json.beginObject().key("list").beginArray();
    const auto write = [&](const VenuePosition& position) { m_text.position(json, position, position.update); };
    std::string next;
    if (id) {
        write(m_exchange.position(*id)); // a flat one too
    } else if (parameters.text("settleCoin") == "USDT") {
        const auto open = m_exchange.positions();
        const auto from = static_cast<std::size_t>(std::max<std::int64_t>(asked.cursor.value_or(0), 0));
        const std::size_t to = std::min(open.size(), from + static_cast<std::size_t>(asked.limit));
        for (std::size_t i = from; i < to; ++i)
            write(open[i]);
        if (to < open.size())
            next = std::to_string(to);
    }
    return listReply(json, next);
}

WireReply AccountCalls::wallet() const
{
    JsonText json;
    json.beginObject().key("list").beginArray();
    m_text.wallet(json, m_exchange.wallet());
    json.endArray().endObject();
    return {0, "OK", json.take()};
}

WireReply AccountCalls::accountInfo() const
{
    JsonText json;
    json.beginObject().field("marginMode", "ISOLATED_MARGIN");
    json.field("updatedTime", std::to_string(m_exchange.now().ms)).integerField("unifiedMarginStatus", 4);
    json.field("dcpStatus", "OFF").integerField("timeWindow", 0).integerField("smpGroup", 0);
    json.flag("isMasterTrader", false).field("spotHedgingStatus", "OFF").endObject();
    return {0, "OK", json.take()};
}

WireReply AccountCalls::feeRates(const Parameters& parameters) const
{
    const std::string& category = parameters.text("category");
    if (!category.empty() && category != "linear")
        return emptyReply(category);
    const std::string& symbol = parameters.text("symbol");
    if (!symbol.empty() && !m_exchange.instruments().find(symbol))
        return WireReply::invalid("symbol invalid");
    JsonText json;
    json.beginObject().field("category", "linear").key("list").beginArray();
    for (const Instrument& each : m_exchange.instruments().all()) {
        if (!symbol.empty() && each.symbol != symbol)
            continue;
        json.beginObject().field("symbol", each.symbol).field("baseCoin", each.baseCoin);
        json.field("takerFeeRate", each.takerFeeRate.toString());
        json.field("makerFeeRate", each.makerFeeRate.toString()).endObject();
    }
    json.endArray().endObject();
    return {0, "OK", json.take()};
}

WireReply AccountCalls::transactions(const Parameters& parameters) const
{
    const PageRequest asked(parameters, 20, 50);
    if (asked.fault)
        return WireReply::invalid(*asked.fault);
    const std::string& category = parameters.text("category");
    const std::string& currency = parameters.text("currency");
    if ((!category.empty() && category != "linear") || (!currency.empty() && currency != "USDT"))
        return emptyReply(category);
    const std::string& type = parameters.text("type");
    const auto typeOf = [](ExecutionKind kind) -> std::string_view {
        switch (kind) {
        case ExecutionKind::Funding: return "SETTLEMENT";
        case ExecutionKind::Settlement: return "DELIVERY";
        case ExecutionKind::Liquidation: return "LIQUIDATION";
        case ExecutionKind::Trade: break;
        }
        return "TRADE";
    };
    const std::vector<LedgerLine>& all = m_exchange.ledger();
    JsonText json;
    json.beginObject().key("list").beginArray();
    const auto passes = [&](std::size_t index) {
        return (type.empty() || typeOf(all[index].kind) == type) && asked.covers(all[index].time);
    };
    const std::string next = page(all.size(), asked.cursor, asked.limit, passes,
                                  [&](std::size_t index) { m_text.ledgerLine(json, all[index]); });
    return listReply(json, next);
}

WireReply AccountCalls::coinInfo() const
{
    // Clients ask before they trade; nothing is paid in or out here, so no chains.
    JsonText json;
    json.beginObject().key("rows").beginArray().beginObject().field("name", "USDT").field("coin", "USDT");
    json.field("remainAmount", "0").key("chains").raw("[]").endObject().endArray().endObject();
    return {0, "OK", json.take()};
}

WireReply AccountCalls::keyInfo() const
{
    JsonText json;
    json.beginObject().field("id", "1").field("note", "simulated").field("apiKey", m_apiKey);
    json.integerField("readOnly", 0).field("secret", "").key("permissions").beginObject();
    json.key("ContractTrade").raw(R"(["Order","Position"])");
    for (const char* none : {"Spot", "Wallet", "Options", "Derivatives", "CopyTrading", "BlockTrade", "Exchange",
                             "NFT", "Affiliate"})
        json.key(none).raw("[]");
    json.endObject().key("ips").raw(R"(["*"])").integerField("type", 1).integerField("deadlineDay", 90);
    json.field("expiredAt", toIso8601(m_exchange.now() + Duration::days(90)));
    json.field("createdAt", toIso8601(m_exchange.now())).integerField("unified", 0).integerField("uta", 1);
    json.integerField("userID", 1).integerField("inviterID", 0).field("vipLevel", "No VIP");
    json.field("mktMakerLevel", "0").integerField("affiliateID", 0).field("rsaPublicKey", "");
    json.flag("isMaster", true).field("parentUid", "0").field("kycLevel", "LEVEL_DEFAULT").field("kycRegion", "");
    json.endObject();
    return {0, "OK", json.take()};
}

} // namespace breakline
