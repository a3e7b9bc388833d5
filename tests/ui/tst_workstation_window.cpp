// SPDX-License-Identifier: GPL-3.0-or-later
#include "ManualUiClock.h"
#include "QmlComplaints.h"
#include "ScriptedPast.h"
#include "ScriptedSession.h"
#include "WindowProbe.h"

#include <QApplication>
#include <QQmlProperty>
#include <QSignalSpy>
#include <QTest>

namespace breakline {

class TestWorkstationWindow : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<QmlComplaints> m_complaints; ///< each fails the test
    std::unique_ptr<FakeTradingDesk> m_desk;
    std::unique_ptr<ManualUiClock> m_clock;
    std::unique_ptr<WorkstationUi> m_ui;

    void open(std::unique_ptr<FakeTradingDesk> desk)
    {
        m_desk = std::move(desk);
        m_clock = std::make_unique<ManualUiClock>();
        m_ui = std::make_unique<WorkstationUi>(*m_desk, *m_clock, testOptions());
        QVERIFY(m_ui->load());
        QVERIFY(QTest::qWaitForWindowExposed(m_ui->window()));
        show();
    }
    /// Makes the desk's snapshot visible.
    void show()
    {
        m_desk->publish();
        m_clock->advance(33);
        QCoreApplication::processEvents();
    }
    QString textOf(const QString& name)
    {
        const QQuickItem* item = findItem(m_ui->window()->contentItem(), name);
        return item != nullptr ? item->property("text").toString() : QStringLiteral("(no such item)");
    }

private Q_SLOTS:
    void initTestCase()
    {
        WorkstationUi::prepareApplication();
        m_complaints = std::make_unique<QmlComplaints>();
    }
    void init() { QmlComplaints::clear(); }
    void cleanup()
    {
        m_ui.reset();
        m_clock.reset();
        m_desk.reset();
        QCOMPARE(QmlComplaints::texts(), QStringList());
    }
    void cleanupTestCase() { m_complaints.reset(); }

    void theDemoBadgeIsThere()
    {
        open(std::make_unique<FakeTradingDesk>());
        QCOMPARE(textOf(QStringLiteral("demoBadge")), QStringLiteral("SIMULATED EXCHANGE · no real money"));
        QVERIFY(visibleTexts(m_ui->window()).contains(QStringLiteral("No proven edge")));
        m_desk->snapshot.isSimulated = false;
        show();
        QVERIFY(!findItem(m_ui->window()->contentItem(), QStringLiteral("demoBadge"))->isVisible());
    }

    void aFailedSelfTestIsListedWhereStartIs()
    {
        open(std::make_unique<FakeTradingDesk>());
        QVERIFY(!findItem(m_ui->window()->contentItem(), QStringLiteral("selfTestStrip"))->isVisible());
        SelfTestStatus& status = m_desk->snapshot.selfTest;
        for (std::size_t i = 0; i < kSelfTestCheckCount; ++i)
            status.results.push_back({static_cast<SelfTestCheck>(i), SelfTestOutcome::Passed, "yes", "yes"});
        status.hasPassed = true;
        show();
        QCOMPARE(textOf(QStringLiteral("selfTestVerdict")), QStringLiteral("Self-test passed"));
        QVERIFY(!visibleTexts(m_ui->window()).contains(QStringLiteral("Key may withdraw")));
        QVERIFY(clickOn(m_ui->window(), QStringLiteral("selfTestButton")));
        QVERIFY(visibleTexts(m_ui->window()).contains(QStringLiteral("Key may withdraw")));
        QVERIFY(clickOn(m_ui->window(), QStringLiteral("selfTestButton")));
        status.results[1] = {SelfTestCheck::KeyWithdraws, SelfTestOutcome::Failed, "yes", "no"};
        status.hasPassed = false;
        show();
        const QStringList texts = visibleTexts(m_ui->window());
        QVERIFY(texts.contains(QStringLiteral("Refused by self-test: the venue is not traded")));
        QVERIFY(texts.contains(QStringLiteral("Key may withdraw")));
        QVERIFY(texts.contains(QStringLiteral("yes, wanted no")));
        QVERIFY(texts.contains(QStringLiteral("Order gone")));
    }

