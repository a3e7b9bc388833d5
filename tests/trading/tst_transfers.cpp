// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixtures/FaultyRun.h"

#include <QTest>

using namespace breakline;

namespace {

/// Somebody pays in or takes out; the venue's wallet shows it from then on.
class Teller {
public:
    explicit Teller(FaultyRun& run)
        : m_run(run)
    {
        run.gateway.filter = [this](ExchangeEvent& event) {
            if (auto* wallet = std::get_if<WalletUpdate>(&event))
                wallet->walletBalance += m_moved;
            else if (auto* account = std::get_if<AccountAnswer>(&event))
                account->wallet.walletBalance += m_moved;
            else if (auto* transfers = std::get_if<TransfersAnswer>(&event))
                transfers->transfers = isLogged ? m_transfers : std::vector<Transfer> {};
            else if (auto* executions = std::get_if<ExecutionsAnswer>(&event); executions && foreign)
                executions->executions.push_back(*foreign);
            return true;
        };
    }
    void move(const std::string& amount)
    {
        const Decimal value = moveUnheard(amount);
        WalletUpdate wallet = *m_run.session().risk().wallet();
        wallet.walletBalance += value;
        wallet.available += value;
        wallet.time = m_run.now();
        m_run.post(wallet);
    }
    /// No stream tells of it.
    Decimal moveUnheard(const std::string& amount)
    {
        const Decimal value = Decimal::literal(amount);
        m_transfers.push_back({"X" + std::to_string(m_transfers.size()), value, m_run.now()});
        m_moved += value;
        return value;
    }

    bool isLogged = true; ///< the transaction log tells of it
    std::optional<Execution> foreign; ///< another's, among the executions

private:
    FaultyRun& m_run;
    Decimal m_moved;
    std::vector<Transfer> m_transfers;
};

const RiskDayState& day(FaultyRun& run)
{
    return run.session().risk().monitor().state().day;
}

/// Started, and a while on.
void start(FaultyRun& run)
{
    run.command(CommandKind::Start);
    if (!run.runUntil([&] { return run.gate().isOpen(); }, Duration::minutes(5)))
        qFatal("%s", run.gate().summary().c_str());
    run.runFor(Duration::minutes(2));
}

} // namespace

/// What is paid in or out is neither a gain nor a loss; a jump without a cause closes the gate.
class TransfersTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aDepositMovesDayStartAndHighWaterAlike();
    void aWithdrawalOfAThirdStopsNothing();
    void aJumpThatNothingExplainsClosesTheGate();
    void aFillsWalletIsNoJump();
    void aWithdrawalBesideAForeignExecutionIsNoLoss();
    void aWithdrawalBetweenStopAndStartIsNoLoss();
};

void TransfersTest::aDepositMovesDayStartAndHighWaterAlike()
{
    FaultyRun run;
    Teller teller(run);
    start(run);
    const Decimal dayStart = *day(run).dayStartEquity;
    const Decimal highWater = *day(run).highWater;
    const auto loss = run.session().risk().monitor().dailyLoss();
    teller.move("5000.25");
    // Not before it is known what it is.
    QVERIFY(*day(run).highWater == highWater);
    run.runFor(Duration::seconds(3));
    QVERIFY(*day(run).dayStartEquity == dayStart + Decimal::literal("5000.25"));
    QVERIFY(*day(run).highWater == highWater + Decimal::literal("5000.25"));
    QVERIFY(run.session().risk().monitor().dailyLoss() == loss);
    QVERIFY2(run.gate().isOpen(), run.gate().summary().c_str());
    // The log goes on telling of it.
    run.runFor(Duration::minutes(3));
    QVERIFY(*day(run).dayStartEquity == dayStart + Decimal::literal("5000.25"));
    QCOMPARE(run.session().reconciler().status().differences, std::uint64_t {0});
}

void TransfersTest::aWithdrawalOfAThirdStopsNothing()
{
    FaultyRun run;
    Teller teller(run);
    start(run);
    const Decimal dayStart = *day(run).dayStartEquity;
    teller.move("-33000");
    bool wasClosed = false;
    run.runUntil(
        [&] {
            wasClosed = wasClosed || !run.gate().isOpen();
            return false;
        },
        Duration::minutes(3));
    QVERIFY(!wasClosed);
    QVERIFY(*day(run).dayStartEquity == dayStart - Decimal::literal("33000"));
    QVERIFY(isRunning(run.state()));
}

