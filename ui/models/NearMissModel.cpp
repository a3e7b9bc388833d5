// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/NearMissModel.h"

#include "ui/DisplayText.h"
#include "ui/GateText.h"

namespace breakline {

namespace {

QString percent(std::size_t part, std::size_t whole)
{
    return whole == 0
        ? DisplayText::unknown()
        : DisplayText::number(100.0 * static_cast<double>(part) / static_cast<double>(whole), 1);
}

int asInt(std::size_t count)
{
    return static_cast<int>(count);
}

} // namespace

int NearMissModel::count() const
{
    return m_answer && m_answer->report ? static_cast<int>(m_answer->report->lines.size()) : 0;
}

const NearMissLine& NearMissModel::line(int row) const
{
    return m_answer->report->lines[static_cast<std::size_t>(row)];
}

void NearMissModel::show(NearMissAnswerPtr answer)
{
    // The ends come to the same lines.
    const bool isSame = m_answer && answer && m_answer->report && answer->report
        && m_answer->report->evaluated == answer->report->evaluated
        && m_answer->report->lines.size() == answer->report->lines.size();
    if (isSame) {
        m_answer = std::move(answer);
        if (count() > 0)
            Q_EMIT dataChanged(index(0), index(count() - 1));
        return;
    }
    beginResetModel();
    m_answer = std::move(answer);
    endResetModel();
    Q_EMIT countChanged();
}

QVariant NearMissModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const NearMissLine& row = line(index.row());
    switch (role) {
    case KeyRole: return QString::number(index.row());
    case StageRole: return GateText::stage(row.stage);
    case Qt::DisplayRole:
    case NameRole: {
        // "momentum:crossing"
        const std::size_t colon = row.name.find(':');
        if (colon == std::string::npos)
            return GateText::name({}, row.name);
        const std::string_view text = row.name;
        return tr("%1 · %2").arg(GateText::name(text.substr(0, colon), text.substr(colon + 1)),
                                 GateText::scope(text.substr(0, colon)));
    }
    case RefusedRole: return asInt(row.refused);
    case ShareRole: return percent(row.refused, m_answer->report->evaluated);
    case AloneRole: return asInt(row.alone);
    case ConditionRole:
        // Without a threshold of its own: the market sets it anew each time.
        return !row.values  ? DisplayText::unknown()
            : row.threshold ? GateText::condition(row.bound, row.threshold, row.unit)
                            : tr("%1 varying").arg(DisplayText::plain(std::string(toText(row.bound))));
    case ValuesRole:
        return row.values
            ? tr("%1 · %2 · %3")
                  .arg(GateText::number(row.values->p10, 4), GateText::number(row.values->p50, 4),
                       GateText::number(row.values->p90, 4))
            : QString();
    case DistanceRole: return row.distances ? DisplayText::number(row.distances->p50, 1) : QString();
    case AdmittedRole:
        return row.admitted
            ? tr("%1 · %2 · %3").arg((*row.admitted)[0]).arg((*row.admitted)[1]).arg((*row.admitted)[2])
            : QString();
    default: return {};
    }
}

QString NearMissModel::endsText(const AdmittedEnds& ends) const
{
    if (ends.signalled == 0)
        return tr("none of them comes to a signal");
    QString text = tr("%n signal(s)", "", asInt(ends.signalled));
    if (ends.ended() > 0)
        text += tr(": %1 won, %2 lost, %3 R together, costs included")
                    .arg(ends.won)
                    .arg(ends.lost)
                    .arg(DisplayText::signedNumber(ends.sumR, 2));
    if (ends.open > 0)
        text += tr(", %1 still open").arg(ends.open);
    if (ends.notEntered > 0)
        text += tr(", %1 not entered: the next price was too far away").arg(ends.notEntered);
    if (ends.unknown > 0)
        text += tr(", %1 not known").arg(ends.unknown);
    return text;
}

QStringList NearMissModel::movesOf(int row) const
{
    if (row < 0 || row >= count())
        return {};
    const NearMissLine& of = line(row);
    if (!of.values)
        return {tr("It refused for lack of data alone: another threshold would change nothing.")};
    if (!of.admitted)
        return {tr("No plan sets this threshold: it follows from the market.")};
    const NearMissEnds* ends = m_answer->ends && *m_answer->ends ? &**m_answer->ends : nullptr;
    const GateEnds* gate = ends != nullptr && static_cast<std::size_t>(row) < ends->gates.size()
        ? &ends->gates[static_cast<std::size_t>(row)]
        : nullptr;
    QStringList lines;
    for (std::size_t i = 0; i < kNearMissMoves.size(); ++i) {
        const QString moved = of.threshold
            ? GateText::condition(of.bound, movedThreshold(of.bound, *of.threshold, kNearMissMoves[i]),
                                  of.unit)
            : QString();
        QString text =
            tr("Moved by %1 %: %2 admits %3 more")
                .arg(DisplayText::number(100.0 * kNearMissMoves[i], 0), moved.isEmpty() ? tr("each") : moved)
                .arg((*of.admitted)[i]);
        if (gate != nullptr && gate->moves && (*of.admitted)[i] > 0)
            text += QStringLiteral(" · ") + endsText((*gate->moves)[i]);
        lines << text;
    }
    if (of.suggestion) {
        QString text =
            tr("Half-way to the median of what it refused: %1 admits %2 more; stands on %n case(s)", "",
               asInt(of.suggestion->cases))
                .arg(GateText::condition(of.bound, of.suggestion->threshold, of.unit))
                .arg(of.suggestion->admitted);
        if (gate != nullptr && gate->suggestion && of.suggestion->admitted > 0)
            text += QStringLiteral(" · ") + endsText(*gate->suggestion);
        lines << text;
    }
    // Of a line that no case stood alone in nobody has looked for its key.
    if (gate != nullptr && !gate->moves && gate->key.empty() && of.admitted->back() > 0)
        lines << tr("How they had ended is not known: no key of a plan moves this threshold.");
    else if (gate != nullptr && !gate->key.empty())
        lines << tr("Key of the plan: %1").arg(DisplayText::plain(gate->key));
    return lines;
}

QHash<int, QByteArray> NearMissModel::roleNames() const
{
    return {{KeyRole, "key"},
            {StageRole, "stage"},
            {NameRole, "name"},
            {RefusedRole, "refused"},
            {ShareRole, "share"},
            {AloneRole, "alone"},
            {ConditionRole, "condition"},
            {ValuesRole, "values"},
            {DistanceRole, "distance"},
            {AdmittedRole, "admitted"}};
}

} // namespace breakline
