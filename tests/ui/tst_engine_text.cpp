// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/Appearance.h"
#include "ui/DisplayText.h"
#include "ui/EngineCodes.h"
#include "ui/EngineText.h"

#include "strategy/Preset.h"
#include "trading/EntryGate.h"
#include "trading/TransitionTable.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

namespace breakline {

namespace {

/// The sources, one string: adjacent literals and line ends do not matter.
QString sourceOf(const QString& name)
{
    QFile file(QStringLiteral(BREAKLINE_SOURCES "/") + name);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// A pattern of fmt with values in its places.
std::string filled(QString pattern)
{
    return pattern.replace(QStringLiteral("{}"), QStringLiteral("12")).toStdString();
}

void collectSummaries(const QJsonValue& value, QStringList& summaries)
{
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            if (it.key() == QLatin1String("summary"))
                summaries.append(it.value().toString());
            else
                collectSummaries(it.value(), summaries);
        }
    } else if (value.isArray()) {
        for (const QJsonValue& entry : value.toArray())
            collectSummaries(entry, summaries);
    }
}

} // namespace

class TestEngineText : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<Appearance> m_appearance;

private Q_SLOTS:
    void init() { m_appearance = std::make_unique<Appearance>(true, QStringLiteral("de")); }

    void sentences_data()
    {
        QTest::addColumn<QString>("english");
        QTest::addColumn<QString>("german");
        const auto row = [](const char* english, const char* german) {
            QTest::newRow(english) << QString::fromUtf8(english) << QString::fromUtf8(german);
        };
        row("slots are free", "Plätze sind frei");
        row("5 candidates", "Kandidaten: 5");
        row("5 candidates with levels", "Kandidaten mit Niveaus: 5");
        row("kill switch: extreme_day", "Notschalter: extremer Tagesverlust");
        row("kill switch: drawdown 0.1812 against 0.18", "Notschalter: Rückgang, 0,1812, Schwelle 0,18");
        row("pause is not possible in STOPPED", "Pause ist im Zustand Gestoppt nicht möglich");
        row("type RE-ARM to confirm: equity 99812.45; high water unknown becomes 99812.45; losses in a row 3 "
            "become "
            "0; the day's start 100000 stays",
            "zur Bestätigung RE-ARM eingeben: Kapital 99.812,4; Höchststand — wird 99.812,4; Verluste in "
            "Folge 3 "
            "werden 0; der Tagesanfang 100.000 bleibt");
        row("refused by self-test: key_withdraws: yes, wanted no",
            "vom Selbsttest abgelehnt: key_withdraws: yes, wanted no");
        row("command", "Auf Befehl");
        row("pause", "Pause");
        row("PAUSED", "Pausiert");
        row("panic_exit", "Panikausstieg");
        row("91.3 % of the disk is in use, limit 90 %", "91,3 % der Platte sind belegt, Grenze 90 %");
        row("-0.0212 against 0.02", "-0,0212, Schwelle 0,02");
        row("signal:momentum:volume_surge 1.2345678 against 1.5", "Volumen zu gering: 1,23457, Schwelle 1,5");
        row("signal:momentum:atr no data", "ATR: keine Daten");
        row("data:too_few_bars 5 against 20", "Zu wenige Kerzen: 5, Schwelle 20");
        row("signal:none", "Kein Signal");
        row("signal:retest:moved_away 100.2 against 100.6", "Kurs entfernte sich seither nicht: 100,2, Schwelle 100,6");
        row("signal:opening_range:range_age 49 against 48",
            "Nicht die Zeit nach der Eröffnungsspanne: 49, Schwelle 48");
        row("signal:astrology:range_age 49 against 48", "signal:astrology:range_age 49, Schwelle 48");
        row("removed: signal:entry:confidence 0.25 against 0.5: volume momentum",
            "Verworfen: Vertrauen der Einstiegsregeln: 0,25, Schwelle 0,5 (Volumen des Ausbruchs, Kursänderung zu "
            "klein)");
        row("removed: signal:touch_activity no data", "Verworfen: Zu wenige Trades am Niveau: keine Daten");
        row("removed: signal:duplicate", "Verworfen: Dieses Signal gibt es schon");
        row("removed: risk:gate pause_requested+not_running",
            "Verworfen: Einstiege gesperrt: Auf Befehl pausiert, Nicht in Betrieb");
        row("removed: risk:gate PAUSED", "Verworfen: Einstiege gesperrt: Pausiert");
        row("removed: signal:cooldown until 2026-01-05T10:05:00.000Z",
            "Verworfen: Pause nach einem Stop bis 2026-01-05 10:05:00 UTC");
        row("removed: risk:liquidation_too_near 12 against 24",
            "Verworfen: Liquidation zu nah: 12, Schwelle 24");
        row("removed: risk:equity_unknown no data against no data",
            "Verworfen: Kapital unbekannt: Keine Daten, Schwelle Keine Daten");
        row("removed: invalidated: closed_back", "Verworfen: ungültig: Schlusskurs wieder hinter dem Niveau");
        row("expired: not sent within its lifetime", "Verfallen: nicht innerhalb der Gültigkeit gesendet");
        row("failed: exec:spread_too_wide 12.5 against 10",
            "Fehlgeschlagen: kein Einstieg, Spread zu weit: 12,5, Schwelle 10");
        row("failed: exec:child_refused insufficient margin",
            "Fehlgeschlagen: kein Einstieg, Order abgewiesen: Margin reicht nicht");
        row("failed: exec:gate_closed", "Fehlgeschlagen: kein Einstieg, Einstiege gesperrt");
        row("executed: all_slices filled 0.85 at 64990.1",
            "Ausgeführt: 0,85 ausgeführt zu 64.990,1 (alle Teile)");
        row("active: close 1.25 over 1.2, volume 2.10x, body 0.62",
            "Aktiv: Schluss 1,25 über 1,2, Volumen 2,1-fach, Körper 0,62");
        row("orders to bybit are closed", "Orders an bybit sind gesperrt");
        row("silent after a ping", "keine Antwort auf einen Ping");
        row("the wallet: 100012.345678 by our books, 100112.345678 at the venue",
            "das Guthaben: 100012.345678 nach unseren Büchern, 100112.345678 an der Börse");
        row("BTCUSDT: 0.4 by our fills, -0.15 at the venue",
            "BTCUSDT: 0.4 nach unseren Ausführungen, -0.15 an der Börse");
        row("execution 17: unknown here, at the venue -0.4 at 98.95",
            "Ausführung 17: hier unbekannt, an der Börse -0.4 zu 98.95");
        row("the venue's clock is -612 ms ahead of ours, limit 500 ms",
            "die Uhr der Börse geht unserer um -612 ms vor, Grenze 500 ms");
        row("the venue and our fills differ in BTCUSDT ETHUSDT",
            "Börse und eigene Ausführungen widersprechen sich bei BTCUSDT ETHUSDT");
        row("another hand keeps changing the stop of BTCUSDT",
            "jemand anders ändert immer wieder den Stop von BTCUSDT");
        row("intent 17 is not durable after 20 ms", "Einstieg 17 ist nach 20 ms nicht auf der Platte");
        row("failed: exec:budget_spent", "Fehlgeschlagen: kein Einstieg, Zeitbudget verbraucht");
        row("failed: exec:deadman", "Fehlgeschlagen: kein Einstieg, eine Order wurde nicht rechtzeitig beantwortet");
        // What is not ours stays as it is.
        row("failed: exec:leverage 110043 leverage not modified",
            "Fehlgeschlagen: Hebel wurde nicht gesetzt: 110043 leverage not modified");
        row("disk I/O error", "disk I/O error");
        row("", "");
    }
    void sentences()
    {
        QFETCH(QString, english);
        QFETCH(QString, german);
        QCOMPARE(EngineText::translate(english.toStdString()), german);
    }

    void aValueIsNeverTakenForAPlace()
    {
        QCOMPARE(EngineText::translate("the venue and our fills differ in %1"),
                 QStringLiteral("Börse und eigene Ausführungen widersprechen sich bei %1"));
    }

    void everyTriggerReasonStateAndCommandHasAName()
    {
        for (std::size_t i = 0; i < kTriggerCount; ++i) {
            const std::string_view code = toText(static_cast<Trigger>(i));
            QVERIFY2(!engineCodeName(EngineCode::Trigger, code).isEmpty(), std::string(code).c_str());
        }
        for (std::size_t i = 0; i < kGateReasonCount; ++i) {
            const std::string_view code = toText(static_cast<GateReason>(i));
            QVERIFY2(!engineCodeName(EngineCode::GateReason, code).isEmpty(), std::string(code).c_str());
        }
        for (std::size_t i = 0; i < kTradingStateCount; ++i)
            QVERIFY(!engineCodeName(EngineCode::State, toText(static_cast<TradingState>(i))).isEmpty());
        for (std::size_t i = 0; i < kCommandKindCount; ++i)
            QVERIFY(!engineCodeName(EngineCode::Command, toText(static_cast<CommandKind>(i))).isEmpty());
    }

    void codesOfEveryRoomHaveAName_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("type");
        QTest::addColumn<int>("kind");
        const auto row = [](const char* file, const char* type, EngineCode kind) {
            QTest::newRow(type) << QString::fromLatin1(file) << QString::fromLatin1(type)
                                << static_cast<int>(kind);
        };
        row("strategy/Signal.cpp", "SignalCondition", EngineCode::SignalCondition);
        row("strategy/SignalRules.cpp", "Invalidation", EngineCode::Invalidation);
        row("risk/Sizing.cpp", "SizeRejection", EngineCode::RiskRule);
        row("risk/RiskMonitor.cpp", "KillCause", EngineCode::KillCause);
        row("execution/EntryTransaction.cpp", "EntryEnd", EngineCode::EntryEnd);
        row("execution/Order.cpp", "OrderEndReason", EngineCode::OrderEnd);
        row("position/PositionExit.cpp", "ExitReason", EngineCode::ExitReason);
        row("trading/SignalManager.cpp", "SignalStatus", EngineCode::SignalStatus);
        row("trading/Checkpoint.cpp", "CheckpointType", EngineCode::Checkpoint);
        row("trading/Checkpoint.cpp", "CheckpointStatus", EngineCode::CheckpointStatus);
        row("trading/ProcessView.cpp", "ProcessStep", EngineCode::ProcessStep);
    }
    /// The names in the body of toText().
    void codesOfEveryRoomHaveAName()
    {
        QFETCH(QString, file);
        QFETCH(QString, type);
        QFETCH(int, kind);
        const QString source = sourceOf(file);
        const qsizetype begin = source.indexOf(QStringLiteral("toText(%1 ").arg(type));
        QVERIFY2(begin >= 0, qPrintable(file));
        const QString body = source.mid(begin, source.indexOf(QStringLiteral("\n}"), begin) - begin);
        const QRegularExpression literal(QStringLiteral("(?:return|[?:]) \"([^\"]+)\""));
        int found = 0;
        for (auto it = literal.globalMatch(body); it.hasNext();) {
            const QString code = it.next().captured(1);
            if (code == QLatin1String("none"))
                continue;
            ++found;
            QVERIFY2(!engineCodeName(static_cast<EngineCode>(kind), code.toStdString()).isEmpty(),
                     qPrintable(code + QStringLiteral(": add it to ui/EngineCodes.cpp")));
        }
        QVERIFY(found >= 1);
    }

    void everyRequestBudgetHasAName()
    {
        const QString source = sourceOf(QStringLiteral("exchange/bybit/BybitEndpoints.cpp"));
        static const QRegularExpression budget(QStringLiteral("\\{\"([^\"]+)\", \\d"));
        int found = 0;
        for (auto it = budget.globalMatch(source); it.hasNext(); ++found) {
            const QString name = it.next().captured(1);
            QVERIFY2(!engineCodeName(EngineCode::Endpoint, name.toStdString()).isEmpty(),
                     qPrintable(name + QStringLiteral(": add it to ui/EngineCodes.cpp")));
        }
        QCOMPARE(found, 15);
    }

    void whatTheOrchestratorSaysIsKnown_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<int>("atLeast");
        // The last argument of fire(), the message of an Outcome.
        const QString fired = QStringLiteral("fire\\(Trigger::\\w+,\\s*(?:fmt::format\\()?\"([^\"]+)\"[,)]");
        const QString outcome =
            QStringLiteral("return \\{(?:true|false),\\s*(?:fmt::format\\()?\"([^\"]+)\"[,})]");
        const QString gate = QStringLiteral("gate\\.add\\(GateReason::\\w+,\\s*\"([^\"]+)\",");
        QTest::newRow("transitions") << fired << 18;
        QTest::newRow("answers to commands") << outcome << 15;
        QTest::newRow("gate reasons") << gate << 2;
    }
    void whatTheOrchestratorSaysIsKnown()
    {
        QFETCH(QString, pattern);
        QFETCH(int, atLeast);
        QString source;
        const QDir folder(QStringLiteral(BREAKLINE_SOURCES "/trading"));
        for (const QString& file : folder.entryList({QStringLiteral("*.cpp")}))
            source += sourceOf(QStringLiteral("trading/") + file);
        int found = 0;
        for (auto it = QRegularExpression(pattern).globalMatch(source); it.hasNext();) {
            QString english = it.next().captured(1);
            ++found;
            // Places that hold codes.
            english.replace(QStringLiteral("pause is not possible in {}"),
                            QStringLiteral("pause is not possible in PAUSED"));
            english.replace(QStringLiteral("{} is not possible in {}"),
                            QStringLiteral("resume is not possible in ERROR"));
            english.replace(QStringLiteral("resume is not possible in {}"),
                            QStringLiteral("resume is not possible in ERROR"));
            english.replace(QStringLiteral("{} is not offered"), QStringLiteral("reload is not offered"));
            english.replace(QStringLiteral("kill switch: {}"), QStringLiteral("kill switch: drawdown"));
            english.replace(QStringLiteral("type {} to"), QStringLiteral("type RE-ARM to"));
            QVERIFY2(EngineText::isKnown(filled(english)) || english.endsWith(QLatin1String(": ")),
                     qPrintable(english + QStringLiteral(": add it to ui/EngineText.cpp")));
        }
        QVERIFY2(found >= atLeast, qPrintable(QString::number(found)));
    }

    void everyShippedPresetHasItsSummary()
    {
        QStringList summaries;
        const QDir folder(QStringLiteral(BREAKLINE_SOURCES "/../resources/presets"));
        for (const QString& name : folder.entryList({QStringLiteral("*.json")})) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QJsonDocument json = QJsonDocument::fromJson(file.readAll());
            collectSummaries(json.isArray() ? QJsonValue(json.array()) : QJsonValue(json.object()),
                             summaries);
        }
        QVERIFY(summaries.size() >= 16);
        for (const QString& summary : summaries)
            QVERIFY2(EngineText::presetSummary(summary.toStdString()) != summary, qPrintable(summary));
        QCOMPARE(EngineText::presetSummary("My own plan."), QStringLiteral("My own plan."));
    }

    void englishIsLeftInEnglish()
    {
        m_appearance->setLanguage(QStringLiteral("en"));
        QCOMPARE(EngineText::translate("slots are free"), QStringLiteral("slots are free"));
        QCOMPARE(EngineText::translate("removed: invalidated: too_far"),
                 QStringLiteral("Removed: invalidated: price too far from the level"));
        QCOMPARE(EngineText::trigger("brand_new"), QStringLiteral("brand_new"));
    }
};

} // namespace breakline

QTEST_GUILESS_MAIN(breakline::TestEngineText)
#include "tst_engine_text.moc"
