// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/DecisionLog.h"
#include "trading/Input.h"
#include "trading/InputCodec.h"
#include "trading/SessionClock.h"

#include <cstdint>
#include <functional>

namespace breakline {

/// The one door of a session. Every input passes here, on the trading thread,
/// one at a time: it gets its number and time, is recorded, and is handled to
/// its end before the next may enter. Entering from inside the handling of an
/// input is a bug of ours and ends the process.
class InputSequencer {
public:
    /// `sink` may be null: nothing is recorded then.
    InputSequencer(InputHandler& handler, SessionClock& clock, DecisionLog& decisions, RecordingSink* sink);

    void post(Timestamp time, const ExchangeEvent& input) { enter(time, input); }
    void post(Timestamp time, const TimerFired& input) { enter(time, input); }
    void post(Timestamp time, const JournalDurable& input) { enter(time, input); }
    void post(Timestamp time, const JournalFailed& input) { enter(time, input); }
    void post(Timestamp time, const UserCommand& input) { enter(time, input); }
    void post(Timestamp time, const RecorderFailed& input) { enter(time, input); }
    void post(Timestamp time, const DiskReading& input) { enter(time, input); }

    std::uint64_t count() const { return m_count; }

    /// Told of the time of each input before anything has come of it. It looks on:
    /// nothing that is decided may hang on it.
    void setOnlooker(std::function<void(Timestamp)> onlooker) { m_onlooker = std::move(onlooker); }

private:
    template<class T>
    void enter(Timestamp time, const T& input);

    InputHandler& m_handler;
    SessionClock& m_clock;
    DecisionLog& m_decisions;
    RecordingSink* m_sink;
    InputCodec m_codec;
    std::uint64_t m_count = 0;
    std::function<void(Timestamp)> m_onlooker;
    bool m_handling = false;
};

} // namespace breakline
