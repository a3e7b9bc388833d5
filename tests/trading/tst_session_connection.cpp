// SPDX-License-Identifier: GPL-3.0-or-later
// What a session knows of the way to its venue, and what follows from it.
#include "fixtures/FaultyRun.h"

#include <QTest>

#include <algorithm>

namespace breakline {

class SessionConnectionTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingIsKnownBeforeTheVenueWasAsked();
    void theLastChangeIsShownAndReconnectsAreCounted();
    void withoutAnAccountTheMarketDataAreAllThereIs();
    void clocksThatDifferCloseTheGate();
    void theAccountIsAskedForEachSecondWhileItsStreamIsDown();
    void warningsAndErrorsAreCheckpoints();
};

void SessionConnectionTest::nothingIsKnownBeforeTheVenueWasAsked()
{
    FaultyRun run;
    const VenueView view = run.session().snapshot()->connection;
    QCOMPARE(view.id, std::string("sim"));
    QVERIFY(!view.isMarketDataOnly);
    QVERIFY(!view.isPublicUp && !view.isPrivateUp && !view.since);
    QCOMPARE(view.detail, std::string());
    QCOMPARE(view.reconnects, 0);
}

void SessionConnectionTest::theLastChangeIsShownAndReconnectsAreCounted()
{
    FaultyRun run;
    run.command(CommandKind::Start);
    const Timestamp up = run.now();
    run.runFor(Duration::seconds(5));
    VenueView view = run.session().snapshot()->connection;
    QVERIFY(view.isPublicUp == true && view.isPrivateUp == true);
    QVERIFY(view.since == up);
    QCOMPARE(view.reconnects, 0);

    run.post(ConnectionChanged {true, false, "the private stream is gone"});
    const Timestamp down = run.now();
    run.runFor(Duration::seconds(2));
    run.post(ConnectionChanged {true, false, "refused"});
    view = run.session().snapshot()->connection;
    QVERIFY(view.isPublicUp == true && view.isPrivateUp == false);
    QCOMPARE(view.detail, std::string("refused"));
    QVERIFY(view.since == down && down < run.now());
    QCOMPARE(view.reconnects, 0);

    // A part that comes back is not yet the whole.
    run.post(ConnectionChanged {false, true, "now the other"});
    QCOMPARE(run.session().snapshot()->connection.reconnects, 0);
    run.post(ConnectionChanged {true, true, "connected"});
    run.post(ConnectionChanged {true, true, "still connected"});
    view = run.session().snapshot()->connection;
    QCOMPARE(view.reconnects, 1);
    QVERIFY(view.since == run.now());
}

void SessionConnectionTest::withoutAnAccountTheMarketDataAreAllThereIs()
{
    FaultyRun run(1, [](SessionSettings& settings) {
        settings.venue = "bybit";
        settings.isSimulated = false;
        settings.isMarketDataOnly = true;
    });
    run.command(CommandKind::Start);
    run.runFor(Duration::seconds(5));
    const int asked = run.gateway.asked[Asked::Account];
    run.post(ConnectionChanged {true, false, "public market data only"});
    VenueView view = run.session().snapshot()->connection;
    QCOMPARE(view.id, std::string("bybit"));
    QVERIFY(view.isMarketDataOnly && !run.session().snapshot()->isSimulated);
    QVERIFY(view.isPublicUp == true && !view.isPrivateUp);
    QVERIFY(!run.gate().has(GateReason::PrivateStreamDown));
    QCOMPARE(view.reconnects, 0);

    run.post(ConnectionChanged {false, false, "the stream is silent"});
    QVERIFY(run.gate().has(GateReason::MarketDataDown));
    run.post(ConnectionChanged {true, false, "public market data only"});
    view = run.session().snapshot()->connection;
    QCOMPARE(view.reconnects, 1);
    QVERIFY(!run.gate().has(GateReason::MarketDataDown));
    // There is no account to compare.
    QCOMPARE(run.gateway.asked[Asked::Account], asked);
}

void SessionConnectionTest::clocksThatDifferCloseTheGate()
{
    FaultyRun run;
    run.command(CommandKind::Start);
    run.runFor(Duration::minutes(1));
    QVERIFY2(run.gate().isOpen(), run.gate().summary().c_str());
    for (const std::int64_t ms : {501, -501, 4'000}) {
        run.post(ClockReading {Duration {500}});
        QVERIFY2(run.gate().isOpen(), run.gate().summary().c_str());
        run.post(ClockReading {Duration {ms}});
        QCOMPARE(run.gate().summary(), std::string("clock_offset"));
        QCOMPARE(run.gate().entries()[0].detail,
                 "the venue's clock is " + std::to_string(ms) + " ms ahead of ours, limit 500 ms");
        run.runFor(Duration::seconds(1));
        QCOMPARE(run.gate().summary(), std::string("clock_offset"));
        run.post(ClockReading {Duration {-500}});
        QVERIFY2(run.gate().isOpen(), run.gate().summary().c_str());
    }
    QVERIFY(run.hasCritical("the venue's clock is -501 ms ahead of ours"));
    // While it differs nothing is entered, and the reason is said.
    run.post(ClockReading {Duration {900}});
    run.runFor(Duration::days(1));
    QVERIFY(run.exchange().allOrders().empty());
    const auto signalRows = run.journal.signalRows();
    QVERIFY(!signalRows.empty());
    QVERIFY(std::ranges::all_of(signalRows, [](const SignalRow& row) {
        return row.reason.find("risk:gate clock_offset") != std::string::npos;
    }));
}

void SessionConnectionTest::theAccountIsAskedForEachSecondWhileItsStreamIsDown()
{
    FaultyRun run;
    run.command(CommandKind::Start);
    run.runFor(Duration::seconds(5));
    const int before = run.gateway.asked[Asked::Account];
    run.post(ConnectionChanged {true, false, "the private stream is gone"});
    run.runFor(Duration::milliseconds(3'500));
    QCOMPARE(run.gateway.asked[Asked::Account], before + 3);
    run.post(ConnectionChanged {true, true, "connected"});
    run.runFor(Duration::milliseconds(3'500));
    QCOMPARE(run.gateway.asked[Asked::Account], before + 4); // once more, to compare
    QVERIFY2(run.gate().isOpen(), run.gate().summary().c_str());
}

void SessionConnectionTest::warningsAndErrorsAreCheckpoints()
{
    FaultyRun run;
    run.command(CommandKind::Start);
    run.runFor(Duration::seconds(5));
    OrderUpdate foreign;
    foreign.clientId = "somebody-elses";
    foreign.venueId = "v";
    run.post(foreign);
    Execution fill;
    fill.venueTradeId = "t-1";
    fill.venueId = "v";
    run.post(fill);
    const std::string symbol = run.exchange().instruments().at(SymbolId {0}).symbol;
    const auto of = [&run](const char* type) {
        for (const CheckpointRow& row : run.journal.all<CheckpointRow>())
            if (row.type == type)
                return row;
        return CheckpointRow {};
    };
    const CheckpointRow warning = of("warning");
    QCOMPARE(warning.symbol, symbol);
    QCOMPARE(warning.message,
             std::string("orders: the venue reports an order that is not of this session: somebody-elses"));
    const CheckpointRow error = of("error");
    QCOMPARE(error.symbol, symbol);
    QCOMPARE(error.status, std::string("failed"));
    QCOMPARE(error.message, std::string("positions: a fill came in without a position of ours: t-1"));
}

} // namespace breakline

QTEST_GUILESS_MAIN(breakline::SessionConnectionTest)
#include "tst_session_connection.moc"
