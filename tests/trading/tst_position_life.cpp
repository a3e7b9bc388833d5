// SPDX-License-Identifier: GPL-3.0-or-later
#include "drill/DrillPreset.h"
#include "fixtures/DeskRig.h"
#include "fixtures/FaultyRun.h"
#include "trading/PresetMapping.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <set>

using namespace breakline;

namespace {

/// A session in which nearly every break is traded, nothing of the day gets in the way and
/// a position is only left by what `change` turns on.
struct LifeRun {
    explicit LifeRun(std::uint64_t seed, const std::function<void(Preset&)>& change)
        : run(seed, [&change](SessionSettings& settings) {
            Preset& preset = settings.preset;
            preset = eager(preset);
            settings.analysis = eagerAnalysis();
            preset.risk.dailyRiskLimit = 0.5;
            preset.risk.killSwitchLossLimit = 0.9;
            preset.risk.maxConsecutiveLosses = 1'000;
            preset.risk.maxConcurrentPositions = 6;
            preset.exitRules.failedBreakoutEnabled = false;
            preset.exitRules.activityDropEnabled = false;
            preset.exitRules.weakImpulseEnabled = false;
            preset.position.trailingEnabled = false;
            preset.position.breakevenEnabled = false;
            preset.position.targets = {{"TP1", 30.0, 0.5, TargetPlacement::Fixed}};
            change(preset);
        })
    {
        QObject::connect(&run.session().positions(), &PositionManager::stopSet, &run,
                         [this](SymbolId symbol, Price trigger) { stopSet(symbol, trigger); });
        QObject::connect(&run.session().positions(), &PositionManager::closed, &run,
                         [this](SymbolId symbol) { stops.erase(symbol); });
        run.command(CommandKind::Start);
    }
    void stopSet(SymbolId symbol, Price trigger)
    {
        const ManagedPosition* position = run.session().positions().find(symbol);
        auto& shown = stops[symbol];
        if (!shown.empty() && !moreProtective(position->plan.direction, trigger, shown.back()))
            ++widened;
        shown.push_back(trigger);
        ++moves;
    }
    /// The first that was closed by this.
    std::optional<PositionRow> closedBy(const std::string& reason) const
    {
        for (const PositionRow& row : run.journal.positions())
            if (row.closed && row.exitReason == reason)
                return row;
        return std::nullopt;
    }
    bool sees(const std::string& reason, Duration atMost = Duration::days(2))
    {
        std::uint64_t looked = 0;
        bool isSeen = false;
        return run.runUntil(
            [&] {
                const std::uint64_t closed = run.session().positions().closedCount();
                if (closed != std::exchange(looked, closed))
                    isSeen = closedBy(reason).has_value();
                return isSeen;
            },
            atMost);
    }
    std::vector<OrderRow> exitsOf(const PositionRow& row) const
    {
        std::vector<OrderRow> orders;
        for (const OrderRow& order : run.journal.orders())
            if (order.traceId == row.traceId && order.intent == OrderIntent::Exit)
                orders.push_back(order);
        return orders;
    }
    /// Flat, and everything as the exchange has booked it.
    void endsInOrder()
    {
        run.command(CommandKind::Stop, "duration");
        QVERIFY(run.reaches(TradingState::Stopped, Duration::minutes(2)));
        QVERIFY(run.exchange().positions().empty());
        QVERIFY(run.exchange().liveOrders(std::nullopt).empty());
        const VenueTotals totals = run.exchange().totals();
        QCOMPARE(run.session().positions().realised().toString(), totals.realised.toString());
        QCOMPARE(run.session().positions().fees().toString(), totals.fees.toString());
        QCOMPARE(widened, 0);
    }

    FaultyRun run;
    std::map<SymbolId, std::vector<Price>> stops;
    int widened = 0;
    int moves = 0;
};

void trails(Preset& preset)
{
    preset.position.trailingEnabled = true;
    preset.fsm.trailingActivationR = 0.4;
    preset.fsm.trailingStepBps = 15.0;
    preset.fsm.trailingAccelAfterR = 1.0;
    preset.fsm.trailingAccelStepBps = 8.0;
}

} // namespace

