// SPDX-License-Identifier: GPL-3.0-or-later
// The venue in the window: the badge, the page, and the way to another venue by
// mouse and keyboard.
#include "ManualUiClock.h"
#include "QmlComplaints.h"
#include "ScriptedSession.h"
#include "WindowProbe.h"

#include <QApplication>
#include <QTest>

namespace breakline {

class TestVenueWindow : public QObject {
    Q_OBJECT
private:
    static constexpr double kPadding = 16.0;

    std::unique_ptr<QmlComplaints> m_complaints; ///< each fails the test
    std::unique_ptr<ScriptedSession> m_desk;
    std::unique_ptr<ManualUiClock> m_clock;
    std::unique_ptr<WorkstationUi> m_ui;

    void open(const QString& language = QStringLiteral("en"))
    {
        m_desk = std::make_unique<ScriptedSession>();
        m_clock = std::make_unique<ManualUiClock>();
        WorkstationOptions options = testOptions();
        options.language = language;
        m_ui = std::make_unique<WorkstationUi>(*m_desk, *m_clock, options);
        QVERIFY(m_ui->load());
        QVERIFY(QTest::qWaitForWindowExposed(m_ui->window()));
        show();
    }
    /// Makes the desk's snapshot visible. The desk makes one step on each tick.
    void show()
    {
        m_desk->publish();
        m_clock->advance(33);
        QCoreApplication::processEvents();
    }
    void trade()
    {
        m_desk->submit(CommandKind::Start, "breakout_v1_demo");
        QCoreApplication::processEvents();
        m_desk->play(150);
        show();
    }
    void goToBybit()
    {
        m_desk->openVenue("bybit");
        m_desk->play(1);
        m_desk->venues.clear();
        show();
    }
    QQuickItem* item(const char* name)
    {
        return findItem(m_ui->window()->contentItem(), QLatin1String(name));
    }
    bool isSeen(const char* name) { return item(name) != nullptr && item(name)->isVisible(); }
    QString textOf(const char* name)
    {
        return isSeen(name) ? item(name)->property("text").toString() : QStringLiteral("(not seen)");
    }
    bool click(const char* name) { return clickOn(m_ui->window(), QLatin1String(name)); }
    bool isRead(const char* text) { return visibleTexts(m_ui->window()).contains(QString::fromUtf8(text)); }
    /// In the window with all of its text; what is around it may be narrower.
    bool isWhole(const char* name)
    {
        if (!isSeen(name))
            return false;
        const QQuickItem* part = item(name);
        const QRectF area = part->mapRectToScene(QRectF(0, 0, part->width(), part->height()));
        return QRectF(QPointF(), QSizeF(m_ui->window()->size())).contains(area)
            && part->width() >= part->implicitWidth() - kPadding;
    }
    /// By a click on the venue in the bar below.
    void openPage() { QTRY_VERIFY(click("venueButton") && isSeen("venueChoice1")); }
    // The page is laid out with the next frame: a click before it goes astray.
    void choose(int index)
    {
        const QByteArray name = "venueChoice" + QByteArray::number(index);
        QTRY_VERIFY(click(name.constData()) && venues().chosenIndex() == index);
    }
    void closePage()
    {
        QTRY_VERIFY(!isSeen("venueChoice1") || (click("venueClose") && !isSeen("venueChoice1")));
    }
    VenueSwitch& venues() { return *m_ui->workstation().venueSwitch(); }

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

    void liveMarketDataCannotBeOverlooked()
    {
        open();
        QVERIFY(isSeen("demoBadge") && !isSeen("liveBadge"));
        QCOMPARE(m_ui->window()->title(), QStringLiteral("Breakline · simulated exchange"));
        QVERIFY(isRead("Exchange time · ×60"));
        const QColor demo = item("demoBadge")->property("color").value<QColor>();
        goToBybit();
        QVERIFY(!isSeen("demoBadge"));
        QCOMPARE(textOf("liveBadge"), QStringLiteral("LIVE MARKET DATA · ORDERS CLOSED"));
        QVERIFY(item("liveBadge")->property("color").value<QColor>() != demo);
        QCOMPARE(m_ui->window()->title(),
                 QStringLiteral("Breakline · Bybit · live market data, orders closed"));
        QCOMPARE(textOf("venueButton"), QStringLiteral("Venue: Bybit"));
        QVERIFY(isRead("Exchange time"));
        QTRY_VERIFY(isRead("Market data only: orders to bybit are closed · since 10:00:02"));
        QCOMPARE(m_ui->workstation().session()->equity(), QStringLiteral("—"));
    }

