// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixtures/FaultyRun.h"
#include "fixtures/SimulatedRun.h"

#include <QTest>

#include <map>
#include <set>

using namespace breakline;

namespace {

void compareAmounts(const char* what, const Decimal& ours, const Decimal& venues, const Decimal& within = {})
{
    const Decimal difference = ours < venues ? venues - ours : ours - venues;
    QVERIFY2(difference <= within, (std::string(what) + " " + ours.toString() + ", the venue's " + venues.toString()).c_str());
}

/// Everything the exchange has booked against what the session has. To the last
/// digit at flat; the cost of what a partial close leaves open is rounded at the
/// eighth place there, so until flat the two may differ behind it.
void compareBooks(SimulatedExchange& exchange, TradingSession& session, const MemoryJournal& journal)
{
    const VenueTotals totals = exchange.totals();
    const Decimal within = exchange.positions().empty() ? Decimal() : Decimal::literal("0.0000001");
    compareAmounts("realised", session.positions().realised(), totals.realised, within);
    compareAmounts("fees", session.positions().fees(), totals.fees);
    compareAmounts("funding", session.positions().funding(), totals.funding);
    QVERIFY(totals.wallet == totals.start + totals.realised - totals.fees - totals.funding);
    Decimal realised, fees, funding;
    for (const PositionRow& row : journal.positions()) {
        realised += row.realisedPnl;
        fees += row.fees;
        funding += row.funding;
    }
    compareAmounts("journal's realised", realised, totals.realised, within);
    compareAmounts("journal's fees", fees, totals.fees);
    compareAmounts("journal's funding", funding, totals.funding);
}

bool isFlatAtVenue(SimulatedExchange& exchange)
{
    return exchange.positions().empty() && exchange.liveOrders(std::nullopt).empty();
}

SignalRow signalOf(const MemoryJournal& journal, const std::string& traceId)
{
    for (const SignalRow& row : journal.signalRows())
        if (row.traceId == traceId)
            return row;
    return {};
}

/// No limit of the day gets in the way of what is to be seen.
void withoutLimits(Preset& preset)
{
    preset.entryRules.reset(); // what is entered is looked at here, not whether
    preset.marketQuality.reset();
    preset.risk.dailyRiskLimit = 0.5;
    preset.risk.killSwitchLossLimit = 0.9;
    preset.risk.maxConsecutiveLosses = 1'000;
}

struct Child {
    Timestamp time;
    OrderRequest order;
};

/// A session in which two sliced entries are at work at once, and what it sent.
struct TwoEntries {
    TwoEntries()
        : run(26, [](SessionSettings& settings) {
            withoutLimits(settings.preset);
            settings.preset.execution.maxDepthFraction = 0.05;
            settings.preset.risk.maxConcurrentPositions = 8;
        })
    {
        run.gateway.placeFault = [this](const OrderRequest& order) -> std::optional<AnswerClass> {
            if (order.reduceOnly)
                return std::nullopt;
            const auto earlier = std::ranges::count(sent, order.symbol, [](const Child& c) { return c.order.symbol; });
            sent.push_back({run.now(), order});
            if (order.symbol == fails && earlier == 1)
                return AnswerClass::Funds;
            return std::nullopt;
        };
    }
    /// From the first child of one to the first of another that is not done.
    bool begin()
    {
        run.command(CommandKind::Start);
        return run.runUntil(
            [this] {
                std::set<SymbolId> working;
                for (const ManagedPosition* position : run.session().positions().open())
                    if (position->entryWorking)
                        working.insert(position->plan.symbol);
                if (!run.session().risk().hasReservations())
                    sent.clear();
                return working.size() >= 2;
            },
            Duration::days(3));
    }
    bool isOver()
    {
        return run.runUntil([this] { return !run.session().risk().hasReservations(); }, Duration::minutes(5));
    }
    std::vector<Child> of(SymbolId symbol) const
    {
        std::vector<Child> children;
        std::ranges::copy_if(sent, std::back_inserter(children),
                             [symbol](const Child& child) { return child.order.symbol == symbol; });
        return children;
    }

