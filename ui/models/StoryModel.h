// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/StoryLines.h"
#include "ui/models/RowListModel.h"

namespace breakline {

/// One section of a session's story.
class StoryModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
public:
    enum Role {
        WhenRole = Qt::UserRole + 1,
        TitleRole,
        DetailRole,
        SignRole, ///< of what it brought; -1 of an alarm and a difference too
        InChartRole ///< whether the chart can show its moment
    };

    using RowListModel::RowListModel;
    int count() const override { return static_cast<int>(m_lines.size()); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    void setLines(std::vector<StoryLine> lines);
    /// Null if there is none.
    const StoryLine* line(int row) const;

private:
    std::vector<StoryLine> m_lines;
};

} // namespace breakline
