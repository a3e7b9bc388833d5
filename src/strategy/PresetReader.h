// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/Preset.h"
#include "strategy/PresetFaults.h"

#include <nlohmann/json.hpp>

namespace breakline {

/// Reads one preset whose old forms have been imported, then checks it against
/// the rules between keys. What is wrong goes to `faults`; the result counts only
/// where nothing was added there.
Preset readPreset(const nlohmann::json& object, PresetFaults& faults);

} // namespace breakline
