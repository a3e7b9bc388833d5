// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/CandleHistory.h"

#include <algorithm>

namespace breakline {

namespace {

constexpr Duration kKept = Duration::hours(24) + Duration::minutes(5) * 2400;

void append(GridCandle& sum, const GridCandle& next)
{
    sum.high = std::max(sum.high, next.high);
    sum.low = std::min(sum.low, next.low);
    sum.close = next.close;
    sum.volume = detail::addChecked(sum.volume, next.volume);
}

} // namespace

CandleHistory::CandleHistory(const Instrument& instrument, Duration interval)
    : m_instrument(instrument), m_interval(interval), m_keep(static_cast<std::size_t>(kKept.ms / interval.ms) + 1)
{
}

void CandleHistory::add(const GridCandle& bar)
{
    // A fifth more than is kept before the oldest go, so that a bar costs nothing.
    if (m_bars.size() >= m_keep + m_keep / 5)
        m_bars.erase(m_bars.begin(), m_bars.end() - static_cast<std::ptrdiff_t>(m_keep));
    m_bars.push_back(bar);
}

Candle CandleHistory::toCandle(const GridCandle& bar) const
{
    return Candle{bar.openTime,
                  m_instrument.toDouble(Price{bar.open}),
                  m_instrument.toDouble(Price{bar.high}),
                  m_instrument.toDouble(Price{bar.low}),
                  m_instrument.toDouble(Price{bar.close}),
                  m_instrument.toDouble(Quantity{bar.volume})};
}

std::size_t CandleHistory::lowerBound(Timestamp openTime) const
{
    const auto found = std::lower_bound(m_bars.begin(), m_bars.end(), openTime,
                                        [](const GridCandle& bar, Timestamp time) { return bar.openTime < time; });
    return static_cast<std::size_t>(found - m_bars.begin());
}

std::optional<GridCandle> CandleHistory::aggregate(std::size_t at, Timestamp openTime, std::size_t bars) const
{
    if (at + bars > m_bars.size() || m_bars[at].openTime != openTime)
        return std::nullopt;
    // Open times ascend by at least the interval, so the last one tells of a gap.
    if (m_bars[at + bars - 1].openTime != openTime + m_interval * static_cast<std::int64_t>(bars - 1))
        return std::nullopt;
    GridCandle sum = m_bars[at];
    for (std::size_t i = at + 1; i < at + bars; ++i)
        append(sum, m_bars[i]);
    return sum;
}

std::optional<Candle> CandleHistory::candle(Duration interval, Timestamp openTime) const
{
    if (interval < m_interval || interval.ms % m_interval.ms != 0)
        return std::nullopt;
    const auto sum = aggregate(lowerBound(openTime), openTime, static_cast<std::size_t>(interval.ms / m_interval.ms));
    return sum ? std::optional(toCandle(*sum)) : std::nullopt;
}

std::optional<Candle> CandleHistory::forming(Duration interval, Timestamp openTime, Timestamp barOpen,
                                             const std::optional<GridCandle>& part) const
{
    if (interval < m_interval || interval.ms % m_interval.ms != 0)
        return std::nullopt;
    std::optional<GridCandle> sum;
    if (const auto closed = static_cast<std::size_t>((barOpen - openTime).ms / m_interval.ms); closed > 0) {
        sum = aggregate(lowerBound(openTime), openTime, closed);
        if (!sum)
            return std::nullopt;
    }
    if (sum && part)
        append(*sum, *part);
    else if (part)
        sum = part;
    return sum ? std::optional(toCandle(*sum)) : std::nullopt;
}

std::vector<Candle> CandleHistory::candles(Duration interval, Timestamp from, Timestamp to) const
{
    std::vector<Candle> result;
    if (interval < m_interval || interval.ms % m_interval.ms != 0 || m_bars.empty())
        return result;
    const auto bars = static_cast<std::size_t>(interval.ms / m_interval.ms);
    Timestamp open = std::max(from, m_bars.front().openTime).floorTo(interval);
    if (open < from || open < m_bars.front().openTime)
        open = open + interval;
    const Timestamp last = std::min(to, m_bars.back().openTime);
    for (std::size_t at = lowerBound(open); open <= last; open = open + interval) {
        while (at < m_bars.size() && m_bars[at].openTime < open)
            ++at;
        if (const auto candle = aggregate(at, open, bars))
            result.push_back(toCandle(*candle));
    }
    return result;
}

void CandleHistory::addTurnover(Timestamp time, double quote)
{
    const std::int64_t slot = time.floorTo(kSlot).ms / kSlot.ms;
    if (!m_since) {
        m_since = time;
        m_slot = slot;
    }
    if (slot != m_slot) {
        const auto count = static_cast<std::int64_t>(kSlots);
        for (std::int64_t i = std::max(m_slot + 1, slot - count + 1); i <= slot; ++i)
            m_slots[static_cast<std::size_t>(i % count)] = 0.0;
        m_slot = slot;
        // Summed anew, so that no error of rounding builds up.
        m_slotSum = 0.0;
        for (const double value : m_slots)
            m_slotSum += value;
    }
    m_slots[static_cast<std::size_t>(slot % static_cast<std::int64_t>(kSlots))] += quote;
}

std::optional<double> CandleHistory::turnover24h(Timestamp now) const
{
    if (!m_since || now - *m_since < Duration::hours(24))
        return std::nullopt;
    const std::int64_t slot = now.floorTo(kSlot).ms / kSlot.ms;
    const auto count = static_cast<std::int64_t>(kSlots);
    if (slot == m_slot)
        return m_slotSum + m_slots[static_cast<std::size_t>(slot % count)];
    // Nothing has traded for a while: the oldest slots have run out since.
    double sum = 0.0;
    for (std::int64_t i = slot - count + 1; i <= m_slot; ++i)
        sum += m_slots[static_cast<std::size_t>(i % count)];
    return sum;
}

} // namespace breakline
