// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/AnalysisOptions.h"

namespace breakline {

/// Prints the indicators of recorded candles, a line a closed bar. Exit code.
int runIndicators(const IndicatorsOptions& options);

} // namespace breakline
