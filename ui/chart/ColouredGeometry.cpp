// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/ColouredGeometry.h"

#include <QSGVertexColorMaterial>

#include <algorithm>
#include <cmath>

namespace breakline {

ColouredGeometry::ColouredGeometry(Kind kind)
{
    auto* geometry = new QSGGeometry(QSGGeometry::defaultAttributes_ColoredPoint2D(), 0);
    geometry->setDrawingMode(kind == Kind::Lines ? QSGGeometry::DrawLines : QSGGeometry::DrawTriangles);
    geometry->setLineWidth(1.0F);
    setGeometry(geometry);
    setMaterial(new QSGVertexColorMaterial);
    setFlags(QSGNode::OwnsGeometry | QSGNode::OwnsMaterial);
}

void ColouredGeometry::add(double x, double y, const QColor& colour)
{
    // The material expects colours multiplied by their alpha.
    const QRgb value = qPremultiply(colour.rgba());
    QSGGeometry::ColoredPoint2D point;
    point.set(static_cast<float>(x), static_cast<float>(y), static_cast<uchar>(qRed(value)),
              static_cast<uchar>(qGreen(value)), static_cast<uchar>(qBlue(value)),
              static_cast<uchar>(qAlpha(value)));
    m_vertices.push_back(point);
}

void ColouredGeometry::addRect(double left, double top, double right, double bottom, const QColor& colour)
{
    add(left, top, colour);
    add(right, top, colour);
    add(left, bottom, colour);
    add(right, top, colour);
    add(right, bottom, colour);
    add(left, bottom, colour);
}

void ColouredGeometry::addTriangle(const QPointF& a, const QPointF& b, const QPointF& c, const QColor& colour)
{
    add(a.x(), a.y(), colour);
    add(b.x(), b.y(), colour);
    add(c.x(), c.y(), colour);
}

void ColouredGeometry::addLine(const QPointF& a, const QPointF& b, const QColor& colour)
{
    add(a.x(), a.y(), colour);
    add(b.x(), b.y(), colour);
}

void ColouredGeometry::addHorizontal(double left, double right, double y, double thickness, double dash,
                                     const QColor& colour)
{
    const double top = std::round(y - thickness / 2.0);
    if (dash <= 0.0) {
        addRect(left, top, right, top + thickness, colour);
        return;
    }
    for (double x = left; x < right; x += 2.0 * dash)
        addRect(x, top, std::min(x + dash, right), top + thickness, colour);
}

void ColouredGeometry::addVertical(double x, double top, double bottom, double dash, const QColor& colour)
{
    const double left = std::round(x - 0.5);
    if (dash <= 0.0) {
        addRect(left, top, left + 1.0, bottom, colour);
        return;
    }
    for (double y = top; y < bottom; y += 2.0 * dash)
        addRect(left, y, left + 1.0, std::min(y + dash, bottom), colour);
}

void ColouredGeometry::commit()
{
    const int count = std::min(vertexCount(), kMostVertices);
    geometry()->allocate(count);
    std::copy_n(m_vertices.begin(), count, geometry()->vertexDataAsColoredPoint2D());
    markDirty(QSGNode::DirtyGeometry);
}

} // namespace breakline
