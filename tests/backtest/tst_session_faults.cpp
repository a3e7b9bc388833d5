// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to a market or an account while a position is open, and what the session makes of it.
#include "fixtures/SimulatedRun.h"

#include <QTest>

#include <algorithm>
#include <functional>
#include <optional>

using namespace breakline;

namespace {

constexpr std::uint64_t kSeed = 52;
constexpr int kSymbols = 40;

SimulatedRunOptions optionsOf(const FaultScript& faults)
{
    SimulatedRunOptions options;
    options.seed = kSeed;
    options.symbolCount = kSymbols;
    options.records = false;
    options.faults = faults;
    return options;
}

const ManagedPosition* onlyPosition(SimulatedRun& run)
{
    const auto open = run.session().positions().open();
    return open.size() == 1 ? open.front() : nullptr;
}

/// Until one position is complete, its stop is shown and its targets rest.
bool holdsOne(SimulatedRun& run)
{
    return run.runUntil(
        [&] {
            const ManagedPosition* position = onlyPosition(run);
            return position != nullptr && !position->entryWorking && position->stopShown && !position->exiting
                && !run.session().desk().liveOrders(position->plan.symbol).empty()
                && std::ranges::all_of(run.session().desk().liveOrders(), [](const TrackedOrder* order) {
                       return order->status() == OrderStatus::Acknowledged;
                   });
        },
        Duration::hours(3));
}

/// A run with these faults, each a second after the position is there.
class HeldRun {
public:
    explicit HeldRun(std::vector<Fault> faults, const std::function<void(Preset&)>& change = {})
    {
        static const Duration kHeldAfter = [] {
            SimulatedRun first(optionsOf({}));
            first.command(CommandKind::Start);
            if (!holdsOne(first))
                qFatal("no position");
            return first.runner().now() - first.start();
        }();
        FaultScript script;
        for (Fault& fault : faults) {
            fault.at = fault.at + kHeldAfter + Duration::seconds(1);
            if (const auto wrong = faultOf(fault))
                qFatal("%s", wrong->c_str());
            script.faults.push_back(fault);
        }
        m_run.emplace(optionsOf(script), change);
        m_run->command(CommandKind::Start);
        if (!holdsOne(*m_run))
            qFatal("no position");
        const ManagedPosition* position = onlyPosition(*m_run);
        id = position->id;
        symbol = position->plan.symbol;
        direction = position->plan.direction;
        held = position->ledger.quantity();
        stop = *position->stopShown;
    }

    SimulatedRun& run() { return *m_run; }
    const ManagedPosition* position() { return m_run->session().positions().find(symbol); }
    PositionRow row()
    {
        for (const PositionRow& row : m_run->journal().positions())
            if (row.positionId == id)
                return row;
        return {};
    }
    const Instrument& instrument() { return m_run->exchange().instruments().at(symbol); }
    bool closes(Duration atMost)
    {
        return m_run->runUntil([&] { return position() == nullptr; }, atMost);
    }
    /// Live stops at the venue that close the position.
    std::vector<VenueOrder> stops()
    {
        std::vector<VenueOrder> all;
        for (const VenueOrder* order : m_run->exchange().liveOrders(symbol))
            if (order->isConditional())
                all.push_back(*order);
        return all;
    }
    std::size_t ordersOf(OrderIntent intent)
    {
        return static_cast<std::size_t>(
            std::ranges::count_if(m_run->journal().orders(), [&](const OrderRow& row) {
                return row.intent == intent && !row.clientId.empty() && row.symbol == instrument().symbol;
            }));
    }
    /// That it ends stopped, flat, and with the venue's money.
    void compareEnd()
    {
        QVERIFY(m_run->stop());
        QVERIFY(m_run->exchange().positions().empty());
        QVERIFY(m_run->exchange().liveOrders(std::nullopt).empty());
        QCOMPARE(m_run->session().risk().equity()->toString(), m_run->exchange().totals().wallet.toString());
        Decimal realised, fees, funding;
        for (const PositionRow& row : m_run->journal().positions()) {
            realised += row.realisedPnl;
            fees += row.fees;
            funding += row.funding;
        }
        const VenueTotals totals = m_run->exchange().totals();
        QCOMPARE(realised.toString(), totals.realised.toString());
        QCOMPARE(fees.toString(), totals.fees.toString());
        QCOMPARE(funding.toString(), totals.funding.toString());
        QCOMPARE(m_run->session().reconciler().status().differences, std::uint64_t {0});
    }

