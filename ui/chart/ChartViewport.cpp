// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/ChartViewport.h"

#include <algorithm>
#include <cmath>

namespace breakline {

void ChartViewport::setSize(double width, double height)
{
    m_width = std::max(1.0, width);
    m_height = std::max(1.0, height);
}

void ChartViewport::setCount(int count, int gone)
{
    m_count = count;
    m_right -= gone;
    if (m_following)
        followLast();
    else
        keepInReach();
}

void ChartViewport::followLast()
{
    m_following = true;
    m_right = m_count + std::min(kRoomOnTheRight, m_visible * 0.1);
}

void ChartViewport::panBy(double pixels)
{
    m_right -= pixels / candleWidth();
    m_following = false;
    keepInReach();
    // Dragged back to the newest candle: follow it again.
    if (m_right >= m_count + std::min(kRoomOnTheRight, m_visible * 0.1))
        followLast();
}

void ChartViewport::zoomAt(double x, double factor)
{
    const double most = std::max(kFewestCandles, std::min(kMostCandles, m_count * 1.25));
    const double visible = std::clamp(m_visible * factor, kFewestCandles, most);
    const double anchor = indexAt(x);
    m_visible = visible;
    if (m_following) {
        followLast();
        return;
    }
    m_right = anchor + (m_width - x) / candleWidth();
    keepInReach();
}

void ChartViewport::keepInReach()
{
    const double room = m_visible * 0.8;
    const double left = std::min(m_visible - room, static_cast<double>(m_count));
    m_right = std::clamp(m_right, left, std::max(left, m_count + room));
}

void ChartViewport::fitPrices(const ChartView& chart)
{
    double low = 0.0;
    double high = 0.0;
    m_volumeMax = 0.0;
    bool any = false;
    for (int i = firstSeen(); i <= lastSeen() && i < static_cast<int>(chart.candles.size()); ++i) {
        const Candle& candle = chart.candles[static_cast<std::size_t>(i)];
        low = any ? std::min(low, candle.low) : candle.low;
        high = any ? std::max(high, candle.high) : candle.high;
        m_volumeMax = std::max(m_volumeMax, candle.volume);
        any = true;
    }
    if (m_volumeMax <= 0.0)
        m_volumeMax = 1.0;
    if (!any)
        return;
    // Entry, stop and targets are kept in sight unless they would squeeze the candles flat.
    const double reach = std::max(high - low, high * 1e-4);
    const auto include = [&, candlesLow = low, candlesHigh = high](std::optional<double> price) {
        if (price && *price >= candlesLow - reach && *price <= candlesHigh + reach) {
            low = std::min(low, *price);
            high = std::max(high, *price);
        }
    };
    include(chart.last);
    include(chart.entry);
    include(chart.stop);
    for (const double target : chart.targets)
        include(target);
    const double margin = std::max((high - low) * 0.07, high * 1e-5);
    m_low = low - margin;
    m_high = high + margin;
}

double ChartViewport::yOf(double price) const
{
    return priceHeight() * (m_high - price) / (m_high - m_low);
}

double ChartViewport::priceAt(double y) const
{
    return m_high - y * (m_high - m_low) / priceHeight();
}

int ChartViewport::firstSeen() const
{
    return std::max(0, static_cast<int>(std::floor(firstIndex())));
}

int ChartViewport::lastSeen() const
{
    return std::min(m_count - 1, static_cast<int>(std::ceil(m_right)) - 1);
}

} // namespace breakline
