// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "execution/ExecutionParameters.h"
#include "risk/RiskParameters.h"
#include "strategy/Preset.h"

namespace breakline {

/// The preset's figures in the terms of the rooms that act on them.
RiskParameters riskParametersOf(const Preset& preset);
ExecutionParameters executionParametersOf(const Preset& preset);

} // namespace breakline
