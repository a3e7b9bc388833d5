// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/TwoStepCommand.h"

namespace breakline {

TwoStepCommand::TwoStepCommand(CommandKind kind, CommandDeck& deck, UiClock& clock, QObject* parent)
    : TwoStepPress(clock, parent)
    , m_kind(kind)
    , m_deck(deck)
{
    connect(&m_deck, &CommandDeck::answered, this, &TwoStepCommand::onReplied);
}

void TwoStepCommand::confirmed()
{
    m_pendingId = m_deck.send(m_kind);
}

void TwoStepCommand::onReplied(quint64 id)
{
    if (id != m_pendingId)
        return;
    m_pendingId = 0;
    Q_EMIT changed();
}

} // namespace breakline
