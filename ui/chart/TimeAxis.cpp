// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/TimeAxis.h"

#include "ui/DisplayText.h"
#include "ui/chart/AxisTicks.h"

#include <QDateTime>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>

namespace breakline {

void TimeAxis::paint(QPainter* painter)
{
    if (m_chart == nullptr || m_chart->source() == nullptr || m_chart->source()->isEmpty())
        return;
    const ChartViewport& view = m_chart->viewport();
    const std::vector<Candle>& candles = m_chart->source()->chart().candles;
    painter->setFont(m_font);
    painter->setPen(m_textColor);
    const double candleMs = candles.size() > 1
        ? static_cast<double>(
            (candles[candles.size() - 1].openTime - candles[candles.size() - 2].openTime).ms)
        : 300'000.0;
    const std::int64_t step = timeStep(candleMs * 84.0 / view.candleWidth());
    constexpr std::int64_t day = 86'400'000;
    double lastRight = -1e9;
    for (int i = view.firstSeen(); i <= view.lastSeen(); ++i) {
        const Timestamp time = candles[static_cast<std::size_t>(i)].openTime;
        if (time.ms % step != 0)
            continue;
        const double x = view.xOf(i + 0.5);
        if (x < lastRight + 42.0 || x < 20.0 || x > width() - 20.0)
            continue;
        const QDateTime date = QDateTime::fromMSecsSinceEpoch(time.ms, Qt::UTC);
        const QString text = time.ms % day == 0 ? QLocale().toString(date, QStringLiteral("d MMM"))
                                                : date.toString(QStringLiteral("HH:mm"));
        painter->drawText(QRectF(x - 40.0, 0.0, 80.0, height()), Qt::AlignCenter, text);
        lastRight = x + 30.0;
    }
    const int pointed = m_chart->pointedCandle();
    if (pointed < 0)
        return;
    const QString text = DisplayText::dateTime(candles[static_cast<std::size_t>(pointed)].openTime).left(16);
    const double half = QFontMetricsF(m_font).horizontalAdvance(text) / 2.0 + 6.0;
    const double x = std::clamp(view.xOf(pointed + 0.5), half, std::max(half, width() - half));
    const QRectF rect(x - half, 1.0, 2.0 * half, height() - 2.0);
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_tagColor);
    painter->drawRoundedRect(rect, 2.0, 2.0);
    painter->setPen(m_tagTextColor);
    painter->drawText(rect, Qt::AlignCenter, text);
}

} // namespace breakline
