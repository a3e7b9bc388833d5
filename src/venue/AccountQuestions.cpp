// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/AccountQuestions.h"

#include <algorithm>

namespace breakline {

namespace {

/// Of what is asked for with a start and no end.
constexpr Duration kExecutionsSpan = Duration::days(7);

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

std::string_view marginModeText(MarginMode mode)
{
    switch (mode) {
    case MarginMode::Isolated: return "ISOLATED_MARGIN";
    case MarginMode::Cross: return "REGULAR_MARGIN";
    case MarginMode::Portfolio: return "PORTFOLIO_MARGIN";
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

AccountQuestions::AccountQuestions(const SimulatedExchange& exchange, const AccountText& text, std::string apiKey)
    : m_exchange(exchange)
    , m_text(text)
    , m_apiKey(std::move(apiKey))
{
}

WireReply AccountQuestions::read(AccountCall call, const Parameters& parameters) const
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

AccountQuestions::Scope AccountQuestions::scopeOf(const Parameters& parameters) const
{
    const std::string& category = parameters.text("category");
    if (category.empty())
        return {{}, WireReply::invalid("category is missing")};
    if (category != "linear")
        return {{}, emptyReply(category)};
    const std::string& symbol = parameters.text("symbol");
    const auto id = m_exchange.instruments().find(symbol);
    if (!symbol.empty() && !id)
        return {{}, WireReply::invalid("symbol invalid")};
    return {id, std::nullopt};
}

WireReply AccountQuestions::orders(const Parameters& parameters, bool history) const
{
    const Scope scope = scopeOf(parameters);
    if (scope.reply)
        return *scope.reply;
    const std::optional<SymbolId> id = scope.symbol;
    const OrderName name = nameOf(parameters);
    if (!history && !id && !isNamed(name) && !parameters.has("settleCoin") && !parameters.has("baseCoin"))
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

WireReply AccountQuestions::executions(const Parameters& parameters) const
{
    const Scope scope = scopeOf(parameters);
    if (scope.reply)
        return *scope.reply;
    const std::optional<SymbolId> id = scope.symbol;
    PageRequest asked(parameters, 50, 100);
    if (asked.fault)
        return WireReply::invalid(*asked.fault);
    if (asked.start && !asked.end)
        asked.end = *asked.start + kExecutionsSpan.ms;
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

WireReply AccountQuestions::positions(const Parameters& parameters) const
{
    const Scope scope = scopeOf(parameters);
    if (scope.reply)
        return *scope.reply;
    const std::optional<SymbolId> id = scope.symbol;
    if (!id && !parameters.has("settleCoin"))
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

WireReply AccountQuestions::wallet() const
{
    JsonText json;
    json.beginObject().key("list").beginArray();
    m_text.wallet(json, m_exchange.wallet());
    json.endArray().endObject();
    return {0, "OK", json.take()};
}

WireReply AccountQuestions::accountInfo() const
{
    JsonText json;
    json.beginObject().field("marginMode", marginModeText(m_exchange.settings().account.marginMode));
    json.field("updatedTime", std::to_string(m_exchange.now().ms)).integerField("unifiedMarginStatus", 4);
    json.field("dcpStatus", "OFF").integerField("timeWindow", 0).integerField("smpGroup", 0);
    json.flag("isMasterTrader", false).field("spotHedgingStatus", "OFF").endObject();
    return {0, "OK", json.take()};
}

WireReply AccountQuestions::feeRates(const Parameters& parameters) const
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

WireReply AccountQuestions::transactions(const Parameters& parameters) const
{
    const PageRequest asked(parameters, 20, 50);
    if (asked.fault)
        return WireReply::invalid(*asked.fault);
    const std::string& category = parameters.text("category");
    const std::string& currency = parameters.text("currency");
    if ((!category.empty() && category != "linear") || (!currency.empty() && currency != "USDT"))
        return emptyReply(category);
    const std::string& type = parameters.text("type");
    const std::vector<LedgerLine>& all = m_exchange.ledger();
    JsonText json;
    json.beginObject().key("list").beginArray();
    const auto passes = [&](std::size_t index) {
        return (type.empty() || ledgerTypeText(all[index]) == type) && asked.covers(all[index].time);
    };
    const std::string next = page(all.size(), asked.cursor, asked.limit, passes,
                                  [&](std::size_t index) { m_text.ledgerLine(json, all[index]); });
    return listReply(json, next);
}

WireReply AccountQuestions::coinInfo() const
{
    // Clients ask before they trade; nothing is paid in or out here, so no chains.
    JsonText json;
    json.beginObject().key("rows").beginArray().beginObject().field("name", "USDT").field("coin", "USDT");
    json.field("remainAmount", "0").key("chains").raw("[]").endObject().endArray().endObject();
    return {0, "OK", json.take()};
}

WireReply AccountQuestions::keyInfo() const
{
    JsonText json;
    json.beginObject().field("id", "1").field("note", "simulated").field("apiKey", m_apiKey);
    const AccountRules& rules = m_exchange.settings().account;
    json.integerField("readOnly", rules.keyMayTrade ? 0 : 1)
        .field("secret", "")
        .key("permissions")
        .beginObject();
    json.key("ContractTrade").raw(rules.keyMayTrade ? R"(["Order","Position"])" : "[]");
    json.key("Wallet").raw(rules.keyMayWithdraw ? R"(["AccountTransfer","Withdraw"])" : "[]");
    for (const char* none :
         {"Spot", "Options", "Derivatives", "CopyTrading", "BlockTrade", "Exchange", "NFT", "Affiliate"})
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
