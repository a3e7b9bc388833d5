// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Clock.h"
#include "core/Scheduler.h"

#include <functional>
#include <map>
#include <string_view>

namespace breakline {

/// The managers' timers: what is to be done when one fires. The firing itself
/// is an input (TimerFired) that comes by the door; a timer that was cancelled
/// in between does nothing.
class TimerService {
public:
    TimerService(Clock& clock, Scheduler& scheduler);

    /// `name`: see Scheduler.
    TimerId at(Timestamp due, std::string_view name, std::function<void()> action);
    TimerId after(Duration delay, std::string_view name, std::function<void()> action)
    {
        return at(m_clock.now() + delay, name, std::move(action));
    }
    /// Sets `timer` to 0.
    void cancel(TimerId& timer);
    void fired(TimerId timer);

private:
    Clock& m_clock;
    Scheduler& m_scheduler;
    std::map<TimerId, std::function<void()>> m_actions;
};

} // namespace breakline
