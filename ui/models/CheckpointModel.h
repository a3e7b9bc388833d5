// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingSnapshot.h"
#include "ui/models/RowListModel.h"

namespace breakline {

/// The session's checkpoints as far as the window saw them, newest last, at most
/// kLimit. Where they came faster than snapshots some are not here; the session's
/// journal has them all.
class CheckpointModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
public:
    static constexpr std::size_t kLimit = 1000;
    enum Role {
        TimeRole = Qt::UserRole + 1,
        TypeRole,
        StatusRole,
        ToneRole, ///< 1 completed, -1 failed, else 0
        SymbolRole,
        DurationRole,
        MessageRole
    };

    using RowListModel::RowListModel;
    int count() const override { return static_cast<int>(m_rows.size()); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    void update(const std::vector<Checkpoint>& checkpoints);
    void clear() { removeAll(m_rows); }

private:
    std::vector<Checkpoint> m_rows;
};

} // namespace breakline
