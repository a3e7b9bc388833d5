// SPDX-License-Identifier: GPL-3.0-or-later
#include "FakeTradingDesk.h"
#include "ManualUiClock.h"

#include "ui/CommandDeck.h"
#include "ui/SessionExport.h"
#include "ui/SessionView.h"
#include "ui/SnapshotFeed.h"
#include "ui/TwoStepCommand.h"

#include <QLocale>
#include <QSignalSpy>
#include <QTest>

namespace breakline {

namespace {

std::vector<PresetChoice> presets()
{
    return {{QStringLiteral("one"), QStringLiteral("First."), false},
            {QStringLiteral("two"), QStringLiteral("Second."), true}};
}

} // namespace

class TestCommands : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void startSubmitsTheChosenPreset()
    {
        FakeTradingDesk desk;
        CommandDeck deck(desk, presets(), QStringLiteral("two"));
        QVERIFY(deck.presetIsDemonstration());
        QCOMPARE(deck.presetSummary(), QStringLiteral("Second."));
        deck.start();
        deck.setPresetIndex(0);
        deck.start();
        QCOMPARE(desk.submitted.size(), std::size_t {2});
        QVERIFY(desk.submitted[0].kind == CommandKind::Start && desk.submitted[0].argument == "two");
        QVERIFY(desk.submitted[1].kind == CommandKind::Start && desk.submitted[1].argument == "one");
        QVERIFY(deck.isBusy());
    }

    void anUnknownPresetFallsBackToTheFirst()
    {
        FakeTradingDesk desk;
        CommandDeck deck(desk, presets(), QStringLiteral("gone"));
        QCOMPARE(deck.presetIndex(), 0);
        CommandDeck none(desk, {}, QString());
        none.start();
        QVERIFY(desk.submitted.empty());
    }

    void commandsAreOpenAsTheSnapshotSays()
    {
        FakeTradingDesk desk;
        CommandDeck deck(desk, presets(), QStringLiteral("one"));
        QVERIFY(!deck.canStart() && !deck.canStop() && !deck.canPause() && !deck.canResume());
        desk.snapshot.commands = {CommandKind::Start, CommandKind::Rearm};
        deck.update(desk.snapshot);
        QVERIFY(deck.canStart() && deck.canRearm() && !deck.isPresetLocked());
        desk.snapshot.commands = {CommandKind::Pause, CommandKind::Stop, CommandKind::TimeStop};
        desk.snapshot.preset = "two";
        deck.update(desk.snapshot);
        QVERIFY(!deck.canStart() && deck.canStop() && deck.canPause() && deck.canTimeStop()
                && deck.isPresetLocked());
        // Locked, the selector shows what runs.
        QCOMPARE(deck.presetIndex(), 1);
    }

    void aFailedReplyIsShownAsAFailure()
    {
        FakeTradingDesk desk;
        CommandDeck deck(desk, presets(), QStringLiteral("one"));
        QCOMPARE(deck.replyText(), QString());
        deck.pause();
        QVERIFY(deck.isBusy());
        desk.reply(false, "not in state EMERGENCY");
        QVERIFY(!deck.isBusy());
        QVERIFY(!deck.replySuccess());
        QCOMPARE(deck.replyText(), QStringLiteral("Pause failed: not in state EMERGENCY"));
        deck.resume();
        desk.reply(true, "");
        QVERIFY(deck.replySuccess());
        QCOMPARE(deck.replyText(), QStringLiteral("Resume: done"));
        QCOMPARE(deck.replyCount(), 2);
    }

    void choosingASymbolIsSilentUnlessRefused()
    {
        FakeTradingDesk desk;
        CommandDeck deck(desk, presets(), QStringLiteral("one"));
        deck.selectSymbol(QStringLiteral("ETHUSDT"));
        desk.reply(true, "");
        QCOMPARE(deck.replyCount(), 0);
        deck.selectSymbol(QStringLiteral("NOSUCH"));
        desk.reply(false, "unknown symbol");
        QCOMPARE(deck.replyText(), QStringLiteral("Select symbol failed: unknown symbol"));
    }

    void flattenTakesTwoPresses()
    {
        FakeTradingDesk desk;
        ManualUiClock clock;
        CommandDeck deck(desk, presets(), QStringLiteral("one"));
        TwoStepCommand flatten(CommandKind::PanicExit, deck, clock);
        flatten.press();
        QVERIFY(flatten.isArmed());
        QCOMPARE(flatten.remainingMs(), 3000);
        QVERIFY(desk.submitted.empty());
        clock.advance(1000);
        QCOMPARE(flatten.remainingMs(), 2000);
        flatten.press();
        QVERIFY(!flatten.isArmed() && flatten.isPending());
        QCOMPARE(desk.submitted.size(), std::size_t {1});
        QVERIFY(desk.submitted[0].kind == CommandKind::PanicExit);
        desk.reply(true, "account flat");
        QVERIFY(!flatten.isPending());
    }

