// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "report/Story.h"
#include "report/StoryRows.h"

#include <vector>

namespace breakline {

/// A warning or more.
bool isAlarm(const LogRow& row);

/// Lines that differ in numbers alone stand once, with their count, in the order of
/// their first; those in wall time after the others.
std::vector<StoryAlarm> storyAlarms(const StoryRows& rows);

} // namespace breakline
