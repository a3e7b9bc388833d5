// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/SimulatedExchange.h"

#include "matching/FaultEffects.h"
#include "matching/MarketFeed.h"
#include "matching/TradingAccount.h"

#include <algorithm>
#include <variant>

namespace breakline {

namespace {

struct Cancel {
    SymbolId symbol;
    OrderName order;
};
struct SetLeverage {
    SymbolId symbol;
    Decimal leverage;
};
struct Query {};
/// Of the request that was performed before.
struct LateAnswer {};

struct Request {
    Timestamp due;
    RequestTag tag;
    std::variant<PlaceRequest, AmendRequest, Cancel, CancelAllRequest, TradingStopRequest, SetLeverage, PositionMode,
                 MarginMode, Query, LateAnswer>
        content;
    Duration late; ///< from its effect to its answer
};

/// What a fault of requests is aimed at, and the names for its answer.
struct Describe {
    struct Description {
        FaultTarget target = FaultTarget::Any; ///< Any: met by faults of any request alone
        VenueRequestKind kind = VenueRequestKind::Query;
        std::optional<SymbolId> symbol;
        OrderName order;
    };

    Description operator()(const PlaceRequest& r) const
    {
        return {FaultTarget::Place, VenueRequestKind::Place, r.order.symbol, OrderName::byClient(r.order.clientId)};
    }
    Description operator()(const AmendRequest& r) const
    {
        return {FaultTarget::Place, VenueRequestKind::Amend, r.symbol, r.order};
    }
    Description operator()(const Cancel& r) const
    {
        return {FaultTarget::Cancel, VenueRequestKind::Cancel, r.symbol, r.order};
    }
    Description operator()(const CancelAllRequest& r) const
    {
        return {FaultTarget::Cancel, VenueRequestKind::CancelAll, r.symbol, {}};
    }
    Description operator()(const TradingStopRequest& r) const
    {
        return {FaultTarget::Stop, VenueRequestKind::TradingStop, r.symbol, {}};
    }
    Description operator()(const SetLeverage& r) const
    {
        return {FaultTarget::Any, VenueRequestKind::SetLeverage, r.symbol, {}};
    }
    Description operator()(PositionMode) const
    {
        return {FaultTarget::Any, VenueRequestKind::SetPositionMode, std::nullopt, {}};
    }
    Description operator()(MarginMode) const
    {
        return {FaultTarget::Any, VenueRequestKind::SetMarginMode, std::nullopt, {}};
    }
    Description operator()(const Query&) const { return {FaultTarget::Question, VenueRequestKind::Query, {}, {}}; }
    Description operator()(const LateAnswer&) const { return {}; }
};

/// Carries one request out.
struct Perform {
    TradingAccount& account;
    ExchangeListener& listener;
    RequestTag tag;

    void operator()(const PlaceRequest& r) const { account.place(tag, r); }
    void operator()(const AmendRequest& r) const { account.amend(tag, r); }
    void operator()(const Cancel& r) const { account.cancel(tag, r.symbol, r.order); }
    void operator()(const CancelAllRequest& r) const { account.cancelAll(tag, r); }
    void operator()(const TradingStopRequest& r) const { account.setTradingStop(tag, r); }
    void operator()(const SetLeverage& r) const { account.setLeverage(tag, r.symbol, r.leverage); }
    void operator()(PositionMode r) const { account.setPositionMode(tag, r); }
    void operator()(MarginMode r) const { account.setMarginMode(tag, r); }
    void operator()(const Query&) const { listener.onQueryDue(tag.cookie, tag.fault); }
    void operator()(const LateAnswer&) const { listener.onLateAnswer(tag.cookie); }
};

} // namespace

struct SimulatedExchange::Impl {
    Impl(const VenueSettings& venue, BookModel model, std::unique_ptr<MarketSource> source, ExchangeListener& target)
        : settings(venue), listener(target),
          latency(venue.seed, venue.latencyMin, venue.latencyMax, venue.stopDelayMax),
          feed(venue.seed, model, std::move(source), target),
          faults(venue.faults, feed.start(), feed.instruments()), account(settings, latency, feed, faults, target),
          effects(venue.seed, feed, account, faults), now(feed.start())
    {
    }

    template <class Content>
    Timestamp send(std::uint64_t cookie, Content content)
    {
        const std::uint64_t number = ++received;
        Request request{now + latency.ofRequest(number), {number, cookie}, std::move(content), {}};
        if (!faults.isEmpty())
            meetFault(request);
        const Timestamp due = request.due;
        queue(std::move(request));
        return due;
    }

