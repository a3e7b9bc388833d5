// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QtGlobal>

namespace breakline {

/// Collects what QML complains of while it lives. One at a time.
class QmlComplaints {
public:
    QmlComplaints()
    {
        s_texts.clear();
        s_previous = qInstallMessageHandler(collect);
    }
    ~QmlComplaints() { qInstallMessageHandler(s_previous); }
    Q_DISABLE_COPY_MOVE(QmlComplaints)

    static QStringList texts() { return s_texts; }
    static void clear() { s_texts.clear(); }

private:
    static void collect(QtMsgType type, const QMessageLogContext& context, const QString& message)
    {
        if (type != QtDebugMsg && type != QtInfoMsg
            && message.contains(QLatin1String("qrc:/qt/qml/Breakline")))
            s_texts.append(message);
        s_previous(type, context, message);
    }

    static inline QStringList s_texts;
    static inline QtMessageHandler s_previous = nullptr;
};

} // namespace breakline
