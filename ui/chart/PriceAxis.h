// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chart/ChartAxis.h"

namespace breakline {

/// Prices beside a PriceChart of the same height, with a named tag for entry,
/// stop, each target, the last price and the crosshair. Tags that would cover
/// one another are moved apart.
class PriceAxis : public ChartAxis {
    Q_OBJECT
    QML_ELEMENT
public:
    using ChartAxis::ChartAxis;
    void paint(QPainter* painter) override;

    struct Tag {
        double y = 0.0; ///< wanted centre, then the place found
        QString name;
        QString price;
        QColor colour;
    };
    /// Keeps every tag `height` apart and within [0, bottom], in order of price.
    static void spread(std::vector<Tag>& tags, double height, double bottom);

private:
    std::vector<Tag> tags() const;
};

} // namespace breakline
