// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/graph/StateGraph.h"

#include "ui/DisplayText.h"
#include "ui/graph/StateGraphLayout.h"

namespace breakline {

QVariant StateGraph::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const auto state = static_cast<TradingState>(index.row());
    const StatePlace& place = kStatePlaces[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case NameRole: return DisplayText::stateName(state);
    case CenterXRole: return place.x;
    case CenterYRole: return place.y;
    case CurrentRole: return index.row() == m_current;
    case PreviousRole: return index.row() == m_previous;
    case TroubleRole: return isErrorState(state);
    default: return {};
    }
}

QHash<int, QByteArray> StateGraph::roleNames() const
{
    return {{NameRole, "name"},       {CenterXRole, "centerX"},   {CenterYRole, "centerY"},
            {CurrentRole, "current"}, {PreviousRole, "previous"}, {TroubleRole, "trouble"}};
}

bool StateGraph::isInRunning() const
{
    return m_current >= 0 && isRunning(static_cast<TradingState>(m_current));
}

double StateGraph::nodeWidth() const
{
    return kStateNodeWidth;
}

double StateGraph::nodeHeight() const
{
    return kStateNodeHeight;
}

void StateGraph::update(const TradingSnapshot& snapshot)
{
    const int current = static_cast<int>(snapshot.state);
    const int previous =
        snapshot.transitions.empty() ? -1 : static_cast<int>(snapshot.transitions.back().from);
    if (current == m_current && previous == m_previous)
        return;
    m_current = current;
    m_previous = previous;
    Q_EMIT dataChanged(index(0), index(count() - 1), {CurrentRole, PreviousRole});
    Q_EMIT moved();
}

} // namespace breakline
