// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chart/ChartAxis.h"

namespace breakline {

/// Times in UTC under a PriceChart of the same width. Days that begin show
/// their date.
class TimeAxis : public ChartAxis {
    Q_OBJECT
    QML_ELEMENT
public:
    using ChartAxis::ChartAxis;
    void paint(QPainter* painter) override;
};

} // namespace breakline
