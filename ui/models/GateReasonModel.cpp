// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/GateReasonModel.h"

#include "ui/DisplayText.h"
#include "ui/EngineText.h"

namespace breakline {

void GateReasonModel::update(const std::vector<GateReasonView>& reasons)
{
    followKeyed(
        m_rows, reasons, [](const GateReasonView& row) -> const std::string& { return row.name; },
        [](const GateReasonView& a, const GateReasonView& b) {
            return a.detail == b.detail && a.since == b.since;
        });
}

QVariant GateReasonModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const GateReasonView& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case NameRole: return DisplayText::gateReasonName(row.name);
    case DetailRole: return EngineText::translate(row.detail);
    case SinceRole: return row.since ? DisplayText::timeOfDay(*row.since) : DisplayText::unknown();
    default: return {};
    }
}

QHash<int, QByteArray> GateReasonModel::roleNames() const
{
    return {{NameRole, "name"}, {DetailRole, "detail"}, {SinceRole, "since"}};
}

} // namespace breakline
