// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/ContestModel.h"

#include "ui/DisplayText.h"

namespace breakline {

void ContestModel::update(const std::vector<ContestView>& contests)
{
    followKeyed(
        m_rows, contests, [](const ContestView& row) -> const std::string& { return row.symbol; },
        [](const ContestView& a, const ContestView& b) { return a == b; });
}

QVariant ContestModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const ContestView& row = m_rows[static_cast<std::size_t>(index.row())];
    const auto amount = [](const std::string& text) {
        return text.empty() ? DisplayText::unknown() : DisplayText::plain(text);
    };
    switch (role) {
    case Qt::DisplayRole:
    case SymbolRole: return DisplayText::plain(row.symbol);
    case TextRole:
        if (!row.ourStop.empty())
            return tr("%1 is contested: its stop is changed by another hand, ours is at %2, the venue's at %3")
                .arg(DisplayText::plain(row.symbol), amount(row.ourStop), amount(row.theirStop));
        return tr("%1 is contested: %2 by our fills, %3 at the venue")
            .arg(DisplayText::plain(row.symbol), amount(row.ours), amount(row.theirs));
    case PendingRole: return row.choice.has_value();
    default: return {};
    }
}

QHash<int, QByteArray> ContestModel::roleNames() const
{
    return {{SymbolRole, "symbol"}, {TextRole, "text"}, {PendingRole, "pending"}};
}

} // namespace breakline
