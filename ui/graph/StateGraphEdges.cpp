// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/graph/StateGraphEdges.h"

#include "trading/TransitionTable.h"
#include "ui/graph/StateGraphLayout.h"

#include <QLineF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

/// Where the ray from the rectangle's centre towards `target` leaves it.
QPointF borderPoint(const QRectF& rect, const QPointF& target)
{
    const QPointF centre = rect.center();
    const QPointF way = target - centre;
    if (way.isNull())
        return centre;
    const double x = way.x() == 0.0 ? 1e9 : rect.width() / 2.0 / std::abs(way.x());
    const double y = way.y() == 0.0 ? 1e9 : rect.height() / 2.0 / std::abs(way.y());
    return centre + way * std::min(x, y);
}

} // namespace

StateGraphEdges::StateGraphEdges(QQuickItem* parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
    connect(this, &StateGraphEdges::lookChanged, this, [this] { update(); });
}

void StateGraphEdges::setGraph(StateGraph* graph)
{
    if (graph == m_graph)
        return;
    if (m_graph != nullptr)
        m_graph->disconnect(this);
    m_graph = graph;
    if (m_graph != nullptr)
        connect(m_graph, &StateGraph::moved, this, [this] { update(); });
    update();
    Q_EMIT graphChanged();
}

QRectF StateGraphEdges::nodeRect(TradingState state) const
{
    const StatePlace& place = kStatePlaces[static_cast<std::size_t>(state)];
    const QSizeF size(kStateNodeWidth * width(), kStateNodeHeight * height());
    QRectF rect(QPointF(), size);
    rect.moveCenter(QPointF(place.x * width(), place.y * height()));
    return rect;
}

QRectF StateGraphEdges::runningRect() const
{
    return QRectF(QPointF(kRunningLeft * width(), kRunningTop * height()),
                  QPointF(kRunningRight * width(), kRunningBottom * height()));
}

void StateGraphEdges::drawArrow(QPainter& painter, const QRectF& from, const QRectF& to,
                                double sideways) const
{
    QLineF line(borderPoint(from, to.center()), borderPoint(to, from.center()));
    if (line.length() < 4.0)
        return;
    const QLineF normal = line.unitVector().normalVector();
    line.translate(QPointF(normal.dx(), normal.dy()) * sideways);
    // The head's tip stands a little off the node.
    line.setLength(line.length() - 1.5);
    const QPointF tip = line.p2();
    const QLineF unit = line.unitVector();
    const QPointF along(unit.dx(), unit.dy());
    const QPointF across(-along.y(), along.x());
    painter.drawLine(line.p1(), tip - along * 5.0);
    QPainterPath head(tip);
    head.lineTo(tip - along * 7.0 + across * 3.2);
    head.lineTo(tip - along * 7.0 - across * 3.2);
    head.closeSubpath();
    painter.fillPath(head, painter.pen().color());
}

/// The point of the box's border next to a state outside of it.
QRectF StateGraphEdges::boxGate(TradingState state) const
{
    const QRectF box = runningRect();
    const double y = stateRow(state) == 2 ? box.bottom() : box.top();
    return QRectF(nodeRect(state).center().x() - 1.0, y - 1.0, 2.0, 2.0);
}

void StateGraphEdges::drawTable(QPainter& painter) const
{
    // Several triggers may lead the same way; it is drawn once.
    std::array<bool, kTradingStateCount> returns {};
    std::array<std::array<bool, kTradingStateCount>, kTradingStateCount> ways {};
    for (const TransitionRule& rule : kTransitions) {
        if (rule.from.isCompound())
            continue;
        if (stateRow(rule.from.state()) == 2 && isRunning(rule.to))
            returns[static_cast<std::size_t>(rule.from.state())] = true;
        else
            ways[static_cast<std::size_t>(rule.from.state())][static_cast<std::size_t>(rule.to)] = true;
    }
    for (std::size_t from = 0; from < kTradingStateCount; ++from) {
        for (std::size_t to = 0; to < kTradingStateCount; ++to) {
            const auto source = static_cast<TradingState>(from);
            const auto target = static_cast<TradingState>(to);
            const bool isStart = source == TradingState::Initializing && target == TradingState::Scanning;
            if (!ways[from][to] || from == to || (stateRow(source) != stateRow(target) && !isStart))
                continue;
            drawArrow(painter, nodeRect(source), nodeRect(target), ways[to][from] ? 4.0 : 0.0);
        }
    }
    for (const TransitionRule& rule : kTransitions) {
        if (!rule.from.isCompound())
            continue;
        const bool back = returns[static_cast<std::size_t>(rule.to)];
        drawArrow(painter, boxGate(rule.to), nodeRect(rule.to), back ? 5.0 : 0.0);
        if (back)
            drawArrow(painter, nodeRect(rule.to), boxGate(rule.to), 5.0);
    }
}

void StateGraphEdges::paint(QPainter* painter)
{
    painter->setRenderHint(QPainter::Antialiasing);
    const bool active = m_graph != nullptr && m_graph->isInRunning();
    painter->setPen(QPen(active ? m_boxActiveColor : m_boxColor, 1.0));
    QColor fill = active ? m_boxActiveColor : m_boxColor;
    fill.setAlphaF(0.07F);
    painter->setBrush(fill);
    painter->drawRoundedRect(runningRect(), 8.0, 8.0);
    painter->setBrush(Qt::NoBrush);

    painter->setPen(QPen(m_edgeColor, 1.2));
    drawTable(*painter);

    if (m_graph == nullptr || m_graph->current() < 0 || m_graph->previous() < 0
        || m_graph->current() == m_graph->previous())
        return;
    painter->setPen(QPen(m_takenColor, 2.2));
    drawArrow(*painter, nodeRect(static_cast<TradingState>(m_graph->previous())),
              nodeRect(static_cast<TradingState>(m_graph->current())), 0.0);
}

} // namespace breakline
