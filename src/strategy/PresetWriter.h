// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/Preset.h"

#include <string>

namespace breakline {

/// A file with the schema of the shipped presets.json that holds this one preset in
/// today's names and units, every acting key written out. loadPresets() reads it back
/// to the same plan, with nothing left to migrate.
std::string presetFileText(const Preset& preset);

} // namespace breakline
