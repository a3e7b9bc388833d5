// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/Settings.h"

#include <QDir>
#include <QStandardPaths>

namespace breakline {

namespace {

const QString kLanguage = QStringLiteral("language");
const QString kTheme = QStringLiteral("theme");
const QString kStartChoice = QStringLiteral("start_choice");
const QString kLastPreset = QStringLiteral("last_preset");

} // namespace

QString Settings::defaultFile()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation))
        .filePath(QStringLiteral("settings.ini"));
}

Settings::Settings(const QString& file)
    : m_settings(file, QSettings::IniFormat)
{
}

QString Settings::language() const
{
    return m_settings.value(kLanguage).toString();
}

void Settings::setLanguage(const QString& code)
{
    m_settings.setValue(kLanguage, code);
}

QString Settings::startChoice() const
{
    const QString name = m_settings.value(kStartChoice).toString();
    return name == QLatin1String("flatten") || name == QLatin1String("wait") ? name : QStringLiteral("adopt");
}

void Settings::setStartChoice(const QString& name)
{
    m_settings.setValue(kStartChoice, name);
}

QString Settings::theme() const
{
    const QString name = m_settings.value(kTheme).toString();
    return name == QLatin1String("light") ? name : QStringLiteral("dark");
}

void Settings::setTheme(const QString& name)
{
    m_settings.setValue(kTheme, name);
}

QString Settings::lastPreset() const
{
    return m_settings.value(kLastPreset).toString();
}

void Settings::setLastPreset(const QString& id)
{
    m_settings.setValue(kLastPreset, id);
}

bool Settings::save()
{
    m_settings.sync();
    return m_settings.status() == QSettings::NoError;
}

} // namespace breakline
