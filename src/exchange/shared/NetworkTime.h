// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Clock.h"
#include "core/Scheduler.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <map>

namespace breakline {

/// Port: the time and the timers of the network thread, used there only. They
/// are none of the session's: what they do enters it as an event of the venue.
class NetworkTime : public Clock {
public:
    /// Runs `action` once at `due`, from the event loop or from the one who
    /// advances the time, never from inside this call.
    virtual TimerId start(Timestamp due, std::function<void()> action) = 0;
    /// Sets `timer` to 0; harmless where it has fired.
    virtual void cancel(TimerId& timer) = 0;

    TimerId startAfter(Duration delay, std::function<void()> action)
    {
        return start(now() + delay, std::move(action));
    }
};

/// Real time. `clock` is read on the network thread and outlives this.
class RealNetworkTime final : public QObject, public NetworkTime {
    Q_OBJECT
public:
    explicit RealNetworkTime(const Clock& clock, QObject* parent = nullptr);

    Timestamp now() const override { return m_clock.now(); }
    TimerId start(Timestamp due, std::function<void()> action) override;
    void cancel(TimerId& timer) override;

private:
    void arm();
    void fire();

    const Clock& m_clock;
    TimerQueue m_queue;
    std::map<TimerId, std::function<void()>> m_actions;
    QTimer m_timer;
};

/// Time that somebody else advances: the venue's, in lock step.
class SteppedNetworkTime final : public NetworkTime {
public:
    explicit SteppedNetworkTime(Timestamp start = {})
        : m_now(start)
    {
    }

    Timestamp now() const override { return m_now; }
    TimerId start(Timestamp due, std::function<void()> action) override;
    void cancel(TimerId& timer) override;

    std::optional<Timestamp> nextDue() const { return m_queue.nextDue(); }
    /// Moves the time, never back, and runs what is due, each in its order.
    void advanceTo(Timestamp now);

private:
    Timestamp m_now;
    TimerQueue m_queue;
    std::map<TimerId, std::function<void()>> m_actions;
};

} // namespace breakline
