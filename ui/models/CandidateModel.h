// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingSnapshot.h"
#include "ui/models/RowListModel.h"

namespace breakline {

/// The last scan: candidates first, by rank, then the refused ones.
class CandidateModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
public:
    enum Role {
        SymbolRole = Qt::UserRole + 1,
        RankRole, ///< text; empty for a refused one
        ScoreRole,
        PassedRole,
        PassedTextRole, ///< "12/13"
        LevelsRole,
        VerdictRole ///< outcome at the last close, or the filters not passed
    };

    using RowListModel::RowListModel;
    int count() const override { return static_cast<int>(m_rows.size()); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    void update(const std::vector<CandidateView>& candidates);
    /// Null if there is none of this symbol.
    const CandidateView* find(const std::string& symbol) const;

private:
    std::vector<CandidateView> m_rows;
};

} // namespace breakline
