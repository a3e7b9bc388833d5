// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/VenueFace.h"

#include "venue/JsonText.h"
#include "venue/VenueReport.h"

#include <charconv>

namespace breakline {

namespace {

constexpr std::int64_t kUsualWindow = 5000;
constexpr std::int64_t kAhead = 1000;
/// For the closing handshake of who has been idle.
constexpr std::int64_t kLeaveMs = 10'000;

std::optional<std::int64_t> wholeNumber(std::string_view text)
{
    std::int64_t value = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end.ec != std::errc() || end.ptr != text.data() + text.size())
        return std::nullopt;
    return value;
}

WireHeaders limitHeaders(const RollingLimit::Count& count)
{
    return {{"X-Bapi-Limit", std::to_string(count.limit)},
            {"X-Bapi-Limit-Status", std::to_string(count.remaining)},
            {"X-Bapi-Limit-Reset-Timestamp", std::to_string(count.reset.ms)}};
}

} // namespace

VenueFace::VenueFace(const VenueSettings& settings, const BookModel& model, std::unique_ptr<MarketSource> source,
                     ApiKey key, VenueTimeKeeper& timeKeeper, WallNanoseconds wall)
    : m_source(*source)
    , m_exchange(settings, model, std::move(source), *this)
    , m_key(std::move(key))
    , m_timeKeeper(timeKeeper)
    , m_wire(makeWireServer(*this))
    , m_text(m_exchange)
    , m_streams(m_exchange, m_source, [this](std::uint64_t socket, std::string_view frame) { send(socket, frame); })
    , m_market(m_exchange, m_source, m_streams)
    , m_calls(m_exchange, m_text, m_key.key,
              [this](std::uint64_t cookie, const WireReply& reply, std::optional<FaultKind> fault) {
                  deliver(cookie, reply, fault);
              })
    , m_wall(std::move(wall))
{
}

VenueFace::~VenueFace() = default;

bool VenueFace::step(Timestamp limit)
{
    if (owesSnapshots()) {
        m_streams.sendSnapshots();
        return true;
    }
    const bool happened = m_exchange.step(limit);
    if (!isFrozen())
        m_streams.finishStep();
    return happened;
}

void VenueFace::setControlClient(std::string userAgent)
{
    clearControlClient();
    m_controlAgent = std::move(userAgent);
}

void VenueFace::clearControlClient()
{
    m_controlAgent.reset();
    m_controlTimeout.reset();
    m_controlRequests = 0;
    m_controlParked = 0;
    m_confirmedRequests = 0;
    m_confirmedAnswers = 0;
    for (auto& [cookie, parked] : m_parked)
        parked.isControls = false;
}

void VenueFace::countRequest(std::string_view userAgent)
{
    ++(isControlClient(userAgent) ? m_controlRequests : m_otherRequests);
}

void VenueFace::answerHttp(std::uint64_t request, const WireReply& reply, const WireHeaders& headers)
{
    m_wire->answer(request, 200, headers, restBody(reply, m_exchange.now()));
}

void VenueFace::onRequest(const WireRequest& request)
{
    m_timeKeeper.beforeInput();
    countRequest(request.header("user-agent"));
    if (request.path == "/sim/v1/report") {
        m_wire->answer(request.id, 200, {}, venueReport(m_exchange));
        return;
    }
    if (!m_limits.takeAddress(m_exchange.now())) {
        m_wire->answer(request.id, 403, {},
                       restBody(WireReply::refusal(403, "access too frequent"), m_exchange.now()));
        return;
    }
    if (const AccountRoute* route = findAccountRoute(request.method, request.path)) {
        onAccountRequest(request, *route);
        return;
    }
    if (request.method == "GET")
        if (const auto reply = m_market.answer(request.path, Parameters::fromQuery(request.query))) {
            answerHttp(request.id, *reply);
            return;
        }
    m_wire->answer(request.id, 404, {},
                   restBody(WireReply::refusal(404, "there is no " + request.method + " " + request.path),
                            m_exchange.now()));
}

std::optional<VenueFace::Refusal> VenueFace::checkTime(std::string_view timestamp, std::string_view window) const
{
    const std::int64_t now = clock().ms;
    const auto sent = wholeNumber(timestamp);
    const auto width = window.empty() ? std::optional(kUsualWindow) : wholeNumber(window);
    if (sent && width && *sent >= now - *width && *sent < now + kAhead)
        return std::nullopt;
    return Refusal {10002,
                    "invalid request, please check your server timestamp or recv_window param. req_timestamp["
                        + std::string(timestamp) + "],server_timestamp[" + std::to_string(now) + "],recv_window["
                        + (width ? std::to_string(*width) : std::string(window)) + "]"};
}

std::optional<VenueFace::Refusal> VenueFace::checkSignature(const WireRequest& request) const
{
    const std::string_view key = request.header("x-bapi-api-key");
    const std::string_view timestamp = request.header("x-bapi-timestamp");
    const std::string_view window = request.header("x-bapi-recv-window");
    if (key != m_key.key)
        return Refusal {10003, "API key is invalid."};
    if (auto late = checkTime(timestamp, window))
        return late;
    std::string image;
    image.append(timestamp).append(key).append(window);
    image += request.method == "GET" ? request.query : request.body;
    if (!m_key.isSignatureOf(image, request.header("x-bapi-sign")))
        return Refusal {10004, "error sign! origin_string[" + image + "]"};
    return std::nullopt;
}

