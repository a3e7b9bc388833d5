// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/GateModel.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

#include <optional>

namespace breakline {

/// Why a symbol was traded, or not: what a person pointed at, and the gates of that
/// evaluation. The chart follows to the moment of it.
class ExplainView : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
    Q_PROPERTY(breakline::GateModel* gates READ gates CONSTANT)
    /// Something was asked; until then there is nothing to show.
    Q_PROPERTY(bool asked READ isAsked NOTIFY changed)
    Q_PROPERTY(bool waiting READ isWaiting NOTIFY changed)
    /// "ETHUSDT at the close of 2026-01-05 10:05:00"
    Q_PROPERTY(QString subject READ subject NOTIFY changed)
    Q_PROPERTY(QString outcome READ outcome NOTIFY changed)
    /// Why there is nothing to read; empty where there is.
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    /// A level was asked for that this evaluation did not try.
    Q_PROPERTY(bool levelUntried READ isLevelUntried NOTIFY changed)
    /// The row to look at first.
    Q_PROPERTY(int focusRow READ focusRow NOTIFY changed)
public:
    /// `records` null: nothing can be asked.
    explicit ExplainView(SessionRecords* records, QObject* parent = nullptr);

    GateModel* gates() { return &m_gates; }
    bool isAsked() const { return m_isAsked; }
    bool isWaiting() const { return isAsked() && !m_shown; }
    QString subject() const;
    QString outcome() const;
    QString problem() const;
    bool isLevelUntried() const;
    int focusRow() const;

    /// The evaluation at this close, or the newest before it.
    void askClose(const QString& symbol, Timestamp close);
    /// The same, with what was asked of this level to look at.
    void askLevel(const QString& symbol, Timestamp close, double price);
    /// The newest evaluation.
    Q_INVOKABLE void askNewest(const QString& symbol);
    /// That which an order or a position came of.
    Q_INVOKABLE void askTrade(const QString& symbol, const QString& traceId);
    /// Nothing was asked.
    void clear();
    void retranslate();

Q_SIGNALS:
    void changed();
    /// There is an answer; the evaluation was of this close.
    void answered(const QString& symbol, breakline::Timestamp close);

private:
    void ask(ExplainQuestion question, std::optional<double> level = {});
    void onExplained(const ExplanationPtr& explanation);
    const RecordedDecision* decision() const;

    SessionRecords* m_records;
    GateModel m_gates;
    bool m_isAsked = false;
    std::uint64_t m_number = 0; ///< of the last question; answers to earlier ones are not shown
    ExplainQuestion m_asked;
    std::optional<double> m_level;
    ExplanationPtr m_shown;
};

} // namespace breakline
