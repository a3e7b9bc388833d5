// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/AnalysisOptions.h"

namespace breakline {

/// Prints the levels of recorded candles, with birth and fate, a set a bar: as
/// JSON all that are remembered there, as a table those that the bar keeps. Exit
/// code.
int runLevels(const LevelsOptions& options);

} // namespace breakline