    void aContestedPositionIsChosenForAndConfirmed()
    {
        open(std::make_unique<FakeTradingDesk>());
        m_desk->snapshot.contests = {{"ETHUSDT", "0", "0.5", {}, {}, std::nullopt}};
        show();
        QCOMPARE(textOf(QStringLiteral("contestText")),
                 QStringLiteral("ETHUSDT is contested: 0 by our fills, 0.5 at the venue"));
        for (const char* choice : {"adopt", "flatten", "release"}) {
            m_desk->submitted.clear();
            QVERIFY(clickOn(m_ui->window(), QLatin1String(choice) + QStringLiteral("Contested")));
            QCoreApplication::processEvents();
            QVERIFY(m_desk->submitted.empty()); // it is asked first
            QTRY_VERIFY(m_ui->window()
                            ->findChild<QObject*>(QStringLiteral("contestDialog"))
                            ->property("opened")
                            .toBool());
            QQuickItem* confirm = m_ui->window()->findChild<QQuickItem*>(QStringLiteral("contestConfirm"));
            QVERIFY(confirm != nullptr);
            const QPointF middle =
                confirm->mapToScene(QPointF(confirm->width() / 2.0, confirm->height() / 2.0));
            QTest::mouseClick(m_ui->window(), Qt::LeftButton, Qt::NoModifier, middle.toPoint());
            QCOMPARE(m_desk->submitted.size(), std::size_t {1});
            QVERIFY(m_desk->submitted[0].kind == CommandKind::Resolve);
            QCOMPARE(m_desk->submitted[0].argument, std::string(choice) + " ETHUSDT");
            QTRY_VERIFY(!m_ui->window()
                             ->findChild<QObject*>(QStringLiteral("contestDialog"))
                             ->property("visible")
                             .toBool());
        }
        m_desk->snapshot.contests[0].choice = ContestChoice::Release;
        show();
        QVERIFY(!findItem(m_ui->window()->contentItem(), QStringLiteral("releaseContested"))->isEnabled());
    }

    void aStartsChoiceIsToldAndARearmShowsItsValues()
    {
        open(std::make_unique<FakeTradingDesk>());
        RearmView& rearm = m_desk->snapshot.rearm;
        rearm = {true, false, "kill switch: command", "99812.5", "100000", "99900", 2, 5};
        m_desk->snapshot.commands = {CommandKind::Rearm};
        show();
        QObject* dialog = m_ui->window()->findChild<QObject*>(QStringLiteral("moreDialog"));
        QVERIFY(dialog != nullptr);
        QMetaObject::invokeMethod(dialog, "open");
        QTRY_VERIFY(dialog->property("opened").toBool());
        const QObject* values = m_ui->window()->findChild<QObject*>(QStringLiteral("rearmValues"));
        QVERIFY(values != nullptr);
        QVERIFY2(values->property("text").toString().contains(QStringLiteral(
                     "Equity 99812.5 USDT. High water 100000 becomes 99812.5. Losses in a row 2 become "
                     "0. The day's start 99900 stays.")),
                 qPrintable(values->property("text").toString()));
        QSignalSpy choices(m_ui.get(), &WorkstationUi::startChoiceChanged);
        m_ui->workstation().commands()->setStartChoiceIndex(2);
        QCOMPARE(m_desk->submitted.size(), std::size_t {1});
        QVERIFY(m_desk->submitted[0].kind == CommandKind::OnStart);
        QCOMPARE(m_desk->submitted[0].argument, std::string("wait"));
        QCOMPARE(choices.count(), 1);
        QCOMPARE(choices[0][0].toString(), QStringLiteral("wait"));
        const QObject* box = m_ui->window()->findChild<QObject*>(QStringLiteral("startChoiceBox"));
        QCOMPARE(box->property("currentIndex").toInt(), 2);
    }

    void startIsClickedAndItsFailureShown()
    {
        open(std::make_unique<FakeTradingDesk>());
        QVERIFY(clickOn(m_ui->window(), QStringLiteral("startButton")));
        QVERIFY(m_desk->submitted.empty()); // not open in this state
        m_desk->snapshot.commands = {CommandKind::Start};
        show();
        QVERIFY(clickOn(m_ui->window(), QStringLiteral("startButton")));
        QCOMPARE(m_desk->submitted.size(), std::size_t {1});
        QVERIFY(m_desk->submitted[0].kind == CommandKind::Start);
        QCOMPARE(m_desk->submitted[0].argument, std::string("breakout_v1_demo"));
        m_desk->reply(false, "preset is not valid");
        QCOMPARE(textOf(QStringLiteral("replyText")), QStringLiteral("Start failed: preset is not valid"));
    }

