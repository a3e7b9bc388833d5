// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixtures/FaultyRun.h"

#include <QTest>

#include <algorithm>

using namespace breakline;

namespace {

bool isPublic(const ExchangeEvent& event)
{
    return std::holds_alternative<TradePrint>(event) || std::holds_alternative<BookSnapshot>(event)
        || std::holds_alternative<Ticker>(event) || std::holds_alternative<CandleClosed>(event);
}

/// The sockets stay up, and nothing comes.
void freeze(FaultyRun& run)
{
    run.gateway.filter = [](ExchangeEvent& event) { return !isPublic(event); };
}

HealthReading reading(FaultyRun& run, FeedInput input)
{
    return run.session().health().readings().at(static_cast<std::size_t>(input));
}

void start(FaultyRun& run)
{
    run.command(CommandKind::Start);
    if (!run.runUntil([&] { return run.gate().isOpen(); }, Duration::minutes(5)))
        qFatal("%s", run.gate().summary().c_str());
}

} // namespace

/// What is not heard, or not believed, admits no entry and stops no exit.
class FeedHealthTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aConnectedStreamThatIsFrozenClosesTheGate();
    void aFrozenStreamHoldsUpNoExit();
    void aLostConnectionIsNoFrozenStream();
    void aHealthySessionIsGreenThroughout();
    void aGapClosesTheGateUntilTheBookIsWhole();
    void aGapOfABookThatNobodyStreamsAnyMoreIsForgotten();
    void aPriceThatMovesWhileItsStreamIsSilentIsNotBelieved();
    void aRefusalForTheRateCountsForTenSeconds();
    void whatNobodyTellsIsUnknown();
};

void FeedHealthTest::aConnectedStreamThatIsFrozenClosesTheGate()
{
    FaultyRun run;
    start(run);
    run.runFor(Duration::seconds(20));
    QCOMPARE(reading(run, FeedInput::MarketData).health, Health::Green);
    freeze(run);
    const Timestamp frozen = run.now();
    QVERIFY(run.runUntil([&] { return run.gate().has(GateReason::MarketDataStale); }, Duration::seconds(30)));
    // Ten seconds after the newest of all, which is at most as old as the freeze.
    QVERIFY(run.now() - frozen <= Duration::seconds(10));
    QVERIFY(run.now() - frozen > Duration::seconds(8));
    QCOMPARE(run.gate().summary(), std::string("market_data_stale"));
    QCOMPARE(run.gate().entries()[0].detail, std::string("no market data for 10 s"));
    QVERIFY(run.session().snapshot()->connection.isPublicUp == true);
    const HealthReading red = reading(run, FeedInput::MarketData);
    QCOMPARE(red.health, Health::Red);
    QVERIFY(red.value >= 10.0 && red.threshold == 10.0 && red.since == run.now());
    QVERIFY(run.session().snapshot()->health == run.session().health().readings());
    run.runFor(Duration::minutes(2));
    QVERIFY(reading(run, FeedInput::MarketData).value >= 100.0); // as of the last input
    // The first that comes opens it, and the watch goes on.
    run.gateway.filter = {};
    QVERIFY(run.runUntil([&] { return !run.gate().has(GateReason::MarketDataStale); }, Duration::seconds(5)));
    run.runFor(Duration::minutes(1));
    QVERIFY2(run.gate().isOpen(), run.gate().summary().c_str());
    freeze(run);
    QVERIFY(run.runUntil([&] { return run.gate().has(GateReason::MarketDataStale); }, Duration::seconds(30)));
}

void FeedHealthTest::aFrozenStreamHoldsUpNoExit()
{
    FaultyRun run;
    start(run);
    QVERIFY(run.holdsOne());
    freeze(run);
    QVERIFY(run.runUntil([&] { return run.gate().has(GateReason::MarketDataStale); }, Duration::seconds(30)));
    QVERIFY(run.session().positions().hasPositions());
    run.command(CommandKind::PanicExit);
    QVERIFY(
        run.runUntil([&] { return run.session().flattener().receipt().has_value(); }, Duration::seconds(10)));
    QVERIFY(run.exchange().positions().empty());
    QVERIFY(!run.session().positions().hasPositions());
}

