// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Scheduler.h"

namespace breakline {

TimerId TimerQueue::start(Timestamp due, std::string_view)
{
    ++m_last;
    m_byTime.emplace(due, m_last);
    m_pending.emplace(m_last, due);
    return m_last;
}

void TimerQueue::cancel(TimerId timer)
{
    const auto found = m_pending.find(timer);
    if (found == m_pending.end())
        return;
    m_byTime.erase({found->second, timer});
    m_pending.erase(found);
}

std::optional<Timestamp> TimerQueue::nextDue() const
{
    if (m_byTime.empty())
        return std::nullopt;
    return m_byTime.begin()->first;
}

std::optional<TimerQueue::Due> TimerQueue::takeDue(Timestamp now)
{
    if (m_byTime.empty() || m_byTime.begin()->first > now)
        return std::nullopt;
    const auto [due, timer] = *m_byTime.begin();
    m_byTime.erase(m_byTime.begin());
    m_pending.erase(timer);
    return Due {timer, due};
}

} // namespace breakline
