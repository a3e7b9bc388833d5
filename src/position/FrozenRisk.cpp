// SPDX-License-Identifier: GPL-3.0-or-later
#include "position/FrozenRisk.h"

#include "core/Invariant.h"

namespace breakline {

Expected<FrozenRisk> FrozenRisk::make(Direction direction, const Decimal& entryAverage, Price initialStop,
                                      Quantity initialQuantity, const Instrument& instrument)
{
    if (initialQuantity.lots <= 0)
        return fail(ErrorCode::InvalidArgument, instrument.symbol + ": initial quantity must be positive");
    const Decimal stop = instrument.toDecimal(initialStop);
    const Decimal distance = direction == Direction::Long ? entryAverage - stop : stop - entryAverage;
    if (distance <= Decimal{})
        return fail(ErrorCode::InvalidArgument, instrument.symbol + ": initial stop " + stop.toString()
                                                    + " must lie on the losing side of the entry "
                                                    + entryAverage.toString());
    FrozenRisk risk;
    risk.m_direction = direction;
    risk.m_entryAverage = entryAverage;
    risk.m_initialEntry = entryAverage;
    risk.m_initialStop = initialStop;
    risk.m_initialQuantity = initialQuantity;
    risk.m_initialR = distance;
    risk.m_initialRiskUsd = distance * instrument.toDecimal(initialQuantity);
    risk.m_entry = entryAverage.toDouble();
    risk.m_r = distance.toDouble();
    return risk;
}

void FrozenRisk::reaverage(const Decimal& average)
{
    m_entryAverage = average;
    m_entry = average.toDouble();
}

double FrozenRisk::pnlR(double price) const
{
    return (price - m_entry) * signOf(m_direction) / m_r;
}

double FrozenRisk::totalR(const Decimal& realised, const Decimal& unrealised, const Decimal& fees) const
{
    return (realised + unrealised - fees).toDouble() / m_initialRiskUsd.toDouble();
}

Decimal FrozenRisk::priceAtR(double r) const
{
    const auto multiple = Decimal::fromDouble(r, 9, Rounding::HalfEven);
    if (!multiple)
        failInvariant("a multiple of R is finite");
    const Decimal move = m_initialR * *multiple;
    return m_direction == Direction::Long ? m_initialEntry + move : m_initialEntry - move;
}

} // namespace breakline
