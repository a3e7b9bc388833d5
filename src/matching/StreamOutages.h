// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "matching/FaultScript.h"

#include <array>
#include <cstdint>
#include <optional>

namespace breakline {

/// The three sockets by which a client hears of the venue.
enum class StreamLine : std::uint8_t { Public, Private, Trade };

/// Which of the venue's sockets are shut, whether its public pushes stand still,
/// and how far its clock is off: what faults on purpose have begun and until
/// when. A value without a clock; nothing is wrong with it at first. Of what
/// overlaps the later end counts.
class StreamOutages {
public:
    /// Takes a fault of the class Stream, or DisconnectAt with its line.
    void begin(const Fault& fault, Timestamp now)
    {
        switch (fault.kind) {
        case FaultKind::StreamFrozen: extend(m_frozenUntil, now + fault.length); break;
        case FaultKind::Disconnected:
            for (std::optional<Timestamp>& until : m_shutUntil)
                extend(until, now + fault.length);
            break;
        case FaultKind::ClockJump:
            m_clockUntil = now + fault.length;
            m_clockOff =
                Duration {fault.amount.countOf(Decimal::fromUnits(1, 3), Rounding::TowardZero).value_or(0)};
            break;
        default: break;
        }
    }
    void shut(StreamLine line, Timestamp until)
    {
        extend(m_shutUntil[static_cast<std::size_t>(line)], until);
    }

    bool isFrozen(Timestamp now) const { return m_frozenUntil && now < *m_frozenUntil; }
    bool isShut(StreamLine line, Timestamp now) const
    {
        const std::optional<Timestamp>& until = m_shutUntil[static_cast<std::size_t>(line)];
        return until && now < *until;
    }
    /// What the venue's clock shows beyond the time.
    Duration clockOff(Timestamp now) const
    {
        return m_clockUntil && now < *m_clockUntil ? m_clockOff : Duration {};
    }
    /// When the public pushes, that stand still now, go on.
    std::optional<Timestamp> thaw(Timestamp now) const
    {
        return isFrozen(now) ? m_frozenUntil : std::nullopt;
    }

private:
    static void extend(std::optional<Timestamp>& until, Timestamp to)
    {
        if (!until || *until < to)
            until = to;
    }

    std::optional<Timestamp> m_frozenUntil;
    std::optional<Timestamp> m_clockUntil;
    Duration m_clockOff;
    std::array<std::optional<Timestamp>, 3> m_shutUntil;
};

} // namespace breakline
