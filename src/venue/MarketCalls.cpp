// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/MarketCalls.h"

#include "venue/BookDelta.h"
#include "venue/CandleText.h"
#include "venue/JsonText.h"

#include <algorithm>

namespace breakline {

namespace {

std::string_view statusText(InstrumentStatus status)
{
    switch (status) {
    case InstrumentStatus::PreLaunch: return "PreLaunch";
    case InstrumentStatus::Trading: return "Trading";
    case InstrumentStatus::ReduceOnly: return "ReduceOnly";
    case InstrumentStatus::Delivering: return "Delivering";
    case InstrumentStatus::Closed: return "Closed";
    }
    return "";
}

/// The number asked for, at most `most`; `usual` without one.
Expected<std::int64_t> limitOf(const Parameters& parameters, std::int64_t usual, std::int64_t most)
{
    const auto limit = parameters.integer("limit");
    if (!limit)
        return std::unexpected(limit.error());
    return std::clamp<std::int64_t>(limit->value_or(usual), 1, most);
}

bool isLinear(const Parameters& parameters)
{
    return parameters.text("category") == "linear";
}

JsonText listResult(const Parameters& parameters)
{
    JsonText json;
    json.beginObject().field("category", parameters.text("category"));
    json.key("list").beginArray();
    return json;
}

WireReply endList(JsonText& json)
{
    json.endArray().field("nextPageCursor", "").endObject();
    return {0, "OK", json.take()};
}

WireReply emptyList(const Parameters& parameters)
{
    JsonText json = listResult(parameters);
    return endList(json);
}

const WireReply kNoCategory = WireReply::invalid("category is missing");
const WireReply kNoSymbol = WireReply::invalid("Symbol Is Invalid");

} // namespace

std::optional<WireReply> MarketCalls::answer(std::string_view path, const Parameters& parameters)
{
    constexpr std::string_view kPrefix = "/v5/market/";
    if (!path.starts_with(kPrefix))
        return std::nullopt;
    path.remove_prefix(kPrefix.size());
    if (path == "time")
        return time();
    using Call = WireReply (MarketCalls::*)(const Parameters&) const;
    Call call = nullptr;
    const bool isTickers = path == "tickers";
    if (path == "instruments-info")
        call = &MarketCalls::instruments;
    else if (path == "kline")
        call = &MarketCalls::candles;
    else if (path == "orderbook")
        call = &MarketCalls::book;
    else if (path == "recent-trade")
        call = &MarketCalls::trades;
    else if (path == "open-interest")
        call = &MarketCalls::openInterest;
    else if (path == "funding/history")
        call = &MarketCalls::funding;
    else if (path == "risk-limit")
        call = &MarketCalls::riskLimits;
    else if (!isTickers)
        return std::nullopt;
    if (!parameters.has("category"))
        return kNoCategory;
    if (!isLinear(parameters))
        return emptyList(parameters);
    return isTickers ? tickers(parameters) : (this->*call)(parameters);
}

WireReply MarketCalls::time() const
{
    const Timestamp shown = m_exchange.now() + m_exchange.outages().clockOff(m_exchange.now());
    const std::string ms = std::to_string(shown.ms);
    JsonText json;
    json.beginObject().field("timeSecond", std::to_string(shown.ms / 1000));
    json.field("timeNano", ms + "000000").endObject();
    return {0, "OK", json.take()};
}

void MarketCalls::instrument(JsonText& json, const Instrument& instrument) const
{
    const GridText& grid = m_streams.grid(instrument.id);
    const auto time = [](const std::optional<Timestamp>& value) {
        return value ? std::to_string(value->ms) : std::string("0");
    };
    const auto most = [&](const std::optional<Quantity>& value) {
        return value ? grid.text(*value) : std::string();
    };
    json.beginObject().field("symbol", instrument.symbol).field("contractType", "LinearPerpetual");
    json.field("status", statusText(instrument.status)).field("baseCoin", instrument.baseCoin);
    json.field("quoteCoin", "USDT").field("settleCoin", "USDT");
    json.field("launchTime", time(instrument.launchTime)).field("deliveryTime", time(instrument.deliveryTime));
    json.field("deliveryFeeRate", "").field("priceScale", std::to_string(instrument.tickSize.decimals()));
    json.key("leverageFilter").beginObject().field("minLeverage", "1");
    json.field("maxLeverage", instrument.maxLeverage.toString()).field("leverageStep", "0.01").endObject();
    json.key("priceFilter").beginObject().field("minPrice", instrument.tickSize.toString());
    json.field("maxPrice", "").field("tickSize", instrument.tickSize.toString()).endObject();
    json.key("lotSizeFilter").beginObject().field("maxOrderQty", most(instrument.maxLimitQuantity));
    json.field("maxMktOrderQty", most(instrument.maxMarketQuantity));
    json.field("minOrderQty", grid.text(instrument.minQuantity)).field("qtyStep", instrument.lotSize.toString());
    json.field("postOnlyMaxOrderQty", most(instrument.maxLimitQuantity));
    json.field("minNotionalValue", instrument.minNotional.toString()).endObject();
    json.flag("unifiedMarginTrade", true);
    json.integerField("fundingInterval", instrument.fundingInterval.ms / Duration::minutes(1).ms);
    json.field("copyTrading", "none").field("upperFundingRate", "").field("lowerFundingRate", "");
    json.flag("isPreListing", false).key("preListingInfo").raw("null");
    json.key("riskParameters").beginObject().field("priceLimitRatioX", instrument.priceBand.toString());
    json.field("priceLimitRatioY", instrument.priceBand.toString()).endObject().endObject();
}

WireReply MarketCalls::instruments(const Parameters& parameters) const
{
    const auto limit = limitOf(parameters, 500, 1000);
    const auto cursor = parameters.integer("cursor");
    if (!limit || !cursor)
        return WireReply::invalid((!limit ? limit.error() : cursor.error()).message);
    const std::string& symbol = parameters.text("symbol");
    const std::string& status = parameters.text("status");
    const std::string& base = parameters.text("baseCoin");
    if (!symbol.empty() && !m_exchange.instruments().find(symbol))
        return kNoSymbol;
    JsonText json = listResult(parameters);
    std::int64_t given = 0;
    std::string next;
    const auto& all = m_exchange.instruments().all();
    for (auto i = static_cast<std::size_t>(std::max<std::int64_t>(cursor->value_or(0), 0)); i < all.size(); ++i) {
        const Instrument& each = all[i];
        // Without a status what is about to trade is not shown, nor what is over.
        const bool shown = status.empty()
            ? each.status != InstrumentStatus::PreLaunch && each.status != InstrumentStatus::Closed
            : statusText(each.status) == status;
        const bool named = !symbol.empty() && each.symbol == symbol;
        if ((!shown && !(named && status.empty())) || (!symbol.empty() && !named)
            || (!base.empty() && each.baseCoin != base))
            continue;
        if (given == *limit) {
            next = std::to_string(i);
            break;
        }
        instrument(json, each);
        ++given;
    }
    json.endArray().field("nextPageCursor", next).endObject();
    return {0, "OK", json.take()};
}

WireReply MarketCalls::tickers(const Parameters& parameters)
{
    const std::string& symbol = parameters.text("symbol");
    const std::string& base = parameters.text("baseCoin");
    if (!symbol.empty() && !m_exchange.instruments().find(symbol))
        return kNoSymbol;
    JsonText json = listResult(parameters);
    for (const Instrument& each : m_exchange.instruments().all()) {
        const bool trades = each.status != InstrumentStatus::PreLaunch && each.status != InstrumentStatus::Closed;
        if ((symbol.empty() ? !trades : each.symbol != symbol) || (!base.empty() && each.baseCoin != base))
            continue;
        const TickerText ticker(each, m_streams.grid(each.id), m_exchange.ticker(each.id), m_streams.day(each.id),
                                bestSizes(m_exchange.book(each.id)));
        json.beginObject().field("symbol", each.symbol);
        ticker.write(json);
        json.field("predictedDeliveryPrice", "").field("basisRate", "").field("deliveryFeeRate", "");
        json.field("deliveryTime", each.deliveryTime ? std::to_string(each.deliveryTime->ms) : "0");
        json.field("basis", "").endObject();
    }
    return endList(json);
}

WireReply MarketCalls::candles(const Parameters& parameters) const
{
    const auto id = m_exchange.instruments().find(parameters.text("symbol"));
    if (!id)
        return kNoSymbol;
    const auto interval = candleInterval(parameters.text("interval"));
    if (!interval)
        return WireReply::invalid("Invalid period!");
    const auto limit = limitOf(parameters, 200, 1000);
    const auto start = parameters.integer("start");
    const auto end = parameters.integer("end");
    if (!limit || !start || !end)
        return WireReply::invalid((!limit ? limit.error() : !start ? start.error() : end.error()).message);

    // Candles whose open lies in the span asked for; without both ends the
    // newest, without an end those that follow the start.
    const Timestamp now = m_exchange.now();
    const Duration span = *interval * (*limit - 1);
    Timestamp to = *end ? Timestamp {**end} : now;
    if (*start && !*end)
        to = std::min(now, Timestamp {**start + interval->ms - 1}.floorTo(*interval) + span);
    const auto forming = candleInProgress(m_exchange, m_source, *id, *interval);
    Timestamp newest = to.floorTo(*interval);
    // Where nothing trades the interval of now has no candle.
    if (!forming && newest + *interval > now)
        newest = newest - *interval;
    Timestamp from = std::max(Timestamp {}, newest - span);
    if (*start)
        from = std::max(from, Timestamp {**start});
    std::vector<Candle> list;
    if (to.ms >= 0 && from <= to)
        list = m_exchange.candles(*id, *interval, from, std::min(to, now));
    if (forming && forming->openTime >= from && forming->openTime <= to)
        list.push_back(*forming);
    if (list.size() > static_cast<std::size_t>(*limit))
        list.erase(list.begin(), list.end() - static_cast<std::ptrdiff_t>(*limit));

    const Instrument& rules = m_exchange.instruments().at(*id);
    JsonText json;
    json.beginObject().field("symbol", rules.symbol).field("category", "linear").key("list").beginArray();
    for (auto candle = list.rbegin(); candle != list.rend(); ++candle) {
        const CandleText text(rules, m_streams.grid(*id), *candle);
        json.beginArray().text(std::to_string(candle->openTime.ms));
        json.text(text.open).text(text.high).text(text.low).text(text.close).text(text.volume).text(text.turnover);
        json.endArray();
    }
    json.endArray().endObject();
    return {0, "OK", json.take()};
}

WireReply MarketCalls::book(const Parameters& parameters) const
{
    const auto id = m_exchange.instruments().find(parameters.text("symbol"));
    if (!id)
        return kNoSymbol;
    const auto limit = limitOf(parameters, 25, 500);
    if (!limit)
        return WireReply::invalid(limit.error().message);
    const BookSnapshot book = cutBook(m_exchange.book(*id), static_cast<std::size_t>(*limit));
    const GridText& grid = m_streams.grid(*id);
    JsonText json;
    json.beginObject().field("s", parameters.text("symbol"));
    const auto side = [&](std::string_view name, const std::vector<BookLevel>& levels) {
        json.key(name).beginArray();
        for (const BookLevel& level : levels)
            json.beginArray().text(grid.text(level.price)).text(grid.text(level.quantity)).endArray();
        json.endArray();
    };
    side("b", book.bids);
    side("a", book.asks);
    json.integerField("ts", book.time.ms).integerField("u", static_cast<std::int64_t>(book.sequence));
    json.integerField("seq", static_cast<std::int64_t>(book.sequence)).integerField("cts", book.time.ms).endObject();
    return {0, "OK", json.take()};
}

WireReply MarketCalls::trades(const Parameters& parameters) const
{
    const auto id = m_exchange.instruments().find(parameters.text("symbol"));
    if (!id)
        return kNoSymbol;
    const auto limit = limitOf(parameters, 500, 1000);
    if (!limit)
        return WireReply::invalid(limit.error().message);
    const auto all = m_exchange.recentTrades(*id);
    const GridText& grid = m_streams.grid(*id);
    JsonText json = listResult(parameters);
    std::int64_t left = *limit;
    for (auto trade = all.rbegin(); trade != all.rend() && left > 0; ++trade, --left) {
        json.beginObject().field("execId", std::to_string(trade->id)).field("symbol", parameters.text("symbol"));
        json.field("price", grid.text(trade->price)).field("size", grid.text(trade->quantity));
        json.field("side", trade->takerSide == Side::Buy ? "Buy" : "Sell");
        json.field("time", std::to_string(trade->time.ms)).flag("isBlockTrade", false).flag("isRPITrade", false);
        json.field("seq", std::to_string(trade->id)).endObject();
    }
    return endList(json);
}

WireReply MarketCalls::openInterest(const Parameters& parameters) const
{
    const auto id = m_exchange.instruments().find(parameters.text("symbol"));
    if (!id)
        return kNoSymbol;
    struct Named {
        std::string_view name;
        Duration length;
    };
    constexpr std::array<Named, 6> kIntervals {{{"5min", Duration::minutes(5)},
                                                {"15min", Duration::minutes(15)},
                                                {"30min", Duration::minutes(30)},
                                                {"1h", Duration::hours(1)},
                                                {"4h", Duration::hours(4)},
                                                {"1d", Duration::days(1)}}};
    const auto interval = std::ranges::find(kIntervals, parameters.text("intervalTime"), &Named::name);
    if (interval == kIntervals.end())
        return WireReply::invalid("intervalTime is none of 5min 15min 30min 1h 4h 1d");
    const auto limit = limitOf(parameters, 50, 200);
    const auto start = parameters.integer("startTime");
    const auto end = parameters.integer("endTime");
    const auto cursor = parameters.integer("cursor");
    if (!limit || !start || !end || !cursor)
        return WireReply::invalid("limit, startTime, endTime and cursor are whole numbers");
    Timestamp time = std::min(m_exchange.now(), Timestamp {end->value_or(m_exchange.now().ms)});
    if (*cursor)
        time = std::min(time, Timestamp {**cursor});
    time = time.floorTo(interval->length);
    // Of the past the source knows a day.
    const Timestamp first {std::max((m_exchange.now() - Duration::days(2)).ms, start->value_or(0))};
    JsonText json;
    json.beginObject().field("symbol", parameters.text("symbol")).field("category", "linear");
    json.key("list").beginArray();
    std::int64_t given = 0;
    std::string next;
    for (; time >= first; time = time - interval->length) {
        const auto value = m_source.openInterest(*id, time);
        if (!value)
            continue;
        if (given == *limit) {
            next = std::to_string(time.ms);
            break;
        }
        json.beginObject().field("openInterest", plainText(*value)).field("timestamp", std::to_string(time.ms));
        json.endObject();
        ++given;
    }
    json.endArray().field("nextPageCursor", next).endObject();
    return {0, "OK", json.take()};
}

WireReply MarketCalls::funding(const Parameters& parameters) const
{
    const auto id = m_exchange.instruments().find(parameters.text("symbol"));
    if (!id)
        return kNoSymbol;
    const auto limit = limitOf(parameters, 200, 200);
    const auto start = parameters.integer("startTime");
    const auto end = parameters.integer("endTime");
    if (!limit || !start || !end)
        return WireReply::invalid("limit, startTime and endTime are whole numbers");
    if (*start && !*end)
        return WireReply::invalid("startTime needs endTime");
    const Instrument& rules = m_exchange.instruments().at(*id);
    // Rates of before the recording or the launch are unknown.
    const Timestamp known = std::max(rules.launchTime.value_or(Timestamp {}),
                                     m_exchange.now() - Duration::days(90));
    const Timestamp first = std::max(known, Timestamp {start->value_or(0)});
    Timestamp time = std::min(m_exchange.now(), Timestamp {end->value_or(m_exchange.now().ms)});
    time = time.floorTo(rules.fundingInterval);
    JsonText json = listResult(parameters);
    for (std::int64_t given = 0; time >= first && given < *limit; time = time - rules.fundingInterval) {
        const auto rate = m_source.fundingRate(*id, time);
        if (!rate)
            continue;
        json.beginObject().field("symbol", rules.symbol).field("fundingRate", rate->toString());
        json.field("fundingRateTimestamp", std::to_string(time.ms)).endObject();
        ++given;
    }
    return endList(json);
}

WireReply MarketCalls::riskLimits(const Parameters& parameters) const
{
    const std::string& symbol = parameters.text("symbol");
    if (!symbol.empty() && !m_exchange.instruments().find(symbol))
        return kNoSymbol;
    JsonText json = listResult(parameters);
    for (const Instrument& each : m_exchange.instruments().all()) {
        if (!symbol.empty() && each.symbol != symbol)
            continue;
        json.beginObject().integerField("id", 1).field("symbol", each.symbol).field("riskLimitValue", "");
        json.field("maintenanceMargin", each.maintenanceMarginRate.toString());
        json.field("initialMargin", each.maxLeverage.isZero()
                       ? std::string()
                       : Decimal::fromUnits(1).dividedBy(each.maxLeverage, 8, Rounding::Up).toString());
        json.integerField("isLowestRisk", 1).field("maxLeverage", each.maxLeverage.toString()).endObject();
    }
    return endList(json);
}

} // namespace breakline
