// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/PresetLoader.h"

#include <algorithm>

namespace breakline {

std::vector<std::string> inactiveParts(const Preset& preset)
{
    std::vector<std::string> parts;
    const auto part = [&parts](bool isOn, const char* text) {
        if (isOn)
            parts.emplace_back(text);
    };
    const ExitRules& exits = preset.exitRules;
    const bool movesTargets = std::ranges::any_of(preset.position.targets, [](const TargetLevel& target) {
        return target.mode != TargetPlacement::Fixed;
    });
    part(preset.position.panicExitOnActivityDrop, "panic exit on an activity drop");
    part(preset.position.trailingEnabled, "trailing stop");
    part(preset.position.addOnEnabled, "adding to a position");
    part(preset.smartPlacement.enabled && movesTargets, "smart placement of targets");
    part(exits.failedBreakoutEnabled, "exit on a failed breakout");
    part(exits.activityDropEnabled, "exit on an activity drop");
    part(exits.weakImpulseEnabled, "exit on a weak impulse");
    part(exits.maxHoldTimeHours.has_value() || exits.timeStopMinutes.has_value(), "time limits of the exit rules");
    part(exits.volatilityExitEnabled, "exit on a volatility spike");
    return parts;
}

} // namespace breakline
