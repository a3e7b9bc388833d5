// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixtures/DeskRig.h"
#include "fixtures/FaultyRun.h"

#include <QTest>

using namespace breakline;

namespace {

/// A position of another hand at the venue, as every answer about the account shows it.
void showAlso(FaultyRun& run, SymbolId symbol, std::int64_t lots)
{
    run.gateway.filter = [symbol, lots](ExchangeEvent& event) {
        if (auto* account = std::get_if<AccountAnswer>(&event)) {
            std::erase_if(account->positions, [symbol](const PositionUpdate& p) { return p.symbol == symbol; });
            if (lots != 0) {
                PositionUpdate foreign;
                foreign.symbol = symbol;
                foreign.quantity = {lots};
                foreign.time = account->wallet.time;
                account->positions.push_back(foreign);
            }
        }
        return true;
    };
}

AccountAnswer accountOf(DeskRig& rig, std::int64_t lots)
{
    rig.reconciler->ask();
    rig.post(ExecutionsAnswer {rig.gateway.executions.back().request, {}});
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

} // namespace

/// Whose word counts when the venue and this session do not agree.
class AccountReconciliationTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyAnswerIsCompared();
    void oneDifferenceMayBeAFillOnItsWay();
    void aPositionThatIsNotOursIsContestedAtTheStart();
    void aReconnectAsksForTheAccount();
    void ordersFollowTheVenue();
    void anAnswerOlderThanTheStreamSettlesNothing();
    void anOldAnswerDoesNotBringAStopBack();
    void anOldAnswerOpensNoExitInAFlatten();
    void anOldWalletDoesNotOverwriteTheStreams();
};

void AccountReconciliationTest::everyAnswerIsCompared()
{
    FaultyRun run;
    run.command(CommandKind::Start);
    QVERIFY(run.holdsOne());
    QVERIFY2(run.gate().isOpen(), run.gate().summary().c_str());
    const SymbolId symbol = run.session().positions().open().front()->plan.symbol;
    const Quantity held = run.session().positions().held(symbol);
    showAlso(run, symbol, held.lots + 7);
    // The wallet's poll brings it, a second look a second later decides.
    QVERIFY(run.runUntil([&] { return run.gate().has(GateReason::PositionContested); }, Duration::seconds(60)));
    QVERIFY(run.hasCritical("contested"));
    const Instrument& instrument = run.exchange().instruments().at(symbol);
    QVERIFY(run.hasCritical(instrument.toDecimal(held).toString() + " by our fills"));
    QVERIFY(run.hasCritical(instrument.toDecimal(Quantity {held.lots + 7}).toString() + " at the venue"));
    // The stop stays, and nothing is sold for it.
    QVERIFY(run.session().positions().find(symbol)->stopShown.has_value());
    QVERIFY(!run.session().positions().find(symbol)->exiting);
    // They agree again: it is over.
    run.gateway.filter = {};
    QVERIFY(run.runUntil([&] { return run.gate().isOpen(); }, Duration::seconds(60)));
    QVERIFY(run.session().reconciler().contested().empty());
}

void AccountReconciliationTest::oneDifferenceMayBeAFillOnItsWay()
{
    DeskRig rig;
    rig.hold(DeskRig::a(), 40);
    rig.post(accountOf(rig, 15)); // taken before the last fill
    QVERIFY(!rig.gate.has(GateReason::PositionContested));
    const std::size_t asked = rig.gateway.accounts.size();
    const std::size_t executions = rig.gateway.executions.size();
    rig.advance(Duration::milliseconds(999));
    QCOMPARE(rig.gateway.executions.size(), executions);
    rig.advance(Duration::milliseconds(1));
    QCOMPARE(rig.gateway.executions.size(), executions + 1);
    QCOMPARE(rig.gateway.accounts.size(), asked); // after them
    rig.post(accountOf(rig, 40));
    QVERIFY(!rig.gate.has(GateReason::PositionContested));
    // Not the same difference twice either.
    rig.post(accountOf(rig, 20));
    rig.post(accountOf(rig, 30));
    QVERIFY(!rig.gate.has(GateReason::PositionContested));
    rig.post(accountOf(rig, 30));
    QVERIFY(rig.gate.has(GateReason::PositionContested));
    rig.post(accountOf(rig, 40));
    QVERIFY(!rig.gate.has(GateReason::PositionContested));
}