    std::optional<SymbolId> fails;
    std::vector<Child> sent;
    FaultyRun run;
};

} // namespace

/// Whole trades on the exchange's own fills: what they leave in the books, in
/// the gate and at the venue.
class SessionTradesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anEntryThatSlippedIsTrimmedAndItsTargetsFollow();
    void fundingOfSeveralPositionsAddsUp();
    void lossesReachTheDailyLimit();
    void twoLossesInARowLatch();
    void theGateSaysWhoKilled();
    void twoSlicedEntriesInterleave();
    void oneThatFailsLeavesTheOtherUntouched();
    void aRejectedSignalLeavesNothing();
    void aPartialFillIsTakenAndProtected();
};

void SessionTradesTest::anEntryThatSlippedIsTrimmedAndItsTargetsFollow()
{
    // One order as large as the book is deep walks through it.
    FaultyRun run(2, [](SessionSettings& settings) {
        withoutLimits(settings.preset);
        settings.preset.execution.enableTwap = false;
        settings.preset.execution.maxDepthFraction = 50.0;
        settings.preset.fsm.entryMaxSlippageBps = 150.0;
        settings.preset.risk.riskPerTrade = 0.02;
        settings.preset.risk.maxPositionSizeUsd.reset();
    });
    run.command(CommandKind::Start);
    const ManagedPosition* trimmed = nullptr;
    QVERIFY(run.runUntil(
        [&] {
            for (const ManagedPosition* position : run.session().positions().open())
                if (position->trimTo && !position->exiting)
                    trimmed = position;
            return trimmed != nullptr;
        },
        Duration::hours(12)));
    const SymbolId symbol = trimmed->plan.symbol;
    const Instrument& instrument = run.exchange().instruments().at(symbol);
    const std::string id = trimmed->id;
    const double planned = trimmed->plan.plannedRiskUsd;
    QVERIFY(trimmed->risk->initialRiskUsd().toDouble() > 1.1 * planned);
    const Quantity whole = trimmed->ledger.quantity();
    const Quantity kept = *trimmed->trimTo;
    QVERIFY(kept < whole);
    QVERIFY(trimmed->targetOrders.empty());
    QVERIFY(run.runUntil([&] { return run.session().positions().find(symbol)->ledger.quantity() <= kept; },
                         Duration::seconds(5)));
    run.runFor(Duration::milliseconds(500));
    const ManagedPosition* position = run.session().positions().find(symbol);
    QVERIFY(position != nullptr && position->id == id && !position->exiting);
    QVERIFY(position->ledger.quantity() == kept);
    QVERIFY(run.exchange().position(symbol).update.quantity.magnitude() == kept);
    // As much as the plan allows, and not a lot less than that.
    const double perLot = position->risk->initialR().toDouble() * instrument.lot;
    QVERIFY(static_cast<double>(kept.lots) * perLot <= planned * (1.0 + 1e-9));
    QVERIFY(static_cast<double>(kept.lots + 1) * perLot > planned);
    QVERIFY(!position->targetOrders.empty());
    Quantity working;
    for (const VenueOrder* order : run.exchange().liveOrders(symbol))
        if (order->state.type == OrderType::Limit)
            working += order->state.quantity - order->state.filled;
    QVERIFY(working <= kept && working > Quantity {0});
    QVERIFY(position->stopState == StopOrderState::Live);
    run.command(CommandKind::Stop, "duration");
    QVERIFY(run.reaches(TradingState::Stopped, Duration::minutes(1)));
    QVERIFY(isFlatAtVenue(run.exchange()));
    compareBooks(run.exchange(), run.session(), run.journal);
}

