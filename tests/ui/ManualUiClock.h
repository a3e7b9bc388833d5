// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/UiClock.h"

namespace breakline {

/// A window's time that moves only when a test says so.
class ManualUiClock : public UiClock {
    Q_OBJECT
public:
    using UiClock::UiClock;
    qint64 nowMs() const override { return m_now; }
    void advance(qint64 ms)
    {
        m_now += ms;
        Q_EMIT ticked();
    }

private:
    qint64 m_now = 1000;
};

} // namespace breakline
