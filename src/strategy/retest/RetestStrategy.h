// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/StrategyDefinition.h"

namespace breakline {

/// Returns to broken levels, each by evaluateRetest().
StrategyDefinition retestStrategy();

} // namespace breakline
