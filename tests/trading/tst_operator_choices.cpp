// SPDX-License-Identifier: GPL-3.0-or-later
// What a person decides: what a start does with what it finds, and what becomes
// of a position that differs from our fills.
#include "fixtures/DeskRig.h"
#include "fixtures/FaultyRun.h"

#include "trading/FirstStopCheck.h"

#include <QTest>

using namespace breakline;

namespace {

constexpr SymbolId kTheirs {2};

/// Another hand trades so many lots at market, positive for a purchase.
void trade(FaultyRun& run, SymbolId symbol, std::int64_t lots, std::optional<Price> stop = std::nullopt)
{
    static std::uint64_t cookie = 1'000'000'000;
    PlaceRequest request;
    request.order.symbol = symbol;
    request.order.side = lots > 0 ? Side::Buy : Side::Sell;
    request.order.type = OrderType::Market;
    request.order.quantity = Quantity {lots}.magnitude();
    if (stop)
        request.order.stop = AttachedStop {*stop, TriggerBy::MarkPrice};
    run.exchange().place(++cookie, request);
    run.runFor(Duration::seconds(1));
}

std::int64_t held(FaultyRun& run, SymbolId symbol)
{
    return run.exchange().position(symbol).update.quantity.lots;
}

std::string nameOf(FaultyRun& run, SymbolId symbol)
{
    return run.exchange().instruments().at(symbol).symbol;
}

Quantity someLots(FaultyRun& run, SymbolId symbol)
{
    const Instrument& instrument = run.exchange().instruments().at(symbol);
    const double mark = instrument.toDouble(*run.exchange().ticker(symbol).mark);
    return *instrument.quantizeQuantity(1000.0 / mark);
}

bool isContested(FaultyRun& run)
{
    return run.gate().has(GateReason::PositionContested);
}

/// A started session on an account in which another hand holds a position.
void startContested(FaultyRun& run, std::int64_t sign = 1)
{
    trade(run, kTheirs, sign * someLots(run, kTheirs).lots);
    QVERIFY(held(run, kTheirs) != 0);
    run.command(CommandKind::Start);
    QVERIFY(run.runUntil([&] { return isRunning(run.state()); }, Duration::seconds(5)));
    QVERIFY(isContested(run));
}

} // namespace

class OperatorChoicesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anAdoptedPositionIsOursAndProtected_data();
    void anAdoptedPositionIsOursAndProtected();
    void anAdoptedPositionKeepsItsStop();
    void aStopOfAnotherHandIsUndoneOnceThenAskedAbout();
    void aLargerPositionIsTakenOver();
    void aFlattenedPositionIsClosedWhole();
    void aReleasedPositionIsLeftAlone();
    void aChoiceNeedsAContestedSymbol();
    void aStartFlattensWhatItFinds();
    void aStartWaitsWithWhatItFinds();
    void aStartThatFindsNothingDoesNotWait();
    void aResumedSessionHearsTheChoice();
    void noSecondSymbolBeforeTheFirstStopIsSeen();
    void theFirstFillOfASessionIsAskedAbout();
    void aRearmShowsItsValues();
};

void OperatorChoicesTest::anAdoptedPositionIsOursAndProtected_data()
{
    QTest::addColumn<int>("sign");
    QTest::newRow("long") << 1;
    QTest::newRow("short") << -1;
}

