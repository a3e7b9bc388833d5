// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/ChartAxis.h"

namespace breakline {

ChartAxis::ChartAxis(QQuickItem* parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
    connect(this, &ChartAxis::lookChanged, this, [this] { update(); });
}

void ChartAxis::setChart(PriceChart* chart)
{
    if (chart == m_chart)
        return;
    if (m_chart != nullptr)
        m_chart->disconnect(this);
    m_chart = chart;
    if (m_chart != nullptr)
        connect(m_chart, &PriceChart::viewChanged, this, [this] { update(); });
    update();
    Q_EMIT chartChanged();
}

} // namespace breakline