    void queue(Request request)
    {
        // Those of the same time came earlier and have lower numbers.
        const auto at = std::upper_bound(requests.begin(), requests.end(), request.due,
                                         [](Timestamp time, const Request& other) { return time < other.due; });
        requests.insert(at, std::move(request));
    }

    void meetFault(Request& request)
    {
        const auto about = std::visit(Describe{}, request.content);
        const auto fault = faults.onRequest(about.target, about.symbol, now);
        if (!fault)
            return;
        if (fault->kind == FaultKind::Delay) {
            request.due = request.due + fault->length;
            return;
        }
        request.tag.fault = fault->kind;
        if (fault->kind == FaultKind::AnswerLate)
            request.late = fault->length;
    }

    void perform(const Request& request)
    {
        const RequestTag& tag = request.tag;
        const auto about = std::visit(Describe{}, request.content);
        if (tag.fault && !takesEffect(*tag.fault) && about.kind != VenueRequestKind::Query)
            account.spoil(tag, about.kind, about.symbol.value_or(SymbolId{}), about.order);
        else
            std::visit(Perform{account, listener, tag}, request.content);
        if (tag.fault == FaultKind::AnswerLate)
            queue({now + request.late, {tag.number, tag.cookie}, LateAnswer{}, {}});
    }

    void takeDueFaults()
    {
        while (const auto fault = faults.takeDue(now)) {
            if (classOf(fault->kind) != FaultClass::Stream) {
                effects.happen(*fault, now);
                continue;
            }
            outages.begin(*fault, now);
            listener.onStreamFault(*fault);
        }
    }

    std::optional<Timestamp> next() const
    {
        std::optional<Timestamp> result = feed.nextTime();
        if (const auto stop = account.nextStopTime(); stop && (!result || *stop < *result))
            result = stop;
        if (!requests.empty() && (!result || requests.front().due < *result))
            result = requests.front().due;
        if (const auto fault = faults.nextDue(); fault && (!result || *fault < *result))
            result = fault;
        if (const auto thaw = outages.thaw(now); thaw && (!result || *thaw < *result))
            result = thaw;
        return result;
    }

