// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/CommandLine.h"

namespace breakline {

/// Runs a session without a window to its end; returns the exit code.
int runTrade(const TradeOptions& options);

} // namespace breakline
