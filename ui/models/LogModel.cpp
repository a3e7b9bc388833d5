// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/LogModel.h"

#include "ui/DisplayText.h"

namespace breakline {

int LogModel::levelRank(const std::string& level)
{
    if (level == "DEBUG" || level == "PERFORMANCE")
        return 0;
    if (level == "WARNING")
        return 2;
    if (level == "ERROR")
        return 3;
    if (level == "CRITICAL")
        return 4;
    return 1;
}

void LogModel::update(const std::vector<LogView>& log)
{
    const auto same = [](const Row& a, const Row& b) {
        if (a.isGap == b.isGap && (a.line.sequence != 0 || b.line.sequence != 0))
            return a.line.sequence == b.line.sequence;
        return a.isGap == b.isGap && a.line.time == b.line.time && a.line.level == b.line.level
            && a.line.component == b.line.component && a.line.symbol == b.line.symbol
            && a.line.message == b.line.message;
    };
    std::vector<Row> next;
    next.reserve(log.size());
    for (const LogView& line : log)
        next.push_back({line, false});
    const bool joins = m_rows.empty() || next.empty() || [&] {
        for (std::size_t overlap = std::min(m_rows.size(), next.size()); overlap > 0; --overlap) {
            if (std::equal(m_rows.end() - static_cast<std::ptrdiff_t>(overlap), m_rows.end(), next.begin(),
                           same))
                return true;
        }
        return false;
    }();
    if (!joins) {
        Row gap;
        gap.line.time = next.front().line.time;
        gap.line.level = "INFO";
        gap.isGap = true;
        next.insert(next.begin(), gap);
    }
    followTail(m_rows, next, kLimit, same);
}

QVariant LogModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case TimeRole: return DisplayText::timeOfDay(row.line.time);
    case LevelRole: return DisplayText::plain(row.line.level);
    case LevelRankRole: return levelRank(row.line.level);
    case ComponentRole: return DisplayText::plain(row.line.component);
    case SymbolRole: return DisplayText::plain(row.line.symbol);
    case Qt::DisplayRole:
    case MessageRole:
        return row.isGap ? tr("Lines are missing here: they came faster than the window takes them. The "
                              "session's log file has them all.")
                         : DisplayText::plain(row.line.message);
    default: return {};
    }
}

QHash<int, QByteArray> LogModel::roleNames() const
{
    return {{TimeRole, "time"},           {LevelRole, "level"},   {LevelRankRole, "levelRank"},
            {ComponentRole, "component"}, {SymbolRole, "symbol"}, {MessageRole, "message"}};
}

} // namespace breakline
