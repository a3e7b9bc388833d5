// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/AnalysisOptions.h"

namespace breakline {

/// `breakline scan`: filters and score of recorded candles, a line a symbol of
/// the universe. Exit code.
int runScan(const ScanOptions& options);

/// `breakline signals`: what is selected and passes the entry rules, with the
/// breaks of the seven days before. Exit code.
int runSignals(const SignalsOptions& options);

} // namespace breakline
