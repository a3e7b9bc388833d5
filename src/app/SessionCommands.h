// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/CommandLine.h"

namespace breakline {

// What can be done with a session that has been recorded. Each returns the
// exit code.
int runReplay(const ReplayOptions& options);
int runExport(const ExportOptions& options);
int runSessions(const SessionsOptions& options);

} // namespace breakline
