// SPDX-License-Identifier: GPL-3.0-or-later
#include "FakeTradingDesk.h"
#include "ManualUiClock.h"
#include "ScriptedVenues.h"

#include "ui/ConnectionView.h"
#include "ui/SessionView.h"
#include "ui/SnapshotFeed.h"
#include "ui/VenueSwitch.h"
#include "ui/models/RequestBudgetModel.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>

namespace breakline {

namespace {

constexpr Timestamp kNow {1767607200000}; // 2026-01-05 10:00:00 UTC

struct Rig {
    FakeTradingDesk desk;
    ManualUiClock clock;
    SnapshotFeed feed {desk, clock};
    SessionView session {feed, QStringLiteral("60")};
    VenueSwitch venues {desk, session, clock};

    explicit Rig(TradingState state = TradingState::Idle)
    {
        desk.snapshot.time = kNow;
        desk.snapshot.state = state;
        desk.snapshot.connection = scriptedSim(kNow);
        show();
    }
    void show()
    {
        session.update(desk.snapshot);
        venues.update(desk.snapshot);
    }
};

} // namespace

class TestVenueSwitch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void nothingCanBeOpenedBeforeTheSessionIsKnown()
    {
        FakeTradingDesk desk;
        ManualUiClock clock;
        SnapshotFeed feed(desk, clock);
        SessionView session(feed, QString());
        VenueSwitch venues(desk, session, clock);
        QCOMPARE(venues.currentIndex(), -1);
        venues.setChosenIndex(1);
        venues.press();
        QVERIFY(desk.venues.empty() && !venues.canOpen() && !venues.isSwitching());
    }

    void withoutASessionOnePressOpens()
    {
        Rig rig;
        QCOMPARE(rig.venues.currentIndex(), 0);
        QVERIFY(!rig.venues.canOpen()); // it is the one in use
        rig.venues.press();
        QVERIFY(rig.desk.venues.empty());
        rig.venues.setChosenIndex(1);
        QVERIFY(rig.venues.canOpen() && !rig.venues.takesTwoPresses());
        QCOMPARE(rig.venues.actionText(), QStringLiteral("Open Bybit"));
        QCOMPARE(rig.venues.consequence(),
                 QStringLiteral("No session is running: the venue is opened at once."));
        rig.venues.press();
        QCOMPARE(rig.desk.venues, std::vector<std::string> {"bybit"});
        QVERIFY(rig.venues.isSwitching() && !rig.venues.canOpen());
        QCOMPARE(rig.venues.progressText(), QStringLiteral("Opening Bybit…"));
        // Neither again nor another one while it is under way.
        rig.venues.press();
        rig.venues.setChosenIndex(0);
        rig.show();
        QCOMPARE(rig.desk.venues.size(), std::size_t {1});
        QCOMPARE(rig.venues.chosenIndex(), 1);
        rig.desk.snapshot.connection = scriptedBybit(kNow);
        rig.show();
        QVERIFY(!rig.venues.isSwitching() && !rig.venues.canOpen());
        QCOMPARE(rig.venues.currentIndex(), 1);
        QCOMPARE(rig.venues.progressText(), QString());
    }

    void anActiveSessionTakesTwoDeliberatePresses()
    {
        Rig rig(TradingState::Managing);
        rig.desk.snapshot.positions.resize(2);
        rig.show();
        rig.venues.setChosenIndex(1);
        QCOMPARE(rig.venues.actionText(), QStringLiteral("Stop and open Bybit"));
        QCOMPARE(rig.venues.consequence(),
                 QStringLiteral("The running session is stopped and made flat first: entries end, every "
                                "position is closed at market."));
        rig.venues.press();
        QVERIFY(rig.venues.isArmed());
        QCOMPARE(rig.venues.remainingMs(), 3000);
        rig.clock.advance(249);
        rig.venues.press();
        QVERIFY(rig.desk.venues.empty());
        rig.clock.advance(2751);
        QVERIFY(!rig.venues.isArmed()); // too late
        rig.venues.press();
        rig.clock.advance(300);
        rig.venues.press();
        QCOMPARE(rig.desk.venues, std::vector<std::string> {"bybit"});
        QCOMPARE(rig.venues.progressText(), QStringLiteral("Stopping the session; positions still open: 2"));
        rig.desk.snapshot.positions.clear();
        rig.show();
        QCOMPARE(rig.venues.progressText(), QStringLiteral("Stopping the session…"));
        rig.desk.snapshot.state = TradingState::Stopped;
        rig.show();
        QCOMPARE(rig.venues.progressText(), QStringLiteral("Opening Bybit…"));
    }

    void anotherChoiceDisarms()
    {
        Rig rig(TradingState::Scanning);
        rig.venues.setChosenIndex(1);
        rig.venues.press();
        rig.venues.setChosenIndex(0);
        QVERIFY(!rig.venues.isArmed() && !rig.venues.canOpen());
        rig.venues.setChosenIndex(1);
        rig.venues.press();
        rig.venues.forgetChoice();
        QVERIFY(!rig.venues.isArmed());
        QCOMPARE(rig.venues.chosenIndex(), 0);
        QVERIFY(rig.desk.venues.empty());
    }

    void aRefusalIsShownAndTheVenueInUseMayBeOpenedAnew()
    {
        Rig rig;
        QSignalSpy refused(&rig.venues, &VenueSwitch::refused);
        rig.venues.setChosenIndex(1);
        rig.venues.press();
        Q_EMIT rig.desk.venueRefused(QStringLiteral("no route to host"));
        QCOMPARE(refused.count(), 1);
        QVERIFY(!rig.venues.isSwitching() && rig.venues.canOpen());
        QCOMPARE(rig.venues.refusalText(), QStringLiteral("Not opened: no route to host"));
        rig.venues.setChosenIndex(0);
        QCOMPARE(rig.venues.actionText(), QStringLiteral("Open Demo exchange"));
        rig.venues.press();
        QCOMPARE(rig.desk.venues, (std::vector<std::string> {"bybit", "sim"}));
        QCOMPARE(rig.venues.refusalText(), QString());
        rig.show();
        QVERIFY(!rig.venues.isSwitching() && !rig.venues.canOpen());
    }