void AccountReconciliationTest::aPositionThatIsNotOursIsContestedAtTheStart()
{
    FaultyRun run;
    showAlso(run, {2}, -5);
    run.command(CommandKind::Start);
    QVERIFY(run.runUntil([&] { return isRunning(run.state()); }, Duration::seconds(5)));
    QVERIFY(run.gate().has(GateReason::PositionContested));
    QVERIFY(!run.gate().has(GateReason::NotReconciled));
    run.runFor(Duration::hours(3));
    QVERIFY(run.exchange().allOrders().empty());
}

void AccountReconciliationTest::aReconnectAsksForTheAccount()
{
    FaultyRun run;
    run.command(CommandKind::Start);
    run.runFor(Duration::seconds(5));
    const int asked = run.gateway.asked[Asked::Account];
    run.post(ConnectionChanged {true, false, "the private stream is gone"});
    QVERIFY(run.gate().has(GateReason::PrivateStreamDown));
    const auto agrees = [&] { return !run.gate().has(GateReason::NotReconciled); };
    run.post(ConnectionChanged {false, true, "now the other"});
    QCOMPARE(run.gateway.asked[Asked::Executions], 1);
    QCOMPARE(run.gateway.asked[Asked::Account], asked); // after the executions
    QVERIFY(run.runUntil(agrees, Duration::milliseconds(200)));
    QCOMPARE(run.gateway.asked[Asked::Account], asked + 1);
    run.post(ConnectionChanged {true, true, "both are back"});
    QCOMPARE(run.gateway.asked[Asked::Executions], 2);
    QVERIFY(run.runUntil(agrees, Duration::milliseconds(200)));
    QCOMPARE(run.gateway.asked[Asked::Account], asked + 2);
    run.post(ConnectionChanged {true, true, "still up"});
    QCOMPARE(run.gateway.asked[Asked::Executions], 2);
    QCOMPARE(run.gateway.asked[Asked::Account], asked + 2);
}

void AccountReconciliationTest::ordersFollowTheVenue()
{
    DeskRig rig;
    rig.hold(DeskRig::a(), 40);
    const auto live = rig.desk->liveOrders();
    QCOMPARE(live.size(), std::size_t {2}); // the targets
    const OrderRequest first = live[0]->request(), second = live[1]->request();
    // One is partly filled there, the other is not there any more.
    AccountAnswer answer = accountOf(rig, 40);
    answer.orders = {rig.updateOf(first, OrderStatus::PartiallyFilled, 3)};
    rig.post(answer);
    QVERIFY(rig.desk->find(first.clientId)->filled() == Quantity {3});
    QCOMPARE(rig.gateway.queries.back().clientId, second.clientId);
    const LogRow missing = rig.journal.all<LogRow>().back();
    QCOMPARE(missing.message, second.clientId + " rests here and not at the venue; asking");
    QCOMPARE(missing.symbol, std::string("AAAUSDT"));
    QCOMPARE(missing.traceId, std::string("AAAUSDT:1:c"));
    rig.post(OrderAnswer {rig.gateway.queries.back().request, second.clientId,
                          rig.updateOf(second, OrderStatus::Cancelled)});
    QVERIFY(rig.desk->find(second.clientId)->isFinal());
}