    void anArmedFlattenExpires()
    {
        FakeTradingDesk desk;
        ManualUiClock clock;
        CommandDeck deck(desk, presets(), QStringLiteral("one"));
        TwoStepCommand flatten(CommandKind::PanicExit, deck, clock);
        flatten.press();
        clock.advance(2999);
        QVERIFY(flatten.isArmed());
        clock.advance(1);
        QVERIFY(!flatten.isArmed());
        flatten.press();
        QVERIFY(flatten.isArmed());
        QVERIFY(desk.submitted.empty());
    }

    void aDoubleClickDoesNotFlatten()
    {
        FakeTradingDesk desk;
        ManualUiClock clock;
        CommandDeck deck(desk, presets(), QStringLiteral("one"));
        TwoStepCommand flatten(CommandKind::PanicExit, deck, clock);
        flatten.press();
        clock.advance(249);
        flatten.press();
        QVERIFY(flatten.isArmed());
        QVERIFY(desk.submitted.empty());
        clock.advance(1);
        flatten.press();
        QCOMPARE(desk.submitted.size(), std::size_t {1});
    }

    void flattenCanBePressedAgainWhileOneIsUnderWay()
    {
        FakeTradingDesk desk;
        ManualUiClock clock;
        CommandDeck deck(desk, presets(), QStringLiteral("one"));
        TwoStepCommand flatten(CommandKind::PanicExit, deck, clock);
        for (int i = 0; i < 2; ++i) {
            flatten.press();
            clock.advance(500);
            flatten.press();
        }
        QCOMPARE(desk.submitted.size(), std::size_t {2});
        flatten.press();
        flatten.disarm();
        QVERIFY(!flatten.isArmed());
    }

    void snapshotsAreAskedForOnceATickAndConflated()
    {
        FakeTradingDesk desk;
        ManualUiClock clock;
        SnapshotFeed feed(desk, clock);
        std::vector<std::uint64_t> shown;
        connect(&feed, &SnapshotFeed::updated, this,
                [&](const TradingSnapshot& snapshot) { shown.push_back(snapshot.monitoring.cycles); });
        QCOMPARE(feed.ageMs(), qint64 {-1});
        clock.advance(33);
        QCOMPARE(desk.requests, 1);
        for (std::uint64_t i = 1; i <= 3; ++i) {
            desk.snapshot.monitoring.cycles = i;
            desk.publish();
        }
        QVERIFY(shown.empty());
        clock.advance(33);
        QCOMPARE(shown, std::vector<std::uint64_t> {3});
        QCOMPARE(feed.dropped(), quint64 {2});
        QCOMPARE(feed.shown(), quint64 {1});
        clock.advance(33);
        QCOMPARE(shown.size(), std::size_t {1});
        QCOMPARE(desk.requests, 3);
        QCOMPARE(feed.ageMs(), qint64 {66});
    }

    void whatIsNotKnownIsShownAsUnknown()
    {
        FakeTradingDesk desk;
        ManualUiClock clock;
        SnapshotFeed feed(desk, clock);
        SessionView view(feed, QStringLiteral("60"));
        const QString unknown = QStringLiteral("—");
        QCOMPARE(view.stateText(), unknown);
        QCOMPARE(view.venueTime(), unknown);
        QCOMPARE(view.scans(), unknown);
        QCOMPARE(view.lastCycle(), QStringLiteral("Last cycle: ") + unknown);
        QVERIFY(view.isSnapshotStale() && !view.isActive());
        desk.snapshot.time = Timestamp {1767607200000};
        desk.snapshot.state = TradingState::Managing;
        desk.snapshot.scans = 1234;
        desk.snapshot.monitoring.lastCycleMs = 120'000;
        desk.snapshot.monitoring.lastCycle = {12, 3, 2, 1, 9};
        view.update(desk.snapshot);
        QCOMPARE(view.stateText(), QStringLiteral("Managing"));
        QCOMPARE(view.venueTime(), QStringLiteral("2026-01-05 10:00:00 UTC"));
        QCOMPARE(view.scans(), QStringLiteral("1,234"));
        QCOMPARE(view.lastCycle(),
                 QStringLiteral("Last cycle: 2 min · symbols 12 · candidates 3 · signals 2 · "
                                "positions opened 1 · orders filled 9"));
        QCOMPARE(view.speed(), QStringLiteral("×60"));
        QCOMPARE(view.equity(), unknown);
        QCOMPARE(view.dailyPnl(), unknown);
        QCOMPARE(view.lastTradeAge(), unknown);
        QCOMPARE(view.longestUnprotected(), unknown);
        QCOMPARE(view.usualUnprotected(), unknown + QStringLiteral(" · ") + unknown);
        QVERIFY(view.unprotectedBars().isEmpty());
        QCOMPARE(view.flattenReceipt(), QString());
        QVERIFY(view.isActive());
    }

