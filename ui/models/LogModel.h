// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingSnapshot.h"
#include "ui/models/RowListModel.h"

namespace breakline {

/// The session's log as far as the window saw it, newest last, at most kLimit
/// lines. Where lines came faster than snapshots, a line says so.
class LogModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
public:
    static constexpr std::size_t kLimit = 5000;
    enum Role {
        TimeRole = Qt::UserRole + 1,
        LevelRole,
        LevelRankRole,
        ComponentRole,
        SymbolRole,
        MessageRole
    };

    using RowListModel::RowListModel;
    int count() const override { return static_cast<int>(m_rows.size()); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    void update(const std::vector<LogView>& log);
    void clear() { removeAll(m_rows); }

    /// 0 debug or measurement, 1 info, trade or risk, 2 warning, 3 error, 4 critical.
    static int levelRank(const std::string& level);

private:
    struct Row {
        LogView line;
        bool isGap = false;
    };
    std::vector<Row> m_rows;
};

} // namespace breakline
