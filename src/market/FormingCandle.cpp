// SPDX-License-Identifier: GPL-3.0-or-later
#include "market/FormingCandle.h"

#include "core/Invariant.h"

#include <algorithm>

namespace breakline {

FormingCandle::FormingCandle(const Instrument& instrument, Duration interval)
    : m_tick(instrument.tick)
    , m_lot(instrument.lot)
    , m_interval(interval)
{
    if (interval.ms <= 0)
        failInvariant("a bar needs an interval");
}

std::optional<Candle> FormingCandle::add(const TradePrint& print)
{
    const std::optional<Candle> closed = takeClosed(print.time);
    if (m_doneUntil && print.time < *m_doneUntil)
        return closed;
    const double price = static_cast<double>(print.price.ticks) * m_tick;
    const double volume = static_cast<double>(print.quantity.lots) * m_lot;
    if (!m_candle) {
        m_candle = Candle{print.time.floorTo(m_interval), price, price, price, price, volume};
        return closed;
    }
    m_candle->high = std::max(m_candle->high, price);
    m_candle->low = std::min(m_candle->low, price);
    m_candle->close = price;
    m_candle->volume += volume;
    return closed;
}

std::optional<Candle> FormingCandle::takeClosed(Timestamp now)
{
    if (!m_candle || now < m_candle->openTime + m_interval)
        return std::nullopt;
    m_doneUntil = m_candle->openTime + m_interval;
    const std::optional<Candle> closed = m_candle;
    m_candle.reset();
    return closed;
}

} // namespace breakline
