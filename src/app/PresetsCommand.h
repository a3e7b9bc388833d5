// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/CommandLine.h"

namespace breakline {

/// `breakline presets list|show|validate|import|diff`: what the plans are, and whether
/// a file holds any. Returns the exit code.
int runPresets(const PresetsOptions& options);

} // namespace breakline
