// SPDX-License-Identifier: GPL-3.0-or-later
#include "position/PositionLedger.h"

#include <algorithm>

namespace breakline {

namespace {

constexpr int kPlaces = 18;

std::optional<Decimal> average(const Decimal& tickSize, const Decimal& tickLots, Quantity quantity)
{
    if (quantity.isZero())
        return std::nullopt;
    return (tickSize * tickLots).dividedBy(Decimal::fromUnits(quantity.lots), kPlaces, Rounding::HalfEven);
}

} // namespace

PositionLedger::PositionLedger(Direction direction, const Instrument& instrument)
    : m_direction(direction), m_notionalUnit(instrument.notionalUnit), m_tickSize(instrument.tickSize)
{
}

bool PositionLedger::countOnce(const std::string& tradeId)
{
    if (std::find(m_tradeIds.begin(), m_tradeIds.end(), tradeId) != m_tradeIds.end())
        return false;
    m_tradeIds.push_back(tradeId);
    return true;
}

Expected<PositionLedger::Booked> PositionLedger::apply(const LedgerFill& fill)
{
    if (fill.quantity.lots <= 0 || fill.price.ticks <= 0)
        return fail(ErrorCode::InvalidArgument, "fill " + fill.tradeId + ": price and quantity must be positive");
    if (std::find(m_tradeIds.begin(), m_tradeIds.end(), fill.tradeId) != m_tradeIds.end())
        return Booked{};
    const bool increases = fill.side == entrySide(m_direction);
    if (isFlat() || (!increases && m_quantity.isZero()))
        return fail(ErrorCode::Refused, "fill " + fill.tradeId + ": the position is flat");
    countOnce(fill.tradeId);

    Booked booked;
    booked.counted = true;
    const Decimal one = Decimal::fromUnits(1);
    m_fees += fill.fee;
    if (m_takenOver && fill.time <= *m_takenOver) {
        if (!increases)
            m_realised += resultOf(fill, fill.quantity,
                                   m_cost.scaledBy(fill.quantity.lots, m_quantity.lots, kPlaces, Rounding::HalfEven));
        return booked;
    }
    if (increases) {
        if (!m_opened)
            m_opened = fill.time;
        m_quantity += fill.quantity;
        m_maxQuantity = std::max(m_maxQuantity, m_quantity);
        m_entered += fill.quantity;
        m_entryTicks += Decimal::fromProduct(fill.price.ticks, fill.quantity.lots, one);
        m_cost += Decimal::fromProduct(fill.price.ticks, fill.quantity.lots, m_notionalUnit);
        return booked;
    }
    const Quantity closed = std::min(fill.quantity, m_quantity);
    booked.excess = fill.quantity - closed;
    const Decimal released = closed == m_quantity
        ? m_cost
        : m_cost.scaledBy(closed.lots, m_quantity.lots, kPlaces, Rounding::HalfEven);
    m_realised += resultOf(fill, closed, released);
    m_cost -= released;
    m_quantity -= closed;
    m_left += closed;
    m_exitTicks += Decimal::fromProduct(fill.price.ticks, closed.lots, one);
    if (m_quantity.isZero()) {
        booked.madeFlat = true;
        m_closed = fill.time;
        m_exitReason = fill.reason;
    }
    return booked;
}

Decimal PositionLedger::resultOf(const LedgerFill& fill, Quantity closed, const Decimal& cost) const
{
    const Decimal proceeds = Decimal::fromProduct(fill.price.ticks, closed.lots, m_notionalUnit);
    return m_direction == Direction::Long ? proceeds - cost : cost - proceeds;
}

void PositionLedger::takeOver(Quantity quantity, const Decimal& average, Timestamp time)
{
    if (!m_opened)
        m_opened = time;
    m_takenOver = time;
    m_quantity = m_entered = quantity;
    m_maxQuantity = std::max(m_maxQuantity, quantity);
    m_entryTicks = (average * quantity.lots).dividedBy(m_tickSize, kPlaces, Rounding::HalfEven);
    m_cost = m_entryTicks * m_notionalUnit;
}

bool PositionLedger::applyFunding(const std::string& tradeId, const Decimal& payment)
{
    if (!countOnce(tradeId))
        return false;
    m_funding += payment;
    return true;
}

std::optional<Decimal> PositionLedger::entryAverage() const
{
    return average(m_tickSize, m_entryTicks, m_entered);
}

std::optional<Decimal> PositionLedger::openAverage() const
{
    if (m_quantity.isZero())
        return std::nullopt;
    return m_cost.dividedBy(m_notionalUnit * m_quantity.lots, kPlaces, Rounding::HalfEven)
        * m_tickSize;
}

std::optional<Decimal> PositionLedger::exitAverage() const
{
    return average(m_tickSize, m_exitTicks, m_left);
}

Decimal PositionLedger::unrealised(Price mark) const
{
    const Decimal value = Decimal::fromProduct(mark.ticks, m_quantity.lots, m_notionalUnit);
    return m_direction == Direction::Long ? value - m_cost : m_cost - value;
}

double PositionLedger::netR(const Decimal& initialRiskUsd) const
{
    return net().toDouble() / initialRiskUsd.toDouble();
}

} // namespace breakline
