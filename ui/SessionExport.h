// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingDesk.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace breakline {

/// The export of the session's CSV files to a folder.
class SessionExport : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
    Q_PROPERTY(QString folder READ folder WRITE setFolder NOTIFY folderChanged)
    Q_PROPERTY(bool running READ isRunning NOTIFY changed)
    Q_PROPERTY(bool success READ success NOTIFY changed)
    Q_PROPERTY(QString resultText READ resultText NOTIFY changed)
public:
    SessionExport(TradingDesk& desk, QString folder, QObject* parent = nullptr);

    QString folder() const { return m_folder; }
    void setFolder(const QString& folder);
    bool isRunning() const { return m_running; }
    bool success() const { return m_success; }
    QString resultText() const;

    Q_INVOKABLE void run();
    /// Opens the system's folder dialog; the choice ends up in `folder`.
    Q_INVOKABLE void browse();

Q_SIGNALS:
    void folderChanged(const QString& folder);
    void changed();

private:
    void onExported(bool success, const QString& message);

    TradingDesk& m_desk;
    QString m_folder;
    bool m_running = false;
    bool m_success = false;
    bool m_hasResult = false;
    QString m_message;
};

} // namespace breakline
