// SPDX-License-Identifier: GPL-3.0-or-later
#include "backtest/ReplayVerifier.h"
#include "fixtures/SimulatedRun.h"
#include "trading/ClientIds.h"
#include "trading/InputCodec.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace breakline;

namespace {

const EntryGate& gateOf(SimulatedRun& run)
{
    return run.session().machine().gate();
}

std::string detailOf(SimulatedRun& run, GateReason reason)
{
    for (const EntryGate::Entry& entry : gateOf(run).entries())
        if (entry.reason == reason)
            return entry.detail;
    return {};
}

std::size_t entriesOf(SimulatedRun& run)
{
    std::size_t entries = 0;
    for (const OrderRow& row : run.journal().orders())
        entries += row.intent == OrderIntent::Entry;
    return entries;
}

template<class T>
std::vector<T> inputsOf(SimulatedRun& run)
{
    std::vector<T> found;
    for (const Record& record : run.recorder().records) {
        if (record.kind != RecordKind::Input)
            continue;
        const Input input = *InputCodec::decode(record.payload);
        if (const auto* one = std::get_if<T>(&input))
            found.push_back(*one);
    }
    return found;
}

bool replaysEqual(SimulatedRun& run)
{
    MemoryRecording recording(run.recorder().records);
    const auto result = verifyReplay(run.settings(), recording);
    return result && !result->difference && result->digest == run.session().decisions().digest();
}

/// The last value of each named fact.
std::map<std::string, std::string> stateOf(SimulatedRun& run)
{
    std::map<std::string, std::string> state;
    for (const StateRow& row : run.journal().all<StateRow>())
        state[row.key] = row.value;
    return state;
}

} // namespace

/// What a session does when its files or the disk fail it, and what it keeps in
/// them for a restart.
class SessionStoresTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aRecorderThatFailedEndsTheSession();
    void aFullDiskClosesTheGateUntilThereIsRoom();
    void everyClientIdIsKeptWithWhatItStandsFor();
    void whatRiskMustKnowAgainIsKept();
    void theKillLatchIsKeptBeforeAnythingFollows();
    void noBookIsShownOnceItsStreamHasEnded();
};

void SessionStoresTest::aRecorderThatFailedEndsTheSession()
{
    SimulatedRunOptions options;
    options.symbolCount = 40;
    SimulatedRun run(options);
    run.command(CommandKind::Start);
    QVERIFY(run.runUntil([&] { return run.session().positions().openedCount() == 1; }, Duration::hours(12)));
    const std::size_t entries = entriesOf(run);
    run.recorder().failed = Error {ErrorCode::Io, "recording.bin: no space left"};
    run.runner().step(run.runner().now() + Duration::seconds(1));
    QVERIFY(gateOf(run).has(GateReason::RecorderFailed));
    QCOMPARE(detailOf(run, GateReason::RecorderFailed), std::string("recording.bin: no space left"));
    QCOMPARE(run.session().orchestrator().failure(),
             std::string("the recording cannot be written: recording.bin: no space left"));
    const auto log = run.journal().all<LogRow>();
    QVERIFY(std::ranges::any_of(log, [](const LogRow& row) {
        return row.level == "CRITICAL" && row.component == "recorder"
            && row.message == "the recording cannot be written: recording.bin: no space left";
    }));
    // Told once; positions stay managed, nothing is entered.
    run.runFor(Duration::hours(2));
    QCOMPARE(inputsOf<RecorderFailed>(run).size(), std::size_t {1});
    QCOMPARE(entriesOf(run), entries);
    run.command(CommandKind::Pause);
    run.command(CommandKind::Resume); // does not make it whole
    QVERIFY(!run.session().orchestrator().failure().empty());
    run.command(CommandKind::Stop, "error");
    QVERIFY(run.runUntil([&] { return run.session().isFinished(); }, Duration::minutes(1)));
    QCOMPARE(run.session().machine().state(), TradingState::Stopped);
    QCOMPARE(run.session().orchestrator().stopReason(), std::string("error"));
    QVERIFY(!run.session().positions().hasPositions());
    QVERIFY(replaysEqual(run));
}