    void fromMarketDataNothingHasToBeClosed()
    {
        Rig rig(TradingState::Scanning);
        rig.desk.snapshot.connection = scriptedBybit(kNow);
        rig.show();
        rig.venues.setChosenIndex(0);
        QVERIFY(rig.venues.takesTwoPresses());
        QCOMPARE(rig.venues.consequence(),
                 QStringLiteral("The running session is stopped first. Nothing can be open in it."));
    }

    void theConnectionIsUnknownBeforeItIsTold()
    {
        ConnectionView view;
        const QString unknown = QStringLiteral("—");
        for (const QString& text :
             {view.venueName(), view.restAddress(), view.webSocketAddress(), view.publicText(),
              view.privateText(), view.detail(), view.since(), view.reconnects(), view.clockOffset(),
              view.roundTrip(), view.marketDataKind(), view.orderKind(), view.accountKind()})
            QCOMPARE(text, unknown);
        QCOMPARE(view.overallSign(), 0);
        TradingSnapshot snapshot;
        snapshot.connection.id = "sim";
        view.update(snapshot);
        QCOMPARE(view.venueName(), QStringLiteral("Demo exchange"));
        QCOMPARE(view.restAddress(), QStringLiteral("none, inside this program"));
        QCOMPARE(view.publicText(), unknown);
        QCOMPARE(view.privateText(), unknown);
        QCOMPARE(view.reconnects(), QStringLiteral("0"));
        QCOMPARE(view.clockOffset(), unknown);
    }

    void theConnectionSaysWhatIsRealAndHowItStands()
    {
        ConnectionView view;
        TradingSnapshot snapshot;
        snapshot.isSimulated = false;
        snapshot.connection = scriptedBybit(kNow);
        view.update(snapshot);
        QVERIFY(view.isMarketDataOnly());
        QCOMPARE(view.venueName(), QStringLiteral("Bybit"));
        QCOMPARE(view.marketDataKind(), QStringLiteral("Real: live from the venue"));
        QCOMPARE(
            view.orderKind(),
            QStringLiteral("Closed: every order is refused before it leaves, and no setting opens them"));
        QCOMPARE(view.accountKind(), QStringLiteral("None: equity and positions are unknown here"));
        QCOMPARE(view.restAddress(), QStringLiteral("https://api.bybit.com"));
        QCOMPARE(view.publicText(), QStringLiteral("Up"));
        QCOMPARE(view.privateText(), QStringLiteral("none, there is no account"));
        QCOMPARE(view.overallSign(), 1);
        QCOMPARE(view.detail(), QStringLiteral("public market data only"));
        QCOMPARE(view.since(), QStringLiteral("2026-01-05 10:00:00 UTC"));
        QCOMPARE(view.reconnects(), QStringLiteral("1"));
        QCOMPARE(view.clockOffset(), QStringLiteral("−38 ms"));
        QCOMPARE(view.roundTrip(), QStringLiteral("212 ms"));

        snapshot.isSimulated = true;
        snapshot.connection = scriptedSim(kNow);
        snapshot.connection.isPrivateUp = false;
        view.update(snapshot);
        QCOMPARE(view.orderKind(), QStringLiteral("Simulated: matched by the demo exchange"));
        QCOMPARE(view.publicSign(), 1);
        QCOMPARE(view.privateSign(), -1);
        QCOMPARE(view.privateText(), QStringLiteral("Down"));
        QCOMPARE(view.overallSign(), -1);
    }

    void budgetsAreRows()
    {
        RequestBudgetModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.update(
            {{"address", 1200, 120, kNow}, {"wallet", 50, 6, std::nullopt}, {"market", 0, 0, std::nullopt}});
        const auto texts = [&](int row) {
            QStringList list;
            for (const int role : {RequestBudgetModel::EndpointRole, RequestBudgetModel::LeftRole,
                                   RequestBudgetModel::LimitRole, RequestBudgetModel::ResetsRole})
                list.append(model.index(row).data(role).toString());
            return list.join(QLatin1Char('|'));
        };
        const auto hasRoom = [&](int row) {
            return model.index(row).data(RequestBudgetModel::HasRoomRole).toBool();
        };
        QCOMPARE(texts(0), QStringLiteral("All requests together|120|1,200|10:00:00"));
        QCOMPARE(texts(1), QStringLiteral("Wallet|6|50|—"));
        QCOMPARE(texts(2), QStringLiteral("Market data|—|—|—"));
        QVERIFY(!hasRoom(0)); // a tenth
        QVERIFY(hasRoom(1) && hasRoom(2));
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        model.update(
            {{"address", 1200, 119, kNow}, {"wallet", 50, 6, std::nullopt}, {"market", 0, 0, std::nullopt}});
        QCOMPARE(changes.count(), 1);
        model.update({});
        QCOMPARE(model.rowCount(), 0);
    }

    void aRealMarketHasNoSpeed()
    {
        Rig rig;
        QCOMPARE(rig.session.speed(), QStringLiteral("×60"));
        rig.desk.snapshot.isSimulated = false;
        rig.show();
        QCOMPARE(rig.session.speed(), QString());
    }
};

} // namespace breakline

QTEST_GUILESS_MAIN(breakline::TestVenueSwitch)
#include "tst_venue_switch.moc"
