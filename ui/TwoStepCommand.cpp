// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/TwoStepCommand.h"

#include <algorithm>

namespace breakline {

TwoStepCommand::TwoStepCommand(CommandKind kind, CommandDeck& deck, UiClock& clock, QObject* parent)
    : QObject(parent)
    , m_kind(kind)
    , m_deck(deck)
    , m_clock(clock)
{
    connect(&m_clock, &UiClock::ticked, this, &TwoStepCommand::onTick);
    connect(&m_deck, &CommandDeck::answered, this, &TwoStepCommand::onReplied);
}

int TwoStepCommand::remainingMs() const
{
    if (!isArmed())
        return 0;
    return static_cast<int>(std::max<qint64>(0, m_armedAtMs + kArmedMs - m_clock.nowMs()));
}

void TwoStepCommand::press()
{
    const qint64 now = m_clock.nowMs();
    if (!isArmed() || remainingMs() == 0) {
        m_armedAtMs = now;
    } else if (now - m_armedAtMs >= kDeliberateMs) {
        m_armedAtMs = -1;
        m_pendingId = m_deck.send(m_kind);
    }
    Q_EMIT changed();
}

void TwoStepCommand::disarm()
{
    if (!isArmed())
        return;
    m_armedAtMs = -1;
    Q_EMIT changed();
}

void TwoStepCommand::onTick()
{
    if (!isArmed())
        return;
    if (remainingMs() == 0)
        m_armedAtMs = -1;
    Q_EMIT changed();
}

void TwoStepCommand::onReplied(quint64 id)
{
    if (id != m_pendingId)
        return;
    m_pendingId = 0;
    Q_EMIT changed();
}

} // namespace breakline
