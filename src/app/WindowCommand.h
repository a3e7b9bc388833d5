// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/CommandLine.h"

namespace breakline {

/// Opens the window and runs until it is closed; returns the exit code. Makes
/// the QApplication.
int runWindow(int& argc, char** argv, const WindowOptions& options);

} // namespace breakline
