// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixtures/DeskRig.h"
#include "fixtures/FaultyRun.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace breakline;

namespace {

constexpr Duration kMargin = Duration::minutes(1);

/// The position's stop as the venue tells of it: an order of its own.
OrderUpdate stopOrder(const DeskRig& rig, OrderStatus status)
{
    OrderUpdate update;
    update.venueId = "S1";
    update.symbol = DeskRig::a();
    update.side = Side::Sell;
    update.type = OrderType::StopMarket;
    update.reduceOnly = true;
    update.isPositionStop = true;
    update.status = status;
    update.quantity = {40};
    update.trigger = Price {9'900};
    update.time = rig.now();
    return update;
}

Execution stopFill(const DeskRig& rig, const std::string& tradeId, std::int64_t quantity, std::int64_t price)
{
    Execution trade;
    trade.venueTradeId = tradeId;
    trade.venueId = "S1";
    trade.symbol = DeskRig::a();
    trade.side = Side::Sell;
    trade.price = {price};
    trade.quantity = {quantity};
    trade.fee = Decimal::literal("0.5");
    trade.time = rig.now();
    return trade;
}

/// 0.4 for 40 lots, charged now.
Execution fundingOf(const DeskRig& rig, const std::string& tradeId)
{
    Execution funding;
    funding.venueTradeId = tradeId;
    funding.symbol = DeskRig::a();
    funding.kind = ExecutionKind::Funding;
    funding.quantity = {40};
    funding.price = {10'000};
    funding.fee = Decimal::literal("0.4");
    funding.time = rig.now();
    return funding;
}

AccountAnswer account(DeskRig& rig, std::int64_t lots)
{
    AccountAnswer answer;
    answer.request = rig.gateway.accounts.back();
    answer.wallet.time = rig.now();
    if (lots != 0) {
        PositionUpdate position;
        position.symbol = DeskRig::a();
        position.quantity = {lots};
        position.stop = Price {9'900};
        position.time = rig.now();
        answer.positions = {position};
    }
    return answer;
}

void comeBack(DeskRig& rig)
{
    rig.reconciler->setConnected(true);
    rig.reconciler->ask();
}

/// What came between a lost connection and its return is in `executions`.
void comeBack(DeskRig& rig, std::vector<Execution> executions)
{
    comeBack(rig);
    rig.post(ExecutionsAnswer {rig.gateway.executions.back().request, std::move(executions)});
}

std::size_t logged(const MemoryJournal& journal, const std::string& text)
{
    const auto rows = journal.all<LogRow>();
    return static_cast<std::size_t>(std::ranges::count_if(
        rows, [&](const LogRow& row) { return row.message.find(text) != std::string::npos; }));
}

/// Bars that are missing between the oldest and the newest known.
std::int64_t missingBars(FaultyRun& run, SymbolId symbol)
{
    const auto bars = run.session().board().candles(symbol).all();
    return (bars.back().openTime - bars.front().openTime).ms / MarketBoard::kInterval.ms + 1
        - static_cast<std::int64_t>(bars.size());
}

} // namespace

/// What happened at the venue while nobody listened.
class MissedWhileAwayTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aStopThatFilledClosesThePosition();
    void anOrderThatNoStreamToldIsWrittenByItsExecutions();
    void anOrderOfTheVenueThatIsGoneIsWhatItsExecutionsSayLater();
    void aFillFromBeforeAPositionIsNotOfIt();
    void aMissedFillCountsOnce();
    void anEntryThatFilledIsManagedAndProtected();
    // Pain: fills that are missed leave a position that nobody manages.
    void anEntryWhoseFillsTheStreamLosesIsAPositionOfItsPlan();
    void nothingIsComparedBeforeTheFillsAreKnown();
    void aQuestionFromBeforeASecondLossDecidesNothing();
    void newsAfterTheLossDoNotHideWhatWasBefore();
    void fundingToldLateIsOfThePositionThatHasEnded();
    void whatWasLetGoIsChargedUpToThenAlone();
    void everyFillOfATradeThatTurnsThePositionIsWritten();
    void whatOthersDidIsLeftOut();
    void theGateStaysClosedWhileTheQuestionFails();
    void aStartAsksOnlyWhereOrdersWereSent();
    void aPositionClosedMeanwhileEndsByItsOwnReason();
    void barsOfAnOutageAreAskedForAgain();
    void aBarThatNeverCameIsAskedForAgain();
};

void MissedWhileAwayTest::aStopThatFilledClosesThePosition()
{
    DeskRig rig;
    rig.hold(DeskRig::a(), 40);
    rig.post(stopOrder(rig, OrderStatus::Untriggered));
    const Timestamp known = rig.now() - Duration::milliseconds(1); // its fill
    rig.advance(Duration::minutes(5));
    rig.reconciler->setConnected(false);
    rig.advance(Duration::minutes(5));
    const Execution missed = stopFill(rig, "T100", 40, 9'895);
    rig.advance(Duration::minutes(5));
    const std::size_t accounts = rig.gateway.accounts.size(); // the stop's own watch
    comeBack(rig);
    QCOMPARE(rig.gateway.executions.size(), std::size_t {1});
    QVERIFY(rig.gateway.executions[0].since == known - kMargin);
    QCOMPARE(rig.gateway.accounts.size(), accounts); // after it
    QVERIFY(rig.gate.has(GateReason::NotReconciled));
    QVERIFY(rig.positions->hasPositions());

    rig.post(ExecutionsAnswer {rig.gateway.executions[0].request, {missed}});
    QVERIFY(!rig.positions->hasPositions());
    const PositionRow row = rig.journal.positions().at(0);
    QCOMPARE(row.exitReason, std::string("stop"));
    QCOMPARE(row.exitPrice->toString(), std::string("98.95"));
    QVERIFY(row.closed == missed.time);
    QCOMPARE(rig.desk->fillCount(), std::uint64_t {2});
    QVERIFY(rig.gate.has(GateReason::NotReconciled));
    QCOMPARE(rig.gateway.accounts.size(), accounts + 1);

    rig.post(account(rig, 0));
    QVERIFY(!rig.gate.has(GateReason::NotReconciled));
    QVERIFY(!rig.gate.has(GateReason::PositionContested));
    // The stop itself is over too, by what was executed of it.
    QCOMPARE(rig.desk->liveVenueOrders(), std::size_t {0});
    const auto orders = rig.journal.orders();
    const auto stop = std::ranges::find(orders, "S1", &OrderRow::venueId);
    QVERIFY(stop != orders.end());
    QCOMPARE(stop->status, OrderStatus::Filled);
    QCOMPARE(stop->filledQuantity.toString(), std::string("40"));
    QCOMPARE(stop->averagePrice->toString(), std::string("98.95"));
    // The stream tells it late: nothing more.
    rig.post(missed);
    QCOMPARE(rig.desk->fillCount(), std::uint64_t {2});
}

void MissedWhileAwayTest::anOrderThatNoStreamToldIsWrittenByItsExecutions()
{
    DeskRig rig;
    rig.hold(DeskRig::a(), 40);
    rig.reconciler->setConnected(false);
    rig.advance(Duration::seconds(20));
    comeBack(rig, {stopFill(rig, "T901", 30, 9'899), stopFill(rig, "T902", 10, 9'895)});
    const auto row = [&] {
        for (const OrderRow& order : rig.journal.orders())
            if (order.venueId == "S1")
                return order;
        return OrderRow {};
    };
    QCOMPARE(row().status, OrderStatus::PartiallyFilled);
    Decimal filled;
    for (const FillRow& fill : rig.journal.all<FillRow>())
        if (fill.side == Side::Sell)
            filled += fill.quantity;
    QVERIFY(!filled.isZero());
    QCOMPARE(row().filledQuantity.toString(), filled.toString());
    rig.post(account(rig, 0)); // where it is no longer listed
    QCOMPARE(row().status, OrderStatus::Filled);
    QVERIFY(row().clientId.empty() && row().side == Side::Sell);
    QVERIFY(!rig.positions->hasPositions());
}

void MissedWhileAwayTest::anOrderOfTheVenueThatIsGoneIsWhatItsExecutionsSayLater()
{
    const auto row = [](DeskRig& rig) {
        for (const OrderRow& order : rig.journal.orders())
            if (order.venueId == "S1")
                return order;
        return OrderRow {};
    };
    // The list of orders is read before its fill, of which no push came, is known.
    DeskRig rig;
    rig.hold(DeskRig::a(), 40);
    rig.post(stopOrder(rig, OrderStatus::Untriggered));
    rig.advance(Duration::seconds(20));
    rig.reconciler->setConnected(false);
    comeBack(rig, {});
    rig.post(account(rig, 0));
    QCOMPARE(row(rig).status, OrderStatus::Cancelled);
    rig.post(stopFill(rig, "T901", 30, 9'899));
    rig.post(stopFill(rig, "T902", 10, 9'895));
    QCOMPARE(row(rig).status, OrderStatus::Filled);
    QCOMPARE(row(rig).filledQuantity.toString(), std::string("40"));
    QCOMPARE(row(rig).averagePrice->toString(), std::string("98.98"));
    QVERIFY(!rig.positions->hasPositions());

    // Of a position that is not ours its executions are counted in nothing, and tell
    // of the order all the same.
    DeskRig other;
    other.hold(DeskRig::b(), 10);
    other.post(stopOrder(other, OrderStatus::Untriggered));
    other.advance(Duration::seconds(20));
    other.reconciler->setConnected(false);
    const std::uint64_t fills = other.desk->fillCount();
    comeBack(other, {stopFill(other, "T903", 40, 9'895)});
    QCOMPARE(other.desk->fillCount(), fills);
    QCOMPARE(row(other).status, OrderStatus::Untriggered);
    other.post(account(other, 0));
    QCOMPARE(row(other).status, OrderStatus::Filled);
    QCOMPARE(row(other).filledQuantity.toString(), std::string("40"));
    other.post(stopFill(other, "T903", 40, 9'895)); // in the stream, late
    QCOMPARE(row(other).filledQuantity.toString(), std::string("40"));
}

void MissedWhileAwayTest::aFillFromBeforeAPositionIsNotOfIt()
{
    // Of another hand's position, which was liquidated before ours was opened.
    DeskRig rig;
    const Execution late = stopFill(rig, "T50", 15, 9'990);
    rig.advance(Duration::minutes(10));
    rig.hold(DeskRig::a(), 40);
    rig.post(late);
    QVERIFY(rig.positions->held(DeskRig::a()) == Quantity {40});
    QVERIFY(rig.positions->realised().isZero());
    QVERIFY(rig.positions->strayCount() == 1);
    // One of the same moment is.
    rig.post(stopFill(rig, "T51", 15, 9'990));
    QVERIFY(rig.positions->held(DeskRig::a()) == Quantity {25});
}

void MissedWhileAwayTest::aMissedFillCountsOnce()
{
    DeskRig rig;
    rig.hold(DeskRig::a(), 40);
    const OrderRequest target = rig.desk->liveOrders().front()->request();
    rig.reconciler->setConnected(false);
    const Execution missed = rig.executionOf(target, target.quantity.lots, 10'150);
    const std::int64_t left = 40 - target.quantity.lots;
    // The stream is back before the answer, and repeats it after.
    comeBack(rig, {missed});
    rig.post(missed);
    rig.post(rig.updateOf(target, OrderStatus::Filled, target.quantity.lots));
    rig.post(account(rig, left));
    QVERIFY(rig.positions->find(DeskRig::a())->ledger.quantity() == Quantity {left});
    QCOMPARE(rig.desk->fillCount(), std::uint64_t {2});
    QCOMPARE(rig.journal.all<FillRow>().size(), std::size_t {2});
    QVERIFY(rig.desk->find(target.clientId)->filled() == target.quantity);
    QCOMPARE(rig.desk->find(target.clientId)->status(), OrderStatus::Filled);
    QVERIFY(rig.gate.isOpen());
    // And a second loss that tells it all again.
    rig.reconciler->setConnected(false);
    comeBack(rig, {missed});
    QCOMPARE(rig.desk->fillCount(), std::uint64_t {2});
}

void MissedWhileAwayTest::anEntryThatFilledIsManagedAndProtected()
{
    DeskRig rig;
    rig.open(DeskRig::a(), 40);
    rig.acceptLeverage();
    const auto entry = rig.gateway.placed.back();
    rig.say(entry.request, AnswerClass::Ok);
    QVERIFY(!rig.positions->hasPositions());
    rig.reconciler->setConnected(false);
    comeBack(rig, {rig.executionOf(entry.order, 40)});
    const ManagedPosition* position = rig.positions->find(DeskRig::a());
    QVERIFY(position != nullptr);
    QVERIFY(position->ledger.quantity() == Quantity {40});
    QCOMPARE(rig.gateway.accounts.size(), std::size_t {1});
    rig.post(account(rig, 40));
    QVERIFY(!rig.gate.has(GateReason::NotReconciled));
    // Its stop is looked for by itself, and the account shows it.
    rig.advance(Duration::milliseconds(600));
    QCOMPARE(rig.gateway.accounts.size(), std::size_t {2});
    rig.post(account(rig, 40));
    QVERIFY(position->stopShown == Price {9'900});
    QCOMPARE(position->stopState, StopOrderState::Live);
    QVERIFY(!position->entryWorking);
    QCOMPARE(rig.desk->liveOrders(DeskRig::a()).size(), std::size_t {2}); // the targets
    QVERIFY(!position->exiting);
    QVERIFY(rig.gate.isOpen());
}

void MissedWhileAwayTest::anEntryWhoseFillsTheStreamLosesIsAPositionOfItsPlan()
{
    FaultyRun run;
    std::string lost;
    run.gateway.filter = [&](ExchangeEvent& event) {
        const auto* execution = std::get_if<Execution>(&event);
        if (execution == nullptr || execution->clientId.empty())
            return true;
        if (lost.empty())
            lost = execution->clientId;
        return execution->clientId != lost;
    };
    run.command(CommandKind::Start);
    QVERIFY(run.runUntil([&] { return !lost.empty(); }, Duration::hours(24)));
    const Timestamp filled = run.now();
    const std::string trace = run.session().desk().find(lost)->traceId();
    QVERIFY(!run.session().positions().hasPositions());
    QVERIFY(run.runUntil([&] { return run.session().positions().hasPositions(); }, Duration::seconds(2)));
    QVERIFY(run.now() - filled <= Duration::milliseconds(200)); // asked for at once
    QVERIFY(run.holdsOne(Duration::minutes(5)));
    const ManagedPosition& position = *run.session().positions().open().front();
    QCOMPARE(position.id, "P:" + trace);
    QVERIFY(position.ladder && !position.ladder->levels().empty());
    QCOMPARE(position.ledger.quantity(),
             run.exchange().position(position.plan.symbol).update.quantity.magnitude());
    run.gateway.filter = {};
    run.command(CommandKind::Stop, "duration");
    QVERIFY(run.reaches(TradingState::Stopped, Duration::minutes(1)));
    for (const PositionRow& row : run.journal.positions())
        QVERIFY(row.exitReason != "orphan_fill");
    QCOMPARE(run.session().risk().equity()->toString(), run.exchange().totals().wallet.toString());
}

void MissedWhileAwayTest::nothingIsComparedBeforeTheFillsAreKnown()
{
    DeskRig rig;
    rig.hold(DeskRig::a(), 40);
    AccountAnswer poll;
    poll.wallet.time = rig.now();
    rig.reconciler->setConnected(false);
    rig.post(poll);
    rig.post(poll);
    QVERIFY(!rig.gate.has(GateReason::PositionContested));
    comeBack(rig);
    rig.post(poll);
    rig.post(poll);
    QVERIFY(!rig.gate.has(GateReason::PositionContested));
    QVERIFY(rig.gate.has(GateReason::NotReconciled));
    rig.post(ExecutionsAnswer {rig.gateway.executions.back().request, {stopFill(rig, "T100", 40, 9'895)}});
    // One that was asked for before the fills opens nothing.
    poll.request = 1;
    rig.post(poll);
    QVERIFY(rig.gate.has(GateReason::NotReconciled));
    rig.post(account(rig, 0));
    QVERIFY(rig.gate.isOpen());
}

void MissedWhileAwayTest::aQuestionFromBeforeASecondLossDecidesNothing()
{
    DeskRig rig;
    rig.hold(DeskRig::a(), 40);
    rig.reconciler->setConnected(false);
    comeBack(rig);
    const auto first = rig.gateway.executions.back();
    rig.reconciler->setConnected(false);
    rig.post(ExecutionsAnswer {first.request, {}});
    QVERIFY(rig.gateway.accounts.empty());
    QVERIFY(rig.gate.has(GateReason::NotReconciled));
    comeBack(rig);
    QCOMPARE(rig.gateway.executions.size(), std::size_t {2});
    QVERIFY(rig.gateway.executions[1].since == first.since);
    rig.post(ExecutionsAnswer {rig.gateway.executions[1].request, {stopFill(rig, "T100", 40, 9'895)}});
    QVERIFY(!rig.positions->hasPositions());
    rig.post(account(rig, 0));
    QVERIFY(rig.gate.isOpen());
}

void MissedWhileAwayTest::newsAfterTheLossDoNotHideWhatWasBefore()
{
    DeskRig rig;
    rig.hold(DeskRig::a(), 40);
    const Timestamp known = rig.now() - Duration::milliseconds(1); // its fill
    const auto targets = rig.desk->liveOrders();
    const OrderRequest first = targets[0]->request(), second = targets[1]->request();
    rig.reconciler->setConnected(false);
    rig.advance(Duration::minutes(2));
    const Execution missed = rig.executionOf(first, first.quantity.lots, 10'150);
    // The account's stream is back before the market's, so nobody has asked yet.
    rig.advance(Duration::minutes(2));
    rig.post(rig.executionOf(second, 1, 10'300));
    comeBack(rig);
    QVERIFY(rig.gateway.executions.back().since == known - kMargin);
    rig.post(ExecutionsAnswer {rig.gateway.executions.back().request, {missed}});
    QVERIFY(rig.positions->held(DeskRig::a()) == Quantity {40 - first.quantity.lots - 1});
    // From here on the newest is the beginning.
    const Timestamp newest = rig.now();
    rig.advance(Duration::minutes(1));
    rig.reconciler->setConnected(false);
    comeBack(rig);
    QVERIFY(rig.gateway.executions.back().since == newest - kMargin);
}

void MissedWhileAwayTest::fundingToldLateIsOfThePositionThatHasEnded()
{
    DeskRig rig;
    rig.hold(DeskRig::a(), 40);
    rig.post(stopOrder(rig, OrderStatus::Untriggered));
    rig.advance(Duration::minutes(1));
    const Execution funding = fundingOf(rig, "F1");
    rig.advance(Duration::minutes(1));
    rig.held[DeskRig::a()] = 0;
    rig.post(stopFill(rig, "T100", 40, 9'895));
    QVERIFY(!rig.positions->hasPositions());
    rig.reconciler->setConnected(false);
    rig.advance(Duration::seconds(10));
    const Execution after = fundingOf(rig, "F2"); // by when nothing was held
    comeBack(rig, {funding, after});
    const PositionRow row = rig.journal.positions().at(0);
    QCOMPARE(row.funding.toString(), std::string("0.4"));
    QCOMPARE(rig.positions->funding().toString(), std::string("0.4"));
    QCOMPARE(row.exitReason, std::string("stop"));
    rig.post(ExecutionsAnswer {rig.gateway.executions.back().request, {funding}});
    QCOMPARE(rig.positions->funding().toString(), std::string("0.4"));
}

void MissedWhileAwayTest::whatWasLetGoIsChargedUpToThenAlone()
{
    DeskRig rig;
    rig.hold(DeskRig::a(), 40);
    rig.advance(Duration::minutes(1));
    const Execution before = fundingOf(rig, "F1");
    rig.advance(Duration::minutes(1));
    rig.mark(DeskRig::a(), 10'000); // now is the time of an input
    rig.positions->release(DeskRig::a(), "test");
    QVERIFY(!rig.positions->hasPositions());
    rig.advance(Duration::seconds(10));
    const Execution after = fundingOf(rig, "F2"); // by when nothing was held
    rig.reconciler->setConnected(false);
    comeBack(rig, {before, after});
    QCOMPARE(rig.positions->funding().toString(), std::string("0.4"));
    QCOMPARE(rig.journal.positions().at(0).funding.toString(), std::string("0.4"));
}

void MissedWhileAwayTest::everyFillOfATradeThatTurnsThePositionIsWritten()
{
    DeskRig rig;
    rig.hold(DeskRig::a(), 40);
    rig.post(stopOrder(rig, OrderStatus::Untriggered));
    rig.advance(Duration::minutes(1));
    // A person sells 60 at once, and the stream loses the first two fills of three.
    Execution first = stopFill(rig, "T100", 10, 9'990);
    Execution second = stopFill(rig, "T101", 20, 9'990);
    Execution third = stopFill(rig, "T102", 30, 9'980);
    for (Execution* fill : {&first, &second, &third})
        fill->venueId = "M1";
    rig.held[DeskRig::a()] = -20;
    rig.post(third);
    QCOMPARE(rig.positions->held(DeskRig::a()).lots, std::int64_t {10});
    comeBack(rig, {first, second, third});
    QVERIFY(!rig.positions->hasPositions());
    std::map<std::string, int> written;
    for (const FillRow& row : rig.journal.all<FillRow>())
        ++written[row.venueTradeId];
    for (const char* id : {"T100", "T101", "T102"})
        QCOMPARE(written[id], 1);
    QCOMPARE(rig.journal.positions().at(0).exitReason, std::string("manual"));
}

void MissedWhileAwayTest::whatOthersDidIsLeftOut()
{
    DeskRig rig;
    rig.hold(DeskRig::a(), 40);
    Execution elsewhere = stopFill(rig, "T100", 7, 9'000);
    elsewhere.symbol = DeskRig::b();
    Execution earlier = stopFill(rig, "T101", 3, 9'000);
    earlier.time = rig.now() - Duration::seconds(30); // of a position before ours
    rig.reconciler->setConnected(false);
    comeBack(rig, {earlier, elsewhere});
    QVERIFY(rig.positions->held(DeskRig::a()) == Quantity {40});
    QCOMPARE(rig.desk->fillCount(), std::uint64_t {1});
    QCOMPARE(rig.journal.all<FillRow>().size(), std::size_t {1});
    QCOMPARE(logged(rig.journal, "not of this session, left out: 2"), std::size_t {1});
    QCOMPARE(logged(rig.journal, "without a position of ours"), std::size_t {0});
}

void MissedWhileAwayTest::theGateStaysClosedWhileTheQuestionFails()
{
    DeskRig rig;
    rig.hold(DeskRig::a(), 40);
    rig.reconciler->setConnected(false);
    comeBack(rig);
    // Three repetitions of the request desk, each later than the one before.
    for (std::size_t asked = 1; asked <= 4; ++asked) {
        QCOMPARE(rig.gateway.executions.size(), asked);
        rig.say(rig.gateway.executions.back().request, AnswerClass::Unknown);
        QVERIFY(rig.gate.has(GateReason::NotReconciled));
        if (asked < 4)
            rig.advance(Duration::seconds(6));
    }
    // And again after all of them.
    rig.advance(Duration::milliseconds(9'999));
    QCOMPARE(rig.gateway.executions.size(), std::size_t {4});
    rig.advance(Duration::minutes(2));
    QVERIFY(rig.gateway.executions.size() > 4);
    QVERIFY(rig.gate.has(GateReason::NotReconciled));
    rig.post(ExecutionsAnswer {rig.gateway.executions.back().request, {stopFill(rig, "T100", 40, 9'895)}});
    QVERIFY(!rig.positions->hasPositions());
    rig.post(account(rig, 0));
    QVERIFY(!rig.gate.has(GateReason::NotReconciled));
}

void MissedWhileAwayTest::aStartAsksOnlyWhereOrdersWereSent()
{
    FaultyRun run;
    run.command(CommandKind::Start);
    QVERIFY(run.runUntil([&] { return isRunning(run.state()); }, Duration::seconds(5)));
    QCOMPARE(run.gateway.asked[Asked::Executions], 0);
    QVERIFY(run.holdsOne());
    run.command(CommandKind::Stop);
    QVERIFY(run.reaches(TradingState::Stopped, Duration::minutes(1)));
    const int accounts = run.gateway.asked[Asked::Account];
    const int executions = run.gateway.asked[Asked::Executions]; // those of every minute
    run.command(CommandKind::Start);
    QCOMPARE(run.gateway.asked[Asked::Executions], executions); // the instruments come first
    QVERIFY(run.runUntil([&] { return isRunning(run.state()); }, Duration::seconds(5)));
    QCOMPARE(run.gateway.asked[Asked::Executions], executions + 1);
    QVERIFY(run.gateway.asked[Asked::Account] > accounts);
    QVERIFY2(run.gate().isOpen(), run.gate().summary().c_str());
}

void MissedWhileAwayTest::aPositionClosedMeanwhileEndsByItsOwnReason()
{
    FaultyRun run;
    run.command(CommandKind::Start);
    QVERIFY(run.holdsOne());
    const SymbolId symbol = run.session().positions().open().front()->plan.symbol;
    run.post(ConnectionChanged {true, false, "the private stream is gone"});
    run.gateway.filter = [](ExchangeEvent& event) {
        return !std::holds_alternative<Execution>(event) && !std::holds_alternative<OrderUpdate>(event)
            && !std::holds_alternative<PositionUpdate>(event) && !std::holds_alternative<WalletUpdate>(event);
    };
    const auto flat = [&] { return run.exchange().position(symbol).update.quantity.isZero(); };
    QVERIFY(run.runUntil(flat, Duration::days(3)));
    QVERIFY(run.session().positions().find(symbol) != nullptr);
    const bool byStop = run.exchange().executions().back().clientId.empty();
    run.gateway.filter = {};
    run.post(ConnectionChanged {true, true, "it is back"});
    QVERIFY(run.runUntil([&] { return run.gate().isOpen(); }, Duration::seconds(30)));
    QVERIFY(run.session().positions().find(symbol) == nullptr);
    QVERIFY(!run.hasCritical("contested"));
    const PositionRow row = run.journal.positions().back();
    QCOMPARE(row.exitReason, std::string(byStop ? "stop" : "target"));
    // Every fill of the venue once, and its books.
    const auto fills = run.journal.all<FillRow>();
    const auto executions = run.exchange().allExecutions();
    QCOMPARE(fills.size(), static_cast<std::size_t>(std::ranges::count_if(executions, [](const Execution& e) {
                 return e.kind != ExecutionKind::Funding;
             })));
    const VenueTotals totals = run.exchange().totals();
    QVERIFY(totals.realised == run.session().positions().realised());
    QVERIFY(totals.fees == run.session().positions().fees());
    QVERIFY(totals.funding == run.session().positions().funding());
    QCOMPARE(run.session().desk().liveVenueOrders(), std::size_t {0});
    // The venue ended the targets at flat, and is asked about each.
    QVERIFY(run.runUntil([&] { return run.session().desk().liveOrders().empty(); }, Duration::seconds(5)));
}

void MissedWhileAwayTest::barsOfAnOutageAreAskedForAgain()
{
    FaultyRun run;
    run.command(CommandKind::Start);
    run.runFor(Duration::minutes(7));
    const auto count = static_cast<int>(run.exchange().instruments().size());
    int asked = run.gateway.asked[Asked::Candles];
    // Nothing has closed meanwhile.
    run.post(ConnectionChanged {false, true, "the market is gone"});
    run.post(ConnectionChanged {true, true, "it is back"});
    QCOMPARE(run.gateway.asked[Asked::Candles], asked);

    run.post(ConnectionChanged {false, true, "the market is gone"});
    run.gateway.filter = [](ExchangeEvent& event) { return !std::holds_alternative<CandleClosed>(event); };
    run.runFor(Duration::minutes(17));
    run.gateway.filter = {};
    asked = run.gateway.asked[Asked::Candles];
    run.post(ConnectionChanged {true, true, "it is back"});
    QCOMPARE(run.gateway.asked[Asked::Candles], asked + count);
    const Timestamp newest = run.now().floorTo(MarketBoard::kInterval);
    for (const Instrument& instrument : run.exchange().instruments().all()) {
        const CandleSeries& bars = run.session().board().candles(instrument.id);
        QVERIFY(bars.lastCloseTime() == newest);
        QCOMPARE(missingBars(run, instrument.id), std::int64_t {0});
        QVERIFY(std::ranges::equal(bars.all().last(5),
                                   run.exchange().candles(instrument.id, MarketBoard::kInterval,
                                                          newest - Duration::minutes(25), newest)));
        QVERIFY(bars.size() > 280); // what was known before is kept
    }
}

void MissedWhileAwayTest::aBarThatNeverCameIsAskedForAgain()
{
    FaultyRun run;
    run.command(CommandKind::Start);
    run.runFor(Duration::minutes(7));
    const SymbolId symbol {3};
    bool isHeldBack = true;
    run.gateway.filter = [&](ExchangeEvent& event) {
        const auto* closed = std::get_if<CandleClosed>(&event);
        return closed == nullptr || closed->symbol != symbol || !isHeldBack;
    };
    run.runFor(Duration::minutes(5));
    isHeldBack = false;
    const int asked = run.gateway.asked[Asked::Candles];
    run.runFor(Duration::minutes(5));
    QCOMPARE(run.gateway.asked[Asked::Candles], asked + 1);
    QCOMPARE(missingBars(run, symbol), std::int64_t {0});
    QVERIFY(run.session().board().candles(symbol).lastCloseTime()
            == run.now().floorTo(MarketBoard::kInterval));
}

QTEST_GUILESS_MAIN(MissedWhileAwayTest)
#include "tst_missed_while_away.moc"
