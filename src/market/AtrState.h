// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/Candle.h"
#include "market/Indicators.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

namespace breakline {

/// Average true range, bar by bar: the one place with its arithmetic, so that
/// every form of it gives the same bits. Ema seeds with the first true range,
/// Wilder with the mean of the first n; both speak from the n-th bar on.
class AtrState {
public:
    AtrState(std::size_t n, AtrMode mode)
        : m_n(n)
        , m_mode(mode)
        , m_alpha(2.0 / (static_cast<double>(n) + 1.0))
    {
    }

    static double trueRange(const Candle& candle, double previousClose)
    {
        return std::max({candle.high - candle.low, std::fabs(candle.high - previousClose),
                         std::fabs(candle.low - previousClose)});
    }

    void add(const Candle& candle)
    {
        const double range = m_count == 0 ? candle.high - candle.low : trueRange(candle, m_previousClose);
        m_previousClose = candle.close;
        ++m_count;
        const double n = static_cast<double>(m_n);
        if (m_mode == AtrMode::Ema)
            m_value = m_count == 1 ? range : m_alpha * range + (1.0 - m_alpha) * m_value;
        else if (m_count < m_n)
            m_value += range; // the seed's sum
        else if (m_count == m_n)
            m_value = (m_value + range) / n;
        else
            m_value = (m_value * (n - 1.0) + range) / n;
    }

    std::optional<double> value() const
    {
        return m_count < m_n ? std::nullopt : std::optional(m_value);
    }

private:
    std::size_t m_n;
    AtrMode m_mode;
    double m_alpha;
    std::size_t m_count = 0;
    double m_value = 0.0;
    double m_previousClose = 0.0;
};

} // namespace breakline
