// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/CommandLine.h"

namespace breakline {

/// `breakline decode`: reads frames and recorded answers, one a line, and writes
/// what they say, one JSON object a line. An undecodable line is told on the
/// standard error and passed over. Holds one line at a time. Returns an ExitCode.
int runDecode(const DecodeOptions& options);

} // namespace breakline
