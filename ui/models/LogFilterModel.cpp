// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/LogFilterModel.h"

#include "ui/models/LogModel.h"

namespace breakline {

void LogFilterModel::setMinimumRank(int rank)
{
    if (rank == m_minimumRank)
        return;
    m_minimumRank = rank;
    invalidateFilter();
    Q_EMIT minimumRankChanged();
}

void LogFilterModel::setSearchText(const QString& text)
{
    if (text == m_searchText)
        return;
    m_searchText = text;
    invalidateFilter();
    Q_EMIT searchTextChanged();
}

bool LogFilterModel::filterAcceptsRow(int sourceRow, const QModelIndex& sourceParent) const
{
    const QModelIndex index = sourceModel()->index(sourceRow, 0, sourceParent);
    if (index.data(LogModel::LevelRankRole).toInt() < m_minimumRank)
        return false;
    if (m_searchText.isEmpty())
        return true;
    for (const int role : {LogModel::MessageRole, LogModel::SymbolRole, LogModel::ComponentRole}) {
        if (index.data(role).toString().contains(m_searchText, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

} // namespace breakline
