// SPDX-License-Identifier: GPL-3.0-or-later
// The websockets of the venue's face.
#include "venue/VenueFace.h"

#include "venue/JsonText.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace breakline {

namespace {

using Json = nlohmann::json;

/// Of a subscription's arguments, all together.
constexpr std::size_t kMaxArguments = 21'000;
constexpr std::array<std::string_view, 4> kPrivateTopics {"order", "execution", "position", "wallet"};
constexpr std::array<std::string_view, 4> kCategories {"linear", "inverse", "spot", "option"};

std::string textOf(const Json& value)
{
    return value.is_string() ? value.get<std::string>() : value.is_null() ? std::string() : value.dump();
}

/// "order", "order.linear" and so on; true also for those that are valid and
/// have nothing here.
bool isPrivateTopic(std::string_view topic)
{
    const std::size_t point = topic.find('.');
    const std::string_view head = topic.substr(0, point);
    if (topic == "greeks" || topic == "dcp" || topic.starts_with("dcp.") || topic.starts_with("execution.fast"))
        return true;
    return std::ranges::count(kPrivateTopics, head) > 0
        && (point == std::string_view::npos || std::ranges::count(kCategories, topic.substr(point + 1)) > 0);
}

/// Whether anything is ever pushed on it: the account trades linear alone.
bool isPushedTopic(std::string_view topic)
{
    const std::size_t point = topic.find('.');
    return std::ranges::count(kPrivateTopics, topic.substr(0, point)) > 0
        && (point == std::string_view::npos || topic.substr(point + 1) == "linear");
}

} // namespace

struct VenueFace::Operation {
    std::string name;
    std::string requestId; ///< JSON as it came; empty without one
    Json json;

    std::vector<std::string> arguments() const
    {
        std::vector<std::string> result;
        if (const auto args = json.find("args"); args != json.end() && args->is_array())
            for (const Json& argument : *args)
                result.push_back(textOf(argument));
        return result;
    }
};

void VenueFace::send(std::uint64_t socket, std::string_view text)
{
    if (const auto found = m_sessions.find(socket); found != m_sessions.end()) {
        ++found->second.sent;
        found->second.lastActiveMs = wallMs();
        m_wire->send(socket, text);
    }
}

void VenueFace::sendControl(std::uint64_t socket, std::string_view text)
{
    m_wire->send(socket, text);
}

void VenueFace::onSocketOpened(const WireSocket& socket)
{
    SocketSession session;
    session.id = socket.id;
    session.port = socket.port;
    session.kind = SocketSession::kindOf(socket.path);
    session.userAgent = socket.userAgent;
    session.lastActiveMs = wallMs();
    session.mostIdleMs = SocketSession::mostIdleOf(session.kind, socket.query);
    const bool allowed = session.kind == SocketSession::Kind::Control
        || m_limits.takeConnection(m_exchange.now(), openSockets());
    const bool isThere = session.kind != SocketSession::Kind::Unknown
        && !(session.kind == SocketSession::Kind::Control && m_refusesControl);
    if (!isThere || !allowed) {
        m_wire->close(socket.id);
        return;
    }
    const bool isControl = session.kind == SocketSession::Kind::Control;
    m_sessions.emplace(socket.id, std::move(session));
    if (isControl)
        m_timeKeeper.onControlOpened(socket.id);
}

std::size_t VenueFace::openSockets() const
{
    return static_cast<std::size_t>(std::ranges::count_if(m_sessions, [](const auto& entry) {
        return entry.second.kind != SocketSession::Kind::Control;
    }));
}

void VenueFace::onSocketClosed(std::uint64_t socket)
{
    const auto found = m_sessions.find(socket);
    if (found == m_sessions.end())
        return;
    const bool isControl = found->second.kind == SocketSession::Kind::Control;
    m_streams.drop(socket);
    m_sessions.erase(found);
    for (auto& [cookie, parked] : m_parked)
        if (parked.socket == socket) {
            parked.isGone = true;
            stopCounting(parked);
        }
    std::erase_if(m_parked, [](const auto& entry) { return entry.second.isGone && entry.second.isLost; });
    if (isControl)
        m_timeKeeper.onControlClosed(socket);
}

