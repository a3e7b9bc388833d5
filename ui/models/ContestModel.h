// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/ContestChoice.h"
#include "ui/models/RowListModel.h"

namespace breakline {

/// Positions that differ from our fills, or whose stop another hand keeps changing,
/// and wait for a person's choice.
class ContestModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
public:
    enum Role {
        SymbolRole = Qt::UserRole + 1,
        TextRole, ///< both quantities, or both stops
        PendingRole, ///< a choice was made and waits for the venue
    };

    using RowListModel::RowListModel;
    int count() const override { return static_cast<int>(m_rows.size()); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    void update(const std::vector<ContestView>& contests);

private:
    std::vector<ContestView> m_rows;
};

} // namespace breakline
