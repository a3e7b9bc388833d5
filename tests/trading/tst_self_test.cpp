// SPDX-License-Identifier: GPL-3.0-or-later
// What the venue is tried for before it is traded: each result failing in turn
// blocks the start and says why; what passes by itself does not.
#include "fixtures/FaultyRun.h"

#include <QTest>

using namespace breakline;

namespace {

using Outcome = SelfTestOutcome;

FaultyRun testedRun(const std::function<void(SessionSettings&)>& change = {})
{
    return FaultyRun(1, [&change](SessionSettings& settings) {
        settings.isSelfTested = true;
        if (change)
            change(settings);
    });
}

const SelfTestResult& resultOf(FaultyRun& run, SelfTestCheck check)
{
    return run.session().selfTest().status().results.at(static_cast<std::size_t>(check));
}

/// The orders of the test at the venue, in the order of their creation.
std::vector<const VenueOrder*> ordersAt(FaultyRun& run)
{
    std::vector<const VenueOrder*> orders;
    for (const VenueOrder& order : run.exchange().orders())
        orders.push_back(&order);
    return orders;
}

bool trades(FaultyRun& run, Duration within)
{
    return run.runUntil([&] { return isRunning(run.state()); }, within);
}

bool isClean(FaultyRun& run)
{
    return run.exchange().liveOrders(std::nullopt).empty() && run.exchange().positions().empty();
}

/// Changes the answer about key, account and symbol.
template<class Change>
std::function<bool(ExchangeEvent&)> onSettings(Change change)
{
    return [change](ExchangeEvent& event) {
        if (auto* answer = std::get_if<AccountSettingsAnswer>(&event))
            change(*answer);
        return true;
    };
}

} // namespace

class SelfTestTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theSimulatedVenuePasses();
    void eachFailureBlocksTheStart_data();
    void eachFailureBlocksTheStart();
    void whatPassesByItselfIsTriedAgain_data();
    void whatPassesByItselfIsTriedAgain();
    void anOrderThatWasTakenWithoutAnAnswerIsFound();
    void aCancelThatFailsIsRepeatedUntilTheOrderIsGone();
    void aStopLeavesNothingBehind();
    void aKillLeavesNothingBehind();
    void aRefusedStartMayBeTriedAgain();
};

void SelfTestTest::theSimulatedVenuePasses()
{
    FaultyRun run = testedRun();
    run.command(CommandKind::Start);
    QVERIFY(run.gate().has(GateReason::SelfTest));
    QVERIFY(trades(run, Duration::seconds(2)));
    QVERIFY(!run.gate().has(GateReason::SelfTest));
    const SelfTestStatus& status = run.session().selfTest().status();
    QCOMPARE(status.hasPassed, std::optional(true));
    QVERIFY(!status.isRunning);
    QCOMPARE(status.results.size(), kSelfTestCheckCount);
    for (const SelfTestResult& result : status.results)
        QVERIFY2(result.outcome == Outcome::Passed, std::string(toText(result.check)).c_str());
    QCOMPARE(resultOf(run, SelfTestCheck::KeyTrades).value, std::string("yes"));
    QCOMPARE(resultOf(run, SelfTestCheck::KeyWithdraws).value, std::string("no"));
    QCOMPARE(resultOf(run, SelfTestCheck::PositionMode).value, std::string("one_way"));
    QCOMPARE(resultOf(run, SelfTestCheck::MarginMode).value, std::string("isolated"));
    QCOMPARE(resultOf(run, SelfTestCheck::Leverage).value, std::string("10"));
    // One order, of the least size, with its stop, far below the market, amended once.
    const auto orders = ordersAt(run);
    QCOMPARE(orders.size(), std::size_t {1});
    const OrderUpdate& order = orders[0]->state;
    const Instrument& instrument = run.exchange().instruments().at(order.symbol);
    QCOMPARE(order.status, OrderStatus::Cancelled);
    QVERIFY(order.filled.isZero());
    QCOMPARE(order.timeInForce, TimeInForce::PostOnly);
    QVERIFY(instrument.notional(*order.price, order.quantity) >= instrument.minNotional);
    QVERIFY(order.quantity == instrument.minQuantity
            || instrument.notional(*order.price, order.quantity - Quantity {1}) < instrument.minNotional);
    const double mark = instrument.toDouble(*run.exchange().ticker(order.symbol).mark);
    const double away = 1.0 - instrument.toDouble(*order.price) / mark;
    QVERIFY2(away > 0.015 && away < 0.025, std::to_string(away).c_str());
    QVERIFY(orders[0]->stop && orders[0]->stop->trigger < *order.price);
    QVERIFY(isClean(run));
    // It is in the journal as every order of ours, and was there before it left.
    const auto rows = run.journal.orders();
    QCOMPARE(rows.size(), std::size_t {1});
    QCOMPARE(rows[0].clientId, order.clientId);
    QVERIFY(rows[0].status == OrderStatus::Cancelled);
}