void OperatorChoicesTest::anAdoptedPositionIsOursAndProtected()
{
    QFETCH(int, sign);
    FaultyRun run;
    startContested(run, sign);
    if (QTest::currentTestFailed())
        return;
    const Quantity theirs = run.exchange().position(kTheirs).update.quantity;
    QVERIFY(!run.exchange().position(kTheirs).update.stop);
    run.command(CommandKind::Resolve, "adopt " + nameOf(run, kTheirs));
    QVERIFY2(run.replies.back().success, run.replies.back().message.c_str());
    QVERIFY(run.runUntil([&] { return !isContested(run); }, Duration::seconds(2)));
    QVERIFY(run.session().positions().held(kTheirs) == theirs);
    QCOMPARE(run.session().positions().find(kTheirs)->ledger.entryAverage()->toString(),
             run.exchange().position(kTheirs).update.entryPrice->toString());
    // It had no stop: one is placed, on the losing side of the mark.
    QVERIFY(run.runUntil([&] { return run.exchange().position(kTheirs).update.stop.has_value(); },
                         Duration::seconds(1)));
    const Price stop = *run.exchange().position(kTheirs).update.stop;
    QVERIFY((*run.exchange().ticker(kTheirs).mark - stop) * sign > 0);
    QVERIFY(run.runUntil([&] { return run.session().positions().find(kTheirs)->stopShown == stop; },
                         Duration::seconds(1)));
    run.runFor(Duration::minutes(2)); // the comparisons agree
    QVERIFY(!isContested(run));
    // It ends with the session as any other, and the books agree.
    run.command(CommandKind::Stop, "duration");
    QVERIFY(run.reaches(TradingState::Stopped, Duration::seconds(10)));
    QCOMPARE(held(run, kTheirs), 0);
    QVERIFY(!run.gate().has(GateReason::EquityJump));
}

void OperatorChoicesTest::anAdoptedPositionKeepsItsStop()
{
    FaultyRun run;
    const Instrument& instrument = run.exchange().instruments().at(kTheirs);
    const double mark = instrument.toDouble(*run.exchange().ticker(kTheirs).mark);
    const Price stop = *instrument.quantizePrice(mark * 0.9, QuantizeFor::StopOfLong);
    trade(run, kTheirs, someLots(run, kTheirs).lots, stop);
    run.command(CommandKind::Start);
    QVERIFY(run.runUntil([&] { return isContested(run); }, Duration::seconds(5)));
    run.command(CommandKind::Resolve, "adopt " + nameOf(run, kTheirs));
    QVERIFY(run.runUntil([&] { return !isContested(run); }, Duration::seconds(2)));
    QVERIFY(run.session().positions().find(kTheirs)->stopShown == stop);
    QVERIFY(run.session().positions().find(kTheirs)->plan.stop == stop);
    QVERIFY(run.exchange().position(kTheirs).update.stop == stop);
    QCOMPARE(run.gateway.asked[Asked::Stop], 0);
}

void OperatorChoicesTest::aStopOfAnotherHandIsUndoneOnceThenAskedAbout()
{
    FaultyRun run;
    const Instrument& instrument = run.exchange().instruments().at(kTheirs);
    const double mark = instrument.toDouble(*run.exchange().ticker(kTheirs).mark);
    const auto below = [&](double fraction) {
        return *instrument.quantizePrice(mark * fraction, QuantizeFor::StopOfLong);
    };
    const auto atVenue = [&] { return run.exchange().position(kTheirs).update.stop; };
    std::uint64_t cookie = 2'000'000'000;
    const auto theySet = [&](Price stop) {
        TradingStopRequest request;
        request.symbol = kTheirs;
        request.stop = AttachedStop {stop, TriggerBy::MarkPrice};
        run.exchange().setTradingStop(++cookie, request);
        QVERIFY(run.runUntil([&] { return atVenue() == stop; }, Duration::seconds(1)));
    };
    trade(run, kTheirs, someLots(run, kTheirs).lots, below(0.9));
    run.command(CommandKind::Start);
    QVERIFY(run.runUntil([&] { return isContested(run); }, Duration::seconds(5)));
    run.command(CommandKind::Resolve, "adopt " + nameOf(run, kTheirs));
    QVERIFY(run.runUntil([&] { return !isContested(run); }, Duration::seconds(2)));

    // Theirs is tighter: it is taken over. Theirs is looser: once it is undone.
    theySet(below(0.92));
    run.runFor(Duration::seconds(5));
    QVERIFY(atVenue() == below(0.92));
    theySet(below(0.88));
    QVERIFY(run.runUntil([&] { return atVenue() == below(0.92); }, Duration::seconds(2)));
    run.runFor(Duration::seconds(5));
    QVERIFY(!isContested(run));
    // The second time they have their way, and a person is asked.
    theySet(below(0.88));
    QVERIFY(run.runUntil([&] { return isContested(run); }, Duration::seconds(2)));
    run.runFor(Duration::minutes(3));
    QVERIFY(isContested(run));
    QVERIFY(atVenue() == below(0.88));
    QVERIFY(held(run, kTheirs) != 0);
    const ContestView view = run.session().reconciler().contests().front();
    QCOMPARE(view.ourStop, instrument.toDecimal(below(0.92)).toString());
    QCOMPARE(view.theirStop, instrument.toDecimal(below(0.88)).toString());
    // Whoever decides that theirs is right has it defended from then on.
    run.command(CommandKind::Resolve, "adopt " + nameOf(run, kTheirs));
    QVERIFY(run.runUntil([&] { return !isContested(run); }, Duration::seconds(2)));
    run.runFor(Duration::minutes(2));
    QVERIFY(!isContested(run));
    QVERIFY(atVenue() == below(0.88));
    theySet(below(0.87));
    QVERIFY(run.runUntil([&] { return atVenue() == below(0.88); }, Duration::seconds(2)));
    // What is asked about and then gone is no question any more.
    theySet(below(0.87));
    QVERIFY(run.runUntil([&] { return isContested(run); }, Duration::seconds(2)));
    trade(run, kTheirs, -held(run, kTheirs));
    QVERIFY(run.runUntil([&] { return !isContested(run); }, Duration::seconds(2)));
}