void SessionTradesTest::fundingOfSeveralPositionsAddsUp()
{
    SimulatedRunOptions options;
    options.symbolCount = 40;
    options.records = false;
    SimulatedRun run(options, [](Preset& preset) {
        withoutLimits(preset);
        preset.risk.maxConcurrentPositions = 8;
    });
    run.command(CommandKind::Start);
    std::set<SymbolId> paid;
    bool isHeld = false;
    QVERIFY(run.runUntil(
        [&] {
            isHeld = false;
            for (const VenuePositionRecord& record : run.exchange().positionRecords())
                if (!record.funding.isZero()) {
                    paid.insert(record.symbol);
                    isHeld = isHeld || !record.closed;
                }
            return paid.size() >= 4 && isHeld;
        },
        Duration::days(5)));
    // While some are held.
    compareBooks(run.exchange(), run.session(), run.journal());
    QVERIFY(run.stop());
    QVERIFY(isFlatAtVenue(run.exchange()));
    compareBooks(run.exchange(), run.session(), run.journal());
    QVERIFY(!run.exchange().totals().funding.isZero());
    // And each for itself.
    const auto records = run.exchange().positionRecords();
    const auto rows = run.journal().positions();
    QCOMPARE(rows.size(), records.size());
    std::size_t funded = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        QCOMPARE(rows[i].symbol, run.exchange().instruments().at(records[i].symbol).symbol);
        QCOMPARE(rows[i].funding.toString(), records[i].funding.toString());
        funded += !records[i].funding.isZero();
    }
    QVERIFY(funded >= 4);
    const Decimal equity = run.exchange().totals().wallet;
    QVERIFY(run.session().risk().equity() == equity);
}

void SessionTradesTest::lossesReachTheDailyLimit()
{
    SimulatedRunOptions options;
    options.seed = 2;
    options.symbolCount = 40;
    options.records = false;
    SimulatedRun run(options, [](Preset& preset) {
        withoutLimits(preset);
        preset.risk.dailyRiskLimit = 0.006; // little more than one trade may lose
        preset.exitRules.weakImpulseEnabled = false; // nothing is left before its stop
        preset.exitRules.failedBreakoutEnabled = false;
        preset.position.breakevenEnabled = false;
        preset.position.trailingEnabled = false;
    });
    run.command(CommandKind::Start);
    const EntryGate& gate = run.session().machine().gate();
    QVERIFY(run.runUntil([&] { return gate.has(GateReason::DailyLossLatch); }, Duration::days(8)));
    const Timestamp latched = run.runner().now();
    const RiskState& state = run.session().risk().monitor().state();
    const VenueTotals totals = run.exchange().totals();
    QVERIFY(totals.wallet + totals.unrealised <= *state.day.dayStartEquity * Decimal::literal("0.994"));
    QVERIFY(std::ranges::any_of(run.journal().positions(), [](const PositionRow& row) { return row.closed.has_value(); }));
    QVERIFY(!gate.has(GateReason::KillLatch));
    const std::size_t children = run.session().desk().orderCount();
    const Timestamp ends =
        std::max(latched.floorTo(Duration::days(1)) + Duration::days(1), latched + Duration::hours(4));
    QVERIFY(run.runUntil([&] { return run.runner().now() >= ends - Duration::seconds(1); }, Duration::days(2)));
    QVERIFY(gate.has(GateReason::DailyLossLatch));
    for (const OrderRow& order : run.journal().orders())
        QVERIFY(order.intent != OrderIntent::Entry || order.time <= latched);
    QVERIFY(run.runUntil([&] { return !gate.has(GateReason::DailyLossLatch); }, Duration::minutes(1)));
    QVERIFY(run.runUntil([&] { return run.session().desk().orderCount() > children; }, Duration::days(1)));
}

