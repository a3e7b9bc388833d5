// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace breakline {

/// The classes of a step's inputs, in the order in which they are numbered.
enum class StepPhase : std::uint8_t {
    Connection,    ///< states of the connections
    PrivateFrames, ///< orders, executions, positions, wallet, in their order
    TradeFrames,   ///< answers to orders, amends and cancels
    PublicFrames,  ///< trades, books, tickers, candles, in their order
    Timers,        ///< that are due, by due time, then creation
    Answers,       ///< to all other requests, in the order of the requests
    Durable,       ///< of the journal, one an intent, in its order; or that it or the recorder failed
    Commands,      ///< a person's, and what the host has to say
    None
};

/// Whoever holds the inputs of a step until they are numbered.
class StepInputs {
public:
    virtual ~StepInputs() = default;

    /// Whether something is still on its way that belongs to this step: a request
    /// that is neither answered nor parked at the venue.
    virtual bool isWaiting() const = 0;
    /// The first phase at or after `from` of which something is held now; None
    /// where nothing is.
    virtual StepPhase firstHeld(StepPhase from) = 0;
    /// Hands in what is held of that phase, in its order. What is added to it
    /// meanwhile waits for the next round; timers that are due are fired till
    /// there are none.
    virtual void deliver(StepPhase phase) = 0;
};

/// Numbers the inputs of one step in rounds over the phases until nothing is
/// left, the same for every kind of gateway: so a run in one process and one
/// over a wire give the session the same inputs in the same order.
class StepRounds {
public:
    explicit StepRounds(StepInputs& inputs) : m_inputs(inputs) {}

    /// Goes on until nothing is held (true) or something has to be waited for
    /// (false): then it is called again once that may have come. After true the
    /// next call begins the next step.
    bool proceed()
    {
        for (;;) {
            if (m_inputs.isWaiting())
                return false;
            const StepPhase phase = m_inputs.firstHeld(m_from);
            if (phase != StepPhase::None) {
                m_inputs.deliver(phase);
                m_from = static_cast<StepPhase>(static_cast<std::uint8_t>(phase) + 1);
                continue;
            }
            if (m_from == StepPhase::Connection)
                return true;
            m_from = StepPhase::Connection;
        }
    }

private:
    StepInputs& m_inputs;
    StepPhase m_from = StepPhase::Connection;
};

} // namespace breakline
