// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/StrategyDefinition.h"

#include <array>
#include <span>

namespace breakline {

/// Every strategy there is, by its place in the enumeration; that is also the order
/// in which they are tried behind a preset's first.
std::span<const StrategyDefinition> allStrategies();
const StrategyDefinition& definitionOf(Strategy strategy);

/// The preset's first strategy, then the others. All of them: one that the preset
/// does not allow says so.
std::array<Strategy, kStrategyCount> strategyOrder(const Preset& preset);
/// The value of the definition's parameter at `place` in its schema.
double parameterValue(const Preset& preset, const StrategyDefinition& definition, std::size_t place);
/// `value` is in the parameter's range.
void setParameterValue(Preset& preset, const StrategyDefinition& definition, std::size_t place, double value);

/// A strategy that the preset allows judges without any level of the bar.
bool findsLevels(const Preset& preset);
/// A strategy that the preset allows looks at breaks of the days before.
bool needsBreaks(const Preset& preset);

} // namespace breakline
