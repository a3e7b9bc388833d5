// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/UiClock.h"

namespace breakline {

SteadyUiClock::SteadyUiClock(QObject* parent)
    : UiClock(parent)
{
    m_elapsed.start();
    m_timer.setInterval(kFrameMs);
    connect(&m_timer, &QTimer::timeout, this, &UiClock::ticked);
    m_timer.start();
}

} // namespace breakline
