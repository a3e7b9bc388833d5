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
                account->positions.push_back(foreign);
            }
        }
        return true;
    };
}

AccountAnswer accountOf(DeskRig& rig, std::int64_t lots)
{
    rig.reconciler->ask();
    AccountAnswer answer;
    answer.request = rig.gateway.accounts.back();
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
    rig.advance(Duration::milliseconds(999));
    QCOMPARE(rig.gateway.accounts.size(), asked);
    rig.advance(Duration::milliseconds(1));
    QCOMPARE(rig.gateway.accounts.size(), asked + 1);
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
    run.post(ConnectionChanged {false, true, "now the other"});
    QCOMPARE(run.gateway.asked[Asked::Account], asked);
    run.post(ConnectionChanged {true, true, "both are back"});
    QCOMPARE(run.gateway.asked[Asked::Account], asked + 1);
    run.post(ConnectionChanged {true, true, "still up"});
    QCOMPARE(run.gateway.asked[Asked::Account], asked + 1);
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
    rig.post(OrderAnswer {rig.gateway.queries.back().request, second.clientId,
                          rig.updateOf(second, OrderStatus::Cancelled)});
    QVERIFY(rig.desk->find(second.clientId)->isFinal());
}

QTEST_GUILESS_MAIN(AccountReconciliationTest)
#include "tst_account_reconciliation.moc"
