// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/StartChoice.h"
#include "trading/TradingDesk.h"

#include <QObject>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include <map>
#include <string>
#include <vector>

namespace breakline {

/// A preset that can be chosen.
struct PresetChoice {
    QString id;
    QString summary; ///< the file's own words, not translated
    bool isDemonstration = false; ///< the window says that it has no proven edge
};

/// The buttons' other side: which commands are open in the present state, the
/// preset chosen for the next start, and what became of the last command. A
/// reply is shown as it is: a failure is a failure.
class CommandDeck : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
    Q_PROPERTY(bool canStart READ canStart NOTIFY availabilityChanged)
    Q_PROPERTY(bool canStop READ canStop NOTIFY availabilityChanged)
    Q_PROPERTY(bool canPause READ canPause NOTIFY availabilityChanged)
    Q_PROPERTY(bool canResume READ canResume NOTIFY availabilityChanged)
    Q_PROPERTY(bool canRetry READ canRetry NOTIFY availabilityChanged)
    Q_PROPERTY(bool canRearm READ canRearm NOTIFY availabilityChanged)
    Q_PROPERTY(bool canTimeStop READ canTimeStop NOTIFY availabilityChanged)
    Q_PROPERTY(bool presetLocked READ isPresetLocked NOTIFY availabilityChanged)
    Q_PROPERTY(QStringList presetIds READ presetIds NOTIFY presetIdsChanged)
    Q_PROPERTY(int presetIndex READ presetIndex WRITE setPresetIndex NOTIFY presetChanged)
    Q_PROPERTY(QString presetSummary READ presetSummary NOTIFY presetTextChanged)
    Q_PROPERTY(bool presetIsDemonstration READ presetIsDemonstration NOTIFY presetChanged)
    /// What a start does with positions that it finds, and which of these it is.
    Q_PROPERTY(QStringList startChoices READ startChoices NOTIFY presetTextChanged)
    Q_PROPERTY(int startChoiceIndex READ startChoiceIndex WRITE setStartChoiceIndex NOTIFY startChoiceChanged)
    Q_PROPERTY(QString replyText READ replyText NOTIFY replyChanged)
    Q_PROPERTY(bool replySuccess READ replySuccess NOTIFY replyChanged)
    Q_PROPERTY(int replyCount READ replyCount NOTIFY replyChanged)
    Q_PROPERTY(bool busy READ isBusy NOTIFY replyChanged)
public:
    CommandDeck(TradingDesk& desk, std::vector<PresetChoice> presets, const QString& presetId,
                QObject* parent = nullptr);

    bool canStart() const { return isOpen(CommandKind::Start); }
    bool canStop() const { return isOpen(CommandKind::Stop); }
    bool canPause() const { return isOpen(CommandKind::Pause); }
    bool canResume() const { return isOpen(CommandKind::Resume); }
    bool canRetry() const { return isOpen(CommandKind::Retry); }
    bool canRearm() const { return isOpen(CommandKind::Rearm); }
    bool canTimeStop() const { return isOpen(CommandKind::TimeStop); }
    bool isPresetLocked() const { return !canStart(); }
    QStringList presetIds() const;
    int presetIndex() const { return m_presetIndex; }
    void setPresetIndex(int index);
    /// One that was saved just now: it can be chosen, the choice stays.
    void addPreset(const QString& id, const QString& summary);
    QString presetSummary() const;
    bool presetIsDemonstration() const;
    QStringList startChoices() const;
    int startChoiceIndex() const { return static_cast<int>(m_startChoice); }
    void setStartChoiceIndex(int index);
    StartChoice startChoice() const { return m_startChoice; }
    /// As the settings have it; the trading side knows.
    void recallStartChoice(StartChoice choice);
    QString replyText() const;
    bool replySuccess() const { return m_reply.success; }
    int replyCount() const { return m_replyCount; }
    bool isBusy() const { return !m_pending.empty(); }

    Q_INVOKABLE void start();
    Q_INVOKABLE void stop() { send(CommandKind::Stop); }
    /// Without the two steps of the button: whoever asks has asked already.
    Q_INVOKABLE void flatten() { send(CommandKind::PanicExit); }
    Q_INVOKABLE void pause() { send(CommandKind::Pause); }
    Q_INVOKABLE void resume() { send(CommandKind::Resume); }
    Q_INVOKABLE void retry() { send(CommandKind::Retry); }
    Q_INVOKABLE void timeStop() { send(CommandKind::TimeStop); }
    /// `confirmation` is what the operator typed.
    Q_INVOKABLE void rearm(const QString& confirmation) { send(CommandKind::Rearm, confirmation); }
    /// `choice`: "adopt", "flatten" or "release", of a contested position.
    Q_INVOKABLE void resolve(const QString& choice, const QString& symbol)
    {
        send(CommandKind::Resolve, choice + QLatin1Char(' ') + symbol);
    }
    Q_INVOKABLE void selectSymbol(const QString& symbol) { send(CommandKind::SelectSymbol, symbol); }

    quint64 send(CommandKind kind, const QString& argument = {});
    void update(const TradingSnapshot& snapshot);
    void retranslate();

Q_SIGNALS:
    void availabilityChanged();
    void presetIdsChanged();
    void presetChanged();
    void presetTextChanged();
    void startChoiceChanged();
    void replyChanged();
    void answered(quint64 id, bool success);

private:
    bool isOpen(CommandKind kind) const;
    void onReplied(const CommandReply& reply);

    TradingDesk& m_desk;
    std::vector<PresetChoice> m_presets;
    int m_presetIndex = -1;
    StartChoice m_startChoice = StartChoice::Adopt;
    std::vector<CommandKind> m_open;
    std::map<quint64, CommandKind> m_pending;
    CommandReply m_reply;
    int m_replyCount = 0;
};

} // namespace breakline
