// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/CommandLine.h"

namespace breakline {

/// Each step of each evaluation of a session as a line of JSON on stdout, oldest
/// first. Returns the exit code.
int runTrace(const TraceOptions& options);

} // namespace breakline
