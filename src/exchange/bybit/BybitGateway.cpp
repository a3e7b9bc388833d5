// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/bybit/BybitGateway.h"

#include <QHostAddress>

#include <algorithm>

namespace breakline {

namespace {

bool isThisMachine(const QUrl& url)
{
    const QHostAddress address(url.host());
    return address.isLoopback();
}

} // namespace

OrderEntry orderEntryTo(const QUrl& rest, const QUrl& ws)
{
    return isThisMachine(rest) && isThisMachine(ws) ? OrderEntry::Allowed : OrderEntry::Refused;
}

BybitGateway::BybitGateway(NetworkPort& port, OrderEntry orderEntry, Delivering delivering)
    : m_port(port)
    , m_orderEntry(orderEntry)
    , m_delivering(delivering)
{
}

void BybitGateway::take(Delivery&& delivery)
{
    if (auto* answer = std::get_if<CallAnswer>(&delivery.content)) {
        const RequestId request = answer->request;
        if (auto event = eventOf(std::move(*answer)))
            hand(delivery.source, request, std::move(*event));
        return;
    }
    hand(delivery.source, 0, std::move(std::get<ExchangeEvent>(delivery.content)));
}

void BybitGateway::hand(DeliverySource source, RequestId request, ExchangeEvent&& value)
{
    if (m_delivering == Delivering::AsTheyCome) {
        Q_EMIT event(value);
        return;
    }
    auto& held = m_held[static_cast<std::size_t>(source)];
    auto at = held.end();
    if (source == DeliverySource::Answer)
        at = std::upper_bound(held.begin(), held.end(), request,
                              [](RequestId id, const Held& other) { return id < other.request; });
    held.insert(at, Held {request, std::move(value)});
}

bool BybitGateway::holds(DeliverySource source) const
{
    return !m_held[static_cast<std::size_t>(source)].empty();
}

void BybitGateway::deliver(DeliverySource source)
{
    auto& held = m_held[static_cast<std::size_t>(source)];
    std::vector<Held> now;
    now.swap(held);
    for (const Held& each : now)
        Q_EMIT event(each.event);
    // Keeps its room for the next step.
    now.clear();
    if (held.empty())
        held.swap(now);
}

std::optional<ExchangeEvent> BybitGateway::eventOf(CallAnswer&& answer)
{
    const RequestId request = answer.request;
    if (const auto parts = m_accountParts.find(request); parts != m_accountParts.end()) {
        if (--parts->second == 0)
            m_accountParts.erase(parts);
        std::optional<AccountAnswer> whole;
        if (const auto* wallet = std::get_if<WalletUpdate>(&answer.content))
            whole = m_accounts.addWallet(request, *wallet);
        else if (auto* positions = std::get_if<std::vector<PositionUpdate>>(&answer.content))
            whole = m_accounts.addPositions(request, std::move(*positions));
        else if (auto* orders = std::get_if<std::vector<OrderUpdate>>(&answer.content))
            whole = m_accounts.addOrders(request, std::move(*orders));
        else if (m_accounts.drop(request))
            return std::get<RequestAnswer>(std::move(answer.content));
        if (whole)
            return std::move(*whole);
        return std::nullopt;
    }
    struct Make {
        BybitGateway& self;
        std::optional<ExchangeEvent> operator()(RequestAnswer&& value) const
        {
            self.m_creates.settle(value);
            return std::move(value);
        }
        std::optional<ExchangeEvent> operator()(InstrumentsAnswer&& value) const { return std::move(value); }
        std::optional<ExchangeEvent> operator()(TickersAnswer&& value) const { return std::move(value); }
        std::optional<ExchangeEvent> operator()(CandlesAnswer&& value) const { return std::move(value); }
        std::optional<ExchangeEvent> operator()(TradesAnswer&& value) const { return std::move(value); }
        std::optional<ExchangeEvent> operator()(BookAnswer&& value) const { return std::move(value); }
        std::optional<ExchangeEvent> operator()(ExecutionsAnswer&& value) const { return std::move(value); }
        std::optional<ExchangeEvent> operator()(TransfersAnswer&& value) const { return std::move(value); }
        std::optional<ExchangeEvent> operator()(AccountSettingsAnswer&& value) const
        {
            return std::move(value);
        }
        std::optional<ExchangeEvent> operator()(OrderAnswer&& value) const { return std::move(value); }
        // Parts of an account that has ended.
        std::optional<ExchangeEvent> operator()(WalletUpdate&&) const { return std::nullopt; }
        std::optional<ExchangeEvent> operator()(std::vector<PositionUpdate>&&) const { return std::nullopt; }
        std::optional<ExchangeEvent> operator()(std::vector<OrderUpdate>&&) const { return std::nullopt; }
    };
    return std::visit(Make {*this}, std::move(answer.content));
}

void BybitGateway::recall(const ExchangeEvent& event)
{
    std::visit(
        [this](const auto& value) {
            if constexpr (requires { value.request; }) {
                m_accountParts.erase(value.request);
                m_accounts.drop(value.request);
            }
        },
        event);
    if (const auto* answer = std::get_if<RequestAnswer>(&event)) {
        RequestAnswer copy = *answer;
        m_creates.settle(copy);
    }
}

template<class Content>
RequestId BybitGateway::ask(RequestPriority priority, Content content)
{
    m_port.send(NetworkCall {++m_lastCall, ++m_lastRequest, priority, std::move(content)});
    return m_lastRequest;
}

template<class Content>
RequestId BybitGateway::change(RequestPriority priority, Content content, SymbolId symbol,
                               const std::string& clientId)
{
    if (m_orderEntry == OrderEntry::Allowed)
        return ask(priority, std::move(content));
    RequestAnswer answer;
    answer.request = ++m_lastRequest;
    answer.result = AnswerClass::Invalid;
    answer.reason = OrderEndReason::Other;
    answer.message = "this connection is for market data only; orders to a real venue are not possible";
    answer.clientId = clientId;
    answer.symbol = symbol;
    // Never from inside the call.
    QMetaObject::invokeMethod(
        this, [this, answer] { hand(DeliverySource::Answer, answer.request, answer); }, Qt::QueuedConnection);
    return m_lastRequest;
}

void BybitGateway::connectToVenue()
{
    m_port.send(ConnectCall {});
}

void BybitGateway::subscribe(StreamKind stream, SymbolId symbol)
{
    m_port.send(StreamCall {stream, symbol, true});
}

void BybitGateway::unsubscribe(StreamKind stream, SymbolId symbol)
{
    m_port.send(StreamCall {stream, symbol, false});
}

RequestId BybitGateway::requestInstruments()
{
    return ask(RequestPriority::Account, InstrumentsCall {});
}

RequestId BybitGateway::requestTickers()
{
    return ask(RequestPriority::MarketData, TickersCall {});
}

RequestId BybitGateway::requestCandles(SymbolId symbol, Duration interval, Timestamp from, Timestamp to)
{
    return ask(RequestPriority::MarketData, CandlesCall {symbol, interval, from, to});
}

RequestId BybitGateway::requestTrades(SymbolId symbol)
{
    return ask(RequestPriority::MarketData, TradesCall {symbol});
}

RequestId BybitGateway::requestBook(SymbolId symbol)
{
    return ask(RequestPriority::MarketData, BookCall {symbol});
}

RequestId BybitGateway::requestAccount()
{
    const RequestId request = ++m_lastRequest;
    m_accounts.begin(request);
    m_accountParts[request] = 3;
    m_port.send(NetworkCall {++m_lastCall, request, RequestPriority::Account, WalletCall {}});
    m_port.send(NetworkCall {++m_lastCall, request, RequestPriority::Account, PositionsCall {}});
    m_port.send(NetworkCall {++m_lastCall, request, RequestPriority::Account, OpenOrdersCall {}});
    return request;
}

RequestId BybitGateway::requestExecutions(Timestamp since)
{
    return ask(RequestPriority::Account, ExecutionsCall {since});
}

RequestId BybitGateway::requestTransfers(Timestamp since)
{
    return ask(RequestPriority::Account, TransfersCall {since});
}

RequestId BybitGateway::requestAccountSettings(SymbolId symbol)
{
    return ask(RequestPriority::Account, AccountSettingsCall {symbol});
}

RequestId BybitGateway::requestOrder(SymbolId symbol, const std::string& clientId)
{
    return ask(RequestPriority::OrderQuery, OrderCall {symbol, clientId});
}

void BybitGateway::prepareOrder(const OrderRequest& order)
{
    // In lock step the venue stands still meanwhile: nothing would be gained.
    if (m_orderEntry == OrderEntry::Allowed && m_delivering == Delivering::AsTheyCome)
        m_port.send(PrepareCall {order});
}

RequestId BybitGateway::placeOrder(const OrderRequest& order)
{
    const bool isStop = order.type == OrderType::StopMarket || order.type == OrderType::StopLimit;
    const bool rests = order.type == OrderType::Limit && order.timeInForce != TimeInForce::ImmediateOrCancel
        && order.timeInForce != TimeInForce::FillOrKill;
    const RequestPriority priority = isStop ? RequestPriority::Stop
        : !order.reduceOnly                 ? RequestPriority::Entry
        : rests                             ? RequestPriority::RestingExit
                                            : RequestPriority::Exit;
    const RequestId request = change(priority, PlaceCall {order}, order.symbol, order.clientId);
    if (m_orderEntry == OrderEntry::Allowed)
        m_creates.sent(request, order.clientId);
    return request;
}

RequestId BybitGateway::amendOrder(SymbolId symbol, const std::string& clientId, Price price)
{
    return change(RequestPriority::Entry, AmendCall {symbol, clientId, price}, symbol, clientId);
}

RequestId BybitGateway::cancelOrder(SymbolId symbol, const std::string& clientId)
{
    return change(RequestPriority::Cancel, CancelCall {symbol, clientId}, symbol, clientId);
}

RequestId BybitGateway::cancelAll(SymbolId symbol)
{
    return change(RequestPriority::Cancel, CancelAllCall {symbol}, symbol, {});
}

RequestId BybitGateway::setPositionStop(SymbolId symbol, Price trigger, TriggerBy triggerBy)
{
    return change(RequestPriority::Stop, PositionStopCall {symbol, trigger, triggerBy}, symbol, {});
}

RequestId BybitGateway::setLeverage(SymbolId symbol, const Decimal& leverage)
{
    return change(RequestPriority::Account, LeverageCall {symbol, leverage}, symbol, {});
}

} // namespace breakline
