// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/EquityFeed.h"

#include <QtCharts/QXYSeries>

#include <algorithm>

namespace breakline {

namespace {

/// Milliseconds to add so that local time shows the digits of UTC.
double localShiftMs(double utcMs)
{
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(utcMs));
    return -1000.0 * local.offsetFromUtc();
}

QDateTime shifted(double utcMs)
{
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(utcMs + localShiftMs(utcMs)));
}

} // namespace

void EquityFeed::setPoints(const QList<QPointF>& points)
{
    if (points == m_points)
        return;
    m_points = points;
    m_drawdownPercent = 0.0;
    if (!m_points.isEmpty()) {
        m_low = m_high = m_points.first().y();
        double peak = m_low;
        for (const QPointF& point : m_points) {
            m_low = std::min(m_low, point.y());
            m_high = std::max(m_high, point.y());
            peak = std::max(peak, point.y());
            if (peak > 0.0)
                m_drawdownPercent = std::max(m_drawdownPercent, 100.0 * (peak - point.y()) / peak);
        }
        const double margin = std::max((m_high - m_low) * 0.1, std::max(1e-6, m_high * 1e-4));
        m_low -= margin;
        m_high += margin;
    }
    fill();
    Q_EMIT pointsChanged();
}

void EquityFeed::setSeries(QAbstractSeries* series)
{
    if (series == m_series)
        return;
    m_series = series;
    fill();
    Q_EMIT seriesChanged();
}

QDateTime EquityFeed::from() const
{
    return m_points.isEmpty() ? QDateTime() : shifted(m_points.first().x());
}

QDateTime EquityFeed::to() const
{
    return m_points.isEmpty() ? QDateTime() : shifted(m_points.last().x());
}

void EquityFeed::fill()
{
    auto* line = qobject_cast<QXYSeries*>(m_series);
    if (line == nullptr)
        return;
    QList<QPointF> moved = m_points;
    for (QPointF& point : moved)
        point.rx() += localShiftMs(point.x());
    line->replace(moved);
}

} // namespace breakline
