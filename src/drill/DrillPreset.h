// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/AnalysisSettings.h"
#include "strategy/Preset.h"

namespace breakline {

/// The preset as a drill uses it: its risk, execution and management are those
/// of the preset, but nearly every break of a level is a signal. What is drilled
/// is what happens to orders and positions, and so there have to be some.
Preset eager(Preset preset);
AnalysisSettings eagerAnalysis();

} // namespace breakline
