// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "strategy/StrategyRegistry.h"
#include "ui/models/ParameterModel.h"

#include <QObject>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace breakline {

/// A plan as the loader reads it back, and what it warns of.
struct KeptPlan {
    Preset plan;
    std::vector<std::string> warnings;
};

/// Writes a plan to where presets of one's own are kept. Refused under the id of any
/// preset that is there.
using KeepPlan = std::function<Expected<KeptPlan>(const Preset& plan)>;

/// The settings form of the strategies, drawn from their schemas: what the registry says
/// of each parameter, with its value in a preset. It edits a copy, which is saved as a
/// preset of its own; neither the preset that was loaded nor any session is touched.
class StrategySettings : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
    Q_PROPERTY(QStringList presetIds READ presetIds NOTIFY presetIdsChanged)
    /// The preset that was loaded; -1: there is none. Another one forgets what was edited.
    Q_PROPERTY(int presetIndex READ presetIndex WRITE setPresetIndex NOTIFY changed)
    Q_PROPERTY(QStringList strategies READ strategies NOTIFY changed)
    /// What each of them trades, and whether it may signal in the edited plan.
    Q_PROPERTY(QStringList sentences READ sentences NOTIFY changed)
    Q_PROPERTY(QStringList notes READ notes NOTIFY changed)
    Q_PROPERTY(int strategyIndex READ strategyIndex WRITE setStrategyIndex NOTIFY changed)
    /// The strategy looked at may signal.
    Q_PROPERTY(bool allowed READ isAllowed WRITE setAllowed NOTIFY changed)
    Q_PROPERTY(breakline::ParameterModel* parameters READ parameters CONSTANT)
    /// The id under which the copy is saved.
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY changed)
    Q_PROPERTY(bool edited READ isEdited NOTIFY changed)
    Q_PROPERTY(bool canSave READ canSave NOTIFY changed)
    /// Why it cannot be saved; empty where it can, or where there is nothing to save.
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(QString resultText READ resultText NOTIFY changed)
    Q_PROPERTY(bool success READ success NOTIFY changed)
    /// What the loader warns of in the saved copy, in its own words.
    Q_PROPERTY(QString warnings READ warnings NOTIFY changed)
public:
    StrategySettings(std::vector<Preset> plans, KeepPlan keep, QObject* parent = nullptr);

    QStringList presetIds() const;
    int presetIndex() const { return m_index; }
    void setPresetIndex(int index);
    QStringList strategies() const;
    QStringList sentences() const;
    QStringList notes() const;
    int strategyIndex() const { return static_cast<int>(m_strategy); }
    void setStrategyIndex(int index);
    bool isAllowed() const { return m_plan.strategies.has(m_strategy); }
    void setAllowed(bool isAllowed);
    ParameterModel* parameters() { return &m_parameters; }
    QString name() const { return m_name; }
    void setName(const QString& name);
    bool isEdited() const;
    bool canSave() const { return isEdited() && problem().isEmpty(); }
    QString problem() const;
    QString resultText() const;
    bool success() const { return m_isSaved; }
    QString warnings() const { return m_warnings; }
    const Preset& plan() const { return m_plan; }

    /// The form is opened where this preset is chosen: it is loaded, unless something
    /// of another one was edited and not saved.
    Q_INVOKABLE void open(const QString& presetId);
    /// What was typed for a parameter of the strategy looked at.
    Q_INVOKABLE void setText(const QString& key, const QString& text);
    /// Back to the values of the preset that was loaded.
    Q_INVOKABLE void revert();
    Q_INVOKABLE void save();
    void retranslate();

Q_SIGNALS:
    void presetIdsChanged();
    void changed();
    void saved(const QString& presetId, const QString& summary);

private:
    const StrategyDefinition& definition() const { return definitionOf(m_strategy); }
    const Preset* base() const;
    void load(int index);
    void refresh();
    ParameterRow rowOf(std::size_t place) const;
    /// Something that was typed, of any strategy, is not allowed.
    bool hasError() const;
    QString freeName() const;

    std::vector<Preset> m_plans;
    KeepPlan m_keep;
    int m_index = -1;
    Strategy m_strategy = Strategy::Momentum;
    Preset m_plan; ///< the edited copy
    std::map<QString, QString> m_typed; ///< by key, as it was typed, right or wrong
    ParameterModel m_parameters;
    QString m_name;
    bool m_isSaved = false;
    QString m_savedAs;
    QString m_warnings;
    QString m_refusal; ///< of the last try to save
};

} // namespace breakline
