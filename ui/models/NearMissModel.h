// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "report/SessionRecords.h"
#include "ui/models/RowListModel.h"

namespace breakline {

/// What each gate refused over the session, the most frequent first, and what another
/// threshold would have admitted.
class NearMissModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
public:
    enum Role {
        KeyRole = Qt::UserRole + 1,
        StageRole,
        NameRole,
        RefusedRole,
        ShareRole, ///< of the evaluations, in percent
        AloneRole,
        ConditionRole,
        ValuesRole, ///< 10th, 50th, 90th percentile of those refused
        DistanceRole, ///< median, in percent of the threshold
        AdmittedRole ///< more, with the threshold moved by 5, 10, 20 %
    };

    using RowListModel::RowListModel;
    int count() const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    void show(NearMissAnswerPtr answer);
    /// What moving the threshold of a gate would have come to: a line a move, then the
    /// suggestion.
    QStringList movesOf(int row) const;

private:
    const NearMissLine& line(int row) const;
    QString endsText(const AdmittedEnds& ends) const;

    NearMissAnswerPtr m_answer;
};

} // namespace breakline
