// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/ParameterRange.h"
#include "strategy/Preset.h"

#include <cmath>
#include <cstddef>
#include <span>
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
    double usual = 0.0; ///< of one in a block of the strategy's own
    bool isWhole = false;

    bool holds(double value) const { return range.holds(value) && (!isWhole || std::floor(value) == value); }
};

/// The value where a preset names none.
inline double usualValue(const StrategyParameter& parameter)
{
    return parameter.shared != nullptr ? SignalSettings {}.*parameter.shared : parameter.usual;
}

/// Of a strategy with a block of its own, by the parameter's place in its schema.
inline double ownValue(const Preset& preset, Strategy strategy, std::span<const StrategyParameter> schema,
                       std::size_t place)
{
    const auto& values = preset.ownValues[static_cast<std::size_t>(strategy)];
    return values.empty() ? schema[place].usual : values[place];
}

} // namespace breakline
