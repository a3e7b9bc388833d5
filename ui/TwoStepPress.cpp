// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/TwoStepPress.h"

#include <algorithm>

namespace breakline {

TwoStepPress::TwoStepPress(UiClock& clock, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
{
    connect(&m_clock, &UiClock::ticked, this, &TwoStepPress::onTick);
}

int TwoStepPress::remainingMs() const
{
    if (!isArmed())
        return 0;
    return static_cast<int>(std::max<qint64>(0, m_armedAtMs + kArmedMs - m_clock.nowMs()));
}

void TwoStepPress::press()
{
    const qint64 now = m_clock.nowMs();
    if (!isArmed() || remainingMs() == 0) {
        m_armedAtMs = now;
    } else if (now - m_armedAtMs >= kDeliberateMs) {
        m_armedAtMs = -1;
        confirmed();
    }
    Q_EMIT changed();
}

void TwoStepPress::disarm()
{
    if (!isArmed())
        return;
    m_armedAtMs = -1;
    Q_EMIT changed();
}

void TwoStepPress::onTick()
{
    if (!isArmed())
        return;
    if (remainingMs() == 0)
        m_armedAtMs = -1;
    Q_EMIT changed();
}

} // namespace breakline
