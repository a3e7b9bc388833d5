// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/PriceChart.h"

#include "ui/DisplayText.h"
#include "ui/EngineCodes.h"
#include "ui/EngineText.h"
#include "ui/chart/PriceChartNode.h"

#include <QHoverEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

constexpr double kNearLevel = 5.0; // pixels between pointer and level
constexpr double kNearMarker = 9.0;
constexpr double kStill = 4.0; // pixels that a click may move
constexpr Duration kInterval = Duration::minutes(5);

} // namespace

PriceChart::PriceChart(QQuickItem* parent)
    : QQuickItem(parent)
{
    setFlag(ItemHasContents);
    setClip(true);
    setAcceptHoverEvents(true);
    setAcceptedMouseButtons(Qt::LeftButton);
    connect(this, &PriceChart::lookChanged, this, [this] {
        m_dirtyFrom = 0;
        update();
        Q_EMIT viewChanged();
    });
}

void PriceChart::setSource(ChartSource* source)
{
    if (source == m_source)
        return;
    if (m_source != nullptr)
        m_source->disconnect(this);
    m_source = source;
    if (m_source != nullptr) {
        connect(m_source, &ChartSource::changed, this, &PriceChart::onChartChanged);
        connect(m_source, &ChartSource::symbolChanged, this, [this] { m_viewport.followLast(); });
    }
    m_dirtyFrom = 0;
    refit();
    Q_EMIT sourceChanged();
}

void PriceChart::onChartChanged()
{
    m_viewport.setCount(static_cast<int>(m_source->chart().candles.size()), m_source->cutOff());
    m_dirtyFrom = std::min(m_dirtyFrom, m_source->firstChanged());
    refit();
}

void PriceChart::refit()
{
    if (m_source != nullptr)
        m_viewport.fitPrices(m_source->chart());
    update();
    Q_EMIT viewChanged();
    Q_EMIT readoutChanged();
}

int PriceChart::pointedCandle() const
{
    if (!m_pointer || m_source == nullptr)
        return -1;
    const int index = static_cast<int>(std::floor(m_viewport.indexAt(m_pointer->x())));
    return index >= 0 && index < static_cast<int>(m_source->chart().candles.size()) ? index : -1;
}

const Candle* PriceChart::readoutCandle() const
{
    if (m_source == nullptr || m_source->isEmpty())
        return nullptr;
    const std::vector<Candle>& candles = m_source->chart().candles;
    const int pointed = pointedCandle();
    return pointed >= 0 ? &candles[static_cast<std::size_t>(pointed)] : &candles.back();
}

QString PriceChart::readout() const
{
    const Candle* candle = readoutCandle();
    if (candle == nullptr)
        return {};
    const int decimals = m_source->decimals();
    return tr("%1  O %2  H %3  L %4  C %5  V %6")
        .arg(DisplayText::dateTime(candle->openTime).mid(5, 11), DisplayText::number(candle->open, decimals),
             DisplayText::number(candle->high, decimals), DisplayText::number(candle->low, decimals),
             DisplayText::number(candle->close, decimals), DisplayText::compact(candle->volume));
}

QString PriceChart::textOf(const MarkerView& marker) const
{
    switch (marker.kind) {
    case MarkerView::Kind::SignalLong:
    case MarkerView::Kind::SignalShort: {
        const QString status = engineCodeName(EngineCode::SignalStatus, marker.text);
        return tr("%1 signal · %2")
            .arg(DisplayText::directionName(marker.kind == MarkerView::Kind::SignalLong ? Direction::Long
                                                                                        : Direction::Short),
                 status.isEmpty() ? EngineText::translate(marker.text) : status);
    }
    case MarkerView::Kind::Fill: break;
    }
    if (!marker.intent)
        return DisplayText::plain(marker.text);
    return tr("%1 · %2 at %3")
        .arg(DisplayText::orderIntentName(*marker.intent), DisplayText::sideName(marker.side),
             DisplayText::price(marker.price, m_source->decimals()));
}

QString PriceChart::textOf(const LevelView& level) const
{
    QStringList parts;
    parts << tr("%1 %2").arg(level.isResistance ? tr("Resistance") : tr("Support"),
                             DisplayText::number(level.price, m_source->decimals()))
          << tr("strength %1").arg(DisplayText::number(level.strength, 2))
          << tr("touches %1").arg(level.touches);
    QStringList methods;
    if ((level.methods & kDonchianMethod) != 0)
        methods << tr("Donchian");
    if ((level.methods & kSwingMethod) != 0)
        methods << tr("swing");
    if ((level.methods & kVolumeMethod) != 0)
        methods << tr("volume");
    if (!methods.isEmpty())
        parts << methods.join(QStringLiteral(", "));
    parts << tr("born %1").arg(level.born ? DisplayText::dateTime(*level.born) : DisplayText::unknown());
    if (level.fate) {
        switch (*level.fate) {
        case LevelFate::Active: parts << tr("holds"); break;
        case LevelFate::Broken: parts << tr("broken"); break;
        case LevelFate::Retested: parts << tr("broken and retested"); break;
        case LevelFate::Expired: parts << tr("was let go before"); break;
        }
    }
    return parts.join(QStringLiteral(" · "));
}

