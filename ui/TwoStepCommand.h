// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/CommandDeck.h"
#include "ui/TwoStepPress.h"

namespace breakline {

/// A command that takes two deliberate presses. Pressing is always possible,
/// also while an earlier one is under way.
class TwoStepCommand : public TwoStepPress {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
    Q_PROPERTY(bool pending READ isPending NOTIFY changed)
public:
    TwoStepCommand(CommandKind kind, CommandDeck& deck, UiClock& clock, QObject* parent = nullptr);

    bool isPending() const { return m_pendingId != 0; }

private:
    void confirmed() override;
    void onReplied(quint64 id);

    CommandKind m_kind;
    CommandDeck& m_deck;
    quint64 m_pendingId = 0;
};

} // namespace breakline
