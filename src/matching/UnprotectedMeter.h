// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

#include <cstdint>
#include <optional>

namespace breakline {

/// How long a position stood without its stop: from a fill that increases it
/// until the first moment at which a live stop of the right side covers the
/// whole of it, or until it is flat; the sum of all such spans, in venue time.
class UnprotectedMeter {
public:
    /// A fill has increased the position.
    void increased(Timestamp time)
    {
        if (!m_since)
            m_since = time;
    }
    /// A stop covers the whole position, or the position has gone.
    void covered(Timestamp time)
    {
        if (!m_since)
            return;
        m_total += (time - *m_since).ms;
        m_since.reset();
    }
    std::int64_t total(Timestamp now) const { return m_total + (m_since ? (now - *m_since).ms : 0); }

private:
    std::optional<Timestamp> m_since;
    std::int64_t m_total = 0;
};

} // namespace breakline
