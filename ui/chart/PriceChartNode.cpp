// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/PriceChartNode.h"

#include "ui/chart/AxisTicks.h"
#include "ui/chart/PriceChart.h"

#include <QMatrix4x4>

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

constexpr double kBodyHalfWidth = 0.34; // of a candle's share of the width

QColor withAlpha(QColor colour, double alpha)
{
    colour.setAlphaF(static_cast<float>(std::clamp(alpha, 0.0, 1.0)));
    return colour;
}

/// The first candle that opens at `time` or later; behind the last where none does.
double indexFrom(const std::vector<Candle>& candles, Timestamp time)
{
    const auto at = std::ranges::lower_bound(candles, time, {}, &Candle::openTime);
    return static_cast<double>(at - candles.begin());
}

} // namespace

PriceChartNode::PriceChartNode()
    : m_underlay(new ColouredGeometry(ColouredGeometry::Kind::Triangles))
    , m_volume(new QSGTransformNode)
    , m_candles(new QSGTransformNode)
    , m_overlay(new ColouredGeometry(ColouredGeometry::Kind::Triangles))
{
    for (QSGNode* child : {static_cast<QSGNode*>(m_underlay), static_cast<QSGNode*>(m_volume),
                           static_cast<QSGNode*>(m_candles), static_cast<QSGNode*>(m_overlay)})
        appendChildNode(child);
}

void PriceChartNode::synchronise(const PriceChart& chart, int dirtyFrom)
{
    buildChunks(chart, dirtyFrom);
    setTransforms(chart);
    buildUnderlay(chart);
    buildOverlay(chart);
}

void PriceChartNode::buildChunks(const PriceChart& chart, int dirtyFrom)
{
    const std::vector<Candle>& candles = chart.source()->chart().candles;
    const std::size_t needed = (candles.size() + kChunk - 1) / kChunk;
    while (m_chunks.size() > needed) {
        const Chunk chunk = m_chunks.back();
        m_chunks.pop_back();
        m_volume->removeChildNode(chunk.volume);
        m_candles->removeChildNode(chunk.wicks);
        m_candles->removeChildNode(chunk.bodies);
        delete chunk.volume;
        delete chunk.wicks;
        delete chunk.bodies;
    }
    while (m_chunks.size() < needed) {
        Chunk chunk {new ColouredGeometry(ColouredGeometry::Kind::Triangles),
                     new ColouredGeometry(ColouredGeometry::Kind::Lines),
                     new ColouredGeometry(ColouredGeometry::Kind::Triangles)};
        m_volume->appendChildNode(chunk.volume);
        m_candles->appendChildNode(chunk.wicks);
        m_candles->appendChildNode(chunk.bodies);
        m_chunks.push_back(chunk);
    }
    if (dirtyFrom >= static_cast<int>(candles.size()))
        return;
    if (dirtyFrom == 0 && !candles.empty())
        m_basePrice = candles.front().close;
    for (std::size_t c = static_cast<std::size_t>(dirtyFrom) / kChunk; c < m_chunks.size(); ++c) {
        const Chunk& chunk = m_chunks[c];
        chunk.volume->clear();
        chunk.wicks->clear();
        chunk.bodies->clear();
        const std::size_t end = std::min(candles.size(), (c + 1) * kChunk);
        for (std::size_t i = c * kChunk; i < end; ++i) {
            const Candle& candle = candles[i];
            const QColor& colour = candle.close >= candle.open ? chart.m_upColor : chart.m_downColor;
            const double centre = static_cast<double>(i) + 0.5;
            const double open = candle.open - m_basePrice;
            const double close = candle.close - m_basePrice;
            chunk.wicks->addLine({centre, candle.low - m_basePrice}, {centre, candle.high - m_basePrice},
                                 colour);
            // A line of its own keeps a body without height visible.
            chunk.wicks->addLine({centre - kBodyHalfWidth, close}, {centre + kBodyHalfWidth, close}, colour);
            chunk.bodies->addRect(centre - kBodyHalfWidth, open, centre + kBodyHalfWidth, close, colour);
            chunk.volume->addRect(centre - kBodyHalfWidth, 0.0, centre + kBodyHalfWidth, candle.volume,
                                  withAlpha(colour, 0.42));
        }
        chunk.volume->commit();
        chunk.wicks->commit();
        chunk.bodies->commit();
    }
}

void PriceChartNode::setTransforms(const PriceChart& chart)
{
    const ChartViewport& view = chart.viewport();
    const auto scaleX = static_cast<float>(view.candleWidth());
    const auto shiftX = static_cast<float>(view.xOf(0.0));
    const double perPrice = view.priceHeight() / (view.highPrice() - view.lowPrice());
    m_candles->setMatrix(QMatrix4x4(scaleX, 0.0F, 0.0F, shiftX, 0.0F, static_cast<float>(-perPrice), 0.0F,
                                    static_cast<float>(view.yOf(m_basePrice)), 0.0F, 0.0F, 1.0F, 0.0F, 0.0F,
                                    0.0F, 0.0F, 1.0F));
    const double perVolume = (view.height() - view.priceHeight() - 6.0) / view.volumeMax();
    m_volume->setMatrix(QMatrix4x4(scaleX, 0.0F, 0.0F, shiftX, 0.0F, static_cast<float>(-perVolume), 0.0F,
                                   static_cast<float>(view.height()), 0.0F, 0.0F, 1.0F, 0.0F, 0.0F, 0.0F,
                                   0.0F, 1.0F));
}