void SelfTestTest::eachFailureBlocksTheStart_data()
{
    QTest::addColumn<int>("check");
    QTest::addColumn<QString>("value");
    const auto row = [](SelfTestCheck check, const char* value) {
        QTest::newRow(std::string(toText(check)).c_str())
            << static_cast<int>(check) << QString::fromLatin1(value);
    };
    row(SelfTestCheck::KeyTrades, "no");
    row(SelfTestCheck::KeyWithdraws, "yes");
    row(SelfTestCheck::Clock, "800 ms");
    row(SelfTestCheck::PositionMode, "hedge");
    row(SelfTestCheck::MarginMode, "cross");
    row(SelfTestCheck::FeeRates, "taker 0 maker 0");
    row(SelfTestCheck::Leverage, "7");
    row(SelfTestCheck::OrderAccepted, "refused: as the test says");
    row(SelfTestCheck::OrderEchoed, "");
    row(SelfTestCheck::OrderAmended, "as the test says");
    row(SelfTestCheck::OrderCancelled, "it is still there");
    row(SelfTestCheck::OrderGone, "the venue does not say so");
}

void SelfTestTest::eachFailureBlocksTheStart()
{
    QFETCH(int, check);
    QFETCH(QString, value);
    const auto which = static_cast<SelfTestCheck>(check);
    FaultyRun run = testedRun(
        [which](SessionSettings& settings) { settings.isRealTime = which == SelfTestCheck::Clock; });
    FaultyGateway& gateway = run.gateway;
    switch (which) {
    case SelfTestCheck::KeyTrades:
        gateway.filter = onSettings([](AccountSettingsAnswer& answer) { answer.mayTrade = false; });
        break;
    case SelfTestCheck::KeyWithdraws:
        gateway.filter = onSettings([](AccountSettingsAnswer& answer) { answer.mayWithdraw = true; });
        break;
    case SelfTestCheck::PositionMode:
        gateway.filter =
            onSettings([](AccountSettingsAnswer& answer) { answer.positionMode = PositionMode::Hedge; });
        break;
    case SelfTestCheck::MarginMode:
        gateway.filter =
            onSettings([](AccountSettingsAnswer& answer) { answer.marginMode = MarginMode::Cross; });
        break;
    case SelfTestCheck::Leverage:
        gateway.filter =
            onSettings([](AccountSettingsAnswer& answer) { answer.leverage = Decimal::fromUnits(7); });
        break;
    case SelfTestCheck::FeeRates:
        gateway.filter = [](ExchangeEvent& event) {
            if (auto* answer = std::get_if<InstrumentsAnswer>(&event))
                for (Instrument& instrument : answer->instruments)
                    instrument.takerFeeRate = instrument.makerFeeRate = Decimal {};
            return true;
        };
        break;
    case SelfTestCheck::Clock: break;
    case SelfTestCheck::OrderAccepted:
        gateway.placeFault = [](const OrderRequest&) { return std::optional(AnswerClass::Invalid); };
        break;
    case SelfTestCheck::OrderEchoed:
        gateway.filter = [](ExchangeEvent& event) {
            if (auto* update = std::get_if<OrderUpdate>(&event))
                update->attachedStop.reset();
            return true;
        };
        break;
    case SelfTestCheck::OrderAmended:
        gateway.fault = [](Asked asked, SymbolId) {
            return asked == Asked::Amend ? std::optional(AnswerClass::Invalid) : std::nullopt;
        };
        break;
    case SelfTestCheck::OrderCancelled:
        gateway.fault = [](Asked asked, SymbolId) {
            return asked == Asked::Cancel ? std::optional(AnswerClass::Transient) : std::nullopt;
        };
        break;
    case SelfTestCheck::OrderGone:
        gateway.fault = [](Asked asked, SymbolId) {
            return asked == Asked::Order ? std::optional(AnswerClass::Transient) : std::nullopt;
        };
        break;
    }
    run.command(CommandKind::Start);
    if (which == SelfTestCheck::Clock)
        run.post(ClockReading {Duration::milliseconds(800)});
    const auto hasFailed = [&] { return resultOf(run, which).outcome == Outcome::Failed; };
    QVERIFY(run.runUntil([&] { return run.session().selfTest().isActive(); }, Duration::seconds(2)));
    QVERIFY(run.runUntil(hasFailed, Duration::minutes(3)));
    if (which == SelfTestCheck::OrderCancelled) {
        // It is not over while its order rests.
        QCOMPARE(run.exchange().liveOrders(std::nullopt).size(), std::size_t {1});
        run.runFor(Duration::seconds(30));
        QCOMPARE(run.state(), TradingState::Initializing);
        gateway.fault = {};
    }
    QVERIFY(run.reaches(TradingState::Stopped, Duration::seconds(10)));
    QVERIFY(run.session().isFinished());
    QVERIFY(isClean(run));
    QVERIFY(run.gate().has(GateReason::SelfTest));
    QVERIFY(run.session().orchestrator().isRefusedBySelfTest());
    QCOMPARE(run.session().selfTest().status().hasPassed, std::optional(false));
    const SelfTestResult& result = resultOf(run, which);
    if (!value.isEmpty())
        QCOMPARE(QString::fromStdString(result.value), value);
    QVERIFY(!result.wanted.empty());
    for (const SelfTestResult& other : run.session().selfTest().status().results)
        QVERIFY2(other.check == which || other.outcome != Outcome::Failed,
                 std::string(toText(other.check)).c_str());
    // Why stands in the log, in the decisions' last transition, and in the gate.
    QVERIFY(run.hasCritical(std::string(toText(which)) + " failed"));
    const TransitionRow last = run.journal.all<TransitionRow>().back();
    QVERIFY2(last.reason.starts_with("refused by self-test: " + std::string(toText(which))),
             last.reason.c_str());
    // Nothing that changes anything was sent where what is only asked for had failed.
    if (which < SelfTestCheck::Leverage)
        QCOMPARE(run.gateway.asked[Asked::Leverage], 0);
    if (which < SelfTestCheck::OrderAccepted)
        QCOMPARE(run.gateway.asked[Asked::Place], 0);
}

