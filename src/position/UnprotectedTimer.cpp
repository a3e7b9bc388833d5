// SPDX-License-Identifier: GPL-3.0-or-later
#include "position/UnprotectedTimer.h"

#include <algorithm>

namespace breakline {

void UnprotectedTimer::increased(Quantity size, Timestamp venueTime)
{
    m_size = size.magnitude();
    if (!m_since)
        m_since = venueTime;
    if (m_covered >= m_size)
        closeAt(*m_coverTime);
}

void UnprotectedTimer::reduced(Quantity size, Timestamp venueTime)
{
    m_size = size.magnitude();
    m_covered = std::min(m_covered, m_size);
    if (m_size.isZero() || m_covered >= m_size)
        closeAt(venueTime);
}

void UnprotectedTimer::stopShown(Quantity covered, Timestamp venueTime)
{
    if (m_coverTime && venueTime < *m_coverTime)
        return; // overtaken by a later word
    m_coverTime = venueTime;
    m_covered = covered.magnitude();
    if (m_size.isZero())
        return;
    if (m_covered >= m_size)
        closeAt(venueTime);
    else if (!m_since)
        m_since = venueTime;
}

Duration UnprotectedTimer::totalAt(Timestamp now) const
{
    return m_since ? m_total + std::max(Duration{}, now - *m_since) : m_total;
}

void UnprotectedTimer::closeAt(Timestamp venueTime)
{
    if (!m_since)
        return;
    const Duration span = std::max(Duration{}, venueTime - *m_since);
    m_total = m_total + span;
    m_longest = std::max(m_longest, span);
    m_since.reset();
}

} // namespace breakline
