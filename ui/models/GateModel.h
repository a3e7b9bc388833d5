// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "report/SessionRecords.h"
#include "ui/models/RowListModel.h"

namespace breakline {

/// The gates of one evaluation in the order in which they were asked, under headings:
/// the stages, and each level that was tried.
class GateModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
public:
    enum Role {
        HeadingRole = Qt::UserRole + 1, ///< text; empty: the row is a gate
        NameRole,
        ResultRole, ///< "pass", "fail", "no_data", "weighs" (failed, and does not refuse)
        ResultTextRole,
        ValueRole, ///< with its unit
        ConditionRole, ///< "≥ 1.5 bps"
        MarginRole,
        ChangeRole, ///< the smallest change of the value with which it passes
        DecidedRole,
        SoleBlockerRole,
        MarkedRole ///< it belongs to the level asked for
    };

    using RowListModel::RowListModel;
    int count() const override { return static_cast<int>(m_rows.size()); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Null: empty. `level`: the price of a level that is to be marked.
    void show(ExplanationPtr explanation, std::optional<double> level = {});
    /// The heading of the level marked; -1 where none is.
    int markedRow() const { return m_marked; }
    /// The gate that decided; -1 where none has.
    int decidedRow() const;

private:
    struct Row {
        bool isHeading = false;
        std::optional<double> level; ///< of the heading of a level
        std::string_view side; ///< that it was tried for; may be empty
        bool isMarked = false;
        Gate gate; ///< of a heading the first below it
    };

    QString headingOf(const Row& row) const;

    ExplanationPtr m_explanation; ///< the gates' texts are its
    std::vector<Row> m_rows;
    int m_marked = -1;
};

} // namespace breakline
