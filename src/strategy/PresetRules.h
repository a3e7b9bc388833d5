// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/Preset.h"
#include "strategy/PresetFaults.h"

#include <nlohmann/json.hpp>

namespace breakline {

/// The rules between keys of one preset whose keys are each fine: which of two
/// that say the same holds, orders and sums (faults), doubtful values (warnings)
/// and limits that cannot act (notices). `object` tells what the file gives.
void applyPresetRules(Preset& preset, const nlohmann::json& object, PresetFaults& faults);

} // namespace breakline
