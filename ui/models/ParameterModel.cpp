// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/ParameterModel.h"

namespace breakline {

void ParameterModel::update(const std::vector<ParameterRow>& rows)
{
    followKeyed(
        m_rows, rows, [](const ParameterRow& row) -> const QString& { return row.key; },
        [](const ParameterRow& a, const ParameterRow& b) { return a == b; });
}

QVariant ParameterModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const ParameterRow& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case LabelRole: return row.label;
    case KeyRole: return row.key;
    case UnitRole: return row.unit;
    case RangeRole: return row.range;
    case UsualRole: return row.usual;
    case SentenceRole: return row.sentence;
    case TextRole: return row.text;
    case ErrorRole: return row.error;
    case ChangedRole: return row.isChanged;
    default: return {};
    }
}

QHash<int, QByteArray> ParameterModel::roleNames() const
{
    return {{KeyRole, "key"},     {LabelRole, "label"}, {UnitRole, "unit"},
            {RangeRole, "range"}, {UsualRole, "usual"}, {SentenceRole, "sentence"},
            {TextRole, "value"},  {ErrorRole, "error"}, {ChangedRole, "changed"}};
}

} // namespace breakline