void SessionTradesTest::twoLossesInARowLatch()
{
    SimulatedRunOptions options;
    options.symbolCount = 40;
    options.records = false;
    SimulatedRun run(options, [](Preset& preset) {
        withoutLimits(preset);
        preset.risk.maxConsecutiveLosses = 2;
    });
    run.command(CommandKind::Start);
    const EntryGate& gate = run.session().machine().gate();
    QVERIFY(run.runUntil([&] { return gate.has(GateReason::LossStreakLatch); }, Duration::days(10)));
    // Counted again from the books: the trades in the order of their ends.
    std::map<Timestamp, double> ends;
    for (const PositionRow& row : run.journal().positions())
        if (row.closed)
            ends.emplace(*row.closed, row.netR.value());
    int losses = 0;
    std::size_t at = 0;
    for (const auto& [time, netR] : ends) {
        ++at;
        losses = netR <= -0.1 ? losses + 1 : netR >= 0.1 ? 0 : losses;
        QCOMPARE(losses == 2, at == ends.size());
    }
    QCOMPARE(run.session().risk().monitor().state().consecutiveLosses, 0);
    const Timestamp latched = run.runner().now();
    run.runFor(Duration::hours(2));
    for (const OrderRow& order : run.journal().orders())
        QVERIFY(order.intent != OrderIntent::Entry || order.time <= latched);
    const Timestamp midnight = latched.floorTo(Duration::days(1)) + Duration::days(1);
    QVERIFY(run.runUntil([&] { return !gate.has(GateReason::LossStreakLatch); }, Duration::days(1)));
    QVERIFY(run.runner().now() >= midnight);
    QVERIFY(run.runner().now() <= midnight + Duration::seconds(1));
}

void SessionTradesTest::theGateSaysWhoKilled()
{
    const auto detailOf = [](const EntryGate& gate) {
        for (const EntryGate::Entry& entry : gate.entries())
            if (entry.reason == GateReason::KillLatch)
                return entry.detail;
        return std::string("open");
    };
    {
        FaultyRun run;
        run.command(CommandKind::Start);
        QVERIFY(run.holdsOne());
        run.command(CommandKind::KillSwitch);
        QCOMPARE(detailOf(run.gate()), std::string("kill switch: command"));
        QVERIFY(run.runUntil([&] { return run.session().isFinished(); }, Duration::seconds(10)));
        run.runFor(Duration::minutes(2)); // prices go on
        QCOMPARE(detailOf(run.gate()), std::string("kill switch: command"));
        run.command(CommandKind::Rearm, "RE-ARM");
        QCOMPARE(detailOf(run.gate()), std::string("open"));
    }
    {
        SimulatedRunOptions options;
        options.symbolCount = 40;
        options.records = false;
        SimulatedRun run(options, [](Preset& preset) { preset.risk.killSwitchLossLimit = 0.002; });
        run.command(CommandKind::Start);
        const EntryGate& gate = run.session().machine().gate();
        QVERIFY(run.runUntil([&] { return gate.has(GateReason::KillLatch); }, Duration::days(5)));
        const std::string detail = detailOf(gate);
        QVERIFY2(detail.ends_with(" against 0.002"), detail.c_str());
        QVERIFY(std::stod(detail) >= 0.002);
        run.runFor(Duration::minutes(5));
        QCOMPARE(detailOf(gate), detail); // what set it, whatever came after
    }
    {
        FaultyRun run;
        run.command(CommandKind::Start);
        QVERIFY(run.holdsOne());
        run.gateway.placeFault = [](const OrderRequest& order) {
            return order.reduceOnly && order.type == OrderType::Market ? std::optional(AnswerClass::Auth)
                                                                        : std::nullopt;
        };
        run.command(CommandKind::PanicExit);
        QVERIFY2(detailOf(run.gate()).find("authentication") != std::string::npos, detailOf(run.gate()).c_str());
    }
}

