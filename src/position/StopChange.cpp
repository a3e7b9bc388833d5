// SPDX-License-Identifier: GPL-3.0-or-later
#include "position/StopChange.h"

namespace breakline {

std::optional<Price> StopChange::wish(Price wanted, Price mark, Timestamp now)
{
    if (!moreProtective(m_direction, wanted, m_inForce))
        return std::nullopt;
    if (m_inFlight && !moreProtective(m_direction, wanted, *m_inFlight))
        return std::nullopt;
    if (!m_pending || moreProtective(m_direction, wanted, *m_pending))
        m_pending = wanted;
    return m_inFlight ? std::nullopt : sendPending(mark, now);
}

std::optional<Price> StopChange::shown(Price price, std::optional<Price> mark, Timestamp now)
{
    if (moreProtective(m_direction, price, m_inForce))
        m_inForce = price;
    if (m_inFlight && !moreProtective(m_direction, *m_inFlight, price)) {
        m_inFlight.reset();
        m_queryDue.reset();
    }
    if (m_pending && !moreProtective(m_direction, *m_pending, m_inForce))
        m_pending.reset();
    return m_inFlight ? std::nullopt : sendPending(mark, now);
}

std::optional<Price> StopChange::refused(std::optional<Price> mark, Timestamp now)
{
    m_inFlight.reset();
    m_queryDue.reset();
    return sendPending(mark, now);
}

void StopChange::unknown(Timestamp now)
{
    if (m_inFlight)
        m_queryDue = now;
}

std::optional<Price> StopChange::sendPending(std::optional<Price> mark, Timestamp now)
{
    // Without a mark nobody can say what is legal: it waits for the next wish.
    if (!m_pending || !mark)
        return std::nullopt;
    const auto legal = legalStop(m_direction, *m_pending, *mark, m_inForce, m_settings);
    m_pending.reset();
    if (!legal)
        return std::nullopt;
    m_inFlight = legal;
    m_queryDue = now + m_settings.changeQuery;
    return legal;
}

} // namespace breakline
