// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

#include <algorithm>
#include <iterator>
#include <vector>

namespace breakline {

/// A list model whose rows follow a newer list by single row signals, so that a
/// view keeps its selection, its scroll position and its delegates.
class RowListModel : public QAbstractListModel {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)
public:
    using QAbstractListModel::QAbstractListModel;

    virtual int count() const = 0;
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
    /// Every text again: the language has changed.
    void retranslate();

Q_SIGNALS:
    void countChanged();

protected:
    template<class Row>
    void removeAll(std::vector<Row>& rows);

    /// Makes `rows` equal to `next`, whose keys are unique: removes, moves,
    /// inserts, and reports rows that are not `same` as changed.
    template<class Row, class KeyOf, class Same>
    void followKeyed(std::vector<Row>& rows, const std::vector<Row>& next, KeyOf keyOf, Same same);

    /// The same for a log whose head is cut off and whose tail grows. Returns
    /// false where `next` does not join on to `rows`; then all of it is appended.
    /// Rows beyond `limit` are dropped from the head.
    template<class Row, class Same>
    bool followTail(std::vector<Row>& rows, const std::vector<Row>& next, std::size_t limit, Same same);
};

template<class Row>
void RowListModel::removeAll(std::vector<Row>& rows)
{
    if (rows.empty())
        return;
    beginRemoveRows({}, 0, static_cast<int>(rows.size()) - 1);
    rows.clear();
    endRemoveRows();
    Q_EMIT countChanged();
}

template<class Row, class KeyOf, class Same>
void RowListModel::followKeyed(std::vector<Row>& rows, const std::vector<Row>& next, KeyOf keyOf, Same same)
{
    const std::size_t before = rows.size();
    for (std::size_t i = rows.size(); i-- > 0;) {
        const bool stays = std::any_of(next.begin(), next.end(),
                                       [&](const Row& row) { return keyOf(row) == keyOf(rows[i]); });
        if (stays)
            continue;
        beginRemoveRows({}, static_cast<int>(i), static_cast<int>(i));
        rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(i));
        endRemoveRows();
    }
    for (std::size_t i = 0; i < next.size(); ++i) {
        const auto at = rows.begin() + static_cast<std::ptrdiff_t>(std::min(i, rows.size()));
        const auto found =
            std::find_if(at, rows.end(), [&](const Row& row) { return keyOf(row) == keyOf(next[i]); });
        const int to = static_cast<int>(i);
        if (found == rows.end()) {
            beginInsertRows({}, to, to);
            rows.insert(at, next[i]);
            endInsertRows();
            continue;
        }
        if (found != at) {
            const int from = static_cast<int>(found - rows.begin());
            beginMoveRows({}, from, from, {}, to);
            std::rotate(at, found, std::next(found));
            endMoveRows();
        }
        if (!same(rows[i], next[i])) {
            rows[i] = next[i];
            Q_EMIT dataChanged(index(to), index(to));
        }
    }
    // Only reached with keys that are not unique after all.
    if (rows.size() > next.size()) {
        beginRemoveRows({}, static_cast<int>(next.size()), static_cast<int>(rows.size()) - 1);
        rows.resize(next.size());
        endRemoveRows();
    }
    if (rows.size() != before)
        Q_EMIT countChanged();
}

template<class Row, class Same>
bool RowListModel::followTail(std::vector<Row>& rows, const std::vector<Row>& next, std::size_t limit,
                              Same same)
{
    if (next.empty())
        return true;
    // The longest tail of ours that is a head of theirs.
    std::size_t overlap = std::min(rows.size(), next.size());
    while (overlap > 0
           && !std::equal(rows.end() - static_cast<std::ptrdiff_t>(overlap), rows.end(), next.begin(), same))
        --overlap;
    if (overlap == next.size())
        return true;
    const bool joined = overlap > 0 || rows.empty();
    const int first = static_cast<int>(rows.size());
    beginInsertRows({}, first, first + static_cast<int>(next.size() - overlap) - 1);
    rows.insert(rows.end(), next.begin() + static_cast<std::ptrdiff_t>(overlap), next.end());
    endInsertRows();
    if (rows.size() > limit) {
        const std::size_t excess = rows.size() - limit;
        beginRemoveRows({}, 0, static_cast<int>(excess) - 1);
        rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(excess));
        endRemoveRows();
    }
    Q_EMIT countChanged();
    return joined;
}

} // namespace breakline
