// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixtures/DeskRig.h"
#include "trading/RiskManager.h"

#include <QTest>

#include <cmath>

using namespace breakline;

namespace {

constexpr std::int64_t kLots = 50;
const char* const kTrace = "AAAUSDT:1:c"; // of DeskRig::open

Decimal number(const char* text)
{
    return Decimal::literal(text);
}

/// What DeskRig::open() has approved, long.
Signal signalOf(SymbolId symbol)
{
    Signal signal;
    signal.symbol = symbol;
    signal.direction = Direction::Long;
    signal.entry = {10'000};
    signal.stop = {9'900};
    signal.correlation = 0.1;
    return signal;
}

PositionSize sizeOf(std::int64_t lots)
{
    PositionSize size;
    size.quantity = {lots};
    size.valid = true;
    return size;
}

/// Forecast and entry of kLots at 100.00, the stop at 99.00; the book is 99.99 to 100.00.
void hold(DeskRig& rig)
{
    CostSheets& costs = rig.services().costs;
    costs.approved(kTrace, signalOf(DeskRig::a()), sizeOf(kLots), costs.sizing(DeskRig::a()), rig.now());
    rig.hold(DeskRig::a(), kLots);
}

/// Its stop trades, which has no order of ours.
void stopOut(DeskRig& rig, std::int64_t price)
{
    OrderRequest order;
    order.symbol = DeskRig::a();
    order.side = Side::Sell;
    Execution trade = rig.executionOf(order, kLots, price);
    trade.venueId = rig.positions->find(DeskRig::a())->stopVenueId;
    rig.held[DeskRig::a()] = 0;
    rig.post(trade);
}

CostSheetRow lastRow(const DeskRig& rig)
{
    return rig.journal.all<CostSheetRow>().back();
}

/// A trade of its own whose stop at 99.00 filled at `exit`; fees of a cent a coin.
void trade(CostSheets& costs, SymbolId symbol, int number, std::int64_t exit, Timestamp now,
           const Instrument& instrument)
{
    const std::string traceId = "T:" + std::to_string(number);
    costs.approved(traceId, signalOf(symbol), sizeOf(kLots), costs.sizing(symbol), now);
    PositionLedger ledger(Direction::Long, instrument);
    const auto fill = [&](Side side, std::int64_t price) {
        Execution execution;
        execution.price = {price};
        execution.quantity = {kLots};
        execution.fee = Decimal::literal("0.5");
        LedgerFill booked;
        booked.tradeId = traceId + toText(side);
        booked.side = side;
        booked.price = execution.price;
        booked.quantity = execution.quantity;
        booked.fee = execution.fee;
        booked.time = now;
        QVERIFY(ledger.apply(booked));
        if (side == Side::Buy)
            costs.entryFilled(traceId, execution, execution.quantity);
        else
            costs.exitFilled(traceId, execution, execution.quantity, Decimal::literal("99"));
    };
    fill(Side::Buy, 10'000);
    fill(Side::Sell, exit);
    costs.closed(traceId, ledger, Decimal::fromUnits(kLots));
}

void trades(DeskRig& rig, int count, std::int64_t exit)
{
    for (int i = 0; i < count; ++i)
        trade(rig.services().costs, DeskRig::a(), i, exit, rig.now(),
              rig.services().board.instrument(DeskRig::a()));
}

} // namespace

class CostSheetsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aStoppedTradeIsToldToItsEnd();
    void aTargetIsHeldAgainstNothing();
    void anEntryThatFillsNothingLeavesItsForecast();
    void fundingThatIsToldLateIsInTheSheet();
    void aTradeThatWasLetGoHasNoCosts();
    void withoutABookNothingIsMadeUp();
    void tenTradesBeyondTheirForecastMakeTheNextSmaller();
    void withinTheBoundNothingChanges();
    void theSameInputsComeToTheSameSheets();
};

void CostSheetsTest::aStoppedTradeIsToldToItsEnd()
{
    DeskRig rig;
    hold(rig);
    const CostSheetRow forecast = lastRow(rig);
    QCOMPARE(forecast.traceId, std::string(kTrace));
    QCOMPARE(forecast.symbol, std::string("AAAUSDT"));
    QCOMPARE(forecast.side, std::string("long"));
    QVERIFY(forecast.middle == number("99.995"));
    QVERIFY(forecast.forecast.quantity == number("50"));
    QVERIFY(forecast.forecast.entryPrice == number("100"));
    QVERIFY(std::abs(*forecast.forecast.entrySlippageBps - 0.005 / 99.995 * 1e4) < 1e-9);
    QVERIFY(forecast.forecast.entryFee == number("2.75"));
    QVERIFY(forecast.forecast.exitPrice == number("98.995049752488"));
    QVERIFY(forecast.forecast.exitFee == number("2.72236387"));
    QVERIFY(!forecast.forecast.funding); // the ticker tells of none
    QVERIFY(forecast.forecast.liquidationDistance == number("9")); // 100 * (1 / 10 - 0.01)
    QVERIFY(forecast.forecast.loss == number("55.71987625"));
    QVERIFY(forecast.forecast.worstLoss == number("455.2525"));
    QVERIFY(!forecast.realised);
    QCOMPARE(forecast.sizeFactor, 1.0);

    stopOut(rig, 9'890);
    QVERIFY(!rig.positions->hasPositions());
    const CostSheetRow over = lastRow(rig);
    QVERIFY(over.forecast == forecast.forecast);
    QVERIFY(over.realised.has_value());
    QVERIFY(over.realised->quantity == number("50"));
    QVERIFY(over.realised->entryPrice == number("100"));
    QVERIFY(over.realised->entryFee == number("0.5"));
    QVERIFY(over.realised->exitFee == number("0.5"));
    QVERIFY(over.realised->funding == Decimal());
    QVERIFY(over.realised->exitPrice == number("98.9"));
    QVERIFY(std::abs(*over.realised->exitSlippageBps - 0.1 / 99.0 * 1e4) < 1e-9);
    QVERIFY(over.realised->loss == number("56"));
    QCOMPARE(*over.realised->lossR, 1.12);
    QVERIFY(over.errorUsd == number("0.28012375")); // -2.25 of the entry, 2.53012375 of the exit
    QCOMPARE(*over.errorR, 0.005602475);
    QVERIFY(std::abs(*over.errorBps - 0.5602475) < 1e-9);
}

void CostSheetsTest::aTargetIsHeldAgainstNothing()
{
    DeskRig rig;
    hold(rig);
    std::int64_t price = 10'150;
    for (const OrderRequest& order : rig.ordersOf(DeskRig::a())) {
        if (!order.reduceOnly)
            continue;
        rig.held[DeskRig::a()] -= order.quantity.lots;
        rig.post(rig.executionOf(order, order.quantity.lots, price));
        price = 10'300;
    }
    QVERIFY(!rig.positions->hasPositions());
    const CostSheetRow over = lastRow(rig);
    QVERIFY(over.realised.has_value());
    QVERIFY(!over.realised->exitPrice);
    QVERIFY(!over.realised->exitSlippageBps);
    QVERIFY(over.realised->exitFee == number("0.5"));
    QVERIFY(over.realised->loss == number("-111.5")); // 37.5 and 75, less a fee of 1
    QVERIFY(over.errorUsd == number("-2.25"));
}

void CostSheetsTest::anEntryThatFillsNothingLeavesItsForecast()
{
    DeskRig rig;
    CostSheets& costs = rig.services().costs;
    costs.approved(kTrace, signalOf(DeskRig::a()), sizeOf(kLots), {}, rig.now());
    rig.open(DeskRig::a(), kLots);
    QCOMPARE(costs.newest(9).size(), std::size_t {1});
    rig.acceptLeverage();
    rig.fill(rig.gateway.placed.back(), 0);
    QCOMPARE(rig.finals.size(), std::size_t {1});
    QVERIFY(costs.newest(9).empty());
    QCOMPARE(rig.journal.all<CostSheetRow>().size(), std::size_t {1});
    QVERIFY(!lastRow(rig).realised);
}

void CostSheetsTest::fundingThatIsToldLateIsInTheSheet()
{
    DeskRig rig;
    hold(rig);
    const Timestamp held = rig.now();
    rig.advance(Duration::milliseconds(5));
    stopOut(rig, 9'900);
    const CostSheetRow before = lastRow(rig);
    OrderRequest order;
    order.symbol = DeskRig::a();
    Execution funding = rig.executionOf(order, 0, 10'000);
    funding.kind = ExecutionKind::Funding;
    funding.fee = number("0.75");
    funding.time = held;
    rig.post(funding);
    const CostSheetRow after = lastRow(rig);
    QVERIFY(after.realised->funding == number("0.75"));
    QVERIFY(after.realised->loss == *before.realised->loss + number("0.75"));
    QVERIFY(after.errorUsd == before.errorUsd);
}

void CostSheetsTest::aTradeThatWasLetGoHasNoCosts()
{
    DeskRig rig;
    hold(rig);
    rig.positions->release(DeskRig::a());
    QVERIFY(!lastRow(rig).realised);
    QVERIFY(!lastRow(rig).errorUsd);
    QCOMPARE(rig.services().costs.newest(9).size(), std::size_t {1});
}

void CostSheetsTest::withoutABookNothingIsMadeUp()
{
    DeskRig rig;
    rig.services().board.dropBook(DeskRig::a());
    trades(rig, 12, 9'800);
    const CostSheetRow over = lastRow(rig);
    QVERIFY(!over.middle);
    QVERIFY(!over.forecast.entryPrice);
    QVERIFY(!over.forecast.loss);
    QVERIFY(over.realised->loss == number("101"));
    QVERIFY(!over.errorUsd);
    QVERIFY(!rig.services().costs.sizing(DeskRig::a()).errorR);
}

void CostSheetsTest::tenTradesBeyondTheirForecastMakeTheNextSmaller()
{
    DeskRig rig;
    RiskManager risk(rig.services(), *rig.positions, *rig.requests, *rig.ledger);
    risk.start();
    WalletUpdate wallet;
    wallet.walletBalance = wallet.available = Decimal::fromUnits(100'000);
    wallet.time = rig.now();
    risk.handle(wallet);
    CostSheets& costs = rig.services().costs;
    const auto approve = [&](const std::string& traceId) {
        rig.services().tracer.begin(traceId, "AAAUSDT", rig.now());
        rig.services().tracer.end("signal", true);
        const auto entry = risk.evaluate("S:" + traceId, traceId, signalOf(DeskRig::a()));
        risk.release(DeskRig::a());
        return entry;
    };
    trades(rig, 9, 9'850);
    QVERIFY(!costs.sizing(DeskRig::a()).errorR);
    const auto whole = approve("W:1");
    QVERIFY2(whole, whole ? "" : whole.error().message.c_str());
    for (const Gate& gate : rig.services().tracer.more("W:1")->gates())
        QVERIFY(gate.name != "cost_forecast");

    trade(costs, DeskRig::a(), 9, 9'850, rig.now(), rig.services().board.instrument(DeskRig::a()));
    const CostSizing sizing = costs.sizing(DeskRig::a());
    QCOMPARE(*sizing.errorR, 0.405602475); // 20.28012375 of 50
    QCOMPARE(sizing.bound, 0.1);
    QCOMPARE(sizing.factor, 1.1 / 1.405602475);
    QCOMPARE(costs.sizing(DeskRig::b()).factor, sizing.factor); // it has no trades of its own
    const auto smaller = approve("W:2");
    QVERIFY(smaller);
    // A quarter of 220 coins at 99.99 caps it: 54.99; then the factor, then the lot.
    QCOMPARE(whole->size.quantity.lots, std::int64_t {54});
    QCOMPARE(smaller->size.quantity.lots, std::int64_t {43});

    const auto gates = rig.services().tracer.more("W:2")->gates();
    const auto found = std::ranges::find(gates, "cost_forecast", &Gate::name);
    QVERIFY(found != gates.end());
    QVERIFY(found->stage == GateStage::Risk);
    QVERIFY(found->outcome == CheckOutcome::Fail);
    QVERIFY(!found->refuses);
    QCOMPARE(*found->value, *sizing.errorR);
    QCOMPARE(*found->threshold, 0.1);
    QCOMPARE(lastRow(rig).traceId, std::string("W:2"));
    QCOMPARE(lastRow(rig).sizeFactor, sizing.factor);
    QCOMPARE(*lastRow(rig).priorErrorR, *sizing.errorR);
}

void CostSheetsTest::withinTheBoundNothingChanges()
{
    DeskRig rig;
    trades(rig, 20, 9'890); // 0.0056 R each
    const CostSizing sizing = rig.services().costs.sizing(DeskRig::a());
    QVERIFY(std::abs(*sizing.errorR - 0.005602475) < 1e-12);
    QCOMPARE(sizing.factor, 1.0);
}

void CostSheetsTest::theSameInputsComeToTheSameSheets()
{
    std::vector<CostSheetRow> rows[2];
    double factors[2] = {};
    for (int run = 0; run < 2; ++run) {
        DeskRig rig;
        hold(rig);
        stopOut(rig, 9'860);
        trades(rig, 15, 9'830 + 5);
        rows[run] = rig.journal.all<CostSheetRow>();
        factors[run] = rig.services().costs.sizing(DeskRig::a()).factor;
    }
    QCOMPARE(rows[0].size(), std::size_t {32});
    QVERIFY(rows[0] == rows[1]);
    QVERIFY(factors[0] < 1.0);
    QCOMPARE(factors[0], factors[1]);
}

QTEST_GUILESS_MAIN(CostSheetsTest)
#include "tst_cost_sheets.moc"
