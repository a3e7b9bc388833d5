// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingSnapshot.h"
#include "ui/models/RowListModel.h"

namespace breakline {

/// The twelve states as nodes of a graph: place, name, which one is current,
/// which one was before.
class StateGraph : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
    Q_PROPERTY(int current READ current NOTIFY moved)
    Q_PROPERTY(int previous READ previous NOTIFY moved)
    Q_PROPERTY(bool inRunning READ isInRunning NOTIFY moved)
    Q_PROPERTY(double nodeWidth READ nodeWidth CONSTANT)
    Q_PROPERTY(double nodeHeight READ nodeHeight CONSTANT)
public:
    enum Role {
        NameRole = Qt::UserRole + 1,
        CenterXRole,
        CenterYRole,
        CurrentRole,
        PreviousRole,
        TroubleRole
    };

    using RowListModel::RowListModel;
    int count() const override { return static_cast<int>(kTradingStateCount); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Indices of TradingState; -1 while unknown.
    int current() const { return m_current; }
    int previous() const { return m_previous; }
    bool isInRunning() const;
    double nodeWidth() const;
    double nodeHeight() const;

    void update(const TradingSnapshot& snapshot);

Q_SIGNALS:
    void moved();

private:
    int m_current = -1;
    int m_previous = -1;
};

} // namespace breakline
