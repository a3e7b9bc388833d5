// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Clock.h"
#include "core/Scheduler.h"

#include <QObject>
#include <QTimer>

#include <cstdint>
#include <functional>
#include <optional>

namespace breakline {

/// Milliseconds since some moment, never fewer than before.
using MonotonicSource = std::function<std::int64_t()>;

/// The operating system's, from 0 on.
MonotonicSource steadyMilliseconds();
/// What the host's clock shows now, in UTC; it may jump either way.
Timestamp hostTime();

/// A clock that moves with real time.
class WallClock : public Clock {
public:
    /// Real milliseconds until the clock shows `time`, rounded up; 0 where it
    /// has; empty while the clock stands still.
    virtual std::optional<std::int64_t> wallUntil(Timestamp time) const = 0;
};

/// UTC that never goes backwards: the wall time at construction plus what has
/// passed since. A correction of the host's clock during the run is not seen.
class SystemClock final : public WallClock {
public:
    explicit SystemClock(MonotonicSource source = steadyMilliseconds(), Timestamp wallNow = hostTime());

    Timestamp now() const override;
    std::optional<std::int64_t> wallUntil(Timestamp time) const override;

private:
    MonotonicSource m_source;
    std::int64_t m_origin = 0;
    Timestamp m_start;
};

/// Venue time at `factor` times real time, from `start` on. Pausing, going on
/// and another factor never make it jump. One thread.
class ScaledClock final : public WallClock {
public:
    /// `factor` above 0.
    ScaledClock(Timestamp start, double factor, MonotonicSource source = steadyMilliseconds());

    Timestamp now() const override;
    std::optional<std::int64_t> wallUntil(Timestamp time) const override;

    void pause();
    void resume();
    bool isPaused() const { return m_isPaused; }
    void setFactor(double factor);
    double factor() const { return m_factor; }

private:
    double venueMilliseconds() const;
    void rebase();

    MonotonicSource m_source;
    Timestamp m_start;
    double m_factor;
    double m_passed = 0.0; ///< venue ms up to m_origin
    std::int64_t m_origin = 0;
    bool m_isPaused = false;
};

/// Timers on a clock that moves with real time, for the thread of its own
/// event loop, with one QTimer. Fires from the event loop only, one timer an
/// event, so that what a receiver cancels does not fire and what it starts
/// waits its turn.
class WallScheduler final : public QObject, public Scheduler {
    Q_OBJECT
public:
    /// The clock outlives it.
    explicit WallScheduler(const WallClock& clock, QObject* parent = nullptr);

    TimerId start(Timestamp due, std::string_view name) override;
    void cancel(TimerId timer) override;
    /// To be called after the clock was paused, resumed or given another
    /// factor: the wait is measured anew.
    void clockChanged() { arm(); }

Q_SIGNALS:
    /// In order of due time, then of starting; `now` is the clock's time, at or
    /// after the due time.
    void fired(breakline::TimerId timer, breakline::Timestamp now);

private:
    void arm();
    void fireNext();

    const WallClock& m_clock;
    TimerQueue m_queue;
    QTimer m_timer;
};

} // namespace breakline