void VenueFace::onSocketText(std::uint64_t socket, std::string_view text)
{
    const auto found = m_sessions.find(socket);
    if (found == m_sessions.end())
        return;
    SocketSession& session = found->second;
    session.lastActiveMs = wallMs();
    if (session.kind == SocketSession::Kind::Control) {
        m_timeKeeper.onControlText(socket, text);
        return;
    }
    m_timeKeeper.beforeInput();
    countRequest(session.userAgent);
    Operation operation;
    operation.json = Json::parse(text, nullptr, false);
    if (!operation.json.is_object()) {
        acknowledge(session, operation, false, "Params Error");
        return;
    }
    operation.name = textOf(operation.json.value("op", Json()));
    const bool isTrade = session.kind == SocketSession::Kind::Trade;
    if (const auto id = operation.json.find(isTrade ? "reqId" : "req_id"); id != operation.json.end())
        operation.requestId = id->dump();
    if (operation.name == "ping")
        answerPing(session, operation);
    else if (operation.name == "auth" && session.kind != SocketSession::Kind::Public)
        authenticate(session, operation);
    else if (isTrade)
        trade(session, operation);
    else if (operation.name == "subscribe" || operation.name == "unsubscribe")
        subscribe(session, operation, operation.name == "subscribe");
    else
        acknowledge(session, operation, false, "unknown op: " + operation.name);
}

void VenueFace::acknowledge(const SocketSession& session, const Operation& operation, bool success,
                            std::string_view message)
{
    JsonText json;
    json.beginObject().flag("success", success).field("ret_msg", message);
    json.field("conn_id", session.connectionId());
    if (!operation.requestId.empty())
        json.key("req_id").raw(operation.requestId);
    json.field("op", operation.name).endObject();
    send(session.id, json.str());
}

void VenueFace::answerPing(SocketSession& session, const Operation& operation)
{
    if (session.kind == SocketSession::Kind::Public) {
        acknowledge(session, operation, true, "pong");
        return;
    }
    const std::string time = std::to_string(m_exchange.now().ms);
    JsonText json;
    json.beginObject();
    if (session.kind == SocketSession::Kind::Trade) {
        if (!operation.requestId.empty())
            json.key("reqId").raw(operation.requestId);
        json.integerField("retCode", 0).field("retMsg", "OK").field("op", "pong");
        json.key("data").beginArray().text(time).endArray().field("connId", session.connectionId());
    } else {
        if (!operation.requestId.empty())
            json.key("req_id").raw(operation.requestId);
        json.field("op", "pong").key("args").beginArray().text(time).endArray();
        json.field("conn_id", session.connectionId());
    }
    json.endObject();
    send(session.id, json.str());
}

void VenueFace::authenticate(SocketSession& session, const Operation& operation)
{
    const std::vector<std::string> arguments = operation.arguments();
    Refusal refusal;
    if (arguments.size() != 3) {
        refusal = {10001, "params error: auth takes key, expires and signature"};
    } else if (arguments[0] != m_key.key) {
        refusal = {10003, "API key is invalid."};
    } else {
        const auto expires = Parameters::fromQuery("at=" + arguments[1]).integer("at");
        if (!expires || expires->value_or(0) <= clock().ms)
            refusal = {10002, "expires is in the past: " + arguments[1] + ", server_timestamp "
                                  + std::to_string(clock().ms)};
        else if (!m_key.isSignatureOf("GET/realtime" + arguments[1], arguments[2]))
            refusal = {10004, "error sign!"};
    }
    session.isAuthenticated = refusal.code == 0;
    if (session.kind == SocketSession::Kind::Private) {
        acknowledge(session, operation, session.isAuthenticated, refusal.message);
        return;
    }
    JsonText json;
    json.beginObject();
    if (!operation.requestId.empty())
        json.key("reqId").raw(operation.requestId);
    json.integerField("retCode", refusal.code).field("retMsg", refusal.code == 0 ? "OK" : refusal.message);
    json.field("op", "auth").field("connId", session.connectionId()).endObject();
    send(session.id, json.str());
}

