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
/// A strategy that the preset allows looks at breaks of the days before.
bool needsBreaks(const Preset& preset);

} // namespace breakline
