// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/GateModel.h"

#include "ui/DisplayText.h"
#include "ui/GateText.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace breakline {

namespace {

bool isLevelHeading(const Gate& gate)
{
    return gate.stage == GateStage::Level && gate.name == "level";
}

/// The level tried that lies nearest to this price; null where the line on the chart
/// is another one: the same level is the same to a ten-thousandth.
const Gate* levelMeant(std::span<const Gate> gates, double price)
{
    const Gate* nearest = nullptr;
    double distance = price * 1e-4;
    for (const Gate& gate : gates)
        if (isLevelHeading(gate) && gate.value && std::abs(*gate.value - price) <= distance) {
            nearest = &gate;
            distance = std::abs(*gate.value - price);
        }
    return nearest;
}

std::string resultOf(const Gate& gate)
{
    if (gate.outcome == CheckOutcome::Fail && !gate.refuses)
        return "weighs";
    if (gate.outcome == CheckOutcome::NoData && !gate.refuses)
        return "no_data_allowed";
    return std::string(toText(gate.outcome));
}

} // namespace

void GateModel::show(ExplanationPtr explanation, std::optional<double> level)
{
    const int before = count();
    beginResetModel();
    m_rows.clear();
    m_marked = -1;
    m_explanation = std::move(explanation);
    const RecordedDecision* decision = m_explanation && m_explanation->decision && *m_explanation->decision
        ? &**m_explanation->decision
        : nullptr;
    const std::span<const Gate> gates =
        decision != nullptr ? std::span<const Gate>(decision->gates) : std::span<const Gate>();
    const Gate* const marked = level ? levelMeant(gates, *level) : nullptr;
    const Gate* above = nullptr; // the first gate under the last heading
    const Gate* tried = nullptr; // the level whose gates follow
    for (const Gate& gate : gates) {
        if (isLevelHeading(gate)) {
            tried = &gate;
            above = nullptr;
            continue;
        }
        if (gate.stage != GateStage::Signal || gate.scope == "entry" || gate.scope == "flow")
            tried = nullptr;
        const bool isMarked = tried != nullptr && marked != nullptr && tried->value == marked->value;
        if (above == nullptr || above->stage != gate.stage
            || (gate.stage == GateStage::Signal && above->scope != gate.scope)) {
            above = &gate;
            if (isMarked && m_marked < 0)
                m_marked = static_cast<int>(m_rows.size());
            m_rows.push_back({true, tried != nullptr ? tried->value : std::nullopt,
                              tried != nullptr ? tried->scope : std::string_view(), isMarked, gate});
        }
        m_rows.push_back({false, {}, {}, isMarked, gate});
    }
    endResetModel();
    if (count() != before)
        Q_EMIT countChanged();
}

int GateModel::decidedRow() const
{
    const auto decided =
        std::ranges::find_if(m_rows, [](const Row& row) { return !row.isHeading && row.gate.decided; });
    return decided == m_rows.end() ? -1 : static_cast<int>(decided - m_rows.begin());
}

QString GateModel::headingOf(const Row& row) const
{
    if (row.level) {
        const QString text =
            tr("Level %1 · %2").arg(GateText::number(row.level), GateText::scope(row.gate.scope));
        return row.side.empty() ? text : tr("%1, %2").arg(text, GateText::scope(row.side));
    }
    // Of a signal the scope is who asks; elsewhere it says something of the one gate.
    return row.gate.scope.empty() || row.gate.stage != GateStage::Signal ? GateText::stage(row.gate.stage)
                                                                         : GateText::scope(row.gate.scope);
}

QVariant GateModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (row.isHeading) {
        switch (role) {
        case Qt::DisplayRole:
        case HeadingRole: return headingOf(row);
        case MarkedRole: return row.isMarked;
        case DecidedRole:
        case SoleBlockerRole: return false;
        default: return QString();
        }
    }
    const Gate& gate = row.gate;
    const QString unit = GateText::unit(gate.unit);
    const auto withUnit = [&unit](const QString& number) {
        return unit.isEmpty() ? number : number + QLatin1Char(' ') + unit;
    };
    switch (role) {
    case HeadingRole: return QString();
    case Qt::DisplayRole:
    case NameRole:
        return gate.stage == GateStage::Signal || gate.scope.empty()
            ? GateText::name(gate.scope, gate.name)
            : tr("%1, %2").arg(GateText::name({}, gate.name), GateText::scope(gate.scope));
    case ResultRole: return DisplayText::plain(resultOf(gate));
    case ResultTextRole:
        return resultOf(gate) == "weighs" ? tr("Fails, but does not refuse")
                                          : DisplayText::filterResultName(resultOf(gate));
    case ValueRole: return gate.value ? withUnit(GateText::number(gate.value)) : QString();
    case ConditionRole: return GateText::condition(gate.bound, gate.threshold, gate.unit);
    case MarginRole: return gate.margin() ? GateText::signedNumber(gate.margin()) : QString();
    case ChangeRole: {
        const auto change = gate.neededChange();
        // A strict bound that the value meets: any step is enough.
        if (change && std::abs(*change) < std::abs(*gate.threshold) * 1e-9)
            return *change < 0.0 ? tr("anything less") : tr("anything more");
        return change ? GateText::signedNumber(change) : QString();
    }
    case DecidedRole: return gate.decided && gate.refuses;
    case SoleBlockerRole: return gate.isSoleBlocker;
    case MarkedRole: return row.isMarked;
    default: return {};
    }
}

QHash<int, QByteArray> GateModel::roleNames() const
{
    return {{HeadingRole, "heading"},         {NameRole, "name"},     {ResultRole, "result"},
            {ResultTextRole, "resultText"},   {ValueRole, "value"},   {ConditionRole, "condition"},
            {MarginRole, "margin"},           {ChangeRole, "change"}, {DecidedRole, "decided"},
            {SoleBlockerRole, "soleBlocker"}, {MarkedRole, "marked"}};
}

} // namespace breakline
