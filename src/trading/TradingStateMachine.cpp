// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/TradingStateMachine.h"

#include "core/Invariant.h"

#include <QCoreApplication>
#include <QSignalTransition>
#include <QState>
#include <QStateMachine>

#include <utility>

namespace breakline {

namespace {

/// Emits, on the machine's own thread, what its transitions wait for.
class TriggerSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

Q_SIGNALS:
    void fired(int trigger);
    void forced(int target);
};

/// Taken when the signal carries the one value that it was made for.
class ValueTransition : public QSignalTransition {
    Q_OBJECT
public:
    template<class Signal>
    ValueTransition(const TriggerSource* sender, Signal awaited, int value)
        : QSignalTransition(sender, awaited)
        , m_value(value)
    {
    }

protected:
    bool eventTest(QEvent* event) override
    {
        if (!QSignalTransition::eventTest(event))
            return false;
        const auto* emitted = static_cast<QStateMachine::SignalEvent*>(event);
        return emitted->arguments().constFirst().toInt() == m_value;
    }

private:
    int m_value;
};

} // namespace

struct TradingStateMachine::Machine {
    bool moved = false;
    TriggerSource source;
    QStateMachine machine;
};

TradingStateMachine::TradingStateMachine(QObject* parent)
    : QObject(parent)
    , m_machine(std::make_unique<Machine>())
{
    Machine& m = *m_machine;
    // Everything stands in one state, so that a forced transition is written once a target.
    auto* trading = new QState(&m.machine);
    auto* running = new QState(trading);
    std::array<QState*, kTradingStateCount> states {};
    for (std::size_t i = 0; i < kTradingStateCount; ++i) {
        const auto state = static_cast<TradingState>(i);
        states[i] = new QState(isRunning(state) ? running : trading);
        connect(states[i], &QState::entered, this, [this, state] {
            m_state = state;
            m_machine->moved = true;
        });
    }
    const auto at = [&states](TradingState state) { return states[static_cast<std::size_t>(state)]; };
    running->setInitialState(at(TradingState::Scanning));
    trading->setInitialState(at(TradingState::Idle));
    m.machine.setInitialState(trading);

    for (const TransitionRule& rule : kTransitions) {
        QState* from = rule.from.isCompound() ? running : at(rule.from.state());
        auto* transition =
            new ValueTransition(&m.source, &TriggerSource::fired, static_cast<int>(rule.trigger));
        transition->setTargetState(at(rule.to));
        from->addTransition(transition);
    }
    for (std::size_t i = 0; i < kTradingStateCount; ++i) {
        auto* transition = new ValueTransition(&m.source, &TriggerSource::forced, static_cast<int>(i));
        transition->setTargetState(states[i]);
        trading->addTransition(transition);
    }

    // start() posts its work to the event loop; it is done here, once, so that
    // the machine stands in IDLE before anybody can use it.
    m.machine.start();
    QCoreApplication::sendPostedEvents(&m.machine, QEvent::MetaCall);
    if (!m.machine.isRunning() || !m.moved)
        failInvariant("trading state machine did not start");
}

TradingStateMachine::~TradingStateMachine() = default;

bool TradingStateMachine::fire(Trigger trigger, std::string_view reason, Timestamp now)
{
    if (isAlreadyThere(m_state, trigger))
        return true;
    const TradingState from = m_state;
    m_machine->moved = false;
    Q_EMIT m_machine->source.fired(static_cast<int>(trigger));
    if (!m_machine->moved)
        return refuse(trigger, reason, now);
    commit(from, trigger, reason, false, now);
    return true;
}

StateRequestOutcome TradingStateMachine::request(Trigger pauseOrStop, std::string_view reason, Timestamp now)
{
    if (pauseOrStop != Trigger::Pause && pauseOrStop != Trigger::Stop)
        failInvariant("only pause and stop can be requested");
    if (!isPauseDeferred(m_state))
        return fire(pauseOrStop, reason, now) ? StateRequestOutcome::Done : StateRequestOutcome::Refused;
    if (!m_deferred || pauseOrStop == Trigger::Stop)
        m_deferred = DeferredRequest {pauseOrStop, std::string(reason), now};
    return StateRequestOutcome::Deferred;
}

bool TradingStateMachine::childrenFinal(Timestamp now)
{
    if (!m_deferred)
        return false;
    const DeferredRequest due = *std::exchange(m_deferred, std::nullopt);
    return fire(due.trigger, due.reason, now);
}

bool TradingStateMachine::resume(bool hasExposure, std::string_view reason, Timestamp now)
{
    if (m_state == TradingState::Error)
        return fire(hasExposure ? Trigger::RetryManaging : Trigger::RetryScanning, reason, now);
    return fire(hasExposure ? Trigger::ResumeManaging : Trigger::ResumeScanning, reason, now);
}

bool TradingStateMachine::force(TradingState to, std::string_view reason, Timestamp now)
{
    const TradingState from = m_state;
    if (from == TradingState::Emergency && to != TradingState::Stopped && to != TradingState::Idle)
        return refuse(std::nullopt, reason, now);
    m_machine->moved = false;
    Q_EMIT m_machine->source.forced(static_cast<int>(to));
    if (!m_machine->moved)
        failInvariant("a forced transition was not taken");
    commit(from, std::nullopt, reason, true, now);
    return true;
}

std::vector<TradingState> TradingStateMachine::validNext() const
{
    std::vector<TradingState> next;
    for (std::size_t i = 0; i < kTradingStateCount; ++i)
        if (isTransitionLegal(m_state, static_cast<TradingState>(i)))
            next.push_back(static_cast<TradingState>(i));
    return next;
}

void TradingStateMachine::commit(TradingState from, std::optional<Trigger> trigger, std::string_view reason,
                                 bool forced, Timestamp now)
{
    m_previous = from;
    m_since = now;
    ++m_count;
    // What was asked for is there, or has been overtaken by the operator's next decision.
    if (m_state == TradingState::Stopped || m_state == TradingState::Emergency
        || m_state == TradingState::Idle)
        m_deferred.reset();
    else if (m_state == TradingState::Paused && m_deferred && m_deferred->trigger == Trigger::Pause)
        m_deferred.reset();
    if (m_history.size() == kHistoryCapacity)
        m_history.pop_front();
    m_history.push_back({now, from, m_state, trigger, std::string(reason), forced});
    notify(m_history.back());
}

bool TradingStateMachine::refuse(std::optional<Trigger> trigger, std::string_view reason, Timestamp now)
{
    ++m_refusedCount;
    if (m_refusals.size() == kHistoryCapacity)
        m_refusals.pop_front();
    m_refusals.push_back({now, m_state, trigger, std::string(reason)});
    const RefusedTrigger refusal = m_refusals.back();
    try {
        Q_EMIT refused(refusal);
    } catch (...) {
        ++m_observerFailures;
    }
    return false;
}

void TradingStateMachine::notify(const TransitionRecord& record)
{
    m_toNotify.push_back(record);
    if (m_notifying)
        return; // an observer moved the machine: told after the one being told
    m_notifying = true;
    while (!m_toNotify.empty()) {
        const TransitionRecord next = std::move(m_toNotify.front());
        m_toNotify.pop_front();
        try {
            Q_EMIT transitioned(next);
        } catch (...) {
            ++m_observerFailures;
        }
    }
    m_notifying = false;
}

} // namespace breakline

#include "TradingStateMachine.moc"
