// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/StrategyDefinition.h"

namespace breakline {

/// Breakouts of the strongest levels, each by evaluateMomentum().
StrategyDefinition momentumStrategy();

} // namespace breakline
