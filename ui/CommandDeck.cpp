// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/CommandDeck.h"

#include "ui/DisplayText.h"
#include "ui/EngineText.h"

#include <algorithm>

namespace breakline {

CommandDeck::CommandDeck(TradingDesk& desk, std::vector<PresetChoice> presets, const QString& presetId,
                         QObject* parent)
    : QObject(parent)
    , m_desk(desk)
    , m_presets(std::move(presets))
{
    const auto found = std::find_if(m_presets.begin(), m_presets.end(),
                                    [&](const PresetChoice& preset) { return preset.id == presetId; });
    if (found != m_presets.end())
        m_presetIndex = static_cast<int>(found - m_presets.begin());
    else if (!m_presets.empty())
        m_presetIndex = 0;
    connect(&m_desk, &TradingDesk::replied, this, &CommandDeck::onReplied);
}

bool CommandDeck::isOpen(CommandKind kind) const
{
    return std::find(m_open.begin(), m_open.end(), kind) != m_open.end();
}

QStringList CommandDeck::presetIds() const
{
    QStringList ids;
    for (const PresetChoice& preset : m_presets)
        ids.append(preset.id);
    return ids;
}

void CommandDeck::setPresetIndex(int index)
{
    if (index == m_presetIndex || index < 0 || index >= static_cast<int>(m_presets.size()))
        return;
    m_presetIndex = index;
    Q_EMIT presetChanged();
    Q_EMIT presetTextChanged();
}

void CommandDeck::addPreset(const QString& id, const QString& summary)
{
    m_presets.push_back({id, summary, false});
    Q_EMIT presetIdsChanged();
    if (m_presetIndex < 0)
        setPresetIndex(0);
    else
        Q_EMIT presetChanged(); // a selector whose list is new shows the first
}

QString CommandDeck::presetSummary() const
{
    return m_presetIndex < 0
        ? QString()
        : EngineText::presetSummary(m_presets[static_cast<std::size_t>(m_presetIndex)].summary.toStdString());
}

bool CommandDeck::presetIsDemonstration() const
{
    return m_presetIndex >= 0 && m_presets[static_cast<std::size_t>(m_presetIndex)].isDemonstration;
}

QStringList CommandDeck::startChoices() const
{
    return {tr("Adopt: go on with them, protected"), tr("Flatten: close everything, then go on"),
            tr("Wait: protect them, no entry before Resume")};
}

void CommandDeck::recallStartChoice(StartChoice choice)
{
    if (choice == m_startChoice)
        return;
    m_startChoice = choice;
    Q_EMIT startChoiceChanged();
}

void CommandDeck::setStartChoiceIndex(int index)
{
    if (index == startChoiceIndex() || index < 0 || index > static_cast<int>(StartChoice::Wait))
        return;
    m_startChoice = static_cast<StartChoice>(index);
    const std::string_view name = toText(m_startChoice);
    send(CommandKind::OnStart, QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())));
    Q_EMIT startChoiceChanged();
}

QString CommandDeck::replyText() const
{
    if (m_replyCount == 0)
        return {};
    const QString name = DisplayText::commandName(m_reply.kind);
    if (m_reply.success) {
        return m_reply.message.empty() ? tr("%1: done").arg(name)
                                       : tr("%1: %2").arg(name, EngineText::translate(m_reply.message));
    }
    return m_reply.message.empty() ? tr("%1 failed").arg(name)
                                   : tr("%1 failed: %2").arg(name, EngineText::translate(m_reply.message));
}

void CommandDeck::start()
{
    if (m_presetIndex >= 0)
        send(CommandKind::Start, m_presets[static_cast<std::size_t>(m_presetIndex)].id);
}

quint64 CommandDeck::send(CommandKind kind, const QString& argument)
{
    const quint64 id = m_desk.submit(kind, argument.toStdString());
    m_pending.emplace(id, kind);
    Q_EMIT replyChanged();
    return id;
}

void CommandDeck::update(const TradingSnapshot& snapshot)
{
    const auto running = std::find_if(m_presets.begin(), m_presets.end(), [&](const PresetChoice& preset) {
        return preset.id.toStdString() == snapshot.preset;
    });
    const bool changed = snapshot.commands != m_open;
    m_open = snapshot.commands;
    if (changed)
        Q_EMIT availabilityChanged();
    // While locked, the selector shows what runs, also if a script started it.
    if (isPresetLocked() && running != m_presets.end())
        setPresetIndex(static_cast<int>(running - m_presets.begin()));
}

void CommandDeck::retranslate()
{
    Q_EMIT replyChanged();
    Q_EMIT presetTextChanged();
}

void CommandDeck::onReplied(const CommandReply& reply)
{
    m_pending.erase(reply.id);
    // Choosing a symbol, or what a start does, is not worth a line, unless it was refused.
    const bool isQuiet = reply.kind == CommandKind::SelectSymbol || reply.kind == CommandKind::OnStart;
    if (!isQuiet || !reply.success) {
        m_reply = reply;
        ++m_replyCount;
    }
    Q_EMIT replyChanged();
    Q_EMIT answered(reply.id, reply.success);
}

} // namespace breakline
