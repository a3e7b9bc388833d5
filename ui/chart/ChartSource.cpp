// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/ChartSource.h"

#include "ui/DisplayText.h"

#include <algorithm>

namespace breakline {

QString ChartSource::symbol() const
{
    return DisplayText::plain(m_chart.symbol);
}

void ChartSource::update(const ChartView& chart)
{
    const bool otherSymbol = chart.symbol != m_chart.symbol;
    const std::vector<Candle>& before = m_chart.candles;
    const std::vector<Candle>& now = chart.candles;
    m_cutOff = 0;
    m_firstChanged = 0;
    if (!otherSymbol && !before.empty() && !now.empty()) {
        const auto head =
            std::lower_bound(before.begin(), before.end(), now.front().openTime,
                             [](const Candle& candle, Timestamp t) { return candle.openTime < t; });
        m_cutOff = static_cast<int>(head - before.begin());
        if (m_cutOff == 0) {
            const auto [ours, theirs] = std::mismatch(before.begin(), before.end(), now.begin(), now.end());
            m_firstChanged = static_cast<int>(ours - before.begin());
        }
    }
    m_chart = chart;
    if (chart.priceDecimals) {
        m_decimals = *chart.priceDecimals;
    } else if (m_firstChanged == 0 || otherSymbol) {
        m_decimals = 0;
        const std::size_t first = now.size() > 200 ? now.size() - 200 : 0;
        for (std::size_t i = first; i < now.size(); ++i)
            m_decimals =
                std::max({m_decimals, DisplayText::decimalsOf(now[i].close),
                          DisplayText::decimalsOf(now[i].high), DisplayText::decimalsOf(now[i].low)});
    }
    if (otherSymbol)
        Q_EMIT symbolChanged();
    Q_EMIT changed();
}

} // namespace breakline