void SelfTestTest::whatPassesByItselfIsTriedAgain_data()
{
    QTest::addColumn<int>("asked");
    QTest::addColumn<int>("answer");
    const auto row = [](const char* name, Asked asked, AnswerClass answer) {
        QTest::newRow(name) << static_cast<int>(asked) << static_cast<int>(answer);
    };
    row("settings without an answer", Asked::Settings, AnswerClass::Unknown);
    row("settings refused for the rate", Asked::Settings, AnswerClass::RateLimited);
    row("leverage not done", Asked::Leverage, AnswerClass::Transient);
    row("leverage without an answer", Asked::Leverage, AnswerClass::Unknown);
    row("tickers not given", Asked::Tickers, AnswerClass::Transient);
    row("order not done", Asked::Place, AnswerClass::Transient);
    row("order without an answer", Asked::Place, AnswerClass::Unknown);
    row("amendment not done", Asked::Amend, AnswerClass::Transient);
    row("amendment without an answer", Asked::Amend, AnswerClass::Unknown);
    row("cancel without an answer", Asked::Cancel, AnswerClass::Unknown);
    row("question without an answer", Asked::Order, AnswerClass::Unknown);
}

void SelfTestTest::whatPassesByItselfIsTriedAgain()
{
    QFETCH(int, asked);
    QFETCH(int, answer);
    FaultyRun run = testedRun();
    int left = 2;
    run.gateway.fault = [&](Asked what, SymbolId) {
        const bool isHit = static_cast<int>(what) == asked && run.session().selfTest().isActive() && left > 0;
        left -= isHit ? 1 : 0;
        return isHit ? std::optional(static_cast<AnswerClass>(answer)) : std::nullopt;
    };
    run.command(CommandKind::Start);
    QVERIFY(trades(run, Duration::minutes(2)));
    // What became of a change of leverage is read, not tried again.
    const bool isRead = static_cast<Asked>(asked) == Asked::Leverage
        && static_cast<AnswerClass>(answer) == AnswerClass::Unknown;
    QCOMPARE(left, isRead ? 1 : 0);
    QCOMPARE(run.session().selfTest().status().hasPassed, std::optional(true));
    QVERIFY(isClean(run));
    QVERIFY(run.session().desk().liveOrders().empty());
    for (const auto& [time, transition] : run.transitions())
        QVERIFY2(!transition.ends_with(">ERROR"), transition.c_str());
}

