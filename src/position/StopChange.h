// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "position/StopPolicy.h"

#include <optional>

namespace breakline {

/// Moves of one position's stop: one change in flight, later wishes coalesce to
/// the most protective and go out when the venue's news has confirmed the last.
/// The stop never widens. Prices returned are to be sent at once.
class StopChange {
public:
    StopChange(Direction direction, Price inForce, StopSettings settings = {})
        : m_direction(direction), m_inForce(inForce), m_settings(settings)
    {
    }

    /// What the venue is known to hold, the most protective of it.
    Price inForce() const { return m_inForce; }
    std::optional<Price> inFlight() const { return m_inFlight; }
    std::optional<Price> pending() const { return m_pending; }

    std::optional<Price> wish(Price wanted, Price mark, Timestamp now);
    /// The order or position stream, or a query, shows the stop at `shown`. A
    /// looser one than the stop in force is the watchdog's affair and changes
    /// nothing here.
    std::optional<Price> shown(Price shown, std::optional<Price> mark, Timestamp now);
    /// The answer says that the change was not made; the next wish may be sent.
    std::optional<Price> refused(std::optional<Price> mark, Timestamp now);
    /// The answer does not say: it is asked for at once, never assumed.
    void unknown(Timestamp now);

    /// When a change in flight must be asked for.
    std::optional<Timestamp> queryDue() const { return m_queryDue; }
    /// To be called when the question was sent: the next is due after the same wait.
    void queried(Timestamp now) { m_queryDue = now + m_settings.changeQuery; }
    /// The venue's answer shows the old stop: the change never arrived.
    std::optional<Price> notArrived(std::optional<Price> mark, Timestamp now) { return refused(mark, now); }

private:
    std::optional<Price> sendPending(std::optional<Price> mark, Timestamp now);

    Direction m_direction;
    Price m_inForce;
    StopSettings m_settings;
    std::optional<Price> m_inFlight;
    std::optional<Price> m_pending;
    std::optional<Timestamp> m_queryDue;
};

} // namespace breakline
