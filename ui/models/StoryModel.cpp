// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/StoryModel.h"

namespace breakline {

void StoryModel::setLines(std::vector<StoryLine> lines)
{
    removeAll(m_lines);
    if (lines.empty())
        return;
    beginInsertRows({}, 0, static_cast<int>(lines.size()) - 1);
    m_lines = std::move(lines);
    endInsertRows();
    Q_EMIT countChanged();
}

const StoryLine* StoryModel::line(int row) const
{
    return row >= 0 && row < count() ? &m_lines[static_cast<std::size_t>(row)] : nullptr;
}

QVariant StoryModel::data(const QModelIndex& index, int role) const
{
    const StoryLine* const shown = index.isValid() ? line(index.row()) : nullptr;
    if (shown == nullptr)
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case TitleRole: return shown->title;
    case WhenRole: return shown->when;
    case DetailRole: return shown->detail;
    case SignRole: return shown->sign;
    case InChartRole: return !shown->symbol.isEmpty() && shown->close.has_value();
    default: return {};
    }
}

QHash<int, QByteArray> StoryModel::roleNames() const
{
    return {{WhenRole, "when"},
            {TitleRole, "title"},
            {DetailRole, "detail"},
            {SignRole, "sign"},
            {InChartRole, "inChart"}};
}

} // namespace breakline
