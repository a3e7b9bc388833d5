// SPDX-License-Identifier: GPL-3.0-or-later
#include "backtest/LockStepNetwork.h"

#include <QAbstractSocket>
#include <QJsonDocument>
#include <QNetworkRequest>

#include <algorithm>
#include <iterator>

namespace breakline {

LockStepNetwork::LockStepNetwork(bybit::BybitNetworkSettings settings, QUrl control, LockStepMailbox& mailbox)
    : m_controlUrl(std::move(control))
    , m_userAgent(settings.userAgent)
    , m_requestTimeout(settings.requestTimeout)
    , m_mailbox(mailbox)
    , m_network(settings, m_time, [this](Delivery&& delivery) { m_held.push_back(std::move(delivery)); })
    , m_timeClient(settings.rest, m_timeNetwork, m_time)
{
    connect(&m_network, &bybit::BybitNetwork::progressed, this, &LockStepNetwork::check);
    connect(&m_control, &QWebSocket::textMessageReceived, this, &LockStepNetwork::onControl);
    connect(&m_control, &QWebSocket::connected, this, [this] {
        if (auto* transport = m_control.findChild<QAbstractSocket*>())
            transport->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        m_isOpen = true;
        askTime();
    });
    connect(&m_control, &QWebSocket::stateChanged, this, [this](QAbstractSocket::SocketState state) {
        if (state == QAbstractSocket::UnconnectedState)
            fail(m_isOpen ? QStringLiteral("the venue's control socket was lost: ") + m_control.errorString()
                          : QStringLiteral("no control socket at %1: %2").arg(m_controlUrl.toString(), m_control.errorString()));
    });
}

LockStepNetwork::~LockStepNetwork()
{
    m_hasFailed = true;
    m_control.disconnect(this);
    m_control.abort();
}

void LockStepNetwork::open()
{
    QNetworkRequest request(m_controlUrl);
    request.setRawHeader(QByteArrayLiteral("User-Agent"), m_userAgent);
    m_control.open(request);
}

void LockStepNetwork::askTime()
{
    HttpRequest request;
    request.target = QByteArrayLiteral("/v5/market/time");
    request.headers.emplace_back("User-Agent", m_userAgent);
    m_timeClient.send(request, [this](const HttpAnswer& answer) {
        const QJsonObject result = QJsonDocument::fromJson(answer.body).object()[QLatin1String("result")].toObject();
        bool isNumber = false;
        const qlonglong nanoseconds = result[QLatin1String("timeNano")].toString().toLongLong(&isNumber);
        if (answer.outcome != HttpAnswer::Outcome::Answered || !isNumber) {
            fail(QStringLiteral("the venue does not tell its time"));
            return;
        }
        const Timestamp time {nanoseconds / 1'000'000};
        m_time.advanceTo(time);
        m_mailbox.put(LockStepReady {time});
    });
}

void LockStepNetwork::perform(std::uint64_t round, std::vector<NetworkCommand> commands)
{
    m_round = round;
    m_network.perform(std::move(commands));
    check();
}

void LockStepNetwork::finish(std::optional<Timestamp> next)
{
    if (m_hasFailed)
        return;
    // What the network itself waits for is venue time too.
    if (const auto due = m_time.nextDue(); due && (!next || *due < *next))
        next = due;
    QByteArray text = m_isReadySent ? "{\"op\":\"done\",\"n\":" + QByteArray::number(static_cast<qulonglong>(m_step))
                                    : QByteArray("{\"op\":\"ready\",\"timeout_ms\":")
            + QByteArray::number(static_cast<qlonglong>(m_requestTimeout.ms));
    text += ",\"next_ms\":";
    text += next ? QByteArray::number(static_cast<qlonglong>(next->ms)) : QByteArray("null");
    text += '}';
    m_isReadySent = true;
    m_control.sendTextMessage(QString::fromLatin1(text));
    m_control.flush();
}

void LockStepNetwork::onControl(const QString& text)
{
    const QJsonObject message = QJsonDocument::fromJson(text.toUtf8()).object();
    const QString operation = message[QLatin1String("op")].toString();
    if (operation == QLatin1String("step")) {
        onStep(message);
    } else if (operation == QLatin1String("parked")) {
        m_parked = static_cast<std::size_t>(message[QLatin1String("parked")].toInteger());
        // It is about the one request in flight: they leave one at a time, and the
        // control socket keeps its order. Its `req` cannot say so: it counts pings
        // and subscriptions too, whose arrival on the other sockets is in no order
        // with this one.
        if (!m_network.parked() && m_network.abandoned() == 0) {
            fail(QStringLiteral("the venue says that a request is parked (%1 of them), but none of the %2 outstanding "
                                "here is in flight")
                     .arg(m_parked)
                     .arg(m_network.outstanding()));
            return;
        }
        check();
    } else {
        fail(QStringLiteral("the venue's control socket says ") + text);
    }
}

void LockStepNetwork::onStep(const QJsonObject& step)
{
    m_parked = static_cast<std::size_t>(step[QLatin1String("parked")].toInteger());
    m_coming = step;
    m_isTimeMoved = false;
    check();
}

bool LockStepNetwork::hasAllFrames(const WebSocketConnection* socket) const
{
    if (socket == nullptr || !socket->isUp())
        return true;
    const QJsonObject sent = (*m_coming)[QLatin1String("sent")].toObject();
    const auto found = sent.find(QString::number(socket->localPort()));
    // The venue has closed it: that is on its way here.
    if (found == sent.end())
        return false;
    return socket->received() >= static_cast<std::uint64_t>(found->toInteger());
}

void LockStepNetwork::handleHeldAnswers()
{
    m_isHandling = true;
    m_network.handleHeldAnswers();
    m_isHandling = false;
}

bool LockStepNetwork::isComplete() const
{
    return m_network.outstanding() <= m_parked && hasAllFrames(&m_network.publicSocket())
        && hasAllFrames(m_network.privateSocket()) && hasAllFrames(m_network.tradeSocket());
}

bool LockStepNetwork::isQuiet() const
{
    return !m_network.isBusy() && m_network.outstanding() <= m_parked;
}

/// Where all is quiet, what is outstanding is what the venue has parked: it holds
/// still until it is told `done`, so no answer can be ahead of its newest count.
/// Requests that were given up here may be parked there all the same.
bool LockStepNetwork::countsAgree()
{
    if (m_network.outstanding() + m_network.abandoned() >= m_parked)
        return true;
    const qint64 step = m_coming ? (*m_coming)[QLatin1String("n")].toInteger() : static_cast<qint64>(m_step);
    fail(QStringLiteral("step %1: the venue has %2 requests parked, but %3 are outstanding here: one was lost or "
                        "counted twice")
             .arg(step)
             .arg(m_parked)
             .arg(m_network.outstanding()));
    return false;
}

void LockStepNetwork::check()
{
    // What is handled from inside of this may be progress itself, as a time-out is.
    if (m_hasFailed || m_isHandling)
        return;
    // Within a round the venue holds still: no second answer can follow.
    if (m_round && !m_coming)
        handleHeldAnswers();
    if (m_coming) {
        if (!m_isTimeMoved) {
            if (!isComplete() || !countsAgree())
                return;
            m_isTimeMoved = m_isHandling = true;
            m_time.advanceTo(Timestamp {(*m_coming)[QLatin1String("time_ms")].toInteger()});
            m_isHandling = false;
        }
        handleHeldAnswers();
        if (!isQuiet())
            return;
        LockStepBegun begun;
        begun.number = m_step = static_cast<std::uint64_t>((*m_coming)[QLatin1String("n")].toInteger());
        begun.time = m_time.now();
        begun.deliveries = take(true);
        m_coming.reset();
        m_mailbox.put(std::move(begun));
        return;
    }
    if (m_round && isQuiet() && countsAgree())
        m_mailbox.put(LockStepSettled {*std::exchange(m_round, std::nullopt), take(false)});
}

std::vector<Delivery> LockStepNetwork::take(bool withFrames)
{
    std::vector<Delivery> taken;
    if (withFrames) {
        taken.swap(m_held);
    } else {
        // Pushes wait for the step that counts them.
        std::vector<Delivery> left;
        for (Delivery& delivery : m_held)
            (delivery.source == DeliverySource::Public || delivery.source == DeliverySource::Private ? left : taken)
                .push_back(std::move(delivery));
        m_held.swap(left);
    }
    if (auto change = m_network.takeConnectionChange())
        taken.push_back({DeliverySource::Connection, ExchangeEvent(std::move(*change))});
    return taken;
}

void LockStepNetwork::fail(const QString& what)
{
    if (std::exchange(m_hasFailed, true))
        return;
    m_mailbox.put(LockStepFailed {what.toStdString()});
}

} // namespace breakline
