// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "report/SessionRecords.h"
#include "ui/models/StoryModel.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace breakline {

/// The story of the session shown, as far as it has come when it is read.
class StoryView : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
    Q_PROPERTY(bool reading READ isReading NOTIFY changed)
    Q_PROPERTY(bool known READ isKnown NOTIFY changed)
    /// Why it could not be read; empty while nothing is wrong.
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(QString summary READ summary NOTIFY changed)
    /// Names of the sections with their counts.
    Q_PROPERTY(QStringList sections READ sections NOTIFY changed)
    Q_PROPERTY(int section READ section WRITE setSection NOTIFY changed)
    Q_PROPERTY(breakline::StoryModel* lines READ lines CONSTANT)
    /// The page that is written.
    Q_PROPERTY(QString file READ file WRITE setFile NOTIFY changed)
    Q_PROPERTY(bool writing READ isWriting NOTIFY changed)
    Q_PROPERTY(bool success READ success NOTIFY changed)
    Q_PROPERTY(QString resultText READ resultText NOTIFY changed)
public:
    /// `records` null: there is nothing to tell. `folder`: that of exports, where a page
    /// goes unless a person says otherwise.
    StoryView(SessionRecords* records, QString folder, QObject* parent = nullptr);

    bool isReading() const { return m_isReading; }
    bool isKnown() const { return m_story != nullptr; }
    QString problem() const { return m_problem; }
    QString summary() const;
    QStringList sections() const;
    int section() const { return m_section; }
    void setSection(int section);
    StoryModel* lines() { return &m_lines; }
    QString file() const { return m_file; }
    void setFile(const QString& file);
    bool isWriting() const { return m_isWriting; }
    bool success() const { return m_success; }
    QString resultText() const;

    /// Reads it anew; what is shown stays until then.
    Q_INVOKABLE void read();
    /// Writes the page of the story that is shown.
    Q_INVOKABLE void write();
    /// Shows the moment of a line in the chart, where it has one.
    Q_INVOKABLE void showInChart(int row);

    /// Another session is shown: nothing is known of it yet.
    void clear();
    void retranslate();

Q_SIGNALS:
    void changed();
    void momentAsked(const QString& symbol, breakline::Timestamp close);

private:
    void onTold(const StoryPtr& story, const QString& problem);
    void onWritten(bool success, const QString& message);

    SessionRecords* m_records;
    QString m_folder;
    StoryPtr m_story; ///< null: not known
    bool m_isReading = false;
    QString m_problem;
    int m_section = 0;
    StoryModel m_lines;
    QString m_file;
    bool m_isFileChosen = false;
    bool m_isWriting = false;
    bool m_success = false;
    QString m_message; ///< of the last writing; empty: none
};

} // namespace breakline
