// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingSnapshot.h"
#include "ui/models/RowListModel.h"

namespace breakline {

/// Orders: live ones, then the newest ended ones.
class OrderModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
    Q_PROPERTY(int liveCount READ liveCount NOTIFY liveCountChanged)
public:
    enum Role {
        SymbolRole = Qt::UserRole + 1,
        TraceIdRole,
        IsBuyRole,
        SideRole,
        TypeRole,
        IntentRole,
        StatusRole,
        IsLiveRole,
        IsBadRole, ///< rejected, or its state is unknown
        QuantityRole,
        FilledRole,
        FilledFractionRole,
        PriceRole,
        TriggerRole,
        TimeRole
    };

    using RowListModel::RowListModel;
    int count() const override { return static_cast<int>(m_rows.size()); }
    int liveCount() const { return m_liveCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    void update(const std::vector<OrderView>& orders);

Q_SIGNALS:
    void liveCountChanged();

private:
    std::vector<OrderView> m_rows;
    int m_liveCount = 0;
};

} // namespace breakline
