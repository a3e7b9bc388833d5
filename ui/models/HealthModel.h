// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingSnapshot.h"
#include "ui/models/RowListModel.h"

namespace breakline {

/// How well the session hears its venue: a row an input, with its value.
class HealthModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
public:
    enum Role {
        NameRole = Qt::UserRole + 1,
        ValueRole,
        SignRole, ///< 1 green, -1 red, 0 not known
        DetailRole ///< value, limit, since when
    };

    using RowListModel::RowListModel;
    int count() const override { return static_cast<int>(m_rows.size()); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    void update(const std::vector<HealthReading>& readings);

private:
    static QString nameOf(FeedInput input);
    /// With its unit.
    static QString textOf(const HealthReading& reading, std::optional<double> value);

    std::vector<HealthReading> m_rows;
};

} // namespace breakline
