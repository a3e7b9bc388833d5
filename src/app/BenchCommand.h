// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/CommandLine.h"

namespace breakline {

/// `breakline bench`: runs the benchmarks named, all without a name, and prints
/// one JSON object a line. Needs a QCoreApplication. Returns an ExitCode:
/// kExitCheckFailed where two ways of one benchmark do not agree in their results.
int runBench(const BenchOptions& options);

} // namespace breakline
