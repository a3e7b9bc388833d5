// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/CommandLine.h"

namespace breakline {

/// `breakline drill`: sessions on a simulated exchange that fails on purpose,
/// judged by that exchange's books; those that are killed are of
/// app/DrillCrashCommand.h. The script of a run that broke something is written to
/// a file in the working directory, and the command that repeats it is printed.
/// Returns an ExitCode: 4 where an invariant was broken, or where 200 random runs
/// or more left a kind of fault without effect.
int runDrills(const DrillOptions& options);

} // namespace breakline