void TransfersTest::aJumpThatNothingExplainsClosesTheGate()
{
    FaultyRun run;
    Teller teller(run);
    teller.isLogged = false;
    start(run);
    const RiskDayState before = day(run);
    teller.move("-33000");
    QVERIFY(run.runUntil([&] { return run.gate().has(GateReason::EquityJump); }, Duration::seconds(4)));
    QVERIFY(run.hasCritical("no execution, deposit or withdrawal explains it"));
    run.runFor(Duration::minutes(3));
    // It is no loss either: nothing is latched, nothing flattened.
    QCOMPARE(run.gate().summary(), std::string("equity_jump"));
    QVERIFY(day(run).dayStartEquity == before.dayStartEquity);
    QVERIFY(isRunning(run.state()));
    teller.isLogged = true;
    QVERIFY(run.runUntil([&] { return run.gate().isOpen(); }, Duration::seconds(60)));
    QVERIFY(*day(run).dayStartEquity == *before.dayStartEquity - Decimal::literal("33000"));
    QCOMPARE(run.session().reconciler().status().differences, std::uint64_t {1});
    QCOMPARE(run.session().reconciler().status().repaired, std::uint64_t {1});
}

void TransfersTest::aFillsWalletIsNoJump()
{
    FaultyRun run;
    run.command(CommandKind::Start);
    bool hasJumped = false;
    QVERIFY(run.runUntil(
        [&] {
            hasJumped = hasJumped || run.gate().has(GateReason::EquityJump);
            return run.session().positions().closedCount() >= 3;
        },
        Duration::days(3)));
    QVERIFY(!hasJumped);
}

void TransfersTest::aWithdrawalBesideAForeignExecutionIsNoLoss()
{
    FaultyRun run;
    Teller teller(run);
    start(run);
    const RiskDayState before = day(run);
    // The log cannot be read for a while, and another's execution could explain all.
    int refused = 0;
    run.gateway.fault = [&](Asked what, SymbolId) {
        return what == Asked::Transfers && refused++ < 2 ? std::optional(AnswerClass::Unknown) : std::nullopt;
    };
    Execution another;
    another.venueTradeId = "another's";
    another.symbol = SymbolId {3};
    another.price = Price {100};
    another.quantity = Quantity {1};
    another.time = run.now();
    teller.foreign = another;
    teller.move("-33000");
    QVERIFY(run.runUntil([&] { return run.gate().has(GateReason::EquityJump); }, Duration::seconds(10)));
    QCOMPARE(refused, 2);
    QVERIFY(*day(run).dayStartEquity == *before.dayStartEquity);
    QVERIFY(run.runUntil([&] { return *day(run).dayStartEquity != *before.dayStartEquity; },
                         Duration::minutes(1)));
    QVERIFY(*day(run).dayStartEquity == *before.dayStartEquity - Decimal::literal("33000"));
    QVERIFY(*day(run).highWater == *before.highWater - Decimal::literal("33000"));
    run.runFor(Duration::minutes(2));
    QVERIFY2(run.gate().isOpen(), run.gate().summary().c_str());
    QVERIFY(isRunning(run.state()));
}

void TransfersTest::aWithdrawalBetweenStopAndStartIsNoLoss()
{
    FaultyRun run;
    Teller teller(run);
    start(run);
    const RiskDayState before = day(run);
    run.command(CommandKind::Stop, "command");
    QVERIFY(run.reaches(TradingState::Stopped, Duration::seconds(10)));
    teller.moveUnheard("-33000");
    run.command(CommandKind::Start);
    run.runFor(Duration::minutes(1));
    QVERIFY(*day(run).dayStartEquity == *before.dayStartEquity - Decimal::literal("33000"));
    QVERIFY2(run.gate().isOpen(), run.gate().summary().c_str());
    QVERIFY(isRunning(run.state()));
}

QTEST_GUILESS_MAIN(TransfersTest)
#include "tst_transfers.moc"
