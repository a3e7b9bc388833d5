// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingSnapshot.h"
#include "ui/models/RowListModel.h"

namespace breakline {

/// The filters of one candidate, value against threshold.
class FilterModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
public:
    enum Role {
        NameRole = Qt::UserRole + 1,
        ResultRole, ///< pass, fail, no_data, no_data_allowed
        ResultTextRole,
        ValueRole,
        ThresholdRole
    };

    using RowListModel::RowListModel;
    int count() const override { return static_cast<int>(m_rows.size()); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    void update(const std::vector<FilterView>& filters);

private:
    std::vector<FilterView> m_rows;
};

} // namespace breakline
