// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/AccountCalls.h"

namespace breakline {

namespace {

using Begun = AccountCalls::Begun;

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

/// The account is in one-way mode, whose only position has the index 0.
bool isOneWay(const Parameters& parameters)
{
    const auto position = parameters.integer("positionIdx");
    return position && position->value_or(0) == 0;
}

} // namespace

AccountCalls::AccountCalls(SimulatedExchange& exchange, const AccountText& text, std::string apiKey, Deliver deliver)
    : m_exchange(exchange)
    , m_read(exchange, text, std::move(apiKey))
    , m_deliver(std::move(deliver))
{
}

Begun AccountCalls::begin(AccountCall call, const Parameters& parameters, std::uint64_t cookie)
{
    if (changesTrading(call) && parameters.text("category") != "linear")
        return refuse("category: only linear trades here");
    if (changesTrading(call) && !m_exchange.settings().account.keyMayTrade)
        return {WireReply::refusal(10005, "Permission denied, please check your API key permissions."), {}};
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
    if (!isOneWay(parameters))
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
    if (!isOneWay(parameters))
        return refuse("position idx not match position mode");
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
    // The mode is the account's; a symbol or the coin has to be named all the same.
    const std::string& symbol = parameters.text("symbol");
    if (!symbol.empty() ? !m_exchange.instruments().find(symbol) : parameters.text("coin") != "USDT")
        return refuse(symbol.empty() ? "symbol or coin USDT is required" : "symbol invalid");
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
    m_deliver(answer.cookie, reply, answer.fault);
}

void AccountCalls::onQueryDue(std::uint64_t cookie, std::optional<FaultKind> fault)
{
    const auto found = m_questions.find(cookie);
    if (found == m_questions.end())
        return;
    const Question question = std::move(found->second);
    m_questions.erase(found);
    if (const auto words = fault ? wordsOf(*fault) : std::nullopt)
        m_deliver(cookie, WireReply::refusal(words->code, std::string(words->message)), fault);
    else
        m_deliver(cookie, m_read.read(question.call, question.parameters), fault);
}

} // namespace breakline
