// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/Appearance.h"
#include "ui/DisplayText.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

namespace breakline {

namespace {

struct Messages {
    int count = 0;
    QStringList unfinished;
    QStringList broken; ///< placeholders of source and translation differ
};

QStringList placeholders(const QString& text)
{
    QStringList found;
    static const QRegularExpression pattern(QStringLiteral("%(\\d|n)"));
    for (auto it = pattern.globalMatch(text); it.hasNext();)
        found.append(it.next().captured());
    found.removeDuplicates();
    found.sort();
    return found;
}

Messages read(const QString& fileName)
{
    Messages messages;
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return messages;
    QXmlStreamReader xml(&file);
    QString source;
    const auto check = [&](const QString& text) {
        if (text.isEmpty())
            messages.unfinished.append(source);
        else if (placeholders(text) != placeholders(source))
            messages.broken.append(source);
    };
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("source")) {
            source = xml.readElementText();
            ++messages.count;
        } else if (xml.name() == QLatin1String("translation")) {
            if (xml.attributes().hasAttribute(QStringLiteral("type")))
                messages.unfinished.append(source);
            QString text;
            bool hasForms = false;
            while (!(xml.readNext() == QXmlStreamReader::EndElement
                     && xml.name() == QLatin1String("translation"))) {
                if (xml.isStartElement()) {
                    hasForms = true;
                    check(xml.readElementText());
                } else if (xml.isCharacters()) {
                    text += xml.text();
                }
            }
            if (!hasForms)
                check(text);
        }
    }
    return messages;
}

} // namespace

class TestTranslations : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyMessageIsTranslated_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("atLeast");
        QTest::newRow("de") << QStringLiteral(BREAKLINE_TRANSLATIONS "/breakline_de.ts") << 200;
        QTest::newRow("en") << QStringLiteral(BREAKLINE_TRANSLATIONS "/breakline_en.ts") << 2;
    }
    void everyMessageIsTranslated()
    {
        QFETCH(QString, file);
        QFETCH(int, atLeast);
        const Messages messages = read(file);
        QVERIFY(messages.count >= atLeast);
        QCOMPARE(messages.unfinished, QStringList());
        QCOMPARE(messages.broken, QStringList());
    }

    /// A text added to the sources and not to the translations is found here.
    void theSourcesHoldNothingNew()
    {
        const QString lupdate = QStringLiteral(BREAKLINE_LUPDATE);
        if (!QFile::exists(lupdate))
            QSKIP("lupdate is not installed");
        QTemporaryDir folder;
        const QString copy = folder.filePath(QStringLiteral("breakline_de.ts"));
        const QString original = QStringLiteral(BREAKLINE_TRANSLATIONS "/breakline_de.ts");
        QVERIFY(QFile::copy(original, copy));
        QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner);
        const QString root = QStringLiteral(BREAKLINE_TRANSLATIONS "/..");
        QProcess process;
        process.start(lupdate,
                      {QStringLiteral("-silent"), QStringLiteral("-tr-function-alias"),
                       QStringLiteral("QT_TRANSLATE_NOOP+=BREAKLINE_TEXT"), QStringLiteral("-extensions"), QStringLiteral("cpp,h,qml"),
                       QStringLiteral("-I"), root, QStringLiteral("-I"), root + QStringLiteral("/src"),
                       QStringLiteral("-locations"), QStringLiteral("none"),
                       QStringLiteral("-no-obsolete"), root + QStringLiteral("/ui"),
                       root + QStringLiteral("/qml"), root + QStringLiteral("/src/app"),
                       root + QStringLiteral("/src/strategy"), QStringLiteral("-ts"),
                       copy});
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 0);
        const Messages before = read(original);
        const Messages after = read(copy);
        QCOMPARE(after.unfinished, QStringList());
        QCOMPARE(after.count, before.count);
    }

    void theLanguageIsInstalledAtOnce()
    {
        Appearance appearance(true, QStringLiteral("en"));
        QCOMPARE(DisplayText::stateName(TradingState::Managing), QStringLiteral("Managing"));
        appearance.setLanguage(QStringLiteral("de"));
        QCOMPARE(DisplayText::stateName(TradingState::Managing), QStringLiteral("Führung"));
        QCOMPARE(QCoreApplication::translate("LogPanel", "%n line(s)", nullptr, 2),
                 QStringLiteral("2 Zeilen"));
        appearance.setLanguage(QStringLiteral("en"));
        QCOMPARE(QCoreApplication::translate("LogPanel", "%n line(s)", nullptr, 1), QStringLiteral("1 line"));
        appearance.setLanguage(QStringLiteral("xx"));
        QCOMPARE(appearance.language(), QStringLiteral("en"));
    }
};

} // namespace breakline

QTEST_GUILESS_MAIN(breakline::TestTranslations)
#include "tst_translations.moc"