    std::string id;
    SymbolId symbol;
    Direction direction = Direction::Long;
    Quantity held;
    Price stop;

private:
    std::optional<SimulatedRun> m_run;
};

Fault faultOfKind(FaultKind kind, const char* amount = "0", Duration length = {}, Duration after = {})
{
    Fault fault;
    fault.kind = kind;
    fault.at = after;
    fault.length = length;
    fault.amount = Decimal::literal(amount);
    return fault;
}

constexpr Duration kSoon = Duration::seconds(2);

} // namespace

class SessionFaultsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Pain: the stop has triggered and does not fill.
    void aGapThroughTheStopIsStoppedOut();
    void aStopCancelledByTheBandIsLeftAtOnce();
    // Pain: the stop is gone, and nobody places another.
    void aStopThatAPersonCancelsIsPlacedAgainOnce();
    // Pain: the stop's quantity is wrong after a part was closed.
    void halfDeleveragedKeepsAStopOverTheRest();
    void deleveragedWholeEndsAsThat();
    void liquidatedEndsAsThat();
    void aPersonsCloseEndsAsManual();
    void aPersonsPartialCloseRefitsTargetsAndStop();
    void aPersonsAdditionIsCovered();
    // Pain: positions too small for the venue's minimum are immortal.
    void targetsBelowNewMinimaAreNotRepeatedForEver();
    // Pain: a flatten that fails while the venue refuses.
    void aHaltHoldsTheFlattenUpAndNoMore();
    // Pain: profit and loss differ from the exchange's.
    void activityThatDropsEndsThePosition();
    void fundingIsBookedToTheCent();
    void whatIsPaidInOrOutIsNoResult_data();
    void whatIsPaidInOrOutIsNoResult();
};

void SessionFaultsTest::aGapThroughTheStopIsStoppedOut()
{
    HeldRun held({faultOfKind(FaultKind::PriceGap, "0.05")});
    QVERIFY(held.closes(kSoon));
    const PositionRow row = held.row();
    QCOMPARE(row.exitReason, std::string("stop"));
    QVERIFY(*row.netR < -1.0); // beyond the stop, by all that the gap was wider
    QCOMPARE(held.ordersOf(OrderIntent::Exit), std::size_t {0}); // the venue's stop did it
    held.compareEnd();
}

void SessionFaultsTest::aStopCancelledByTheBandIsLeftAtOnce()
{
    HeldRun held({faultOfKind(FaultKind::StopCancelled),
                  faultOfKind(FaultKind::PriceGap, "0.05", {}, Duration::milliseconds(1))});
    QVERIFY(held.closes(kSoon));
    QCOMPARE(held.row().exitReason, std::string("stop"));
    QCOMPARE(held.ordersOf(OrderIntent::Exit), std::size_t {1});
    held.compareEnd();
}

void SessionFaultsTest::aStopThatAPersonCancelsIsPlacedAgainOnce()
{
    HeldRun held({faultOfKind(FaultKind::ManualCancel)});
    const std::string before = held.stops().front().state.venueId;
    QVERIFY(held.run().runUntil([&] { return held.stops().empty(); }, kSoon));
    QVERIFY(held.run().runUntil([&] { return !held.stops().empty(); }, kSoon));
    held.run().runFor(kSoon);
    const auto stops = held.stops();
    QCOMPARE(stops.size(), std::size_t {1});
    QVERIFY(stops.front().state.venueId != before);
    QCOMPARE(*stops.front().state.trigger, held.stop);
    QCOMPARE(stops.front().state.quantity, held.held);
    QVERIFY(held.position() != nullptr && !held.position()->exiting);
    held.compareEnd();
}