    void unprotectedTimesAreShownByTheirBuckets()
    {
        FakeTradingDesk desk;
        ManualUiClock clock;
        SnapshotFeed feed(desk, clock);
        SessionView view(feed, QString());
        for (const std::int64_t ms : {0, 4, 9, 9, 12, 1700})
            desk.snapshot.unprotected.add(Duration {ms});
        view.update(desk.snapshot);
        QCOMPARE(view.longestUnprotected(), QStringLiteral("1,700 ms"));
        QCOMPARE(view.usualUnprotected(), QStringLiteral("9 ms · 1,700 ms"));
        const QVariantList bars = view.unprotectedBars();
        QCOMPARE(bars.size(), qsizetype {11});
        const QVariantMap ten = bars[2].toMap();
        QCOMPARE(ten[QStringLiteral("label")].toString(), QStringLiteral("10"));
        QCOMPARE(ten[QStringLiteral("count")].toString(), QStringLiteral("2"));
        QCOMPARE(ten[QStringLiteral("share")].toDouble(), 1.0);
        QCOMPARE(ten[QStringLiteral("text")].toString(), QStringLiteral("up to 10 ms: 2"));
        const QVariantMap longer = bars[10].toMap();
        QCOMPARE(longer[QStringLiteral("share")].toDouble(), 0.5);
        QCOMPARE(longer[QStringLiteral("text")].toString(), QStringLiteral("above 1,500 ms: 1"));
    }

    void whatIsOpenKeepsTheSessionActiveInEveryState()
    {
        FakeTradingDesk desk;
        ManualUiClock clock;
        SnapshotFeed feed(desk, clock);
        SessionView view(feed, QString());
        for (const TradingState state : {TradingState::Idle, TradingState::Stopped, TradingState::Emergency}) {
            desk.snapshot.state = state;
            for (const bool isExposed : {true, false}) {
                desk.snapshot.isExposed = isExposed;
                view.update(desk.snapshot);
                QCOMPARE(view.isActive(), isExposed);
            }
        }
    }

    void agesAreGreyedBeyondFiveSeconds()
    {
        FakeTradingDesk desk;
        ManualUiClock clock;
        SnapshotFeed feed(desk, clock);
        SessionView view(feed, QString());
        desk.snapshot.time = Timestamp {100'000};
        desk.snapshot.chart.lastTradeTime = Timestamp {95'000};
        desk.publish();
        view.update(desk.snapshot);
        QCOMPARE(view.lastTradeAge(), QStringLiteral("5.0 s"));
        QVERIFY(!view.isLastTradeStale() && !view.isSnapshotStale());
        desk.snapshot.chart.lastTradeTime = Timestamp {94'999};
        view.update(desk.snapshot);
        QVERIFY(view.isLastTradeStale());
        clock.advance(5000);
        QVERIFY(!view.isSnapshotStale());
        clock.advance(1);
        QVERIFY(view.isSnapshotStale());
    }

    void theReceiptNamesItsFigures()
    {
        FakeTradingDesk desk;
        ManualUiClock clock;
        SnapshotFeed feed(desk, clock);
        SessionView view(feed, QString());
        desk.snapshot.flatten = FlattenReceipt {Timestamp {0}, Timestamp {312}, 312, 41, 2, 5};
        view.update(desk.snapshot);
        QCOMPARE(
            view.flattenReceipt(),
            QStringLiteral("Flat in 312 ms on the exchange's clock (41 ms real time) · positions closed: 2 · "
                           "orders cancelled: 5"));
    }

    void exportReportsItsResult()
    {
        FakeTradingDesk desk;
        SessionExport exporter(desk, QStringLiteral("out"));
        exporter.run();
        exporter.run();
        QCOMPARE(desk.exportFolders, std::vector<QString> {QStringLiteral("out")});
        QVERIFY(exporter.isRunning());
        Q_EMIT desk.exported(false, QStringLiteral("out: no permission to write"));
        QVERIFY(!exporter.isRunning() && !exporter.success());
        QCOMPARE(exporter.resultText(), QStringLiteral("Export failed: out: no permission to write"));
        exporter.setFolder(QStringLiteral("  "));
        exporter.run();
        QCOMPARE(desk.exportFolders.size(), std::size_t {1});
    }
};

} // namespace breakline

QTEST_GUILESS_MAIN(breakline::TestCommands)
#include "tst_commands.moc"
