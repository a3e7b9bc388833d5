// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chart/ColouredGeometry.h"

#include <QSGTransformNode>

#include <vector>

namespace breakline {

class PriceChart;

/// The scene graph of a PriceChart. Candles and volume stand in their own
/// units, in chunks of at most kChunk candles, under a transform: panning and
/// zooming move a matrix, a new tick builds the last chunk. What is measured in
/// pixels (grid, levels, lines, markers, crosshair) is built each time; it is little.
class PriceChartNode : public QSGNode {
public:
    static constexpr int kChunk = 4096;

    PriceChartNode();
    /// Called while the GUI thread is blocked; candles from `dirtyFrom` on are new.
    void synchronise(const PriceChart& chart, int dirtyFrom);

private:
    struct Chunk {
        ColouredGeometry* volume = nullptr;
        ColouredGeometry* wicks = nullptr;
        ColouredGeometry* bodies = nullptr;
    };
    void buildChunks(const PriceChart& chart, int dirtyFrom);
    void buildUnderlay(const PriceChart& chart);
    void buildOverlay(const PriceChart& chart);
    void buildMarkers(const PriceChart& chart);
    void setTransforms(const PriceChart& chart);

    ColouredGeometry* m_underlay;
    QSGTransformNode* m_volume;
    QSGTransformNode* m_candles;
    ColouredGeometry* m_overlay;
    std::vector<Chunk> m_chunks;
    double m_basePrice = 0.0; ///< subtracted before prices become floats
};

} // namespace breakline
