// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/ChartPast.h"
#include "trading/TradingSnapshot.h"

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace breakline {

/// The chart of the symbol chosen, as it is now or as it was at a moment that a
/// person goes back to, and what of it changed last. The moments come with the
/// snapshots: going through them asks nobody, and nothing else of the window
/// goes back with it.
class ChartSource : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
    Q_PROPERTY(QString symbol READ symbol NOTIFY symbolChanged)
    Q_PROPERTY(bool empty READ isEmpty NOTIFY changed)
    /// The newest chart is shown, and followed.
    Q_PROPERTY(bool live READ isLive NOTIFY momentChanged)
    /// Moments held; they are numbered from the oldest one, 0. What is now has the
    /// number after the newest.
    Q_PROPERTY(int moments READ moments NOTIFY momentChanged)
    Q_PROPERTY(int moment READ moment NOTIFY momentChanged)
    /// What was known at the time gone back to is not held, or never was.
    Q_PROPERTY(bool unknown READ isUnknown NOTIFY momentChanged)
    /// It lies before the session: there are levels, of candles alone.
    Q_PROPERTY(bool beforeSession READ isBeforeSession NOTIFY momentChanged)
    /// The time gone back to; empty while live.
    Q_PROPERTY(QString asOf READ asOf NOTIFY momentChanged)
    /// Of the oldest moment held; empty where there is none.
    Q_PROPERTY(QString oldest READ oldest NOTIFY momentChanged)
public:
    using QObject::QObject;

    const ChartView& chart() const { return m_chart; }
    QString symbol() const;
    bool isEmpty() const { return m_chart.candles.empty(); }
    /// Index of the first candle that differs from the chart before; the number
    /// of candles where none does.
    int firstChanged() const { return m_firstChanged; }
    /// Candles cut off the head since the chart before; negative: come back there.
    int cutOff() const { return m_cutOff; }
    /// Decimals of the tick; where it is not known, those that show every price
    /// of the last candles in full.
    int decimals() const { return m_decimals; }

    bool isLive() const { return !m_asOf; }
    int moments() const { return m_past ? static_cast<int>(m_past->moments.size()) : 0; }
    int moment() const;
    bool isUnknown() const { return m_asOf && shownMoment() == nullptr; }
    bool isBeforeSession() const;
    QString asOf() const;
    QString oldest() const;

    /// The newest chart, and what is held of the past of its symbol. A time gone
    /// back to stands, also where the symbol changes.
    void update(const ChartView& chart, ChartPastPtr past = nullptr);

    /// Close of the newest candle shown that has closed; empty without one.
    std::optional<Timestamp> shownClose() const;

    /// Goes to the moment of this number; from the newest one on to now.
    Q_INVOKABLE void showMoment(int number);
    /// Goes to the moment after this close once the session has come there.
    void showWhenHeld(Timestamp close);
    /// Shows what is now; a time that is waited for is waited for on.
    void leavePast();
    /// So many moments further, back if negative; not before the oldest.
    Q_INVOKABLE void step(int moments) { showMoment(moment() + moments); }
    Q_INVOKABLE void showOldest() { showMoment(0); }
    Q_INVOKABLE void showNow();

Q_SIGNALS:
    void changed();
    void symbolChanged();
    void momentChanged();

private:
    const ChartMoment* shownMoment() const;
    /// What there is to see of the past.
    void showPast();
    void show(const ChartView& chart);

    ChartView m_live;
    ChartPastPtr m_past;
    std::optional<Timestamp> m_asOf;
    std::optional<Timestamp> m_wanted; ///< gone to as soon as it is held
    ChartView m_chart; ///< the one shown
    int m_firstChanged = 0;
    int m_cutOff = 0;
    int m_decimals = 2;
};

} // namespace breakline
