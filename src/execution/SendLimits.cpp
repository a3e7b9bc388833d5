// SPDX-License-Identifier: GPL-3.0-or-later
#include "execution/SendLimits.h"

#include "execution/ProtectiveRequest.h"

#include <cmath>

namespace breakline {

std::string_view toText(SendRefusal::Reason reason)
{
    switch (reason) {
    case SendRefusal::Reason::Notional: return "notional";
    case SendRefusal::Reason::NoMark: return "no_mark";
    case SendRefusal::Reason::DeviationFromMark: return "deviation_from_mark";
    case SendRefusal::Reason::OrderRate: return "order_rate";
    case SendRefusal::Reason::NewPositionRate: return "new_position_rate";
    case SendRefusal::Reason::OwnRestingExit: return "own_resting_exit";
    case SendRefusal::Reason::Protection: return "protection";
    }
    return {};
}

void SendLimits::forget(Timestamp now)
{
    while (!m_entries.empty() && now - m_entries.front() >= Duration::minutes(1))
        m_entries.pop_front();
    while (!m_newPositions.empty() && now - m_newPositions.front() >= Duration::hours(1))
        m_newPositions.pop_front();
}

std::optional<SendRefusal> SendLimits::check(const OrderRequest& request, bool opensPosition,
                                             std::optional<Price> mark, std::span<const RestingExit> ownExits,
                                             const Instrument& instrument, Timestamp now)
{
    using Reason = SendRefusal::Reason;
    if (!checkProtective(request))
        return SendRefusal{Reason::Protection, 0.0, 0.0};
    if (request.reduceOnly)
        return std::nullopt;
    if (!mark)
        return SendRefusal{Reason::NoMark, 0.0, 0.0};

    const double notional = instrument.notional(request.price.value_or(*mark), request.quantity).toDouble();
    if (notional > m_settings.maxNotionalUsd)
        return SendRefusal{Reason::Notional, notional, m_settings.maxNotionalUsd};
    if (request.price) {
        const double deviation = std::fabs(static_cast<double>(*request.price - *mark))
            / static_cast<double>(mark->ticks);
        if (deviation > m_settings.maxDeviation)
            return SendRefusal{Reason::DeviationFromMark, deviation, m_settings.maxDeviation};
    }
    for (const RestingExit& exit : ownExits) {
        const bool reaches = !request.price || (exit.price - *request.price) * signOf(request.side) <= 0;
        if (exit.side == opposite(request.side) && reaches)
            return SendRefusal{Reason::OwnRestingExit,
                               instrument.toDouble(request.price.value_or(*mark)), instrument.toDouble(exit.price)};
    }
    forget(now);
    if (static_cast<int>(m_entries.size()) >= m_settings.maxEntryOrdersPerMinute)
        return SendRefusal{Reason::OrderRate, static_cast<double>(m_entries.size() + 1),
                           static_cast<double>(m_settings.maxEntryOrdersPerMinute)};
    if (opensPosition && static_cast<int>(m_newPositions.size()) >= m_settings.maxNewPositionsPerHour)
        return SendRefusal{Reason::NewPositionRate, static_cast<double>(m_newPositions.size() + 1),
                           static_cast<double>(m_settings.maxNewPositionsPerHour)};
    return std::nullopt;
}

void SendLimits::recordSent(const OrderRequest& request, bool opensPosition, Timestamp now)
{
    forget(now);
    if (request.reduceOnly)
        return;
    m_entries.push_back(now);
    if (opensPosition)
        m_newPositions.push_back(now);
}

} // namespace breakline