void VenueFace::onAccountRequest(const WireRequest& request, const AccountRoute& route)
{
    if (const auto refusal = checkSignature(request)) {
        answerHttp(request.id, WireReply::refusal(refusal->code, refusal->message));
        return;
    }
    auto parameters = request.method == "GET" ? Expected<Parameters>(Parameters::fromQuery(request.query))
                                              : Parameters::fromJson(request.body);
    if (!parameters) {
        answerHttp(request.id, WireReply::invalid(parameters.error().message));
        return;
    }
    Parked parked;
    parked.httpRequest = request.id;
    parked.isControls = isControlClient(request.header("user-agent"));
    beginCall(route, *parameters, std::move(parked));
}

void VenueFace::beginCall(const AccountRoute& route, const Parameters& parameters, Parked parked)
{
    const RollingLimit::Count count = m_limits.take(route.bucket, m_exchange.now());
    parked.headers = limitHeaders(count);
    if (!count.allowed) {
        finish(parked, WireReply::refusal(10006, "Too many visits. Exceeded the API Rate Limit."));
        return;
    }
    const std::uint64_t cookie = ++m_lastCookie;
    const auto begun = m_calls.begin(route.call, parameters, cookie);
    if (begun.refusal) {
        finish(parked, *begun.refusal);
        return;
    }
    parked.arrived = m_exchange.now();
    const bool isControls = parked.isControls;
    m_parked.emplace(cookie, std::move(parked));
    if (isControls) {
        ++m_controlParked;
        m_timeKeeper.onParked();
    }
}

void VenueFace::finish(const Parked& parked, const WireReply& reply)
{
    if (parked.httpRequest != 0)
        answerHttp(parked.httpRequest, reply, parked.headers);
    else
        answerTrade(parked.socket, parked.operation, parked.requestId, reply, parked.headers);
}

void VenueFace::stopCounting(Parked& parked)
{
    if (std::exchange(parked.isControls, false))
        --m_controlParked;
}

void VenueFace::onRequestGone(std::uint64_t request)
{
    // What was asked for happens all the same; only its answer is nobody's.
    for (auto& [cookie, parked] : m_parked)
        if (parked.httpRequest == request) {
            parked.isGone = true;
            stopCounting(parked);
        }
    std::erase_if(m_parked, [](const auto& entry) { return entry.second.isGone && entry.second.isLost; });
}

void VenueFace::giveUpOverdue()
{
    if (!m_controlTimeout)
        return;
    for (auto& [cookie, parked] : m_parked)
        if (parked.isControls && parked.arrived + *m_controlTimeout <= m_exchange.now())
            stopCounting(parked);
}

std::string VenueFace::sentCounts() const
{
    std::map<std::uint16_t, std::uint64_t> byPort;
    for (const auto& [id, session] : m_sessions)
        if (session.kind != SocketSession::Kind::Control)
            byPort[session.port] = session.sent;
    JsonText json;
    json.beginObject();
    for (const auto& [port, sent] : byPort)
        json.integerField(std::to_string(port), static_cast<std::int64_t>(sent));
    json.endObject();
    return json.take();
}

std::string VenueFace::controlUserAgent(std::uint64_t socket) const
{
    const auto found = m_sessions.find(socket);
    return found == m_sessions.end() ? std::string() : found->second.userAgent;
}

void VenueFace::markStep()
{
    for (auto& [id, session] : m_sessions)
        session.told = session.sent;
    m_otherRequests = 0;
}

void VenueFace::confirmStep()
{
    for (auto& [id, session] : m_sessions)
        session.confirmed = session.told;
    giveUpOverdue();
    m_confirmedRequests = m_controlRequests;
    m_confirmedAnswers = controlAnswers();
}

std::string VenueFace::unconfirmed() const
{
    std::string text;
    int kinds = 0;
    const auto add = [&](std::uint64_t count, std::string_view what) {
        if (count == 0)
            return;
        text += (kinds++ == 0 ? "" : ", ") + std::to_string(count) + ' ';
        text += what;
        text += count == 1 ? "" : "s";
    };
    for (const auto& [id, session] : m_sessions) {
        if (session.kind == SocketSession::Kind::Control || !isControlClient(session.userAgent))
            continue;
        add(session.told - session.confirmed, std::string(session.kindText()) + " frame");
        if (session.told != session.confirmed)
            text += " on port " + std::to_string(session.port);
    }
    add(controlAnswers() - m_confirmedAnswers, "answer");
    if (kinds == 0)
        text = "no frame and no answer, only the step itself";
    else if (kinds > 1)
        text += " (which of these are handled only the client knows)";
    text += "; requests: " + std::to_string(m_controlRequests) + " received, "
        + std::to_string(m_controlRequests - m_confirmedRequests) + " of them since the last done, "
        + std::to_string(m_controlParked) + " parked; requests of other programs since the step: "
        + std::to_string(m_otherRequests);
    return text;
}

void VenueFace::cutIdle()
{
    const std::int64_t now = wallMs();
    // Closing may end a session at once.
    std::vector<std::uint64_t> silent;
    for (const auto& [id, session] : m_sessions) {
        // Whoever holds the time may let it stand for as long as it likes.
        if (session.kind == SocketSession::Kind::Control || isControlClient(session.userAgent)
            || (!session.leavingMs && now - session.lastActiveMs <= session.mostIdleMs))
            continue;
        silent.push_back(id);
    }
    for (const std::uint64_t id : silent) {
        const auto found = m_sessions.find(id);
        if (found == m_sessions.end())
            continue; // went with another
        SocketSession& session = found->second;
        if (!session.leavingMs) {
            session.leavingMs = now;
            m_wire->close(id);
        } else if (now - *session.leavingMs > kLeaveMs) {
            m_wire->cut(session.port); // it does not even take leave
        }
    }
}

} // namespace breakline
