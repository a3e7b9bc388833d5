// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/RequestBudgetModel.h"

#include "ui/DisplayText.h"
#include "ui/EngineText.h"

#include <QLocale>

namespace breakline {

void RequestBudgetModel::update(const std::vector<RequestBudgetView>& budgets)
{
    followKeyed(
        m_rows, budgets, [](const RequestBudgetView& row) -> const std::string& { return row.endpoint; },
        [](const RequestBudgetView& a, const RequestBudgetView& b) {
            return a.limit == b.limit && a.left == b.left && a.resets == b.resets;
        });
}

QVariant RequestBudgetModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const RequestBudgetView& row = m_rows[static_cast<std::size_t>(index.row())];
    const bool hasLimit = row.limit > 0;
    switch (role) {
    case Qt::DisplayRole:
    case EndpointRole: return EngineText::endpoint(row.endpoint);
    case LimitRole: return hasLimit ? QLocale().toString(row.limit) : DisplayText::unknown();
    case LeftRole: return hasLimit ? QLocale().toString(row.left) : DisplayText::unknown();
    case HasRoomRole: return !hasLimit || row.left > kLowPart * row.limit;
    case ResetsRole: return row.resets ? DisplayText::timeOfDay(*row.resets) : DisplayText::unknown();
    default: return {};
    }
}

QHash<int, QByteArray> RequestBudgetModel::roleNames() const
{
    return {{EndpointRole, "endpoint"},
            {LimitRole, "limit"},
            {LeftRole, "left"},
            {HasRoomRole, "hasRoom"},
            {ResetsRole, "resets"}};
}

} // namespace breakline
