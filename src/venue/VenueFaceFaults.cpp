// SPDX-License-Identifier: GPL-3.0-or-later
// What the venue's face does to answers, pushes and sockets on purpose.
#include "venue/VenueFace.h"

#include "venue/JsonText.h"

#include <utility>
#include <vector>

namespace breakline {

namespace {

constexpr std::string_view kGarbage = "<html>\r\n<head><title>502 Bad Gateway</title></head>";
constexpr Duration kLimitWindow = Duration::seconds(1);

/// The first half of a websocket's text frame, with its head whole.
std::string halfFrame(std::string_view text)
{
    std::string frame(1, '\x81');
    if (text.size() < 126) {
        frame += static_cast<char>(text.size());
    } else {
        frame += '\x7e';
        frame += static_cast<char>((text.size() >> 8U) & 0xffU);
        frame += static_cast<char>(text.size() & 0xffU);
    }
    return frame.append(text.substr(0, text.size() / 2));
}

std::string_view topicOf(FaultTarget push)
{
    return toText(push); // the private topics are named as the targets
}

} // namespace

void VenueFace::lose(ParkedEntry entry)
{
    if (entry->second.isGone)
        m_parked.erase(entry);
    else
        entry->second.isLost = true;
}

void VenueFace::deliver(std::uint64_t cookie, const WireReply& reply, std::optional<FaultKind> fault)
{
    const auto found = m_parked.find(cookie);
    if (found == m_parked.end())
        return;
    const bool isOnTrade = found->second.httpRequest == 0;
    if (fault == FaultKind::AnswerLate) {
        found->second.late = reply;
        return;
    }
    if (fault == FaultKind::RequestLost || fault == FaultKind::AnswerLost) {
        lose(found);
        return;
    }
    if (fault == FaultKind::AnswerGarbled && isOnTrade) {
        // It names no request: whoever waits goes on waiting.
        send(found->second.socket, kGarbage);
        lose(found);
        return;
    }
    Parked parked = std::move(found->second);
    m_parked.erase(found);
    stopCounting(parked);
    if (parked.isGone)
        return;
    if (fault)
        finishSpoilt(parked, reply, *fault);
    else
        finish(parked, reply);
}

void VenueFace::onLateAnswer(std::uint64_t cookie)
{
    const auto found = m_parked.find(cookie);
    if (found != m_parked.end() && found->second.late)
        deliver(cookie, WireReply(*found->second.late), std::nullopt);
}

void VenueFace::finishSpoilt(const Parked& parked, const WireReply& reply, FaultKind fault)
{
    Parked changed = parked;
    if (fault == FaultKind::RateLimitedBare || fault == FaultKind::TooManyRequests
        || fault == FaultKind::Forbidden)
        changed.headers.clear();
    for (auto& [name, value] : changed.headers) {
        if (fault != FaultKind::RateLimited)
            break;
        if (name == "X-Bapi-Limit-Status")
            value = "0";
        else if (name == "X-Bapi-Limit-Reset-Timestamp")
            value = std::to_string((m_exchange.now() + kLimitWindow).ms);
    }
    if (parked.httpRequest == 0) {
        const auto session = m_sessions.find(parked.socket);
        if (fault == FaultKind::AnswerCut && session != m_sessions.end()) {
            m_wire->sendRaw(session->second.port,
                            halfFrame(tradeAnswer(session->second, parked.operation, parked.requestId, reply,
                                                  parked.headers)));
            endSocket(parked.socket);
            return;
        }
        finish(changed, reply);
        if (fault == FaultKind::AnswerTwice)
            finish(changed, reply);
        return;
    }
    const std::uint64_t request = parked.httpRequest;
    switch (fault) {
    case FaultKind::AnswerGarbled: m_wire->answer(request, 200, changed.headers, kGarbage); break;
    case FaultKind::AnswerCut:
        m_wire->answerHalf(request, 200, changed.headers, restBody(reply, m_exchange.now()));
        break;
    case FaultKind::TooManyRequests:
        m_wire->answer(request, 429, {}, restBody(reply, m_exchange.now()));
        break;
    case FaultKind::Forbidden:
        m_wire->answer(request, 403, {},
                       restBody(WireReply::refusal(403, "access too frequent"), m_exchange.now()));
        break;
    default: finish(changed, reply); break; // HTTP knows no second answer
    }
}

template<class Push>
void VenueFace::pushPublic(FaultTarget target, SymbolId symbol, Duration interval, Push push)
{
    FaultInjector& faults = m_exchange.faults();
    if (faults.isEmpty()) {
        push();
        return;
    }
    std::optional<Fault> fault;
    if (!isFrozen() && m_streams.isHeard(target, symbol, interval))
        fault = faults.onPush(target, symbol, m_exchange.now());
    m_streams.setFate(isFrozen() ? PushFate::Lost : pushFateOf(fault));
    push();
    m_streams.setFate(PushFate::Sent);
    disconnectAfter(fault, StreamLine::Public);
}

void VenueFace::onTrade(const TradePrint& trade)
{
    pushPublic(FaultTarget::Trade, trade.symbol, {}, [&] { m_streams.onTrade(trade); });
}

void VenueFace::onBook(const BookSnapshot& book)
{
    pushPublic(FaultTarget::Book, book.symbol, {}, [&] { m_streams.onBook(book); });
}

void VenueFace::onTicker(const Ticker& ticker)
{
    pushPublic(FaultTarget::Ticker, ticker.symbol, {}, [&] { m_streams.onTicker(ticker); });
}

void VenueFace::onCandle(const CandleClosed& candle)
{
    pushPublic(FaultTarget::Candle, candle.symbol, candle.interval, [&] { m_streams.onCandle(candle); });
}

void VenueFace::pushPrivate(FaultTarget target, std::optional<SymbolId> symbol,
                            const std::function<void(JsonText&)>& write)
{
    ++m_lastPush;
    const std::string_view topic = topicOf(target);
    const auto isAsked = [topic](const std::string& asked) {
        return std::string_view(asked).substr(0, asked.find('.')) == topic;
    };
    std::string data;
    std::optional<Fault> fault;
    for (auto& [id, session] : m_sessions)
        for (const std::string& asked : session.topics) {
            if (!isAsked(asked))
                continue;
            if (data.empty()) {
                JsonText json;
                json.beginArray();
                write(json);
                json.endArray();
                data = json.take();
                fault = m_exchange.faults().onPush(target, symbol, m_exchange.now());
            }
            JsonText frame;
            frame.beginObject().field("id", "p" + std::to_string(m_lastPush)).field("topic", asked);
            frame.integerField("creationTime", m_exchange.now().ms).key("data").raw(data).endObject();
            sendPush(session, asked, frame.str(), pushFateOf(fault));
        }
    disconnectAfter(fault, StreamLine::Private);
}

void VenueFace::sendPush(SocketSession& session, const std::string& topic, const std::string& frame,
                         PushFate fate)
{
    switch (fate) {
    case PushFate::Lost: return;
    case PushFate::Swapped: session.swapped[topic].push_back(frame); return;
    case PushFate::Twice: send(session.id, frame); break;
    case PushFate::Sent: break;
    }
    send(session.id, frame);
    if (const auto late = session.swapped.extract(topic); !late.empty())
        for (const std::string& text : late.mapped())
            send(session.id, text);
}

void VenueFace::onOrder(const OrderUpdate& order)
{
    pushPrivate(FaultTarget::Order, order.symbol, [&](JsonText& json) {
        if (const VenueOrder* kept = m_exchange.findOrder(order.symbol, OrderName::byVenue(order.venueId)))
            m_text.order(json, *kept);
    });
}

void VenueFace::onExecution(const Execution& execution)
{
    pushPrivate(FaultTarget::Execution, execution.symbol,
                [&](JsonText& json) { m_text.execution(json, execution); });
}

void VenueFace::onPosition(const PositionUpdate& position)
{
    pushPrivate(FaultTarget::Position, position.symbol, [&](JsonText& json) {
        m_text.position(json, m_exchange.position(position.symbol), position);
    });
}

void VenueFace::onWallet(const WalletUpdate& wallet)
{
    pushPrivate(FaultTarget::Wallet, std::nullopt, [&](JsonText& json) { m_text.wallet(json, wallet); });
}

void VenueFace::endSocket(std::uint64_t socket)
{
    const std::uint16_t port = m_sessions.at(socket).port;
    onSocketClosed(socket); // nothing more is sent on it
    m_wire->end(port);
}

void VenueFace::endSockets(SocketSession::Kind kind)
{
    std::vector<std::uint64_t> open;
    for (const auto& [id, session] : m_sessions)
        if (session.kind == kind)
            open.push_back(id);
    for (const std::uint64_t id : open)
        endSocket(id);
}

void VenueFace::disconnectAfter(const std::optional<Fault>& fault, StreamLine line)
{
    if (!fault || fault->kind != FaultKind::DisconnectAt)
        return;
    m_exchange.outages().shut(line, m_exchange.now() + fault->length);
    endSockets(line == StreamLine::Public ? SocketSession::Kind::Public : SocketSession::Kind::Private);
}

void VenueFace::onStreamFault(const Fault& fault)
{
    m_exchange.faults().countInjected(fault, std::nullopt, m_exchange.now());
    if (fault.kind == FaultKind::Disconnected)
        for (const auto kind :
             {SocketSession::Kind::Public, SocketSession::Kind::Private, SocketSession::Kind::Trade})
            endSockets(kind);
}

bool VenueFace::isShut(std::string_view path) const
{
    const auto shut = [this](StreamLine line) { return m_exchange.outages().isShut(line, m_exchange.now()); };
    switch (SocketSession::kindOf(path)) {
    case SocketSession::Kind::Public: return shut(StreamLine::Public);
    case SocketSession::Kind::Private: return shut(StreamLine::Private);
    case SocketSession::Kind::Trade: return shut(StreamLine::Trade);
    default: return false;
    }
}

} // namespace breakline
