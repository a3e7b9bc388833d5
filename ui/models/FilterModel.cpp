// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/FilterModel.h"

#include "ui/DisplayText.h"

namespace breakline {

void FilterModel::update(const std::vector<FilterView>& filters)
{
    followKeyed(
        m_rows, filters, [](const FilterView& row) -> const std::string& { return row.name; },
        [](const FilterView& a, const FilterView& b) {
            return a.result == b.result && a.value == b.value && a.threshold == b.threshold;
        });
}

QVariant FilterModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const FilterView& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case NameRole: return DisplayText::filterName(row.name);
    case ResultRole: return DisplayText::plain(row.result);
    case ResultTextRole: return DisplayText::filterResultName(row.result);
    case ValueRole: return DisplayText::filterValue(row.name, row.value);
    case ThresholdRole: return DisplayText::filterValue(row.name, row.threshold);
    default: return {};
    }
}

QHash<int, QByteArray> FilterModel::roleNames() const
{
    return {{NameRole, "name"},
            {ResultRole, "result"},
            {ResultTextRole, "resultText"},
            {ValueRole, "value"},
            {ThresholdRole, "threshold"}};
}

} // namespace breakline