void AccountReconciliationTest::anAnswerOlderThanTheStreamSettlesNothing()
{
    DeskRig rig;
    rig.hold(DeskRig::a(), 40);
    const auto earlier = [&](std::int64_t lots) {
        AccountAnswer answer = accountOf(rig, lots);
        answer.wallet.time = rig.now() - Duration::milliseconds(10);
        for (PositionUpdate& position : answer.positions)
            position.time = answer.wallet.time;
        return answer;
    };
    rig.advance(Duration::seconds(1));
    rig.showPosition(DeskRig::a(), Price {9'900});
    // Read before the stream's last word: not even a suspicion, however often;
    // neither with another quantity nor without the position.
    const std::size_t asked = rig.gateway.accounts.size();
    for (const std::int64_t lots : {15, 15, 0, 0})
        rig.post(earlier(lots));
    QVERIFY(!rig.gate.has(GateReason::PositionContested));
    rig.advance(Duration::seconds(2));
    QCOMPARE(rig.gateway.accounts.size(), asked + 4); // those asked for here alone
    // A later one is believed.
    rig.post(accountOf(rig, 15));
    rig.post(accountOf(rig, 15));
    QVERIFY(rig.gate.has(GateReason::PositionContested));
    // And an old one does not end it, not even where it agrees.
    rig.advance(Duration::seconds(1));
    rig.showPosition(DeskRig::a(), Price {9'900});
    rig.post(earlier(40));
    QVERIFY(rig.gate.has(GateReason::PositionContested));
    rig.post(accountOf(rig, 40));
    QVERIFY(!rig.gate.has(GateReason::PositionContested));
    // The same of a position that is not there.
    rig.post(accountOf(rig, 0));
    rig.post(accountOf(rig, 0));
    QVERIFY(rig.gate.has(GateReason::PositionContested));
}

void AccountReconciliationTest::anOldAnswerDoesNotBringAStopBack()
{
    for (const bool isOld : {true, false}) {
        DeskRig rig;
        rig.hold(DeskRig::a(), 40);
        rig.mark(DeskRig::a(), 10'120); // breakeven is due
        QCOMPARE(rig.gateway.stops.size(), std::size_t {1});
        const Price wanted = rig.gateway.stops[0].trigger;
        rig.say(rig.gateway.stops[0].request, AnswerClass::Unknown);
        rig.advance(Duration::seconds(1)); // so the session asks
        QVERIFY(!rig.gateway.accounts.empty());
        AccountAnswer answer;
        answer.request = rig.gateway.accounts.back();
        PositionUpdate position;
        position.symbol = DeskRig::a();
        position.quantity = {40};
        position.stop = Price {9'900};
        position.time = rig.now();
        answer.positions = {position};
        if (isOld) {
            // The change has arrived meanwhile, and the stream tells first.
            rig.advance(Duration::milliseconds(5));
            rig.showPosition(DeskRig::a(), wanted);
            rig.post(answer);
            QVERIFY(rig.positions->find(DeskRig::a())->stopShown == wanted);
            QCOMPARE(rig.gateway.stops.size(), std::size_t {1});
        } else {
            rig.post(answer);
            QVERIFY(rig.positions->find(DeskRig::a())->stopShown == Price {9'900});
        }
    }
}

void AccountReconciliationTest::anOldAnswerOpensNoExitInAFlatten()
{
    for (const bool isOld : {true, false}) {
        DeskRig rig;
        rig.hold(DeskRig::a(), 40);
        rig.flattener->begin(ExitReason::PanicExit);
        rig.settle();
        const auto placed = rig.gateway.placed;
        const Timestamp read = rig.now();
        const RequestId question = rig.gateway.accounts.back();
        rig.advance(Duration::milliseconds(20));
        rig.fill(placed.back(), 40);
        QVERIFY(!rig.positions->hasPositions());
        AccountAnswer answer;
        answer.request = question;
        PositionUpdate position;
        position.symbol = DeskRig::a();
        position.quantity = {40};
        position.time = isOld ? read : rig.now();
        answer.positions = {position};
        rig.post(answer);
        // A position that is there without our fills is left at once; one that was there is not.
        QCOMPARE(rig.gateway.placed.size(), placed.size() + (isOld ? 0 : 1));
        QVERIFY(rig.flattener->isActive());
    }
}

void AccountReconciliationTest::anOldWalletDoesNotOverwriteTheStreams()
{
    FaultyRun run;
    run.command(CommandKind::Start);
    run.runFor(Duration::minutes(1));
    const WalletUpdate before = *run.session().risk().wallet();
    WalletUpdate newer = before;
    newer.walletBalance += Decimal::literal("7");
    newer.time = run.now();
    run.post(newer);
    AccountAnswer answer;
    answer.wallet = before;
    answer.wallet.time = newer.time - Duration::milliseconds(1);
    run.post(answer);
    QVERIFY(run.session().risk().wallet()->walletBalance == newer.walletBalance);
    answer.wallet.time = newer.time + Duration::milliseconds(1);
    run.post(answer);
    QVERIFY(run.session().risk().wallet()->walletBalance == before.walletBalance);
}

QTEST_GUILESS_MAIN(AccountReconciliationTest)
#include "tst_account_reconciliation.moc"
