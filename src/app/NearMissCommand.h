// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/CommandLine.h"

namespace breakline {

/// What refused in a session, how often, how far off, and what another threshold had
/// let pass. Returns the exit code.
int runNearMiss(const NearMissOptions& options);

} // namespace breakline
