// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingSnapshot.h"
#include "ui/models/RowListModel.h"

namespace breakline {

/// What is left of each request budget of the venue. One without a limit has none
/// of its own, and nothing is left or missing of it.
class RequestBudgetModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
public:
    enum Role { EndpointRole = Qt::UserRole + 1, LimitRole, LeftRole, HasRoomRole, ResetsRole };
    /// With less than this part left there is hardly any room.
    static constexpr double kLowPart = 0.1;

    using RowListModel::RowListModel;
    int count() const override { return static_cast<int>(m_rows.size()); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    void update(const std::vector<RequestBudgetView>& budgets);

private:
    std::vector<RequestBudgetView> m_rows;
};

} // namespace breakline
