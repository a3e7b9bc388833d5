// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QObject>
#include <QPointF>
#include <QString>
#include <QtCharts/QAbstractSeries>
#include <QtQml/qqmlregistration.h>

namespace breakline {

/// Feeds an equity curve to a Qt Charts line in one call and says what its axes
/// must span. Times on the axis read as UTC: Qt Charts knows only local time, so
/// points are shifted by the local offset.
class EquityFeed : public QObject {
    Q_OBJECT
    QML_ELEMENT
    /// x: milliseconds UTC, y: equity.
    Q_PROPERTY(QList<QPointF> points READ points WRITE setPoints NOTIFY pointsChanged)
    Q_PROPERTY(QAbstractSeries* series READ series WRITE setSeries NOTIFY seriesChanged)
    Q_PROPERTY(QDateTime from READ from NOTIFY pointsChanged)
    Q_PROPERTY(QDateTime to READ to NOTIFY pointsChanged)
    Q_PROPERTY(double low READ low NOTIFY pointsChanged)
    Q_PROPERTY(double high READ high NOTIFY pointsChanged)
    Q_PROPERTY(bool empty READ isEmpty NOTIFY pointsChanged)
    /// Largest fall from a peak so far, in percent of the peak.
    Q_PROPERTY(double largestDrawdownPercent READ largestDrawdownPercent NOTIFY pointsChanged)
public:
    using QObject::QObject;

    QList<QPointF> points() const { return m_points; }
    void setPoints(const QList<QPointF>& points);
    QAbstractSeries* series() const { return m_series; }
    void setSeries(QAbstractSeries* series);
    QDateTime from() const;
    QDateTime to() const;
    double low() const { return m_low; }
    double high() const { return m_high; }
    bool isEmpty() const { return m_points.size() < 2; }
    double largestDrawdownPercent() const { return m_drawdownPercent; }

Q_SIGNALS:
    void pointsChanged();
    void seriesChanged();

private:
    void fill();

    QList<QPointF> m_points;
    QAbstractSeries* m_series = nullptr;
    double m_low = 0.0;
    double m_high = 1.0;
    double m_drawdownPercent = 0.0;
};

} // namespace breakline