void SessionTradesTest::twoSlicedEntriesInterleave()
{
    TwoEntries two;
    QVERIFY(two.begin());
    QVERIFY(two.isOver());
    std::map<SymbolId, std::vector<std::size_t>> places;
    for (std::size_t i = 0; i < two.sent.size(); ++i)
        places[two.sent[i].order.symbol].push_back(i);
    QCOMPARE(places.size(), std::size_t {2});
    const auto& one = places.begin()->second;
    const auto& other = places.rbegin()->second;
    QVERIFY(one.size() >= 2 && other.size() >= 2);
    // Each begins before the other ends.
    QVERIFY(one.front() < other.back() && other.front() < one.back());
    for (const auto& [symbol, of] : places) {
        // One transaction a symbol, each child after the last, its stop with it.
        Quantity sum;
        for (const Child& child : two.of(symbol)) {
            QVERIFY(child.order.stop.has_value());
            sum += child.order.quantity;
        }
        const ManagedPosition* position = two.run.session().positions().find(symbol);
        QVERIFY(position != nullptr && !position->entryWorking);
        QVERIFY(position->ledger.maxQuantity() <= sum);
        QVERIFY(two.run.exchange().position(symbol).update.quantity.magnitude() == position->ledger.quantity());
        QVERIFY(position->stopState == StopOrderState::Live);
    }
}

void SessionTradesTest::oneThatFailsLeavesTheOtherUntouched()
{
    TwoEntries whole;
    QVERIFY(whole.begin());
    QVERIFY(whole.isOver());
    std::set<SymbolId> symbols;
    for (const Child& child : whole.sent)
        symbols.insert(child.order.symbol);
    QCOMPARE(symbols.size(), std::size_t {2});
    for (const SymbolId failing : symbols) {
        TwoEntries broken;
        broken.fails = failing;
        // What went before must be the same: the fault is for this pair alone.
        bool isPair = false;
        const auto fault = broken.run.gateway.placeFault;
        broken.run.gateway.placeFault = [&](const OrderRequest& order) -> std::optional<AnswerClass> {
            const auto answer = fault(order);
            isPair = isPair || (!order.reduceOnly && order.clientId == whole.sent.front().order.clientId);
            return isPair ? answer : std::nullopt;
        };
        QVERIFY(broken.begin());
        QVERIFY(broken.isOver());
        const SymbolId other = failing == *symbols.begin() ? *symbols.rbegin() : *symbols.begin();
        const auto before = whole.of(other);
        const auto after = broken.of(other);
        QCOMPARE(after.size(), before.size());
        for (std::size_t i = 0; i < before.size(); ++i) {
            QVERIFY(after[i].order == before[i].order);
            QCOMPARE(after[i].time.ms, before[i].time.ms);
        }
        QVERIFY(broken.run.session().positions().find(other)->ledger.maxQuantity()
                == whole.run.session().positions().find(other)->ledger.maxQuantity());
        // The one that failed sent no more, and keeps what it had, protected.
        QCOMPARE(broken.of(failing).size(), std::size_t {2});
        const ManagedPosition* rest = broken.run.session().positions().find(failing);
        QVERIFY(rest != nullptr && !rest->entryWorking && !rest->exiting);
        QVERIFY(rest->ledger.quantity() == broken.of(failing).front().order.quantity);
        QVERIFY(rest->stopState == StopOrderState::Live);
        QVERIFY(isRunning(broken.run.state()));
        QVERIFY2(broken.run.gate().isOpen(), broken.run.gate().summary().c_str());
    }
}

