// SPDX-License-Identifier: GPL-3.0-or-later
#include "market/CandleSeries.h"

#include "core/Invariant.h"

#include <algorithm>

namespace breakline {

CandleSeries::CandleSeries(Duration interval, std::size_t capacity)
    : m_interval(interval)
    , m_capacity(capacity)
{
    if (interval.ms <= 0 || capacity == 0)
        failInvariant("candle series without interval or capacity");
    m_candles.reserve(2 * capacity);
}

CandleAddition CandleSeries::add(const Candle& candle)
{
    if (!candle.isValid())
        return CandleAddition::Invalid;
    if (candle.openTime.floorTo(m_interval) != candle.openTime)
        return CandleAddition::Misaligned;

    CandleAddition result = CandleAddition::Added;
    if (!m_candles.empty()) {
        const Timestamp newest = m_candles.back().openTime;
        if (candle.openTime == newest) {
            ++m_duplicates;
            return CandleAddition::Duplicate;
        }
        if (candle.openTime < newest)
            return CandleAddition::OutOfOrder;
        const std::int64_t missing = (candle.openTime - newest).ms / m_interval.ms - 1;
        if (missing > 0) {
            m_missing += static_cast<std::uint64_t>(missing);
            result = CandleAddition::AddedAfterGap;
        }
    }

    if (m_candles.size() == 2 * m_capacity) {
        const auto kept = static_cast<std::ptrdiff_t>(m_capacity - 1);
        std::copy(m_candles.end() - kept, m_candles.end(), m_candles.begin());
        m_candles.resize(m_capacity - 1);
    }
    m_candles.push_back(candle);
    m_begin = m_candles.size() > m_capacity ? m_candles.size() - m_capacity : 0;
    return result;
}

void CandleSeries::clear()
{
    m_candles.clear();
    m_begin = 0;
}

std::span<const Candle> CandleSeries::window(std::size_t count) const
{
    return all().last(std::min(count, size()));
}

std::span<const Candle> CandleSeries::windowEndingAt(Timestamp openTime, std::size_t count) const
{
    const std::span<const Candle> candles = all();
    const auto found = std::ranges::lower_bound(candles, openTime, {}, &Candle::openTime);
    if (found == candles.end() || found->openTime != openTime)
        return {};
    const auto upTo = candles.first(static_cast<std::size_t>(found - candles.begin()) + 1);
    return upTo.last(std::min(count, upTo.size()));
}

std::optional<Timestamp> CandleSeries::lastCloseTime() const
{
    if (isEmpty())
        return std::nullopt;
    return m_candles.back().openTime + m_interval;
}

} // namespace breakline
