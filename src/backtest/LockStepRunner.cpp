// SPDX-License-Identifier: GPL-3.0-or-later
#include "backtest/LockStepRunner.h"

#include "backtest/LockStepNetwork.h"
#include "exchange/bybit/CallProgress.h"

#include <QDebug>
#include <QUuid>

#include <algorithm>

namespace breakline {

namespace {

constexpr std::chrono::milliseconds kInterruptInterval {200};
constexpr std::chrono::seconds kOpenTimeout {10};

bool changesAccount(const NetworkCommand& command)
{
    const auto* call = std::get_if<NetworkCall>(&command);
    return call != nullptr && bybit::changesState(*call);
}

DeliverySource sourceOf(StepPhase phase)
{
    switch (phase) {
    case StepPhase::Connection: return DeliverySource::Connection;
    case StepPhase::PrivateFrames: return DeliverySource::Private;
    case StepPhase::TradeFrames: return DeliverySource::Trade;
    case StepPhase::PublicFrames: return DeliverySource::Public;
    default: return DeliverySource::Answer;
    }
}

} // namespace

LockStepRunner::LockStepRunner(SessionSettings settings, SessionJournal& journal, RecordingSink* recorder,
                               PortDecorator* decorator)
    : m_gateway(*this, OrderEntry::Allowed, BybitGateway::Delivering::Held)
    , m_journal(journal)
    , m_recorder(recorder)
    , m_decorator(decorator)
    , m_session(std::make_unique<TradingSession>(
          std::move(settings), decorated(SessionPorts {m_gateway, m_timers, journal, recorder}, decorator)))
    , m_recorderWatch(recorder)
    , m_rounds(*this)
{
    connect(&m_gateway, &ExchangeGateway::event, this,
            [this](const ExchangeEvent& event) { m_session->inputs().post(m_now, event); });
    connect(&journal, &SessionJournal::durable, this,
            [this](JournalTicket upTo) { m_durable = std::max(m_durable, upTo); });
    connect(&journal, &SessionJournal::failed, this,
            [this](const QString& what) { m_journalFailure = what.toStdString(); });
}

LockStepRunner::~LockStepRunner()
{
    if (m_network != nullptr)
        QMetaObject::invokeMethod(
            m_network, [this] { delete std::exchange(m_network, nullptr); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

Expected<std::unique_ptr<LockStepRunner>> LockStepRunner::open(SessionSettings settings, LockStepVenue venue,
                                                               SessionJournal& journal, RecordingSink* recorder,
                                                               PortDecorator* decorator)
{
    auto runner = make(std::move(settings), journal, recorder, decorator);
    if (const auto connected = runner->reach(std::move(venue)); !connected)
        return std::unexpected(connected.error());
    return runner;
}

std::unique_ptr<LockStepRunner> LockStepRunner::make(SessionSettings settings, SessionJournal& journal,
                                                     RecordingSink* recorder, PortDecorator* decorator)
{
    return std::unique_ptr<LockStepRunner>(
        new LockStepRunner(std::move(settings), journal, recorder, decorator));
}

void LockStepRunner::recall(Timestamp time, const Input& input)
{
    m_hasRecalled = true;
    m_now = time;
    if (const auto* event = std::get_if<ExchangeEvent>(&input)) {
        m_gateway.recall(*event);
        std::visit(
            [this](const auto& value) {
                if constexpr (requires { value.request; })
                    m_recalled.answered(value.request);
            },
            *event);
    } else if (const auto* timer = std::get_if<TimerFired>(&input)) {
        m_timers.cancel(timer->timer);
    } else if (const auto* durable = std::get_if<JournalDurable>(&input)) {
        m_told = std::max(m_told, durable->upTo);
    }
    std::visit([&](const auto& value) { m_session->inputs().post(time, value); }, input);
}

Expected<void> LockStepRunner::reach(LockStepVenue venue)
{
    if (orderEntryTo(venue.rest, venue.ws) != OrderEntry::Allowed
        || orderEntryTo(venue.rest, venue.control) != OrderEntry::Allowed)
        return fail(ErrorCode::Refused, venue.rest.toString().toStdString()
                                            + ": orders go to a simulated venue on this machine only (127.0.0.1)");
    m_isOfAnotherProcess = venue.isOfAnotherProcess;
    const Timestamp recorded = m_now;
    if (!start(std::move(venue)))
        return fail(ErrorCode::Unavailable, m_failure.value_or("the venue did not answer in time"));
    if (!m_hasRecalled)
        return {};
    if (m_now < recorded)
        return fail(ErrorCode::Unavailable,
                    "this venue is at " + toIso8601(m_now) + ", before the " + toIso8601(recorded)
                        + " that the session has seen: it is another one. Name the venue on which the session began, "
                          "or another --session-dir");
    for (Delivery& delivery : m_recalled.lost(m_now))
        m_gateway.take(std::move(delivery));
    m_outgoing = m_recalled.reopening(m_session->board().instruments().all());
    m_isOwedSnapshots = !m_outgoing.empty();
    settle();
    if (m_failure)
        return fail(ErrorCode::Unavailable, *m_failure);
    return {};
}

bool LockStepRunner::start(LockStepVenue venue)
{
    bybit::BybitNetworkSettings network;
    network.rest = venue.rest;
    network.ws = venue.ws;
    // The venue knows its partner in lock step by this name.
    network.userAgent = "Breakline/" + QUuid::createUuid().toByteArray(QUuid::Id128);
    network.credentials = bybit::BybitCredentials {std::move(venue.key), std::move(venue.secret)};
    network.isStepped = true;
    m_thread.setObjectName(QStringLiteral("network"));
    m_thread.start();
    QObject starter;
    starter.moveToThread(&m_thread);
    QMetaObject::invokeMethod(
        &starter,
        [&, own = thread()] {
            m_network = new LockStepNetwork(std::move(network), venue.control, m_mailbox);
            // To the log by Qt's own messages: the trading thread has no event loop to hear it with.
            connect(&m_network->network(), &bybit::BybitNetwork::problem, m_network,
                    [](const QString& what) { qWarning().noquote() << "venue:" << what; });
            m_network->open();
            starter.moveToThread(own);
        },
        Qt::BlockingQueuedConnection);
    auto message = m_mailbox.take(kOpenTimeout);
    if (!message)
        return false;
    if (const auto* failed = std::get_if<LockStepFailed>(&*message)) {
        m_failure = failed->what;
        return false;
    }
    m_now = std::get<LockStepReady>(*message).time;
    m_isReady = true;
    return true;
}

void LockStepRunner::send(NetworkCommand command)
{
    if (m_network == nullptr) {
        m_recalled.note(command);
        return;
    }
    // The venue owes a new stream its first picture, at this same instant.
    if (const auto* stream = std::get_if<StreamCall>(&command))
        m_isOwedSnapshots = m_isOwedSnapshots
            || (stream->on && (stream->stream == StreamKind::Book || stream->stream == StreamKind::Ticker));
    m_outgoing.push_back(std::move(command));
}

void LockStepRunner::flush()
{
    if (m_outgoing.empty() || m_failure)
        return;
    if (m_isOfAnotherProcess && m_recorder != nullptr && std::ranges::any_of(m_outgoing, changesAccount))
        m_recorder->writeOut();
    ++m_round;
    LockStepNetwork* network = m_network;
    QMetaObject::invokeMethod(
        network,
        [network, round = m_round, commands = std::exchange(m_outgoing, {})]() mutable {
            network->perform(round, std::move(commands));
        },
        Qt::QueuedConnection);
}

bool LockStepRunner::isWaiting() const
{
    return !m_outgoing.empty() || m_settledRound < m_round;
}

bool LockStepRunner::holds(StepPhase phase)
{
    switch (phase) {
    case StepPhase::Timers: {
        const auto due = m_timers.nextDue();
        return due && *due <= m_now;
    }
    case StepPhase::Durable: return holdsDurable();
    case StepPhase::Commands: return !m_outside.empty();
    case StepPhase::None: return false;
    default: return m_gateway.holds(sourceOf(phase));
    }
}

StepPhase LockStepRunner::firstHeld(StepPhase from)
{
    for (StepPhase phase = from; phase != StepPhase::None;
         phase = static_cast<StepPhase>(static_cast<std::uint8_t>(phase) + 1))
        if (holds(phase))
            return phase;
    return StepPhase::None;
}

void LockStepRunner::deliver(StepPhase phase)
{
    switch (phase) {
    case StepPhase::Timers:
        while (const auto due = m_timers.takeDue(m_now))
            m_session->inputs().post(m_now, TimerFired {due->timer});
        break;
    case StepPhase::Durable: deliverDurable(); break;
    case StepPhase::Commands:
        for (const OutsideInput& input : std::exchange(m_outside, {}))
            std::visit([&](const auto& value) { m_session->inputs().post(m_now, value); }, input);
        break;
    default: m_gateway.deliver(sourceOf(phase)); break;
    }
}

bool LockStepRunner::holdsDurable()
{
    if (m_recalledFailure)
        if (auto failed = m_recalledFailure())
            m_journalFailure = std::move(failed->what);
    // Settled first, so that it does not matter how the journal grouped its commits.
    if (!m_journalFailure && m_session->desk().hasHeld())
        m_journal.settle();
    return m_journalFailure || m_recorderFailure || (m_session->desk().hasHeld() && m_durable > m_told);
}

void LockStepRunner::deliverDurable()
{
    if (m_recorderFailure)
        m_session->inputs().post(m_now, *std::exchange(m_recorderFailure, std::nullopt));
    else if (m_journalFailure)
        m_session->inputs().post(m_now, JournalFailed {*std::exchange(m_journalFailure, std::nullopt)});
    else
        for (const JournalTicket last = m_durable; m_told < last;)
            m_session->inputs().post(m_now, JournalDurable {++m_told});
}

void LockStepRunner::absorb(std::vector<Delivery>& deliveries)
{
    m_absorbed += deliveries.size();
    m_hasPrivateNews = m_hasPrivateNews || std::ranges::any_of(deliveries, [](const Delivery& delivery) {
        return delivery.source == DeliverySource::Private || delivery.source == DeliverySource::Trade;
    });
    for (Delivery& delivery : deliveries)
        m_gateway.take(std::move(delivery));
}

bool LockStepRunner::receive()
{
    while (!m_failure) {
        auto message = m_mailbox.take(kInterruptInterval);
        if (!message) {
            if (m_interruptCheck && m_interruptCheck())
                return false;
            continue;
        }
        if (auto* begun = std::get_if<LockStepBegun>(&*message)) {
            m_now = std::max(m_now, begun->time);
            m_isStepAsked = false;
            absorb(begun->deliveries);
            return true;
        }
        if (auto* settled = std::get_if<LockStepSettled>(&*message)) {
            m_settledRound = settled->round;
            absorb(settled->deliveries);
            return true;
        }
        if (auto* failed = std::get_if<LockStepFailed>(&*message))
            m_failure = std::move(failed->what);
    }
    return false;
}

void LockStepRunner::receiveWithin()
{
    // Within a step nobody may leave: what is under way has to end. A venue that
    // says nothing to somebody who wants to leave is given up.
    constexpr int kMostInterrupted = 25; // five seconds
    m_interrupted = receive() ? 0 : m_interrupted + 1;
    if (m_interrupted >= kMostInterrupted && !m_failure)
        m_failure = "interrupted while the venue did not answer";
}

void LockStepRunner::ask(std::optional<Timestamp> next)
{
    m_isStepAsked = true;
    m_absorbed = 0;
    LockStepNetwork* network = m_network;
    QMetaObject::invokeMethod(network, [network, next] { network->finish(next); }, Qt::QueuedConnection);
}

void LockStepRunner::settle()
{
    if (m_isSettling)
        return;
    m_isSettling = true;
    if (auto failed = m_recorderWatch.look())
        m_recorderFailure = std::move(failed);
    while (!m_failure) {
        if (!m_rounds.proceed()) {
            flush();
            while (m_settledRound < m_round && !m_failure)
                receiveWithin();
            if (m_decorator != nullptr && !m_failure)
                m_decorator->callsArrived();
            continue;
        }
        if (!std::exchange(m_isOwedSnapshots, false))
            break;
        ask(m_now);
        while (m_isStepAsked && !m_failure)
            receiveWithin();
    }
    m_isSettling = false;
    // What the venue says of the account is said once.
    if (m_isOfAnotherProcess && m_recorder != nullptr && std::exchange(m_hasPrivateNews, false))
        m_recorder->writeOut();
}

void LockStepRunner::submitOutside(const OutsideInput& input)
{
    m_outside.push_back(input);
    if (!m_isStepAsked)
        settle();
}

bool LockStepRunner::step(Timestamp limit)
{
    if (m_failure)
        return false;
    if (!m_isStepAsked) {
        if (m_now >= limit)
            return false;
        const auto due = m_timers.nextDue();
        ask(due && *due < limit ? *due : limit);
    }
    if (!receive())
        return false;
    const bool hasCome = m_absorbed > 0 || firstHeld(StepPhase::Connection) != StepPhase::None;
    settle();
    return !m_failure && (hasCome || m_now < limit);
}

} // namespace breakline