    void flattenByMouseTakesTwoPresses()
    {
        open(std::make_unique<FakeTradingDesk>());
        QVERIFY(clickOn(m_ui->window(), QStringLiteral("flattenButton")));
        QVERIFY(m_desk->submitted.empty());
        QVERIFY(visibleTexts(m_ui->window()).contains(QStringLiteral("PRESS AGAIN")));
        QVERIFY(visibleTexts(m_ui->window()).contains(QStringLiteral("3.0 s left")));
        m_clock->advance(600);
        QVERIFY(visibleTexts(m_ui->window()).contains(QStringLiteral("2.4 s left")));
        QVERIFY(clickOn(m_ui->window(), QStringLiteral("flattenButton")));
        QCOMPARE(m_desk->submitted.size(), std::size_t {1});
        QVERIFY(m_desk->submitted[0].kind == CommandKind::PanicExit);
        m_desk->reply(true, "account flat");
        QCOMPARE(textOf(QStringLiteral("replyText")), QStringLiteral("Flatten: account flat"));
        m_desk->snapshot.flatten = FlattenReceipt {Timestamp {0}, Timestamp {312}, 312, 41, 2, 5};
        show();
        QVERIFY(textOf(QStringLiteral("receiptText")).startsWith(QStringLiteral("Flat in 312 ms")));
    }

