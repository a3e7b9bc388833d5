// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/shared/NetworkTime.h"

#include <algorithm>

namespace breakline {

RealNetworkTime::RealNetworkTime(const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_timer(this)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &RealNetworkTime::fire);
}

TimerId RealNetworkTime::start(Timestamp due, std::function<void()> action)
{
    const TimerId timer = m_queue.start(due, "network");
    m_actions.emplace(timer, std::move(action));
    arm();
    return timer;
}

void RealNetworkTime::cancel(TimerId& timer)
{
    if (timer == 0)
        return;
    m_queue.cancel(timer);
    m_actions.erase(timer);
    timer = 0;
    arm();
}

void RealNetworkTime::arm()
{
    const auto due = m_queue.nextDue();
    if (!due) {
        m_timer.stop();
        return;
    }
    constexpr std::int64_t kMost = 3'600'000;
    m_timer.start(static_cast<int>(std::clamp<std::int64_t>((*due - now()).ms, 0, kMost)));
}

void RealNetworkTime::fire()
{
    if (const auto due = m_queue.takeDue(now())) {
        auto node = m_actions.extract(due->timer);
        arm();
        node.mapped()();
        return;
    }
    arm();
}

TimerId SteppedNetworkTime::start(Timestamp due, std::function<void()> action)
{
    const TimerId timer = m_queue.start(due, "network");
    m_actions.emplace(timer, std::move(action));
    return timer;
}

void SteppedNetworkTime::cancel(TimerId& timer)
{
    if (timer == 0)
        return;
    m_queue.cancel(timer);
    m_actions.erase(timer);
    timer = 0;
}

void SteppedNetworkTime::advanceTo(Timestamp now)
{
    m_now = std::max(m_now, now);
    while (const auto due = m_queue.takeDue(m_now)) {
        auto node = m_actions.extract(due->timer);
        node.mapped()();
    }
}

} // namespace breakline