void FeedHealthTest::aLostConnectionIsNoFrozenStream()
{
    FaultyRun run;
    start(run);
    freeze(run);
    run.post(ConnectionChanged {false, true, "the stream is silent"});
    run.runFor(Duration::minutes(1));
    QVERIFY(run.gate().has(GateReason::MarketDataDown));
    QVERIFY(!run.gate().has(GateReason::MarketDataStale));
    QCOMPARE(reading(run, FeedInput::MarketData).health, Health::Red);
    // It is back, and given its ten seconds.
    run.post(ConnectionChanged {true, true, "connected"});
    QVERIFY(!run.gate().has(GateReason::MarketDataDown));
    run.runFor(Duration::milliseconds(9'999));
    QVERIFY(!run.gate().has(GateReason::MarketDataStale));
    run.runFor(Duration::milliseconds(1));
    QVERIFY(run.gate().has(GateReason::MarketDataStale));
}

void FeedHealthTest::aHealthySessionIsGreenThroughout()
{
    FaultyRun run;
    start(run);
    bool wasRed = false;
    run.runUntil(
        [&] {
            for (const GateReason reason : {GateReason::MarketDataStale, GateReason::BookGap,
                                            GateReason::StreamAgainstRest, GateReason::RequestBudget})
                wasRed = wasRed || run.gate().has(reason);
            return false;
        },
        Duration::hours(6));
    QVERIFY(!wasRed);
    for (const FeedInput input : {FeedInput::MarketData, FeedInput::Books, FeedInput::StreamAgainstRest,
                                  FeedInput::RequestBudget, FeedInput::AccountStream})
        QCOMPARE(reading(run, input).health, Health::Green);
    QVERIFY(reading(run, FeedInput::StreamAgainstRest).value == 0.0);
}

void FeedHealthTest::aGapClosesTheGateUntilTheBookIsWhole()
{
    FaultyRun run;
    start(run);
    QVERIFY(run.holdsOne()); // its book is watched
    const SymbolId symbol = run.session().positions().open().front()->plan.symbol;
    QVERIFY(run.session().board().bookTime(symbol).has_value());
    run.post(BookGap {symbol});
    QCOMPARE(run.gate().summary(), std::string("book_gap"));
    QVERIFY(!run.session().board().bookTime(symbol).has_value());
    QVERIFY(reading(run, FeedInput::Books).value == 1.0);
    run.post(run.exchange().book(symbol));
    QVERIFY2(run.gate().isOpen(), run.gate().summary().c_str());
    QVERIFY(run.session().board().bookTime(symbol).has_value());
    QVERIFY(reading(run, FeedInput::Books).value == 0.0);
}

void FeedHealthTest::aGapOfABookThatNobodyStreamsAnyMoreIsForgotten()
{
    FaultyRun run;
    start(run);
    // No book comes that could tell of it.
    run.gateway.filter = [](ExchangeEvent& event) { return !std::holds_alternative<BookSnapshot>(event); };
    SymbolId symbol;
    while (run.session().board().isBookWatched(symbol))
        ++symbol.index;
    run.post(BookGap {symbol});
    QVERIFY(run.gate().has(GateReason::BookGap));
    QVERIFY(run.runUntil([&] { return !run.gate().has(GateReason::BookGap); }, Duration::seconds(11)));
}

void FeedHealthTest::aPriceThatMovesWhileItsStreamIsSilentIsNotBelieved()
{
    FaultyRun run;
    start(run);
    run.runFor(Duration::minutes(1));
    const SymbolId silent {0};
    // One symbol's trades stop, those of all others come.
    run.gateway.filter = [silent](ExchangeEvent& event) {
        const auto* print = std::get_if<TradePrint>(&event);
        return print == nullptr || print->symbol != silent;
    };
    run.runFor(Duration::seconds(11));
    const Price streamed = *run.session().board().last(silent);
    const auto tell = [&](std::int64_t ticks) {
        Ticker ticker;
        ticker.symbol = silent;
        ticker.last = Price {ticks};
        ticker.time = run.now();
        run.post(TickersAnswer {0, {ticker}});
    };
    tell(streamed.ticks + streamed.ticks / 500); // 20 bps
    QVERIFY(!run.gate().has(GateReason::StreamAgainstRest));
    tell(streamed.ticks + streamed.ticks / 500);
    QVERIFY(run.gate().has(GateReason::StreamAgainstRest));
    const auto apart = static_cast<double>(streamed.ticks / 500);
    QVERIFY(reading(run, FeedInput::StreamAgainstRest).value == apart / static_cast<double>(streamed.ticks) * 1e4);
    tell(streamed.ticks + streamed.ticks / 2000); // 5 bps
    QVERIFY(!run.gate().has(GateReason::StreamAgainstRest));
    QCOMPARE(reading(run, FeedInput::StreamAgainstRest).health, Health::Green);
}

void FeedHealthTest::aRefusalForTheRateCountsForTenSeconds()
{
    FaultyRun run;
    start(run);
    run.runFor(Duration::minutes(1));
    int refused = 0;
    run.gateway.fault = [&](Asked what, SymbolId) {
        return what == Asked::Account && refused++ == 0 ? std::optional(AnswerClass::RateLimited)
                                                        : std::nullopt;
    };
    QVERIFY(run.runUntil([&] { return run.gate().has(GateReason::RequestBudget); }, Duration::minutes(1)));
    QVERIFY(reading(run, FeedInput::RequestBudget).value == 1.0);
    const Timestamp when = run.now();
    QVERIFY(run.runUntil([&] { return !run.gate().has(GateReason::RequestBudget); }, Duration::minutes(1)));
    QVERIFY(run.now() - when == Duration::seconds(10));
    QVERIFY(reading(run, FeedInput::RequestBudget).value == 0.0);
}

void FeedHealthTest::whatNobodyTellsIsUnknown()
{
    FaultyRun run;
    const auto all = run.session().health().readings();
    QCOMPARE(all.size(), kFeedInputCount);
    for (const HealthReading& one : all) {
        QCOMPARE(one.health, Health::Unknown);
        QVERIFY(!one.value && !one.since);
    }
    start(run);
    QCOMPARE(reading(run, FeedInput::Clock).health, Health::Unknown); // its time is the venue's own
    QCOMPARE(reading(run, FeedInput::Disk).health, Health::Unknown);
    QCOMPARE(reading(run, FeedInput::Memory).health, Health::Unknown);
    QVERIFY2(run.gate().isOpen(), run.gate().summary().c_str());
}

QTEST_GUILESS_MAIN(FeedHealthTest)
#include "tst_feed_health.moc"
