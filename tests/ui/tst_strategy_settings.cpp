// SPDX-License-Identifier: GPL-3.0-or-later
#include "FakeTradingDesk.h"
#include "ManualUiClock.h"
#include "QmlComplaints.h"
#include "WindowProbe.h"

#include "ui/StrategySettings.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QSignalSpy>
#include <QTest>

namespace breakline {

namespace {

Preset planOf(const char* id, StrategySet strategies = kUsualStrategies)
{
    Preset plan;
    plan.id = id;
    plan.summary = "A plan.";
    plan.hash = "of the first";
    plan.strategies = strategies;
    return plan;
}

std::vector<Preset> twoPlans()
{
    return {planOf("first"), planOf("second", {Strategy::Momentum})};
}

const ParameterRow& rowOf(StrategySettings& settings, const QString& key)
{
    for (const ParameterRow& row : settings.parameters()->rows())
        if (row.key == key)
            return row;
    static const ParameterRow none;
    return none;
}

constexpr int kOpeningRange = 2;

} // namespace

class TestStrategySettings : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<QmlComplaints> m_complaints; ///< each fails the test
    std::vector<Preset> m_kept;

    KeepPlan keeper()
    {
        m_kept.clear();
        return [this](const Preset& plan) -> Expected<KeptPlan> {
            if (plan.id == "refused")
                return fail(ErrorCode::Io, "the disk is full");
            m_kept.push_back(plan);
            KeptPlan kept {plan, {"a word of the loader"}};
            kept.plan.hash = "read back";
            return kept;
        };
    }

private Q_SLOTS:
    void initTestCase()
    {
        WorkstationUi::prepareApplication();
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        m_complaints = std::make_unique<QmlComplaints>();
    }
    void init() { QmlComplaints::clear(); }
    void cleanup() { QCOMPARE(QmlComplaints::texts(), QStringList()); }
    void cleanupTestCase() { m_complaints.reset(); }

    void everyStrategyOfTheRegistryIsDrawnFromItsSchema()
    {
        StrategySettings settings(twoPlans(), keeper());
        QAbstractItemModelTester tester(settings.parameters());
        QCOMPARE(settings.strategies(),
                 QStringList({QStringLiteral("Momentum"), QStringLiteral("Retest"),
                              QStringLiteral("Opening range")}));
        QCOMPARE(settings.sentences().size(), 3);
        QCOMPARE(
            settings.notes(),
            QStringList({QStringLiteral("On, tried first"), QStringLiteral("On"), QStringLiteral("Off")}));
        for (int i = 0; i < static_cast<int>(kStrategyCount); ++i) {
            settings.setStrategyIndex(i);
            const StrategyDefinition& definition = allStrategies()[static_cast<std::size_t>(i)];
            const auto& rows = settings.parameters()->rows();
            QCOMPARE(rows.size(), definition.parameters.size());
            for (std::size_t place = 0; place < rows.size(); ++place) {
                QCOMPARE(rows[place].key.toStdString(),
                         std::string(definition.block) + "." + std::string(definition.parameters[place].key));
                QVERIFY(!rows[place].label.isEmpty());
                QVERIFY(!rows[place].sentence.isEmpty());
                QVERIFY(!rows[place].range.isEmpty());
                QVERIFY(rows[place].error.isEmpty());
                QVERIFY(!rows[place].isChanged);
            }
        }
        const ParameterRow bars = rowOf(settings, QStringLiteral("opening_range.range_bars"));
        QCOMPARE(bars.label, QStringLiteral("Bars of the range"));
        QCOMPARE(bars.unit, QStringLiteral("bars"));
        QCOMPARE(bars.range, QStringLiteral("whole number, 1 to 36"));
        QCOMPARE(bars.usual, QStringLiteral("6"));
        QCOMPARE(bars.text, QStringLiteral("6"));
        QCOMPARE(rowOf(settings, QStringLiteral("opening_range.max_height_atr")).range,
                 QStringLiteral("above 0"));
        QCOMPARE(rowOf(settings, QStringLiteral("opening_range.volume_multiplier")).range,
                 QStringLiteral("1 or more"));
        settings.setStrategyIndex(0);
        QCOMPARE(rowOf(settings, QStringLiteral("signal.momentum_epsilon")).text, QStringLiteral("0.0012"));
        QCOMPARE(rowOf(settings, QStringLiteral("signal.momentum_epsilon")).range,
                 QStringLiteral("0 to 0.02"));
    }