void VenueFace::subscribe(SocketSession& session, const Operation& operation, bool on)
{
    const std::vector<std::string> topics = operation.arguments();
    const bool isPublic = session.kind == SocketSession::Kind::Public;
    if (!isPublic && !session.isAuthenticated) {
        acknowledge(session, operation, false, "Request not authorized");
        return;
    }
    std::size_t length = 0;
    for (const std::string& topic : topics)
        length += topic.size();
    if (topics.empty() || length > kMaxArguments) {
        acknowledge(session, operation, false,
                    topics.empty() ? "Params Error" : "args size >21000, current size " + std::to_string(length));
        return;
    }
    // All of them or none.
    for (const std::string& topic : topics) {
        const bool isKnown = isPublic ? parsePublicTopic(topic, m_exchange.instruments()).has_value()
                                      : isPrivateTopic(topic);
        if (!isKnown) {
            acknowledge(session, operation, false, "error:handler not found,topic:" + topic);
            return;
        }
    }
    for (const std::string& topic : topics) {
        if (isPublic) {
            if (on)
                m_streams.subscribe(session.id, topic);
            else
                m_streams.unsubscribe(session.id, topic);
        } else {
            std::erase(session.topics, topic);
            if (on && isPushedTopic(topic))
                session.topics.push_back(topic);
        }
    }
    acknowledge(session, operation, true, isPublic ? "" : operation.name);
}

void VenueFace::trade(SocketSession& session, const Operation& operation)
{
    const auto refuse = [&](int code, std::string message) {
        answerTrade(session.id, operation.name, operation.requestId, WireReply::refusal(code, std::move(message)),
                    {});
    };
    const AccountRoute* route = findTradeOperation(operation.name);
    if (route == nullptr)
        return refuse(10404, "op type is not found: " + operation.name);
    if (!session.isAuthenticated)
        return refuse(10003, "the connection is not authenticated");
    if (!operation.requestId.empty() && !session.requestIds.insert(operation.requestId).second)
        return refuse(20006, "Duplicate reqId");
    const Json header = operation.json.value("header", Json::object());
    const auto inHeader = [&](const char* name) {
        return header.is_object() ? textOf(header.value(name, Json())) : std::string();
    };
    if (const auto late = checkTime(inHeader("X-BAPI-TIMESTAMP"), inHeader("X-BAPI-RECV-WINDOW")))
        return refuse(late->code, late->message);
    const auto arguments = operation.arguments();
    const auto parameters = arguments.size() == 1 ? Parameters::fromJson(arguments.front())
                                                  : Expected<Parameters>(std::unexpected(Error {
                                                        ErrorCode::InvalidArgument, "args is one object"}));
    if (!parameters)
        return refuse(10001, "params error: " + parameters.error().message);
    Parked parked;
    parked.socket = session.id;
    parked.operation = operation.name;
    parked.requestId = operation.requestId;
    parked.isControls = isControlClient(session.userAgent);
    beginCall(*route, *parameters, std::move(parked));
}

void VenueFace::answerTrade(std::uint64_t socket, std::string_view operation, const std::string& requestId,
                            const WireReply& reply, const WireHeaders& headers)
{
    if (const auto found = m_sessions.find(socket); found != m_sessions.end())
        send(socket, tradeAnswer(found->second, operation, requestId, reply, headers));
}

std::string VenueFace::tradeAnswer(const SocketSession& session, std::string_view operation,
                                   const std::string& requestId, const WireReply& reply,
                                   const WireHeaders& headers) const
{
    JsonText json;
    json.beginObject();
    if (!requestId.empty())
        json.key("reqId").raw(requestId);
    json.integerField("retCode", reply.code).field("retMsg", reply.message).field("op", operation);
    json.key("data").raw(reply.result).key("retExtInfo").raw("{}").key("header").beginObject();
    for (const auto& [name, value] : headers)
        json.field(name, value);
    json.field("Timenow", std::to_string(m_exchange.now().ms)).endObject();
    json.field("connId", session.connectionId()).endObject();
    return json.take();
}

} // namespace breakline
