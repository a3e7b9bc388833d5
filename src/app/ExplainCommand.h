// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/CommandLine.h"

namespace breakline {

/// Why a symbol was traded, or not, at the close of a bar. Returns the exit code.
int runExplain(const ExplainOptions& options);

} // namespace breakline