    void aValueIsTakenOrRefusedWithItsRange()
    {
        StrategySettings settings(twoPlans(), keeper());
        settings.setStrategyIndex(kOpeningRange);
        const QString key = QStringLiteral("opening_range.range_bars");
        const auto value = [&] {
            return parameterValue(settings.plan(), definitionOf(Strategy::OpeningRange), 1);
        };
        QVERIFY(!settings.isEdited());
        settings.setText(key, QStringLiteral("12"));
        QCOMPARE(value(), 12.0);
        QVERIFY(settings.isEdited());
        QVERIFY(settings.canSave());
        QVERIFY(rowOf(settings, key).isChanged);
        for (const char* wrong : {"0", "37", "6.5", "-3", "1e9"}) {
            settings.setText(key, QLatin1String(wrong));
            QCOMPARE(rowOf(settings, key).error,
                     QStringLiteral("This value is not allowed. Allowed: whole number, 1 to 36"));
            QCOMPARE(rowOf(settings, key).text, QLatin1String(wrong));
            QVERIFY(!settings.canSave());
            QCOMPARE(settings.problem(), QStringLiteral("A value is not allowed."));
            QCOMPARE(value(), 12.0); // the last that was allowed
        }
        for (const char* wrong : {"", "many", "12 bars", "nan", "inf", "1,2"}) {
            settings.setText(key, QLatin1String(wrong));
            QCOMPARE(rowOf(settings, key).error,
                     QStringLiteral("This is not a number. Allowed: whole number, 1 to 36"));
            QVERIFY(!settings.canSave());
        }
        // With the mark between thousands of English, or the decimal sign of others.
        settings.setText(key, QStringLiteral("1,200"));
        QCOMPARE(
            rowOf(settings, key).error,
            QStringLiteral("This can be read in two ways. Decimals begin with \".\", thousands have no mark. "
                           "Allowed: whole number, 1 to 36"));
        QVERIFY(!settings.canSave());
        QCOMPARE(value(), 12.0);
        settings.setText(key, QStringLiteral("1,2"));
        // What is wrong in one strategy holds up the whole copy.
        settings.setStrategyIndex(0);
        QCOMPARE(settings.problem(), QStringLiteral("A value is not allowed."));
        settings.setStrategyIndex(kOpeningRange);
        QCOMPARE(rowOf(settings, key).text, QStringLiteral("1,2"));
        settings.setText(key, QStringLiteral("6"));
        QVERIFY(!settings.isEdited());
        QVERIFY(!rowOf(settings, key).isChanged);
        QVERIFY(!settings.canSave());
        QCOMPARE(settings.problem(), QString());
    }

    void aSharedValueIsOneInBothStrategies()
    {
        StrategySettings settings(twoPlans(), keeper());
        const QString key = QStringLiteral("signal.l2_imbalance_threshold");
        settings.setText(key, QStringLiteral("0.25"));
        settings.setStrategyIndex(1);
        QCOMPARE(rowOf(settings, key).text, QStringLiteral("0.25"));
        QCOMPARE(settings.plan().signal.l2ImbalanceThreshold, 0.25);
    }

    void theCopyIsSavedUnderANameOfItsOwn()
    {
        StrategySettings settings(twoPlans(), keeper());
        QSignalSpy saved(&settings, &StrategySettings::saved);
        settings.setPresetIndex(1);
        QCOMPARE(settings.name(), QStringLiteral("second_1"));
        settings.setStrategyIndex(kOpeningRange);
        settings.setAllowed(true);
        QCOMPARE(settings.notes().at(2), QStringLiteral("On"));
        settings.setText(QStringLiteral("opening_range.break_atr"), QStringLiteral("0.25"));
        for (const char* taken : {"first", "second"}) {
            settings.setName(QLatin1String(taken));
            QCOMPARE(
                settings.problem(),
                QStringLiteral("There is a preset of this name. It is not changed: choose another name."));
            settings.save();
        }
        for (const char* wrong : {"", "../first", "a b", "ü"}) {
            settings.setName(QString::fromUtf8(wrong));
            QCOMPARE(settings.problem(),
                     QStringLiteral("The name of the copy is letters, digits, _ and - only."));
            settings.save();
        }
        QVERIFY(m_kept.empty());
        settings.setName(QStringLiteral("mine"));
        settings.save();
        QCOMPARE(m_kept.size(), std::size_t {1});
        QCOMPARE(m_kept[0].id, std::string("mine"));
        QCOMPARE(m_kept[0].summary, std::string("Changed copy of second."));
        QVERIFY((m_kept[0].strategies == StrategySet {Strategy::Momentum, Strategy::OpeningRange}));
        QCOMPARE(parameterValue(m_kept[0], definitionOf(Strategy::OpeningRange), 4), 0.25);
        QCOMPARE(saved.count(), 1);
        QCOMPARE(saved[0][0].toString(), QStringLiteral("mine"));
        QVERIFY(settings.success());
        QCOMPARE(settings.resultText(),
                 QStringLiteral("Saved as mine. It can be chosen for the next start."));
        QCOMPARE(settings.warnings(), QStringLiteral("a word of the loader"));
        QCOMPARE(settings.presetIds(),
                 QStringList({QStringLiteral("first"), QStringLiteral("second"), QStringLiteral("mine")}));
        QCOMPARE(settings.presetIndex(), 2);
        QVERIFY(!settings.isEdited());
        QCOMPARE(settings.plan().hash, std::string("read back")); // not that of its original
        QCOMPARE(saved[0][1].toString(), QStringLiteral("Changed copy of second."));
        // The one it was made of is as it was.
        settings.setPresetIndex(1);
        QVERIFY(!settings.isAllowed());
        QCOMPARE(rowOf(settings, QStringLiteral("opening_range.break_atr")).text, QStringLiteral("0.1"));
        QCOMPARE(settings.resultText(), QString());
    }

