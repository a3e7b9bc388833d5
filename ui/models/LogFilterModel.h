// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>
#include <QtQml/qqmlregistration.h>

namespace breakline {

/// The log from a level upwards, with a text anywhere in a line.
class LogFilterModel : public QSortFilterProxyModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
    Q_PROPERTY(int minimumRank READ minimumRank WRITE setMinimumRank NOTIFY minimumRankChanged)
    Q_PROPERTY(QString searchText READ searchText WRITE setSearchText NOTIFY searchTextChanged)
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    int minimumRank() const { return m_minimumRank; }
    void setMinimumRank(int rank);
    QString searchText() const { return m_searchText; }
    void setSearchText(const QString& text);

Q_SIGNALS:
    void minimumRankChanged();
    void searchTextChanged();

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex& sourceParent) const override;

private:
    int m_minimumRank = 0;
    QString m_searchText;
};

} // namespace breakline