    void flattenExplainsThatNothingCanBeOpen()
    {
        open();
        goToBybit();
        QVERIFY(isSeen("flattenButton") && isRead("FLATTEN"));
        QVERIFY(isRead("Orders are closed here:\nnothing can be open"));
        QVERIFY(click("flattenButton"));
        m_ui->window()->requestActivate();
        QVERIFY(QTest::qWaitForWindowActive(m_ui->window()));
        QTest::keyClick(m_ui->window(), Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!m_ui->workstation().flatten()->isArmed());
        m_desk->openVenue("sim");
        m_desk->play(1);
        show();
        QVERIFY(isRead("Ctrl+Shift+F twice"));
        QVERIFY(click("flattenButton"));
        QVERIFY(m_ui->workstation().flatten()->isArmed());
    }

    void thePageSaysHowTheVenueIsReached()
    {
        open();
        goToBybit();
        openPage();
        QTRY_COMPARE(textOf("restAddress"), QStringLiteral("https://api.bybit.com"));
        QCOMPARE(textOf("webSocketAddress"), QStringLiteral("wss://stream.bybit.com/v5/public/linear"));
        QCOMPARE(textOf("publicStream"), QStringLiteral("Up"));
        QCOMPARE(textOf("privateStream"), QStringLiteral("none, there is no account"));
        QCOMPARE(textOf("connectionDetail"), QStringLiteral("public market data only"));
        QCOMPARE(textOf("connectionSince"), QStringLiteral("2026-01-05 10:00:02 UTC"));
        QCOMPARE(textOf("reconnects"), QStringLiteral("1"));
        QCOMPARE(textOf("clockOffset"), QStringLiteral("−38 ms"));
        QCOMPARE(textOf("roundTrip"), QStringLiteral("212 ms"));
        for (const char* text :
             {"Venue: Bybit", "Real: live from the venue", "All requests together", "571", "10:00:06"})
            QTRY_VERIFY2(isRead(text), text);
        // Nothing chosen, nothing to open.
        QVERIFY(!item("venueOpen")->isEnabled());
        QVERIFY(item("venueChoice1")->property("chosen").toBool());
    }

    void anIdleWindowGoesToBybitByThreeClicks()
    {
        open();
        openPage();
        choose(1);
        QCOMPARE(textOf("venueOpen"), QStringLiteral("Open Bybit"));
        QVERIFY(!isSeen("venueStopAndOpen"));
        QTRY_VERIFY(click("venueOpen") && venues().isSwitching());
        QCOMPARE(m_desk->venues, std::vector<std::string> {"bybit"});
        QCOMPARE(textOf("venueProgress"), QStringLiteral("Opening Bybit…"));
        QVERIFY(!item("startButton")->isEnabled()); // of the session that is being left
        m_clock->advance(33);
        m_clock->advance(33);
        QVERIFY(isSeen("liveBadge"));
        QVERIFY(!isSeen("venueProgress"));
        QVERIFY(item("startButton")->isEnabled());
        QCOMPARE(m_desk->venues.size(), std::size_t {1});
    }