    VenueSettings settings;
    ExchangeListener& listener;
    LatencyModel latency;
    MarketFeed feed;
    FaultInjector faults;
    TradingAccount account;
    FaultEffects effects;
    StreamOutages outages;
    Timestamp now;
    std::vector<Request> requests; ///< by time, then by number
    std::uint64_t received = 0;
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
    impl.takeDueFaults();
    // Those that are sent meanwhile wait for the next step, without a latency too.
    const std::uint64_t received = impl.received;
    while (!impl.requests.empty() && impl.requests.front().due <= impl.now
           && impl.requests.front().tag.number <= received) {
        const Request request = std::move(impl.requests.front());
        impl.requests.erase(impl.requests.begin());
        impl.perform(request);
        impl.account.attachDueStops(); // of no delay
    }
    return true;
}

std::optional<Timestamp> SimulatedExchange::endOfData() const
{
    return m_impl->feed.end();
}

const VenueSettings& SimulatedExchange::settings() const
{
    return m_impl->settings;
}

const InstrumentTable& SimulatedExchange::instruments() const
{
    return m_impl->feed.instruments();
}

std::vector<Candle> SimulatedExchange::candles(SymbolId symbol, Duration interval, Timestamp from, Timestamp to) const
{
    return m_impl->feed.candles(symbol, interval, from, to);
}

std::optional<Candle> SimulatedExchange::formingCandle(SymbolId symbol, Duration interval) const
{
    return m_impl->feed.formingCandle(symbol, interval, m_impl->now);
}

std::vector<TradePrint> SimulatedExchange::recentTrades(SymbolId symbol) const
{
    return m_impl->feed.recentTrades(symbol);
}

BookSnapshot SimulatedExchange::book(SymbolId symbol) const
{
    return m_impl->feed.book(symbol, m_impl->now);
}

Ticker SimulatedExchange::ticker(SymbolId symbol) const
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

void SimulatedExchange::streamCandles(SymbolId symbol, Duration interval, bool on)
{
    m_impl->feed.streamCandles(symbol, interval, on);
}

Timestamp SimulatedExchange::place(std::uint64_t cookie, const PlaceRequest& request)
{
    return m_impl->send(cookie, request);
}

Timestamp SimulatedExchange::amend(std::uint64_t cookie, const AmendRequest& request)
{
    return m_impl->send(cookie, request);
}

Timestamp SimulatedExchange::cancel(std::uint64_t cookie, SymbolId symbol, const OrderName& order)
{
    return m_impl->send(cookie, Cancel{symbol, order});
}

Timestamp SimulatedExchange::cancelAll(std::uint64_t cookie, const CancelAllRequest& request)
{
    return m_impl->send(cookie, request);
}

Timestamp SimulatedExchange::setTradingStop(std::uint64_t cookie, const TradingStopRequest& request)
{
    return m_impl->send(cookie, request);
}

Timestamp SimulatedExchange::setLeverage(std::uint64_t cookie, SymbolId symbol, const Decimal& leverage)
{
    return m_impl->send(cookie, SetLeverage{symbol, leverage});
}

Timestamp SimulatedExchange::setPositionMode(std::uint64_t cookie, PositionMode mode)
{
    return m_impl->send(cookie, mode);
}

Timestamp SimulatedExchange::setMarginMode(std::uint64_t cookie, MarginMode mode)
{
    return m_impl->send(cookie, mode);
}

Timestamp SimulatedExchange::query(std::uint64_t cookie)
{
    return m_impl->send(cookie, Query{});
}

std::uint64_t SimulatedExchange::requestCount() const
{
    return m_impl->received;
}

std::size_t SimulatedExchange::pendingRequests() const
{
    return m_impl->requests.size();
}

WalletUpdate SimulatedExchange::wallet() const
{
    return m_impl->account.walletNow();
}

VenuePosition SimulatedExchange::position(SymbolId symbol) const
{
    return m_impl->account.position(symbol);
}

std::vector<VenuePosition> SimulatedExchange::positions() const
{
    std::vector<VenuePosition> result;
    for (const Instrument& instrument : instruments().all())
        if (!m_impl->account.ledger().position(instrument.id).isFlat())
            result.push_back(position(instrument.id));
    return result;
}

const std::deque<VenueOrder>& SimulatedExchange::orders() const
{
    return m_impl->account.orders().all();
}

std::vector<const VenueOrder*> SimulatedExchange::liveOrders(std::optional<SymbolId> symbol) const
{
    const OrderStore& store = m_impl->account.orders();
    std::vector<const VenueOrder*> result;
    for (const Instrument& instrument : instruments().all()) {
        if (symbol && *symbol != instrument.id)
            continue;
        for (const std::uint32_t number : store.live(instrument.id))
            result.push_back(&store.at(number));
    }
    std::sort(result.begin(), result.end(),
              [](const VenueOrder* a, const VenueOrder* b) { return a->number < b->number; });
    return result;
}

const VenueOrder* SimulatedExchange::findOrder(SymbolId symbol, const OrderName& name) const
{
    return m_impl->account.orders().find(symbol, name);
}

const std::vector<Execution>& SimulatedExchange::executions() const
{
    return m_impl->account.executions();
}

const std::vector<LedgerLine>& SimulatedExchange::ledger() const
{
    return m_impl->account.lines();
}

const LedgerLine* SimulatedExchange::ledgerLineOf(std::uint64_t execution) const
{
    return m_impl->account.lineOf(execution);
}

VenueTotals SimulatedExchange::totals() const
{
    const MarginLedger& ledger = m_impl->account.ledger();
    return VenueTotals{ledger.start(), ledger.realised(), ledger.fees(), ledger.funding(), ledger.wallet(),
                       m_impl->account.unrealised(), ledger.transfers()};
}

std::vector<VenuePositionRecord> SimulatedExchange::positionRecords() const
{
    return m_impl->account.records();
}

std::vector<OrderUpdate> SimulatedExchange::allOrders() const
{
    std::vector<OrderUpdate> result;
    result.reserve(orders().size());
    for (const VenueOrder& order : orders())
        result.push_back(order.state);
    return result;
}

std::vector<Execution> SimulatedExchange::allExecutions() const
{
    return m_impl->account.executions();
}

FaultInjector& SimulatedExchange::faults()
{
    return m_impl->faults;
}

const FaultInjector& SimulatedExchange::faults() const
{
    return m_impl->faults;
}

StreamOutages& SimulatedExchange::outages()
{
    return m_impl->outages;
}

const StreamOutages& SimulatedExchange::outages() const
{
    return m_impl->outages;
}

} // namespace breakline
