// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/FilterModel.h"

#include "ui/DisplayText.h"

namespace breakline {

namespace {

/// "≥ 5.00 M", "≤ 10.00 bps", "0.20 – 1.50 %"; without bounds what was compared.
QString thresholdText(const FilterView& row)
{
    const auto text = [&row](std::optional<double> value) {
        return DisplayText::filterValue(row.name, value);
    };
    if (row.minimum && row.maximum)
        return DisplayText::filterRange(row.name, *row.minimum, *row.maximum);
    if (row.minimum)
        return QStringLiteral("≥ ") + text(row.minimum);
    if (row.maximum)
        return QStringLiteral("≤ ") + text(row.maximum);
    return text(row.threshold);
}

/// A code of its own where missing data pass.
std::string resultOf(const FilterView& row)
{
    return row.isAllowedMissing ? "no_data_allowed" : row.result;
}

} // namespace

void FilterModel::update(const std::vector<FilterView>& filters)
{
    followKeyed(
        m_rows, filters, [](const FilterView& row) -> const std::string& { return row.name; },
        [](const FilterView& a, const FilterView& b) {
            return a.result == b.result && a.value == b.value && a.threshold == b.threshold
                && a.minimum == b.minimum && a.maximum == b.maximum
                && a.isAllowedMissing == b.isAllowedMissing;
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
    case ResultRole: return DisplayText::plain(resultOf(row));
    case ResultTextRole: return DisplayText::filterResultName(resultOf(row));
    case ValueRole: return DisplayText::filterValue(row.name, row.value);
    case ThresholdRole: return thresholdText(row);
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
