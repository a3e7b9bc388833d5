// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingState.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace breakline {

/// What may move the trading system from one state to another.
enum class Trigger : std::uint8_t {
    Start, ///< initialising begins
    Initialised, ///< reconciled and ready
    LatchFound, ///< initialising found the kill latch set
    CandidatesFound, ///< a scan, or a 5m close, has candidates
    LevelsBuilt,
    NoLevels,
    SignalsFound,
    ScanDue, ///< the scan is too old, or its timer fired with slots free
    Sized, ///< at least one signal was approved
    NothingApproved,
    EntriesOpened, ///< all entries are final, at least one position is open
    NothingOpened, ///< all entries are final, none filled
    PositionsOpen, ///< nothing to do before the next scan but to manage
    AllFlat,
    ResumeScanning,
    ResumeManaging,
    RetryScanning,
    RetryManaging,
    RetriesExhausted,
    Reset, ///< recovery, or the operator, back to IDLE
    Rearm, ///< the operator cleared the latch with the account flat
    Pause,
    Fault, ///< initialising failed, or an error that the state cannot go on with
    Kill,
    Stop
};
inline constexpr std::size_t kTriggerCount = 25;

/// "start" ... "stop", lower case with underscores.
std::string_view toText(Trigger trigger);

/// Where a transition starts: one state, or Running, which stands for all six
/// of its substates.
class TransitionScope {
public:
    constexpr TransitionScope(TradingState state)
        : m_value(static_cast<std::uint8_t>(state))
    {
    }
    static constexpr TransitionScope running() { return TransitionScope(kRunning); }

    constexpr bool isCompound() const { return m_value == kRunning; }
    constexpr bool contains(TradingState state) const
    {
        return isCompound() ? isRunning(state) : m_value == static_cast<std::uint8_t>(state);
    }
    /// The state; not of the compound.
    constexpr TradingState state() const { return static_cast<TradingState>(m_value); }

private:
    static constexpr std::uint8_t kRunning = 255;
    explicit constexpr TransitionScope(std::uint8_t value)
        : m_value(value)
    {
    }
    std::uint8_t m_value;
};

struct TransitionRule {
    TransitionScope from;
    Trigger trigger;
    TradingState to;
};

