// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingSnapshot.h"
#include "ui/models/RowListModel.h"

namespace breakline {

/// The last transitions, newest last.
class TransitionModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
public:
    static constexpr std::size_t kLimit = 200;
    enum Role { TimeRole = Qt::UserRole + 1, FromRole, ToRole, TriggerRole, ReasonRole };

    using RowListModel::RowListModel;
    int count() const override { return static_cast<int>(m_rows.size()); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    void update(const std::vector<TransitionView>& transitions);
    void clear() { removeAll(m_rows); }

private:
    std::vector<TransitionView> m_rows;
};

} // namespace breakline
