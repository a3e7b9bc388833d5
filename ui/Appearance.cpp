// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/Appearance.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace breakline {

Appearance::Appearance(bool dark, const QString& language, QObject* parent)
    : QObject(parent)
    , m_dark(dark)
{
    QString wanted = language;
    if (wanted.isEmpty())
        wanted = QLocale::system().name().section(QLatin1Char('_'), 0, 0);
    install(languages().contains(wanted) ? wanted : QStringLiteral("en"));
}

Appearance::~Appearance()
{
    QCoreApplication::removeTranslator(&m_translator);
    QCoreApplication::removeTranslator(&m_qtTranslator);
}

QStringList Appearance::languages()
{
    return {QStringLiteral("en"), QStringLiteral("de")};
}

QStringList Appearance::languageNames()
{
    return {QStringLiteral("English"), QStringLiteral("Deutsch")};
}

int Appearance::languageIndex() const
{
    return static_cast<int>(languages().indexOf(m_language));
}

void Appearance::setLanguageIndex(int index)
{
    if (index >= 0 && index < languages().size())
        setLanguage(languages().at(index));
}

void Appearance::setDark(bool dark)
{
    if (dark == m_dark)
        return;
    m_dark = dark;
    Q_EMIT darkChanged(dark);
}

void Appearance::setLanguage(const QString& language)
{
    if (language == m_language || !languages().contains(language))
        return;
    install(language);
    Q_EMIT languageChanged(language);
}

void Appearance::install(const QString& language)
{
    m_language = language;
    QCoreApplication::removeTranslator(&m_translator);
    QCoreApplication::removeTranslator(&m_qtTranslator);
    QLocale::setDefault(language == QLatin1String("de") ? QLocale(QLocale::German, QLocale::Germany)
                                                        : QLocale(QLocale::English, QLocale::UnitedStates));
    if (m_translator.load(QStringLiteral(":/i18n/breakline_%1.qm").arg(language)))
        QCoreApplication::installTranslator(&m_translator);
    // Qt's own dialogs; where the system has none they stay English.
    if (m_qtTranslator.load(QStringLiteral("qtbase_%1").arg(language),
                            QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qtTranslator);
}

} // namespace breakline
