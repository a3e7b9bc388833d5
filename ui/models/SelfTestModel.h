// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/SelfTestStatus.h"
#include "ui/models/RowListModel.h"

#include <optional>
#include <vector>

namespace breakline {

/// What the self-test found: a row a check.
class SelfTestModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
    /// Of the whole test; empty: none was made.
    Q_PROPERTY(QString verdict READ verdict NOTIFY verdictChanged)
    Q_PROPERTY(bool running READ isRunning NOTIFY verdictChanged)
    Q_PROPERTY(bool failed READ hasFailed NOTIFY verdictChanged)
public:
    enum Role {
        NameRole = Qt::UserRole + 1,
        ValueRole,
        WantedRole,
        OutcomeRole, ///< in words
        SignRole ///< 1 ok, -1 failed, 0 not known
    };

    using RowListModel::RowListModel;
    int count() const override { return static_cast<int>(m_rows.size()); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    void update(const SelfTestStatus& status);
    /// Every text again, that of the whole too.
    void retranslate();

    QString verdict() const;
    bool isRunning() const { return m_isRunning; }
    bool hasFailed() const { return m_hasPassed == false; }

Q_SIGNALS:
    void verdictChanged();

private:
    static QString nameOf(SelfTestCheck check);
    static QString outcomeOf(SelfTestOutcome outcome);

    std::vector<SelfTestResult> m_rows;
    bool m_isRunning = false;
    std::optional<bool> m_hasPassed;
};

} // namespace breakline
