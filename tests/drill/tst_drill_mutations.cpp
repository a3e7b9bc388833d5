// SPDX-License-Identifier: GPL-3.0-or-later
// A drill has to find what it is for: with one protection off, faults break an invariant.
#include "drill/DrillRun.h"

#include "fixtures/DemoPreset.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <fmt/format.h>

#include <map>

using namespace breakline;

namespace {

/// So many seeds, from 1 on, may it take to miss a protection: lost fills, which only
/// the comparison finds, happen in about one drill of thirty.
constexpr std::uint64_t kMostSeeds = 120;

DrillOutcome drillOf(std::uint64_t seed, const Protections& protections)
{
    DrillSettings settings;
    settings.seed = seed;
    settings.preset = demoPreset();
    settings.faults = randomFaults(seed, settings.length, drillSymbols(seed));
    settings.protections = protections;
    return runDrill(settings);
}

} // namespace

class DrillMutationsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withAllOfThemNothingBreaks();
    void eachIsMissed_data();
    void eachIsMissed();
    void onlyADrillSwitchesThemOff();
};

void DrillMutationsTest::withAllOfThemNothingBreaks()
{
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const DrillOutcome outcome = drillOf(seed, Protections {});
        for (std::size_t i = 0; i < kDrillInvariantCount; ++i) {
            const auto invariant = static_cast<DrillInvariant>(i);
            QVERIFY2(!outcome.findings.isBroken(invariant),
                     fmt::format("seed {}: {}", seed, outcome.findings.of(invariant).first).c_str());
        }
    }
}

void DrillMutationsTest::eachIsMissed_data()
{
    QTest::addColumn<bool Protections::*>("protection");
    QTest::addColumn<DrillInvariant>("invariant");
    QTest::newRow("stop") << &Protections::stop << DrillInvariant::StopCoversPosition;
    QTest::newRow("reconcile") << &Protections::reconcile << DrillInvariant::NoLostOrder;
    QTest::newRow("journal wait") << &Protections::journalWait << DrillInvariant::JournalBeforeSend;
    QTest::newRow("reduce-only") << &Protections::reduceOnly << DrillInvariant::NoDoubleOrder;
    QTest::newRow("entry gate") << &Protections::entryGate << DrillInvariant::NoEntryWhileGateDown;
    QTest::newRow("idempotence") << &Protections::idempotence << DrillInvariant::NoDoubleOrder;
}

void DrillMutationsTest::eachIsMissed()
{
    QFETCH(bool Protections::*, protection);
    QFETCH(DrillInvariant, invariant);
    Protections without;
    without.*protection = false;
    std::map<DrillInvariant, std::pair<std::uint64_t, std::string>> found;
    for (std::uint64_t seed = 1; seed <= kMostSeeds && !found.contains(invariant); ++seed) {
        const DrillOutcome outcome = drillOf(seed, without);
        for (std::size_t i = 0; i < kDrillInvariantCount; ++i)
            if (const auto broken = static_cast<DrillInvariant>(i); outcome.findings.isBroken(broken))
                found.try_emplace(broken, seed, outcome.findings.of(broken).first);
    }
    for (const auto& [broken, first] : found)
        qInfo("%s",
              fmt::format("without {}: {} is broken with seed {}: {}", QTest::currentDataTag(),
                          toText(broken), first.first, first.second)
                  .c_str());
    QVERIFY2(found.contains(invariant),
             fmt::format("{} held in {} drills", toText(invariant), kMostSeeds).c_str());
}

void DrillMutationsTest::onlyADrillSwitchesThemOff()
{
    // Where they are, and who asks them: nobody else names them, so no command, no
    // window and no preset can reach them.
    const QStringList known {QStringLiteral("src/drill/"), QStringLiteral("src/trading/")};
    const QRegularExpression isNamed(QStringLiteral("trading/Protections|\\.protections\\b"));
    const QRegularExpression isSet(QStringLiteral("protections\\.\\w+\\s*=[^=]|settings\\.protections\\s*="));
    int asked = 0;
    for (const char* folder : {"src", "ui", "qml"}) {
        const QString root = QStringLiteral(BREAKLINE_SOURCE_DIR);
        QDirIterator files(root + QLatin1Char('/') + QLatin1String(folder),
                           {QStringLiteral("*.cpp"), QStringLiteral("*.h"), QStringLiteral("*.qml")},
                           QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString name = QDir(root).relativeFilePath(file.fileName());
            const QByteArray text = file.readAll();
            if (!isNamed.match(QString::fromUtf8(text)).hasMatch())
                continue;
            ++asked;
            QVERIFY2(name.startsWith(known.at(0)) || name.startsWith(known.at(1)), qPrintable(name));
            // In the trading room they are read, and have no other values than "on".
            if (name.startsWith(known.at(1)))
                QVERIFY2(!isSet.match(QString::fromUtf8(text)).hasMatch(), qPrintable(name));
        }
    }
    QVERIFY(asked >= 5);
    const Protections usual;
    QVERIFY(usual.stop && usual.reconcile && usual.journalWait && usual.reduceOnly && usual.entryGate
            && usual.idempotence);
}

Q_DECLARE_METATYPE(DrillInvariant)
Q_DECLARE_METATYPE(bool Protections::*)

QTEST_GUILESS_MAIN(DrillMutationsTest)
#include "tst_drill_mutations.moc"
