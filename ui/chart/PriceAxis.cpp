// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/PriceAxis.h"

#include "ui/DisplayText.h"
#include "ui/chart/AxisTicks.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace breakline {

std::vector<PriceAxis::Tag> PriceAxis::tags() const
{
    const ChartViewport& view = m_chart->viewport();
    const ChartView& data = m_chart->source()->chart();
    const int decimals = m_chart->source()->decimals();
    std::vector<Tag> tags;
    const auto add = [&](std::optional<double> price, const QString& name, const QColor& colour) {
        if (!price)
            return;
        const double y = view.yOf(*price);
        if (y >= 0.0 && y <= view.priceHeight())
            tags.push_back({y, name, DisplayText::number(price, decimals), colour});
    };
    add(data.last, tr("Last"), m_chart->lastColor());
    add(data.entry, tr("Entry"), m_chart->entryColor());
    add(data.stop, tr("Stop"), m_chart->stopColor());
    int number = 0;
    for (const double target : data.targets) {
        ++number;
        add(target, tr("TP %1", "take profit").arg(number), m_chart->targetColor());
    }
    return tags;
}

void PriceAxis::spread(std::vector<Tag>& tags, double height, double bottom)
{
    std::stable_sort(tags.begin(), tags.end(), [](const Tag& a, const Tag& b) { return a.y < b.y; });
    double lowest = height / 2.0;
    for (Tag& tag : tags) {
        tag.y = std::max(tag.y, lowest);
        lowest = tag.y + height;
    }
    double highest = bottom - height / 2.0;
    for (auto tag = tags.rbegin(); tag != tags.rend(); ++tag) {
        tag->y = std::min(tag->y, highest);
        highest = tag->y - height;
    }
}

void PriceAxis::paint(QPainter* painter)
{
    if (m_chart == nullptr || m_chart->source() == nullptr || m_chart->source()->isEmpty())
        return;
    const ChartViewport& view = m_chart->viewport();
    const int decimals = m_chart->source()->decimals();
    painter->setFont(m_font);
    const QFontMetricsF metrics(m_font);
    const double tagHeight = metrics.height() + 2.0;

    std::vector<Tag> placed = tags();
    spread(placed, tagHeight, view.priceHeight());
    painter->setPen(m_textColor);
    const int most = std::max(2, static_cast<int>(view.priceHeight() / 48.0));
    for (const double tick : priceTicks(view.lowPrice(), view.highPrice(), most)) {
        const double y = view.yOf(tick);
        const bool covered = std::any_of(placed.begin(), placed.end(),
                                         [&](const Tag& tag) { return std::abs(tag.y - y) < tagHeight; });
        if (!covered && y > tagHeight / 2.0 && y < view.priceHeight() - tagHeight / 2.0)
            painter->drawText(QRectF(6.0, y - tagHeight / 2.0, width() - 8.0, tagHeight),
                              Qt::AlignVCenter | Qt::AlignRight, DisplayText::number(tick, decimals));
    }
    const auto drawTag = [&](const Tag& tag) {
        const QRectF rect(2.0, tag.y - tagHeight / 2.0, width() - 2.0, tagHeight - 1.0);
        painter->setPen(Qt::NoPen);
        painter->setBrush(tag.colour);
        painter->drawRoundedRect(rect, 2.0, 2.0);
        painter->setPen(m_tagTextColor);
        painter->drawText(rect.adjusted(5.0, 0.0, -3.0, 0.0), Qt::AlignVCenter | Qt::AlignLeft, tag.name);
        painter->drawText(rect.adjusted(5.0, 0.0, -3.0, 0.0), Qt::AlignVCenter | Qt::AlignRight, tag.price);
    };
    for (const Tag& tag : placed)
        drawTag(tag);
    painter->setPen(m_textColor);
    painter->drawText(QRectF(6.0, view.priceHeight() + 4.0, width() - 8.0, tagHeight),
                      Qt::AlignVCenter | Qt::AlignRight, DisplayText::compact(view.volumeMax()));
    if (const std::optional<QPointF> pointer = m_chart->pointer();
        pointer && pointer->y() < view.priceHeight())
        drawTag(
            {pointer->y(), QString(), DisplayText::number(view.priceAt(pointer->y()), decimals), m_tagColor});
}

} // namespace breakline
