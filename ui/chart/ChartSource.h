// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingSnapshot.h"

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace breakline {

/// The newest chart of the symbol chosen, and what of it changed last.
class ChartSource : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
    Q_PROPERTY(QString symbol READ symbol NOTIFY symbolChanged)
    Q_PROPERTY(bool empty READ isEmpty NOTIFY changed)
public:
    using QObject::QObject;

    const ChartView& chart() const { return m_chart; }
    QString symbol() const;
    bool isEmpty() const { return m_chart.candles.empty(); }
    /// Index of the first candle that differs from the chart before; the number
    /// of candles where none does.
    int firstChanged() const { return m_firstChanged; }
    /// Candles cut off the head since the chart before.
    int cutOff() const { return m_cutOff; }
    /// Decimals of the tick; where it is not known, those that show every price
    /// of the last candles in full.
    int decimals() const { return m_decimals; }

    void update(const ChartView& chart);

Q_SIGNALS:
    void changed();
    void symbolChanged();

private:
    ChartView m_chart;
    int m_firstChanged = 0;
    int m_cutOff = 0;
    int m_decimals = 2;
};

} // namespace breakline
