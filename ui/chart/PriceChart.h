// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chart/ChartSource.h"
#include "ui/chart/ChartViewport.h"

#include <QColor>
#include <QQuickItem>
#include <QtQml/qqmlregistration.h>

namespace breakline {

/// The price chart's plot: candles, volume, levels by strength, markers, entry,
/// stop and targets, crosshair. Wheel zooms, drag pans, the arrow keys do both;
/// its axes are items of their own that read this one.
/// Needs the scene graph's GPU or llvmpipe renderer: nothing is seen on the
/// software backend.
class PriceChart : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(breakline::ChartSource* source READ source WRITE setSource NOTIFY sourceChanged REQUIRED)
    Q_PROPERTY(bool following READ isFollowing NOTIFY viewChanged)
    Q_PROPERTY(QString readout READ readout NOTIFY readoutChanged)
    Q_PROPERTY(QString markerText READ markerText NOTIFY readoutChanged)
    Q_PROPERTY(int readoutSign READ readoutSign NOTIFY readoutChanged)
    Q_PROPERTY(QColor upColor MEMBER m_upColor NOTIFY lookChanged)
    Q_PROPERTY(QColor downColor MEMBER m_downColor NOTIFY lookChanged)
    Q_PROPERTY(QColor gridColor MEMBER m_gridColor NOTIFY lookChanged)
    Q_PROPERTY(QColor levelResistanceColor MEMBER m_resistanceColor NOTIFY lookChanged)
    Q_PROPERTY(QColor levelSupportColor MEMBER m_supportColor NOTIFY lookChanged)
    Q_PROPERTY(QColor entryColor MEMBER m_entryColor NOTIFY lookChanged)
    Q_PROPERTY(QColor stopColor MEMBER m_stopColor NOTIFY lookChanged)
    Q_PROPERTY(QColor targetColor MEMBER m_targetColor NOTIFY lookChanged)
    Q_PROPERTY(QColor lastColor MEMBER m_lastColor NOTIFY lookChanged)
    Q_PROPERTY(QColor crosshairColor MEMBER m_crosshairColor NOTIFY lookChanged)
    Q_PROPERTY(QColor signalColor MEMBER m_signalColor NOTIFY lookChanged)
public:
    explicit PriceChart(QQuickItem* parent = nullptr);

    ChartSource* source() const { return m_source; }
    void setSource(ChartSource* source);
    bool isFollowing() const { return m_viewport.isFollowing(); }
    const ChartViewport& viewport() const { return m_viewport; }
    /// Date, open, high, low, close, volume of the candle under the pointer, or
    /// of the newest one.
    QString readout() const;
    /// What is marked at that candle, and the levels under the pointer; often empty.
    QString markerText() const;
    int readoutSign() const;
    /// Where the pointer is, in pixels of the plot; empty while it is elsewhere.
    std::optional<QPointF> pointer() const { return m_pointer; }
    /// The candle under the pointer; -1 while there is none.
    int pointedCandle() const;

    QColor entryColor() const { return m_entryColor; }
    QColor stopColor() const { return m_stopColor; }
    QColor targetColor() const { return m_targetColor; }
    QColor lastColor() const { return m_lastColor; }
    QColor crosshairColor() const { return m_crosshairColor; }

    Q_INVOKABLE void followLast();
    Q_INVOKABLE void zoomBy(double factor);
    Q_INVOKABLE void panByCandles(double candles);
    /// Close of a candle, in ms; 0 where it has not closed, or there is none.
    qint64 closeOf(int candle) const;
    Q_INVOKABLE void retranslate() { Q_EMIT readoutChanged(); }

Q_SIGNALS:
    void sourceChanged();
    void viewChanged();
    void readoutChanged();
    void lookChanged();
    /// A click that was no drag: on a candle that has closed, on the line of a level
    /// where no candle is, on a mark of a trade.
    void candleClicked(qint64 closeMs);
    void levelClicked(double price);
    void tradeClicked(const QString& traceId);

protected:
    QSGNode* updatePaintNode(QSGNode* node, UpdatePaintNodeData* data) override;
    void geometryChange(const QRectF& newGeometry, const QRectF& oldGeometry) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void hoverMoveEvent(QHoverEvent* event) override;
    void hoverLeaveEvent(QHoverEvent* event) override;

private:
    friend class PriceChartNode;
    void onChartChanged();
    void click(QPointF at);
    void refit();
    const Candle* readoutCandle() const;
    QString textOf(const MarkerView& marker) const;
    QString textOf(const LevelView& level) const;

    ChartSource* m_source = nullptr;
    ChartViewport m_viewport;
    std::optional<QPointF> m_pointer;
    double m_dragX = 0.0;
    QPointF m_pressed; ///< where the button went down
    bool m_dragged = false;
    /// Candles from this index on must be built again at the next synchronisation.
    int m_dirtyFrom = 0;
    QColor m_upColor {Qt::green};
    QColor m_downColor {Qt::red};
    QColor m_gridColor {Qt::gray};
    QColor m_resistanceColor {Qt::red};
    QColor m_supportColor {Qt::green};
    QColor m_entryColor {Qt::blue};
    QColor m_stopColor {Qt::red};
    QColor m_targetColor {Qt::green};
    QColor m_lastColor {Qt::yellow};
    QColor m_crosshairColor {Qt::white};
    QColor m_signalColor {Qt::yellow};
};

} // namespace breakline