void PriceChartNode::buildUnderlay(const PriceChart& chart)
{
    const ChartViewport& view = chart.viewport();
    m_underlay->clear();
    const int most = std::max(2, static_cast<int>(view.priceHeight() / 48.0));
    for (const double tick : priceTicks(view.lowPrice(), view.highPrice(), most))
        m_underlay->addHorizontal(0.0, view.width(), view.yOf(tick), 1.0, 0.0, chart.m_gridColor);
    m_underlay->addHorizontal(0.0, view.width(), view.priceHeight(), 1.0, 0.0, chart.m_gridColor);
    const std::vector<Candle>& candles = chart.source()->chart().candles;
    for (const LevelView& level : chart.source()->chart().levels) {
        const double y = view.yOf(level.price);
        if (y < 0.0 || y > view.priceHeight())
            continue;
        const QColor& colour = level.isResistance ? chart.m_resistanceColor : chart.m_supportColor;
        const double strength = std::clamp(level.strength, 0.0, 1.0);
        // Nobody knew of it before its birth: dots lead there from its first touch.
        const double touched = level.firstTouch ? view.xOf(indexFrom(candles, *level.firstTouch) + 0.5) : 0.0;
        const double born = level.born ? view.xOf(indexFrom(candles, *level.born)) : touched;
        const double left = std::clamp(born, 0.0, view.width());
        if (touched < left)
            m_underlay->addHorizontal(std::max(0.0, touched), left, y, 1.0, 2.0,
                                      withAlpha(colour, 0.15 + 0.55 * strength));
        m_underlay->addHorizontal(left, view.width(), y, 7.0, 0.0, withAlpha(colour, 0.04 + 0.20 * strength));
        m_underlay->addHorizontal(left, view.width(), y, 1.0, 0.0, withAlpha(colour, 0.15 + 0.75 * strength));
    }
    m_underlay->commit();
}

void PriceChartNode::buildOverlay(const PriceChart& chart)
{
    const ChartViewport& view = chart.viewport();
    const ChartView& data = chart.source()->chart();
    m_overlay->clear();
    const auto line = [&](std::optional<double> price, double thickness, double dash, const QColor& colour) {
        if (!price)
            return;
        const double y = view.yOf(*price);
        if (y >= 0.0 && y <= view.priceHeight())
            m_overlay->addHorizontal(0.0, view.width(), y, thickness, dash, colour);
    };
    line(data.last, 1.0, 2.0, chart.m_lastColor);
    line(data.entry, 1.0, 0.0, chart.m_entryColor);
    line(data.stop, 2.0, 0.0, chart.m_stopColor);
    for (const double target : data.targets)
        line(target, 1.0, 6.0, chart.m_targetColor);
    buildMarkers(chart);
    if (const std::optional<QPointF> pointer = chart.pointer()) {
        const int candle = chart.pointedCandle();
        m_overlay->addVertical(candle >= 0 ? view.xOf(candle + 0.5) : pointer->x(), 0.0, view.height(), 3.0,
                               chart.m_crosshairColor);
        m_overlay->addHorizontal(0.0, view.width(), pointer->y(), 1.0, 3.0, chart.m_crosshairColor);
    }
    m_overlay->commit();
}

void PriceChartNode::buildMarkers(const PriceChart& chart)
{
    const ChartViewport& view = chart.viewport();
    const ChartView& data = chart.source()->chart();
    for (const MarkerView& marker : data.markers) {
        const auto after =
            std::upper_bound(data.candles.begin(), data.candles.end(), marker.time,
                             [](Timestamp t, const Candle& candle) { return t < candle.openTime; });
        if (after == data.candles.begin())
            continue;
        const double index = static_cast<double>(after - data.candles.begin() - 1);
        const Candle& candle = *std::prev(after);
        const double x = view.xOf(index + 0.5);
        if (x < -10.0 || x > view.width() + 10.0)
            continue;
        if (marker.kind == MarkerView::Kind::Fill) {
            // A fill: an arrow head that points at its price from the side it came from.
            const double y = view.yOf(marker.price);
            const double up = marker.side == Side::Buy ? 1.0 : -1.0;
            const QColor& colour = marker.side == Side::Buy ? chart.m_upColor : chart.m_downColor;
            m_overlay->addTriangle({x, y}, {x - 6.5, y + up * 11.5}, {x + 6.5, y + up * 11.5},
                                   chart.m_crosshairColor);
            m_overlay->addTriangle({x, y + up * 2.2}, {x - 4.6, y + up * 10.5}, {x + 4.6, y + up * 10.5},
                                   colour);
            continue;
        }
        // A signal: a diamond beyond the candle, on the side it looks to.
        const bool isLong = marker.kind == MarkerView::Kind::SignalLong;
        const double y = isLong ? view.yOf(candle.low) + 16.0 : view.yOf(candle.high) - 16.0;
        m_overlay->addTriangle({x, y - 6.0}, {x - 5.0, y}, {x + 5.0, y}, chart.m_signalColor);
        m_overlay->addTriangle({x, y + 6.0}, {x - 5.0, y}, {x + 5.0, y}, chart.m_signalColor);
    }
}

} // namespace breakline
