// SPDX-License-Identifier: GPL-3.0-or-later
// The way of a call: limiter, trade socket or REST, answer.
#include "exchange/bybit/BybitNetwork.h"

#include "exchange/bybit/BybitTradeFrames.h"
#include "exchange/bybit/WireText.h"

#include <algorithm>

namespace breakline::bybit {

namespace {

constexpr Duration kForbidden = Duration::minutes(10);
constexpr Duration kTooMany = Duration::seconds(1);
constexpr std::size_t kMostPrepared = 64;

} // namespace

void BybitNetwork::begin(NetworkCall call)
{
    const Ticket ticket = call.number;
    std::optional<CallStep> ready;
    if (const auto* place = std::get_if<PlaceCall>(&call.content)) {
        const auto found = std::ranges::find(m_prepared, place->order, &Prepared::order);
        if (found != m_prepared.end()) {
            ready = std::move(found->step);
            m_prepared.erase(found);
        }
    }
    auto& entry = m_calls.emplace(ticket, Call {CallProgress(std::move(call), m_settings.feeRates), {}, 0})
                      .first->second;
    if (ready)
        entry.progress.setReady(std::move(*ready));
    enqueue(ticket, entry);
    // One at a time, so that priorities change an order only where it must wait.
    grant();
}

void BybitNetwork::prepare(PrepareCall call)
{
    NetworkCall place;
    place.content = PlaceCall {call.order};
    if (auto step = CallProgress(std::move(place), m_settings.feeRates).next(*m_table)) {
        if (m_prepared.size() == kMostPrepared)
            m_prepared.pop_front();
        m_prepared.push_back({std::move(call.order), std::move(*step)});
    }
}

void BybitNetwork::enqueue(Ticket ticket, Call& call)
{
    auto step = call.progress.next(*m_table);
    if (step && step->rest.isSigned && !m_signer)
        step = fail(ErrorCode::Refused, "public market data only: there is no key for the account");
    if (!step) {
        const AnswerClass result
            = step.error().code == ErrorCode::Refused ? AnswerClass::Auth : AnswerClass::Invalid;
        complete(ticket, call.progress.fail(result, OrderEndReason::Other, step.error().message, now()),
                 DeliverySource::Answer);
        return;
    }
    call.step = std::move(*step);
    const bool isOnSocket = !call.step.operation.empty() && m_trade && m_trade->isUp();
    m_limiter.push(ticket, indexOf(call.step.endpoint), call.progress.call().priority, !isOnSocket);
}

void BybitNetwork::grant()
{
    while (const auto ticket = m_limiter.take(now())) {
        if (*ticket == kClockTicket)
            sendClockQuestion();
        else
            m_granted.push_back(*ticket);
    }
}

void BybitNetwork::pump()
{
    grant();
    m_time.cancel(m_limiterTimer);
    if (const auto release = m_limiter.nextRelease(now()))
        m_limiterTimer = m_time.start(*release - m_offset, [this] {
            m_limiterTimer = 0;
            pump();
        });
    leaveNext();
}

void BybitNetwork::leaveNext()
{
    while (!m_granted.empty() && !(m_settings.isStepped && m_inFlight)) {
        const Ticket ticket = m_granted.front();
        m_granted.pop_front();
        // A signature carries the venue's time, which the first answer tells.
        if (m_isOpened && !m_settings.isStepped && m_clockRounds == 0 && m_calls.at(ticket).step.rest.isSigned)
            m_beforeClock.push_back(ticket);
        else
            leave(ticket);
    }
}

void BybitNetwork::leave(Ticket ticket)
{
    Call& call = m_calls.at(ticket);
    ++m_outstanding;
    if (m_settings.isStepped)
        m_inFlight = ticket;
    if (!call.step.operation.empty() && m_trade && m_trade->isUp())
        sendOnSocket(ticket, call);
    else
        sendRest(ticket, call);
}

void BybitNetwork::sendOnSocket(Ticket ticket, Call& call)
{
    const std::string id = "c" + std::to_string(ticket);
    m_onTrade.emplace(id, ticket);
    // The order first: what watches over it can wait.
    m_trade->send(bytesOf(orderFrame(call.step.operation, id, now(), call.step.rest.payload)));
    if (!m_onTrade.contains(id))
        return; // the socket was lost over it, and the call has ended
    call.timer = m_time.startAfter(m_settings.requestTimeout, [this, ticket, id] {
        Call& late = m_calls.at(ticket);
        late.timer = 0;
        m_onTrade.erase(id);
        abandon(ticket);
        complete(ticket, late.progress.fail(AnswerClass::Unknown, OrderEndReason::None, "no answer in time", now()),
                 DeliverySource::Answer);
        pump();
    });
}

void BybitNetwork::sendRest(Ticket ticket, const Call& call)
{
    const RestRequest& rest = call.step.rest;
    HttpRequest request;
    request.changesState = rest.method == RestRequest::Method::Post;
    request.timeout = m_settings.requestTimeout;
    request.isUrgent = isReserved(call.progress.call().priority);
    request.target = bytesOf(rest.path);
    if (request.changesState)
        request.body = bytesOf(rest.payload);
    else if (!rest.payload.empty())
        request.target += '?' + bytesOf(rest.payload);
    if (!m_settings.userAgent.isEmpty())
        request.headers.emplace_back("User-Agent", m_settings.userAgent);
    if (rest.isSigned) {
        const std::int64_t time = now().ms;
        request.headers.emplace_back("X-BAPI-API-KEY", bytesOf(m_signer->key()));
        request.headers.emplace_back("X-BAPI-TIMESTAMP", QByteArray::number(static_cast<qlonglong>(time)));
        request.headers.emplace_back("X-BAPI-RECV-WINDOW",
                                     QByteArray::number(static_cast<qlonglong>(BybitSigner::kReceiveWindow)));
        request.headers.emplace_back("X-BAPI-SIGN", bytesOf(m_signer->signRequest(time, rest.payload).text()));
    }
    (rest.isSigned ? m_privateHttp : m_publicHttp)
        ->send(request, [this, ticket](const HttpAnswer& answer) { onHttp(ticket, answer); });
}

void BybitNetwork::answered(Ticket ticket)
{
    --m_outstanding;
    if (m_inFlight == ticket)
        m_inFlight.reset();
}

void BybitNetwork::abandon(Ticket ticket)
{
    ++m_abandoned;
    answered(ticket);
}

void BybitNetwork::onHttp(Ticket ticket, const HttpAnswer& http)
{
    // Of a request that the venue had parked: others of the same step may come
    // before or after it, each on a connection of its own.
    const bool wasParked = m_settings.isStepped && m_inFlight != ticket;
    if (http.outcome == HttpAnswer::Outcome::Answered)
        answered(ticket);
    else
        abandon(ticket);
    if (wasParked)
        m_heldAnswers.emplace(ticket, http);
    else
        handleHttp(ticket, http);
    Q_EMIT progressed();
}

void BybitNetwork::handleHeldAnswers()
{
    for (const auto& [ticket, http] : std::exchange(m_heldAnswers, {}))
        handleHttp(ticket, http);
}

void BybitNetwork::handleHttp(Ticket ticket, const HttpAnswer& http)
{
    Call& call = m_calls.at(ticket);
    const Endpoint endpoint = call.step.endpoint;
    std::optional<CallAnswer> end;
    if (http.outcome == HttpAnswer::Outcome::Answered) {
        BudgetReport report;
        report.limit = numberIn<int>(http.header("x-bapi-limit"));
        report.remaining = numberIn<int>(http.header("x-bapi-limit-status"));
        if (const auto reset = numberIn<std::int64_t>(http.header("x-bapi-limit-reset-timestamp")))
            report.reset = Timestamp {*reset};
        const auto answer = m_answers.decode(call.step.rest.path, viewOf(http.body), http.status);
        if (answer) {
            learn(endpoint, report, answerClassOf(answer->meaning), http.status);
            end = call.progress.take(*answer, viewOf(http.body), *m_table, now());
        } else {
            learn(endpoint, report, AnswerClass::Unknown, http.status);
            end = call.progress.fail(AnswerClass::Unknown, OrderEndReason::None,
                                     "unreadable answer: " + answer.error().message, now());
        }
    } else {
        const bool isUnknown = http.outcome == HttpAnswer::Outcome::Unknown;
        end = call.progress.fail(isUnknown ? AnswerClass::Unknown : AnswerClass::Transient, OrderEndReason::None,
                                 http.error.toStdString(), now());
    }
    if (end)
        complete(ticket, std::move(*end), DeliverySource::Answer);
    else
        enqueue(ticket, call);
    pump();
}

void BybitNetwork::onTradeAnswer(const OrderAnswerFrame& answer)
{
    const auto found = m_onTrade.find(std::string(answer.requestId));
    if (found == m_onTrade.end())
        return;
    const Ticket ticket = found->second;
    m_onTrade.erase(found);
    answered(ticket);
    Call& call = m_calls.at(ticket);
    m_time.cancel(call.timer);
    BudgetReport report;
    if (answer.limit)
        report.limit = static_cast<int>(*answer.limit);
    if (answer.limitStatus)
        report.remaining = static_cast<int>(*answer.limitStatus);
    if (answer.limitReset)
        report.reset = Timestamp {*answer.limitReset};
    learn(call.step.endpoint, report, answerClassOf(answer.meaning), 0);
    complete(ticket, call.progress.take(answer, now()), DeliverySource::Trade);
    pump();
    Q_EMIT progressed();
}

void BybitNetwork::learn(Endpoint endpoint, const BudgetReport& report, AnswerClass result, int status)
{
    m_limiter.learn(indexOf(endpoint), report, now());
    if (status == 403 || status == 429)
        m_limiter.addressRefused(report.reset && *report.reset > now()
                                     ? *report.reset
                                     : now() + (status == 403 ? kForbidden : kTooMany));
    else if (result == AnswerClass::RateLimited)
        m_limiter.refused(indexOf(endpoint), report.reset, now());
    else if (result == AnswerClass::Clock)
        clockIsOff();
}

void BybitNetwork::complete(Ticket ticket, CallAnswer answer, DeliverySource source)
{
    if (auto* instruments = std::get_if<InstrumentsAnswer>(&answer.content))
        keepInstruments(*instruments);
    m_calls.erase(ticket);
    m_sink({source, std::move(answer)});
}

void BybitNetwork::keepInstruments(InstrumentsAnswer& answer)
{
    std::vector<Instrument> kept;
    if (m_table->size() == 0) {
        kept = std::move(answer.instruments);
    } else {
        // Ids are the session's: what has come since waits for the next one.
        kept = m_table->all();
        for (Instrument& each : kept) {
            const auto found
                = std::find_if(answer.instruments.begin(), answer.instruments.end(),
                               [&](const Instrument& other) { return other.symbol == each.symbol; });
            if (found == answer.instruments.end()) {
                each.status = InstrumentStatus::Closed;
                continue;
            }
            if (found->tickSize != each.tickSize || found->lotSize != each.lotSize) {
                // Every count of this session would mean something else.
                Q_EMIT problem(QString::fromStdString(each.symbol)
                               + QStringLiteral(" has another tick or lot size; it is closed for this session"));
                each.status = InstrumentStatus::Closed;
                continue;
            }
            each = std::move(*found);
        }
    }
    auto table = InstrumentTable::make(std::move(kept));
    if (!table) {
        Q_EMIT problem(QString::fromStdString(table.error().message));
        answer.instruments.clear();
        return;
    }
    setInstruments(std::move(*table));
    answer.instruments = m_table->all();
}

} // namespace breakline::bybit
