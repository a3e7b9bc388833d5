// SPDX-License-Identifier: GPL-3.0-or-later
#include "backtest/InProcessGateway.h"

#include "exchange/ExecutionsPaging.h"
#include "exchange/RequestTimeout.h"
#include "matching/SimulatedExchange.h"

#include <algorithm>
#include <span>
#include <tuple>

namespace breakline {

namespace {

/// A cookie of the exchange is the request and which part of it is asked.
constexpr std::uint64_t kParts = 8;

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

AnswerClass answerClassOf(FaultKind fault)
{
    switch (fault) {
    case FaultKind::Refuse: return AnswerClass::Invalid;
    case FaultKind::NotDone: return AnswerClass::Transient;
    case FaultKind::RateLimited:
    case FaultKind::RateLimitedBare:
    case FaultKind::TooManyRequests:
    case FaultKind::Forbidden: return AnswerClass::RateLimited;
    default: return AnswerClass::Unknown;
    }
}

InProcessGateway::InProcessGateway() = default;

bool InProcessGateway::holds(StepPhase phase) const
{
    switch (phase) {
    case StepPhase::Connection: return !m_streams.connection().isEmpty();
    case StepPhase::PrivateFrames: return !m_streams.privateFrames().isEmpty();
    case StepPhase::TradeFrames: return !m_trade.isEmpty();
    case StepPhase::PublicFrames: return !m_streams.publicFrames().isEmpty();
    case StepPhase::Answers: return !m_answers.empty();
    default: return false;
    }
}

void InProcessGateway::deliver(StepPhase phase)
{
    const auto handIn = [this](const ExchangeEvent& held) { Q_EMIT event(held); };
    switch (phase) {
    case StepPhase::Connection: m_streams.connection().drain(handIn); break;
    case StepPhase::PrivateFrames: m_streams.privateFrames().drain(handIn); break;
    case StepPhase::TradeFrames: m_trade.drain(handIn); break;
    case StepPhase::PublicFrames: m_streams.publicFrames().drain(handIn); break;
    case StepPhase::Answers:
        m_answering.swap(m_answers);
        for (const Answer& answer : m_answering)
            handIn(answer.event);
        m_answering.clear();
        break;
    default: break;
    }
}

std::uint64_t InProcessGateway::cookieOf(RequestId request, Part part)
{
    return request * kParts + static_cast<std::uint64_t>(part);
}

std::uint64_t InProcessGateway::await(RequestId request, Part part, SymbolId symbol,
                                      const std::string& clientId, bool isOrder)
{
    const std::uint64_t cookie = cookieOf(request, part);
    Call call;
    call.end.request = request;
    call.end.clientId = clientId;
    call.end.symbol = symbol;
    call.deadline = m_exchange->now() + kRequestTimeout;
    call.isOnTrade = isOrder && m_streams.isUp(StreamLine::Trade);
    while (!m_deadlines.empty() && !m_calls.contains(m_deadlines.front().second))
        m_deadlines.pop_front();
    m_deadlines.emplace_back(call.deadline, cookie);
    m_calls.insert_or_assign(cookie, std::move(call));
    return cookie;
}

void InProcessGateway::ask(RequestId request, Part part, SymbolId symbol, const std::string& clientId)
{
    m_exchange->query(await(request, part, symbol, clientId));
}

std::optional<Timestamp> InProcessGateway::nextDue() const
{
    std::optional<Timestamp> first = m_streams.nextDue();
    for (const auto& [deadline, cookie] : m_deadlines) {
        const auto call = m_calls.find(cookie);
        if (call == m_calls.end() || call->second.deadline != deadline)
            continue; // answered
        if (!first || deadline < *first)
            first = deadline;
        break;
    }
    return first;
}

void InProcessGateway::advance()
{
    const Timestamp now = m_exchange->now();
    m_streams.advance();
    // In the order of the requests, as over the wire, where what is asked next
    // leaves once the venue holds still.
    for (const auto& [cookie, give] : std::exchange(m_read, {}))
        give();
    while (!m_deadlines.empty() && m_deadlines.front().first <= now) {
        const auto [deadline, cookie] = m_deadlines.front();
        m_deadlines.pop_front();
        if (const auto call = m_calls.find(cookie);
            call != m_calls.end() && call->second.deadline == deadline)
            end(cookie, AnswerClass::Unknown, OrderEndReason::None, "no answer in time");
    }
}

void InProcessGateway::end(std::uint64_t cookie, AnswerClass result, OrderEndReason reason,
                           std::string_view message)
{
    auto node = m_calls.extract(cookie);
    if (node.empty())
        return;
    RequestAnswer answer = std::move(node.mapped().end);
    answer.result = result;
    answer.reason = reason;
    answer.message = message;
    answer.time = m_exchange->now();
    switch (static_cast<Part>(cookie % kParts)) {
    case Part::Wallet:
    case Part::Positions:
    case Part::Orders:
        if (!m_accounts.drop(answer.request))
            return; // with another part of it
        break;
    case Part::Executions: m_executionsQuestions.erase(answer.request); break;
    case Part::Transfers: m_transfersQuestions.erase(answer.request); break;
    case Part::Settings: m_settingsQuestions.erase(answer.request); break;
    case Part::None: m_orderQuestions.erase(answer.request); break;
    case Part::FeeRates: break;
    }
    m_creates.settle(answer);
    holdAnswer(answer.request, std::move(answer));
}

void InProcessGateway::loseTrade()
{
    m_streams.lose(StreamLine::Trade);
    std::vector<std::uint64_t> lost;
    for (const auto& [cookie, call] : m_calls)
        if (call.isOnTrade)
            lost.push_back(cookie);
    for (const std::uint64_t cookie : lost)
        end(cookie, AnswerClass::Unknown, OrderEndReason::None, "the trade socket was lost");
}

void InProcessGateway::onStreamFault(const Fault& fault)
{
    m_streams.begin(fault);
    if (fault.kind == FaultKind::Disconnected)
        loseTrade();
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
    ++m_lastRequest;
    ask(m_lastRequest, Part::FeeRates);
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
    holdAnswer(
        m_lastRequest,
        CandlesAnswer {m_lastRequest, symbol, interval, m_exchange->candles(symbol, interval, from, to)});
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
        ask(m_lastRequest, part);
    return m_lastRequest;
}

RequestId InProcessGateway::requestExecutions(Timestamp since)
{
    ++m_lastRequest;
    m_executionsQuestions.emplace(m_lastRequest, ExecutionsQuestion {since, 0, {m_lastRequest, {}}});
    ask(m_lastRequest, Part::Executions);
    return m_lastRequest;
}

RequestId InProcessGateway::requestTransfers(Timestamp since)
{
    ++m_lastRequest;
    m_transfersQuestions.emplace(m_lastRequest, TransfersQuestion {since, false, 0, {m_lastRequest, {}}});
    ask(m_lastRequest, Part::Transfers);
    return m_lastRequest;
}

RequestId InProcessGateway::requestAccountSettings(SymbolId symbol)
{
    SettingsQuestion question;
    question.answer.request = ++m_lastRequest;
    question.answer.symbol = symbol;
    m_settingsQuestions.emplace(m_lastRequest, std::move(question));
    ask(m_lastRequest, Part::Settings, symbol);
    return m_lastRequest;
}

RequestId InProcessGateway::requestOrder(SymbolId symbol, const std::string& clientId)
{
    m_orderQuestions.emplace(++m_lastRequest, OrderQuestion {symbol, clientId});
    ask(m_lastRequest, Part::None, symbol, clientId);
    return m_lastRequest;
}

RequestId InProcessGateway::placeOrder(const OrderRequest& order)
{
    m_creates.sent(++m_lastRequest, order.clientId);
    m_exchange->place(await(m_lastRequest, Part::None, order.symbol, order.clientId, true), order);
    return m_lastRequest;
}

RequestId InProcessGateway::amendOrder(SymbolId symbol, const std::string& clientId, Price price)
{
    AmendRequest request;
    request.symbol = symbol;
    request.order = OrderName::byClient(clientId);
    request.price = price;
    ++m_lastRequest;
    m_exchange->amend(await(m_lastRequest, Part::None, symbol, clientId, true), request);
    return m_lastRequest;
}

RequestId InProcessGateway::cancelOrder(SymbolId symbol, const std::string& clientId)
{
    ++m_lastRequest;
    m_exchange->cancel(await(m_lastRequest, Part::None, symbol, clientId, true), symbol,
                       OrderName::byClient(clientId));
    return m_lastRequest;
}

RequestId InProcessGateway::cancelAll(SymbolId symbol)
{
    ++m_lastRequest;
    m_exchange->cancelAll(await(m_lastRequest, Part::None, symbol),
                          CancelAllRequest {symbol, OrderFilter::All});
    return m_lastRequest;
}

RequestId InProcessGateway::setPositionStop(SymbolId symbol, Price trigger, TriggerBy triggerBy)
{
    TradingStopRequest request;
    request.symbol = symbol;
    request.stop = AttachedStop {trigger, triggerBy};
    ++m_lastRequest;
    m_exchange->setTradingStop(await(m_lastRequest, Part::None, symbol), request);
    return m_lastRequest;
}

RequestId InProcessGateway::setLeverage(SymbolId symbol, const Decimal& leverage)
{
    ++m_lastRequest;
    m_exchange->setLeverage(await(m_lastRequest, Part::None, symbol), symbol, leverage);
    return m_lastRequest;
}

bool InProcessGateway::spoil(std::uint64_t cookie, FaultKind fault)
{
    const auto call = m_calls.find(cookie);
    const bool isOnTrade = call != m_calls.end() && call->second.isOnTrade;
    switch (fault) {
    case FaultKind::RequestLost:
    case FaultKind::AnswerLost: return true; // until its time is over
    case FaultKind::AnswerGarbled:
        // A frame that nobody can read names no request.
        if (!isOnTrade)
            end(cookie, AnswerClass::Unknown, OrderEndReason::None, "unreadable answer");
        return true;
    case FaultKind::AnswerCut:
        if (isOnTrade)
            loseTrade();
        else
            end(cookie, AnswerClass::Unknown, OrderEndReason::None, "the connection ended within the answer");
        return true;
    default: break;
    }
    const auto words = wordsOf(fault);
    if (words)
        end(cookie, answerClassOf(fault), OrderEndReason::Other, words->message);
    return words.has_value();
}

void InProcessGateway::onAnswer(const VenueAnswer& answer)
{
    const std::uint64_t cookie = answer.cookie;
    const auto call = m_calls.find(cookie);
    if (call == m_calls.end())
        return; // given up
    RequestAnswer result {call->second.end.request,
                          answer.fault && wordsOf(*answer.fault) ? answerClassOf(*answer.fault)
                                                                 : classOf(answer.accepted, answer.reason),
                          answer.reason,
                          std::string(answer.words.message),
                          answer.clientId,
                          answer.symbol,
                          answer.time};
    // What can be read comes the way that it was asked.
    if (answer.fault && !wordsOf(*answer.fault) && spoil(cookie, *answer.fault))
        return;
    auto hand = [this, cookie, result = std::move(result)]() mutable {
        const auto node = m_calls.extract(cookie);
        if (node.empty())
            return;
        m_creates.settle(result);
        if (node.mapped().isOnTrade)
            m_trade.add(result);
        else
            holdAnswer(result.request, result);
    };
    if (answer.fault == FaultKind::AnswerLate)
        m_late.insert_or_assign(cookie, std::move(hand));
    else
        hand();
}

void InProcessGateway::onLateAnswer(std::uint64_t cookie)
{
    if (auto late = m_late.extract(cookie); !late.empty())
        late.mapped()();
}

void InProcessGateway::readExecutions(RequestId request)
{
    // As over the wire every page is a question of its own.
    ExecutionsQuestion& question = m_executionsQuestions.at(request);
    const Timestamp end = ExecutionsPaging::endOf(question.from);
    if (question.pagesLeft != 0)
        return;
    const std::size_t before = question.answer.executions.size();
    for (const Execution& execution : timeSpan(m_exchange->executions(), question.from, end))
        question.answer.executions.push_back(execution);
    const std::size_t count = question.answer.executions.size() - before;
    question.pagesLeft =
        std::max<std::size_t>(1, (count + ExecutionsPaging::kPage - 1) / ExecutionsPaging::kPage);
}

void InProcessGateway::continueExecutions(RequestId request)
{
    ExecutionsQuestion& question = m_executionsQuestions.at(request);
    if (--question.pagesLeft == 0) {
        if (ExecutionsPaging::endOf(question.from) >= m_exchange->now()) {
            holdAnswer(request, std::move(question.answer));
            m_executionsQuestions.erase(request);
            return;
        }
        question.from = ExecutionsPaging::after(question.from);
    }
    ask(request, Part::Executions);
}

void InProcessGateway::readTransfers(RequestId request)
{
    TransfersQuestion& question = m_transfersQuestions.at(request);
    if (question.pagesLeft != 0)
        return;
    const std::size_t before = question.answer.transfers.size();
    for (const LedgerLine& line :
         timeSpan(m_exchange->ledger(), question.from, TransfersPaging::endOf(question.from)))
        if (const auto transfer = transferOf(line);
            transfer && transfer->amount.isNegative() == question.withdrawals)
            question.answer.transfers.push_back(*transfer);
    const std::size_t count = question.answer.transfers.size() - before;
    question.pagesLeft = std::max<std::size_t>(1, (count + TransfersPaging::kPage - 1) / TransfersPaging::kPage);
}

void InProcessGateway::continueTransfers(RequestId request)
{
    TransfersQuestion& question = m_transfersQuestions.at(request);
    if (--question.pagesLeft == 0 && std::exchange(question.withdrawals, !question.withdrawals)) {
        if (TransfersPaging::endOf(question.from) >= m_exchange->now()) {
            std::ranges::sort(question.answer.transfers, {},
                              [](const Transfer& each) { return std::tie(each.time, each.venueId); });
            holdAnswer(request, std::move(question.answer));
            m_transfersQuestions.erase(request);
            return;
        }
        question.from = TransfersPaging::after(question.from);
    }
    ask(request, Part::Transfers);
}

void InProcessGateway::readSettings(RequestId request)
{
    SettingsQuestion& question = m_settingsQuestions.at(request);
    const AccountRules& rules = m_exchange->settings().account;
    AccountSettingsAnswer& answer = question.answer;
    switch (question.asked++) {
    case 0:
        answer.mayTrade = rules.keyMayTrade;
        answer.mayWithdraw = rules.keyMayWithdraw;
        break;
    case 1: answer.marginMode = rules.marginMode; break;
    default:
        answer.positionMode = rules.positionMode;
        answer.leverage = m_exchange->position(answer.symbol).update.leverage;
    }
}

void InProcessGateway::continueSettings(RequestId request)
{
    const auto question = m_settingsQuestions.find(request);
    if (question->second.asked < 3) {
        ask(request, Part::Settings, question->second.answer.symbol);
        return;
    }
    holdAnswer(request, std::move(question->second.answer));
    m_settingsQuestions.erase(question);
}

std::function<void()> InProcessGateway::read(std::uint64_t cookie)
{
    const RequestId request = cookie / kParts;
    const auto part = [this, request](std::optional<AccountAnswer> account) {
        if (account)
            holdAnswer(request, std::move(*account));
    };
    switch (static_cast<Part>(cookie % kParts)) {
    case Part::None: {
        const OrderQuestion& question = m_orderQuestions.at(request);
        const VenueOrder* order =
            m_exchange->findOrder(question.symbol, OrderName::byClient(question.clientId));
        return [this, request,
                answer = OrderAnswer {request, question.clientId,
                                      order != nullptr ? std::optional(order->state) : std::nullopt}] {
            m_orderQuestions.erase(request);
            holdAnswer(request, answer);
        };
    }
    case Part::FeeRates:
        return [this, request] {
            holdAnswer(request, InstrumentsAnswer {request, m_exchange->instruments().all()});
        };
    case Part::Executions: readExecutions(request); return [this, request] { continueExecutions(request); };
    case Part::Transfers: readTransfers(request); return [this, request] { continueTransfers(request); };
    case Part::Settings: readSettings(request); return [this, request] { continueSettings(request); };
    case Part::Wallet:
        return [this, request, part, wallet = m_exchange->wallet()] {
            part(m_accounts.addWallet(request, wallet));
        };
    case Part::Positions: {
        std::vector<PositionUpdate> positions;
        for (const VenuePosition& position : m_exchange->positions())
            positions.push_back(position.update);
        return [this, request, part, positions = std::move(positions)] {
            part(m_accounts.addPositions(request, positions));
        };
    }
    case Part::Orders: break;
    }
    std::vector<OrderUpdate> orders;
    for (const VenueOrder* order : m_exchange->liveOrders(std::nullopt))
        orders.push_back(order->state);
    return [this, request, part, orders = std::move(orders)] { part(m_accounts.addOrders(request, orders)); };
}

void InProcessGateway::onQueryDue(std::uint64_t cookie, std::optional<FaultKind> fault)
{
    if (!m_calls.contains(cookie))
        return; // given up
    if (fault && spoil(cookie, *fault))
        return;
    auto hand = [this, cookie, give = read(cookie)] {
        if (m_calls.erase(cookie) != 0)
            m_read.insert_or_assign(cookie, give);
    };
    if (fault == FaultKind::AnswerLate)
        m_late.insert_or_assign(cookie, std::move(hand));
    else
        hand();
}

} // namespace breakline
