// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/TransitionModel.h"

#include "ui/DisplayText.h"
#include "ui/EngineText.h"

namespace breakline {

void TransitionModel::update(const std::vector<TransitionView>& transitions)
{
    followTail(m_rows, transitions, kLimit, [](const TransitionView& a, const TransitionView& b) {
        if (a.sequence != 0 || b.sequence != 0)
            return a.sequence == b.sequence;
        return a.time == b.time && a.from == b.from && a.to == b.to && a.trigger == b.trigger
            && a.reason == b.reason;
    });
}

QVariant TransitionModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const TransitionView& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case TimeRole: return DisplayText::timeOfDay(row.time);
    case FromRole: return DisplayText::stateName(row.from);
    case Qt::DisplayRole:
    case ToRole: return DisplayText::stateName(row.to);
    case TriggerRole: return EngineText::trigger(row.trigger);
    case ReasonRole: return EngineText::translate(row.reason);
    default: return {};
    }
}

QHash<int, QByteArray> TransitionModel::roleNames() const
{
    return {{TimeRole, "time"},
            {FromRole, "from"},
            {ToRole, "to"},
            {TriggerRole, "trigger"},
            {ReasonRole, "reason"}};
}

} // namespace breakline