void SessionStoresTest::aFullDiskClosesTheGateUntilThereIsRoom()
{
    SimulatedRunOptions options;
    options.symbolCount = 40;
    SimulatedRun run(options);
    run.runner().report({90.04}); // before anything else came in
    QVERIFY(gateOf(run).has(GateReason::DiskFull));
    QCOMPARE(detailOf(run, GateReason::DiskFull), std::string("90.0 % of the disk is in use, limit 90 %"));
    run.command(CommandKind::Start);
    run.runFor(Duration::hours(4));
    QCOMPARE(entriesOf(run), std::size_t {0});
    QVERIFY(gateOf(run).summary() == "disk_full");

    // Two marks: at the limit the gate does not open and close in turn.
    run.runner().report({89.0});
    run.runner().report({91.26});
    QCOMPARE(detailOf(run, GateReason::DiskFull), std::string("91.3 % of the disk is in use, limit 90 %"));
    run.runner().report({85.1});
    QVERIFY(gateOf(run).has(GateReason::DiskFull));
    run.runner().report({85.0});
    QVERIFY(gateOf(run).isOpen());
    run.runner().report({90.0});
    QVERIFY(gateOf(run).isOpen());
    QVERIFY(run.runUntil([&] { return entriesOf(run) > 0; }, Duration::hours(12)));
    run.runner().report({97.0});
    QVERIFY(gateOf(run).has(GateReason::DiskFull));
    QVERIFY(run.session().orchestrator().failure().empty()); // it waits for room
    QVERIFY(run.stop());

    const std::vector<DiskReading> recorded {{90.04}, {89.0}, {91.26}, {85.1}, {85.0}, {90.0}, {97.0}};
    QVERIFY(inputsOf<DiskReading>(run) == recorded);
    std::size_t closed = 0, opened = 0;
    for (const LogRow& row : run.journal().all<LogRow>())
        if (row.component == "disk") {
            closed += row.level == "CRITICAL";
            opened += row.level == "INFO";
        }
    QCOMPARE(closed, std::size_t {2});
    QCOMPARE(opened, std::size_t {1});
    QVERIFY(replaysEqual(run));
}

void SessionStoresTest::everyClientIdIsKeptWithWhatItStandsFor()
{
    SimulatedRunOptions options;
    options.seed = 30;
    options.symbolCount = 40;
    options.records = false;
    SimulatedRun run(options);
    run.command(CommandKind::Start);
    run.runFor(Duration::hours(14));
    QVERIFY(run.stop());
    std::map<std::string, ClientIdRow> kept;
    for (const SessionRow& row : run.journal().written()) {
        if (const auto* id = std::get_if<ClientIdRow>(&row)) {
            QVERIFY2(kept.emplace(id->clientId, *id).second, id->clientId.c_str());
            QCOMPARE(clientOrderId(run.settings().sessionId, id->traceId, id->role,
                                   static_cast<int>(id->slice), static_cast<int>(id->attempt)),
                     id->clientId);
        } else if (const auto* order = std::get_if<OrderRow>(&row); order && !order->clientId.empty()) {
            // Before the intent, and so durable with it.
            const auto found = kept.find(order->clientId);
            QVERIFY2(found != kept.end(), order->clientId.c_str());
            QCOMPARE(found->second.traceId, order->traceId);
            QCOMPARE(found->second.time, order->time);
        }
    }
    std::map<std::string, int> roles;
    std::size_t orders = 0;
    for (const OrderRow& order : run.journal().orders())
        orders += !order.clientId.empty();
    for (const auto& [id, row] : kept)
        ++roles[row.role];
    QCOMPARE(kept.size(), orders);
    QVERIFY(roles["entry"] > 0 && roles["target1"] > 0 && roles["exit"] > 0);
}

