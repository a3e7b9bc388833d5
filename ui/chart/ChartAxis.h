// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chart/PriceChart.h"

#include <QFont>
#include <QQuickPaintedItem>

namespace breakline {

/// What the two axes of a PriceChart have in common.
class ChartAxis : public QQuickPaintedItem {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(breakline::PriceChart* chart READ chart WRITE setChart NOTIFY chartChanged REQUIRED)
    Q_PROPERTY(QColor textColor MEMBER m_textColor NOTIFY lookChanged)
    Q_PROPERTY(QColor tagTextColor MEMBER m_tagTextColor NOTIFY lookChanged)
    Q_PROPERTY(QColor tagColor MEMBER m_tagColor NOTIFY lookChanged)
    Q_PROPERTY(QFont font MEMBER m_font NOTIFY lookChanged)
public:
    explicit ChartAxis(QQuickItem* parent = nullptr);

    PriceChart* chart() const { return m_chart; }
    void setChart(PriceChart* chart);

Q_SIGNALS:
    void chartChanged();
    void lookChanged();

protected:
    PriceChart* m_chart = nullptr;
    QColor m_textColor {Qt::gray};
    QColor m_tagTextColor {Qt::black};
    QColor m_tagColor {Qt::white};
    QFont m_font;
};

} // namespace breakline
