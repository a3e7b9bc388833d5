// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/SimulatedExchange.h"

#include "matching/MarketFeed.h"
#include "matching/TradingAccount.h"

#include <algorithm>
#include <variant>

namespace breakline {

namespace {

struct Place {
    OrderRequest order;
};
struct Cancel {
    SymbolId symbol;
    std::string clientId;
};
struct CancelAll {
    SymbolId symbol;
};
struct SetStop {
    SymbolId symbol;
    Price trigger;
    TriggerBy triggerBy = TriggerBy::MarkPrice;
};
struct SetLeverage {
    SymbolId symbol;
    Decimal leverage;
};
struct QueryAccount {};
struct QueryOrder {
    SymbolId symbol;
    std::string clientId;
};

struct Request {
    Timestamp due;
    std::uint64_t number = 0;
    std::variant<Place, Cancel, CancelAll, SetStop, SetLeverage, QueryAccount, QueryOrder> content;
};

/// Carries one request out.
struct Perform {
    TradingAccount& account;
    std::uint64_t number;

    void operator()(const Place& r) const { account.place(number, r.order); }
    void operator()(const Cancel& r) const { account.cancel(number, r.symbol, r.clientId); }
    void operator()(const CancelAll& r) const { account.cancelAll(number, r.symbol); }
    void operator()(const SetStop& r) const { account.setPositionStop(number, r.symbol, r.trigger, r.triggerBy); }
    void operator()(const SetLeverage& r) const { account.setLeverage(number, r.symbol, r.leverage); }
    void operator()(const QueryAccount&) const { account.queryAccount(number); }
    void operator()(const QueryOrder& r) const { account.queryOrder(number, r.symbol, r.clientId); }
};

} // namespace

struct SimulatedExchange::Impl {
    Impl(const VenueSettings& venue, BookModel model, std::unique_ptr<MarketSource> source, ExchangeListener& listener)
        : settings(venue), latency(venue.seed, venue.latencyMin, venue.latencyMax, venue.stopDelayMax),
          feed(venue.seed, model, std::move(source), listener), account(settings, latency, feed, listener),
          now(feed.start())
    {
    }

    template <class Content>
    void send(std::uint64_t number, Content content)
    {
        Request request{now + latency.ofRequest(number), number, std::move(content)};
        const auto at = std::upper_bound(
            requests.begin(), requests.end(), request, [](const Request& a, const Request& b) {
                return a.due != b.due ? a.due < b.due : a.number < b.number;
            });
        requests.insert(at, std::move(request));
    }

    std::optional<Timestamp> next() const
    {
        std::optional<Timestamp> result = feed.nextTime();
        if (const auto stop = account.nextStopTime(); stop && (!result || *stop < *result))
            result = stop;
        if (!requests.empty() && (!result || requests.front().due < *result))
            result = requests.front().due;
        return result;
    }

    VenueSettings settings;
    LatencyModel latency;
    MarketFeed feed;
    TradingAccount account;
    Timestamp now;
    std::vector<Request> requests; ///< by time, then by number
};

SimulatedExchange::SimulatedExchange(VenueSettings settings, BookModel model, std::unique_ptr<MarketSource> source,
                                     ExchangeListener& listener)
    : m_impl(std::make_unique<Impl>(settings, model, std::move(source), listener))
{
}

SimulatedExchange::~SimulatedExchange() = default;

Timestamp SimulatedExchange::now() const
{
    return m_impl->now;
}

std::optional<Timestamp> SimulatedExchange::nextEventTime() const
{
    return m_impl->next();
}

bool SimulatedExchange::step(Timestamp limit)
{
    Impl& impl = *m_impl;
    const auto due = impl.next();
    if (!due || *due > limit) {
        impl.now = std::max(impl.now, limit);
        impl.account.setTime(impl.now);
        return false;
    }
    impl.now = std::max(impl.now, *due);
    impl.account.setTime(impl.now);
    impl.feed.play(impl.now);
    impl.account.attachDueStops();
    while (!impl.requests.empty() && impl.requests.front().due <= impl.now) {
        const Request request = std::move(impl.requests.front());
        impl.requests.erase(impl.requests.begin());
        std::visit(Perform{impl.account, request.number}, request.content);
        impl.account.attachDueStops(); // of no delay
    }
    return true;
}

std::optional<Timestamp> SimulatedExchange::endOfData() const
{
    return m_impl->feed.end();
}

const InstrumentTable& SimulatedExchange::instruments() const
{
    return m_impl->feed.instruments();
}

std::vector<Candle> SimulatedExchange::candles(SymbolId symbol, Duration interval, Timestamp from, Timestamp to) const
{
    return m_impl->feed.candles(symbol, interval, from, to);
}

std::vector<TradePrint> SimulatedExchange::recentTrades(SymbolId symbol) const
{
    return m_impl->feed.recentTrades(symbol);
}

BookSnapshot SimulatedExchange::book(SymbolId symbol)
{
    return m_impl->feed.book(symbol, m_impl->now);
}

Ticker SimulatedExchange::ticker(SymbolId symbol)
{
    return m_impl->feed.ticker(symbol, m_impl->now);
}

void SimulatedExchange::streamBook(SymbolId symbol, bool on)
{
    m_impl->feed.streamBook(symbol, on);
}

void SimulatedExchange::streamTicker(SymbolId symbol, bool on)
{
    m_impl->feed.streamTicker(symbol, on);
}

void SimulatedExchange::streamTrades(SymbolId symbol, bool on)
{
    m_impl->feed.streamTrades(symbol, on);
}

void SimulatedExchange::place(std::uint64_t request, const OrderRequest& order)
{
    m_impl->send(request, Place{order});
}

void SimulatedExchange::cancel(std::uint64_t request, SymbolId symbol, const std::string& clientId)
{
    m_impl->send(request, Cancel{symbol, clientId});
}

void SimulatedExchange::cancelAll(std::uint64_t request, SymbolId symbol)
{
    m_impl->send(request, CancelAll{symbol});
}

void SimulatedExchange::setPositionStop(std::uint64_t request, SymbolId symbol, Price trigger, TriggerBy triggerBy)
{
    m_impl->send(request, SetStop{symbol, trigger, triggerBy});
}

void SimulatedExchange::setLeverage(std::uint64_t request, SymbolId symbol, const Decimal& leverage)
{
    m_impl->send(request, SetLeverage{symbol, leverage});
}

void SimulatedExchange::queryAccount(std::uint64_t request)
{
    m_impl->send(request, QueryAccount{});
}

void SimulatedExchange::queryOrder(std::uint64_t request, SymbolId symbol, const std::string& clientId)
{
    m_impl->send(request, QueryOrder{symbol, clientId});
}

VenueTotals SimulatedExchange::totals() const
{
    const MarginLedger& ledger = m_impl->account.ledger();
    return VenueTotals{ledger.start(), ledger.realised(), ledger.fees(), ledger.funding(), ledger.wallet(),
                       m_impl->account.unrealised()};
}

std::vector<VenuePositionRecord> SimulatedExchange::positionRecords() const
{
    return m_impl->account.records();
}

std::vector<OrderUpdate> SimulatedExchange::allOrders() const
{
    std::vector<OrderUpdate> result;
    result.reserve(m_impl->account.orders().all().size());
    for (const VenueOrder& order : m_impl->account.orders().all())
        result.push_back(order.state);
    return result;
}

std::vector<Execution> SimulatedExchange::allExecutions() const
{
    return m_impl->account.executions();
}

} // namespace breakline
