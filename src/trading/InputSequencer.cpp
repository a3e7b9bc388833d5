// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/InputSequencer.h"

#include "core/Invariant.h"

namespace breakline {

InputSequencer::InputSequencer(InputHandler& handler, SessionClock& clock, DecisionLog& decisions,
                               RecordingSink* sink)
    : m_handler(handler)
    , m_clock(clock)
    , m_decisions(decisions)
    , m_sink(sink)
{
}

template<class T>
void InputSequencer::enter(Timestamp time, const T& input)
{
    if (m_handling)
        failInvariant("an input entered while another was being handled");
    m_handling = true;
    if (m_onlooker)
        m_onlooker(time);
    ++m_count;
    m_clock.advanceTo(time);
    if (m_sink != nullptr)
        m_sink->append(RecordKind::Input, m_count, m_clock.now(), m_codec.encode(input));
    m_decisions.beginInput(m_count, m_clock.now());
    m_handler.handle(input);
    m_handling = false;
}

template void InputSequencer::enter(Timestamp, const ExchangeEvent&);
template void InputSequencer::enter(Timestamp, const TimerFired&);
template void InputSequencer::enter(Timestamp, const JournalDurable&);
template void InputSequencer::enter(Timestamp, const JournalFailed&);
template void InputSequencer::enter(Timestamp, const UserCommand&);
template void InputSequencer::enter(Timestamp, const RecorderFailed&);
template void InputSequencer::enter(Timestamp, const DiskReading&);

} // namespace breakline
