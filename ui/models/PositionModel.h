// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingSnapshot.h"
#include "ui/models/RowListModel.h"

namespace breakline {

/// Open positions.
class PositionModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
public:
    enum Role {
        SymbolRole = Qt::UserRole + 1,
        TraceIdRole,
        IsLongRole,
        DirectionRole,
        QuantityRole,
        EntryRole,
        StopRole,
        HasStopRole,
        StopModeRole,
        TargetsRole,
        MarkRole,
        PnlUsdRole,
        PnlRRole,
        PnlSignRole, ///< -1, 0, 1; 0 also where unknown
        OpenedRole,
        UnprotectedRole,
        ProgressRole, ///< mark between stop (0) and last target (1); -1 unknown
        EntryProgressRole ///< where the entry lies on the same scale; -1 unknown
    };

    using RowListModel::RowListModel;
    int count() const override { return static_cast<int>(m_rows.size()); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    void update(const std::vector<PositionView>& positions);

private:
    std::vector<PositionView> m_rows;
};

} // namespace breakline
