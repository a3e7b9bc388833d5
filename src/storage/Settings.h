// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSettings>
#include <QString>

namespace breakline {

/// What the window remembers between runs, in an ini file in the user's
/// configuration folder. Never anything that a session's results depend on.
class Settings {
public:
    /// The file of this application in the user's configuration folder.
    static QString defaultFile();

    explicit Settings(const QString& file = defaultFile());

    /// A language code such as "en" or "de"; empty: the system's.
    QString language() const;
    void setLanguage(const QString& code);
    /// "dark" or "light"; anything else that the file may hold reads as "dark".
    QString theme() const;
    void setTheme(const QString& name);
    /// Empty: none was chosen yet.
    QString lastPreset() const;
    void setLastPreset(const QString& id);

    /// What a start does with positions that it finds: "adopt", "flatten" or "wait";
    /// anything else that the file may hold reads as "adopt".
    QString startChoice() const;
    void setStartChoice(const QString& name);

    /// Writes to the file now; false where that is not possible.
    bool save();

private:
    QSettings m_settings;
};

} // namespace breakline
