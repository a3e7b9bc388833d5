// SPDX-License-Identifier: GPL-3.0-or-later
#include "backtest/InProcessGateway.h"

#include "exchange/ExecutionsPaging.h"
#include "matching/SimulatedExchange.h"

#include <algorithm>
#include <span>
#include <tuple>

namespace breakline {

namespace {

constexpr Duration kCandleInterval = Duration::minutes(5);
/// A cookie of the exchange is the request and which part of it is asked.
constexpr std::uint64_t kParts = 7;

/// What moved the wallet without being realised or paid: a deposit or a withdrawal.
std::optional<Transfer> transferOf(const LedgerLine& line)
{
    const Decimal amount = line.change - (line.realised - line.fee - line.funding);
    if (amount.isZero())
        return std::nullopt;
    return Transfer {std::to_string(line.number), amount, line.time};
}

/// Of what is in the order of its time, the part in [from, to]. Asked every minute
/// of lists that only grow.
template<class T>
std::span<const T> timeSpan(const std::vector<T>& all, Timestamp from, Timestamp to)
{
    const auto first = std::ranges::lower_bound(all, from, {}, &T::time);
    const auto last = std::ranges::upper_bound(first, all.end(), to, {}, &T::time);
    return {first, last};
}

} // namespace

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

bool InProcessGateway::holds(StepPhase phase) const
{
    switch (phase) {
    case StepPhase::Connection: return !m_connection.isEmpty();
    case StepPhase::PrivateFrames: return !m_private.isEmpty();
    case StepPhase::TradeFrames: return !m_trade.isEmpty();
    case StepPhase::PublicFrames: return !m_public.isEmpty();
    case StepPhase::Answers: return !m_answers.empty();
    default: return false;
    }
}

void InProcessGateway::deliver(StepPhase phase)
{
    const auto handIn = [this](const ExchangeEvent& held) { Q_EMIT event(held); };
    switch (phase) {
    case StepPhase::Connection: m_connection.drain(handIn); break;
    case StepPhase::PrivateFrames: m_private.drain(handIn); break;
    case StepPhase::TradeFrames: m_trade.drain(handIn); break;
    case StepPhase::PublicFrames: m_public.drain(handIn); break;
    case StepPhase::Answers:
        m_answering.swap(m_answers);
        for (const Answer& answer : m_answering)
            handIn(answer.event);
        m_answering.clear();
        break;
    default: break;
    }
}

bool InProcessGateway::holdSnapshots()
{
    const bool any = !m_newStreams.empty();
    for (const auto& [stream, symbol] : m_newStreams) {
        if (stream == StreamKind::Book)
            m_public.add(m_exchange->book(symbol));
        else
            m_public.add(m_exchange->ticker(symbol));
    }
    m_newStreams.clear();
    return any;
}

void InProcessGateway::connectToVenue()
{
    m_connection.add(ConnectionChanged {true, true, "connected"});
}

/// Returns whether that changed anything.
bool InProcessGateway::setStream(StreamKind stream, SymbolId symbol, bool on)
{
    if (symbol.index >= m_streams.size())
        m_streams.resize(m_exchange->instruments().size());
    const unsigned bit = 1U << static_cast<unsigned>(stream);
    unsigned& streams = m_streams.at(symbol.index);
    if (((streams & bit) != 0) == on)
        return false;
    streams ^= bit;
    switch (stream) {
    case StreamKind::Candles: m_exchange->streamCandles(symbol, kCandleInterval, on); break;
    case StreamKind::Trades: m_exchange->streamTrades(symbol, on); break;
    case StreamKind::Book: m_exchange->streamBook(symbol, on); break;
    case StreamKind::Ticker: m_exchange->streamTicker(symbol, on); break;
    }
    return true;
}

void InProcessGateway::subscribe(StreamKind stream, SymbolId symbol)
{
    if (setStream(stream, symbol, true) && (stream == StreamKind::Book || stream == StreamKind::Ticker))
        m_newStreams.emplace_back(stream, symbol);
}

void InProcessGateway::unsubscribe(StreamKind stream, SymbolId symbol)
{
    if (setStream(stream, symbol, false))
        std::erase(m_newStreams, std::pair(stream, symbol));
}

std::uint64_t InProcessGateway::cookieOf(RequestId request, Part part)
{
    return request * kParts + static_cast<std::uint64_t>(part);
}

void InProcessGateway::holdAnswer(RequestId request, ExchangeEvent event)
{
    const auto at = std::upper_bound(m_answers.begin(), m_answers.end(), request,
                                     [](RequestId id, const Answer& other) { return id < other.request; });
    m_answers.insert(at, Answer {request, std::move(event)});
}

RequestId InProcessGateway::requestInstruments()
{
    // First the account's fee rates, a private question; then the rules.
    m_exchange->query(cookieOf(++m_lastRequest, Part::FeeRates));
    return m_lastRequest;
}

RequestId InProcessGateway::requestTickers()
{
    TickersAnswer answer {++m_lastRequest, {}};
    for (const Instrument& instrument : m_exchange->instruments().all())
        answer.tickers.push_back(m_exchange->ticker(instrument.id));
    holdAnswer(m_lastRequest, std::move(answer));
    return m_lastRequest;
}

RequestId InProcessGateway::requestCandles(SymbolId symbol, Duration interval, Timestamp from, Timestamp to)
{
    ++m_lastRequest;
    holdAnswer(m_lastRequest, CandlesAnswer {m_lastRequest, symbol, interval,
                                             m_exchange->candles(symbol, interval, from, to)});
    return m_lastRequest;
}

RequestId InProcessGateway::requestTrades(SymbolId symbol)
{
    ++m_lastRequest;
    holdAnswer(m_lastRequest, TradesAnswer {m_lastRequest, symbol, m_exchange->recentTrades(symbol)});
    return m_lastRequest;
}

RequestId InProcessGateway::requestBook(SymbolId symbol)
{
    ++m_lastRequest;
    holdAnswer(m_lastRequest, BookAnswer {m_lastRequest, m_exchange->book(symbol)});
    return m_lastRequest;
}

RequestId InProcessGateway::requestAccount()
{
    m_accounts.begin(++m_lastRequest);
    for (const Part part : {Part::Wallet, Part::Positions, Part::Orders})
        m_exchange->query(cookieOf(m_lastRequest, part));
    return m_lastRequest;
}

RequestId InProcessGateway::requestExecutions(Timestamp since)
{
    ++m_lastRequest;
    m_executionsQuestions.emplace(m_lastRequest, ExecutionsQuestion {since, 0, {m_lastRequest, {}}});
    m_exchange->query(cookieOf(m_lastRequest, Part::Executions));
    return m_lastRequest;
}

RequestId InProcessGateway::requestTransfers(Timestamp since)
{
    ++m_lastRequest;
    m_transfersQuestions.emplace(m_lastRequest, TransfersQuestion {since, false, 0, {m_lastRequest, {}}});
    m_exchange->query(cookieOf(m_lastRequest, Part::Transfers));
    return m_lastRequest;
}

RequestId InProcessGateway::requestOrder(SymbolId symbol, const std::string& clientId)
{
    m_orderQuestions.emplace(++m_lastRequest, OrderQuestion {symbol, clientId});
    m_exchange->query(cookieOf(m_lastRequest));
    return m_lastRequest;
}

RequestId InProcessGateway::placeOrder(const OrderRequest& order)
{
    m_exchange->place(cookieOf(++m_lastRequest), order);
    return m_lastRequest;
}

RequestId InProcessGateway::cancelOrder(SymbolId symbol, const std::string& clientId)
{
    m_exchange->cancel(cookieOf(++m_lastRequest), symbol, OrderName::byClient(clientId));
    return m_lastRequest;
}

RequestId InProcessGateway::cancelAll(SymbolId symbol)
{
    m_exchange->cancelAll(cookieOf(++m_lastRequest), CancelAllRequest {symbol, OrderFilter::All});
    return m_lastRequest;
}

RequestId InProcessGateway::setPositionStop(SymbolId symbol, Price trigger, TriggerBy triggerBy)
{
    TradingStopRequest request;
    request.symbol = symbol;
    request.stop = AttachedStop {trigger, triggerBy};
    m_exchange->setTradingStop(cookieOf(++m_lastRequest), request);
    return m_lastRequest;
}

RequestId InProcessGateway::setLeverage(SymbolId symbol, const Decimal& leverage)
{
    m_exchange->setLeverage(cookieOf(++m_lastRequest), symbol, leverage);
    return m_lastRequest;
}

void InProcessGateway::onTrade(const TradePrint& trade)
{
    m_public.add(trade);
}

void InProcessGateway::onBook(const BookSnapshot& book)
{
    m_public.add(book);
}

void InProcessGateway::onTicker(const Ticker& ticker)
{
    m_public.add(ticker);
}

void InProcessGateway::onCandle(const CandleClosed& candle)
{
    m_public.add(candle);
}

void InProcessGateway::onOrder(const OrderUpdate& order)
{
    m_private.add(order);
}

void InProcessGateway::onExecution(const Execution& execution)
{
    m_private.add(execution);
}

void InProcessGateway::onPosition(const PositionUpdate& position)
{
    m_private.add(position);
}

void InProcessGateway::onWallet(const WalletUpdate& wallet)
{
    m_private.add(wallet);
}

void InProcessGateway::onAnswer(const VenueAnswer& answer)
{
    const RequestId request = answer.cookie / kParts;
    const RequestAnswer result {request, classOf(answer.accepted, answer.reason), answer.reason,
                                std::string(answer.words.message), answer.clientId, answer.symbol, answer.time};
    switch (answer.kind) {
    case VenueRequestKind::Place:
    case VenueRequestKind::Amend:
    case VenueRequestKind::Cancel: m_trade.add(result); break;
    default: holdAnswer(request, result); break;
    }
}

void InProcessGateway::readExecutions(RequestId request)
{
    // As over the wire every page is a question of its own.
    ExecutionsQuestion& question = m_executionsQuestions.at(request);
    const Timestamp end = ExecutionsPaging::endOf(question.from);
    if (question.pagesLeft == 0) {
        const std::size_t before = question.answer.executions.size();
        for (const Execution& execution : timeSpan(m_exchange->executions(), question.from, end))
            question.answer.executions.push_back(execution);
        const std::size_t count = question.answer.executions.size() - before;
        question.pagesLeft = std::max<std::size_t>(1, (count + ExecutionsPaging::kPage - 1) / ExecutionsPaging::kPage);
    }
    if (--question.pagesLeft == 0) {
        if (end >= m_exchange->now()) {
            holdAnswer(request, std::move(question.answer));
            m_executionsQuestions.erase(request);
            return;
        }
        question.from = ExecutionsPaging::after(question.from);
    }
    m_exchange->query(cookieOf(request, Part::Executions));
}

void InProcessGateway::readTransfers(RequestId request)
{
    TransfersQuestion& question = m_transfersQuestions.at(request);
    const Timestamp end = TransfersPaging::endOf(question.from);
    if (question.pagesLeft == 0) {
        const std::size_t before = question.answer.transfers.size();
        for (const LedgerLine& line : timeSpan(m_exchange->ledger(), question.from, end))
            if (const auto transfer = transferOf(line);
                transfer && transfer->amount.isNegative() == question.withdrawals)
                question.answer.transfers.push_back(*transfer);
        const std::size_t count = question.answer.transfers.size() - before;
        question.pagesLeft = std::max<std::size_t>(1, (count + TransfersPaging::kPage - 1) / TransfersPaging::kPage);
    }
    if (--question.pagesLeft == 0) {
        if (std::exchange(question.withdrawals, !question.withdrawals)) {
            if (end >= m_exchange->now()) {
                std::ranges::sort(question.answer.transfers, {},
                                  [](const Transfer& each) { return std::tie(each.time, each.venueId); });
                holdAnswer(request, std::move(question.answer));
                m_transfersQuestions.erase(request);
                return;
            }
            question.from = TransfersPaging::after(question.from);
        }
    }
    m_exchange->query(cookieOf(request, Part::Transfers));
}

void InProcessGateway::onQueryDue(std::uint64_t cookie)
{
    const RequestId request = cookie / kParts;
    std::optional<AccountAnswer> account;
    switch (static_cast<Part>(cookie % kParts)) {
    case Part::None: {
        const auto question = m_orderQuestions.extract(request);
        const VenueOrder* order = m_exchange->findOrder(question.mapped().symbol,
                                                        OrderName::byClient(question.mapped().clientId));
        holdAnswer(request, OrderAnswer {request, question.mapped().clientId,
                                         order != nullptr ? std::optional(order->state) : std::nullopt});
        return;
    }
    case Part::FeeRates:
        holdAnswer(request, InstrumentsAnswer {request, m_exchange->instruments().all()});
        return;
    case Part::Executions: readExecutions(request); return;
    case Part::Transfers: readTransfers(request); return;
    case Part::Wallet: account = m_accounts.addWallet(request, m_exchange->wallet()); break;
    case Part::Positions: {
        std::vector<PositionUpdate> positions;
        for (const VenuePosition& position : m_exchange->positions())
            positions.push_back(position.update);
        account = m_accounts.addPositions(request, std::move(positions));
        break;
    }
    case Part::Orders: {
        std::vector<OrderUpdate> orders;
        for (const VenueOrder* order : m_exchange->liveOrders(std::nullopt))
            orders.push_back(order->state);
        account = m_accounts.addOrders(request, std::move(orders));
        break;
    }
    }
    if (account)
        holdAnswer(request, std::move(*account));
}

} // namespace breakline
