// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace breakline {

/// Exit codes of the program, as scripts rely on them.
enum ExitCode : int {
    kExitOk = 0,
    kExitUsage = 1, ///< usage or invalid input
    kExitRuntime = 2,
    kExitRefused = 3, ///< by risk or self-test
    kExitCheckFailed = 4,
    kExitExposed = 5 ///< ended with an open position or a resting order
};

} // namespace breakline