void SelfTestTest::anOrderThatWasTakenWithoutAnAnswerIsFound()
{
    FaultyRun run = testedRun();
    // The first order's answer and echo are lost.
    std::string first;
    run.gateway.filter = [&first](ExchangeEvent& event) {
        if (auto* update = std::get_if<OrderUpdate>(&event)) {
            if (first.empty())
                first = update->clientId;
            return update->clientId != first || isFinal(update->status);
        }
        if (auto* answer = std::get_if<RequestAnswer>(&event); answer != nullptr && !first.empty()
            && answer->clientId == first && answer->result == AnswerClass::Ok)
            answer->result = AnswerClass::Unknown;
        return true;
    };
    run.command(CommandKind::Start);
    QVERIFY(trades(run, Duration::minutes(2)));
    const auto orders = ordersAt(run);
    QCOMPARE(orders.size(), std::size_t {2});
    QVERIFY(orders[0]->state.clientId != orders[1]->state.clientId);
    QVERIFY(isClean(run));
    QVERIFY(run.session().desk().liveOrders().empty());
}

void SelfTestTest::aCancelThatFailsIsRepeatedUntilTheOrderIsGone()
{
    FaultyRun run = testedRun();
    run.gateway.silence = [&run](Asked asked, SymbolId) {
        return asked == Asked::Cancel && run.gateway.asked[Asked::Cancel] == 1;
    };
    run.command(CommandKind::Start);
    // The time-out is the gateway's, which says that the fate is unknown.
    QVERIFY(run.runUntil([&] { return run.gateway.asked[Asked::Cancel] == 1; }, Duration::seconds(3)));
    const auto orders = ordersAt(run);
    QVERIFY(orders.back()->isLive());
    RequestAnswer lost;
    run.runFor(Duration::seconds(3));
    QVERIFY(orders.back()->isLive());
    run.command(CommandKind::PanicExit); // whose sweep takes what rests
    QVERIFY(run.runUntil([&] { return isClean(run); }, Duration::seconds(5)));
}

void SelfTestTest::aStopLeavesNothingBehind()
{
    FaultyRun run = testedRun();
    run.command(CommandKind::Start);
    QVERIFY(
        run.runUntil([&] { return !run.exchange().liveOrders(std::nullopt).empty(); }, Duration::seconds(2)));
    run.command(CommandKind::Stop, "interrupt");
    QVERIFY(run.replies.back().success);
    QVERIFY(run.reaches(TradingState::Stopped, Duration::seconds(5)));
    QVERIFY(isClean(run));
    QVERIFY(run.session().isFinished());
    QVERIFY(!run.session().orchestrator().isRefusedBySelfTest());
    QCOMPARE(run.session().orchestrator().stopReason(), std::string("interrupt"));
}

void SelfTestTest::aKillLeavesNothingBehind()
{
    FaultyRun run = testedRun();
    run.command(CommandKind::Start);
    QVERIFY(
        run.runUntil([&] { return !run.exchange().liveOrders(std::nullopt).empty(); }, Duration::seconds(2)));
    run.command(CommandKind::KillSwitch);
    QCOMPARE(run.state(), TradingState::Emergency);
    QVERIFY(run.runUntil([&] { return run.session().isFinished(); }, Duration::seconds(5)));
    QVERIFY(isClean(run));
    QVERIFY(!run.session().selfTest().isActive());
}

void SelfTestTest::aRefusedStartMayBeTriedAgain()
{
    FaultyRun run = testedRun();
    run.gateway.filter = onSettings([](AccountSettingsAnswer& answer) { answer.mayWithdraw = true; });
    run.command(CommandKind::Start);
    QVERIFY(run.reaches(TradingState::Stopped, Duration::seconds(5)));
    run.gateway.filter = {};
    run.command(CommandKind::Start);
    QVERIFY(trades(run, Duration::seconds(5)));
    QVERIFY(!run.gate().has(GateReason::SelfTest));
    QVERIFY(!run.session().orchestrator().isRefusedBySelfTest());
}

QTEST_GUILESS_MAIN(SelfTestTest)
#include "tst_self_test.moc"