void SessionStoresTest::whatRiskMustKnowAgainIsKept()
{
    SimulatedRunOptions options;
    options.symbolCount = 40;
    options.records = false;
    SimulatedRun run(options);
    run.command(CommandKind::Start);
    run.runFor(Duration::hours(1));
    auto state = stateOf(run);
    QCOMPARE(state.size(), std::size_t {10});
    QCOMPARE(state["day_start_equity"], std::string("100000"));
    QCOMPARE(state["risk_day"], std::to_string(run.start().floorTo(Duration::days(1)).ms));
    QCOMPARE(state["kill_latch"], std::string());
    QCOMPARE(state["extreme_day_disarmed"], std::string("0"));
    std::map<std::string, std::string> counters;
    for (int hour = 0; hour < 47; ++hour) {
        run.runFor(Duration::hours(1));
        const RiskState& now = run.session().risk().monitor().state();
        state = stateOf(run);
        QCOMPARE(state["consecutive_losses"], std::to_string(now.consecutiveLosses));
        QCOMPARE(state["risk_day"], std::to_string(now.day.day->ms));
        QCOMPARE(state["day_start_equity"], now.day.dayStartEquity->toString());
        QCOMPARE(state["daily_latch"],
                 now.dailyLatchedAt ? std::to_string(now.dailyLatchedAt->ms) : std::string());
        QCOMPARE(state["loss_latch"],
                 now.lossLatchedAt ? std::to_string(now.lossLatchedAt->ms) : std::string());
        // Once a bar: never above what is known, and never far behind.
        QVERIFY(Decimal::literal(state["high_water"]) <= *now.day.highWater);
        counters.emplace(state["consecutive_losses"], state["high_water"]);
    }
    QVERIFY(counters.size() > 1); // there was something to count
    QVERIFY(state["day_start_equity"] != "100000");
    // Nothing is written that says what stands there already.
    std::map<std::string, std::string> last;
    for (const StateRow& row : run.journal().all<StateRow>()) {
        const auto found = last.find(row.key);
        QVERIFY2(found == last.end() || found->second != row.value, row.key.c_str());
        last[row.key] = row.value;
    }
}

void SessionStoresTest::theKillLatchIsKeptBeforeAnythingFollows()
{
    SimulatedRunOptions options;
    options.symbolCount = 40;
    options.records = false;
    SimulatedRun run(options);
    run.command(CommandKind::Start);
    QVERIFY(run.runUntil([&] { return run.session().positions().hasPositions(); }, Duration::hours(12)));
    const std::size_t before = run.journal().written().size();
    const std::string killed = std::to_string(run.runner().now().ms);
    run.command(CommandKind::KillSwitch);
    const auto& rows = run.journal().written();
    const auto* latch = std::get_if<StateRow>(&rows.at(before));
    QVERIFY(latch != nullptr);
    QCOMPARE(latch->key, std::string("kill_latch"));
    QCOMPARE(latch->value, killed);
    QVERIFY(std::any_of(rows.begin() + static_cast<std::ptrdiff_t>(before), rows.end(),
                        [](const SessionRow& row) {
                            const auto* order = std::get_if<OrderRow>(&row);
                            return order && order->intent == OrderIntent::Exit;
                        }));
    QCOMPARE(stateOf(run)["kill_cause"], std::string("command"));
    QVERIFY(run.runUntil([&] { return run.session().isFinished(); }, Duration::minutes(1)));
    run.command(CommandKind::Rearm, "RE-ARM");
    QCOMPARE(run.session().machine().state(), TradingState::Idle);
    const auto state = stateOf(run);
    QCOMPARE(state.at("kill_latch"), std::string());
    QCOMPARE(state.at("kill_cause"), std::string());
    QCOMPARE(state.at("extreme_day_disarmed"), std::string("1"));
    QCOMPARE(state.at("consecutive_losses"), std::string("0"));
    QCOMPARE(state.at("high_water"), run.session().risk().equity()->toString());
}

void SessionStoresTest::noBookIsShownOnceItsStreamHasEnded()
{
    SimulatedRunOptions options;
    options.symbolCount = 40;
    options.records = false;
    SimulatedRun run(options);
    run.command(CommandKind::Start);
    std::size_t shown = 0;
    for (int i = 0; i < 12 * 24; ++i) {
        run.runFor(Duration::minutes(5) + Duration::milliseconds(137));
        for (const Instrument& instrument : run.session().board().instruments().all())
            if (const auto time = run.session().board().bookTime(instrument.id)) {
                ++shown;
                // A quiet symbol's book may rest for a while, and is asked for where it is needed.
                QVERIFY2(run.runner().now() - *time <= Duration::minutes(2), instrument.symbol.c_str());
            }
    }
    QVERIFY(shown > 0);
}

QTEST_GUILESS_MAIN(SessionStoresTest)
#include "tst_session_stores.moc"
