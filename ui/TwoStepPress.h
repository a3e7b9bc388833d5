// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/UiClock.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace breakline {

/// What takes two deliberate presses: the first arms it for kArmedMs, the second
/// within that time confirms. A second press earlier than kDeliberateMs is the
/// tail of a double click and is ignored.
class TwoStepPress : public QObject {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(bool armed READ isArmed NOTIFY changed)
    Q_PROPERTY(int remainingMs READ remainingMs NOTIFY changed)
    Q_PROPERTY(double remainingFraction READ remainingFraction NOTIFY changed)
public:
    static constexpr int kArmedMs = 3000;
    static constexpr int kDeliberateMs = 250;

    explicit TwoStepPress(UiClock& clock, QObject* parent = nullptr);

    bool isArmed() const { return m_armedAtMs >= 0; }
    int remainingMs() const;
    double remainingFraction() const { return static_cast<double>(remainingMs()) / kArmedMs; }

    Q_INVOKABLE virtual void press();
    Q_INVOKABLE void disarm();

Q_SIGNALS:
    void changed();

protected:
    virtual void confirmed() = 0;

private:
    void onTick();

    UiClock& m_clock;
    qint64 m_armedAtMs = -1;
};

} // namespace breakline
