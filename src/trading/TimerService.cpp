// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/TimerService.h"

namespace breakline {

TimerService::TimerService(Clock& clock, Scheduler& scheduler)
    : m_clock(clock)
    , m_scheduler(scheduler)
{
}

TimerId TimerService::at(Timestamp due, std::string_view name, std::function<void()> action)
{
    const TimerId timer = m_scheduler.start(due, name);
    m_actions.emplace(timer, std::move(action));
    return timer;
}

void TimerService::cancel(TimerId& timer)
{
    if (timer == 0)
        return;
    m_actions.erase(timer);
    m_scheduler.cancel(timer);
    timer = 0;
}

void TimerService::fired(TimerId timer)
{
    const auto found = m_actions.find(timer);
    if (found == m_actions.end())
        return;
    const std::function<void()> action = std::move(found->second);
    m_actions.erase(found);
    action();
}

} // namespace breakline