/// Every legal transition of the trading system, and the only place where one
/// is written. What is not here is refused. (SPEC 9.1)
inline constexpr auto kTransitions = std::to_array<TransitionRule>({
    {TradingState::Idle, Trigger::Start, TradingState::Initializing},
    {TradingState::Idle, Trigger::ResumeScanning, TradingState::Scanning},
    {TradingState::Idle, Trigger::Stop, TradingState::Stopped},
    {TradingState::Idle, Trigger::Fault, TradingState::Error},
    {TradingState::Idle, Trigger::Kill, TradingState::Emergency},

    {TradingState::Initializing, Trigger::Initialised, TradingState::Scanning},
    {TradingState::Initializing, Trigger::LatchFound, TradingState::Emergency},
    {TradingState::Initializing, Trigger::Pause, TradingState::Paused},
    {TradingState::Initializing, Trigger::Fault, TradingState::Error},
    {TradingState::Initializing, Trigger::Kill, TradingState::Emergency},
    {TradingState::Initializing, Trigger::Stop, TradingState::Stopped},

    {TransitionScope::running(), Trigger::Pause, TradingState::Paused},
    {TransitionScope::running(), Trigger::Fault, TradingState::Error},
    {TransitionScope::running(), Trigger::Kill, TradingState::Emergency},
    {TransitionScope::running(), Trigger::Stop, TradingState::Stopped},

    {TradingState::Scanning, Trigger::CandidatesFound, TradingState::LevelBuilding},
    {TradingState::Scanning, Trigger::PositionsOpen, TradingState::Managing},
    {TradingState::Scanning, Trigger::Reset, TradingState::Idle},

    {TradingState::LevelBuilding, Trigger::LevelsBuilt, TradingState::SignalWait},
    {TradingState::LevelBuilding, Trigger::NoLevels, TradingState::Scanning},

    {TradingState::SignalWait, Trigger::SignalsFound, TradingState::Sizing},
    {TradingState::SignalWait, Trigger::PositionsOpen, TradingState::Managing},
    {TradingState::SignalWait, Trigger::ScanDue, TradingState::Scanning},
    {TradingState::SignalWait, Trigger::Reset, TradingState::Idle},

    {TradingState::Sizing, Trigger::Sized, TradingState::Execution},
    {TradingState::Sizing, Trigger::NothingApproved, TradingState::Scanning},

    {TradingState::Execution, Trigger::EntriesOpened, TradingState::Managing},
    {TradingState::Execution, Trigger::NothingOpened, TradingState::Scanning},

    {TradingState::Managing, Trigger::ScanDue, TradingState::Scanning},
    {TradingState::Managing, Trigger::AllFlat, TradingState::Scanning},
    {TradingState::Managing, Trigger::PositionsOpen, TradingState::Managing},
    {TradingState::Managing, Trigger::Reset, TradingState::Idle},

    {TradingState::Paused, Trigger::ResumeScanning, TradingState::Scanning},
    {TradingState::Paused, Trigger::ResumeManaging, TradingState::Managing},
    {TradingState::Paused, Trigger::Reset, TradingState::Idle},
    {TradingState::Paused, Trigger::Fault, TradingState::Error},
    {TradingState::Paused, Trigger::Kill, TradingState::Emergency},
    {TradingState::Paused, Trigger::Stop, TradingState::Stopped},

    {TradingState::Error, Trigger::RetryScanning, TradingState::Scanning},
    {TradingState::Error, Trigger::RetryManaging, TradingState::Managing},
    {TradingState::Error, Trigger::RetriesExhausted, TradingState::Paused},
    {TradingState::Error, Trigger::Pause, TradingState::Paused},
    {TradingState::Error, Trigger::Reset, TradingState::Idle},
    {TradingState::Error, Trigger::Kill, TradingState::Emergency},
    {TradingState::Error, Trigger::Stop, TradingState::Stopped},

    {TradingState::Emergency, Trigger::Rearm, TradingState::Idle},
    {TradingState::Emergency, Trigger::Stop, TradingState::Stopped},

    {TradingState::Stopped, Trigger::Start, TradingState::Initializing},
    {TradingState::Stopped, Trigger::Reset, TradingState::Idle},
    {TradingState::Stopped, Trigger::Kill, TradingState::Emergency},
});

/// Where the trigger leads from the state by the table; empty if it is illegal.
constexpr std::optional<TradingState> targetOf(TradingState state, Trigger trigger)
{
    for (const TransitionRule& rule : kTransitions)
        if (rule.trigger == trigger && rule.from.contains(state))
            return rule.to;
    return std::nullopt;
}

/// True where the trigger asks for the state that holds already: Pause in
/// PAUSED, Fault in ERROR, Kill in EMERGENCY, Stop in STOPPED, PositionsOpen in
/// MANAGING. Such a trigger succeeds silently: nothing moves or is recorded.
constexpr bool isAlreadyThere(TradingState state, Trigger trigger)
{
    switch (trigger) {
    case Trigger::Pause: return state == TradingState::Paused;
    case Trigger::Fault: return state == TradingState::Error;
    case Trigger::Kill: return state == TradingState::Emergency;
    case Trigger::Stop: return state == TradingState::Stopped;
    default: return targetOf(state, trigger) == state;
    }
}

/// True if some trigger leads from the one to the other.
constexpr bool isTransitionLegal(TradingState from, TradingState to)
{
    for (const TransitionRule& rule : kTransitions)
        if (rule.to == to && rule.from.contains(from))
            return true;
    return false;
}

/// True where a pause or stop must wait until all entry children are final.
/// Elsewhere none is alive, and it takes place at once. (SPEC 9.1, Deferred)
constexpr bool isPauseDeferred(TradingState state)
{
    return state == TradingState::LevelBuilding || state == TradingState::Sizing
        || state == TradingState::Execution;
}

/// The table as a Mermaid state diagram, one line a transition, ending in a
/// line feed; ARCHITECTURE.md shows it.
std::string stateDiagramMermaid();

} // namespace breakline
