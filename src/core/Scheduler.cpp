// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Scheduler.h"

#include <algorithm>
#include <functional>

namespace breakline {

namespace {
using Later = std::greater<std::pair<Timestamp, TimerId>>;
}

TimerId TimerQueue::start(Timestamp due)
{
    ++m_last;
    m_heap.emplace_back(due, m_last);
    std::ranges::push_heap(m_heap, Later {});
    return m_last;
}

void TimerQueue::cancel(TimerId timer)
{
    const bool pending = std::ranges::any_of(m_heap, [timer](const auto& t) { return t.second == timer; });
    if (pending && !std::ranges::binary_search(m_cancelled, timer))
        m_cancelled.insert(std::ranges::lower_bound(m_cancelled, timer), timer);
}

void TimerQueue::dropCancelled() const
{
    while (!m_heap.empty() && !m_cancelled.empty()) {
        const auto found = std::ranges::lower_bound(m_cancelled, m_heap.front().second);
        if (found == m_cancelled.end() || *found != m_heap.front().second)
            return;
        m_cancelled.erase(found);
        std::ranges::pop_heap(m_heap, Later {});
        m_heap.pop_back();
    }
}

std::optional<Timestamp> TimerQueue::nextDue() const
{
    dropCancelled();
    if (m_heap.empty())
        return std::nullopt;
    return m_heap.front().first;
}

std::optional<TimerQueue::Due> TimerQueue::takeDue(Timestamp now)
{
    dropCancelled();
    if (m_heap.empty() || m_heap.front().first > now)
        return std::nullopt;
    const Due due {m_heap.front().second, m_heap.front().first};
    std::ranges::pop_heap(m_heap, Later {});
    m_heap.pop_back();
    return due;
}

} // namespace breakline
