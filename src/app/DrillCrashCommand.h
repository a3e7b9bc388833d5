// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/CommandLine.h"

namespace breakline {

/// `breakline drill --crash`, `--crash-list` and `--crash-at`: sessions that are
/// killed at chosen points and started again, judged by the venue's account and
/// the journal. Returns an ExitCode: 4 where an invariant was broken, 1 where a
/// point of --crash-at is not passed.
int runCrashDrills(const DrillOptions& options);

} // namespace breakline
