// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/bybit/BybitNetwork.h"

#include "core/Invariant.h"
#include "exchange/bybit/BybitTradeFrames.h"
#include "exchange/bybit/WireText.h"

#include <utility>

namespace breakline::bybit {

namespace {

constexpr Duration kAuthLife = Duration::seconds(10);
constexpr Duration kClockRound = Duration::seconds(1);
/// Round trips at the start, and again after each pause.
constexpr int kClockRounds = 5;
constexpr Duration kClockPause = Duration::minutes(5);
/// A request is valid for 5 s back and less than 1 s ahead: beyond half of that
/// in doubt signing is a gamble.
constexpr Duration kClockDoubt = Duration::milliseconds(500);
/// 24 connections: hundreds of symbols are loaded in seconds, and the venue is not flooded with them.
constexpr std::size_t kMostManagers = 4;
/// Requests that may arrive closer together than they left.
constexpr Duration kLimiterMargin = Duration::milliseconds(50);

QUrl withPath(QUrl base, const QString& path)
{
    QString whole = base.path();
    while (whole.endsWith(QLatin1Char('/')))
        whole.chop(1);
    base.setPath(whole + path);
    return base;
}

} // namespace

BybitNetwork::BybitNetwork(BybitNetworkSettings settings, NetworkTime& time, DeliverySink sink, QObject* parent)
    : QObject(parent)
    , m_settings(std::move(settings))
    , m_time(time)
    , m_sink(std::move(sink))
    , m_publicReader(handlerOf(DeliverySource::Public))
    , m_privateReader(handlerOf(DeliverySource::Private))
    , m_tradeReader(handlerOf(DeliverySource::Trade))
    , m_limiter(limiterSettings(m_settings.isStepped ? Duration {} : kLimiterMargin))
    , m_table(std::make_shared<InstrumentTable>())
    , m_isClockKnown(m_settings.isStepped)
{
    // In lock step a request may be kept for long, and the next must leave all the same.
    const std::size_t mostManagers = m_settings.isStepped ? 0 : kMostManagers;
    m_publicHttp = std::make_unique<HttpClient>(m_settings.rest, m_publicNetwork, time, mostManagers);
    m_privateHttp = std::make_unique<HttpClient>(m_settings.rest, m_privateNetwork, time, mostManagers);
    m_public = makeSocket(QStringLiteral("/v5/public/linear"), DeliverySource::Public, false);
    if (m_settings.credentials) {
        m_signer = std::make_unique<BybitSigner>(m_settings.credentials->key,
                                                 std::move(m_settings.credentials->secret));
        m_settings.credentials->secret.clear();
        m_private = makeSocket(QStringLiteral("/v5/private"), DeliverySource::Private, true);
        for (const char* topic : {"order", "execution", "position", "wallet"})
            m_private->want(topic);
        m_trade = makeSocket(QStringLiteral("/v5/trade"), DeliverySource::Trade, true);
    }
}

BybitNetwork::~BybitNetwork()
{
    m_publicHttp.reset();
    m_privateHttp.reset();
    for (auto* socket : {m_public.get(), m_private.get(), m_trade.get()})
        if (socket != nullptr)
            socket->close();
}

WebSocketSettings BybitNetwork::socketSettings(const QString& path) const
{
    WebSocketSettings settings;
    settings.url = withPath(m_settings.ws, path);
    settings.userAgent = m_settings.userAgent;
    if (m_settings.isStepped) {
        // Venue time may run a hundred times as fast as an answer takes.
        settings.silence.reset();
        settings.openTimeout.reset();
        settings.frameGap = Duration {};
    }
    return settings;
}

std::unique_ptr<WebSocketConnection> BybitNetwork::makeSocket(const QString& path, DeliverySource source,
                                                              bool isPrivate)
{
    WebSocketWords words;
    words.ping = [] { return bytesOf(pingFrame()); };
    words.subscribe = [](const SubscriptionLedger::Frame& frame) {
        const std::string id = std::to_string(frame.id);
        return bytesOf(frame.subscribes ? subscribeFrame(frame.topics, id) : unsubscribeFrame(frame.topics, id));
    };
    if (isPrivate)
        words.authenticate = [this] { return bytesOf(authFrame(*m_signer, now() + kAuthLife, "auth")); };
    auto socket = std::make_unique<WebSocketConnection>(socketSettings(path), std::move(words), m_time);
    StreamReader& reader = source == DeliverySource::Public ? m_publicReader
        : source == DeliverySource::Private                 ? m_privateReader
                                                            : m_tradeReader;
    connect(socket.get(), &WebSocketConnection::frame, this,
            [this, &reader](const QByteArray& text) {
                reader.read(viewOf(text), now());
                if (m_settings.isStepped)
                    Q_EMIT progressed();
            });
    connect(socket.get(), &WebSocketConnection::up, this, [this, source] { onUp(source); });
    connect(socket.get(), &WebSocketConnection::down, this,
            [this, source](const QString& reason, bool wasUp) { onDown(source, reason, wasUp); });
    return socket;
}

StreamReader::Handler BybitNetwork::handlerOf(DeliverySource source)
{
    StreamReader::Handler handler;
    handler.event = [this, source](ExchangeEvent&& event) { m_sink({source, std::move(event)}); };
    if (m_settings.spareBooks)
        handler.spareBook = [pool = m_settings.spareBooks] { return pool->take(); };
    handler.control = [this, source](const ControlFrame& control) { onControl(source, control); };
    handler.orderAnswer = [this](const OrderAnswerFrame& answer) { onTradeAnswer(answer); };
    handler.lost = [this, source](const std::string& topic, const std::string& why) {
        Q_EMIT problem(QString::fromStdString(topic + ": " + why));
        if (const auto symbol = m_table->find(std::string_view(topic).substr(topic.rfind('.') + 1)))
            m_sink({source, ExchangeEvent(BookGap {*symbol})});
        m_public->renew(topic);
        m_public->sendSubscriptions();
    };
    handler.unreadable = [this](const Error& error) {
        Q_EMIT problem(QStringLiteral("unreadable frame: ") + QString::fromStdString(error.message));
    };
    return handler;
}

void BybitNetwork::perform(std::vector<NetworkCommand> commands)
{
    for (NetworkCommand& command : commands) {
        if (auto* call = std::get_if<NetworkCall>(&command))
            begin(std::move(*call));
        else if (auto* prepared = std::get_if<PrepareCall>(&command))
            prepare(std::move(*prepared));
        else if (const auto* stream = std::get_if<StreamCall>(&command))
            setStream(*stream);
        else {
            const auto& connect = std::get<ConnectCall>(command);
            if (!connect.instruments.empty())
                adopt(connect.instruments);
            open();
        }
    }
    m_public->sendSubscriptions();
    pump();
}

void BybitNetwork::open()
{
    // Whoever asks to be connected is told what came of it, also a second time.
    m_told.reset();
    if (!m_isOpened) {
        m_isOpened = true;
        m_public->open();
        if (m_private) {
            m_private->open();
            m_trade->open();
        }
        if (!m_settings.isStepped)
            measureClock();
        return;
    }
    tellConnection();
}

void BybitNetwork::adopt(const std::vector<Instrument>& instruments)
{
    auto table = InstrumentTable::make(instruments);
    if (!table)
        failInvariant("the session's own instruments make no table");
    setInstruments(std::move(*table));
}

void BybitNetwork::setInstruments(InstrumentTable table)
{
    m_prepared.clear();
    m_table = std::make_shared<const InstrumentTable>(std::move(table));
    for (StreamReader* reader : {&m_publicReader, &m_privateReader, &m_tradeReader})
        reader->setInstruments(m_table);
}

void BybitNetwork::setStream(const StreamCall& call)
{
    if (call.symbol.index >= m_table->size())
        return;
    const std::string& symbol = m_table->at(call.symbol).symbol;
    const std::string topic = call.stream == StreamKind::Book ? StreamReader::bookTopic(symbol)
        : call.stream == StreamKind::Ticker                   ? StreamReader::tickerTopic(symbol)
        : call.stream == StreamKind::Trades                   ? StreamReader::tradeTopic(symbol)
                                                              : StreamReader::candleTopic(symbol);
    if (call.on) {
        m_public->want(topic);
        return;
    }
    m_public->dropTopic(topic);
    m_publicReader.forget(call.stream, call.symbol);
}

VenueLinkStatus BybitNetwork::status() const
{
    VenueLinkStatus status;
    if (m_isClockKnown)
        status.clockOffset = m_clock.offset();
    if (const auto half = m_clock.uncertainty())
        status.roundTrip = Duration::milliseconds(2 * half->ms);
    status.budgets = m_limiter.status(now());
    return status;
}

bool BybitNetwork::isBusy() const
{
    if (m_inFlight || !m_granted.empty() || !m_heldAnswers.empty() || m_public->isBusy())
        return true;
    return m_private && (m_private->isBusy() || m_trade->isBusy());
}

bool BybitNetwork::parked()
{
    const bool isInFlight = std::exchange(m_inFlight, std::nullopt).has_value();
    leaveNext();
    return isInFlight;
}

void BybitNetwork::onControl(DeliverySource source, const ControlFrame& control)
{
    WebSocketConnection& socket = source == DeliverySource::Public ? *m_public
        : source == DeliverySource::Private                        ? *m_private
                                                                   : *m_trade;
    if (control.isPong)
        return;
    const bool isGood = control.code ? *control.code == 0 : control.success.value_or(false);
    const auto say = [&](const char* what) {
        Q_EMIT problem(QLatin1String(what) + QLatin1String(": ")
                       + QString::fromUtf8(control.message.data(), static_cast<qsizetype>(control.message.size())));
    };
    if (control.operation == "auth") {
        if (isGood) {
            socket.authenticated();
        } else {
            say("authentication refused");
            socket.drop(QStringLiteral("authentication refused"));
        }
    } else if (const auto id = numberIn<std::uint64_t>(bytesOf(control.requestId))) {
        socket.subscriptionAnswered(*id);
        if (!isGood)
            say("subscription refused");
    }
    Q_EMIT progressed();
}

void BybitNetwork::onUp(DeliverySource)
{
    tellConnection();
    Q_EMIT progressed();
}

void BybitNetwork::onDown(DeliverySource source, const QString& reason, bool wasUp)
{
    if (wasUp || m_downReason.empty())
        m_downReason = reason.toStdString();
    if (source == DeliverySource::Public) {
        m_publicReader.forgetMarket();
    } else if (source == DeliverySource::Trade) {
        // What was on it may have been done.
        for (const auto& [id, ticket] : std::exchange(m_onTrade, {})) {
            abandon(ticket);
            Call& call = m_calls.at(ticket);
            m_time.cancel(call.timer);
            complete(ticket,
                     call.progress.fail(AnswerClass::Unknown, OrderEndReason::None, "the trade socket was lost",
                                        now()),
                     DeliverySource::Answer);
        }
    }
    tellConnection();
    pump();
    Q_EMIT progressed();
}

std::optional<ConnectionChanged> BybitNetwork::takeConnectionChange()
{
    if (!m_isOpened)
        return std::nullopt;
    ConnectionChanged state;
    state.marketUp = m_public->isUp();
    state.privateUp = m_private && m_private->isUp() && m_isClockKnown;
    if (state.marketUp && state.privateUp)
        state.reason = "connected";
    else if (!m_private && state.marketUp)
        state.reason = "public market data only";
    else if (m_private && m_private->isUp() && !m_isClockKnown)
        state.reason = "the venue's clock is not known closely enough";
    else
        state.reason = m_downReason.empty() ? "connecting" : m_downReason;
    if (m_told && m_told->marketUp == state.marketUp && m_told->privateUp == state.privateUp)
        return std::nullopt;
    m_told = state;
    return state;
}

void BybitNetwork::tellConnection()
{
    // In lock step it is asked for once all is quiet.
    if (m_settings.isStepped)
        return;
    if (auto change = takeConnectionChange())
        m_sink({DeliverySource::Connection, ExchangeEvent(std::move(*change))});
}

void BybitNetwork::reconnect(const QString& reason)
{
    for (auto* socket : {m_public.get(), m_private.get(), m_trade.get()})
        if (socket != nullptr)
            socket->drop(reason);
}

void BybitNetwork::measureClock()
{
    m_limiter.push(kClockTicket, indexOf(Endpoint::Market), RequestPriority::Account);
    pump();
}

void BybitNetwork::tellClock()
{
    if (!m_isClockKnown || m_toldOffset == m_offset)
        return;
    m_toldOffset = m_offset;
    m_sink({DeliverySource::Connection, ExchangeEvent(ClockReading {m_offset})});
}

void BybitNetwork::clockIsOff()
{
    // In lock step the time is the venue's own; a question under way will tell.
    if (m_settings.isStepped || m_clockTimer == 0)
        return;
    m_time.cancel(m_clockTimer);
    m_clock = {};
    m_clockRounds = kClockRounds;
    measureClock();
}

void BybitNetwork::sendClockQuestion()
{
    const RestRequest rest = serverTime();
    HttpRequest request;
    request.target = bytesOf(rest.path);
    request.timeout = m_settings.requestTimeout;
    if (!m_settings.userAgent.isEmpty())
        request.headers.emplace_back("User-Agent", m_settings.userAgent);
    const Timestamp sent = m_time.now();
    m_publicHttp->send(request, [this, sent, path = rest.path](const HttpAnswer& http) {
        const Timestamp received = m_time.now();
        if (http.outcome == HttpAnswer::Outcome::Answered) {
            const auto answer = m_answers.decode(path, viewOf(http.body), http.status);
            const auto* time = answer ? std::get_if<ServerTimeRecord>(&answer->content) : nullptr;
            if (time != nullptr && time->nanoseconds)
                m_clock.add(sent, received, Timestamp {*time->nanoseconds / 1'000'000});
        }
        const auto doubt = m_clock.uncertainty();
        m_isClockKnown = doubt && *doubt <= kClockDoubt;
        if (m_isClockKnown)
            m_offset = *m_clock.offset();
        tellClock();
        tellConnection();
        if (m_clockRounds == 0)
            m_granted.insert(m_granted.begin(), m_beforeClock.begin(), m_beforeClock.end());
        const bool isRound = ++m_clockRounds % kClockRounds != 0;
        m_clockTimer = m_time.startAfter(isRound && m_isClockKnown ? Duration {} : isRound ? kClockRound : kClockPause,
                                         [this] {
                                             m_clockTimer = 0;
                                             measureClock();
                                         });
        m_beforeClock.clear();
        leaveNext();
    });
}

} // namespace breakline::bybit
