// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixtures/DeskRig.h"
#include "fixtures/FaultyRun.h"

#include <QTest>

#include <algorithm>

using namespace breakline;

namespace {

constexpr Duration kInterval = Duration::seconds(50);
constexpr Duration kMargin = Duration::minutes(1);
constexpr Duration kSecondLook = Duration::seconds(1);

AccountAnswer account(DeskRig& rig, std::int64_t lots, const std::string& wallet = "1000")
{
    AccountAnswer answer;
    answer.request = rig.gateway.accounts.back();
    answer.wallet.walletBalance = Decimal::literal(wallet);
    answer.wallet.time = rig.now();
    if (lots != 0) {
        PositionUpdate position;
        position.symbol = DeskRig::a();
        position.quantity = {lots};
        position.stop = Price {9'900};
        position.time = rig.now();
        answer.positions = {position};
    }
    for (const TrackedOrder* order : rig.desk->liveOrders())
        answer.orders.push_back(rig.updateOf(order->request(), OrderStatus::Acknowledged));
    return answer;
}

/// What the venue tells of the fills, then of deposits and withdrawals.
void executions(DeskRig& rig, std::vector<Execution> all = {}, std::vector<Transfer> transfers = {})
{
    const std::size_t asked = rig.gateway.transfers.size();
    rig.post(ExecutionsAnswer {rig.gateway.executions.back().request, std::move(all)});
    if (rig.gateway.transfers.size() > asked) // of a comparison
        rig.post(TransfersAnswer {rig.gateway.transfers.back().request, std::move(transfers)});
}

/// The position's stop has filled, and the stream has not told it.
Execution stopFill(const DeskRig& rig, std::int64_t quantity)
{
    Execution trade;
    trade.venueTradeId = "T100";
    trade.venueId = "S1";
    trade.symbol = DeskRig::a();
    trade.side = Side::Sell;
    trade.price = {9'895};
    trade.quantity = {quantity};
    trade.fee = Decimal::literal("0.5");
    trade.time = rig.now();
    return trade;
}

/// A session that has begun, and compares.
void begin(DeskRig& rig, const std::string& wallet = "1000")
{
    rig.reconciler->begin();
    rig.post(account(rig, 0, wallet));
    rig.reconciler->start();
}

std::size_t logged(const MemoryJournal& journal, const std::string& text)
{
    const auto rows = journal.all<LogRow>();
    return static_cast<std::size_t>(std::ranges::count_if(
        rows, [&](const LogRow& row) { return row.message.find(text) != std::string::npos; }));
}

} // namespace

/// The comparison of every minute: what it asks, finds and repairs.
class AccountComparisonTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyMinuteWithoutClosingTheGate();
    void eachQuestionBeginsWhereTheLastWasWhole();
    void aFillThatTheStreamLostIsBooked();
    void aFillOfJustNowIsNoDifference();
    void theSecondLookAsksForTheFillsFirst();
    void anOrderThatIsMissingTwiceIsADifference();
    void whatOthersDidIsToldOnce();
    void theWalletIsComparedWithOurBooks();
    void aJumpStaysUntilSomethingExplainsIt();
    void aNewStartTakesTheWalletAsItIs();
    void whatOthersTradedExplainsTheWallet();
    void depositsAndWithdrawalsAreInOurBooks();
    void theStreamsWalletIsLookedInto();
    void aWalletFromBeforeAFillSaysNothing();
    void aFailedQuestionIsNoComparison();
    void nothingIsAskedWhileTheStreamIsDown();
    void aSessionThatTradesAgreesToTheLastDigit();
    void aStreamThatLosesEveryFillLosesNothing();
};

void AccountComparisonTest::everyMinuteWithoutClosingTheGate()
{
    DeskRig rig;
    begin(rig);
    QCOMPARE(rig.reconciler->status().comparisons, std::uint64_t {1});
    QVERIFY(rig.gate.isOpen());
    for (std::uint64_t minute = 1; minute <= 3; ++minute) {
        rig.advance(kInterval - Duration::milliseconds(1));
        QCOMPARE(rig.gateway.executions.size(), std::size_t {minute - 1});
        rig.advance(Duration::milliseconds(1));
        QCOMPARE(rig.gateway.executions.size(), std::size_t {minute});
        QCOMPARE(rig.gateway.accounts.size(), std::size_t {minute}); // after the executions
        QVERIFY(rig.gate.isOpen());
        executions(rig);
        QCOMPARE(rig.gateway.accounts.size(), std::size_t {minute + 1});
        QVERIFY(rig.gate.isOpen());
        rig.post(account(rig, 0));
        QCOMPARE(rig.reconciler->status().comparisons, minute + 1);
        QVERIFY(rig.reconciler->status().last == rig.now());
    }
    QCOMPARE(rig.reconciler->status().differences, std::uint64_t {0});
    QVERIFY(rig.gate.isOpen());
}

void AccountComparisonTest::eachQuestionBeginsWhereTheLastWasWhole()
{
    DeskRig rig;
    const Timestamp begun = rig.now();
    begin(rig);
    rig.advance(kInterval);
    QVERIFY(rig.gateway.executions[0].since == begun - kMargin);
    executions(rig);
    rig.post(account(rig, 0));
    rig.advance(kInterval);
    QVERIFY(rig.gateway.executions[1].since == begun + kInterval - kMargin);
    // It fails: what it would have told is asked for again.
    rig.say(rig.gateway.executions.back().request, AnswerClass::Unknown);
    rig.post(TransfersAnswer {rig.gateway.transfers.back().request, {}});
    rig.post(account(rig, 0));
    rig.advance(kInterval);
    QVERIFY(rig.gateway.executions[2].since == begun + kInterval - kMargin);
}

void AccountComparisonTest::aFillThatTheStreamLostIsBooked()
{
    DeskRig rig;
    begin(rig);
    rig.hold(DeskRig::a(), 40);
    rig.advance(Duration::seconds(10));
    const Execution lost = stopFill(rig, 40);
    rig.advance(kInterval);
    executions(rig, {lost});
    QVERIFY(!rig.positions->hasPositions());
    QCOMPARE(rig.journal.positions().at(0).exitReason, std::string("stop"));
    QCOMPARE(rig.reconciler->status().differences, std::uint64_t {1});
    QCOMPARE(rig.reconciler->status().repaired, std::uint64_t {1});
    QCOMPARE(rig.reconciler->status().newest,
             std::string("execution T100: unknown here, at the venue -40 at 98.95"));
    QCOMPARE(logged(rig.journal, "execution T100: unknown here, at the venue -40 at 98.95"), std::size_t {1});
    QVERIFY(!rig.gate.has(GateReason::NotReconciled));
    // The stream tells it late: nothing more.
    rig.post(lost);
    QCOMPARE(rig.desk->fillCount(), std::uint64_t {2});
}

void AccountComparisonTest::aFillOfJustNowIsNoDifference()
{
    DeskRig rig;
    begin(rig);
    rig.hold(DeskRig::a(), 40);
    rig.advance(kInterval - Duration::milliseconds(999));
    const Execution onItsWay = stopFill(rig, 40);
    rig.advance(Duration::milliseconds(999));
    executions(rig, {onItsWay});
    QVERIFY(!rig.positions->hasPositions());
    QCOMPARE(rig.reconciler->status().differences, std::uint64_t {0});
}

void AccountComparisonTest::theSecondLookAsksForTheFillsFirst()
{
    DeskRig rig;
    begin(rig);
    rig.hold(DeskRig::a(), 40);
    rig.advance(Duration::seconds(5));
    const Execution lost = stopFill(rig, 25);
    rig.advance(Duration::seconds(5));
    // Whoever asked for the account, it shows less than our fills.
    AccountAnswer answer = account(rig, 15);
    answer.request = 9'999;
    rig.post(answer);
    rig.advance(kSecondLook);
    QCOMPARE(rig.gateway.executions.size(), std::size_t {1});
    executions(rig, {lost});
    QVERIFY(rig.positions->held(DeskRig::a()) == Quantity {15});
    rig.post(account(rig, 15));
    rig.advance(kSecondLook);
    QVERIFY(!rig.gate.has(GateReason::PositionContested));
    QVERIFY(rig.reconciler->contested().empty());
}

void AccountComparisonTest::anOrderThatIsMissingTwiceIsADifference()
{
    DeskRig rig;
    begin(rig);
    rig.hold(DeskRig::a(), 40); // two targets rest
    const std::string id = rig.desk->liveOrders().front()->clientId();
    const auto compare = [&](bool lists) {
        rig.advance(kInterval);
        executions(rig);
        AccountAnswer answer = account(rig, 40, rig.ledger->balance()->toString());
        if (!lists)
            std::erase_if(answer.orders, [&](const OrderUpdate& order) { return order.clientId == id; });
        rig.post(answer);
    };
    compare(true);
    QCOMPARE(rig.gateway.queries.size(), std::size_t {0});
    compare(false); // its list may be older than the order
    QCOMPARE(rig.gateway.queries.size(), std::size_t {1});
    QCOMPARE(rig.reconciler->status().differences, std::uint64_t {0});
    compare(false);
    QCOMPARE(rig.gateway.queries.size(), std::size_t {2});
    QCOMPARE(rig.reconciler->status().differences, std::uint64_t {1});
    QCOMPARE(rig.reconciler->status().newest, id + " rests here and not at the venue; asking");
    compare(false);
    QCOMPARE(rig.reconciler->status().differences, std::uint64_t {1});
    QCOMPARE(rig.reconciler->status().repaired, std::uint64_t {0});
    // The venue says what it is.
    const OrderRequest order = rig.desk->find(id)->request();
    rig.post(
        OrderAnswer {rig.gateway.queries.back().request, id, rig.updateOf(order, OrderStatus::Cancelled)});
    compare(false);
    QCOMPARE(rig.reconciler->status().differences, std::uint64_t {1});
    QCOMPARE(rig.reconciler->status().repaired, std::uint64_t {1});
}

void AccountComparisonTest::whatOthersDidIsToldOnce()
{
    DeskRig rig;
    begin(rig);
    Execution elsewhere = stopFill(rig, 7);
    elsewhere.symbol = DeskRig::b();
    for (int i = 0; i < 3; ++i) {
        rig.advance(kInterval);
        executions(rig, {elsewhere});
        rig.post(account(rig, 0));
    }
    QCOMPARE(logged(rig.journal, "not of this session, left out: 1"), std::size_t {1});
    QCOMPARE(rig.reconciler->status().differences, std::uint64_t {0});
    QCOMPARE(rig.desk->fillCount(), std::uint64_t {0});
}

void AccountComparisonTest::theWalletIsComparedWithOurBooks()
{
    DeskRig rig;
    begin(rig);
    rig.hold(DeskRig::a(), 40);
    const Decimal books = Decimal::literal("1000") - rig.positions->fees();
    QVERIFY(*rig.ledger->balance() == books);
    QVERIFY(rig.positions->fees() > Decimal {});
    const auto compare = [&](const Decimal& wallet) {
        rig.advance(Duration::seconds(60)); // more than an interval, and than a second look
        executions(rig);
        rig.post(account(rig, 40, wallet.toString()));
    };
    compare(books);
    compare(books + Decimal::literal("0.00000099")); // the venue rounds to 8 places
    compare(books - Decimal::literal("5.25"));
    compare(books - Decimal::literal("5.5"));
    QCOMPARE(rig.reconciler->status().differences, std::uint64_t {0}); // no two alike
    QVERIFY(rig.gate.isOpen());
    compare(books - Decimal::literal("5.5"));
    QCOMPARE(rig.reconciler->status().differences, std::uint64_t {1});
    QCOMPARE(rig.reconciler->status().repaired, std::uint64_t {0});
    QVERIFY(rig.gate.has(GateReason::EquityJump));
    const std::string what = "the wallet: " + books.toString() + " by our books, "
        + (books - Decimal::literal("5.5")).toString() + " at the venue";
    QCOMPARE(rig.reconciler->status().newest, what);
    QCOMPARE(logged(rig.journal, what), std::size_t {1});
    QCOMPARE(rig.gate.entries().at(0).detail, what);
    // Told once, and the books are not changed for it.
    compare(books - Decimal::literal("5.5"));
    QCOMPARE(rig.reconciler->status().differences, std::uint64_t {1});
    QVERIFY(*rig.ledger->balance() == books);
    compare(books);
    QVERIFY(rig.gate.isOpen());
    QCOMPARE(rig.reconciler->status().repaired, std::uint64_t {1});
}

void AccountComparisonTest::aJumpStaysUntilSomethingExplainsIt()
{
    DeskRig rig;
    begin(rig);
    const auto compare = [&](const std::string& wallet, std::vector<Transfer> transfers = {}) {
        rig.advance(Duration::seconds(60));
        executions(rig, {}, std::move(transfers));
        rig.post(account(rig, 0, wallet));
    };
    const Timestamp when = rig.now() + Duration::seconds(1);
    compare("700");
    compare("700");
    QVERIFY(rig.gate.has(GateReason::EquityJump));
    compare("700");
    QVERIFY(rig.gate.has(GateReason::EquityJump));
    // The log tells it late.
    compare("700", {Transfer {"W1", Decimal::literal("-300"), when}});
    QVERIFY(rig.gate.isOpen());
    QVERIFY(*rig.ledger->balance() == Decimal::literal("700"));
}

void AccountComparisonTest::aNewStartTakesTheWalletAsItIs()
{
    DeskRig rig;
    begin(rig);
    rig.post(WalletUpdate {Decimal::literal("1200"), {}, {}, rig.now()});
    for (int i = 0; i < 2; ++i) {
        rig.advance(Duration::seconds(2));
        executions(rig);
        rig.post(account(rig, 0, "1200"));
    }
    QVERIFY(rig.gate.has(GateReason::EquityJump));
    rig.reconciler->begin();
    rig.post(account(rig, 0, "1200"));
    // What was paid in or out meanwhile comes first.
    QVERIFY(rig.gate.has(GateReason::EquityJump));
    rig.advance(Duration::seconds(2));
    executions(rig);
    rig.post(account(rig, 0, "1200"));
    QVERIFY(rig.gate.isOpen());
    QVERIFY(*rig.ledger->balance() == Decimal::literal("1200"));
}

void AccountComparisonTest::whatOthersTradedExplainsTheWallet()
{
    DeskRig rig;
    begin(rig);
    Execution elsewhere = stopFill(rig, 7);
    elsewhere.symbol = DeskRig::b();
    for (int i = 0; i < 2; ++i) {
        rig.advance(Duration::seconds(60));
        executions(rig, {elsewhere});
        rig.post(account(rig, 0, "960.5"));
    }
    QVERIFY(rig.gate.isOpen());
    QVERIFY(*rig.ledger->balance() == Decimal::literal("960.5"));
    QCOMPARE(rig.reconciler->status().differences, std::uint64_t {1});
    QCOMPARE(rig.reconciler->status().repaired, std::uint64_t {1});
    QCOMPARE(rig.reconciler->status().newest,
             std::string("the wallet: 1000 by our books, 960.5 at the venue"));
    // They explain no second one.
    for (int i = 0; i < 2; ++i) {
        rig.advance(Duration::seconds(60));
        executions(rig, {elsewhere});
        rig.post(account(rig, 0, "800"));
    }
    QVERIFY(rig.gate.has(GateReason::EquityJump));
    QVERIFY(*rig.ledger->balance() == Decimal::literal("960.5"));
}

void AccountComparisonTest::depositsAndWithdrawalsAreInOurBooks()
{
    DeskRig rig;
    const Transfer before {"D0", Decimal::literal("1000"), rig.now()}; // in the balance at the start
    begin(rig);
    rig.advance(kInterval);
    QCOMPARE(rig.gateway.transfers.size(), std::size_t {0}); // after the executions
    const Timestamp begun = rig.now() - kInterval;
    const std::vector<Transfer> all {before,
                                     {"D1", Decimal::literal("250.5"), begun + Duration::seconds(5)},
                                     {"W1", Decimal::literal("-50"), begun + Duration::seconds(6)}};
    executions(rig, {}, all);
    QVERIFY(rig.gateway.transfers.at(0).since == begun - kMargin);
    rig.post(account(rig, 0, "1200.5"));
    QVERIFY(*rig.ledger->balance() == Decimal::literal("1200.5"));
    // The next answer repeats them.
    rig.advance(kInterval);
    executions(rig, {}, all);
    QVERIFY(rig.gateway.transfers.at(1).since == begun + kInterval - kMargin);
    rig.post(account(rig, 0, "1200.5"));
    QVERIFY(*rig.ledger->balance() == Decimal::literal("1200.5"));
    QCOMPARE(rig.reconciler->status().differences, std::uint64_t {0});
    QVERIFY(rig.gate.isOpen());
}

void AccountComparisonTest::theStreamsWalletIsLookedInto()
{
    DeskRig rig;
    begin(rig);
    rig.hold(DeskRig::a(), 40);
    const Decimal books = *rig.ledger->balance();
    // The wallet before its fill: they agree within the second.
    rig.post(WalletUpdate {books - Decimal::literal("0.4"), {}, {}, rig.now()});
    rig.post(WalletUpdate {books, {}, {}, rig.now()});
    rig.advance(kSecondLook);
    QCOMPARE(rig.gateway.executions.size(), std::size_t {0});
    rig.post(WalletUpdate {books + Decimal::literal("500"), {}, {}, rig.now()});
    rig.advance(kSecondLook - Duration::milliseconds(1));
    QCOMPARE(rig.gateway.executions.size(), std::size_t {0});
    rig.advance(Duration::milliseconds(1));
    QCOMPARE(rig.gateway.executions.size(), std::size_t {1});
    executions(rig, {}, {Transfer {"D1", Decimal::literal("500"), rig.now()}});
    rig.post(account(rig, 40, (books + Decimal::literal("500")).toString()));
    QCOMPARE(rig.reconciler->status().differences, std::uint64_t {0});
    QVERIFY(rig.gate.isOpen());
}

void AccountComparisonTest::aWalletFromBeforeAFillSaysNothing()
{
    DeskRig rig;
    begin(rig);
    rig.hold(DeskRig::a(), 40);
    AccountAnswer old = account(rig, 40, "1000"); // before the fees
    old.wallet.time = rig.now() - Duration::milliseconds(1);
    rig.post(old);
    rig.post(old);
    rig.post(old);
    QCOMPARE(rig.reconciler->status().differences, std::uint64_t {0});
    QVERIFY(*rig.ledger->balance() == Decimal::literal("1000") - rig.positions->fees());
}

void AccountComparisonTest::aFailedQuestionIsNoComparison()
{
    DeskRig rig;
    begin(rig);
    rig.advance(kInterval);
    rig.say(rig.gateway.executions.back().request, AnswerClass::Transient);
    QCOMPARE(rig.gateway.executions.size(), std::size_t {1});
    rig.say(rig.gateway.transfers.back().request, AnswerClass::Transient);
    QCOMPARE(rig.gateway.transfers.size(), std::size_t {1});
    QCOMPARE(rig.gateway.accounts.size(), std::size_t {2}); // the wallet must not grow old
    rig.post(account(rig, 0));
    QCOMPARE(rig.reconciler->status().comparisons, std::uint64_t {1});
    QVERIFY(rig.gate.isOpen());
    rig.advance(kInterval);
    QCOMPARE(rig.gateway.executions.size(), std::size_t {2});
}

void AccountComparisonTest::nothingIsAskedWhileTheStreamIsDown()
{
    DeskRig rig;
    begin(rig);
    rig.advance(kInterval);
    const auto asked = rig.gateway.executions.back();
    rig.reconciler->setConnected(false);
    // Its answer is older than what may be missed from here on.
    rig.post(ExecutionsAnswer {asked.request, {}});
    QCOMPARE(rig.gateway.accounts.size(), std::size_t {1});
    rig.advance(Duration::minutes(5));
    QCOMPARE(rig.gateway.executions.size(), std::size_t {1});
    QCOMPARE(rig.gateway.accounts.size(), std::size_t {1});
    rig.reconciler->setConnected(true);
    rig.reconciler->ask();
    executions(rig);
    rig.post(account(rig, 0));
    QCOMPARE(rig.reconciler->status().comparisons, std::uint64_t {2});
    QVERIFY(rig.gate.isOpen());
}

void AccountComparisonTest::aSessionThatTradesAgreesToTheLastDigit()
{
    FaultyRun run;
    run.command(CommandKind::Start);
    // Targets, stops, fees and funding of some positions.
    QVERIFY(run.runUntil([&] { return run.session().positions().closedCount() >= 5; }, Duration::days(5)));
    run.runFor(Duration::minutes(2));
    const ReconciliationStatus& status = run.session().reconciler().status();
    QVERIFY(status.comparisons > 60);
    QVERIFY(run.now() - *status.last <= Duration::seconds(51));
    QCOMPARE(status.newest, std::string());
    QCOMPARE(status.differences, std::uint64_t {0});
    QVERIFY(run.session().snapshot()->reconciliation == status);
}

void AccountComparisonTest::aStreamThatLosesEveryFillLosesNothing()
{
    FaultyRun run;
    run.gateway.filter = [](ExchangeEvent& event) { return !std::holds_alternative<Execution>(event); };
    run.command(CommandKind::Start);
    QVERIFY(run.runUntil([&] { return run.session().positions().closedCount() >= 2; }, Duration::days(5)));
    run.command(CommandKind::Stop);
    QVERIFY(run.reaches(TradingState::Stopped, Duration::minutes(2)));
    // Every fill of the venue once, and its books.
    const auto fills = run.journal.all<FillRow>();
    std::size_t traded = 0;
    for (const Execution& execution : run.exchange().executions())
        traded += execution.kind == ExecutionKind::Funding ? 0 : 1;
    QCOMPARE(fills.size(), traded);
    QVERIFY(run.session().positions().realised() == run.exchange().totals().realised);
    QVERIFY(run.session().positions().fees() == run.exchange().totals().fees);
    QVERIFY(run.session().reconciler().status().repaired >= 2);
    QVERIFY(!run.hasCritical("contested"));
}

QTEST_GUILESS_MAIN(AccountComparisonTest)
#include "tst_account_comparison.moc"