/// What ends a position, and what moves its stop and targets meanwhile, in whole sessions
/// on the simulated exchange.
class PositionLifeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void settingsFollowThePreset();
    void theStopTrails();
    void theChandelierTrails();
    void rulesLeave_data();
    void rulesLeave();
    void whatAFillAddsIsCoveredOnceTheVenueSaysSo();
    void aPushThatIsOvertakenMovesNoStop();
    void breakevenThatWasDueStaysDue();
    void aRestingExitThatIsRefusedGoesToMarket();
    void aRestingExitWhoseEndIsLostIsFollowedByAnother();
    void targetsMakeWay();
    void onePositionIsAddedTo();
};

void PositionLifeTest::settingsFollowThePreset()
{
    Preset preset;
    preset.position.trailingActivationR = 1.0;
    preset.position.trailingStepBps = 7.0;
    preset.position.breakevenTriggerR = 0.7;
    preset.position.breakevenBufferBps = 3.0;
    // fsm_config wins while it is on.
    QCOMPARE(trailingSettingsOf(preset).activationR, 2.0);
    QCOMPARE(trailingSettingsOf(preset).stepBps, 20.0);
    QVERIFY(trailingSettingsOf(preset).partialEnabled && trailingSettingsOf(preset).accelerationEnabled);
    QCOMPARE(breakevenSettingsOf(preset).triggerR, 1.0);
    QVERIFY(breakevenSettingsOf(preset).lockProfitEnabled);
    preset.fsm.enabled = false;
    QCOMPARE(trailingSettingsOf(preset).activationR, 1.0);
    QCOMPARE(trailingSettingsOf(preset).stepBps, 7.0);
    QVERIFY(!trailingSettingsOf(preset).partialEnabled && !trailingSettingsOf(preset).accelerationEnabled);
    QCOMPARE(breakevenSettingsOf(preset).triggerR, 0.7);
    QCOMPARE(breakevenSettingsOf(preset).bufferBps, 3.0);
    QVERIFY(!breakevenSettingsOf(preset).lockProfitEnabled);

    preset.position.maxHoldTimeHours = 1.5;
    preset.position.timeStopMinutes = 90.0;
    QCOMPARE(timeExitSettingsOf(preset).maxHold->ms, 5'400'000);
    QCOMPARE(timeExitSettingsOf(preset).timeStop->ms, 5'400'000);
    preset.exitRules.maxHoldTimeHours = 2.0;
    preset.exitRules.timeStopMinutes = 30.0;
    QCOMPARE(exitRuleSettingsOf(preset).maxHold->ms, 7'200'000);
    QCOMPARE(exitRuleSettingsOf(preset).timeStop->ms, 1'800'000);
    preset.fsm.exitingTimeoutS = 12.5;
    QCOMPARE(restingExitSettingsOf(preset).timeout.ms, 12'500);
    QCOMPARE(restingExitSettingsOf(preset).attempts, 3);
    preset.position.targets = {{"TP1", 1.0, 0.5, TargetPlacement::Smart},
                               {"TP2", 2.0, 0.5, TargetPlacement::Adaptive}};
    QVERIFY(placementOf(preset, 1.0) == TargetPlacement::Smart);
    QVERIFY(placementOf(preset, 2.0) == TargetPlacement::Adaptive);
    preset.smartPlacement.enabled = false;
    QVERIFY(placementOf(preset, 2.0) == TargetPlacement::Fixed);
    preset.position.addOnEnabled = true;
    QVERIFY(addOnSettingsOf(preset).enabled);
    preset.position.addOnMaxSizePct = 0.0;
    QVERIFY(!addOnSettingsOf(preset).enabled);
    preset.position.panicExitOnActivityDrop = true;
    preset.position.activityDropThreshold = 0.6;
    QVERIFY(panicSettingsOf(preset).enabled);
    QCOMPARE(panicSettingsOf(preset).threshold, 0.6);
}

void PositionLifeTest::theStopTrails()
{
    LifeRun life(3, trails);
    std::map<SymbolId, Timestamp> sent;
    int soon = 0;
    QObject::connect(&life.run.session().positions(), &PositionManager::stopChanging, &life.run,
                     [&](SymbolId symbol, Price) {
                         const auto before = sent.find(symbol);
                         soon +=
                             before != sent.end() && life.run.now() - before->second < Duration::seconds(1);
                         sent[symbol] = life.run.now();
                     });
    QVERIFY(life.sees("trailing"));
    const PositionRow row = *life.closedBy("trailing");
    QVERIFY(row.exitPrice.has_value());
    // By the stop alone, beyond where it began.
    QVERIFY(life.exitsOf(row).empty());
    const bool isLong = row.side == "long";
    QVERIFY(isLong ? *row.exitPrice > row.initialStop : *row.exitPrice < row.initialStop);
    QVERIFY(life.moves > 3);
    QCOMPARE(soon, 0);
    life.endsInOrder();
}

void PositionLifeTest::theChandelierTrails()
{
    LifeRun life(4, [](Preset& preset) {
        trails(preset);
        preset.position.stopMode = StopMode::Chandelier;
        preset.position.chandelierAtrMult = 1.0;
        preset.position.chandelierLookbackBars = 3;
        // The step alone would not bring the stop up to where it began.
        preset.fsm.trailingStepBps = 5'000.0;
        preset.fsm.trailingAccelerationEnabled = false;
    });
    QVERIFY(life.sees("trailing"));
    life.endsInOrder();
}

void PositionLifeTest::rulesLeave_data()
{
    QTest::addColumn<bool>("rests");
    QTest::newRow("failed_breakout") << false;
    QTest::newRow("volatility") << false;
    QTest::newRow("activity_drop") << true;
    QTest::newRow("weak_impulse") << true;
    QTest::newRow("max_hold") << true;
    QTest::newRow("time_stop") << true;
}

void PositionLifeTest::rulesLeave()
{
    QFETCH(bool, rests);
    const std::string reason = QTest::currentDataTag();
    LifeRun life(5, [&reason](Preset& preset) {
        ExitRules& rules = preset.exitRules;
        rules.failedBreakoutEnabled = reason == "failed_breakout";
        rules.failedBreakoutBars = 1;
        rules.activityDropEnabled = reason == "activity_drop";
        rules.activityDropThreshold = 0.95;
        rules.activityDropWindowBars = 2;
        rules.weakImpulseEnabled = reason == "weak_impulse";
        rules.weakImpulseMinMovePct = 5.0;
        rules.weakImpulseCheckBars = 2;
        rules.volatilityExitEnabled = reason == "volatility";
        rules.volatilitySpikeThreshold = 0.0;
        if (reason == "max_hold")
            rules.maxHoldTimeHours = 0.25;
        if (reason == "time_stop")
            rules.timeStopMinutes = 10.0;
        preset.fsm.exitingTimeoutS = 5.0;
        preset.fsm.exitingPanicAfterAttempts = 2;
    });
    QVERIFY(life.sees(reason));
    const auto exits = life.exitsOf(*life.closedBy(reason));
    QVERIFY(!exits.empty());
    QCOMPARE(exits.front().type, rests ? OrderType::Limit : OrderType::Market);
    int limits = 0;
    for (const OrderRow& order : exits) {
        QVERIFY(order.reduceOnly);
        limits += order.type == OrderType::Limit;
        if (order.type == OrderType::Limit)
            QCOMPARE(order.timeInForce, TimeInForce::GoodTillCancel);
    }
    QVERIFY(limits <= 2);
    life.endsInOrder();
}

void PositionLifeTest::aRestingExitThatIsRefusedGoesToMarket()
{
    LifeRun life(6, [](Preset& preset) {
        preset.exitRules.weakImpulseEnabled = true;
        preset.exitRules.weakImpulseMinMovePct = 5.0;
        preset.exitRules.weakImpulseCheckBars = 1;
        preset.fsm.exitingPanicAfterAttempts = 3;
    });
    life.run.gateway.placeFault = [&life](const OrderRequest& order) -> std::optional<AnswerClass> {
        const ManagedPosition* position = life.run.session().positions().find(order.symbol);
        if (position != nullptr && position->exiting && order.type == OrderType::Limit)
            return AnswerClass::Invalid;
        return std::nullopt;
    };
    QVERIFY(life.sees("weak_impulse"));
    const auto exits = life.exitsOf(*life.closedBy("weak_impulse"));
    QCOMPARE(exits.size(), std::size_t {4});
    for (std::size_t i = 0; i < 3; ++i) {
        QCOMPARE(exits[i].type, OrderType::Limit);
        QCOMPARE(exits[i].status, OrderStatus::Rejected);
    }
    QCOMPARE(exits[3].type, OrderType::Market);
    QCOMPARE(exits[3].status, OrderStatus::Filled);
    // None of them waited for another's time to pass.
    QVERIFY(exits[3].time - exits[0].time < Duration::seconds(5));
    life.run.gateway.placeFault = {};
    life.endsInOrder();
}

void PositionLifeTest::whatAFillAddsIsCoveredOnceTheVenueSaysSo()
{
    DeskRig rig;
    rig.open(DeskRig::a(), 40);
    rig.acceptLeverage();
    const auto entry = rig.gateway.placed.back();
    rig.say(entry.request, AnswerClass::Ok);
    const auto fill = [&](std::int64_t lots) {
        rig.held[DeskRig::a()] += lots;
        rig.post(rig.executionOf(entry.order, lots));
    };
    fill(15);
    rig.advance(Duration::milliseconds(10));
    rig.showPosition(DeskRig::a(), entry.order.stop->trigger);
    const ManagedPosition* position = rig.positions->find(DeskRig::a());
    QVERIFY(!position->unprotected.isOpen());
    QCOMPARE(position->unprotected.total(), Duration::milliseconds(10));
    rig.advance(Duration::seconds(1));
    fill(25);
    QVERIFY(position->unprotected.isOpen());
    QCOMPARE(position->stopCovers.lots, std::int64_t {15});
    // Nobody says so: the venue is asked.
    const std::size_t asked = rig.gateway.accounts.size();
    rig.advance(Duration::milliseconds(260));
    QCOMPARE(rig.gateway.accounts.size(), asked + 1);
    rig.showPosition(DeskRig::a(), entry.order.stop->trigger);
    QVERIFY(!position->unprotected.isOpen());
    QCOMPARE(position->stopCovers.lots, std::int64_t {40});
    QCOMPARE(position->unprotected.total(), Duration::milliseconds(270));
    QCOMPARE(position->unprotected.longest(), Duration::milliseconds(260));
}

void PositionLifeTest::aPushThatIsOvertakenMovesNoStop()
{
    DeskRig rig;
    rig.hold(DeskRig::a(), 40);
    OrderUpdate old;
    old.venueId = "S1";
    old.symbol = DeskRig::a();
    old.side = Side::Sell;
    old.type = OrderType::StopMarket;
    old.reduceOnly = old.isPositionStop = true;
    old.status = OrderStatus::Untriggered;
    old.quantity = {40};
    old.trigger = Price {9'900};
    old.time = rig.now();
    rig.advance(Duration::milliseconds(20));
    rig.mark(DeskRig::a(), 10'110); // breakeven
    const auto& stops = rig.gateway.stops;
    const Price moved = stops.back().trigger;
    rig.say(stops.back().request, AnswerClass::Ok);
    rig.showPosition(DeskRig::a(), moved);
    const std::size_t sent = stops.size();
    rig.post(old); // of where it stood before
    QVERIFY(rig.positions->find(DeskRig::a())->stopShown == moved);
    QCOMPARE(stops.size(), sent);
    // What is told later counts, and is set back.
    old.time = rig.now() + Duration::milliseconds(1);
    rig.post(old);
    QCOMPARE(stops.size(), sent + 1);
    QVERIFY(stops.back().trigger == moved);
}

void PositionLifeTest::breakevenThatWasDueStaysDue()
{
    DeskRig rig;
    rig.hold(DeskRig::a(), 40);
    const auto& stops = rig.gateway.stops;
    const std::size_t before = stops.size();
    const auto stage = [&] { return rig.positions->find(DeskRig::a())->lifecycle.stopStage(); };
    rig.mark(DeskRig::a(), 10'080);
    QCOMPARE(stops.size(), before); // not yet
    rig.mark(DeskRig::a(), 10'110);
    QCOMPARE(stops.size(), before + 1);
    const Price breakeven = stops.back().trigger;
    QVERIFY(breakeven > Price {10'000});
    // The venue refuses it, and the price has gone back below the trigger: again.
    rig.say(stops.back().request, AnswerClass::Invalid);
    rig.mark(DeskRig::a(), 10'080);
    QCOMPARE(stops.size(), before + 2);
    QVERIFY(stops.back().trigger == breakeven);
    QVERIFY(stage() == StopStage::Initial);
    // What the venue shows is called by its name there as well.
    rig.say(stops.back().request, AnswerClass::Ok);
    rig.showPosition(DeskRig::a(), breakeven);
    rig.mark(DeskRig::a(), 10'070);
    QVERIFY(stage() == StopStage::Breakeven);
    QCOMPARE(stops.size(), before + 2);
}

void PositionLifeTest::aRestingExitWhoseEndIsLostIsFollowedByAnother()
{
    DeskRig rig;
    rig.hold(DeskRig::a(), 40);
    rig.positions->exit(DeskRig::a(), ExitReason::MaxHold);
    std::vector<OrderRequest> targets;
    for (const TrackedOrder* order : rig.desk->liveOrders(DeskRig::a()))
        targets.push_back(order->request());
    QVERIFY(!targets.empty());
    for (const OrderRequest& target : targets)
        rig.post(rig.updateOf(target, OrderStatus::Cancelled));
    rig.advance(Duration::seconds(1));
    const ScriptedGateway::Placed first = rig.last(DeskRig::a());
    QVERIFY(first.order.type == OrderType::Limit && first.order.reduceOnly);
    QVERIFY(first.order.quantity == Quantity {40});
    rig.say(first.request, AnswerClass::Ok);
    rig.post(rig.updateOf(first.order, OrderStatus::Acknowledged));
    // Its time is over, the cancel is taken, and nobody tells what came of it.
    rig.advance(Duration::seconds(31));
    QCOMPARE(rig.gateway.cancels.back().clientId, first.order.clientId);
    rig.say(rig.gateway.cancels.back().request, AnswerClass::Ok);
    rig.advance(Duration::seconds(3));
    QVERIFY(std::ranges::any_of(rig.gateway.queries,
                                [&](const auto& query) { return query.clientId == first.order.clientId; }));
    QVERIFY(rig.last(DeskRig::a()).order.clientId != first.order.clientId);
    QVERIFY(rig.last(DeskRig::a()).order.reduceOnly);
    QVERIFY(rig.last(DeskRig::a()).order.quantity == Quantity {40});
}

void PositionLifeTest::targetsMakeWay()
{
    LifeRun life(7, [](Preset& preset) {
        preset.position.targets = {{"TP1", 1.0, 0.3, TargetPlacement::Smart},
                                   {"TP2", 2.0, 0.3, TargetPlacement::Smart},
                                   {"TP3", 3.5, 0.25, TargetPlacement::Smart},
                                   {"TP4", 5.0, 0.15, TargetPlacement::Adaptive}};
        preset.smartPlacement.maxAdjustmentBps = 60.0;
        preset.smartPlacement.srLevelBufferBps = 40.0;
        preset.smartPlacement.roundNumberStep = 0.001;
    });
    bool isAway = false;
    bool isReplaced = false;
    std::map<std::string, Price> placed; ///< by position and level
    const auto looked = [&] {
        for (const ManagedPosition* position : life.run.session().positions().open()) {
            if (!position->ladder)
                continue;
            const Instrument& instrument = life.run.exchange().instruments().at(position->plan.symbol);
            const int side = signOf(position->plan.direction);
            Quantity working;
            int index = 0;
            for (const TargetLadder::Level& level : position->ladder->levels()) {
                working += level.working;
                const double base = position->risk->priceAtR(level.r).toDouble();
                isAway = isAway || (base - instrument.toDouble(level.price)) * side > 2.0 * instrument.tick;
                const auto [at, isNew] =
                    placed.try_emplace(position->id + std::to_string(index++), level.workingAt);
                if (!level.working.isZero())
                    isReplaced =
                        isReplaced || (!isNew && at->second.ticks > 0 && at->second != level.workingAt);
                if (!level.working.isZero())
                    at->second = level.workingAt;
            }
            if (working > position->ledger.quantity())
                return true;
        }
        return isAway && isReplaced;
    };
    QVERIFY(life.run.runUntil(looked, Duration::days(2)));
    QVERIFY(isAway && isReplaced);
    life.endsInOrder();
}

void PositionLifeTest::onePositionIsAddedTo()
{
    LifeRun life(8, [](Preset& preset) {
        trails(preset);
        preset.fsm.trailingActivationR = 3.0;
        preset.position.breakevenEnabled = true;
        preset.fsm.runningBreakevenTriggerR = 0.3;
        preset.fsm.breakevenLockProfitEnabled = false;
        preset.fsm.entryConfirmationBars = 1;
        preset.position.addOnEnabled = true;
        preset.position.addOnMaxSizePct = 0.5;
        preset.risk.maxPositionSizeUsd.reset();
    });
    std::map<std::string, Price> carried; ///< by client id
    int looser = 0;
    life.run.gateway.placeFault = [&](const OrderRequest& order) -> std::optional<AnswerClass> {
        const ManagedPosition* position = life.run.session().positions().find(order.symbol);
        if (!order.reduceOnly && position != nullptr && position->addOnWorking) {
            carried[order.clientId] = order.stop ? order.stop->trigger : Price {};
            looser += !order.stop || order.stop->trigger != position->stop.inForce();
        }
        return std::nullopt;
    };
    const auto added = [&]() -> const ManagedPosition* {
        for (const ManagedPosition* position : life.run.session().positions().open())
            if (!position->added.isZero() && !position->addOnWorking)
                return position;
        return nullptr;
    };
    QVERIFY(life.run.runUntil([&] { return added() != nullptr; }, Duration::days(3)));
    const ManagedPosition* position = added();
    const std::string id = position->id;
    const std::string traceId = position->plan.traceId;
    const Quantity before = position->risk->initialQuantity();
    QVERIFY(position->added <= Quantity {before.lots / 2 + 1});
    QCOMPARE(position->ledger.quantity().lots, before.lots + position->added.lots);
    QVERIFY(position->risk->initialEntry() != position->risk->entryAverage());
    QCOMPARE(position->risk->entryAverage().toString(), position->ledger.openAverage()->toString());
    // The stop covers the whole, and targets keep what they had.
    QVERIFY(position->stopState == StopOrderState::Live);
    QVERIFY(position->stopCovers == position->ledger.quantity());
    const auto record = life.run.exchange().position(position->plan.symbol).update;
    QVERIFY(record.quantity.magnitude() == position->ledger.quantity());
    QVERIFY(record.stop == position->stop.inForce());
    for (const TargetLadder::Level& level : position->ladder->levels())
        QVERIFY(level.planned <= before);
    QCOMPARE(looser, 0);
    QVERIFY(!carried.empty());
    // At the stop the whole loses no more than the position began with.
    const Instrument& instrument = life.run.exchange().instruments().at(position->plan.symbol);
    const double atStop =
        (position->risk->entryAverage().toDouble() - instrument.toDouble(position->stop.inForce()))
        * signOf(position->plan.direction) * instrument.toDouble(position->ledger.quantity());
    QVERIFY(atStop <= position->risk->initialRiskUsd().toDouble() * 1.01);
    // Where it stood at breakeven it goes to that of the new average, which loses nothing.
    const auto breakeven =
        breakevenPrice(position->plan.direction, position->risk->entryAverage(),
                       2.0 * instrument.takerFeeRate.toDouble() * 1e4,
                       breakevenSettingsOf(life.run.session().settings().preset), instrument);
    QVERIFY(breakeven.has_value());
    QVERIFY(life.run.runUntil(
        [&] {
            const ManagedPosition* held = life.run.session().positions().find(instrument.id);
            return held != nullptr && held->id == id
                && !moreProtective(held->plan.direction, *breakeven, held->stop.inForce());
        },
        Duration::hours(6)));
    // Its orders say so, and there is no second one.
    QVERIFY(life.run.runUntil([&] { return life.run.session().positions().find(instrument.id) == nullptr; },
                              Duration::days(1)));
    Quantity bought;
    for (const OrderRow& order : life.run.journal.orders()) {
        if (order.traceId != traceId || order.intent != OrderIntent::AddOn)
            continue;
        QVERIFY(carried.contains(order.clientId));
        bought += *instrument.quantity(order.filledQuantity);
    }
    for (const PositionRow& row : life.run.journal.positions())
        if (row.positionId == id)
            QCOMPARE(row.quantity.toString(), instrument.toDecimal(before + bought).toString());
    life.endsInOrder();
}

QTEST_GUILESS_MAIN(PositionLifeTest)
#include "tst_position_life.moc"
