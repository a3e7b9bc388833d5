// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "trading/EntryGate.h"
#include "trading/TransitionTable.h"
#include "trading/UserCommand.h"

#include <QObject>

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace breakline {

struct TransitionRecord {
    Timestamp time;
    TradingState from = TradingState::Idle;
    TradingState to = TradingState::Idle;
    std::optional<Trigger> trigger; ///< empty for a forced one
    std::string reason;
    bool forced = false;

    friend bool operator==(const TransitionRecord&, const TransitionRecord&) = default;
};

/// A trigger that was illegal in its state and changed nothing.
struct RefusedTrigger {
    Timestamp time;
    TradingState state = TradingState::Idle;
    std::optional<Trigger> trigger; ///< empty for a refused force()
    std::string reason;

    friend bool operator==(const RefusedTrigger&, const RefusedTrigger&) = default;
};

/// A pause or stop that waits until all entry children are final.
struct DeferredRequest {
    Trigger trigger = Trigger::Pause;
    std::string reason;
    Timestamp time;
};

enum class StateRequestOutcome : std::uint8_t { Done, Deferred, Refused };

/// The one authority for the trading state: a hierarchical QStateMachine built
/// from kTransitions, and the owner of the entry gate. Construct and use it on
/// one thread, which needs no running event loop (but a QCoreApplication in the
/// process). Time is handed in. (SPEC 9.1, 9.2)
class TradingStateMachine : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t kHistoryCapacity = 100;

    explicit TradingStateMachine(QObject* parent = nullptr);
    ~TradingStateMachine() override;

    TradingState state() const { return m_state; }
    TradingState previousState() const { return m_previous; }
    /// Transitions since construction, forced ones included.
    std::uint64_t transitionCount() const { return m_count; }
    std::uint64_t refusedCount() const { return m_refusedCount; }
    /// When the present state was entered; the epoch before the first transition.
    Timestamp stateSince() const { return m_since; }

    EntryGate& gate() { return m_gate; }
    const EntryGate& gate() const { return m_gate; }

    /// Runs to completion and says whether the trigger was legal. An illegal one
    /// changes nothing and is recorded as refused; one that asks for the state
    /// that holds already succeeds and is not recorded. Observers are told after
    /// the transition; one that throws undoes nothing. From an observer, fire()
    /// moves the machine at once and its observers are told in order.
    bool fire(Trigger trigger, std::string_view reason, Timestamp now);

    /// Pause or Stop as a person asks for it: at once, or, in the states that
    /// defer, noted until childrenFinal(). Stop takes the place of a noted
    /// Pause, never the other way round.
    StateRequestOutcome request(Trigger pauseOrStop, std::string_view reason, Timestamp now);
    /// All entry children are final: fires what was noted. False if nothing was
    /// noted, or it is no longer legal.
    bool childrenFinal(Timestamp now);
    const std::optional<DeferredRequest>& deferred() const { return m_deferred; }
    /// Forgets the noted request, where the operator takes it back.
    void withdrawDeferred() { m_deferred.reset(); }

    /// Leaves PAUSED or ERROR (and IDLE, to SCANNING only): to MANAGING if a
    /// position or a live order exists, else to SCANNING.
    bool resume(bool hasExposure, std::string_view reason, Timestamp now);

    /// To any state past the table, for developers; recorded as forced, even
    /// into the same state. Refused out of EMERGENCY except to STOPPED and IDLE.
    bool force(TradingState to, std::string_view reason, Timestamp now);

    /// The states that the table allows next, in the order of the enum.
    std::vector<TradingState> validNext() const;
    std::vector<CommandKind> availableCommands(bool lossLatch) const
    {
        return breakline::availableCommands(m_state, lossLatch);
    }

    /// The last 100, oldest first.
    const std::deque<TransitionRecord>& history() const { return m_history; }
    const std::deque<RefusedTrigger>& refusals() const { return m_refusals; }
    /// Observers that threw while being told.
    std::uint64_t observerFailures() const { return m_observerFailures; }

Q_SIGNALS:
    void transitioned(const breakline::TransitionRecord& record);
    void refused(const breakline::RefusedTrigger& refusal);

private:
    struct Machine;

    void commit(TradingState from, std::optional<Trigger> trigger, std::string_view reason, bool forced,
                Timestamp now);
    bool refuse(std::optional<Trigger> trigger, std::string_view reason, Timestamp now);
    void notify(const TransitionRecord& record);

    EntryGate m_gate;
    std::unique_ptr<Machine> m_machine;
    TradingState m_state = TradingState::Idle;
    TradingState m_previous = TradingState::Idle;
    Timestamp m_since;
    std::uint64_t m_count = 0;
    std::uint64_t m_refusedCount = 0;
    std::uint64_t m_observerFailures = 0;
    std::optional<DeferredRequest> m_deferred;
    std::deque<TransitionRecord> m_history;
    std::deque<RefusedTrigger> m_refusals;
    std::deque<TransitionRecord> m_toNotify;
    bool m_notifying = false;
};

} // namespace breakline
