// SPDX-License-Identifier: GPL-3.0-or-later
#include "backtest/InProcessGateway.h"

#include "matching/SimulatedExchange.h"

namespace breakline {

AnswerClass classOf(bool accepted, OrderEndReason reason)
{
    if (accepted)
        return AnswerClass::Ok;
    switch (reason) {
    case OrderEndReason::NotModified: return AnswerClass::Benign;
    case OrderEndReason::InsufficientMargin: return AnswerClass::Funds;
    case OrderEndReason::NotFound: return AnswerClass::Gone;
    default: return AnswerClass::Invalid;
    }
}

InProcessGateway::InProcessGateway() = default;

bool InProcessGateway::deliverAnswers()
{
    bool any = false;
    while (!m_answers.empty()) {
        const ExchangeEvent answer = std::move(m_answers.front());
        m_answers.pop_front();
        any = true;
        Q_EMIT event(answer);
    }
    return any;
}

void InProcessGateway::connectToVenue()
{
    m_answers.emplace_back(ConnectionChanged {true, true, "in process"});
}

void InProcessGateway::setStream(StreamKind stream, SymbolId symbol, bool on)
{
    switch (stream) {
    case StreamKind::Candles: break; // every symbol's closed bars are pushed
    case StreamKind::Trades: m_exchange->streamTrades(symbol, on); break;
    case StreamKind::Book: m_exchange->streamBook(symbol, on); break;
    case StreamKind::Ticker: m_exchange->streamTicker(symbol, on); break;
    }
}

void InProcessGateway::subscribe(StreamKind stream, SymbolId symbol)
{
    setStream(stream, symbol, true);
}

void InProcessGateway::unsubscribe(StreamKind stream, SymbolId symbol)
{
    setStream(stream, symbol, false);
}

RequestId InProcessGateway::requestInstruments()
{
    m_answers.emplace_back(InstrumentsAnswer {++m_lastRequest, m_exchange->instruments().all()});
    return m_lastRequest;
}

RequestId InProcessGateway::requestTickers()
{
    TickersAnswer answer {++m_lastRequest, {}};
    for (const Instrument& instrument : m_exchange->instruments().all())
        answer.tickers.push_back(m_exchange->ticker(instrument.id));
    m_answers.emplace_back(std::move(answer));
    return m_lastRequest;
}

RequestId InProcessGateway::requestCandles(SymbolId symbol, Duration interval, Timestamp from, Timestamp to)
{
    m_answers.emplace_back(
        CandlesAnswer {++m_lastRequest, symbol, interval, m_exchange->candles(symbol, interval, from, to)});
    return m_lastRequest;
}

RequestId InProcessGateway::requestTrades(SymbolId symbol)
{
    m_answers.emplace_back(TradesAnswer {++m_lastRequest, symbol, m_exchange->recentTrades(symbol)});
    return m_lastRequest;
}

RequestId InProcessGateway::requestBook(SymbolId symbol)
{
    m_answers.emplace_back(BookAnswer {++m_lastRequest, m_exchange->book(symbol)});
    return m_lastRequest;
}

RequestId InProcessGateway::requestAccount()
{
    m_exchange->queryAccount(++m_lastRequest);
    return m_lastRequest;
}

RequestId InProcessGateway::requestOrder(SymbolId symbol, const std::string& clientId)
{
    m_exchange->queryOrder(++m_lastRequest, symbol, clientId);
    return m_lastRequest;
}

RequestId InProcessGateway::placeOrder(const OrderRequest& order)
{
    m_exchange->place(++m_lastRequest, order);
    return m_lastRequest;
}

RequestId InProcessGateway::cancelOrder(SymbolId symbol, const std::string& clientId)
{
    m_exchange->cancel(++m_lastRequest, symbol, clientId);
    return m_lastRequest;
}

RequestId InProcessGateway::cancelAll(SymbolId symbol)
{
    m_exchange->cancelAll(++m_lastRequest, symbol);
    return m_lastRequest;
}

RequestId InProcessGateway::setPositionStop(SymbolId symbol, Price trigger, TriggerBy triggerBy)
{
    m_exchange->setPositionStop(++m_lastRequest, symbol, trigger, triggerBy);
    return m_lastRequest;
}

RequestId InProcessGateway::setLeverage(SymbolId symbol, const Decimal& leverage)
{
    m_exchange->setLeverage(++m_lastRequest, symbol, leverage);
    return m_lastRequest;
}

void InProcessGateway::onTrade(const TradePrint& trade)
{
    Q_EMIT event(trade);
}

void InProcessGateway::onBook(const BookSnapshot& book)
{
    Q_EMIT event(book);
}

void InProcessGateway::onTicker(const Ticker& ticker)
{
    Q_EMIT event(ticker);
}

void InProcessGateway::onCandle(const CandleClosed& candle)
{
    Q_EMIT event(candle);
}

void InProcessGateway::onInstrument(const Instrument& instrument)
{
    Q_EMIT event(InstrumentChanged {instrument});
}

void InProcessGateway::onOrder(const OrderUpdate& order)
{
    Q_EMIT event(order);
}

void InProcessGateway::onExecution(const Execution& execution)
{
    Q_EMIT event(execution);
}

void InProcessGateway::onPosition(const PositionUpdate& position)
{
    Q_EMIT event(position);
}

void InProcessGateway::onWallet(const WalletUpdate& wallet)
{
    Q_EMIT event(wallet);
}

void InProcessGateway::onAnswer(const VenueAnswer& answer)
{
    Q_EMIT event(RequestAnswer {answer.request, classOf(answer.accepted, answer.reason), answer.reason,
                                std::string(toText(answer.reason)), answer.clientId, answer.symbol,
                                answer.time});
}

void InProcessGateway::onAccountAnswer(std::uint64_t request, const VenueAccount& account)
{
    Q_EMIT event(AccountAnswer {request, account.wallet, account.positions, account.orders});
}

void InProcessGateway::onOrderAnswer(std::uint64_t request, const std::string& clientId,
                                     const std::optional<OrderUpdate>& order)
{
    Q_EMIT event(OrderAnswer {request, clientId, order});
}

} // namespace breakline
