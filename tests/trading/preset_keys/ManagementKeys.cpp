// SPDX-License-Identifier: GPL-3.0-or-later
#include "preset_keys/KeyCase.h"

#include "fixtures/DeskRig.h"
#include "fixtures/SimulatedRun.h"
#include "strategy/PresetWriter.h"

#include <array>

namespace breakline::test {

namespace {

/// After how many closed bars a position has been confirmed.
std::string confirmedAfter(const Preset& preset)
{
    DeskRig rig(true, [&preset](Preset& used) { used.fsm = preset.fsm; });
    const Timestamp entered = rig.now();
    rig.hold(DeskRig::a(), 40);
    for (int bars = 1; bars <= 5; ++bars) {
        CandleClosed closed;
        closed.symbol = DeskRig::a();
        closed.interval = Duration::minutes(5);
        closed.candle = {entered + Duration::minutes(5) * (bars - 1), 100.0, 100.0, 100.0, 100.0, 1.0};
        rig.advance(closed.candle.openTime + closed.interval - rig.now());
        rig.services().board.onCandle(closed);
        rig.positions->onBars(closed.symbol);
        const ManagedPosition* position = rig.positions->find(DeskRig::a());
        if (position != nullptr && position->lifecycle.phase() == PositionPhase::Running)
            return std::to_string(bars) + " bars";
    }
    return "never";
}

/// A position that is being left by a limit, its targets gone.
ScriptedGateway::Placed restingExit(DeskRig& rig)
{
    rig.hold(DeskRig::a(), 40);
    rig.positions->exit(DeskRig::a(), ExitReason::MaxHold);
    std::vector<OrderRequest> targets;
    for (const TrackedOrder* order : rig.desk->liveOrders(DeskRig::a()))
        targets.push_back(order->request());
    for (const OrderRequest& target : targets)
        rig.post(rig.updateOf(target, OrderStatus::Cancelled));
    rig.advance(Duration::seconds(1));
    return rig.last(DeskRig::a());
}

/// How long the first attempt rests before it is cancelled.
std::string restsFor(const Preset& preset)
{
    DeskRig rig(true, [&preset](Preset& used) { used.fsm = preset.fsm; });
    const ScriptedGateway::Placed exit = restingExit(rig);
    rig.say(exit.request, AnswerClass::Ok);
    rig.post(rig.updateOf(exit.order, OrderStatus::Acknowledged));
    for (int seconds = 1; seconds <= 60; ++seconds) {
        rig.advance(Duration::seconds(1));
        if (!rig.gateway.cancels.empty() && rig.gateway.cancels.back().clientId == exit.order.clientId)
            return std::to_string(seconds) + " s";
    }
    return "never";
}

/// The orders of an exit whose limits the venue refuses.
std::string refusedExits(const Preset& preset)
{
    DeskRig rig(true, [&preset](Preset& used) { used.fsm = preset.fsm; });
    ScriptedGateway::Placed exit = restingExit(rig);
    std::string types;
    for (int attempt = 0; attempt < 8; ++attempt) {
        types += (types.empty() ? "" : " ") + std::string(toText(exit.order.type));
        if (exit.order.type == OrderType::Market)
            break;
        rig.say(exit.request, AnswerClass::Invalid);
        rig.advance(Duration::seconds(1));
        exit = rig.last(DeskRig::a());
    }
    return types;
}

/// Scans of the first twenty minutes of a session.
std::string scansOf(const Preset& preset)
{
    SimulatedRun run({.symbolCount = 2, .records = false}, [&preset](Preset& used) {
        used.scanner.scanIntervalSeconds = preset.scanner.scanIntervalSeconds;
    });
    run.command(CommandKind::Start);
    run.runFor(Duration::minutes(20));
    return std::to_string(run.session().scanning().completed());
}

/// What `presets show` tells of the first target.
std::string shownTarget(const Preset& preset)
{
    return Json::parse(presetFileText(preset))["presets"][0]["position"]["tp_levels"][0]["name"]
        .get<std::string>();
}

std::string idOf(const Preset& preset)
{
    return preset.id;
}

Json named(const char* name)
{
    return Json::array({{{"name", name}, {"r", 1.0}, {"size_frac", 0.5}, {"mode", "fixed"}},
                        {{"name", "TP2"}, {"r", 4.0}, {"size_frac", 0.5}, {"mode", "fixed"}}});
}

} // namespace

std::vector<KeyCase> managementKeys()
{
    return {
        {"id", "one", "two", idOf, "one", "two"},
        {"scanner.scan_interval_seconds", 120, 60, scansOf, "14", "24"},
        {"fsm.entry_confirmation_bars", 2, 4, confirmedAfter, "2 bars", "4 bars"},
        {"fsm.exiting_timeout_s", 30, 15, restsFor, "30 s", "15 s"},
        {"fsm.exiting_panic_after_attempts", 3, 1, refusedExits, "limit limit limit market", "limit market"},
        // A label: in what is shown, and in the hash that stands on every trade.
        {"position.tp_levels[].name", named("first"), named("near"), shownTarget, "first", "near"},
    };
}

} // namespace breakline::test
