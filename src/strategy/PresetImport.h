// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/PresetFaults.h"

#include <nlohmann/json.hpp>

namespace breakline {

/// Brings one preset of a file into the form the reader knows: old names to
/// today's, old units to today's, each with a warning. Values that are wrong in
/// any unit stay as they are, for the reader to refuse.
void importOldForms(nlohmann::json& preset, PresetFaults& faults);

} // namespace breakline
