// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/graph/StateGraph.h"

#include <QColor>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace breakline {

/// The arrows under the nodes of a StateGraph and the box of the running
/// states, from the one table of transitions; the way last taken is lit. What
/// all running states share leaves the box's border once; ways that would cross
/// the whole graph (faults and kills of a session that does not run, resets to
/// idle) are only drawn when they are taken.
class StateGraphEdges : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(breakline::StateGraph* graph READ graph WRITE setGraph NOTIFY graphChanged REQUIRED)
    Q_PROPERTY(QColor edgeColor MEMBER m_edgeColor NOTIFY lookChanged)
    Q_PROPERTY(QColor takenColor MEMBER m_takenColor NOTIFY lookChanged)
    Q_PROPERTY(QColor boxColor MEMBER m_boxColor NOTIFY lookChanged)
    Q_PROPERTY(QColor boxActiveColor MEMBER m_boxActiveColor NOTIFY lookChanged)
public:
    explicit StateGraphEdges(QQuickItem* parent = nullptr);

    StateGraph* graph() const { return m_graph; }
    void setGraph(StateGraph* graph);
    void paint(QPainter* painter) override;

Q_SIGNALS:
    void graphChanged();
    void lookChanged();

private:
    QRectF nodeRect(TradingState state) const;
    QRectF runningRect() const;
    QRectF boxGate(TradingState state) const;
    void drawTable(QPainter& painter) const;
    void drawArrow(QPainter& painter, const QRectF& from, const QRectF& to, double sideways) const;

    StateGraph* m_graph = nullptr;
    QColor m_edgeColor {Qt::gray};
    QColor m_takenColor {Qt::blue};
    QColor m_boxColor {Qt::gray};
    QColor m_boxActiveColor {Qt::blue};
};

} // namespace breakline