QString PriceChart::markerText() const
{
    const Candle* candle = readoutCandle();
    if (candle == nullptr || pointedCandle() < 0)
        return {};
    const std::vector<Candle>& candles = m_source->chart().candles;
    const Candle* const next = candle == &candles.back() ? nullptr : candle + 1;
    QStringList texts;
    for (const MarkerView& marker : m_source->chart().markers) {
        if (marker.time >= candle->openTime && (next == nullptr || marker.time < next->openTime))
            texts.append(textOf(marker));
    }
    for (const LevelView& level : m_source->chart().levels) {
        if (std::abs(m_viewport.yOf(level.price) - m_pointer->y()) <= kNearLevel)
            texts.append(textOf(level));
    }
    return texts.join(QStringLiteral("\n"));
}

int PriceChart::readoutSign() const
{
    const Candle* candle = readoutCandle();
    if (candle == nullptr || candle->close == candle->open)
        return 0;
    return candle->close > candle->open ? 1 : -1;
}

void PriceChart::followLast()
{
    m_viewport.followLast();
    refit();
}

void PriceChart::zoomBy(double factor)
{
    m_viewport.zoomAt(m_viewport.width() / 2.0, factor);
    refit();
}

void PriceChart::panByCandles(double candles)
{
    m_viewport.panBy(-candles * m_viewport.candleWidth());
    refit();
}

QSGNode* PriceChart::updatePaintNode(QSGNode* node, UpdatePaintNodeData*)
{
    auto* chart = static_cast<PriceChartNode*>(node);
    if (m_source == nullptr || width() <= 0.0 || height() <= 0.0) {
        delete chart;
        m_dirtyFrom = 0;
        return nullptr;
    }
    if (chart == nullptr) {
        chart = new PriceChartNode;
        m_dirtyFrom = 0;
    }
    chart->synchronise(*this, m_dirtyFrom);
    m_dirtyFrom = static_cast<int>(m_source->chart().candles.size());
    return chart;
}

void PriceChart::geometryChange(const QRectF& newGeometry, const QRectF& oldGeometry)
{
    QQuickItem::geometryChange(newGeometry, oldGeometry);
    m_viewport.setSize(newGeometry.width(), newGeometry.height());
    refit();
}

qint64 PriceChart::closeOf(int candle) const
{
    if (m_source == nullptr || candle < 0)
        return 0;
    const ChartView& chart = m_source->chart();
    const std::size_t closed = chart.candles.size() - (chart.lastIsForming && !chart.candles.empty() ? 1 : 0);
    const auto index = static_cast<std::size_t>(candle);
    return index < closed ? (chart.candles[index].openTime + kInterval).ms : 0;
}

void PriceChart::click(QPointF at)
{
    if (m_source == nullptr)
        return;
    m_pointer = at;
    const ChartView& chart = m_source->chart();
    const int pointed = pointedCandle();
    const Candle* const candle = pointed >= 0 ? &chart.candles[static_cast<std::size_t>(pointed)] : nullptr;
    if (candle != nullptr)
        for (const MarkerView& marker : chart.markers)
            if (!marker.traceId.empty() && marker.time >= candle->openTime
                && marker.time < candle->openTime + kInterval
                && std::abs(m_viewport.yOf(marker.price) - at.y()) <= kNearMarker) {
                Q_EMIT tradeClicked(DisplayText::plain(marker.traceId));
                return;
            }
    // A candle lies over the line.
    const bool isOnCandle = candle != nullptr && at.y() >= m_viewport.yOf(candle->high) - kStill
        && at.y() <= m_viewport.yOf(candle->low) + kStill;
    const LevelView* nearest = nullptr;
    for (const LevelView& level : chart.levels) {
        const double distance = std::abs(m_viewport.yOf(level.price) - at.y());
        if (distance <= kNearLevel
            && (nearest == nullptr || distance < std::abs(m_viewport.yOf(nearest->price) - at.y())))
            nearest = &level;
    }
    if (nearest != nullptr && !isOnCandle)
        Q_EMIT levelClicked(nearest->price);
    else if (const qint64 close = closeOf(pointed); close > 0)
        Q_EMIT candleClicked(close);
}

void PriceChart::wheelEvent(QWheelEvent* event)
{
    const QPoint delta = event->angleDelta();
    if (std::abs(delta.x()) > std::abs(delta.y()))
        m_viewport.panBy(delta.x() / 4.0);
    else
        m_viewport.zoomAt(event->position().x(), std::pow(0.88, delta.y() / 120.0));
    refit();
    event->accept();
}

void PriceChart::mousePressEvent(QMouseEvent* event)
{
    m_dragX = event->position().x();
    m_pressed = event->position();
    m_dragged = false;
    forceActiveFocus(Qt::MouseFocusReason);
    event->accept();
}

void PriceChart::mouseMoveEvent(QMouseEvent* event)
{
    m_dragged = m_dragged || (event->position() - m_pressed).manhattanLength() > kStill;
    m_pointer = event->position();
    if (!m_dragged)
        return;
    m_viewport.panBy(event->position().x() - m_dragX);
    m_dragX = event->position().x();
    refit();
}

void PriceChart::mouseReleaseEvent(QMouseEvent* event)
{
    if (!m_dragged)
        click(event->position());
    event->accept();
}

void PriceChart::mouseDoubleClickEvent(QMouseEvent* event)
{
    // Its release is no click of its own.
    m_dragged = true;
    if (m_source != nullptr)
        m_source->showNow();
    followLast();
    event->accept();
}

void PriceChart::hoverMoveEvent(QHoverEvent* event)
{
    m_pointer = event->position();
    update();
    Q_EMIT viewChanged();
    Q_EMIT readoutChanged();
}

void PriceChart::hoverLeaveEvent(QHoverEvent*)
{
    m_pointer.reset();
    update();
    Q_EMIT viewChanged();
    Q_EMIT readoutChanged();
}

} // namespace breakline
