// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/CommandDeck.h"
#include "ui/UiClock.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace breakline {

/// A command that takes two deliberate presses: the first arms it for
/// kArmedMs, the second within that time sends it. A second press earlier than
/// kDeliberateMs is the tail of a double click and is ignored. Pressing is
/// always possible, also while an earlier one is under way.
class TwoStepCommand : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
    Q_PROPERTY(bool armed READ isArmed NOTIFY changed)
    Q_PROPERTY(bool pending READ isPending NOTIFY changed)
    Q_PROPERTY(int remainingMs READ remainingMs NOTIFY changed)
    Q_PROPERTY(double remainingFraction READ remainingFraction NOTIFY changed)
public:
    static constexpr int kArmedMs = 3000;
    static constexpr int kDeliberateMs = 250;

    TwoStepCommand(CommandKind kind, CommandDeck& deck, UiClock& clock, QObject* parent = nullptr);

    bool isArmed() const { return m_armedAtMs >= 0; }
    bool isPending() const { return m_pendingId != 0; }
    int remainingMs() const;
    double remainingFraction() const { return static_cast<double>(remainingMs()) / kArmedMs; }

    Q_INVOKABLE void press();
    Q_INVOKABLE void disarm();

Q_SIGNALS:
    void changed();

private:
    void onTick();
    void onReplied(quint64 id);

    CommandKind m_kind;
    CommandDeck& m_deck;
    UiClock& m_clock;
    qint64 m_armedAtMs = -1;
    quint64 m_pendingId = 0;
};

} // namespace breakline