    void theChartGoesBackByKeysAndTradingGoesOn()
    {
        open(std::make_unique<ScriptedSession>());
        m_desk->snapshot.chartPast = scriptedPast(m_desk->snapshot.chart, 40);
        m_desk->snapshot.commands = {CommandKind::PanicExit};
        show();
        m_ui->window()->requestActivate();
        QVERIFY(QTest::qWaitForWindowActive(m_ui->window()));
        ChartSource& chart = *m_ui->workstation().chart();
        QQuickItem* const mark = findItem(m_ui->window()->contentItem(), QStringLiteral("asOfMark"));
        QVERIFY(!mark->isVisible());
        QQuickItem* const plot = findItem(m_ui->window()->contentItem(), QStringLiteral("priceChart"));
        QQuickItem* const time = findItem(m_ui->window()->contentItem(), QStringLiteral("chartTime"));
        QCOMPARE(time->property("value").toInt(), 40);
        // On the chart with Ctrl, since the arrows alone move it.
        plot->forceActiveFocus(Qt::TabFocusReason);
        QTest::keyClick(m_ui->window(), Qt::Key_Left);
        QVERIFY(chart.isLive());
        QTest::keyClick(m_ui->window(), Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(chart.moment(), 39);
        QVERIFY(mark->isVisible());
        QCOMPARE(textOf(QStringLiteral("asOfText")),
                 QStringLiteral("As of 2026-01-05 10:05:05 UTC — not live"));
        QTest::keyClick(m_ui->window(), Qt::Key_Home, Qt::ControlModifier);
        QCOMPARE(chart.moment(), 0);
        QCOMPARE(textOf(QStringLiteral("asOfDetail")),
                 QStringLiteral(
                     "Before this session: levels of the closed candles; signals and position unknown."));
        QTest::keyClick(m_ui->window(), Qt::Key_Escape);
        QVERIFY(chart.isLive());
        QVERIFY(!mark->isVisible());
        // On the time bar without.
        time->forceActiveFocus(Qt::TabFocusReason);
        QTest::keyClick(m_ui->window(), Qt::Key_Home);
        QCOMPARE(chart.moment(), 0);
        QTest::keyClick(m_ui->window(), Qt::Key_Right);
        QTest::keyClick(m_ui->window(), Qt::Key_PageDown);
        QTest::keyClick(m_ui->window(), Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(chart.moment(), 25);
        QTest::keyClick(m_ui->window(), Qt::Key_Left);
        QTest::keyClick(m_ui->window(), Qt::Key_PageUp);
        QCOMPARE(chart.moment(), 12);
        QCOMPARE(time->property("value").toInt(), 12);

        // Snapshots go on, and what matters at once is there.
        const std::size_t before = m_desk->submitted.size();
        const QString then = m_ui->workstation().session()->venueTime();
        m_desk->snapshot.time = m_desk->snapshot.time + Duration::seconds(1);
        show();
        QVERIFY(m_ui->workstation().session()->venueTime() != then);
        QCOMPARE(chart.moment(), 12);
        QVERIFY(clickOn(m_ui->window(), QStringLiteral("flattenButton")));
        m_clock->advance(500);
        QVERIFY(clickOn(m_ui->window(), QStringLiteral("flattenButton")));
        QCOMPARE(m_desk->submitted.size(), before + 1);
        QVERIFY(m_desk->submitted.back().kind == CommandKind::PanicExit);
        QVERIFY(!chart.isLive());
        QTest::keyClick(m_ui->window(), Qt::Key_End);
        QVERIFY(!chart.isLive()); // the focus is elsewhere
        time->forceActiveFocus(Qt::TabFocusReason);
        QTest::keyClick(m_ui->window(), Qt::Key_End);
        QVERIFY(chart.isLive());
    }

    void theChartGoesBackByMouse()
    {
        open(std::make_unique<ScriptedSession>());
        m_desk->snapshot.chartPast = scriptedPast(m_desk->snapshot.chart, 40);
        show();
        ChartSource& chart = *m_ui->workstation().chart();
        const QQuickItem* const time = findItem(m_ui->window()->contentItem(), QStringLiteral("chartTime"));
        const double right = time->width() - 6.0;
        const auto at = [&](double share) {
            return time->mapToScene(QPointF(6.0 + (right - 6.0) * share, time->height() / 2.0)).toPoint();
        };
        QTest::mousePress(m_ui->window(), Qt::LeftButton, Qt::NoModifier, at(1.0));
        QTest::mouseMove(m_ui->window(), at(0.75));
        QTest::mouseMove(m_ui->window(), at(0.5));
        QCOMPARE(chart.moment(), 20);
        // It follows while it is dragged, back and forth.
        QTest::mouseMove(m_ui->window(), at(0.25));
        QCOMPARE(chart.moment(), 10);
        QTest::mouseMove(m_ui->window(), at(0.75));
        QCOMPARE(chart.moment(), 30);
        QTest::mouseRelease(m_ui->window(), Qt::LeftButton, Qt::NoModifier, at(0.75));
        QVERIFY(chart.chart().stop.has_value());
        QVERIFY(clickOn(m_ui->window(), QStringLiteral("backToNow")));
        QVERIFY(chart.isLive());
        QCOMPARE(time->property("value").toInt(), 40);
    }

    void theChartIsPointedAtASymbolAndATime()
    {
        m_desk = std::make_unique<FakeTradingDesk>();
        m_clock = std::make_unique<ManualUiClock>();
        WorkstationOptions options = testOptions();
        options.symbol = QStringLiteral("ETHUSDT");
        options.chartAt = Timestamp {300'000};
        m_ui = std::make_unique<WorkstationUi>(*m_desk, *m_clock, options);
        QVERIFY(m_ui->load());
        m_desk->snapshot.sessionId = "a";
        show();
        QVERIFY(m_desk->submitted.empty()); // nothing is listed yet
        m_desk->snapshot.symbols = {"BTCUSDT", "ETHUSDT"};
        show();
        QCOMPARE(m_desk->submitted.size(), std::size_t {1});
        QVERIFY(m_desk->submitted[0].kind == CommandKind::SelectSymbol);
        QCOMPARE(m_desk->submitted[0].argument, std::string("ETHUSDT"));
        ChartView& chart = m_desk->snapshot.chart;
        chart.symbol = "ETHUSDT";
        for (int i = 0; i < 3; ++i)
            chart.candles.push_back({Timestamp {i * 300'000LL}, 10.0, 11.0, 9.0, 10.0 + i, 1.0});
        m_desk->snapshot.chartPast = scriptedPast(chart, 3);
        show();
        QVERIFY(!m_ui->workstation().chart()->isLive());
        QCOMPARE(m_ui->workstation().chart()->chart().candles.size(), std::size_t {1});
        QCOMPARE(m_desk->submitted.size(), std::size_t {1}); // asked once
    }

    void anotherSessionIsSeenLive()
    {
        open(std::make_unique<ScriptedSession>());
        m_desk->snapshot.chartPast = scriptedPast(m_desk->snapshot.chart, 40);
        show();
        m_ui->workstation().chart()->showOldest();
        m_desk->snapshot.sessionId = "another";
        m_desk->snapshot.chartPast = nullptr;
        show();
        QVERIFY(m_ui->workstation().chart()->isLive());
        QVERIFY(!m_ui->workstation().chart()->isEmpty());
    }

    void flattenByKeyboard()
    {
        open(std::make_unique<FakeTradingDesk>());
        m_ui->window()->requestActivate();
        QVERIFY(QTest::qWaitForWindowActive(m_ui->window()));
        QTest::keyClick(m_ui->window(), Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(m_ui->workstation().flatten()->isArmed());
        m_clock->advance(500);
        QTest::keyClick(m_ui->window(), Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_desk->submitted.size(), std::size_t {1});
        QVERIFY(m_desk->submitted[0].kind == CommandKind::PanicExit);
    }

    void tabReachesEveryCommandAndTheFocusIsSeen()
    {
        open(std::make_unique<FakeTradingDesk>());
        m_desk->snapshot.commands = {CommandKind::Start, CommandKind::Stop, CommandKind::Pause};
        show();
        m_ui->window()->requestActivate();
        QVERIFY(QTest::qWaitForWindowActive(m_ui->window()));
        QStringList reached;
        for (int presses = 0; presses < 40; ++presses) {
            QTest::keyClick(m_ui->window(), Qt::Key_Tab);
            const QQuickItem* item = m_ui->window()->activeFocusItem();
            QVERIFY(item != nullptr);
            if (item->objectName().isEmpty() || reached.contains(item->objectName()))
                continue;
            reached.append(item->objectName());
            if (item->objectName().endsWith(QLatin1String("Button"))) {
                QVERIFY(item->property("visualFocus").toBool());
                const auto* background = item->property("background").value<QQuickItem*>();
                QCOMPARE(QQmlProperty::read(background, QStringLiteral("border.width")).toInt(), 2);
                const auto frame = QQmlProperty::read(background, QStringLiteral("border.color")).value<QColor>();
                QVERIFY(frame != background->property("color").value<QColor>());
            }
        }
        QStringList commands;
        for (const QString& name : reached)
            if (name == QLatin1String("presetBox") || name.endsWith(QLatin1String("Button")))
                commands.append(name);
        const QStringList expected {QStringLiteral("presetBox"),    QStringLiteral("strategiesButton"),
                                    QStringLiteral("startButton"),  QStringLiteral("pauseButton"),
                                    QStringLiteral("stopButton"),   QStringLiteral("moreButton"),
                                    QStringLiteral("flattenButton")};
        QCOMPARE(commands.mid(0, expected.size()), expected);
        for (const char* name : {"priceChart", "exportButton", "languageBox", "helpButton"})
            QVERIFY2(reached.contains(QLatin1String(name)), name);
        // Space presses what has the focus.
        findItem(m_ui->window()->contentItem(), QStringLiteral("flattenButton"))->forceActiveFocus(Qt::TabFocusReason);
        QTest::keyClick(m_ui->window(), Qt::Key_Space);
        QVERIFY(m_ui->workstation().flatten()->isArmed());
    }

    void flattenShowsItsShortcut()
    {
        open(std::make_unique<FakeTradingDesk>());
        QVERIFY(visibleTexts(m_ui->window()).contains(QStringLiteral("Ctrl+Shift+F twice")));
    }

    void beforeTheFirstScanThereAreWordsAndDashes()
    {
        open(std::make_unique<FakeTradingDesk>());
        const QStringList texts = visibleTexts(m_ui->window());
        for (const char* text : {"No transition yet.", "No open positions.", "No scan yet.",
                                 "No scan yet. The first one comes soon after Start.",
                                 "No candles of this symbol yet."})
            QVERIFY2(texts.contains(QLatin1String(text)), text);
        // Time, last trade, equity, result of the day.
        QVERIFY(texts.count(QStringLiteral("—")) >= 4);
        QVERIFY(!texts.join(QLatin1Char(' ')).contains(QLatin1String("1970")));
    }

    void pauseBecomesResume()
    {
        open(std::make_unique<FakeTradingDesk>());
        m_desk->snapshot.commands = {CommandKind::Pause};
        show();
        QVERIFY(clickOn(m_ui->window(), QStringLiteral("pauseButton")));
        m_desk->snapshot.commands = {CommandKind::Resume};
        show();
        QVERIFY(clickOn(m_ui->window(), QStringLiteral("pauseButton")));
        QCOMPARE(m_desk->submitted.size(), std::size_t {2});
        QVERIFY(m_desk->submitted[0].kind == CommandKind::Pause);
        QVERIFY(m_desk->submitted[1].kind == CommandKind::Resume);
    }

    void gateReasonsAreNamed()
    {
        open(std::make_unique<FakeTradingDesk>());
        m_desk->snapshot.state = TradingState::Scanning;
        show();
        QCOMPARE(textOf(QStringLiteral("gateText")), QStringLiteral("Entries open"));
        m_desk->snapshot.gateReasons = {{"loss_streak_latch", "5 of 5"}};
        show();
        QCOMPARE(textOf(QStringLiteral("gateText")), QStringLiteral("Entries closed:"));
        QTRY_VERIFY(visibleTexts(m_ui->window()).contains(QStringLiteral("Losses in a row: 5 of 5")));
    }

    void aWholeSessionIsShown()
    {
        auto session = std::make_unique<ScriptedSession>();
        ScriptedSession& script = *session;
        open(std::move(session));
        script.submit(CommandKind::Start, "breakout_v1_demo");
        QCoreApplication::processEvents();
        script.play(150);
        show();
        for (const char* text : {"Managing", "SOLUSDT", "Positions (2)", "Orders (5 live)", "Short"})
            QTRY_VERIFY2(visibleTexts(m_ui->window()).contains(QLatin1String(text)), text);
        QVERIFY(clickOn(m_ui->window(), QStringLiteral("candidateTable")));
        QVERIFY(script.submitted.back().kind == CommandKind::SelectSymbol);
        QCOMPARE(m_ui->workstation().selectedSymbol().toStdString(), script.submitted.back().argument);
    }

    void anotherLanguageChangesEveryText()
    {
        auto session = std::make_unique<ScriptedSession>();
        ScriptedSession& script = *session;
        open(std::move(session));
        script.submit(CommandKind::Start, "breakout_v1_demo");
        QCoreApplication::processEvents();
        script.play(150);
        show();
        QVERIFY(visibleTexts(m_ui->window()).contains(QStringLiteral("FLATTEN")));
        QSignalSpy changed(m_ui.get(), &WorkstationUi::languageChanged);
        m_ui->workstation().appearance()->setLanguage(QStringLiteral("de"));
        QCOMPARE(changed.count(), 1);
        for (const char* text :
             {"GLATTSTELLEN", "SIMULIERTE BÖRSE · kein echtes Geld", "Zustandsautomat", "Kandidaten",
              "Positionen (2)", "Führung", "Ergebnis", "Scan → Niveaubildung", "Einstiege frei"})
            QTRY_VERIFY2(visibleTexts(m_ui->window()).contains(QString::fromUtf8(text)), text);
        const QStringList german = visibleTexts(m_ui->window());
        for (const char* text : {"FLATTEN", "Managing", "Candidates", "State machine", "Entries open"})
            QVERIFY2(!german.contains(QLatin1String(text)), text);
        m_ui->workstation().appearance()->setLanguage(QStringLiteral("en"));
        QVERIFY(visibleTexts(m_ui->window()).contains(QStringLiteral("FLATTEN")));
    }

    void themeSwitches()
    {
        open(std::make_unique<FakeTradingDesk>());
        const QColor dark = m_ui->window()->color();
        QVERIFY(clickOn(m_ui->window(), QStringLiteral("themeButton")));
        QVERIFY(!m_ui->workstation().appearance()->isDark());
        QVERIFY(m_ui->window()->color().lightness() > dark.lightness() + 100);
    }

    void exportGoesToTheFolderNamed()
    {
        open(std::make_unique<FakeTradingDesk>());
        QVERIFY(clickOn(m_ui->window(), QStringLiteral("exportButton")));
        QTRY_VERIFY(findItem(m_ui->window()->contentItem(), QStringLiteral("exportRun")) != nullptr);
        QTRY_VERIFY(findItem(m_ui->window()->contentItem(), QStringLiteral("exportRun"))->isVisible());
        QTRY_VERIFY(clickOn(m_ui->window(), QStringLiteral("exportRun")) && !m_desk->exportFolders.empty());
        QCOMPARE(m_desk->exportFolders.front(), QStringLiteral("out"));
        Q_EMIT m_desk->exported(true, QStringLiteral("out/session"));
        QCOMPARE(textOf(QStringLiteral("exportResult")), QStringLiteral("Exported: out/session"));
    }

    void closingARunningSessionAsksFirst()
    {
        open(std::make_unique<FakeTradingDesk>());
        QSignalSpy closed(m_ui.get(), &WorkstationUi::closed);
        m_desk->snapshot.state = TradingState::Managing;
        m_desk->snapshot.commands = {CommandKind::Stop};
        show();
        m_ui->window()->close();
        QCoreApplication::processEvents();
        QVERIFY(m_ui->window()->isVisible());
        QTRY_VERIFY(findItem(m_ui->window()->contentItem(), QStringLiteral("quitConfirm")) != nullptr);
        QTRY_VERIFY(clickOn(m_ui->window(), QStringLiteral("quitConfirm")) && !m_desk->submitted.empty());
        QVERIFY(m_desk->submitted.back().kind == CommandKind::Stop);
        QCOMPARE(closed.count(), 0);
        m_desk->snapshot.state = TradingState::Stopped;
        show();
        QTRY_COMPARE(closed.count(), 1);
    }

    void closingInEmergencyAsksUntilTheAccountIsFlat()
    {
        open(std::make_unique<FakeTradingDesk>());
        QSignalSpy closed(m_ui.get(), &WorkstationUi::closed);
        m_desk->snapshot.state = TradingState::Emergency;
        m_desk->snapshot.commands = {CommandKind::Stop, CommandKind::PanicExit};
        m_desk->snapshot.isExposed = true;
        show();
        m_ui->window()->close();
        QCoreApplication::processEvents();
        QVERIFY(m_ui->window()->isVisible());
        QTRY_VERIFY(findItem(m_ui->window()->contentItem(), QStringLiteral("quitConfirm")) != nullptr);
        QTRY_VERIFY(clickOn(m_ui->window(), QStringLiteral("quitConfirm")) && !m_desk->submitted.empty());
        QVERIFY(m_desk->submitted.back().kind == CommandKind::Stop);
        show();
        QCOMPARE(closed.count(), 0);
        m_desk->snapshot.isExposed = false;
        show();
        QTRY_COMPARE(closed.count(), 1);
    }

    void whatIsOpenAfterTheStopIsFlattenedOrLeft()
    {
        open(std::make_unique<FakeTradingDesk>());
        QSignalSpy closed(m_ui.get(), &WorkstationUi::closed);
        m_desk->snapshot.state = TradingState::Stopped;
        m_desk->snapshot.commands = {CommandKind::Start, CommandKind::PanicExit};
        m_desk->snapshot.isExposed = true;
        show();
        m_ui->window()->close();
        QTRY_VERIFY(clickOn(m_ui->window(), QStringLiteral("quitConfirm")) && !m_desk->submitted.empty());
        QVERIFY(m_desk->submitted.back().kind == CommandKind::PanicExit);
        QCOMPARE(closed.count(), 0);
        // The exchange does not answer: the window can be closed all the same.
        QVERIFY(!clickOn(m_ui->window(), QStringLiteral("quitAtOnce"))); // some seconds of patience first
        QTRY_VERIFY_WITH_TIMEOUT(clickOn(m_ui->window(), QStringLiteral("quitAtOnce")), 30'000);
        QTRY_COMPARE(closed.count(), 1);
    }

    void closingAnIdleWindowCloses()
    {
        open(std::make_unique<FakeTradingDesk>());
        QSignalSpy closed(m_ui.get(), &WorkstationUi::closed);
        m_ui->window()->close();
        QTRY_COMPARE(closed.count(), 1);
    }
};

} // namespace breakline

QTEST_MAIN(breakline::TestWorkstationWindow)
#include "tst_workstation_window.moc"