void SessionTradesTest::aRejectedSignalLeavesNothing()
{
    FaultyRun run(1, [](SessionSettings& settings) {
        withoutLimits(settings.preset);
        settings.preset.risk.riskPerTrade = 1e-7;
    });
    run.command(CommandKind::Start);
    QVERIFY(run.runUntil([&] { return !run.journal.signalRows().empty(); }, Duration::hours(24)));
    run.runFor(Duration::seconds(1));
    const SignalRow row = run.journal.signalRows().front();
    QCOMPARE(row.status, std::string("removed"));
    QVERIFY2(row.reason.starts_with("risk:below_minimum "), row.reason.c_str());
    QVERIFY(row.reason.ends_with(" against 5"));
    // Not a request, not a row, not a stream, not a slot.
    QCOMPARE(run.gateway.asked[Asked::Leverage] + run.gateway.asked[Asked::Place], 0);
    QVERIFY(run.journal.orders().empty() && run.journal.positions().empty());
    QCOMPARE(run.session().desk().orderCount(), std::size_t {0});
    QVERIFY(!run.session().risk().hasReservations());
    QCOMPARE(run.session().risk().slotsTaken(), 0);
    QVERIFY(!run.session().positions().expects({run.exchange().instruments().find(row.symbol)->index}));
    QVERIFY2(run.gate().isOpen(), run.gate().summary().c_str());
    QVERIFY(isRunning(run.state()));
    QVERIFY(run.session().errors().total() == 0);
    // By the ordinary edges, and to no other state.
    std::vector<std::string> names;
    for (const auto& [time, name] : run.transitions())
        names.push_back(name);
    QVERIFY(std::ranges::find(names, "SIGNAL_WAIT>SIZING") != names.end());
    QVERIFY(std::ranges::find(names, "SIZING>SCANNING") != names.end());
    QVERIFY(std::ranges::none_of(names, [](const std::string& name) {
        return name.ends_with(">EXECUTION") || name.ends_with(">ERROR") || name.ends_with(">PAUSED");
    }));
    const VenueTotals totals = run.exchange().totals();
    QVERIFY(totals.wallet == totals.start);
}

void SessionTradesTest::aPartialFillIsTakenAndProtected()
{
    // More than the book holds within the price cap.
    FaultyRun run(2, [](SessionSettings& settings) {
        withoutLimits(settings.preset);
        settings.preset.execution.maxDepthFraction = 3.0;
        settings.preset.fsm.entryMaxSlippageBps = 1.0;
        settings.preset.risk.riskPerTrade = 0.01;
    });
    std::map<SymbolId, Quantity> asked;
    run.gateway.placeFault = [&](const OrderRequest& order) {
        if (!order.reduceOnly)
            asked[order.symbol] = order.quantity;
        return std::optional<AnswerClass>();
    };
    run.command(CommandKind::Start);
    const ManagedPosition* partly = nullptr;
    QVERIFY(run.runUntil(
        [&] {
            for (const ManagedPosition* position : run.session().positions().open())
                if (!position->entryWorking && !position->exiting
                    && position->ledger.maxQuantity() < asked.at(position->plan.symbol))
                    partly = position;
            return partly != nullptr;
        },
        Duration::hours(24)));
    const SymbolId symbol = partly->plan.symbol;
    const Quantity held = partly->ledger.quantity();
    QCOMPARE(signalOf(run.journal, partly->plan.traceId).status, std::string("executed"));
    QVERIFY(partly->risk->initialQuantity() == held);
    QVERIFY(run.runUntil([&] { return partly->stopState == StopOrderState::Live; }, Duration::seconds(1)));
    run.runFor(Duration::milliseconds(300));
    const ManagedPosition* position = run.session().positions().find(symbol);
    QVERIFY(position != nullptr && !position->exiting);
    const VenuePosition venue = run.exchange().position(symbol);
    QVERIFY(venue.update.quantity.magnitude() == held);
    QVERIFY(venue.update.stop == position->plan.stop);
    Quantity working;
    for (const VenueOrder* order : run.exchange().liveOrders(symbol))
        if (order->state.type == OrderType::Limit)
            working += order->state.quantity;
    QVERIFY(working > Quantity {0} && working <= held);
    // What was not filled is sent by nobody.
    const Quantity last = asked[symbol];
    run.runFor(Duration::seconds(30));
    QVERIFY(asked[symbol] == last);
    QVERIFY(!run.session().risk().hasReservations());
    run.command(CommandKind::Stop, "duration");
    QVERIFY(run.reaches(TradingState::Stopped, Duration::minutes(1)));
    QVERIFY(isFlatAtVenue(run.exchange()));
    compareBooks(run.exchange(), run.session(), run.journal);
}

QTEST_GUILESS_MAIN(SessionTradesTest)
#include "tst_session_trades.moc"