    void aTradingSessionIsStoppedOnlyByASecondPress()
    {
        open();
        trade();
        m_ui->window()->requestActivate();
        QVERIFY(QTest::qWaitForWindowActive(m_ui->window()));
        QTest::keyClick(m_ui->window(), Qt::Key_F8);
        QTRY_VERIFY(isSeen("venueChoice1"));
        choose(1);
        QVERIFY(textOf("venueConsequence").startsWith(QStringLiteral("The running session is stopped and")));
        QVERIFY(!isSeen("venueOpen"));
        const double width = item("venueStopAndOpen")->implicitWidth();
        QTRY_VERIFY(click("venueStopAndOpen") && venues().isArmed());
        QVERIFY(m_desk->venues.empty());
        QCOMPARE(item("venueStopAndOpen")->implicitWidth(), width); // nothing else slips under the mouse
        QVERIFY(isRead("Press again"));
        m_clock->advance(300);
        QTRY_VERIFY(click("venueStopAndOpen") && venues().isSwitching());
        QCOMPARE(m_desk->venues, std::vector<std::string> {"bybit"});
        QCOMPARE(textOf("venueProgress"), QStringLiteral("Stopping the session; positions still open: 2"));
        QVERIFY(!item("venueStopAndOpen")->isEnabled() && !item("venueChoice0")->isEnabled());
        m_clock->advance(33);
        m_clock->advance(33);
        QVERIFY(isSeen("liveBadge") && !isSeen("venueProgress"));
        // What the old session told is not the new one's.
        QCOMPARE(m_ui->workstation().transitions()->count(), 0);
        QCOMPARE(m_ui->workstation().logLines()->count(), 0);
        QCOMPARE(m_ui->workstation().positions()->count(), 0);
    }

    void closingThePageDisarms()
    {
        open();
        trade();
        openPage();
        choose(1);
        QTRY_VERIFY(click("venueStopAndOpen") && venues().isArmed());
        closePage();
        QVERIFY(!venues().isArmed());
        QCOMPARE(venues().chosenIndex(), 0);
    }

    void aRefusalOpensThePage()
    {
        open();
        openPage();
        choose(1);
        QTRY_VERIFY(click("venueOpen") && venues().isSwitching());
        closePage();
        Q_EMIT m_desk->venueRefused(QStringLiteral("no route to host"));
        QTRY_COMPARE(textOf("venueRefusal"), QStringLiteral("Not opened: no route to host"));
        QVERIFY(isSeen("demoBadge"));
    }

    void theBarsFitIntoTheSmallestWindow_data() { thePageFitsIntoTheSmallestWindow_data(); }
    void theBarsFitIntoTheSmallestWindow()
    {
        QFETCH(QString, language);
        open(language);
        m_ui->window()->resize(m_ui->window()->minimumSize());
        trade();
        for (const char* badge : {"demoBadge", "liveBadge"}) {
            for (const char* name :
                 {badge, "stateBadge", "moreButton", "flattenButton", "venueButton", "helpButton"})
                QTRY_VERIFY2(isWhole(name), name);
            goToBybit();
        }
        m_ui->workstation().appearance()->setLanguage(QStringLiteral("en"));
    }

    void thePageFitsIntoTheSmallestWindow_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("en") << QStringLiteral("en");
        QTest::newRow("de") << QStringLiteral("de");
    }
    void thePageFitsIntoTheSmallestWindow()
    {
        QFETCH(QString, language);
        open(language);
        trade();
        m_ui->window()->resize(m_ui->window()->minimumSize());
        goToBybit();
        openPage();
        choose(0);
        for (const char* name :
             {"restAddress", "budgetTable", "venueChoice0", "venueChoice1", "venueClose", "venueOpen"})
            QTRY_VERIFY2(isWhole(name), name);
        m_ui->workstation().appearance()->setLanguage(QStringLiteral("en"));
    }

    void thePageIsInTheWindowsLanguage()
    {
        open(QStringLiteral("de"));
        goToBybit();
        openPage();
        for (const char* text :
             {"LIVE-MARKTDATEN · ORDERS GESPERRT", "Handelsplatz: Bybit", "Marktdatenstrom",
              "nur öffentliche Marktdaten", "Bybit (Live-Marktdaten, Orders gesperrt)"})
            QTRY_VERIFY2(isRead(text), text);
        m_ui->workstation().appearance()->setLanguage(QStringLiteral("en"));
    }
};

} // namespace breakline

QTEST_MAIN(breakline::TestVenueWindow)
#include "tst_venue_window.moc"
