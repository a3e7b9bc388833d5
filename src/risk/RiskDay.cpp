// SPDX-License-Identifier: GPL-3.0-or-later
#include "risk/RiskDay.h"

namespace breakline {

bool RiskDay::rollOverTo(Timestamp time)
{
    const Timestamp day = startOfUtcDay(time);
    if (m_state.day && day <= *m_state.day)
        return false;
    m_state.day = day;
    m_state.dayStartEquity.reset();
    return true;
}

RiskDay::Change RiskDay::observe(const Decimal& equity, Timestamp asOf)
{
    Change change;
    if (m_state.day && asOf < *m_state.day)
        return change;
    rollOverTo(asOf);
    if (!m_state.dayStartEquity) {
        m_state.dayStartEquity = equity;
        change.baseline = true;
    }
    if (!m_state.highWater || equity > *m_state.highWater) {
        m_state.highWater = equity;
        change.highWater = true;
    }
    return change;
}

void RiskDay::applyTransfer(const Decimal& amount)
{
    if (m_state.dayStartEquity)
        *m_state.dayStartEquity += amount;
    if (m_state.highWater)
        *m_state.highWater += amount;
}

} // namespace breakline
