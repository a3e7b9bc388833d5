// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/NearMissModel.h"

#include <QObject>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

namespace breakline {

/// What refused over the session so far, how nearly it had not, and where the way from
/// the scan to a trade ended.
class NearMissView : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
    Q_PROPERTY(breakline::NearMissModel* gates READ gates CONSTANT)
    Q_PROPERTY(bool counting READ isCounting NOTIFY changed)
    /// How the admitted had ended is being worked out.
    Q_PROPERTY(bool endsPending READ areEndsPending NOTIFY changed)
    Q_PROPERTY(QString summary READ summary NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    /// By stage: {name, reached, ended, share}, `share` of the evaluations that reached it.
    Q_PROPERTY(QVariantList funnel READ funnel NOTIFY changed)
    /// The gate that is looked into; -1: none.
    Q_PROPERTY(int chosen READ chosen NOTIFY changed)
    Q_PROPERTY(QStringList moves READ moves NOTIFY changed)
public:
    /// `records` null: there is nothing to count.
    explicit NearMissView(SessionRecords* records, QObject* parent = nullptr);

    NearMissModel* gates() { return &m_gates; }
    bool isCounting() const { return m_isCounting; }
    bool areEndsPending() const;
    QString summary() const;
    QString problem() const;
    QVariantList funnel() const;
    int chosen() const { return m_chosen; }
    QStringList moves() const { return m_gates.movesOf(m_chosen); }

    /// Counts anew.
    Q_INVOKABLE void count();
    Q_INVOKABLE void choose(int row);
    void clear();
    void retranslate();

Q_SIGNALS:
    void changed();

private:
    void onCounted(const NearMissAnswerPtr& answer);

    SessionRecords* m_records;
    NearMissModel m_gates;
    NearMissAnswerPtr m_answer;
    bool m_isCounting = false;
    int m_chosen = -1;
};

} // namespace breakline
