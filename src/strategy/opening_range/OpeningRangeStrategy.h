// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/StrategyDefinition.h"

namespace breakline {

/// Breaks of the opening range of a session, each side by evaluateOpeningRange(). Finds
/// its own levels, those of the bar are nothing to it.
StrategyDefinition openingRangeStrategy();

} // namespace breakline