    void whatCannotBeWrittenIsSaid()
    {
        StrategySettings settings(twoPlans(), keeper());
        settings.setAllowed(false);
        settings.setStrategyIndex(1);
        settings.setAllowed(false);
        QCOMPARE(settings.problem(), QStringLiteral("At least one strategy has to be on."));
        settings.setAllowed(true);
        settings.setName(QStringLiteral("refused"));
        settings.save();
        QVERIFY(!settings.success());
        QCOMPARE(settings.resultText(), QStringLiteral("Not saved: the disk is full"));
        QVERIFY(settings.canSave()); // it can be tried again
        QCOMPARE(settings.presetIds().size(), 2);
        settings.revert();
        QVERIFY(!settings.isEdited());
        QCOMPARE(settings.resultText(), QString());
    }

    void whatIsEditedIsKeptWhenTheFormIsOpenedAgain()
    {
        StrategySettings settings(twoPlans(), keeper());
        settings.open(QStringLiteral("second"));
        QCOMPARE(settings.presetIndex(), 1);
        settings.setText(QStringLiteral("signal.momentum_volume_multiplier"), QStringLiteral("2"));
        settings.open(QStringLiteral("first"));
        QCOMPARE(settings.presetIndex(), 1);
        QCOMPARE(settings.plan().signal.momentumVolumeMultiplier, 2.0);
        settings.revert();
        settings.open(QStringLiteral("first"));
        QCOMPARE(settings.presetIndex(), 0);
        settings.open(QStringLiteral("nobody"));
        QCOMPARE(settings.presetIndex(), 0);
        StrategySettings none({}, {});
        QCOMPARE(none.presetIndex(), -1);
        none.setAllowed(false);
        none.save();
        QVERIFY(!none.isEdited());
    }

