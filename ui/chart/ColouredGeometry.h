// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPointF>
#include <QRectF>
#include <QSGGeometryNode>

#include <vector>

namespace breakline {

/// Shapes in one node, each vertex with its own colour. Filled on the GUI
/// thread's behalf during the scene graph's synchronisation, then committed.
class ColouredGeometry : public QSGGeometryNode {
public:
    enum class Kind { Triangles, Lines };
    /// One node of more vertices than this is cut off by the renderer.
    static constexpr int kMostVertices = 65'535;

    explicit ColouredGeometry(Kind kind);

    void clear() { m_vertices.clear(); }
    void addRect(double left, double top, double right, double bottom, const QColor& colour);
    void addTriangle(const QPointF& a, const QPointF& b, const QPointF& c, const QColor& colour);
    void addLine(const QPointF& a, const QPointF& b, const QColor& colour);
    /// A horizontal line of whole pixels; `dash` 0 is solid.
    void addHorizontal(double left, double right, double y, double thickness, double dash,
                       const QColor& colour);
    void addVertical(double x, double top, double bottom, double dash, const QColor& colour);
    void commit();
    int vertexCount() const { return static_cast<int>(m_vertices.size()); }

private:
    void add(double x, double y, const QColor& colour);

    std::vector<QSGGeometry::ColoredPoint2D> m_vertices;
};

} // namespace breakline
