// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/Settings.h"

#include <QTemporaryDir>
#include <QTest>

using namespace breakline;

class TestSettings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void remembersAcrossObjects()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("a/settings.ini"));
        {
            Settings settings(file);
            QCOMPARE(settings.language(), QString());
            QCOMPARE(settings.theme(), QStringLiteral("dark"));
            QCOMPARE(settings.lastPreset(), QString());
            settings.setLanguage(QStringLiteral("de"));
            settings.setTheme(QStringLiteral("light"));
            settings.setLastPreset(QStringLiteral("breakout_v1_demo"));
            QVERIFY(settings.save());
        }
        const Settings settings(file);
        QCOMPARE(settings.language(), QStringLiteral("de"));
        QCOMPARE(settings.theme(), QStringLiteral("light"));
        QCOMPARE(settings.lastPreset(), QStringLiteral("breakout_v1_demo"));
    }

    void anUnknownThemeReadsAsDark()
    {
        const QTemporaryDir folder;
        Settings settings(folder.filePath(QStringLiteral("settings.ini")));
        settings.setTheme(QStringLiteral("purple"));
        QCOMPARE(settings.theme(), QStringLiteral("dark"));
    }

    void savingWhereNothingCanBeWrittenSaysSo()
    {
        const QTemporaryDir folder;
        QFile blocker(folder.filePath(QStringLiteral("file")));
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        Settings settings(folder.filePath(QStringLiteral("file/settings.ini")));
        settings.setTheme(QStringLiteral("light"));
        QVERIFY(!settings.save());
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