    void theFormIsUsedWithKeysAlone()
    {
        FakeTradingDesk desk;
        ManualUiClock clock;
        WorkstationOptions options = testOptions();
        options.plans = {planOf("breakout_v1_demo"), planOf("breakout_v1")};
        options.keepPlan = keeper();
        WorkstationUi ui(desk, clock, options);
        QVERIFY(ui.load());
        QVERIFY(QTest::qWaitForWindowExposed(ui.window()));
        desk.publish();
        clock.advance(33);
        QCoreApplication::processEvents();
        QQuickWindow* window = ui.window();
        QTest::keyClick(window, Qt::Key_F9);
        const QObject* dialog = window->findChild<QObject*>(QStringLiteral("strategiesDialog"));
        QVERIFY(dialog != nullptr);
        QTRY_VERIFY(dialog->property("opened").toBool());
        const auto item = [&](const QString& name) { return findItem(window->contentItem(), name); };
        QVERIFY(clickOn(window, QStringLiteral("strategyChoice2")));
        QTRY_COMPARE(ui.workstation().strategySettings()->strategyIndex(), kOpeningRange);
        QTRY_VERIFY(visibleTexts(window).contains(QStringLiteral("opening_range.range_bars")));
        QVERIFY(item(QStringLiteral("strategyInForce"))
                    ->property("text")
                    .toString()
                    .contains(QStringLiteral("The session that runs keeps the values it was started with")));
        QVERIFY(clickOn(window, QStringLiteral("strategyAllowed")));
        QTRY_VERIFY(ui.workstation().strategySettings()->isAllowed());

        QQuickItem* first = item(QStringLiteral("parameterField0"));
        QQuickItem* second = item(QStringLiteral("parameterField1"));
        QVERIFY(first != nullptr && second != nullptr);
        first->forceActiveFocus(Qt::TabFocusReason);
        QTest::keyClick(window, Qt::Key_Tab);
        QTRY_VERIFY(second->hasActiveFocus());
        QTest::keyClick(window, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(window, Qt::Key_9);
        QTest::keyClick(window, Qt::Key_9);
        QCOMPARE(item(QStringLiteral("parameterError1"))->property("text").toString(),
                 QStringLiteral("This value is not allowed. Allowed: whole number, 1 to 36"));
        QVERIFY(!item(QStringLiteral("strategySave"))->isEnabled());
        QTest::keyClick(window, Qt::Key_Backspace);
        QCOMPARE(second->property("text").toString(), QStringLiteral("9"));
        QVERIFY(!item(QStringLiteral("parameterError1"))->isVisible());
        QVERIFY(item(QStringLiteral("strategySave"))->isEnabled());
        item(QStringLiteral("strategyName"))->forceActiveFocus(Qt::TabFocusReason);
        QTest::keyClick(window, Qt::Key_Return);
        QCOMPARE(m_kept.size(), std::size_t {1});
        QCOMPARE(m_kept[0].id, std::string("breakout_v1_demo_1"));
        QCOMPARE(parameterValue(m_kept[0], definitionOf(Strategy::OpeningRange), 1), 9.0);
        // It can be chosen; what is chosen for the next start has not moved.
        QCOMPARE(ui.workstation().commands()->presetIds().last(), QStringLiteral("breakout_v1_demo_1"));
        QCOMPARE(ui.workstation().commands()->presetIndex(), 0);
        QCOMPARE(item(QStringLiteral("presetBox"))->property("currentIndex").toInt(), 0);
        QVERIFY(desk.submitted.empty()); // no session has heard of it
        QTest::keyClick(window, Qt::Key_Escape);
        QTRY_VERIFY(!dialog->property("visible").toBool());
    }

    void inGerman()
    {
        FakeTradingDesk desk;
        ManualUiClock clock;
        WorkstationOptions options = testOptions();
        options.plans = twoPlans();
        options.language = QStringLiteral("de");
        WorkstationUi ui(desk, clock, options);
        StrategySettings& settings = *ui.workstation().strategySettings();
        settings.setStrategyIndex(kOpeningRange);
        QCOMPARE(settings.strategies().at(2), QStringLiteral("Eröffnungsspanne"));
        const QString key = QStringLiteral("opening_range.break_atr");
        QCOMPARE(rowOf(settings, key).text, QStringLiteral("0,1"));
        settings.setText(key, QStringLiteral("0,25"));
        QCOMPARE(parameterValue(settings.plan(), definitionOf(Strategy::OpeningRange), 4), 0.25);
        // A point may be one before decimals or between thousands: taken where it can be but the one.
        settings.setText(key, QStringLiteral("1.5"));
        QCOMPARE(parameterValue(settings.plan(), definitionOf(Strategy::OpeningRange), 4), 1.5);
        QCOMPARE(rowOf(settings, key).error, QString());
        for (const char* ambiguous : {"1.500", "0.125", "1.500,5"}) {
            settings.setText(key, QLatin1String(ambiguous));
            QCOMPARE(rowOf(settings, key).error,
                     QStringLiteral("Das kann zweierlei heißen. Nachkommastellen beginnen mit \",\", "
                                    "Tausender haben kein Zeichen. Erlaubt: 0 bis 2"));
            QVERIFY(!settings.canSave());
            QCOMPARE(parameterValue(settings.plan(), definitionOf(Strategy::OpeningRange), 4), 1.5);
        }
        settings.setText(key, QStringLiteral("9"));
        QCOMPARE(rowOf(settings, key).error,
                 QStringLiteral("Dieser Wert ist nicht erlaubt. Erlaubt: 0 bis 2"));
        ui.workstation().appearance()->setLanguage(QStringLiteral("en"));
        QCOMPARE(rowOf(settings, key).error, QStringLiteral("This value is not allowed. Allowed: 0 to 2"));
    }
};

} // namespace breakline

QTEST_MAIN(breakline::TestStrategySettings)
#include "tst_strategy_settings.moc"