void SessionFaultsTest::halfDeleveragedKeepsAStopOverTheRest()
{
    HeldRun held({faultOfKind(FaultKind::AutoDeleveraged, "0.5")});
    held.run().runFor(kSoon);
    const Quantity rest {held.held.lots / 2};
    QCOMPARE(held.position()->ledger.quantity(), rest);
    QCOMPARE(held.stops().size(), std::size_t {1});
    QCOMPARE(held.stops().front().state.quantity, rest);
    QCOMPARE(*held.stops().front().state.trigger, held.stop);
    QVERIFY(held.position()->ladder->working() <= rest);
    QVERIFY(!held.position()->exiting);
    held.compareEnd();
}

void SessionFaultsTest::deleveragedWholeEndsAsThat()
{
    HeldRun held({faultOfKind(FaultKind::AutoDeleveraged, "1")});
    QVERIFY(held.closes(kSoon));
    QCOMPARE(held.row().exitReason, std::string("adl"));
    held.compareEnd();
}

void SessionFaultsTest::liquidatedEndsAsThat()
{
    HeldRun held({faultOfKind(FaultKind::Liquidated)});
    QVERIFY(held.closes(kSoon));
    QCOMPARE(held.row().exitReason, std::string("liquidation"));
    held.compareEnd();
}

void SessionFaultsTest::aPersonsCloseEndsAsManual()
{
    HeldRun held({faultOfKind(FaultKind::ManualTrade, "-1")});
    QVERIFY(held.closes(kSoon));
    QCOMPARE(held.row().exitReason, std::string("manual"));
    QCOMPARE(held.ordersOf(OrderIntent::Exit), std::size_t {0});
    held.run().runFor(kSoon);
    QVERIFY(held.run().exchange().liveOrders(held.symbol).empty());
    held.compareEnd();
}

void SessionFaultsTest::aPersonsPartialCloseRefitsTargetsAndStop()
{
    HeldRun held({faultOfKind(FaultKind::ManualTrade, "-0.5")});
    held.run().runFor(Duration::seconds(5));
    const Quantity rest = held.position()->ledger.quantity();
    QVERIFY(rest < held.held);
    QCOMPARE(held.run().exchange().position(held.symbol).update.quantity.magnitude(), rest);
    QCOMPARE(held.stops().size(), std::size_t {1});
    QCOMPARE(held.stops().front().state.quantity, rest);
    Quantity resting;
    for (const VenueOrder* order : held.run().exchange().liveOrders(held.symbol))
        if (!order->isConditional())
            resting += order->remaining();
    QVERIFY(resting > Quantity {0} && resting <= rest);
    held.compareEnd();
}

void SessionFaultsTest::aPersonsAdditionIsCovered()
{
    HeldRun held({faultOfKind(FaultKind::ManualTrade, "0.5")});
    held.run().runFor(kSoon);
    const Quantity now = held.position()->ledger.quantity();
    QVERIFY(now > held.held);
    QCOMPARE(held.stops().size(), std::size_t {1});
    QCOMPARE(held.stops().front().state.quantity, now);
    QCOMPARE(*held.stops().front().state.trigger, held.stop);
    held.compareEnd();
}

void SessionFaultsTest::targetsBelowNewMinimaAreNotRepeatedForEver()
{
    // The second target no longer fits, and what is left for it is too little by the new rules.
    HeldRun held({faultOfKind(FaultKind::RulesChanged, "100000"),
                  faultOfKind(FaultKind::AutoDeleveraged, "0.4", {}, Duration::milliseconds(1))});
    const std::size_t before = held.ordersOf(OrderIntent::Target);
    held.run().runFor(Duration::minutes(2));
    QVERIFY(held.position() != nullptr);
    QVERIFY(held.run().session().board().instrument(held.symbol) == held.instrument());
    // One was refused, and so the rules became known.
    QCOMPARE(held.ordersOf(OrderIntent::Target), before + 1);
    QCOMPARE(held.stops().size(), std::size_t {1});
    QCOMPARE(held.stops().front().state.quantity, held.position()->ledger.quantity());
}

