// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace breakline {

/// The window's own time: milliseconds that only go forward, and a tick a frame.
/// Nothing of it reaches the trading side. Tests drive one by hand.
class UiClock : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual qint64 nowMs() const = 0;

Q_SIGNALS:
    void ticked();
};

/// Ticks every 33 ms on the event loop of its thread.
class SteadyUiClock : public UiClock {
    Q_OBJECT
public:
    static constexpr int kFrameMs = 33;

    explicit SteadyUiClock(QObject* parent = nullptr);
    qint64 nowMs() const override { return m_elapsed.elapsed(); }

private:
    QElapsedTimer m_elapsed;
    QTimer m_timer;
};

} // namespace breakline
