// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/ParameterRange.h"
#include "strategy/Preset.h"

#include <string_view>

/// Marks a text that the window shows in the language of its user.
#define BREAKLINE_TEXT(context, text) text

namespace breakline {

/// A parameter of a strategy: what the reader of presets checks, the settings form
/// draws and the evaluation looks at. Constant data; the texts are English.
struct StrategyParameter {
    std::string_view key; ///< in its block of the preset
    std::string_view label; ///< two or three words for a person
    std::string_view unit; ///< "ratio", "ATR", "bars"; empty: none
    preset_schema::Range range;
    std::string_view sentence; ///< what it does
    /// Where it stands in the block `signal`, which strategies share.
    double SignalSettings::*shared = nullptr;
    preset_schema::Need need = preset_schema::Need::Optional;
};

} // namespace breakline