void SessionFaultsTest::aHaltHoldsTheFlattenUpAndNoMore()
{
    constexpr Duration kHalt = Duration::seconds(60);
    HeldRun held({faultOfKind(FaultKind::Halt, "0", kHalt)});
    held.run().runFor(Duration::milliseconds(1100));
    QCOMPARE(held.instrument().status, InstrumentStatus::Delivering);
    const Timestamp pressed = held.run().runner().now();
    held.run().command(CommandKind::PanicExit);
    held.run().runFor(Duration::seconds(50));
    QVERIFY(held.position() != nullptr);
    QCOMPARE(held.stops().size(), std::size_t {1}); // until the venue is flat
    QVERIFY(held.closes(Duration::seconds(20)));
    QVERIFY(held.run().runner().now() - pressed <= kHalt + Duration::milliseconds(1500));
    QCOMPARE(held.row().exitReason, std::string("panic_exit"));
    QVERIFY(
        held.run().runUntil([&] { return held.run().session().flattener().receipt().has_value(); }, kSoon));
    QVERIFY(held.run().exchange().liveOrders(std::nullopt).empty());
    held.compareEnd();
}

void SessionFaultsTest::activityThatDropsEndsThePosition()
{
    constexpr double kThreshold = 0.4;
    for (const bool isOn : {false, true}) {
        HeldRun held({}, [isOn](Preset& preset) {
            preset.position.panicExitOnActivityDrop = isOn;
            preset.position.activityDropThreshold = kThreshold;
        });
        const auto dropped = [&held] {
            const auto drop = held.run().session().flow().activityDrop(held.symbol);
            return drop && *drop >= kThreshold;
        };
        QVERIFY(held.run().runUntil(dropped, Duration::minutes(10)));
        // At once, and not when the next mark comes: silence brings none.
        QCOMPARE(held.closes(Duration::milliseconds(100)), isOn);
        if (isOn)
            QCOMPARE(held.row().exitReason, std::string("panic_exit"));
        held.compareEnd();
    }
}

void SessionFaultsTest::fundingIsBookedToTheCent()
{
    HeldRun held({faultOfKind(FaultKind::FundingNow, "0.0005")});
    held.run().runFor(kSoon);
    const auto& ledger = held.run().exchange().ledger();
    const auto line = std::ranges::find(ledger, LedgerKind::Funding, &LedgerLine::kind);
    QVERIFY(line != ledger.end());
    QVERIFY(!line->funding.isZero());
    QCOMPARE(held.row().funding.toString(), line->funding.toString());
    QCOMPARE(held.position()->ledger.quantity(), held.held);
    held.compareEnd();
}

void SessionFaultsTest::whatIsPaidInOrOutIsNoResult_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("amount");
    QTest::newRow("deposit") << static_cast<int>(FaultKind::Deposit) << "5000.25";
    QTest::newRow("withdrawal") << static_cast<int>(FaultKind::Withdrawal) << "7000.5";
}

void SessionFaultsTest::whatIsPaidInOrOutIsNoResult()
{
    QFETCH(int, kind);
    QFETCH(QString, amount);
    const std::string text = amount.toStdString();
    HeldRun held({faultOfKind(static_cast<FaultKind>(kind), text.c_str())});
    const RiskDayState before = held.run().session().risk().monitor().state().day;
    const Decimal sign = Decimal::fromUnits(static_cast<FaultKind>(kind) == FaultKind::Deposit ? 1 : -1);
    const Decimal moved = Decimal::literal(text) * sign;
    bool wasClosed = false;
    held.run().runUntil(
        [&] {
            wasClosed = wasClosed || !held.run().session().machine().gate().isOpen();
            return false;
        },
        Duration::seconds(10));
    QVERIFY(!wasClosed);
    const RiskDayState after = held.run().session().risk().monitor().state().day;
    QCOMPARE(after.dayStartEquity->toString(), (*before.dayStartEquity + moved).toString());
    QVERIFY(*after.highWater >= *before.highWater + moved);
    QCOMPARE(held.run().exchange().totals().transfers.toString(), moved.toString());
    QVERIFY(held.position() != nullptr && !held.position()->exiting);
    held.compareEnd();
}

QTEST_GUILESS_MAIN(SessionFaultsTest)
#include "tst_session_faults.moc"
