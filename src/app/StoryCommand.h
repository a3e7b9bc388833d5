// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/CommandLine.h"

namespace breakline {

/// Tells a session as one page of HTML. Returns the exit code.
int runStory(const StoryOptions& options);

} // namespace breakline
