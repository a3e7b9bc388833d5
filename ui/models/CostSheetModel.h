// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingSnapshot.h"
#include "ui/models/RowListModel.h"

namespace breakline {

/// What trades were to cost, and what they cost: newest first. A figure is its forecast
/// and, once the trade is over, what it came to.
class CostSheetModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
public:
    enum Role {
        TraceIdRole = Qt::UserRole + 1,
        TimeRole,
        SymbolRole,
        IsLongRole,
        DirectionRole,
        EntryPriceRole,
        EntrySlippageRole, ///< bps
        FeesRole,
        FundingRole,
        ExitPriceRole,
        ExitSlippageRole, ///< bps
        LiquidationRole, ///< price, from the entry
        LossRole, ///< R
        WorstRole, ///< R
        ErrorRole, ///< R
        ErrorSignRole, ///< 1 where it cost less than forecast; 0 also where unknown
        SizeFactorRole
    };

    using RowListModel::RowListModel;
    int count() const override { return static_cast<int>(m_rows.size()); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    void update(const std::vector<CostSheetView>& sheets);

private:
    std::vector<CostSheetView> m_rows;
};

} // namespace breakline
