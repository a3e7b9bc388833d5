// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/StrategySettings.h"

#include "ui/DisplayText.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <optional>

namespace breakline {

namespace {

QString fromView(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// A text of the registry in the window's language.
QString schemaText(std::string_view text)
{
    return text.empty() ? QString() : QCoreApplication::translate("Strategies", std::string(text).c_str());
}

QString keyOf(const StrategyDefinition& definition, const StrategyParameter& parameter)
{
    return fromView(definition.block) + QLatin1Char('.') + fromView(parameter.key);
}

/// As it can be typed again: without a mark between thousands.
QString numberText(double value)
{
    QLocale locale;
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    return locale.toString(value, 'f', DisplayText::decimalsOf(value));
}

struct TypedNumber {
    std::optional<double> value;
    /// No value: it holds what may be a mark between thousands, or before decimals.
    bool isAmbiguous = false;
};

/// In the window's number format, or with a point. What the format would read as
/// grouped, such as "1.500" in German, is taken for neither 1500 nor 1.5.
TypedNumber typedNumber(const QString& text)
{
    const auto read = [&](QLocale locale, bool grouped) -> std::optional<double> {
        locale.setNumberOptions(grouped ? QLocale::DefaultNumberOptions : QLocale::RejectGroupSeparator);
        bool isNumber = false;
        const double value = locale.toDouble(text.trimmed(), &isNumber);
        return isNumber && std::isfinite(value) ? std::optional(value) : std::nullopt;
    };
    if (const auto value = read(QLocale(), false))
        return {value};
    if (read(QLocale(), true))
        return {std::nullopt, true};
    return {read(QLocale::c(), false)};
}

bool isPlainId(const QString& id)
{
    return !id.isEmpty() && std::ranges::all_of(id, [](QChar c) {
        return c.unicode() < 128 && (c.isLetterOrNumber() || c == QLatin1Char('_') || c == QLatin1Char('-'));
    });
}

} // namespace

StrategySettings::StrategySettings(std::vector<Preset> plans, KeepPlan keep, QObject* parent)
    : QObject(parent)
    , m_plans(std::move(plans))
    , m_keep(std::move(keep))
{
    load(m_plans.empty() ? -1 : 0);
}

QStringList StrategySettings::presetIds() const
{
    QStringList ids;
    for (const Preset& plan : m_plans)
        ids.append(DisplayText::plain(plan.id));
    return ids;
}

const Preset* StrategySettings::base() const
{
    return m_index < 0 ? nullptr : &m_plans[static_cast<std::size_t>(m_index)];
}

void StrategySettings::load(int index)
{
    m_index = index;
    m_plan = base() != nullptr ? *base() : Preset {};
    m_typed.clear();
    m_name = freeName();
    m_isSaved = false;
    m_refusal.clear();
    m_warnings.clear();
    refresh();
}

void StrategySettings::setPresetIndex(int index)
{
    if (index != m_index && index >= 0 && index < static_cast<int>(m_plans.size()))
        load(index);
}

void StrategySettings::open(const QString& presetId)
{
    const auto index = static_cast<int>(presetIds().indexOf(presetId));
    if (index >= 0 && index != m_index && !isEdited())
        load(index);
}

void StrategySettings::revert()
{
    load(m_index);
}

QStringList StrategySettings::strategies() const
{
    QStringList titles;
    for (const StrategyDefinition& one : allStrategies())
        titles.append(schemaText(one.title));
    return titles;
}

QStringList StrategySettings::sentences() const
{
    QStringList texts;
    for (const StrategyDefinition& one : allStrategies())
        texts.append(schemaText(one.sentence));
    return texts;
}

QStringList StrategySettings::notes() const
{
    QStringList texts;
    for (const StrategyDefinition& one : allStrategies()) {
        const bool isOn = m_plan.strategies.has(one.strategy);
        texts.append(!isOn                                         ? tr("Off")
                         : one.strategy == m_plan.strategyPriority ? tr("On, tried first")
                                                                   : tr("On"));
    }
    return texts;
}

void StrategySettings::setStrategyIndex(int index)
{
    if (index == strategyIndex() || index < 0 || index >= static_cast<int>(kStrategyCount))
        return;
    m_strategy = static_cast<Strategy>(index);
    refresh();
}

void StrategySettings::setAllowed(bool isAllowed)
{
    if (isAllowed == this->isAllowed())
        return;
    m_plan.strategies.set(m_strategy, isAllowed);
    refresh();
}

void StrategySettings::setName(const QString& name)
{
    if (name == m_name)
        return;
    m_name = name;
    m_refusal.clear();
    Q_EMIT changed();
}

QString StrategySettings::freeName() const
{
    const Preset* loaded = base();
    if (loaded == nullptr)
        return {};
    const QStringList taken = presetIds();
    for (int number = 1;; ++number) {
        const QString name = DisplayText::plain(loaded->id) + QStringLiteral("_%1").arg(number);
        if (!taken.contains(name))
            return name;
    }
}

ParameterRow StrategySettings::rowOf(std::size_t place) const
{
    const StrategyParameter& parameter = definition().parameters[place];
    const auto& range = parameter.range;
    ParameterRow row;
    row.key = keyOf(definition(), parameter);
    row.label = schemaText(parameter.label);
    row.unit = schemaText(parameter.unit);
    row.sentence = schemaText(parameter.sentence);
    row.usual = numberText(usualValue(parameter));
    if (!std::isfinite(range.high))
        row.range = (range.lowOpen ? tr("above %1") : tr("%1 or more")).arg(numberText(range.low));
    else
        row.range = (range.lowOpen ? tr("above %1, at most %2") : tr("%1 to %2"))
                        .arg(numberText(range.low), numberText(range.high));
    if (parameter.isWhole)
        row.range = tr("whole number, %1").arg(row.range);
    const double value = parameterValue(m_plan, definition(), place);
    row.text = numberText(value);
    row.isChanged = base() != nullptr && value != parameterValue(*base(), definition(), place);
    const auto typed = m_typed.find(row.key);
    if (typed == m_typed.end())
        return row;
    row.text = typed->second;
    row.isChanged = true;
    const auto [number, isAmbiguous] = typedNumber(row.text);
    if (isAmbiguous)
        row.error = tr("This can be read in two ways. Decimals begin with \"%1\", thousands have no mark. "
                       "Allowed: %2")
                        .arg(QLocale().decimalPoint(), row.range);
    else if (!number)
        row.error = tr("This is not a number. Allowed: %1").arg(row.range);
    else if (!parameter.holds(*number))
        row.error = tr("This value is not allowed. Allowed: %1").arg(row.range);
    else
        row.isChanged = base() != nullptr && *number != parameterValue(*base(), definition(), place);
    return row;
}

void StrategySettings::setText(const QString& key, const QString& text)
{
    for (std::size_t place = 0; place < definition().parameters.size(); ++place) {
        const StrategyParameter& parameter = definition().parameters[place];
        if (keyOf(definition(), parameter) != key || rowOf(place).text == text)
            continue;
        m_typed[key] = text;
        if (const auto number = typedNumber(text).value; number && parameter.holds(*number))
            setParameterValue(m_plan, definition(), place, *number);
        refresh();
    }
}

bool StrategySettings::hasError() const
{
    for (const StrategyDefinition& one : allStrategies())
        for (const StrategyParameter& parameter : one.parameters) {
            const auto typed = m_typed.find(keyOf(one, parameter));
            if (typed == m_typed.end())
                continue;
            const auto number = typedNumber(typed->second).value;
            if (!number || !parameter.holds(*number))
                return true;
        }
    return false;
}

bool StrategySettings::isEdited() const
{
    if (base() == nullptr)
        return false;
    if (hasError() || m_plan.strategies != base()->strategies)
        return true;
    for (const StrategyDefinition& one : allStrategies())
        for (std::size_t place = 0; place < one.parameters.size(); ++place)
            if (parameterValue(m_plan, one, place) != parameterValue(*base(), one, place))
                return true;
    return false;
}

QString StrategySettings::problem() const
{
    if (!isEdited())
        return {};
    if (hasError())
        return tr("A value is not allowed.");
    if (m_plan.strategies.isEmpty())
        return tr("At least one strategy has to be on.");
    if (!isPlainId(m_name))
        return tr("The name of the copy is letters, digits, _ and - only.");
    if (presetIds().contains(m_name))
        return tr("There is a preset of this name. It is not changed: choose another name.");
    return {};
}

QString StrategySettings::resultText() const
{
    if (m_isSaved)
        return tr("Saved as %1. It can be chosen for the next start.").arg(m_savedAs);
    return m_refusal.isEmpty() ? QString() : tr("Not saved: %1").arg(m_refusal);
}

void StrategySettings::save()
{
    if (!canSave() || !m_keep)
        return;
    Preset copy = m_plan;
    copy.id = m_name.toStdString();
    // What the other one says of itself need not hold of other values.
    copy.summary = tr("Changed copy of %1.").arg(DisplayText::plain(base()->id)).toStdString();
    auto kept = m_keep(copy);
    if (!kept) {
        m_isSaved = false;
        m_refusal = DisplayText::plain(kept.error().message);
        Q_EMIT changed();
        return;
    }
    const QString id = m_name;
    m_plans.push_back(std::move(kept->plan));
    Q_EMIT presetIdsChanged();
    load(static_cast<int>(m_plans.size()) - 1);
    m_isSaved = true;
    m_savedAs = id;
    QStringList warnings;
    for (const std::string& warning : kept->warnings)
        warnings.append(DisplayText::plain(warning));
    m_warnings = warnings.join(QLatin1Char('\n'));
    Q_EMIT changed();
    Q_EMIT saved(id, DisplayText::plain(m_plan.summary));
}

void StrategySettings::refresh()
{
    if (isEdited()) {
        m_isSaved = false;
        m_refusal.clear();
        m_warnings.clear();
    }
    std::vector<ParameterRow> rows;
    for (std::size_t place = 0; place < definition().parameters.size(); ++place)
        rows.push_back(rowOf(place));
    m_parameters.update(rows);
    Q_EMIT changed();
}

void StrategySettings::retranslate()
{
    refresh();
}

} // namespace breakline
