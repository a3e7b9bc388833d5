// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <QTranslator>
#include <QtQml/qqmlregistration.h>

namespace breakline {

/// Theme and language of the window. A new language is installed at once, with
/// its number format; `languageChanged` follows when the texts are there.
class Appearance : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
    Q_PROPERTY(bool dark READ isDark WRITE setDark NOTIFY darkChanged)
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY languageChanged)
    Q_PROPERTY(QStringList languages READ languages CONSTANT)
    Q_PROPERTY(QStringList languageNames READ languageNames CONSTANT)
    Q_PROPERTY(int languageIndex READ languageIndex WRITE setLanguageIndex NOTIFY languageChanged)
public:
    /// An empty `language` takes the system's, English where it is not offered.
    Appearance(bool dark, const QString& language, QObject* parent = nullptr);
    ~Appearance() override;

    bool isDark() const { return m_dark; }
    void setDark(bool dark);
    QString language() const { return m_language; }
    void setLanguage(const QString& language);
    static QStringList languages();
    /// Each in its own language.
    static QStringList languageNames();
    int languageIndex() const;
    void setLanguageIndex(int index);

Q_SIGNALS:
    void darkChanged(bool dark);
    void languageChanged(const QString& language);

private:
    void install(const QString& language);

    bool m_dark;
    QString m_language;
    QTranslator m_translator;
    QTranslator m_qtTranslator;
};

} // namespace breakline
