// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/FlowFilters.h"

#include "strategy/NumberText.h"
#include "strategy/StrategyRegistry.h"

#include <algorithm>

namespace breakline {

namespace {

void checkTouch(FlowCheck& check, const FlowView& flow, const Preset& preset)
{
    check.allowedMissing = preset.allowMissing.tape;
    if (!flow.tape || !flow.tape->tradesPerMinute || !flow.tape->meanTradesPerMinute1h) {
        check.outcome = CheckOutcome::NoData;
        return;
    }
    const double now = *flow.tape->tradesPerMinute;
    check.value = now;
    check.threshold = preset.signal.tpmOnTouchFrac * *flow.tape->meanTradesPerMinute1h;
    // A tape that stands still is no touch, whatever its mean.
    check.outcome = now > 0.0 && now >= *check.threshold ? CheckOutcome::Pass : CheckOutcome::Fail;
}

void checkWall(FlowCheck& check, const Signal& signal, const FlowView& flow, const Preset& preset)
{
    const double ratio = preset.signal.enterOnDensityEatRatio;
    if (!flow.walls) {
        check.outcome = CheckOutcome::NoData;
        return;
    }
    const DensityConfirmation confirmation =
        confirmByWalls(*flow.walls, signal.direction, signal.level, flow.bucketPrice,
                       preset.entryRules->densityConfirmationThreshold, ratio, flow.now);
    check.value = confirmation.bestEatenRatio;
    check.threshold = ratio;
    check.outcome =
        confirmation.outcome == WallConfirmation::Standing ? CheckOutcome::Fail : CheckOutcome::Pass;
}

} // namespace

std::string_view toText(FlowCheckKind kind)
{
    switch (kind) {
    case FlowCheckKind::TouchActivity: return "touch_activity";
    case FlowCheckKind::WallStanding: return "wall_standing";
    case FlowCheckKind::ActivityDrop: return "activity_drop";
    }
    return "";
}

std::string_view unitOf(FlowCheckKind kind)
{
    return kind == FlowCheckKind::TouchActivity ? "1/min" : "ratio";
}

const FlowCheck* FlowReport::refusal() const
{
    for (const FlowCheck& check : checks)
        if (!check.passes())
            return &check;
    return nullptr;
}

bool FlowReport::missesTape() const
{
    return std::ranges::any_of(checks, [](const FlowCheck& check) {
        return check.outcome == CheckOutcome::NoData && check.allowedMissing;
    });
}

std::string FlowReport::reason() const
{
    const FlowCheck* check = refusal();
    if (check == nullptr)
        return {};
    std::string text = "signal:";
    text += toText(check->kind);
    if (check->outcome == CheckOutcome::NoData)
        return text + " no data";
    return text + ' ' + shortestText(check->value.value_or(0.0)) + " against "
        + shortestText(check->threshold.value_or(0.0));
}

FlowReport checkFlow(const Signal& signal, const FlowView& flow, const Preset& preset)
{
    FlowReport report;
    for (std::size_t i = 0; i < kFlowCheckCount; ++i)
        report.checks[i].kind = static_cast<FlowCheckKind>(i);
    const auto at = [&report](FlowCheckKind kind) -> FlowCheck& {
        return report.checks[static_cast<std::size_t>(kind)];
    };
    if (definitionOf(signal.strategy).place == EntryPlace::Return)
        checkTouch(at(FlowCheckKind::TouchActivity), flow, preset);
    else if (preset.entryRules && preset.entryRules->requireDensityConfirmation)
        checkWall(at(FlowCheckKind::WallStanding), signal, flow, preset);
    if (flow.activityDrop) {
        FlowCheck& check = at(FlowCheckKind::ActivityDrop);
        check.value = flow.activityDrop;
        check.threshold = preset.position.activityDropThreshold;
        check.bound = Bound::LessThan;
        check.outcome = *check.value >= *check.threshold ? CheckOutcome::Fail : CheckOutcome::Pass;
    }
    return report;
}

} // namespace breakline
