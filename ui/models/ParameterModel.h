// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/RowListModel.h"

#include <vector>

namespace breakline {

/// A parameter of the settings form as it is shown. Texts are in the window's language.
struct ParameterRow {
    QString key; ///< "signal.momentum_epsilon", as in the preset
    QString label;
    QString unit; ///< empty: none
    QString range; ///< what is allowed
    QString usual; ///< where a preset names none
    QString sentence;
    QString text; ///< the value, or what was typed
    QString error; ///< empty: it is allowed
    bool isChanged = false; ///< against the preset that was loaded

    friend bool operator==(const ParameterRow&, const ParameterRow&) = default;
};

/// The parameters of one strategy: a row each, in the order of its schema.
class ParameterModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
public:
    enum Role {
        KeyRole = Qt::UserRole + 1,
        LabelRole,
        UnitRole,
        RangeRole,
        UsualRole,
        SentenceRole,
        TextRole,
        ErrorRole,
        ChangedRole
    };

    using RowListModel::RowListModel;
    int count() const override { return static_cast<int>(m_rows.size()); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    void update(const std::vector<ParameterRow>& rows);
    const std::vector<ParameterRow>& rows() const { return m_rows; }

private:
    std::vector<ParameterRow> m_rows;
};

} // namespace breakline