void OperatorChoicesTest::aLargerPositionIsTakenOver()
{
    DeskRig rig;
    rig.hold(DeskRig::a(), 40);
    PositionUpdate venue;
    venue.symbol = DeskRig::a();
    venue.quantity = {60};
    venue.entryPrice = Decimal::literal("100.01");
    venue.stop = Price {9'900};
    venue.time = rig.now();
    rig.positions->adopt(venue, Price {9'800});
    const ManagedPosition& position = *rig.positions->find(DeskRig::a());
    QVERIFY(position.ledger.quantity() == Quantity {60});
    QCOMPARE(position.ledger.entryAverage()->toString(), std::string("100.01"));
    QVERIFY(position.stopCovers == Quantity {60});
    QVERIFY(position.stopShown == Price {9'900});
    // The frozen risk of the trade stays.
    QVERIFY(position.risk->initialQuantity() == Quantity {40});
    // The other side of it: ours is let go, theirs is a position of its own.
    venue.quantity = {-10};
    venue.stop = Price {10'200};
    rig.positions->adopt(venue, Price {10'300});
    QVERIFY(rig.positions->held(DeskRig::a()) == Quantity {-10});
    QVERIFY(rig.positions->find(DeskRig::a())->plan.stop == Price {10'200});
    QCOMPARE(rig.positions->closedCount(), std::uint64_t {1});
}

void OperatorChoicesTest::aFlattenedPositionIsClosedWhole()
{
    FaultyRun run;
    startContested(run, -1);
    if (QTest::currentTestFailed())
        return;
    run.command(CommandKind::Resolve, "flatten " + nameOf(run, kTheirs));
    QVERIFY(run.runUntil([&] { return held(run, kTheirs) == 0; }, Duration::seconds(3)));
    QVERIFY(run.runUntil([&] { return !isContested(run) && !run.session().positions().hasPositions(); },
                         Duration::seconds(2)));
    QVERIFY(isRunning(run.state()));
    run.runFor(Duration::minutes(2));
    QVERIFY2(run.gate().isOpen(), run.gate().summary().c_str());
}

void OperatorChoicesTest::aReleasedPositionIsLeftAlone()
{
    FaultyRun run;
    startContested(run);
    if (QTest::currentTestFailed())
        return;
    const std::int64_t theirs = held(run, kTheirs);
    run.command(CommandKind::Resolve, "release " + nameOf(run, kTheirs));
    QVERIFY(run.runUntil([&] { return !isContested(run); }, Duration::seconds(2)));
    QVERIFY(run.session().reconciler().isReleased(kTheirs));
    QVERIFY(!run.session().positions().hasPositions());
    // Whatever the other hand does with it contests nothing.
    trade(run, kTheirs, someLots(run, kTheirs).lots);
    run.runFor(Duration::minutes(3));
    QVERIFY(!isContested(run));
    QVERIFY(held(run, kTheirs) > theirs);
    QVERIFY(run.session().reconciler().isReleased(kTheirs));
    // Once it is flat the symbol is as any other.
    trade(run, kTheirs, -held(run, kTheirs));
    QCOMPARE(held(run, kTheirs), 0);
    QVERIFY(
        run.runUntil([&] { return !run.session().reconciler().isReleased(kTheirs); }, Duration::minutes(2)));
    trade(run, kTheirs, someLots(run, kTheirs).lots);
    QVERIFY(run.runUntil([&] { return isContested(run); }, Duration::minutes(2)));
}

void OperatorChoicesTest::aChoiceNeedsAContestedSymbol()
{
    FaultyRun run;
    run.command(CommandKind::Start);
    QVERIFY(run.runUntil([&] { return isRunning(run.state()); }, Duration::seconds(5)));
    run.command(CommandKind::Resolve, "adopt " + nameOf(run, kTheirs));
    QVERIFY(!run.replies.back().success);
    QCOMPARE(run.replies.back().message, nameOf(run, kTheirs) + " is not contested");
    for (const char* wrong : {"adopt", "adopt NOSUCHUSDT", "keep BTCUSDT", ""}) {
        run.command(CommandKind::Resolve, wrong);
        QVERIFY(!run.replies.back().success);
        QCOMPARE(run.replies.back().message,
                 std::string("resolve is adopt, flatten or release, and a symbol"));
    }
}

void OperatorChoicesTest::aStartFlattensWhatItFinds()
{
    FaultyRun run(1, [](SessionSettings& settings) { settings.isSelfTested = true; });
    trade(run, kTheirs, someLots(run, kTheirs).lots);
    run.command(CommandKind::OnStart, "flatten");
    run.command(CommandKind::Start);
    QVERIFY(run.runUntil([&] { return isRunning(run.state()); }, Duration::seconds(10)));
    QCOMPARE(held(run, kTheirs), 0);
    QVERIFY(run.exchange().liveOrders(std::nullopt).empty());
    QVERIFY(run.runUntil([&] { return !isContested(run) && !run.gate().has(GateReason::Flatten); },
                         Duration::minutes(2)));
    QCOMPARE(run.session().selfTest().status().hasPassed, std::optional(true));
}

void OperatorChoicesTest::aStartWaitsWithWhatItFinds()
{
    FaultyRun run(1, [](SessionSettings& settings) { settings.isSelfTested = true; });
    trade(run, kTheirs, someLots(run, kTheirs).lots);
    run.command(CommandKind::OnStart, "wait");
    run.command(CommandKind::Start);
    QVERIFY(run.reaches(TradingState::Paused, Duration::seconds(10)));
    QVERIFY(run.gate().has(GateReason::PauseRequested));
    // It is protected meanwhile.
    QVERIFY(run.runUntil([&] { return run.exchange().position(kTheirs).update.stop.has_value(); },
                         Duration::seconds(1)));
    run.runFor(Duration::minutes(10));
    QCOMPARE(run.state(), TradingState::Paused);
    run.command(CommandKind::Resume);
    QVERIFY(run.replies.back().success);
    QVERIFY(isRunning(run.state()));
    QVERIFY(isContested(run)); // that is a question of its own
}

void OperatorChoicesTest::aStartThatFindsNothingDoesNotWait()
{
    FaultyRun run;
    run.command(CommandKind::OnStart, "wait");
    run.command(CommandKind::Start);
    QVERIFY(run.runUntil([&] { return isRunning(run.state()); }, Duration::seconds(5)));
    run.command(CommandKind::OnStart, "perhaps");
    QVERIFY(!run.replies.back().success);
}

void OperatorChoicesTest::aResumedSessionHearsTheChoice()
{
    FaultyRun run;
    run.command(CommandKind::Start);
    QVERIFY(run.holdsOne());
    run.command(CommandKind::OnStart, "wait");
    QCOMPARE(run.state(), TradingState::Paused);
    QCOMPARE(run.session().positions().open().size(), std::size_t {1});
    run.command(CommandKind::Resume);
    run.command(CommandKind::OnStart, "flatten");
    QVERIFY(run.runUntil([&] { return !run.session().positions().hasPositions(); }, Duration::seconds(5)));
    QVERIFY(run.runUntil([&] { return run.gate().isOpen(); }, Duration::seconds(5)));
    QVERIFY(isRunning(run.state()));
}

void OperatorChoicesTest::noSecondSymbolBeforeTheFirstStopIsSeen()
{
    DeskRig rig;
    FirstStopCheck check(rig.services(), *rig.requests, *rig.positions);
    QVERIFY(check.mayEnter(DeskRig::a()) && check.mayEnter(DeskRig::b()));
    rig.hold(DeskRig::a(), 40);
    const std::size_t asked = rig.gateway.accounts.size();
    QVERIFY(check.opened(DeskRig::a()));
    QCOMPARE(rig.gateway.accounts.size(), asked + 1);
    QVERIFY(check.mayEnter(DeskRig::a()));
    QVERIFY(!check.mayEnter(DeskRig::b()));
    QVERIFY(!check.opened(DeskRig::b()));
    const auto answer = [&rig, &check](std::optional<Price> stop, std::int64_t lots) {
        AccountAnswer account;
        account.request = rig.gateway.accounts.back();
        PositionUpdate position;
        position.symbol = DeskRig::a();
        position.quantity = {lots};
        position.stop = stop;
        account.positions = {position};
        check.handle(account, rig.gateway.accounts.back());
    };
    answer(std::nullopt, 40); // none
    QVERIFY(!check.mayEnter(DeskRig::b()));
    answer(Price {9'899}, 40); // a worse one than ours
    QVERIFY(!check.mayEnter(DeskRig::b()));
    answer(Price {9'900}, -40); // of another side
    QVERIFY(!check.mayEnter(DeskRig::b()));
    rig.advance(Duration::milliseconds(250));
    QCOMPARE(rig.gateway.accounts.size(), asked + 2); // again
    answer(Price {9'900}, 40);
    QVERIFY(check.mayEnter(DeskRig::b()));
    const std::size_t inAll = rig.gateway.accounts.size();
    QVERIFY(!check.opened(DeskRig::b())); // once a session
    rig.advance(Duration::seconds(2));
    QCOMPARE(rig.gateway.accounts.size(), inAll);
}

void OperatorChoicesTest::theFirstFillOfASessionIsAskedAbout()
{
    FaultyRun run;
    run.command(CommandKind::Start);
    QVERIFY(
        run.runUntil([&] { return run.session().firstStop().waitsFor().has_value(); }, Duration::hours(24)));
    const SymbolId first = *run.session().firstStop().waitsFor();
    QVERIFY(run.session().positions().find(first) != nullptr);
    for (const Instrument& instrument : run.exchange().instruments().all())
        QCOMPARE(run.session().firstStop().mayEnter(instrument.id), instrument.id == first);
    QVERIFY(run.runUntil([&] { return !run.session().firstStop().waitsFor(); }, Duration::seconds(2)));
    QVERIFY(run.session().firstStop().mayEnter(kTheirs));
    bool isLogged = false;
    for (const LogRow& row : run.journal.all<LogRow>())
        isLogged = isLogged || row.message.find("the venue holds its stop at") != std::string::npos;
    QVERIFY(isLogged);
}

void OperatorChoicesTest::aRearmShowsItsValues()
{
    FaultyRun run;
    run.command(CommandKind::Start);
    run.runFor(Duration::seconds(5));
    run.command(CommandKind::KillSwitch);
    QVERIFY(run.runUntil([&] { return run.session().isFinished(); }, Duration::seconds(5)));
    run.command(CommandKind::Rearm, "re-arm");
    QVERIFY(!run.replies.back().success);
    QCOMPARE(run.replies.back().message,
             std::string(
                 "type RE-ARM to confirm: equity 100000; high water 100000 becomes 100000; losses in a row 0 "
                 "become 0; the day's start 100000 stays"));
    const RearmView view = run.session().snapshot()->rearm;
    QVERIFY(view.isKillLatched && !view.isLossLatched);
    QCOMPARE(view.equity, std::string("100000"));
    QCOMPARE(view.highWater, std::string("100000"));
    QCOMPARE(view.dayStart, std::string("100000"));
    run.command(CommandKind::Rearm, "RE-ARM");
    QVERIFY(run.replies.back().success);
    QCOMPARE(run.state(), TradingState::Idle);
    QVERIFY(!run.session().snapshot()->rearm.isKillLatched);
}

QTEST_GUILESS_MAIN(OperatorChoicesTest)
#include "tst_operator_choices.moc"
