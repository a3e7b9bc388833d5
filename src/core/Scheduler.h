// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace breakline {

/// Handle of a timer; 0 is no timer. Ids count up from 1 in the order in which
/// timers are started, so a replay hands out the same ones.
using TimerId = std::uint64_t;

/// Port: timers of the trading thread. Every time-out, retry and cadence is one.
/// A timer fires once, as an input of its own (TimerFired), never inside another
/// input; timers due at the same time fire in the order in which they started.
class Scheduler {
public:
    virtual ~Scheduler() = default;
    /// Starts a timer that is due at `due`, or at once where that has passed. `name`
    /// says what it is for: for those who look on, no two need differ.
    virtual TimerId start(Timestamp due, std::string_view name) = 0;
    /// Forgets the timer; harmless for one that has fired or never was.
    virtual void cancel(TimerId timer) = 0;
};

/// Timers on a clock that somebody advances by hand: the simulated and the
/// scaled clock. Holds no callbacks: whoever advances takes what is due and
/// hands it to the session as inputs.
class TimerQueue final : public Scheduler {
public:
    struct Due {
        TimerId timer = 0;
        Timestamp due;
    };

    TimerId start(Timestamp due, std::string_view name) override;
    void cancel(TimerId timer) override;

    /// When the next timer is due.
    std::optional<Timestamp> nextDue() const;
    /// Removes and returns the first timer due at or before `now`.
    std::optional<Due> takeDue(Timestamp now);

private:
    std::set<std::pair<Timestamp, TimerId>> m_byTime;
    std::map<TimerId, Timestamp> m_pending;
    TimerId m_last = 0;
};

} // namespace breakline
